/* What the colours stand for, with how many places and origins are behind each. */

import { el } from "../dom.js";
import { FEW, NONE, UNRATED } from "./store.js";
import { classOf, measure, periodOf } from "./wording.js";

/** @typedef {import("./start.js").App} App */

/**
 * Draw the sample of a class, or of what has none.
 * @param {number} code
 * @param {string} colour - empty where the code has none
 */
export function sampleOf(code, colour) {
  /** @param {string} name @param {Object<string, string|number>} attributes */
  const make = (name, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
    return node;
  };
  const picture = make("svg", { viewBox: "0 0 26 18", width: 26, height: 18, "aria-hidden": "true", class: "br-swatch" });
  const dash = code === NONE || colour ? "none" : "4 3";
  picture.append(make("rect", { x: 2, y: 2, width: 22, height: 14, fill: colour || "none", stroke: "currentColor", "stroke-opacity": colour ? 0.35 : 0.8, "stroke-dasharray": dash }));
  if (code === FEW) for (const x of [-4, 3, 10, 17]) picture.append(make("line", { x1: Math.max(x, 2), y1: x < 2 ? 16 + x - 2 : 16, x2: Math.min(x + 14, 24), y2: 2 + Math.max(x + 14 - 24, 0), stroke: "currentColor", "stroke-opacity": 0.8 }));
  return picture;
}

/**
 * Gather what each code stands for now.
 * @param {App} app
 * @returns {{code: number, name: string, colour: string, places: number, low: number, high: number}[]} from much to little
 */
export function classesOf(app) {
  const { store, words } = app;
  const { breaks, few } = store.tallied;
  const found = new Map();
  for (let i = 0; i < store.places.n; i += 1) {
    const row = app.rowOf(i);
    const code = row ? row.code : NONE;
    const one = found.get(code) ?? { places: 0, low: Infinity, high: 0 };
    one.places += 1;
    if (row && row.origins > 0) [one.low, one.high] = [Math.min(one.low, row.origins), Math.max(one.high, row.origins)];
    found.set(code, one);
  }
  const own = breaks[app.kind];
  const codes = Array.from({ length: own.length + 1 }, (_, k) => own.length + 1 - k);
  const rest = [FEW, UNRATED, NONE].filter((code) => found.has(code));
  /** @param {number} code */
  const name = (code) => {
    if (code > 0) return classOf(words, own, code);
    if (code === FEW) return words.t("legend.few", { n: few });
    return words.t(code === NONE ? "count.none" : "count.unrated");
  };
  return [...codes, ...rest].map((code) => ({ code, name: name(code), colour: app.colourOf(code), ...(found.get(code) ?? { places: 0, low: Infinity, high: 0 }) }));
}

/**
 * The legend on the map.
 * @param {App} app
 */
export function makeLegend(app) {
  const title = el("summary", {});
  const body = el("div", { class: "br-layers-body" });
  const node = /** @type {HTMLDetailsElement} */ (el("details", { class: "br-layers br-shade-legend", id: "br-layers" }, title, body));
  node.open = window.matchMedia("(min-width: 761px)").matches;
  L.DomEvent.disableClickPropagation(node);
  L.DomEvent.disableScrollPropagation(node);

  function refresh() {
    const { words, store, ground } = app;
    title.textContent = words.t("legend.shades");
    /** @param {boolean} on @param {string} key @param {(on: boolean) => void} change */
    const toggle = (on, key, change) => {
      const box = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", "data-key": key, change: () => change(box.checked) }));
      box.checked = on;
      return el("label", { class: "br-switch" }, box, el("span", {}, words.t(key)));
    };
    const rows = classesOf(app).map(({ code, name, colour, places, low, high }) => {
      const alike = words.t(places === 1 ? "count.origins" : "legend.origins", { n: high });
      const origins = low < high ? words.t("legend.originsRange", { low, high }) : alike;
      return el("li", {}, sampleOf(code, colour), el("span", {}, name, el("small", {}, words.join([words.t("legend.places", { n: places }), high > 0 ? origins : ""]))));
    });
    body.replaceChildren(
      el("p", { class: "br-shade-what" }, el("b", {}, measure(words, store.tallied)), el("span", {}, periodOf(words, store, app.period))),
      el("ul", { class: "br-legend br-shades" }, rows),
      el("p", { class: "br-small" }, `${words.t(`rule.${store.tallied.rule}`)} ${words.t(app.kind === "whole" ? "rule.whole" : "rule.parts")} ${words.t("legend.outside")}`),
      toggle(ground?.shown.names ?? true, "legend.names", (on) => {
        if (ground) ground.shown.names = on;
        app.place();
      }),
      toggle(ground?.shown.rivers ?? true, "legend.rivers", (on) => {
        if (ground) ground.shown.rivers = on;
        ground?.redraw();
      }),
    );
  }
  return { node, refresh, covers: () => (node.open && node.offsetWidth < 0.5 * app.map.getSize().x ? node.offsetWidth + 10 : 0) };
}
