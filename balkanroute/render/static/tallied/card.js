/* The card of a place: how many reports, out of how many origins, and period by period. */

import { capital, el } from "../dom.js";
import { paged } from "../paging.js";
import { sampleOf } from "./legend.js";
import { FEW } from "./store.js";
import { classOf, codeOf, figureOf, measure, outOf, periodOf, rounded } from "./wording.js";

/** @typedef {import("./start.js").App} App */

const PAGE = 24;

/**
 * What is told of a place in a period, in rows of a name and a value.
 * @param {App} app
 * @param {number} i
 * @param {import("./store.js").Row} row
 * @returns {[string, string][]}
 */
export function rowsOf(app, i, row) {
  const { words, store } = app;
  const { tallied } = store;
  const rate = tallied.per !== "place";
  const unsure = row.reports - row.certain;
  /** @type {[string, string][]} */
  const rows = [];
  if (rate) rows.push([capital(measure(words, tallied)), figureOf(words, tallied, row, store.value(i, row))]);
  if (row.code > 0) rows.push([words.t("card.class"), classOf(words, tallied.breaks[app.kind], row.code)]);
  if (row.code === FEW) rows.push([words.t("card.few"), words.t("card.fewWhy", { n: tallied.few })]);
  if (row.sources > 0) rows.push([words.t("column.sources"), row.least ? words.t("count.least", { what: words.number(row.sources) }) : words.number(row.sources)]);
  if (tallied.unit !== null && [row.best, row.low, row.high].some(Number.isFinite)) {
    const [best, low, high] = [row.best, row.low, row.high].map((value) => rounded(value, false));
    rows.push([words.t("card.sums"), words.amount({ unit: tallied.unit, per: "", low, high, best })]);
  }
  if (unsure > 0.05) rows.push([words.t("card.dates"), words.t(app.period < 0 ? "card.unsureAll" : "card.unsure", { n: rounded(row.certain, false), rest: words.number(rounded(unsure, false)) })]);
  if (tallied.per !== "place") {
    const divided = store.divided[i];
    rows.push([tallied.per === "km2" ? words.t("card.area") : tallied.per, Number.isFinite(divided) ? words.number(Math.round(divided * 10) / 10) : words.t("card.unknown")]);
  }
  return rows;
}

/**
 * @param {App} app
 * @param {number} i
 * @returns {HTMLElement}
 */
export function placeCard(app, i) {
  const { words, store } = app;
  const row = app.rowOf(i);
  const code = codeOf(row);
  const name = app.placeName(i);
  const others = [...new Set([store.places.name.get(i), ...store.places.names(i).map((one) => one.text)])].filter((one) => one !== name);
  return el(
    "div",
    { class: "br-card" },
    el("button", { type: "button", class: "br-back", click: () => app.close() }, words.t("card.back")),
    el("h2", { tabindex: "-1", class: "br-card-name" }, sampleOf(code, app.colourOf(code)), " ", el("bdi", {}, name)),
    others.length ? el("p", { class: "br-small", dir: "auto" }, words.t("card.names", { names: others.slice(0, 8).join(", ") + (others.length > 8 ? " …" : "") })) : null,
    el("p", { class: "br-kind" }, periodOf(words, store, app.period)),
    row ? el("p", { class: "br-shade-figure" }, code === FEW ? [el("b", {}, figureOf(words, store.tallied, row, NaN)), " · "] : null, outOf(words, row)) : el("p", { class: "br-shade-figure" }, words.t("count.none")),
    row ? el("dl", { class: "br-rows" }, rowsOf(app, i, row).map(([key, value]) => [el("dt", {}, key), el("dd", {}, value)])) : el("p", { class: "br-small" }, words.t("card.noneWhy")),
    periodTable(app, i),
  );
}

/** The counts of a place by period. @param {App} app @param {number} i */
function periodTable(app, i) {
  const { words, store } = app;
  const rows = store.periodsOf(i);
  if (!rows.length) return null;
  const head = el("thead", {}, el("tr", {}, el("th", { scope: "col" }, words.t("column.period")), el("th", { scope: "col" }, capital(measure(words, store.tallied))), el("th", { scope: "col" }, words.t("column.reports"))));
  const table = (/** @type {number} */ from, /** @type {number} */ to) => [el("table", { class: "br-shade-table br-shade-periods" }, head, el("tbody", {}, rows.slice(from, to).map(([period, row]) => {
    const choose = el("button", { type: "button", class: "br-plain", "data-key": `period:${period}`, "aria-current": app.period === period ? "true" : null, click: () => app.choosePeriod(period) }, periodOf(words, store, period));
    return el("tr", { class: row.code > 0 ? "" : "br-shade-bare" }, el("th", { scope: "row" }, choose), el("td", {}, figureOf(words, store.tallied, row, store.value(i, row))), el("td", {}, outOf(words, row)));
  })))];
  return el("section", {}, el("h3", {}, words.t("card.periods")), paged(app, rows.length, PAGE, table));
}
