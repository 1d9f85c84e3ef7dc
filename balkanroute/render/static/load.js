/* Unpacks the page's own script and hands it over; the page's policy knows its hash. */

const loader = {
  /** @param {L.Map} map */
  async start(map) {
    try {
      const letters = document.getElementById("br-script")?.textContent ?? "";
      const deflated = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
      const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate"));
      const script = document.createElement("script");
      script.textContent = await new Response(stream).text();
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
