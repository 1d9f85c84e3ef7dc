import assert from "node:assert/strict";
import { test } from "node:test";

import { Lists, Texts, openTable } from "../../balkanroute/render/static/columns.js";
import { inflate } from "../../balkanroute/render/static/inflate.js";
import { column, python } from "./python.js";

const TEXTS = ["Šid", "", "🚆 до Суботице", "مرحبا", "a\u0000b", "\n\"x\",", "e\u0301", "", "end"];
const WORDS = ["news", "", "report", "news", "вести", "", "report"];
const INTS = {
  bytes: [-1, 0, 1, 127, 254],
  pairs: [-1, 0, 255, 256, 65534],
  quads: [-1, 65535, 65536, 16777215, 16777217, 99999999],
  empty: [],
  missing: [-1, -1, -1],
};
const LISTS = [[], [3], [1, 1, 70000], [], [0, 255, 256]];
const PATHS = [
  [[19.1234, 45.5], [19.1234, 45.5], [19.1235, 45.4999], [-179.9999, -89.5]],
  [[179.9999, 89.9999], [0, 0]],
  [],
  [[20.0001, 44]],
];
const FLOATS = ["nan", "0.1", "-1e-300", "1.7976931348623157e308", "-0.0", "inf", "250.0"];
const MANY = 60_000;

const BLOCKS = python(
  `
import numpy as np
from balkanroute.render.columns import Table, letters
blocks = {}
table = Table()
head = {"ints": {name: table.ints(values) for name, values in given["ints"].items()}}
head["note"] = "Ђердап {\`<\`} \\u2028"
blocks["ints"] = table.pack(head)
table = Table()
blocks["all"] = table.pack({
    "texts": table.texts(given["texts"]),
    "words": table.words([word or None for word in given["words"]]),
    "floats": table.floats([float(one) for one in given["floats"]]),
    "lists": table.lists(given["lists"]),
    "paths": table.paths([np.array(line, dtype=float).reshape(-1, 2) for line in given["paths"]], 0.0001),
    "none": {"texts": table.texts([]), "words": table.words([]), "floats": table.floats([]), "lists": table.lists([]), "paths": table.paths([], 0.0001)},
    "same": {"ints": table.ints([7] * 4), "floats": table.floats([0.5] * 4), "missing": table.floats([float("nan")] * 2)},
    "last": table.ints([7, 8]),
})
table = Table()
blocks["high"] = table.pack({"ints": table.ints([-1, 2**31 - 2]), "lists": table.lists([[2**31 - 2]])})
table = Table()
blocks["odd"] = table.pack({"texts": table.texts(["\\ufeffmarked", "half \\ud83d"])})
table = Table()
blocks["many"] = table.pack({"ints": table.ints(range(given["many"])), "texts": table.texts([f"č{i}" for i in range(given["many"])])})
blocks["raw"] = letters(bytes(range(256)) * 3)
print(json.dumps(blocks))
`,
  { ints: INTS, texts: TEXTS, words: WORDS, lists: LISTS, paths: PATHS, floats: FLOATS, many: MANY },
);

/** @param {string} name */
const open = async (name) => openTable(await inflate(BLOCKS[name]));

test("inflate gives back the bytes that Python packed", async () => {
  assert.deepEqual(Array.from(await inflate(BLOCKS.raw)), Array.from({ length: 768 }, (_, i) => i % 256));
});

test("inflate refuses letters that are no block", async () => {
  await assert.rejects(inflate("bm90IGRlZmxhdGVk"));
});

test("inflate refuses a block that was cut off", async () => {
  await assert.rejects(inflate(BLOCKS.raw.slice(0, 40)));
});

test("the head of a table keeps every letter", async () => {
  assert.equal((await open("ints")).head.note, "Ђердап {`<`} \u2028");
});

for (const [name, values] of Object.entries(INTS)) {
  test(`whole numbers come back: ${name}`, async () => {
    const table = await open("ints");
    assert.deepEqual(Array.from(table.ints(table.head.ints[name])), values);
  });
}

test("whole numbers are written one, two or four bytes wide as the highest asks", async () => {
  const { head } = await open("ints");
  assert.deepEqual([head.ints.bytes.w, head.ints.pairs.w, head.ints.quads.w], [1, 2, 4]);
});

test("the highest whole number that Python writes comes back", async () => {
  const table = await open("high");
  assert.deepEqual(Array.from(table.ints(table.head.ints)), [-1, 2 ** 31 - 2]);
});

test("the highest member of a list that Python writes comes back", async () => {
  const table = await open("high");
  assert.deepEqual(Array.from(table.lists(table.head.lists).get(0)), [2 ** 31 - 2]);
});

test("numbers come back to the last bit, and a missing one is NaN", async () => {
  const table = await open("all");
  const floats = Array.from(table.floats(table.head.floats));
  assert.deepEqual(floats, [NaN, 0.1, -1e-300, Number.MAX_VALUE, -0, Infinity, 250]);
});

test("texts come back: emoji, Arabic, a zero, line ends, marks and the empty one", async () => {
  const table = await open("all");
  assert.deepEqual(table.texts(table.head.texts).all(), TEXTS);
});

test("a text that begins with a byte order mark keeps it", async () => {
  const table = await open("odd");
  assert.equal(table.texts(table.head.texts).get(0), "\ufeffmarked");
});

test("half a surrogate pair becomes a question mark", async () => {
  const table = await open("odd");
  assert.equal(table.texts(table.head.texts).get(1), "half ?");
});

test("a text that is missing is empty", () => {
  const { bytes, starts } = column(["a", "b"]);
  const texts = new Texts(bytes, () => starts, starts.length - 1);
  assert.deepEqual([texts.get(-1), texts.get(-2), texts.get(2), texts.get(1)], ["", "", "", "b"]);
});

test("find tells the first place of a text", () => {
  const { bytes, starts } = column(["a", "b", "ab", "b"]);
  assert.equal(new Texts(bytes, () => starts, starts.length - 1).find("b"), 1);
});

test("find does not take the beginning of a text for the text", () => {
  const { bytes, starts } = column(["ab", "abc"]);
  assert.equal(new Texts(bytes, () => starts, starts.length - 1).find("a"), -1);
});

test("words come back by their codes, and a missing one is -1", async () => {
  const table = await open("all");
  const { codes, of } = table.words(table.head.words);
  assert.deepEqual(Array.from(codes), [0, -1, 1, 0, 2, -1, 1]);
  assert.deepEqual(Array.from(codes, (code) => of.get(code)), WORDS);
});

test("lists come back, the empty ones too", async () => {
  const table = await open("all");
  const lists = table.lists(table.head.lists);
  assert.equal(lists.n, LISTS.length);
  assert.deepEqual(LISTS.map((_, i) => Array.from(lists.get(i))), LISTS);
});

test("a list does not reach into the next one", () => {
  const lists = new Lists(Uint32Array.of(0, 2, 2, 3), Uint32Array.of(5, 6, 7));
  assert.deepEqual([0, 1, 2].map((i) => Array.from(lists.get(i))), [[5, 6], [], [7]]);
});

test("paths come back on their grid, without corners that stand still", async () => {
  const table = await open("all");
  const grid = table.paths(table.head.paths).map((line) => Array.from(line, (degrees) => Math.round(degrees / 0.0001)));
  assert.deepEqual(grid, [
    [191234, 455000, 191235, 454999, -1799999, -895000],
    [1799999, 899999, 0, 0],
    [],
    [200001, 440000],
  ]);
});

test("the corners of paths are in degrees", async () => {
  const table = await open("all");
  const [[x, y]] = table.paths(table.head.paths);
  assert.ok(Math.abs(x - 19.1234) < 1e-9 && Math.abs(y - 45.5) < 1e-9);
});

test("columns of nothing come back empty", async () => {
  const table = await open("all");
  const { none } = table.head;
  const got = [table.texts(none.texts).n, table.words(none.words).codes.length, table.floats(none.floats).length, table.lists(none.lists).n, table.paths(none.paths).length];
  assert.deepEqual(got, [0, 0, 0, 0, 0]);
});

test("a column stands where its record says, whatever stands before it", async () => {
  const table = await open("all");
  assert.deepEqual(Array.from(table.ints(table.head.last)), [7, 8]);
});

test("a column of one number throughout comes back", async () => {
  const table = await open("all");
  const { ints, floats, missing } = table.head.same;
  assert.deepEqual([table.ints(ints), table.floats(floats), table.floats(missing)], [Int32Array.of(7, 7, 7, 7), Float64Array.of(0.5, 0.5, 0.5, 0.5), Float64Array.of(NaN, NaN)]);
});

test("the bounds of a path are those of its corners, in steps", async () => {
  const table = await open("all");
  const [{ west, south, east, north }] = table.traces(table.head.paths);
  assert.deepEqual([west, south, east, north], [-1799999, -895000, 191235, 455000]);
});

test("a block that is larger than one chunk of the stream comes back whole", async () => {
  const table = await open("many");
  const texts = table.texts(table.head.texts);
  assert.equal(table.ints(table.head.ints).reduce((sum, one) => sum + one, 0), (MANY * (MANY - 1)) / 2);
  assert.deepEqual([texts.n, texts.get(MANY - 1)], [MANY, `č${MANY - 1}`]);
});
