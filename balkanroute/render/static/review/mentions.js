/* The panel of a mention: the places that may be meant, to choose from. */

import { el, keepFocus } from "../dom.js";
import { WORDS, country, sure } from "./words.js";

/** @typedef {import("./start.js").Page} Page */

/**
 * Give the keys of the places that may be meant by a mention, one that was chosen elsewhere too.
 * @param {import("./state.js").Review} review
 * @param {number} i
 */
export function keysOf(review, i) {
  const { key } = review.choices[i];
  return [...new Set([...review.data.mentions[i].candidates.map((one) => one.key), ...(key === null ? [] : [key])])];
}

/**
 * Draw the panel of a mention.
 * @param {Page} page
 * @param {HTMLElement} host
 * @param {number} i
 */
export function drawMention(page, host, i) {
  const { review } = page;
  const { mentions } = review.data;
  const { surface, kind, confidence, abstained } = mentions[i];
  const alike = review.alike(i).length;
  const said = el("p", { class: "br-small", role: "status" });
  const list = el("fieldset", { class: "rv-candidates" });
  const redraw = () => keepFocus(list, () => list.replaceChildren(el("legend", {}, WORDS.which), ...options(page, i, redraw)), () => list.querySelector("input:checked"));
  const same = () => {
    said.textContent = WORDS.sameDone(review.chooseAlike(i));
  };
  redraw();
  host.replaceChildren(
    el("h2", { id: "rv-heading", tabindex: -1 }, el("span", { class: "rv-count" }, WORDS.mention(i + 1, mentions.length)), " ", el("span", { dir: "auto" }, surface)),
    el("p", { class: "br-small rv-context", dir: "auto" }, page.article.around(i)),
    el("p", { class: "br-small" }, WORDS.takenFor(WORDS.kind(kind), sure(confidence)), abstained ? ` ${WORDS.abstained(abstained)}` : ""),
    list,
    el("p", { class: "rv-actions" },
      el("button", { type: "button", class: "rv-first", "data-key": "confirm", click: () => page.confirm(i) }, WORDS.confirm),
      alike > 1 ? el("button", { type: "button", "data-key": "same", click: same }, WORDS.same(alike)) : null),
    said,
    page.steps(i, mentions.length, (to) => page.chooseMention(to)),
  );
  return redraw;
}

/**
 * @param {Page} page
 * @param {number} i
 * @param {() => void} redraw
 * @returns {Node[]}
 */
function options(page, i, redraw) {
  const { review } = page;
  const choice = review.choices[i];
  /** @param {{key: string|null, not: boolean}} to @param {string} name @param {...import("../dom.js").Child} told */
  const option = (to, name, ...told) => {
    const checked = choice.key === to.key && choice.not === to.not;
    const change = () => {
      review.choose(i, to);
      redraw();
      page.drawMap();
    };
    return el("label", { class: checked ? "rv-option rv-chosen" : "rv-option" }, el("input", { type: "radio", name: "rv-choice", checked, "data-key": name, change }), el("span", {}, told));
  };
  const places = keysOf(review, i).map((key, n) => {
    const place = review.data.places[key];
    const found = review.data.mentions[i].candidates.find((one) => one.key === key);
    const facts = [place.kind, place.countries.map(country).join(", "), place.lon === null ? WORDS.nowhere : place.precision_m === null ? "" : WORDS.precision(place.precision_m, place.geometry?.type === "Point"), found ? WORDS.score(found.score) : ""];
    return option({ key, not: false }, `place ${n}`,
      el("span", { class: "rv-pin", "aria-hidden": "true" }, n + 1), el("b", { dir: "auto" }, place.name), " ", el("small", {}, facts.filter(Boolean).join(" · ")),
      found?.reasons.length ? el("small", { class: "rv-reasons", dir: "auto" }, found.reasons.join("; ")) : null);
  });
  return [...places, option({ key: null, not: false }, "open", WORDS.open), option({ key: null, not: true }, "not", WORDS.not)];
}
