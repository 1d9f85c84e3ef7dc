/* The list of places, the map's equal: every figure of the map stands in it. */

import { capital, el, keepFocus } from "../dom.js";
import { paged } from "../paging.js";
import { sampleOf } from "./legend.js";
import { codeOf, figureOf, measure, outOf, periodOf } from "./wording.js";

/** @typedef {import("./start.js").App} App */

const PAGE = 200;
export const SORTS = ["figure", "reports", "origins", "name"];

/**
 * Order the places that the search lets pass; those of which nothing was counted come last.
 * @param {App} app
 * @returns {number[]}
 */
export function orderOf(app) {
  const { store, sort, words } = app;
  const kept = Array.from({ length: store.places.n }, (_, i) => i).filter((i) => app.passes(i));
  const collator = new Intl.Collator(words.tag, { numeric: true });
  if (sort === "name") return kept.sort((a, b) => collator.compare(app.placeName(a), app.placeName(b)));
  const keys = kept.map((i) => keyOf(app, i));
  return Array.from(kept.keys()).sort((a, b) => keys[b] - keys[a] || a - b).map((k) => kept[k]);
}

/** @param {App} app @param {number} i */
function keyOf(app, i) {
  const row = app.rowOf(i);
  if (!row) return -Infinity;
  if (app.sort === "reports") return row.reports;
  if (app.sort === "origins") return row.origins;
  // Few have no rate: below all that has one, the larger count first.
  return row.code > 0 ? app.store.value(i, row) : -1 / (1 + row.reports);
}

/**
 * @param {App} app
 * @param {HTMLElement} host
 */
export function makeList(app, host) {
  /** @param {number} i */
  function row(i) {
    const { words, store } = app;
    const counted = app.rowOf(i);
    const code = codeOf(counted);
    const figure = figureOf(words, store.tallied, counted, counted ? store.value(i, counted) : NaN);
    const choose = el("button", { type: "button", class: "br-plain", dir: "auto", "data-key": `place:${i}`, "aria-current": app.chosen === i ? "true" : null, click: () => app.open(i) }, app.placeName(i));
    return el("tr", { class: code > 0 ? "" : "br-shade-bare" }, el("th", { scope: "row" }, el("div", { class: "br-shade-name" }, sampleOf(code, app.colourOf(code)), choose)), el("td", {}, figure), el("td", {}, counted ? outOf(words, counted) : "–"));
  }

  function redraw() {
    if (!host.isConnected) return;
    const { words, store } = app;
    const order = orderOf(app);
    const select = el("select", { id: "br-sort", change: (/** @type {Event} */ event) => app.sortBy(/** @type {HTMLSelectElement} */ (event.target).value) });
    for (const name of SORTS) select.append(el("option", { value: name, selected: name === app.sort }, words.t(`order.${name}`)));
    const head = el("thead", {}, el("tr", {}, el("th", { scope: "col" }, words.t("column.place")), el("th", { scope: "col" }, capital(measure(words, store.tallied))), el("th", { scope: "col" }, words.t("column.reports"))));
    const table = (/** @type {number} */ from, /** @type {number} */ to) => [el("table", { class: "br-shade-table" }, el("caption", {}, periodOf(words, store, app.period)), head, el("tbody", {}, order.slice(from, to).map(row)))];
    keepFocus(host, () => host.replaceChildren(
      el("h2", { tabindex: "-1", class: "br-hidden" }, words.t("tab.places")),
      el("div", { class: "br-list-tools" }, el("label", {}, el("span", {}, words.t("sort.label")), " ", select)),
      order.length ? paged(app, order.length, PAGE, table) : el("p", {}, words.t("list.noPlace")),
    ), () => host.querySelector("h2"));
  }
  return { redraw };
}
