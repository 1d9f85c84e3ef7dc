/* The page of a summary: places in colours, a list beside them, a card for each, a choice of period. */

import { keepAddress, readAddress } from "../address.js";
import { worldX, worldY } from "../canvas.js";
import { openTable } from "../columns.js";
import { mapButtons } from "../controls.js";
import { el, fill, latLng } from "../dom.js";
import { drawGround } from "../ground.js";
import { readWords, Words } from "../words.js";
import { placeCard } from "./card.js";
import { classesOf, makeLegend } from "./legend.js";
import { makeList, SORTS } from "./list.js";
import { method } from "./method.js";
import { makePeriods } from "./periods.js";
import { drawShades } from "./shades.js";
import { ALL, makeStore } from "./store.js";
import { makeTakeaway, preparePrint } from "./takeaway.js";
import { codeOf, figureOf, measure, outOf, periodOf } from "./wording.js";

const TABS = ["places", "method"];
/** From so many places on they can be searched. */
const SEARCHED = 13;
const TIP_MS = 30;

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** Make a name comparable: no marks, no case. @param {string} text */
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * Bring the page to life on a map that folium has made.
 * @param {L.Map} map
 */
export async function open(map) {
  const { unpacked } = balkanroute;
  const words = new Words(readWords(new TextDecoder().decode(await unpacked["br-words"])), "en");
  words.choose(words.best([document.documentElement.lang, ...navigator.languages], ""));
  fill(byId("br-wait"), ` ${words.t("progress.unpacking")}`);
  const store = makeStore(openTable(await unpacked["br-data"]));
  const ground = openTable(await unpacked["br-ground"]);
  balkanroute.unpacked = {};
  const app = new App(map, store, words);
  app.layOut(ground);
  document.documentElement.dataset.ready = "true";
  await new Promise((resolve) => setTimeout(resolve));
  document.documentElement.dataset.complete = "true";
}

export class App {
  /**
   * @param {L.Map} map
   * @param {import("./store.js").Store} store
   * @param {Words} words
   */
  constructor(map, store, words) {
    this.map = map;
    this.store = store;
    this.words = words;
    /** The place that is chosen, or -1. */
    this.chosen = -1;
    this.period = ALL;
    this.sort = SORTS[0];
    this.tab = TABS[0];
    this.query = "";
    this.over = -1;
    this.scrolled = 0;
    this.following = false;
    /** @type {string|undefined} */
    this.origin = undefined;
    /** @type {Map<string, L.TileLayer>} */
    this.tiles = new Map();
    /** @type {Map<number, string>} */
    this.names = new Map();
    this.scheme = window.matchMedia("(prefers-color-scheme: dark)");
  }

  /** Which breaks and colours stand now: those of all periods together, or of single ones. @returns {"whole"|"parts"} */
  get kind() {
    return this.period === ALL ? "whole" : "parts";
  }

  /** @param {number} i */
  rowOf(i) {
    return this.store.at(i, this.period);
  }

  /** @param {number} i */
  codeOf(i) {
    return codeOf(this.rowOf(i));
  }

  /** The colour of a class: much stands out most from the ground, be it light or dark. @param {number} code - empty where it is no class */
  colourOf(code) {
    const colours = this.store.tallied.colours[this.kind];
    return (this.scheme.matches ? colours[colours.length - code] : colours[code - 1]) ?? "";
  }

  /** The name of a place in the reader's language, where it is known. @param {number} i */
  placeName(i) {
    const known = this.names.get(i);
    if (known !== undefined) return known;
    const name = this.words.pickName(this.store.places.names(i)) || this.store.places.name.get(i);
    this.names.set(i, name);
    return name;
  }

  /** Whether the search lets a place pass. @param {number} i */
  passes(i) {
    if (!this.query.trim()) return true;
    const names = [this.placeName(i), this.store.places.name.get(i), ...this.store.places.names(i).map((one) => one.text)];
    return names.some((name) => plain(name).includes(plain(this.query.trim())));
  }

  /** @param {import("../columns.js").Table} ground */
  layOut(ground) {
    const { map, words, store } = this;
    const said = readAddress(location.hash);
    words.choose(said.lang || this.home());
    byId("br-view").replaceChildren();
    this.listHost = el("div", { class: "br-list" });
    this.list = makeList(this, this.listHost);
    this.makeSearch();
    this.takeaway = makeTakeaway(this, byId("br-tools"));
    this.makeLanguages();
    mapButtons(/** @type {any} */ (this));
    this.legendControl = makeLegend(this);
    byId("br-map").append(this.legendControl.node);
    this.periods = makePeriods(this, byId("br-time"));
    this.tabs = TABS.map((name) => {
      const tab = el("button", { role: "tab", type: "button", id: `br-tab-${name}`, "aria-controls": "br-view", click: () => this.show(name), keydown: (/** @type {KeyboardEvent} */ event) => this.turn(event, name) });
      byId("br-tabs").append(tab);
      return tab;
    });
    this.label();
    // What the legend covers is no part of the view, so it is filled first.
    this.legendControl.refresh();
    map.invalidateSize({ animate: false, pan: false });
    this.fit(store.meta.view, false);
    this.lookAt(said);
    this.ground = drawGround(map, ground);
    this.shades = drawShades(this);
    this.ground.rename(words.tag);
    this.follow(said);
    this.shades.paint();
    this.ground.paint();
    this.listen();
  }

  listen() {
    const { map, words } = this;
    words.listen(() => this.spoken());
    map.on("moveend", () => this.address?.later());
    map.on("click", (event) => this.clicked(event));
    map.on("mousemove", (event) => this.hovered(event));
    map.on("mouseout", () => this.tip?.remove());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.close();
      const typing = /** @type {HTMLElement} */ (event.target).matches?.("input, select, textarea");
      if (event.key !== "/" || typing || !this.search) return;
      event.preventDefault();
      this.search.focus();
    });
    this.scheme.addEventListener("change", () => {
      this.ground?.redraw();
      this.refresh();
    });
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(byId("br-map"));
    this.address = keepAddress(() => this.tell(), (next) => this.follow(next));
    preparePrint(this);
  }

  makeSearch() {
    if (this.store.places.n < SEARCHED) return;
    const box = /** @type {HTMLInputElement} */ (el("input", { type: "search", id: "br-search", input: () => {
      this.query = box.value;
      this.list?.redraw();
      this.address?.later();
    } }));
    this.search = box;
    byId("br-find").append(el("div", { class: "br-search" }, box));
  }

  makeLanguages() {
    const { words } = this;
    const languages = el("select", { id: "br-language", change: (/** @type {Event} */ event) => words.choose(/** @type {HTMLSelectElement} */ (event.target).value) });
    for (const tag of words.tags) languages.append(el("option", { value: tag, lang: tag }, words.selfName(tag)));
    this.languages = /** @type {HTMLSelectElement} */ (languages);
    this.languageLabel = el("label", { for: "br-language", class: "br-hidden" });
    byId("br-tools").append(this.languageLabel, languages);
  }

  /** Draw all that hangs on the period, the scheme or the language. */
  refresh() {
    this.shades?.redraw();
    this.legendControl?.refresh();
    this.periods?.redraw();
    this.draw();
    this.summarise();
  }

  /** Write the names of the base map, where they may stand. */
  place() {
    this.ground?.place([], []);
  }

  /** @param {L.LeafletMouseEvent} event */
  clicked(event) {
    const i = this.shades?.at(event.latlng, { x: worldX, y: worldY }) ?? -1;
    if (i >= 0) this.open(i);
    else this.close();
  }

  /** @param {L.LeafletMouseEvent} event */
  hovered(event) {
    clearTimeout(this.hovering);
    this.hovering = window.setTimeout(() => {
      const i = this.shades?.at(event.latlng, { x: worldX, y: worldY }) ?? -1;
      byId("br-map").classList.toggle("br-over", i >= 0);
      if (i < 0 || i !== this.over) this.tip?.remove();
      this.over = i;
      if (i < 0) return;
      this.tip = L.tooltip({ className: "br-tip", direction: "top", offset: [0, -8] }).setLatLng(event.latlng).setContent(this.tipOf(i)).addTo(this.map);
    }, TIP_MS);
  }

  /** @param {number} i */
  tipOf(i) {
    const { words, store } = this;
    const row = this.rowOf(i);
    const rate = row && store.tallied.per !== "place" ? el("div", {}, `${figureOf(words, store.tallied, row, store.value(i, row))} ${row.code > 0 ? measure(words, store.tallied) : ""}`) : null;
    const few = row && !rate && row.code === 0 ? el("div", {}, figureOf(words, store.tallied, row, NaN)) : null;
    return el("div", {}, el("b", { dir: "auto" }, this.placeName(i)), rate, few, el("div", {}, row ? outOf(words, row) : words.t("count.none")));
  }

  /** Show the card of a place. @param {number} i */
  open(i) {
    if (this.chosen < 0) {
      this.origin = /** @type {HTMLElement|null} */ (document.activeElement)?.dataset?.key;
      this.scrolled = byId("br-view").scrollTop;
    }
    this.tip?.remove();
    this.tab = TABS[0];
    this.choose(i);
    this.bring(i);
  }

  /** @param {number} i */
  choose(i) {
    this.chosen = i;
    this.refresh();
    byId("br-view").scrollTop = 0;
    /** @type {HTMLElement|null} */ (document.querySelector(".br-card [tabindex='-1']"))?.focus({ preventScroll: window.innerWidth > 760 });
    if (!this.following) this.address?.step();
  }

  close() {
    if (this.chosen < 0) return;
    this.choose(-1);
    const view = byId("br-view");
    view.scrollTop = this.scrolled;
    const back = [...document.querySelectorAll("[data-key]")].find((node) => /** @type {HTMLElement} */ (node).dataset.key === this.origin);
    /** @type {HTMLElement} */ (back ?? view).focus({ preventScroll: true });
    this.origin = undefined;
  }

  /** @param {number} period */
  choosePeriod(period) {
    this.period = period;
    const key = /** @type {HTMLElement|null} */ (document.activeElement)?.dataset?.key;
    this.refresh();
    if (key) /** @type {HTMLElement|undefined} */ ([...document.querySelectorAll("[data-key]")].find((node) => /** @type {HTMLElement} */ (node).dataset.key === key))?.focus({ preventScroll: true });
    this.address?.later();
  }

  /** @param {string} sort */
  sortBy(sort) {
    this.sort = SORTS.includes(sort) ? sort : SORTS[0];
    this.list?.redraw();
    this.address?.later();
  }

  /** @param {string} tab */
  show(tab) {
    this.tab = TABS.includes(tab) ? tab : TABS[0];
    this.chosen = -1;
    this.refresh();
    byId("br-view").scrollTop = 0;
    if (!this.following) this.address?.step();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string} name
   */
  turn(event, name) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const next = TABS[1 - TABS.indexOf(name)];
    this.show(next);
    byId(`br-tab-${next}`).focus();
  }

  /** Draw what the panel shows. */
  draw() {
    const view = byId("br-view");
    const places = this.tab === TABS[0];
    byId("br-find").hidden = !places || this.chosen >= 0;
    if (places && this.chosen >= 0) view.replaceChildren(placeCard(this, this.chosen));
    else if (places && this.listHost) {
      view.replaceChildren(this.listHost);
      this.list?.redraw();
    } else view.replaceChildren(method(this));
    TABS.forEach((name, i) => {
      const tab = /** @type {HTMLElement[]} */ (this.tabs)[i];
      tab.setAttribute("aria-selected", String(name === this.tab));
      tab.tabIndex = name === this.tab ? 0 : -1;
    });
    view.setAttribute("aria-labelledby", `br-tab-${this.tab}`);
  }

  /** Say everything in the language that was chosen. */
  spoken() {
    this.names.clear();
    this.label();
    this.ground?.rename(this.words.tag);
    this.refresh();
    this.address?.later();
  }

  /** Name the parts of the page. */
  label() {
    const { words, store } = this;
    const { meta, tallied } = store;
    [document.documentElement.lang, document.documentElement.dir] = [words.tag, words.direction];
    document.title = meta.title;
    /** @type {HTMLSelectElement} */ (this.languages).value = words.tag;
    /** @type {HTMLElement} */ (this.languageLabel).textContent = words.t("language.label");
    TABS.forEach((name, i) => {
      /** @type {HTMLElement[]} */ (this.tabs)[i].textContent = words.t(`tab.${name}`);
    });
    byId("br-tabs").setAttribute("aria-label", words.t("panel.shades"));
    byId("br-panel").setAttribute("aria-label", words.t("panel.shades"));
    byId("br-map").setAttribute("aria-label", words.t("map.label"));
    byId("br-time").setAttribute("aria-label", words.t("column.period"));
    if (this.search) this.search.setAttribute("aria-label", words.t("search.places"));
    if (this.search) this.search.placeholder = words.t("search.places");
    byId("br-title").textContent = meta.title;
    byId("br-summary").textContent = meta.summary;
    const told = [words.t("method.rows", { counted: tallied.rows.counted ?? 0, n: tallied.rows.rows ?? 0 }), meta.date ? words.t("head.asOf", { date: words.period(meta.date) }) : ""];
    byId("br-counts").textContent = told.filter(Boolean).join(" · ");
    this.credit();
    this.takeaway?.refresh();
  }

  /** Say whose words and whose map data these are. */
  credit() {
    const { words, store } = this;
    const { meta } = store;
    const owed = [meta.licence ? words.t("foot.licence", { licence: meta.licence }) : "", words.t("foot.credits", { credits: meta.attributions.join("; ") })];
    byId("br-foot").textContent = owed.filter(Boolean).join(" ");
  }

  /** What a picture says it shows (see picture.js). */
  get chips() {
    return { textContent: this.chipsInWords() };
  }

  chipsInWords() {
    return `${measure(this.words, this.store.tallied)}, ${periodOf(this.words, this.store, this.period)}`;
  }

  /** The legend of a picture (see picture.js). */
  legend() {
    return classesOf(this).map((one) => ({ name: one.name, colour: one.colour || "#6b7d8f", shape: "area", alpha: one.colour ? 0.86 : 0, dash: one.code === 0 ? "4 3" : "" }));
  }

  /** Say in words what the map shows, for those who do not see it. */
  summarise() {
    const { words, store } = this;
    let counted = 0;
    /** @type {number[]} */
    const best = [];
    for (let i = 0; i < store.places.n; i += 1) {
      const row = this.rowOf(i);
      if (!row) continue;
      counted += 1;
      if (row.code > 0) best.push(i);
    }
    /** @param {number} i */
    const value = (i) => store.value(i, /** @type {import("./store.js").Row} */ (this.rowOf(i)));
    best.sort((a, b) => value(b) - value(a));
    const list = best.slice(0, 3).map((i) => `${this.placeName(i)} (${figureOf(words, store.tallied, this.rowOf(i), value(i))})`).join(", ");
    byId("br-map-summary").textContent = words.t("map.shades", { measure: measure(words, store.tallied), period: periodOf(words, store, this.period), n: counted, list: list || "–" });
  }

  /** Bring a place into view if it is not. @param {number} i */
  bring(i) {
    const [west, south, east, north] = this.boundsOf(i);
    const bounds = L.latLngBounds(latLng(west, south), latLng(east, north));
    if (!this.map.getBounds().intersects(bounds)) this.fit([west, south, east, north]);
  }

  /** @param {number} i */
  boundsOf(i) {
    const { west, north, east, south } = this.store.places.outlines[i];
    /** @param {number} y */
    const latitude = (y) => (Math.atan(Math.sinh(Math.PI * (1 - y / 128))) * 180) / Math.PI;
    return [(west / 256) * 360 - 180, latitude(south), (east / 256) * 360 - 180, latitude(north)];
  }

  /**
   * @param {number[]} box - west, south, east, north
   * @param {boolean} animate
   */
  fit([west, south, east, north], animate = true) {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const covered = this.legendControl?.covers() ?? 0;
    this.map.fitBounds(L.latLngBounds(latLng(west, south), latLng(east, north)), { paddingTopLeft: [12, 12], paddingBottomRight: [12 + covered, 56], maxZoom: 12, animate: animate && !still });
  }

  everything() {
    const box = [180, 72, -180, -60];
    for (let i = 0; i < this.store.places.n; i += 1) {
      const [west, south, east, north] = this.boundsOf(i);
      [box[0], box[1], box[2], box[3]] = [Math.min(box[0], west), Math.min(box[1], Math.max(south, -60)), Math.max(box[2], east), Math.max(box[3], Math.min(north, 72))];
    }
    return box[0] > box[2] ? this.store.meta.view : box;
  }

  /** The language that the author chose. */
  home() {
    return this.words.best([this.store.meta.speaks], "en");
  }

  /** What the address says of this view. @returns {Object<string, string>} */
  tell() {
    const { map, words, store } = this;
    const centre = map.getCenter();
    return {
      at: `${map.getZoom()}/${centre.lng.toFixed(4)}/${centre.lat.toFixed(4)}`,
      place: this.chosen >= 0 ? store.places.id.get(this.chosen) : "",
      period: this.period === ALL ? "" : store.periods.text.get(this.period) || "undated",
      tab: this.tab === TABS[0] ? "" : this.tab,
      sort: this.sort === SORTS[0] ? "" : this.sort,
      q: this.query,
      lang: words.tag === this.home() ? "" : words.tag,
    };
  }

  /** @param {Object<string, string>} said */
  lookAt(said) {
    const parts = (said.at ?? "").split("/");
    const [zoom, x, y] = parts.map(Number);
    const sound = parts.length === 3 && parts.every((part) => part !== "") && zoom >= 0 && Math.abs(x) <= 540 && Math.abs(y) <= 90;
    if (sound) this.map.setView(latLng(x, y), zoom, { animate: false });
  }

  /** Make the page show what an address says. @param {Object<string, string>} said */
  follow(said) {
    this.following = true;
    const { store } = this;
    const wanted = said.period === "undated" ? "" : said.period;
    const period = said.period ? Array.from({ length: store.periods.n }, (_, i) => i).find((i) => store.periods.text.get(i) === wanted) : undefined;
    this.words.choose(said.lang || this.home());
    this.period = period ?? ALL;
    this.sort = SORTS.includes(said.sort) ? said.sort : SORTS[0];
    this.query = said.q ?? "";
    if (this.search) this.search.value = this.query;
    this.lookAt(said);
    const place = said.place ? store.places.id.find(said.place) : -1;
    if (place >= 0) this.open(place);
    else this.show(said.tab);
    this.following = false;
  }
}
