/* The page on which a draft is reviewed: starts it, and keeps text, map and panel in step. */

import { el } from "../dom.js";
import { drawClaim } from "./claims.js";
import { Chart } from "./map.js";
import { drawMention, keysOf } from "./mentions.js";
import { preparePrint } from "./print.js";
import { handOver, obstacle } from "./saved.js";
import { Review } from "./state.js";
import { Article } from "./text.js";
import { WORDS } from "./words.js";

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const NARROW = "(max-width: 760px)";
const KINDS = ["place", "demonym", "in_organisation"];

export class Page {
  /** @param {import("./state.js").Data} data */
  constructor(data) {
    this.review = new Review(data);
    this.chosen = { mention: -1, draft: -1 };
    this.tab = this.review.choices.length || !this.review.drafts.length ? "mentions" : "claims";
    /** @type {(() => void)|null} */
    this.redraw = null;
    this.name();
    this.chart = new Chart(byId("rv-chart"));
    this.article = new Article(this.review, byId("rv-text"), { mention: (i) => this.chooseMention(i), draft: (i) => this.chooseDraft(i) });
    this.tabs = this.makeTabs();
    byId("rv-save").addEventListener("click", () => this.save());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.close();
    });
    this.review.listen(() => this.refresh());
    preparePrint(this.review, byId("rv-print"));
    this.refresh();
    this.drawPanel();
  }

  /** Write what the page says of its own. */
  name() {
    const { title, language, attributions } = this.review.data;
    document.title = WORDS.title(title);
    byId("rv-title").textContent = WORDS.title(title);
    byId("rv-keep").textContent = WORDS.keep;
    byId("rv-save").textContent = WORDS.save;
    byId("rv-article-name").textContent = WORDS.article;
    byId("rv-help").textContent = WORDS.articleHelp;
    byId("rv-map").setAttribute("aria-label", WORDS.map);
    byId("rv-chart").setAttribute("aria-label", WORDS.mapPlaces);
    byId("rv-panel").setAttribute("aria-label", WORDS.panel);
    byId("rv-text").lang = language;
    byId("rv-foot").textContent = WORDS.credits(attributions);
    /** @param {string} word @param {Object<string, any>} sign */
    const entry = (word, sign) => el("li", {}, el("span", { class: "rv-mark", ...sign }, "Aa"), " ", word);
    byId("rv-legend").replaceChildren(...KINDS.map((kind) => entry(WORDS.kind(kind), { "data-kind": kind })), entry(WORDS.legendOpen, { "data-kind": "place", "data-choice": "open" }), entry(WORDS.not.toLowerCase(), { "data-kind": "place", "data-choice": "not" }), entry(WORDS.legendReviewed, { "data-kind": "place", "data-reviewed": true }));
  }

  makeTabs() {
    const host = byId("rv-tabs");
    host.setAttribute("aria-label", WORDS.tabs);
    const names = ["mentions", "claims"];
    const tabs = names.map((name) => el("button", { type: "button", role: "tab", id: `rv-tab-${name}`, "aria-controls": "rv-body", click: () => this.turnTo(name) }));
    host.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
      event.preventDefault();
      const to = event.key === "Home" ? 0 : event.key === "End" ? 1 : 1 - names.indexOf(this.tab);
      this.turnTo(names[to]);
      tabs[to].focus();
    });
    host.replaceChildren(...tabs);
    return tabs;
  }

  /** Show how far the review is. */
  refresh() {
    const { review, article } = this;
    const counts = review.counts();
    byId("rv-progress").textContent = WORDS.progress(counts);
    byId("rv-unsaved").textContent = review.dirty ? WORDS.unsaved : "";
    this.tabs[0].textContent = `${WORDS.mentions} ${counts.reviewed}/${counts.mentions}`;
    this.tabs[1].textContent = `${WORDS.claims} ${counts.worded + counts.dropped}/${counts.claims}`;
    article.refresh();
    // A page that nothing would be lost of may be left without a question.
    window.onbeforeunload = review.dirty ? (event) => event.preventDefault() : null;
  }

  /** @param {string} tab */
  turnTo(tab) {
    if (tab === this.tab) return;
    this.tab = tab;
    this.drawPanel();
  }

  /** @param {number} i @param {boolean} [focus] */
  chooseMention(i, focus = true) {
    this.tab = "mentions";
    this.chosen.mention = i;
    this.drawPanel();
    if (focus) this.focusPanel();
  }

  /** @param {number} i */
  chooseDraft(i) {
    this.tab = "claims";
    this.chosen.draft = i;
    this.drawPanel();
    this.focusPanel();
  }

  /** Take what is chosen as right, and go to the next mention that nobody has looked at. @param {number} i */
  confirm(i) {
    this.review.confirm(i);
    const { choices } = this.review;
    const order = [...choices.keys()];
    const next = [...order.slice(i + 1), ...order.slice(0, i)].find((one) => !choices[one].reviewed);
    if (next === undefined) this.close();
    else this.chooseMention(next);
  }

  focusPanel() {
    const heading = document.getElementById("rv-heading");
    const narrow = matchMedia(NARROW).matches;
    heading?.focus({ preventScroll: true });
    if (narrow) byId("rv-map").scrollIntoView({ block: "start" });
  }

  /** Let go of what is chosen, and go back to where it stands in the article. */
  close() {
    const { mention, draft } = this.chosen;
    const at = this.tab === "mentions" ? this.article.marks[mention] : this.article.numbers[draft];
    if (!at) return;
    if (this.tab === "mentions") this.chosen.mention = -1;
    else this.chosen.draft = -1;
    this.drawPanel();
    at.focus();
  }

  drawPanel() {
    const { mention, draft } = this.chosen;
    const host = byId("rv-body");
    const mentions = this.tab === "mentions";
    this.tabs.forEach((tab, i) => {
      const now = mentions === (i === 0);
      tab.setAttribute("aria-selected", String(now));
      tab.tabIndex = now ? 0 : -1;
    });
    host.setAttribute("aria-labelledby", `rv-tab-${this.tab}`);
    host.scrollTop = 0;
    this.redraw = null;
    if (mentions && mention >= 0) this.redraw = drawMention(this, host, mention);
    else if (!mentions && draft >= 0) drawClaim(this, host, draft);
    else host.replaceChildren(...this.invitation());
    this.article.point(mentions ? { mention, draft: -1 } : { mention: -1, draft });
    this.drawMap();
  }

  /** Say how to begin. @returns {Node[]} */
  invitation() {
    const { choices, drafts } = this.review;
    const mentions = this.tab === "mentions";
    const all = mentions ? choices.map(({ reviewed }) => reviewed) : drafts.map(({ says, dropped }) => dropped || says.trim() !== "");
    if (!all.length) return [el("p", {}, mentions ? WORDS.noMentions : WORDS.noClaims)];
    const first = Math.max(all.indexOf(false), 0);
    return [
      el("p", {}, mentions ? WORDS.chooseMention : WORDS.chooseClaim),
      el("p", { class: "rv-actions" }, el("button", { type: "button", class: "rv-first", click: () => (mentions ? this.chooseMention(first) : this.chooseDraft(first)) }, WORDS.start)),
    ];
  }

  /**
   * Make the buttons that lead to the neighbours and back.
   * @param {number} i
   * @param {number} n
   * @param {(to: number) => void} go
   */
  steps(i, n, go) {
    /** @param {string} word @param {number} to */
    const step = (word, to) => el("button", { type: "button", "data-key": word, "aria-disabled": to < 0 || to >= n ? "true" : null, click: () => to >= 0 && to < n && go(to) }, word);
    return el("p", { class: "rv-actions rv-steps" }, step(WORDS.previous, i - 1), step(WORDS.next, i + 1), el("button", { type: "button", click: () => this.close() }, WORDS.back));
  }

  /** Show on the map what the panel is about. */
  drawMap() {
    const { review, chosen } = this;
    if (this.tab === "claims") {
      const draft = review.drafts[chosen.draft];
      const ids = draft ? [...draft.where].filter(([, part]) => part.on).map(([id]) => id) : [];
      const places = ids.flatMap((id) => this.placeOf(id) ?? []);
      this.chart.show(places.map((place, n) => ({ number: n + 1, chosen: true, place, choose: null })));
      return;
    }
    const i = chosen.mention;
    if (i < 0) {
      this.chart.show([]);
      return;
    }
    const { key } = review.choices[i];
    const spots = keysOf(review, i).map((one, n) => ({
      number: n + 1,
      chosen: one === key,
      place: review.data.places[one],
      choose: () => {
        review.choose(i, { key: one, not: false });
        this.redraw?.();
        this.drawMap();
      },
    }));
    this.chart.show(spots);
  }

  /** Give a place of the atlas as the map draws it. @param {string} id @returns {import("./state.js").Candidate|null} */
  placeOf(id) {
    const { atlas, places } = this.review.data;
    const found = places[this.review.keyOf(id)];
    if (found) return found;
    const place = (atlas.places ?? []).find((/** @type {any} */ one) => one.id === id);
    if (!place?.point) return null;
    const [lon, lat] = place.point;
    return { key: id, name: this.review.nameOf(id), kind: place.kind ?? "area", countries: [], lon, lat, precision_m: place.precision_m ?? null, geometry: null };
  }

  save() {
    const status = byId("rv-status");
    const wrong = obstacle(this.review);
    if (wrong) {
      this.chooseDraft(wrong.draft.number - 1);
      status.textContent = WORDS.cannotSave(wrong.draft.number, wrong.why);
      return;
    }
    const name = handOver(this.review);
    this.review.dirty = false;
    this.review.tell();
    status.textContent = WORDS.saved(name);
  }
}

/** Start the page; what cannot be unpacked of the base map is said and does not stop it. */
async function start() {
  const data = JSON.parse(byId("rv-data").textContent ?? "");
  const page = new Page(data);
  try {
    await page.chart.ground(byId("rv-ground").textContent ?? "", "en");
  } catch (error) {
    byId("rv-status").textContent = WORDS.ground;
    throw error;
  } finally {
    document.documentElement.dataset.complete = "";
  }
}

start();
