"""The page in a real browser, with the network off: it opens, lists, shows on the map, tells."""

from __future__ import annotations

import re
from collections import Counter
from unicodedata import normalize

import pytest
import shapely
from pages import PHONE, WIDE
from playwright.sync_api import expect

import balkanroute as br
from balkanroute import geodata
from balkanroute.layers import Layer, Style

pytestmark = pytest.mark.browser

#: A picture of what the canvases of one part of the map show.
CANVASES = """pane => [...document.querySelectorAll(`[class*=${pane}] canvas`)]
    .map(canvas => canvas.toDataURL()).join()"""
ROWS = """() => [...document.querySelectorAll('.br-items .br-item')].map(node => ({
    key: node.dataset.key,
    says: node.querySelector('.br-item-says').textContent,
    who: node.querySelector('.br-item-who').textContent,
}))"""


@pytest.fixture(scope="module")
def read(look_once, dossier):
    """Open a page that the tests only read."""
    return look_once(dossier)


def _paged(page):
    """Read the list through all its pages."""
    rows = page.evaluate(ROWS)
    while page.get_by_role("button", name="Next", exact=True).is_enabled():
        page.get_by_role("button", name="Next", exact=True).click()
        rows += page.evaluate(ROWS)
    return rows


def _claim(watched, atlas, key):
    """Open a claim by its address, and give its card."""
    page = watched.page
    page.evaluate("text => { location.hash = text; }", f"#claim={key}")
    card = page.locator(".br-card")
    expect(card.locator(".br-says")).to_have_text(atlas.claim(key).says)
    return card


def _two(**claim):
    """Make an atlas of two claims, of which the second disputes the first."""
    return br.Atlas(
        title="Two",
        sources=(
            br.Source(id="r", title="Root", published=br.Period("2022")),
            br.Source(id="s", title="Echo", url="https://example.org/e", derived_from=("r",)),
        ),
        agents=(
            br.Agent(id="a", name="Ana", role="mayor"),
            br.Agent(id="b", name="Boris"),
        ),
        places=(
            br.Place(
                id="v",
                name="Vojvodina",
                kind="region",
                basis="gazetteer",
                geometry=shapely.box(19, 45, 21, 46),
                precision_m=2500,
            ),
        ),
        claims=(
            br.Claim(id="c", says="It is so.", speaker="a", source="s", **claim),
            br.Claim(
                id="d",
                says="It is not.",
                speaker="b",
                source="r",
                stance="denies",
                relations=(br.Relation(kind="contradicts", claim="c"),),
            ),
        ),
    )


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
    expect(card.locator(".br-tally").first).to_contain_text("independent origin")
    expect(card.locator(".br-claim").first.locator(".br-stance")).not_to_be_empty()
    expect(card.locator(".br-claim .br-since").first).to_contain_text("reported")
    expect(card.locator(".br-related .br-doubt").first).to_contain_text("≠")
    card.locator(".br-claim").first.locator("summary", has_text="origin").click()
    expect(card.locator(".br-claim").first.locator(".br-origin").first).to_be_visible()
    watched.nothing_went_wrong()
    assert len(watched.asked) == 1


def test_the_head_counts_claims_speakers_sources_and_origins(read, atlas):
    told = read.page.locator("#br-counts")
    speakers = {claim.speaker for claim in atlas.claims}
    expect(told).to_contain_text(f"{len(atlas.claims)} claims · {len(speakers)} speakers")
    expect(told).to_contain_text(f"{len(atlas.sources)} sources")
    expect(told).to_contain_text("21 independent origins")
    expect(told).to_contain_text("state of January 2024")


def test_every_claim_is_in_the_list(look, dossier, atlas):
    rows = _paged(look(dossier).page)
    assert len(rows) == len({row["key"] for row in rows}) == len(atlas.claims)
    assert [row["says"] for row in rows] == [claim.says for claim in atlas.claims]


def test_the_list_stands_before_the_map_in_reading_order(read):
    parts = read.page.locator("#br-panel, #br-map")
    assert parts.evaluate_all("nodes => nodes.map(node => node.id)") == ["br-panel", "br-map"]


def test_the_list_works_with_the_map_hidden(look, dossier, atlas):
    watched = look(dossier)
    page = watched.page
    page.evaluate("document.querySelector('.br-stage').style.display = 'none'")
    page.locator(".br-item", has_text=atlas.claims[0].says).click()
    expect(page.locator(".br-card .br-says")).to_have_text(atlas.claims[0].says)
    page.get_by_role("button", name="Back", exact=True).click()
    page.locator("#br-search").fill("Haqqani")
    expect(watched.shown).not_to_have_text(str(len(atlas.claims)))
    watched.tab("filters")
    page.locator(".br-facet-values input").first.check()
    watched.tab("claims")
    assert len(page.evaluate(ROWS)) == int(watched.shown.text_content())
    watched.nothing_went_wrong()


@pytest.mark.parametrize("way", ["hover", "focus"])
def test_a_claim_of_the_list_marks_its_place_on_the_map(look, dossier, way):
    page = look(dossier).page
    before = page.evaluate(CANVASES, "br-features")
    item = page.locator("[data-key='claim:2']")
    item.hover() if way == "hover" else item.focus()
    changed = f"before => ({CANVASES})('br-features') !== before"
    page.wait_for_function(changed, arg=before)
    page.mouse.move(5, 5)
    page.locator("#br-search").focus()
    page.wait_for_function(changed.replace("!==", "==="), arg=before)


def test_claims_without_a_place_are_counted_in_the_tray_and_shown_alone(look, dossier, atlas):
    located = {place.id for place in atlas.places if place.geometry is not None}
    nowhere = [
        claim
        for claim in atlas.claims
        if not claim.routes and not any(at.place in located for at in claim.where)
    ]
    watched = look(dossier)
    page = watched.page
    expect(page.locator(".br-tray")).to_contain_text(f"{len(nowhere)} claims")
    page.get_by_role("button", name="Show only these").click()
    expect(watched.shown).to_have_text(str(len(nowhere)))
    assert {row["says"] for row in page.evaluate(ROWS)} == {claim.says for claim in nowhere}
    page.get_by_role("button", name="Show all claims").click()
    expect(watched.shown).to_have_text(str(len(atlas.claims)))


def test_a_claim_of_no_place_at_all_stands_in_the_tray(look):
    page = look(br.to_html(_two())).page
    expect(page.locator(".br-tray")).to_contain_text("2 claims")
    expect(page.locator(".br-item-who").first).to_contain_text("no place")


def test_the_list_is_sorted_as_the_reader_asks(look, dossier, atlas):
    page = look(dossier).page
    source = {one.id: one for one in atlas.sources}
    names = [row["who"] for row in _sorted(page, "speaker")]
    speakers = [atlas.agent(claim.speaker).name for claim in atlas.claims]
    firsts = [next(one for one in speakers if who.startswith(one)) for who in names]
    assert firsts == sorted(firsts, key=lambda name: normalize("NFKD", name).casefold())
    days = {claim.says: source[claim.source].published.earliest for claim in atlas.claims}
    told = [days[row["says"]] for row in _sorted(page, "oldest")]
    assert told == sorted(told)
    ends = {claim.says: source[claim.source].published.latest for claim in atlas.claims}
    told = [ends[row["says"]] for row in _sorted(page, "newest")]
    assert told == sorted(told, reverse=True)
    assert "no place" in _sorted(page, "place")[-1]["who"]
    assert _sorted(page, "order")[0]["says"] == atlas.claims[0].says


def _sorted(page, order):
    page.locator("#br-sort").select_option(order)
    expect(page.locator("#br-sort")).to_have_value(order)
    return _paged(page)


def test_the_list_can_hold_only_what_the_map_shows(look, dossier, atlas):
    watched = look(dossier)
    page = watched.page
    page.get_by_role("button", name="Main area").click()
    page.locator(".br-list-tools input").check()
    expect(watched.shown).not_to_have_text(str(len(atlas.claims)))
    near = int(watched.shown.text_content())
    page.get_by_role("button", name="Everything").click()
    page.wait_for_function(
        "near => Number(document.querySelector('#br-shown').textContent) > near", arg=near
    )
    page.get_by_role("button", name="Main area").click()
    expect(watched.shown).to_have_text(str(near))
    page.locator(".br-list-tools input").uncheck()
    expect(watched.shown).to_have_text(str(len(atlas.claims)))


def test_the_page_opens_on_its_main_area(look, dossier):
    page = look(dossier).page
    boxes = "() => [...document.querySelectorAll('.folium-map .br-count')].map(one => {"
    boxes += " const { x, y } = one.getBoundingClientRect(); return [x, y].map(Math.round); })"
    before = page.evaluate(boxes)
    page.get_by_role("button", name="Main area").click()
    page.locator(".folium-map:not(:has(.leaflet-zoom-anim))").wait_for()
    assert page.evaluate(boxes) == before


def test_a_layer_can_be_switched_off_and_on_and_keeps_its_place(look, dossier):
    watched = look(dossier)
    page = watched.page
    legend = watched.legend()
    order = legend.locator("fieldset .br-switch").all_text_contents()
    vojvodina = page.locator(".br-count", has_text="Vojvodina")
    expect(vojvodina.first).to_be_visible()
    before = page.evaluate(CANVASES, "br-features")
    regions = legend.locator(".br-switch", has_text="Regions").locator("input")
    regions.uncheck()
    expect(vojvodina).to_have_count(0)
    page.wait_for_function(f"before => ({CANVASES})('br-features') !== before", arg=before)
    regions.check()
    expect(vojvodina.first).to_be_visible()
    page.wait_for_function(f"before => ({CANVASES})('br-features') === before", arg=before)
    assert legend.locator("fieldset .br-switch").all_text_contents() == order
    watched.nothing_went_wrong()


def test_a_layer_of_points_can_be_switched_off_and_on(look, dossier):
    watched = look(dossier)
    page = watched.page
    before = page.evaluate(CANVASES, "br-points")
    box = watched.legend().locator(".br-switch", has_text="Border crossings").locator("input")
    box.uncheck()
    page.wait_for_function(f"before => ({CANVASES})('br-points') !== before", arg=before)
    box.check()
    page.wait_for_function(f"before => ({CANVASES})('br-points') === before", arg=before)


def test_layers_are_grouped_and_stand_as_they_are_stacked(read, atlas):
    legend = read.legend()
    spec = br.overview(atlas)
    for name, layers in (
        ("Routes and links", [one.name for one in spec.layers if one.routes]),
        ("Places", ["" for one in spec.layers if not one.routes]),
    ):
        group = legend.locator("fieldset", has=read.page.locator("legend", has_text=name))
        rows = group.locator(".br-switch").all_text_contents()
        assert len(rows) == len(layers)
        for row, layer in zip(rows, reversed(layers), strict=True):
            assert layer in row


def test_a_layer_that_its_author_left_off_is_off_when_the_page_opens(look):
    atlas = _two(where=(br.PlaceRole(place="v"),))
    style = Style(colour="#c4670b", fill_opacity=0.2, shape="area")
    layer = Layer(id="x", style=style, places=("v",), name="Mine", visible=False)
    watched = look(br.to_html(br.MapSpec(atlas=atlas, layers=(layer,), view=(18, 44, 22, 47))))
    box = watched.legend().locator(".br-switch", has_text="Mine").locator("input")
    expect(box).not_to_be_checked()
    expect(watched.page.locator(".br-map .folium-map .br-count")).to_have_count(0)
    box.check()
    expect(watched.page.locator(".br-map .folium-map .br-count")).to_have_count(1)


def _values(atlas, by):
    """Count the claims of each value that the page can colour by."""
    source = {one.id: one for one in atlas.sources}

    def roots(key):
        above = source[key].derived_from
        return set().union(*map(roots, above)) if above else {key}

    tell = {
        "topic": lambda claim: claim.topics or ("no topic",),
        "speaker": lambda claim: (atlas.agent(claim.speaker).name,),
        "stance": lambda claim: (claim.stance,),
        "source": lambda claim: (source[claim.source].title,),
        "origin": lambda claim: [source[key].title for key in roots(claim.source)],
    }[by]
    return Counter(value for claim in atlas.claims for value in tell(claim))


@pytest.mark.parametrize("by", ["topic", "speaker", "stance", "source", "origin"])
def test_claims_are_coloured_by_what_they_have_and_the_legend_says_so(read, atlas, by):
    page = read.page
    legend = read.legend()
    page.locator("#br-by").select_option(by)
    rows = legend.locator(".br-legend li").all_text_contents()
    told = [one.strip().casefold() for one in rows]
    expected = _values(atlas, by)
    # The first seven have a colour each; of those that tie for the last, any may be among them.
    least = sorted(expected.values(), reverse=True)[:7][-1]
    certain = {name.casefold() for name, n in expected.items() if n > least}
    assert certain <= set(told)
    assert set(told) <= {name.casefold() for name in expected} | {"all others"}
    swatches = page.locator(".br-items .br-item-says svg")
    assert swatches.count() == page.locator(".br-items .br-item").count()
    page.locator("#br-by").select_option("layer")
    expect(legend.locator(".br-legend")).not_to_be_visible()
    expect(swatches).to_have_count(0)


def test_each_colour_of_the_legend_is_one_of_the_list(look, dossier):
    watched = look(dossier)
    page = watched.page
    watched.legend()
    page.locator("#br-by").select_option("stance")
    drawn = "nodes => nodes.map(node => node.innerHTML.replace(/stroke-width=.[^ ]*/, ''))"
    legend = set(page.locator(".br-legend svg").evaluate_all(drawn))
    listed = set(page.locator(".br-items svg").evaluate_all(drawn))
    assert len(legend) == 5
    assert listed <= legend


def test_a_card_says_who_how_when_and_what_about(look, dossier, atlas):
    watched = look(dossier)
    card = _claim(watched, atlas, "price-per-head")
    claim = atlas.claim("price-per-head")
    expect(card.locator(".br-speaker")).to_have_text(atlas.agent(claim.speaker).name)
    expect(card.locator(".br-stance")).to_have_text(claim.stance)
    expect(card.locator(".br-since")).to_contain_text("reported")
    expect(card.locator(".br-rows")).to_contain_text("Figures")
    expect(card.locator(".br-rows")).to_contain_text("paragraph")
    card = _claim(watched, atlas, "dossier-dated")
    expect(card.locator(".br-rows")).to_contain_text("25 October 2023")


def test_a_card_shows_the_chain_of_sources_down_to_the_origin(look):
    watched = look(br.to_html(_two()), fragment="#claim=c")
    chain = watched.page.locator(".br-chain", has_text="1 independent origin")
    chain.locator("summary").click()
    items = chain.locator("ol li")
    expect(items).to_have_count(2)
    expect(items.first).to_contain_text("carried by Echo")
    expect(items.last).to_contain_text("origin Root")
    expect(items.first.locator("a")).to_have_attribute("rel", "noopener noreferrer")
    expect(items.first.locator("a")).to_have_attribute("href", "https://example.org/e")


def test_a_card_names_a_dispute_and_leads_to_the_other_claim(look):
    page = look(br.to_html(_two()), fragment="#claim=c").page
    doubt = page.locator(".br-related .br-doubt")
    expect(doubt).to_contain_text("≠ contradicted by")
    expect(page.locator(".br-flag")).to_contain_text("disputed")
    doubt.get_by_role("button", name="Boris: It is not.").click()
    expect(page.locator(".br-card .br-says")).to_have_text("It is not.")
    expect(page.locator(".br-related .br-doubt")).to_contain_text("contradicts")


def test_a_claim_within_a_region_says_somewhere_in_it(look):
    where = (br.PlaceRole(place="v", role="at"),)
    page = look(br.to_html(_two(where=where)), fragment="#claim=c").page
    expect(page.locator(".br-card .br-place")).to_have_text("somewhere in Vojvodina")
    page.locator(".br-card .br-place").click()
    expect(page.locator(".br-kind")).to_have_text(
        "Region: area from a gazetteer, drawn to within 2.5 km."
    )


def test_a_count_says_how_many_claims_speakers_and_disputes_it_stands_for(read):
    count = read.page.locator(".folium-map .br-count", has_text="Hungary border")
    told = re.compile(r"20 claims, \d+ speakers, \d+ disputed")
    expect(count).to_have_accessible_name(told)


def test_a_count_of_several_places_lets_the_reader_choose(look, dossier):
    page = look(dossier).page
    count = page.locator(".br-count", has=page.locator(".br-count-more")).first
    more = int(count.locator(".br-count-more").text_content().lstrip("+"))
    count.click()
    choice = page.locator(".br-choice .br-item")
    expect(choice).to_have_count(more + 1)
    name = choice.nth(1).locator("b").text_content()
    choice.nth(1).click()
    expect(page.locator(".br-card h2")).to_contain_text(name)


def test_a_point_on_the_map_opens_its_card(look, dossier):
    page = look(dossier).page
    page.evaluate("location.hash = '#at=13/20.05/46.05&card=horgos'")
    expect(page.locator(".br-card h2")).to_contain_text("Horgoš")
    expect(page.locator(".br-kind")).to_contain_text("a settlement, somewhere within 1.5 km")


def test_the_sources_say_what_they_repeat_and_lead_to_their_claims(look):
    watched = look(br.to_html(_two()))
    page = watched.page
    watched.tab("sources")
    expect(page.locator(".br-sources li", has_text="Echo")).to_contain_text("Repeats: Root")
    expect(page.locator(".br-sources li", has_text="2022")).to_contain_text("An origin")
    page.locator(".br-sources li", has_text="Echo").get_by_role("button").click()
    expect(watched.shown).to_have_text("1")
    expect(page.locator(".br-item-says")).to_have_text("It is so.")


def test_a_note_of_the_about_page_says_how_to_read_it(read):
    read.tab("about")
    told = read.page.locator("#br-view")
    expect(told).to_contain_text("It is not a finding of this page.")
    expect(told).to_contain_text("Leaflet")
    expect(told).to_contain_text("CC0-1.0")
    read.tab("claims")


def test_on_a_phone_the_card_that_an_address_names_is_on_the_screen(look, dossier, atlas):
    page = look(dossier, PHONE, fragment=f"#claim={atlas.claims[0].id}").page
    expect(page.locator(".br-card .br-says")).to_be_in_viewport()


#: What of the map's own controls a count lies on, by the texts of both.
TOUCHING = """() => {
    const boxes = (selector) => [...document.querySelectorAll(selector)]
        .map(node => [node.textContent, node.getBoundingClientRect()]);
    const controls = boxes(".br-views, .br-map .leaflet-bar");
    return boxes(".br-count").flatMap(([count, a]) => controls
        .filter(([, b]) => a.left < b.right && b.left < a.right
            && a.top < b.bottom && b.top < a.bottom)
        .map(([control]) => [count, control]));
}"""


def _spot(x, y):
    """Make an atlas of one claim about one spot."""
    spot = br.Place(id="p", name="Spot", geometry=shapely.Point(x, y), precision_m=100)
    return br.Atlas(
        title="Spot",
        sources=(br.Source(id="s", title="Source"),),
        agents=(br.Agent(id="a", name="Agent"),),
        places=(spot,),
        claims=(
            br.Claim(
                id="c", says="Seen.", speaker="a", source="s", where=(br.PlaceRole(place="p"),)
            ),
        ),
    )


def _middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("control", [".br-views", ".leaflet-bar"])
def test_on_a_phone_no_count_lies_on_the_buttons_of_the_map(look, control):
    page = look(br.to_html(_spot(21, 44)), PHONE).page
    count = page.locator(".br-count")
    (from_x, from_y), (to_x, to_y) = _middle(count), _middle(page.locator(control))
    x, y = _middle(page.locator(".folium-map"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + to_x - from_x, y + to_y - from_y, steps=4)
    page.wait_for_timeout(300)
    page.mouse.up()
    page.wait_for_function("() => location.hash.includes('at=')")
    expect(count).to_be_in_viewport()
    assert page.evaluate(TOUCHING) == []


#: How many pixels of the names' canvas are drawn on within three of a spot of the page.
LETTERED = """([x, y]) => {
    const canvas = document.querySelector(".leaflet-br-names-pane canvas");
    const box = canvas.getBoundingClientRect();
    const sharp = canvas.width / box.width;
    const from = [(x - box.left - 3) * sharp, (y - box.top - 3) * sharp];
    const { data } = canvas.getContext("2d").getImageData(...from, 7 * sharp, 7 * sharp);
    return data.filter((value, at) => at % 4 === 3 && value).length;
}"""


@pytest.mark.parametrize(("aside", "drawn"), [(0, False), (0.5, True)], ids=["there", "elsewhere"])
def test_a_city_has_no_dot_where_a_mark_stands(look, aside, drawn):
    cities = geodata.load("cities")
    [city] = cities[cities["name"] == "Belgrade"].geometry
    html = br.to_html(_spot(city.x + aside, city.y))
    page = look(html, fragment=f"#at=8/{city.x}/{city.y}").page
    page.wait_for_timeout(200)
    assert bool(page.evaluate(LETTERED, _middle(page.locator(".folium-map")))) is drawn


#: Notes what stands on the screen in the moment the page says that it is ready, and clicks a row.
AT_READY = """new MutationObserver((_, observer) => {
    if (!document.documentElement?.hasAttribute("data-ready")) return;
    observer.disconnect();
    const drawn = (pane) => [...document.querySelectorAll(`.leaflet-${pane}-pane canvas`)]
        .some((canvas) => canvas.getContext("2d")
            .getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean));
    const rows = [...document.querySelectorAll(".br-item")];
    const last = rows.at(-1).getBoundingClientRect().bottom;
    window.atReady = {
        filled: last > innerHeight || rows.length === 50,
        panes: ["br-ground", "br-features", "br-points"].filter(drawn),
        says: rows[0].querySelector(".br-item-says").textContent,
    };
    rows[0].click();
    window.atReady.card = document.querySelector(".br-card .br-says")?.textContent;
}).observe(document, {attributes: true, subtree: true, attributeFilter: ["data-ready"]});"""


@pytest.mark.parametrize("height", [800, 2160])
def test_when_the_page_says_that_it_is_ready_list_and_map_stand_and_answer(
    look, dossier, atlas, height
):
    address = look(dossier).page.url
    browser = look(dossier).page.context.browser
    context = browser.new_context(viewport={"width": 1280, "height": height}, offline=True)
    context.add_init_script(AT_READY)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-complete]")
    found = page.evaluate("window.atReady")
    context.close()
    says = atlas.claims[0].says
    panes = ["br-ground", "br-features", "br-points"]
    assert found == {"filled": True, "panes": panes, "says": says, "card": says}
