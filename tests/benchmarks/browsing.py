"""
Pages opened and used in headless Chromium, with a clock inside.

What others load from the network is served from this machine: Leaflet from its Python package,
the rest from npm in a temporary folder. What npm does not have, two style sheets of icons, is
answered empty, which is in the others' favour.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import generated
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Route, sync_playwright

SIZE: Final = {"width": 1280, "height": 800}
QUIET_MS: Final = 1000
OPENING_S: Final = 120
ANSWER_S: Final = 15
PAN_S: Final = 2.0
#: As folium asks for them; Leaflet comes from the package that we use ourselves.
NPM: Final = (
    "jquery@3.7.1",
    "bootstrap@5.2.2",
    "leaflet.markercluster@1.1.0",
    "leaflet.awesome-markers@2.0.5",
    "@fortawesome/fontawesome-free@6.2.0",
)

#: Notes long tasks, and when the page says that it is ready.
_CLOCK: Final = """
window.bench = {long: [], ready: 0, frames: [], last: 0, on: false};
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) bench.long.push([task.startTime, task.duration]);
}).observe({type: "longtask", buffered: true});
new MutationObserver(() => {
  if (!bench.ready && document.documentElement?.hasAttribute("data-ready"))
    bench.ready = performance.now();
}).observe(document, {attributes: true, subtree: true, attributeFilter: ["data-ready"]});
bench.afterFrame = (then) => requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { channel.port1.close(); then(performance.now()); };
  channel.port2.postMessage(0);
});
bench.record = (on) => {
  bench.on = on;
  if (!on) return;
  bench.frames = []; bench.last = performance.now();
  const tick = () => {
    const now = performance.now();
    bench.frames.push(now - bench.last); bench.last = now;
    if (bench.on) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
};
bench.answer = null;
bench.await = (type, done) => {
  bench.answer = null;
  let began = 0;
  const check = () => {
    if (!began || !done()) return;
    watch.disconnect();
    bench.afterFrame((now) => { bench.answer = now - began; });
  };
  const watch = new MutationObserver(check);
  addEventListener(type, (event) => { began = event.timeStamp; }, {capture: true, once: true});
  watch.observe(document, {
    attributes: true, characterData: true, childList: true, subtree: true});
};
bench.shown = () => document.querySelector("#br-shown")?.textContent ?? null;
bench.awaitCount = (type) => {
  const before = bench.shown();
  bench.await(type, () => bench.shown() !== before);
};
bench.card = () => {
  const card = document.querySelector(".br-card");
  return card && card.getClientRects().length ? card.textContent : "";
};
bench.awaitCard = () => {
  const before = bench.card();
  bench.await("click", () => bench.card() && bench.card() !== before);
};
"""
_STATE: Final = """() => ({
  now: performance.now(), ready: bench.ready, long: bench.long,
  drawn: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  load: performance.getEntriesByType("navigation")[0]?.loadEventEnd ?? 0})"""
_NODES: Final = """() => {
  const walker = document.createNodeIterator(document);
  let nodes = 0;
  while (walker.nextNode()) nodes++;
  return {nodes, elements: document.querySelectorAll("*").length};
}"""
_SET_RANGE: Final = """([selector, share]) => {
  const range = document.querySelector(selector);
  const [low, high] = [Number(range.min || 0), Number(range.max || 100)];
  range.value = String(Math.round(low + share * (high - low)));
  range.dispatchEvent(new Event("input", {bubbles: true}));
  range.dispatchEvent(new Event("change", {bubbles: true}));
}"""


@dataclass
class Opened:
    """A page that has come to rest, and what that took."""

    page: Page
    session: CDPSession
    figures: dict[str, float] = field(default_factory=dict)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start this machine's Chromium."""
    quiet = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync")
    silent = ("disable-background-networking", "disable-component-update")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=binary(), args=[f"--{name}" for name in (*quiet, *silent)]
        )
        yield browser
        browser.close()


def binary() -> str:
    """Find the browser."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("BALKANROUTE_BROWSER") or next(
        filter(None, map(shutil.which, names)), ""
    )
    if not found:
        raise SystemExit("no browser: install chromium, or name one in BALKANROUTE_BROWSER")
    return found


def fetch_files(folder: Path) -> str:
    """Fetch what others load from the network; give the reason where that is not possible."""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not there to fetch the files that the others load from the network"
    command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder]
    done = subprocess.run([*command, *NPM], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else "npm could not fetch the files that the others load"


@contextmanager
def opened(browser: Browser, path: Path, served: Path | None) -> Iterator[Opened]:
    """
    Open a page and wait until it has come to rest.

    It is opened in a window that stands: what the browser does for a new window would otherwise
    run beside it, and weigh most on what is quickest.

    Parameters
    ----------
    browser
        The browser.
    path
        The page.
    served
        The folder that answers its requests; None cuts it from the network.
    """
    context = browser.new_context(viewport=SIZE, offline=served is None)
    context.set_default_timeout(OPENING_S * 1000)
    context.add_init_script(_CLOCK)
    if served is not None:
        _serve(context, served)
    try:
        page = context.new_page()
        page.wait_for_timeout(QUIET_MS)
        page.goto(path.as_uri(), wait_until="load")
        here = Opened(page, context.new_cdp_session(page))
        here.figures = _come_to_rest(page, ours=served is None) | weigh(here)
        yield here
    finally:
        context.close()


def use(here: Opened, progress: Callable[[str], None]) -> dict[str, float]:
    """
    Do with our page what a reader does, and time each answer.

    Returns
    -------
    dict of str to float
        Milliseconds, by what was done; what the page does not offer is missing.
    """
    found: dict[str, float] = {}
    for name, act in _ACTS.items():
        progress(name)
        try:
            times = act(here.page)
        except Exception as error:  # noqa: BLE001 - one act that fails leaves the others
            progress(f"{name}: {str(error).splitlines()[0]}")
            continue
        if times:
            found[name] = max(times)
    return found | move(here.page)


def move(page: Page) -> dict[str, float]:
    """Pan for some seconds and zoom in and out; give the frame times in milliseconds."""
    return {**_frames(page, "pan", _pan), **_frames(page, "zoom", _zoom)}


def _serve(context: BrowserContext, folder: Path) -> None:
    """Answer requests by the name of the file asked for."""
    leaflet = Path(str(files("js_lib_leaflet"))) / "static" / "js_lib_leaflet"
    modules = folder / "node_modules"
    known = {path.name: path for path in modules.glob("*/dist/**/*") if path.is_file()}
    icons = modules / "@fortawesome" / "fontawesome-free"
    known |= {
        path.name: path for path in (*icons.glob("css/all.min.css"), *icons.glob("webfonts/*"))
    }
    known["jquery-3.7.1.min.js"] = modules / "jquery" / "dist" / "jquery.min.js"
    known |= {path.name: path for path in leaflet.rglob("*") if path.is_file()}

    def answer(route: Route) -> None:
        path = known.get(route.request.url.partition("?")[0].rpartition("/")[2])
        if path is not None:
            route.fulfill(path=path)
        else:
            kind = "text/css" if ".css" in route.request.url else "text/javascript"
            route.fulfill(body="", content_type=kind)

    context.route(re.compile(r"^https?://"), answer)


def _come_to_rest(page: Page, *, ours: bool) -> dict[str, float]:
    """
    Wait until the page is usable and its main thread quiet; tell when that was.

    A page is usable when it is loaded, list and map are on the screen, and no long task is left.
    Ours tells of itself when they are, with the frame that shows them, since what the browser
    calls its first contentful paint is a line that asks for patience; that of the others is
    their map.
    """
    until = time.monotonic() + OPENING_S
    while time.monotonic() < until:
        state = page.evaluate(_STATE)
        ends = [start + lasted for start, lasted in state["long"]]
        shown = state["ready" if ours else "drawn"]
        arrived = max(state["load"], shown, *ends)
        if state["load"] and shown and state["now"] - arrived > QUIET_MS:
            lasted = [duration for _, duration in state["long"]]
            return {
                "usable_ms": arrived,
                "longest_task_ms": max(lasted, default=0),
                "blocked_ms": sum(duration - 50 for duration in lasted),
            }
        page.wait_for_timeout(200)
    raise TimeoutError(f"not usable after {OPENING_S} s")


def weigh(here: Opened) -> dict[str, float]:
    """Weigh the page: heap after garbage was collected, and nodes of the document."""
    here.session.send("HeapProfiler.enable")
    here.session.send("HeapProfiler.collectGarbage")
    usage = here.session.send("Runtime.getHeapUsage")
    counted = here.page.evaluate(_NODES)
    return {
        "heap_mb": usage["usedSize"] / 1e6,
        "buffers_mb": usage.get("backingStorageSize", 0) / 1e6,
        "nodes": counted["nodes"],
        "elements": counted["elements"],
    }


def _answer(page: Page) -> float | None:
    """Give the time of the answer that is awaited; None where none came."""
    until = time.monotonic() + ANSWER_S
    while time.monotonic() < until:
        answer: float | None = page.evaluate("() => bench.answer")
        if answer is not None:
            return answer
        page.wait_for_timeout(50)
    return None


def _type(page: Page) -> list[float]:
    """Type a word into the search box; a letter that leaves the count as it is has no answer."""
    page.locator("#br-search").focus()
    times: list[float | None] = []
    for letter in generated.search_word():
        before = page.evaluate("() => bench.shown()")
        page.evaluate("() => bench.awaitCount('input')")
        page.keyboard.press(letter)
        page.wait_for_timeout(400)
        if page.evaluate("() => bench.shown()") != before:
            times.append(_answer(page))
    _clear(page)
    return _answered(times, "typing changed no count")


def _clear(page: Page) -> None:
    """Empty the search box again."""
    page.locator("#br-search").fill("")
    page.wait_for_timeout(400)


def _tick(page: Page) -> list[float]:
    """Tick three values of the facets, and untick them."""
    page.locator("#br-tab-filters").click()
    page.wait_for_timeout(400)
    boxes = page.locator(".br-facet input[type=checkbox]")
    times = []
    for index in range(min(3, boxes.count())):
        for _ in ("on", "off"):
            page.evaluate("() => bench.awaitCount('click')")
            boxes.nth(index).evaluate("(box) => box.click()")
            times.append(_answer(page))
            page.wait_for_timeout(300)
    page.locator("#br-tab-claims").click()
    return _answered(times, "ticking changed no count")


def _brush(page: Page) -> list[float]:
    """Move the start of the time brush by steps."""
    selector = ".br-time input[type=range]"
    times = []
    for share in (0.3, 0.5, 0.7, 0.0):
        page.evaluate("() => bench.awaitCount('input')")
        page.evaluate(_SET_RANGE, [selector, share])
        times.append(_answer(page))
        page.wait_for_timeout(300)
    return _answered(times, "the brush changed no count")


def _open_card(page: Page) -> list[float]:
    """Open the cards of a few claims from the list."""
    rows = page.locator(".br-item")
    times = []
    for index in range(min(3, rows.count())):
        page.evaluate("() => bench.awaitCard()")
        rows.nth(index).evaluate("(row) => row.click()")
        times.append(_answer(page))
        page.keyboard.press("Escape")
        page.wait_for_timeout(400)
    return _answered(times, "no card was drawn")


def _answered(times: list[float | None], otherwise: str) -> list[float]:
    """Keep the times if every act was answered."""
    if not times or None in times:
        raise TimeoutError(otherwise)
    return [found for found in times if found is not None]


def _frames(page: Page, name: str, act: Callable[[Page], None]) -> dict[str, float]:
    """Move the map and give the 95th percentile of its frame times, and the longest."""
    page.wait_for_timeout(500)
    page.evaluate("() => bench.record(true)")
    act(page)
    page.wait_for_timeout(500)
    page.evaluate("() => bench.record(false)")
    times = sorted(page.evaluate("() => bench.frames"))
    return {f"{name}_p95": times[int(0.95 * (len(times) - 1))], f"{name}_max": times[-1]}


def _centre(page: Page) -> tuple[float, float]:
    """Find the middle of the map."""
    box: dict[str, Any] = page.locator(".leaflet-container").first.bounding_box()  # type: ignore[assignment]
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _pan(page: Page) -> None:
    """Drag the map to and fro."""
    x, y = _centre(page)
    page.mouse.move(x, y)
    page.mouse.down()
    began = time.monotonic()
    while (passed := time.monotonic() - began) < PAN_S:
        swing = 1 - abs(1 - 2 * (passed % 1))
        page.mouse.move(x + 200 * swing, y + 120 * swing)
        time.sleep(0.008)
    page.mouse.up()


def _zoom(page: Page) -> None:
    """Turn the wheel: in by four steps and out again."""
    page.mouse.move(*_centre(page))
    for turn in (*(-120,) * 4, *(120,) * 4):
        page.mouse.wheel(0, turn)
        page.wait_for_timeout(400)


_ACTS: Final[dict[str, Callable[[Page], list[float]]]] = {
    "card": _open_card,
    "search": _type,
    "facet": _tick,
    "brush": _brush,
}
