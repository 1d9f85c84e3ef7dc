/* How long the page works at a stretch before it draws and answers. */

/** Work that may go on at a stretch: while the page opens, and once it stands. */
export const STRETCH_MS = 120;
const REST_MS = 25;
let rested = 0;

/** Begin a stretch of work. */
export function begin() {
  rested = performance.now();
}

/** Let the page draw and answer before the next piece of work, once the last one was long enough. */
export async function breathe(stretch = REST_MS) {
  if (performance.now() - rested < stretch) return;
  await new Promise((resolve) => setTimeout(resolve));
  begin();
}
