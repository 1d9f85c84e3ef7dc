/* A canvas that lies on the map, moves with it, and is drawn anew when the map has come to rest. */

/**
 * What a drawing needs to know: a spot at (x, y) of the world, whose side is 256, is drawn at
 * (x * scale - left, y * scale - top) in pixels of the page.
 * @typedef {{context: CanvasRenderingContext2D, scale: number, left: number, top: number, width: number, height: number, zoom: number}} View
 */

/** Part of the map's size that the canvas reaches beyond it on each side, so that panning shows no edge. */
const MARGIN = 0.25;

/** @param {number} longitude */
export const worldX = (longitude) => ((longitude + 180) / 360) * 256;

/** Web Mercator (EPSG:3857), cut where the world becomes a square. @param {number} latitude */
export function worldY(latitude) {
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, latitude)) * Math.PI) / 180);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 256;
}

/** The length of a metre at a latitude, in units of the world. @param {number} latitude */
export const worldMetre = (latitude) => 256 / (40_075_016.7 * Math.cos((latitude * Math.PI) / 180));

/**
 * Lay a canvas on the map.
 * @param {L.Map} map
 * @param {string} pane
 * @param {(view: View) => void} draw
 * @returns {{redraw: () => void, paint: (reach?: number) => void, canvas: HTMLCanvasElement}} `redraw` draws with the next frame, `paint` at once, and no further beyond the map than is said
 */
export function layCanvas(map, pane, draw) {
  const canvas = document.createElement("canvas");
  canvas.className = "leaflet-zoom-animated";
  canvas.setAttribute("aria-hidden", "true");
  (map.getPane(pane) ?? map.createPane(pane)).append(canvas);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: pane !== "br-ground" }));
  let bounds = map.getBounds();
  let drawnAt = map.getZoom();
  let waiting = 0;
  // Many changes before the next frame are one drawing.
  const redraw = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => paint());
  };
  const paint = (reach = MARGIN) => {
    cancelAnimationFrame(waiting);
    const size = map.getSize();
    const margin = size.multiplyBy(reach).round();
    const sharp = Math.min(window.devicePixelRatio || 1, 2);
    const [width, height] = [size.x + 2 * margin.x, size.y + 2 * margin.y];
    const corner = map.containerPointToLayerPoint(margin.multiplyBy(-1));
    if (canvas.width !== width * sharp || canvas.height !== height * sharp) {
      canvas.width = width * sharp;
      canvas.height = height * sharp;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    L.DomUtil.setPosition(canvas, corner);
    drawnAt = map.getZoom();
    bounds = L.latLngBounds(map.layerPointToLatLng(corner), map.layerPointToLatLng(corner.add([width, height])));
    const origin = map.getPixelOrigin().add(corner);
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    context.clearRect(0, 0, width, height);
    draw({ context, scale: 2 ** drawnAt, left: origin.x, top: origin.y, width, height, zoom: drawnAt });
  };
  map.on("zoomanim", (event) => {
    const inside = /** @type {any} */ (map);
    const corner = inside._latLngBoundsToNewLayerBounds(bounds, event.zoom, event.center).min;
    L.DomUtil.setTransform(canvas, corner, map.getZoomScale(event.zoom, drawnAt));
  });
  map.on("moveend resize", redraw);
  return { redraw, paint, canvas };
}
