"use strict";
/* The panel beside the map: every claim, every source, and what this page is. */

/** Draw the list of all claims, by topic, and the tray of those that could not be placed. */
balkanroute.claimList = function (state) {
  const { el, count } = balkanroute;
  const tray = new Set(state.data.tray || []);
  const listed = new Set();
  const sections = (state.data.topics || []).map((topic) => {
    const claims = topic.claims.filter((id) => !listed.has(id) && !tray.has(id)).map((id) => state.claim(id));
    claims.forEach((claim) => listed.add(claim.id));
    if (!claims.length) return null;
    const shown = claims.filter((claim) => state.isShown(claim.id));
    return balkanroute.listSection(topic.name || "without a topic", shown, claims.length, state);
  });
  const left = [...tray].map((id) => state.claim(id));
  return el(
    "div",
    { class: "br-list" },
    el("h2", { tabindex: "-1", class: "br-hidden" }, "All claims"),
    balkanroute.tally(state.data.claims.filter((claim) => state.isShown(claim.id))),
    sections,
    left.length
      ? el("section", { class: "br-tray" }, el("h3", {}, "Without a place", el("span", { class: "br-number" }, count(left.length, "claim"))), el("p", { class: "br-small" }, "These claims name no place that could be drawn. They are no less claimed."), el("ul", {}, left.filter((claim) => state.isShown(claim.id)).map((claim) => balkanroute.listItem(claim, state))))
      : null,
  );
};

/** Draw one topic of the list. */
balkanroute.listSection = function (name, shown, total, state) {
  const { el, count } = balkanroute;
  const sorted = [...shown].sort((a, b) => ((a.first_reported || "9") < (b.first_reported || "9") ? -1 : 1));
  const told = shown.length === total ? count(total, "claim") : `${shown.length} of ${count(total, "claim")}`;
  return el("section", {}, el("h3", {}, balkanroute.capital(name), el("span", { class: "br-number" }, told)), el("ul", {}, sorted.map((claim) => balkanroute.listItem(claim, state))));
};

/** Draw one claim of the list. */
balkanroute.listItem = function (claim, state) {
  const { el } = balkanroute;
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", class: `br-item${state.chosenClaim === claim.id ? " br-chosen" : ""}`, "data-key": `claim:${claim.id}`, click: () => state.openClaim(claim.id) },
      el("span", { class: "br-item-says" }, claim.says),
      el("span", { class: "br-item-who" }, claim.speaker, " ", el("span", { class: "br-stance" }, claim.stance), claim.reported ? `, ${claim.reported}` : "", state.isDisputed(claim.id) ? el("span", { class: "br-flag" }, "≠ disputed") : null),
    ),
  );
};

/** Draw the list of sources, each with what it repeats and how many claims it carries. */
balkanroute.sourceList = function (state) {
  const { el, count } = balkanroute;
  const carried = new Map();
  for (const claim of state.data.claims) carried.set(claim.source, (carried.get(claim.source) || 0) + 1);
  const origins = state.data.sources.filter((source) => !(source.derived_from || []).length).length;
  return el(
    "div",
    { class: "br-list" },
    el("h2", { tabindex: "-1" }, `${count(state.data.sources.length, "source")}, ${count(origins, "independent origin")}`),
    el("ul", { class: "br-sources" }, state.data.sources.map((source) =>
      el(
        "li",
        {},
        el("p", {}, balkanroute.sourceLine(source)),
        el("p", { class: "br-small" }, [source.kind, source.language ? `in ${source.language}` : "", `carries ${count(carried.get(source.id) || 0, "claim")}`].filter(Boolean).join(", "), "."),
        el("p", { class: "br-small" }, (source.derived_from || []).length ? ["Repeats: ", source.derived_from.map((id) => state.source(id).title).join("; ")] : el("span", { class: "br-origin" }, "An origin: it repeats no other source here.")),
        source.note ? el("p", { class: "br-small" }, source.note) : null,
      ),
    )),
  );
};

/** Draw what this page is and how to read it. */
balkanroute.about = function (state) {
  const { el } = balkanroute;
  const { data } = state;
  const recorders = [...new Set(data.claims.map((claim) => claim.recorder).filter(Boolean))];
  const lines = [
    "A claim is what somebody said, in the recorder's words. It is not a finding of this page.",
    "The speaker says it, the source carried it, the recorder wrote it down; they are three.",
    "Sources that repeat one another have one origin, however many they are.",
    "A region is drawn as an area and a border as a line. A spot that is not known exactly has a disc of its true radius.",
    "Dashed legs join the ends that were reported. They are not tracks.",
    "The number beside a name counts the claims about it. ≠ marks a claim that another one contradicts, narrows or retracts.",
  ];
  return el(
    "div",
    { class: "br-list" },
    el("h2", { tabindex: "-1" }, "How to read this page"),
    el("ul", { class: "br-reading" }, lines.map((line) => el("li", {}, line))),
    el("dl", { class: "br-rows" }, [
      ["State of knowledge", data.date],
      ["Recorded by", recorders.join(", ")],
      ["Licence of the wording", data.licence],
      ["Map data", data.attributions.join("; ")],
      ["Made with", "balkanroute, folium and Leaflet"],
    ].filter(([, value]) => value).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    el("p", { class: "br-small" }, "The page carries everything it shows. It asks nothing of any server; only a link that you follow does."),
  );
};
