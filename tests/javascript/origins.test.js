import assert from "node:assert/strict";
import { test } from "node:test";

import { firstCarriers } from "../../balkanroute/render/static/origins.js";
import { OPEN_END, OPEN_START } from "../../balkanroute/render/static/store.js";

/* Sources published on day 10, some day of 1 to 30, day 20, on no day known, and before day 15. */
const store = {
  sources: { published: [0, 1, 2, -1, 3] },
  periods: { earliest: [10, 1, 20, OPEN_START], latest: [10, 30, 20, 15] },
};

test("a lone carrier is the first", () => {
  assert.deepEqual(firstCarriers(store, [2]), [2]);
});

test("a carrier that certainly came later than another is not among the first", () => {
  assert.deepEqual(firstCarriers(store, [2, 0]), [0]);
});

test("where the dates overlap both may be the first, the one that may be earlier before the other", () => {
  assert.deepEqual(firstCarriers(store, [0, 1, 2]), [1, 0]);
});

test("a carrier without a first day may be the first, and stands last", () => {
  assert.deepEqual(firstCarriers(store, [3, 0, 2]), [0, 3]);
  assert.deepEqual(firstCarriers(store, [4, 0, 2]), [0, 4]);
});

test("carriers without any day are all that may be", () => {
  assert.deepEqual(firstCarriers({ sources: { published: [-1, -1] }, periods: { earliest: [], latest: [] } }, [1, 0]), [1, 0]);
});

test("an end that is open settles nothing", () => {
  const open = { sources: { published: [0, 1] }, periods: { earliest: [5, 9], latest: [OPEN_END, OPEN_END] } };
  assert.deepEqual(firstCarriers(open, [1, 0]), [0, 1]);
});

test("the list that was given is left as it was", () => {
  const given = [2, 0, 1];
  firstCarriers(store, given);
  assert.deepEqual(given, [2, 0, 1]);
});
