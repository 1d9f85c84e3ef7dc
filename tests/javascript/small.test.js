import assert from "node:assert/strict";
import { test } from "node:test";

import { late, once } from "../../balkanroute/render/static/columns.js";
import { clearOf } from "../../balkanroute/render/static/counts.js";
import { capital, el, fill, link } from "../../balkanroute/render/static/dom.js";
import { topValues } from "../../balkanroute/render/static/facets.js";
import { sortClaims } from "../../balkanroute/render/static/list.js";
import { group } from "../../balkanroute/render/static/store.js";
import { fileName } from "../../balkanroute/render/static/takeaway.js";

/* A document of which only the little is there that makes elements. */
class FakeNode {
  /** @param {string} tag @param {string} text */
  constructor(tag, text = "") {
    this.tag = tag;
    this.text = text;
    /** @type {Object<string, string>} */
    this.attributes = {};
    /** @type {FakeNode[]} */
    this.children = [];
    /** @type {[string, () => void][]} */
    this.listeners = [];
  }

  /** @param {FakeNode} child */
  appendChild(child) {
    this.children.push(child);
  }

  /** @param {string} name @param {string} value */
  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  /** @param {string} name @param {() => void} listener */
  addEventListener(name, listener) {
    this.listeners.push([name, listener]);
  }
}
Object.assign(globalThis, {
  Node: FakeNode,
  document: { createElement: (/** @type {string} */ tag) => new FakeNode(tag), createTextNode: (/** @type {string} */ text) => new FakeNode("#text", text) },
});
/** @param {string} address @returns {any} */
const linked = (address) => link(address, "words");

for (const address of ["https://example.org/a?b#c", "http://example.org", "mailto:a@example.org", "HTTPS://EXAMPLE.ORG"]) {
  test(`a link leads to ${address}`, () => {
    const { tag, attributes, children } = linked(address);
    assert.deepEqual([tag, attributes.href, attributes.rel, children[0].text], ["a", address, "noopener noreferrer", "words"]);
  });
}

for (const address of ["javascript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "JavaScript:alert(1)", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd", "blob:https://a/b", "ftp://a/b", "/relative", "//example.org", "", "no address"]) {
  test(`an address that may not be followed is words only: ${JSON.stringify(address)}`, () => {
    const { tag, text } = linked(address);
    assert.deepEqual([tag, text], ["#text", "words"]);
  });
}

test("text with markup becomes a text node", () => {
  const node = /** @type {any} */ (el("p", {}, "<b>&amp;</b>"));
  assert.deepEqual([node.children.length, node.children[0].tag, node.children[0].text], [1, "#text", "<b>&amp;</b>"]);
});

test("zero is a child, nothing is none, and nested children come in order", () => {
  const node = /** @type {any} */ (fill(/** @type {any} */ (new FakeNode("p")), 0, null, undefined, false, ["a", [["b"]]], ""));
  assert.deepEqual(node.children.map((/** @type {FakeNode} */ child) => child.text), ["0", "a", "b", ""]);
});

test("an attribute that is nothing is not set, true is set empty, and a function listens", () => {
  const act = () => {};
  const node = /** @type {any} */ (el("input", { id: "a", hidden: false, title: null, lang: undefined, disabled: true, min: 0, click: act }));
  assert.deepEqual([node.attributes, node.listeners], [{ id: "a", disabled: "", min: "0" }, [["click", act]]]);
});

test("a heading begins with a capital and keeps the rest", () => {
  assert.deepEqual(["topic", "đak A", "шума", "", "مكان"].map(capital), ["Topic", "Đak A", "Шума", "", "مكان"]);
});

test("claims are sorted by their keys", () => {
  assert.deepEqual(Array.from(sortClaims(Uint32Array.of(0, 1, 2), Float64Array.of(5, -3, 4.5))), [1, 2, 0]);
});

test("claims of one key keep the order of the atlas", () => {
  assert.deepEqual(Array.from(sortClaims(Uint32Array.of(3, 1, 2, 0), Float64Array.of(1, 0, 1, 0))), [1, 3, 0, 2]);
});

test("claims without a key come last, in the order of the atlas", () => {
  assert.deepEqual(Array.from(sortClaims(Uint32Array.of(2, 0, 1, 3), Float64Array.of(Infinity, 7, Infinity, -7))), [3, 1, 0, 2]);
});

test("only the claims that are shown are sorted, and their array stays as it was", () => {
  const shown = Uint32Array.of(0, 2);
  assert.deepEqual(Array.from(sortClaims(shown, Float64Array.of(9, 1, 3))), [2, 0]);
  assert.deepEqual(Array.from(shown), [0, 2]);
});

test("without keys claims stay in the order of the atlas", () => {
  assert.deepEqual(Array.from(sortClaims(Uint32Array.of(1, 4, 6), null)), [1, 4, 6]);
});

/** @param {number[]} counts @param {number[]} chosen @param {number} most @param {any} [wanted] */
const top = (counts, chosen, most, wanted) => topValues(Uint32Array.from(counts), new Set(chosen), most, wanted);

test("the largest values come first, those of one count by their number", () => {
  assert.deepEqual(top([2, 5, 2, 9], [], 10), { values: [3, 1, 0, 2], more: 0 });
});

test("values without claims are left out", () => {
  assert.deepEqual(top([0, 1, 0], [], 10), { values: [1], more: 0 });
});

test("a chosen value comes first, also without claims", () => {
  assert.deepEqual(top([0, 1, 4], [0], 10), { values: [0, 2, 1], more: 0 });
});

test("more counts the values that are not told", () => {
  assert.deepEqual(top([1, 2, 3, 4], [], 3), { values: [3, 2, 1], more: 1 });
});

test("every chosen value is told, however few there is room for", () => {
  assert.deepEqual(top([1, 2, 3, 4], [0, 1, 2], 2), { values: [2, 1, 0], more: 1 });
});

test("only wanted values are told and counted", () => {
  assert.deepEqual(top([1, 2, 3, 4], [0], 1, (/** @type {number} */ value) => value % 2 === 1), { values: [3], more: 1 });
});

test("group gathers numbers by row and leaves out those of none", () => {
  const lists = group(3, Int32Array.of(2, 0, -1, 2), Int32Array.of(10, 11, 12, 13));
  assert.deepEqual([0, 1, 2].map((row) => Array.from(lists.get(row))), [[11], [], [10, 13]]);
});

test("group gathers their own numbers where no others are given", () => {
  const lists = group(2, Int32Array.of(1, 0, 1));
  assert.deepEqual([Array.from(lists.get(0)), Array.from(lists.get(1))], [[1], [0, 2]]);
});

for (const [title, name] of [
  ["Balkan route, 2015", "balkan-route-2015.csv"],
  ["  «Route» / 2015!  ", "route-2015.csv"],
  ["Putevi kroz Šid", "putevi-kroz-sid.csv"],
  ["Rruga e Kosovës", "rruga-e-kosoves.csv"],
  ["../../etc/passwd", "etc-passwd.csv"],
  ["Мапа", "claims.csv"],
  ["", "claims.csv"],
]) {
  test(`a file of ${JSON.stringify(title)} is called ${name}`, () => assert.equal(fileName(title, "csv"), name));
}

test("the name of a file is no longer than 60 letters and an ending", () => {
  assert.equal(fileName("a".repeat(100), "geojson"), `${"a".repeat(60)}.geojson`);
});

test("the name of a file that is cut does not end with a hyphen", () => {
  assert.equal(fileName(`${"a".repeat(59)} bcd`, "png"), `${"a".repeat(59)}.png`);
});

test("a late property is worked out when it is first asked for, and then never again", () => {
  let asked = 0;
  const object = late({ a: 1 }, { b: () => (asked += 1) });
  assert.deepEqual([asked, object.a, object.b, object.b, asked], [0, 1, 1, 1, 1]);
});

test("what is made once is made at the first call", () => {
  const make = once(() => []);
  assert.equal(make(), make());
});

for (const [title, box, step] of /** @type {[string, number[], number][]} */ ([
  ["stays where nothing is in its way", [0, 0, 10, 10], 0],
  ["moves the shorter way", [40, 95, 60, 105], -5],
  ["moves down where there is no room above", [40, -5, 60, 5], 10],
  ["stays where there is no room at all", [140, 0, 160, 190], 0],
])) {
  test(`a count ${title}`, () => {
    const buttons = [[30, 100, 70, 130], [30, -10, 70, 5], [130, 20, 170, 40]];
    assert.equal(clearOf(buttons, box, [0, 200]), step);
  });
}
