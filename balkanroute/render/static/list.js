/* The list of claims beside the map, the map's equal: every claim is in it, sorted, counted, in pages. */

import { tally } from "./cards.js";
import { el, keepFocus, swatch } from "./dom.js";
import { behind } from "./origins.js";
import { PRECISIONS, STANCES } from "./store.js";

/** @typedef {import("./start.js").App} App */

const PAGE = 50;
/** No row is lower than this, in pixels: the rows that a screen can hold are drawn before all others. */
const LOWEST_ROW = 52;
export const SORTS = ["order", "newest", "oldest", "speaker", "place"];

/**
 * Sort claims.
 * @param {Uint32Array} shown
 * @param {Float64Array|null} keys - of all claims; null keeps the order of the atlas
 * @returns {Uint32Array}
 */
export function sortClaims(shown, keys) {
  if (!keys) return shown;
  return shown.slice().sort((a, b) => keys[a] - keys[b] || a - b);
}

/**
 * Keys to sort claims by; a claim without a date or place comes last.
 * @param {App} app
 * @param {string} sort
 * @returns {Float64Array|null}
 */
function keysOf(app, sort) {
  const { claims, periods, agents, places } = app.store;
  if (sort === "order") return null;
  const keys = new Float64Array(claims.n);
  if (sort === "newest" || sort === "oldest") {
    for (let i = 0; i < claims.n; i += 1) {
      const period = claims.reported[i];
      const day = sort === "oldest" ? periods.earliest[period] : -periods.latest[period];
      keys[i] = period < 0 ? Infinity : day;
    }
    return keys;
  }
  const collator = new Intl.Collator(app.words.tag);
  /** @param {string[]} names */
  const rank = (names) => {
    const out = new Uint32Array(names.length);
    Array.from(names.keys()).sort((a, b) => collator.compare(names[a], names[b])).forEach((i, at) => {
      out[i] = at;
    });
    return out;
  };
  if (sort === "speaker") {
    const ranks = rank(agents.name.all());
    for (let i = 0; i < claims.n; i += 1) keys[i] = ranks[claims.speaker[i]];
    return keys;
  }
  const ranks = rank(places.name.all());
  const lists = app.filter.values.place.lists;
  for (let i = 0; i < claims.n; i += 1) {
    const first = lists && lists.starts[i] < lists.starts[i + 1] ? lists.members[lists.starts[i]] : -1;
    keys[i] = first < 0 ? Infinity : ranks[first];
  }
  return keys;
}

/**
 * @param {App} app
 * @param {HTMLElement} host
 */
export function makeList(app, host) {
  const { filter, store } = app;
  let sort = "order";
  let page = 0;
  /** @type {Uint32Array} */
  let sorted = filter.shown;
  /** @type {Uint32Array|null} */
  let from = null;
  let by = "";
  /** @type {Float64Array|null} */
  let keys = null;
  const unplacedCode = PRECISIONS.indexOf("unplaced");

  /** @param {number} i */
  function row(i) {
    const { words } = app;
    const { claims, agents, periods } = store;
    const mark = app.colours.markOf(i);
    const date = claims.reported[i] >= 0 ? words.period(periods.text.get(claims.reported[i])) : "";
    const told = behind(app, i);
    const places = claims.where(i).map(({ place }) => app.naming.place(place)).slice(0, 3).join(", ");
    return el(
      "li",
      {},
      el(
        "button",
        {
          type: "button",
          class: "br-item",
          "data-key": `claim:${i}`,
          "aria-current": app.chosenClaim === i ? "true" : null,
          click: () => app.openClaim(i),
          mouseenter: () => app.hint(i),
          mouseleave: () => app.hint(-1),
          focus: () => app.hint(i),
          blur: () => app.hint(-1),
        },
        el("span", { class: "br-item-says", dir: "auto" }, mark ? swatch(mark) : null, claims.says(i)),
        el(
          "span",
          { class: "br-item-who" },
          el("bdi", {}, agents.name.get(claims.speaker[i])),
          " ",
          el("span", { class: "br-stance" }, words.t(`stance.${STANCES[claims.stance[i]]}`)),
          date ? `, ${date}` : "",
          " · ",
          places ? el("bdi", {}, places) : el("span", { class: "br-nowhere" }, words.t("claim.unplaced")),
          claims.disputed[i] ? el("span", { class: "br-flag" }, `≠ ${words.t("claim.disputed")}`) : null,
        ),
        told ? el("span", { class: "br-item-behind", dir: "auto" }, told) : null,
      ),
    );
  }

  /** @param {KeyboardEvent} event */
  function keyed(event) {
    const items = /** @type {HTMLElement[]} */ ([...host.querySelectorAll(".br-item")]);
    const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (at < 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) items[Math.min(Math.max(at + step, 0), items.length - 1)].focus();
    else if (event.key === "PageDown" || event.key === "PageUp") turn(page + (event.key === "PageDown" ? 1 : -1), true);
    else return;
    event.preventDefault();
  }
  host.addEventListener("keydown", keyed);

  /**
   * @param {number} next
   * @param {boolean} focus
   */
  function turn(next, focus) {
    page = next;
    redraw();
    const first = /** @type {HTMLElement|null} */ (host.querySelector(".br-item"));
    if (focus) first?.focus();
    else host.scrollIntoView({ block: "start" });
  }

  /** @param {number} pages */
  function pager(pages) {
    const { words } = app;
    const input = el("input", {
      type: "number", "data-key": "list.goto", min: 1, max: pages, value: page + 1, "aria-label": words.t("list.goto"),
      change: (/** @type {Event} */ event) => turn(Number(/** @type {HTMLInputElement} */ (event.target).value) - 1, false),
    });
    /** @param {string} key @param {number} to @param {boolean} off */
    const button = (key, to, off) => el("button", { type: "button", "aria-disabled": off ? "true" : null, "data-key": key, click: () => off || turn(to, false) }, words.t(key));
    return el(
      "nav",
      { class: "br-pager br-buttons", "aria-label": words.t("list.pages") },
      button("list.previous", page - 1, page === 0),
      el("label", { class: "br-small" }, input, ` / ${words.number(pages)}`),
      button("list.next", page + 1, page >= pages - 1),
    );
  }

  /** How many of the shown claims have no place. */
  function unplaced() {
    const { placed } = store.features;
    const { shown } = filter;
    let n = shown.length;
    for (let k = 0; k < shown.length; k += 1) n -= placed[shown[k]];
    return n;
  }

  function tray() {
    const { words } = app;
    const n = unplaced();
    if (!n) return null;
    const only = filter.chosen("precision").has(unplacedCode) && filter.chosen("precision").size === 1;
    return el(
      "section",
      { class: "br-tray" },
      el("h3", {}, words.t("tray.title"), el("span", { class: "br-number" }, words.t("tally.claims", { n }))),
      el("p", { class: "br-small" }, words.t("tray.why")),
      el("button", { type: "button", class: "br-plain", "data-key": "tray.only", click: () => app.showUnplaced(!only) }, words.t(only ? "tray.all" : "tray.only")),
    );
  }

  /** @returns {HTMLElement} */
  function tools() {
    const { words } = app;
    const select = el("select", { id: "br-sort", change: (/** @type {Event} */ event) => {
      sort = /** @type {HTMLSelectElement} */ (event.target).value;
      page = 0;
      redraw();
    } });
    for (const name of SORTS) select.append(el("option", { value: name, selected: name === sort }, words.t(`sort.${name}`)));
    const box = el("input", { type: "checkbox", "data-key": "list.inView", change: (/** @type {Event} */ event) => app.setViewFilter(/** @type {HTMLInputElement} */ (event.target).checked) });
    /** @type {HTMLInputElement} */ (box).checked = app.viewFilter;
    return el("div", { class: "br-list-tools" }, el("label", {}, el("span", {}, words.t("sort.label")), " ", select), el("label", {}, box, " ", words.t("list.inView")));
  }

  function redraw() {
    if (!host.isConnected) return;
    const { words } = app;
    const key = `${sort} ${words.tag}`;
    if (key !== by) keys = keysOf(app, sort);
    if (key !== by || from !== filter.shown) {
      sorted = sortClaims(filter.shown, keys);
      if (from && from !== filter.shown) page = 0;
    }
    [by, from] = [key, filter.shown];
    const pages = Math.max(Math.ceil(sorted.length / PAGE), 1);
    page = Math.min(Math.max(page || 0, 0), pages - 1);
    const room = app.stands ? PAGE : Math.min(Math.ceil(window.innerHeight / LOWEST_ROW), PAGE);
    const rows = Array.from(sorted.subarray(page * PAGE, page * PAGE + room), row);
    const draw = () => host.replaceChildren(
      el("h2", { tabindex: "-1", class: "br-hidden" }, words.t("list.title")),
      tally(app, filter.shown),
      tools(),
      rows.length ? el("ol", { class: "br-items", start: page * PAGE + 1 }, rows) : el("p", {}, words.t("list.nothing"), " ", el("button", { type: "button", class: "br-plain", click: () => app.clearFilters() }, words.t("filters.clearAll"))),
      ...[pages > 1 ? pager(pages) : null, tray()].filter((node) => node !== null),
    );
    keepFocus(host, draw, () => host.querySelector("h2"));
  }
  return { redraw };
}
