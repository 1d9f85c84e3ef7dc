/* What the address says of a view, and the view that an address names. */

import { writeAddress } from "./address.js";
import { COLOURINGS } from "./colours.js";
import { latLng } from "./dom.js";
import { FACETS } from "./filter.js";
import { PRECISIONS, STANCES } from "./store.js";
import { KINDS } from "./timeline.js";

/** @typedef {import("./start.js").App} App */

export const TABS = ["claims", "filters", "sources", "about"];
/** What stands in an address for claims without a topic; a topic of this name is written otherwise there. */
const NO_TOPIC = "/";

/** Undo the signs in which a key of an address is written; one that was mangled stands as it is. @param {string} key */
function decoded(key) {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/**
 * What the address says of this view.
 * @param {App} app
 */
export function tell(app) {
  const { map, words, store } = app;
  const centre = map.getCenter();
  const time = app.time?.read();
  /** @type {Object<string, string>} */
  const said = {
    at: `${map.getZoom()}/${centre.lng.toFixed(4)}/${centre.lat.toFixed(4)}`,
    claim: app.chosenClaim >= 0 ? store.claims.id.get(app.chosenClaim) : "",
    card: app.chosenClaim < 0 && app.chosenFeature >= 0 ? keyOf(app.store, app.chosenFeature) : "",
    tab: app.tab === "claims" ? "" : app.tab,
    q: app.query,
    by: app.colours.by === "layer" ? "" : app.colours.by,
    off: store.layers.filter((layer, i) => layer.visible !== app.visibleAtFirst[i]).map((layer) => encodeURIComponent(layer.id)).join(","),
    time: time && (time.from !== null || time.to !== null) ? `${time.from ?? ""}/${time.to ?? ""}` : "",
    dates: time && time.by !== app.time?.usual ? time.by : "",
    undated: time && !time.undated ? "no" : "",
    inview: app.viewFilter ? "yes" : "",
    lang: words.tag === app.home() ? "" : words.tag,
  };
  for (const facet of FACETS) said[facet] = [...app.filter.chosen(facet)].map((value) => valueKey(app.store, facet, value)).join(",");
  return said;
}

/**
 * The address of a claim in this page.
 * @param {App} app
 * @param {number} claim
 */
export function linkTo(app, claim) {
  return location.href.split("#")[0] + writeAddress({ claim: app.store.claims.id.get(claim) });
}

/**
 * Show the part of the map that an address names, if it names one.
 * @param {App} app
 * @param {Object<string, string>} said
 */
export function lookAt(app, said) {
  const parts = (said.at ?? "").split("/");
  const [zoom, x, y] = parts.map(Number);
  const sound = parts.length === 3 && parts.every((part) => part !== "") && zoom >= 0 && Math.abs(x) <= 540 && Math.abs(y) <= 90;
  if (sound) app.map.setView(latLng(x, y), zoom, { animate: false });
}

/**
 * Choose the layers, the colours and the claims that an address names.
 * @param {App} app
 * @param {Object<string, string>} said
 */
export function heed(app, said) {
  app.tab = TABS.includes(said.tab) ? said.tab : "claims";
  const off = new Set((said.off ?? "").split(",").filter(Boolean).map(decoded));
  app.store.layers.forEach((layer, i) => {
    layer.visible = off.has(layer.id) ? !app.visibleAtFirst[i] : app.visibleAtFirst[i];
  });
  if ((said.by ?? "layer") !== app.colours.by && COLOURINGS.includes(said.by ?? "layer")) app.colours.choose(said.by ?? "layer");
  const [from, to] = (said.time ?? "/").split("/");
  /** @param {string} text */
  const day = (text) => (text === undefined || text === "" || !Number.isFinite(Number(text)) ? null : Number(text));
  /** @type {Object<string, number[]>} */
  const chosen = {};
  for (const facet of FACETS) chosen[facet] = (said[facet] ?? "").split(",").filter(Boolean).map((key) => valueOf(app.store, facet, key)).filter((value) => value >= 0);
  app.box?.write(said.q ?? "");
  app.filter.together(() => {
    app.time?.write({ from: day(from), to: day(to), by: KINDS.includes(said.dates) ? said.dates : app.time.usual, undated: said.undated !== "no" });
    app.filter.chooseAll(chosen);
    app.searchFor(said.q ?? "");
  });
}

/**
 * Open what an address names.
 * @param {App} app
 * @param {Object<string, string>} said
 */
export function turnTo(app, said) {
  app.setViewFilter(said.inview === "yes");
  const claim = said.claim ? app.store.claims.id.find(said.claim) : -1;
  const feature = said.card ? featureOf(app.store, said.card) : -1;
  if (claim >= 0) app.openClaim(claim);
  else if (feature >= 0) app.openFeature(feature);
  else app.show(app.tab);
  app.control?.refresh();
}

/**
 * @param {import("./store.js").Store} store
 * @param {number} feature
 */
function keyOf(store, feature) {
  const { features, places, routes, legs } = store;
  if (features.place[feature] >= 0) return places.id.get(features.place[feature]);
  const leg = features.leg[feature];
  return `${routes.id.get(legs.route[leg])}:${legs.number[leg]}`;
}

/**
 * @param {import("./store.js").Store} store
 * @param {string} key
 */
function featureOf(store, key) {
  const { places, features } = store;
  const place = places.id.find(key);
  if (place >= 0) return places.feature[place];
  for (let i = 0; i < features.n; i += 1) if (features.leg[i] >= 0 && keyOf(store, i) === key) return i;
  return -1;
}

/**
 * How an address names a value of a facet.
 * @param {import("./store.js").Store} store
 * @param {string} facet
 * @param {number} value
 */
function valueKey(store, facet, value) {
  if (facet === "topic" && value === store.topics.length) return NO_TOPIC;
  return encodeURIComponent(idOf(store, facet, value));
}

/**
 * @param {import("./store.js").Store} store
 * @param {string} facet
 * @param {number} value
 */
function idOf(store, facet, value) {
  if (facet === "topic") return store.topics[value];
  if (facet === "speaker") return store.agents.id.get(value);
  if (facet === "stance") return STANCES[value];
  if (facet === "place") return store.places.id.get(value);
  if (facet === "precision") return PRECISIONS[value];
  return store.sources.id.get(value);
}

/**
 * The value that an address names, or -1.
 * @param {import("./store.js").Store} store
 * @param {string} facet
 * @param {string} written
 */
function valueOf(store, facet, written) {
  const key = decoded(written);
  if (facet === "topic") return written === NO_TOPIC ? store.topics.length : store.topics.indexOf(key);
  if (facet === "speaker") return store.agents.id.find(key);
  if (facet === "stance") return STANCES.indexOf(key);
  if (facet === "place") return store.places.id.find(key);
  if (facet === "precision") return PRECISIONS.indexOf(key);
  return store.sources.id.find(key);
}
