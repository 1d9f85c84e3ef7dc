/* The address of a view: what is after the # says it all, also in a page from a disk. */

/**
 * What the address says. Lists are of ids, so that a link holds when claims are added.
 * @typedef {Object<string, string>} Saying
 */

/** @param {string} fragment @returns {Saying} */
export function readAddress(fragment) {
  /** @type {Saying} */
  const said = {};
  for (const [key, value] of new URLSearchParams(fragment.replace(/^#/, ""))) said[key] = value;
  return said;
}

/** @param {Saying} said @returns {string} */
export function writeAddress(said) {
  const kept = new URLSearchParams();
  for (const [key, value] of Object.entries(said)) if (value) kept.set(key, value);
  const text = kept.toString().replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%2C", ",");
  return text ? `#${text}` : "#";
}

/**
 * Keep the address in step.
 * @param {() => Saying} tell - what the address should say now
 * @param {(said: Saying) => void} follow - called when the reader goes back or forward
 */
export function keepAddress(tell, follow) {
  let current = location.hash || "#";
  let waiting = 0;
  /** @param {boolean} step - whether it is a step that "back" undoes */
  const write = (step) => {
    const next = writeAddress(tell());
    if (next === current) return;
    current = next;
    try {
      if (step) history.pushState(null, "", next);
      else history.replaceState(null, "", next);
    } catch {
      // A frame without an address of its own has nothing to keep.
    }
  };
  window.addEventListener("popstate", () => {
    const now = location.hash || "#";
    if (now === current) return;
    current = now;
    follow(readAddress(now));
  });
  return {
    step: () => write(true),
    /** Write it soon, as one change with others. */
    later() {
      clearTimeout(waiting);
      waiting = window.setTimeout(() => write(false), 250);
    },
  };
}
