"use strict";
/* Elements made from data. Text enters the page here and only as text. */

const balkanroute = {};

/**
 * Make an element.
 * @param {string} tag - name of the element
 * @param {Object<string, string|boolean|Function|undefined>} attributes - `class`, `aria-…`; a function is a listener
 * @param {...(Node|string|null|undefined|false)} children - strings become text nodes
 * @returns {HTMLElement}
 */
balkanroute.el = function (tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  balkanroute.fill(node, ...children);
  return node;
};

/** Add children to a node; strings become text nodes, nothing is skipped silently but null. */
balkanroute.fill = function (node, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
};

/** Make a link, or plain text where the address is not one that may be followed. */
balkanroute.link = function (address, text) {
  let scheme = "";
  try {
    scheme = new URL(address).protocol;
  } catch {
    return document.createTextNode(text);
  }
  if (!["http:", "https:", "mailto:"].includes(scheme)) return document.createTextNode(text);
  const attributes = { href: address, rel: "noopener noreferrer", target: "_blank" };
  return balkanroute.el("a", attributes, text);
};

/** Say a number of things: `1 claim`, `12 claims`. */
balkanroute.count = function (number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
};

/** Begin a heading with a capital. */
balkanroute.capital = (text) => text.slice(0, 1).toLocaleUpperCase() + text.slice(1);

/** Make the small drawing of a symbol, for the legend and the layer control. */
balkanroute.swatch = function (style) {
  const make = (name, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
    return node;
  };
  const shapes = {
    area: ["rect", { x: 3, y: 3, width: 20, height: 12 }],
    line: ["line", { x1: 2, y1: 14, x2: 24, y2: 4 }],
    disc: ["circle", { cx: 13, cy: 9, r: 8 }],
    circle: ["circle", { cx: 13, cy: 9, r: 5 }],
    diamond: ["path", { d: "M13 3l6 6-6 6-6-6z" }],
    triangle: ["path", { d: "M13 3l7 12H6z" }],
    square: ["rect", { x: 8, y: 4, width: 10, height: 10 }],
  };
  const [name, attributes] = shapes[style.shape] || shapes.circle;
  const solid = !["area", "line", "disc"].includes(style.shape);
  const picture = make("svg", { viewBox: "0 0 26 18", width: 26, height: 18, "aria-hidden": "true", class: "br-swatch" });
  picture.append(
    make(name, {
      ...attributes,
      stroke: style.colour,
      "stroke-width": Math.min(style.weight_px, 3),
      "stroke-dasharray": style.dash || "none",
      fill: style.shape === "line" ? "none" : style.colour,
      "fill-opacity": solid ? 0.25 : Math.max(style.fill_opacity, 0.12),
    }),
  );
  return picture;
};
