import assert from "node:assert/strict";
import { test } from "node:test";

import { OPEN_END, OPEN_START, reportedOf } from "../../balkanroute/render/static/store.js";
import { binsOf, passingTime, spanOf, spansOf, usualKind } from "../../balkanroute/render/static/timeline.js";

/**
 * A store of claims with periods.
 * @param {[number, number][]} periods - the first and the last day of each
 * @param {number[]} reported - the period of each claim
 * @param {number[]} [about]
 * @returns {any}
 */
const storeOf = (periods, reported, about = reported.map(() => -1)) => ({
  claims: { n: reported.length, reported: Int32Array.from(reported), about: Int32Array.from(about) },
  periods: { n: periods.length, earliest: Int32Array.from(periods, ([start]) => start), latest: Int32Array.from(periods, ([, end]) => end) },
});
const EVERY = () => true;
/** @param {Float64Array} bars */
const total = (bars) => bars.reduce((sum, one) => sum + one, 0);
/** @param {any} store @param {any} brush */
const passing = (store, brush) => Array.from(passingTime(store, { from: null, to: null, by: "reported", undated: true, ...brush }) ?? ["all"]);

test("a claim was reported when its source was published, and has no date where that has none", () => {
  assert.deepEqual(Array.from(reportedOf(Int32Array.of(2, 0, 1, 2), Int32Array.of(7, -1, 3))), [3, 7, -1, 3]);
});

for (const [what, reported, about, kind] of /** @type {[string, number[], number[], string][]} */ ([
  ["both kinds", [0], [0], "reported"],
  ["reports only", [0], [-1], "reported"],
  ["what happened only", [-1], [0], "about"],
  ["neither", [-1], [-1], "reported"],
])) {
  test(`where ${what} has dates, the page starts with "${kind}"`, () => assert.equal(usualKind(spansOf(storeOf([[10, 12]], reported, about))), kind));
}

test("the span reaches from the first day to the last of the claims' periods", () => {
  assert.deepEqual(spanOf(storeOf([[10, 10], [5, 20], [12, 30]], [0, 1, 2, 1]), "reported"), [5, 30]);
});

test("a period that no claim has does not widen the span", () => {
  assert.deepEqual(spanOf(storeOf([[10, 12], [-500, 900]], [0, -1]), "reported"), [10, 12]);
});

test("the span is of the dates that are asked for", () => {
  const store = storeOf([[10, 12], [100, 120]], [0, 0], [1, -1]);
  assert.deepEqual([spanOf(store, "reported"), spanOf(store, "about")], [[10, 12], [100, 120]]);
});

test("claims without a date have no span", () => {
  assert.equal(spanOf(storeOf([[10, 12]], [-1, -1]), "reported"), null);
});

test("an open end counts as the other end", () => {
  assert.deepEqual(spanOf(storeOf([[40, OPEN_END], [OPEN_START, 7]], [0, 1]), "reported"), [7, 40]);
});

test("an open end beside closed periods does not move the span", () => {
  assert.deepEqual(spanOf(storeOf([[40, OPEN_END], [OPEN_START, 50], [30, 60]], [0, 1, 2]), "reported"), [30, 60]);
});

test("a period that is open on both sides has no span", () => {
  assert.equal(spanOf(storeOf([[OPEN_START, OPEN_END]], [0]), "reported"), null);
});

test("days before 1970 are days as others", () => {
  assert.deepEqual(spanOf(storeOf([[-20, -10], [-5, 3]], [0, 1]), "reported"), [-20, 3]);
});

test("a brush that cuts nothing makes no mask", () => {
  assert.deepEqual(passing(storeOf([[1, 2]], [0, -1]), {}), ["all"]);
});

test("a brush keeps the claims whose period touches it, at its very edges too", () => {
  const store = storeOf([[1, 9], [1, 10], [20, 30], [21, 30], [12, 14], [0, 90]], [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(passing(store, { from: 10, to: 20 }), [0, 1, 1, 0, 1, 1]);
});

test("a brush of one side cuts that side only", () => {
  const store = storeOf([[1, 9], [10, 10], [11, 30]], [0, 1, 2]);
  assert.deepEqual(passing(store, { from: 10 }), [0, 1, 1]);
  assert.deepEqual(passing(store, { to: 10 }), [1, 1, 0]);
});

test("day 0 is a side of a brush as others", () => {
  const store = storeOf([[-5, -1], [0, 0], [1, 3]], [0, 1, 2]);
  assert.deepEqual(passing(store, { from: 0 }), [0, 1, 1]);
  assert.deepEqual(passing(store, { to: 0 }), [1, 1, 0]);
});

test("an open end reaches as far as the brush", () => {
  const store = storeOf([[15, OPEN_END], [OPEN_START, 15], [OPEN_START, OPEN_END]], [0, 1, 2]);
  assert.deepEqual(passing(store, { from: 1000, to: 2000 }), [1, 0, 1]);
  assert.deepEqual(passing(store, { from: -2000, to: -1000 }), [0, 1, 1]);
});

test("an undated claim passes where undated ones are wanted", () => {
  const store = storeOf([[10, 12]], [0, -1]);
  assert.deepEqual(passing(store, { from: 0, to: 5 }), [0, 1]);
  assert.deepEqual(passing(store, { from: 0, to: 50, undated: false }), [1, 0]);
});

test("only dated claims pass without a brush where undated ones are not wanted", () => {
  assert.deepEqual(passing(storeOf([[10, 12]], [0, -1, 0]), { undated: false }), [1, 0, 1]);
});

test("the brush looks at the dates that are asked for", () => {
  const store = storeOf([[10, 12], [100, 120]], [0, 0], [1, -1]);
  assert.deepEqual(passing(store, { from: 90, by: "about", undated: false }), [1, 0]);
});

test("a claim of one day is sure in its bin", () => {
  const { first, size, sure, soft } = binsOf(storeOf([[12, 12], [14, 14]], [0, 0, 1]), "reported", [10, 14], EVERY);
  assert.deepEqual([first, size, Array.from(sure), total(soft)], [10, 1, [0, 0, 2, 0, 1], 0]);
});

test("a claim that may lie in several bins is spread over them evenly", () => {
  const { sure, soft } = binsOf(storeOf([[11, 14]], [0, 0]), "reported", [10, 15], EVERY);
  assert.deepEqual([Array.from(soft), total(sure)], [[0, 0.5, 0.5, 0.5, 0.5, 0], 0]);
});

test("a claim that lies in one bin of several days is sure", () => {
  const { size, sure, soft } = binsOf(storeOf([[2, 3], [0, 479]], [0]), "reported", [0, 479], EVERY);
  assert.deepEqual([size, sure[0], total(soft)], [4, 1, 0]);
});

test("bins keep the sum of the dated claims, whatever their periods", () => {
  const store = storeOf(
    [[0, 0], [3, 900], [OPEN_START, 4], [700, OPEN_END], [OPEN_START, OPEN_END], [999, 999], [-50, -40], [2000, 3000], [998, OPEN_END]],
    [0, 1, 2, 3, 4, 5, 6, 7, 8, -1, 1, 4],
  );
  for (const span of /** @type {[number, number][]} */ ([[0, 999], [0, 0], [-40, 2000], [100, 101]])) {
    const { sure, soft } = binsOf(store, "reported", span, EVERY);
    assert.ok(Math.abs(total(sure) + total(soft) - 11) < 1e-9, span.join());
  }
});

test("bins count only the claims that pass", () => {
  const { sure, soft } = binsOf(storeOf([[1, 1], [0, 3]], [0, 0, 1]), "reported", [0, 3], (i) => i === 1);
  assert.deepEqual([total(sure), total(soft)], [1, 0]);
});

test("there are no more than 120 bins, and they reach the last day", () => {
  for (const last of [0, 1, 118, 119, 120, 121, 239, 240, 5000, 100_003]) {
    const { size, sure } = binsOf(storeOf([[last, last]], [0]), "reported", [0, last], EVERY);
    assert.ok(sure.length <= 120 && size * sure.length > last, String(last));
    assert.equal(sure[sure.length - 1], 1, String(last));
  }
});
