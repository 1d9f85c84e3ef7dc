/* Search: every word of the query must stand somewhere in a claim, its speaker, source, topics or places. */

/** @typedef {{bytes: Uint8Array, starts: Uint32Array}} Folded */

export class Search {
  /**
   * @param {import("./fold.js").Folder} folder
   * @param {number} n - claims
   */
  constructor(folder, n) {
    this.folder = folder;
    this.n = n;
    /** @type {{from: number, text: Folded}[]} */
    this.pieces = [];
    /** @type {{text: Folded, owners: Uint32Array|null, codes: Int32Array|null, lists: import("./columns.js").Lists|null, n: number}[]} */
    this.names = [];
  }

  /**
   * Add the words of some claims.
   * @param {number} from - the first claim
   * @param {Uint8Array} bytes
   * @param {Uint32Array} starts
   */
  addPiece(from, bytes, starts) {
    this.pieces.push({ from, text: this.folder.bytes(bytes, starts) });
  }

  /**
   * Add names of things that claims refer to, by one code a claim or by lists of codes.
   * @param {{bytes: Uint8Array, starts: Uint32Array}} names
   * @param {{codes?: Int32Array|null, lists?: import("./columns.js").Lists|null}} claims
   * @param {Uint32Array|null} [owners] - the thing that each name is of, where one has several
   */
  addNames({ bytes, starts }, { codes = null, lists = null }, owners = null) {
    const rows = starts.length - 1;
    const n = owners ? owners.reduce((most, one) => Math.max(most, one + 1), 0) : rows;
    if (rows) this.names.push({ text: this.folder.bytes(bytes, starts), owners, codes, lists, n });
  }

  /**
   * @param {string} query - words, or "a phrase" in quotation marks
   * @returns {Uint8Array|null} 1 for each claim that has them all; null where nothing is asked
   */
  find(query) {
    const words = wordsOf(query).map((word) => this.folder.text(word)).filter(Boolean);
    if (!words.length) return null;
    /** @type {Uint8Array|null} */
    let all = null;
    for (const word of words) {
      const found = this.findWord(new TextEncoder().encode(word));
      if (all) for (let i = 0; i < this.n; i += 1) all[i] &= found[i];
      else all = found;
    }
    return all;
  }

  /** @param {Uint8Array} word */
  findWord(word) {
    const found = new Uint8Array(this.n);
    for (const { from, text } of this.pieces) scan(text, word, (row) => (found[from + row] = 1));
    for (const { text, owners, codes, lists, n } of this.names) {
      const hits = new Uint8Array(n);
      let any = 0;
      scan(text, word, (row) => (any = hits[owners ? owners[row] : row] = 1));
      if (!any) continue;
      for (let i = 0; i < this.n; i += 1) {
        if (codes) found[i] |= hits[codes[i]];
        else if (lists) for (let at = lists.starts[i]; at < lists.starts[i + 1]; at += 1) found[i] |= hits[lists.members[at]];
      }
    }
    return found;
  }
}

/** @param {string} query @returns {string[]} */
export function wordsOf(query) {
  return Array.from(query.matchAll(/"([^"]*)"|([^\s"]+)/g), (match) => match[1] ?? match[2]).filter((word) => word.trim());
}

/**
 * Find the rows in which bytes stand (Boyer, Moore and Horspool 1980).
 * @param {Folded} text
 * @param {Uint8Array} wanted
 * @param {(row: number) => void} hit - called once a row
 */
function scan({ bytes, starts }, wanted, hit) {
  const length = wanted.length;
  const skips = new Uint8Array(256).fill(Math.min(length, 255));
  for (let i = 0; i + 1 < length; i += 1) skips[wanted[i]] = Math.min(length - 1 - i, 255);
  const last = wanted[length - 1];
  let row = 0;
  let at = length - 1;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === last) {
      let k = 1;
      while (k < length && bytes[at - k] === wanted[length - 1 - k]) k += 1;
      if (k === length) {
        while (starts[row + 1] <= at) row += 1;
        hit(row);
        at = starts[row + 1] + length - 1;
        continue;
      }
    }
    at += skips[byte];
  }
}
