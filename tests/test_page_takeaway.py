"""What the reader takes away: files, a picture, paper; and the page in a notebook."""

from __future__ import annotations

import csv
import io
import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import nbformat
import pytest
import shapely
from nbconvert import HTMLExporter
from playwright.sync_api import expect

import balkanroute as br

pytestmark = pytest.mark.browser

#: Number of colours of a picture, and how much of it is the commonest.
COLOURS = """async base64 => {
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    const counts = new Map();
    for (const pixel of new Uint32Array(data.buffer))
        counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
    const most = Math.max(...counts.values()) / (picture.width * picture.height);
    return { width: picture.width, height: picture.height, colours: counts.size, most };
}"""
#: What a spreadsheet would compute.
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")
FILTERED = "#stance=warns,alleges"


def _take(watched, name):
    """Give the file that a button of the menu hands out."""
    page = watched.page
    if page.locator(".br-take").get_attribute("open") is None:
        page.locator(".br-take > summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def _rows(watched):
    _, data = _take(watched, "CSV")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _features(watched):
    _, data = _take(watched, "GeoJSON")
    return json.loads(data)


def _filtered(atlas):
    return [claim for claim in atlas.claims if claim.stance in {"warns", "alleges"}]


def _atlas(**claim):
    return br.Atlas(
        title="Small",
        licence="CC BY 4.0",
        date=br.Period("2024"),
        sources=(br.Source(id="s", title="Source", published=br.Period("2023")),),
        agents=(br.Agent(id="a", name="Agent"),),
        places=(
            br.Place(id="p", name="Spot", geometry=shapely.Point(20.5, 44.25), precision_m=100),
            br.Place(id="q", name="Area", geometry=shapely.box(19, 45, 20, 46)),
        ),
        claims=(br.Claim(id="c", speaker="a", source="s", **claim),),
    )


def _printed(watched):
    """Lay the page out for paper, as a browser does when it prints."""
    page = watched.page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    return page.locator("#br-print")


@pytest.fixture(scope="module")
def narrowed(look_once, dossier):
    """Open the shipped atlas with only those claims that warn or allege."""
    return look_once(dossier, fragment=FILTERED)


def test_csv_holds_exactly_the_claims_that_pass(narrowed, atlas):
    assert [row["id"] for row in _rows(narrowed)] == [claim.id for claim in _filtered(atlas)]


def test_csv_holds_what_the_atlas_says(narrowed, atlas):
    for row, claim in zip(_rows(narrowed), _filtered(atlas), strict=True):
        source = atlas.source(claim.source)
        assert row["says"] == claim.says
        assert row["speaker"] == atlas.agent(claim.speaker).name
        assert row["stance"] == claim.stance
        assert row["source"] == source.title
        assert row["url"] == (source.url or "")
        assert row["about"] == str(claim.about or "")
        assert row["topics"] == "; ".join(claim.topics)
        assert row["places"] == "; ".join(atlas.place(at.place).name for at in claim.where)


def test_csv_says_how_to_cite_it_and_under_which_licence(narrowed, atlas):
    rows = _rows(narrowed)
    assert {row["licence"] for row in rows} == {atlas.licence}
    (cited,) = {row["citation"] for row in rows}
    assert cited.startswith(f"{atlas.title}. January 2024.")


def test_a_file_has_the_name_of_the_atlas(narrowed):
    name, data = _take(narrowed, "CSV")
    assert name == "the-dossier-of-2023.csv"
    assert data.startswith(b"\xef\xbb\xbf")


def test_geojson_holds_exactly_the_claims_that_pass(narrowed, atlas):
    told = _features(narrowed)
    assert [one["id"] for one in told["features"]] == [claim.id for claim in _filtered(atlas)]
    assert [one["properties"]["says"] for one in told["features"]] == [
        claim.says for claim in _filtered(atlas)
    ]


def test_geojson_says_how_to_cite_it_and_whose_the_map_data_are(narrowed, atlas):
    told = _features(narrowed)
    assert told["licence"] == atlas.licence
    assert told["citation"].startswith(atlas.title)
    assert "OpenStreetMap" in " ".join(told["attribution"])


def test_geopandas_reads_the_geojson(narrowed, atlas, tmp_path):
    _, data = _take(narrowed, "GeoJSON")
    path = tmp_path / "claims.geojson"
    path.write_bytes(data)
    frame = gpd.read_file(path)
    assert len(frame) == len(_filtered(atlas))
    assert frame.crs == 4326
    assert list(frame["speaker"]) == [atlas.agent(one.speaker).name for one in _filtered(atlas)]


def test_geojson_keeps_the_shape_of_each_place(look):
    where = (br.PlaceRole(place="p"), br.PlaceRole(place="q"))
    told = _features(look(br.to_html(_atlas(says="Both.", where=where))))
    shapes = told["features"][0]["geometry"]["geometries"]
    area, point = sorted(shapes, key=lambda one: one["type"])
    assert point == {"type": "Point", "coordinates": [20.5, 44.25]}
    assert (
        shapely.geometry.shape(area).symmetric_difference(shapely.box(19, 45, 20, 46)).area < 1e-6
    )


def test_a_claim_without_a_place_is_in_the_geojson_without_a_geometry(look):
    told = _features(look(br.to_html(_atlas(says="Nobody said where."))))
    assert told["features"][0]["geometry"] is None


def test_no_cell_of_the_csv_is_a_formula(look):
    texts = [f'{start}, "quoted"\nand more' for start in FORMULAS]
    small = _atlas(says="-")
    claims = tuple(
        replace(small.claims[0], id=f"c{i}", says=text, note=text, topics=(text,))
        for i, text in enumerate(texts)
    )
    rows = _rows(look(br.to_html(replace(small, claims=claims))))
    for name in ("says", "note", "topics"):
        assert [row[name] for row in rows] == [f"'{text}" for text in texts]


def test_the_picture_is_one_of_the_map(look, dossier):
    watched = look(dossier)
    name, data = _take(watched, "PNG")
    assert name == "the-dossier-of-2023.png"
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(data) > 20_000
    watched.page.locator(".br-take > summary").click()
    told = watched.page.evaluate(COLOURS, b64encode(data).decode())
    frame = watched.page.locator(".folium-map").bounding_box()
    assert told["width"] == 2 * round(frame["width"])
    assert told["height"] > 2 * round(frame["height"])
    assert told["colours"] > 200
    assert told["most"] < 0.6
    watched.nothing_went_wrong()


def test_the_picture_shows_what_the_map_shows_now(look, dossier):
    watched = look(dossier)
    _, whole = _take(watched, "PNG")
    watched.page.keyboard.press("Escape")
    box = watched.legend().locator(".br-switch", has_text="Regions").locator("input")
    box.uncheck()
    watched.page.locator("#br-layers > summary").click()
    _, without = _take(watched, "PNG")
    assert whole != without


def test_on_paper_stand_the_title_the_legend_the_claims_and_their_sources(look, dossier, atlas):
    watched = look(dossier, fragment=FILTERED)
    paper = _printed(watched)
    expect(watched.page.locator("#br-title")).to_be_visible()
    expect(paper.locator("canvas")).to_be_visible()
    assert paper.locator(".br-print-legend li").count() == len(br.overview(atlas).layers)
    claims = paper.locator(".br-print-claims > li")
    expect(claims).to_have_count(len(_filtered(atlas)))
    for row, claim in zip(claims.all_text_contents(), _filtered(atlas), strict=True):
        assert claim.says in row
        assert atlas.agent(claim.speaker).name in row
    used = {atlas.source(claim.source) for claim in _filtered(atlas)}
    sources = paper.locator(".br-print-sources").text_content()
    assert [one.title for one in used if one.title not in sources] == []
    assert [one.url for one in used if one.url and one.url not in sources] == []
    expect(paper).to_contain_text("Filtered by: ")
    expect(paper).to_contain_text("OpenStreetMap")
    expect(watched.page.locator(".br-main")).not_to_be_visible()
    watched.nothing_went_wrong()


def test_paper_is_light_also_in_the_dark(look, dossier):
    watched = look(dossier, color_scheme="dark")
    _printed(watched)
    shades = watched.page.evaluate(
        "() => ['#br-title', '.br-print-claims li'].map(what =>"
        " getComputedStyle(document.querySelector(what)).color)"
    )
    assert set(shades) == {"rgb(0, 0, 0)"}


def test_after_printing_the_page_is_as_it_was(look, dossier):
    watched = look(dossier)
    _printed(watched)
    watched.page.emulate_media(media="screen")
    watched.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(watched.page.locator("#br-print")).to_be_empty()
    expect(watched.page.locator(".br-item").first).to_be_visible()


def test_a_pdf_holds_all_pages_of_the_print(look, dossier):
    watched = look(dossier)
    watched.page.evaluate(
        "() => new MutationObserver(() => { window.printed ??= document"
        ".querySelectorAll('.br-print-claims > li').length; })"
        ".observe(document.querySelector('#br-print'), { childList: true })"
    )
    data = watched.page.pdf()
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") > 5
    assert watched.page.evaluate("window.printed") == 111
    watched.nothing_went_wrong()


def test_two_pages_in_a_notebook_do_not_disturb_each_other(look):
    page = br.explore(_atlas(says="Seen in a frame."))
    frame = page._repr_html_()
    folder = look.folder / "cell.html"
    folder.write_text(f"<title>notebook</title><html data-complete>{frame}{frame}", "utf-8")
    watched = look.at(folder.as_uri(), (1000, 1500))
    for index in range(2):
        inner = watched.page.frame_locator("iframe").nth(index)
        expect(inner.locator(".br-item-says")).to_have_text("Seen in a frame.")
        inner.locator(".br-item").click()
        expect(inner.locator(".br-card .br-says")).to_have_text("Seen in a frame.")
        inner.locator("#br-search").fill("frame")
        expect(inner.locator("#br-shown")).to_have_text("1")
    assert "allow-same-origin" not in watched.page.locator("iframe").first.get_attribute("sandbox")
    assert watched.page.title() == "notebook"
    watched.nothing_went_wrong()


def test_a_page_in_a_notebook_is_hardly_larger_than_the_page(atlas, dossier):
    assert len(br.explore(atlas)._repr_html_()) <= 1.2 * len(dossier)


def test_a_notebook_that_is_exported_shows_the_page(look):
    explorer = br.explore(_atlas(says="Seen in an export."))
    told = {"text/html": explorer._repr_html_(), "text/plain": repr(explorer)}
    cell = nbformat.v4.new_code_cell(
        "br.explore(atlas)", outputs=[nbformat.v4.new_output("execute_result", data=told)]
    )
    html, _ = HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    path = look.folder / "notebook.html"
    path.write_text(html.replace("<html", "<html data-complete", 1), "utf-8")
    inner = look.at(path.as_uri()).page.frame_locator("iframe")
    expect(inner.locator(".br-item-says")).to_have_text("Seen in an export.")


def test_the_buttons_of_the_menu_have_their_names_in_the_moment_it_opens(look, dossier):
    page = look(dossier).page
    names = page.evaluate("""() => {
        document.querySelector(".br-take").open = true;
        return [...document.querySelectorAll(".br-take button")].map((one) => one.textContent);
    }""")
    assert len(names) == 4
    assert all(names)
