/* What follows the first sight: the words of all claims, unpacked and made searchable piece by piece. */

import { breathe } from "./pace.js";

/** @typedef {import("./start.js").App} App */

/**
 * Unpack the words of the claims and make them searchable, piece by piece.
 * @param {App} app
 */
export async function unpackRest(app) {
  const { store, search } = app;
  const { claims } = store;
  // The words of the later claims follow the map in the file, which is read first.
  if (document.readyState !== "complete") await new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
  await indexNames(app);
  for (let number = 0; number < claims.pieces.pieces.length; number += 1) {
    const texts = claims.pieces.pieces[number] ?? (await claims.pieces.unpack(number));
    if (number && app.chosenClaim >= 0 && claims.pieces.of(app.chosenClaim) === number) app.redraw();
    if (texts) search.addPiece(claims.pieces.start(number), texts.bytes, texts.starts);
    app.searchProgress = (number + 1) / claims.pieces.pieces.length;
    if (number % 8 === 7) app.box?.refresh();
    await breathe();
  }
  app.searchProgress = 1;
  app.box?.refresh();
  if (claims.pieces.pieces.length > 1) app.redraw();
  if (app.query) app.searchFor(app.query);
}

/**
 * Make speakers, sources, topics and places searchable.
 * @param {App} app
 */
async function indexNames(app) {
  const { store, search } = app;
  const { claims, agents, sources, places } = store;
  const { lists } = app.filter.values.place;
  const { of, codes } = sources.publishers;
  const tables = [
    search.addNames(agents.name, { codes: claims.speaker }),
    search.addNames(agents.roles.of, { codes: claims.speaker }, agents.roles.owners),
    search.addNames(store.topicNames, { lists: claims.topicLists }),
    search.addNames(of, { codes: claims.source.map((source) => codes[source]) }),
    search.addNames(sources.title, { codes: claims.source }),
    search.addNames(places.name, { lists }),
    search.addNames(places.otherNames.of, { lists }, places.otherNames.owners),
  ];
  for (const steps of tables) {
    do await breathe();
    while (!steps.next().done);
  }
}
