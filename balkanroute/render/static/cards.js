/* Cards: what is claimed here, who says so, since when, from how many origins, who disagrees. */

import { capital, el, swatch } from "./dom.js";
import { figuresOf } from "./figures.js";
import { boundsOf, fit } from "./framing.js";
import { chainOf } from "./origins.js";
import { paged } from "./paging.js";
import { linkTo } from "./state.js";
import { STANCES } from "./store.js";

/** @typedef {import("./start.js").App} App */

const PAGE = 20;
const CHOICES = 30;
/** Speakers that are named in a line. */
const NAMED = 5;

/**
 * Say who disputes a claim, and how; nothing where nobody does.
 * @param {App} app
 * @param {number} i
 */
function disputedBy(app, i) {
  const { agents, claims } = app.store;
  const against = claims.relations(i).filter((one) => one.disputes && one.incoming);
  const told = ["retracts", "contradicts", "narrows"].map((kind) => {
    const names = [...new Set(against.filter((one) => one.kind === kind).map((one) => agents.name.get(claims.speaker[one.claim])))];
    const more = names.length > NAMED ? " …" : "";
    return names.length ? [el("span", { class: "br-relation" }, `≠ ${app.words.relation(kind, true)}`), " ", el("bdi", {}, names.slice(0, NAMED).join("; ") + more)] : null;
  });
  return told.map((one) => (one ? el("p", { class: "br-against" }, one) : null));
}

/** @param {App} app @param {number} i */
function relatedTo(app, i) {
  const { store, words } = app;
  const all = store.claims.relations(i);
  /** @param {import("./store.js").Standing} one */
  const item = (one) =>
    el(
      "li",
      { class: one.disputes ? "br-doubt" : "" },
      el("span", { class: "br-relation" }, one.disputes ? "≠ " : "", words.relation(one.kind, one.incoming)),
      " ",
      el("button", { type: "button", class: "br-plain", dir: "auto", click: () => app.openClaim(one.claim) }, `${store.agents.name.get(store.claims.speaker[one.claim])}: ${store.claims.says(one.claim)}`),
      one.note ? el("span", { class: "br-small", dir: "auto" }, ` (${one.note})`) : null,
    );
  const doubts = all.filter((one) => one.disputes).slice(0, 50);
  const rest = all.filter((one) => !one.disputes).slice(0, 50);
  return [
    doubts.length ? el("ul", { class: "br-related", "aria-label": words.t("card.disagrees") }, doubts.map(item)) : null,
    rest.length ? el("details", { class: "br-chain" }, el("summary", {}, words.t("card.related", { n: rest.length })), el("ul", { class: "br-related" }, rest.map(item))) : null,
  ];
}

/** @param {App} app @param {number} i */
function placesOf(app, i) {
  const { store, words } = app;
  const { claims, places, features, routes } = store;
  const uses = claims.where(i).map(({ place, role }) => {
    const wide = places.shape(place) === "area";
    return { feature: places.feature[place], said: words.role(app.naming.place(place), role, wide) };
  });
  for (const { route, role } of claims.routes(i)) {
    const feature = features.leg.findIndex((leg) => leg >= 0 && store.legs.route[leg] === route);
    uses.push({ feature, said: words.role(routes.name.get(route), role, false) });
  }
  if (!uses.length) return el("p", { class: "br-small" }, words.t("card.noPlace"));
  return el("p", { class: "br-places" }, uses.map(({ feature, said }) =>
    feature >= 0
      ? el("button", { type: "button", class: "br-place", dir: "auto", click: () => app.openFeature(feature) }, said)
      : el("span", { class: "br-place br-unplaced", dir: "auto" }, said)));
}

/** @param {App} app @param {number} i */
function copyLink(app, i) {
  const field = el("span", { class: "br-small", role: "status" });
  const copy = async () => {
    const address = linkTo(app, i);
    try {
      await navigator.clipboard.writeText(address);
      field.textContent = ` ${app.words.t("take.copied")}`;
    } catch {
      field.textContent = ` ${address}`;
    }
  };
  return el("p", { class: "br-claim-foot" }, el("button", { type: "button", class: "br-plain br-small", click: copy }, app.words.t("take.link")), field, " ", el("span", { class: "br-small", dir: "ltr" }, app.store.claims.id.get(i)));
}

/**
 * Draw the card of a claim.
 * @param {App} app
 * @param {number} i
 * @param {string} level - of its heading
 * @returns {HTMLElement}
 */
export function claimCard(app, i, level = "h3") {
  const { store, words } = app;
  const { claims, agents, periods } = store;
  const speaker = claims.speaker[i];
  const stance = STANCES[claims.stance[i]];
  const at = claims.at(i);
  const likelihood = claims.likelihood(i);
  const recorder = claims.recorder[i];
  /** @type {[string, string][]} */
  const rows = [
    ["card.about", claims.about[i] >= 0 ? words.period(periods.text.get(claims.about[i])) : ""],
    ["card.figures", claims.quantities(i).map((figure) => words.quantity(figure) + (figure.note ? ` (${figure.note})` : "")).join("; ")],
    ["card.likelihood", likelihood ? words.t(`likelihood.${likelihood}`) : ""],
    ["card.credibility", claims.credibility[i] > 0 ? words.credibility(claims.credibility[i]) : ""],
    ["card.at", at ? words.selector(at) : ""],
    ["card.note", claims.note(i)],
    ["card.recorder", recorder >= 0 ? agents.name.get(recorder) : ""],
  ];
  const told = rows.filter(([, value]) => value);
  const quote = claims.quote(i);
  const mark = app.colours.markOf(i);
  return el(
    "article",
    { class: `br-claim${claims.disputed[i] ? " br-contested" : ""}` },
    el(
      level,
      { class: "br-who", tabindex: "-1" },
      mark ? swatch(mark) : null,
      el("span", { class: "br-speaker", dir: "auto" }, agents.name.get(speaker)),
      " ",
      el("span", { class: "br-stance" }, words.t(`stance.${stance}`)),
      claims.disputed[i] ? el("span", { class: "br-flag" }, `≠ ${words.t("claim.disputed")}`) : null,
    ),
    disputedBy(app, i),
    agents.role(speaker) ? el("p", { class: "br-role", dir: "auto" }, agents.role(speaker)) : null,
    el("p", { class: "br-says", dir: "auto" }, claims.says(i)),
    quote ? el("blockquote", { dir: "auto" }, quote) : null,
    el("p", { class: "br-since" }, claims.reported[i] >= 0 ? words.t("claim.reported", { date: words.period(periods.text.get(claims.reported[i])) }) : words.t("claim.undated")),
    told.length ? el("dl", { class: "br-rows" }, told.map(([key, value]) => [el("dt", {}, words.t(key)), el("dd", { dir: "auto" }, value)])) : null,
    placesOf(app, i),
    relatedTo(app, i),
    figuresOf(app, i),
    chainOf(app, i),
    copyLink(app, i),
  );
}

/**
 * Count what is said and by how many.
 * @param {import("./store.js").Store} store
 * @param {ArrayLike<number>} list - claims
 */
export function tallyOf(store, list) {
  const { agents, sources, roots } = store;
  const { disputed, speaker, reported } = store.claims;
  const { earliest, latest } = store.periods;
  const { starts, members } = roots;
  const speakers = new Uint8Array(agents.n);
  const origins = new Uint8Array(sources.n);
  const out = { claims: 0, speakers: 0, origins: 0, disputed: 0, undated: 0, first: -1, last: -1 };
  out.claims = list.length;
  for (let k = 0; k < list.length; k += 1) {
    const i = list[k];
    out.disputed += disputed[i];
    speakers[speaker[i]] = 1;
    for (let at = starts[i]; at < starts[i + 1]; at += 1) origins[members[at]] = 1;
    const period = reported[i];
    if (period < 0) out.undated += 1;
    else {
      if (out.first < 0 || earliest[period] < earliest[out.first]) out.first = period;
      if (out.last < 0 || latest[period] > latest[out.last]) out.last = period;
    }
  }
  for (const one of speakers) out.speakers += one;
  for (const one of origins) out.origins += one;
  return out;
}

/**
 * Say in a line who speaks here, from how many origins, and how much is disputed.
 * @param {App} app
 * @param {ArrayLike<number>} list - claims
 * @returns {HTMLElement}
 */
export function tally(app, list) {
  const { words, store } = app;
  const told = list === app.filter.all ? app.whole : tallyOf(store, list);
  /** @param {number} period */
  const say = (period) => words.period(store.periods.text.get(period));
  const span = told.first < 0 ? "" : told.first === told.last ? words.t("claim.reported", { date: say(told.first) }) : words.t("tally.span", { first: say(told.first), last: say(told.last) });
  const undated = told.undated ? words.t("tally.undated", { n: told.undated }) : "";
  return el(
    "div",
    {},
    el(
      "ul",
      { class: "br-tally" },
      el("li", {}, words.t("tally.claims", { n: told.claims })),
      el("li", {}, words.t("tally.speakers", { n: told.speakers })),
      el("li", {}, words.t("tally.origins", { n: told.origins })),
      el("li", { class: told.disputed ? "br-has-doubt" : "" }, words.t("tally.disputed", { n: told.disputed })),
    ),
    span || undated ? el("p", { class: "br-small" }, [span, undated].filter(Boolean).join(" · ")) : null,
  );
}

/** @param {App} app @param {number} f */
function precisionOf(app, f) {
  const { store, words } = app;
  const { features, places, legs, routes } = store;
  const place = features.place[f];
  if (place >= 0) {
    const kind = capital(words.t(`kind.${places.kind(place)}`));
    return `${kind}: ${words.precision({ shape: places.shape(place), kind: places.kind(place), basis: places.basis(place), metres: places.precision[place] })}.`;
  }
  const leg = features.leg[f];
  const head = words.t("leg.of", { route: routes.name.get(legs.route[leg]), mode: words.t(`mode.${legs.mode(leg)}`) });
  const over = legs.over[leg] >= 0 ? app.naming.place(legs.over[leg]) : "";
  const known = words.leg({ basis: legs.basis(leg), mode: legs.mode(leg), over, corridor: legs.corridor[leg] });
  return `${head}. ${capital(known)}.`;
}

/**
 * The claims of a feature that pass, by date of report.
 * @param {App} app
 * @param {number} f
 */
function claimsAt(app, f) {
  const { store, filter } = app;
  const { earliest } = store.periods;
  const { reported } = store.claims;
  /** @param {number} i */
  const day = (i) => (reported[i] < 0 ? Infinity : earliest[reported[i]]);
  return store.features.claims(f).filter((i) => filter.passes(i)).sort((a, b) => (day(a) === day(b) ? a - b : day(a) - day(b)));
}

/**
 * Draw the card of a place or of a leg.
 * @param {App} app
 * @param {number} f
 * @returns {HTMLElement}
 */
export function featureCard(app, f) {
  const { store, words } = app;
  const { features, places, legs } = store;
  const shown = claimsAt(app, f);
  const hidden = features.claims(f).length - shown.length;
  const place = features.place[f];
  const name = app.naming.feature(f);
  const own = place >= 0 ? places.name.get(place) : "";
  const others = place >= 0 ? [...new Set([own, ...places.names(place).map((one) => one.text)])].filter((one) => one !== name) : [];
  const note = place >= 0 ? [places.definition(place), places.note(place)].filter(Boolean).join(" ") : legs.note.get(features.leg[f]);
  const { style } = store.layers[features.layer[f]];
  return el(
    "div",
    { class: "br-card" },
    el("button", { type: "button", class: "br-back", click: () => app.close() }, words.t("card.back")),
    el("h2", { tabindex: "-1", class: "br-card-name" }, swatch({ ...style, ...(app.colours.by === "layer" ? {} : { colour: app.colours.ofFeature(f).colour }) }), " ", el("bdi", {}, name)),
    el("p", { class: "br-kind" }, precisionOf(app, f)),
    others.length ? el("p", { class: "br-small br-names-line", dir: "auto" }, words.t("card.names", { names: others.slice(0, 8).join(", ") + (others.length > 8 ? " …" : "") })) : null,
    note ? el("p", { class: "br-small", dir: "auto" }, note) : null,
    shown.length ? tally(app, shown) : el("p", {}, words.t(hidden ? "card.allHidden" : "card.noClaims")),
    hidden ? el("p", { class: "br-small" }, words.t("card.hidden", { n: hidden }), " ", el("button", { type: "button", class: "br-plain", click: () => app.clearFilters() }, words.t("filters.clearAll"))) : null,
    paged(app, shown.length, PAGE, (from, to) => Array.from(shown.subarray(from, to), (i) => claimCard(app, i))),
  );
}

/**
 * Draw the choice between places that stand too close to tell apart at this zoom.
 * @param {App} app
 * @param {number[]} list - features
 * @returns {HTMLElement}
 */
export function severalCard(app, list) {
  const { words, told, store } = app;
  const sorted = [...list].sort((a, b) => told[b] - told[a] || a - b);
  const all = new Set();
  for (const f of list) for (const i of store.features.claims(f)) if (app.filter.passes(i)) all.add(i);
  const zoomIn = () => {
    const boxes = list.map((f) => boundsOf(app, f));
    fit(app, [Math.min(...boxes.map((b) => b[0])), Math.min(...boxes.map((b) => b[1])), Math.max(...boxes.map((b) => b[2])), Math.max(...boxes.map((b) => b[3]))]);
  };
  return el(
    "div",
    { class: "br-card" },
    el("button", { type: "button", class: "br-back", click: () => app.close() }, words.t("card.back")),
    el("h2", { tabindex: "-1", class: "br-card-name" }, words.t("cluster.title", { n: list.length })),
    tally(app, [...all]),
    el("p", { class: "br-small" }, words.t("cluster.hint"), " ", el("button", { type: "button", class: "br-plain", click: zoomIn }, words.t("view.zoomIn"))),
    paged(app, sorted.length, CHOICES, (from, to) => [
      el("ul", { class: "br-choice" }, sorted.slice(from, to).map((f) =>
        el("li", {}, el("button", { type: "button", class: "br-item", "data-key": `feature:${f}`, click: () => app.openFeature(f) }, swatch(store.layers[store.features.layer[f]].style), " ", el("b", { dir: "auto" }, app.naming.feature(f)), ` ${words.t("tally.claims", { n: told[f] })}`)))),
    ]),
  );
}
