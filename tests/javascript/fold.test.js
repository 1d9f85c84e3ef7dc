import assert from "node:assert/strict";
import { test } from "node:test";

import { makeFolder } from "../../balkanroute/render/static/fold.js";
import { column, foldTable, python } from "./python.js";

const TABLE = foldTable();
const folder = makeFolder(TABLE);

/** What Python folds texts to. @param {string[]} texts @returns {string[]} */
const folded = (texts) => python("from balkanroute.names import fold\nprint(json.dumps([fold(one) for one in given]))", texts);

const NAMES = [
  "Šid", "Шид", "Sid", "ŠID", "Đeravica", "Ђеравица", "Djeravica", "Ђевђелија", "Гевгелија", "Gevgelija", "Straße", "STRASSE", "ẞ",
  "Γευγελή", "ΑΘΉΝΑ", "Αθήνα", "σοφός", "Ásotthalom", "ASOTTHALOM", "Preševo", "Presheva", "Presheva(!)", "Прешево", "مرحبا", "صوفيا",
  "شـــيد", "الْقُدْس", "Kapıkule", "KAPIKULE", "İstanbul", "Džep", "Ǆep", "ǅep", "đak", "Ђак", "DJAK", "djjak", "Dušanbe", "Dushanbe", "Душанбе",
  "Khorasan", "Хорасан", "Skhkh", "ckh", "kkh", "kzhh", "shh", "SHSH", "Щука", "Ёлка", "Київ", "Đ", "O'Brien", "O’Brien", "O‘Brien", "O`Brien",
  "s'h", "d’j", "s h", "d-j", "Novi  Sad", " Novi Sad ", "Novi\tSad\n", "Ivanić-Grad", "a—b", "«Šid»", "„Šid“…", "4,5 km", "", " ", "!?", "'",
  "a\u0301b", "S\u030cid", "s\u030ch", "С\u0301аша", "Straw\u0327", "تل أبيب", "חיפה", "Հայաստան", "საქართველო", "Ñandú", "Łódź", "Æsir", "Þór", "Việt Nam",
];
const TOLD = folded(NAMES);
NAMES.forEach((name, i) => {
  test(`${JSON.stringify(name)} folds as in Python`, () => assert.equal(folder.text(name), TOLD[i]));
});

test("spellings of one name fold alike across case, marks and scripts", () => {
  for (const same of [["Šid", "Шид", "Sid", "SID"], ["Đeravica", "Djeravica", "Ђеравица"], ["Preševo", "Presevo", "Preshevo", "Прешево"], ["Dušanbe", "Dushanbe", "Душанбе"], ["Ásotthalom", "ASOTTHALOM"], ["Straße", "STRASSE"]]) {
    assert.equal(new Set(same.map((name) => folder.text(name))).size, 1, same.join(", "));
  }
});

test("names that differ do not fold alike", () => {
  assert.notEqual(folder.text("Šid"), folder.text("Sad"));
  assert.notEqual(folder.text("Novi Sad"), folder.text("Novisad"));
});

test("folding a folded name changes nothing", () => {
  for (const name of TOLD) assert.equal(folder.text(name), name);
});

const LETTERS = Object.entries(TABLE).flatMap(([first, of]) => of.split(" ").map((_, i) => String.fromCodePoint(parseInt(first, 16) + i)));
/** Those of some texts that Python folds otherwise. @param {string[]} texts */
function other(texts) {
  const expected = folded(texts);
  return texts.flatMap((text, i) => (folder.text(text) === expected[i] ? [] : [`${text}: ${folder.text(text)}, not ${expected[i]}`]));
}

test("every letter and sign of the table folds as in Python, alone and beside the letters that swallow others", () => {
  assert.ok(LETTERS.length > 1500);
  assert.deepEqual(other(LETTERS.flatMap((one) => [one, `a${one}b`, `s${one}h`, `k${one}h`, `d${one}j`, `${one}h`, `${one}j`, `s${one}`, `k${one}`, `d${one}`])), []);
});

test("every letter of the table folds as in Python when its marks stand apart", () => {
  const parted = LETTERS.map((one) => one.normalize("NFD")).filter((text, i) => text !== LETTERS[i]);
  assert.ok(parted.length > 700);
  assert.deepEqual(other(parted.flatMap((one) => [one, `a${one}b`, `s${one}h`, `d${one}j`])), []);
});

test("a mark that no letter has goes", () => {
  assert.deepEqual(other(["x\u0302\u0327y", "\u0301a", "q\u030c h", "s\u0332\u030ch", "и\u0306и\u0301х\u0302"]), []);
});

/* Each of these is a way in which people write names of the region or of those who travel through it. */
const WRITTEN = {
  "й in two parts, as some disks and keyboards give it": "Андреи\u0306",
  "a modifier apostrophe, as in Ukrainian": "Знамʼянка",
  "hamza and ayn in scholarly transliteration": "Ra\u02bes al-\u02bfAyn",
  "Arabic digits": "٢٠١٥",
  "Persian digits": "۲۰۱۵",
  "an Arabic comma between words": "دمشق، بيروت",
  "an Arabic question mark": "أين؟",
  "a maqaf between Hebrew words": "תל־אביב",
  "schwa, as in Azerbaijani": "Gəncə",
  "a sign of multiplication between numbers": "3×4",
};
const WRITTEN_TOLD = folded(Object.values(WRITTEN));
Object.entries(WRITTEN).forEach(([what, text], i) => {
  test(`as in Python folds ${what}`, () => assert.equal(folder.text(text), WRITTEN_TOLD[i]));
});

test("a letter of a script that the table leaves out stays, so that it can be searched for as it is", () => {
  assert.equal(folder.text("日本 Šid"), "日本 sid");
});

test("signs that are no letters part words", () => {
  assert.equal(folder.text("a№b…c€d·e°f"), "a b c d e f");
});

test("a row ends with a zero and without a space", () => {
  const { bytes, starts } = column(["Šid!", "", "b "]);
  const rows = folder.bytes(bytes, starts);
  assert.deepEqual(Array.from(rows.bytes), [...Array.from("sid", (letter) => letter.charCodeAt(0)), 0, 0, "b".charCodeAt(0), 0]);
  assert.deepEqual(Array.from(rows.starts), [0, 4, 5, 7]);
});

test("a row does not swallow its first letter for the last of the row before", () => {
  const { bytes, starts } = column(["s", "h", "d", "j"]);
  assert.equal(new TextDecoder().decode(folder.bytes(bytes, starts).bytes), "s\0h\0d\0j\0");
});

test("rows longer than the room there was at first fold whole", () => {
  const long = "Ђш".repeat(100_000);
  const { bytes, starts } = column(["a", long, "б"]);
  const rows = makeFolder(TABLE).bytes(bytes, starts);
  const got = new TextDecoder().decode(rows.bytes);
  assert.equal(got, `a\0${"ds".repeat(100_000)}\0b\0`);
});

test("a row does not begin with a space, also after another row", () => {
  const { bytes, starts } = column(["a", " b", "«c»"]);
  assert.equal(new TextDecoder().decode(folder.bytes(bytes, starts).bytes), "a\0b\0c\0");
});

test("what was folded before stays when the folder is used again", () => {
  const { bytes, starts } = column(["prvi"]);
  const rows = folder.bytes(bytes, starts);
  folder.text("drugi");
  assert.equal(new TextDecoder().decode(rows.bytes), "prvi\0");
});
