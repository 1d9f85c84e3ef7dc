/* What was counted and what was not, and by which rules. */

import { el } from "../dom.js";
import { measure } from "./wording.js";

/** @typedef {import("./start.js").App} App */

/** What the tally has of all rows, and what is no reason. */
const TOTALS = ["rows", "counted"];
/** Rows that were counted all the same, without what could not be read. */
const HALF = /^(date|dates|best|low|high)\b/;

/**
 * Say a reason in the reader's language; one that the page has no words for stands as it was given.
 * @param {import("../words.js").Words} words
 * @param {string} reason
 */
export function reasonOf(words, reason) {
  const [, figure, rest] = /^(best|low|high): (.*)$/.exec(reason) ?? [];
  const key = `reason.${rest ?? reason}`;
  const told = words.has(key) ? words.t(key) : (rest ?? reason);
  return figure ? words.t("reason.figure", { figure: words.t(`figure.${figure}`), reason: told }) : told;
}

/**
 * Part the rows that were not counted from those that were counted without a date or a figure.
 * @param {Object<string, number>} rows
 * @returns {{left: [string, number][], half: [string, number][]}}
 */
export function partsOf(rows) {
  const told = Object.entries(rows).filter(([reason]) => !TOTALS.includes(reason)).sort((a, b) => b[1] - a[1]);
  return { left: told.filter(([reason]) => !HALF.test(reason)), half: told.filter(([reason]) => HALF.test(reason)) };
}

/**
 * The rules that the figures follow, in sentences.
 * @param {App} app
 * @returns {string[]}
 */
export function rulesOf(app) {
  const { words, store } = app;
  const { tallied } = store;
  const some = store.periods.n > 0 && (store.periods.n > 1 || store.periods.text.get(0) !== "");
  return [
    words.t("method.measure", { measure: measure(words, tallied) }),
    tallied.topic === null ? "" : words.t("method.topic", { topic: tallied.topic }),
    words.t("method.origins"),
    words.t("method.least"),
    words.t("method.few", { n: tallied.few }),
    words.t("method.none"),
    tallied.on_border && words.has(`border.${tallied.on_border}`) ? words.t(`border.${tallied.on_border}`) : words.t("border.unsaid"),
    words.t("method.places"),
    some ? words.t("method.dates", { span: words.t(`span.${tallied.span}`) }) : words.t("method.noDates"),
    tallied.folded ? words.t("method.folded", { from: words.t(`span.${tallied.folded}`), to: words.t(`span.${tallied.span}`) }) : "",
    tallied.folded === "week" ? words.t("method.weeks") : "",
    tallied.others.length ? words.t("method.units", { units: tallied.others.map((one) => one || "–").join(", ") }) : "",
    `${words.t(`rule.${tallied.rule}`)} ${words.t("rule.both")}`,
    words.t("method.engine"),
  ].filter(Boolean);
}

/**
 * Draw what was counted and how.
 * @param {App} app
 * @returns {HTMLElement}
 */
export function method(app) {
  const { words, store } = app;
  const { meta, tallied } = store;
  const { left, half } = partsOf(tallied.rows);
  /** @param {[string, number][]} list @param {string} key */
  const table = (list, key) => (list.length ? el("table", { class: "br-shade-table br-shade-tally" }, el("caption", {}, words.t(key)), el("tbody", {}, list.map(([reason, n]) => el("tr", {}, el("th", { scope: "row", dir: "auto" }, reasonOf(words, reason)), el("td", {}, words.number(n)))))) : null);
  /** @type {[string, string][]} */
  const rows = [
    ["about.date", meta.date ? words.period(meta.date) : ""],
    ["about.licence", meta.licence],
    ["about.mapData", meta.attributions.join("; ")],
    ["about.made", [`balkanroute ${meta.version}`, "folium", ...meta.libraries.map((/** @type {{name: string, version: string, licence: string}} */ one) => `${one.name} ${one.version} (${one.licence})`)].join(", ")],
  ];
  return el(
    "div",
    { class: "br-list" },
    el("h2", { tabindex: "-1" }, words.t("method.title")),
    el("p", {}, words.t("method.rows", { counted: tallied.rows.counted ?? 0, n: tallied.rows.rows ?? 0 })),
    table(left, "method.left"),
    left.length ? null : el("p", {}, words.t("method.leftNone")),
    table(half, "method.half"),
    el("h3", {}, words.t("method.rules")),
    el("ul", { class: "br-reading" }, rulesOf(app).map((line) => el("li", {}, line))),
    el("dl", { class: "br-rows" }, rows.filter(([, value]) => value).map(([key, value]) => [el("dt", {}, words.t(key)), el("dd", { dir: "auto" }, value)])),
    el("p", { class: "br-small" }, words.t("method.keys"), " ", words.t(meta.tiles.length ? "about.privacyTiles" : "about.privacy")),
  );
}
