/* Unpacks the page's own script and hands it over; the page's policy knows its hash. */

import { inflate } from "./inflate.js";

/** The blocks that the page cannot open without; the words of the later claims follow the map. */
const FIRST = ["br-script", "br-words", "br-data", "br-ground", "br-says-0"];

const loader = {
  /** What is being unpacked, by the id of the block. @type {Object<string, ReturnType<typeof inflate>>} */
  unpacked: {},
  /** Begin to unpack, all blocks at once. */
  unpack() {
    for (const id of FIRST) {
      const block = document.getElementById(id);
      if (!block) continue;
      loader.unpacked[id] = inflate(block.textContent ?? "");
      // What fails is said where it is awaited.
      loader.unpacked[id].catch(() => undefined);
    }
  },
  /** @param {L.Map} map */
  async start(map) {
    try {
      const script = document.createElement("script");
      script.textContent = new TextDecoder().decode(await loader.unpacked["br-script"]);
      document.head.append(script);
      await balkanroute.open(map);
    } catch (error) {
      const wait = document.getElementById("br-wait") ?? document.body;
      wait.setAttribute("role", "alert");
      wait.textContent = `The map could not be unpacked: ${/** @type {Error} */ (error).message}. A browser from 2023 or later is needed.`;
      throw error;
    }
  },
};
Object.assign(globalThis, { balkanroute: loader });
