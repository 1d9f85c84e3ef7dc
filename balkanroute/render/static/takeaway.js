/* What the reader can take away: the claims that pass as files, the map as a picture, all of it on paper. */

import { sourceLine } from "./origins.js";
import { el, swatch } from "./dom.js";
import { citation, toCsv, toGeoJson } from "./export.js";
import { drawBareMap, drawPicture } from "./picture.js";
import { STANCES } from "./store.js";

/** @typedef {import("./start.js").App} App */

/** Claims that are printed at the most; a stack of more is nobody's wish. */
const PRINTED = 1000;

/**
 * Hand the reader a file.
 * @param {string} name
 * @param {Blob} blob
 */
export function hand(name, blob) {
  const address = URL.createObjectURL(blob);
  const anchor = /** @type {HTMLAnchorElement} */ (el("a", { href: address, download: name }));
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * The name of a file, of the title's plain letters.
 * @param {string} title
 * @param {string} ending
 */
export function fileName(title, ending) {
  const plain = title.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^A-Za-z0-9]+/g, "-").slice(0, 60).replace(/^-+|-+$/g, "").toLowerCase();
  return `${plain || "claims"}.${ending}`;
}

/**
 * @param {App} app
 * @param {HTMLElement} host
 */
export function makeTakeaway(app, host) {
  const title = () => app.store.meta.title;
  /** @type {[string, () => void][]} */
  const acts = [
    ["take.csv", () => hand(fileName(title(), "csv"), new Blob(toCsv(app), { type: "text/csv" }))],
    ["take.geojson", () => hand(fileName(title(), "geojson"), new Blob(toGeoJson(app), { type: "application/geo+json" }))],
    ["take.png", () => drawPicture(app, 2).toBlob((blob) => blob && hand(fileName(title(), "png"), blob), "image/png")],
    ["take.print", () => window.print()],
  ];
  const summary = el("summary", {});
  const what = el("p", { class: "br-small" });
  const cite = el("p", { class: "br-small", dir: "auto" });
  const buttons = acts.map(([, act]) => el("button", { type: "button", click: act }));
  const node = /** @type {HTMLDetailsElement} */ (el("details", { class: "br-take", toggle: () => refresh() }, summary, el("div", { class: "br-take-body" }, what, buttons, cite)));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !node.open) return;
    event.preventDefault();
    node.open = false;
    summary.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (node.open && !node.contains(/** @type {Node} */ (event.target))) node.open = false;
  });
  host.append(node);

  function refresh() {
    const { words } = app;
    summary.textContent = words.t("take.menu");
    acts.forEach(([key], i) => {
      buttons[i].textContent = words.t(key);
    });
    if (!node.open) return;
    what.textContent = words.t("take.what", { n: app.filter.shown.length });
    cite.textContent = words.t("take.cite", { citation: citation(app) }) + (app.tiles.size ? ` ${words.t("take.noTiles")}` : "");
  }
  return { refresh };
}

/**
 * Lay the page out for paper when the reader prints: title, map, legend, claims and their sources.
 * @param {App} app
 */
export function preparePrint(app) {
  const host = /** @type {HTMLElement} */ (document.getElementById("br-print"));
  window.addEventListener("beforeprint", () => host.replaceChildren(...printed(app)));
  window.addEventListener("afterprint", () => host.replaceChildren());
}

/**
 * @param {App} app
 * @returns {Node[]}
 */
function printed(app) {
  const { store, words, filter } = app;
  const { claims, agents, periods, meta } = store;
  const shown = filter.shown.subarray(0, PRINTED);
  const cut = filter.shown.length - shown.length;
  /** @type {Map<number, number>} */
  const numbers = new Map();
  for (const i of shown) for (const one of [claims.source[i], ...claims.origins(i)]) if (!numbers.has(one)) numbers.set(one, numbers.size + 1);
  const picture = drawBareMap(app, 2);
  picture.className = "br-print-map";
  /** @param {number} i */
  const item = (i) => {
    const date = claims.reported[i] >= 0 ? words.period(periods.text.get(claims.reported[i])) : words.t("claim.undated");
    const places = claims.where(i).map(({ place }) => app.naming.place(place)).join("; ") || words.t("claim.unplaced");
    const origins = claims.origins(i).map((one) => numbers.get(one)).join(", ");
    return el("li", {},
      el("b", { dir: "auto" }, agents.name.get(claims.speaker[i])), " ", el("i", {}, words.t(`stance.${STANCES[claims.stance[i]]}`)),
      claims.disputed[i] ? ` ≠ ${words.t("claim.disputed")}` : "", ": ",
      el("span", { dir: "auto" }, claims.says(i)), " ",
      el("small", {}, words.join([places, date]), ` [${numbers.get(claims.source[i])}; ${words.t("chain.origin")}: ${origins}]`));
  };
  return [
    el("p", {}, meta.summary),
    el("p", {}, document.getElementById("br-counts")?.textContent ?? ""),
    app.chips?.textContent ? el("p", {}, `${words.t("print.filters")}: ${app.chipsInWords()}`) : document.createTextNode(""),
    picture,
    el("ul", { class: "br-print-legend" }, app.legend().map((one) => el("li", {}, swatch(one), " ", one.name))),
    el("h2", {}, words.t("print.claims", { n: filter.shown.length })),
    el("ol", { class: "br-print-claims" }, Array.from(shown, item)),
    el("p", {}, cut ? words.t("print.cut", { n: cut }) : ""),
    el("h2", {}, words.t("print.sources")),
    el("ol", { class: "br-print-sources" }, Array.from(numbers.keys(), (one) => el("li", {}, sourceLine(app, one), store.sources.url.get(one) ? el("small", { dir: "ltr" }, ` ${store.sources.url.get(one)}`) : null))),
    el("p", {}, citation(app), " ", document.getElementById("br-foot")?.textContent ?? ""),
  ];
}
