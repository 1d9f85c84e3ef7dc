from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path

import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings

from balkanroute.errors import InvalidRecord, UnreadableFile, UnwritableFile
from balkanroute.model import (
    Agent,
    Atlas,
    Claim,
    Leg,
    Place,
    PlaceRole,
    Relation,
    Route,
    Source,
)
from balkanroute.periods import Period
from balkanroute.readers import read, shipped
from balkanroute.readers.geojson import READER, collections
from balkanroute.readers.geojson.whens import about_of
from balkanroute.readers.protocol import BUNDLED, Options
from balkanroute.writers.geojson import CARRIER, WRITER, timespan

_spec = importlib.util.spec_from_file_location(
    "strategies", Path(__file__).with_name("strategies.py")
)
strategies = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(strategies)

slowly = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
BOW = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]
ATLAS = Atlas(
    title="Fares",
    recorder="me",
    agents=(Agent(id="me", name="Me"), Agent(id="bia", name="Agency", kind="government body")),
    sources=(
        Source(id="paper", title="The paper", kind="government document"),
        Source(id="news", title="News of it", derived_from=("paper",)),
    ),
    places=(
        Place(
            id="horgos",
            name="Horgoš",
            kind="crossing",
            geometry=shapely.Point(19.97, 46.16),
            precision_m=100.0,
        ),
        Place(
            id="vojvodina",
            name="Vojvodina",
            kind="region",
            geometry=shapely.Polygon(
                [(19, 45), (19, 46), (21, 46), (21, 45)],
                [[(19.5, 45.4), (20, 45.4), (20, 45.6), (19.5, 45.4)]],
            ),
        ),
        Place(id="nowhere", name="A place that nobody knows"),
    ),
    routes=(
        Route(
            id="north",
            name="North",
            legs=(
                Leg(origin="vojvodina", destination="horgos", claims=("a",), mode="road"),
                Leg(
                    origin="horgos",
                    destination="vojvodina",
                    geometry=shapely.LineString([(19.97, 46.16), (20, 45.5)]),
                    about=Period("2023-10"),
                ),
            ),
        ),
    ),
    claims=(
        Claim(
            id="a",
            says="It costs 3,000.",
            speaker="bia",
            source="paper",
            about=Period("2023-10/.."),
            where=(PlaceRole(place="horgos", role="at"), PlaceRole(place="vojvodina")),
        ),
        Claim(
            id="b",
            says="It does not.",
            speaker="me",
            source="news",
            where=(PlaceRole(place="horgos"), PlaceRole(place="nowhere")),
            relations=(Relation(kind="contradicts", claim="a"),),
            sensitivity="amber",
        ),
    ),
)


def written(tmp_path, atlas=ATLAS, name="a.geojson"):
    path = tmp_path / name
    assert not WRITER.write(atlas, path, places=BUNDLED)
    return path


def reading_of(path):
    return READER.read(path, places=BUNDLED)


def collection(tmp_path, *features, **members):
    path = tmp_path / "foreign.geojson"
    made = {"type": "FeatureCollection", "features": list(features), **members}
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


def feature(geometry=None, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(*coordinates):
    return {"type": "Point", "coordinates": list(coordinates)}


def edited(path, change):
    held = json.loads(path.read_text(encoding="utf-8"))
    change(held, {one["id"]: one for one in held["features"]})
    path.write_text(json.dumps(held), encoding="utf-8")
    return reading_of(path)


def messages(reading):
    return " | ".join(f"{problem.record}: {problem.message}" for problem in reading.problems)


# What is written is read back


@slowly
@given(strategies.atlases(extra=strategies.extras_with_null))
def test_what_is_written_is_read_back(tmp_path_factory, atlas):
    path = written(tmp_path_factory.mktemp("geojson"), atlas)
    reading = reading_of(path)
    assert reading.atlas == atlas == CARRIER.kept(atlas)
    assert not reading.skipped
    assert READER.recognises(path)


@slowly
@given(strategies.atlases())
def test_the_same_atlas_gives_the_same_bytes(tmp_path_factory, atlas):
    folder = tmp_path_factory.mktemp("same")
    first = written(folder, atlas).read_bytes()
    assert (
        written(folder, reading_of(folder / "a.geojson").atlas, "b.geojson").read_bytes() == first
    )


def test_the_shipped_atlas_comes_back(tmp_path):
    dossier = read(shipped())
    reading = reading_of(written(tmp_path, dossier))
    assert reading.atlas == dossier
    assert not reading.problems


def test_the_shipped_atlas_opens_in_gdal(tmp_path):
    dossier = read(shipped())
    path = written(tmp_path, dossier)
    info = pyogrio.read_info(path, force_total_bounds=True)
    legs = sum(len(route.legs) for route in dossier.routes)
    assert info["features"] == len(dossier.places) + legs
    drawn = shapely.total_bounds([place.geometry for place in dossier.places if place.geometry])
    assert info["total_bounds"] == pytest.approx(tuple(drawn))
    assert info["crs"] == "EPSG:4326"
    frame = pyogrio.read_dataframe(path)
    serbia = frame[frame["id"] == "serbia"].iloc[0]
    claims = [c for c in dossier.claims if any(entry.place == "serbia" for entry in c.where)]
    assert serbia["n_claims"] == len(claims)
    assert serbia["claims"].startswith(claims[0].says)
    assert "GeoNames" in json.loads(path.read_text(encoding="utf-8"))["attribution"]


def test_a_feature_tells_its_counts_and_its_claims(tmp_path):
    held = json.loads(written(tmp_path).read_text(encoding="utf-8"))
    by_id = {one["id"]: one for one in held["features"]}
    horgos = by_id["place:horgos"]["properties"]
    assert (horgos["n_claims"], horgos["n_origins"], horgos["n_disputing"]) == (2, 1, 2)
    assert horgos["claims"] == (
        "It costs 3,000. (Agency asserts, 2023-10/..; The paper)\n"
        "It does not. (Me asserts; News of it) [TLP:AMBER]"
    )
    leg = by_id["leg:north:0"]["properties"]
    assert (leg["n_claims"], leg["drawn"]) == (1, "straight between its places")
    assert by_id["place:nowhere"]["geometry"] is None


def test_geometry_stands_in_features_alone(tmp_path):
    text = written(tmp_path).read_text(encoding="utf-8")
    records = text.partition('"balkanroute"')[2]
    assert "coordinates" not in records
    assert "point" not in records


def test_rings_are_turned_as_the_rfc_wants_and_turned_back(tmp_path):
    path = written(tmp_path)
    held = json.loads(path.read_text(encoding="utf-8"))
    ring, hole = held["features"][1]["geometry"]["coordinates"]
    assert shapely.is_ccw(shapely.LinearRing(ring))
    assert not shapely.is_ccw(shapely.LinearRing(hole))
    assert held["balkanroute"]["places"][1]["wound"] == [0, 1]
    assert reading_of(path).atlas == ATLAS


def test_a_leg_and_a_place_have_a_when(tmp_path):
    held = json.loads(written(tmp_path).read_text(encoding="utf-8"))
    by_id = {one["id"]: one for one in held["features"]}
    assert by_id["place:horgos"]["when"] == {"timespans": [{"start": {"in": "2023-10"}}]}
    october = {"in": "2023-10"}
    assert by_id["leg:north:1"]["when"] == {"timespans": [{"start": october, "end": october}]}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2023-10-25", {"start": {"in": "2023-10-25"}, "end": {"in": "2023-10-25"}}),
        ("2023/2024-02", {"start": {"in": "2023"}, "end": {"in": "2024-02"}}),
        ("/2024", {"end": {"in": "2024"}}),
        (
            "2023-11~",
            {
                "start": {"earliest": "2023-11-01", "latest": "2023-11-30"},
                "end": {"earliest": "2023-11-01", "latest": "2023-11-30"},
                "label": "about November 2023",
            },
        ),
    ],
)
def test_a_period_becomes_a_timespan(text, span):
    assert timespan(Period(text)) == span


def test_text_that_no_file_can_hold_is_refused_and_named(tmp_path):
    claim = replace(ATLAS.claims[0], note="half \ud800")
    with pytest.raises(InvalidRecord, match="claim 'a': note: the text holds half a character"):
        WRITER.write(
            replace(ATLAS, claims=(claim,), routes=()), tmp_path / "a.geojson", places=BUNDLED
        )
    place = replace(ATLAS.places[0], extra={"a": {1: "x"}})
    with pytest.raises(InvalidRecord, match="place 'horgos': extra: a key is text"):
        WRITER.write(
            replace(ATLAS, places=(place, *ATLAS.places[1:])),
            tmp_path / "a.geojson",
            places=BUNDLED,
        )
    assert not list(tmp_path.iterdir())


def test_a_target_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(UnwritableFile):
        WRITER.write(ATLAS, tmp_path / "missing" / "a.geojson", places=BUNDLED)


def test_a_ring_on_its_own_is_kept_as_a_line_and_said(tmp_path):
    ring = shapely.LinearRing([(19, 45), (20, 45), (20, 46)])
    places = tuple(replace(p, geometry=ring) if p.id == "horgos" else p for p in ATLAS.places)
    path = tmp_path / "a.geojson"
    report = WRITER.write(replace(ATLAS, places=places), path, places=BUNDLED)
    assert "a ring on its own is kept as a closed line" in str(report)
    assert reading_of(path).atlas.place("horgos").geometry == shapely.LineString(ring.coords)


# A collection of ours that somebody has edited


def test_what_was_moved_is_moved(tmp_path):
    def change(_, features):
        features["place:horgos"]["geometry"]["coordinates"] = [19.9, 46.1]

    assert edited(written(tmp_path), change).atlas.place("horgos").geometry == shapely.Point(
        19.9, 46.1
    )


def test_a_field_that_was_changed_in_a_feature_is_taken_and_said(tmp_path):
    def change(_, features):
        features["place:horgos"]["properties"] |= {"name": "Röszke", "precision_m": None, "mine": 7}
        features["place:vojvodina"]["properties"]["kind"] = "City"
        features["leg:north:0"]["properties"] |= {"mode": "foot", "mine": 7}

    reading = edited(written(tmp_path), change)
    horgos = reading.atlas.place("horgos")
    assert (horgos.name, horgos.precision_m, horgos.extra) == (
        "Röszke",
        None,
        {"geojson": {"mine": 7}},
    )
    assert reading.atlas.place("vojvodina").kind == "region"
    leg = reading.atlas.routes[0].legs[0]
    assert (leg.mode, leg.note) == ("foot", "mine: 7")
    said = messages(reading)
    assert "name is 'Röszke' in the feature and 'Horgoš' in the record; it is taken" in said
    assert "kind stays 'region'" in said
    assert len(reading.problems) == 4


def test_a_place_whose_feature_is_gone_stays_as_long_as_claims_speak_of_it(tmp_path):
    def change(held, _):
        held["features"] = [one for one in held["features"] if one["id"] != "place:horgos"]

    reading = edited(written(tmp_path), change)
    assert reading.atlas.place("horgos").geometry is None
    assert "the feature of place 'horgos' is gone; it stays without geometry" in messages(reading)
    lonely = replace(ATLAS, claims=(), routes=())
    reading = edited(written(tmp_path, lonely), change)
    assert [place.id for place in reading.atlas.places] == ["vojvodina", "nowhere"]
    assert "nothing speaks of it" in messages(reading)


def test_a_leg_whose_feature_is_gone_stays_without_a_line(tmp_path):
    def change(held, _):
        held["features"] = [one for one in held["features"] if one["id"] != "leg:north:1"]

    reading = edited(written(tmp_path), change)
    assert reading.atlas.routes[0].legs[1].geometry is None
    assert "leg 1 is gone" in messages(reading)


def test_features_that_were_added_or_copied_become_places(tmp_path):
    def change(held, features):
        held["features"].append(feature(point(20, 45), name="New", description="It is new."))
        held["features"].append(features["place:horgos"])

    reading = edited(written(tmp_path), change)
    assert [place.id for place in reading.atlas.places][3:] == ["new", "horgos-2"]
    assert reading.atlas.claims[2].says == "It is new."
    assert messages(reading).count("it is read as a new place") == 2
    assert reading.atlas.claims[:2] == ATLAS.claims


def test_an_outline_that_crosses_itself_is_left_out_and_its_claims_stay(tmp_path):
    def change(_, features):
        features["place:vojvodina"]["geometry"]["coordinates"] = [BOW]

    reading = edited(written(tmp_path), change)
    assert reading.atlas.place("vojvodina").geometry is None
    assert reading.atlas.claims == ATLAS.claims
    assert "its geometry is not valid" in messages(reading)


def test_records_that_were_taken_out_are_missed_and_said(tmp_path):
    def change(held, _):
        del held["balkanroute"]["sources"][0]

    reading = edited(written(tmp_path), change)
    assert [claim.id for claim in reading.atlas.claims] == ["b"]
    assert reading.atlas.claims[0].relations == ()
    assert reading.atlas.routes[0].legs[0].claims == ()
    assert reading.skipped[0].message == "claim 'a': its source 'paper' is not in the file"
    assert "source 'paper' is not in the file; what pointed to it is left out" in messages(reading)


def test_a_collection_of_ours_without_its_records_is_read_as_far_as_it_goes(tmp_path):
    reading = edited(written(tmp_path), lambda held, _: held.pop("balkanroute"))
    atlas = reading.atlas
    assert "the member 'balkanroute' is gone" in messages(reading)
    assert [place.id for place in atlas.places] == ["horgos", "vojvodina", "nowhere"]
    assert atlas.place("horgos").precision_m == 100
    assert "It costs 3,000." in atlas.place("horgos").extra["geojson"]["claims"]
    legs = atlas.routes[0].legs
    assert [leg.geometry is None for leg in legs] == [True, False]
    assert (legs[0].mode, legs[1].about) == ("road", Period("2023-10"))
    assert atlas.claims == ()


# Collections of others


def test_a_feature_becomes_a_place_and_a_claim(tmp_path):
    path = collection(
        tmp_path,
        feature(
            point(19.97, 46.16),
            Name="Horgoš",
            description="People wait <b>here</b> <script>alert(1)</script>.",
            source="A report",
            url="https://example.org/r",
            author="A. Writer",
            date="2023-10-25",
            colour="red",
            depth={"a": [1]},
        ),
        feature(point(20, 45), name="Silent"),
        feature(None, title="Unplaced", text="Somewhere."),
        name="Crossings",
        generator="x",
    )
    assert READER.recognises(path)
    atlas = reading_of(path).atlas
    assert atlas.title == "Crossings"
    assert atlas.extra == {"geojson": {"generator": "x"}}
    horgos, silent, unplaced = atlas.places
    assert (horgos.id, horgos.geometry, horgos.precision_m) == (
        "horgos", shapely.Point(19.97, 46.16), None,
    )  # fmt: skip
    assert horgos.extra == {"geojson": {"colour": "red", "depth": {"a": [1]}}}
    assert silent.name == "Silent"
    assert unplaced.geometry is None
    first, second = atlas.claims
    assert first.says == "People wait <b>here</b> <script>alert(1)</script>."
    assert first.about == Period("2023-10-25")
    assert atlas.agent(first.speaker).name == "A. Writer"
    assert atlas.source(first.source).url == "https://example.org/r"
    assert atlas.agent(second.speaker).kind == "unnamed"
    assert atlas.source(second.source).title == "Crossings"
    assert atlas.source(second.source).kind == "dataset"


def test_a_date_that_could_be_two_days_is_no_date(tmp_path):
    path = collection(
        tmp_path,
        feature(point(1, 2), name="a", text="x", date="03/04/2023"),
        feature(point(1, 2), name="b", text="x", date="2023-10-25T12:00:00.123Z"),
        feature(point(1, 2), name="c", text="x", start_date="2023-10", end_date="2023-11"),
        feature(point(1, 2), name="d", text="x", date=2023),
    )
    atlas = reading_of(path).atlas
    assert [claim.about and claim.about.text for claim in atlas.claims] == [
        None, "2023-10-25T12:00:00Z", "2023-10/2023-11", "2023",
    ]  # fmt: skip
    assert atlas.places[0].extra["geojson"]["date"] == "03/04/2023"


def test_a_when_is_read_as_a_period(tmp_path):
    spans = {
        "timespans": [
            {"start": {"in": "2022"}, "end": {"earliest": "2023-01", "latest": "2023-02"}}
        ]
    }
    several = {"timespans": [{"start": "2022"}, {"start": "2024"}]}
    path = collection(
        tmp_path,
        {**feature(point(1, 2), name="a", text="x"), "when": spans},
        {**feature(point(1, 2), name="b", text="x"), "when": several},
    )
    atlas = reading_of(path).atlas
    assert [claim.about and claim.about.text for claim in atlas.claims] == ["2022/2023-02", None]
    assert atlas.places[1].extra["geojson"]["when"] == several


@pytest.mark.parametrize(
    ("when", "text"),
    [
        ({"start": "2014-04-24", "type": "Instant"}, "2014-04-24/.."),
        ({"datetime": "2014-04-24"}, "2014-04-24"),
        ({"timespans": [["2014", "", "", "2015", "label"]]}, "2014/2015"),
        ({"timespans": [{"start": {"in": "2014"}, "end": {"in": "2014"}}]}, "2014"),
        ({"timespans": [{"end": {"in": "2014"}}]}, "/2014"),
        ({"timespans": [{"start": {"in": "-3100"}}]}, None),
        ({"timespans": [{"start": "2015", "end": "2014"}]}, None),
        ({"timespans": 7}, None),
        (["x"], None),
    ],
)
def test_older_forms_of_when_are_read(when, text):
    found = about_of(when)
    assert (found and found.text) == text


def test_many_features_of_one_name_have_ids_of_their_own(tmp_path):
    path = collection(tmp_path, *(feature(point(1, 2), name="x") for _ in range(3)))
    assert [place.id for place in reading_of(path).atlas.places] == ["x", "x-2", "x-3"]


def test_heights_are_left_out_and_said_once(tmp_path):
    path = collection(
        tmp_path, feature(point(1, 2, 3), name="a"), feature(point(1, 2, 3), name="b")
    )
    reading = reading_of(path)
    assert [place.geometry for place in reading.atlas.places] == [shapely.Point(1, 2)] * 2
    assert (
        messages(reading) == "geometry: heights were left out of 2 geometries; a map here is flat"
    )


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (feature(point(46.16, 190)), "are the two swapped"),
        (feature({"type": "Polygon", "coordinates": [BOW]}), "not valid"),
        (feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]}), "closed"),
        (feature({"type": "Circle", "coordinates": [0, 0]}), "not GeoJSON"),
        (feature({"type": "Point", "coordinates": ["a", "b"]}), "not GeoJSON"),
        ({"type": "Point", "coordinates": [0, 0]}, "type 'Feature'"),
        (7, "expected a feature"),
        ({"type": "Feature", "geometry": None, "properties": [1]}, "properties are an object"),
    ],
)  # fmt: skip
def test_a_feature_that_cannot_be_read_is_listed_and_the_rest_read(tmp_path, bad, reason):
    path = collection(tmp_path, bad, feature(point(1, 2), name="good"))
    reading = reading_of(path)
    assert [place.name for place in reading.atlas.places] == ["good"]
    assert reading.skipped[0].line == 1
    assert reason in reading.skipped[0].message


def test_an_empty_geometry_is_none(tmp_path):
    reading = reading_of(collection(tmp_path, feature(point(), name="a")))
    assert reading.atlas.places[0].geometry is None
    assert "its geometry is empty" in messages(reading)


def test_another_crs_is_refused_with_the_way_out(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    path = collection(tmp_path, feature(point(2e6, 5e6)), crs=crs)
    with pytest.raises(UnreadableFile, match=r"EPSG::3857.*ogr2ogr -t_srs EPSG:4326"):
        reading_of(path)
    crs["properties"]["name"] = "urn:ogc:def:crs:OGC:1.3:CRS84"
    assert reading_of(collection(tmp_path, feature(point(1, 2)), crs=crs)).atlas.places


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("[1]", "expected a JSON object"),
        ('{"type": "Feature"}', "FeatureCollection"),
        ('{"type": "FeatureCollection"}', "list of features"),
        ('{"type": "FeatureCollection", "features": 7}', "list of features"),
        ('{"type": "FeatureCollection", "features": [', "not JSON"),
        ('{"type": "FeatureCollection", "features": [{"a": NaN}]}', "NaN"),
        ('{"type": "FeatureCollection", "features": [{"a": "\\ud800"}]}', "half a character"),
        ('{"type": "FeatureCollection", "a": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested"),
    ],
)
def test_a_file_that_is_no_collection_is_refused(tmp_path, text, reason):
    path = tmp_path / "a.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=reason):
        reading_of(path)
    READER.recognises(path)


def test_too_many_features_are_refused_with_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setattr(collections, "MOST_FEATURES", 1)
    path = collection(tmp_path, feature(point(1, 2)), feature(point(1, 2)))
    with pytest.raises(UnreadableFile, match="2 features; at most 1 become one atlas; cut it"):
        reading_of(path)


def test_a_file_that_is_too_large_is_refused_with_the_way_out(tmp_path):
    path = collection(tmp_path, feature(point(1, 2)))
    with pytest.raises(UnreadableFile, match=r"larger than 0 MiB.*ogr2ogr out\.gpkg"):
        collections.opened(path, most=10)


def test_bytes_that_are_no_text_are_refused_with_their_place(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_bytes(b'{"type": "FeatureCollection", "name": "\xff"}')
    with pytest.raises(UnreadableFile, match="0xFF at offset 39 is not UTF-8"):
        reading_of(path)


def test_deep_properties_are_listed(tmp_path):
    deep = json.loads("[" * 80 + "]" * 80)
    reading = reading_of(collection(tmp_path, feature(point(1, 2), name="a", deep=deep)))
    assert "nested" in reading.skipped[0].message


def test_progress_is_told_in_features(tmp_path):
    told = []
    path = collection(tmp_path, feature(point(1, 2)), feature(point(1, 2)))
    READER.read(path, places=BUNDLED, options=Options(progress=lambda *two: told.append(two)))
    assert told == [(2, 2)]


@pytest.mark.parametrize(
    "other",
    [
        {"type": "umap", "layers": []},
        {"title": "An atlas", "claims": []},
        {
            "type": "FeatureCollection",
            "features": [],
            "@context": "https://x/linkedplaces-v1.jsonld",
        },
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "names": [{"toponym": "Horgoš"}]}],
        },
        {
            "type": "FeatureCollection",
            "features": [
                feature(point(1, 2), title="t", date=None, description="d", links=[], source="S")
            ],
        },
        [1],
    ],
)
def test_other_formats_are_not_taken_for_it(tmp_path, other):
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps(other), encoding="utf-8")
    assert not READER.recognises(path)


def test_what_is_no_file_is_not_recognised(tmp_path):
    assert not READER.recognises(tmp_path)
    assert not READER.recognises(tmp_path / "missing.geojson")
    with pytest.raises(UnreadableFile, match="no such file"):
        reading_of(tmp_path / "missing.geojson")
