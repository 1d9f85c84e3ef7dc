/* What stands on paper below the text: the places that were chosen, and the claims. */

import { el } from "../dom.js";
import { NEW } from "./state.js";
import { WORDS, country } from "./words.js";

/**
 * Write the lists when the reader prints.
 * @param {import("./state.js").Review} review
 * @param {HTMLElement} host
 */
export function preparePrint(review, host) {
  window.addEventListener("beforeprint", () => host.replaceChildren(...lists(review)));
  window.addEventListener("afterprint", () => host.replaceChildren());
}

/** @param {import("./state.js").Review} review @returns {Node[]} */
function lists(review) {
  const { data, choices, drafts } = review;
  const mentions = data.mentions.map(({ surface }, i) => {
    const { key, not, reviewed } = choices[i];
    const place = key === null ? null : data.places[key];
    const meant = not ? WORDS.printNot : key === null ? WORDS.printOpen : [place?.name ?? key, place?.kind, place?.countries.map(country).join(", ")].filter(Boolean).join(", ");
    return el("li", {}, el("b", { dir: "auto" }, surface), " — ", el("span", { dir: "auto" }, meant), reviewed ? "" : ` (${WORDS.unreviewed})`);
  });
  const claims = drafts.map((draft) => {
    const agent = (data.atlas.agents ?? []).find((/** @type {any} */ one) => one.id === draft.speaker);
    const speaker = draft.speaker === NEW ? draft.newName : agent?.name ?? draft.speaker;
    const where = [...draft.where].filter(([, part]) => part.on).map(([id, { role }]) => `${role} ${review.nameOf(id)}`);
    return el("li", { value: draft.number },
      draft.dropped ? `(${WORDS.claimStates.dropped}) ` : "", el("b", { dir: "auto" }, speaker), ` ${draft.stance}: `,
      el("span", { dir: "auto" }, draft.says.trim() || `(${WORDS.noWords})`), " ",
      el("small", { dir: "auto" }, [...where, draft.about].filter(Boolean).join("; ")));
  });
  return [el("h2", {}, WORDS.printMentions), el("ol", {}, mentions), el("h2", {}, WORDS.printClaims), el("ol", {}, claims)];
}
