from __future__ import annotations

import json

import pytest
import shapely

from balkanroute.errors import UnreadableFile
from balkanroute.readers.geojson import READER as GEOJSON
from balkanroute.readers.protocol import BUNDLED, Options
from balkanroute.readers.umap import READER


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(*coordinates):
    return {"type": "Point", "coordinates": list(coordinates)}


def a_map(**members):
    """A map as uMap saves it; the values are invented."""
    return {
        "type": "umap",
        "uri": "https://umap.example.org/en/map/crossings_7#8/46.1/19.9",
        "geometry": point(19.9, 46.1),
        "properties": {
            "name": "Crossings",
            "description": "Where people wait.",
            "longCredit": "The mapmakers",
            "licence": {"name": "CC BY", "url": "https://example.org/by"},
            "tilelayer": {"url_template": "https://tiles.example.org/{z}/{x}/{y}.png"},
            "zoom": 8,
            "slideshow": {},
        },
        "layers": [
            {
                "type": "FeatureCollection",
                "features": [
                    feature(
                        point(19.97, 46.16),
                        name="Horgoš",
                        description="A **queue** of {hours} hours; [[https://example.org|more]]",
                        hours=7,
                        _umap_options={"color": "Orange"},
                    ),
                    feature(
                        {"type": "LineString", "coordinates": [[19, 45], [20, 46]]}, name="A way"
                    ),
                ],
                "_umap_options": {"name": "Posts", "color": "Navy", "remoteData": {}},
            },
            {
                "type": "FeatureCollection",
                "features": [],
                "_umap_options": {
                    "name": "Elsewhere",
                    "remoteData": {"url": "https://remote.example.org/d.json", "format": "geojson"},
                },
            },
            {
                "type": "FeatureCollection",
                "features": [feature(point(20, 45), name="Old", description="Old layers.")],
                "_storage": {"name": "Stored"},
            },
        ],
        **members,
    }


def written(tmp_path, value, name="a.umap"):
    path = tmp_path / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def reading_of(path):
    return READER.read(path, places=BUNDLED)


def test_a_map_is_read_layer_by_layer(tmp_path):
    path = written(tmp_path, a_map())
    assert READER.recognises(path)
    reading = reading_of(path)
    atlas = reading.atlas
    assert (atlas.title, atlas.summary) == ("Crossings", "Where people wait.")
    assert atlas.licence == "CC BY, https://example.org/by"
    horgos, way, old = atlas.places
    assert horgos.geometry == shapely.Point(19.97, 46.16)
    assert horgos.precision_m is None
    assert horgos.extra == {
        "umap": {"hours": 7, "_umap_options": {"color": "Orange"}, "layer": "Posts"}
    }
    assert way.geometry.geom_type == "LineString"
    assert old.extra["umap"]["layer"] == "Stored"
    first, second = atlas.claims
    assert first.says == "A **queue** of {hours} hours; [[https://example.org|more]]"
    assert (first.topics, second.topics) == (("Posts",), ("Stored",))
    assert atlas.agent(first.speaker).name == "The mapmakers"
    source = atlas.source(first.source)
    assert (source.title, source.kind) == ("Crossings", "dataset")
    assert source.url.startswith("https://umap.example.org/")
    assert atlas.extra["umap"]["layers"][0]["color"] == "Navy"
    assert atlas.extra["umap"]["properties"]["zoom"] == 8


def test_a_layer_from_elsewhere_is_named_and_not_fetched(tmp_path):
    reading = reading_of(written(tmp_path, a_map()))
    assert [problem.message for problem in reading.problems] == [
        "its features are loaded from https://remote.example.org/d.json, which is not read"
    ]


def test_a_map_that_names_nobody_is_spoken_for_by_an_unnamed_agent(tmp_path):
    reading = reading_of(written(tmp_path, a_map(properties={"name": "Crossings", "licence": ""})))
    agent = reading.atlas.agent(reading.atlas.claims[0].speaker)
    assert (agent.name, agent.kind) == ("Crossings", "unnamed")
    assert reading.atlas.licence is None


def test_what_cannot_be_read_is_listed(tmp_path):
    bad = [
        {"type": "FeatureCollection", "features": [feature(point("x", 1)), feature(point(1, 2))]},
        {"features": 7},
        8,
    ]
    reading = reading_of(written(tmp_path, a_map(layers=bad)))
    assert [place.name for place in reading.atlas.places] == ["feature 2"]
    assert [problem.record for problem in reading.skipped] == [
        "feature 1 (layer 'layer 1')", "layer 2", "layer 3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("[]", "JSON object"),
        ('{"type": "FeatureCollection", "features": []}', "type 'umap'"),
        ('{"type": "umap"}', "list of layers"),
        ('{"type": "umap", "layers": [', "not JSON"),
        ('{"type": "umap", "layers": ' + "[" * 100_000, "nested|not JSON"),
    ],
)
def test_a_file_that_is_no_map_is_refused(tmp_path, text, reason):
    path = written(tmp_path, text)
    assert not READER.recognises(path)
    with pytest.raises(UnreadableFile, match=reason):
        reading_of(path)


def test_a_deep_option_is_left_out_and_said(tmp_path):
    deep = json.loads("[" * 80 + "]" * 80)
    reading = reading_of(written(tmp_path, a_map(properties={"name": "x", "deep": deep})))
    assert reading.atlas.extra == {}
    assert "options are left out" in reading.problems[-1].message


def test_a_map_is_not_taken_for_another_format(tmp_path):
    assert not GEOJSON.recognises(written(tmp_path, a_map(), "a.json"))
    layer = a_map()["layers"][0]
    assert not READER.recognises(written(tmp_path, layer, "layer.json"))
    assert not READER.recognises(tmp_path / "missing.umap")


def test_progress_is_told_by_layer(tmp_path):
    told = []
    options = Options(progress=lambda *two: told.append(two))
    READER.read(written(tmp_path, a_map()), places=BUNDLED, options=options)
    assert told == [(1, 3), (2, 3), (3, 3)]
