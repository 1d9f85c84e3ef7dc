"""A page in a real browser with the network off, and all that goes wrong or out meanwhile."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

WIDE, PHONE = (1280, 800), (390, 844)
#: Each breaks some map library; none may do more here than stand on the page as typed.
VECTORS = {
    "markup": "<img src=x onerror=\"window.pwned='markup'\">",
    "script": "</script><script>window.pwned='script'</script>",
    "template literal": "${window.pwned='literal'}",
    "backtick": "`+(window.pwned='backtick')+`",
    "escaped backtick": "\\`+(window.pwned='escaped')+\\`",
    "double quote": "\"+(window.pwned='double')+\"",
    "single quote": "'+(window.pwned='single')+'",
    "statement": "';window.pwned='statement';//",
    "trailing backslash": "C:\\path\\u00zz\\",
    "line separators": "one\u2028two\u2029three",
    "comment opener": "<!--<script>",
    "attribute": 'x" onmouseover="window.pwned=\'attribute\'" y="',
    "entity": "&lt;img src=x onerror=window.pwned='entity'&gt;",
    "title": "</title><script>window.pwned='title'</script>",
    "double braces": "{{ 7919*7907 }}",
    "statement braces": "{% print(7919*7907) %}{% endraw %}",
    "address": "javascript:window.pwned='address'",
    "scripts of the world": "Ђевђелија Γευγελή گذرگاه الحدود 边境 सीमा",
}


@dataclass
class Watched:
    """A page, all it said on the console, and every address that it asked for."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def went_out(self) -> list[str]:
        return [url for url in self.asked if not url.startswith(("file:", "data:", "blob:"))]

    @property
    def shown(self) -> Locator:
        """How many claims pass, as the page tells it."""
        return self.page.locator("#br-shown")

    def tab(self, name: str) -> None:
        self.page.locator(f"#br-tab-{name}").click()

    def legend(self) -> Locator:
        """Give the control of layers, open."""
        control = self.page.locator("#br-layers")
        if control.get_attribute("open") is None:
            control.locator("> summary").click()
        control.locator("fieldset").first.wait_for()
        return control

    def unfold(self, details: str) -> None:
        """Open all that is folded, and wait until it is filled."""
        self.page.locator(details).evaluate_all("all => all.forEach(one => { one.open = true; })")
        self.page.evaluate("() => new Promise(requestAnimationFrame)")

    def fragment(self, holding: str) -> str:
        """Wait until the address says something, and give all that it says."""
        self.page.wait_for_function("text => location.hash.includes(text)", arg=holding)
        return str(self.page.evaluate("location.hash"))

    def nothing_went_wrong(self) -> None:
        assert self.said == []
        assert self.went_out == []
        assert self.page.evaluate("window.pwned") is None


@dataclass
class Pool:
    """Pages of one browser that wait for their next use; a new one costs as much as a test."""

    browser: Browser
    idle: dict[str, list[Watched]] = field(default_factory=dict)

    def take(self, size: tuple[int, int], options: dict[str, object]) -> tuple[str, Watched]:
        """Give a page that nothing else uses, and the name to give it back under."""
        key = repr((size, sorted(options.items())))
        waiting = self.idle.setdefault(key, [])
        return key, waiting.pop() if waiting else self._make(size, options)

    def give_back(self, key: str, watched: Watched) -> None:
        page = watched.page
        page.context.unroute_all()
        page.emulate_media(media="null")
        page.mouse.move(0, 0)
        page.goto("about:blank")
        watched.said.clear()
        watched.asked.clear()
        self.idle[key].append(watched)

    def _make(self, size: tuple[int, int], options: dict[str, object]) -> Watched:
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            **{"offline": True, "locale": "en-GB"} | options,
        )
        watched = Watched(context.new_page())
        page = watched.page
        page.set_default_timeout(10_000)
        page.on("console", lambda message: watched.said.append(message.text))
        page.on("pageerror", lambda error: watched.said.append(str(error)))
        page.on("dialog", lambda dialog: (watched.said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: watched.asked.append(request.url))
        return watched


@dataclass
class Opener:
    """Opens pages, and gives them back at the end."""

    pool: Pool
    folder: Path
    opened: list[tuple[str, Watched]] = field(default_factory=list)

    def __call__(
        self, html: str, size: tuple[int, int] = WIDE, fragment: str = "", **options
    ) -> Watched:
        path = self.folder / f"page-{len(self.opened)}.html"
        path.write_text(html, encoding="utf-8")
        return self.at(path.as_uri() + fragment, size, **options)

    def at(self, address: str, size: tuple[int, int] = WIDE, **options) -> Watched:
        key, watched = self.pool.take(size, options)
        self.opened.append((key, watched))
        watched.page.goto(address)
        if options.get("java_script_enabled", True):
            watched.page.wait_for_selector("html[data-complete]")
        return watched

    def close(self) -> None:
        for key, watched in self.opened:
            self.pool.give_back(key, watched)


@contextmanager
def launched() -> Iterator[Browser]:
    quiet = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync")
    silent = ("disable-background-networking", "disable-component-update")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_binary(), args=[f"--{name}" for name in (*quiet, *silent)]
        )
        yield browser
        browser.close()


def _binary() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("BALKANROUTE_BROWSER") or next(
        filter(None, map(shutil.which, names)), ""
    )
    assert found, "no browser: install chromium, or name one in BALKANROUTE_BROWSER"
    return found
