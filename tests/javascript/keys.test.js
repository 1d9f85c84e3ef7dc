/* The words that the scripts ask for, and those that there are: they must be the same. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { COLOURINGS } from "../../balkanroute/render/static/colours.js";
import { FACETS } from "../../balkanroute/render/static/filter.js";
import { SORTS } from "../../balkanroute/render/static/list.js";
import { PRECISIONS, RELATIONS, ROLES, STANCES } from "../../balkanroute/render/static/store.js";
import { python } from "./python.js";

const STATIC = new URL("../../balkanroute/render/static/", import.meta.url);
const EN = JSON.parse(readFileSync(new URL("languages/en.json", STATIC), "utf8"));
const KEYS = Object.keys(EN);
const SOURCES = readdirSync(STATIC).filter((name) => name.endsWith(".js")).map((name) => readFileSync(new URL(name, STATIC), "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ""));
const CODE = SOURCES.join("\n");

const MODEL = python(`
from typing import get_args
from balkanroute.layers.spec import LAYER_KINDS
from balkanroute.model import records
names = ("Stance", "Role", "RelationKind", "Credibility", "Likelihood", "SourceKind", "PlaceKind", "PlaceBasis", "Mode", "LegBasis")
print(json.dumps({name: get_args(getattr(records, name)) for name in names} | {"LayerKind": LAYER_KINDS}))
`);
const OF = ["", ".of"];
const DRAWN = ["line", "area", "derived"];
/** Words of figures are free: these are the ones that have forms of their own. @param {string} start */
const free = (start) => KEYS.filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));

/** What stands in each key that the scripts put together; `*` is the place for it. @type {Object<string, readonly (string|number)[]>} */
const FAMILIES = {
  "likelihood.*": MODEL.Likelihood,
  "stance.*": MODEL.Stance,
  "kind.*": MODEL.PlaceKind,
  "mode.*": MODEL.Mode,
  "layer.*": MODEL.LayerKind,
  "layer.*.note": MODEL.LayerKind,
  "facet.*": [...FACETS, ...COLOURINGS],
  "sort.*": SORTS,
  "source.*": MODEL.SourceKind,
  "tab.*": ["claims", "filters", "sources", "about"],
  "precision.class.*": PRECISIONS,
  "time.*": ["reported", "about"],
  "date.*": ["day", "month", "year"],
  "figures.*": ["agree", "differ", "series", "refused", "units", "per", "things", "topic", "place", "noPlace", "noPeriod", "supersedes", "totals", "apart", "ranges", "meet"],
  "date.decade*": OF,
  "date.seasons*": OF,
  "precision.*": DRAWN,
  "precision.*.unsaid": DRAWN,
  "basis.*": [...MODEL.PlaceBasis, "none"],
  "leg.*": MODEL.LegBasis,
  "per.*": free("per."),
  "unit.*": free("unit."),
  "relation.*.*": MODEL.RelationKind.flatMap((/** @type {string} */ kind) => [`${kind}.in`, `${kind}.out`]),
  "role.*": MODEL.Role,
  "credibility.*": MODEL.Credibility,
};

/** The beginnings of keys: a text of the scripts that begins so is taken for a key. */
const GROUPS = new Set(KEYS.filter((key) => key.includes(".")).map((key) => key.split(".")[0]));
const TEXT = /"([a-z]+(?:\.[A-Za-z][\w]*)+)"/g;
const TEMPLATE = /`([a-z]+(?:\.(?:\w|\$\{[^`]*?\})+)*(?:\.|\w|\$\{(?:[^{}"]|"[^"]*")*\})*)`/g;

const plain = new Set(Array.from(CODE.matchAll(TEXT), ([, key]) => key).filter((key) => GROUPS.has(key.split(".")[0])));
for (const [, key] of CODE.matchAll(/\bt\("([^"]+)"/g)) plain.add(key);
const templates = new Set(
  Array.from(CODE.matchAll(TEMPLATE), ([, text]) => text)
    .filter((text) => text.includes("${") && GROUPS.has(text.split(".")[0]) && text.includes("."))
    .map((text) => text.replace(/\$\{(?:[^{}"]|"[^"]*")*\}/g, "*")),
);
const put = new Set(Object.entries(FAMILIES).flatMap(([family, values]) => values.map((value) => (family.endsWith("*.*") ? family.replace("*.*", String(value)) : family.replace("*", String(value))))));

test("the scripts are read: many keys are found, plain and put together", () => {
  assert.ok(plain.size > 100 && templates.size > 15, `${plain.size} ${templates.size}`);
});

test("every call of t and has gives a text, a template or a name that holds one", () => {
  const odd = Array.from(CODE.matchAll(/\.(?:t|has)\(([^)]{0,60})/g), ([, given]) => given).filter((given) => /^[`"']/.test(given) && !/^("[a-z]+[.\w]*"|`[a-z]+\.)/i.test(given));
  assert.deepEqual(odd, []);
});

test("the families of keys that the scripts put together are the ones that are known here", () => {
  assert.deepEqual([...templates].sort(), Object.keys(FAMILIES).sort());
});

test("every plain key that the scripts ask for has English words", () => {
  assert.deepEqual([...plain].filter((key) => !Object.hasOwn(EN, key)), []);
});

test("every key that the scripts put together has English words", () => {
  assert.deepEqual([...put].filter((key) => !Object.hasOwn(EN, key)), []);
});

test("every key of English is asked for by a script", () => {
  const named = new Set([...plain, ...put]);
  assert.deepEqual(KEYS.filter((key) => !named.has(key) && !CODE.includes(`"${key}"`)), []);
});

test("every place for a value in English is given by the scripts", () => {
  const names = new Set(KEYS.flatMap((key) => (typeof EN[key] === "string" ? [EN[key]] : Object.values(EN[key])).flatMap((form) => Array.from(form.matchAll(/\{(\w+)\}/g), ([, name]) => name))));
  assert.deepEqual([...names].filter((name) => !new RegExp(`[{,]\\s*${name}\\b\\s*[,:}]`).test(CODE)), []);
});

test("the scripts know the stances, roles and relations of the model, in its order", () => {
  assert.deepEqual([STANCES, ROLES, RELATIONS], [MODEL.Stance, MODEL.Role, MODEL.RelationKind]);
});
