/* The ground under the claims: land, water, borders and names, all carried by the page. */

import { layCanvas, worldX, worldY } from "./canvas.js";
import { schemeColour } from "./dom.js";

/**
 * A line or ring with its bounds in units of the world; its corners are in degrees until it is first drawn.
 * @typedef {{corners: Float64Array, drawn: boolean, west: number, north: number, east: number, south: number}} Path
 * @typedef {{text: string, iso: string, x: number, y: number, extent: number, rank: number}} GroundName
 */

/** Half of the room that a claim's symbol takes, in pixels. */
const SYMBOL = 9;

/** @param {Float64Array} line @returns {Path} */
function bounded(line) {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (let i = 0; i < line.length; i += 2) {
    const x = line[i];
    const y = line[i + 1];
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  return { corners: line, drawn: false, west: worldX(west), north: worldY(north), east: worldX(east), south: worldY(south) };
}

/** Give the corners of a path in units of the world. @param {Path} path */
function cornersOf(path) {
  const { corners, drawn } = path;
  if (drawn) return corners;
  for (let i = 0; i < corners.length; i += 2) {
    corners[i] = worldX(corners[i]);
    corners[i + 1] = worldY(corners[i + 1]);
  }
  path.drawn = true;
  return corners;
}

/**
 * Draw the base map and keep it drawn.
 * @param {L.Map} map
 * @param {import("./columns.js").Table} table
 */
export function drawGround(map, table) {
  const { head } = table;
  /** @param {any[]} specs */
  const read = (specs) => specs.flatMap((spec) => table.paths(spec)).map(bounded);
  const [land, lakes, rivers, borders] = [head.land, head.lakes, head.rivers, head.borders].map(read);
  /** @type {GroundName[]} */
  let names = [];
  const shown = { names: true, rivers: true };
  /** @type {number[][]} */
  let taken = [];
  /** @type {number[]} */
  let marked = [];
  const base = layCanvas(map, "br-ground", (view) => {
    const { context } = view;
    context.fillStyle = schemeColour("water");
    context.fillRect(0, 0, view.width, view.height);
    const thin = { width: 1, dash: /** @type {number[]} */ ([]) };
    paint(view, land, { fill: schemeColour("land") });
    if (shown.rivers) paint(view, rivers, { ...thin, width: 1.2, stroke: schemeColour("water-line") });
    paint(view, lakes, { fill: schemeColour("water") });
    paint(view, borders, { ...thin, stroke: schemeColour("border"), dash: [5, 3] });
  });
  const lettering = layCanvas(map, "br-names", (view) => {
    if (!shown.names) return;
    const corner = L.DomUtil.getPosition(lettering.canvas);
    write(view, names, taken.map(([left, top, right, bottom]) => [left - corner.x, top - corner.y, right - corner.x, bottom - corner.y]), marked);
  });
  return {
    shown,
    /** Draw all but the names, at once. */
    paint: base.paint,
    redraw() {
      base.redraw();
      lettering.redraw();
    },
    /**
     * Write the names where nothing else stands.
     * @param {number[][]} boxes - left, top, right, bottom in layer pixels
     * @param {number[]} marks - spots that have a symbol, in units of the world, one coordinate behind the other
     */
    place(boxes, marks) {
      taken = boxes;
      marked = marks;
      lettering.redraw();
    },
    /** Say the countries' names in another language. @param {string} tag */
    rename(tag) {
      /** @type {Intl.DisplayNames|null} */
      let regions = null;
      try {
        regions = new Intl.DisplayNames([tag, "en"], { type: "region", fallback: "none" });
      } catch {
        regions = null;
      }
      if (!names.length) names = readNames(table);
      for (const name of names) {
        if (!/^[A-Z]{2}$/.test(name.iso)) continue;
        name.text = regions?.of(name.iso) ?? name.text;
      }
      lettering.redraw();
    },
  };
}

/**
 * @param {import("./canvas.js").View} view
 * @param {Path[]} paths
 * @param {{fill?: string, stroke?: string, width?: number, dash?: number[]}} look
 */
function paint(view, paths, { fill, stroke, width, dash }) {
  const { context, scale, left, top } = view;
  const [west, north] = [left / scale, top / scale];
  const [east, south] = [(left + view.width) / scale, (top + view.height) / scale];
  context.beginPath();
  for (const path of paths) {
    if (path.east < west || path.west > east || path.south < north || path.north > south) continue;
    // What is smaller than a pixel is not worth a path.
    if (fill && (path.east - path.west) * scale < 1.2 && (path.south - path.north) * scale < 1.2) continue;
    const points = cornersOf(path);
    context.moveTo(points[0] * scale - left, points[1] * scale - top);
    for (let i = 2; i < points.length; i += 2) context.lineTo(points[i] * scale - left, points[i + 1] * scale - top);
  }
  if (fill) {
    context.fillStyle = fill;
    context.fill("evenodd");
  }
  if (stroke) {
    context.strokeStyle = stroke;
    context.lineWidth = width ?? 1;
    context.setLineDash(dash ?? []);
    context.stroke();
    context.setLineDash([]);
  }
}

/**
 * @param {import("./columns.js").Table} table
 * @returns {GroundName[]}
 */
function readNames(table) {
  const { countries, cities } = table.head;
  /** @param {any} spec @param {boolean} city */
  const read = (spec, city) => {
    const [x, y] = [table.ints(spec.x), table.ints(spec.y)];
    const text = table.texts(spec.name);
    const size = table.ints(city ? spec.rank : spec.extent);
    return Array.from(x, (_, i) => ({
      text: text.get(i),
      iso: city ? "" : spec.iso[i],
      x: worldX(x[i] / 100 - 180),
      y: worldY(y[i] / 100 - 90),
      extent: city ? 0 : size[i] / 100,
      rank: city ? size[i] : 0,
    }));
  };
  return [...read(countries, false), ...read(cities, true)];
}

/**
 * Write the names that fit.
 * @param {import("./canvas.js").View} view
 * @param {GroundName[]} names
 * @param {number[][]} taken
 * @param {number[]} marked
 */
function write(view, names, taken, marked) {
  const { context, scale, left, top, zoom } = view;
  const boxes = [...taken];
  const family = getComputedStyle(document.body).fontFamily;
  context.textBaseline = "middle";
  context.direction = "ltr";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = schemeColour("halo");
  context.fillStyle = schemeColour("name");
  for (const name of names) {
    const city = name.iso === "";
    const text = city ? name.text : name.text.toLocaleUpperCase();
    if (city ? zoom < 9 - name.rank : (name.extent * scale * 256) / 360 < text.length * 9) continue;
    const [x, y] = [name.x * scale - left, name.y * scale - top];
    if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
    context.font = `${city ? 12 : 11.5}px ${family}`;
    const width = context.measureText(text).width;
    // Where a claim's own symbol stands, it stands for the city too.
    const symbol = city && near(marked, name, SYMBOL / scale);
    const from = city ? x + (symbol ? SYMBOL + 3 : 6) : x - width / 2;
    const box = [city && !symbol ? x - 4 : from - 4, y - 9, from + width + 4, y + 9];
    if (boxes.some((other) => overlap(box, other))) continue;
    boxes.push(box);
    context.strokeText(text, from, y);
    context.fillText(text, from, y);
    if (!city || symbol) continue;
    context.beginPath();
    context.arc(x, y, 2.5, 0, 7);
    context.fill();
  }
}

/**
 * Tell whether any of some spots is near another, all in units of the world.
 * @param {number[]} spots - one coordinate behind the other
 * @param {{x: number, y: number}} other
 * @param {number} reach
 */
function near(spots, { x, y }, reach) {
  for (let at = 0; at < spots.length; at += 2) if (Math.abs(spots[at] - x) < reach && Math.abs(spots[at + 1] - y) < reach) return true;
  return false;
}

/**
 * Tell whether two boxes share a spot: left, top, right, bottom.
 * @param {number[]} a
 * @param {number[]} b
 */
export const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
