"""The page as text: same bytes, one gate, whole files."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import zlib

import folium
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import balkanroute as br
from balkanroute import errors
from balkanroute.layers import ClaimCard, Feature, Layer, MapSpec, SourceCard, Style
from balkanroute.render import payload


def _spec(**changes) -> MapSpec:
    feature = Feature(
        id="place:p",
        name="P",
        kind="region",
        geometry=shapely.box(19, 45, 20, 46),
        anchor=(19.5, 45.5),
        precision="known",
        claims=("c",),
    )
    style = Style(colour="#b35c00", shape="area", fill_opacity=0.1)
    layer = Layer(id="l", name="L", group="places", style=style, features=(feature,))
    claim = ClaimCard(id="c", says="Says.", stance="asserts", speaker="A", source="s")
    base = {"title": "T", "language": "en", "layers": (layer,), "claims": (claim,)}
    return MapSpec(**base | {"sources": (SourceCard(id="s", title="S", kind="news"),)} | changes)


def _unpacked(page: str, key: str) -> dict:
    letters = re.search(rf'id="{key}">([^<]*)<', page)[1]
    return json.loads(zlib.decompress(base64.b64decode(letters)))


def test_the_page_holds_its_data_only_as_base64():
    page = br.to_html(_spec(title="T", summary="A summary with words"))
    assert "A summary with words" not in page
    assert _unpacked(page, "br-data")["summary"] == "A summary with words"


def test_the_same_map_gives_the_same_bytes_in_another_process_under_another_hash_seed():
    script = (
        "import hashlib, balkanroute as br; from balkanroute.readers import shipped;"
        "print(hashlib.sha256(br.to_html(br.read(shipped())).encode()).hexdigest())"
    )
    digests = set()
    for seed, language in (("1", "C"), ("2", "C.UTF-8")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": language, "TZ": f"UTC+{seed}"}
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, check=True
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def test_rendering_a_map_twice_changes_nothing():
    root = br.to_folium(_spec()).get_root()
    assert root.render() == root.render()


def test_a_map_of_folium_is_what_to_folium_gives():
    chart = br.to_folium(_spec())
    assert isinstance(chart, folium.Map)
    assert folium.Map.default_js != []


def test_what_a_user_adds_is_drawn_by_folium_and_our_policy_steps_aside():
    chart = br.to_folium(_spec())
    assert "Content-Security-Policy" in chart.get_root().render()
    shape = {"type": "Polygon", "coordinates": [[[19, 45], [20, 45], [20, 46], [19, 45]]]}
    folium.GeoJson(shape).add_to(chart)
    page = chart.get_root().render()
    assert "L.geoJson" in page
    assert "jquery" in page
    assert "Content-Security-Policy" not in page


def test_the_page_names_no_host_of_its_own():
    page = re.sub(r"<script>.*?</script>", "", br.to_html(_spec()), flags=re.DOTALL)
    outside = set(re.findall(r"(?:src|href)=\"(https?:[^\"]*)\"", page))
    assert outside == set()


@given(st.text())
def test_no_title_can_add_a_tag_to_the_page(title):
    page = br.to_html(_spec(title=title))
    head = page[: page.index("<style>")]
    assert re.findall(r"<(/?[a-z!][a-z]*)", head.lower()) == [
        *("!doctype", "html", "head"),
        *["meta"] * 5,
        *("link", "title", "/title"),
    ]


def test_a_language_that_is_no_tag_is_said_to_be_unknown():
    assert '<html lang="und"' in br.to_html(_spec(language='en" onload="x'))


@given(
    st.lists(
        st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=2, max_size=40, unique=True
    )
)
def test_a_line_comes_back_from_its_steps_within_half_a_step(points):
    data = payload.geometry_data(shapely.LineString(points), payload.FINE)
    assert data["kind"] == "line"
    x = y = 0
    back = []
    steps = data["parts"][0][0]
    for i in range(0, len(steps), 2):
        x, y = x + steps[i], y + steps[i + 1]
        back.append((x * payload.FINE, y * payload.FINE))
    for lon, lat in points:
        assert min(abs(lon - a) + abs(lat - b) for a, b in back) <= 1.0001 * payload.FINE


def test_an_area_keeps_its_holes():
    holed = shapely.box(0, 0, 10, 10) - shapely.box(4, 4, 5, 5)
    data = payload.geometry_data(holed, payload.FINE)
    assert data["kind"] == "area"
    assert [len(part) for part in data["parts"]] == [2]


def test_saving_gives_the_path_and_the_whole_page(tmp_path):
    path = br.save(_spec(), tmp_path / "map.html")
    assert path.read_text(encoding="utf-8") == br.to_html(_spec())
    assert [entry.name for entry in tmp_path.iterdir()] == ["map.html"]


def test_saving_where_there_is_no_folder_says_so_and_leaves_nothing(tmp_path):
    with pytest.raises(errors.UnwritableFile, match=r"map\.html: cannot be written"):
        br.save(_spec(), tmp_path / "missing" / "map.html")
    assert list(tmp_path.iterdir()) == []


def test_saving_over_a_folder_is_refused_and_leaves_no_part_behind(tmp_path):
    (tmp_path / "map.html").mkdir()
    with pytest.raises(errors.UnwritableFile):
        br.save(_spec(), tmp_path / "map.html")
    assert [entry.name for entry in tmp_path.iterdir()] == ["map.html"]


def test_explore_says_what_it_is_where_there_is_no_notebook():
    shown = br.explore(_spec())
    assert "show it in a notebook" in repr(shown)
    assert shown._repr_html_().count("<iframe") == 1


def test_the_map_shows_itself_in_a_sandboxed_frame():
    chart = br.to_folium(_spec())
    assert 'sandbox="allow-scripts' in chart._repr_html_()


def test_the_page_without_claims_stays_small():
    page = br.to_html(_spec(layers=(), claims=(), sources=()))
    assert len(page.encode()) < 400_000
