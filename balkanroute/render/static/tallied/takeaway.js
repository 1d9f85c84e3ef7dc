/* What the reader can take away: the counts as a table, the map as a picture, all of it on paper. */

import { capital, el } from "../dom.js";
import { cell, citation } from "../export.js";
import { drawBareMap, drawPicture } from "../picture.js";
import { fileName, hand } from "../takeaway.js";
import { classesOf, sampleOf } from "./legend.js";
import { orderOf } from "./list.js";
import { partsOf, reasonOf, rulesOf } from "./method.js";
import { ALL } from "./store.js";
import { codeOf, figureOf, measure, outOf, periodOf } from "./wording.js";

/** @typedef {import("./start.js").App} App */

const COLUMNS = ["place", "name", "period", "reports", "certain", "sources", "origins", "origins_are", "best", "low", "high", "unit", "figure", "figure_is", "few", "class_from", "class_to", "citation"];
/** Places that are printed at the most. */
const PRINTED = 2000;

/**
 * Write all counts as CSV: a row for each place and period, then one for all periods together.
 * @param {App} app
 * @returns {string[]} parts of the file
 */
export function toCsv(app) {
  const { store } = app;
  const { tallied, places, periods } = store;
  const what = [tallied.by, tallied.per === "place" ? "" : `per ${tallied.each} ${tallied.per}`].filter(Boolean).join(" ");
  const cited = citation(/** @type {any} */ (app));
  const parts = [`\ufeff${COLUMNS.join(",")}\r\n`];
  /** @param {number} value */
  const plain = (value) => (Number.isFinite(value) ? value : "");
  /** @param {number} i @param {number} period @param {import("./store.js").Row|null} row */
  const line = (i, period, row) => {
    const breaks = tallied.breaks[period === ALL ? "whole" : "parts"];
    const when = period === ALL ? "all" : periods.text.get(period) || "undated";
    const start = [places.id.get(i), places.name.get(i), when];
    // What was not counted is left empty: it is not zero.
    const own = row ? [row.reports, row.certain, row.sources || "", row.origins > 0 ? row.origins : "", row.origins > 0 ? (row.least ? "at least" : "exact") : "", plain(row.best), plain(row.low), plain(row.high), tallied.unit ?? "", row.code > 0 ? plain(store.value(i, row)) : "", what, row.code === 0 ? "few" : "", row.code > 0 ? plain(breaks[row.code - 2]) : "", row.code > 0 ? plain(breaks[row.code - 1]) : ""] : Array(14).fill("");
    parts.push(`${[...start, ...own, cited].map(cell).join(",")}\r\n`);
  };
  for (let i = 0; i < places.n; i += 1) {
    for (const [period, row] of store.periodsOf(i)) line(i, period, row);
    line(i, ALL, store.at(i, ALL));
  }
  return parts;
}

/**
 * @param {App} app
 * @param {HTMLElement} host
 */
export function makeTakeaway(app, host) {
  const title = () => app.store.meta.title;
  /** @type {[string, () => void][]} */
  const acts = [
    ["take.counts", () => hand(fileName(title(), "csv"), new Blob(toCsv(app), { type: "text/csv" }))],
    ["take.png", () => drawPicture(/** @type {any} */ (app), 2).toBlob((blob) => blob && hand(fileName(title(), "png"), blob), "image/png")],
    ["take.print", () => window.print()],
  ];
  const summary = el("summary", {});
  const cite = el("p", { class: "br-small", dir: "auto" });
  const buttons = acts.map(([, act]) => el("button", { type: "button", click: act }));
  const node = /** @type {HTMLDetailsElement} */ (el("details", { class: "br-take", toggle: () => refresh() }, summary, el("div", { class: "br-take-body" }, buttons, cite)));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !node.open) return;
    event.preventDefault();
    node.open = false;
    summary.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (node.open && !node.contains(/** @type {Node} */ (event.target))) node.open = false;
  });
  host.append(node);

  function refresh() {
    const { words } = app;
    summary.textContent = words.t("take.menu");
    acts.forEach(([key], i) => {
      buttons[i].textContent = words.t(key);
    });
    cite.textContent = words.t("take.cite", { citation: citation(/** @type {any} */ (app)) });
  }
  return { refresh };
}

/**
 * Lay the page out for paper when the reader prints.
 * @param {App} app
 */
export function preparePrint(app) {
  const host = /** @type {HTMLElement} */ (document.getElementById("br-print"));
  window.addEventListener("beforeprint", () => host.replaceChildren(...printed(app)));
  window.addEventListener("afterprint", () => host.replaceChildren());
}

/**
 * @param {App} app
 * @returns {Node[]}
 */
function printed(app) {
  const { store, words } = app;
  const { tallied, meta } = store;
  const picture = drawBareMap(/** @type {any} */ (app), 2);
  picture.className = "br-print-map";
  const order = orderOf(app);
  const row = (/** @type {number} */ i) => {
    const counted = app.rowOf(i);
    return el("tr", {}, el("th", { scope: "row" }, el("div", { class: "br-shade-name" }, sampleOf(codeOf(counted), app.colourOf(codeOf(counted))), el("bdi", {}, app.placeName(i)))), el("td", {}, figureOf(words, tallied, counted, counted ? store.value(i, counted) : NaN)), el("td", {}, counted ? outOf(words, counted) : "–"));
  };
  const { left, half } = partsOf(tallied.rows);
  const cut = order.length - PRINTED;
  return [
    el("p", {}, meta.summary),
    el("p", {}, document.getElementById("br-counts")?.textContent ?? ""),
    el("p", {}, el("b", {}, capital(measure(words, tallied))), `, ${periodOf(words, store, app.period)}`),
    picture,
    el("ul", { class: "br-print-legend" }, classesOf(app).map((one) => el("li", {}, sampleOf(one.code, one.colour), " ", one.name))),
    el("h2", {}, words.t("tab.places")),
    el("table", { class: "br-shade-table" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, words.t("column.place")), el("th", { scope: "col" }, capital(measure(words, tallied))), el("th", { scope: "col" }, words.t("column.reports")))), el("tbody", {}, order.slice(0, PRINTED).map(row))),
    el("p", {}, cut > 0 ? words.t("print.more", { n: cut }) : ""),
    el("h2", {}, words.t("method.title")),
    el("p", {}, words.t("method.rows", { counted: tallied.rows.counted ?? 0, n: tallied.rows.rows ?? 0 })),
    el("ul", {}, [...left, ...half].map(([reason, n]) => el("li", {}, `${reasonOf(words, reason)}: ${words.number(n)}`))),
    el("ul", {}, rulesOf(app).map((line) => el("li", {}, line))),
    el("p", {}, citation(/** @type {any} */ (app)), " ", document.getElementById("br-foot")?.textContent ?? ""),
  ];
}
