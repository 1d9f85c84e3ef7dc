/* The page's one state, and what happens when it changes. */

import { keepAddress, readAddress } from "./address.js";
import { claimCard, featureCard, severalCard, tallyOf } from "./cards.js";
import { Colours } from "./colours.js";
import { once, openTable } from "./columns.js";
import { layerControl, mapButtons } from "./controls.js";
import { drawCounts } from "./counts.js";
import { el, fill, keepFocus, latLng } from "./dom.js";
import { activeChips, makeFacets, makeSearch } from "./facets.js";
import { Filter } from "./filter.js";
import { makeFolder } from "./fold.js";
import { bring, fit } from "./framing.js";
import { drawGround } from "./ground.js";
import { unpackRest } from "./indexing.js";
import { makeList } from "./list.js";
import { Naming } from "./naming.js";
import { begin, breathe, STRETCH_MS } from "./pace.js";
import { about, sourceList } from "./panel.js";
import { drawPoints } from "./points.js";
import { Search } from "./search.js";
import { drawShapes } from "./shapes.js";
import { heed, lookAt, TABS, tell, turnTo } from "./state.js";
import { makeStore, PRECISIONS } from "./store.js";
import { makeTakeaway, preparePrint } from "./takeaway.js";
import { makeTimeline } from "./timeline.js";
import { readWords, Words } from "./words.js";

const UNPLACED = PRECISIONS.indexOf("unplaced");

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** How long the map waits when what passes has changed, so that the list is on the screen first. */
const FOLLOW_MS = 30;

/**
 * Bring the page to life on a map that folium has made.
 * @param {L.Map} map
 */
export async function open(map) {
  begin();
  const { unpacked } = balkanroute;
  const words = new Words(readWords(new TextDecoder().decode(await unpacked["br-words"])), "en");
  words.choose(words.best([document.documentElement.lang, ...navigator.languages], ""));
  fill(byId("br-wait"), ` ${words.t("progress.unpacking")}`);
  const table = openTable(await unpacked["br-data"]);
  const store = makeStore(table);
  const ground = openTable(await unpacked["br-ground"]);
  if (store.claims.n) store.claims.pieces.take(0, await unpacked["br-says-0"]);
  balkanroute.unpacked = {};
  await breathe(STRETCH_MS);
  const app = new App(map, store, words, table.head.fold);
  await app.open(ground);
  document.documentElement.dataset.ready = "true";
  await new Promise((resolve) => setTimeout(resolve));
  await app.finish();
  document.documentElement.dataset.complete = "true";
}

export class App {
  /**
   * @param {L.Map} map
   * @param {import("./store.js").Store} store
   * @param {Words} words
   * @param {Object<string, string>} fold
   */
  constructor(map, store, words, fold) {
    this.map = map;
    this.store = store;
    this.words = words;
    this.makeFolder = once(() => makeFolder(fold));
    this.filter = new Filter(store);
    this.naming = new Naming(store, words);
    this.colours = new Colours(store, this.filter, (facet, value) => this.naming.value(facet, value));
    this.makeSearch = once(() => new Search(this.folder, store.claims.n));
    this.tallyAll = once(() => tallyOf(store, this.filter.all));
    this.searchProgress = 0;
    /** The spot under the pointer. */
    this.over = -1;
    this.query = "";
    /** Claims that pass, by feature. */
    this.told = new Uint32Array(store.features.n);
    /** @type {number[]} */
    this.hinted = [];
    this.chosenFeature = -1;
    this.chosenClaim = -1;
    /** @type {number[]} */
    this.several = [];
    this.tab = "claims";
    this.viewFilter = false;
    /** @type {string|undefined} */
    this.origin = undefined;
    this.scrolled = 0;
    this.following = false;
    /** Whether the page is laid out; nothing is drawn before. */
    this.opened = false;
    /** Whether list and map stand on the screen; the rest is drawn after that. */
    this.stands = false;
    this.visibleAtFirst = store.layers.map((layer) => layer.visible);
    /** Tile layers that the reader switched on, by address. @type {Map<string, L.TileLayer>} */
    this.tiles = new Map();
  }

  get folder() {
    return this.makeFolder();
  }

  get facets() {
    return this.makeFacets?.();
  }

  get search() {
    return this.makeSearch();
  }

  /** The tally of all claims. */
  get whole() {
    return this.tallyAll();
  }

  /**
   * Show the list and the map, and answer; the page is laid out once, so the list is drawn before the map asks for its size.
   * @param {import("./columns.js").Table} ground
   */
  async open(ground) {
    const { map, words, store } = this;
    const said = readAddress(location.hash);
    words.choose(said.lang || this.home());
    this.layOut();
    this.as(() => heed(this, said));
    this.colours.choose(this.colours.by);
    this.count();
    this.drawChips();
    this.tellShown();
    this.time?.redraw();
    this.opened = true;
    // What is about a part of the map waits for the map.
    const later = [said.claim, said.card, said.inview].some(Boolean);
    if (!later) this.draw();
    await breathe(STRETCH_MS);
    map.invalidateSize({ animate: false, pan: false });
    fit(this, store.meta.view, false);
    lookAt(this, said);
    this.ground = drawGround(map, ground);
    await breathe(STRETCH_MS);
    this.shapes = drawShapes(this);
    this.points = drawPoints(this);
    this.counts = drawCounts(this);
    this.filter.listen(() => this.filtered());
    words.listen(() => this.spoken());
    this.listen();
    if (later) this.as(() => turnTo(this, said));
    await breathe(STRETCH_MS);
    this.shapes.refresh();
    // Nothing beyond the map yet: fresh memory is what a first sight costs most.
    this.points.paint(0);
    this.ground.paint(0);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }

  /** Draw and index what the first sight can do without, in pieces. */
  async finish() {
    begin();
    this.stands = true;
    const pieces = [
      () => this.place(),
      () => this.offer(this.words.tags),
      () => this.ground?.rename(this.words.tag),
      // What was drawn for the first sight reaches beyond the map from now on.
      () => this.ground?.redraw(),
      () => this.points?.redraw(),
      () => this.list?.redraw(),
      () => this.summarise(),
      () => this.time?.redraw(),
      () => this.control?.refresh(),
    ];
    for (const draw of pieces) {
      draw();
      await breathe(0);
    }
    this.address?.later();
    await unpackRest(this);
  }

  /** Listen to the map, the keys and the window. */
  listen() {
    const { map } = this;
    map.on("moveend", () => this.moved());
    map.on("click", (event) => this.clicked(event));
    map.on("mousemove", (event) => this.hovered(event));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.close();
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(byId("br-map"));
    this.address = keepAddress(() => tell(this), (next) => this.follow(next));
    preparePrint(this);
  }

  /** Make the parts of the page. */
  layOut() {
    const { words } = this;
    byId("br-view").replaceChildren();
    this.facetsHost = el("div", { class: "br-facets" });
    this.listHost = el("div", { class: "br-list" });
    this.list = makeList(this, this.listHost);
    this.makeFacets = once(() => makeFacets(this, /** @type {HTMLElement} */ (this.facetsHost)));
    this.box = makeSearch(this, byId("br-find"));
    this.chips = el("div", { class: "br-chips-host" });
    this.shownNumber = el("b", { id: "br-shown" });
    this.shownOf = el("span", {});
    byId("br-find").append(el("p", { class: "br-list-count", role: "status" }, this.shownNumber, " ", this.shownOf), this.chips);
    this.takeaway = makeTakeaway(this, byId("br-tools"));
    this.time = makeTimeline(this, byId("br-time"), { onChange: () => this.address?.later() });
    mapButtons(this);
    this.control = layerControl(this);
    byId("br-map").append(this.control.node);
    this.tabs = TABS.map((name) => {
      const tab = el("button", { role: "tab", type: "button", id: `br-tab-${name}`, "aria-controls": "br-view", click: () => this.show(name), keydown: (/** @type {KeyboardEvent} */ event) => this.turn(event, name) });
      byId("br-tabs").append(tab);
      return tab;
    });
    const languages = el("select", { id: "br-language", change: (/** @type {Event} */ event) => words.choose(/** @type {HTMLSelectElement} */ (event.target).value) });
    this.languages = /** @type {HTMLSelectElement} */ (languages);
    this.offer([words.tag]);
    this.languageLabel = el("label", { for: "br-language", class: "br-hidden" });
    byId("br-tools").append(this.languageLabel, languages);
    this.label();
  }

  /** Let the reader choose among languages. @param {string[]} tags */
  offer(tags) {
    const { words, languages } = this;
    languages?.replaceChildren(...tags.map((tag) => el("option", { value: tag, lang: tag, selected: tag === words.tag }, words.selfName(tag))));
  }

  /** @param {string} text */
  searchFor(text) {
    this.query = text;
    this.filter.test("text", text.trim() ? this.search.find(text) : null);
    this.address?.later();
  }

  /** Count the shown claims of each feature. */
  count() {
    const { about: lists, n } = this.store.features;
    const { fails } = this.filter;
    if (!this.filter.active) for (let i = 0; i < n; i += 1) this.told[i] = lists.starts[i + 1] - lists.starts[i];
    else for (let i = 0; i < n; i += 1) {
      let sum = 0;
      for (let at = lists.starts[i]; at < lists.starts[i + 1]; at += 1) if (!fails[lists.members[at]]) sum += 1;
      this.told[i] = sum;
    }
    this.colours.refresh();
  }

  /** What passes has changed: show it everywhere, the map with the next frame. */
  filtered() {
    this.count();
    this.tellShown();
    this.list?.redraw();
    this.drawChips();
    this.takeaway?.refresh();
    if (this.chosenFeature >= 0 && this.chosenClaim < 0) this.draw();
    clearTimeout(this.frame);
    // The list and the count answer in this frame, the map follows in one of the next.
    cancelAnimationFrame(this.answering ?? 0);
    this.answering = requestAnimationFrame(() => {
      this.frame = window.setTimeout(() => {
        if (this.tab === "filters") this.facets?.redraw();
        this.frame = window.setTimeout(() => {
          this.redrawMap();
          this.time?.redraw();
        }, FOLLOW_MS);
      });
    });
    if (!this.following) this.address?.later();
  }

  /** Show what filters now; where a chip is gone the focus goes to the next one, or to the search. */
  drawChips() {
    const host = this.chips;
    if (!host) return;
    keepFocus(host, () => host.replaceChildren(activeChips(this)), () => host.querySelector("button") ?? byId("br-search"));
  }

  /** Say how many claims pass. */
  tellShown() {
    const { words, store, filter } = this;
    if (this.shownNumber) this.shownNumber.textContent = words.number(filter.shown.length);
    if (this.shownOf) this.shownOf.textContent = words.t("list.of", { n: store.claims.n });
  }

  redrawMap() {
    if (!this.opened) return;
    this.shapes?.refresh();
    this.points?.redraw();
    if (!this.stands) return;
    this.place();
    this.control?.refresh();
    this.summarise();
  }

  /** Put the counts, then the names where there is room left. */
  place() {
    const boxes = this.counts?.place();
    if (boxes) this.ground?.place(boxes, this.points?.marks() ?? []);
  }

  recolour() {
    this.ground?.redraw();
    this.time?.recolour();
    this.redrawMap();
  }

  moved() {
    this.place();
    if (this.viewFilter) this.setViewFilter(true);
    this.address?.later();
  }

  /** @param {boolean} on - whether the list holds only what the map shows */
  setViewFilter(on) {
    this.viewFilter = on;
    if (!on) return this.filter.test("view", null);
    const { features, claims } = this.store;
    const bounds = this.map.getBounds();
    const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const mask = new Uint8Array(claims.n);
    for (let i = 0; i < features.n; i += 1) {
      const [x, y] = [features.x[i], features.y[i]];
      if (x < west || x > east || y < south || y > north) continue;
      for (const claim of features.about.get(i)) mask[claim] = 1;
    }
    return this.filter.test("view", mask);
  }

  /** @param {boolean} on - whether only claims without a place are shown */
  showUnplaced(on) {
    this.filter.choose("precision", on ? new Set([UNPLACED]) : null);
    this.facets?.redraw();
  }

  clearFilters() {
    this.following = true;
    this.query = "";
    this.box?.write("");
    this.viewFilter = false;
    if (this.time) this.time.write({ from: null, to: null, by: this.time.read().by, undated: true });
    this.filter.test("text", null);
    this.filter.test("view", null);
    this.filter.chooseAll({});
    this.following = false;
    this.facets?.redraw();
    this.address?.step();
  }

  /** @param {number} i */
  chooseSource(i) {
    this.filter.choose("source", new Set([i]));
    this.show("claims");
  }

  /** Mark the places of a claim on the map. @param {number} claim - or -1 */
  hint(claim) {
    const next = claim < 0 ? [] : Array.from(this.store.drawn.get(claim));
    if (String(next) === String(this.hinted)) return;
    this.hinted = next;
    cancelAnimationFrame(this.hintFrame ?? 0);
    this.hintFrame = requestAnimationFrame(() => {
      this.shapes?.refresh();
      this.points?.redraw();
    });
  }

  /** @param {L.LeafletMouseEvent} event */
  clicked(event) {
    const feature = this.points?.at(event.layerPoint) ?? -1;
    if (feature >= 0) this.openFeature(feature);
    else this.close();
  }

  /** @param {L.LeafletMouseEvent} event */
  hovered(event) {
    /** @type {number} */
    const feature = this.points?.at(event.layerPoint) ?? -1;
    byId("br-map").classList.toggle("br-over", feature >= 0);
    if (feature === this.over) return;
    this.over = feature;
    this.tip?.remove();
    if (feature < 0) return;
    const { features } = this.store;
    this.tip = L.tooltip({ className: "br-tip", direction: "top", offset: [0, -8] })
      .setLatLng(latLng(features.x[feature], features.y[feature]))
      .setContent(el("span", { dir: "auto" }, this.naming.feature(feature)))
      .addTo(this.map);
  }

  /** Show the card of a feature. @param {number} i */
  openFeature(i) {
    this.remember();
    this.choose(i, -1, []);
    bring(this, i);
  }

  /** @param {number[]} features */
  openSeveral(features) {
    this.remember();
    this.choose(-1, -1, features);
  }

  /** Show a claim's card, and the place it is about. @param {number} i */
  openClaim(i) {
    this.remember();
    const [feature] = this.store.drawn.get(i);
    this.choose(feature ?? -1, i, []);
    if (feature !== undefined) bring(this, feature);
  }

  /**
   * @param {number} feature
   * @param {number} claim
   * @param {number[]} several
   */
  choose(feature, claim, several) {
    this.chosenFeature = feature;
    this.chosenClaim = claim;
    this.several = several;
    this.tab = "claims";
    this.draw();
    this.redrawMap();
    byId("br-view").scrollTop = 0;
    /** @type {HTMLElement|null} */ (document.querySelector(".br-card [tabindex='-1']"))?.focus({ preventScroll: window.innerWidth > 760 });
    if (!this.following) this.address?.step();
  }

  close() {
    if (!this.isOpen()) return;
    this.choose(-1, -1, []);
    const view = byId("br-view");
    view.scrollTop = this.scrolled;
    const back = [...document.querySelectorAll("[data-key]")].find((node) => /** @type {HTMLElement} */ (node).dataset.key === this.origin);
    /** @type {HTMLElement} */ (back ?? view).focus({ preventScroll: true });
    this.origin = undefined;
  }

  isOpen() {
    return this.chosenFeature >= 0 || this.chosenClaim >= 0 || this.several.length > 0;
  }

  /** Keep what had the focus, so that closing gives it back. */
  remember() {
    if (this.isOpen()) return;
    this.origin = /** @type {HTMLElement|null} */ (document.activeElement)?.dataset?.key;
    this.scrolled = byId("br-view").scrollTop;
  }

  /** @param {string} tab */
  show(tab) {
    this.tab = TABS.includes(tab) ? tab : "claims";
    this.chosenFeature = -1;
    this.chosenClaim = -1;
    this.several = [];
    this.draw();
    this.redrawMap();
    byId("br-view").scrollTop = 0;
    if (!this.following) this.address?.step();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string} name
   */
  turn(event, name) {
    const forward = this.words.direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const step = { [forward]: 1, [forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight"]: -1 }[event.key];
    if (!step) return;
    const next = TABS[(TABS.indexOf(name) + step + TABS.length) % TABS.length];
    this.show(next);
    byId(`br-tab-${next}`).focus();
  }

  /** Draw what the panel shows. */
  draw() {
    if (!this.opened) return;
    const view = byId("br-view");
    let content = this.card() ?? undefined;
    if (!content && this.tab === "claims") content = this.listHost;
    if (!content && this.tab === "filters") content = this.facetsHost;
    content ??= this.tab === "sources" ? sourceList(this) : about(this);
    view.replaceChildren(content);
    if (content === this.listHost) this.list?.redraw();
    if (content === this.facetsHost) this.facets?.redraw();
    TABS.forEach((name, i) => {
      const tab = /** @type {HTMLElement[]} */ (this.tabs)[i];
      tab.setAttribute("aria-selected", String(name === this.tab));
      tab.tabIndex = name === this.tab ? 0 : -1;
    });
    view.setAttribute("aria-labelledby", `br-tab-${this.tab}`);
  }

  /** Draw the panel anew, with words that have come since. */
  redraw() {
    if (!this.isOpen()) {
      this.list?.redraw();
      return;
    }
    const view = byId("br-view");
    const { scrollTop } = view;
    keepFocus(view, () => this.draw(), () => view.querySelector(".br-card [tabindex='-1']"));
    view.scrollTop = scrollTop;
  }

  /** @returns {HTMLElement|null} */
  card() {
    if (this.several.length) return severalCard(this, this.several);
    if (this.chosenClaim >= 0) {
      const back = el("button", { type: "button", class: "br-back", click: () => this.close() }, this.words.t("card.back"));
      return el("div", { class: "br-card" }, back, claimCard(this, this.chosenClaim, "h2"));
    }
    return this.chosenFeature >= 0 ? featureCard(this, this.chosenFeature) : null;
  }

  /** Say everything in the language that was chosen. */
  spoken() {
    this.label();
    this.ground?.rename(this.words.tag);
    this.drawChips();
    this.tellShown();
    this.draw();
    this.time?.redraw();
    this.redrawMap();
    this.address?.later();
  }

  /** Name the parts of the page and write its head and foot, which decide how much room the map has. */
  label() {
    const { words, store } = this;
    const root = document.documentElement;
    root.lang = words.tag;
    root.dir = words.direction;
    document.title = store.meta.title;
    /** @type {HTMLSelectElement} */ (this.languages).value = words.tag;
    /** @type {HTMLElement} */ (this.languageLabel).textContent = words.t("language.label");
    TABS.forEach((name, i) => {
      /** @type {HTMLElement[]} */ (this.tabs)[i].textContent = words.t(`tab.${name}`);
    });
    byId("br-tabs").setAttribute("aria-label", words.t("panel.tabs"));
    byId("br-panel").setAttribute("aria-label", words.t("panel.label"));
    byId("br-map").setAttribute("aria-label", words.t("map.label"));
    byId("br-time").setAttribute("aria-label", words.t("time.label"));
    this.fillHead();
    this.control?.speak();
    this.takeaway?.refresh();
    this.box?.refresh();
  }

  /** Write the title, the summary and the counts. */
  fillHead() {
    const { words, store } = this;
    const { claims, sources, meta } = store;
    const { speakers, disputed } = this.whole;
    const told = [
      words.t("tally.claims", { n: claims.n }),
      words.t("tally.speakers", { n: speakers }),
      words.t("tally.sources", { n: sources.n }),
      words.t("tally.origins", { n: sources.n - sources.repeating }),
      words.t("tally.disputed", { n: disputed }),
      meta.date ? words.t("head.asOf", { date: words.period(meta.date) }) : "",
    ];
    byId("br-title").textContent = meta.title;
    byId("br-summary").textContent = meta.summary;
    byId("br-counts").textContent = told.filter(Boolean).join(" · ");
    this.credit();
  }

  /** Say whose words and whose map data these are, with those of the tiles that are on. */
  credit() {
    const { words, store } = this;
    const { meta } = store;
    const lent = meta.tiles.filter((/** @type {{url: string}} */ one) => this.tiles.has(one.url)).map((/** @type {{attribution: string}} */ one) => one.attribution);
    const credits = [...meta.attributions, ...lent].join("; ");
    const owed = [meta.licence ? words.t("foot.licence", { licence: meta.licence }) : "", words.t("foot.credits", { credits })];
    byId("br-foot").textContent = owed.filter(Boolean).join(" ");
  }

  /** What filters now, in words. */
  chipsInWords() {
    return this.words.join([...(this.chips?.querySelectorAll("bdi") ?? [])].map((one) => one.textContent ?? ""));
  }

  /** Say in words what the map shows, for those who do not see it. */
  summarise() {
    const { words, told, store } = this;
    let places = 0;
    /** @type {number[]} */
    const best = [];
    for (let i = 0; i < store.features.n; i += 1) {
      if (!told[i]) continue;
      places += 1;
      if (best.length < 3 || told[i] > told[best[2]]) {
        best.push(i);
        best.sort((a, b) => told[b] - told[a]);
        best.length = Math.min(best.length, 3);
      }
    }
    const list = best.map((i) => `${this.naming.feature(i)} (${words.t("tally.claims", { n: told[i] })})`).join(", ");
    const said = { places: words.number(places), claims: words.t("tally.claims", { n: this.filter.shown.length }), list };
    byId("br-map-summary").textContent = places ? words.t("map.summary", said) : words.t("map.nothing");
  }

  /** @param {string} by */
  colourBy(by) {
    this.colours.choose(by);
    this.colours.refresh();
    this.list?.redraw();
    if (this.tab === "filters") this.facets?.redraw();
    this.redrawMap();
    this.address?.later();
  }

  legend() {
    return this.colours.legend(this.words);
  }

  /** The language that the author chose. */
  home() {
    return this.words.best([this.store.meta.speaks], "en");
  }

  /** Make the page show what an address says. @param {Object<string, string>} said */
  follow(said) {
    this.as(() => {
      this.words.choose(said.lang || this.home());
      lookAt(this, said);
      heed(this, said);
      turnTo(this, said);
    });
  }

  /** Do what an address says, which is no step of the reader. @param {() => void} change */
  as(change) {
    this.following = true;
    try {
      change();
    } finally {
      this.following = false;
    }
  }
}
