import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { POINT_PRECISION, Words } from "../../balkanroute/render/static/words.js";

const FOLDER = new URL("../../balkanroute/render/static/languages/", import.meta.url);
/** @type {Object<string, any>} */
const LANGUAGES = Object.fromEntries(readdirSync(FOLDER).map((name) => [name.replace(".json", ""), JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"))]));
const EN = LANGUAGES.en;
const en = new Words({ en: EN }, "en");
/* Small dictionaries, so that what is tested is the script and not a translation. */
const ARABIC = { ...EN, "language.direction": "rtl", "greet": "قال {name}", "number.signs": "٫٬" };
const [FSI, PDI] = ["\u2068", "\u2069"];

test("numbers are written with the signs of the language", () => {
  /** @param {string} signs */
  const writing = (signs) => new Words({ en: { "number.signs": signs } }, "en").number(1234567.25);
  assert.deepEqual([writing(".,"), writing(",."), writing(",\u00a0"), writing("٫٬")], ["1,234,567.25", "1.234.567,25", "1\u00a0234\u00a0567,25", "1٬234٬567٫25"]);
});

test("numbers below zero, small ones and zero are written", () => {
  assert.deepEqual([-1234, 0.000001, 0, 999, 1000].map((n) => en.number(n)), ["-1,234", "0.000001", "0", "999", "1,000"]);
});

test("a number that is missing is nothing", () => {
  assert.deepEqual([NaN, Infinity, -Infinity].map((n) => en.number(n)), ["", "", ""]);
});

test("English has one and other", () => {
  assert.deepEqual([0, 1, 2, 1234].map((n) => en.t("tally.claims", { n })), ["0 claims", "1 claim", "2 claims", "1,234 claims"]);
});

test("a Slavic language has one, few and other", () => {
  const words = new Words({ en: {}, "sr-Latn": { camps: { one: "{n} kamp", few: "{n} kampa", other: "{n} kampova" } } }, "sr-Latn");
  assert.deepEqual([1, 2, 5, 11, 12, 21, 22, 25, 101].map((n) => words.t("camps", { n })), ["1 kamp", "2 kampa", "5 kampova", "11 kampova", "12 kampova", "21 kamp", "22 kampa", "25 kampova", "101 kamp"]);
});

test("Arabic has six forms", () => {
  const words = new Words({ en: {}, ar: { n: { zero: "z", one: "o", two: "t", few: "f", many: "m", other: "x" } } }, "ar");
  assert.equal([0, 1, 2, 3, 10, 11, 99, 100, 102, 103].map((n) => words.t("n", { n })).join(""), "zotffmmxxf");
});

test("a plural form that the dictionary leaves out is the other one", () => {
  const words = new Words({ en: {}, "sr-Latn": { camps: { one: "{n} kamp", other: "{n} kampova" } } }, "sr-Latn");
  assert.equal(words.t("camps", { n: 2 }), "2 kampova");
});

test("words that fall back to English take the plural of English", () => {
  const words = new Words({ en: { camps: { one: "{n} camp", other: "{n} camps" } }, "sr-Latn": {} }, "sr-Latn");
  assert.deepEqual([1, 21].map((n) => words.t("camps", { n })), ["1 camp", "21 camps"]);
});

test("a key without words is said itself", () => {
  assert.equal(en.t("no.such.key"), "no.such.key");
});

test("keys that every object has are no words", () => {
  for (const key of ["constructor", "__proto__", "toString"]) assert.deepEqual([en.t(key), en.has(key)], [key, false]);
});

test("has tells of words in the language and in English", () => {
  const words = new Words({ en: { a: "a" }, hu: { b: "b" } }, "hu");
  assert.deepEqual(["a", "b", "c"].map((key) => words.has(key)), [true, true, false]);
});

test("a place for a value that is not given stays", () => {
  assert.equal(en.t("leg.name", { from: "Šid" }), "Šid to {to}");
});

test("braces in a value are not filled again", () => {
  assert.equal(en.t("leg.name", { from: "{to}", to: "$& {from}" }), "{to} to $& {from}");
});

test("a value that is null is nothing, and 0 is 0", () => {
  assert.deepEqual([en.t("role.at", { name: null }), en.t("role.at", { name: 0 })], ["at ", "at 0"]);
});

test("right-to-left text is kept apart in a left-to-right page", () => {
  assert.equal(en.t("role.at", { name: "دمشق" }), `at ${FSI}دمشق${PDI}`);
  assert.equal(en.t("role.at", { name: "תל אביב" }), `at ${FSI}תל אביב${PDI}`);
});

test("left-to-right text is not kept apart in a left-to-right page", () => {
  assert.equal(en.t("role.at", { name: "Шид, Γευγελή" }), "at Шид, Γευγελή");
});

test("left-to-right text is kept apart in a right-to-left page, and right-to-left text is not", () => {
  const words = new Words({ en: EN, ar: ARABIC }, "ar");
  assert.deepEqual([words.direction, words.t("greet", { name: "Šid" }), words.t("greet", { name: "دمشق" })], ["rtl", `قال ${FSI}Šid${PDI}`, "قال دمشق"]);
});

test("digits alone are not kept apart in a right-to-left page", () => {
  const words = new Words({ en: EN, ar: ARABIC }, "ar");
  assert.equal(words.t("greet", { name: "2015" }), "قال 2015");
});

test("controls that force a direction are taken out of a value", () => {
  assert.equal(en.t("role.at", { name: "\u202eŠid\u202c\u202a\u202b\u202d" }), "at Šid");
});

for (const [what, name] of Object.entries({ "a closing one": "دمشق\u2069 abc", "an opening one": "دمشق \u2067", "an opening one in left-to-right text": "Šid \u2067abc" })) {
  test(`isolation does not reach beyond a value with ${what}`, () => {
    let depth = 0;
    let least = 0;
    const said = en.t("leg.name", { from: name, to: "Šid" });
    for (const letter of said.slice(0, said.indexOf(" to "))) {
      if ("\u2066\u2067\u2068".includes(letter)) depth += 1;
      if (letter === PDI) depth -= 1;
      least = Math.min(least, depth);
    }
    assert.deepEqual([depth, least], [0, 0]);
    assert.equal(said.indexOf(PDI) < 0 || said.lastIndexOf(PDI, said.indexOf(" to ")) === said.indexOf(" to ") - 1, true);
  });
}

test("names within a name that is put into words stay apart, so that their order does not turn round", () => {
  const name = en.t("leg.name", { from: "دمشق", to: "حلب" });
  assert.ok(en.t("filters.lift", { name }).includes(`${FSI}دمشق${PDI} to ${FSI}حلب${PDI}`));
});

for (const [edtf, said] of Object.entries({
  "2015-09-15": "15 September 2015",
  "2015-09": "September 2015",
  "2015": "2015",
  "2015-09-05": "5 September 2015",
  "2015-09-15~": "about 15 September 2015",
  "2015-09?": "possibly September 2015",
  "2015%": "possibly about 2015",
  "201X": "the 2010s",
  "19XX": "1900 to 1999",
  "2015-XX": "2015",
  "2015-09-XX": "September 2015",
  "2015-XX-XX": "2015",
  "2015-21": "spring 2015",
  "2015-22": "summer 2015",
  "2015-23~": "about autumn 2015",
  "2015-24": "winter 2015/2016",
  "2015-09-15T14:30": "15 September 2015, 14:30",
  "2015-09-15T14:30:10Z": "15 September 2015, 14:30:10 UTC",
  "2015-09-15T14:30+02:00": "15 September 2015, 14:30 UTC+02:00",
  "2015-09-15T14:30-03": "15 September 2015, 14:30 UTC-03",
  "2015-09/2016-03": "September 2015 to March 2016",
  "2015-09~/2016": "about September 2015 to 2016",
  "2015-09-15/..": "since 15 September 2015",
  "../2016-03": "until March 2016",
  "2015/": "from 2015 to an unknown end",
  "/2016": "from an unknown start to 2016",
  "201X/2020?": "the 2010s to possibly 2020",
})) {
  test(`the period ${edtf} is ${JSON.stringify(said)}`, () => assert.equal(en.period(edtf), said));
}

for (const odd of ["", "..", "../..", "/", "/..", "2015/2016/2017", "summer of 2015", "15.9.2015", "-0044", "Y170000002", "[2015,2016]", "20155", "2015-9", "2015-13", "2015-00", "2015-09-00", "2015-09-32", "2015-13/.."]) {
  test(`what is no period that can be said is given back: ${JSON.stringify(odd)}`, () => assert.equal(en.period(odd), odd));
}

test("a month is governed by the word before it", () => {
  const months = Array.from({ length: 12 }, (_, i) => `m${i + 1}`).join("|");
  const words = new Words({ en: { ...EN, "date.months": months, "date.months.of": months.toUpperCase() } }, "en");
  assert.deepEqual(
    ["2015-09", "2015-09~", "2015-09%", "2015-09?", "2015-09/2015-12", "2015-09/..", "2015-09-15"].map((edtf) => words.period(edtf)),
    ["m9 2015", "about M9 2015", "possibly about M9 2015", "possibly m9 2015", "M9 2015 to M12 2015", "since M9 2015", "15 M9 2015"],
  );
});

test("a season and a decade are governed by the word before them", () => {
  const words = new Words({ en: { ...EN, "date.seasons.of": "SP|SU|AU|WI", "date.decade.of": "THE {year}s" } }, "en");
  assert.deepEqual(["2015-23", "2015-23/..", "2015-24~", "201X", "201X/.."].map((edtf) => words.period(edtf)), ["autumn 2015", "since AU 2015", "about WI 2015/2016", "the 2010s", "since THE 2010s"]);
});

test("a day is counted from 1970", () => {
  assert.deepEqual([0, -1, 16693, 59, 11016].map((days) => en.day(days)), ["1 January 1970", "31 December 1969", "15 September 2015", "1 March 1970", "29 February 2000"]);
});

test("of a day the month or the year can be said alone", () => {
  assert.deepEqual([en.day(16693, "month"), en.day(16693, "year")], ["September 2015", "2015"]);
});

test("a day that no calendar has is nothing", () => {
  assert.deepEqual([NaN, 1e12, -Infinity].map((days) => en.day(days)), ["", "", ""]);
});

test("years are not grouped as numbers", () => {
  assert.equal(new Words({ en: { ...EN, "number.signs": ",." } }, "en").period("2015"), "2015");
});

test("lengths are in metres below a kilometre, and in kilometres with one decimal below ten", () => {
  assert.deepEqual([0, 249.6, 999, 1000, 1250, 9940, 9960, 12_499, 1_234_000].map((metres) => en.distance(metres)), ["0 m", "250 m", "999 m", "1 km", "1.3 km", "9.9 km", "10 km", "12 km", "1,234 km"]);
});

test("a length that rounds to a kilometre is said in kilometres", () => {
  assert.equal(en.distance(999.6), "1 km");
});

/** @param {any} known */
const precision = (known) => en.precision({ shape: "point", kind: "area", basis: "curated", metres: 100, ...known });
for (const [what, known, said] of /** @type {[string, any, string][]} */ ([
  ["a place that nobody located", { shape: "none", metres: NaN }, "nobody has said where"],
  ["a spot", { metres: 100 }, "a spot known to within 100 m"],
  ["a spot at the limit", { metres: POINT_PRECISION }, "a spot known to within 250 m"],
  ["a settlement at the limit", { kind: "settlement", metres: POINT_PRECISION }, "a spot known to within 250 m"],
  ["a settlement beyond it", { kind: "settlement", metres: 251 }, "a settlement, somewhere within 251 m of its centre"],
  ["a wide spot", { metres: 5000 }, "somewhere within 5 km of the middle of the disc"],
  ["a spot of which it is not said", { metres: NaN }, "a spot, how well it is known is not said"],
  ["a line", { shape: "line", metres: 100 }, "line from a curated table, drawn to within 100 m"],
  ["a line without a basis", { shape: "line", basis: "", metres: 100 }, "line from a source, drawn to within 100 m"],
  ["a line of which it is not said", { shape: "line", metres: NaN }, "line, how well it is known is not said"],
  ["an area", { shape: "area", basis: "boundary data", metres: 2500 }, "area from boundary data, drawn to within 2.5 km"],
  ["an area of which it is not said", { shape: "area", metres: NaN }, "area, how well it is known is not said"],
  ["a vague area", { shape: "area", basis: "derived", metres: 20_000 }, "no boundary defines it: drawn by a written definition, good to about 20 km"],
  ["a vague area of which it is not said", { shape: "area", basis: "derived", metres: NaN }, "no boundary defines it: drawn by a written definition"],
])) {
  test(`the precision of ${what} is said`, () => assert.equal(precision(known), said));
}

test("a leg says by which basis and over which way it is drawn", () => {
  assert.deepEqual(
    [{ basis: "reported", mode: "road" }, { basis: "inferred", mode: "air" }, { basis: "routed", mode: "foot", corridor: 20_000 }, { basis: "reported", mode: "air", over: "دمشق", corridor: 1 }].map((way) => en.leg(way).replace(/[\u2068\u2069]/g, "")),
    [`reported: ${EN["leg.ends"]}`, `inferred: ${EN["leg.air"]}`, "computed along roads: somewhere in a corridor 20 km wide, drawn from end to end", `reported: it crosses دمشق; where is not said`],
  );
});

test("a role at or within a wide place is somewhere in it", () => {
  assert.deepEqual([en.role("Serbia", "at", true), en.role("Serbia", "within", true), en.role("Serbia", "from", true), en.role("Šid", "at", false)], ["somewhere in Serbia", "somewhere in Serbia", "from Serbia", "at Šid"]);
});

/** @param {any} figure */
const quantity = (figure) => en.quantity({ what: "crossings", unit: "person", per: "", low: NaN, high: NaN, best: NaN, ...figure });
for (const [figure, said] of /** @type {[any, string][]} */ ([
  [{ low: 5, high: 5 }, "crossings: 5 people"],
  [{ low: 1, high: 1 }, "crossings: 1 person"],
  [{ low: 1000, high: 2000, per: "day" }, "crossings: 1,000 to 2,000 people per day"],
  [{ low: 1000 }, "crossings: 1,000 or more people"],
  [{ high: 30 }, "crossings: up to 30 people"],
  [{ best: 1 }, "crossings: 1 person"],
  [{ low: 0, high: 1, best: 1 }, "crossings: 1 (0 to 1) person"],
  [{ best: 1500, low: 1000, high: 2000 }, "crossings: 1,500 (1,000 to 2,000) people"],
  [{ best: 7, unit: "bus", per: "train" }, "crossings: 7 bus per train"],
  [{ best: 0 }, "crossings: 0 people"],
])) {
  test(`a figure is said: ${said}`, () => assert.equal(quantity(figure), said));
}

test("a time that has words of its own is said with them", () => {
  const words = new Words({ en: { ...EN, "per.day": "daily" } }, "en");
  assert.equal(words.quantity({ what: "crossings", unit: "person", per: "day", low: 5, high: 5, best: NaN }), "crossings: 5 people daily");
});

test("a place in a source is said in its parts, and nothing where it was not said", () => {
  assert.deepEqual(
    [null, { page: 12, paragraph: -1, start: -1, end: -1 }, { page: 0, paragraph: 3, start: 10, end: 25 }].map((at) => en.selector(at)),
    ["", "page 12", "page 0, paragraph 3, characters 10 to 25"],
  );
});

test("a relation is said from the side of the claim", () => {
  assert.deepEqual([en.relation("retracts", false), en.relation("retracts", true)], ["retracts", "retracted by"]);
});

test("a credibility that nobody gave is nothing", () => {
  assert.deepEqual([en.credibility(0), en.credibility(2)], ["", "2, probably true"]);
});

test("join leaves out what is empty", () => {
  assert.equal(en.join(["a", "", "b"]), "a, b");
});

const SPOKEN = { en: {}, "sr-Latn": {}, "sr-Cyrl": {}, hu: {}, de: {}, ar: {} };
for (const [tag, found] of Object.entries({ "sr-Latn": "sr-Latn", "sr-Cyrl": "sr-Cyrl", sr: "sr-Cyrl", "sr-RS": "sr-Cyrl", "sr-ME": "sr-Latn", "de-AT": "de", "ar-SY": "ar", "en-GB": "en", fr: "en", "": "en", "no tag": "en", "hu-HU": "hu", HU: "hu", constructor: "en" })) {
  test(`for ${JSON.stringify(tag)} the page speaks ${found}`, () => assert.equal(new Words(SPOKEN, tag).tag, found));
}

test("the very language goes before another one of the same script", () => {
  assert.equal(new Words({ en: {}, de: {}, "de-AT": {} }, "de-AT").tag, "de-AT");
});

test("best takes the first of the wanted languages that there is, else the other", () => {
  const words = new Words(SPOKEN, "en");
  assert.deepEqual([words.best(["fr", "hu-HU", "de"], "en"), words.best(["fr"], "ar"), words.best([], "de")], ["hu", "ar", "de"]);
});

test("choosing another language tells those who listen, once", () => {
  const words = new Words(SPOKEN, "en");
  /** @type {string[]} */
  const told = [];
  words.listen(() => told.push(words.tag));
  for (const tag of ["hu", "hu-HU", "en-US", "en"]) words.choose(tag);
  assert.deepEqual(told, ["hu", "en"]);
});

test("pickName takes the name in the language and the script that is spoken", () => {
  const names = [{ text: "Szabadka", language: "hu" }, { text: "Суботица", language: "sr" }, { text: "Subotica", language: "sr-Latn" }, { text: "?", language: "" }];
  assert.deepEqual(["sr-Latn", "sr-Cyrl", "hu", "ar"].map((tag) => new Words(SPOKEN, tag).pickName(names)), ["Subotica", "Суботица", "Szabadka", ""]);
});

test("pickName takes no name without a language, and none of none", () => {
  assert.deepEqual([en.pickName([{ text: "a", language: "" }, { text: "b", language: "no tag" }]), en.pickName([])], ["", ""]);
});

test("a language calls itself, and one without words is called by its tag", () => {
  assert.deepEqual([en.selfName("en"), en.selfName("fr")], ["English", "fr"]);
});

test("a language is named, and what is no language is given back", () => {
  assert.deepEqual([en.language("hu"), en.language("no tag")], ["Hungarian", "no tag"]);
});

for (const tag of Object.keys(LANGUAGES)) {
  const entries = LANGUAGES[tag];
  const words = new Words(LANGUAGES, tag);
  /** The places for values in all forms of an entry. @param {string|Object<string, string>} entry */
  const places = (entry) => [...new Set((typeof entry === "string" ? entry : Object.values(entry).join(" ")).match(/\{\w+\}/g))].sort();

  test(`${tag} is spoken when it is asked for`, () => assert.equal(words.tag, tag));

  test(`${tag} has the keys of English, in its order`, () => assert.deepEqual(Object.keys(entries), Object.keys(EN)));

  test(`${tag} says nothing with empty words`, () => {
    const empty = Object.entries(entries).filter(([, entry]) => (typeof entry === "string" ? [entry] : Object.values(entry)).some((form) => !form.trim()));
    assert.deepEqual(empty.map(([key]) => key), []);
  });

  test(`${tag} has the places for values that English has`, () => {
    const other = Object.keys(EN).filter((key) => places(entries[key] ?? "").join() !== places(EN[key]).join());
    assert.deepEqual(other, []);
  });

  test(`${tag} has plural forms where English has them, each that the language knows`, () => {
    const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories.slice().sort();
    const other = Object.keys(EN).filter((key) => typeof EN[key] === "string" ? typeof entries[key] !== "string" : forms.some((form) => !Object.hasOwn(entries[key] ?? {}, form)));
    assert.deepEqual(other, []);
  });

  test(`${tag} has twelve months and four seasons`, () => {
    assert.deepEqual(["date.months", "date.months.of", "date.seasons", "date.seasons.of"].map((key) => entries[key].split("|").filter(Boolean).length), [12, 12, 4, 4]);
  });

  test(`${tag} writes numbers with two signs that differ`, () => {
    const signs = [...entries["number.signs"]];
    assert.equal(signs.length, 2);
    assert.notEqual(signs[0], signs[1]);
  });

  test(`${tag} is written in the direction of its script`, () => assert.equal(words.direction, tag === "ar" ? "rtl" : "ltr"));

  test(`${tag} says a period with its year, month and end`, () => {
    const said = words.period("2015-09-15~/2016-03");
    for (const part of ["2015", "15", "2016", entries["date.months.of"].split("|")[8], entries["date.months.of"].split("|")[2]]) assert.ok(said.includes(part), `${said}: ${part}`);
  });
}
