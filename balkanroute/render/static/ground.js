/* The ground under the claims: land, water, borders and names, all carried by the page. */

import { layCanvas, worldX, worldY } from "./canvas.js";
import { once } from "./columns.js";
import { schemeColour } from "./dom.js";

/**
 * A line or ring with its bounds in units of the world; its corners are worked out when it is first drawn.
 * @typedef {{corners: () => Float64Array, west: number, north: number, east: number, south: number}} Path
 * @typedef {{text: string, iso: string, x: number, y: number, extent: number, rank: number}} GroundName
 */

/** Half of the room that a claim's symbol takes, in pixels. */
const SYMBOL = 9;

/** @param {import("./columns.js").Trace} trace @param {number} step - of their grid, in degrees @returns {Path} */
function placed({ steps, west, south, east, north }, step) {
  const corners = once(() => {
    const out = new Float64Array(steps.length);
    for (let i = 0; i < out.length; i += 2) {
      out[i] = worldX(steps[i] * step);
      out[i + 1] = worldY(steps[i + 1] * step);
    }
    return out;
  });
  return { corners, west: worldX(west * step), north: worldY(north * step), east: worldX(east * step), south: worldY(south * step) };
}

/**
 * Draw the base map and keep it drawn.
 * @param {L.Map} map
 * @param {import("./columns.js").Table} table
 */
export function drawGround(map, table) {
  const { head } = table;
  /** @param {number[]} tiers */
  const read = (tiers) => ["land", "lakes", "rivers", "borders"].map((name) => tiers.flatMap((tier) => table.traces(head[name][tier]).map((trace) => placed(trace, head[name][tier].step))));
  /** What is in and around the region, and what else there is in the world. */
  const around = read([0, 1]);
  const beyond = once(() => read([2]));
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
    const [land, lakes, rivers, borders] = within(view, head.around) ? around : around.map((paths, i) => [...paths, ...beyond()[i]]);
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
 * Tell whether a view shows nothing outside a box.
 * @param {import("./canvas.js").View} view
 * @param {number[]} box - west, south, east, north in degrees
 */
function within({ scale, left, top, width, height }, [west, south, east, north]) {
  return left >= worldX(west) * scale && top >= worldY(north) * scale && left + width <= worldX(east) * scale && top + height <= worldY(south) * scale;
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
    const points = path.corners();
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
