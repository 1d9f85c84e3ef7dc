/* Elements made from data. Text enters the page here and only as text. */

/**
 * @typedef {Node|string|number|null|undefined|false} Child
 * @typedef {Child | Child[] | (Child | Child[])[]} Children
 * @typedef {{colour: string, weight_px?: number, dash?: string, fill_opacity?: number, shape: string}} Look
 */

/**
 * Make an element.
 * @param {string} tag - name of the element
 * @param {Object<string, any>} [attributes] - `class`, `aria-…`; a function is a listener
 * @param {...Children} children - strings become text nodes
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  fill(node, ...children);
  return node;
}

/**
 * Add children to a node; strings become text nodes, only what is nothing is skipped.
 * @template {Node} T
 * @param {T} node
 * @param {...Children} children
 * @returns {T}
 */
export function fill(node, ...children) {
  for (const child of /** @type {any[]} */ (children.flat(9))) {
    if (child === null || child === undefined || child === false) continue;
    node.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

/**
 * Draw a part of the page anew without losing the focus: it goes to what has the same `data-key`
 * or id as what had it, or else to another element.
 * @param {HTMLElement} host
 * @param {() => void} draw
 * @param {() => HTMLElement|null} otherwise
 */
export function keepFocus(host, draw, otherwise) {
  const before = /** @type {HTMLElement|null} */ (document.activeElement);
  const held = host.contains(before) && before !== host;
  const key = before?.dataset.key ?? before?.id;
  draw();
  if (!held || host.contains(document.activeElement)) return;
  const nodes = /** @type {HTMLElement[]} */ ([...host.querySelectorAll("[data-key], [id]")]);
  const same = key ? nodes.find((node) => (node.dataset.key ?? node.id) === key) : undefined;
  (same ?? otherwise())?.focus({ preventScroll: true });
}

/**
 * Make a link, or plain text where the address is not one that may be followed.
 * @param {string} address
 * @param {string} text
 * @returns {Node}
 */
export function link(address, text) {
  let scheme = "";
  try {
    scheme = new URL(address).protocol;
  } catch {
    return document.createTextNode(text);
  }
  if (!["http:", "https:", "mailto:"].includes(scheme)) return document.createTextNode(text);
  return el("a", { href: address, rel: "noopener noreferrer", target: "_blank", dir: "auto" }, text);
}

/**
 * Begin a heading with a capital.
 * @param {string} text
 */
export const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

/**
 * Hand a longitude and a latitude to Leaflet, which wants them the other way round.
 * @param {number} longitude
 * @param {number} latitude
 */
export const latLng = (longitude, latitude) => L.latLng(latitude, longitude);

/**
 * Read a colour of the page's scheme.
 * @param {string} name
 */
export const schemeColour = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--br-${name}`).trim();

/** Outlines of symbols around (0, 0), of about the size 1. @type {Object<string, number[][]>} */
export const OUTLINES = {
  diamond: [[0, -1.35], [1.35, 0], [0, 1.35], [-1.35, 0]],
  triangle: [[0, -1.3], [1.2, 0.9], [-1.2, 0.9]],
  square: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  "down triangle": [[0, 1.3], [1.2, -0.9], [-1.2, -0.9]],
  cross: [[-0.45, -1.3], [0.45, -1.3], [0.45, -0.45], [1.3, -0.45], [1.3, 0.45], [0.45, 0.45], [0.45, 1.3], [-0.45, 1.3], [-0.45, 0.45], [-1.3, 0.45], [-1.3, -0.45], [-0.45, -0.45]],
  hexagon: [[0, -1.2], [1.05, -0.6], [1.05, 0.6], [0, 1.2], [-1.05, 0.6], [-1.05, -0.6]],
};

/**
 * Make the small drawing of a symbol, for legends and lists.
 * @param {Look} look
 * @returns {SVGElement}
 */
export function swatch(look) {
  /** @param {string} name @param {Object<string, string|number>} attributes */
  const make = (name, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
    return node;
  };
  const picture = /** @type {SVGElement} */ (
    make("svg", { viewBox: "0 0 26 18", width: 26, height: 18, "aria-hidden": "true", class: "br-swatch" })
  );
  const wide = ["area", "line", "disc"].includes(look.shape);
  /** @type {[string, Object<string, string|number>]} */
  let shape = ["circle", { cx: 13, cy: 9, r: look.shape === "disc" ? 8 : 5 }];
  if (look.shape === "area") shape = ["rect", { x: 3, y: 3, width: 20, height: 12 }];
  if (look.shape === "line") shape = ["line", { x1: 2, y1: 14, x2: 24, y2: 4 }];
  const outline = OUTLINES[look.shape];
  if (outline) shape = ["polygon", { points: outline.map(([x, y]) => `${13 + 5 * x},${9 + 5 * y}`).join(" ") }];
  picture.append(
    make(shape[0], {
      ...shape[1],
      stroke: look.colour,
      "stroke-width": Math.min(look.weight_px ?? 2, 3),
      "stroke-dasharray": look.dash || "none",
      fill: look.shape === "line" ? "none" : look.colour,
      "fill-opacity": wide ? Math.max(look.fill_opacity ?? 0, 0.12) : 0.45,
    }),
  );
  return picture;
}
