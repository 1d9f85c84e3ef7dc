/* How many claims are about what is in view: a count on each place, one for those too close to tell apart. */

import { el, latLng, swatch } from "./dom.js";
import { overlap } from "./ground.js";

/** Side of the squares, in pixels, in which places are gathered when they are many. */
const CELL = 90;
const MANY = 300;
/** Of a count, in pixels, and the room that is left around what stands on the map. */
const HEIGHT = 27;
const GAP = 3;
const CONTROLS = ".br-views, .br-map .leaflet-bar, .br-map .leaflet-control-scale";
/** Counts on the map at once. */
const MOST = 70;

/**
 * Features that stand under one count.
 * @typedef {{lead: number, features: number[], claims: number, x: number, y: number, box: number[], aside: number, disputed: number, speakers: number}} Cluster
 */

/**
 * Put counts on the map.
 * @param {import("./start.js").App} app
 */
export function drawCounts(app) {
  const { store, map } = app;
  const { features, claims } = store;
  map.createPane("br-counts");
  const group = L.layerGroup().addTo(map);
  const { worldX: xs, worldY: ys } = features;
  const claimStamps = new Uint32Array(claims.n);
  const speakerStamps = new Uint32Array(store.agents.n);
  let stamp = 0;

  /** Gather what is in view. @returns {Cluster[]} */
  function gather() {
    const scale = 2 ** map.getZoom();
    const origin = map.getPixelOrigin();
    const { min = origin, max = origin } = map.getPixelBounds();
    const found = [];
    const visible = store.layers.map((one) => one.visible);
    const { n, layer } = features;
    for (let i = 0; i < n; i += 1) {
      if (!app.told[i] || !visible[layer[i]]) continue;
      const [x, y] = [xs[i] * scale, ys[i] * scale];
      if (x < min.x - 40 || x > max.x + 40 || y < min.y - 20 || y > max.y + 40) continue;
      found.push(i);
    }
    /** @type {Map<number, number[]>} */
    const cells = new Map();
    for (const i of found) {
      const key = found.length > MANY ? Math.floor((xs[i] * scale) / CELL) * 1e7 + Math.floor((ys[i] * scale) / CELL) : i;
      const cell = cells.get(key);
      if (cell) cell.push(i);
      else cells.set(key, [i]);
    }
    const clusters = Array.from(cells.values(), (members) => {
      let lead = members[0];
      let sum = 0;
      for (const i of members) {
        sum += app.told[i];
        if (app.told[i] > app.told[lead]) lead = i;
      }
      return { lead, features: members, claims: sum, x: xs[lead] * scale - origin.x, y: ys[lead] * scale - origin.y, box: [0, 0, 0, 0], aside: 0, disputed: 0, speakers: 0 };
    });
    return merge(clusters.sort((a, b) => b.claims - a.claims || a.lead - b.lead));
  }

  /** How wide a count is about, in pixels. @param {Cluster} one */
  function widthOf(one) {
    const name = Math.min(app.naming.feature(one.lead).length * 7.4, 208);
    const more = one.features.length > 1 ? 14 + 7 * String(one.features.length).length : 0;
    const number = 22 + 7.5 * String(one.claims).length;
    return 38 + name + more + number + (app.colours.by === "layer" ? 0 : 24);
  }

  /** What stands on the map and is no part of it. @returns {number[][]} left, top, right, bottom in layer pixels */
  function controls() {
    const frame = map.getContainer().getBoundingClientRect();
    const corner = map.containerPointToLayerPoint([0, 0]);
    const [dx, dy] = [corner.x - frame.left, corner.y - frame.top];
    return [...document.querySelectorAll(CONTROLS)].map((node) => {
      const { left, top, right, bottom } = node.getBoundingClientRect();
      return [left + dx - GAP, top + dy - GAP, right + dx + GAP, bottom + dy + GAP];
    });
  }

  /** Join what would cover each other. @param {Cluster[]} clusters */
  function merge(clusters) {
    /** @type {Cluster[]} */
    const kept = [];
    const buttons = controls();
    const { min, max } = /** @type {{min: L.Point, max: L.Point}} */ (map.getPixelBounds());
    const { y: origin } = map.getPixelOrigin();
    /** @type {[number, number]} */
    const room = [min.y - origin, max.y - origin];
    for (const one of clusters) {
      const width = widthOf(one);
      const stands = features.point[one.lead] ? one.y - 40 : one.y - 13;
      one.aside = clearOf(buttons, [one.x - width / 2, stands, one.x + width / 2, stands + HEIGHT], room);
      const top = stands + one.aside;
      one.box = [one.x - width / 2, top, one.x + width / 2, top + HEIGHT];
      const over = kept.find((other) => overlap(one.box, other.box)) ?? (kept.length >= MOST ? nearest(kept, one) : null);
      if (over) over.features.push(...one.features);
      else kept.push(one);
    }
    for (const one of kept) count(one);
    return kept;
  }

  /** Count the different claims, speakers and disputes. @param {Cluster} cluster */
  function count(cluster) {
    stamp += 1;
    cluster.claims = 0;
    const { disputed, speaker: speakers } = claims;
    const { starts, members } = features.about;
    const { fails } = app.filter;
    for (const i of cluster.features) {
      for (let at = starts[i]; at < starts[i + 1]; at += 1) {
        const claim = members[at];
        if (claimStamps[claim] === stamp || fails[claim]) continue;
        claimStamps[claim] = stamp;
        cluster.claims += 1;
        cluster.disputed += disputed[claim];
        const speaker = speakers[claim];
        if (speakerStamps[speaker] !== stamp) cluster.speakers += 1;
        speakerStamps[speaker] = stamp;
      }
    }
  }

  /** Place the counts and give the boxes that are taken, by them and by the buttons. @returns {number[][]} */
  function place() {
    const clusters = gather();
    const focused = /** @type {HTMLElement|null} */ (document.activeElement)?.dataset?.key;
    group.clearLayers();
    for (const cluster of clusters) {
      const button = pill(app, cluster);
      const icon = L.divIcon({ html: button, className: "br-count-icon", iconSize: [0, 0], iconAnchor: [0, -cluster.aside] });
      const marker = L.marker(latLng(features.x[cluster.lead], features.y[cluster.lead]), { icon, pane: "br-counts", keyboard: false });
      marker.addTo(group);
      const frame = marker.getElement();
      frame?.removeAttribute("role");
      L.DomEvent.disableClickPropagation(button);
      if (focused === button.dataset.key) button.focus({ preventScroll: true });
    }
    return [...clusters.map((one) => one.box), ...controls()];
  }
  return { place };
}

/**
 * How far a box must move, up or down, to keep clear of all others; it stays where there is no room to move to.
 * @param {number[][]} others
 * @param {number[]} box
 * @param {[number, number]} room - from the top to the bottom
 */
export function clearOf(others, [left, top, right, bottom], [highest, lowest]) {
  for (const other of others) {
    if (!overlap([left, top, right, bottom], other)) continue;
    const [up, down] = [other[1] - bottom, other[3] - top];
    const free = [up, down].filter((step) => top + step >= highest && bottom + step <= lowest && !others.some((one) => overlap([left, top + step, right, bottom + step], one)));
    return free.sort((a, b) => Math.abs(a) - Math.abs(b))[0] ?? 0;
  }
  return 0;
}

/**
 * @param {Cluster[]} kept
 * @param {Cluster} one
 */
function nearest(kept, one) {
  let best = kept[0];
  for (const other of kept) {
    if ((other.x - one.x) ** 2 + (other.y - one.y) ** 2 < (best.x - one.x) ** 2 + (best.y - one.y) ** 2) best = other;
  }
  return best;
}

/**
 * @param {import("./start.js").App} app
 * @param {Cluster} cluster
 */
function pill(app, { lead, features, claims, disputed, speakers }) {
  const { words } = app;
  const more = features.length - 1;
  const name = app.naming.feature(lead);
  const said = [
    more ? words.t("cluster.beside", { name, n: more }) : name,
    words.t("tally.claims", { n: claims }),
    words.t("tally.speakers", { n: speakers }),
    disputed ? words.t("tally.disputed", { n: disputed }) : "",
  ].filter(Boolean).join(", ");
  const chosen = features.includes(app.chosenFeature);
  return el(
    "button",
    {
      type: "button",
      class: `br-count${app.store.features.point[lead] ? " br-above" : ""}${disputed ? " br-disputed" : ""}${chosen ? " br-chosen" : ""}`,
      title: said,
      "data-key": `feature:${lead}`,
      click: () => (more ? app.openSeveral(features) : app.openFeature(lead)),
    },
    app.colours.by === "layer" ? null : swatch(app.colours.ofFeature(lead)),
    el("span", { class: "br-hidden" }, said),
    el("span", { class: "br-count-name", dir: "auto", "aria-hidden": "true" }, name),
    more ? el("span", { class: "br-count-more", "aria-hidden": "true" }, `+${words.number(more)}`) : null,
    el("span", { class: "br-count-number", "aria-hidden": "true" }, words.number(claims)),
    disputed ? el("span", { class: "br-count-doubt", "aria-hidden": "true" }, "≠") : null,
  );
}
