/* The choice of a period: all together, or one; each has its own exact counts. */

import { el, fill, schemeColour } from "../dom.js";
import { ALL } from "./store.js";
import { periodOf, rounded } from "./wording.js";

/** @typedef {import("./start.js").App} App */

const HEIGHT = 56;
const STEP_MS = 900;
const DAY_MS = 86_400_000;

/**
 * Number a period among those of its span, so that gaps stay gaps; NaN where it has no date.
 * @param {string} text - EDTF
 * @param {string} span
 */
export function ordinalOf(text, span) {
  const [year, month] = text.replace("X", "0").split(/[-/]/).map(Number);
  if (!text) return NaN;
  if (span === "decade") return year / 10;
  if (span === "year") return year;
  if (span === "month") return 12 * year + month - 1;
  const days = Date.parse(`${text.slice(0, 10)}T00:00Z`) / DAY_MS;
  return span === "week" ? Math.floor((days - 4) / 7) : days;
}

/**
 * @param {App} app
 * @param {HTMLElement} host
 */
export function makePeriods(app, host) {
  const { store } = app;
  const dated = Array.from({ length: store.periods.n }, (_, i) => i).filter((i) => store.periods.text.get(i));
  const ordinals = dated.map((i) => ordinalOf(store.periods.text.get(i), store.tallied.span));
  let playing = 0;
  let waiting = 0;
  const canvas = /** @type {HTMLCanvasElement} */ (el("canvas", { class: "br-time-chart", role: "img" }));
  const select = /** @type {HTMLSelectElement} */ (el("select", { id: "br-period", change: () => choose(Number(select.value)) }));
  const label = el("label", { for: "br-period" });
  const slider = /** @type {HTMLInputElement} */ (el("input", { type: "range", id: "br-period-slider", class: "br-period-slider", min: 0, max: Math.max(dated.length - 1, 0), step: 1, input: () => choose(dated[Number(slider.value)]) }));
  const back = el("button", { type: "button", click: () => step(-1) }, "‹");
  const on = el("button", { type: "button", click: () => step(1) }, "›");
  const play = el("button", { type: "button", click: () => (playing ? stop() : start()) });
  const all = el("button", { type: "button", click: () => choose(ALL) });
  const told = el("span", { class: "br-time-ends", role: "status" });
  fill(host, el("div", { class: "br-time-row" }, label, select, back, on, play, all, told), canvas, slider);
  host.hidden = store.periods.n < 2;
  canvas.addEventListener("click", (event) => {
    const at = barAt(event.clientX);
    if (at >= 0) choose(dated[at]);
  });
  new ResizeObserver(() => later()).observe(canvas);

  /** @param {number} period */
  function choose(period) {
    stop();
    app.choosePeriod(period);
  }

  /** @param {number} by */
  function step(by) {
    const at = dated.indexOf(app.period);
    const next = at < 0 ? (by > 0 ? 0 : dated.length - 1) : Math.min(Math.max(at + by, 0), dated.length - 1);
    choose(dated[next]);
  }

  function start() {
    let at = dated.indexOf(app.period);
    if (at >= dated.length - 1) at = -1;
    const next = () => {
      at += 1;
      app.choosePeriod(dated[at]);
      if (at >= dated.length - 1) stop();
    };
    playing = window.setInterval(next, STEP_MS);
    next();
  }

  function stop() {
    clearInterval(playing);
    playing = 0;
    play.textContent = app.words.t("time.play");
  }

  /** The first and the width of the axis. */
  const axis = () => ({ first: ordinals[0], room: ordinals[ordinals.length - 1] - ordinals[0] + 1 });

  /** @param {number} x */
  function barAt(x) {
    const box = canvas.getBoundingClientRect();
    const { first, room } = axis();
    const share = (x - box.left) / box.width;
    const wanted = first + (app.words.direction === "rtl" ? 1 - share : share) * room - 0.5;
    let best = -1;
    ordinals.forEach((one, i) => {
      if (best < 0 || Math.abs(one - wanted) < Math.abs(ordinals[best] - wanted)) best = i;
    });
    return best;
  }

  /** How many reports each bar stands for: of the place that is chosen, or of all added up. */
  function heights() {
    const out = new Float64Array(store.periods.n);
    if (app.chosen < 0) return store.sums();
    for (const [period, row] of store.periodsOf(app.chosen)) out[period] = row.reports;
    return out;
  }

  function later() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(draw);
  }

  function draw() {
    const context = canvas.getContext("2d");
    const width = canvas.clientWidth;
    if (!context || !width || !dated.length) return;
    const sharp = Math.min(window.devicePixelRatio || 1, 2);
    [canvas.width, canvas.height] = [width * sharp, HEIGHT * sharp];
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    if (app.words.direction === "rtl") context.transform(-1, 0, 0, 1, width, 0);
    const { first, room } = axis();
    const values = heights();
    const highest = Math.max(...dated.map((i) => values[i]), 1);
    const [accent, soft] = [schemeColour("accent"), schemeColour("soft")];
    dated.forEach((period, i) => {
      const left = ((ordinals[i] - first) / room) * width;
      const wide = Math.max(width / room - (width / room > 4 ? 1 : 0), 1);
      const high = values[period] ? Math.max((values[period] / highest) * (HEIGHT - 8), 1.5) : 0;
      context.fillStyle = app.period === period ? accent : soft;
      context.globalAlpha = app.period === period || app.period === ALL ? 1 : 0.55;
      context.fillRect(left, HEIGHT - high, wide, high);
      if (app.period !== period) return;
      context.globalAlpha = 0.18;
      context.fillRect(left, 0, wide, HEIGHT);
    });
    context.globalAlpha = 1;
    const most = dated.reduce((best, i) => (values[i] > values[best] ? i : best), dated[0]);
    canvas.setAttribute("aria-label", app.words.t("when.chart", { n: rounded(values[most], false), date: periodOf(app.words, store, most) }));
  }

  function redraw() {
    const { words } = app;
    label.textContent = words.t("column.period");
    const options = [ALL, ...Array.from({ length: store.periods.n }, (_, i) => i)];
    if (select.lang !== words.tag) select.replaceChildren(...options.map((period) => el("option", { value: period }, periodOf(words, store, period))));
    select.lang = words.tag;
    select.value = String(app.period);
    back.setAttribute("aria-label", words.t("list.previous"));
    on.setAttribute("aria-label", words.t("list.next"));
    play.textContent = words.t(playing ? "time.pause" : "time.play");
    all.textContent = words.t("when.all");
    all.hidden = app.period === ALL;
    slider.setAttribute("aria-label", words.t("column.period"));
    slider.setAttribute("aria-valuetext", periodOf(words, store, app.period));
    const at = dated.indexOf(app.period);
    slider.value = String(at < 0 ? dated.length - 1 : at);
    slider.classList.toggle("br-unset", at < 0);
    told.textContent = words.t(app.chosen < 0 ? "when.added" : "when.place", { name: app.chosen < 0 ? "" : app.placeName(app.chosen) });
    later();
  }
  return { redraw, stop };
}
