/* The map beside the text: what may be meant, numbered as in the list, as precisely as it is known. */

import { worldX, worldY } from "../canvas.js";
import { openTable } from "../columns.js";
import { el, latLng } from "../dom.js";
import { drawGround } from "../ground.js";
import { inflate } from "../inflate.js";

/** A spot on the map; the number is that of the list. @typedef {{number: number, chosen: boolean, place: import("./state.js").Candidate, choose: (() => void)|null}} Spot */

/** The region that the library is made for: west, south, east, north. */
const HOME = [13, 38, 30, 48.5];
/** A lone spot is shown with this much around it, in degrees. */
const AROUND = 1.2;
/** Other places are shown with the chosen one where they are no further than this, in degrees. */
const NEAR = 3;
/** Half of a pin's room, in pixels; the name of its own city stands beside it. */
const PIN = 8;
/** From one pin to the next of those that stand side by side, in pixels. */
const BESIDE = 25;
/** What is known to within this many metres is drawn as a spot alone. */
const SPOT_M = 100;

export class Chart {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.map = L.map(host, { minZoom: 2, maxZoom: 16, zoomSnap: 0.5, attributionControl: false, keyboard: true });
    this.fit(L.latLngBounds(latLng(HOME[0], HOME[1]), latLng(HOME[2], HOME[3])));
    L.control.scale({ imperial: false }).addTo(this.map);
    this.drawn = L.layerGroup().addTo(this.map);
    /** @type {L.LatLng[]} */
    this.spots = [];
    /** @type {{at: L.LatLng, badge: HTMLElement}[]} */
    this.pins = [];
    /** @type {ReturnType<typeof drawGround>|null} */
    this.base = null;
    this.map.on("moveend", () => this.letter());
    new ResizeObserver(() => this.map.invalidateSize({ animate: false, pan: false })).observe(host);
  }

  /** Draw the base map. @param {string} letters @param {string} language */
  async ground(letters, language) {
    const ground = drawGround(this.map, openTable(await inflate(letters)));
    ground.rename(language);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => ground.redraw());
    this.base = ground;
    this.letter();
    ground.redraw();
  }

  /** Keep the names of the base map off the pins. */
  letter() {
    this.spread();
    const boxes = this.spots.map((at) => {
      const { x, y } = this.map.latLngToLayerPoint(at);
      return [x - PIN, y - PIN, x + PIN, y + PIN];
    });
    this.base?.place(boxes, this.spots.flatMap(({ lng, lat }) => [worldX(lng), worldY(lat)]));
  }

  /** Go to a part of the world, at once. @param {L.LatLngBounds} bounds */
  fit(bounds) {
    // Leaflet takes no other view while it is zooming.
    if (/** @type {any} */ (this.map)._animatingZoom) this.map.once("zoomend", () => this.fit(bounds));
    else this.map.fitBounds(bounds, { animate: false, padding: [24, 24], maxZoom: 11 });
  }

  /**
   * Show places, the chosen ones above the others, and go there.
   * @param {Spot[]} spots
   */
  show(spots) {
    this.drawn.clearLayers();
    this.pins = [];
    /** @type {L.LatLngBounds[]} */
    const chosen = [];
    /** @type {L.LatLngBounds[]} */
    const others = [];
    for (const spot of [...spots].sort((a, b) => Number(a.chosen) - Number(b.chosen) || b.number - a.number)) {
      const bounds = this.draw(spot);
      if (bounds) (spot.chosen ? chosen : others).push(bounds);
    }
    this.spots = spots.flatMap(({ place: { lon, lat } }) => (lon === null || lat === null ? [] : [latLng(lon, lat)]));
    this.letter();
    const view = L.latLngBounds([]);
    for (const bounds of chosen.length ? chosen : others) view.extend(bounds);
    // What is far from the chosen place would leave nothing to see of it.
    const around = view.isValid() ? L.latLngBounds(latLng(view.getWest() - NEAR, view.getSouth() - NEAR), latLng(view.getEast() + NEAR, view.getNorth() + NEAR)) : view;
    if (chosen.length) for (const bounds of others) if (around.contains(bounds)) view.extend(bounds);
    if (view.isValid()) this.fit(view);
  }

  /** Put pins that would lie on one another side by side, the chosen one where it belongs. */
  spread() {
    /** @type {L.Point[]} */
    const taken = [];
    for (const { at, badge } of this.pins) {
      const spot = this.map.latLngToLayerPoint(at);
      const first = spot.x;
      while (taken.some((other) => other.distanceTo(spot) < 2 * PIN)) spot.x += BESIDE;
      taken.push(spot);
      badge.style.translate = spot.x > first ? `${spot.x - first}px` : "";
    }
  }

  /** @param {Spot} spot @returns {L.LatLngBounds|null} */
  draw({ number, chosen, place, choose }) {
    const { geometry, lon, lat, precision_m } = place;
    const shaped = geometry && geometry.type !== "Point";
    const line = shaped && /LineString$/.test(geometry.type);
    const look = { className: ["rv-shape", line && "rv-line", chosen && "rv-chosen"].filter(Boolean).join(" "), interactive: false };
    if (lon === null || lat === null) return null;
    const at = latLng(lon, lat);
    let bounds = L.latLngBounds(latLng(lon - AROUND, lat - AROUND / 2), latLng(lon + AROUND, lat + AROUND / 2));
    if (shaped) {
      const outline = L.geoJSON(geometry, { style: () => look, pointToLayer: (_, spot) => L.circleMarker(spot, look) }).addTo(this.drawn);
      bounds = outline.getBounds();
    } else if ((precision_m ?? 0) > SPOT_M) {
      L.circle(at, { ...look, radius: precision_m ?? 0 }).addTo(this.drawn);
    }
    const badge = el("span", { class: chosen ? "rv-pin rv-chosen" : "rv-pin" }, number);
    const icon = L.divIcon({ html: badge, className: "rv-pin-host", iconSize: [26, 26] });
    // The list says and does the same for who does not use the mouse.
    const pin = L.marker(at, { icon, keyboard: false, zIndexOffset: chosen ? 1000 : -number, interactive: choose !== null }).addTo(this.drawn);
    pin.getElement()?.setAttribute("aria-hidden", "true");
    if (choose) pin.on("click", choose);
    // The last one drawn lies above the others.
    this.pins.unshift({ at, badge });
    return bounds;
  }
}
