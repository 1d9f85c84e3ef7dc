/* The words a reader meets, in the reader's language. */

import { late } from "./columns.js";

/**
 * @typedef {Object<string, string | Object<string, string>>} Dictionary
 * @typedef {Object<string, string | number | null | undefined>} Values
 * @typedef {{what: string, unit: string, per: string, low: number, high: number, best: number, note?: string}} Figure
 * @typedef {{shape: string, kind: string, basis: string, metres: number}} Known
 * @typedef {{basis: string, mode: string, over?: string, corridor?: number}} Way
 */

/** A spot known to within this many metres may be drawn as a point. */
export const POINT_PRECISION = 250;

/** Digits of a fraction at the most. */
const DIGITS = 6;
/** From here on a number is written in powers of ten, unless it is made whole. */
const VAST = 1e21;
const DAY_MS = 86_400_000;
const EDTF_DATE =
  /^(\d{4}|\d{3}X|\d\dXX)(?:-(0[1-9]|1[0-2]|2[1-4]|XX)(?:-(0[1-9]|[12]\d|3[01]|XX))?)?(?:T(\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d(?::\d\d)?)?)?([?~%])?$/;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const LEFT_TO_RIGHT = /(?=\p{L})[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

/** @type {Map<string, string>} */
const LIKELY = new Map();

/**
 * The language and the script that a tag most likely means; nothing for what is no tag.
 * @param {string} tag
 */
function likely(tag) {
  const known = LIKELY.get(tag);
  if (known !== undefined) return known;
  let meant = "";
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    meant = `${language}-${script}`;
  } catch {
    meant = "";
  }
  LIKELY.set(tag, meant);
  return meant;
}

/**
 * Tell whether each isolation of a direction ends within the text that begins it.
 * @param {string} text
 */
function closes(text) {
  let depth = 0;
  for (const sign of text.match(/[\u2066-\u2069]/g) ?? []) {
    depth += sign === "\u2069" ? -1 : 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/**
 * Read the dictionaries of a page, each when it is first asked for.
 * @param {string} text - a line for each: its tag, a space, its words as JSON
 * @returns {Object<string, Dictionary>}
 */
export function readWords(text) {
  const lines = text.split("\n").filter(Boolean).map((line) => /** @type {const} */ ([line.slice(0, line.indexOf(" ")), line]));
  return late({}, Object.fromEntries(lines.map(([tag, line]) => [tag, () => JSON.parse(line.slice(tag.length))])));
}

/** The dictionaries of a page, one of them chosen. */
export class Words {
  /**
   * @param {Object<string, Dictionary>} languages - by tag; English is what the others fall back to
   * @param {string} tag
   */
  constructor(languages, tag) {
    /** @type {Object<string, Dictionary>} */
    this.languages = languages;
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    this.tag = this.nearest(tag);
  }

  /** @returns {"ltr"|"rtl"} */
  get direction() {
    return this.t("language.direction") === "rtl" ? "rtl" : "ltr";
  }

  /**
   * Find the dictionary for a language: the very one, one of the same script, else English.
   * @param {string} tag
   */
  nearest(tag) {
    return this.best([tag], "en");
  }

  /** The languages there are. @returns {string[]} */
  get tags() {
    return Object.keys(this.languages);
  }

  /**
   * What a language calls itself.
   * @param {string} tag
   */
  selfName(tag) {
    return String(this.languages[tag]?.["language.self"] ?? tag);
  }

  /**
   * The first of some languages that there are words for.
   * @param {readonly string[]} wanted
   * @param {string} otherwise
   */
  best(wanted, otherwise) {
    for (const tag of wanted) {
      const found = this.tags.find((one) => one === tag) ?? this.tags.find((one) => likely(one) === likely(tag));
      if (found) return found;
    }
    return otherwise;
  }

  /**
   * Pick the name in the language that is spoken; nothing where there is none.
   * @param {{text: string, language: string}[]} names
   */
  pickName(names) {
    if (!names.length) return "";
    const spoken = likely(this.tag);
    return names.find(({ language }) => language && likely(language) === spoken)?.text ?? "";
  }

  /**
   * Speak another language from now on.
   * @param {string} tag
   */
  choose(tag) {
    const found = this.nearest(tag);
    if (found === this.tag) return;
    this.tag = found;
    for (const listener of this.listeners) listener();
  }

  /**
   * Be told when another language is chosen.
   * @param {() => void} listener
   */
  listen(listener) {
    this.listeners.add(listener);
  }

  /**
   * Tell whether there are words for a key.
   * @param {string} key
   */
  has(key) {
    return [this.tag, "en"].some((tag) => Object.hasOwn(this.languages[tag] ?? {}, key));
  }

  /**
   * Say something; numbers are written as the language writes them, and `n` chooses the plural.
   * @param {string} key
   * @param {Values} [values]
   * @returns {string}
   */
  t(key, values = {}) {
    const tag = [this.tag, "en"].find((one) => Object.hasOwn(this.languages[one] ?? {}, key));
    if (!tag) return key;
    const entry = this.languages[tag][key];
    const form = typeof entry === "string" ? entry : (entry[plural(tag, values.n)] ?? entry.other ?? key);
    return form.replace(/\{(\w+)\}/g, (written, name) => {
      if (!Object.hasOwn(values, name)) return written;
      const value = values[name];
      return typeof value === "number" ? this.number(value) : this.isolated(value ?? "");
    });
  }

  /**
   * Keep a text of the other direction from turning round the words beside it.
   * @param {string} text
   */
  isolated(text) {
    // Controls that force a direction would reach beyond the text itself.
    const unforced = text.replace(/[\u202a-\u202e]/g, "");
    const plain = closes(unforced) ? unforced : unforced.replace(/[\u2066-\u2069]/g, "");
    const other = this.direction === "rtl" ? LEFT_TO_RIGHT : RIGHT_TO_LEFT;
    return other.test(plain) ? `\u2068${plain}\u2069` : plain;
  }

  /**
   * Write a number; one that is missing is nothing.
   * @param {number} value
   */
  number(value) {
    if (!Number.isFinite(value)) return "";
    const [decimal, group] = String(this.languages[this.tag]?.["number.signs"] ?? ".,");
    // Written by hand: browsers leave out the formats of small languages, and are slow to begin with them.
    const size = Math.abs(value);
    const [whole, part = ""] = (size < VAST ? size.toFixed(DIGITS) : String(BigInt(size))).split(".");
    const rest = part.replace(/0+$/, "");
    const sign = value < 0 && Number(size.toFixed(DIGITS)) ? "-" : "";
    return sign + whole.replace(/\B(?=(\d{3})+$)/g, group) + (rest ? decimal + rest : "");
  }

  /**
   * Write things one after another.
   * @param {string[]} items - those that are empty are left out
   */
  join(items) {
    return items.filter(Boolean).join(this.t("join"));
  }

  /**
   * Say a day, or the month or the year that it is in.
   * @param {number} days - since 1970-01-01
   * @param {"day"|"month"|"year"} [form]
   */
  day(days, form = "day") {
    const date = new Date(days * DAY_MS);
    if (Number.isNaN(date.getTime())) return "";
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    return this.calendar(form, year, month, day, false);
  }

  /**
   * @param {"day"|"month"|"year"} form
   * @param {number} year
   * @param {number} month - from 0
   * @param {number} day
   * @param {boolean} governed - whether a word such as `from` stands before it
   */
  calendar(form, year, month, day, governed) {
    const names = this.t(governed || form === "day" ? "date.months.of" : "date.months").split("|");
    return this.t(`date.${form}`, { year: String(year), month: names[month], day: String(day) });
  }

  /**
   * Say a period.
   * @param {string} edtf - Extended Date/Time Format, level 1; anything else is given back
   */
  period(edtf) {
    const [start, end, more] = edtf.split("/");
    if (end === undefined) return this.moment(start, false) || edtf;
    const [first, last] = [this.moment(start, true), this.moment(end, true)];
    if (more !== undefined || (!first && !last)) return edtf;
    if (first && last) return this.t("period.span", { start: first, end: last });
    if (first) return this.t(end ? "period.from" : "period.from.unknown", { date: first });
    return this.t(start ? "period.until" : "period.until.unknown", { date: last });
  }

  /**
   * Say one date of a period; nothing where it is open or cannot be read.
   * @param {string} text
   * @param {boolean} governed
   */
  moment(text, governed) {
    const match = EDTF_DATE.exec(text);
    if (!match) return "";
    const [, year, month, day, time, zone, doubt] = match;
    let date = this.date(year, month, day, governed || doubt === "~" || doubt === "%");
    if (time) {
      const offset = zone ? ` UTC${zone === "Z" ? "" : zone}` : "";
      date = this.t("period.time", { date, time: time + offset });
    }
    if (!doubt) return date;
    return this.t({ "?": "period.possibly", "~": "period.about", "%": "period.possibly.about" }[doubt] ?? "", { date });
  }

  /**
   * @param {string} year
   * @param {string|undefined} month
   * @param {string|undefined} day
   * @param {boolean} governed
   */
  date(year, month, day, governed) {
    const of = governed ? ".of" : "";
    if (year.endsWith("XX")) {
      const [from, to] = [year.replace("XX", "00"), year.replace("XX", "99")];
      return this.t("date.years", { from: String(Number(from)), to });
    }
    if (year.endsWith("X")) return this.t(`date.decade${of}`, { year: String(Number(year.replace("X", "0"))) });
    const [whole, number] = [Number(year), Number(month)];
    if (!month || month === "XX") return this.calendar("year", whole, 0, 0, governed);
    if (number > 20 && number < 25) {
      const season = this.t(`date.seasons${of}`).split("|")[number - 21];
      const key = number === 24 ? "date.winter" : "date.season";
      return this.t(key, { season, year: String(whole), next: String(whole + 1) });
    }
    return this.calendar(day && day !== "XX" ? "day" : "month", whole, number - 1, Number(day), governed);
  }

  /**
   * Say a length.
   * @param {number} metres
   */
  distance(metres) {
    if (metres < 999.5) return this.t("distance.m", { n: Math.round(metres) });
    const kilometres = metres / 1000;
    return this.t("distance.km", { n: kilometres < 10 ? Math.round(kilometres * 10) / 10 : Math.round(kilometres) });
  }

  /**
   * Say how well it is known where a place is.
   * @param {Known} known
   */
  precision({ shape, kind, basis, metres }) {
    if (shape === "none") return this.t("precision.none");
    const unsaid = Number.isNaN(metres);
    const distance = unsaid ? "" : this.distance(metres);
    if (shape === "point") {
      if (unsaid) return this.t("precision.point.unsaid");
      if (metres <= POINT_PRECISION) return this.t("precision.point", { distance });
      return this.t(kind === "settlement" ? "precision.settlement" : "precision.disc", { distance });
    }
    const what = basis === "derived" ? "derived" : shape;
    if (unsaid) return this.t(`precision.${what}.unsaid`);
    return this.t(`precision.${what}`, { basis: this.t(`basis.${basis || "none"}`), distance });
  }

  /**
   * Say how well the way of a leg is known.
   * @param {Way} way - `over` is the name of the border that is crossed, `corridor` a width in metres
   */
  leg({ basis, mode, over = "", corridor = NaN }) {
    let way = this.t(mode === "air" ? "leg.air" : "leg.ends");
    if (corridor > 0) way = this.t("leg.corridor", { distance: this.distance(corridor) });
    if (over) way = this.t("leg.over", { name: over });
    return this.t("leg.line", { basis: this.t(`leg.${basis}`), way });
  }

  /**
   * Say what a place is to a claim.
   * @param {string} name
   * @param {string} role
   * @param {boolean} wide - whether it is an area, in which the claim's spot is unknown
   */
  role(name, role, wide) {
    return this.t(wide && (role === "at" || role === "within") ? "role.somewhere" : `role.${role}`, { name });
  }

  /**
   * Say a figure with what it counts and its unit.
   * @param {Figure} figure
   */
  quantity(figure) {
    return this.t("quantity.line", { what: figure.what, amount: this.amount(figure) });
  }

  /**
   * Say a figure with its unit.
   * @param {Omit<Figure, "what">} figure
   */
  amount({ unit, per, low, high, best }) {
    const [lowest, highest] = [Number.isFinite(low), Number.isFinite(high)];
    let amount = "";
    if (lowest && highest) amount = low === high ? this.number(low) : this.t("quantity.range", { low, high });
    else if (lowest) amount = this.t("quantity.least", { n: low });
    else if (highest) amount = this.t("quantity.most", { n: high });
    if (Number.isFinite(best)) amount = amount ? this.t("quantity.best", { best, range: amount }) : this.number(best);
    const largest = Math.max(...[low, high, best].filter(Number.isFinite));
    amount = this.t("quantity.unit", { amount, unit: this.unit(unit, largest) });
    if (per) amount = this.has(`per.${per}`) ? `${amount} ${this.t(`per.${per}`)}` : this.t("quantity.per", { amount, per });
    return amount;
  }

  /**
   * Say a unit in the number of its figure; one without words stands as it was given.
   * @param {string} unit
   * @param {number} n
   */
  unit(unit, n) {
    return this.has(`unit.${unit}`) ? this.t(`unit.${unit}`, { n }) : unit;
  }

  /**
   * Say a relation from a claim's side.
   * @param {string} kind
   * @param {boolean} incoming - whether the other claim stands in it to this one
   */
  relation(kind, incoming) {
    return this.t(`relation.${kind}.${incoming ? "in" : "out"}`);
  }

  /**
   * Say where in its source a claim stands; nothing where that was not said.
   * @param {{page: number, paragraph: number, start: number, end: number}|null} at
   */
  selector(at) {
    if (!at) return "";
    const { page, paragraph, start, end } = at;
    return this.join([
      page >= 0 ? this.t("selector.page", { n: page }) : "",
      paragraph >= 0 ? this.t("selector.paragraph", { n: paragraph }) : "",
      start >= 0 ? this.t("selector.characters", { start, end }) : "",
    ]);
  }

  /**
   * Say an Admiralty credibility; nothing where nobody gave one.
   * @param {number} code
   */
  credibility(code) {
    return code ? this.t(`credibility.${code}`) : "";
  }

  /**
   * Name a language; by its own name where the browser has no other.
   * @param {string} tag
   */
  language(tag) {
    try {
      const known = Intl.DisplayNames.supportedLocalesOf([this.tag]);
      return new Intl.DisplayNames([...known, tag, "en"], { type: "language" }).of(tag) ?? tag;
    } catch {
      return tag;
    }
  }
}

/** @type {Object<string, Intl.PluralRules>} */
const PLURALS = {};

/**
 * @param {string} tag
 * @param {any} n
 */
function plural(tag, n) {
  PLURALS[tag] ??= new Intl.PluralRules(tag);
  return PLURALS[tag].select(Number(n ?? 0));
}
