/* Long lists in pages. */

import { el } from "./dom.js";

/**
 * Draw a long list in pages, and keep the focus where the reader turned.
 * @param {{words: import("./words.js").Words}} app
 * @param {number} n
 * @param {number} size
 * @param {(from: number, to: number) => Node[]} draw
 */
export function paged(app, n, size, draw) {
  const { words } = app;
  const body = el("div", {});
  const host = el("div", {}, body);
  const last = Math.max(Math.ceil(n / size) - 1, 0);
  let page = 0;
  const told = el("span", { class: "br-small", role: "status" });
  const back = el("button", { type: "button", click: () => turn(-1) }, words.t("list.previous"));
  const on = el("button", { type: "button", click: () => turn(1) }, words.t("list.next"));
  const turn = (/** @type {number} */ step) => {
    page = Math.min(Math.max(page + step, 0), last);
    body.replaceChildren(...draw(page * size, Math.min((page + 1) * size, n)));
    told.textContent = words.t("list.page", { page: words.number(page + 1), pages: words.number(last + 1) });
    // Not `disabled`, which would drop the focus that stands on it.
    back.setAttribute("aria-disabled", String(page === 0));
    on.setAttribute("aria-disabled", String(page === last));
    if (step) body.scrollIntoView({ block: "nearest" });
  };
  turn(0);
  if (last > 0) host.append(el("div", { class: "br-buttons br-pager" }, back, told, on));
  return host;
}
