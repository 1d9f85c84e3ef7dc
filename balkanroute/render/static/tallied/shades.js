/* Places in the colours of their classes, hatched where too little was counted, bare where nothing was. */

import { layCanvas } from "../canvas.js";
import { schemeColour } from "../dom.js";
import { FEW, inside, NONE } from "./store.js";

/** @typedef {import("./start.js").App} App */

const HATCH = 7;
/** Areas narrower than this have thin outlines, in pixels. */
const SMALL = 16;

/**
 * Make a pattern of slanted lines.
 * @param {string} colour
 * @param {number} sharp - pixels of the canvas for each of the page
 */
export function hatchOf(colour, sharp) {
  const tile = document.createElement("canvas");
  const size = HATCH * sharp;
  [tile.width, tile.height] = [size, size];
  const context = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
  context.strokeStyle = colour;
  context.lineWidth = 1.1 * sharp;
  context.beginPath();
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - 1, size + 1);
    context.lineTo(shift + size + 1, -1);
  }
  context.stroke();
  const pattern = /** @type {CanvasPattern} */ (context.createPattern(tile, "repeat"));
  pattern.setTransform(new DOMMatrix([1 / sharp, 0, 0, 1 / sharp, 0, 0]));
  return pattern;
}

/**
 * Draw the places and keep them drawn.
 * @param {App} app
 */
export function drawShades(app) {
  const { store, map } = app;
  const { outlines, order, over } = store.places;
  const canvas = layCanvas(map, "br-points", (view) => {
    const { context, scale, left, top, width, height } = view;
    // A page that is laid out for paper has no map to draw.
    if (!width || !height) return;
    const [rim, ink] = [schemeColour("paper"), schemeColour("soft")];
    const hatched = hatchOf(ink, context.canvas.width / width);
    for (const i of order) {
      const outline = outlines[i];
      const [x, y] = [outline.west * scale - left, outline.north * scale - top];
      if (x > width || y > height || outline.east * scale < left || outline.south * scale < top) continue;
      trace(view, outline);
      if (over[i]) {
        context.globalCompositeOperation = "destination-out";
        context.fillStyle = rim;
        context.fill("evenodd");
        context.globalCompositeOperation = "source-over";
      }
      const code = app.codeOf(i);
      const colour = app.colourOf(code);
      if (colour) {
        context.globalAlpha = 0.86;
        context.fillStyle = colour;
        context.fill("evenodd");
        context.globalAlpha = 1;
      } else if (code === FEW) {
        context.globalAlpha = 0.75;
        context.fillStyle = hatched;
        context.fill("evenodd");
      }
      // On small areas a full line would outweigh what it surrounds.
      const small = (outline.east - outline.west) * scale < SMALL;
      context.strokeStyle = colour ? rim : ink;
      context.lineWidth = small ? 0.5 : 1;
      context.setLineDash(code === NONE || colour || small ? [] : [4, 3]);
      context.globalAlpha = code === NONE ? 0.5 : 1;
      if (!small || !colour) context.stroke();
      context.globalAlpha = 1;
    }
    context.setLineDash([]);
    if (app.chosen >= 0) mark(view, outlines[app.chosen]);
  });
  return {
    redraw: canvas.redraw,
    paint: canvas.paint,
    /** The place at a spot, the smallest where several lie on one another, or -1. @param {L.LatLng} spot @param {{x: (x: number) => number, y: (y: number) => number}} world */
    at(spot, world) {
      const [x, y] = [world.x(spot.lng), world.y(spot.lat)];
      for (let k = order.length - 1; k >= 0; k -= 1) if (inside(outlines[order[k]], x, y)) return order[k];
      return -1;
    },
  };
}

/**
 * Draw an outline as the path of the context.
 * @param {import("../canvas.js").View} view
 * @param {import("./store.js").Outline} outline
 */
function trace({ context, scale, left, top }, outline) {
  context.beginPath();
  for (const ring of outline.rings) {
    context.moveTo(ring[0] * scale - left, ring[1] * scale - top);
    for (let k = 2; k < ring.length; k += 2) context.lineTo(ring[k] * scale - left, ring[k + 1] * scale - top);
    context.closePath();
  }
}

/**
 * Mark the place that is chosen.
 * @param {import("../canvas.js").View} view
 * @param {import("./store.js").Outline} outline
 */
function mark(view, outline) {
  const { context } = view;
  trace(view, outline);
  for (const [colour, width] of /** @type {[string, number][]} */ ([[schemeColour("paper"), 5], [schemeColour("ink"), 2.5]])) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}
