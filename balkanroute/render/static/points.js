/* Spots that claims are about: symbols where they are few, dots where they are many. */

import { layCanvas, worldMetre } from "./canvas.js";
import { OUTLINES, schemeColour } from "./dom.js";

/** More spots than this in the view are drawn as dots, in one picture. */
const MANY = 2500;
const SYMBOL = 6;

/**
 * Draw the spots and keep them drawn.
 * @param {import("./start.js").App} app
 */
export function drawPoints(app) {
  const { store, map } = app;
  const { features } = store;
  const spots = features.spots;
  const xs = ofSpots(features.worldX);
  const ys = ofSpots(features.worldY);
  /** @type {import("./canvas.js").View|null} */
  let last = null;
  const inView = new Uint32Array(spots.length);
  let count = 0;
  const canvas = layCanvas(map, "br-points", (view) => {
    last = view;
    const { scale, left, top, width, height } = view;
    const { layer } = features;
    const visible = store.layers.map((one) => one.visible);
    count = 0;
    for (let k = 0; k < spots.length; k += 1) {
      if (!visible[layer[spots[k]]]) continue;
      const x = xs[k] * scale - left;
      const y = ys[k] * scale - top;
      if (x < -20 || y < -20 || x > width + 20 || y > height + 20) continue;
      if (!app.told[spots[k]] && spots.length > MANY) continue;
      inView[count] = k;
      count += 1;
    }
    if (count > MANY) dots(view);
    else for (let j = 0; j < count; j += 1) symbol(view, inView[j]);
  });

  /** @param {Float64Array} column - of all features */
  function ofSpots(column) {
    if (spots.length === column.length) return column;
    const out = new Float64Array(spots.length);
    for (let k = 0; k < out.length; k += 1) out[k] = column[spots[k]];
    return out;
  }

  /** @param {import("./canvas.js").View} view */
  function dots(view) {
    const { context, scale, left, top } = view;
    const picture = context.createImageData(context.canvas.width, context.canvas.height);
    const pixels = new Uint32Array(picture.data.buffer);
    const sharp = context.canvas.width / view.width;
    const { width, height } = picture;
    const size = Math.round(3 * sharp);
    const inks = app.colours.inks();
    for (let j = 0; j < count; j += 1) {
      const k = inView[j];
      const ink = inks.colours[inks.codes[spots[k]]];
      const x = Math.round((xs[k] * scale - left) * sharp - size / 2);
      const y = Math.round((ys[k] * scale - top) * sharp - size / 2);
      if (x < 0 || y < 0 || x + size >= width || y + size >= height) continue;
      for (let from = y * width + x, row = 0; row < size; row += 1, from += width) {
        for (let pixel = from; pixel < from + size; pixel += 1) pixels[pixel] = ink;
      }
    }
    context.putImageData(picture, 0, 0);
  }

  /**
   * @param {import("./canvas.js").View} view
   * @param {number} k
   */
  function symbol({ context, scale, left, top }, k) {
    const i = spots[k];
    const x = xs[k] * scale - left;
    const y = ys[k] * scale - top;
    const { style } = store.layers[features.layer[i]];
    const { colour, shape } = app.colours.ofFeature(i);
    const strong = app.chosenFeature === i || app.hinted.includes(i);
    context.globalAlpha = app.told[i] || strong ? 1 : 0.35;
    context.strokeStyle = colour;
    context.fillStyle = colour;
    const radius = features.radius[i] * worldMetre(features.y[i]) * scale;
    if (radius > SYMBOL) {
      const alpha = context.globalAlpha;
      context.beginPath();
      context.arc(x, y, Math.min(radius, 20_000), 0, 7);
      context.globalAlpha = alpha * style.fill_opacity;
      context.fill();
      context.globalAlpha = alpha * 0.7;
      context.lineWidth = 1;
      context.setLineDash([4, 4]);
      context.stroke();
      context.setLineDash([]);
      context.globalAlpha = alpha;
    }
    const size = (shape === "disc" ? 3 : SYMBOL) + (strong ? 2 : 0);
    const outline = OUTLINES[shape];
    context.beginPath();
    if (outline) outline.forEach(([dx, dy]) => context.lineTo(x + dx * size, y + dy * size));
    else context.arc(x, y, size, 0, 7);
    context.closePath();
    context.fillStyle = schemeColour("symbol");
    context.fill();
    context.lineWidth = strong ? 4 : 2;
    context.stroke();
    context.globalAlpha = 1;
  }

  /**
   * The feature at a spot of the map, or -1.
   * @param {L.Point} point - in pixels of the layer
   */
  function at(point) {
    if (!last) return -1;
    const corner = L.DomUtil.getPosition(canvas.canvas);
    const [px, py] = [point.x - corner.x, point.y - corner.y];
    let best = -1;
    let nearest = 14 ** 2;
    for (let j = 0; j < count; j += 1) {
      const k = inView[j];
      const distance = (xs[k] * last.scale - last.left - px) ** 2 + (ys[k] * last.scale - last.top - py) ** 2;
      if (distance <= nearest) {
        nearest = distance;
        best = spots[k];
      }
    }
    return best;
  }

  /** The spots in view that stand as symbols, in units of the world, one coordinate behind the other; none where they are dots. */
  function marks() {
    const visible = store.layers.map((one) => one.visible);
    const { min = { x: 0, y: 0 }, max = { x: 0, y: 0 } } = map.getPixelBounds();
    const scale = 2 ** map.getZoom();
    const out = [];
    for (let k = 0; k < spots.length && out.length <= 2 * MANY; k += 1) {
      const [x, y] = [xs[k] * scale, ys[k] * scale];
      if (x > min.x && x < max.x && y > min.y && y < max.y && visible[features.layer[spots[k]]]) out.push(xs[k], ys[k]);
    }
    return out.length > 2 * MANY ? [] : out;
  }
  return { redraw: canvas.redraw, paint: canvas.paint, at, marks };
}
