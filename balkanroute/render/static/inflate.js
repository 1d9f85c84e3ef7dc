/* Undoes how the blocks of the page are packed; the loader needs it before all else. */

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/**
 * Undo base64 and deflate.
 * @param {string} letters
 * @returns {Promise<Bytes>}
 */
export async function inflate(letters) {
  const stream = new DecompressionStream("deflate");
  const writer = stream.writable.getWriter();
  const written = writer.write(fromBase64(letters)).then(() => writer.close());
  const [bytes] = await Promise.all([new Response(stream.readable).arrayBuffer(), written]);
  return new Uint8Array(bytes);
}

/**
 * @param {string} letters
 * @returns {Bytes}
 */
function fromBase64(letters) {
  const maker = /** @type {any} */ (Uint8Array);
  if (maker.fromBase64) return maker.fromBase64(letters);
  const bytes = atob(letters);
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i += 1) out[i] = bytes.charCodeAt(i);
  return out;
}
