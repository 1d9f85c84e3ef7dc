/* All that the page says of its own, in one place. */

/** How a place stands to a claim, and what a speaker does with one: the words of an atlas. */
export const ROLES = ["about", "at", "from", "to", "via", "within", "near"];
export const STANCES = ["asserts", "reports", "alleges", "estimates", "warns", "predicts", "denies"];
export const AGENT_KINDS = ["person", "government body", "organisation", "outlet", "group", "unnamed"];

/** What a mention is taken for. @type {Object<string, string>} */
const KINDS = { place: "place", demonym: "people of a country", in_organisation: "place in the name of an organisation" };

export const WORDS = {
  title: (/** @type {string} */ title) => `Review: ${title}`,
  progress: (/** @type {Counts} */ c) => `${c.reviewed} of ${c.mentions} mentions reviewed, ${c.worded} of ${c.claims} claims worded${c.dropped ? `, ${c.dropped} dropped` : ""}`,
  save: "Save the atlas",
  saved: (/** @type {string} */ name) => `Handed to your browser as ${name}.`,
  unsaved: "There are changes that are not saved.",
  keep: "Nothing leaves this page, and it keeps nothing: reloading it starts anew. The saved file holds your work.",
  cannotSave: (/** @type {number} */ claim, /** @type {string} */ why) => `Not saved: claim ${claim}: ${why}`,
  article: "Article",
  articleHelp: "Choose a marked name to say which place is meant, or a number to word the claim of that sentence.",
  legendOpen: "left open",
  legendReviewed: "reviewed",
  map: "Map",
  mapPlaces: "Map of the places that may be meant",
  ground: "The base map could not be unpacked; the rest of the page works without it.",
  panel: "Mention or claim",
  tabs: "What to review",
  mentions: "Mentions",
  claims: "Claims",
  noMentions: "No place was found in this text.",
  noClaims: "No claim was drafted from this text.",
  chooseMention: "Choose a marked name in the article, or start with the first one that is not reviewed.",
  chooseClaim: "Choose a number in the article, or start with the first claim that has no words yet.",
  start: "Start",
  previous: "Previous",
  next: "Next",
  confirm: "Confirm, and on to the next",
  back: "Back to the article",
  mention: (/** @type {number} */ i, /** @type {number} */ n) => `Mention ${i} of ${n}`,
  kind: (/** @type {string} */ kind) => KINDS[kind] ?? kind,
  takenFor: (/** @type {string} */ kind, /** @type {string} */ how) => `Taken for: ${kind}; ${how}.`,
  abstained: (/** @type {string} */ why) => `Left open by the program: ${why}`,
  which: "Which place is meant?",
  open: "None of these, or not known: leave it open",
  not: "Not a place",
  same: (/** @type {number} */ n) => (n === 2 ? "Same for both mentions of this name" : `Same for all ${n} mentions of this name`),
  sameDone: (/** @type {number} */ n) => `Done for ${n} mentions.`,
  score: (/** @type {number} */ score) => `score ${score.toFixed(2)}`,
  precision: (/** @type {number} */ metres, /** @type {boolean} */ spot) => `${spot ? "" : "outline "}known to about ${metres >= 1000 ? `${Math.round(metres / 1000)} km` : `${Math.round(metres)} m`}`,
  nowhere: "without a position",
  claim: (/** @type {number} */ i, /** @type {number} */ n) => `Claim ${i} of ${n}`,
  claimButton: (/** @type {number} */ i, /** @type {string} */ state) => `Claim ${i}: ${state}`,
  claimStates: { worded: "worded", draft: "no words yet", dropped: "dropped" },
  passage: "The passage",
  hintDates: (/** @type {string[]} */ dates) => `Several dates stand here: ${dates.join(", ")}.`,
  hintUnplaced: (/** @type {string[]} */ names) => `Left open when it was drafted: ${names.join(", ")}.`,
  hintPlace: "The place stands in an earlier sentence.",
  hintAlso: (/** @type {string[]} */ names) => `Also speaking here: ${names.join(", ")}.`,
  says: "What is claimed, in your own words",
  saysHelp: "One sentence. Without it the claim stays a draft.",
  verbatim: "These are the article’s own words; put them in yours.",
  speaker: "Who says so",
  newSpeaker: "Somebody else …",
  newName: "Name of the speaker",
  newKind: "What the speaker is",
  newNeeded: "give the new speaker a name, or choose one from the list",
  stance: "What the speaker does",
  topics: "Topics, with commas between them",
  period: "When it is about",
  periodHelp: "Such as 2023-10-25, 2023-10, 2023~ (about), 2023-22 (summer), 2023-10/2023-11, 2023-10/.. ; empty where it is not said.",
  where: "Where it is about",
  noPlace: "No place yet.",
  role: (/** @type {string} */ place) => `Role of ${place}`,
  addPlace: "Add a place of the article",
  add: "Add",
  figures: "Figures",
  drop: "Drop this claim",
  dropped: "This claim is dropped; it will not be in the saved atlas.",
  marker: (/** @type {number} */ number, /** @type {string} */ name) => `${number}. ${name}`,
  printMentions: "Places that were chosen",
  printClaims: "Claims",
  printOpen: "left open",
  printNot: "not a place",
  noWords: "no words yet",
  unreviewed: "not reviewed",
  credits: (/** @type {string[]} */ credits) => `Map: ${credits.join(" · ")}`,
  periods: {
    unreadable: (/** @type {string} */ part) => `“${part}” is not a date: write 2023-10-25, 2023-10, 2023, or one of the forms below`,
    interval: "an interval has two ends, one of them a date: 2023-10/2023-11 or 2023-10/..",
    backwards: "it ends before it starts; swap the two dates",
    calendar: (/** @type {string} */ part) => `“${part}” names no day of the calendar`,
    time: "a time needs a day",
    decade: "an unknown year has no month",
    unknownMonth: "a day needs a month",
  },
};

/** @typedef {{mentions: number, reviewed: number, claims: number, worded: number, dropped: number}} Counts */

/** Name a country. @param {string} code - ISO 3166-1 alpha-2; anything else is given back */
export function country(code) {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(["en"], { type: "region" }).of(code) ?? code;
}

/** Say a confidence in words. @param {number} confidence - 0 to 1 */
export function sure(confidence) {
  const percent = `${Math.round(confidence * 100)} %`;
  if (confidence >= 0.9) return `almost sure (${percent})`;
  if (confidence >= 0.7) return `fairly sure (${percent})`;
  return confidence >= 0.4 ? `unsure (${percent})` : `a guess (${percent})`;
}

/**
 * Say a figure as it was given.
 * @param {{what: string, unit: string, low?: number, high?: number, best?: number, per?: string}} figure
 */
export function figure({ what, unit, low, high, best, per }) {
  const range = low !== undefined && high !== undefined ? `${low} to ${high}` : low !== undefined ? `at least ${low}` : high !== undefined ? `up to ${high}` : "";
  const amount = best === undefined ? range : range ? `${best} (${range})` : String(best);
  return `${what}: ${amount} ${unit}${per ? ` per ${per}` : ""}`;
}
