/* Figures in words: each with its origins, small ones as few, none as none. */

import { ALL, FEW, NONE, UNRATED } from "./store.js";

/** @typedef {import("../words.js").Words} Words */
/** @typedef {import("./store.js").Row} Row */
/** @typedef {import("./store.js").Tallied} Tallied */

/** Digits that a rate is told to. */
const DIGITS = 3;

/**
 * Round a number as it is told: counts to a tenth, rates to three digits.
 * @param {number} value
 * @param {boolean} rate
 */
export function rounded(value, rate) {
  if (!Number.isFinite(value)) return NaN;
  if (!rate || Math.abs(value) >= 10 ** DIGITS) return Math.round(value * (rate ? 1 : 10)) / (rate ? 1 : 10);
  return Number(value.toPrecision(DIGITS));
}

/**
 * Say how many reports, out of how many origins.
 * @param {Words} words
 * @param {Row} row
 */
export function outOf(words, row) {
  const reports = words.t("count.reports", { n: rounded(row.reports, false) });
  if (row.origins < 1) return words.t("count.unnamed", { reports });
  return `${reports} ${words.t(row.least ? "count.fromLeast" : "count.from", { n: row.origins })}`;
}

/**
 * Say that too little was counted to give a class or a rate.
 * @param {Words} words
 * @param {Row} row
 * @param {number} few
 */
export function fewOf(words, row, few) {
  const small = row.reports < few;
  const n = small ? rounded(row.reports, false) : row.origins;
  const told = words.t(small ? "count.reports" : "count.origins", { n });
  return words.t("count.few", { what: row.least && !small ? words.t("count.least", { what: told }) : told });
}

/**
 * Say what is coloured, such as: reports per 1,000 km².
 * @param {Words} words
 * @param {Tallied} tallied
 */
export function measure(words, { by, per, each, unit }) {
  const what = by === "best" ? (unit ? words.unit(unit, 2) : words.t("by.best")) : words.t(`by.${by}`);
  if (per === "place") return what;
  const of = per === "km2" ? "km²" : per;
  return words.t("measure.per", { what, unit: each === 1 ? of : `${words.number(each)} ${of}` });
}

/**
 * Say the figure that a place is coloured by.
 * @param {Words} words
 * @param {Tallied} tallied
 * @param {Row|null} row
 * @param {number} value
 */
export function figureOf(words, tallied, row, value) {
  if (!row) return words.t("count.none");
  if (row.code === FEW) return fewOf(words, row, tallied.few);
  if (row.code === UNRATED) return words.t("count.unrated");
  const told = words.number(rounded(value, tallied.per !== "place"));
  const least = row.least && (tallied.by === "sources" || tallied.by === "origins");
  return least ? words.t("count.least", { what: told }) : told;
}

/**
 * Say a class by its ends.
 * @param {Words} words
 * @param {number[]} breaks
 * @param {number} code
 */
export function classOf(words, breaks, code) {
  const [low, high] = [breaks[code - 2], breaks[code - 1]];
  if (low === undefined && high === undefined) return words.t("class.one");
  if (low === undefined) return words.t("class.under", { high });
  return high === undefined ? words.t("class.over", { low }) : words.t("class.between", { low, high });
}

/**
 * Say a period.
 * @param {Words} words
 * @param {import("./store.js").Store} store
 * @param {number} period
 */
export function periodOf(words, store, period) {
  if (period === ALL) return words.t("when.all");
  const text = store.periods.text.get(period);
  return text ? words.period(text) : words.t("when.undated");
}

/** The class of a row, and what stands for none. @param {Row|null} row */
export const codeOf = (row) => (row ? row.code : NONE);
