"use strict";
/* Layers, legend and the buttons on the map. */

/** Make a switch with its symbol and what the symbol means. */
balkanroute.switchRow = function (name, on, picture, note, change) {
  const { el } = balkanroute;
  const box = el("input", { type: "checkbox", change: (event) => change(event.target.checked) });
  box.checked = on;
  return el("label", { class: "br-switch" }, box, picture, el("span", {}, name, note ? el("small", {}, note) : null));
};

/** Draw the control of layers, which is the legend too: each row has the symbol that is drawn. */
balkanroute.layerControl = function (map, state, ground) {
  const { el, swatch } = balkanroute;
  const flip = (set, key) => (on) => {
    if (on) set.delete(key);
    else set.add(key);
    state.draw();
  };
  const group = (title, rows) => (rows.length ? el("fieldset", {}, el("legend", {}, title), rows) : null);
  const layers = (name) => [...state.data.layers].reverse().filter((layer) => layer.group === name)
    .map((layer) => balkanroute.switchRow(layer.name, !state.hiddenLayers.has(layer.id), swatch(layer.style), layer.note, flip(state.hiddenLayers, layer.id)));
  const topics = (state.data.topics || []).map((topic) =>
    balkanroute.switchRow(balkanroute.capital(topic.name || "without a topic"), true, el("span", { class: "br-number" }, String(topic.claims.length)), null, flip(state.hiddenTopics, topic.name)));
  const setTopics = (on) => {
    for (const box of control.querySelectorAll(".br-topics input")) box.checked = on;
    state.hiddenTopics.clear();
    if (!on) for (const topic of state.data.topics) state.hiddenTopics.add(topic.name);
    state.draw();
  };
  const topicGroup = group("Claims by topic", topics);
  if (topicGroup) {
    topicGroup.classList.add("br-topics");
    topicGroup.append(el("div", { class: "br-buttons" }, el("button", { type: "button", click: () => setTopics(true) }, "all"), el("button", { type: "button", click: () => setTopics(false) }, "none")));
  }
  const sign = (mark, meaning) => el("p", { class: "br-sign" }, el("span", { class: "br-mark" }, mark), meaning);
  const control = el(
    "details",
    { class: "br-layers", id: "br-layers" },
    el("summary", {}, "Layers and legend"),
    el("div", { class: "br-layers-body" },
      group("Places", layers("places")),
      group("Routes and links", layers("routes")),
      topicGroup,
      group("Base map", [
        balkanroute.switchRow("Names", true, null, null, (on) => { ground.names.shown = on; state.place(); }),
        balkanroute.switchRow("Rivers", true, null, null, (on) => { if (on) ground.rivers.addTo(map); else ground.rivers.remove(); }),
      ]),
      el("fieldset", {}, el("legend", {}, "Signs"),
        sign(el("span", { class: "br-count br-sample" }, el("span", { class: "br-count-name" }, "Name"), el("span", { class: "br-count-number" }, "7")), "claims about a place"),
        sign(el("span", { class: "br-count br-disputed br-sample" }, el("span", { class: "br-count-number" }, "7"), el("span", { class: "br-count-doubt" }, "≠")), "some are disputed"),
        sign(el("span", { class: "br-count br-sample" }, el("span", { class: "br-count-more" }, "+3"), el("span", { class: "br-count-number" }, "7")), "with three places beside it"))),
  );
  control.open = window.matchMedia("(min-width: 1100px) and (min-height: 620px)").matches;
  L.DomEvent.disableClickPropagation(control);
  L.DomEvent.disableScrollPropagation(control);
  return control;
};

/** Add the zoom, the scale and the two views. */
balkanroute.addButtons = function (map, state) {
  const { el } = balkanroute;
  L.control.zoom({ position: "topleft" }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  const bar = L.control({ position: "bottomleft" });
  bar.onAdd = () => {
    const box = el("div", { class: "br-views" },
      el("button", { type: "button", click: () => state.fit(state.data.view) }, "Main area"),
      el("button", { type: "button", click: () => state.fit(state.everything()) }, "Everything"));
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  bar.addTo(map);
};
