/* What the reader can filter by: facets with counts, chips of what filters now, and the search box. */

import { el } from "./dom.js";
import { FACETS } from "./filter.js";

/** @typedef {import("./start.js").App} App */

const FEW = 12;
const STEP = 24;

/**
 * The largest values of a facet: those chosen, then by count, then by number.
 * @param {Uint32Array} counts
 * @param {Set<number>} chosen
 * @param {number} most
 * @param {(value: number) => boolean} [wanted]
 * @returns {{values: number[], more: number}}
 */
export function topValues(counts, chosen, most, wanted = () => true) {
  const fits = [];
  for (let value = 0; value < counts.length; value += 1) if ((counts[value] || chosen.has(value)) && wanted(value)) fits.push(value);
  fits.sort((a, b) => Number(chosen.has(b)) - Number(chosen.has(a)) || counts[b] - counts[a] || a - b);
  return { values: fits.slice(0, Math.max(most, chosen.size)), more: Math.max(fits.length - Math.max(most, chosen.size), 0) };
}

/**
 * @param {App} app
 * @param {HTMLElement} host
 */
export function makeFacets(app, host) {
  const { filter } = app;
  /** @typedef {{facet: string, node: HTMLElement, box: HTMLElement, title: HTMLElement, number: HTMLElement, narrow: HTMLInputElement, more: HTMLElement, clear: HTMLElement, legend: HTMLElement, most: number}} Part */
  const parts = FACETS.map((facet, i) => {
    const box = el("div", { class: "br-facet-values" });
    const title = el("span", {});
    const number = el("span", { class: "br-number" });
    const narrow = /** @type {HTMLInputElement} */ (el("input", { type: "search", class: "br-narrow", input: () => draw(part) }));
    const more = el("button", { type: "button", class: "br-plain br-small", click: () => {
      part.most += STEP;
      draw(part);
    } });
    const clear = el("button", { type: "button", class: "br-plain br-small", click: () => {
      filter.choose(facet, null);
      draw(part);
    } });
    const legend = el("legend", { class: "br-hidden" });
    const node = el("details", { class: "br-facet-box" }, el("summary", {}, title, number), el("fieldset", { class: "br-facet" }, legend, narrow, box, el("div", { class: "br-buttons" }, more, clear)));
    /** @type {Part} */
    const part = { facet, node, box, title, number, narrow, more, clear, legend, most: FEW };
    /** @type {HTMLDetailsElement} */ (node).open = i < 3;
    node.addEventListener("toggle", () => draw(part));
    return part;
  });
  const all = el("button", { type: "button", class: "br-plain", click: () => app.clearFilters() });
  const heading = el("h2", { class: "br-hidden", tabindex: "-1" });
  host.append(heading, all, ...parts.map((part) => part.node));

  /** @param {Part} part */
  function draw(part) {
    const { words } = app;
    const { facet } = part;
    const chosen = filter.chosen(facet);
    const name = words.t(`facet.${facet}`);
    part.title.textContent = name;
    part.legend.textContent = name;
    part.number.textContent = chosen.size ? words.t("filters.chosen", { n: chosen.size }) : "";
    part.clear.textContent = words.t("filters.clear");
    part.clear.hidden = !chosen.size;
    if (!host.isConnected || !(/** @type {HTMLDetailsElement} */ (part.node).open)) return;
    const counts = filter.counts(facet);
    const narrowed = app.folder.text(part.narrow.value);
    const wanted = narrowed ? (/** @type {number} */ value) => app.folder.text(app.naming.value(facet, value)).includes(narrowed) : undefined;
    const { values, more } = topValues(counts, chosen, part.most, wanted);
    part.narrow.hidden = values.length + more <= STEP && !part.narrow.value;
    part.narrow.setAttribute("aria-label", words.t("filters.narrow", { facet: name }));
    part.narrow.placeholder = words.t("filters.narrow", { facet: name });
    part.more.hidden = !more;
    part.more.textContent = words.t("filters.more", { n: more });
    const focused = /** @type {HTMLElement|null} */ (document.activeElement)?.dataset?.value;
    const inside = part.box.contains(document.activeElement);
    const rows = values.map((value) => {
      const box = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", "data-value": `${facet}:${value}`, change: () => flip(facet, value, box.checked) }));
      box.checked = chosen.has(value);
      return el("label", { class: "br-switch" }, box, app.colours.swatchFor(facet, value), el("span", { dir: "auto" }, app.naming.value(facet, value)), el("span", { class: "br-number" }, words.number(counts[value])));
    });
    part.box.replaceChildren(...(rows.length ? rows : [el("p", { class: "br-small" }, words.t("filters.none"))]));
    if (inside && focused) /** @type {HTMLElement|null} */ ([...part.box.querySelectorAll("input")].find((node) => node.dataset.value === focused))?.focus({ preventScroll: true });
  }

  /**
   * @param {string} facet
   * @param {number} value
   * @param {boolean} on
   */
  function flip(facet, value, on) {
    const next = new Set(filter.chosen(facet));
    if (on) next.add(value);
    else next.delete(value);
    filter.choose(facet, next);
    app.address?.step();
  }

  return {
    redraw() {
      if (!host.isConnected) return;
      heading.textContent = app.words.t("tab.filters");
      all.textContent = app.words.t("filters.clearAll");
      for (const part of parts) draw(part);
    },
  };
}

/**
 * What filters now, each to be lifted by a press.
 * @param {App} app
 * @returns {HTMLElement}
 */
export function activeChips(app) {
  const { filter, words } = app;
  /** @type {HTMLElement[]} */
  const chips = [];
  /** @param {string} text @param {() => void} lift */
  const chip = (text, lift) => chips.push(el("button", { type: "button", class: "br-chip", "aria-label": words.t("filters.lift", { name: text }), click: lift }, el("bdi", {}, text), el("span", { "aria-hidden": "true" }, " ×")));
  if (app.query) chip(`“${app.query}”`, () => {
    app.box?.write("");
    app.searchFor("");
  });
  for (const facet of FACETS) {
    const chosen = filter.chosen(facet);
    for (const value of [...chosen].slice(0, 8)) chip(app.naming.value(facet, value), () => {
      const next = new Set(filter.chosen(facet));
      next.delete(value);
      filter.choose(facet, next);
      app.facets?.redraw();
    });
    if (chosen.size > 8) chip(words.t("filters.chosen", { n: chosen.size }), () => filter.choose(facet, null));
  }
  const time = app.time?.read();
  if (time && app.time && (time.from !== null || time.to !== null || !time.undated)) chip(app.time.inWords(), () => app.time?.write({ from: null, to: null, by: time.by, undated: true }));
  if (app.viewFilter) chip(words.t("list.inView"), () => app.setViewFilter(false));
  return el("div", { class: "br-chips", role: "group", "aria-label": words.t("filters.active") }, chips);
}

/**
 * @param {App} app
 * @param {HTMLElement} host
 */
export function makeSearch(app, host) {
  const field = /** @type {HTMLInputElement} */ (el("input", { type: "search", id: "br-search", autocomplete: "off", dir: "auto", input: () => {
    app.searchFor(field.value);
  }, keydown: (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || !field.value) return;
    event.preventDefault();
    field.value = "";
    app.searchFor("");
  } }));
  const label = el("label", { for: "br-search", class: "br-hidden" });
  const told = el("p", { class: "br-small br-search-told", role: "status" });
  host.prepend(label, field, told);
  document.addEventListener("keydown", (event) => {
    const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement || event.target instanceof HTMLTextAreaElement;
    if (event.key !== "/" || inField || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    field.focus();
  });
  return {
    /** @param {string} text */
    write(text) {
      field.value = text;
    },
    refresh() {
      const { words } = app;
      label.textContent = words.t("search.label");
      field.placeholder = words.t("search.placeholder");
      told.textContent = app.searchProgress < 1 ? words.t("search.preparing", { percent: words.number(Math.round(100 * app.searchProgress)) }) : "";
    },
  };
}
