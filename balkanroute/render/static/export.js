/* The claims that pass, as files that others can read. Words stay as they were, quoted as the format asks. */

import { STANCES } from "./store.js";

/** @typedef {import("./start.js").App} App */

const COLUMNS = ["id", "says", "speaker", "speaker_role", "stance", "about", "reported", "topics", "places", "roles", "precision_m", "longitude", "latitude", "disputed", "origins", "source", "publisher", "url", "archived_url", "source_chain", "quantities", "note", "recorded_by", "sensitivity", "licence", "citation"];
/** What a spreadsheet would take for a formula: an apostrophe keeps it text. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * Write a cell of a CSV file (RFC 4180).
 * @param {string|number} value
 */
export function cell(value) {
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Say how to cite the page.
 * @param {App} app
 */
export function citation(app) {
  const { meta } = app.store;
  const date = meta.date ? app.words.period(meta.date) : app.words.t("claim.undated");
  return app.words.t("take.citation", { title: meta.title, date, version: meta.version });
}

/**
 * Give a claim as plain values, by the name of the column.
 * @param {App} app
 * @param {number} i
 * @returns {Object<string, string|number|boolean|null|string[]|number[]>}
 */
export function plainClaim(app, i) {
  const { store, words } = app;
  const { claims, agents, sources, places, features, periods, topics } = store;
  const source = claims.source[i];
  const where = claims.where(i);
  const [first] = store.drawn.get(i);
  const spots = where.map(({ place }) => places.precision[place]);
  const recorder = claims.recorder[i];
  /** @param {number} period */
  const dated = (period) => (period < 0 ? null : periods.text.get(period));
  return {
    id: claims.id.get(i),
    says: claims.says(i),
    speaker: agents.name.get(claims.speaker[i]),
    speaker_role: agents.role(claims.speaker[i]) || null,
    stance: STANCES[claims.stance[i]],
    about: dated(claims.about[i]),
    reported: dated(claims.reported[i]),
    topics: claims.topics(i).map((topic) => topics[topic]),
    places: where.map(({ place }) => places.name.get(place)),
    roles: where.map(({ role }) => role),
    precision_m: spots.length === 1 && Number.isFinite(spots[0]) ? spots[0] : null,
    longitude: first === undefined ? null : Number(features.x[first].toFixed(5)),
    latitude: first === undefined ? null : Number(features.y[first].toFixed(5)),
    disputed: Boolean(claims.disputed[i]),
    origins: claims.origins(i).map((one) => sources.title.get(one)),
    source: sources.title.get(source),
    publisher: sources.publisher(source) || null,
    url: sources.url.get(source) || null,
    archived_url: sources.archived(source) || null,
    source_chain: claims.chain(i).map((one) => sources.title.get(one)),
    quantities: claims.quantities(i).map((figure) => words.quantity(figure)),
    note: claims.note(i) || null,
    recorded_by: recorder < 0 ? null : agents.name.get(recorder),
    sensitivity: claims.sensitivity(i) || null,
    licence: store.meta.licence || null,
    citation: citation(app),
  };
}

/**
 * Write the claims that pass as CSV, with a byte order mark by which spreadsheets know UTF-8.
 * @param {App} app
 * @returns {string[]} parts of the file
 */
export function toCsv(app) {
  const parts = [`\ufeff${COLUMNS.join(",")}\r\n`];
  for (const i of app.filter.shown) {
    const claim = plainClaim(app, i);
    parts.push(`${COLUMNS.map((name) => {
      const value = claim[name];
      if (value === null) return "";
      return cell(Array.isArray(value) ? value.join("; ") : typeof value === "boolean" ? String(value) : value);
    }).join(",")}\r\n`);
  }
  return parts;
}

/**
 * Write the claims that pass as GeoJSON (RFC 7946): a feature a claim; one without a place has no geometry.
 * @param {App} app
 * @returns {string[]} parts of the file
 */
export function toGeoJson(app) {
  const { meta, drawn } = app.store;
  /** @type {Map<number, string>} */
  const geometries = new Map();
  /** @param {number} f */
  const geometry = (f) => {
    const known = geometries.get(f) ?? JSON.stringify(geometryOf(app.store.features, f));
    geometries.set(f, known);
    return known;
  };
  const about = { title: meta.title, licence: meta.licence || null, citation: citation(app), attribution: meta.attributions };
  const parts = [`{"type":"FeatureCollection",${JSON.stringify(about).slice(1, -1)},"features":[\n`];
  app.filter.shown.forEach((i, at) => {
    const { id, longitude, latitude, ...properties } = plainClaim(app, i);
    const where = Array.from(drawn.get(i), geometry);
    let shape = where[0] ?? "null";
    if (where.length > 1) shape = `{"type":"GeometryCollection","geometries":[${where.join(",")}]}`;
    parts.push(`${at ? ",\n" : ""}{"type":"Feature","id":${JSON.stringify(id)},"geometry":${shape},"properties":${JSON.stringify(properties)}}`);
  });
  parts.push("\n]}\n");
  return parts;
}

/**
 * @param {import("./store.js").Store["features"]} features
 * @param {number} f
 */
function geometryOf(features, f) {
  /** @param {number} degrees */
  const round = (degrees) => Number(degrees.toFixed(5));
  const parts = features.parts(f);
  if (!parts) return { type: "Point", coordinates: [round(features.x[f]), round(features.y[f])] };
  const lines = parts.map((rings) => rings.map((line) => Array.from({ length: line.length / 2 }, (_, k) => [round(line[2 * k]), round(line[2 * k + 1])])));
  const kind = features.kind(f);
  if (kind === "area") return { type: "MultiPolygon", coordinates: lines };
  if (kind === "line") return { type: "MultiLineString", coordinates: lines.flat() };
  return { type: "MultiPoint", coordinates: lines.flat(2) };
}
