/* Which claims are shown: every facet and test is one bit of a mask, so that each can be lifted alone. */

import { late, Lists } from "./columns.js";
import { PRECISIONS, STANCES } from "./store.js";

/** @typedef {import("./store.js").Store} Store */

/** What claims can be chosen by; several values of one are "or", several of them are "and". */
export const FACETS = ["topic", "speaker", "stance", "source", "origin", "place", "precision"];
const TESTS = ["text", "time", "view"];

/**
 * The values of each claim for a facet: one code a claim, or a list of codes.
 * @typedef {{n: number, codes: Int32Array|null, lists: import("./columns.js").Lists|null}} Values
 */

export class Filter {
  /** @param {Store} store */
  constructor(store) {
    const { claims } = store;
    this.n = claims.n;
    this.bits = new Map([...FACETS, ...TESTS].map((name, i) => [name, 1 << i]));
    this.fails = new Uint16Array(this.n);
    this.all = new Uint32Array(this.n);
    for (let i = 0; i < this.n; i += 1) this.all[i] = i;
    this.shown = this.all;
    /** The bits of what filters now. */
    this.active = 0;
    this.held = false;
    /** @type {Map<string, Set<number>>} */
    this.sets = new Map();
    /** @type {(() => void)[]} */
    this.listeners = [];
    this.values = valuesOf(store);
  }

  /** @param {() => void} listener */
  listen(listener) {
    this.listeners.push(listener);
  }

  /**
   * Make many changes as one, and tell of it once.
   * @param {() => void} change
   */
  together(change) {
    this.held = true;
    try {
      change();
    } finally {
      this.held = false;
    }
    this.told();
  }

  /**
   * Choose values of a facet.
   * @param {string} facet
   * @param {Set<number>|null} set - nothing or none lifts the filter
   */
  choose(facet, set) {
    if (set && set.size) this.sets.set(facet, set);
    else this.sets.delete(facet);
    this.applyChoice(facet);
    this.told();
  }

  /**
   * Choose the values of many facets at once.
   * @param {Object<string, Iterable<number>>} state
   */
  chooseAll(state) {
    for (const facet of FACETS) {
      const set = new Set(state[facet] ?? []);
      if (!set.size && !this.sets.has(facet)) continue;
      if (set.size) this.sets.set(facet, set);
      else this.sets.delete(facet);
      this.applyChoice(facet);
    }
    this.told();
  }

  /** @param {string} facet */
  chosen(facet) {
    return this.sets.get(facet) ?? new Set();
  }

  /**
   * Set a test that is made elsewhere.
   * @param {string} dimension - text, time or view
   * @param {Uint8Array|null} mask - 1 for each claim that passes
   */
  test(dimension, mask) {
    const bit = /** @type {number} */ (this.bits.get(dimension));
    const { fails, n } = this;
    if (mask) {
      for (let i = 0; i < n; i += 1) {
        if (mask[i]) fails[i] &= ~bit;
        else fails[i] |= bit;
      }
      this.active |= bit;
    } else this.lift(bit);
    this.told();
  }

  /** @param {number} i */
  passes(i) {
    return this.fails[i] === 0;
  }

  /**
   * @param {string} dimension
   * @param {number} i
   */
  passesBut(dimension, i) {
    return (this.fails[i] & this.others(dimension)) === 0;
  }

  /** The bits of all that filters but one. @param {string} dimension */
  others(dimension) {
    return ~(/** @type {number} */ (this.bits.get(dimension)));
  }

  /**
   * Count the claims of each value under all other filters.
   * @param {string} facet
   * @returns {Uint32Array}
   */
  counts(facet) {
    const { codes, lists, n } = this.values[facet];
    const out = new Uint32Array(n);
    const keep = this.others(facet);
    const { fails } = this;
    for (let i = 0; i < this.n; i += 1) {
      if (fails[i] & keep) continue;
      if (codes) out[codes[i]] += 1;
      else if (lists) for (let at = lists.starts[i]; at < lists.starts[i + 1]; at += 1) out[lists.members[at]] += 1;
    }
    return out;
  }

  /** @param {string} facet */
  applyChoice(facet) {
    const bit = /** @type {number} */ (this.bits.get(facet));
    const set = this.sets.get(facet);
    if (!set) {
      this.lift(bit);
      return;
    }
    const { codes, lists, n } = this.values[facet];
    const wanted = new Uint8Array(n);
    for (const value of set) wanted[value] = 1;
    const { fails } = this;
    for (let i = 0; i < this.n; i += 1) {
      let passes = false;
      if (codes) passes = wanted[codes[i]] === 1;
      else if (lists) for (let at = lists.starts[i]; at < lists.starts[i + 1]; at += 1) passes = passes || wanted[lists.members[at]] === 1;
      if (passes) fails[i] &= ~bit;
      else fails[i] |= bit;
    }
    this.active |= bit;
  }

  /** Let everything pass what a bit stands for. @param {number} bit */
  lift(bit) {
    if (!(this.active & bit)) return;
    const { fails, n } = this;
    for (let i = 0; i < n; i += 1) fails[i] &= ~bit;
    this.active &= ~bit;
  }

  /** Gather what passes and tell those who listen. */
  told() {
    if (this.held) return;
    this.shown = this.active ? this.passing() : this.all;
    for (const listener of this.listeners) listener();
  }

  /** The claims that nothing holds back. */
  passing() {
    const { fails, n } = this;
    const out = new Uint32Array(n);
    let end = 0;
    for (let i = 0; i < n; i += 1) {
      if (fails[i]) continue;
      out[end] = i;
      end += 1;
    }
    return out.slice(0, end);
  }
}

/**
 * @param {Store} store
 * @returns {Object<string, Values>}
 */
function valuesOf(store) {
  const { claims, places } = store;
  /** @param {number} n @param {Int32Array} codes */
  const one = (n, codes) => ({ n, codes, lists: null });
  /** @param {number} n @param {import("./columns.js").Lists} lists */
  const many = (n, lists) => ({ n, codes: null, lists });
  const none = store.topics.length;
  return late({}, {
    topic: () => many(none + 1, orNone(claims.topicLists, none)),
    speaker: () => one(store.agents.n, claims.speaker),
    stance: () => one(STANCES.length, claims.stance),
    source: () => one(store.sources.n, claims.source),
    origin: () => many(store.sources.n, store.roots),
    place: () => many(places.n, placesOf(claims.placeLists)),
    precision: () => many(PRECISIONS.length, store.precision),
  });
}

/**
 * Give a code of its own to claims that have none.
 * @param {import("./columns.js").Lists} lists
 * @param {number} none
 */
function orNone(lists, none) {
  const starts = new Uint32Array(lists.n + 1);
  const members = new Uint32Array(lists.members.length + lists.n);
  for (let i = 0; i < lists.n; i += 1) {
    const list = lists.get(i);
    members.set(list.length ? list : [none], starts[i]);
    starts[i + 1] = starts[i] + (list.length || 1);
  }
  return new Lists(starts, members.subarray(0, starts[lists.n]));
}

/** @param {import("./columns.js").Lists} lists */
function placesOf(lists) {
  return new Lists(lists.starts, lists.members.map((code) => code >> 3));
}
