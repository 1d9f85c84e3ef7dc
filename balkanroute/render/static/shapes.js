/* Areas and lines that claims are about, drawn as what they are. */

import { el, latLng } from "./dom.js";

/**
 * Draw the areas and lines.
 * @param {import("./start.js").App} app
 */
export function drawShapes(app) {
  const { store, map } = app;
  const pane = "br-features";
  map.createPane(pane);
  const renderer = L.canvas({ pane, padding: 0.3, tolerance: 5 });
  /** @type {Map<number, L.Path[]>} */
  const shapes = new Map();
  for (let i = 0; i < store.features.n; i += 1) {
    if (store.features.point[i]) continue;
    const drawn = pathsOf(store, i, { renderer, pane });
    for (const path of drawn) {
      path.on("click", (event) => {
        L.DomEvent.stopPropagation(event);
        app.openFeature(i);
      });
      path.bindTooltip(() => el("span", { dir: "auto" }, app.naming.feature(i)), { sticky: true, className: "br-tip" });
    }
    shapes.set(i, drawn);
  }
  const refresh = () => {
    for (const [i, paths] of shapes) {
      const { style, visible } = store.layers[store.features.layer[i]];
      const mark = app.colours.ofFeature(i);
      const chosen = app.chosenFeature === i || app.hinted.includes(i);
      for (const path of paths) {
        if (!visible) {
          path.remove();
          continue;
        }
        path.addTo(map);
        path.bringToFront();
        const faint = app.told[i] || chosen ? 1 : 0.35;
        path.setStyle({ color: mark.colour, fillColor: mark.colour, opacity: faint, fillOpacity: style.fill_opacity * faint, weight: style.weight_px + (chosen ? 2 : 0) });
      }
    }
  };
  return { refresh };
}

/**
 * Make the Leaflet paths of a feature.
 * @param {import("./store.js").Store} store
 * @param {number} i
 * @param {object} shared
 * @returns {L.Path[]}
 */
function pathsOf(store, i, shared) {
  const { style } = store.layers[store.features.layer[i]];
  const parts = store.features.parts(i) ?? [];
  const leg = store.features.leg[i];
  // What was computed is dotted, so that it is never taken for a line that was reported.
  const dash = leg >= 0 && store.legs.basis(leg) === "routed" ? "1 7" : style.dash;
  const look = { ...shared, color: style.colour, weight: style.weight_px, dashArray: dash || undefined, fillColor: style.colour, fillOpacity: style.fill_opacity };
  const lines = parts.map((rings) => rings.map(points));
  const kind = store.features.kind(i);
  if (kind === "area") return [L.polygon(lines, look)];
  if (kind === "line") return [L.polyline(lines.flat(), { ...look, fill: false })];
  return lines.flat(2).map((spot) => L.circleMarker(spot, { ...look, radius: 5, dashArray: undefined, fillOpacity: 0.4 }));
}

/** @param {Float64Array} line */
function points(line) {
  const out = [];
  for (let i = 0; i < line.length; i += 2) out.push(latLng(line[i], line[i + 1]));
  return out;
}
