/* What the reviewer has decided so far: a choice for each mention, the fields of each draft claim. */

/**
 * @typedef {{key: string, id?: string, name: string, kind: string, countries: string[], lon: number|null, lat: number|null, precision_m: number|null, geometry: any, thinned?: boolean}} Candidate
 * @typedef {{start: number, end: number, surface: string, folded: string, kind: string, confidence: number, abstained: string|null, chosen: string|null, candidates: {key: string, score: number, reasons: string[]}[]}} Mention
 * @typedef {{title: string, language: string, text: string, mentions: Mention[], places: Object<string, Candidate>, atlas: any, attributions: string[]}} Data
 * @typedef {{key: string|null, not: boolean, reviewed: boolean}} Choice - no key and not "not": left open
 * @typedef {{role: string, on: boolean}} Part
 * @typedef {{number: number, id: string, start: number, end: number, says: string, speaker: string, newName: string, newKind: string, stance: string, topics: string, about: string, where: Map<string, Part>, figures: boolean[], dropped: boolean}} Draft
 */

/** The choice in the list of speakers that means a new one; no id has a space. */
export const NEW = "new speaker";

/** What stands under `extra` of a claim that waits for its words, and of an atlas that has such claims. */
export const DRAFT = "draft";

/** Tell whether a claim is still a draft. @param {any} claim */
export const isDraft = (claim) => claim.extra?.status === DRAFT || !String(claim.says ?? "").trim();

/**
 * Make an id of a name's plain letters that nothing else has.
 * @param {string} name
 * @param {string} otherwise - where the name has no such letters
 * @param {Set<string>} taken
 */
export function freeId(name, otherwise, taken) {
  const plain = slug(name) || otherwise;
  let id = plain;
  for (let n = 2; taken.has(id); n += 1) id = `${plain}-${n}`;
  return id;
}

/** Give the plain letters of a name, as an id or the name of a file has them. @param {string} name */
export const slug = (name) => name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60).replace(/^-+|-+$/g, "");

export class Review {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    const { mentions, atlas } = data;
    /** @type {Map<string, string>} */
    this.ids = new Map();
    for (const place of atlas.places ?? []) this.ids.set(place.gazetteer ?? place.id, place.id);
    this.taken = new Set((atlas.places ?? []).map((/** @type {any} */ place) => place.id));
    /** @type {Choice[]} */
    this.choices = mentions.map(({ chosen }) => ({ key: chosen, not: false, reviewed: false }));
    /** @type {Draft[]} */
    this.drafts = (atlas.claims ?? []).filter(isDraft).map(draftOf);
    this.dirty = false;
    /** @type {(() => void)[]} */
    this.listeners = [];
  }

  /** @param {() => void} listener */
  listen(listener) {
    this.listeners.push(listener);
  }

  changed() {
    this.dirty = true;
    this.tell();
  }

  tell() {
    for (const listener of this.listeners) listener();
  }

  /** Give the id that a place has in the atlas, or will have. @param {string} key */
  idOf(key) {
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = freeId(this.data.places[key]?.id ?? this.data.places[key]?.name ?? key, "place", this.taken);
    this.taken.add(id);
    this.ids.set(key, id);
    return id;
  }

  /** Give the key by which a place of the atlas was found. @param {string} id */
  keyOf(id) {
    for (const [key, known] of this.ids) if (known === id) return key;
    return "";
  }

  /** Give the name of a place of the atlas. @param {string} id @returns {string} */
  nameOf(id) {
    const place = (this.data.atlas.places ?? []).find((/** @type {any} */ one) => one.id === id);
    return place?.name ?? this.data.places[this.keyOf(id)]?.name ?? id;
  }

  /** Give the ids of the places that mentions mean now, each once, in the order of the text. */
  chosenIds() {
    return [...new Set(this.choices.flatMap(({ key }) => (key === null ? [] : [this.idOf(key)])))];
  }

  /**
   * Say what a mention means; the drafts of its sentence follow.
   * @param {number} i
   * @param {{key: string|null, not: boolean}} choice
   */
  choose(i, choice) {
    this.set(i, choice);
    this.changed();
  }

  /** @param {number} i @param {{key: string|null, not: boolean}} choice */
  set(i, choice) {
    const before = this.choices[i].key;
    this.choices[i] = { ...choice, reviewed: true };
    if (before !== choice.key) for (const draft of this.drafts) if (this.holds(draft, i)) this.follow(draft, i, before);
  }

  /** @param {number} i */
  confirm(i) {
    if (this.choices[i].reviewed) return;
    this.choices[i] = { ...this.choices[i], reviewed: true };
    this.changed();
  }

  /** Choose the same for every mention of the same name. @param {number} i */
  chooseAlike(i) {
    const { key, not } = this.choices[i];
    const alike = this.alike(i);
    for (const other of alike) this.set(other, { key, not });
    this.changed();
    return alike.length;
  }

  /** Give the mentions of the same name, this one too. @param {number} i */
  alike(i) {
    const { mentions } = this.data;
    return mentions.flatMap(({ folded }, other) => (folded === mentions[i].folded ? [other] : []));
  }

  /** Tell whether a draft's passage holds a mention. @param {Draft} draft @param {number} i */
  holds(draft, i) {
    const { start, end } = this.data.mentions[i];
    return start < draft.end && end > draft.start;
  }

  /**
   * Let a draft follow a changed mention: the new place takes the role of the old one.
   * @param {Draft} draft
   * @param {number} i
   * @param {string|null} before
   */
  follow(draft, i, before) {
    const { key } = this.choices[i];
    const old = before === null ? undefined : draft.where.get(this.idOf(before));
    if (old && !old.on) return;
    const kept = this.choices.some((choice, other) => before !== null && choice.key === before && this.holds(draft, other));
    if (old && !kept) old.on = false;
    // The people of a country are no place that a claim is about, unless the draft took them for it.
    if (key === null || (!old && this.data.mentions[i].kind !== "place")) return;
    const part = draft.where.get(this.idOf(key));
    if (part) part.on = true;
    else draft.where.set(this.idOf(key), { role: old && !kept ? old.role : "about", on: true });
  }

  /** Give the draft's places that a form shows: those it has, and those that its sentence names. @param {Draft} draft */
  offered(draft) {
    const named = this.choices.flatMap(({ key }, i) => (key !== null && this.holds(draft, i) ? [this.idOf(key)] : []));
    return [...new Set([...[...draft.where].filter(([, part]) => part.on).map(([id]) => id), ...named])];
  }

  counts() {
    const kept = this.drafts.filter(({ dropped }) => !dropped);
    return {
      mentions: this.choices.length,
      reviewed: this.choices.filter(({ reviewed }) => reviewed).length,
      claims: this.drafts.length,
      worded: kept.filter(({ says }) => says.trim()).length,
      dropped: this.drafts.length - kept.length,
    };
  }
}

/** @param {any} claim @param {number} i @returns {Draft} */
function draftOf(claim, i) {
  return {
    number: i + 1,
    id: claim.id,
    start: claim.at?.start ?? -1,
    end: claim.at?.end ?? -1,
    says: claim.says ?? "",
    speaker: claim.speaker,
    newName: "",
    newKind: "person",
    stance: claim.stance ?? "asserts",
    topics: (claim.topics ?? []).join(", "),
    about: claim.about ?? "",
    where: new Map((claim.where ?? []).map((/** @type {any} */ at) => [at.place ?? at, { role: at.role ?? "about", on: true }])),
    figures: (claim.quantities ?? []).map(() => true),
    dropped: false,
  };
}
