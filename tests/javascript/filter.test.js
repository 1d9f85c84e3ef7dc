import assert from "node:assert/strict";
import { test } from "node:test";

import { Lists } from "../../balkanroute/render/static/columns.js";
import { FACETS, Filter } from "../../balkanroute/render/static/filter.js";
import { PRECISIONS, STANCES } from "../../balkanroute/render/static/store.js";

/** @param {number[][]} lists */
function listsOf(lists) {
  const starts = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => (starts[i + 1] = starts[i] + list.length));
  return new Lists(starts, Uint32Array.from(lists.flat()));
}

/** A place in the role that has the number 3. @param {number} place */
const from = (place) => place * 8 + 3;

/*  claim   topics  speaker  stance  source  places  origins  precision
    0       0       0        0       0       0       0        0
    1       0, 1    1        0       1       0, 1    0        0, 2
    2       -       1        6       1       -       1        6
    3       1       2        1       2       1, 1    2, 0     2          */
const makeFilter = () => new Filter(/** @type {any} */ ({
  claims: {
    n: 4,
    topicLists: listsOf([[0], [0, 1], [], [1]]),
    speaker: Int32Array.of(0, 1, 1, 2),
    stance: Int32Array.of(0, 0, 6, 1),
    source: Int32Array.of(0, 1, 1, 2),
    placeLists: listsOf([[from(0)], [from(0), from(1)], [], [from(1)]]),
  },
  topics: ["camps", "borders"],
  agents: { n: 3 },
  sources: { n: 3 },
  places: { n: 2 },
  roots: listsOf([[0], [0], [1], [2, 0]]),
  precision: listsOf([[0], [0, 2], [6], [2]]),
}));

/** @param {Filter} filter */
const shown = (filter) => Array.from(filter.shown);

test("at first every claim is shown", () => {
  assert.deepEqual(shown(makeFilter()), [0, 1, 2, 3]);
});

test("one value of a facet keeps the claims that have it", () => {
  const filter = makeFilter();
  filter.choose("speaker", new Set([1]));
  assert.deepEqual(shown(filter), [1, 2]);
});

test("several values of one facet are or", () => {
  const filter = makeFilter();
  filter.choose("speaker", new Set([0, 2]));
  assert.deepEqual(shown(filter), [0, 3]);
});

test("several facets are and", () => {
  const filter = makeFilter();
  filter.choose("speaker", new Set([0, 1]));
  filter.choose("topic", new Set([1]));
  assert.deepEqual(shown(filter), [1]);
});

test("a claim with several values passes when one of them is chosen", () => {
  const filter = makeFilter();
  filter.choose("origin", new Set([0]));
  assert.deepEqual(shown(filter), [0, 1, 3]);
});

test("a place is chosen whatever its role", () => {
  const filter = makeFilter();
  filter.choose("place", new Set([1]));
  assert.deepEqual(shown(filter), [1, 3]);
});

test("claims without a topic have a value of their own", () => {
  const filter = makeFilter();
  filter.choose("topic", new Set([2]));
  assert.deepEqual(shown(filter), [2]);
});

test("no topic and a topic are or", () => {
  const filter = makeFilter();
  filter.choose("topic", new Set([0, 2]));
  assert.deepEqual(shown(filter), [0, 1, 2]);
});

test("claims that stand nowhere are chosen by their precision", () => {
  const filter = makeFilter();
  filter.choose("precision", new Set([PRECISIONS.indexOf("unplaced")]));
  assert.deepEqual(shown(filter), [2]);
});

test("a value that no claim has leaves none", () => {
  const filter = makeFilter();
  filter.choose("stance", new Set([STANCES.indexOf("warns")]));
  assert.deepEqual(shown(filter), []);
});

test("a value that there is not leaves none and does no harm", () => {
  const filter = makeFilter();
  filter.choose("speaker", new Set([99]));
  assert.deepEqual(shown(filter), []);
  filter.choose("speaker", null);
  assert.deepEqual(shown(filter), [0, 1, 2, 3]);
});

for (const [what, nothing] of /** @type {[string, Set<number>|null][]} */ ([["null", null], ["an empty set", new Set()]])) {
  test(`choosing ${what} lifts the facet alone`, () => {
    const filter = makeFilter();
    filter.choose("speaker", new Set([1]));
    filter.choose("topic", new Set([0]));
    filter.choose("speaker", nothing);
    assert.deepEqual(shown(filter), [0, 1]);
    assert.equal(filter.chosen("speaker").size, 0);
  });
}

test("counts without a filter count every claim of each value", () => {
  const filter = makeFilter();
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, Array.from(filter.counts(facet))]));
  assert.deepEqual(counts, {
    topic: [2, 2, 1], speaker: [1, 2, 1], stance: [2, 1, 0, 0, 0, 0, 1], source: [1, 2, 1], origin: [3, 1, 1], place: [2, 2], precision: [2, 0, 2, 0, 0, 0, 1],
  });
});

test("the counts of a facet ignore its own choice", () => {
  const filter = makeFilter();
  filter.choose("speaker", new Set([0]));
  assert.deepEqual(Array.from(filter.counts("speaker")), [1, 2, 1]);
});

test("the counts of a facet obey the choice of another", () => {
  const filter = makeFilter();
  filter.choose("topic", new Set([0]));
  assert.deepEqual(Array.from(filter.counts("speaker")), [1, 1, 0]);
  filter.choose("speaker", new Set([0]));
  assert.deepEqual(Array.from(filter.counts("topic")), [1, 0, 0]);
});

test("counts obey a test", () => {
  const filter = makeFilter();
  filter.test("time", Uint8Array.of(0, 1, 1, 0));
  assert.deepEqual(Array.from(filter.counts("source")), [0, 2, 0]);
});

test("a test keeps the claims of its mask", () => {
  const filter = makeFilter();
  filter.test("text", Uint8Array.of(1, 0, 0, 1));
  assert.deepEqual(shown(filter), [0, 3]);
});

test("a test without a mask lets everything pass", () => {
  const filter = makeFilter();
  filter.test("text", Uint8Array.of(1, 0, 0, 1));
  filter.test("text", null);
  assert.deepEqual(shown(filter), [0, 1, 2, 3]);
});

test("tests and facets are and, and each is lifted alone", () => {
  const filter = makeFilter();
  filter.test("text", Uint8Array.of(1, 1, 0, 1));
  filter.test("time", Uint8Array.of(0, 1, 1, 1));
  filter.test("view", Uint8Array.of(1, 1, 1, 0));
  filter.choose("topic", new Set([0]));
  assert.deepEqual(shown(filter), [1]);
  filter.test("time", null);
  assert.deepEqual(shown(filter), [0, 1]);
  filter.test("view", null);
  filter.choose("topic", null);
  assert.deepEqual(shown(filter), [0, 1, 3]);
});

test("passes and passesBut tell a claim's own state", () => {
  const filter = makeFilter();
  filter.test("time", Uint8Array.of(0, 1, 0, 1));
  filter.choose("speaker", new Set([0, 1]));
  assert.deepEqual([0, 1, 2, 3].map((i) => filter.passes(i)), [false, true, false, false]);
  assert.deepEqual([0, 1, 2, 3].map((i) => filter.passesBut("time", i)), [true, true, true, false]);
  assert.deepEqual([0, 1, 2, 3].map((i) => filter.passesBut("speaker", i)), [false, true, false, true]);
});

test("chooseAll chooses what it names and lifts the rest", () => {
  const filter = makeFilter();
  filter.choose("speaker", new Set([2]));
  filter.choose("stance", new Set([1]));
  filter.chooseAll({ topic: [0], stance: [0, 6] });
  assert.deepEqual(shown(filter), [0, 1]);
  assert.deepEqual([filter.chosen("speaker").size, [...filter.chosen("stance")]], [0, [0, 6]]);
});

test("chooseAll leaves tests as they are", () => {
  const filter = makeFilter();
  filter.test("text", Uint8Array.of(1, 0, 0, 1));
  filter.chooseAll({});
  assert.deepEqual(shown(filter), [0, 3]);
});

test("chooseAll with nothing lifts every facet", () => {
  const filter = makeFilter();
  filter.choose("speaker", new Set([2]));
  filter.choose("place", new Set([0]));
  filter.chooseAll({});
  assert.deepEqual(shown(filter), [0, 1, 2, 3]);
});

test("chosen tells what is chosen, and nothing where nothing is", () => {
  const filter = makeFilter();
  filter.choose("source", new Set([2]));
  assert.deepEqual([[...filter.chosen("source")], [...filter.chosen("topic")]], [[2], []]);
});

test("each listener is told once of each change, when the claims are known", () => {
  const filter = makeFilter();
  /** @type {number[][]} */
  const told = [];
  filter.listen(() => told.push(shown(filter)));
  filter.listen(() => told.push([-1]));
  filter.choose("speaker", new Set([2]));
  filter.test("text", Uint8Array.of(0, 0, 0, 0));
  filter.chooseAll({ topic: [0], place: [0], stance: [0] });
  assert.deepEqual(told, [[3], [-1], [], [-1], [], [-1]]);
});

test("a change makes a new array, by which a drawing knows that it is old", () => {
  const filter = makeFilter();
  const before = filter.shown;
  filter.choose("speaker", new Set([2]));
  assert.notEqual(filter.shown, before);
  assert.deepEqual(Array.from(before), [0, 1, 2, 3]);
});

test("many changes together are told once, when all are made", () => {
  const filter = makeFilter();
  /** @type {number[][]} */
  const told = [];
  filter.listen(() => told.push(Array.from(filter.shown)));
  filter.together(() => {
    filter.choose("speaker", new Set([1, 2]));
    filter.test("text", Uint8Array.of(1, 1, 0, 1));
    filter.chooseAll({ speaker: [1, 2], stance: [0] });
  });
  assert.deepEqual(told, [[1]]);
});

test("when all filters are lifted all claims pass again, in their order", () => {
  const filter = makeFilter();
  filter.test("text", Uint8Array.of(0, 1, 0, 0));
  filter.choose("speaker", new Set([1]));
  filter.test("text", null);
  filter.choose("speaker", null);
  assert.equal(filter.active, 0);
  assert.deepEqual([Array.from(filter.shown), Array.from(filter.fails)], [[0, 1, 2, 3], [0, 0, 0, 0]]);
});
