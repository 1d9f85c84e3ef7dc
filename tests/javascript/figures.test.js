import assert from "node:assert/strict";
import { test } from "node:test";

import { judge, kindOf } from "../../balkanroute/render/static/figures.js";

/** @typedef {import("../../balkanroute/render/static/figures.js").Told} Told */

/**
 * A figure of 10 crossings on day 5, or of what else is given.
 * @param {Partial<Told["figure"]>} [figure]
 * @param {Partial<Told>} [told]
 * @returns {Told}
 */
const told = (figure = {}, told_ = {}) => ({
  claim: 0,
  kind: "crossings",
  figure: { what: "crossings", unit: "person", per: "", low: NaN, high: NaN, best: 10, note: "", ...figure },
  days: [5, 5],
  topics: [1],
  places: [1],
  ...told_,
});

/** @type {[string, Told, string, string[]][]} */
const CASES = [
  ["the same", told(), "agree", ["meet"]],
  ["another number", told({ best: 11 }), "differ", ["ranges"]],
  ["a range that holds it", told({ low: 5, high: 15, best: NaN }), "agree", ["meet"]],
  ["a range beside it", told({ low: 11, high: 15, best: 12 }), "differ", ["ranges"]],
  ["an open range", told({ low: 3, best: NaN }), "agree", ["meet"]],
  ["zero, which is a number", told({ best: 0 }), "differ", ["ranges"]],
  ["another unit", told({ unit: "attempt" }), "refused", ["units"]],
  ["another unit of another thing", told({ unit: "attempt", what: "raids" }), "refused", ["units"]],
  ["a rate", told({ per: "day" }), "refused", ["per"]],
  ["another thing", told({ what: "arrests" }), "refused", ["things"]],
  ["another topic", told({}, { topics: [2] }), "refused", ["topic"]],
  ["no topic", told({}, { topics: [] }), "agree", ["meet"]],
  ["another place", told({}, { places: [2] }), "refused", ["place"]],
  ["no place", told({}, { places: [] }), "refused", ["noPlace"]],
  ["no period", told({}, { days: null }), "refused", ["noPeriod"]],
  ["a longer period", told({}, { days: [5, 6] }), "series", ["totals"]],
  ["several reasons", told({ unit: "attempt", per: "day" }, { places: [] }), "refused", ["units", "per", "noPlace"]],
];

for (const [name, other, verdict, reasons] of CASES) {
  test(`a figure beside ${name}: ${verdict}`, () => {
    assert.deepEqual(judge(told(), other, false), { verdict, reasons });
    assert.deepEqual(judge(other, told(), false), { verdict, reasons });
  });
}

test("a count that takes the place of another is of a series with it", () => {
  assert.deepEqual(judge(told(), told({ best: 11 }), true), { verdict: "series", reasons: ["supersedes"] });
});

test("rates of periods that overlap are compared, of others they are a series", () => {
  const rate = told({ per: "day" }, { days: [1, 5] });
  assert.equal(judge(rate, told({ per: "day" }, { days: [4, 9] }), false).verdict, "agree");
  assert.deepEqual(judge(rate, told({ per: "day" }, { days: [6, 9] }), false), { verdict: "series", reasons: ["apart"] });
});

test("case and spaces do not make another thing", () => {
  assert.equal(kindOf(told({ what: " Crossings  of a border" }).figure), kindOf(told({ what: "crossings of a Border" }).figure));
});
