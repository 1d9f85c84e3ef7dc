/* Which part of the map is shown. */

import { latLng } from "./dom.js";

/** @typedef {import("./start.js").App} App */

/**
 * Bring a feature into view if it is not.
 * @param {App} app
 * @param {number} i
 */
export function bring(app, i) {
  const [west, south, east, north] = boundsOf(app, i);
  const now = app.map.getBounds();
  const bounds = L.latLngBounds(latLng(west, south), latLng(east, north));
  const wide = east - west > 3 * (now.getEast() - now.getWest());
  if (!now.intersects(bounds) || wide) fit(app, [west, south, east, north]);
}

/**
 * The bounds of a feature: west, south, east, north.
 * @param {App} app
 * @param {number} i
 * @returns {[number, number, number, number]}
 */
export function boundsOf(app, i) {
  const { features } = app.store;
  const [x, y] = [features.x[i], features.y[i]];
  /** @type {[number, number, number, number]} */
  const box = [x, y, x, y];
  for (const line of (features.parts(i) ?? []).flat()) {
    for (let at = 0; at < line.length; at += 2) {
      box[0] = Math.min(box[0], line[at]);
      box[1] = Math.min(box[1], line[at + 1]);
      box[2] = Math.max(box[2], line[at]);
      box[3] = Math.max(box[3], line[at + 1]);
    }
  }
  return box;
}

/**
 * Show a part of the map, clear of what lies over it.
 * @param {App} app
 * @param {number[]} box - west, south, east, north
 * @param {boolean} animate
 */
export function fit(app, [west, south, east, north], animate = true) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const corners = L.latLngBounds(latLng(west, south), latLng(east, north));
  // What the open legend covers is no part of the view.
  const covered = app.control?.covers() ?? 0;
  // On a narrow map the buttons at the top leave no room beside them.
  const above = app.map.getSize().x < 700 ? 76 : 12;
  app.map.fitBounds(corners, { paddingTopLeft: [12, above], paddingBottomRight: [12 + covered, 56], maxZoom: 12, animate: animate && !still });
}

/**
 * The bounds of all features that have claims to show.
 * @param {App} app
 */
export function everything(app) {
  const box = [180, 72, -180, -60];
  for (let i = 0; i < app.store.features.n; i += 1) {
    if (!app.told[i]) continue;
    const [west, south, east, north] = boundsOf(app, i);
    box[0] = Math.min(box[0], west);
    box[1] = Math.min(box[1], Math.max(south, -60));
    box[2] = Math.max(box[2], east);
    box[3] = Math.max(box[3], Math.min(north, 72));
  }
  return box[0] > box[2] ? app.store.meta.view : box;
}
