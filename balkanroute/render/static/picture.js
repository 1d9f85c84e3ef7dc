/* The map as one picture: what its canvases show, with the counts, the title, the legend and the credits. */

import { OUTLINES, schemeColour } from "./dom.js";
import { citation } from "./export.js";

/** @typedef {import("./start.js").App} App */

const EDGE = 16;
const LINE = 20;

/**
 * Draw the map alone, as it stands.
 * @param {App} app
 * @param {number} sharp - pixels of the picture for each of the page
 * @returns {HTMLCanvasElement}
 */
export function drawBareMap(app, sharp) {
  const frame = app.map.getContainer().getBoundingClientRect();
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(frame.width, 1) * sharp;
  canvas.height = Math.max(frame.height, 1) * sharp;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(sharp, sharp);
  drawMap(app, context, frame, 0);
  return canvas;
}

/**
 * Draw the map, as it stands, with its title above and its legend and credits below.
 * @param {App} app
 * @param {number} sharp - pixels of the picture for each of the page
 * @returns {HTMLCanvasElement}
 */
export function drawPicture(app, sharp) {
  const frame = app.map.getContainer().getBoundingClientRect();
  const width = Math.max(Math.round(frame.width), 320);
  const height = Math.round(frame.height);
  const canvas = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const family = getComputedStyle(document.body).fontFamily;
  context.font = `13px ${family}`;
  const title = wrapped(context, `bold 20px ${family}`, app.store.meta.title, width - 2 * EDGE);
  const told = [app.chips?.textContent ? app.chipsInWords() : "", citation(app), document.getElementById("br-foot")?.textContent ?? ""].filter(Boolean);
  const foot = told.flatMap((text) => wrapped(context, `12px ${family}`, text, width - 2 * EDGE));
  const legend = legendRows(context, app, `13px ${family}`, width - 2 * EDGE);
  const top = EDGE + 26 * title.length + 6;
  const whole = top + height + 10 + LINE * legend.length + 6 + 17 * foot.length + EDGE;
  canvas.width = width * sharp;
  canvas.height = whole * sharp;
  context.scale(sharp, sharp);
  context.fillStyle = schemeColour("paper");
  context.fillRect(0, 0, width, whole);
  context.textBaseline = "top";
  context.direction = app.words.direction;
  const start = app.words.direction === "rtl" ? width - EDGE : EDGE;
  context.textAlign = "start";
  write(context, `bold 20px ${family}`, title, start, EDGE, 26);
  drawMap(app, context, frame, top);
  legend.forEach((row, i) => drawLegend(context, row, `13px ${family}`, top + height + 10 + LINE * i, app.words.direction === "rtl" ? width : 0));
  context.fillStyle = schemeColour("soft");
  write(context, `12px ${family}`, foot, start, top + height + 16 + LINE * legend.length, 17);
  return canvas;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} font
 * @param {string[]} lines
 * @param {number} x
 * @param {number} y
 * @param {number} step
 */
function write(context, font, lines, x, y, step) {
  if (font.startsWith("bold")) context.fillStyle = schemeColour("ink");
  context.font = font;
  lines.forEach((line, i) => context.fillText(line, x, y + i * step));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} font
 * @param {string} text
 * @param {number} room
 * @returns {string[]}
 */
export function wrapped(context, font, text, room) {
  context.font = font;
  const lines = [""];
  for (const word of text.slice(0, 2000).split(/\s+/)) {
    const longer = lines[lines.length - 1] ? `${lines[lines.length - 1]} ${word}` : word;
    if (context.measureText(longer).width <= room || !lines[lines.length - 1]) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.filter(Boolean).slice(0, 12);
}

/**
 * @param {App} app
 * @param {CanvasRenderingContext2D} context
 * @param {DOMRect} frame
 * @param {number} top
 */
function drawMap(app, context, frame, top) {
  context.save();
  context.beginPath();
  context.rect(0, top, frame.width, frame.height);
  context.clip();
  const canvases = [...app.map.getContainer().querySelectorAll("canvas")];
  /** @param {Element} node */
  const depth = (node) => Number(getComputedStyle(/** @type {Element} */ (node.closest(".leaflet-pane"))).zIndex) || 0;
  for (const one of canvases.sort((a, b) => depth(a) - depth(b))) {
    const box = one.getBoundingClientRect();
    if (one.width && one.height && box.width) context.drawImage(one, box.left - frame.left, box.top - frame.top + top, box.width, box.height);
  }
  for (const count of app.map.getContainer().querySelectorAll(".br-count")) drawCount(app, context, /** @type {HTMLElement} */ (count), frame, top);
  context.restore();
  context.strokeStyle = schemeColour("rule");
  context.lineWidth = 1;
  context.strokeRect(0.5, top + 0.5, frame.width - 1, frame.height - 1);
}

/**
 * @param {App} app
 * @param {CanvasRenderingContext2D} context
 * @param {HTMLElement} count
 * @param {DOMRect} frame
 * @param {number} top
 */
function drawCount(app, context, count, frame, top) {
  const box = count.getBoundingClientRect();
  const [x, y] = [box.left - frame.left, box.top - frame.top + top];
  const style = getComputedStyle(count);
  context.beginPath();
  context.roundRect(x, y, box.width, box.height, box.height / 2);
  context.fillStyle = style.backgroundColor;
  context.fill();
  context.strokeStyle = style.borderTopColor;
  context.lineWidth = 1.5;
  context.stroke();
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const part of count.querySelectorAll(":scope > [aria-hidden]")) {
    const inner = part.getBoundingClientRect();
    if (part.matches("svg")) {
      const mark = app.colours.ofFeature(Number(count.dataset.key?.split(":")[1]));
      drawSign(context, mark, inner.left - frame.left + inner.width / 2, inner.top - frame.top + top + inner.height / 2);
      continue;
    }
    const look = getComputedStyle(part);
    context.fillStyle = look.backgroundColor;
    context.beginPath();
    context.roundRect(inner.left - frame.left, inner.top - frame.top + top, inner.width, inner.height, inner.height / 2);
    if (look.backgroundColor !== "rgba(0, 0, 0, 0)") context.fill();
    context.font = `${look.fontWeight} ${look.fontSize} ${look.fontFamily}`;
    context.fillStyle = look.color;
    context.fillText(part.textContent ?? "", inner.left - frame.left + inner.width / 2, inner.top - frame.top + top + inner.height / 2 + 1, inner.width + 2);
  }
  context.textAlign = "start";
  context.textBaseline = "top";
}

/** @typedef {{colour: string, shape: string, alpha?: number}} Sample how it is filled, 0.3 where it is not said */
/** @typedef {Sample & {x: number, width: number, name: string}} Sign */

/**
 * Lay the legend's signs out in rows.
 * @param {CanvasRenderingContext2D} context
 * @param {App} app
 * @param {string} font
 * @param {number} room
 * @returns {Sign[][]}
 */
function legendRows(context, app, font, room) {
  context.font = font;
  /** @type {Sign[][]} */
  const rows = [[]];
  let x = 0;
  for (const look of /** @type {(Sample & {name: string})[]} */ (app.legend())) {
    const width = context.measureText(look.name).width + 42;
    if (x && x + width > room) {
      rows.push([]);
      x = 0;
    }
    rows[rows.length - 1].push({ ...look, x: EDGE + x, width });
    x += width;
  }
  return rows;
}

/**
 * Draw the symbol of a layer or of a mark, as `swatch` does.
 * @param {CanvasRenderingContext2D} context
 * @param {Sample} look
 * @param {number} x - of its middle
 * @param {number} y
 */
function drawSign(context, { colour, shape, alpha = 0.3 }, x, y) {
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  const outline = OUTLINES[shape];
  if (outline) outline.forEach(([dx, dy]) => context.lineTo(x + 5 * dx, y + 5 * dy));
  else if (shape === "area") context.rect(x - 10, y - 6, 20, 12);
  else if (shape === "line") {
    context.moveTo(x - 10, y + 5);
    context.lineTo(x + 10, y - 5);
  } else context.arc(x, y, shape === "disc" ? 7 : 5, 0, 7);
  if (shape !== "line") context.closePath();
  context.globalAlpha = alpha;
  if (shape !== "line") context.fill();
  context.globalAlpha = 1;
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Sign[]} row
 * @param {string} font
 * @param {number} y
 * @param {number} right - where the row begins when it is read from right to left, else 0
 */
function drawLegend(context, row, font, y, right) {
  context.font = font;
  for (const { x, name, ...look } of row) {
    drawSign(context, look, right ? right - x - 10 : x + 10, y + 8);
    context.fillStyle = schemeColour("ink");
    context.fillText(name, right ? right - x - 26 : x + 26, y + 1);
  }
}
