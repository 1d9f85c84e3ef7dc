/* What the page knows: columns of claims, sources, agents, places, periods and what is drawn. */

import { inflate, openTable, Lists } from "./columns.js";

/**
 * @typedef {import("./columns.js").Table} Table
 * @typedef {import("./columns.js").TextSpec} TextSpec
 * @typedef {import("./columns.js").IntSpec} IntSpec
 * @typedef {{colour: string, weight_px: number, dash: string, fill_opacity: number, shape: string}} LayerStyle
 * @typedef {{id: string, name: string, kind: string, group: string, note: string, visible: boolean, style: LayerStyle}} PageLayer
 * @typedef {{place: number, role: string}} PlaceUse
 * @typedef {{route: number, role: string}} RouteUse
 * @typedef {{claim: number, kind: string, incoming: boolean, disputes: boolean, note: string}} Standing
 * @typedef {{what: string, unit: string, per: string, low: number, high: number, best: number, note: string}} Figure
 * @typedef {{page: number, paragraph: number, start: number, end: number}} Selector
 */

export const STANCES = ["asserts", "reports", "alleges", "estimates", "warns", "predicts", "denies"];
export const ROLES = ["about", "at", "from", "to", "via", "within", "near"];
export const RELATIONS = ["repeats", "supports", "contradicts", "narrows", "supersedes", "retracts"];
const DISPUTES = new Set(["contradicts", "narrows", "retracts"]);
export const OPEN_START = -2147483648;
export const OPEN_END = 2147483647;

/** Kinds of precision that claims can be filtered by, from the best to none. */
export const PRECISIONS = ["spot", "settlement", "disc", "line", "area", "country", "unplaced"];

/**
 * A column of texts that few rows have.
 * @param {Table} table
 * @param {{row: IntSpec, of: TextSpec}} spec
 * @returns {(row: number) => string}
 */
function sparse(table, spec) {
  const rows = new Map(Array.from(table.ints(spec.row), (row, i) => [row, i]));
  const of = table.texts(spec.of);
  return (row) => of.get(rows.get(row) ?? -1);
}

/**
 * A column of texts that few rows have, as a whole: the texts, and the row that each is of.
 * @param {Table} table
 * @param {{row: IntSpec, of: TextSpec}} spec
 */
const scattered = (table, spec) => ({ of: table.texts(spec.of), owners: Uint32Array.from(table.ints(spec.row)) });

/**
 * A column of repeated texts, by row.
 * @param {Table} table
 * @param {import("./columns.js").WordSpec} spec
 * @returns {(row: number) => string}
 */
function worded(table, spec) {
  const { codes, of } = table.words(spec);
  return (row) => of.get(codes[row]);
}

/**
 * Group numbers by row: which of them belong to each.
 * @param {number} n - rows
 * @param {Int32Array|Uint32Array} rows
 * @param {Int32Array|Uint32Array} [members] - their own numbers where not given
 * @returns {Lists}
 */
export function group(n, rows, members) {
  const starts = new Uint32Array(n + 1);
  for (let i = 0; i < rows.length; i += 1) if (rows[i] >= 0) starts[rows[i] + 1] += 1;
  for (let row = 0; row < n; row += 1) starts[row + 1] += starts[row];
  const next = starts.slice();
  const out = new Uint32Array(starts[n]);
  for (let i = 0; i < rows.length; i += 1) {
    if (rows[i] < 0) continue;
    out[next[rows[i]]] = members ? members[i] : i;
    next[rows[i]] += 1;
  }
  return new Lists(starts, out);
}

/** The words of the claims, which arrive in pieces. */
class Pieces {
  /**
   * @param {number} n - claims
   * @param {number} size - claims in a piece
   */
  constructor(n, size) {
    this.size = size;
    /** @type {(import("./columns.js").Texts|null)[]} */
    this.pieces = Array(Math.ceil(n / size)).fill(null);
  }

  /** @param {number} i */
  get(i) {
    const piece = this.pieces[Math.floor(i / this.size)];
    return piece ? piece.get(i % this.size) : "…";
  }

  /** @param {number} number */
  async unpack(number) {
    const block = document.getElementById(`br-says-${number}`);
    const table = openTable(await inflate(block?.textContent ?? ""));
    this.pieces[number] = table.texts(table.head.says);
    return this.pieces[number];
  }
}

/**
 * Make the store from the block of numbers.
 * @param {Table} table
 */
export function makeStore(table) {
  const { head } = table;
  const periods = readPeriods(table);
  const agents = readAgents(table);
  const sources = readSources(table);
  const places = readPlaces(table);
  const legs = readLegs(table);
  const claims = readClaims(table, sources);
  const features = readFeatures(table, claims, legs, places);
  /** @type {PageLayer[]} */
  const layers = head.layers;
  const routes = { n: head.routes.id.n, id: table.texts(head.routes.id), name: table.texts(head.routes.name), note: table.texts(head.routes.note) };
  const topicNames = table.texts(head.claims.topic);
  const topics = topicNames.all();
  const drawn = placed(claims, features);
  for (let source = 0; source < sources.n; source += 1) sources.claimCount[source] = 0;
  for (let i = 0; i < claims.n; i += 1) sources.claimCount[claims.source[i]] += 1;
  const precision = precisions(claims, places, features, layers, drawn);
  return { meta: head.meta, claims, sources, agents, places, periods, features, legs, routes, layers, topics, topicNames, drawn, precision, roots: originsOf(claims, sources) };
}

/** @typedef {ReturnType<typeof makeStore>} Store */

/** @param {Table} table */
function readPeriods(table) {
  const spec = table.head.periods;
  const earliest = table.ints(spec.earliest);
  const latest = table.ints(spec.latest);
  const shift = 1 - spec.epoch;
  for (let i = 0; i < earliest.length; i += 1) {
    earliest[i] = earliest[i] < 0 ? OPEN_START : earliest[i] + shift;
    latest[i] = latest[i] < 0 ? OPEN_END : latest[i] + shift;
  }
  return { n: earliest.length, text: table.texts(spec.text), earliest, latest, soft: table.ints(spec.soft) };
}

/** @param {Table} table */
function readAgents(table) {
  const spec = table.head.agents;
  return { n: spec.id.n, id: table.texts(spec.id), name: table.texts(spec.name), kind: worded(table, spec.kind), role: sparse(table, spec.role), roles: scattered(table, spec.role), note: sparse(table, spec.note) };
}

/** @param {Table} table */
function readSources(table) {
  const spec = table.head.sources;
  const rows = new Map(Array.from(table.ints(spec.repeating), (row, i) => [row, i]));
  /** @param {import("./columns.js").ListSpec} of @param {boolean} itself */
  const behind = (of, itself) => {
    const lists = table.lists(of);
    return (/** @type {number} */ i) => {
      const row = rows.get(i);
      if (row !== undefined) return Array.from(lists.get(row));
      return itself ? [i] : [];
    };
  };
  return {
    n: /** @type {number} */ (spec.n),
    id: table.texts(spec.id),
    title: table.texts(spec.title),
    publisher: worded(table, spec.publisher),
    publishers: table.words(spec.publisher),
    url: table.texts(spec.url),
    archived: sparse(table, spec.archived),
    kind: worded(table, spec.kind),
    language: worded(table, spec.language),
    licence: worded(table, spec.licence),
    reliability: worded(table, spec.reliability),
    note: sparse(table, spec.note),
    published: table.ints(spec.published),
    derived: behind(spec.derived, false),
    origins: behind(spec.origins, true),
    chain: behind(spec.chain, true),
    repeats: (/** @type {number} */ i) => rows.has(i),
    claimCount: new Uint32Array(spec.n),
  };
}

/** @param {Table} table */
function readPlaces(table) {
  const spec = table.head.places;
  const n = spec.id.n;
  const names = group(n, table.ints(spec.names.row));
  const text = table.texts(spec.names.text);
  const language = worded(table, spec.names.language);
  const own = table.texts(spec.name);
  const shapes = table.ints(spec.shape);
  return {
    n,
    id: table.texts(spec.id),
    name: own,
    kind: worded(table, spec.kind),
    basis: worded(table, spec.basis),
    precision: table.floats(spec.precision),
    definition: sparse(table, spec.definition),
    note: sparse(table, spec.note),
    names: (/** @type {number} */ i) => Array.from(names.get(i), (row) => ({ text: text.get(row), language: language(row) })),
    /** All names but the own ones, and the place that each is of. */
    otherNames: { of: text, owners: Uint32Array.from(table.ints(spec.names.row)) },
    shape: (/** @type {number} */ i) => ["none", "point", "line", "area"][shapes[i] + 1],
    feature: new Int32Array(n).fill(-1),
  };
}

/** @param {Table} table */
function readLegs(table) {
  const spec = table.head.legs;
  return {
    n: spec.route.n,
    route: table.ints(spec.route),
    number: table.ints(spec.number),
    origin: table.ints(spec.origin),
    destination: table.ints(spec.destination),
    over: table.ints(spec.over),
    mode: worded(table, spec.mode),
    basis: worded(table, spec.basis),
    corridor: table.floats(spec.corridor),
    note: table.texts(spec.note),
    claims: table.lists(spec.claims),
  };
}

/**
 * @param {Table} table
 * @param {ReturnType<typeof readSources>} sources
 */
function readClaims(table, sources) {
  const spec = table.head.claims;
  const n = /** @type {number} */ (spec.n);
  const where = table.lists(spec.where);
  const ways = table.lists(spec.routes);
  const topics = table.lists(spec.topics);
  const source = table.ints(spec.source);
  const echoed = new Map(Array.from(table.ints(spec.echoes.row), (row, i) => [row, i]));
  const echoOrigins = table.lists(spec.echoes.origins);
  const echoCarriers = table.lists(spec.echoes.carriers);
  const reported = new Int32Array(n);
  for (let i = 0; i < n; i += 1) reported[i] = sources.published[source[i]];
  const stands = readRelations(table, n);
  const says = new Pieces(n, spec.piece);
  return {
    n,
    id: table.texts(spec.id),
    says: (/** @type {number} */ i) => says.get(i),
    pieces: says,
    stance: table.ints(spec.stance),
    speaker: table.ints(spec.speaker),
    source,
    recorder: table.ints(spec.recorder),
    about: table.ints(spec.about),
    reported,
    topicLists: topics,
    topics: (/** @type {number} */ i) => Array.from(topics.get(i)),
    placeLists: where,
    where: (/** @type {number} */ i) => Array.from(where.get(i), (code) => ({ place: code >> 3, role: ROLES[code & 7] })),
    routeLists: ways,
    routes: (/** @type {number} */ i) => Array.from(ways.get(i), (code) => ({ route: code >> 3, role: ROLES[code & 7] })),
    credibility: table.ints(spec.credibility),
    likelihood: worded(table, spec.likelihood),
    sensitivity: worded(table, spec.sensitivity),
    quote: sparse(table, spec.quote),
    note: sparse(table, spec.note),
    quantities: readQuantities(table, n),
    at: readSelectors(table),
    relations: stands.of,
    disputed: stands.disputed,
    origins: (/** @type {number} */ i) => (echoed.has(i) ? Array.from(echoOrigins.get(echoed.get(i) ?? 0)) : sources.origins(source[i])),
    carriers: (/** @type {number} */ i) => (echoed.has(i) ? Array.from(echoCarriers.get(echoed.get(i) ?? 0)) : [source[i]]),
    chain: (/** @type {number} */ i) => sources.chain(source[i]),
    echoed,
  };
}

/**
 * @param {Table} table
 * @param {number} n
 */
function readRelations(table, n) {
  const spec = table.head.claims.relations;
  const rows = table.ints(spec.row);
  const others = table.ints(spec.claim);
  const kinds = table.ints(spec.kind);
  const note = sparse(table, spec.note);
  const outgoing = group(n, rows);
  const incoming = group(n, others);
  const disputed = new Uint8Array(n);
  for (let i = 0; i < rows.length; i += 1) {
    if (!DISPUTES.has(RELATIONS[kinds[i]])) continue;
    disputed[rows[i]] = 1;
    disputed[others[i]] = 1;
  }
  /** @param {number} i @returns {Standing[]} */
  const of = (i) => {
    /** @param {number} row @param {boolean} back */
    const standing = (row, back) => {
      const kind = RELATIONS[kinds[row]];
      return { claim: back ? rows[row] : others[row], kind, incoming: back, disputes: DISPUTES.has(kind), note: note(row) };
    };
    const all = [...Array.from(outgoing.get(i), (row) => standing(row, false)), ...Array.from(incoming.get(i), (row) => standing(row, true))];
    return [...all.filter((one) => one.disputes), ...all.filter((one) => !one.disputes)];
  };
  return { of, disputed };
}

/**
 * @param {Table} table
 * @param {number} n
 */
function readQuantities(table, n) {
  const spec = table.head.claims.quantities;
  const rows = group(n, table.ints(spec.row));
  const [what, unit, per] = [worded(table, spec.what), worded(table, spec.unit), worded(table, spec.per)];
  const [low, high, best] = [table.floats(spec.low), table.floats(spec.high), table.floats(spec.best)];
  const note = sparse(table, spec.note);
  return (/** @type {number} */ i) => Array.from(rows.get(i), (row) => ({ what: what(row), unit: unit(row), per: per(row), low: low[row], high: high[row], best: best[row], note: note(row) }));
}

/** @param {Table} table */
function readSelectors(table) {
  const spec = table.head.claims.at;
  const rows = new Map(Array.from(table.ints(spec.row), (row, i) => [row, i]));
  const [page, paragraph, start, end] = [table.ints(spec.page), table.ints(spec.paragraph), table.ints(spec.start), table.ints(spec.end)];
  return (/** @type {number} */ i) => {
    const row = rows.get(i);
    return row === undefined ? null : { page: page[row], paragraph: paragraph[row], start: start[row], end: end[row] };
  };
}

/**
 * @param {Table} table
 * @param {ReturnType<typeof readClaims>} claims
 * @param {ReturnType<typeof readLegs>} legs
 * @param {ReturnType<typeof readPlaces>} places
 */
function readFeatures(table, claims, legs, places) {
  const spec = table.head.features;
  const layer = table.ints(spec.layer);
  const n = layer.length;
  const place = table.ints(spec.place);
  const leg = table.ints(spec.leg);
  const x = Float64Array.from(table.ints(spec.x), (step) => step * spec.step - 180);
  const y = Float64Array.from(table.ints(spec.y), (step) => step * spec.step - 90);
  for (let i = 0; i < n; i += 1) if (place[i] >= 0) places.feature[place[i]] = i;
  const shaped = new Map(Array.from(table.ints(spec.shaped), (row, i) => [row, i]));
  const kinds = table.ints(spec.shapes.kind);
  const counts = table.lists(spec.shapes.parts);
  const paths = table.paths(spec.shapes.paths);
  const firsts = new Uint32Array(counts.n + 1);
  for (let i = 0; i < counts.n; i += 1) firsts[i + 1] = firsts[i] + counts.get(i).reduce((sum, one) => sum + one, 0);
  const point = new Uint8Array(n).fill(1);
  for (const row of shaped.keys()) point[row] = 0;
  const about = claimsOf(claims, legs, place, leg, places);
  return {
    n, layer, place, leg, x, y, point,
    radius: table.floats(spec.radius),
    claims: (/** @type {number} */ i) => about.get(i),
    about,
    /** @param {number} i */
    kind: (i) => (shaped.has(i) ? ["point", "line", "area"][kinds[shaped.get(i) ?? 0]] : "point"),
    /** @param {number} i @returns {Float64Array[][]|null} parts, each of rings or lines */
    parts: (i) => {
      const shape = shaped.get(i);
      if (shape === undefined) return null;
      let at = firsts[shape];
      return Array.from(counts.get(shape), (rings) => {
        at += rings;
        return paths.slice(at - rings, at);
      });
    },
  };
}

/**
 * Find the claims about each feature.
 * @param {ReturnType<typeof readClaims>} claims
 * @param {ReturnType<typeof readLegs>} legs
 * @param {Int32Array} place
 * @param {Int32Array} leg
 * @param {ReturnType<typeof readPlaces>} places
 */
function claimsOf(claims, legs, place, leg, places) {
  const rows = [];
  const members = [];
  /** @type {Map<number, number[]>} */
  const legsOfRoute = new Map();
  for (let i = 0; i < leg.length; i += 1) {
    if (leg[i] < 0) continue;
    const route = legs.route[leg[i]];
    legsOfRoute.set(route, [...(legsOfRoute.get(route) ?? []), i]);
    for (const claim of legs.claims.get(leg[i])) {
      rows.push(i);
      members.push(claim);
    }
  }
  const { starts, members: codes } = claims.placeLists;
  for (let claim = 0; claim < claims.n; claim += 1) {
    for (let at = starts[claim]; at < starts[claim + 1]; at += 1) {
      const feature = places.feature[codes[at] >> 3];
      if (feature < 0) continue;
      rows.push(feature);
      members.push(claim);
    }
    for (const code of claims.routeLists.get(claim)) {
      for (const feature of legsOfRoute.get(code >> 3) ?? []) {
        rows.push(feature);
        members.push(claim);
      }
    }
  }
  return once(group(place.length, Int32Array.from(rows), Uint32Array.from(members)));
}

/**
 * Leave out what a list names again.
 * @param {Lists} lists
 */
function once(lists) {
  const starts = new Uint32Array(lists.n + 1);
  const members = new Uint32Array(lists.members.length);
  let end = 0;
  for (let i = 0; i < lists.n; i += 1) {
    const list = lists.get(i);
    const kept = list.length > 1 ? Uint32Array.from(new Set(list)).sort() : list;
    members.set(kept, end);
    end += kept.length;
    starts[i + 1] = end;
  }
  return new Lists(starts, members.subarray(0, end));
}

/**
 * Find the independent origins of each claim.
 * @param {ReturnType<typeof readClaims>} claims
 * @param {ReturnType<typeof readSources>} sources
 */
function originsOf(claims, sources) {
  const starts = new Uint32Array(claims.n + 1);
  /** @type {number[]} */
  const members = [];
  for (let i = 0; i < claims.n; i += 1) {
    if (claims.echoed.has(i) || sources.repeats(claims.source[i])) members.push(...claims.origins(i));
    else members.push(claims.source[i]);
    starts[i + 1] = members.length;
  }
  return new Lists(starts, Uint32Array.from(members));
}

/**
 * Find the features of each claim.
 * @param {ReturnType<typeof readClaims>} claims
 * @param {ReturnType<typeof readFeatures>} features
 */
function placed(claims, features) {
  const { starts, members } = features.about;
  const owners = new Uint32Array(members.length);
  for (let i = 0; i < features.n; i += 1) owners.fill(i, starts[i], starts[i + 1]);
  return group(claims.n, members, owners);
}

/**
 * Tell for each claim how well its places are known: codes into PRECISIONS, a list a claim.
 * @param {ReturnType<typeof readClaims>} claims
 * @param {ReturnType<typeof readPlaces>} places
 * @param {ReturnType<typeof readFeatures>} features
 * @param {PageLayer[]} layers
 * @param {Lists} drawn
 */
function precisions(claims, places, features, layers, drawn) {
  const codes = new Uint8Array(features.n);
  for (let i = 0; i < features.n; i += 1) {
    const kind = features.kind(i);
    const metres = features.place[i] < 0 ? NaN : places.precision[features.place[i]];
    let word = kind;
    if (kind === "point") word = metres > 250 ? "disc" : "spot";
    if (word === "disc" && layers[features.layer[i]].kind === "settlement") word = "settlement";
    if (kind === "area" && layers[features.layer[i]].kind === "country") word = "country";
    codes[i] = PRECISIONS.indexOf(word);
  }
  const unplaced = PRECISIONS.indexOf("unplaced");
  const starts = new Uint32Array(claims.n + 1);
  const out = new Uint32Array(drawn.members.length + claims.n);
  let end = 0;
  for (let i = 0; i < claims.n; i += 1) {
    const from = end;
    for (let at = drawn.starts[i]; at < drawn.starts[i + 1]; at += 1) {
      const code = codes[drawn.members[at]];
      if (out.subarray(from, end).includes(code)) continue;
      out[end] = code;
      end += 1;
    }
    if (end === from) {
      out[end] = unplaced;
      end += 1;
    }
    starts[i + 1] = end;
  }
  return new Lists(starts, out.subarray(0, end));
}
