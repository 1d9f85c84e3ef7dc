/* What places, features and values of facets are called, in the reader's language. */

import { PRECISIONS, STANCES } from "./store.js";

/** Names of places that are kept at once. */
const KEPT = 5000;

export class Naming {
  /**
   * @param {import("./store.js").Store} store
   * @param {import("./words.js").Words} words
   */
  constructor(store, words) {
    this.store = store;
    this.words = words;
    /** @type {Map<number, string>} */
    this.known = new Map();
    words.listen(() => this.known.clear());
  }

  /** The name of a place, where the atlas has it in this language. @param {number} i */
  place(i) {
    const known = this.known.get(i);
    if (known !== undefined) return known;
    const { names, name } = this.store.places;
    const found = this.words.pickName(names(i)) || name.get(i);
    if (this.known.size > KEPT) this.known.clear();
    this.known.set(i, found);
    return found;
  }

  /** The name of a place or a leg. @param {number} i */
  feature(i) {
    const { features, legs } = this.store;
    if (features.place[i] >= 0) return this.place(features.place[i]);
    const leg = features.leg[i];
    return this.words.t("leg.name", { from: this.place(legs.origin[leg]), to: this.place(legs.destination[leg]) });
  }

  /** @param {string} facet @param {number} value */
  value(facet, value) {
    const { store, words } = this;
    if (facet === "topic") return value < store.topics.length ? store.topics[value] : words.t("topic.none");
    if (facet === "speaker") return store.agents.name.get(value);
    if (facet === "stance") return words.t(`stance.${STANCES[value]}`);
    if (facet === "place") return this.place(value);
    if (facet === "precision") return words.t(`precision.class.${PRECISIONS[value]}`);
    return store.sources.title.get(value);
  }
}
