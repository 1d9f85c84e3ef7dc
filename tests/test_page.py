"""The page in a real browser, with the network off."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import shapely
from playwright.sync_api import Browser, Page, expect, sync_playwright

import balkanroute as br
from balkanroute.readers import shipped

pytestmark = pytest.mark.browser

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
    """A page and all that went wrong or out while it was open."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def _binary() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("BALKANROUTE_BROWSER") or next(
        filter(None, map(shutil.which, names)), ""
    )
    assert found, "no browser: install chromium, or name one in BALKANROUTE_BROWSER"
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    quiet = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync")
    silent = ("disable-background-networking", "disable-component-update")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_binary(), args=[f"--{name}" for name in (*quiet, *silent)]
        )
        yield browser
        browser.close()


@pytest.fixture
def look(browser, tmp_path):
    contexts = []

    def open_page(html: str, size: tuple[int, int] = WIDE, **options) -> Watched:
        path = tmp_path / f"page-{len(contexts)}.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, offline=True, **options
        )
        contexts.append(context)
        watched = Watched(context.new_page())
        page = watched.page
        page.on("console", lambda message: watched.said.append(message.text))
        page.on("pageerror", lambda error: watched.said.append(str(error)))
        page.on("dialog", lambda dialog: (watched.said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: watched.asked.append(request.url))
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]")
        return watched

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def dossier() -> str:
    return br.to_html(br.read(shipped()))


def _nothing_went_wrong(watched: Watched) -> None:
    assert watched.said == []
    assert [url for url in watched.asked if not url.startswith(("file:", "data:"))] == []
    assert len(watched.asked) == 1


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_shipped_atlas_opens_offline_and_answers_who_when_and_from_how_many(
    look, dossier, size
):
    watched = look(dossier, size)
    page = watched.page
    expect(page.locator(".br-count").first).to_be_visible()
    # Northern Serbia is the same ground, so the count stands for both and asks which is meant.
    page.locator(".br-count", has_text="Vojvodina").first.click()
    card = page.locator(".br-card")
    expect(card.get_by_role("heading", level=2)).to_contain_text("close together")
    card.locator(".br-item", has_text="Vojvodina").click()
    expect(card.get_by_role("heading", level=2)).to_contain_text("Vojvodina")
    expect(card.locator(".br-kind")).to_contain_text("Region: area from boundary data")
    expect(card.locator(".br-tally")).to_contain_text("independent origin")
    expect(card.locator(".br-claim").first.locator(".br-stance")).not_to_be_empty()
    expect(card.locator(".br-claim .br-since").first).to_contain_text("Reported")
    expect(card.locator(".br-related .br-doubt").first).to_contain_text("≠")
    card.locator(".br-claim").first.locator("summary", has_text="origin").click()
    expect(card.locator(".br-claim").first.locator(".br-origin").first).to_be_visible()
    _nothing_went_wrong(watched)


def test_a_layer_and_a_topic_can_be_switched_off_and_on(look, dossier):
    watched = look(dossier)
    page = watched.page
    counts = page.locator(".br-count[data-key]")
    expect(counts.first).to_be_visible()
    before = counts.count()
    regions = page.locator(".br-switch", has_text="Regions").locator("input")
    vojvodina = page.locator(".br-count[data-key]", has_text="Vojvodina")
    expect(vojvodina.first).to_be_visible()
    regions.uncheck()
    expect(vojvodina).to_have_count(0)
    regions.check()
    expect(vojvodina.first).to_be_visible()
    page.get_by_role("button", name="none").click()
    expect(counts).to_have_count(0)
    page.get_by_role("button", name="all", exact=True).click()
    expect(counts).to_have_count(before)
    _nothing_went_wrong(watched)


def test_every_claim_is_in_the_list_and_the_list_opens_it(look, dossier):
    atlas = br.read(shipped())
    watched = look(dossier)
    items = watched.page.locator(".br-list .br-item")
    expect(items).to_have_count(len(atlas.claims))
    says = atlas.claims[0].says
    watched.page.locator(".br-item", has_text=says).first.click()
    expect(watched.page.locator(".br-card .br-says")).to_have_text(says)
    _nothing_went_wrong(watched)


def test_a_claim_without_a_place_stands_in_the_tray(look):
    atlas = _atlas(says="Nobody said where.")
    watched = look(br.to_html(atlas))
    expect(watched.page.locator(".br-tray .br-item")).to_have_count(1)
    expect(watched.page.locator("#br-counts")).to_contain_text("1 without a place")


def test_the_keyboard_opens_a_card_and_escape_gives_the_focus_back(look, dossier):
    watched = look(dossier)
    page = watched.page
    button = page.locator(".br-count").first
    key = button.get_attribute("data-key")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".br-card h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".br-card")).to_have_count(0)
    expect(page.locator(f".br-count[data-key='{key}']")).to_be_focused()


def test_tabs_move_with_the_arrow_keys(look, dossier):
    page = look(dossier).page
    page.locator("#br-tab-claims").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#br-tab-sources")).to_be_focused()
    expect(page.locator(".br-sources > li")).to_have_count(len(br.read(shipped()).sources))
    page.keyboard.press("ArrowRight")
    expect(page.locator("#br-view")).to_contain_text("How to read this page")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_is_wider_than_the_screen(look, dossier, size):
    page = look(dossier, size).page
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0


def test_a_phone_may_zoom_and_a_reader_hears_the_language(look, dossier):
    page = look(dossier, PHONE).page
    viewport = page.locator("meta[name=viewport]").get_attribute("content")
    assert "user-scalable" not in viewport
    assert "maximum-scale" not in viewport
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title() == br.read(shipped()).title


def test_the_policy_of_the_page_lets_only_its_own_scripts_run(look, dossier):
    watched = look(dossier)
    watched.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'),"
        "{textContent: 'window.pwned = true'}))"
    )
    assert watched.page.evaluate("window.pwned") is None
    assert any("Content Security Policy" in text for text in watched.said)


def _atlas(**claim) -> br.Atlas:
    return br.Atlas(
        title="Test",
        sources=(br.Source(id="s", title="Source", published=br.Period("2023")),),
        agents=(br.Agent(id="a", name="Agent"),),
        claims=(br.Claim(id="c", speaker="a", source="s", **claim),),
    )


def _hostile(text: str) -> br.Atlas:
    area = br.Place(
        id="p",
        name=text,
        names=(br.Name(text=f"other {text}", language="en"),),
        kind="region",
        geometry=shapely.box(19, 45, 20, 46),
        precision_m=500,
        provenance=text,
        definition=text,
        note=text,
    )
    spot = br.Place(id="q", name=f"spot {text}", geometry=shapely.Point(19.5, 44), precision_m=900)
    return br.Atlas(
        title=text,
        summary=text,
        licence=text,
        note=text,
        recorder="a",
        sources=(
            br.Source(id="r", title=text, publisher=text, url=text, note=text, language=text),
            br.Source(id="s", title=text, url=text, archived_url=text, derived_from=("r",)),
        ),
        agents=(br.Agent(id="a", name=text, role=text, note=text),),
        places=(area, spot),
        routes=(
            br.Route(id="w", name=text, legs=(br.Leg(origin="p", destination="q", note=text),)),
        ),
        claims=(
            br.Claim(
                id="c",
                says=text,
                speaker="a",
                source="s",
                where=(br.PlaceRole(place="p"), br.PlaceRole(place="q", role="near")),
                routes=(br.RouteRole(route="w"),),
                quantities=(br.Quantity(what=text, unit=text, best=2, per=text, note=text),),
                topics=(text,),
                quote=text,
                note=text,
                extra={text: text},
            ),
            br.Claim(
                id="d",
                says=text,
                speaker="a",
                source="r",
                relations=(br.Relation(kind="contradicts", claim="c", note=text),),
            ),
        ),
    )


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_hostile_text_in_any_field_is_shown_as_typed_and_runs_nothing(look, vector):
    html = br.to_html(_hostile(vector))
    assert "62615533" not in html
    watched = look(html)
    page = watched.page
    assert page.locator("#br-title").text_content() == vector
    assert page.title() == " ".join(re.split(r"[ \t\n\f\r]+", vector)).strip()
    page.locator("#br-layers[open]").wait_for()
    for name in ("sources", "about", "claims"):
        page.locator(f"#br-tab-{name}").click()
        assert vector in page.locator("#br-view").text_content()
    page.locator(".br-item").first.click()
    card = page.locator(".br-card")
    assert card.locator(".br-says").text_content() == vector
    assert card.locator("blockquote").text_content() == vector
    for summary in card.locator("summary").all():
        summary.click()
    card.locator(".br-place").first.click()
    assert vector in page.locator(".br-card h2").text_content()
    assert vector in page.locator(".br-card .br-names-line").text_content()
    page.locator(".br-count").first.hover()
    assert page.evaluate("window.pwned") is None
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.locator("img, iframe, object, embed").count() == 0
    _nothing_went_wrong(watched)


def test_a_half_letter_is_replaced_and_breaks_nothing(look):
    watched = look(br.to_html(_hostile("half \ud800 letter")))
    assert "half" in watched.page.locator("#br-title").text_content()
    _nothing_went_wrong(watched)


def test_a_reader_in_the_dark_gets_a_dark_page(look, dossier):
    page = look(dossier, color_scheme="dark").page
    shade = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", shade)) < 64


def test_the_page_shows_in_a_notebook_frame_that_cannot_reach_out(browser, tmp_path):
    frame = br.explore(_atlas(says="Seen in a frame."))._repr_html_()
    path = tmp_path / "cell.html"
    path.write_text(f"<title>notebook</title>{frame}{frame}", encoding="utf-8")
    page = browser.new_page(viewport={"width": 1000, "height": 1500})
    page.goto(path.as_uri())
    for index in range(2):
        inner = page.frame_locator("iframe").nth(index)
        expect(inner.locator(".br-item-says")).to_have_text("Seen in a frame.")
    assert "allow-same-origin" not in page.locator("iframe").first.get_attribute("sandbox")
    assert page.title() == "notebook"
    page.close()
