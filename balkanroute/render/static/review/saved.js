/* The atlas as it is after the review, in the form that the library's own files have. */

import { wrongPeriod } from "./period.js";
import { DRAFT, NEW, freeId, isDraft, slug } from "./state.js";
import { WORDS } from "./words.js";

/** @typedef {import("./state.js").Review} Review */
/** @typedef {import("./state.js").Draft} Draft */

/**
 * Find what keeps the atlas from being saved.
 * @param {Review} review
 * @returns {{draft: Draft, why: string}|null}
 */
export function obstacle(review) {
  for (const draft of review.drafts) {
    if (draft.dropped) continue;
    const about = draft.about.trim();
    const wrong = about && wrongPeriod(about);
    if (wrong) return { draft, why: wrong };
    if (draft.speaker === NEW && !draft.newName.trim()) return { draft, why: WORDS.newNeeded };
  }
  return null;
}

/**
 * Give the reviewed atlas as plain data; the one that came is left as it was.
 * @param {Review} review
 * @returns {any}
 */
export function reviewed(review) {
  const atlas = structuredClone(review.data.atlas);
  const drafts = new Map(review.drafts.map((draft) => [draft.id, draft]));
  const before = namedAgents(atlas);
  const agents = new Speakers(atlas.agents ?? []);
  const dropped = new Set(review.drafts.filter((draft) => draft.dropped).map(({ id }) => id));
  const claims = (atlas.claims ?? []).filter((/** @type {any} */ claim) => !dropped.has(claim.id));
  for (const claim of claims) {
    const draft = drafts.get(claim.id);
    if (draft) reword(claim, draft, agents);
    if (draft) noteLeft(claim, draft, review);
    if (claim.relations) put(claim, "relations", claim.relations.filter((/** @type {any} */ one) => !dropped.has(one.claim)));
  }
  for (const route of atlas.routes ?? []) {
    for (const leg of route.legs) if (leg.claims) put(leg, "claims", leg.claims.filter((/** @type {string} */ id) => !dropped.has(id)));
  }
  put(atlas, "claims", claims);
  put(atlas, "agents", agents.all);
  const after = namedAgents(atlas);
  put(atlas, "agents", agents.all.filter(({ id }) => after.has(id) || !before.has(id)));
  put(atlas, "places", placesOf(review, atlas));
  if (atlas.extra?.status === DRAFT && !claims.some(isDraft)) forget(atlas, "status");
  return atlas;
}

/**
 * Set a field, or leave it out where nothing is said.
 * @param {any} record
 * @param {string} name
 * @param {any} value
 */
function put(record, name, value) {
  if (value === "" || value === null || value === undefined || (Array.isArray(value) && !value.length)) delete record[name];
  else record[name] = value;
}

/** @param {any} claim @param {Draft} draft @param {Speakers} agents */
function reword(claim, draft, agents) {
  const says = draft.says.trim();
  if (says) {
    claim.says = says;
    // What helped to find the words has done its work.
    for (const name of ["status", "place_from", "dates"]) forget(claim, name);
  }
  claim.speaker = draft.speaker === NEW ? agents.idOf(draft.newName.trim(), draft.newKind) : draft.speaker;
  put(claim, "stance", draft.stance === "asserts" ? "" : draft.stance);
  put(claim, "topics", [...new Set(draft.topics.split(",").map((topic) => topic.trim()).filter(Boolean))]);
  put(claim, "about", draft.about.trim());
  const where = [...draft.where].filter(([, part]) => part.on);
  put(claim, "where", where.map(([place, { role }]) => (role === "about" ? place : { place, role })));
  if (claim.quantities) put(claim, "quantities", claim.quantities.filter((/** @type {any} */ _, /** @type {number} */ i) => draft.figures[i]));
}

/** Take a field out of a record's own. @param {any} record @param {string} name */
function forget(record, name) {
  if (!record.extra) return;
  delete record.extra[name];
  if (!Object.keys(record.extra).length) delete record.extra;
}

/**
 * Keep the names that are still open in a claim's passage, and no other, among those that the draft left open.
 * @param {any} claim
 * @param {Draft} draft
 * @param {Review} review
 */
function noteLeft(claim, draft, review) {
  if (!claim.extra?.unplaced) return;
  const { choices, data } = review;
  const named = data.mentions.flatMap(({ surface }, i) => (review.holds(draft, i) ? [{ surface, open: choices[i].key === null && !choices[i].not }] : []));
  const left = claim.extra.unplaced.filter((/** @type {string} */ name) => named.some(({ surface, open }) => open && surface === name) || !named.some(({ surface }) => surface === name));
  if (left.length) claim.extra.unplaced = left;
  else forget(claim, "unplaced");
}

/** The agents, and those that are new among them. */
class Speakers {
  /** @param {any[]} all */
  constructor(all) {
    this.all = all;
  }

  /** Give the id of a speaker, a new one where the name is new. @param {string} name @param {string} kind */
  idOf(name, kind) {
    const known = this.all.find((agent) => agent.name === name);
    if (known) return known.id;
    const id = freeId(name, "speaker", new Set(this.all.map((agent) => agent.id)));
    this.all.push({ id, name, ...(kind === "organisation" ? {} : { kind }) });
    return id;
  }
}

/** Give the agents that something in the atlas names. @param {any} atlas */
function namedAgents(atlas) {
  const named = new Set([atlas.recorder]);
  for (const claim of atlas.claims ?? []) {
    for (const id of [claim.speaker, claim.recorder, ...(claim.relations ?? []).map((/** @type {any} */ one) => one.by)]) named.add(id);
  }
  for (const agent of atlas.agents ?? []) named.add(agent.member_of);
  return named;
}

/**
 * Give the places: those that came, without what was unchosen and nothing names any more, and those that are new.
 * @param {Review} review
 * @param {any} atlas - with its claims as they will be
 */
function placesOf(review, atlas) {
  const { mentions } = review.data;
  const chosen = new Set(review.chosenIds());
  const was = new Set(mentions.flatMap(({ chosen: key }) => (key === null ? [] : [review.idOf(key)])));
  const used = new Set((atlas.claims ?? []).flatMap((/** @type {any} */ claim) => (claim.where ?? []).map((/** @type {any} */ at) => at.place ?? at)));
  for (const route of atlas.routes ?? []) for (const leg of route.legs) for (const id of [leg.from, leg.to, leg.over]) used.add(id);
  const came = atlas.places ?? [];
  const within = new Set(came.map((/** @type {any} */ place) => place.within));
  const kept = came.filter((/** @type {{id: string}} */ { id }) => used.has(id) || chosen.has(id) || within.has(id) || !was.has(id));
  const known = new Set(came.map((/** @type {any} */ place) => place.id));
  // What the draft chose and did not need stays out, as the places of peoples do.
  const picked = review.choices.flatMap(({ key }, i) => (key !== null && key !== mentions[i].chosen ? [review.idOf(key)] : []));
  const fresh = [...new Set([...picked, ...used])].filter((id) => id && !known.has(id) && review.keyOf(id));
  return [...kept, ...fresh.map((id) => placeOf(review, id))];
}

/** Make a place of a candidate. @param {Review} review @param {string} id */
function placeOf(review, id) {
  const key = review.keyOf(id);
  const { name, kind, geometry, thinned, precision_m } = review.data.places[key];
  /** @type {any} */
  const place = { id, name, kind: kind === "area" ? "" : kind };
  put(place, "kind", place.kind);
  if (geometry?.type === "Point") place.point = geometry.coordinates;
  // An outline that was thinned for the page is taken from the gazetteer, which has it whole.
  else if (!thinned) put(place, "geometry", geometry);
  put(place, "precision_m", precision_m);
  place.gazetteer = key;
  return place;
}

/**
 * Hand the reader the reviewed atlas as a file.
 * @param {Review} review
 * @returns {string} the file's name
 */
export function handOver(review) {
  const text = `${JSON.stringify(reviewed(review), null, 2)}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = `${slug(review.data.title) || "atlas"}-reviewed.json`;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return anchor.download;
}
