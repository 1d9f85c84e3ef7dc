/* What the page knows: columns of claims, sources, agents, places, periods and what is drawn. */

import { worldX, worldY } from "./canvas.js";
import { late, Lists, once, openTable } from "./columns.js";
import { inflate } from "./inflate.js";

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
  const rows = once(() => numbered(table, spec.row));
  const of = table.texts(spec.of);
  return (row) => of.get(rows().get(row) ?? -1);
}

/**
 * A column of texts that few rows have, as a whole: the texts, and the row that each is of.
 * @param {Table} table
 * @param {{row: IntSpec, of: TextSpec}} spec
 */
const scattered = (table, spec) => ({ of: table.texts(spec.of), owners: new Uint32Array(table.ints(spec.row).buffer) });

/**
 * Where each row stands in a column of few rows.
 * @param {Table} table
 * @param {IntSpec} spec
 * @returns {Map<number, number>}
 */
const numbered = (table, spec) => new Map(Array.from(table.ints(spec), (row, i) => [row, i]));

/**
 * A column of repeated texts, by row.
 * @param {Table} table
 * @param {import("./columns.js").WordSpec} spec
 * @returns {(row: number) => string}
 */
function worded(table, spec) {
  const words = once(() => table.words(spec));
  return (row) => words().of.get(words().codes[row]);
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
   * @param {number} first - claims in the first piece
   */
  constructor(n, size, first) {
    this.size = size;
    this.first = first;
    /** @type {(import("./columns.js").Texts|null)[]} */
    this.pieces = Array(n && 1 + Math.ceil(Math.max(n - first, 0) / size)).fill(null);
  }

  /** @param {number} i */
  get(i) {
    const number = this.of(i);
    return this.pieces[number]?.get(i - this.start(number)) ?? "…";
  }

  /** The piece that a claim's words are in. @param {number} i */
  of(i) {
    return i < this.first ? 0 : Math.floor((i - this.first) / this.size) + 1;
  }

  /** The first claim of a piece. @param {number} number */
  start(number) {
    return number && this.first + (number - 1) * this.size;
  }

  /** @param {number} number */
  async unpack(number) {
    const block = document.getElementById(`br-says-${number}`);
    return this.take(number, await inflate(block?.textContent ?? ""));
  }

  /**
   * Take in what was unpacked.
   * @param {number} number
   * @param {import("./inflate.js").Bytes} bytes
   */
  take(number, bytes) {
    const table = openTable(bytes);
    const texts = table.texts(table.head.says);
    this.pieces[number] = texts;
    return texts;
  }
}

/**
 * Make the store from the block of numbers; most of its columns are read when they are first asked for.
 * @param {Table} table
 */
export function makeStore(table) {
  const { head } = table;
  const sources = readSources(table);
  const claims = readClaims(table, sources);
  const places = readPlaces(table);
  const legs = readLegs(table);
  const features = readFeatures(table, claims, legs, places);
  /** @type {PageLayer[]} */
  const layers = head.layers;
  const routes = { n: head.routes.id.n, id: table.texts(head.routes.id), name: table.texts(head.routes.name), note: table.texts(head.routes.note) };
  const topicNames = table.texts(head.claims.topic);
  const drawn = once(() => placed(claims, features));
  const store = { meta: head.meta, claims, sources, agents: readAgents(table), places, periods: readPeriods(table), features, legs, routes, layers, topicNames };
  return late(store, {
    topics: () => topicNames.all(),
    /** The features of each claim. */
    drawn,
    /** How well the places of each claim are known: codes into PRECISIONS. */
    precision: () => precisions(claims, places, features, layers, drawn()),
    /** The independent origins of each claim. */
    roots: () => originsOf(claims, sources),
    /** How many claims each source carries. */
    carried: () => totals(claims.source, sources.n),
  });
}

/**
 * Count how often each code stands in a column.
 * @param {Int32Array} codes
 * @param {number} n - different codes
 */
function totals(codes, n) {
  const out = new Uint32Array(n);
  for (let i = 0; i < codes.length; i += 1) out[codes[i]] += 1;
  return out;
}

/** @typedef {ReturnType<typeof makeStore>} Store */

/** @param {Table} table */
function readPeriods(table) {
  const spec = table.head.periods;
  const shift = 1 - spec.epoch;
  /** @param {IntSpec} of @param {number} open */
  const days = (of, open) => {
    const out = table.ints(of);
    for (let i = 0; i < out.length; i += 1) out[i] = out[i] < 0 ? open : out[i] + shift;
    return out;
  };
  return late({ n: /** @type {number} */ (spec.earliest.n), text: table.texts(spec.text) }, {
    earliest: () => days(spec.earliest, OPEN_START),
    latest: () => days(spec.latest, OPEN_END),
    soft: () => table.ints(spec.soft),
  });
}

/** @param {Table} table */
function readAgents(table) {
  const spec = table.head.agents;
  const agents = { n: /** @type {number} */ (spec.id.n), id: table.texts(spec.id), name: table.texts(spec.name), kind: worded(table, spec.kind), role: sparse(table, spec.role), note: sparse(table, spec.note) };
  return late(agents, { roles: () => scattered(table, spec.role) });
}

/** @param {Table} table */
function readSources(table) {
  const spec = table.head.sources;
  const rows = numbered(table, spec.repeating);
  /** @param {import("./columns.js").ListSpec} of @param {boolean} itself */
  const behind = (of, itself) => {
    const lists = once(() => table.lists(of));
    return (/** @type {number} */ i) => {
      const row = rows.get(i);
      if (row !== undefined) return Array.from(lists().get(row));
      return itself ? [i] : [];
    };
  };
  const sources = {
    n: /** @type {number} */ (spec.n),
    /** Sources that repeat others. */
    repeating: rows.size,
    id: table.texts(spec.id),
    title: table.texts(spec.title),
    publisher: worded(table, spec.publisher),
    url: table.texts(spec.url),
    archived: sparse(table, spec.archived),
    kind: worded(table, spec.kind),
    language: worded(table, spec.language),
    licence: worded(table, spec.licence),
    reliability: worded(table, spec.reliability),
    note: sparse(table, spec.note),
    derived: behind(spec.derived, false),
    origins: behind(spec.origins, true),
    chain: behind(spec.chain, true),
    repeats: (/** @type {number} */ i) => rows.has(i),
  };
  return late(sources, {
    publishers: () => table.words(spec.publisher),
    published: () => table.ints(spec.published),
  });
}

/** @param {Table} table */
function readPlaces(table) {
  const spec = table.head.places;
  const n = spec.id.n;
  const names = once(() => group(n, table.ints(spec.names.row)));
  const text = table.texts(spec.names.text);
  const language = worded(table, spec.names.language);
  const own = table.texts(spec.name);
  const shapes = once(() => table.ints(spec.shape));
  const places = {
    n,
    id: table.texts(spec.id),
    name: own,
    kind: worded(table, spec.kind),
    basis: worded(table, spec.basis),
    definition: sparse(table, spec.definition),
    note: sparse(table, spec.note),
    names: (/** @type {number} */ i) => Array.from(names().get(i), (row) => ({ text: text.get(row), language: language(row) })),
    shape: (/** @type {number} */ i) => ["none", "point", "line", "area"][shapes()[i] + 1],
    feature: new Int32Array(n).fill(-1),
  };
  return late(places, {
    precision: () => table.floats(spec.precision),
    /** All names but the own ones, and the place that each is of. */
    otherNames: () => ({ of: text, owners: new Uint32Array(table.ints(spec.names.row).buffer) }),
  });
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
  const where = once(() => table.lists(spec.where));
  const ways = once(() => table.lists(spec.routes));
  const topics = once(() => table.lists(spec.topics));
  const source = table.ints(spec.source);
  const echoed = numbered(table, spec.echoes.row);
  const echoOrigins = once(() => table.lists(spec.echoes.origins));
  const echoCarriers = once(() => table.lists(spec.echoes.carriers));
  const stands = once(() => readRelations(table, n));
  const quantities = once(() => readQuantities(table, n));
  const says = new Pieces(n, spec.piece, spec.first);
  const claims = {
    n,
    id: table.texts(spec.id),
    says: (/** @type {number} */ i) => says.get(i),
    pieces: says,
    source,
    topics: (/** @type {number} */ i) => Array.from(topics().get(i)),
    where: (/** @type {number} */ i) => Array.from(where().get(i), (code) => ({ place: code >> 3, role: ROLES[code & 7] })),
    routes: (/** @type {number} */ i) => Array.from(ways().get(i), (code) => ({ route: code >> 3, role: ROLES[code & 7] })),
    likelihood: worded(table, spec.likelihood),
    sensitivity: worded(table, spec.sensitivity),
    quote: sparse(table, spec.quote),
    note: sparse(table, spec.note),
    quantities: (/** @type {number} */ i) => quantities()(i),
    /** Those that give figures. */
    figured: () => new Set(table.ints(spec.quantities.row)),
    at: readSelectors(table),
    relations: (/** @type {number} */ i) => stands().of(i),
    origins: (/** @type {number} */ i) => (echoed.has(i) ? Array.from(echoOrigins().get(echoed.get(i) ?? 0)) : sources.origins(source[i])),
    carriers: (/** @type {number} */ i) => (echoed.has(i) ? Array.from(echoCarriers().get(echoed.get(i) ?? 0)) : [source[i]]),
    chain: (/** @type {number} */ i) => sources.chain(source[i]),
    echoed,
  };
  return late(claims, {
    stance: () => table.ints(spec.stance),
    speaker: () => table.ints(spec.speaker),
    recorder: () => table.ints(spec.recorder),
    about: () => table.ints(spec.about),
    credibility: () => table.ints(spec.credibility),
    reported: () => reportedOf(source, sources.published),
    topicLists: topics,
    placeLists: where,
    routeLists: ways,
    disputed: () => stands().disputed,
  });
}

/**
 * When each claim was reported: when its source was published.
 * @param {Int32Array} source - of each claim
 * @param {Int32Array} published - the period of each source; negative where it has no date
 * @returns {Int32Array} the period of each claim; negative where its source has no date
 */
export function reportedOf(source, published) {
  const out = new Int32Array(source.length);
  for (let i = 0; i < out.length; i += 1) out[i] = published[source[i]];
  return out;
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
  const outgoing = once(() => group(n, rows));
  const incoming = once(() => group(n, others));
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
    const all = [...Array.from(outgoing().get(i), (row) => standing(row, false)), ...Array.from(incoming().get(i), (row) => standing(row, true))];
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
  const columns = once(() => ({ rows: numbered(table, spec.row), page: table.ints(spec.page), paragraph: table.ints(spec.paragraph), start: table.ints(spec.start), end: table.ints(spec.end) }));
  return (/** @type {number} */ i) => {
    const { rows, page, paragraph, start, end } = columns();
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
  const [eastings, northings] = [table.ints(spec.x), table.ints(spec.y)];
  for (let i = 0; i < n; i += 1) if (place[i] >= 0) places.feature[place[i]] = i;
  const shaped = numbered(table, spec.shaped);
  const kinds = table.ints(spec.shapes.kind);
  const counts = table.lists(spec.shapes.parts);
  const paths = table.paths(spec.shapes.paths);
  const firsts = new Uint32Array(counts.n + 1);
  for (let i = 0; i < counts.n; i += 1) firsts[i + 1] = firsts[i] + counts.get(i).reduce((sum, one) => sum + one, 0);
  const point = new Uint8Array(n).fill(1);
  for (const row of shaped.keys()) point[row] = 0;
  const about = claimsOf(claims, legs, place, leg, places);
  const features = {
    n, layer, place, leg, point,
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
  return late(features, {
    radius: () => table.floats(spec.radius),
    /** Where each stands, in degrees. */
    x: () => located(eastings, (steps) => steps * spec.step - 180),
    y: () => located(northings, (steps) => steps * spec.step - 90),
    /** Where each stands in the world of the map (see canvas.js). */
    worldX: () => located(eastings, (steps) => worldX(steps * spec.step - 180)),
    worldY: () => located(northings, (steps) => worldY(steps * spec.step - 90)),
    /** Whether each claim is about any of them. */
    placed: () => marked(claims.n, about.members),
    /** Those that are drawn as symbols. */
    spots: () => spotsOf(point),
  });
}

/**
 * @param {number} n
 * @param {Uint32Array} members
 * @returns {Uint8Array} 1 for each member
 */
function marked(n, members) {
  const out = new Uint8Array(n);
  for (let at = 0; at < members.length; at += 1) out[members[at]] = 1;
  return out;
}

/** @param {Uint8Array} point - 1 for each feature that is a spot */
function spotsOf(point) {
  const out = new Uint32Array(point.length);
  let end = 0;
  for (let i = 0; i < point.length; i += 1) {
    if (!point[i]) continue;
    out[end] = i;
    end += 1;
  }
  return out.subarray(0, end);
}

/**
 * @param {Int32Array} steps - of a grid
 * @param {(steps: number) => number} place - where a step of it is
 */
function located(steps, place) {
  const out = new Float64Array(steps.length);
  for (let i = 0; i < out.length; i += 1) out[i] = place(steps[i]);
  return out;
}

/**
 * Find the claims about each feature, in the order of the atlas and each once.
 * @param {ReturnType<typeof readClaims>} claims
 * @param {ReturnType<typeof readLegs>} legs
 * @param {Int32Array} place
 * @param {Int32Array} leg
 * @param {ReturnType<typeof readPlaces>} places
 * @returns {Lists}
 */
function claimsOf(claims, legs, place, leg, places) {
  const { starts, members: codes } = claims.placeLists;
  const ways = legs.n ? legsOf(claims, legs, leg) : null;
  const { feature } = places;
  /** The last claim, counted from 1, that was found of each feature. */
  const last = new Uint32Array(place.length);
  const rows = new Int32Array(codes.length + (ways?.members.length ?? 0));
  const members = new Uint32Array(rows.length);
  let end = 0;
  /** @param {number} i @param {number} claim */
  const find = (i, claim) => {
    if (i < 0 || last[i] > claim) return;
    last[i] = claim + 1;
    rows[end] = i;
    members[end] = claim;
    end += 1;
  };
  for (let claim = 0; claim < claims.n; claim += 1) {
    for (let at = starts[claim]; at < starts[claim + 1]; at += 1) find(feature[codes[at] >> 3], claim);
    if (ways) for (const i of ways.get(claim)) find(i, claim);
  }
  return group(place.length, rows.subarray(0, end), members);
}

/**
 * Find the drawn legs of each claim: those of its routes, and those that it is about.
 * @param {ReturnType<typeof readClaims>} claims
 * @param {ReturnType<typeof readLegs>} legs
 * @param {Int32Array} leg
 * @returns {Lists}
 */
function legsOf(claims, legs, leg) {
  /** @type {number[]} */
  const told = [];
  /** @type {number[]} */
  const of = [];
  /** @type {Map<number, number[]>} */
  const legsOfRoute = new Map();
  for (let i = 0; i < leg.length; i += 1) {
    if (leg[i] < 0) continue;
    const route = legs.route[leg[i]];
    legsOfRoute.set(route, [...(legsOfRoute.get(route) ?? []), i]);
    for (const claim of legs.claims.get(leg[i])) {
      told.push(claim);
      of.push(i);
    }
  }
  const ways = claims.routeLists;
  for (let claim = 0; ways.members.length && claim < claims.n; claim += 1) {
    for (const code of ways.get(claim)) {
      for (const i of legsOfRoute.get(code >> 3) ?? []) {
        told.push(claim);
        of.push(i);
      }
    }
  }
  return group(claims.n, Int32Array.from(told), Int32Array.from(of));
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
  const { source, echoed, n } = claims;
  const repeating = new Uint8Array(sources.n);
  for (let i = 0; i < sources.n; i += 1) repeating[i] = Number(sources.repeats(i));
  for (let i = 0; i < n; i += 1) {
    if (repeating[source[i]] || echoed.has(i)) members.push(...claims.origins(i));
    else members.push(source[i]);
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
