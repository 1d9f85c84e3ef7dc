/** What static/load.js leaves, and start.js adds to. */
declare var balkanroute: { start(map: L.Map): Promise<void>; open(map: L.Map): Promise<void> };
