/* What stands behind a claim: how many origins, how many carry it, who did first, and the tree of sources. */

import { el, link } from "./dom.js";
import { OPEN_START } from "./store.js";

/** @typedef {import("./start.js").App} App */
/** @typedef {import("./store.js").Store} Store */

/** Carriers that a card names, and how deep its tree goes before the rest stands in one list. */
const MOST = 30;
const DEEPEST = 8;

/**
 * Say a source in a line, with its link and its date.
 * @param {App} app
 * @param {number} i
 */
export function sourceLine(app, i) {
  const { store, words } = app;
  const { sources } = store;
  const [title, url, archived] = [sources.title.get(i), sources.url.get(i), sources.archived(i)];
  const linked = link(url, title);
  const followed = linked instanceof HTMLElement;
  const date = sources.published[i] >= 0 ? words.period(store.periods.text.get(sources.published[i])) : "";
  const told = [sources.publisher(i), date].filter(Boolean).join(", ");
  return el(
    "span",
    { class: "br-source-line" },
    el("cite", { dir: "auto" }, linked),
    told ? el("span", { dir: "auto" }, ` ${told}`) : null,
    url && !followed ? el("span", { dir: "ltr" }, ` ${url}`) : null,
    archived ? [" ", link(archived, words.t("source.archived"))] : null,
  );
}

/**
 * Find the carriers that no other certainly came before, the earliest first, those without a date last.
 * @param {{sources: {published: ArrayLike<number>}, periods: {earliest: ArrayLike<number>, latest: ArrayLike<number>}}} store
 * @param {number[]} carriers - sources
 * @returns {number[]}
 */
export function firstCarriers({ sources, periods }, carriers) {
  if (carriers.length < 2) return carriers;
  /** @param {number} i */
  const first = (i) => (sources.published[i] < 0 ? OPEN_START : periods.earliest[sources.published[i]]);
  const limit = carriers.reduce((least, i) => (sources.published[i] < 0 ? least : Math.min(least, periods.latest[sources.published[i]])), Infinity);
  const dated = carriers.filter((i) => first(i) !== OPEN_START && first(i) <= limit);
  return [...dated.sort((a, b) => first(a) - first(b)), ...carriers.filter((i) => first(i) === OPEN_START)];
}

/**
 * Say who carried a claim first; nothing where only one source carries it.
 * @param {App} app
 * @param {number} i
 */
export function firstOf(app, i) {
  const { store, words } = app;
  const carriers = store.claims.carriers(i);
  if (carriers.length < 2) return "";
  const found = firstCarriers(store, carriers);
  const told = found.slice(0, 3).map((one) => {
    const period = store.sources.published[one];
    return store.sources.title.get(one) + (period < 0 ? "" : ` (${words.period(store.periods.text.get(period))})`);
  });
  const more = found.length > told.length ? " …" : "";
  return words.t(found.length > 1 ? "chain.unsettled" : "chain.first", { list: told.join("; ") + more });
}

/**
 * Say in a line what stands behind a claim; nothing where it is one source that is its own origin.
 * @param {App} app
 * @param {number} i
 */
export function behind(app, i) {
  const { claims, sources } = app.store;
  const [origins, carriers] = [claims.origins(i), claims.carriers(i)];
  if (carriers.length < 2 && !sources.repeats(claims.source[i])) return "";
  const { words } = app;
  return [words.t("tally.origins", { n: origins.length }), words.t("chain.carriers", { n: carriers.length }), firstOf(app, i)].filter(Boolean).join(" · ");
}

/**
 * Draw sources and, below each, what it repeats, down to the origins; one that comes again is named only.
 * @param {App} app
 * @param {number[]} list - sources
 * @param {string} word - what those are that are no origins
 * @param {Set<number>} shown - sources that stand in the tree already
 * @param {number} depth
 * @returns {HTMLElement}
 */
function treeOf(app, list, word, shown, depth = 0) {
  const { store, words } = app;
  const { sources } = store;
  const items = list.map((source) => {
    const origin = !sources.repeats(source);
    const part = origin ? "chain.origin" : word;
    const label = part ? [el("span", { class: `br-link-word${origin ? " br-origin" : ""}` }, words.t(part)), " "] : null;
    if (shown.has(source)) return el("li", {}, label, el("cite", { dir: "auto" }, sources.title.get(source)), ` (${words.t("chain.above")})`);
    shown.add(source);
    const parents = depth >= DEEPEST ? [] : sources.derived(source);
    return el("li", {}, label, sourceLine(app, source), parents.length ? treeOf(app, parents, "chain.repeats", shown, depth + 1) : null);
  });
  return el("ol", { class: "br-tree", role: "list" }, items);
}

/**
 * What of a source's chain a tree of bounded depth leaves out.
 * @param {App} app
 * @param {number} source
 * @param {Set<number>} shown
 */
const unseen = (app, source, shown) => app.store.sources.chain(source).filter((one) => !shown.has(one));

/**
 * Draw what stands behind a claim.
 * @param {App} app
 * @param {number} i
 */
export function chainOf(app, i) {
  const { store, words } = app;
  const { claims } = store;
  const carriers = claims.carriers(i);
  const [own, others] = [claims.source[i], carriers.slice(1, MOST + 1)];
  /** @type {Set<number>} */
  const shown = new Set();
  const first = firstOf(app, i);
  const tree = treeOf(app, [own], "chain.carried", shown);
  const rest = unseen(app, own, shown);
  return [
    first ? el("p", { class: "br-small br-first", dir: "auto" }, first) : null,
    el(
      "details",
      { class: "br-chain" },
      el("summary", {}, el("b", {}, words.t("tally.origins", { n: claims.origins(i).length })), " · ", words.t("chain.carriers", { n: carriers.length })),
      tree,
      rest.length ? treeOf(app, rest, "chain.repeats", shown, DEEPEST) : null,
      others.length ? [el("p", { class: "br-small" }, words.t("chain.also")), treeOf(app, others, "", shown)] : null,
      carriers.length > MOST + 1 ? el("p", { class: "br-small" }, words.t("filters.more", { n: carriers.length - MOST - 1 })) : null,
    ),
  ];
}
