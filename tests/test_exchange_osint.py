from __future__ import annotations

import json

import pytest
import shapely

from balkanroute.analysis import origin_count
from balkanroute.errors import UnreadableFile
from balkanroute.frames import claims_frame, sources_frame
from balkanroute.periods import Period
from balkanroute.readers.geojson import READER as GEOJSON
from balkanroute.readers.osint_geojson import READER
from balkanroute.readers.protocol import BUNDLED


def event(key="CIV0001", where=(36.5, 49.8), **properties):
    """An event as osint-geo-extractor writes it; the values are invented."""
    said = {
        "title": "A building",
        "date": "2022-02-24",
        "description": "A building was hit.",
        "place_desc": "Kharkiv",
        "links": ["https://social.example.org/1", "https://social.example.org/2"],
        "source": "BELLINGCAT",
        **properties,
    }
    geometry = {"type": "Point", "coordinates": list(where)}
    return {"type": "Feature", "id": key, "geometry": geometry, "properties": said}


def written(tmp_path, *events, **members):
    path = tmp_path / "events.geojson"
    made = {"type": "FeatureCollection", "features": list(events), **members}
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


def reading_of(path):
    return READER.read(path, places=BUNDLED)


def test_an_event_is_a_claim_of_its_project(tmp_path):
    path = written(tmp_path, event())
    assert READER.recognises(path)
    assert not GEOJSON.recognises(path)
    atlas = reading_of(path).atlas
    claim = atlas.claims[0]
    assert claim.says == "A building was hit."
    assert claim.about == Period("2022-02-24")
    assert claim.extra == {"osint-geojson": {"id": "CIV0001"}}
    assert atlas.agent(claim.speaker).name == "Bellingcat"
    assert atlas.recorder_of(claim) == claim.speaker
    source = atlas.source(claim.source)
    assert (source.title, source.kind) == ("Bellingcat: CIV0001", "dataset")
    parents = [atlas.source(key).url for key in source.derived_from]
    assert parents == ["https://social.example.org/1", "https://social.example.org/2"]
    place = atlas.places[0]
    assert (place.name, place.geometry) == ("Kharkiv", shapely.Point(36.5, 49.8))
    assert place.precision_m is None


def test_events_with_one_link_have_one_origin(tmp_path):
    links = {"links": ["https://social.example.org/1"]}
    path = written(tmp_path, event("a", **links), event("b", source="GEOCONFIRMED", **links))
    atlas = reading_of(path).atlas
    assert len(atlas.sources) == 3
    assert len({atlas.source(claim.source).derived_from for claim in atlas.claims}) == 1
    assert origin_count(claims_frame(atlas), sources_frame(atlas)).tolist() == [1, 1]
    assert [agent.name for agent in atlas.agents] == ["Bellingcat", "GeoConfirmed"]


def test_an_event_without_words_is_said_plainly(tmp_path):
    bare = event(title=None, description=None, source="DEFMON", links=[], place_desc="Izium")
    atlas = reading_of(written(tmp_path, bare)).atlas
    assert atlas.claims[0].says == "DefMon3 lists an event at Izium."
    assert atlas.source(atlas.claims[0].source).derived_from == ()


def test_the_point_that_stands_for_none_is_no_place(tmp_path):
    reading = reading_of(written(tmp_path, event(where=(0.0, 0.0), source="CENINFORES")))
    place = reading.atlas.places[0]
    assert place.geometry is None
    assert place.extra == {"osint-geojson": {"coordinates": [0.0, 0.0]}}
    assert "0, 0 stands for no point" in reading.problems[0].message
    assert reading.atlas.claims[0].where[0].place == place.id


def test_what_is_no_link_and_no_date_is_kept(tmp_path):
    odd = event(links=["javascript:alert(1)", "https://a.example.org"], date="24/02")
    atlas = reading_of(written(tmp_path, odd)).atlas
    kept = atlas.places[0].extra["osint-geojson"]
    assert kept == {"links": ["javascript:alert(1)"], "date": "24/02"}
    assert atlas.claims[0].about is None


def test_a_project_of_another_name_speaks_by_it(tmp_path):
    atlas = reading_of(written(tmp_path, event(source="A desk"))).atlas
    assert atlas.agents[0].name == "A desk"


def test_what_cannot_be_read_is_listed_and_leaves_nothing_behind(tmp_path):
    far = event("far", where=(49.8, 136.5), links=["https://gone.example.org"])
    path = written(tmp_path, far, event("none", source=""), event("good", links=[]), 7)
    reading = reading_of(path)
    assert [problem.line for problem in reading.skipped] == [1, 2, 4]
    assert "are the two swapped" in reading.skipped[0].message
    assert "names no project" in reading.skipped[1].message
    assert len(reading.atlas.claims) == 1
    assert [source.title for source in reading.atlas.sources] == ["Bellingcat: good"]


@pytest.mark.parametrize(
    "features",
    [
        [],
        [{"type": "Feature", "geometry": None, "properties": {"title": "x", "date": "2022"}}],
        [event(other=1)],
        [event(links="https://a.example.org")],
        [event(), 7],
    ],
)
def test_other_collections_are_not_taken_for_it(tmp_path, features):
    path = written(tmp_path, *features)
    assert not READER.recognises(path)
    assert GEOJSON.recognises(path)


def test_what_is_no_collection_is_refused(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("[]", encoding="utf-8")
    assert not READER.recognises(path)
    with pytest.raises(UnreadableFile, match="JSON object"):
        reading_of(path)
