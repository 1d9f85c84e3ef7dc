import assert from "node:assert/strict";
import { test } from "node:test";

import { Lists } from "../../balkanroute/render/static/columns.js";
import { makeFolder } from "../../balkanroute/render/static/fold.js";
import { Search, wordsOf } from "../../balkanroute/render/static/search.js";
import { column, foldTable } from "./python.js";

const folder = makeFolder(foldTable());

/**
 * Make a search over the words of claims.
 * @param {string[]} texts
 */
function searchOf(texts) {
  const search = new Search(folder, texts.length);
  const { bytes, starts } = column(texts);
  search.addPiece(0, bytes, starts);
  return search;
}

/** Add all rows. @param {Generator<void>} steps */
const add = (steps) => Array.from(steps).length;

/**
 * The claims that a query finds.
 * @param {Search} search
 * @param {string} query
 */
const found = (search, query) => Array.from(search.find(query) ?? []).flatMap((hit, i) => (hit ? [i] : []));

for (const query of ["Šid", "Sid", "Шид", "šid", "SID", "  sid  "]) {
  test(`${JSON.stringify(query)} finds the town in every spelling`, () => {
    assert.deepEqual(found(searchOf(["camp in Šid", "u Sidu", "логор у Шиду", "Novi Sad"]), query), [0, 1, 2]);
  });
}

test("a query of nothing asks nothing", () => {
  for (const query of ["", "  ", "!", '""', '" "', "’"]) assert.equal(searchOf(["a"]).find(query), null, query);
});

test("several words must all stand in a claim, in any order", () => {
  assert.deepEqual(found(searchOf(["police in Horgoš", "Horgoš", "police", "Horgoš: the police"]), "police horgos"), [0, 3]);
});

test("one claim may have one word in its text and the other in its speaker", () => {
  const search = searchOf(["pushback", "pushback", "camp"]);
  add(search.addNames(column(["Frontex", "UNHCR"]), { codes: Int32Array.of(0, 1, 1) }));
  assert.deepEqual(found(search, "pushback unhcr"), [1]);
});

test("words in quotes must stand side by side", () => {
  assert.deepEqual(found(searchOf(["Novi Sad station", "Sad Novi", "Novi lep Sad", "novi-sad"]), '"novi sad"'), [0, 3]);
});

test("a phrase in quotes and a word beside it must both stand", () => {
  assert.deepEqual(found(searchOf(["Novi Sad police", "Novi Sad", "police"]), '"Novi Sad" police'), [0]);
});

test("a quotation mark that is never closed is left out", () => {
  assert.deepEqual(found(searchOf(["Sad Novi", "Novi"]), '"novi sad'), [0]);
});

test("wordsOf parts words and keeps phrases", () => {
  assert.deepEqual(wordsOf('a  "b c" d"e f"g "" " "'), ["a", "b c", "d", "e f", "g"]);
});

test("nothing is found across two claims", () => {
  assert.deepEqual(found(searchOf(["Novi", "Sad", "Novi Sad"]), '"novi sad"'), [2]);
  assert.deepEqual(found(searchOf(["No", "vi"]), "novi"), []);
});

test("nothing is found across two names", () => {
  const search = searchOf(["", ""]);
  add(search.addNames(column(["No", "vi"]), { codes: Int32Array.of(0, 1) }));
  assert.deepEqual(found(search, "novi"), []);
});

test("a part of a word is found", () => {
  assert.deepEqual(found(searchOf(["Subotica", "Su botica"]), "boti"), [0, 1]);
  assert.deepEqual(found(searchOf(["Subotica", "Su botica"]), "ubot"), [0]);
});

test("the last word of the last claim is found", () => {
  assert.deepEqual(found(searchOf(["x", "to Horgoš"]), "horgos"), [1]);
});

test("one letter is found", () => {
  assert.deepEqual(found(searchOf(["b", "a", "", "ba"]), "a"), [1, 3]);
});

test("a word longer than all of the text is not found", () => {
  assert.deepEqual(found(searchOf(["ab", "b"]), "a".repeat(1000)), []);
});

test("a word longer than 255 letters is found", () => {
  const long = `${"ab".repeat(200)}c`;
  assert.deepEqual(found(searchOf(["x", `ab${long}`, "ab".repeat(300)]), long), [1]);
});

test("a word that stands in a claim many times is one hit, and the next claims are still read", () => {
  assert.deepEqual(found(searchOf(["aaa aaa aaa", "aaa", "b", "xaaaa"]), "aaa"), [0, 1, 3]);
});

test("empty claims between others do not shift the hits", () => {
  assert.deepEqual(found(searchOf(["", "", "Šid", "", "Šid", ""]), "sid"), [2, 4]);
});

test("a claim of a later piece is found by its own number", () => {
  const search = new Search(folder, 4);
  const [first, second] = [column(["a", "b"]), column(["c", "b"])];
  search.addPiece(2, second.bytes, second.starts);
  search.addPiece(0, first.bytes, first.starts);
  assert.deepEqual(found(search, "b"), [1, 3]);
  assert.deepEqual(found(search, "c"), [2]);
});

test("a name is found through the code of a claim, and a claim without one is not", () => {
  const search = searchOf(["", "", ""]);
  add(search.addNames(column(["Frontex", "UNHCR"]), { codes: Int32Array.of(1, -1, 0) }));
  assert.deepEqual(found(search, "unhcr"), [0]);
});

test("a name is found through the list of a claim, also when it is not the first in it", () => {
  const search = searchOf(["", "", ""]);
  add(search.addNames(column(["Šid", "Horgoš"]), { lists: new Lists(Uint32Array.of(0, 2, 2, 3), Uint32Array.of(0, 1, 0)) }));
  assert.deepEqual(found(search, "horgoš"), [0]);
  assert.deepEqual(found(search, "šid"), [0, 2]);
});

test("another name of a place finds the claims about it", () => {
  const search = searchOf(["", "", ""]);
  add(search.addNames(column(["Szabadka", "Суботица", "Szeged"]), { codes: Int32Array.of(2, 0, 1) }, Uint32Array.of(2, 2, 0)));
  assert.deepEqual(found(search, "szabadka"), [0]);
  assert.deepEqual(found(search, "Subotica"), [0]);
  assert.deepEqual(found(search, "szeged"), [1]);
});

test("names of nothing do no harm", () => {
  const search = searchOf(["a"]);
  add(search.addNames(column([]), { codes: Int32Array.of(-1) }));
  assert.deepEqual(found(search, "a"), [0]);
});

test("every part of a text is found in it, as a plain search finds it", () => {
  const texts = ["abcabcabd", "abab", "bbbab", "", "cabd abab", "a b a b"];
  const search = searchOf(texts);
  for (const text of texts) {
    for (let from = 0; from < text.length; from += 1) {
      for (let to = from + 1; to <= text.length; to += 1) {
        const part = text.slice(from, to);
        if (part !== part.trim()) continue;
        assert.deepEqual(found(search, `"${part}"`), texts.flatMap((one, i) => (one.includes(part) ? [i] : [])), part);
      }
    }
  }
});

test("typing on finds what asking at once finds, also after letters were taken back", () => {
  const texts = ["Horgoš", "Horvat", "hor", "Hrvatska", "Morava", ""];
  const names = ["Horgoš police", "Moravia"];
  const make = () => {
    const search = searchOf(texts);
    add(search.addNames(column(names), { codes: Int32Array.of(-1, 0, 1, 0, -1, 1) }));
    return search;
  };
  const typed = make();
  for (const query of ["h", "ho", "hor", "horg", "ho", "hor mo", "hor mor", "mor", "o", "horgos"]) {
    assert.deepEqual(found(typed, query), found(make(), query), query);
  }
});

test("what is added after a word was sought is found by it, and by what is typed on", () => {
  const search = searchOf(["Šid", "", ""]);
  assert.deepEqual(found(search, "si"), [0]);
  const { bytes, starts } = column(["Sid"]);
  search.addPiece(1, bytes, starts);
  add(search.addNames(column(["Sidrija"]), { codes: Int32Array.of(-1, -1, 0) }));
  assert.deepEqual(found(search, "sid"), [0, 1, 2]);
  assert.deepEqual(found(search, "sidr"), [2]);
});

test("names that are added a few at a time are all found", () => {
  const search = searchOf(["", "", "", ""]);
  add(search.addNames(column(["Bihać", "Šid", "Horgoš", "Kelebija"]), { codes: Int32Array.of(3, 2, 1, 0) }, null, 3));
  for (const [query, claim] of [["bihac", 3], ["sid", 2], ["horgos", 1], ["kelebija", 0]]) assert.deepEqual(found(search, String(query)), [claim]);
});
