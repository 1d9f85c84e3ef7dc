/* From the inert blocks of the page to columns of numbers and texts; render/columns.py writes them. */

/**
 * @typedef {{at: number, n: number, w: number, all?: number}} IntSpec
 * @typedef {{at: number, n: number, w: number, all?: number|null}} FloatSpec
 * @typedef {{at: number, n: number, b: number, len: IntSpec}} TextSpec
 * @typedef {{codes: IntSpec, of: TextSpec}} WordSpec
 * @typedef {{len: IntSpec, of: IntSpec}} ListSpec
 * @typedef {{at: number, b: number, step: number, len: IntSpec}} PathSpec
 * @typedef {{steps: Int32Array, west: number, south: number, east: number, north: number}} Trace
 * @typedef {import("./inflate.js").Bytes} Bytes
 */

/** Further than any number of steps on a grid. */
const FURTHEST = 2 ** 30 - 1;

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Add properties to an object, each worked out when it is first asked for.
 * @template {object} T
 * @template {Object<string, () => any>} M
 * @param {T} object
 * @param {M} makers
 * @returns {T & {readonly [K in keyof M]: ReturnType<M[K]>}}
 */
export function late(object, makers) {
  for (const [name, make] of Object.entries(makers)) Object.defineProperty(object, name, { enumerable: true, get: once(make) });
  return /** @type {any} */ (object);
}

/**
 * Make what is worked out at the first call only.
 * @template V
 * @param {() => V} make
 * @returns {() => V}
 */
export function once(make) {
  /** @type {V|undefined} */
  let value;
  return () => (value === undefined ? (value = make()) : value);
}

/** A column of texts that are decoded when they are asked for. */
export class Texts {
  /**
   * @param {Bytes} bytes - of all texts
   * @param {() => Uint32Array} read - gives the start of each text, and the end of the last
   * @param {number} n
   */
  constructor(bytes, read, n) {
    this.bytes = bytes;
    this.read = read;
    this.n = n;
    /** @type {Uint32Array|undefined} */
    this.known = undefined;
  }

  get starts() {
    return (this.known ??= this.read());
  }

  /**
   * @param {number} i
   * @returns {string} empty where nothing is said, also for a missing (negative) index
   */
  get(i) {
    if (i < 0 || i >= this.n) return "";
    return UTF8.decode(this.bytes.subarray(this.starts[i], this.starts[i + 1]));
  }

  /** The first place of a text, or -1. @param {string} text */
  find(text) {
    for (let i = 0; i < this.n; i += 1) if (this.get(i) === text) return i;
    return -1;
  }

  /** @returns {string[]} */
  all() {
    return Array.from({ length: this.n }, (_, i) => this.get(i));
  }
}

/** A column of lists of whole numbers. */
export class Lists {
  /**
   * @param {Uint32Array} starts - of each list, and the end of the last
   * @param {Uint32Array} members
   */
  constructor(starts, members) {
    this.starts = starts;
    this.members = members;
    this.n = starts.length - 1;
  }

  /**
   * @param {number} i
   * @returns {Uint32Array}
   */
  get(i) {
    return this.members.subarray(this.starts[i], this.starts[i + 1]);
  }
}

/** A table of columns. */
export class Table {
  /** @param {Bytes} bytes */
  constructor(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, 4);
    const length = view.getUint32(0, true);
    /** @type {any} */
    this.head = JSON.parse(UTF8.decode(bytes.subarray(4, 4 + length)));
    this.body = bytes.subarray(4 + length);
  }

  /**
   * Whole numbers; a missing one is -1.
   * @param {IntSpec} spec
   * @returns {Int32Array}
   */
  ints({ at, n, w, all = -1 }) {
    if (!w) return new Int32Array(n).fill(all);
    const { body } = this;
    const out = new Int32Array(body.subarray(at, at + n));
    for (let i = 0; i < n; i += 1) out[i] -= 1;
    for (let rank = 1; rank < w; rank += 1) {
      const scale = 256 ** rank;
      const from = at + rank * n;
      for (let i = 0; i < n; i += 1) out[i] += body[from + i] * scale;
    }
    return out;
  }

  /**
   * @param {FloatSpec} spec
   * @returns {Float64Array} a missing number is NaN
   */
  floats({ at, n, w, all = null }) {
    if (!w) return new Float64Array(n).fill(all ?? NaN);
    const bytes = new Uint8Array(n * 8);
    for (let rank = 0; rank < w; rank += 1) {
      for (let i = 0; i < n; i += 1) bytes[i * 8 + rank] = this.body[at + rank * n + i];
    }
    return new Float64Array(bytes.buffer);
  }

  /**
   * @param {TextSpec} spec
   * @returns {Texts}
   */
  texts({ at, b, len }) {
    return new Texts(this.body.subarray(at, at + b), () => this.starts(len), len.n);
  }

  /**
   * Texts of which many are the same: the code of each row, and the different texts.
   * @param {WordSpec} spec
   * @returns {{codes: Int32Array, of: Texts}}
   */
  words({ codes, of }) {
    return { codes: this.ints(codes), of: this.texts(of) };
  }

  /**
   * @param {ListSpec} spec
   * @returns {Lists}
   */
  lists({ len, of }) {
    return new Lists(this.starts(len), new Uint32Array(this.ints(of).buffer));
  }

  /**
   * Lines and rings, each a flat array of longitudes and latitudes.
   * @param {PathSpec} spec
   * @returns {Float64Array[]}
   */
  paths(spec) {
    return this.traces(spec).map(({ steps }) => Float64Array.from(steps, (one) => one * spec.step));
  }

  /**
   * Lines and rings as they are written: each a flat array of eastings and northings in steps of
   * their grid, with its bounds.
   * @param {PathSpec} spec
   * @returns {Trace[]}
   */
  traces({ at, len }) {
    const { body } = this;
    /** @type {Trace[]} */
    const traces = [];
    let [place, x, y] = [at, 0, 0];
    for (const length of this.ints(len)) {
      const steps = new Int32Array(2 * length);
      let [west, south, east, north] = [FURTHEST, FURTHEST, -FURTHEST, -FURTHEST];
      for (let i = 0; i < steps.length; i += 1) {
        let byte = body[place++];
        let value = byte & 127;
        for (let shift = 7; byte >= 128; shift += 7) {
          byte = body[place++];
          value |= (byte & 127) << shift;
        }
        const move = (value >>> 1) ^ -(value & 1);
        if (i % 2) {
          y += move;
          steps[i] = y;
          if (y < south) south = y;
          if (y > north) north = y;
        } else {
          x += move;
          steps[i] = x;
          if (x < west) west = x;
          if (x > east) east = x;
        }
      }
      traces.push({ steps, west, south, east, north });
    }
    return traces;
  }

  /**
   * Where each row starts, from the lengths of the rows.
   * @param {IntSpec} len
   * @returns {Uint32Array}
   */
  starts(len) {
    const lengths = this.ints(len);
    const out = new Uint32Array(lengths.length + 1);
    for (let i = 0; i < lengths.length; i += 1) out[i + 1] = out[i] + lengths[i];
    return out;
  }
}

/**
 * Open a table.
 * @param {Bytes} bytes
 * @returns {Table}
 */
export const openTable = (bytes) => new Table(bytes);
