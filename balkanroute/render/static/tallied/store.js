/* What the page knows: places and their outlines, and counts by place and period. */

import { worldX, worldY } from "../canvas.js";
import { once } from "../columns.js";
import { group } from "../store.js";

/**
 * @typedef {import("../columns.js").Table} Table
 * @typedef {{reports: number, certain: number, sources: number, origins: number, best: number, low: number, high: number, least: boolean, code: number}} Row
 * @typedef {{rings: Float64Array[], west: number, north: number, east: number, south: number}} Outline in units of the world (see canvas.js)
 * @typedef {{by: string, per: string, each: number, unit: string|null, topic: string|null, others: string[], few: number, rule: string, span: string, folded: string|null, breaks: {whole: number[], parts: number[]}, colours: {whole: string[], parts: string[]}, rows: Object<string, number>, on_border: string|null}} Tallied
 */

/** Codes of what has no class. */
export const FEW = 0;
export const UNRATED = -1;
/** What a place has of which nothing was counted: no code, and no figure, not even zero. */
export const NONE = -2;
/** The period that stands for all of them together. */
export const ALL = -1;

/**
 * @param {Table} table
 * @param {any} spec
 */
function readCounts(table, spec) {
  const ints = Object.fromEntries(["place", "period", "sources", "origins", "least", "code"].filter((name) => spec[name]).map((name) => [name, table.ints(spec[name])]));
  const floats = Object.fromEntries(["reports", "certain", "best", "low", "high"].filter((name) => spec[name]).map((name) => [name, table.floats(spec[name])]));
  /** @param {number} i @returns {Row} */
  const row = (i) => ({
    reports: floats.reports[i],
    certain: floats.certain[i],
    sources: ints.sources[i],
    origins: ints.origins[i],
    best: floats.best ? floats.best[i] : NaN,
    low: floats.low ? floats.low[i] : NaN,
    high: floats.high ? floats.high[i] : NaN,
    least: ints.least[i] === 1,
    code: ints.code[i],
  });
  return { n: ints.place.length, place: ints.place, period: ints.period, row };
}

/**
 * Make the store from the block of data.
 * @param {Table} table
 */
export function makeStore(table) {
  const { head } = table;
  const n = /** @type {number} */ (head.places.id.n);
  const whole = readCounts(table, head.whole);
  const parts = readCounts(table, head.parts);
  const periods = table.texts(head.periods);
  const ofPlace = once(() => group(n, parts.place));
  const divided = table.floats(head.divided);
  const names = once(() => group(n, table.ints(head.places.names.row)));
  const languages = once(() => table.words(head.places.names.language));
  const texts = table.texts(head.places.names.text);
  /** The row of each place in a period, or -1. @type {Map<number, Int32Array>} */
  const indexes = new Map();

  /** @param {number} period */
  function indexOf(period) {
    const known = indexes.get(period);
    if (known) return known;
    const out = new Int32Array(n).fill(-1);
    const { place, period: of } = period === ALL ? whole : parts;
    for (let i = 0; i < place.length; i += 1) if (period === ALL || of[i] === period) out[place[i]] = i;
    if (indexes.size > 30) indexes.clear();
    indexes.set(period, out);
    return out;
  }

  /** @param {number} place @param {number} period @returns {Row|null} null where nothing was counted */
  function at(place, period) {
    const i = indexOf(period)[place];
    return i < 0 ? null : (period === ALL ? whole : parts).row(i);
  }
  return {
    meta: head.meta,
    tallied: /** @type {Tallied} */ (head.tallied),
    places: {
      n,
      id: table.texts(head.places.id),
      name: table.texts(head.places.name),
      names: (/** @type {number} */ i) => Array.from(names().get(i), (row) => ({ text: texts.get(row), language: languages().of.get(languages().codes[row]) })),
      x: table.floats(head.x),
      y: table.floats(head.y),
      /** From the largest to the smallest, so that none is hidden below another. */
      order: table.ints(head.order),
      /** Whether each lies on another one. */
      over: table.ints(head.over),
      outlines: readOutlines(table, head.shapes),
    },
    periods: { n: periods.n, text: periods },
    at,
    /** The periods in which something was counted at a place, with their rows. @param {number} place @returns {[number, Row][]} */
    periodsOf: (place) => Array.from(ofPlace().get(place), (i) => [parts.period[i], parts.row(i)]),
    /** What is coloured: a count, or a rate; NaN where there is none. @param {number} place @param {Row} row */
    value(place, row) {
      const { by, each } = head.tallied;
      const figure = /** @type {any} */ (row)[by];
      return (by === "sources" || by === "origins") && figure < 1 ? NaN : (figure / divided[place]) * each;
    },
    divided,
    /** Reports of each period, added over all places. */
    sums: once(() => {
      const out = new Float64Array(periods.n);
      for (let i = 0; i < parts.n; i += 1) out[parts.period[i]] += parts.row(i).reports;
      return out;
    }),
  };
}

/** @typedef {ReturnType<typeof makeStore>} Store */

/**
 * @param {Table} table
 * @param {any} spec
 * @returns {Outline[]}
 */
function readOutlines(table, spec) {
  const counts = table.lists(spec.parts);
  const paths = table.paths(spec.paths);
  let at = 0;
  return Array.from({ length: counts.n }, (_, i) => {
    const rings = counts.get(i).reduce((sum, one) => sum + one, 0);
    at += rings;
    return outlineOf(paths.slice(at - rings, at));
  });
}

/** @param {Float64Array[]} lines - in degrees @returns {Outline} */
function outlineOf(lines) {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (let k = 0; k < line.length; k += 2) {
      line[k] = worldX(line[k]);
      line[k + 1] = worldY(line[k + 1]);
      west = Math.min(west, line[k]);
      east = Math.max(east, line[k]);
      north = Math.min(north, line[k + 1]);
      south = Math.max(south, line[k + 1]);
    }
  }
  return { rings: lines, west, north, east, south };
}

/**
 * Tell whether a spot lies in an outline, holes left out (even-odd rule).
 * @param {Outline} outline
 * @param {number} x
 * @param {number} y
 */
export function inside({ rings, west, north, east, south }, x, y) {
  if (x < west || x > east || y < north || y > south) return false;
  let odd = false;
  for (const ring of rings) {
    for (let k = 0, j = ring.length - 2; k < ring.length; j = k, k += 2) {
      if (ring[k + 1] > y !== ring[j + 1] > y && x < ((ring[j] - ring[k]) * (y - ring[k + 1])) / (ring[j + 1] - ring[k + 1]) + ring[k]) odd = !odd;
    }
  }
  return odd;
}
