/* What Python says: the unit tests compare the page's scripts with it. */

import { execFileSync } from "node:child_process";
import { env } from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Run a script of Python and read the JSON that it prints.
 * @param {string} script - finds `json`, and what it was given as `given`
 * @param {any} [given]
 */
export function python(script, given = null) {
  const ascii = JSON.stringify(given).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const told = execFileSync(env.BALKANROUTE_PYTHON ?? "python3", ["-c", `import json, sys\ngiven = json.load(sys.stdin)\n${script}`], {
    cwd: ROOT, encoding: "utf8", input: ascii, maxBuffer: 1 << 28,
  });
  return JSON.parse(told);
}

/** The folder of letters that a page has. */
export const foldTable = () => python("from balkanroute.render.folding import fold_table\nprint(json.dumps(fold_table()))");

/**
 * Write texts as the columns of a page hold them.
 * @param {string[]} texts
 */
export function column(texts) {
  const encoded = texts.map((text) => new TextEncoder().encode(text));
  const starts = new Uint32Array(texts.length + 1);
  encoded.forEach((one, i) => (starts[i + 1] = starts[i] + one.length));
  const bytes = new Uint8Array(starts[texts.length]);
  encoded.forEach((one, i) => bytes.set(one, starts[i]));
  return { bytes, starts };
}
