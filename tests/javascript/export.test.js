import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Lists } from "../../balkanroute/render/static/columns.js";
import { cell, citation, plainClaim, toCsv, toGeoJson } from "../../balkanroute/render/static/export.js";
import { Words } from "../../balkanroute/render/static/words.js";
import { python } from "./python.js";

const EN = JSON.parse(readFileSync(new URL("../../balkanroute/render/static/languages/en.json", import.meta.url), "utf8"));

for (const [what, value, written] of /** @type {[string, string|number, string][]} */ ([
  ["plain words stand as they are", "Novi Sad", "Novi Sad"],
  ["a comma is quoted", "a,b", '"a,b"'],
  ["a quotation mark is doubled", 'say "no"', '"say ""no"""'],
  ["a line end is quoted and kept", "a\r\nb", '"a\r\nb"'],
  ["a line feed alone is quoted", "a\nb", '"a\nb"'],
  ["a carriage return alone is quoted", "a\rb", '"a\rb"'],
  ["an equals sign at the beginning is no formula", "=1+1", "'=1+1"],
  ["a plus at the beginning is no formula", "+381 21", "'+381 21"],
  ["a minus at the beginning is no formula", "-2", "'-2"],
  ["an at sign at the beginning is no formula", "@SUM(A1)", "'@SUM(A1)"],
  ["a tab at the beginning is no formula", "\t=1", "'\t=1"],
  ["a carriage return at the beginning is no formula", "\r=1", "\"'\r=1\""],
  ["a formula with a quotation mark is text and quoted", '=HYPERLINK("x","y")', "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""],
  ["signs of formulas within a text stand", "a=b+c-d@e", "a=b+c-d@e"],
  ["a number below zero stays a number", -21.5, "-21.5"],
  ["nothing is an empty cell", "", ""],
  ["Cyrillic, Arabic and emoji stand", "Шид مرحبا 🚆", "Шид مرحبا 🚆"],
])) {
  test(`in a cell ${what}`, () => assert.equal(cell(value), written));
}

/** @param {string[]} texts */
const column = (texts) => ({ get: (/** @type {number} */ i) => texts[i] ?? "" });
/** @param {string[]} texts */
const of = (texts) => (/** @type {number} */ i) => texts[i] ?? "";
/** @param {number[][]} lists */
function listsOf(lists) {
  const starts = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => (starts[i + 1] = starts[i] + list.length));
  return new Lists(starts, Uint32Array.from(lists.flat()));
}
const SQUARE = Float64Array.of(0, 0, 2, 0, 2, 2, 0, 2, 0, 0);
const HOLE = Float64Array.of(1, 1, 1, 1.5, 1.5, 1.5, 1, 1);

/** A page of four claims: at a point, at two shapes, nowhere, along a line. @returns {any} */
function makeApp() {
  const claims = {
    id: column(["c0", "c1", "c2", "c3"]),
    says: of(['They said "go", and =left', "=cmd|' /C calc'!A0", "line\none", "Пут, 90 km"]),
    speaker: [0, 1, 0, 1],
    stance: [0, 6, 3, 2],
    source: [0, 1, 0, 1],
    recorder: [-1, 0, -1, -1],
    about: [0, -1, -1, 1],
    reported: [1, -1, 0, 0],
    topics: (/** @type {number} */ i) => [[0, 1], [], [1], [0]][i],
    where: (/** @type {number} */ i) => [[{ place: 0, role: "at" }], [{ place: 1, role: "from" }, { place: 2, role: "to" }], [], [{ place: 1, role: "at" }]][i],
    disputed: [1, 0, 0, 0],
    origins: (/** @type {number} */ i) => [[0], [0, 1], [0], [1]][i],
    chain: (/** @type {number} */ i) => [[0], [1, 0], [0], [1]][i],
    quantities: (/** @type {number} */ i) => (i ? [] : [{ what: "crossings", unit: "person", per: "day", low: 1000, high: 2000, best: NaN }]),
    note: of(["", "@note"]),
    sensitivity: of(["", "amber"]),
  };
  const store = {
    claims,
    agents: { name: column(["Frontex", "МУП"]), role: of(["", "ministry"]) },
    sources: { title: column(["Report", "+News"]), publisher: of(["", "Danas"]), url: column(["https://example.org/?a=1,2", ""]), archived: of([]) },
    places: { name: column(["Šid", "Serbia", "Hungary"]), precision: [250, NaN, 10] },
    periods: { text: column(["2015-09", "2015-09-15~/.."]) },
    topics: ["camps", "borders"],
    drawn: listsOf([[0], [1, 2], [], [2]]),
    features: {
      x: [19.2345678, 1, 20], y: [45.1234567, 1, 44],
      parts: (/** @type {number} */ f) => [null, [[SQUARE, HOLE], [SQUARE]], [[Float64Array.of(1, 2, 3.1234567, 4)]]][f],
      kind: (/** @type {number} */ f) => ["point", "area", "line"][f],
    },
    meta: { title: "Route", date: "2023-01", version: "9.9", licence: "CC0-1.0", attributions: ["© a", "b"] },
  };
  return { store, words: new Words({ en: EN }, "en"), filter: { shown: Uint32Array.of(0, 1, 2, 3) } };
}

/** What a reader of the format makes of the CSV file. @param {any} app @returns {Object<string, string>[]} */
const rowsOf = (app) => python("import csv, io\nprint(json.dumps(list(csv.DictReader(io.StringIO(given.removeprefix('\\ufeff'), newline='')))))", toCsv(app).join(""));

test("the CSV file has a byte order mark and ends its rows with CR LF", () => {
  const text = toCsv(makeApp()).join("");
  assert.ok(text.startsWith("\ufeffid,says,speaker,") && text.endsWith("\r\n"));
});

test("Python reads a row a claim from the CSV file, and no cell is lost", () => {
  const rows = rowsOf(makeApp());
  assert.deepEqual(rows.map(({ id }) => id), ["c0", "c1", "c2", "c3"]);
  for (const row of rows) assert.deepEqual([Object.keys(row).length, "" in row, Object.values(row).includes(/** @type {any} */ (null))], [26, false, false]);
});

test("words of the CSV file come back, those that begin as a formula behind an apostrophe", () => {
  const rows = rowsOf(makeApp());
  assert.deepEqual(rows.map(({ says }) => says), ['They said "go", and =left', "'=cmd|' /C calc'!A0", "line\none", "Пут, 90 km"]);
  assert.deepEqual([rows[1].note, rows[1].source], ["'@note", "'+News"]);
});

test("lists stand in one cell of the CSV file", () => {
  const [first, second] = rowsOf(makeApp());
  assert.deepEqual([first.topics, second.places, second.roles, second.source_chain], ["camps; borders", "Serbia; Hungary", "from; to", "'+News; Report"]);
});

test("what is missing is an empty cell of the CSV file", () => {
  const [first, second, third] = rowsOf(makeApp());
  assert.deepEqual([first.note, first.recorded_by, second.about, second.url, third.longitude, third.precision_m], ["", "", "", "", "", ""]);
});

test("only the claims that pass are written", () => {
  const app = makeApp();
  app.filter.shown = Uint32Array.of(2);
  assert.deepEqual(rowsOf(app).map(({ id }) => id), ["c2"]);
  assert.deepEqual(JSON.parse(toGeoJson(app).join("")).features.map((/** @type {any} */ one) => one.id), ["c2"]);
});

test("the precision is told of a claim with one place that has one", () => {
  assert.deepEqual([0, 1, 2, 3].map((i) => plainClaim(makeApp(), i).precision_m), [250, null, null, null]);
});

test("dates are told in EDTF and stances by their names", () => {
  const { about, reported, stance } = plainClaim(makeApp(), 3);
  assert.deepEqual([about, reported, stance], ["2015-09-15~/..", "2015-09", "alleges"]);
});

test("figures are told in words", () => {
  assert.deepEqual(plainClaim(makeApp(), 0).quantities, ["crossings: 1,000 to 2,000 people per day"]);
});

test("the citation names title, date and version", () => {
  assert.equal(citation(makeApp()), "Route. January 2023. Made with balkanroute 9.9.");
});

test("the citation of a page without a date says so", () => {
  const app = makeApp();
  app.store.meta.date = "";
  assert.equal(citation(app), `Route. ${EN["claim.undated"]}. Made with balkanroute 9.9.`);
});

/** @param {any} app */
const geoJson = (app) => JSON.parse(toGeoJson(app).join(""));

test("the GeoJSON file is a collection of a feature a claim", () => {
  const { type, features, title, licence, attribution } = geoJson(makeApp());
  assert.deepEqual([type, title, licence, attribution], ["FeatureCollection", "Route", "CC0-1.0", ["© a", "b"]]);
  assert.deepEqual(features.map((/** @type {any} */ one) => [one.type, one.id]), [["Feature", "c0"], ["Feature", "c1"], ["Feature", "c2"], ["Feature", "c3"]]);
});

test("a claim at a spot is a point, longitude first, of five decimals", () => {
  assert.deepEqual(geoJson(makeApp()).features[0].geometry, { type: "Point", coordinates: [19.23457, 45.12346] });
});

test("a claim at several places is a collection of their shapes, with holes", () => {
  const { type, geometries } = geoJson(makeApp()).features[1].geometry;
  assert.equal(type, "GeometryCollection");
  assert.deepEqual(geometries.map((/** @type {any} */ one) => one.type), ["MultiPolygon", "MultiLineString"]);
  assert.deepEqual(geometries[0].coordinates.map((/** @type {any} */ polygon) => polygon.length), [2, 1]);
  assert.deepEqual(geometries[0].coordinates[0][1], [[1, 1], [1, 1.5], [1.5, 1.5], [1, 1]]);
});

test("a claim along a line is lines", () => {
  assert.deepEqual(geoJson(makeApp()).features[3].geometry, { type: "MultiLineString", coordinates: [[[1, 2], [3.12346, 4]]] });
});

test("a claim without a place has no geometry", () => {
  assert.equal(geoJson(makeApp()).features[2].geometry, null);
});

test("words of the GeoJSON file stand as they were said", () => {
  const { properties } = geoJson(makeApp()).features[1];
  assert.deepEqual([properties.says, properties.note, properties.topics, properties.disputed], ["=cmd|' /C calc'!A0", "@note", [], false]);
});

test("a GeoJSON file of no claims is whole", () => {
  const app = makeApp();
  app.filter.shown = new Uint32Array(0);
  assert.deepEqual(geoJson(app).features, []);
});

test("shapely reads every geometry of the GeoJSON file", () => {
  const read = python("from shapely.geometry import shape\nprint(json.dumps([one['geometry'] and [shape(one['geometry']).geom_type, shape(one['geometry']).is_empty] for one in given['features']]))", geoJson(makeApp()));
  assert.deepEqual(read, [["Point", false], ["GeometryCollection", false], null, ["MultiLineString", false]]);
});
