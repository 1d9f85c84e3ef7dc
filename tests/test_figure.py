"""Maps for print: what stands on them, what is said under them, and their files."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import shapely
from defusedxml import ElementTree
from hypothesis import given, settings
from matplotlib.text import Text
from PIL import Image
from strategies import words as any_words

import balkanroute as br
from balkanroute import analysis, frames, render
from balkanroute.errors import InvalidRecord, MissingExtra, UnwritableFile
from balkanroute.layers import Layer, MapSpec, Style, drawn, overview
from balkanroute.render.figure import COLUMN_MM, PAGE_MM, look, tallies
from balkanroute.render.figure.labels import spaced
from balkanroute.render.figure.layout import planned

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = {
    "mathematics": "$\\frac{1}{0}$ and $x_1$",
    "half of mathematics": "costs 5$ \\$ _ ^ {} %",
    "markup": '<script>alert(1)</script> & "quotes"',
    "end of data": "]]> -->",
    "control characters": "a\x00b\x07c\x1bd\x7f",
    "a lone surrogate": "a\ud800b",
    "no characters": "a\ufffe\uffff\U0010ffffb",
    "forced directions": "a\u202eb\u2066c\u2069\u2069",
    "lines": "a\nb\r\nc\u2028d",
    "signs that the font lacks": "\U0001f600 地図",
    "one long word": "x" * 500,
}


def plan_of(spec, width=PAGE_MM, **changes):
    """Lay a figure out."""
    asked = {"language": None, "graticule": False, "title": None} | changes
    return planned(spec, width=width, **asked)


def svg_of(atlas_or_spec, folder, **asked):
    """Write a map as SVG and read it."""
    path = render.save_figure(atlas_or_spec, folder / "map.svg", **asked)
    return ElementTree.fromstring(path.read_bytes())


def texts_in(root):
    """Give the texts of an SVG, without the signs that set their direction."""
    found = ("".join(node.itertext()) for node in root.iter(f"{SVG}text"))
    return [re.sub("[\u2066-\u2069]", "", text) for text in found]


def one_place(text="Horgoš", title="One place"):
    """Give an atlas of one claim about one spot."""
    return br.Atlas(
        title=title,
        agents=(br.Agent(id="a", name=text),),
        sources=(br.Source(id="s", title=text, publisher=text),),
        places=(br.Place(id="p", name=text, kind="area", geometry=shapely.Point(20, 46)),),
        claims=(br.Claim(says=text, speaker="a", source="s", where=(br.PlaceRole(place="p"),)),),
    )


@pytest.fixture(scope="module")
def spec(atlas):
    return overview(atlas)


@pytest.fixture(scope="module", params=[COLUMN_MM, PAGE_MM], ids=["column", "page"])
def plan(request, spec):
    return plan_of(spec, request.param, graticule=True)


@pytest.fixture(scope="module")
def written(atlas, tmp_path_factory):
    """Give the texts of the dossier's figure."""
    return texts_in(svg_of(atlas, tmp_path_factory.mktemp("figure")))


def test_no_label_covers_another_one_or_leaves_the_window(plan):
    boxes = [shapely.box(*label.box) for label in plan.lettered.labels]
    assert all(not shapely.intersects(one, other) for one, other in combinations(boxes, 2))
    assert shapely.contains(plan.frame.sheet, shapely.union_all(boxes))


def test_no_name_of_the_base_map_covers_a_label(plan):
    labels = shapely.union_all([shapely.box(*label.box) for label in plan.lettered.labels])
    names = [shapely.box(*name.box) for name in plan.names]
    assert not shapely.intersects(labels, names).any()


def test_no_label_covers_the_symbol_of_a_place(plan):
    spots = [mark.shape for mark in plan.standing.marks if mark.kind == "spot"]
    boxes = [shapely.box(*label.box) for label in plan.lettered.labels]
    assert shapely.distance(shapely.union_all(spots), shapely.union_all(boxes)) > 1


def test_what_is_on_the_map_has_a_name_a_number_or_a_line_under_it(plan):
    named = {label.mark.key for label in plan.lettered.labels}
    left = {mark.key for mark in plan.lettered.unnamed}
    assert named | left == {mark.key for mark in plan.standing.marks}
    assert not named & left


def test_what_is_drawn_stands_on_the_map_or_is_said_to_lie_beyond_it(plan, spec):
    assert len(plan.standing.marks) + len(plan.standing.beyond) == len(drawn(spec))


def test_no_letter_is_smaller_than_six_points(atlas):
    for width in (COLUMN_MM, PAGE_MM):
        figure = render.to_figure(atlas, width_mm=width, graticule=True)
        sizes = [text.get_fontsize() for text in figure.findobj(Text) if text.get_text()]
        assert min(sizes) >= 6


@pytest.mark.parametrize("width", [60, 85, 180, 420])
def test_a_figure_is_as_wide_as_was_asked_for(atlas, width):
    figure = render.to_figure(atlas, width_mm=width)
    assert figure.get_size_inches()[0] * 25.4 == pytest.approx(width)


def test_no_line_of_text_leaves_the_page(atlas):
    for width in (COLUMN_MM, PAGE_MM):
        figure = render.to_figure(atlas, width_mm=width)
        figure.draw_without_rendering()
        page = figure.axes[0]
        boxes = [text.get_window_extent() for text in page.findobj(Text) if text.get_text()]
        assert max(box.x1 for box in boxes) <= figure.bbox.x1 + 2
        assert min(box.x0 for box in boxes) >= 0
        assert min(box.y0 for box in boxes) >= 0


def test_claims_and_origins_beside_a_name_are_those_of_the_analysis(plan, atlas):
    table = frames.claims_frame(atlas)
    found = analysis.origins(table, frames.sources_frame(atlas))
    # A claim about several places has a row for each.
    origins = dict(found.items())
    for mark in plan.standing.marks:
        if not mark.key.startswith("place:"):
            continue
        key = mark.key.removeprefix("place:")
        told = [claim.id for claim in atlas.claims if key in {at.place for at in claim.where}]
        assert mark.tally.claims == len(told)
        assert mark.tally.origins == len({one for claim in told for one in origins[claim]})


def test_a_contested_claim_is_marked_where_its_place_is_named(plan):
    vojvodina = next(mark for mark in plan.standing.marks if mark.key == "place:vojvodina")
    assert vojvodina.tally.disputed == 2
    calm = next(mark for mark in plan.standing.marks if mark.key == "place:belgrade")
    assert calm.tally.disputed == 0


def test_a_place_without_geometry_is_listed_under_the_map(written):
    line = next(text for text in written if text.startswith("Not on the map"))
    assert "European Union 6" in line
    assert "Europe 2" in line


def test_claims_without_a_place_are_counted_under_the_map(written):
    assert any("no place 8" in text for text in written)


def test_what_lies_beyond_the_edge_is_listed_under_the_map(written):
    told = " ".join(written)
    assert "Beyond the edge of the map" in told
    assert "Moscow 4/2" in told


def test_the_sources_left_out_are_counted_by_kind(written, atlas):
    more = next(text for text in written if re.match(r"\d+ more: news", text))
    cited = [text for text in written if re.search(r", (about )?(\d+ )?[A-Z][a-z]+ 20\d\d$", text)]
    assert int(more.split()[0]) + len(cited) == len(atlas.sources)
    assert sum(map(int, re.findall(r" (\d+)[,.]", more))) == int(more.split()[0])


def test_a_list_that_is_too_long_says_how_many_more_there_are(tmp_path):
    places = [br.Place(id=f"p{n}", name=f"Somewhere that is called {n}") for n in range(200)]
    written = " ".join(texts_in(svg_of(br.Atlas(title="T", places=tuple(places)), tmp_path)))
    shown = len(re.findall("Somewhere", written))
    assert f"{200 - shown} more." in written
    assert shown > 5


def test_a_layer_that_is_switched_off_is_not_drawn_and_is_named(spec, tmp_path):
    layers = [replace(one, visible=one.kind != "country") for one in spec.layers]
    quiet = replace(spec, layers=tuple(layers))
    assert any("switched off: Countries" in text for text in texts_in(svg_of(quiet, tmp_path)))
    assert not any(mark.layer.kind == "country" for mark in plan_of(quiet).standing.marks)


def test_the_legend_has_each_layer_that_is_on_the_map_and_no_other(written):
    assert {"Airports", "Settlements", "Uncertain spots", "Borders", "Countries"} <= {*written}
    assert "Areas" not in written


def test_credits_and_licence_stand_under_the_map(written, spec):
    told = " ".join(written)
    assert all(credit in told for credit in spec.attributions)
    assert "Words: CC0-1.0." in told
    assert "EPSG:3035" in told
    assert "The scale holds at the centre of the map" in told


def test_the_layers_of_the_dossier_are_told_apart_without_colour(spec):
    looks = look.looks_of(spec.layers)
    cues = [(one.shape, one.dash, one.hatch, round(one.width, 2)) for one in looks]
    assert len(set(cues)) == len(cues)


def test_areas_share_no_hatch_and_routes_no_dash():
    area, line = (Style(colour="#c4670b", fill_opacity=0.2, shape=one) for one in ("area", "line"))
    areas = [Layer(id=f"a{n}", style=area) for n in range(6)]
    routes = [Layer(id=f"r{n}", style=replace(line, dash="9 7"), routes=("r",)) for n in range(5)]
    assert len({one.hatch for one in look.looks_of(areas)}) == 6
    assert len({one.dash for one in look.looks_of(routes)}) == 5


def test_symbols_are_those_of_the_page():
    script = (Path(render.__file__).parent / "static" / "dom.js").read_text(encoding="utf-8")
    for shape, corners in look.OUTLINES.items():
        listed = re.search(rf'^  "?{shape}"?: \[(.*)\],$', script, re.MULTILINE)
        numbers = np.array(re.findall(r"-?[\d.]+", listed[1]), dtype=float).reshape(-1, 2)
        assert {tuple(corner) for corner in numbers * (1, -1)} == set(corners)


def test_a_leg_computed_along_roads_is_dotted_and_said_so(tmp_path):
    places = [
        br.Place(id=key, name=key, kind="settlement", geometry=shapely.Point(x, 45))
        for key, x in (("a", 20), ("b", 21))
    ]
    line = shapely.LineString([(20, 45), (20.5, 45.2), (21, 45)])
    leg = br.Leg(origin="a", destination="b", mode="road", basis="routed", geometry=line)
    route = br.Route(id="r", name="R", legs=(leg,))
    atlas = br.Atlas(title="T", places=tuple(places), routes=(route,))
    assert "computed along roads" in texts_in(svg_of(atlas, tmp_path))
    assert [mark.routed for mark in plan_of(overview(atlas)).standing.marks].count(True) == 1


def test_the_ends_of_a_leg_are_named_where_they_have_no_symbol(atlas, spec):
    link = next(layer for layer in spec.layers if layer.id == "route:moscow-belgrade")
    alone = MapSpec(atlas=atlas, layers=(link,), view=(18, 30, 76, 60))
    names = {name.text for name in plan_of(alone).names}
    assert {"Dushanbe Airport", "Sheremetyevo International Airport"} <= names


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_text_from_the_world_is_drawn_as_letters(text, tmp_path):
    root = svg_of(one_place(text, title=text), tmp_path, width_mm=85)
    kept = "".join(texts_in(root)).replace(" ", "")
    assert "\x00" not in kept
    for word in re.findall(r"[$\\{}_^%<>&()\w]+", text)[:3]:
        if word.isascii() and word.isprintable():
            assert word[:20] in kept


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_text_from_the_world_breaks_no_file(text, ending, tmp_path):
    path = render.save_figure(one_place(text, title=text), tmp_path / f"map.{ending}", width_mm=60)
    assert path.stat().st_size > 1000


@given(any_words)
@settings(max_examples=12)
def test_no_text_breaks_the_xml(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("any")
    root = svg_of(one_place(text, title=text), folder, width_mm=60)
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
        "svg", "title", "desc", "defs", "style", "g", "path", "text", "use", "clipPath", "rect",
    }  # fmt: skip


def test_letters_are_letters_in_an_svg(written):
    assert "The dossier of 2023" in written
    assert "Horgoš" in written
    assert "≠" in written


def test_a_svg_says_what_it_shows_to_those_who_do_not_see_it(atlas, tmp_path):
    root = svg_of(atlas, tmp_path)
    heading, told = root[0], root[1]
    assert (heading.tag, told.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == heading.get("id")
    assert root.get("aria-describedby") == told.get("id")
    assert heading.text == atlas.title
    assert "On the map: 111 claims" in told.text


def test_a_png_says_what_it_shows(atlas, tmp_path):
    path = render.save_figure(atlas, tmp_path / "map.png", width_mm=85)
    with Image.open(path) as picture:
        assert picture.text["Title"] == atlas.title
        assert "On the map: 111 claims" in picture.text["Description"]
        assert picture.width == pytest.approx(85 / 25.4 * 300, abs=1)


def test_a_pdf_says_what_it_shows(tmp_path):
    path = render.save_figure(one_place(), tmp_path / "map.pdf", width_mm=85)
    content = path.read_bytes()
    assert b"/Title (One place)" in content
    assert b"/Subject" in content
    assert b"/CreationDate" not in content


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_the_same_map_gives_the_same_bytes(ending, tmp_path):
    first, again = (
        render.save_figure(one_place(), tmp_path / f"{name}.{ending}", graticule=True).read_bytes()
        for name in ("first", "again")
    )
    assert first == again


def test_the_same_map_gives_the_same_bytes_in_every_process(atlas, tmp_path):
    own = render.save_figure(atlas, tmp_path / "own.svg", width_mm=85).read_bytes()
    program = (
        "import balkanroute as br; from balkanroute.readers import shipped; "
        f"br.render.save_figure(br.read(shipped()), {str(tmp_path / 'other.svg')!r}, width_mm=85)"
    )
    subprocess.run(
        [sys.executable, "-c", program], check=True, env=os.environ | {"PYTHONHASHSEED": "7"}
    )
    other = (tmp_path / "other.svg").read_bytes()
    assert hashlib.sha256(own).digest() == hashlib.sha256(other).digest()


def test_the_settings_of_the_user_stay_and_change_nothing(tmp_path):
    plain = render.save_figure(one_place(), tmp_path / "plain.svg").read_bytes()
    own = {"font.size": 31.0, "svg.fonttype": "path", "axes.facecolor": "red", "text.color": "red",
           "lines.linewidth": 9.0, "savefig.dpi": 20.0, "savefig.bbox": "tight"}  # fmt: skip
    with mpl.rc_context(own):
        before = dict(mpl.rcParams)
        found = render.save_figure(one_place(), tmp_path / "own.svg").read_bytes()
        assert dict(mpl.rcParams) == before
    assert found == plain


def test_a_figure_needs_no_pyplot():
    program = (
        "import sys, balkanroute as br; from balkanroute.readers import shipped; "
        "br.render.to_figure(br.read(shipped()), width_mm=85); "
        "assert 'matplotlib.figure' in sys.modules; assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_room_loads_without_matplotlib():
    program = "import sys, balkanroute.render; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_extra_is_named_where_matplotlib_is_missing(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match=r"balkanroute\[figure\]"):
        render.to_figure(one_place())
    with pytest.raises(MissingExtra, match=r"balkanroute\[figure\]"):
        render.save_figure(one_place(), tmp_path / "map.svg")


def test_a_matplotlib_that_cannot_shape_arabic_is_refused(monkeypatch):
    monkeypatch.delattr("matplotlib.ft2font.__libraqm_version__")
    with pytest.raises(MissingExtra, match=r"cannot write letters from right to left.*3\.11"):
        render.to_figure(one_place())


@pytest.mark.parametrize("width", [0, 59, 421, -85, float("nan"), float("inf")])
def test_a_width_that_no_paper_has_is_refused(width):
    with pytest.raises(InvalidRecord, match="from 60 to 420 millimetres"):
        render.to_figure(one_place(), width_mm=width)


@pytest.mark.parametrize("name", ["map", "map.jpg", "map.html", ".svg"])
def test_a_file_that_names_no_format_is_refused(name, tmp_path):
    with pytest.raises(InvalidRecord, match=r"\.svg, \.png or \.pdf"):
        render.save_figure(one_place(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    with pytest.raises(UnwritableFile, match="cannot be written"):
        render.save_figure(one_place(), tmp_path / "nowhere" / "map.svg")
    assert list(tmp_path.iterdir()) == []


def test_a_title_of_ones_own_stands_above_the_map(spec, tmp_path):
    assert "Mine" in texts_in(svg_of(spec, tmp_path, title="Mine"))


def test_a_map_of_nothing_is_drawn(tmp_path):
    assert "Nothing" in texts_in(svg_of(br.Atlas(title="Nothing"), tmp_path))


def test_many_spots_are_drawn_and_those_without_a_name_are_counted(tmp_path):
    places = [
        br.Place(id=f"p{n}", name=f"P{n}", kind="settlement", geometry=shapely.Point(x, y))
        for n, (x, y) in enumerate(np.random.default_rng(7).uniform((18, 40), (24, 46), (600, 2)))
    ]
    atlas = br.Atlas(title="Many", places=tuple(places))
    spec = replace(overview(atlas), view=(17, 39, 25, 47))
    plan = plan_of(spec)
    assert len(plan.standing.marks) == 600
    assert len(plan.lettered.labels) + len(plan.lettered.unnamed) == 600
    assert any("more." in text for text in texts_in(svg_of(spec, tmp_path)))


def test_a_small_map_shows_where_the_window_of_a_page_lies(spec):
    small = plan_of(spec).locator
    assert small is not None
    assert shapely.contains(small.frame.sheet, small.window.buffer(-0.01))
    assert plan_of(spec, COLUMN_MM).locator is None
    assert plan_of(replace(spec, view=(-20, 10, 90, 70))).locator is None


def test_no_label_covers_the_small_map(spec):
    plan = plan_of(spec, graticule=True)
    small = shapely.box(*plan.locator.box)
    boxes = [*(label.box for label in plan.lettered.labels), *(name.box for name in plan.names)]
    boxes += [degree.box for degree in plan.degrees if degree.box]
    assert not shapely.intersects(small, [shapely.box(*box) for box in boxes]).any()


def test_an_area_beyond_the_window_is_no_dot_on_the_small_map(spec):
    areas = replace(spec, layers=tuple(one for one in spec.layers if one.style.shape == "area"))
    small = plan_of(replace(areas, layers=areas.layers[:2])).locator
    assert small.shapes == ()


def test_reports_of_a_summary_are_counted_instead_of_claims():
    places = tuple(br.Place(id=key, name=key) for key in ("a", "b"))
    whole = pd.DataFrame({"place": [1, 0], "reports": [1204, 3], "origins": [37, -1]})
    spec = SimpleNamespace(
        atlas=br.Atlas(title="T", places=places), tallied=SimpleNamespace(whole=whole)
    )
    assert tallies.reports(spec) == {
        "place:b": tallies.Tally(1204, 37),
        "place:a": tallies.Tally(3, 0),
    }


def test_a_fill_that_is_there_to_be_read_is_left_as_it_is():
    style = Style(colour="#2b7bba", fill_opacity=0.85, shape="area")
    looks = look.looks_of(
        [Layer(id="class", style=style), Layer(id="none", style=replace(style, fill_opacity=0))]
    )
    assert [(one.fill, one.hatch) for one in looks] == [(0.85, None), (0, None)]


def test_a_large_count_has_its_thousands_apart():
    assert [spaced(count) for count in (7, 999, 1204, 1234567)] == [
        "7",
        "999",
        "1 204",
        "1 234 567",
    ]


def test_the_map_lies_in_metres_of_its_projection(atlas):
    page, window = render.to_figure(atlas).axes
    assert page.get_label() == "page"
    assert window.get_label() == "EPSG:3035"
    left, right = window.get_xlim()
    assert 2e5 < right - left < 5e5
