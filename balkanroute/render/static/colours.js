/* What claims are coloured by, and what each colour and shape stands for. */

import { capital, swatch } from "./dom.js";
import { STANCES } from "./store.js";

/** @typedef {{colour: string, shape: string}} Mark */

/** What the reader can colour by. */
export const COLOURINGS = ["layer", "topic", "speaker", "stance", "source", "origin"];
/* Colours after Okabe and Ito (2008), as in the layers; each has a shape of its own beside it. */
/** @type {Mark[]} */
const MARKS = [
  { colour: "#2b7bba", shape: "circle" },
  { colour: "#c4670b", shape: "square" },
  { colour: "#1b8a66", shape: "triangle" },
  { colour: "#cc4c8f", shape: "diamond" },
  { colour: "#8a63c9", shape: "hexagon" },
  { colour: "#c9503c", shape: "cross" },
  { colour: "#7d7a12", shape: "down triangle" },
];
const OTHERS = { colour: "#6b7d8f", shape: "circle" };

/** @param {{colour: string}} look - as #rrggbb */
function inkOf({ colour }) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return (255 << 24) | (b << 16) | (g << 8) | r;
}

export class Colours {
  /**
   * @param {import("./store.js").Store} store
   * @param {import("./filter.js").Filter} filter
   * @param {(facet: string, value: number) => string} nameOf
   */
  constructor(store, filter, nameOf) {
    this.store = store;
    this.filter = filter;
    this.nameOf = nameOf;
    this.by = "layer";
    /** Values that have a mark of their own, the most frequent first. @type {number[]} */
    this.values = [];
    this.codes = new Uint8Array(store.claims.n);
    this.featureCodes = new Uint8Array(store.features.n);
  }

  /** @param {string} by */
  choose(by) {
    this.by = COLOURINGS.includes(by) ? by : "layer";
    this.values = [];
    if (this.by === "layer") return;
    const { n, codes, lists } = this.filter.values[this.by];
    const totals = new Uint32Array(n);
    for (let i = 0; i < this.codes.length; i += 1) {
      if (codes) totals[codes[i]] += 1;
      else if (lists) for (const value of lists.get(i)) totals[value] += 1;
    }
    this.values = Array.from(totals.keys()).filter((value) => totals[value]);
    if (this.by !== "stance") this.values.sort((a, b) => totals[b] - totals[a] || a - b);
    this.values.length = Math.min(this.values.length, MARKS.length);
    const rank = new Uint8Array(n).fill(MARKS.length);
    this.values.forEach((value, i) => {
      rank[value] = i;
    });
    for (let i = 0; i < this.codes.length; i += 1) {
      let best = codes ? rank[codes[i]] : MARKS.length;
      if (lists) for (const value of lists.get(i)) best = Math.min(best, rank[value]);
      this.codes[i] = best;
    }
  }

  /** Find for each feature the mark that most of its shown claims have. */
  refresh() {
    if (this.by === "layer") return;
    const { about, n } = this.store.features;
    const votes = new Uint32Array(MARKS.length + 1);
    for (let i = 0; i < n; i += 1) {
      votes.fill(0);
      let best = MARKS.length;
      for (let at = about.starts[i]; at < about.starts[i + 1]; at += 1) {
        const claim = about.members[at];
        if (this.filter.fails[claim]) continue;
        const code = this.codes[claim];
        votes[code] += 1;
        if (votes[code] > votes[best] || (votes[code] === votes[best] && code < best)) best = code;
      }
      this.featureCodes[i] = best;
    }
  }

  /** @param {number} claim @returns {Mark|null} */
  markOf(claim) {
    return this.by === "layer" ? null : MARKS[this.codes[claim]] ?? OTHERS;
  }

  /** @param {number} feature @returns {Mark} */
  ofFeature(feature) {
    if (this.by !== "layer") return MARKS[this.featureCodes[feature]] ?? OTHERS;
    return this.store.layers[this.store.features.layer[feature]].style;
  }

  /**
   * The colours of all features at once, as numbers of a picture's pixels: each feature's code, and the codes' colours.
   * @returns {{codes: Uint8Array|Int32Array, colours: number[]}}
   */
  inks() {
    if (this.by !== "layer") return { codes: this.featureCodes, colours: [...MARKS, OTHERS].map(inkOf) };
    return { codes: this.store.features.layer, colours: this.store.layers.map(({ style }) => inkOf(style)) };
  }

  /** @param {string} facet @param {number} value @returns {SVGElement|null} */
  swatchFor(facet, value) {
    if (facet !== this.by) return null;
    return swatch(MARKS[this.values.indexOf(value)] ?? OTHERS);
  }

  /**
   * What the map is drawn with now, for legends.
   * @param {import("./words.js").Words} words
   * @returns {{name: string, colour: string, shape: string, dash?: string, fill_opacity?: number, weight_px?: number}[]}
   */
  legend(words) {
    if (this.by === "layer") {
      return this.store.layers.map((layer) => ({ ...layer.style, name: layer.name || words.t(`layer.${layer.kind}`) })).reverse();
    }
    const named = this.values.map((value, i) => ({ ...MARKS[i], name: this.by === "stance" ? capital(words.t(`stance.${STANCES[value]}`)) : this.nameOf(this.by, value) }));
    const rest = this.codes.includes(MARKS.length);
    return rest ? [...named, { ...OTHERS, name: capital(words.t("colour.others")) }] : named;
  }
}
