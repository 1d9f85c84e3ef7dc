/* The panel's other leaves: every source, and what this page is. */

import { el } from "./dom.js";
import { sourceLine } from "./origins.js";
import { paged } from "./paging.js";

/** @typedef {import("./start.js").App} App */

const PAGE = 50;

/**
 * Draw the list of sources, each with what it repeats and how many claims it carries.
 * @param {App} app
 * @returns {HTMLElement}
 */
export function sourceList(app) {
  const { store, words } = app;
  const { sources } = store;
  const origins = sources.n - sources.repeating;
  /** @param {number} i */
  const row = (i) => {
    const derived = sources.derived(i);
    const language = sources.language(i);
    const told = [words.t(`source.${sources.kind(i)}`), language ? words.language(language) : "", sources.licence(i), sources.reliability(i) ? words.t("source.reliability", { code: sources.reliability(i) }) : ""];
    return el(
      "li",
      {},
      el("p", {}, sourceLine(app, i)),
      el("p", { class: "br-small" }, told.filter(Boolean).join(", "), " · ", el("button", { type: "button", class: "br-plain", click: () => app.chooseSource(i) }, words.t("source.carries", { n: store.carried[i] }))),
      el("p", { class: "br-small" }, derived.length ? [words.t("source.repeats"), " ", el("span", { dir: "auto" }, derived.map((one) => sources.title.get(one)).join("; "))] : el("span", { class: "br-origin" }, words.t("source.isOrigin"))),
      sources.note(i) ? el("p", { class: "br-small", dir: "auto" }, sources.note(i)) : null,
    );
  };
  return el(
    "div",
    { class: "br-list" },
    el("h2", { tabindex: "-1" }, `${words.t("tally.sources", { n: sources.n })}, ${words.t("tally.origins", { n: origins })}`),
    paged(app, sources.n, PAGE, (from, to) => [el("ul", { class: "br-sources" }, Array.from({ length: to - from }, (_, k) => row(from + k)))]),
  );
}

/**
 * Draw what this page is and how to read it.
 * @param {App} app
 * @returns {HTMLElement}
 */
export function about(app) {
  const { store, words } = app;
  const { meta, claims, agents } = store;
  const recorders = [...new Set(claims.recorder)].filter((one) => one >= 0).map((one) => agents.name.get(one));
  /** @type {[string, string][]} */
  const rows = [
    ["about.date", meta.date ? words.period(meta.date) : ""],
    ["about.recorder", recorders.join(", ")],
    ["about.licence", meta.licence],
    ["about.mapData", meta.attributions.join("; ")],
    ["about.made", [`balkanroute ${meta.version}`, "folium", ...meta.libraries.map((/** @type {{name: string, version: string, licence: string}} */ one) => `${one.name} ${one.version} (${one.licence})`)].join(", ")],
  ];
  const lines = ["about.line1", "about.line2", "about.line3", "about.line4", "about.line5", "about.line6", "about.line7"];
  return el(
    "div",
    { class: "br-list" },
    el("h2", { tabindex: "-1" }, words.t("about.title")),
    el("ul", { class: "br-reading" }, lines.map((key) => el("li", {}, words.t(key)))),
    el("dl", { class: "br-rows" }, rows.filter(([, value]) => value).map(([key, value]) => [el("dt", {}, words.t(key)), el("dd", { dir: "auto" }, value)])),
    el("p", { class: "br-small" }, words.t(meta.tiles.length ? "about.privacyTiles" : "about.privacy")),
  );
}
