"""Anyone can use the page: with the keyboard, without the map, on a phone, on paper, in Arabic."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pages import PHONE, WIDE
from playwright.sync_api import expect

import balkanroute as br
from balkanroute.layers import LANGUAGES

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "javascript/node_modules/axe-core/axe.min.js"
#: Half the width and half the height of a screen: what a zoom of 200 % leaves.
ZOOMED, NARROW = (640, 400), (320, 568)
#: What the page can show, by the steps that lead there from the list.
STATES = ("list", "card", "place", "filters", "sources", "about", "legend", "takeaway", "filtered")
#: What reaches over the edge of the screen, and what is cut short without saying so.
OUTSIDE = """() => {
    const wide = document.documentElement.clientWidth;
    const found = [];
    if (document.documentElement.scrollWidth > wide) found.push('the page scrolls sideways');
    const kinds = 'button, select, input:not([type=range]), summary, h1, h2, h3, p, li, dt, dd, a';
    for (const node of document.querySelectorAll(kinds)) {
        const box = node.getBoundingClientRect();
        if (node.closest('.leaflet-container, .br-hidden') || !node.checkVisibility()) continue;
        if (!box.width) continue;
        const told = `${node.tagName}.${node.className}: ${node.textContent.slice(0, 30)}`;
        if (box.right > wide + 1 || box.left < -1) found.push(`outside: ${told}`);
        const hides = getComputedStyle(node).overflowX === 'hidden';
        if (hides && node.scrollWidth > node.clientWidth + 1) found.push(`cut: ${told}`);
    }
    return found;
}"""
FOCUSED = """() => {
    const node = document.activeElement;
    const style = getComputedStyle(node);
    const name = node.id || node.dataset.key || node.className || node.tagName;
    const labels = [...(node.labels ?? [])].map(one => one.textContent).join(' ');
    const told = node.getAttribute('aria-label') || node.title || labels || node.textContent;
    const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return { name, told, seen };
}"""

#: The most that moves at once while the map goes to another view.
MOVING = """async () => {
    let most = 0;
    document.querySelector('.leaflet-control-zoom-out').click();
    for (let frame = 0; frame < 12; frame += 1) {
        await new Promise(requestAnimationFrame);
        most = Math.max(most, document.getAnimations().length);
    }
    return most > 0;
}"""
#: Texts on the page that look like the name of a text.
WORDS_LIKE_KEYS = r"""() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
        if (!walker.currentNode.parentElement.closest('script, style, noscript'))
            texts.push(walker.currentNode.data);
    }
    for (const node of document.querySelectorAll('[aria-label], [title], [placeholder]'))
        texts.push(node.ariaLabel ?? '', node.title ?? '', node.placeholder ?? '');
    return texts.map(text => text.trim())
        .filter(text => /^[a-z]+(\.[a-z][a-zA-Z]*( [a-z]+)*)+$/.test(text) || /\{\w+\}/.test(text));
}"""


def _press(page, what):
    """Press something that is known to be there, without waiting until it has come to rest."""
    page.locator(what).first.dispatch_event("click")


def _bring_to(watched, state):
    """Make the page show one of its states."""
    page = watched.page
    shown = state if state in {"filters", "sources", "about"} else "claims"
    _press(page, f"#br-tab-{shown}")
    watched.unfold("#br-view details")
    if state in {"card", "place"}:
        _press(page, ".br-item:has(.br-flag)")
        watched.unfold(".br-card details")
    if state == "place":
        _press(page, ".br-card .br-place")
    if state == "legend":
        watched.legend()
        page.locator("#br-by").select_option("topic")
    if state == "takeaway":
        _press(page, ".br-take > summary")
        page.locator(".br-take-body button:not(:empty)").first.wait_for()
    if state == "filtered":
        page.locator("#br-search").fill("xyz none")


def _leave(watched, state):
    page = watched.page
    if state == "legend":
        _press(page, "#br-layers > summary")
    if state == "takeaway":
        _press(page, ".br-take > summary")
    if state == "filtered":
        page.locator("#br-search").fill("")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_amiss_in_any_part_of_the_page(look, dossier, size, scheme):
    watched = look(dossier, size, color_scheme=scheme)
    page = watched.page
    page.evaluate(AXE.read_text("utf-8"))
    # In the dark only the colours are others.
    asked = {"resultTypes": ["violations"]} | (
        {"runOnly": ["color-contrast"]} if scheme == "dark" else {}
    )
    amiss = {}
    wholly = (scheme, size) == ("light", WIDE)
    for state in STATES if wholly else ("list", "card", "filters", "legend", "takeaway"):
        _bring_to(watched, state)
        run = "async asked => (await axe.run(asked)).violations"
        for one in page.evaluate(run, asked):
            nodes = [node["html"][:120] for node in one["nodes"][:3]]
            amiss.setdefault(one["id"], (state, one["help"], nodes))
        _leave(watched, state)
    assert amiss == {}


@pytest.fixture(scope="module")
def tabbed(look_once, dossier):
    """Press Tab again and again in a page, and give what gets the focus."""
    page = look_once(dossier).page
    found = []
    for _ in range(100):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return [one for one in found if one["name"] != "BODY"]


def test_tab_reaches_every_part_of_the_page(tabbed):
    names = [one["name"] for one in tabbed]
    wanted = ["br-language", "br-tab-claims", "br-search", "br-sort", "claim:0", "claim:49"]
    wanted += ["leaflet-control-zoom-in", "br-time-by", "br-time-from", "br-time-to"]
    assert [name for name in wanted if name not in names] == []
    assert any(name.startswith("feature:") for name in names)
    told = [one["told"] for one in tabbed]
    for button in ("Take away", "Main area", "Everything", "Layers and legend", "Next", "Play"):
        assert button in told


def test_whatever_has_the_focus_is_seen_to_have_it(tabbed):
    assert {one["name"] for one in tabbed if not one["seen"]} == set()


def test_whatever_has_the_focus_has_a_name(tabbed):
    assert {one["name"] for one in tabbed if not one["told"].strip()} == set()


def test_tab_comes_to_the_list_before_the_map(tabbed):
    names = [one["name"] for one in tabbed]
    assert names.index("br-search") < names.index("claim:0")
    assert names.index("claim:0") < names.index("leaflet-control-zoom-in")


def test_enter_opens_the_card_of_a_claim_and_escape_gives_the_focus_back(look, dossier):
    page = look(dossier).page
    page.locator("[data-key='claim:3']").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".br-card h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".br-card")).to_have_count(0)
    expect(page.locator("[data-key='claim:3']")).to_be_focused()


def test_enter_opens_the_card_of_a_place_and_escape_gives_the_focus_back(look, dossier):
    page = look(dossier).page
    button = page.locator(".br-count").first
    key = button.get_attribute("data-key")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".br-card h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".br-card")).to_have_count(0)
    expect(page.locator(f".br-count[data-key='{key}']")).to_be_focused()


def test_back_gives_the_focus_back_to_a_claim_on_a_later_page_of_the_list(look, dossier):
    page = look(dossier).page
    page.get_by_role("button", name="Next").click()
    page.locator("[data-key='claim:60']").press("Enter")
    page.get_by_role("button", name="Back", exact=True).press("Enter")
    expect(page.locator("[data-key='claim:60']")).to_be_focused()


def test_a_slash_goes_to_the_search_and_can_be_typed_there(look, dossier):
    page = look(dossier).page
    page.locator("[data-key='claim:0']").focus()
    page.keyboard.press("/")
    expect(page.locator("#br-search")).to_be_focused()
    expect(page.locator("#br-search")).to_have_value("")
    page.keyboard.press("/")
    expect(page.locator("#br-search")).to_have_value("/")


def test_escape_empties_the_search(look, dossier):
    watched = look(dossier)
    watched.page.locator("#br-search").fill("zzz")
    expect(watched.shown).to_have_text("0")
    watched.page.keyboard.press("Escape")
    expect(watched.shown).to_have_text("111")


def test_arrows_move_from_claim_to_claim(look, dossier):
    page = look(dossier).page
    page.locator("[data-key='claim:0']").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-key='claim:1']")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-key='claim:0']")).to_be_focused()
    page.keyboard.press("PageDown")
    expect(page.locator("[data-key='claim:50']")).to_be_focused()


def test_tabs_move_with_the_arrow_keys(look, dossier, atlas):
    page = look(dossier).page
    page.locator("#br-tab-filters").click()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#br-tab-sources")).to_be_focused()
    expect(page.locator(".br-sources > li")).to_have_count(len(atlas.sources))
    page.keyboard.press("ArrowRight")
    expect(page.locator("#br-view")).to_contain_text("How to read this page")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#br-tab-claims")).to_be_focused()


def test_arrows_on_a_slider_move_it_by_a_day(look, dossier):
    page = look(dossier).page
    slider = page.locator("#br-time-from")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "2 November 2022")
    expect(slider).to_be_focused()


def test_the_menu_of_files_closes_with_escape(look, dossier):
    page = look(dossier).page
    page.locator(".br-take > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="CSV")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="CSV")).not_to_be_visible()
    expect(page.locator(".br-take > summary")).to_be_focused()


@pytest.mark.parametrize("lift", ["chip", "last chip"])
def test_the_focus_stays_in_the_page_when_a_chip_is_lifted(look, dossier, lift):
    fragment = "#stance=reports" if lift == "last chip" else "#stance=reports,warns"
    page = look(dossier, fragment=fragment).page
    page.locator(".br-chip").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".br-chip")).to_have_count(0 if lift == "last chip" else 1)
    assert page.evaluate("document.activeElement.tagName") != "BODY"


@pytest.mark.parametrize("end", ["first", "last"])
def test_the_focus_stays_on_the_pager_when_a_page_is_turned(look, dossier, end):
    page = look(dossier).page
    page.get_by_role("button", name="Next").focus()
    for _ in range({"first": 1, "last": 2}[end]):
        page.keyboard.press("Enter")
    start = {"first": "51", "last": "101"}[end]
    expect(page.locator(".br-items")).to_have_attribute("start", start)
    assert page.evaluate("document.activeElement.closest('#br-panel') !== null")


def test_the_focus_stays_on_a_facet_that_is_chosen(look, dossier):
    watched = look(dossier)
    page = watched.page
    watched.tab("filters")
    box = page.locator(".br-facet-values input").nth(2)
    box.focus()
    key = box.get_attribute("data-value")
    page.keyboard.press("Space")
    expect(page.locator(".br-chip")).to_have_count(1)
    expect(page.locator(f"[data-value='{key}']")).to_be_focused()


@pytest.mark.parametrize("control", ["list.inView", "tray.only", "filters.clearAll"])
def test_the_focus_stays_in_the_list_when_it_is_used(look, dossier, control):
    fragment = "#q=zzz" if control == "filters.clearAll" else ""
    page = look(dossier, fragment=fragment).page
    used = {
        "list.inView": page.locator(".br-list-tools input"),
        "tray.only": page.get_by_role("button", name="Show only these"),
        "filters.clearAll": page.get_by_role("button", name="Clear all filters"),
    }[control]
    used.focus()
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('#br-shown').textContent !== '0'")
    assert page.evaluate("document.activeElement.closest('#br-panel') !== null")


def test_the_focus_stays_on_the_language_that_is_chosen(look, dossier):
    page = look(dossier).page
    page.locator("#br-language").focus()
    page.locator("#br-language").select_option("hu")
    expect(page.locator("html")).to_have_attribute("lang", "hu")
    expect(page.locator("#br-language")).to_be_focused()


@pytest.mark.parametrize(
    "size", [WIDE, PHONE, ZOOMED, NARROW], ids=["wide", "phone", "200%", "320"]
)
def test_nothing_is_wider_than_the_screen_and_nothing_is_cut(look, dossier, size):
    watched = look(dossier, size)
    wrong = {}
    for state in STATES:
        _bring_to(watched, state)
        found = watched.page.evaluate(OUTSIDE)
        if found:
            wrong[state] = found[:4]
        _leave(watched, state)
    assert wrong == {}


@pytest.mark.parametrize("size", [PHONE, ZOOMED, NARROW], ids=["phone", "200%", "320"])
def test_the_list_and_the_map_can_both_be_scrolled_to_on_a_small_screen(look, dossier, size):
    page = look(dossier, size).page
    for part in (".br-item >> nth=3", ".br-map .leaflet-control-zoom-in", "#br-time-from"):
        page.locator(part).scroll_into_view_if_needed()
        expect(page.locator(part)).to_be_in_viewport()
        box = page.locator(part).bounding_box()
        assert box["height"] > 8
    page.locator(".br-item >> nth=3").click()
    expect(page.locator(".br-card h2")).to_be_in_viewport()


def test_the_list_has_room_for_two_claims_when_zoomed(look, dossier):
    page = look(dossier, ZOOMED).page
    page.locator(".br-item").first.scroll_into_view_if_needed()
    page.mouse.move(100, 300)
    page.mouse.wheel(0, 400)
    box = page.locator("#br-view").bounding_box()
    assert min(box["height"], ZOOMED[1]) > 120


def test_a_phone_may_zoom_and_a_reader_hears_the_language(look, dossier, atlas):
    page = look(dossier, PHONE).page
    viewport = page.locator("meta[name=viewport]").get_attribute("content")
    assert "user-scalable" not in viewport
    assert "maximum-scale" not in viewport
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title() == atlas.title


def test_without_scripts_the_claims_are_there_as_a_list(look, dossier, atlas):
    page = look(dossier, java_script_enabled=False).page
    expect(page.locator("noscript li")).to_have_count(len(atlas.claims))
    expect(page.locator("noscript li").first).to_contain_text(atlas.claims[0].says)
    expect(page.locator("noscript h1")).to_be_visible()
    expect(page.locator("noscript li").last).to_contain_text(atlas.claims[-1].says)


def test_without_scripts_nothing_stands_there_empty(look, dossier):
    page = look(dossier, java_script_enabled=False).page
    expect(page.locator("#br-page")).not_to_be_visible()


def test_a_reader_who_wants_less_motion_gets_the_new_view_at_once(look, dossier):
    moving = {}
    for motion in ("reduce", "no-preference"):
        page = look(dossier, reduced_motion=motion).page
        moving[motion] = page.evaluate(MOVING)
    assert moving == {"reduce": False, "no-preference": True}


def test_a_reader_in_the_dark_gets_a_dark_page(look, dossier):
    page = look(dossier, color_scheme="dark").page
    shade = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", shade)) < 64


@pytest.fixture(scope="module")
def spoken(look_once, dossier):
    """Open a page whose language each test chooses."""
    return look_once(dossier)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_page_speaks_each_of_its_languages_and_shows_no_key(spoken, tag):
    watched = spoken
    page = watched.page
    page.locator("#br-language").select_option(tag)
    expect(page.locator("html")).to_have_attribute("lang", tag)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if tag == "ar" else "ltr")
    raw = set()
    for state in ("place", "filters", "sources", "about", "legend", "takeaway", "filtered"):
        _bring_to(watched, state)
        raw |= set(page.evaluate(WORDS_LIKE_KEYS))
        _leave(watched, state)
    assert raw == set()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    watched.nothing_went_wrong()


def test_each_language_has_words_of_its_own(spoken):
    page = spoken.page
    said = {}
    for tag in LANGUAGES:
        page.locator("#br-language").select_option(tag)
        tabs = page.locator(".br-tabs button").all_text_contents()
        said[tag] = (*tabs, page.locator("#br-counts").text_content())
    assert len(set(said.values())) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("tag", "name"),
    [("sr-Cyrl", "Војводина"), ("hu", "Vajdaság"), ("de", "Wojwodina"), ("en", "Vojvodina")],
)
def test_places_are_named_in_the_language_of_the_reader_where_the_atlas_has_it(spoken, tag, name):
    page = spoken.page
    page.locator("#br-tab-claims").click()
    page.locator("#br-language").select_option(tag)
    expect(page.locator(".br-count", has_text=name).first).to_be_visible()


def test_the_page_opens_in_the_language_that_the_map_asks_for(look, atlas):
    page = look(br.to_html(br.overview(atlas, language="sr-Latn"))).page
    expect(page.locator("html")).to_have_attribute("lang", "sr-Latn")


def test_in_arabic_the_page_is_read_from_the_right(look, dossier):
    watched = look(dossier, fragment="#lang=ar")
    page = watched.page
    panel = page.locator("#br-panel").bounding_box()
    stage = page.locator(".br-stage").bounding_box()
    assert panel["x"] >= stage["x"] + stage["width"] - 1
    page.locator("#br-tab-claims").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#br-tab-filters")).to_be_focused()
    says = page.locator("#br-title")
    assert says.get_attribute("dir") == "auto"


@pytest.mark.parametrize("size", [WIDE, PHONE, NARROW], ids=["wide", "phone", "320"])
def test_in_arabic_nothing_is_wider_than_the_screen(look, dossier, size):
    watched = look(dossier, size, fragment="#lang=ar")
    wrong = {}
    for state in STATES:
        _bring_to(watched, state)
        found = watched.page.evaluate(OUTSIDE)
        if found:
            wrong[state] = found[:4]
        _leave(watched, state)
    assert wrong == {}
