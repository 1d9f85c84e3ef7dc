/* Time: how many claims there were and when, and a brush over all of them. */

import { late } from "./columns.js";
import { el, fill, schemeColour } from "./dom.js";
import { OPEN_END, OPEN_START } from "./store.js";

/** @typedef {import("./start.js").App} App */
/** @typedef {{from: number|null, to: number|null, by: string, undated: boolean}} Brush */
/** @typedef {{first: number, size: number, sure: Float64Array, soft: Float64Array}} Bins */

/** Whose dates a time can be chosen by: that of the report, or of what it tells. */
export const KINDS = ["reported", "about"];
/** Bars of the histogram at the most. */
const BARS = 120;
/** Single periods are drawn as bars of their own while there are no more of them. */
const ROWS = 60;
const STEP_MS = 500;
const HEIGHT = 56;

/**
 * The period of each claim, by the kind of date.
 * @param {import("./store.js").Store} store
 * @param {string} by
 */
const periodsOf = (store, by) => (by === "about" ? store.claims.about : store.claims.reported);

/**
 * The first and the last day that periods allow; open ends count as the other end.
 * @param {import("./store.js").Store} store
 * @param {string} by
 * @returns {[number, number]|null} null where no claim has a date
 */
export function spanOf(store, by) {
  const codes = periodsOf(store, by);
  const { n, earliest, latest } = store.periods;
  const used = new Uint8Array(n);
  for (let i = 0; i < codes.length; i += 1) if (codes[i] >= 0) used[codes[i]] = 1;
  let [first, last] = [Infinity, -Infinity];
  for (let period = 0; period < n; period += 1) {
    if (!used[period]) continue;
    const [start, end] = [earliest[period], latest[period]];
    if (start !== OPEN_START) first = Math.min(first, start);
    else if (end !== OPEN_END) first = Math.min(first, end);
    if (end !== OPEN_END) last = Math.max(last, end);
    else if (start !== OPEN_START) last = Math.max(last, start);
  }
  return first > last ? null : [first, last];
}

/**
 * The spans of all kinds of dates, each when it is first asked for.
 * @param {import("./store.js").Store} store
 * @returns {Object<string, [number, number]|null>}
 */
export const spansOf = (store) => late({}, Object.fromEntries(KINDS.map((by) => [by, () => spanOf(store, by)])));

/**
 * The kind of date that a page starts with: that of the reports, unless only what happened has dates.
 * @param {ReturnType<typeof spansOf>} spans
 */
export const usualKind = (spans) => (!spans.reported && spans.about ? "about" : "reported");

/**
 * Mark the claims whose period touches the brush.
 * @param {import("./store.js").Store} store
 * @param {Brush} brush
 * @returns {Uint8Array|null} null where the brush lets everything pass
 */
export function passingTime(store, { from, to, by, undated }) {
  if (from === null && to === null && undated) return null;
  const codes = periodsOf(store, by);
  const { earliest, latest, n } = store.periods;
  const passes = new Uint8Array(n);
  for (let p = 0; p < n; p += 1) passes[p] = Number((to === null || earliest[p] <= to) && (from === null || latest[p] >= from));
  const mask = new Uint8Array(store.claims.n);
  for (let i = 0; i < mask.length; i += 1) mask[i] = codes[i] < 0 ? Number(undated) : passes[codes[i]];
  return mask;
}

/**
 * Count claims by time. A claim that may lie in several bins is spread over them, its sum kept.
 * @param {import("./store.js").Store} store
 * @param {string} by
 * @param {[number, number]} span
 * @param {(claim: number) => boolean} passes
 * @returns {Bins} `sure` counts the claims that lie in one bin only, `soft` the rest
 */
export function binsOf(store, by, [first, last], passes) {
  const codes = periodsOf(store, by);
  const { earliest, latest, n } = store.periods;
  const size = Math.max(Math.ceil((last - first + 1) / BARS), 1);
  const bars = Math.ceil((last - first + 1) / size);
  const totals = new Uint32Array(n);
  for (let i = 0; i < store.claims.n; i += 1) if (codes[i] >= 0 && passes(i)) totals[codes[i]] += 1;
  const sure = new Float64Array(bars);
  const soft = new Float64Array(bars);
  for (let p = 0; p < n; p += 1) {
    if (!totals[p]) continue;
    const low = Math.floor((Math.max(earliest[p], first) - first) / size);
    const high = Math.min(Math.floor((Math.min(latest[p], last) - first) / size), bars - 1);
    if (low >= high) sure[Math.min(low, bars - 1)] += totals[p];
    else for (let bar = low; bar <= high; bar += 1) soft[bar] += totals[p] / (high - low + 1);
  }
  return { first, size, sure, soft };
}

/**
 * @param {App} app
 * @param {HTMLElement} host
 * @param {{onChange: () => void}} told
 */
export function makeTimeline(app, host, { onChange }) {
  const { store, filter } = app;
  const spans = spansOf(store);
  /** The kind of date that is taken where nobody chose one. */
  const usual = usualKind(spans);
  /** @type {Brush} */
  let brush = { from: null, to: null, by: usual, undated: true };
  let span = spans[usual];
  let playing = 0;
  let waiting = 0;
  const canvas = /** @type {HTMLCanvasElement} */ (el("canvas", { class: "br-time-chart", role: "img" }));
  const from = range("br-time-from");
  const to = range("br-time-to");
  const [fromSaid, toSaid] = [el("output", { for: "br-time-from" }), el("output", { for: "br-time-to" })];
  const [fromName, toName] = [el("span", {}), el("span", {})];
  const byName = el("span", { class: "br-hidden" });
  const by = /** @type {HTMLSelectElement} */ (el("select", { id: "br-time-by", change: () => set({ from: null, to: null, by: by.value }) }));
  const play = el("button", { type: "button", click: () => (playing ? stop() : start()) });
  const all = el("button", { type: "button", click: () => set({ from: null, to: null, undated: true }) });
  const undated = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", change: () => change({ undated: undated.checked }) }));
  const undatedSaid = el("span", {});
  const none = el("p", { class: "br-small" });
  const chart = el("div", { class: "br-time-body" }, canvas, el("div", { class: "br-ranges" }, from, to));
  const row = el("div", { class: "br-time-row" },
    el("label", {}, byName, by), play,
    el("span", { class: "br-time-ends" }, el("label", { for: "br-time-from" }, fromName), " ", fromSaid, " ", el("label", { for: "br-time-to" }, toName), " ", toSaid),
    all, el("label", { class: "br-time-undated" }, undated, " ", undatedSaid));
  fill(host, row, chart, none);
  canvas.addEventListener("pointerdown", drag);
  new ResizeObserver(() => later()).observe(canvas);

  /** @param {string} id */
  function range(id) {
    return /** @type {HTMLInputElement} */ (el("input", { type: "range", id, step: 1, input: (/** @type {Event} */ event) => slid(/** @type {HTMLInputElement} */ (event.target)) }));
  }

  /** @param {HTMLInputElement} slider */
  function slid(slider) {
    if (!span) return;
    stop();
    let [low, high] = [Number(from.value), Number(to.value)];
    if (low > high) [low, high] = slider === from ? [high, high] : [low, low];
    change({ from: low <= span[0] ? null : low, to: high >= span[1] ? null : high });
  }

  /** Put the brush elsewhere: time that runs would move it on. @param {Partial<Brush>} part */
  function set(part) {
    stop();
    change(part);
  }

  /** @param {Partial<Brush>} part */
  function change(part) {
    const kind = brush.by;
    brush = { ...brush, ...part };
    if (brush.by !== kind) span = spans[brush.by];
    filter.test("time", passingTime(store, brush));
    if (app.opened) redraw();
    onChange();
  }

  /** The day under a spot of the chart. @param {number} x */
  function dayAt(x) {
    const box = canvas.getBoundingClientRect();
    const [first, last] = /** @type {[number, number]} */ (span);
    const share = Math.min(Math.max((x - box.left) / box.width, 0), 1);
    return Math.round(first + (app.words.direction === "rtl" ? 1 - share : share) * (last - first));
  }

  /** Draw a brush with the pointer. @param {PointerEvent} event */
  function drag(event) {
    if (!span || event.button) return;
    stop();
    canvas.setPointerCapture(event.pointerId);
    const [began, day] = [event.clientX, dayAt(event.clientX)];
    /** @param {PointerEvent} at */
    const move = (at) => {
      if (Math.abs(at.clientX - began) < 4) return;
      const other = dayAt(at.clientX);
      change({ from: Math.min(day, other), to: Math.max(day, other) });
    };
    const end = () => {
      canvas.removeEventListener("pointermove", move);
      canvas.removeEventListener("pointerup", end);
      canvas.removeEventListener("pointercancel", end);
    };
    canvas.addEventListener("pointermove", move);
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
  }

  /** Let the end of the window run from the first day to the last; it grows, so that nothing is lost from sight. */
  function start() {
    if (!span) return;
    const [first, last] = span;
    const step = Math.max(Math.round((last - first) / 40), 1);
    let at = brush.to === null || brush.to >= last ? first : brush.to;
    playing = window.setInterval(() => {
      at += step;
      if (at >= last) stop();
      change({ to: at >= last ? null : at });
    }, STEP_MS);
    change({ to: at });
  }

  function stop() {
    clearInterval(playing);
    playing = 0;
    play.textContent = app.words.t("time.play");
  }

  /** Draw with the next frame, once however often it is asked for. */
  function later() {
    cancelAnimationFrame(waiting);
    if (app.stands) waiting = requestAnimationFrame(draw);
  }

  function draw() {
    const context = canvas.getContext("2d");
    const width = canvas.clientWidth;
    if (!context || !span || !width) return;
    const sharp = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = width * sharp;
    canvas.height = HEIGHT * sharp;
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    if (app.words.direction === "rtl") context.transform(-1, 0, 0, 1, width, 0);
    const others = filter.others("time");
    const bins = binsOf(store, brush.by, span, (i) => !(filter.fails[i] & others));
    const highest = Math.max(...bins.sure.map((n, i) => n + bins.soft[i]), 1);
    const across = width / bins.sure.length;
    const accent = schemeColour("accent");
    for (let i = 0; i < bins.sure.length; i += 1) {
      const day = bins.first + i * bins.size;
      const inside = (brush.from === null || day + bins.size > brush.from) && (brush.to === null || day <= brush.to);
      bar(context, accent, [i * across, across], [bins.sure[i] / highest, bins.soft[i] / highest], inside);
    }
    periodBars(context, width, accent);
    edges(context, width);
    describe(bins, highest);
  }

  /**
   * A bar: what is sure is full, what may also be elsewhere stands faint and striped on it.
   * @param {CanvasRenderingContext2D} context
   * @param {string} colour
   * @param {[number, number]} place - left and width
   * @param {[number, number]} shares
   * @param {boolean} inside
   */
  function bar(context, colour, [left, width], [sure, soft], inside) {
    const room = HEIGHT - 14;
    const gap = width > 4 ? 1 : 0;
    context.fillStyle = inside ? colour : schemeColour("soft");
    context.globalAlpha = inside ? 1 : 0.35;
    const high = sure * room;
    if (high) context.fillRect(left, HEIGHT - Math.max(high, 1.5), width - gap, Math.max(high, 1.5));
    context.globalAlpha *= 0.45;
    if (soft) {
      const rise = Math.max(soft * room, 1);
      for (let y = HEIGHT - high - 2; y > HEIGHT - high - rise - 1; y -= 3) context.fillRect(left, y, width - gap, 1.6);
    }
    context.globalAlpha = 1;
  }

  /**
   * The single uncertain periods, while they are few: a line for each, whose ends fade.
   * @param {CanvasRenderingContext2D} context
   * @param {number} width
   * @param {string} colour
   */
  function periodBars(context, width, colour) {
    const [first, last] = /** @type {[number, number]} */ (span);
    const { earliest, latest, soft } = store.periods;
    const seen = new Set();
    for (const i of filter.shown) {
      const p = periodsOf(store, brush.by)[i];
      if (p >= 0 && (soft[p] || latest[p] - earliest[p] > 31)) seen.add(p);
      if (seen.size > ROWS) return;
    }
    const scale = width / (last - first + 1);
    let at = 0;
    for (const p of seen) {
      const [left, right] = [Math.max(earliest[p] - first, 0) * scale, (Math.min(latest[p], last) - first + 1) * scale];
      const fade = context.createLinearGradient(left - 6, 0, right + 6, 0);
      const edge = Math.min(10 / (right - left + 12), 0.5);
      [[0, "00"], [edge, "cc"], [1 - edge, "cc"], [1, "00"]].forEach(([share, alpha]) => fade.addColorStop(Number(share), colour + alpha));
      context.fillStyle = fade;
      context.fillRect(left - 6, 1 + 3 * (at % 4), right - left + 12, 2);
      at += 1;
    }
  }

  /** The edges of the brush. @param {CanvasRenderingContext2D} context @param {number} width */
  function edges(context, width) {
    const [first, last] = /** @type {[number, number]} */ (span);
    const scale = width / (last - first + 1);
    context.fillStyle = schemeColour("ink");
    for (const [day, after] of [[brush.from, 0], [brush.to, 1]]) {
      if (day !== null) context.fillRect((day - first + Number(after)) * scale - 1, 0, 2, HEIGHT);
    }
  }

  /** @param {Bins} bins @param {number} highest */
  function describe(bins, highest) {
    const { words } = app;
    let best = 0;
    bins.sure.forEach((n, i) => {
      if (n + bins.soft[i] > bins.sure[best] + bins.soft[best]) best = i;
    });
    canvas.setAttribute("aria-label", words.t("time.chart", { n: Math.round(highest), date: words.day(bins.first + best * bins.size, bins.size > 200 ? "year" : bins.size > 20 ? "month" : "day") }));
  }

  function redraw() {
    const { words } = app;
    none.hidden = Boolean(span);
    none.textContent = words.t("time.none");
    chart.hidden = !span;
    byName.textContent = words.t("time.by");
    const kinds = KINDS.map((kind) => /** @type {HTMLOptionElement} */ (el("option", { value: kind, selected: kind === brush.by }, words.t(`time.${kind}`))));
    if (by !== document.activeElement || by.children.length !== kinds.length || by.lang !== words.tag) by.replaceChildren(...kinds);
    by.lang = words.tag;
    by.value = brush.by;
    play.textContent = words.t(playing ? "time.pause" : "time.play");
    all.textContent = words.t("time.all");
    all.hidden = brush.from === null && brush.to === null;
    [fromName.textContent, toName.textContent] = [words.t("time.from"), words.t("time.to")];
    const codes = periodsOf(store, brush.by);
    let without = 0;
    const others = filter.others("time");
    for (let i = 0; i < codes.length; i += 1) if (codes[i] < 0 && !(filter.fails[i] & others)) without += 1;
    undatedSaid.textContent = words.t("time.undated", { n: without });
    undated.checked = brush.undated;
    /** @type {HTMLElement} */ (undated.parentElement).hidden = !without && brush.undated;
    if (!span) return;
    for (const [slider, said, day, other] of /** @type {[HTMLInputElement, HTMLElement, number|null, number][]} */ ([[from, fromSaid, brush.from, span[0]], [to, toSaid, brush.to, span[1]]])) {
      [slider.min, slider.max] = [String(span[0]), String(span[1])];
      slider.value = String(day ?? other);
      said.textContent = words.day(day ?? other);
      slider.setAttribute("aria-valuetext", words.day(day ?? other));
      slider.setAttribute("aria-label", words.t(slider === from ? "time.from" : "time.to"));
    }
    // Where both ends stand at the last day, the first one must still be within reach.
    from.style.zIndex = Number(from.value) > (span[0] + span[1]) / 2 ? "1" : "0";
    later();
  }

  return {
    redraw,
    recolour: later,
    usual,
    read: () => brush,
    /** @type {(next: Brush) => void} */
    write: set,
    /** What the brush lets pass, in words. */
    inWords() {
      const { words } = app;
      const parts = [];
      if (brush.from !== null && brush.to !== null) parts.push(words.t("time.window", { from: words.day(brush.from), to: words.day(brush.to) }));
      else if (brush.from !== null) parts.push(words.t("period.from", { date: words.day(brush.from) }));
      else if (brush.to !== null) parts.push(words.t("period.until", { date: words.day(brush.to) }));
      if (!brush.undated) parts.push(words.t("time.onlyDated"));
      return words.join(parts);
    },
  };
}
