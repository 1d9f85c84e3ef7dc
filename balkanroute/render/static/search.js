/* Search: every word of the query must stand somewhere in a claim, its speaker, source, topics or places. */

/**
 * @typedef {{bytes: Uint8Array, starts: Uint32Array}} Folded
 * @typedef {{from: number, text: Folded}} Part
 * @typedef {{parts: Part[], rows: number, owners: Uint32Array|null, codes: Int32Array|null, lists: import("./columns.js").Lists|null, n: number}} Names
 * What a word was found in: the claims whose text has it, the rows of each table of names, and the claims by either.
 * @typedef {{texts: Uint8Array, names: Uint8Array[], claims: Uint8Array}} Hits
 */

/** Words whose hits are kept: what is typed on is sought only where the shorter word was found. */
const KEPT = 6;

export class Search {
  /**
   * @param {import("./fold.js").Folder} folder
   * @param {number} n - claims
   */
  constructor(folder, n) {
    this.folder = folder;
    this.n = n;
    /** @type {Part[]} */
    this.parts = [];
    /** @type {Names[]} */
    this.names = [];
    /** @type {Map<string, Hits>} */
    this.known = new Map();
  }

  /**
   * Add the words of some claims.
   * @param {number} from - the first claim
   * @param {Uint8Array} bytes
   * @param {Uint32Array} starts
   */
  addPiece(from, bytes, starts) {
    this.known.clear();
    this.parts.push({ from, text: this.folder.bytes(bytes, starts) });
  }

  /**
   * Add names of things that claims refer to, by one code a claim or by lists of codes.
   * @param {{bytes: Uint8Array, starts: Uint32Array}} names
   * @param {{codes?: Int32Array|null, lists?: import("./columns.js").Lists|null}} claims
   * @param {Uint32Array|null} [owners] - the thing that each name is of, where one has several
   * @param {number} [size] - rows that are added at once
   * @returns {Generator<void>} adds the next rows each time it is asked
   */
  *addNames({ bytes, starts }, { codes = null, lists = null }, owners = null, size = 8192) {
    const rows = starts.length - 1;
    const n = owners ? owners.reduce((most, one) => Math.max(most, one + 1), 0) : rows;
    /** @type {Names} */
    const names = { parts: [], rows, owners, codes, lists, n };
    if (rows) this.names.push(names);
    for (let from = 0; from < rows; from += size) {
      this.known.clear();
      names.parts.push({ from, text: this.folder.bytes(bytes, starts.subarray(from, from + size + 1)) });
      yield;
    }
  }

  /**
   * @param {string} query - words, or "a phrase" in quotation marks
   * @returns {Uint8Array|null} 1 for each claim that has them all; null where nothing is asked
   */
  find(query) {
    const words = wordsOf(query).map((word) => this.folder.text(word)).filter(Boolean);
    if (!words.length) return null;
    const all = this.findWord(words[0]).claims.slice();
    for (const word of words.slice(1)) {
      const { claims } = this.findWord(word);
      for (let i = 0; i < this.n; i += 1) all[i] &= claims[i];
    }
    return all;
  }

  /** @param {string} word - folded @returns {Hits} */
  findWord(word) {
    const known = this.known.get(word);
    if (known) return known;
    const shorter = [...this.known.keys()].filter((one) => word.includes(one)).sort((a, b) => b.length - a.length)[0];
    const hits = this.lookUp(new TextEncoder().encode(word), this.known.get(shorter));
    const [oldest] = this.known.keys();
    if (this.known.size >= KEPT) this.known.delete(oldest);
    this.known.set(word, hits);
    return hits;
  }

  /**
   * @param {Uint8Array} word
   * @param {Hits|undefined} within - the hits of a part of the word
   * @returns {Hits}
   */
  lookUp(word, within) {
    const texts = inParts(this.parts, word, this.n, within?.texts);
    const claims = texts.slice();
    const names = this.names.map((table, i) => {
      const hits = inParts(table.parts, word, table.rows, within?.names[i]);
      if (hits.includes(1)) this.mark(claims, table, hits);
      return hits;
    });
    return { texts, names, claims };
  }

  /**
   * Mark the claims that refer to what has one of the names.
   * @param {Uint8Array} claims
   * @param {Names} table
   * @param {Uint8Array} hits - 1 for each name
   */
  mark(claims, { owners, codes, lists, n }, hits) {
    const named = owners ? new Uint8Array(n) : hits;
    if (owners) for (let row = 0; row < hits.length; row += 1) named[owners[row]] |= hits[row];
    for (let i = 0; i < this.n; i += 1) {
      if (claims[i]) continue;
      if (codes) claims[i] = codes[i] < 0 ? 0 : named[codes[i]];
      else if (lists) for (let at = lists.starts[i]; at < lists.starts[i + 1]; at += 1) claims[i] |= named[lists.members[at]];
    }
  }
}

/**
 * Find a word in parts of a table.
 * @param {Part[]} parts
 * @param {Uint8Array} word
 * @param {number} rows - of the table
 * @param {Uint8Array} [within] - 1 for each row that may have it
 * @returns {Uint8Array} 1 for each row that has it
 */
function inParts(parts, word, rows, within) {
  const hits = new Uint8Array(rows);
  for (const { from, text } of parts) {
    const end = from + text.starts.length - 1;
    if (!within && word.length === 1) seek(text, word[0], hits.subarray(from, end));
    else scan(text, word, hits.subarray(from, end), within?.subarray(from, end) ?? null);
  }
  return hits;
}

/** @param {string} query @returns {string[]} */
export function wordsOf(query) {
  return Array.from(query.matchAll(/"([^"]*)"|([^\s"]+)/g), (match) => match[1] ?? match[2]).filter((word) => word.trim());
}

/**
 * Mark the rows in which a byte stands.
 * @param {Folded} text
 * @param {number} wanted
 * @param {Uint8Array} hits - 1 for each row found
 */
function seek({ bytes, starts }, wanted, hits) {
  let row = 0;
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, starts[row + 1])) {
    while (starts[row + 1] <= at) row += 1;
    hits[row] = 1;
  }
}

/**
 * Mark the rows in which bytes stand (Boyer, Moore and Horspool 1980).
 * @param {Folded} text
 * @param {Uint8Array} wanted
 * @param {Uint8Array} hits - 1 for each row found
 * @param {Uint8Array|null} among - 1 for each row that is read; all where none are given
 */
function scan({ bytes, starts }, wanted, hits, among) {
  const length = wanted.length;
  const skips = new Uint8Array(256).fill(Math.min(length, 255));
  for (let i = 0; i + 1 < length; i += 1) skips[wanted[i]] = Math.min(length - 1 - i, 255);
  const last = wanted[length - 1];
  for (let row = 0; row + 1 < starts.length; row += 1) {
    if (among && !among[row]) continue;
    const end = starts[row + 1];
    for (let at = starts[row] + length - 1; at < end; at += skips[bytes[at]]) {
      if (bytes[at] !== last) continue;
      let k = 1;
      while (k < length && bytes[at - k] === wanted[length - 1 - k]) k += 1;
      if (k < length) continue;
      hits[row] = 1;
      break;
    }
  }
}
