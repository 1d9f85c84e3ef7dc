/* Layers, legend, tiles and the buttons on the map. */

import { COLOURINGS } from "./colours.js";
import { el, fill, swatch } from "./dom.js";
import { everything, fit } from "./framing.js";

/** @typedef {import("./start.js").App} App */

/**
 * Make a switch with its symbol and what the symbol means.
 * @param {Node} text
 * @param {boolean} on
 * @param {Node|null} picture
 * @param {(on: boolean) => void} change
 */
function switchRow(text, on, picture, change) {
  const box = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", change: () => change(box.checked) }));
  box.checked = on;
  return el("label", { class: "br-switch" }, box, picture, text);
}

/**
 * The control of layers, which is the legend too: each row has the symbol that is drawn.
 * @param {App} app
 */
export function layerControl(app) {
  const title = el("summary", {});
  const body = el("div", { class: "br-layers-body" });
  const node = /** @type {HTMLDetailsElement} */ (el("details", { class: "br-layers", id: "br-layers" }, title, body));
  const legend = el("ul", { class: "br-legend" });
  node.open = window.matchMedia("(min-width: 1500px) and (min-height: 900px)").matches;
  node.addEventListener("toggle", () => speak());
  L.DomEvent.disableClickPropagation(node);
  L.DomEvent.disableScrollPropagation(node);

  /** @param {string} key @param {(HTMLElement|null)[]} rows */
  const group = (key, rows) => (rows.length ? el("fieldset", {}, el("legend", {}, app.words.t(key)), rows) : null);

  /** @param {string} name */
  function layers(name) {
    return app.store.layers.filter((layer) => layer.group === name).reverse().map((layer) => {
      const named = layer.name || app.words.t(`layer.${layer.kind}`);
      const note = layer.note || (app.words.has(`layer.${layer.kind}.note`) ? app.words.t(`layer.${layer.kind}.note`) : "");
      const text = el("span", { dir: "auto" }, named, note ? el("small", {}, note) : null);
      const look = app.colours.by === "layer" ? layer.style : { ...layer.style, colour: "#6b7d8f" };
      return switchRow(text, layer.visible, swatch(look), (on) => {
        layer.visible = on;
        app.redrawMap();
        app.address?.later();
      });
    });
  }

  function colouring() {
    const { words } = app;
    const select = el("select", { id: "br-by", change: (/** @type {Event} */ event) => {
      app.colourBy(/** @type {HTMLSelectElement} */ (event.target).value);
      speak();
      document.getElementById("br-by")?.focus();
    } });
    for (const by of COLOURINGS) select.append(el("option", { value: by, selected: by === app.colours.by }, words.t(by === "layer" ? "facet.layer" : `facet.${by}`)));
    return el("label", { class: "br-by" }, el("span", {}, words.t("colour.by")), " ", select);
  }

  /** @param {HTMLElement} mark @param {string} key */
  const sign = (mark, key) => el("p", { class: "br-sign" }, el("span", { class: "br-mark", "aria-hidden": "true" }, mark), app.words.t(key));

  /** @param {string} more @param {boolean} doubt */
  function sample(more, doubt) {
    return el("span", { class: `br-count br-sample${doubt ? " br-disputed" : ""}` }, more ? el("span", { class: "br-count-more" }, more) : null, el("span", { class: "br-count-number" }, "7"), doubt ? el("span", { class: "br-count-doubt" }, "≠") : null);
  }

  function speak() {
    const { words, ground } = app;
    title.textContent = words.t("legend.title");
    if (!node.open) return;
    const rows = [
      colouring(),
      legend,
      group("legend.places", layers("places")),
      group("legend.routes", layers("routes")),
      group("legend.ground", [
        switchRow(el("span", {}, words.t("legend.names")), ground?.shown.names ?? true, null, (on) => {
          if (ground) ground.shown.names = on;
          app.place();
        }),
        switchRow(el("span", {}, words.t("legend.rivers")), ground?.shown.rivers ?? true, null, (on) => {
          if (ground) ground.shown.rivers = on;
          ground?.redraw();
        }),
        ...tileRows(app),
      ]),
      group("legend.signs", [sign(sample("", false), "sign.count"), sign(sample("", true), "sign.disputed"), sign(sample("+3", false), "sign.several")]),
    ];
    body.replaceChildren();
    fill(body, rows);
    refresh();
  }

  function refresh() {
    if (!node.open) return;
    legend.hidden = app.colours.by === "layer";
    if (legend.hidden) return;
    legend.replaceChildren(...app.legend().map((one) => el("li", {}, swatch(one), " ", el("span", { dir: "auto" }, one.name))));
  }
  return { node, speak, refresh, covers: () => (node.open && node.offsetWidth < 0.5 * app.map.getSize().x ? node.offsetWidth + 10 : 0) };
}

/**
 * Offer the tile layers that the author named; none is asked for before the reader says so.
 * @param {App} app
 * @returns {HTMLElement[]}
 */
function tileRows(app) {
  const { store, words, map } = app;
  return store.meta.tiles.map((/** @type {{name: string, url: string, attribution: string, max_zoom: number, host: string}} */ one) => {
    const text = el("span", {}, el("bdi", {}, words.t("tiles.offer", { name: one.name })), el("small", {}, words.t("tiles.warning", { host: one.host })));
    const known = app.tiles.get(one.url);
    return switchRow(text, Boolean(known), null, (on) => {
      app.tiles.get(one.url)?.remove();
      app.tiles.delete(one.url);
      if (on) {
        const layer = L.tileLayer(one.url, { maxNativeZoom: one.max_zoom, maxZoom: 22, pane: "br-tiles", referrerPolicy: "strict-origin" });
        if (!map.getPane("br-tiles")) map.createPane("br-tiles");
        app.tiles.set(one.url, layer.addTo(map));
      }
      app.credit();
    });
  });
}

/**
 * Add the zoom, the scale and the two views.
 * @param {App} app
 */
export function mapButtons(app) {
  const { map } = app;
  const zoom = L.control.zoom({ position: "topleft" }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  const main = el("button", { type: "button", click: () => fit(app, app.store.meta.view) });
  const whole = el("button", { type: "button", click: () => fit(app, everything(app)) });
  const bar = new L.Control({ position: "bottomleft" });
  bar.onAdd = () => {
    const box = el("div", { class: "br-views" }, main, whole);
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  bar.addTo(map);
  const speak = () => {
    main.textContent = app.words.t("view.main");
    whole.textContent = app.words.t("view.everything");
    const buttons = zoom.getContainer()?.querySelectorAll("a") ?? [];
    [...buttons].forEach((button, i) => {
      const said = app.words.t(i ? "view.zoomOut" : "view.zoomIn");
      button.title = said;
      button.setAttribute("aria-label", said);
    });
  };
  app.words.listen(speak);
  speak();
}
