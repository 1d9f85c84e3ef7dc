import assert from "node:assert/strict";
import { test } from "node:test";

import { wrongPeriod } from "../../balkanroute/render/static/review/period.js";
import { obstacle, reviewed } from "../../balkanroute/render/static/review/saved.js";
import { NEW, Review, freeId, slug } from "../../balkanroute/render/static/review/state.js";
import { cut, unitsOf } from "../../balkanroute/render/static/review/text.js";
import { figure, sure } from "../../balkanroute/render/static/review/words.js";
import { python } from "./python.js";

/** @returns {any} */
function data() {
  const told = python(`
sys.path.insert(0, "tests")
import reviewing
from balkanroute.names import fold
from balkanroute.render.review import _mention, _places
found = reviewing.mentions()
print(json.dumps({"text": reviewing.TEXT, "mentions": [_mention(one) for one in found], "places": _places(found), "atlas": reviewing.atlas()}))`);
  return { title: "The article", language: "en", attributions: [], ...told };
}
const DATA = data();
const review = () => new Review(structuredClone(DATA));
const [SZEGED, FARM] = ["geonames:715429", "geonames:1"];

test("a period is wrong where Python says so", () => {
  const parts = ["2023", "202X", "20XX", "00XX", "0000", "2023-00", "2023-13", "2023-XX", "2023-XX-XX", "2023-XX-05", "2023-02-28", "2023-02-29", "2024-02-29", "1900-02-29", "2000-02-29", "2023-04-31", "2023-10-XX", "2023-21", "2023-24", "9999-24", "2023-25", "2023-22-01", "2023~", "2023-10-25?", "2023%%", "202X-01", "2023-10-25T10:00", "2023-10-25T10:00Z", "2023-10-25T25:00", "2023-10T10:00", "2023-10-XXT10:00", "0001", "23", "last week", " 2023", "２０２３", "..", ""];
  const texts = [...parts, ...parts.flatMap((start) => parts.map((end) => `${start}/${end}`)), "2023/2024/2025", "2023-11/2023-10", "2023-23/2023-10", "2024-01/2023-24", "2024-03/2023-24", "2023-02-XX/2023-02-10"];
  const read = python(`
from balkanroute.periods import Period
from balkanroute.errors import InvalidRecord
def right(text):
    try:
        Period(text)
    except InvalidRecord:
        return False
    return True
print(json.dumps([right(text) for text in given]))`, texts);
  const differing = texts.filter((text, i) => (wrongPeriod(text) === "") !== read[i]);
  assert.deepEqual(differing, []);
});

test("Python's characters are found in a text with wide ones", () => {
  const text = "a🚌b🚌🚌c";
  const units = unitsOf(text);
  [...text].forEach((character, i) => assert.equal(text.slice(units(i), units(i + 1)), character));
  assert.equal(units([...text].length), text.length);
});

test("the pieces of a text are the text without its line ends, however it is cut", () => {
  let seed = 7;
  const next = (/** @type {number} */ n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: 40 }, () => ["a", "b", " ", "\n", "\r\n", "🚌", "."][next(7)]).join("");
    const length = [...text].length;
    /** @type {{start: number, end: number}[]} */
    const mentions = [];
    for (let at = next(5); at < length - 3; at += 4 + next(6)) {
      const span = { start: at, end: at + 1 + next(3) };
      if (!/[\r\n]/.test([...text].slice(span.start, span.end).join(""))) mentions.push(span);
    }
    const drafts = Array.from({ length: 3 }, () => ({ start: next(length - 1), end: length }));
    const pieces = cut(text, mentions, drafts).flat();
    assert.equal(pieces.map((piece) => piece.text).join("").replace(/\s/g, ""), text.replace(/\s/g, ""));
    const units = unitsOf(text);
    mentions.forEach(({ start, end }, i) => {
      assert.deepEqual(pieces.filter(({ mention }) => mention === i).map((piece) => piece.text), [text.slice(units(start), units(end))]);
    });
  }
});

test("a mention over the end of a line is one mark", () => {
  const [pieces] = cut("at Novi\nSad.", [{ start: 3, end: 11 }], []);
  assert.deepEqual(pieces.map(({ text }) => text), ["at ", "Novi\nSad", "."]);
});

test("nothing changed gives the atlas as it came, and leaves it alone", () => {
  const before = structuredClone(DATA.atlas);
  const one = review();
  assert.deepEqual(reviewed(one), before);
  assert.deepEqual(one.data.atlas, before);
});

test("a role that was given to the old place is the new one's", () => {
  const one = review();
  one.choose(0, { key: FARM, not: false });
  assert.deepEqual(reviewed(one).claims[0].where, [{ place: "szeged-puszta", role: "near" }]);
});

test("a place that another mention of the passage still means stays in its claim", () => {
  const one = review();
  one.drafts[0].end = one.data.text.length;
  one.choose(0, { key: FARM, not: false });
  assert.deepEqual(reviewed(one).claims[0].where, [{ place: "szeged", role: "near" }, "szeged-puszta"]);
});

test("a people that is given another country adds no place to a claim", () => {
  const one = review();
  one.choose(3, { key: SZEGED, not: false });
  assert.deepEqual(reviewed(one).claims[1].where, ["roszke"]);
});

test("a mention that is left open takes its place out of the claim, and puts it back", () => {
  const one = review();
  one.choose(4, { key: null, not: false });
  assert.equal(reviewed(one).claims[1].where, undefined);
  one.choose(4, { key: "horgos", not: false });
  assert.deepEqual(reviewed(one).claims[1].where, ["roszke"]);
});

test("a thinned outline is not saved, its key is", () => {
  const one = review();
  one.data.atlas.places = one.data.atlas.places.filter((/** @type {any} */ place) => place.id !== "northern-serbia");
  one.data.mentions[2].chosen = null;
  const fresh = new Review(one.data);
  fresh.choose(2, { key: "x-northern-serbia", not: false });
  const place = reviewed(fresh).places.at(-1);
  assert.deepEqual(place, { id: "northern-serbia", name: "northern Serbia", kind: "region", precision_m: 500, gazetteer: "x-northern-serbia" });
});

test("a place that the draft chose and did not need stays out", () => {
  const one = review();
  one.data.atlas.places = one.data.atlas.places.filter((/** @type {any} */ place) => place.id !== "hungary");
  const fresh = new Review(one.data);
  fresh.confirm(3);
  assert.deepEqual(reviewed(fresh).places, one.data.atlas.places);
});

test("claims, legs and relations forget a claim that is dropped", () => {
  const one = review();
  one.data.atlas.claims[1].relations = [{ kind: "contradicts", claim: "d-1" }];
  one.data.atlas.routes = [{ id: "r", name: "R", legs: [{ from: "szeged", to: "subotica", claims: ["d-1", "d-3"] }] }];
  one.drafts[0].dropped = true;
  const atlas = reviewed(one);
  assert.equal(atlas.claims[0].relations, undefined);
  assert.deepEqual(atlas.routes[0].legs[0].claims, ["d-3"]);
});

test("a new speaker of a known name is the known one", () => {
  const one = review();
  Object.assign(one.drafts[1], { speaker: NEW, newName: " Police near Szeged " });
  assert.equal(reviewed(one).claims[1].speaker, "police");
});

test("a new speaker without a name keeps the atlas from being saved", () => {
  const one = review();
  one.drafts[1].speaker = NEW;
  assert.equal(obstacle(one)?.draft.number, 2);
  one.drafts[1].dropped = true;
  assert.equal(obstacle(one), null);
});

test("a claim that is no draft is left as it is", () => {
  const one = review();
  Object.assign(one.data.atlas.claims[1], { says: "Said.", extra: { mine: 1 } });
  const fresh = new Review(one.data);
  assert.deepEqual(fresh.drafts.map(({ id }) => id), ["d-1", "d-3"]);
  assert.deepEqual(reviewed(fresh).claims[1], one.data.atlas.claims[1]);
});

test("what was left open and is placed now is not told as open", () => {
  const one = review();
  one.data.atlas.claims[2].extra.unplaced = ["Szeged", "elsewhere"];
  assert.deepEqual(reviewed(one).claims[2].extra.unplaced, ["elsewhere"]);
  one.choose(6, { key: null, not: false });
  assert.deepEqual(reviewed(one).claims[2].extra.unplaced, ["Szeged", "elsewhere"]);
});

test("ids are words that nothing else has", () => {
  assert.equal(slug("  Bački Breg – Hercegszántó "), "backi-breg-hercegszanto");
  assert.equal(freeId("Суботица", "place", new Set(["place"])), "place-2");
});

test("figures and confidence are said in words", () => {
  assert.equal(figure({ what: "attempts", unit: "attempt", low: 1000, high: 1200, per: "day" }), "attempts: 1000 to 1200 attempt per day");
  assert.equal(figure({ what: "fee", unit: "EUR", high: 1000 }), "fee: up to 1000 EUR");
  assert.deepEqual([0.95, 0.8, 0.5, 0.1].map((one) => sure(one).replace(/ \(.*/, "")), ["almost sure", "fairly sure", "unsure", "a guess"]);
});
