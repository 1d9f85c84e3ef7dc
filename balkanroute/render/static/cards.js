"use strict";
/* Cards: what is claimed here, who says so, since when, from how many origins, who disagrees. */

/** Say a source in a line, with its link and its date. */
balkanroute.sourceLine = function (source) {
  const { el, link } = balkanroute;
  const title = source.link ? link(source.link, source.title) : source.title;
  const told = [source.publisher, source.published].filter(Boolean).join(", ");
  return el(
    "span",
    { class: "br-source-line" },
    el("cite", {}, title),
    told ? ` ${told}` : "",
    source.address ? ` ${source.address}` : "",
    source.archived_link ? [" ", link(source.archived_link, "archived copy")] : null,
  );
};

/** Draw the chain of sources behind a claim, from the carrier to the origins. */
balkanroute.chainOf = function (claim, state) {
  const { el } = balkanroute;
  const origins = new Set(claim.origins);
  const items = (claim.chain || [claim.source]).map((id, index) => {
    const source = state.source(id);
    const part = origins.has(id) ? "origin" : index === 0 ? "carried by" : "which repeats";
    return el("li", {}, el("span", { class: `br-link-word${origins.has(id) ? " br-origin" : ""}` }, part), " ", balkanroute.sourceLine(source));
  });
  const carriers = balkanroute.count((claim.carriers || []).length, "source");
  const roots = balkanroute.count((claim.origins || []).length, "independent origin");
  return el(
    "details",
    { class: "br-chain" },
    el("summary", {}, el("b", {}, roots), `, carried by ${carriers}`),
    el("ol", {}, items),
    (claim.carriers || []).length > 1
      ? el("p", { class: "br-small" }, "Also carried by: ", claim.carriers.slice(1).map((id) => state.source(id).title).join("; "))
      : null,
  );
};

/** Draw how other claims stand to a claim. */
balkanroute.relatedTo = function (claim, state) {
  const { el } = balkanroute;
  const related = claim.related || [];
  const item = (one) => {
    const other = state.claim(one.claim);
    return el(
      "li",
      { class: one.disputes ? "br-doubt" : "" },
      el("span", { class: "br-relation" }, one.disputes ? "≠ " : "", one.words),
      " ",
      el("button", { type: "button", class: "br-plain", click: () => state.openClaim(other.id) }, `${other.speaker}: ${other.says}`),
      one.note ? el("span", { class: "br-small" }, ` (${one.note})`) : null,
    );
  };
  const doubts = related.filter((one) => one.disputes);
  const rest = related.filter((one) => !one.disputes);
  return [
    doubts.length ? el("ul", { class: "br-related", "aria-label": "Who disagrees" }, doubts.map(item)) : null,
    rest.length
      ? el("details", { class: "br-chain" }, el("summary", {}, balkanroute.count(rest.length, "related claim")), el("ul", { class: "br-related" }, rest.map(item)))
      : null,
  ];
};

/** Draw the card of a claim. */
balkanroute.claimCard = function (claim, state, level = "h3") {
  const { el } = balkanroute;
  const rows = [
    ["About", claim.about],
    ["Figures", (claim.quantities || []).join("; ")],
    ["Likelihood", claim.likelihood],
    ["Credibility", claim.credibility],
    ["In the source", claim.at],
    ["Note", claim.note],
  ].filter(([, value]) => value);
  const places = (claim.where || []).map((passage) =>
    passage.feature
      ? el("button", { type: "button", class: "br-place", click: () => state.open(passage.feature) }, passage.words)
      : el("span", { class: "br-place br-unplaced" }, passage.words),
  );
  return el(
    "article",
    { class: `br-claim${state.isDisputed(claim.id) ? " br-contested" : ""}`, id: `br-claim-${state.number(claim.id)}` },
    el(
      level,
      { class: "br-who", tabindex: "-1" },
      el("span", { class: "br-speaker" }, claim.speaker),
      " ",
      el("span", { class: `br-stance br-stance-${claim.stance}` }, claim.stance),
      state.isDisputed(claim.id) ? el("span", { class: "br-flag" }, "≠ disputed") : null,
    ),
    claim.speaker_role ? el("p", { class: "br-role" }, claim.speaker_role) : null,
    el("p", { class: "br-says" }, claim.says),
    claim.quote ? el("blockquote", {}, claim.quote) : null,
    el("p", { class: "br-since" }, claim.reported ? `Reported ${claim.reported}` : "Date of report not known"),
    rows.length ? el("dl", { class: "br-rows" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])) : null,
    places.length ? el("p", { class: "br-places", "aria-label": "Where" }, places) : el("p", { class: "br-small" }, "No place is named."),
    balkanroute.relatedTo(claim, state),
    balkanroute.chainOf(claim, state),
  );
};

/** Say in one line who speaks here, from how many origins, and how much is disputed. */
balkanroute.tally = function (claims) {
  const { el, count } = balkanroute;
  const speakers = new Set(claims.map((claim) => claim.speaker));
  const origins = new Set(claims.flatMap((claim) => claim.origins || []));
  const disputed = claims.filter((claim) => (claim.related || []).some((one) => one.disputes));
  const dated = claims.filter((claim) => claim.first_reported).sort((a, b) => (a.first_reported < b.first_reported ? -1 : 1));
  const cells = [
    [claims.length, claims.length === 1 ? "claim" : "claims"],
    [speakers.size, speakers.size === 1 ? "speaker" : "speakers"],
    [origins.size, origins.size === 1 ? "independent origin" : "independent origins"],
    [disputed.length, "disputed"],
  ];
  return [
    el("ul", { class: "br-tally" }, cells.map(([number, word]) => el("li", { class: word === "disputed" && number ? "br-has-doubt" : "" }, el("b", {}, number.toLocaleString("en")), ` ${word}`))),
    dated.length ? el("p", { class: "br-small" }, balkanroute.span(dated), dated.length < claims.length ? ` ${count(claims.length - dated.length, "claim")} without a date.` : "") : null,
  ];
};

/** Say from when to when claims were reported; they come sorted. */
balkanroute.span = function (claims) {
  const first = claims[0].reported;
  const last = claims[claims.length - 1].reported;
  return first === last ? `Reported ${first}.` : `First reported ${first}, last ${last}.`;
};

/** Draw the card of a place or of a leg. */
balkanroute.featureCard = function (id, state) {
  const { el } = balkanroute;
  const { feature, layer } = state.shapes.get(id);
  const claims = (feature.claims || []).map((key) => state.claim(key)).filter((claim) => state.isShown(claim.id));
  const hidden = (feature.claims || []).length - claims.length;
  return el(
    "div",
    { class: "br-card" },
    el("button", { type: "button", class: "br-back", click: () => state.close() }, "← All claims"),
    el("h2", { tabindex: "-1", class: "br-card-name" }, balkanroute.swatch(layer.style), " ", feature.name),
    el("p", { class: "br-kind" }, `${balkanroute.capital(feature.kind)}: ${feature.precision}.`),
    feature.other_names ? el("p", { class: "br-small br-names-line" }, `Also: ${feature.other_names.slice(0, 12).join(", ")}${feature.other_names.length > 12 ? " …" : ""}`) : null,
    feature.note ? el("p", { class: "br-small" }, feature.note) : null,
    claims.length ? balkanroute.tally(claims) : el("p", {}, hidden ? "All claims about it are switched off under topics." : "No claim is about it; it stands here as an end of a route or for orientation."),
    hidden && claims.length ? el("p", { class: "br-small" }, `${balkanroute.count(hidden, "claim")} switched off under topics.`) : null,
    claims.map((claim) => balkanroute.claimCard(claim, state)),
  );
};

/** Draw the choice between places that stand too close to tell apart at this zoom. */
balkanroute.severalCard = function (ids, state) {
  const { el, count } = balkanroute;
  return el(
    "div",
    { class: "br-card" },
    el("button", { type: "button", class: "br-back", click: () => state.close() }, "← All claims"),
    el("h2", { tabindex: "-1", class: "br-card-name" }, `${count(ids.length, "place")} close together`),
    el("p", { class: "br-small" }, "Zoom in to tell them apart on the map, or choose one."),
    el("ul", { class: "br-choice" }, ids.map((id) => {
      const { feature, layer } = state.shapes.get(id);
      const told = (feature.claims || []).filter((key) => state.isShown(key)).length;
      return el("li", {}, el("button", { type: "button", class: "br-item", click: () => state.open(id) }, balkanroute.swatch(layer.style), " ", el("b", {}, feature.name), ` ${count(told, "claim")}`));
    })),
  );
};
