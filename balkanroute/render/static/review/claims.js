/* The panel of a draft claim: its passage, and the fields to fill. */

import { el, keepFocus } from "../dom.js";
import { wrongPeriod } from "./period.js";
import { NEW } from "./state.js";
import { AGENT_KINDS, ROLES, STANCES, WORDS, figure } from "./words.js";

/** @typedef {import("./start.js").Page} Page */
/** @typedef {import("./state.js").Draft} Draft */

/**
 * Draw the panel of a draft claim.
 * @param {Page} page
 * @param {HTMLElement} host
 * @param {number} i
 */
export function drawClaim(page, host, i) {
  const { review } = page;
  const draft = review.drafts[i];
  const passage = page.article.passage(i);
  const fields = el("fieldset", { class: "rv-fields", "aria-labelledby": "rv-heading" },
    says(page, draft, passage), el("div", { class: "rv-pair" }, speaker(page, draft), stance(page, draft)), el("div", { class: "rv-pair" }, period(page, draft), topics(page, draft)), where(page, draft), figures(page, draft));
  const told = el("p", { class: "br-small", role: "status" });
  const drop = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", id: "rv-drop", change: () => {
    draft.dropped = drop.checked;
    able();
    review.changed();
  } }));
  const able = () => {
    drop.checked = draft.dropped;
    fields.toggleAttribute("disabled", draft.dropped);
    told.textContent = draft.dropped ? WORDS.dropped : "";
  };
  able();
  host.replaceChildren(
    el("h2", { id: "rv-heading", tabindex: -1 }, WORDS.claim(i + 1, review.drafts.length)),
    passage ? el("blockquote", { dir: "auto", "aria-label": WORDS.passage, lang: page.review.data.language }, passage) : document.createTextNode(""),
    hints(page, draft),
    fields,
    el("label", { class: "rv-drop" }, drop, " ", WORDS.drop), told,
    page.steps(i, review.drafts.length, (to) => page.chooseDraft(to)),
  );
}

/** Say what the program noticed in the passage and left to the reviewer. @param {Page} page @param {Draft} draft */
function hints(page, draft) {
  const { atlas } = page.review.data;
  const extra = atlas.claims.find((/** @type {any} */ one) => one.id === draft.id).extra ?? {};
  const names = (extra.also_speaking ?? []).map((/** @type {string} */ id) => (atlas.agents ?? []).find((/** @type {any} */ agent) => agent.id === id)?.name ?? id);
  const told = [
    extra.dates && WORDS.hintDates(extra.dates),
    extra.unplaced && WORDS.hintUnplaced(extra.unplaced),
    extra.place_from && WORDS.hintPlace,
    names.length && WORDS.hintAlso(names),
  ].filter(Boolean);
  return told.length ? el("ul", { class: "br-small rv-hints", dir: "auto" }, told.map((hint) => el("li", {}, hint))) : document.createTextNode("");
}

/**
 * Make a field with its label and what helps to fill it.
 * @param {string} id
 * @param {string} label
 * @param {HTMLElement} input
 * @param {...import("../dom.js").Child} after
 */
function field(id, label, input, ...after) {
  input.id = id;
  return el("div", { class: "rv-field" }, el("label", { for: id }, label), input, after);
}

/** @param {Page} page @param {Draft} draft @param {string} passage */
function says(page, draft, passage) {
  const help = el("p", { class: "br-small", id: "rv-says-help", role: "status" });
  const check = () => {
    const same = draft.says.trim() && draft.says.trim() === passage.trim();
    help.textContent = same ? WORDS.verbatim : WORDS.saysHelp;
    help.classList.toggle("rv-wrong", Boolean(same));
  };
  const input = /** @type {HTMLTextAreaElement} */ (el("textarea", { rows: 3, dir: "auto", "aria-describedby": "rv-says-help", input: () => {
    draft.says = input.value;
    check();
    page.review.changed();
  } }));
  input.value = draft.says;
  check();
  return field("rv-says", WORDS.says, input, help);
}

/**
 * @param {[string, string][]} choices - value and word
 * @param {string} chosen
 * @param {(value: string) => void} heed
 */
function select(choices, chosen, heed) {
  const node = /** @type {HTMLSelectElement} */ (el("select", { change: () => heed(node.value) }, choices.map(([value, word]) => el("option", { value, selected: value === chosen }, word))));
  return node;
}

/** @param {readonly string[]} words @returns {[string, string][]} */
const plain = (words) => words.map((word) => [word, word]);

/** @param {Page} page @param {Draft} draft */
function speaker(page, draft) {
  const { review } = page;
  const name = /** @type {HTMLInputElement} */ (el("input", { type: "text", dir: "auto", input: () => {
    draft.newName = name.value;
    review.changed();
  } }));
  name.value = draft.newName;
  const kind = select(plain(AGENT_KINDS), draft.newKind, (value) => {
    draft.newKind = value;
    review.changed();
  });
  const fresh = el("div", { hidden: draft.speaker !== NEW }, field("rv-new-name", WORDS.newName, name), field("rv-new-kind", WORDS.newKind, kind));
  /** @type {[string, string][]} */
  const agents = (review.data.atlas.agents ?? []).map((/** @type {any} */ agent) => [agent.id, agent.name]);
  const choice = select([...agents, [NEW, WORDS.newSpeaker]], draft.speaker, (value) => {
    draft.speaker = value;
    fresh.hidden = value !== NEW;
    review.changed();
  });
  return el("div", {}, field("rv-speaker", WORDS.speaker, choice), fresh);
}

/** @param {Page} page @param {Draft} draft */
function stance(page, draft) {
  return field("rv-stance", WORDS.stance, select(plain(STANCES), draft.stance, (value) => {
    draft.stance = value;
    page.review.changed();
  }));
}

/** @param {Page} page @param {Draft} draft */
function topics(page, draft) {
  const input = /** @type {HTMLInputElement} */ (el("input", { type: "text", dir: "auto", input: () => {
    draft.topics = input.value;
    page.review.changed();
  } }));
  input.value = draft.topics;
  return field("rv-topics", WORDS.topics, input);
}

/** @param {Page} page @param {Draft} draft */
function period(page, draft) {
  const wrong = el("p", { class: "br-small rv-wrong", id: "rv-period-wrong", role: "status" });
  const input = /** @type {HTMLInputElement} */ (el("input", { type: "text", dir: "ltr", autocomplete: "off", spellcheck: "false", "aria-describedby": "rv-period-wrong rv-period-help", input: () => {
    draft.about = input.value;
    check();
    page.review.changed();
  } }));
  const check = () => {
    const about = draft.about.trim();
    wrong.textContent = about && wrongPeriod(about);
    input.setAttribute("aria-invalid", String(wrong.textContent !== ""));
  };
  input.value = draft.about;
  check();
  return field("rv-period", WORDS.period, input, wrong, el("p", { class: "br-small", id: "rv-period-help" }, WORDS.periodHelp));
}

/** @param {Page} page @param {Draft} draft */
function where(page, draft) {
  const { review } = page;
  const host = el("fieldset", { class: "rv-where" });
  const change = () => {
    keepFocus(host, draw, () => host.querySelector("input, select"));
    review.changed();
    page.drawMap();
  };
  /** @param {string} id */
  const row = (id) => {
    const part = draft.where.get(id) ?? { role: "about", on: false };
    const box = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", "data-key": `on ${id}`, checked: part.on, change: () => {
      draft.where.set(id, { ...part, on: box.checked });
      change();
    } }));
    const role = select(plain(ROLES), part.role, (value) => {
      draft.where.set(id, { role: value, on: true });
      change();
    });
    role.dataset.key = `role ${id}`;
    role.setAttribute("aria-label", WORDS.role(review.nameOf(id)));
    return el("div", { class: "rv-row" }, role, el("label", { dir: "auto" }, box, " ", review.nameOf(id)));
  };
  const draw = () => {
    const offered = review.offered(draft);
    const others = review.chosenIds().filter((id) => !offered.includes(id)).map((id) => /** @type {[string, string]} */ ([id, review.nameOf(id)]));
    const more = select(others, "", () => undefined);
    more.dataset.key = "more";
    const add = el("button", { type: "button", "data-key": "add", click: () => {
      draft.where.set(more.value, { role: "about", on: true });
      change();
    } }, WORDS.add);
    host.replaceChildren(el("legend", {}, WORDS.where), ...(offered.length ? offered.map(row) : [el("p", { class: "br-small" }, WORDS.noPlace)]),
      ...(others.length ? [el("div", { class: "rv-more" }, field("rv-more", WORDS.addPlace, more), add)] : []));
  };
  draw();
  return host;
}

/** @param {Page} page @param {Draft} draft */
function figures(page, draft) {
  const claim = page.review.data.atlas.claims.find((/** @type {any} */ one) => one.id === draft.id);
  const all = claim.quantities ?? [];
  if (!all.length) return null;
  return el("fieldset", { class: "rv-where" }, el("legend", {}, WORDS.figures), all.map((/** @type {any} */ one, /** @type {number} */ n) => {
    const box = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", checked: draft.figures[n], change: () => {
      draft.figures[n] = box.checked;
      page.review.changed();
    } }));
    return el("div", { class: "rv-row" }, el("label", { dir: "auto" }, box, " ", figure(one)));
  }));
}
