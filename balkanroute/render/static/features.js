"use strict";
/* What the claims are about, drawn as what it is: areas, lines, discs of their true radius, symbols. */

/** A symbol of fixed size at a spot, drawn on the canvas of the features. */
balkanroute.Symbol = L.CircleMarker.extend({
  _updatePath() {
    const context = this._renderer._ctx;
    if (!this._renderer._drawing || this._empty()) return;
    const { x, y } = this._point;
    const size = this._radius;
    const corners = {
      diamond: [[0, -1.35], [1.35, 0], [0, 1.35], [-1.35, 0]],
      triangle: [[0, -1.3], [1.2, 0.9], [-1.2, 0.9]],
      square: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
    }[this.options.shape];
    context.beginPath();
    if (corners) corners.forEach(([dx, dy], i) => context[i ? "lineTo" : "moveTo"](x + dx * size, y + dy * size));
    else context.arc(x, y, size, 0, 2 * Math.PI);
    context.closePath();
    this._renderer._fillStroke(context, this);
  },
});

/**
 * Draw the layers and keep them in their declared order.
 * @param {L.Map} map
 * @param {object} state - the page's state
 */
balkanroute.drawFeatures = function (map, state) {
  const pane = map.createPane("br-features");
  pane.classList.add("br-features");
  const renderer = L.canvas({ pane: "br-features", padding: 0.3, tolerance: 5 });
  state.shapes = new Map();
  for (const layer of state.data.layers) {
    for (const feature of layer.features) {
      const shapes = balkanroute.shapesOf(feature, layer.style, { renderer, pane: "br-features" });
      for (const shape of shapes) {
        shape.on("click", (event) => {
          L.DomEvent.stopPropagation(event);
          state.open(feature.id);
        });
        shape.bindTooltip(balkanroute.el("span", {}, feature.name), { sticky: true, className: "br-tip" });
      }
      state.shapes.set(feature.id, { shapes, layer, feature });
    }
  }
  balkanroute.showLayers(map, state);
};

/** Make the Leaflet paths of a feature. */
balkanroute.shapesOf = function (feature, style, shared) {
  const parts = balkanroute.parts(feature.shape.parts, 1e-5);
  const look = {
    ...shared,
    color: style.colour,
    weight: style.weight_px,
    dashArray: style.dash || null,
    fillColor: style.colour,
    fillOpacity: style.fill_opacity,
  };
  if (feature.shape.kind === "area") return [L.polygon(parts, look)];
  if (feature.shape.kind === "line") return [L.polyline(parts.flat(), { ...look, fill: false })];
  const spots = parts.flat(2);
  const discs = feature.radius_m ? spots.map((spot) => L.circle(spot, { ...look, weight: 1, dashArray: "4 4", radius: feature.radius_m })) : [];
  const symbol = { ...look, dashArray: null, radius: style.shape === "disc" ? 3 : 6, fillOpacity: 0.9, fillColor: balkanroute.colour("symbol"), shape: style.shape };
  return [...discs, ...spots.map((spot) => new balkanroute.Symbol(spot, symbol))];
};

/** Show the layers that are on, in the order of the map, the chosen feature strong. */
balkanroute.showLayers = function (map, state) {
  for (const { shapes, layer, feature } of state.shapes.values()) {
    const shown = !state.hiddenLayers.has(layer.id);
    const told = feature.claims && feature.claims.some((id) => state.isShown(id));
    const chosen = state.chosen === feature.id;
    for (const shape of shapes) {
      if (!shown) {
        shape.remove();
        continue;
      }
      shape.addTo(map);
      shape.bringToFront();
      const faint = told || chosen ? 1 : 0.35;
      const weight = shape instanceof L.Circle && !(shape instanceof balkanroute.Symbol) ? 1 : layer.style.weight_px;
      shape.setStyle({ opacity: faint, weight: chosen ? weight + 2 : weight });
    }
  }
};

/**
 * Place the counts of claims; those that would cover each other become one.
 * @returns {number[][]} the boxes that are taken, for the names to keep clear of
 */
balkanroute.placeCounts = function (map, state) {
  if (!state.counts) {
    map.createPane("br-counts-pane").classList.add("br-counts-pane");
    state.counts = L.layerGroup().addTo(map);
  }
  const bounds = map.getBounds().pad(0.2);
  const placed = [];
  const told = [];
  for (const { layer, feature } of state.shapes.values()) {
    if (state.hiddenLayers.has(layer.id)) continue;
    const claims = (feature.claims || []).filter((id) => state.isShown(id));
    const spot = balkanroute.latLng(...feature.anchor);
    if (claims.length && bounds.contains(spot)) told.push({ feature, claims, spot, symbol: feature.shape.kind === "point" });
  }
  told.sort((a, b) => b.claims.length - a.claims.length || (a.feature.id < b.feature.id ? -1 : 1));
  for (const one of told) {
    const point = map.latLngToLayerPoint(one.spot);
    const width = Math.min(one.feature.name.length * 7.2, 210) + 58;
    const top = one.symbol ? point.y - 40 : point.y - 13;
    const box = [point.x - width / 2, top, point.x + width / 2, top + 27];
    const over = placed.find((other) => balkanroute.overlap(box, other.box));
    if (over) over.members.push(one);
    else placed.push({ ...one, box, members: [one] });
  }
  const focused = document.activeElement.dataset.key;
  state.counts.clearLayers();
  for (const one of placed) {
    const button = balkanroute.countButton(one, state);
    const icon = L.divIcon({ html: button, className: "br-count-icon", iconSize: [0, 0] });
    L.marker(one.spot, { icon, pane: "br-counts-pane", keyboard: false, interactive: true }).addTo(state.counts);
    L.DomEvent.disableClickPropagation(button);
    if (focused === button.dataset.key) button.focus({ preventScroll: true });
  }
  return placed.map((one) => one.box);
};

/** Make the button that says how many claims are about a feature, or about several. */
balkanroute.countButton = function (one, state) {
  const claims = [...new Set(one.members.flatMap((member) => member.claims))];
  const disputed = claims.filter((id) => state.isDisputed(id)).length;
  const more = one.members.length - 1;
  const said = [
    more ? `${one.feature.name} and ${balkanroute.count(more, "place")} beside it` : one.feature.name,
    balkanroute.count(claims.length, "claim"),
    disputed ? `${disputed} disputed` : "",
  ].filter(Boolean).join(", ");
  const chosen = one.members.some((member) => member.feature.id === state.chosen);
  return balkanroute.el(
    "button",
    {
      type: "button",
      class: `br-count${one.symbol ? " br-above" : ""}${disputed ? " br-disputed" : ""}${chosen ? " br-chosen" : ""}`,
      "aria-label": said,
      title: said,
      "data-key": `feature:${one.feature.id}`,
      click: () => (more ? state.openSeveral(one.members.map((member) => member.feature.id)) : state.open(one.feature.id)),
    },
    balkanroute.el("span", { class: "br-count-name" }, one.feature.name),
    more ? balkanroute.el("span", { class: "br-count-more" }, `+${more}`) : null,
    balkanroute.el("span", { class: "br-count-number" }, String(claims.length)),
    disputed ? balkanroute.el("span", { class: "br-count-doubt" }, "≠") : null,
  );
};
