/** What static/load.js leaves, and start.js adds to. */
declare var balkanroute: {
  unpacked: Record<string, Promise<Uint8Array<ArrayBuffer>>>;
  unpack(): void;
  start(map: L.Map): Promise<void>;
  open(map: L.Map): Promise<void>;
};
