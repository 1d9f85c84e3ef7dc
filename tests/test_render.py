"""The page as text: same bytes, one gate, whole files."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import folium
import pytest
import shapely
from blocks import Block, blocks_of, inflated
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import words as any_words

import balkanroute as br
from balkanroute.errors import UnreadableFile, UnwritableFile
from balkanroute.layers import LANGUAGES, LAYER_KINDS, Tiles
from balkanroute.names import fold
from balkanroute.readers import shipped
from balkanroute.render import assets, columns, folding, ground, payload

STATIC = Path(assets.__file__).parent / "static"
#: Each leads some parser or template engine astray.
VECTORS = {
    "markup": "<img src=x onerror=alert(7919)>",
    "script": "</script><script>alert(7919)</script>",
    "template literal": "${alert(7919)}",
    "backtick": "`+alert(7919)+`",
    "quotes": "\"+alert(7919)+'",
    "comment": "<!--<script>7919",
    "title": "</title><b>7919",
    "noscript": "</noscript><b>7919",
    "double braces": "{{ 7919*7907 }}",
    "statement braces": "{% print(7919*7907) %}{% endraw %}",
    "block": "<!--blocks-->7919",
    "backslash": "C:\\7919\\",
}


class Outline(HTMLParser):
    """The tags of a page, the text of its title, and the scripts and styles that stand in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.texts: dict[str, list[str]] = {"title": [], "script": [], "style": [], "h1": []}
        self.within = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, tuple(name for name, _ in attributes)))
        inert = ("type", "application/octet-stream") in attributes
        self.within = "" if inert else tag
        if self.within in self.texts:
            self.texts[tag].append("")

    def handle_endtag(self, tag):
        self.tags.append((f"/{tag}", ()))
        self.within = ""

    def handle_data(self, data):
        if self.within in self.texts:
            self.texts[self.within][-1] += data


def _atlas(text: str = "Words", **changes) -> br.Atlas:
    """Give an atlas of one claim about an area and a spot, with a text in every field."""
    area = br.Place(
        id="p",
        name=f"area-name {text}",
        names=(br.Name(text=f"other-name {text}", language="sr", script="Cyrl"),),
        kind="region",
        geometry=shapely.box(19, 45, 20, 46),
        precision_m=500,
        definition=f"definition {text}",
        note=f"place-note {text}",
    )
    spot = br.Place(id="q", name="Spot", geometry=shapely.Point(19.5, 44), precision_m=900)
    leg = br.Leg(origin="p", destination="q", mode="foot", note=f"leg-note {text}", claims=("c",))
    base = {
        "title": f"atlas-title {text}",
        "summary": f"summary {text}",
        "licence": f"licence {text}",
        "recorder": "a",
        "sources": (
            br.Source(id="r", title=f"source-title {text}", publisher=f"publisher {text}"),
            br.Source(
                id="s",
                title="Retold",
                url=f"url {text}",
                archived_url=f"archived {text}",
                note=f"source-note {text}",
                licence=f"source-licence {text}",
                derived_from=("r",),
                published=br.Period("2023-10-25"),
            ),
        ),
        "agents": (
            br.Agent(
                id="a",
                name=f"agent-name {text}",
                role=f"role {text}",
                note=f"agent-note {text}",
            ),
        ),
        "places": (area, spot),
        "routes": (
            br.Route(id="w", name=f"route-name {text}", legs=(leg,), note=f"route-note {text}"),
        ),
        "claims": (
            br.Claim(
                id="c",
                says=f"says {text}",
                speaker="a",
                source="s",
                about=br.Period("2023-10~"),
                where=(br.PlaceRole(place="p"), br.PlaceRole(place="q", role="near")),
                routes=(br.RouteRole(route="w"),),
                quantities=(
                    br.Quantity(
                        what=f"what {text}",
                        unit=f"unit {text}",
                        best=2,
                        per=f"per {text}",
                        note=f"figure-note {text}",
                    ),
                ),
                topics=(f"topic {text}",),
                at=br.Selector(page=2, paragraph=6),
                credibility=2,
                likelihood="likely",
                quote=f"quote {text}",
                note=f"claim-note {text}",
            ),
            br.Claim(
                id="d",
                says="Says no.",
                speaker="a",
                source="r",
                stance="denies",
                relations=(
                    br.Relation(kind="contradicts", claim="c", note=f"relation-note {text}"),
                    br.Relation(kind="repeats", claim="c", by="a"),
                ),
            ),
        ),
    }
    return br.Atlas(**base | changes)


FIELDS = [
    "atlas-title", "summary", "licence", "source-title", "publisher", "url", "archived",
    "source-note", "source-licence", "agent-name", "role", "agent-note", "area-name",
    "other-name", "definition", "place-note", "leg-note", "route-name", "route-note", "says",
    "what", "unit", "per", "figure-note", "topic", "quote", "claim-note", "relation-note",
    "layer-name", "layer-note", "map-title", "credit", "tiles-name", "tiles-credit",
]  # fmt: skip


def _spec(text: str = "Words", **changes) -> br.MapSpec:
    """Give the map of that atlas, with a text in every field of its own too."""
    style = br.Style(colour="#b35c00", shape="area", fill_opacity=0.1)
    name, note = f"layer-name {text}", f"layer-note {text}"
    base = {
        "atlas": _atlas(text),
        "layers": (
            br.Layer(id="l", style=style, places=("p", "q"), name=name, note=note),
            br.Layer(id="r", style=style, routes=("w",), kind="route", visible=False),
        ),
        "title": f"map-title {text}",
        "attributions": (f"credit {text}",),
        "tiles": (
            Tiles(
                name=f"tiles-name {text}",
                url="https://tiles.example.org/{z}/{x}/{y}.png",
                attribution=f"tiles-credit {text}",
            ),
        ),
    }
    return br.MapSpec(**base | changes)


def _many(claims: int) -> br.Atlas:
    told = (
        br.Claim(id=f"c{number}", says=f"Claim {number}.", speaker="a", source="s")
        for number in range(claims)
    )
    source = br.Source(id="s", title="Source")
    agent = br.Agent(id="a", name="Agent")
    return br.Atlas(title="Many", sources=(source,), agents=(agent,), claims=tuple(told))


@pytest.fixture(scope="module")
def data() -> Block:
    return Block(blocks_of(br.to_html(_spec()))["br-data"])


# Same bytes, everywhere


def test_the_same_map_gives_the_same_bytes_in_another_process_language_and_time_zone():
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


def test_the_same_map_drawn_twice_gives_the_same_bytes():
    assert br.to_html(_spec()) == br.to_html(_spec())


def test_rendering_a_map_twice_changes_nothing():
    root = br.to_folium(_spec()).get_root()
    assert root.render() == root.render()


def test_an_atlas_is_drawn_as_its_overview():
    assert br.to_html(_atlas()) == br.to_html(br.overview(_atlas()))


# What travels


def test_a_page_has_its_blocks_in_order(data):
    blocks = blocks_of(br.to_html(_spec()))
    assert list(blocks) == ["br-data", "br-says-0", "br-ground", "br-words", "br-script"]
    assert inflated(blocks["br-script"]).decode() == assets.script()
    said = dict(line.split(" ", 1) for line in inflated(blocks["br-words"]).decode().splitlines())
    assert list(said) == list(LANGUAGES)
    assert all(json.loads(words)["language.self"] for words in said.values())
    assert data.head["layers"][0]["id"] == "l"


def test_every_claim_of_the_atlas_travels_in_its_order_with_its_words():
    atlas = br.read(shipped())
    blocks = blocks_of(br.to_html(atlas))
    table, says = Block(blocks["br-data"]), Block(blocks["br-says-0"])
    assert table.texts(table.head["claims"]["id"]) == [claim.id for claim in atlas.claims]
    assert says.texts(says.head["says"]) == [claim.says for claim in atlas.claims]


def test_the_words_of_many_claims_travel_in_pieces_that_say_where_they_start(monkeypatch):
    monkeypatch.setattr(payload, "_PIECE", 2)
    monkeypatch.setattr(payload, "_FIRST_PIECE", 1)
    blocks = blocks_of(br.to_html(_many(5)))
    pieces = [Block(blocks[f"br-says-{number}"]) for number in range(3)]
    assert "br-says-3" not in blocks
    assert [piece.head["from"] for piece in pieces] == [0, 1, 3]
    assert [text for piece in pieces for text in piece.texts(piece.head["says"])] == [
        f"Claim {number}." for number in range(5)
    ]
    claims = Block(blocks["br-data"]).head["claims"]
    assert (claims["piece"], claims["first"]) == (2, 1)


def test_who_says_what_where_and_when_travels_as_numbers_of_records(data):
    claims = data.head["claims"]
    read = {name: data.ints(claims[name]) for name in ("speaker", "source", "recorder", "stance")}
    assert read == {"speaker": [0, 0], "source": [1, 0], "recorder": [0, 0], "stance": [0, 6]}
    assert data.lists(claims["where"]) == [[8 * 0 + 0, 8 * 1 + 6], []]
    assert data.lists(claims["routes"]) == [[0], []]
    assert data.lists(claims["topics"]) == [[0], []]
    assert data.ints(claims["credibility"]) == [2, -1]
    assert data.words(claims["likelihood"]) == ["likely", None]
    assert data.sparse(claims["quote"]) == {0: "quote Words"}
    assert data.sparse(claims["note"]) == {0: "claim-note Words"}


def test_topics_stand_in_the_order_in_which_they_come_first():
    atlas = _many(3)
    told = zip(atlas.claims, [(), ("b",), ("a", "b")], strict=True)
    claims = tuple(replace(claim, topics=topics) for claim, topics in told)
    table = Block(blocks_of(br.to_html(replace(atlas, claims=claims)))["br-data"])
    assert table.texts(table.head["claims"]["topic"]) == ["b", "a"]
    assert table.lists(table.head["claims"]["topics"]) == [[], [0], [1, 0]]


def test_a_claim_names_its_own_recorder_before_that_of_the_atlas():
    agents = (br.Agent(id="a", name="A"), br.Agent(id="b", name="B"))
    claim = br.Claim(id="c", says="x", speaker="a", source="r", recorder="b")
    atlas = _atlas(agents=agents, claims=(claim,), routes=())
    table = Block(blocks_of(br.to_html(atlas))["br-data"])
    assert table.ints(table.head["claims"]["recorder"]) == [1]
    unsaid = Block(blocks_of(br.to_html(_many(1)))["br-data"])
    assert unsaid.ints(unsaid.head["claims"]["recorder"]) == [-1]


def test_a_period_travels_as_it_was_written_with_the_days_it_allows(data):
    periods = data.head["periods"]
    rows = dict(zip(data.texts(periods["text"]), range(2), strict=True))
    assert rows == {"2023-10~": 0, "2023-10-25": 1}
    assert data.ints(data.head["claims"]["about"]) == [0, -1]
    assert data.ints(data.head["sources"]["published"]) == [-1, 1]
    shift = 1 - periods["epoch"]
    # 19 655 days after the first of 1970.
    assert data.ints(periods["earliest"])[1] + shift == 19_655
    assert data.ints(periods["latest"])[1] + shift == 19_655
    assert data.ints(periods["soft"]) == [1, 0]


def test_an_open_end_of_a_period_travels_as_missing():
    source = br.Source(id="s", title="S", published=br.Period("2023-10/.."))
    table = Block(blocks_of(br.to_html(br.Atlas(title="T", sources=(source,))))["br-data"])
    assert table.ints(table.head["periods"]["latest"]) == [-1]


def test_figures_travel_with_what_is_missing_left_missing(data):
    figures = data.head["claims"]["quantities"]
    assert data.ints(figures["row"]) == [0]
    assert data.words(figures["unit"]) == ["unit Words"]
    assert data.floats(figures["best"]) == [2.0]
    assert str(data.floats(figures["low"])) == str(data.floats(figures["high"])) == "[nan]"


def test_where_a_claim_stands_in_its_source_travels(data):
    at = data.head["claims"]["at"]
    found = {name: data.ints(at[name]) for name in ("row", "page", "paragraph", "start", "end")}
    assert found == {"row": [0], "page": [2], "paragraph": [6], "start": [-1], "end": [-1]}


def test_a_contradiction_travels_with_both_sides_and_in_what_respect(data):
    relations = data.head["claims"]["relations"]
    assert data.ints(relations["row"]) == [1, 1]
    assert data.ints(relations["claim"]) == [0, 0]
    kinds = [payload.RELATIONS[kind] for kind in data.ints(relations["kind"])]
    assert kinds == ["contradicts", "repeats"]
    assert data.ints(relations["by"]) == [-1, 0]
    assert data.sparse(relations["note"]) == {0: "relation-note Words"}


def test_origins_and_carriers_of_claims_that_repeat_each_other_travel(data):
    echoes = data.head["claims"]["echoes"]
    assert data.ints(echoes["row"]) == [0, 1]
    assert data.lists(echoes["origins"]) == [[0], [0]]
    assert data.lists(echoes["carriers"]) == [[1, 0], [0, 1]]


def test_the_chain_of_a_source_that_repeats_another_travels(data):
    sources = data.head["sources"]
    assert data.ints(sources["repeating"]) == [1]
    assert data.lists(sources["derived"]) == data.lists(sources["origins"]) == [[0]]
    assert data.lists(sources["chain"]) == [[1, 0]]


def test_an_address_travels_as_it_was_typed():
    source = br.Source(id="s", title="S", url="javascript:alert(1)")
    table = Block(blocks_of(br.to_html(br.Atlas(title="T", sources=(source,))))["br-data"])
    assert table.texts(table.head["sources"]["url"]) == ["javascript:alert(1)"]


def test_a_place_travels_with_its_other_names_and_how_it_is_known(data):
    places = data.head["places"]
    assert data.words(places["kind"]) == ["region", "area"]
    assert data.floats(places["precision"]) == [500, 900]
    assert data.ints(places["shape"]) == [2, 0]
    assert data.sparse(places["definition"]) == {0: "definition Words"}
    assert data.ints(places["names"]["row"]) == [0]
    assert data.words(places["names"]["language"]) == ["sr-Cyrl"]


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ({"language": "sr"}, "sr"),
        ({"language": "sr-Latn", "script": "Latn"}, "sr-Latn"),
        ({"script": "Cyrl"}, None),
    ],
)
def test_the_tag_of_a_name_has_its_script_once(name, tag):
    place = br.Place(id="p", name="P", names=(br.Name(text="n", **name),))
    table = Block(blocks_of(br.to_html(br.Atlas(title="T", places=(place,))))["br-data"])
    assert table.words(table.head["places"]["names"]["language"]) == [tag]
    assert table.ints(table.head["places"]["shape"]) == [-1]


def test_features_travel_with_their_layer_and_where_their_claims_are_counted(data):
    features = data.head["features"]
    assert data.ints(features["layer"]) == [0, 0, 1]
    assert data.ints(features["place"]) == [0, 1, -1]
    assert data.ints(features["leg"]) == [-1, -1, 0]
    step = features["step"]
    x, y = (
        [round(value * step - shift, 4) for value in data.ints(features[name])]
        for name, shift in (("x", 180), ("y", 90))
    )
    assert (x[0], y[0]) == (19.5, 45.5)
    assert (x[1], y[1]) == (19.5, 44)
    assert str(data.floats(features["radius"])) == "[nan, 900.0, nan]"
    assert data.ints(features["shaped"]) == [0, 2]
    assert data.ints(features["shapes"]["kind"]) == [2, 1]


def test_a_leg_travels_with_its_ends_and_its_claims(data):
    legs = data.head["legs"]
    found = {name: data.ints(legs[name]) for name in ("route", "number", "origin", "destination")}
    assert found == {"route": [0], "number": [0], "origin": [0], "destination": [1]}
    assert data.words(legs["mode"]) == ["foot"]
    assert data.ints(legs["over"]) == [-1]
    assert data.lists(legs["claims"]) == [[0]]
    (note,) = data.texts(legs["note"])
    assert note.startswith("leg-note Words")


def test_layers_travel_with_their_style_and_whether_they_are_on(data):
    first, second = data.head["layers"]
    assert (first["group"], first["visible"], first["style"]["colour"]) == (
        *("places", True),
        "#b35c00",
    )
    assert (second["group"], second["visible"], second["name"]) == ("routes", False, "")


def test_the_page_knows_its_title_language_view_libraries_and_credits():
    meta = Block(blocks_of(br.to_html(_spec(language="sr-Latn")))["br-data"]).head["meta"]
    assert meta["title"] == "map-title Words"
    assert (meta["language"], meta["speaks"]) == ("en", "sr-Latn")
    assert meta["view"] == [12, 34, 30, 50]
    assert meta["libraries"] == [{"name": "Leaflet", "version": "1.9.4", "licence": "BSD-2-Clause"}]
    assert meta["attributions"] == ["credit Words", *ground.ground().attributions]
    assert meta["version"] == br.__version__
    assert [one["host"] for one in meta["tiles"]] == ["tiles.example.org"]


def test_a_map_without_a_title_and_a_language_has_those_of_its_atlas():
    page = br.to_html(_atlas(date=br.Period("2023-12"), language="hu"))
    meta = Block(blocks_of(page)["br-data"]).head["meta"]
    assert (meta["title"], meta["speaks"], meta["date"]) == ("atlas-title Words", "hu", "2023-12")
    assert Outline(page).texts["title"] == ["atlas-title Words"]


# Outlines


def _shapes(*geometries) -> tuple[Block, dict]:
    table = columns.Table()
    spec = payload.shapes(table, geometries)
    return Block(table.pack({})), spec


def test_an_area_keeps_its_holes_and_its_parts():
    holed = shapely.box(0, 0, 10, 10) - shapely.box(4, 4, 5, 5)
    block, spec = _shapes(shapely.MultiPolygon([holed, shapely.box(20, 0, 21, 1)]))
    assert block.ints(spec["kind"]) == [2]
    assert block.lists(spec["parts"]) == [[2, 1]]
    assert [len(path) for path in block.paths(spec["paths"])] == [5, 5, 5]


def test_lines_and_points_are_paths_of_one_ring():
    lines = shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3), (4, 2)]])
    block, spec = _shapes(lines, shapely.MultiPoint([(1, 1), (2, 2)]))
    assert block.ints(spec["kind"]) == [1, 0]
    assert block.lists(spec["parts"]) == [[1, 1], [1, 1]]
    assert [len(path) for path in block.paths(spec["paths"])] == [2, 3, 1, 1]


def test_an_outline_of_few_corners_is_left_as_it_is():
    ring = shapely.Point(20, 45).buffer(1, quad_segs=200)
    assert payload.thinned(ring) is ring


def test_an_outline_of_many_corners_is_thinned_by_no_more_than_20_m():
    ring = shapely.Point(20, 0).buffer(1, quad_segs=2000)
    thin = payload.thinned(ring)
    assert shapely.get_num_coordinates(thin) < 1000
    assert shapely.hausdorff_distance(ring, thin) * 111_320 <= 20


# The base map


def test_the_ground_names_the_countries_and_the_cities_highest_rank_first():
    block = Block(ground.ground().letters)
    countries, cities = block.head["countries"], block.head["cities"]
    assert len(countries["iso"]) == len(set(countries["iso"])) == countries["x"]["n"]
    x = dict(zip(countries["iso"], block.ints(countries["x"]), strict=True))
    assert 19 < x["RS"] / 100 - 180 < 23
    ranks = block.ints(cities["rank"])
    assert ranks == sorted(ranks, reverse=True)
    assert "Belgrade" in block.texts(cities["name"])


@pytest.mark.parametrize("layer", ["land", "lakes"])
def test_the_ground_has_closed_rings_finer_in_the_region_than_elsewhere(layer):
    block = Block(ground.ground().letters)
    fine, *coarse = block.head[layer]
    assert all(fine["step"] < scale["step"] for scale in coarse)
    for scale in (fine, *coarse):
        assert all(ring[0] == ring[-1] for ring in block.paths(scale))


def test_the_credits_of_the_ground_stand_on_every_page():
    meta = Block(blocks_of(br.to_html(br.Atlas(title="T")))["br-data"]).head["meta"]
    assert ground.ground().attributions
    assert tuple(meta["attributions"]) == ground.ground().attributions


# Letters that are folded


def _letters() -> dict[str, str]:
    """Give what the page folds each letter to."""
    rows = ((int(key, 16), row.split(" ")) for key, row in folding.fold_table().items())
    return {
        chr(first + place): folded.replace("-", "").replace("_", " ")
        for first, row in rows
        for place, folded in enumerate(row)
    }


def test_the_page_folds_each_letter_of_a_word_as_names_are_folded():
    wrong = {
        letter: folded
        for letter, folded in _letters().items()
        if f"o{folded}o" != fold(f"o{letter}o")
    }
    assert wrong == {}


def test_the_page_folds_the_letters_of_the_region():
    letters = "čćđšžőűëçßЂђЉљЊњЏџЃѓЌќѕщıĞαωẞאبپک"
    assert [letter for letter in letters if _letters().get(letter) != fold(letter)] == []


def test_the_page_is_told_how_letters_fold(data):
    assert data.head["fold"] == folding.fold_table()


# One gate for text


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_unsafe_text_of_every_field_travels_and_stands_nowhere_raw(vector):
    page = br.to_html(_spec(vector))
    assert vector not in page
    assert "62615533" not in page
    told = b"".join(inflated(letters) for letters in blocks_of(page).values())
    in_head = json.dumps(vector)[1:-1]
    missing = [
        field
        for field in FIELDS
        if f"{field} {vector}".encode() not in told and f"{field} {in_head}".encode() not in told
    ]
    # The map has a title of its own, so that of the atlas stays at home.
    assert missing == ["atlas-title"]
    assert Outline(page).tags == Outline(br.to_html(_spec())).tags


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_unsafe_text_stands_nowhere_raw_beside_what_a_user_adds(vector):
    chart = br.to_folium(_spec(vector))
    folium.Marker((45, 20)).add_to(chart)
    page = chart.get_root().render()
    assert vector not in page
    assert "62615533" not in page


@settings(max_examples=25)
@given(any_words)
def test_no_text_can_add_a_tag_to_the_page(text):
    assert Outline(br.to_html(_spec(text))).tags == Outline(br.to_html(_spec())).tags


@settings(max_examples=25)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_the_title_of_the_page_reads_as_it_was_typed(text):
    outline = Outline(br.to_html(_spec(title=text)) if text else "<title></title><h1></h1>")
    assert [html.unescape(title) for title in outline.texts["title"]] == [text]
    assert outline.texts["h1"][0] == text


def test_half_a_letter_is_replaced():
    page = br.to_html(_spec("half \ud800 letter"))
    assert "half ? letter" in page
    assert page.encode("utf-8")


def test_what_readers_without_scripts_do_not_get_stands_in_the_page_only_as_data():
    page = br.to_html(_spec())
    assert "summary Words" not in page
    assert "quote Words" not in page
    assert Block(blocks_of(page)["br-data"]).head["meta"]["summary"] == "summary Words"


@pytest.mark.parametrize(
    ("tag", "lang"),
    [
        ("sr-Latn", "sr-Latn"),
        ('en" onload="x', "und"),
        ("", "und"),
        ("english language", "und"),
    ],
)
def test_a_language_that_is_no_tag_is_said_to_be_unknown(tag, lang):
    atlas = _atlas()
    object.__setattr__(atlas, "language", tag)
    assert f'<html lang="{lang}" class="br">' in br.to_html(_spec(atlas=atlas))


# The policy


def _policy(page: str) -> dict[str, list[str]]:
    content = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    rules = (rule.split() for rule in html.unescape(content).split(";"))
    return {name: sources for name, *sources in rules}


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@pytest.mark.parametrize("atlas", [_atlas(), br.Atlas(title="Empty")], ids=["some", "none"])
def test_the_policy_lists_every_script_and_style_of_the_page_and_the_packed_script_only(atlas):
    page = br.to_html(atlas)
    outline, policy = Outline(page), _policy(page)
    scripts = [*outline.texts["script"], assets.script()]
    assert policy["script-src"] == [_hash(text) for text in scripts]
    assert policy["style-src"] == [_hash(text) for text in outline.texts["style"]]


def test_the_policy_forbids_all_else():
    policy = _policy(br.to_html(_atlas()))
    for name in ("default-src", "connect-src", "base-uri", "form-action"):
        assert policy[name] == ["'none'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & {s for rule in policy.values() for s in rule}


def test_the_policy_stands_before_all_that_it_governs():
    names = [tag for tag, _ in Outline(br.to_html(_atlas())).tags]
    assert names[:4] == ["html", "head", "meta", "meta"]
    page = br.to_html(_atlas())
    assert page.index("Content-Security-Policy") < page.index("<style>") < page.index("<script>")


def test_no_element_has_a_script_or_a_style_of_its_own():
    attributes = {name for _, names in Outline(br.to_html(_atlas())).tags for name in names}
    assert not {name for name in attributes if name.startswith("on")}
    assert not attributes & {"style", "src", "action", "formaction", "srcdoc"}


def test_the_page_names_no_host_outside_its_data():
    page = br.to_html(_spec())
    told = Outline(page)
    markup = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert re.findall(r"(?:src|href)=\"https?:[^\"]*\"", markup) == []
    assert re.findall(r"url\(\s*[\"']?(?:\w+:)?//", "".join(told.texts["style"])) == []
    assert "@import" not in "".join(told.texts["style"])
    assert set(re.findall(r"https?://[\w.]+", assets.script() + assets.loader())) <= {
        "http://www.w3.org"
    }


def test_the_address_of_a_source_stands_only_in_the_data():
    atlas = br.Atlas(
        title="T", sources=(br.Source(id="s", title="S", url="https://reports.example.org/a"),)
    )
    assert "reports.example.org" not in br.to_html(atlas)


# Readers without scripts


def test_readers_without_scripts_get_each_claim_with_speaker_source_date_and_place():
    page = br.to_html(_atlas(text="x"))
    shown = page[page.index("<noscript>") : page.index("</noscript>")]
    first, second = re.findall(r"<li>(.*?)</li>", shown)
    assert first == (
        '<p dir="auto">says x</p><p dir="auto">'
        "agent-name x · asserts · Retold · 25 October 2023 · area-name x, Spot</p>"
    )
    assert second.endswith("denies · source-title x · no date · no place</p>")
    assert "more claims" not in shown


def test_latin_letters_beyond_latin_1_stand_as_numbers_and_other_scripts_as_they_are():
    source = br.Source(id="r", title="Őrség")
    claims = tuple(
        br.Claim(id=key, says=says, speaker="a", source="r")
        for key, says in (("c", "Šid, élő"), ("d", "Шид"))
    )
    agents = (br.Agent(id="a", name="A"),)
    page = br.to_html(br.Atlas(title="T", agents=agents, sources=(source,), claims=claims))
    shown = page[page.index("<noscript>") : page.index("</noscript>")]
    assert "&#352;id, él&#337;" in shown
    assert "&#336;rség" in shown
    assert "Шид" in shown


def test_readers_without_scripts_get_the_first_200_claims_and_the_number_of_the_others():
    page = br.to_html(_many(203))
    shown = page[page.index("<noscript>") : page.index("</noscript>")]
    assert shown.count("<li>") == 200
    assert "Claim 199." in shown
    assert "Claim 200." not in page
    assert "<p>3 more claims are in this file as data" in shown


# folium


def test_a_map_of_folium_is_what_to_folium_gives():
    scripts = list(folium.Map.default_js)
    chart = br.to_folium(_spec())
    chart.get_root().render()
    assert isinstance(chart, folium.Map)
    assert folium.Map.default_js == scripts != []


def test_a_page_without_additions_has_none_of_foliums_files():
    page = br.to_folium(_spec()).get_root().render()
    assert "cdn." not in page
    assert "jquery" not in page.lower()


def test_what_a_user_adds_is_drawn_by_folium_with_its_files_and_our_policy_steps_aside():
    chart = br.to_folium(_spec())
    assert "Content-Security-Policy" in chart.get_root().render()
    shape = {"type": "Polygon", "coordinates": [[[19, 45], [20, 45], [20, 46], [19, 45]]]}
    folium.GeoJson(shape).add_to(chart)
    page = chart.get_root().render()
    assert "L.geoJson" in page
    assert "jquery" in page
    assert "Content-Security-Policy" not in page
    assert re.search(r'src="[^"]*/leaflet(\.min)?\.js"', page) is None


def test_what_a_user_adds_reads_its_text_as_folium_does():
    chart = br.to_folium(_spec())
    folium.Marker((45, 20), popup=folium.Popup("<b>bold</b>")).add_to(chart)
    page = chart.get_root().render()
    assert "<b>bold</b>" in page
    assert "bindPopup" in page


def test_what_a_user_adds_comes_to_the_same_bytes_each_time():
    pages = set()
    for _ in range(2):
        chart = br.to_folium(_spec())
        folium.Marker((45, 20), popup="here").add_to(chart)
        pages |= {chart.get_root().render(), chart.get_root().render()}
    assert len(pages) == 1


def test_what_a_user_adds_to_one_map_is_not_on_the_next_nor_on_foliums_own():
    chart = br.to_folium(_spec())
    folium.Marker((45, 20)).add_to(chart)
    chart.get_root().render()
    assert "L.marker" not in br.to_html(_spec())
    assert "leaflet.js" in folium.Map().get_root().render()


def test_the_map_shows_itself_in_a_sandboxed_frame():
    shown = br.to_folium(_spec())._repr_html_()
    assert 'sandbox="allow-scripts' in shown
    assert "allow-same-origin" not in shown


# Files and frames


def test_saving_gives_the_path_and_the_whole_page(tmp_path):
    path = br.save(_spec(), tmp_path / "map.html")
    assert path == tmp_path / "map.html"
    assert path.read_bytes() == br.to_html(_spec()).encode()
    assert [entry.name for entry in tmp_path.iterdir()] == ["map.html"]


def test_saving_again_replaces_the_page(tmp_path):
    br.save(br.Atlas(title="Old"), tmp_path / "map.html")
    br.save(br.Atlas(title="New"), str(tmp_path / "map.html"))
    assert "<title>New</title>" in (tmp_path / "map.html").read_text(encoding="utf-8")


def test_saving_where_there_is_no_folder_says_so_and_leaves_nothing(tmp_path):
    with pytest.raises(UnwritableFile, match=r"map\.html: cannot be written"):
        br.save(_spec(), tmp_path / "missing" / "map.html")
    assert list(tmp_path.iterdir()) == []


def test_saving_over_a_folder_is_refused_and_leaves_no_part_behind(tmp_path):
    (tmp_path / "map.html").mkdir()
    with pytest.raises(UnwritableFile):
        br.save(_spec(), tmp_path / "map.html")
    assert [entry.name for entry in tmp_path.iterdir()] == ["map.html"]


def test_explore_shows_the_page_that_save_writes_in_a_frame_that_reaches_nothing():
    shown = br.explore(_spec())
    frame = shown._repr_html_()
    assert frame.count("<iframe") == 1
    inside = re.search(r"srcdoc='([^']*)'", frame)[1]
    assert html.unescape(inside) == br.to_html(_spec()) == shown.page
    allowed = re.search(r'sandbox="([^"]*)"', frame)[1].split()
    assert "allow-scripts" in allowed
    assert not {"allow-same-origin", "allow-forms", "allow-top-navigation"} & set(allowed)


def test_explore_says_what_it_is_where_there_is_no_notebook():
    assert "show it in a notebook" in repr(br.explore(_spec()))


def test_the_page_without_claims_stays_small():
    assert len(br.to_html(br.Atlas(title="Empty")).encode()) <= 400_000


# Scripts, styles and libraries


MODULES = sorted(path.name for path in STATIC.glob("*.js") if path.name != "load.js")


def test_each_module_runs_once_after_what_it_imports():
    ran = re.findall(r'^modules\["([a-z]+\.js)"\] = ', assets.script(), re.MULTILINE)
    assert sorted(ran) == MODULES
    for name in MODULES:
        text = (STATIC / name).read_text(encoding="utf-8")
        for other in re.findall(r'^import .* from "\./(.*)";$', text, re.MULTILINE):
            assert ran.index(other) < ran.index(name), f"{name} imports {other}"


def test_the_script_has_no_import_export_or_comment_of_a_module_left():
    left = re.findall(r"^\s*(?:import|export)\b.*|^\s*/[*/].*", assets.script(), re.MULTILINE)
    assert left == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_exports_what_others_import_from_it(name):
    text = (STATIC / name).read_text(encoding="utf-8")
    found = re.findall(r'^import \{ ([^}]+) \} from "\./(.*)";$', text, re.MULTILINE)
    assert len(found) == len(re.findall(r"^import\b", text, re.MULTILINE))
    for names, other in found:
        given = (STATIC / other).read_text(encoding="utf-8")
        for one in names.split(", "):
            assert re.search(
                rf"^export (async )?(function|class|const) {one}\b", given, re.MULTILINE
            )


def test_the_styles_are_those_of_all_style_sheets_without_their_comments():
    assert set(assets._STYLES) == {path.name for path in STATIC.glob("*.css")}
    assert "/*" not in assets.style()
    assert assets.style().count("{") == assets.style().count("}") > 100


def test_a_library_that_is_not_the_one_that_was_checked_is_refused():
    other = replace(assets.LEAFLET, hashes=("0" * 64, assets.LEAFLET.hashes[1]))
    with pytest.raises(UnreadableFile, match=r"Leaflet: .*leaflet\.js has the SHA-256 db49d009"):
        assets.library_texts(other)


def test_a_library_travels_with_its_copyright_and_without_its_source_map():
    script, _ = assets.library_texts(assets.LEAFLET)
    assert "Leaflet 1.9.4" in script[:100]
    assert "sourceMappingURL" not in script
    assert script in br.to_html(_atlas())


# Languages


#: The categories that CLDR has for whole numbers.
PLURALS = {
    "en": {"one", "other"},
    "de": {"one", "other"},
    "hu": {"one", "other"},
    "sq": {"one", "other"},
    "mk": {"one", "other"},
    "sr-Latn": {"one", "few", "other"},
    "sr-Cyrl": {"one", "few", "other"},
    "ar": {"zero", "one", "two", "few", "many", "other"},
}


def _words(tag: str) -> dict:
    return json.loads((STATIC / "languages" / f"{tag}.json").read_text(encoding="utf-8"))


def _gaps(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_the_page_has_a_file_for_each_language_and_no_other():
    assert {path.stem for path in (STATIC / "languages").glob("*.json")} == set(LANGUAGES)
    assert set(LANGUAGES) == set(PLURALS)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_language_has_all_words_of_the_page_in_the_same_order(tag):
    assert list(_words(tag)) == list(_words("en"))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_word_that_follows_a_number_has_each_form_that_its_language_needs(tag):
    needed = {key for key, value in _words("en").items() if isinstance(value, dict)}
    forms = {key: set(value) for key, value in _words(tag).items() if isinstance(value, dict)}
    assert set(forms) == needed
    assert {key: found for key, found in forms.items() if found != PLURALS[tag]} == {}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_text_has_the_gaps_that_it_has_in_english(tag):
    wrong = {}
    for key, text in _words("en").items():
        ours = _words(tag)[key]
        if isinstance(text, dict):
            stray = set().union(*map(_gaps, ours.values())) - _gaps(text["other"])
            short = _gaps(text["other"]) - _gaps(ours["other"])
        else:
            stray, short = _gaps(ours) - _gaps(text), _gaps(text) - _gaps(ours)
        if stray or short:
            wrong[key] = stray | short
    assert wrong == {}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_language_has_twelve_months_four_seasons_a_direction_and_signs_of_numbers(tag):
    words = _words(tag)
    for key in ("date.months", "date.months.of"):
        assert len([name for name in words[key].split("|") if name.strip()]) == 12
    for key in ("date.seasons", "date.seasons.of"):
        assert len([name for name in words[key].split("|") if name.strip()]) == 4
    assert words["language.direction"] == ("rtl" if tag == "ar" else "ltr")
    assert len(words["number.signs"]) == 2


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_word_of_a_language_is_empty_or_markup(tag):
    texts = [
        (key, text)
        for key, value in _words(tag).items()
        for text in (value.values() if isinstance(value, dict) else [value])
    ]
    assert [key for key, text in texts if not text.strip() or re.search(r"[<>&`]", text)] == []


def test_every_kind_of_layer_has_a_name_and_a_note():
    words = _words("en")
    assert [kind for kind in LAYER_KINDS if f"layer.{kind}" not in words] == []
    assert [kind for kind in LAYER_KINDS if f"layer.{kind}.note" not in words] == []
