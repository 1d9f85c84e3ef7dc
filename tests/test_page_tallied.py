"""A map of counts in a browser: its figures with their origins, few as few, none as none."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from counted import places, row, summary
from pages import PHONE, VECTORS, WIDE
from playwright.sync_api import expect

import balkanroute as br
from balkanroute.layers import LANGUAGES, Per
from balkanroute.render import assets

AXE = Path(__file__).parent / "javascript/node_modules/axe-core/axe.min.js"
NARROW, ZOOMED = (320, 568), (640, 400)
KEYS = ("a", "b", "c", "d", "e")
#: The colour of the map at a longitude and a latitude, as the canvas of the places has it.
PIXEL = """([x, y]) => {
    const canvas = document.querySelector('.leaflet-br-points-pane canvas');
    const frame = document.querySelector('.folium-map').getBoundingClientRect();
    const box = canvas.getBoundingClientRect();
    const sharp = canvas.width / box.width;
    const at = [frame.left + x - box.left, frame.top + y - box.top];
    const data = canvas.getContext('2d').getImageData(at[0] * sharp, at[1] * sharp, 1, 1).data;
    return Array.from(data);
}"""
OUTSIDE = """() => {
    const wide = document.documentElement.clientWidth;
    const found = [];
    if (document.documentElement.scrollWidth > wide) found.push('the page scrolls sideways');
    const kinds = 'button, select, summary, h1, h2, p, li, td, th';
    for (const node of document.querySelectorAll(kinds)) {
        const box = node.getBoundingClientRect();
        if (node.closest('.leaflet-container, .br-hidden') || !node.checkVisibility()) continue;
        if (box.width && (box.right > wide + 1 || box.left < -1)) found.push(node.textContent);
    }
    return found;
}"""
TEXT_LIKE_A_KEY = r"""() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
        if (!walker.currentNode.parentElement.closest('script, style, noscript'))
            texts.push(walker.currentNode.data.trim());
    }
    for (const node of document.querySelectorAll('[aria-label], [placeholder]'))
        texts.push(node.ariaLabel ?? '', node.placeholder ?? '');
    return texts
        .filter(text => /^[a-z]+(\.[a-z][a-zA-Z]*( [a-z]+)*)+$/.test(text) || /\{\w+\}/.test(text));
}"""


def _counted():
    """Give counts of five places and two months: much, less, few by reports, few by origins."""
    return summary(
        row("a", "2023-05-01", 1204, origins=37, sources=50, unit="person", best=90.0, low=80.0),
        row("b", "2023-05-01", 40, origins=9),
        row("b", "2023-06-01", 12.5, certain=12, origins=7),
        row("c", "2023-05-01", 3, origins=2, sources=2),
        row("d", "2023-06-01", 300, origins=4),
        **{"in no place": 7, "no coordinates": 5, "date cannot be read": 2},
    )


def _spec(**telling):
    told = {"places": places(*KEYS), "title": "Counts", "on_border": "first"}
    return br.overview(_counted(), **told | telling)


@pytest.fixture(scope="module")
def page_of_counts():
    return br.to_html(_spec())


def _rows(page, table="#br-view .br-shade-table"):
    """Give the rows of a table of the page as texts."""
    return page.locator(f"{table} tbody tr").evaluate_all(
        "all => all.map(one => [...one.children].map(cell => cell.innerText.trim()))"
    )


def _spot(page, place):
    """Give where the middle of a place is on the map, in pixels of the map."""
    return page.evaluate(
        """place => {
            const map = Object.values(window).find(one => one instanceof L.Map);
            const spot = map.latLngToContainerPoint([44.5, 20.4 + place]);
            return [spot.x, spot.y];
        }""",
        place,
    )


# Without a browser


def test_the_same_counts_give_the_same_bytes(page_of_counts):
    assert br.to_html(_spec()) == page_of_counts


def test_the_page_does_not_grow_with_the_rows_that_were_counted():
    few = summary(*(row(key, "2023-05-01", 10) for key in KEYS), rows=50)
    many = summary(*(row(key, "2023-05-01", 98_765_432_109) for key in KEYS), rows=10**12)
    sizes = [len(br.to_html(br.overview(one, places=places(*KEYS)))) for one in (few, many)]
    assert abs(sizes[1] - sizes[0]) < 500


@pytest.mark.browser
def test_a_summary_without_a_report_gives_a_page_that_says_so(look):
    watched = look(br.to_html(br.overview(summary(), places=places("a"), by="origins")))
    assert _rows(watched.page) == [["Place a", "none counted", "\N{EN DASH}"]]
    watched.nothing_went_wrong()


def test_a_page_of_claims_carries_nothing_of_a_page_of_counts():
    claims, counts = assets.kit(tallied=False), assets.kit(tallied=True)
    assert "tallied/" not in claims.script
    assert "br-shade" not in claims.style
    assert "br-shade" in counts.style
    assert claims.words != counts.words
    assert "facets.js" not in counts.script


def test_without_scripts_all_figures_stand_in_tables(page_of_counts):
    plain = re.search(r"(?s)<noscript>.*</noscript>", page_of_counts)[0]
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", plain))
    assert "1,204 reports out of 37 origins" in told
    assert "Place c few: 3 reports" in told
    assert "Place d few: 4 origins" in told
    assert "Place e none counted" in told
    assert "in no place: 7." in told
    assert re.search(r"Place b 40/9 12\.5/7", told)
    assert "1,204/37" in told


def test_many_places_by_many_periods_are_said_to_be_in_the_data():
    keys = [f"p{number}" for number in range(1100)]
    days = [f"{year}-01-01" for year in range(2010, 2020)]
    rows = [row(key, day) for key in keys[:9] for day in days]
    page = br.to_html(br.overview(summary(*rows), places=places(*keys, side=0.001)))
    assert "100 more places are in this file as data" in page
    assert "The figures of single periods are in this file as data" in page


def test_a_language_has_each_word_of_a_page_of_counts_and_its_gaps():
    english = assets.tallied_words("en")
    for tag in LANGUAGES:
        words = assets.tallied_words(tag)
        assert list(words) == list(english)
        for key, text in english.items():
            one, other = (
                set(re.findall(r"\{(\w+)\}", str(told if isinstance(told, str) else told["other"])))
                for told in (text, words[key])
            )
            assert one == other, (tag, key)


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag != "en"])
def test_a_language_has_words_of_its_own(tag):
    english, words = assets.tallied_words("en"), assets.tallied_words(tag)
    own = [key for key in english if key.startswith(("count.", "method.", "legend.", "border."))]
    assert [key for key in own if words[key] == english[key]] == []


def test_a_page_of_counts_can_be_explored_in_a_notebook(page_of_counts):
    assert br.explore(_spec()).page == page_of_counts


# In a browser


@pytest.mark.browser
def test_the_list_says_each_figure_with_its_origins(look, page_of_counts):
    watched = look(page_of_counts)
    assert _rows(watched.page) == [
        ["Place a", "1,204", "1,204 reports out of 37 origins"],
        ["Place b", "52.5", "52.5 reports out of at least 9 origins"],
        ["Place d", "few: 4 origins", "300 reports out of 4 origins"],
        ["Place c", "few: 3 reports", "3 reports out of 2 origins"],
        ["Place e", "none counted", "\N{EN DASH}"],
    ]
    watched.nothing_went_wrong()


@pytest.mark.browser
def test_the_legend_says_what_is_coloured_and_how_many_origins_are_behind(look, page_of_counts):
    page = look(page_of_counts).page
    told = page.locator("#br-layers").inner_text()
    assert re.search(r"(?i)legend\s+reports\s+all periods", told)
    for line in (
        "1,200 or more", "1 place, 37 origins", "under 1,200", "1 place, 9 origins",
        "few: under 5 reports or origins", "2 places, origins each: 2 to 4", "none counted",
    ):  # fmt: skip
        assert line in told


@pytest.mark.browser
def test_a_choice_of_period_gives_its_own_exact_figures(look, page_of_counts):
    page = look(page_of_counts).page
    page.locator("#br-period").select_option(label="June 2023")
    assert _rows(page)[0] == ["Place b", "12.5", "12.5 reports out of 7 origins"]
    assert _rows(page)[-1][1] == "none counted"
    page.get_by_role("button", name="All periods").click()
    assert _rows(page)[0][0] == "Place a"


@pytest.mark.browser
def test_the_period_can_be_moved_with_the_arrow_keys(look, page_of_counts):
    watched = look(page_of_counts)
    page = watched.page
    page.locator("#br-period-slider").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#br-period-slider")).to_have_attribute("aria-valuetext", "May 2023")
    assert "period=2023-05" in watched.fragment("period=")


@pytest.mark.browser
def test_play_goes_through_the_periods_and_stops(look, page_of_counts):
    page = look(page_of_counts).page
    page.get_by_role("button", name="Play").click()
    expect(page.locator("#br-period")).to_have_value("0")
    expect(page.locator("#br-period")).to_have_value("1")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_places_have_the_colour_of_their_class_and_others_have_none(look, page_of_counts, scheme):
    page = look(page_of_counts, color_scheme=scheme).page
    much, less, bare = (page.evaluate(PIXEL, _spot(page, place)) for place in (0, 1, 4))
    assert bare[3] == 0
    assert much[3] > 200
    assert less[3] > 200
    brighter = sum(much[:3]) > sum(less[:3])
    assert brighter == (scheme == "dark")


@pytest.mark.browser
def test_a_place_can_be_opened_on_the_map_and_closed_with_escape(look, page_of_counts):
    page = look(page_of_counts).page
    x, y = _spot(page, 0)
    page.locator(".folium-map").click(position={"x": x, "y": y})
    card = page.locator(".br-card")
    expect(card).to_contain_text("1,204 reports out of 37 origins")
    expect(card).to_contain_text("Sum of the figures90 (80 or more) people")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)


@pytest.mark.browser
def test_a_card_opens_from_the_keyboard_and_gives_the_focus_back(look, page_of_counts):
    page = look(page_of_counts).page
    page.locator("[data-key='place:1']").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".br-card h2")).to_be_focused()
    assert _rows(page, ".br-card .br-shade-table") == [
        ["May 2023", "40", "40 reports out of 9 origins"],
        ["June 2023", "12.5", "12.5 reports out of 7 origins"],
    ]
    page.keyboard.press("Escape")
    expect(page.locator("[data-key='place:1']")).to_be_focused()


@pytest.mark.browser
def test_a_card_says_what_is_sure_of_uncertain_dates(look, page_of_counts):
    page = look(page_of_counts, fragment="#place=b&period=2023-06").page
    expect(page.locator(".br-card")).to_contain_text(
        "12 surely in this period; 0.5 is the share of reports that may also be of another"
    )


@pytest.mark.browser
def test_the_card_of_a_place_without_a_report_says_that_this_is_no_zero(look, page_of_counts):
    page = look(page_of_counts, fragment="#place=e").page
    expect(page.locator(".br-card")).to_contain_text("none counted")
    expect(page.locator(".br-card")).to_contain_text("not a finding of zero")


@pytest.mark.browser
def test_a_rate_names_its_denominator_on_the_card_and_in_the_legend(look):
    per = Per(amounts=dict(zip(KEYS, (100, 200, 300, 400, 500), strict=True)), unit="guards")
    page = look(br.to_html(_spec(per=per)), fragment="#place=a").page
    expect(page.locator(".br-card")).to_contain_text("Reports per guards")
    expect(page.locator(".br-card dd").first).to_have_text("12")
    expect(page.locator("#br-layers")).to_contain_text("reports per guards")


@pytest.mark.browser
def test_the_method_says_what_was_not_counted_and_by_which_rules(look, page_of_counts):
    page = look(page_of_counts, fragment="#tab=method").page
    told = page.locator("#br-view").inner_text()
    for line in (
        "1,559 of 100 rows counted", "in none of the places", "no coordinates",
        "date that cannot be read", "the first of the places that it touches",
        "by its share of days", "Where reports or origins are under 5",
    ):  # fmt: skip
        assert line in told


@pytest.mark.browser
def test_what_was_folded_is_said(look):
    days = [f"{year}-{month:02d}-01" for year in range(1980, 2020) for month in range(1, 13)]
    spec = br.overview(summary(*(row("a", day) for day in days)), places=places(*KEYS))
    page = look(br.to_html(spec), fragment="#tab=method").page
    expect(page.locator("#br-view")).to_contain_text("months were put together to years")


@pytest.mark.browser
def test_an_address_opens_the_same_view(look, page_of_counts):
    page = look(page_of_counts, fragment="#place=b&period=2023-05&lang=de").page
    expect(page.locator(".br-card h2")).to_have_text("Place b")
    expect(page.locator(".br-card")).to_contain_text("40 Meldungen aus 9 Ursprungsquellen")
    assert page.evaluate("document.documentElement.lang") == "de"


@pytest.mark.browser
def test_places_can_be_searched_once_they_are_many(look):
    keys = [f"p{number}" for number in range(20)]
    spec = br.overview(summary(row("p3"), row("p13", reports=20)), places=places(*keys, side=0.2))
    page = look(br.to_html(spec)).page
    page.keyboard.press("/")
    page.keyboard.type("PLACE P3")
    assert [one[0] for one in _rows(page)] == ["Place p3"]
    page.keyboard.type("x")
    expect(page.locator("#br-view")).to_contain_text("No place of that name.")


@pytest.mark.browser
@pytest.mark.parametrize("name", VECTORS)
def test_hostile_words_stand_on_the_page_as_typed(look, name):
    text = VECTORS[name]
    odd = places(*KEYS).assign(name=[text, *KEYS[1:]])
    told = summary(
        row("a", "2023-05-01", unit=text, best=3.0, topic=text), row("b", "2023-06-01", topic=text),
        **{text: 3},
    )  # fmt: skip
    per = Per(amounts=dict.fromkeys(KEYS, 1.0), unit=text)
    spec = br.overview(told, places=odd, title=text, topic=text, per=per)
    watched = look(br.to_html(spec))
    page = watched.page
    assert text.split()[0] in page.locator("[data-key='place:0']").text_content()
    page.locator("[data-key='place:0']").click()
    page.locator("#br-tab-method").click()
    assert text.strip() in page.locator("#br-view").text_content()
    page.locator(".folium-map").hover(position=dict(zip("xy", _spot(page, 0), strict=True)))
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    watched.nothing_went_wrong()


@pytest.mark.browser
@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_word_is_said_in_every_language(look, page_of_counts, tag):
    watched = look(page_of_counts, fragment=f"#lang={tag}&place=b&period=2023-06")
    page = watched.page
    for step in ("#br-tab-places", "#br-tab-method", ".br-take > summary"):
        assert page.evaluate(TEXT_LIKE_A_KEY) == []
        page.locator(step).click()
    assert page.evaluate(TEXT_LIKE_A_KEY) == []
    watched.nothing_went_wrong()


@pytest.mark.browser
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_amiss(look, page_of_counts, size, scheme):
    watched = look(page_of_counts, size, color_scheme=scheme)
    page = watched.page
    page.evaluate(AXE.read_text("utf-8"))
    amiss = {}
    for step in ("#br-tab-places", "[data-key='place:1']", "#br-tab-method", ".br-take > summary"):
        page.locator(step).click()
        legend = page.locator("#br-layers")
        if legend.get_attribute("open") is None:
            legend.locator("> summary").click()
        for one in page.evaluate("async () => (await axe.run()).violations"):
            nodes = [node["html"][:120] for node in one["nodes"][:3]]
            amiss.setdefault(one["id"], (step, one["help"], nodes))
    assert amiss == {}


@pytest.mark.browser
@pytest.mark.parametrize(
    "size", [WIDE, PHONE, ZOOMED, NARROW], ids=["wide", "phone", "200%", "320"]
)
@pytest.mark.parametrize("tag", ["en", "de", "ar"])
def test_nothing_is_wider_than_the_screen(look, page_of_counts, size, tag):
    page = look(page_of_counts, size, fragment=f"#lang={tag}").page
    for step in ("#br-tab-places", "[data-key='place:1']", "#br-tab-method"):
        page.locator(step).click()
        assert page.evaluate(OUTSIDE) == [], step


@pytest.mark.browser
def test_paper_has_the_map_the_legend_all_figures_and_the_method(look, page_of_counts):
    watched = look(page_of_counts)
    page = watched.page
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    told = page.locator("#br-print").inner_text()
    for line in (
        "1,204 reports out of 37 origins", "few: 3 reports", "none counted", "under 1,200",
        "in none of the places: 7", "by its share of days",
    ):  # fmt: skip
        assert line in told
    assert page.locator(".br-print-map").bounding_box()["height"] > 100
    watched.nothing_went_wrong()


@pytest.mark.browser
def test_all_counts_can_be_taken_away_and_none_counted_is_left_empty(look, page_of_counts):
    page = look(page_of_counts).page
    page.locator(".br-take > summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="All counts as CSV").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(one["place"], one["period"], one["reports"]) for one in rows] == [
        ("a", "2023-05", "1204"),
        ("a", "all", "1204"),
        ("b", "2023-05", "40"),
        ("b", "2023-06", "12.5"),
        ("b", "all", "52.5"),
        ("c", "2023-05", "3"),
        ("c", "all", "3"),
        ("d", "2023-06", "300"),
        ("d", "all", "300"),
        ("e", "all", ""),
    ]
    assert [one["few"] for one in rows if one["place"] == "c"] == ["few", "few"]
    assert [one["origins_are"] for one in rows if one["place"] == "b"] == ["exact"] * 2 + [
        "at least"
    ]


@pytest.mark.browser
def test_the_picture_has_the_map_and_its_legend(look, page_of_counts):
    watched = look(page_of_counts)
    page = watched.page
    page.locator(".br-take > summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Map as picture").click()
    assert Path(download.value.path()).read_bytes()[:4] == b"\x89PNG"
    watched.nothing_went_wrong()
