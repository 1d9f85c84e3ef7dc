/* The article: its text as it is, cut into paragraphs, with its mentions and drafts marked. */

import { el } from "../dom.js";
import { WORDS, sure } from "./words.js";

/** @typedef {import("./state.js").Review} Review */
/** A stretch of the text; no mention is -1, and head and tail stand on its line. @typedef {{text: string, mention: number, drafts: number[], head?: string, tail?: string}} Piece */

/** Units around a mention that are looked at for the words beside it. */
const AROUND = 80;

/**
 * Make a function from Python's characters to the units that JavaScript counts, where they differ.
 * @param {string} text
 */
export function unitsOf(text) {
  /** @type {number[]} */
  const wide = [];
  let characters = 0;
  for (let i = 0; i < text.length; characters += 1) {
    const long = (text.codePointAt(i) ?? 0) > 0xffff;
    if (long) wide.push(characters);
    i += long ? 2 : 1;
  }
  return (/** @type {number} */ index) => {
    let [low, high] = [0, wide.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (wide[middle] < index) low = middle + 1;
      else high = middle;
    }
    return index + low;
  };
}

/**
 * Cut a text where mentions, drafts and paragraphs begin and end.
 * @param {string} text
 * @param {{start: number, end: number}[]} mentions - in Python's characters, in order, none over another
 * @param {{start: number, end: number}[]} drafts - a start below 0 is of one that stands nowhere
 * @returns {Piece[][]} the pieces of each paragraph
 */
export function cut(text, mentions, drafts) {
  const units = unitsOf(text);
  const marks = new Spans(mentions, units);
  const passages = new Spans(drafts, units);
  // A mention is one mark, also over the end of a line.
  const ends = new Spans(lineEnds(text).filter(({ start, end }) => !marks.meets(start, end)), (unit) => unit);
  const edges = new Set([0, text.length, ...marks.edges(), ...passages.edges(), ...ends.edges()]);
  const sorted = [...edges].filter((edge) => edge <= text.length).sort((a, b) => a - b);
  /** @type {Piece[][]} */
  const paragraphs = [[]];
  for (let e = 0; e + 1 < sorted.length; e += 1) {
    const [from, to] = [sorted[e], sorted[e + 1]];
    const [mention = -1] = marks.over(from);
    const over = passages.over(from);
    if (ends.over(from).length) paragraphs.push([]);
    else paragraphs[paragraphs.length - 1].push({ text: text.slice(from, to), mention, drafts: over });
  }
  return paragraphs.map(joined).filter((pieces) => pieces.length);
}

/** Put the pieces of one mention together, which a draft may end within. @param {Piece[]} pieces */
function joined(pieces) {
  /** @type {Piece[]} */
  const out = [];
  for (const piece of pieces) {
    const last = out[out.length - 1];
    if (piece.mention < 0 || last?.mention !== piece.mention) out.push(piece);
    else out[out.length - 1] = { ...last, text: last.text + piece.text, drafts: [...new Set([...last.drafts, ...piece.drafts])] };
  }
  return out;
}

/**
 * Hold the signs before and after a mention on its line: a browser breaks lines beside any button.
 * @param {Piece[]} pieces
 * @returns {Piece[]}
 */
function held(pieces) {
  const out = pieces.map((piece) => ({ ...piece, head: "", tail: "" }));
  out.forEach((piece, i) => {
    if (piece.mention < 0) return;
    const [before, after] = [out[i - 1], out[i + 1]];
    if (before?.mention === -1) {
      piece.head = /[^\s\p{L}\p{N}]*$/u.exec(before.text)?.[0] ?? "";
      before.text = before.text.slice(0, before.text.length - piece.head.length);
    }
    if (after?.mention === -1) {
      piece.tail = /^[^\s\p{L}\p{N}]*/u.exec(after.text)?.[0] ?? "";
      after.text = after.text.slice(piece.tail.length);
    }
  });
  return out;
}

/** Give the line ends of a text, those of empty lines with the one before. @param {string} text */
function lineEnds(text) {
  return [...text.matchAll(/\r?\n(?:[^\S\n]*\n)*/g)].map((found) => ({ start: found.index, end: found.index + found[0].length }));
}

/** Spans of a text, asked for in the order of the text. */
class Spans {
  /** @param {{start: number, end: number}[]} all @param {(index: number) => number} units */
  constructor(all, units) {
    const known = all.flatMap(({ start, end }, i) => (start < 0 ? [] : [{ i, start: units(start), end: units(end) }]));
    this.sorted = known.sort((a, b) => a.start - b.start);
    this.next = 0;
    /** @type {{i: number, start: number, end: number}[]} */
    this.open = [];
  }

  edges() {
    return this.sorted.flatMap(({ start, end }) => [start, end]);
  }

  /** Give those that are over a spot; no spot before the last one may be asked for. @param {number} at */
  over(at) {
    for (; this.next < this.sorted.length && this.sorted[this.next].start <= at; this.next += 1) this.open.push(this.sorted[this.next]);
    this.open = this.open.filter(({ end }) => end > at);
    return this.open.map(({ i }) => i).sort((a, b) => a - b);
  }

  /** Tell whether any of them, none of which is over another, meets a stretch. @param {number} start @param {number} end */
  meets(start, end) {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle].end <= start) low = middle + 1;
      else high = middle;
    }
    return low < this.sorted.length && this.sorted[low].start < end;
  }
}

/** The article on the page. */
export class Article {
  /**
   * @param {Review} review
   * @param {HTMLElement} host
   * @param {{mention: (i: number) => void, draft: (i: number) => void}} choose
   */
  constructor(review, host, choose) {
    this.review = review;
    const { data, drafts } = review;
    this.units = unitsOf(data.text);
    /** @type {HTMLElement[]} */
    this.marks = [];
    /** The choices that the marks show; one that changes is another object. @type {import("./state.js").Choice[]} */
    this.shown = [];
    /** @type {HTMLElement[]} */
    this.numbers = [];
    /** @type {HTMLElement[][]} */
    this.passages = drafts.map(() => []);
    host.replaceChildren(...cut(data.text, data.mentions, drafts).map((pieces) => el("p", { dir: "auto" }, held(pieces).map((piece) => this.piece(piece, choose)))));
    this.refresh();
  }

  /** @param {Piece} piece @param {{mention: (i: number) => void, draft: (i: number) => void}} choose @returns {Node[]} */
  piece({ text, mention, drafts, head, tail }, choose) {
    const begun = drafts.filter((i) => !this.passages[i].length);
    const numbers = begun.map((i) => (this.numbers[i] = el("button", { type: "button", class: "rv-number", "data-draft": i, click: () => choose.draft(i) }, i + 1)));
    const first = mention >= 0 && !this.marks[mention];
    const mark = first ? el("button", { type: "button", class: "rv-mark", "data-mention": mention, "data-kind": this.review.data.mentions[mention].kind, click: () => choose.mention(mention) }, text) : text;
    if (mark instanceof HTMLElement) this.marks[mention] = mark;
    const node = el("span", { class: mention >= 0 ? "rv-held" : null }, head, mark, tail);
    for (const i of drafts) this.passages[i].push(node);
    return [...numbers, node];
  }

  /** Show what is decided, on every mark. */
  refresh() {
    const { choices, drafts, data } = this.review;
    this.marks.forEach((mark, i) => {
      const { kind, confidence, surface } = data.mentions[i];
      const { key, not, reviewed } = choices[i];
      if (this.shown[i] === choices[i]) return;
      this.shown[i] = choices[i];
      const meant = not ? WORDS.not : key === null ? WORDS.printOpen : data.places[key]?.name ?? key;
      mark.dataset.choice = not ? "not" : key === null ? "open" : "place";
      mark.toggleAttribute("data-reviewed", reviewed);
      mark.setAttribute("aria-label", `${surface}: ${[WORDS.kind(kind), sure(confidence), meant, reviewed ? WORDS.legendReviewed : WORDS.unreviewed].join(", ")}`);
    });
    this.numbers.forEach((number, i) => {
      const state = drafts[i].dropped ? "dropped" : drafts[i].says.trim() ? "worded" : "draft";
      number.dataset.state = state;
      number.setAttribute("aria-label", WORDS.claimButton(i + 1, WORDS.claimStates[state]));
    });
  }

  /**
   * Show what is being reviewed.
   * @param {{mention: number, draft: number}} chosen - -1 for none
   */
  point({ mention, draft }) {
    this.marks.forEach((mark, i) => mark.setAttribute("aria-pressed", String(i === mention)));
    this.numbers.forEach((number, i) => number.setAttribute("aria-pressed", String(i === draft)));
    this.passages.forEach((nodes) => nodes.forEach((node) => node.classList.remove("rv-now")));
    if (draft >= 0) for (const node of this.passages[draft]) node.classList.add("rv-now");
    const at = mention >= 0 ? this.marks[mention] : this.numbers[draft];
    at?.scrollIntoView({ block: "nearest" });
  }

  /** Give the words around a mention. @param {number} i */
  around(i) {
    const { text, mentions } = this.review.data;
    const [from, to] = [this.units(mentions[i].start), this.units(mentions[i].end)];
    const before = /(?:\S+[^\S\n]+){0,6}\S*$/u.exec(text.slice(Math.max(from - AROUND, 0), from))?.[0] ?? "";
    const after = /^\S*(?:[^\S\n]+\S+){0,6}/u.exec(text.slice(to, to + AROUND))?.[0] ?? "";
    return `… ${before}${text.slice(from, to)}${after} …`;
  }

  /** Give the text of a draft's passage. @param {number} i */
  passage(i) {
    const { data, drafts } = this.review;
    const { start, end } = drafts[i];
    if (start < 0) return "";
    return data.text.slice(this.units(start), this.units(end));
  }
}
