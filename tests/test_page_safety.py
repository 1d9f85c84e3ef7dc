"""Nothing that stands in an atlas or in an address runs, and nothing leaves the page unasked."""

from __future__ import annotations

import base64
import csv
import json
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
import shapely
from pages import VECTORS
from playwright.sync_api import expect

import balkanroute as br
from balkanroute.layers import Tiles

pytestmark = pytest.mark.browser

HOST = "tiles.example.org"
#: The smallest picture there is.
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
#: What an address can hold, and what nobody writes into it unless to do harm.
ODD_ADDRESSES = (
    "#at=999/1e300/-1e300", "#at=NaN/Infinity/-Infinity", "#at=-5/0/0&at=3/20/44",
    "#time=1e300/-1e300", "#time=x/y/z&dates=never&undated=no", "#by=__proto__&tab=constructor",
    "#lang=__proto__", "#lang=x-%00", "#off=__proto__,constructor,,", "#card=__proto__",
    "#card=toString:0", "#claim=hasOwnProperty", "#q=%22%22%22", "#topic=%25", "#topic=%25E0%25A4",
    "#speaker=%25zz,,,%2C", "#place=\ud7ff\ue000", "#%", "#&&==&=", "#" + "q=a&" * 2000,
)  # fmt: skip

#: Walks through all that the page can show, and collects what each part of it says.
WALK = """async vector => {
    const told = {};
    const one = what => document.querySelector(what);
    const rest = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    const press = async what => { one(what).click(); await rest(); };
    const unfold = async what => {
        for (const node of document.querySelectorAll(what)) node.open = true;
        await rest();
    };
    const search = async text => {
        one('#br-search').value = text;
        one('#br-search').dispatchEvent(new Event('input'));
        await rest();
    };
    for (const name of ['filters', 'sources', 'about', 'claims']) {
        await press(`#br-tab-${name}`);
        await unfold('#br-view details');
        told[name] = one('#br-view').textContent;
    }
    await unfold('#br-layers');
    told.legend = one('#br-layers').textContent;
    const boxes = [...document.querySelectorAll('#br-layers .br-switch')];
    boxes.find(box => box.textContent.includes('internet address')).click();
    await rest();
    told.credits = one('#br-foot').textContent;
    await search(vector);
    told.chips = one('.br-chips-host').textContent;
    await search('');
    await press('.br-items .br-item');
    await unfold('.br-card details');
    told.card = one('.br-card').textContent;
    await press('.br-card .br-place');
    told.place = one('.br-card').textContent;
    await press('.br-card .br-back');
    one('.folium-map .br-count-more').closest('button').click();
    await rest();
    told.cluster = one('.br-card').textContent;
    window.dispatchEvent(new Event('beforeprint'));
    told.print = one('#br-print').textContent;
    window.dispatchEvent(new Event('afterprint'));
    return told;
}"""


def _tiles(name="Streets", attribution="© Streets of Example"):
    url = f"https://{HOST}/{{z}}/{{x}}/{{y}}.png"
    return Tiles(name=name, url=url, attribution=attribution)


def _hostile(text):
    area = br.Place(
        id="p",
        name=text,
        names=(br.Name(text=f"other {text}", language="en"),),
        kind="region",
        geometry=shapely.box(19, 45, 20, 46),
        precision_m=500,
        provenance=text,
        ids={text: text},
        within=text,
        definition=text,
        note=text,
    )
    spot = br.Place(id="q", name=f"spot {text}", geometry=shapely.Point(19.5, 44), precision_m=900)
    beside = br.Place(id="r", name=text, geometry=shapely.Point(19.5, 44.0001), precision_m=900)
    legs = (br.Leg(origin="p", destination="q", note=text),)
    return br.Atlas(
        title=text,
        summary=text,
        licence=text,
        note=text,
        recorder="a",
        extra={text: text},
        sources=(
            br.Source(id="r", title=text, publisher=text, url=text, note=text, language=text),
            br.Source(id="s", title=text, url=text, archived_url=text, derived_from=("r",)),
        ),
        agents=(br.Agent(id="a", name=text, role=text, note=text),),
        places=(area, spot, beside),
        routes=(br.Route(id="w", name=text, legs=legs, note=text),),
        claims=(
            br.Claim(
                id="c",
                says=text,
                speaker="a",
                source="s",
                recorder="a",
                where=(
                    br.PlaceRole(place="p"),
                    br.PlaceRole(place="q", role="near"),
                    br.PlaceRole(place="r"),
                ),
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


def _hostile_map(text):
    spec = br.overview(_hostile(text), tiles=[_tiles(text, text)])
    layers = tuple(replace(layer, name=text, note=text) for layer in spec.layers)
    return replace(spec, layers=layers, attributions=(text,))


def _plain(text):
    """Give a text as a reader sees it: all white space alike."""
    return " ".join(text.split())


def _taken(page, name):
    """Give the text of a file that the page hands out."""
    if page.locator(".br-take").get_attribute("open") is None:
        page.locator(".br-take > summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return Path(download.value.path()).read_text("utf-8-sig")


@pytest.fixture
def lend(look):
    """Open a page whose tiles come from a host that answers."""

    def open_page(html):
        watched = look(html)
        watched.page.context.route(
            f"https://{HOST}/**",
            lambda route: route.fulfill(body=PIXEL, content_type="image/gif"),
        )
        return watched

    return open_page


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_hostile_text_in_any_field_is_shown_as_typed_and_runs_nothing(lend, vector):
    html = br.to_html(_hostile_map(vector))
    assert "62615533" not in html
    watched = lend(html)
    page = watched.page
    told = page.evaluate(WALK, vector)
    page.locator(".folium-map .br-count").first.hover()
    silent = {part for part, text in told.items() if _plain(vector) not in _plain(text)}
    assert silent == set()
    assert page.locator("#br-title").text_content() == vector
    assert page.title() == " ".join(re.split(r"[ \t\n\f\r]+", vector)).strip()
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.locator("#br-page img:not(.leaflet-tile), iframe, object, embed").count() == 0
    assert {url.split("/")[2] for url in watched.went_out} <= {HOST}
    assert watched.said == []
    assert page.evaluate("window.pwned") is None


def test_files_keep_hostile_text_as_it_was(look):
    texts = list(VECTORS.values())
    atlas = br.Atlas(
        title="Kept",
        sources=(br.Source(id="s", title="Source"),),
        agents=(br.Agent(id="a", name="Agent"),),
        claims=tuple(
            br.Claim(id=f"c{i}", says=text, speaker="a", source="s", note=text)
            for i, text in enumerate(texts)
        ),
    )
    watched = look(br.to_html(atlas))
    rows = list(csv.DictReader(StringIO(_taken(watched.page, "CSV"), newline="")))
    assert [row["says"] for row in rows] == [row["note"] for row in rows] == texts
    features = json.loads(_taken(watched.page, "GeoJSON"))["features"]
    assert [one["properties"]["says"] for one in features] == texts
    watched.nothing_went_wrong()


def test_hostile_text_in_any_part_of_an_address_runs_nothing(look, dossier):
    keys = "at claim card tab q by off time dates undated inview lang topic speaker stance source"
    parts = [f"{key}={{0}}" for key in f"{keys} origin place precision".split()]
    watched = look(dossier, fragment="#" + "&".join(parts).format(quote(VECTORS["markup"])))
    expect(watched.page.locator(".br-tabs [aria-selected=true]")).to_have_count(1)
    for vector in VECTORS.values():
        for written in (quote(vector), quote(quote(vector))):
            fragment = "#" + "&".join(parts).format(written)
            watched.page.evaluate("text => { location.hash = text; }", fragment)
    expect(watched.page.locator(".br-tabs [aria-selected=true]")).to_have_count(1)
    watched.nothing_went_wrong()


@pytest.mark.parametrize("fragment", ["#topic=%25", "#at=99/1e300/-1e300&time=1e300/-1e300"])
def test_a_page_opens_whatever_its_address_says(look, dossier, fragment):
    watched = look(dossier, fragment=fragment)
    expect(watched.page.locator(".br-tabs [aria-selected=true]")).to_have_count(1)
    watched.nothing_went_wrong()


def test_a_page_follows_whatever_its_address_says(look, dossier):
    watched = look(dossier)
    page = watched.page
    for fragment in ODD_ADDRESSES:
        page.evaluate("text => { location.hash = text; }", fragment)
    page.evaluate("location.hash = '#q=Haqqani'")
    expect(page.locator(".br-chip")).to_contain_text("Haqqani")
    watched.nothing_went_wrong()


def test_ids_and_topics_may_be_words_of_the_language_of_scripts(look):
    names = ("__proto__", "toString", "a,b", "a%b&c=d#e", "Хоргош")
    atlas = br.Atlas(
        title="Odd ids",
        sources=tuple(br.Source(id=name, title=f"source {name}") for name in names),
        agents=tuple(br.Agent(id=name, name=f"agent {name}") for name in names),
        claims=tuple(
            br.Claim(id=name, says=f"says {name}", speaker=name, source=name, topics=(name,))
            for name in names
        ),
    )
    watched = look(br.to_html(atlas))
    page = watched.page
    for name in names:
        watched.tab("filters")
        page.locator(".br-facet-box").first.locator(".br-switch", has_text=name).first.click()
        expect(watched.shown).to_have_text("1")
        fragment = watched.fragment("topic=")
        page.locator(".br-chip").click()
        expect(watched.shown).to_have_text(str(len(names)))
        page.wait_for_function("() => !location.hash.includes('topic=')")
        page.evaluate("text => { location.hash = text; }", fragment)
        expect(watched.shown).to_have_text("1")
        expect(page.locator(".br-chip")).to_contain_text(name)
        page.locator(".br-chip").click()
    watched.nothing_went_wrong()


def test_a_half_letter_is_replaced_and_breaks_nothing(look):
    watched = look(br.to_html(_hostile("half \ud800 letter")))
    assert "half" in watched.page.locator("#br-title").text_content()
    watched.nothing_went_wrong()


def test_the_policy_of_the_page_lets_only_its_own_scripts_run(look, dossier):
    watched = look(dossier)
    watched.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'),"
        "{textContent: 'window.pwned = true'}))"
    )
    assert watched.page.evaluate("window.pwned") is None
    assert any("Content Security Policy" in text for text in watched.said)


def test_the_policy_lets_no_picture_come_from_anywhere(look, dossier):
    page = look(dossier).page
    with page.expect_event("requestfailed") as refused:
        page.evaluate("new Image().src = 'https://elsewhere.example.org/spy.gif'")
    assert refused.value.failure == "csp"


def test_a_link_from_the_atlas_tells_its_target_nothing_of_the_page(look, dossier):
    page = look(dossier).page
    page.locator("#br-tab-sources").click()
    links = page.locator("#br-view a")
    expect(links.first).to_be_visible()
    told = {(one.get_attribute("rel"), one.get_attribute("target")) for one in links.all()}
    assert told == {("noopener noreferrer", "_blank")}
    assert all(one.get_attribute("href").startswith("https://") for one in links.all())


def test_no_request_leaves_the_page_whatever_is_opened(look, dossier):
    watched = look(dossier)
    page = watched.page
    for name in ("filters", "sources", "about", "claims"):
        watched.tab(name)
    watched.legend()
    page.locator(".br-item").first.click()
    page.get_by_role("button", name="Everything").click()
    page.locator("#br-language").select_option("hu")
    page.locator(".br-take summary").click()
    watched.nothing_went_wrong()
    assert len([url for url in watched.asked if url.startswith("file:")]) == 1


def test_a_page_without_claims_opens(look):
    watched = look(br.to_html(br.Atlas(title="Nothing yet")))
    expect(watched.page.locator("#br-title")).to_have_text("Nothing yet")
    expect(watched.shown).to_have_text("0")
    for name in ("filters", "sources", "about", "claims"):
        watched.tab(name)
    watched.page.locator("#br-search").fill("anything")
    watched.nothing_went_wrong()


def test_tiles_are_asked_for_only_once_the_reader_has_switched_them_on(lend, atlas):
    watched = lend(br.to_html(br.overview(atlas, tiles=[_tiles()])))
    page = watched.page
    page.get_by_role("button", name="Everything").click()
    row = watched.legend().locator(".br-switch", has_text="Streets")
    assert watched.went_out == []
    with page.expect_request(f"https://{HOST}/**"):
        row.locator("input").check()
    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
    assert {url.split("/")[2] for url in watched.went_out} == {HOST}
    assert watched.said == []


def test_the_switch_of_tiles_names_the_host_that_would_see_the_reader(lend, atlas):
    watched = lend(br.to_html(br.overview(atlas, tiles=[_tiles()])))
    row = watched.legend().locator(".br-switch", has_text="Streets")
    expect(row).to_contain_text(HOST)
    expect(row.locator("input")).not_to_be_checked()


def test_the_credit_of_tiles_stands_as_long_as_they_are_on(lend, atlas):
    watched = lend(br.to_html(br.overview(atlas, tiles=[_tiles()])))
    credit = watched.page.locator("#br-foot")
    box = watched.legend().locator(".br-switch", has_text="Streets").locator("input")
    expect(credit).not_to_contain_text("Streets of Example")
    box.check()
    expect(credit).to_contain_text("© Streets of Example")
    box.uncheck()
    expect(credit).not_to_contain_text("Streets of Example")
    expect(watched.page.locator(".leaflet-tile")).to_have_count(0)


def test_tiles_lie_beneath_all_that_is_claimed(lend, atlas):
    watched = lend(br.to_html(br.overview(atlas, tiles=[_tiles()])))
    page = watched.page
    watched.legend().locator(".br-switch", has_text="Streets").locator("input").check()
    page.locator(".leaflet-tile-loaded").first.wait_for(state="attached")
    page.locator("#br-layers > summary").click()
    page.locator(".folium-map .br-count", has_text="Vojvodina").click(timeout=3000)
    heights = page.evaluate(
        "() => ['img.leaflet-tile', '[class*=br-features] canvas', '[class*=br-points] canvas',"
        " '.folium-map .br-count'].map(what => Number(getComputedStyle("
        "document.querySelector(what).closest('.leaflet-pane')).zIndex))"
    )
    assert heights == sorted(set(heights))


def test_the_policy_lets_tiles_come_from_their_host_only(lend, atlas):
    html = br.to_html(br.overview(atlas, tiles=[_tiles()]))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)', html)[1]
    assert f"img-src data: blob: https://{HOST};" in policy
    assert policy.count("https:") == 1
    page = lend(html).page
    with page.expect_event("requestfailed") as refused:
        page.evaluate("new Image().src = 'https://other.example.org/spy.gif'")
    assert refused.value.failure == "csp"
