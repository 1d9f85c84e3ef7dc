"use strict";
/* The page's one state, and what happens when it changes. */

/**
 * Bring the page to life on a map that folium has made.
 * @param {L.Map} map
 */
balkanroute.start = async function (map) {
  const view = document.getElementById("br-view");
  try {
    const [data, ground] = await Promise.all([balkanroute.unpack("br-data"), balkanroute.unpack("br-ground")]);
    balkanroute.open(map, data, ground);
    document.documentElement.dataset.ready = "true";
  } catch (error) {
    balkanroute.fill(view, balkanroute.el("p", { class: "br-wait", role: "alert" }, `The map could not be unpacked: ${error.message}. A browser from 2023 or later is needed.`));
    throw error;
  }
};

balkanroute.open = function (map, data, ground) {
  const state = balkanroute.makeState(map, data);
  balkanroute.fillHead(data, state);
  const base = balkanroute.drawGround(map, ground);
  balkanroute.drawFeatures(map, state);
  balkanroute.addButtons(map, state);
  document.getElementById("br-map").append(balkanroute.layerControl(map, state, base));
  state.place = () => base.names.place(balkanroute.placeCounts(map, state));
  // The page may have been laid out anew since folium made the map.
  map.invalidateSize({ animate: false, pan: false });
  state.fit(data.view, false);
  map.on("moveend", state.place);
  map.on("click", () => state.close());
  balkanroute.wireTabs(state);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") state.close();
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => base.recolour());
  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(document.getElementById("br-map"));
  state.show("claims");
  state.place();
};

/** Make the state: what is hidden, what is chosen, and how to change it. */
balkanroute.makeState = function (map, data) {
  const claims = new Map(data.claims.map((claim, index) => [claim.id, { claim, index }]));
  const sources = new Map(data.sources.map((source) => [source.id, source]));
  const view = document.getElementById("br-view");
  let origin;
  let scrolled = 0;
  const state = {
    data,
    hiddenLayers: new Set(data.layers.filter((layer) => !layer.visible).map((layer) => layer.id)),
    hiddenTopics: new Set(),
    chosen: null,
    chosenClaim: null,
    several: null,
    tab: "claims",
    claim: (id) => claims.get(id).claim,
    number: (id) => claims.get(id).index,
    source: (id) => sources.get(id),
    isShown: (id) => {
      const topics = state.claim(id).topics || [""];
      return topics.some((topic) => !state.hiddenTopics.has(topic));
    },
    isDisputed: (id) => (state.claim(id).related || []).some((one) => one.disputes),
    /** Show the card of a feature. */
    open(id) {
      state.remember();
      state.chosen = id;
      state.chosenClaim = null;
      state.several = null;
      state.tab = "claims";
      state.bring(id);
      state.draw({ focus: true });
    },
    openSeveral(ids) {
      state.remember();
      state.chosen = null;
      state.chosenClaim = null;
      state.several = ids;
      state.tab = "claims";
      state.draw({ focus: true });
    },
    /** Show a claim's card, and the place it is about. */
    openClaim(id) {
      state.remember();
      const passage = (state.claim(id).where || []).find((one) => one.feature);
      state.several = null;
      state.chosen = passage ? passage.feature : null;
      state.chosenClaim = id;
      state.tab = "claims";
      if (passage) state.bring(passage.feature);
      state.draw({ focus: true });
    },
    close() {
      if (!state.chosen && !state.chosenClaim && !state.several) return;
      state.chosen = null;
      state.chosenClaim = null;
      state.several = null;
      state.draw();
      view.scrollTop = scrolled;
      const back = [...document.querySelectorAll("[data-key]")].find((node) => node.dataset.key === origin);
      (back || view).focus({ preventScroll: true });
      origin = null;
    },
    /** Keep what had the focus, so that closing gives it back. */
    remember() {
      if (state.chosen || state.chosenClaim || state.several) return;
      origin = document.activeElement.dataset.key;
      scrolled = view.scrollTop;
    },
    /** Bring a feature into view if it is not. */
    bring(id) {
      const { shapes } = state.shapes.get(id);
      const bounds = L.latLngBounds([]);
      for (const shape of shapes) bounds.extend(shape.getBounds ? shape.getBounds() : shape.getLatLng());
      const now = map.getBounds();
      const wide = bounds.getEast() - bounds.getWest() > 3 * (now.getEast() - now.getWest());
      if (!now.intersects(bounds) || wide) state.fit([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]);
    },
    fit([west, south, east, north], animate = true) {
      const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      const corners = L.latLngBounds(balkanroute.latLng(west, south), balkanroute.latLng(east, north));
      // What the open legend covers is no part of the view.
      const legend = document.getElementById("br-layers");
      const covered = legend && legend.open ? legend.offsetWidth + 10 : 0;
      map.fitBounds(corners, { paddingTopLeft: [12, 12], paddingBottomRight: [12 + covered, 56], maxZoom: 12, animate: animate && !still });
    },
    everything() {
      const bounds = L.latLngBounds([]);
      for (const { shapes, feature } of state.shapes.values()) {
        if (!(feature.claims || []).length) continue;
        for (const shape of shapes) bounds.extend(shape.getBounds ? shape.getBounds() : shape.getLatLng());
      }
      return [bounds.getWest(), Math.max(bounds.getSouth(), -60), bounds.getEast(), Math.min(bounds.getNorth(), 72)];
    },
    show(tab) {
      state.tab = tab;
      state.chosen = null;
      state.chosenClaim = null;
      state.several = null;
      state.draw();
      view.scrollTop = 0;
    },
    /** Draw what the state says, in the panel and on the map. */
    draw({ focus = false } = {}) {
      const card = state.card();
      const kept = view.scrollTop;
      view.replaceChildren(card || { claims: balkanroute.claimList, sources: balkanroute.sourceList, about: balkanroute.about }[state.tab](state));
      for (const name of ["claims", "sources", "about"]) {
        const tab = document.getElementById(`br-tab-${name}`);
        tab.setAttribute("aria-selected", String(name === state.tab));
        tab.tabIndex = name === state.tab ? 0 : -1;
      }
      view.setAttribute("aria-labelledby", `br-tab-${state.tab}`);
      balkanroute.showLayers(map, state);
      if (state.place) state.place();
      view.scrollTop = kept;
      if (card && focus) {
        view.scrollTop = 0;
        card.querySelector("[tabindex='-1']").focus({ preventScroll: true });
      }
    },
    card() {
      if (state.several) return balkanroute.severalCard(state.several, state);
      if (state.chosenClaim) {
        return balkanroute.el("div", { class: "br-card" },
          balkanroute.el("button", { type: "button", class: "br-back", click: () => state.close() }, "← All claims"),
          balkanroute.claimCard(state.claim(state.chosenClaim), state, "h2"));
      }
      return state.chosen ? balkanroute.featureCard(state.chosen, state) : null;
    },
  };
  return state;
};

/** Write the title, the summary and the counts. */
balkanroute.fillHead = function (data, state) {
  const { fill, count } = balkanroute;
  fill(document.getElementById("br-title"), data.title);
  fill(document.getElementById("br-summary"), data.summary || "");
  const origins = data.sources.filter((source) => !(source.derived_from || []).length).length;
  const disputed = data.claims.filter((claim) => state.isDisputed(claim.id)).length;
  const speakers = new Set(data.claims.map((claim) => claim.speaker)).size;
  const told = [
    count(data.claims.length, "claim"),
    count(speakers, "speaker"),
    `${count(data.sources.length, "source")} with ${count(origins, "independent origin")}`,
    `${disputed} disputed`,
    (data.tray || []).length ? `${data.tray.length} without a place` : "",
    data.date ? `as of ${data.date}` : "",
  ];
  fill(document.getElementById("br-counts"), told.filter(Boolean).join(" · "));
  fill(document.getElementById("br-foot"), balkanroute.el("span", {}, `${count(data.sources.length, "source")}${data.date ? `, as of ${data.date}` : ""}${data.licence ? `. Wording: ${data.licence}` : ""}.`), " ", balkanroute.el("span", {}, `Map data: ${data.attributions.join("; ")}.`));
};

/** Let the tabs be chosen by pointer and by arrow keys. */
balkanroute.wireTabs = function (state) {
  const names = ["claims", "sources", "about"];
  names.forEach((name, index) => {
    const tab = document.getElementById(`br-tab-${name}`);
    tab.addEventListener("click", () => state.show(name));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = names[(index + step + names.length) % names.length];
      state.show(next);
      document.getElementById(`br-tab-${next}`).focus();
    });
  });
};
