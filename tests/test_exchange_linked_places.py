# ruff: noqa: E501, RUF001 - a case stands on one line, a name as people write it
from __future__ import annotations

import json

import pytest
import shapely
from damage import damaged
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyld import jsonld
from strategies import atlases, extras_with_null

from balkanroute.errors import BalkanRouteError, InvalidRecord, UnreadableFile
from balkanroute.model import Agent, Atlas, Claim, Name, Place, PlaceRole, Source
from balkanroute.periods import Period
from balkanroute.readers import read, shipped
from balkanroute.readers.json_records import MOST_ENTRIES
from balkanroute.readers.linked_places import READER
from balkanroute.readers.linked_places.times import periods_in
from balkanroute.readers.protocol import BUNDLED, Options
from balkanroute.writers.formats import BUNDLED as PLACES
from balkanroute.writers.linked_places import CARRIER, CONTEXT, WRITER

SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]

#: A record with every member that the format documents; all values are invented.
RECORD = {
    "@id": "http://gazetteer.example.org/places/p_1",
    "type": "Feature",
    "properties": {"title": "Harbourtown", "ccodes": ["GB"], "fclasses": ["P"]},
    "when": {
        "timespans": [{"start": {"in": "0676"}, "end": {"in": "1066"}}],
        "periods": [{"name": "An early age", "@id": "periodo:p0"}],
        "label": "in an early age",
        "duration": "P100Y",
    },
    "names": [
        {
            "toponym": "Harbourtown",
            "lang": "en",
            "citations": [{"label": "An Old Book (1635)", "@id": "http://archive.example.org/b"}],
            "when": {"timespans": [{"start": {"in": "1600"}}]},
        },
        {"toponym": "Харбор", "lang": "sr-Cyrl"},
    ],
    "types": [
        {
            "identifier": "aat:300008375",
            "label": "town",
            "sourceLabels": [{"label": "Market Town", "lang": "en"}],
        }
    ],
    "geometry": {
        "type": "GeometryCollection",
        "geometries": [
            {
                "type": "Point",
                "coordinates": [-1.28, 51.67],
                "when": {"timespans": [{"start": {"in": "1600"}, "end": {"in": "1699"}}]},
                "citations": [{"label": "A thesaurus", "@id": "tgn:1"}],
                "certainty": "certain",
            },
            {
                "type": "Point",
                "coordinates": [-1.31, 51.64],
                "geo_wkt": "POLYGON ((-1.3 51.6, -1.2 51.6, -1.2 51.7, -1.3 51.7, -1.3 51.6))",
                "when": {"timespans": [{"start": {"in": "1700"}}]},
                "certainty": "uncertain",
            },
        ],
    },
    "links": [
        {"type": "exactMatch", "identifier": "http://www.geonames.org/123456/"},
        {"type": "closeMatch", "identifier": "http://www.wikidata.org/entity/Q1"},
    ],
    "relations": [
        {
            "relationType": "gvp:broaderPartitive",
            "relationTo": "http://gazetteer.example.org/places/p_2",
            "label": "part of the Shire",
            "when": {"timespans": [{"start": {"in": "1600"}, "end": {"in": "1974"}}]},
        }
    ],
    "descriptions": [
        {"@id": "https://wiki.example.org/H", "value": "a <b>market</b> town", "lang": "en"}
    ],
    "depictions": [{"@id": "https://pictures.example.org/1.jpg", "title": "It", "license": "cc:0"}],
}
#: The dialect before version 1: other names, single things for lists, -1 for unknown years.
OLD = {
    "type": "Feature",
    "@id": "https://old.example.net/doku.php?id=gazetteer:1",
    "properties": {"title": "La Prueba", "ccode": "CO"},
    "namings": [
        {
            "lang": "es",
            "when": {"timespans": [{"end": -1, "start": -1}]},
            "toponym": "La Prueba",
            "citation": {"@id": "", "label": "a list"},
        }
    ],
    "placetypes": {"@id": 300008372, "label": "Pueblo", "label_aat": "village"},
    "closeMatch": None,
    "exactMatch": [""],
    "geometry": {
        "type": "GeometryCollection",
        "geometries": [
            {
                "type": "Point",
                "when": {"timespans": [{"end": -1, "start": 1572}]},
                "geowkt": "POINT(-76.5 3.1)",
                "coordinates": [-76.5, 3.1],
            }
        ],
    },
    "descriptions": [{"value": "", "lang": "", "source": ""}],
    "when": {"timespan": [{"start": {"in": ""}, "end": {"latest": ""}}], "label": ""},
}


def _read(tmp_path, *features, **members):
    path = tmp_path / "places.json"
    whole = {"type": "FeatureCollection", "@context": CONTEXT, **members, "features": [*features]}
    path.write_text(json.dumps(whole), encoding="utf-8")
    assert READER.recognises(path)
    return READER.read(path, places=BUNDLED)


def _back(atlas, folder):
    path = folder / "a.lpf.json"
    report = WRITER.write(atlas, path, places=PLACES)
    return report, READER.read(path, places=BUNDLED)


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(atlas=atlases(extra=extras_with_null))
def test_an_atlas_comes_back_whole(atlas, tmp_path):
    report, reading = _back(atlas, tmp_path)
    assert not report
    assert (reading.skipped, reading.problems) == ((), ())
    assert reading.atlas == CARRIER.kept(atlas) == atlas


def test_the_shipped_atlas_comes_back_whole(tmp_path):
    atlas = read(shipped())
    report, reading = _back(atlas, tmp_path)
    assert reading.atlas == atlas
    assert not report
    assert READER.recognises(tmp_path / "a.lpf.json")


def test_the_same_atlas_is_the_same_bytes(tmp_path):
    atlas = read(shipped())
    first, second = tmp_path / "1.lpf.json", tmp_path / "2.lpf.json"
    WRITER.write(atlas, first, places=PLACES)
    WRITER.write(atlas, second, places=PLACES)
    assert first.read_bytes() == second.read_bytes()


def test_a_record_becomes_a_place_with_names_kind_and_exact_ids(tmp_path):
    place = _read(tmp_path, RECORD).atlas.places[0]
    assert (place.id, place.name, place.kind) == ("harbourtown", "Harbourtown", "settlement")
    assert place.names == (
        Name(text="Harbourtown", language="en"),
        Name(text="Харбор", language="sr", script="Cyrl"),
    )
    assert place.ids == {"uri": RECORD["@id"], "geonames": "123456"}
    kept = place.extra["linked-places"]
    assert kept["links"] == RECORD["links"]
    assert kept["depictions"] == RECORD["depictions"]
    assert kept["properties"] == {"ccodes": ["GB"], "fclasses": ["P"]}


def test_several_geometries_are_several_places_each_with_its_claim(tmp_path):
    atlas = _read(tmp_path, RECORD).atlas
    first, second = atlas.places
    assert first.geometry == shapely.Point(-1.28, 51.67)
    assert second.geometry.geom_type == "Polygon"
    assert (first.name, second.name) == ("Harbourtown", "Harbourtown")
    claims = {claim.where[0].place: claim for claim in atlas.claims if "lies" in claim.says}
    assert claims[first.id].about == Period("1600/1699")
    assert atlas.source(claims[first.id].source).title == "A thesaurus"
    assert claims[second.id].about == Period("1700")


def test_a_word_of_certainty_does_not_become_metres(tmp_path):
    atlas = _read(tmp_path, RECORD).atlas
    assert {place.precision_m for place in atlas.places} == {None}
    words = {claim.extra.get("linked-places", {}).get("certainty") for claim in atlas.claims}
    assert words >= {"certain", "uncertain"}


def test_what_is_attributed_is_a_claim_by_the_gazetteer(tmp_path):
    atlas = _read(tmp_path, RECORD).atlas
    said = {claim.says: claim for claim in atlas.claims}
    name = said["Harbourtown is called Harbourtown."]
    assert atlas.source(name.source).url == "http://archive.example.org/b"
    assert name.about == Period("1600")
    assert said["Harbourtown: part of the Shire."].about == Period("1600/1974")
    assert said["The record of Harbourtown holds for this time."].about == Period("0676/1066")
    assert said["a market town"].source == "https-wiki-example-org-h"
    assert {atlas.agent(claim.speaker).name for claim in atlas.claims} == {"gazetteer.example.org"}
    assert atlas.recorder == atlas.claims[0].speaker


def test_a_plain_type_is_no_claim_and_is_kept(tmp_path):
    atlas = _read(tmp_path, RECORD).atlas
    assert not [claim for claim in atlas.claims if "type" in claim.says]
    assert atlas.places[0].extra["linked-places"]["types"] == RECORD["types"]


def test_the_dialect_before_version_1_is_read(tmp_path):
    path = tmp_path / "old.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [OLD]}))
    assert READER.recognises(path)
    atlas = READER.read(path, places=BUNDLED).atlas
    place = atlas.places[0]
    assert (place.kind, place.geometry) == ("settlement", shapely.Point(-76.5, 3.1))
    assert [str(claim.about) for claim in atlas.claims] == ["1572/", "None"]
    assert {source.title for source in atlas.sources} == {"old", "a list"}
    assert place.extra["linked-places"]["properties"] == {"ccode": "CO"}


def test_a_place_within_another_of_the_file_says_so(tmp_path):
    wider = {
        "@id": "http://gazetteer.example.org/places/p_2",
        "type": "Feature",
        "properties": {"title": "The Dale"},
        "geometry": None,
    }
    atlas = _read(tmp_path, RECORD, wider).atlas
    assert atlas.place("harbourtown").within == "the-dale"
    assert atlas.place("the-dale").geometry is None


@pytest.mark.parametrize(
    ("when", "periods", "whole"),
    [
        ({"timespans": [{"start": {"in": "1832-08-01"}}]}, ["1832-08-01"], True),
        ({"timespans": [{"start": {"in": "676"}, "end": {"in": "1066"}}]}, ["0676/1066"], True),
        (
            {"timespans": [{"start": {"earliest": "1600", "latest": "1610"}}]},
            ["1600/1610"],
            True,
        ),
        (
            {"timespans": [{"start": {"in": "1900?"}, "end": {"earliest": "1910", "latest": "1915~"}}]},
            ["1900?/1915~"],
            True,
        ),
        ({"timespans": {"start": 1500, "end": -1}}, ["1500/"], True),
        ({"timespans": [{"start": "1500", "end": "present"}]}, ["1500/.."], True),
        ({"timespans": [["1600", "1699"]]}, ["1600/1699"], True),
        ({"timespans": [{"start": {"in": "1500"}}, {"start": {"in": "1700"}}]}, ["1500", "1700"], True),
        ({"timespans": [{"start": {"in": "-0500"}, "end": {"in": "-0400"}}]}, [], False),
        ({"timespans": [{"start": {"in": "long ago"}}]}, [], False),
        ({"timespans": [{"start": {"in": "1900"}, "end": {"in": "1800"}}]}, [], False),
        ({"timespans": [{"start": -1, "end": -1}]}, [], True),
        ("1900", [], False),
        (None, [], True),
    ],
)  # fmt: skip
def test_timespans_become_periods_as_precise_as_they_are(when, periods, whole):
    assert periods_in(when) == ([Period(text) for text in periods], whole)


def test_a_time_before_the_year_1_is_kept_as_it_stands_and_told(tmp_path):
    name = {"toponym": "X", "when": {"timespans": [{"start": {"in": "-0500"}}]}}
    reading = _read(tmp_path, {"type": "Feature", "properties": {"title": "X"}, "names": [name]})
    claim = reading.atlas.claims[0]
    assert claim.about is None
    assert claim.extra["linked-places"] == name
    assert "before the year 1" in str(reading.problems[0])


def test_geometries_that_nobody_attributes_are_one(tmp_path):
    points = [{"type": "Point", "coordinates": [x, 45]} for x in (19, 20)]
    shape = {"type": "GeometryCollection", "geometries": points}
    feature = {"type": "Feature", "properties": {"title": "Two"}, "geometry": shape}
    atlas = _read(tmp_path, feature).atlas
    assert [place.geometry.geom_type for place in atlas.places] == ["GeometryCollection"]
    assert atlas.claims == ()


@pytest.mark.parametrize(
    "nothing", [None, "null", {"type": "GeometryCollection", "geometries": ["null"]}]
)
def test_a_place_that_lies_nobody_knows_where_is_kept(tmp_path, nothing):
    feature = {"type": "Feature", "properties": {"title": "Lost"}, "geometry": nothing}
    assert _read(tmp_path, feature).atlas.places[0].geometry is None


@pytest.mark.parametrize(
    ("feature", "reason"),
    [
        ({"type": "Feature"}, "no title, no name"),
        (3, "expected a feature"),
        (
            {
                "type": "Feature",
                "properties": {"title": "Swapped"},
                "geometry": {"type": "Point", "coordinates": [19, 95]},
            },
            "swapped",
        ),
        (
            {
                "type": "Feature",
                "properties": {"title": "Odd"},
                "geometry": {"type": "Point", "coordinates": ["a", "b"]},
            },
            "not GeoJSON",
        ),
        (
            {
                "type": "Feature",
                "properties": {"title": "Nowhere"},
                "geometry": {"type": "Point", "coordinates": ["nan", 46.1]},
            },
            "not valid",
        ),
    ],
)
def test_a_feature_that_cannot_be_read_is_listed_and_the_rest_is_read(tmp_path, feature, reason):
    reading = _read(tmp_path, feature, OLD)
    assert len(reading.atlas.places) == 1
    assert [problem.record for problem in reading.skipped] == ["feature 1"]
    assert reason in reading.skipped[0].message


def test_what_is_said_of_a_collection_is_said_of_each_geometry_in_it(tmp_path):
    points = [{"type": "Point", "coordinates": [x, 45]} for x in (19, 20)]
    shape = {"type": "GeometryCollection", "geometries": points, "certainty": "uncertain"}
    feature = {"type": "Feature", "properties": {"title": "Two"}, "geometry": shape}
    atlas = _read(tmp_path, feature).atlas
    assert len(atlas.places) == len(atlas.claims) == 2


def test_what_has_no_place_of_its_own_is_kept(tmp_path):
    feature = {
        "type": "Feature",
        "properties": {"title": "X", "population": 3},
        "names": [{"toponym": 5}, {"romanizations": ["Ks"]}],
        "descriptions": [{"@id": "http://e.org/only-an-address"}],
        "geometry": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Point", "certainty": "uncertain"},
                {"type": "Point", "coordinates": [1, 2], "geo_wkt": "LINESTRING (1 2, 3 4)"},
            ],
        },
        "when": {"timespans": [], "follows": "Y"},
        "own": {"a": 1},
    }
    place = _read(tmp_path, feature).atlas.places[0]
    assert place.geometry.geom_type == "LineString"
    kept = place.extra["linked-places"]
    geometry = kept.pop("geometry")
    assert geometry == {"geo_wkt": "LINESTRING (1 2, 3 4)", "coordinates": [1, 2]}
    assert kept.pop("geometries") == [{"type": "Point", "certainty": "uncertain"}]
    assert kept.pop("properties") == {"population": 3}
    assert kept == {name: feature[name] for name in ("names", "descriptions", "when", "own")}


def test_an_outline_that_crosses_itself_is_mended_and_told(tmp_path):
    bow = [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]
    shape = {"type": "Polygon", "coordinates": bow}
    reading = _read(
        tmp_path, {"type": "Feature", "properties": {"title": "Bow"}, "geometry": shape}
    )
    assert reading.atlas.places[0].geometry.geom_type == "MultiPolygon"
    assert "was mended (Self-intersection" in reading.problems[0].message


def test_a_place_that_stands_twice_is_listed(tmp_path):
    reading = _read(tmp_path, OLD, OLD)
    assert len(reading.atlas.places) == 1
    assert "stands in the file already" in reading.skipped[0].message


def test_a_height_is_kept_and_the_place_is_flat(tmp_path):
    shape = {"type": "Point", "coordinates": [19.5, 45.5, 312.0]}
    feature = {"type": "Feature", "properties": {"title": "Hill"}, "geometry": shape}
    place = _read(tmp_path, feature).atlas.places[0]
    assert not place.geometry.has_z
    assert place.extra["linked-places"]["geometry"] == {"coordinates": [19.5, 45.5, 312.0]}


def test_scripts_and_templates_are_words(tmp_path):
    words = "${alert(1)} {{ x }}"
    feature = {
        "type": "Feature",
        "properties": {"title": words},
        "descriptions": [{"value": "<script>alert(1)</script>fine"}],
    }
    atlas = _read(tmp_path, feature).atlas
    assert atlas.places[0].name == words
    assert atlas.claims[0].says == "fine"


@pytest.mark.parametrize(
    "text",
    [
        "", "{", '{"type": "FeatureCollection", "features": 3}', "[" * 100_000, '{"a": NaN}',
        '{"type": "FeatureCollection", "features": [{"@id": "\\ud800"}]}', '"x"', "[]",
    ],
)  # fmt: skip
def test_what_is_no_collection_is_refused(tmp_path, text):
    path = tmp_path / "a.lpf.json"
    path.write_text(text)
    assert not READER.recognises(path) or text.startswith('{"type"')
    with pytest.raises(UnreadableFile, match=r"a\.lpf\.json"):
        READER.read(path, places=BUNDLED)


def test_more_features_than_are_read_are_refused_with_their_number(tmp_path):
    path = tmp_path / "a.lpf.json"
    features = ",".join(["{}"] * (MOST_ENTRIES + 1))
    path.write_text(f'{{"type": "FeatureCollection", "features": [{features}]}}')
    with pytest.raises(UnreadableFile, match=f"{MOST_ENTRIES:,} that are read of one; split it"):
        READER.read(path, places=BUNDLED)


def test_a_file_that_is_missing_is_named(tmp_path):
    assert not READER.recognises(tmp_path / "none.json")
    with pytest.raises(UnreadableFile, match="there is no such file"):
        READER.read(tmp_path / "none.json", places=BUNDLED)


@pytest.mark.parametrize(
    "value",
    [
        {"type": "FeatureCollection", "features": []},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "x"}}]},
        {"type": "Topology"}, {"title": "x", "claims": []}, {"type": "bundle", "objects": []},
        {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation"}, [], 3,
        {"type": "FeatureCollection", "features": {"names": []}},
    ],
)  # fmt: skip
def test_other_formats_are_not_taken_for_this_one(tmp_path, value):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value))
    assert not READER.recognises(path)


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data, tmp_path):
    whole = data.draw(damaged({"type": "FeatureCollection", "features": [RECORD, OLD]}))
    path = tmp_path / "a.json"
    path.write_text(json.dumps(whole))
    READER.recognises(path)
    try:
        reading = READER.read(path, places=BUNDLED)
    except BalkanRouteError:
        return
    assert reading.atlas is not None or reading.problems


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_a_damaged_file_of_ours_is_read_or_refused_and_nothing_else(data, tmp_path):
    path = tmp_path / "a.lpf.json"
    WRITER.write(data.draw(atlases()), path, places=PLACES)
    path.write_text(json.dumps(data.draw(damaged(json.loads(path.read_text())))))
    try:
        reading = READER.read(path, places=BUNDLED)
    except BalkanRouteError:
        return
    assert reading.atlas is not None or reading.problems


def _atlas(**place):
    return Atlas(
        title="A",
        recorder="me",
        agents=(Agent(id="me", name="Me"),),
        sources=(Source(id="s", title="S", url="https://example.org/s"),),
        places=(
            Place(id="p", name="Horgoš", geometry=shapely.Point(19.97, 46.15), **place),
            Place(id="q", name="Vojvodina", kind="region", within="p"),
        ),
        claims=(
            Claim(id="c", says="A shed.", speaker="me", source="s", where=(PlaceRole(place="p"),)),
        ),
    )


def test_a_place_is_written_as_the_format_has_it(tmp_path):
    path = tmp_path / "a.lpf.json"
    atlas = _atlas(
        kind="settlement", ids={"geonames": "3055835", "iso3166-1": "RS"}, provenance="a survey"
    )
    WRITER.write(atlas, path, places=PLACES)
    whole = json.loads(path.read_text(encoding="utf-8"))
    feature, region = whole["features"]
    assert whole["@context"][0] == CONTEXT
    assert feature["properties"] == {"title": "Horgoš", "ccodes": ["RS"], "fclasses": ["P"]}
    assert feature["geometry"] == {
        "type": "GeometryCollection",
        "geometries": [
            {
                "type": "Point",
                "coordinates": [19.97, 46.15],
                "citations": [{"label": "a survey"}],
            }
        ],
    }
    assert feature["links"][0]["identifier"] == "https://www.geonames.org/3055835"
    assert feature["descriptions"][0]["value"] == "A shed."
    assert feature["descriptions"][0]["@id"] == "https://example.org/s"
    assert region["geometry"] == {"type": "GeometryCollection", "geometries": []}
    assert region["relations"][0]["relationTo"] == feature["@id"]


def test_the_address_of_a_stricter_source_is_not_copied_beside_a_claim(tmp_path):
    path = tmp_path / "a.lpf.json"
    atlas = _atlas()
    source = Source(id="s", title="S", url="https://example.org/s", sensitivity="red")
    hidden = Atlas(
        title="A", sources=(source,), agents=atlas.agents, places=atlas.places, claims=atlas.claims
    )
    WRITER.write(hidden, path, places=PLACES)
    feature = json.loads(path.read_text(encoding="utf-8"))["features"][0]
    assert feature["descriptions"][0]["@id"] == "urn:balkanroute:source:s"
    assert READER.read(path, places=BUNDLED).atlas == hidden


def test_what_somebody_changed_in_a_file_of_ours_counts_and_is_told(tmp_path):
    path = tmp_path / "a.lpf.json"
    WRITER.write(_atlas(), path, places=PLACES)
    whole = json.loads(path.read_text(encoding="utf-8"))
    feature = whole["features"][0]
    feature["properties"]["title"] = "Horgosh"
    feature["geometry"]["geometries"][0]["coordinates"] = [20.0, 46.0]
    feature.setdefault("links", []).append({"type": "closeMatch", "identifier": "http://x.org/1"})
    whole["features"].append(OLD)
    path.write_text(json.dumps(whole))
    reading = READER.read(path, places=BUNDLED)
    place = reading.atlas.place("p")
    assert (place.name, place.geometry) == ("Horgosh", shapely.Point(20, 46))
    assert place.extra["linked-places"]["links"][0]["identifier"] == "http://x.org/1"
    assert "somebody added" in reading.problems[0].message
    assert [place.id for place in reading.atlas.places] == ["p", "q", "la-prueba"]


def test_a_place_taken_out_of_a_file_of_ours_leaves_the_rest(tmp_path):
    path = tmp_path / "a.lpf.json"
    WRITER.write(_atlas(), path, places=PLACES)
    whole = json.loads(path.read_text(encoding="utf-8"))
    del whole["features"][0]
    path.write_text(json.dumps(whole))
    reading = READER.read(path, places=BUNDLED)
    assert [place.id for place in reading.atlas.places] == ["q"]
    assert reading.atlas.claims[0].where == ()
    assert reading.problems


#: The terms of the format's context that the test needs, in their own words.
_LPO = "http://linkedpasts.org/ontology/lpo_latest.ttl#"
_TERMS = {
    "id": "@id",
    "type": "@type",
    "dct": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "geojson": "https://purl.org/geojson/vocab#",
    "lpo": _LPO,
    **{name: f"geojson:{name}" for name in ("FeatureCollection", "Feature", "Point", "properties")},
    "features": {"@id": "lpo:hasFeature", "@container": "@set"},
    "coordinates": {"@id": "geojson:coordinates", "@container": "@list"},
    "geometry": "https://github.com/kgeographer/geojson-t/geometry",
    "geometries": {"@id": "lpo:setting", "@container": "@set"},
    "names": {"@id": "lpo:name_attestation", "@container": "@set"},
    "toponym": "lpo:toponym",
    "title": "dct:title",
    "label": "rdfs:label",
    "lang": "dct:language",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "citations": {"@id": "http://purl.org/spar/cito#cites", "@type": "@id"},
    "descriptions": {"@id": "dct:description", "@type": "@id", "@container": "@set"},
}


def _loader(url, _options=None):
    assert url == CONTEXT
    document = {"@context": _TERMS}
    return {"contextUrl": None, "documentUrl": url, "document": document}


def test_what_is_written_expands_as_json_ld(tmp_path):
    path = tmp_path / "a.lpf.json"
    WRITER.write(
        _atlas(names=(Name(text="Хоргош", language="sr", script="Cyrl"),)), path, places=PLACES
    )
    whole = json.loads(path.read_text(encoding="utf-8"))
    (expanded,) = jsonld.expand(whole, {"documentLoader": _loader})
    features = expanded[f"{_LPO}hasFeature"]
    assert [feature["@id"] for feature in features] == [
        "urn:balkanroute:place:p",
        "urn:balkanroute:place:q",
    ]
    name = features[0][f"{_LPO}name_attestation"][0]
    assert name[f"{_LPO}toponym"] == [{"@value": "Хоргош"}]
    assert name["urn:balkanroute:terms:script"] == [{"@value": "Cyrl"}]
    block = features[0]["urn:balkanroute:terms:record"][0]
    assert block == {"@type": "@json", "@value": whole["features"][0]["balkanroute:record"]}
    description = features[0]["http://purl.org/dc/terms/description"][0]
    assert description["@id"] == "https://example.org/s"
    assert description["urn:balkanroute:terms:made_from"] == [{"@value": "urn:balkanroute:claim:c"}]


def test_a_value_that_no_file_could_give_back_is_refused_and_nothing_is_written(tmp_path):
    path = tmp_path / "a.lpf.json"
    with pytest.raises(InvalidRecord, match="half a character"):
        WRITER.write(Atlas(title="\ud800"), path, places=PLACES)
    assert not path.exists()


def test_reading_tells_how_far_it_is(tmp_path):
    path = tmp_path / "a.json"
    features = [
        {"type": "Feature", "@id": f"http://e.org/{n}", "properties": {"title": "Same"}}
        for n in range(2500)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    told = []
    options = Options(progress=lambda done, whole: told.append((done, whole)))
    reading = READER.read(path, places=BUNDLED, options=options)
    size = path.stat().st_size
    assert len(reading.atlas.places) == 2500
    assert told[-1] == (size, size)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
