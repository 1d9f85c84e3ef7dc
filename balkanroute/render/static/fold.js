/* Letters made comparable across case, diacritics and scripts, as balkanroute.names.fold does it. */

const [SPACE, SMALL_H, SMALL_J, SMALL_D, SMALL_K] = [32, 104, 106, 100, 107];
/** Letters that swallow an h after them: sh, zh and ch are one letter elsewhere. */
const BEFORE_H = new Set([115, 122, 99]);
/** What each ASCII byte folds to: 0 for an apostrophe, which goes, and a space for what is no letter. */
const ASCII = Uint8Array.from({ length: 128 }, (_, byte) => {
  if (byte === 39 || byte === 96) return 0;
  if (byte >= 65 && byte <= 90) return byte + 32;
  const kept = (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57);
  return kept ? byte : SPACE;
});

/**
 * @param {Object<string, string>} table - for the first letter of each range what its letters fold to
 */
export function makeFolder(table) {
  /** @type {Map<number, Uint8Array>} */
  const letters = new Map();
  const encoder = new TextEncoder();
  for (const [first, folded] of Object.entries(table)) {
    folded.split(" ").forEach((letter, i) => letters.set(parseInt(first, 16) + i, encoder.encode(letter === "-" ? "" : letter.replaceAll("_", " "))));
  }
  return new Folder(letters);
}

export class Folder {
  /** @param {Map<number, Uint8Array>} letters */
  constructor(letters) {
    this.letters = letters;
    this.out = new Uint8Array(1 << 16);
    this.end = 0;
    this.first = 0;
  }

  /** @param {string} text @returns {string} */
  text(text) {
    const bytes = new TextEncoder().encode(text);
    const folded = this.bytes(bytes, Uint32Array.of(0, bytes.length));
    return new TextDecoder().decode(folded.bytes.subarray(0, folded.starts[1] - 1));
  }

  /**
   * Fold rows of text. A zero ends each row, so that nothing is found across two of them.
   * @param {Uint8Array} utf8
   * @param {Uint32Array} starts - of each row, and the end of the last
   * @returns {{bytes: Uint8Array, starts: Uint32Array}}
   */
  bytes(utf8, starts) {
    this.end = 0;
    const begins = new Uint32Array(starts.length);
    for (let row = 0; row + 1 < starts.length; row += 1) {
      this.first = this.end;
      this.row(utf8, starts[row], starts[row + 1]);
      if (this.end > this.first && this.out[this.end - 1] === SPACE) this.end -= 1;
      this.out[this.end] = 0;
      this.end += 1;
      begins[row + 1] = this.end;
    }
    return { bytes: this.out.slice(0, this.end), starts: begins };
  }

  /**
   * @param {Uint8Array} utf8
   * @param {number} from
   * @param {number} to
   */
  row(utf8, from, to) {
    // The longest that a row can grow to: a letter of two bytes may become four.
    if (this.out.length < this.end + 4 * (to - from) + 8) {
      const wider = new Uint8Array(2 * this.out.length + 4 * (to - from) + 8);
      wider.set(this.out.subarray(0, this.end));
      this.out = wider;
    }
    let i = from;
    while (i < to) {
      const byte = utf8[i];
      if (byte < 128) {
        const folded = ASCII[byte];
        if (folded) this.push(folded);
        i += 1;
        continue;
      }
      const length = byte < 224 ? 2 : byte < 240 ? 3 : 4;
      let code = byte & (127 >> length);
      for (let k = 1; k < length; k += 1) code = code * 64 + (utf8[i + k] & 63);
      const known = this.letters.get(code);
      if (known) for (const letter of known) this.push(letter);
      else if (code >= 0x300 && code < 0x370 && this.composed(utf8, from, to)) return;
      else if (!isMark(code)) this.other(utf8, i, length, code);
      i += length;
    }
  }

  /**
   * Fold a row anew whose marks stand apart from their letters; false where they cannot be put together.
   * @param {Uint8Array} utf8
   * @param {number} from
   * @param {number} to
   */
  composed(utf8, from, to) {
    const text = new TextDecoder().decode(utf8.subarray(from, to));
    const together = text.normalize("NFC");
    if (together === text) return false;
    const bytes = new TextEncoder().encode(together);
    this.end = this.first;
    this.row(bytes, 0, bytes.length);
    return true;
  }

  /**
   * Keep a letter that the table does not know, in small; signs part words.
   * @param {Uint8Array} utf8
   * @param {number} at
   * @param {number} length
   * @param {number} code
   */
  other(utf8, at, length, code) {
    if ((code >= 0x80 && code < 0xc0) || (code >= 0x2000 && code < 0x2c00) || (code >= 0x3000 && code < 0x3040)) {
      this.push(SPACE);
      return;
    }
    for (let k = 0; k < length; k += 1) {
      this.out[this.end] = utf8[at + k];
      this.end += 1;
    }
  }

  /** @param {number} letter */
  push(letter) {
    const { out } = this;
    const last = this.end > this.first ? out[this.end - 1] : SPACE;
    if (letter === SPACE && last === SPACE) return;
    if (letter === SMALL_H) {
      if (BEFORE_H.has(last)) return;
      if (last === SMALL_K) {
        this.end -= 1;
        this.push(SMALL_H);
        return;
      }
    }
    if (letter === SMALL_J && last === SMALL_D) return;
    out[this.end] = letter;
    this.end += 1;
  }
}

/** Tell marks that stand on a letter: they go. @param {number} code */
function isMark(code) {
  return (code >= 0x300 && code < 0x370) || (code >= 0x64b && code < 0x660) || code === 0x670 || (code >= 0x591 && code < 0x5c8) || (code >= 0x200b && code < 0x2010) || (code >= 0x2018 && code < 0x201a);
}
