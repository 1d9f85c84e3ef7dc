"use strict";
/* The ground under the claims: land, water, borders and names, all carried by the page. */

/** Read a colour of the page's scheme. */
balkanroute.colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--br-${name}`).trim();

/**
 * Draw the base map.
 * @param {L.Map} map
 * @param {object} ground - the unpacked base map
 * @returns {{recolour: Function, names: {place: Function, shown: boolean}, rivers: L.Layer}}
 */
balkanroute.drawGround = function (map, ground) {
  const pane = map.createPane("br-ground");
  pane.classList.add("br-ground");
  const renderer = L.canvas({ pane: "br-ground", padding: 0.4 });
  const shared = { renderer, interactive: false, pane: "br-ground" };
  const area = (parts, fill) => {
    const latlngs = balkanroute.parts(parts, ground.step);
    return { fill, layer: L.polygon(latlngs, { ...shared, stroke: false, fillOpacity: 1 }) };
  };
  const lines = (parts, stroke, weight, dash) => {
    const latlngs = balkanroute.parts(parts, ground.step).flat();
    return { stroke, layer: L.polyline(latlngs, { ...shared, weight, dashArray: dash }) };
  };
  const drawn = [
    area(ground.land, "land"),
    lines(ground.rivers, "water-line", 1.2),
    area(ground.lakes, "water"),
    lines(ground.borders, "border", 1, "5 3"),
  ];
  const recolour = () => {
    for (const { layer, fill, stroke } of drawn) {
      if (fill) layer.setStyle({ fillColor: balkanroute.colour(fill) });
      if (stroke) layer.setStyle({ color: balkanroute.colour(stroke) });
    }
  };
  recolour();
  for (const { layer } of drawn) layer.addTo(map);
  return { recolour, rivers: drawn[1].layer, names: balkanroute.groundNames(map, ground) };
};

/** Names of countries and cities, placed where nothing else stands. */
balkanroute.groundNames = function (map, ground) {
  const pane = map.createPane("br-names");
  pane.classList.add("br-names");
  const group = L.layerGroup().addTo(map);
  const cities = (ground.cities || []).map(([name, x, y, rank]) => ({ name, x, y, rank, city: true }));
  const countries = ground.names.map(([name, x, y, extent]) => ({ name, x, y, extent, city: false }));
  const names = {
    shown: true,
    /** Place what fits, given the boxes that are taken. */
    place(taken) {
      group.clearLayers();
      if (!names.shown) return;
      const boxes = [...taken];
      const zoom = map.getZoom();
      const bounds = map.getBounds();
      const scale = (256 * 2 ** zoom) / 360;
      const wanted = [
        ...countries.filter((one) => one.extent * scale > one.name.length * 9),
        ...cities.filter((one) => zoom >= 9 - one.rank),
      ];
      for (const one of wanted) {
        const latLng = balkanroute.latLng(one.x, one.y);
        if (!bounds.contains(latLng)) continue;
        const point = map.latLngToLayerPoint(latLng);
        const width = one.name.length * (one.city ? 6.2 : 9) + 10;
        const left = one.city ? point.x - 4 : point.x - width / 2;
        const box = [left, point.y - 9, left + width, point.y + 9];
        if (boxes.some((other) => balkanroute.overlap(box, other))) continue;
        boxes.push(box);
        const html = balkanroute.el("span", { class: one.city ? "br-city" : "br-country", "aria-hidden": "true" }, one.name);
        const icon = L.divIcon({ html, className: "br-name", iconSize: [0, 0] });
        L.marker(latLng, { icon, pane: "br-names", interactive: false, keyboard: false }).addTo(group);
      }
    },
  };
  return names;
};

/** Tell whether two boxes [left, top, right, bottom] share a spot. */
balkanroute.overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
