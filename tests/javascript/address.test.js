import assert from "node:assert/strict";
import { test } from "node:test";

import { readAddress, writeAddress } from "../../balkanroute/render/static/address.js";
import { App } from "../../balkanroute/render/static/start.js";

const SAYINGS = {
  "plain words": { q: "camp", tab: "sources" },
  "commas and colons": { topic: "camps,borders", card: "route-1:2", at: "7/20.4500/44.8000" },
  "Cyrillic, Arabic and emoji": { q: "Шид مرحبا 🚆", place: "šid" },
  "per cent signs": { q: "100 %", topic: "50%25,%2C,%2F,%3A" },
  "signs of the address itself": { q: "a&b=c#d+e?f;g/h" },
  "spaces and line ends": { q: "  a\tb\nc " },
  "markup and quotes": { q: "<img src=x onerror=\"alert('1')\">`${x}`" },
  "letters that lie in no word": { q: "\u0000\u2028\ufeff\u202e" },
};
for (const [what, said] of Object.entries(SAYINGS)) {
  test(`an address gives back ${what}`, () => assert.deepEqual({ ...readAddress(writeAddress(said)) }, said));
}

test("what says nothing is left out of the address", () => {
  assert.equal(writeAddress({ q: "", tab: "about", by: "" }), "#tab=about");
});

test("a view that says nothing has the address #", () => {
  assert.equal(writeAddress({}), "#");
  assert.deepEqual({ ...readAddress("#") }, {});
  assert.deepEqual({ ...readAddress("") }, {});
});

test("commas, colons and slashes stay readable in the address", () => {
  assert.equal(writeAddress({ at: "7/20/44", topic: "a,b", card: "r:1" }), "#at=7/20/44&topic=a,b&card=r:1");
});

test("an address is one word without spaces, quotes or angle brackets", () => {
  assert.match(writeAddress(SAYINGS["markup and quotes"]), /^#[\w=%&+.*,:/-]+$/);
});

test("an address is read with and without the sign before it", () => {
  assert.deepEqual({ ...readAddress("q=a") }, { ...readAddress("#q=a") });
});

test("an address that other programs have escaped says the same", () => {
  assert.equal(readAddress("#topic=a%2Cb&card=r%3A1").topic, "a,b");
});

test("of two words for one key the last holds", () => {
  assert.equal(readAddress("#q=a&q=b").q, "b");
});

test("half an escape is read as it stands", () => {
  assert.deepEqual({ ...readAddress("#q=100%&tab=%zz&by=%C3") }, { q: "100%", tab: "%zz", by: "\ufffd" });
});

test("hostile keys change no other object", () => {
  readAddress("#__proto__=x&constructor=y&toString=z&__proto__[polluted]=1");
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
  assert.equal(typeof {}.toString, "function");
  assert.equal({}.constructor, Object);
});

/** @type {any} */ (globalThis).L = { latLng: (/** @type {number} */ lat, /** @type {number} */ lng) => [lat, lng] };

/** An app that follows an address and keeps what it was told. */
function makeApp() {
  /** @type {any} */
  const told = {};
  const texts = { find: (/** @type {string} */ id) => ["šid", "a,b", "100%"].indexOf(id) };
  const app = Object.assign(Object.create(App.prototype), {
    words: { tag: "en", best: () => "en", choose: (/** @type {string} */ tag) => (told.lang = tag) },
    store: { meta: { speaks: "en" }, layers: [], topics: ["camps", "a,b", "100%"], claims: { id: texts }, agents: { id: texts }, sources: { id: texts }, places: { id: texts, feature: [-1, -1, -1] }, features: { n: 0 } },
    visibleAtFirst: [],
    colours: { by: "layer", choose: (/** @type {string} */ by) => (told.by = by) },
    time: { usual: "reported", write: (/** @type {any} */ brush) => (told.time = brush) },
    filter: { chooseAll: (/** @type {any} */ chosen) => (told.chosen = chosen), together: (/** @type {() => void} */ change) => change() },
    map: { setView: (/** @type {any} */ ...at) => (told.at = at) },
    searchFor: (/** @type {string} */ query) => (told.query = query),
    setViewFilter: (/** @type {boolean} */ on) => (told.inView = on),
    show: (/** @type {string} */ tab) => (told.tab = tab),
    openClaim: (/** @type {number} */ claim) => (told.claim = claim),
  });
  return { app, told };
}

test("the app finds the values of facets that an address names", () => {
  const { app, told } = makeApp();
  app.follow(readAddress(writeAddress({ topic: [encodeURIComponent("a,b"), "camps", encodeURIComponent("100%")].join(","), stance: "denies" })));
  assert.deepEqual([told.chosen.topic, told.chosen.stance], [[1, 0, 2], [6]]);
});

test("the app leaves out values of facets that there are not", () => {
  const { app, told } = makeApp();
  app.follow(readAddress("#topic=nothing,camps,&speaker=nobody&stance=__proto__"));
  assert.deepEqual([told.chosen.topic, told.chosen.speaker, told.chosen.stance], [[0], [], []]);
});

for (const hostile of ["#topic=%25", "#speaker=100%25", "#place=%25zz,%C3%A9", "#source=%25E0%25A4%25A"]) {
  test(`the app opens an address that was mangled on its way: ${hostile}`, () => {
    const { app } = makeApp();
    assert.doesNotThrow(() => app.follow(readAddress(hostile)));
  });
}

for (const hostile of ["#time=x/y", "#time=/", "#time=1/2/3", "#at=x", "#tab=constructor", "#by=__proto__", "#claim=none", "#card=none", "#off=none", "#lang=-"]) {
  test(`the app opens an address that says nonsense: ${hostile}`, () => {
    const { app, told } = makeApp();
    app.follow(readAddress(hostile));
    assert.equal(told.tab, "claims");
    assert.equal(app.following, false);
  });
}

test("the app shows the part of the map that an address names", () => {
  const { app, told } = makeApp();
  app.follow(readAddress("#at=7/20.5/44.8"));
  assert.deepEqual(told.at.slice(0, 2), [[44.8, 20.5], 7]);
});

for (const hostile of ["#at=//", "#at=7/20", "#at=7//44", "#at=x/y/z", "#at=1/Infinity/2"]) {
  test(`the map stays where it is when an address names no whole place: ${hostile}`, () => {
    const { app, told } = makeApp();
    app.follow(readAddress(hostile));
    assert.equal(told.at, undefined);
  });
}

test("days that are no numbers are no ends of the time", () => {
  const { app, told } = makeApp();
  app.follow(readAddress("#time=x/Infinity&dates=never"));
  assert.deepEqual(told.time, { from: null, to: null, by: "reported", undated: true });
});

for (const [asked, usual, given] of [["about", "reported", "about"], ["reported", "about", "reported"], ["never", "about", "about"], ["", "about", "about"]]) {
  test(`an address that asks for the dates "${asked}" where "${usual}" is usual gives "${given}"`, () => {
    const { app, told } = makeApp();
    app.time.usual = usual;
    app.follow(readAddress(`#dates=${asked}`));
    assert.equal(told.time.by, given);
  });
}
