/* Figures side by side: whether they say the same, and where they cannot be compared, why. Nothing is added up. */

import { once } from "./columns.js";
import { capital, el } from "./dom.js";
import { OPEN_END, OPEN_START } from "./store.js";

/**
 * @typedef {import("./start.js").App} App
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").Figure} Figure
 * @typedef {{claim: number, kind: string, figure: Figure, days: [number, number]|null, topics: number[], places: number[]}} Told
 * @typedef {{verdict: string, reasons: string[]}} Judgement
 */

/** Rows of a table: figures of the same thing, and of other things on the same topic, one a thing. */
const MOST = 20;
const MOST_OTHERS = 5;
/** The verdicts, each with a sign of its own. */
const SIGNS = { agree: "=", differ: "≠", series: "⋯", refused: "⊘" };

/** @param {string} text */
const plain = (text) => text.toLowerCase().trim().split(/\s+/).join(" ");

/** What is counted, the unit, and what it is counted by. @param {Figure} figure */
export const kindOf = ({ what, unit, per }) => JSON.stringify([plain(what), plain(unit), plain(per)]);

/** The least and the greatest that a figure allows. @param {Figure} figure */
function bounds({ low, high, best }) {
  if (Number.isNaN(low) && Number.isNaN(high) && !Number.isNaN(best)) return [best, best];
  return [Number.isNaN(low) ? -Infinity : low, Number.isNaN(high) ? Infinity : high];
}

/** @param {number[]} one @param {number[]} other */
const share = (one, other) => one.some((value) => other.includes(value));

/**
 * Say why two figures cannot be compared: names of texts, none where they can.
 * @param {Told} one
 * @param {Told} other
 */
function refusals(one, other) {
  const [mine, theirs] = [one.figure, other.figure];
  const unit = plain(mine.unit) !== plain(theirs.unit);
  const named = [one, other].filter((told) => told.places.length).length;
  return [
    unit ? "units" : "",
    plain(mine.per) === plain(theirs.per) ? "" : "per",
    !unit && plain(mine.what) !== plain(theirs.what) ? "things" : "",
    one.topics.length && other.topics.length && !share(one.topics, other.topics) ? "topic" : "",
    named === 1 ? "noPlace" : "",
    named === 2 && !share(one.places, other.places) ? "place" : "",
    one.days && other.days ? "" : "noPeriod",
  ].filter(Boolean);
}

/**
 * Say what two figures are to each other: by the rules of `balkanroute.analysis.comparisons`.
 * @param {Told} one
 * @param {Told} other
 * @param {boolean} replaced - whether the claim of one supersedes that of the other
 * @returns {Judgement}
 */
export function judge(one, other, replaced) {
  const reasons = refusals(one, other);
  if (!one.days || !other.days || reasons.length) return { verdict: "refused", reasons };
  if (replaced) return { verdict: "series", reasons: ["supersedes"] };
  const [[from, to], [since, until]] = [one.days, other.days];
  if (!one.figure.per && (from !== since || to !== until)) return { verdict: "series", reasons: ["totals"] };
  if (to < since || until < from) return { verdict: "series", reasons: ["apart"] };
  const [[low, high], [least, most]] = [bounds(one.figure), bounds(other.figure)];
  if (Math.max(low, least) > Math.min(high, most)) return { verdict: "differ", reasons: ["ranges"] };
  return { verdict: "agree", reasons: ["meet"] };
}

/**
 * Tell whether a claim takes the place of another, in one step or several.
 * @param {Store} store
 * @param {number} claim
 * @param {number} other
 */
function supersedes({ claims }, claim, other) {
  const found = new Set([claim]);
  for (const i of found) {
    for (const one of claims.relations(i)) if (one.kind === "supersedes" && !one.incoming) found.add(one.claim);
  }
  return claim !== other && found.has(other);
}

/**
 * All figures of a claim, with what one must know to set them beside others.
 * @param {Store} store
 * @param {number} claim
 * @returns {Told[]}
 */
function toldBy({ claims, periods }, claim) {
  const about = claims.about[claim];
  /** @type {[number, number]|null} */
  const days = about < 0 ? null : [periods.earliest[about], periods.latest[about]];
  const [topics, places] = [claims.topics(claim), claims.where(claim).map(({ place }) => place)];
  return claims.quantities(claim).map((figure) => ({ claim, kind: kindOf(figure), figure, days, topics, places }));
}

/** @type {WeakMap<Store, () => Map<string|number, Told[]>>} */
const known = new WeakMap();

/**
 * The figures of an atlas by what they count, and by topic.
 * @param {Store} store
 */
function indexOf(store) {
  const make = () => {
    /** @type {Map<string|number, Told[]>} */
    const found = new Map();
    for (const claim of store.claims.figured()) {
      for (const told of toldBy(store, claim)) {
        for (const key of [told.kind, ...told.topics]) {
          const list = found.get(key);
          if (list) list.push(told);
          else found.set(key, [told]);
        }
      }
    }
    return found;
  };
  const kept = known.get(store) ?? once(make);
  known.set(store, kept);
  return kept();
}

/**
 * Order figures by the end of their periods, those of no period last.
 * @param {Told} one
 * @param {Told} other
 */
function byPeriod(one, other) {
  const [[from, to], [since, until]] = [one.days ?? [OPEN_START, OPEN_END], other.days ?? [OPEN_START, OPEN_END]];
  return to - until || from - since || one.claim - other.claim;
}

/**
 * @param {App} app
 * @param {Told} own
 * @param {Told} told
 */
function row(app, own, told) {
  const { words, store } = app;
  const { claims, agents, periods } = store;
  const about = claims.about[told.claim];
  const itself = told.claim === own.claim;
  const { verdict, reasons } = judge(own, told, supersedes(store, own.claim, told.claim) || supersedes(store, told.claim, own.claim));
  const origins = claims.origins(own.claim);
  const said = reasons.map((reason) => words.t(`figures.${reason}`));
  if (share(origins, claims.origins(told.claim))) said.push(words.t("figures.origin"));
  const speaker = agents.name.get(claims.speaker[told.claim]);
  const thing = plain(told.figure.what) === plain(own.figure.what) ? words.amount(told.figure) : words.quantity(told.figure);
  return el(
    "tr",
    { class: itself ? "br-own" : `br-figure-${verdict}` },
    el("th", { scope: "row" }, el("div", { dir: "auto" }, thing), itself ? el("bdi", {}, speaker) : el("button", { type: "button", class: "br-plain", dir: "auto", click: () => app.openClaim(told.claim) }, speaker)),
    el("td", {}, about < 0 ? "–" : words.period(periods.text.get(about))),
    el("td", {}, itself ? words.t("figures.own") : [el("b", {}, `${SIGNS[/** @type {keyof SIGNS} */ (verdict)]} ${words.t(`figures.${verdict}`)}`), ": ", said.join("; ")]),
  );
}

/**
 * Set a figure beside those of other claims; nothing where there is none.
 * @param {App} app
 * @param {Told} own
 */
function tableOf(app, own) {
  const { words, store } = app;
  const index = indexOf(store);
  const same = (index.get(own.kind) ?? []).filter((told) => told.claim !== own.claim);
  const near = own.topics.flatMap((topic) => index.get(topic) ?? []).filter((told) => told.claim !== own.claim && told.kind !== own.kind);
  const others = [...new Map(near.reverse().map((told) => [told.kind, told])).values()].sort(byPeriod);
  if (!same.length && !others.length) return null;
  const cut = Math.max(same.length - MOST, 0) + Math.max(others.length - MOST_OTHERS, 0);
  const rows = [...[own, ...same.slice(0, MOST)].sort(byPeriod), ...others.slice(0, MOST_OTHERS)];
  return [
    el(
      "table",
      { class: "br-figures" },
      el("caption", { dir: "auto" }, words.quantity(own.figure)),
      el("thead", {}, el("tr", {}, ["card.figures", "card.about", "figures.compared"].map((key) => el("th", { scope: "col" }, capital(words.t(key)))))),
      el("tbody", {}, rows.map((told) => row(app, own, told))),
    ),
    cut ? el("p", { class: "br-small" }, words.t("filters.more", { n: cut })) : null,
  ];
}

/**
 * Draw the figures of a claim beside those of others; nothing where there are none.
 * @param {App} app
 * @param {number} i - claim
 */
export function figuresOf(app, i) {
  const tables = toldBy(app.store, i).map((own) => tableOf(app, own)).filter(Boolean);
  if (!tables.length) return null;
  return el("details", { class: "br-chain" }, el("summary", {}, app.words.t("figures.title")), tables);
}
