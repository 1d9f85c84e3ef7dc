/* A map of counts: what is said of figures, and where things lie. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { partsOf, reasonOf } from "../../balkanroute/render/static/tallied/method.js";
import { ordinalOf } from "../../balkanroute/render/static/tallied/periods.js";
import { inside } from "../../balkanroute/render/static/tallied/store.js";
import { classOf, codeOf, fewOf, figureOf, measure, outOf, rounded } from "../../balkanroute/render/static/tallied/wording.js";
import { Words } from "../../balkanroute/render/static/words.js";
import { python } from "./python.js";

const WORDS = python("from balkanroute.layers import LANGUAGES\nfrom balkanroute.render.assets import tallied_words\nprint(json.dumps({tag: tallied_words(tag) for tag in LANGUAGES}))");
const en = new Words(WORDS, "en");
const STATIC = new URL("../../balkanroute/render/static/", import.meta.url);
const BARE = { reports: 12, certain: 12, sources: 6, origins: 5, best: NaN, low: NaN, high: NaN, least: false, code: 1 };
/** @type {import("../../balkanroute/render/static/tallied/store.js").Tallied} */
const TALLIED = { by: "reports", per: "km2", each: 1000, unit: null, topic: null, others: [], few: 5, rule: "quantiles", span: "month", folded: null, breaks: { whole: [], parts: [] }, colours: { whole: [], parts: [] }, rows: {}, on_border: null };

test("reports stand beside their origins", () => {
  assert.equal(outOf(en, { ...BARE, reports: 1204, origins: 37 }), "1,204 reports out of 37 origins");
  assert.equal(outOf(en, { ...BARE, reports: 1, origins: 1 }), "1 report out of 1 origin");
});

test("origins that were not counted together are at least so many", () => {
  assert.equal(outOf(en, { ...BARE, least: true }), "12 reports out of at least 5 origins");
});

test("origins that nobody named are not zero", () => {
  assert.equal(outOf(en, { ...BARE, origins: 0 }), "12 reports, origins not named");
});

test("small numbers are few, and have no rate", () => {
  assert.equal(figureOf(en, TALLIED, { ...BARE, reports: 3, origins: 2, code: 0 }, 81.2), "few: 3 reports");
  assert.equal(figureOf(en, TALLIED, { ...BARE, reports: 90, origins: 2, code: 0 }, 81.2), "few: 2 origins");
  assert.equal(fewOf(en, { ...BARE, reports: 90, origins: 2, least: true, code: 0 }, 5), "few: at least 2 origins");
});

test("none counted is said, and is no zero", () => {
  assert.equal(figureOf(en, TALLIED, null, NaN), "none counted");
  assert.equal(codeOf(null), -2);
});

test("a place with nothing to divide by has no figure", () => {
  assert.equal(figureOf(en, TALLIED, { ...BARE, code: -1 }, NaN), "no figure to tell");
});

test("a rate is told to three digits, a count to a tenth", () => {
  assert.deepEqual([0.012345, 12.345, 1234.5, NaN].map((n) => rounded(n, true)), [0.0123, 12.3, 1235, NaN]);
  assert.deepEqual([3, 3.14, 1204.96].map((n) => rounded(n, false)), [3, 3.1, 1205]);
});

test("what is coloured names its denominator", () => {
  assert.equal(measure(en, TALLIED), "reports per 1,000 km²");
  assert.equal(measure(en, { ...TALLIED, per: "place", each: 1 }), "reports");
  assert.equal(measure(en, { ...TALLIED, by: "origins", per: "border guards", each: 1 }), "independent origins per border guards");
  assert.equal(measure(en, { ...TALLIED, by: "best", unit: "person", per: "place", each: 1 }), "people");
});

test("a class is said by its ends", () => {
  assert.deepEqual([1, 2, 3].map((code) => classOf(en, [10, 50], code)), ["under 10", "10 to under 50", "50 or more"]);
  assert.equal(classOf(en, [], 1), "all in one class");
});

test("a reason is said in the reader's language, and an unknown one as it was given", () => {
  const de = new Words(WORDS, "de");
  assert.equal(reasonOf(de, "in no place"), "in keinem der Orte");
  assert.equal(reasonOf(en, "best: figure is not finite"), "best figure: not a finite number");
  assert.equal(reasonOf(en, "<b>odd</b>"), "<b>odd</b>");
});

test("rows that were counted without a date are not among those that were not counted", () => {
  const { left, half } = partsOf({ rows: 10, counted: 7, "in no place": 1, "no coordinates": 2, "date cannot be read": 3, "low: figure is not finite": 4 });
  assert.deepEqual(left, [["no coordinates", 2], ["in no place", 1]]);
  assert.deepEqual(half, [["low: figure is not finite", 4], ["date cannot be read", 3]]);
});

test("periods are numbered so that gaps stay gaps", () => {
  assert.deepEqual(["2023-11", "2024-02"].map((text) => ordinalOf(text, "month")), [24286, 24289]);
  assert.equal(ordinalOf("2024-01-08/2024-01-14", "week") - ordinalOf("2023-12-25/2023-12-31", "week"), 2);
  assert.equal(ordinalOf("2024-03-01", "day") - ordinalOf("2024-02-28", "day"), 2);
  assert.deepEqual([ordinalOf("2023", "year"), ordinalOf("202X", "decade")], [2023, 202]);
  assert.ok(Number.isNaN(ordinalOf("", "month")));
});

test("a hole is not inside, and what lies beyond is not either", () => {
  const ring = (/** @type {number} */ from, /** @type {number} */ to) => new Float64Array([from, from, to, from, to, to, from, to, from, from]);
  const outline = { rings: [ring(0, 10), ring(4, 6)], west: 0, north: 0, east: 10, south: 10 };
  assert.deepEqual([[1, 1], [5, 5], [11, 5]].map(([x, y]) => inside(outline, x, y)), [true, false, false]);
});

test("every key that the scripts of a map of counts name has words in all languages", () => {
  const folder = new URL("tallied/", STATIC);
  const shared = ["controls.js", "export.js", "paging.js", "picture.js"].map((name) => new URL(name, STATIC));
  const files = [...readdirSync(folder).filter((name) => name.endsWith(".js")).map((name) => new URL(name, folder)), ...shared];
  const code = files.map((file) => readFileSync(file, "utf8").replace(/export function layerControl[\s\S]*?\n}\n|function tileRows[\s\S]*?\n}\n/g, "")).join("\n");
  const named = new Set(Array.from(code.matchAll(/\bt\((?:[^()"]*\? )?"([^"]+)"(?: : "([^"]+)")?/g), ([, one, other]) => [one, other]).flat().filter(Boolean));
  assert.ok(named.size > 60, String(named.size));
  for (const [tag, words] of Object.entries(WORDS)) assert.deepEqual([...named].filter((key) => !Object.hasOwn(words, key)), [], tag);
});

test("every word that only a map of counts has is asked for", () => {
  const folder = new URL("tallied/", STATIC);
  const code = readdirSync(folder).filter((name) => name.endsWith(".js")).map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
  const own = Object.keys(JSON.parse(readFileSync(new URL("languages/en.json", folder), "utf8")));
  const families = Array.from(code.matchAll(/`([a-z]+\.)\$\{/g), ([, start]) => start);
  const odd = own.filter((key) => !code.includes(`"${key}"`) && !families.some((start) => key.startsWith(start)));
  assert.deepEqual(odd, []);
});
