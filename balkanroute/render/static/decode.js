"use strict";
/* From the inert blocks of the page to data and shapes. */

/**
 * Unpack a block: base64, then deflate, then JSON.
 * @param {string} id - id of the block
 * @returns {Promise<any>}
 */
balkanroute.unpack = async function (id) {
  const letters = atob(document.getElementById(id).textContent.trim());
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
};

/** Hand a longitude and a latitude to Leaflet, which wants them the other way round. */
balkanroute.latLng = (longitude, latitude) => L.latLng(latitude, longitude);

/** Turn steps on a grid into Leaflet's points. */
balkanroute.line = function (steps, step) {
  const points = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    points.push(balkanroute.latLng(x * step, y * step));
  }
  return points;
};

/** Turn the parts of a geometry into nested lists of points. */
balkanroute.parts = (parts, step) => parts.map((part) => part.map((steps) => balkanroute.line(steps, step)));
