# ruff: noqa: E501 - a case stands on one line
from __future__ import annotations

import json
import math

import pytest
import shapely
import stix2
from damage import damaged
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from stix2.confidence import scales
from strategies import atlases, extras_with_null, geometries

from balkanroute.errors import BalkanRouteError, UnreadableFile
from balkanroute.model import (
    Agent,
    Atlas,
    Claim,
    Leg,
    Place,
    PlaceRole,
    Quantity,
    Relation,
    Route,
    Source,
)
from balkanroute.periods import Period
from balkanroute.readers import read, shipped
from balkanroute.readers.protocol import BUNDLED
from balkanroute.readers.stix import READER
from balkanroute.writers.formats import BUNDLED as PLACES
from balkanroute.writers.stix import CARRIER, WRITER
from balkanroute.writers.stix.confidence import confidence_of
from balkanroute.writers.stix.discs import disc_of
from balkanroute.writers.stix.extension import EXTENSION
from balkanroute.writers.stix.names import UNKNOWN

SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
THEN = "2023-10-25T10:00:00.000Z"
AMBER = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"
RED = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"
STRICT = "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"


def _made(kind, number, **members):
    """An object of the specification's shape; all values are invented."""
    key = f"{kind}--{number:08x}-0000-4000-8000-000000000000"
    head = {"type": kind, "spec_version": "2.1", "id": key, "created": THEN, "modified": THEN}
    return head | members


MINISTRY = _made(
    "identity", 1, name="A Ministry", identity_class="organization",
    sectors=["government-national"], roles=["border police"],
)  # fmt: skip
SPOT = _made(
    "location", 2, name="A warehouse", latitude=46.1, longitude=19.9, precision=500.0, country="RS",
)  # fmt: skip
COUNTRY = _made("location", 3, country="RS", region="eastern-europe")
NOTE = _made(
    "note", 4, content="It was used.", abstract="A store", authors=["An Analyst"],
    created_by_ref=MINISTRY["id"], object_refs=[SPOT["id"]], confidence=47, labels=["store"],
    external_references=[
        {"source_name": "A paper", "url": "https://paper.example.org/1", "hashes": {"SHA-256": "ab" * 32}}
    ],
)  # fmt: skip
OPINION = _made(
    "opinion", 5, opinion="strongly-disagree", explanation="It never was.",
    object_refs=[NOTE["id"]], created_by_ref=MINISTRY["id"],
)  # fmt: skip
REPORT = _made(
    "report", 6, name="A report", published="2023-11-01T00:00:00Z", object_refs=[OPINION["id"]],
    created_by_ref=MINISTRY["id"],
)  # fmt: skip
GANG = _made("threat-actor", 7, name="A gang")
TARGETS = _made(
    "relationship", 8, relationship_type="targets", source_ref=GANG["id"],
    target_ref=COUNTRY["id"], start_time=THEN,
)  # fmt: skip
SIGHTING = _made(
    "sighting", 9, sighting_of_ref=GANG["id"], count=3, where_sighted_refs=[SPOT["id"]],
    first_seen=THEN, last_seen="2023-10-26T10:00:00Z",
)  # fmt: skip
WHOLE = [OPINION, NOTE, REPORT, SPOT, COUNTRY, MINISTRY, GANG, TARGETS, SIGHTING]


def _bundle(*objects):
    key = "bundle--00000000-0000-4000-8000-000000000000"
    return {"type": "bundle", "id": key, "objects": [*objects]}


def _read(tmp_path, *objects):
    path = tmp_path / "a.stix.json"
    path.write_text(json.dumps(_bundle(*objects)), encoding="utf-8")
    assert READER.recognises(path)
    return READER.read(path, places=BUNDLED)


def _written(atlas, tmp_path):
    path = tmp_path / "a.stix.json"
    WRITER.write(atlas, path, places=PLACES)
    return json.loads(path.read_text(encoding="utf-8"))


def _back(atlas, folder):
    path = folder / "a.stix.json"
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
    assert READER.recognises(tmp_path / "a.stix.json")


def test_the_same_atlas_is_the_same_bytes(tmp_path):
    atlas = read(shipped())
    first, second = tmp_path / "1.stix.json", tmp_path / "2.stix.json"
    WRITER.write(atlas, first, places=PLACES)
    WRITER.write(atlas, second, places=PLACES)
    assert first.read_bytes() == second.read_bytes()


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(atlas=atlases(extra=extras_with_null))
def test_a_bundle_is_stix_without_any_custom_content(atlas, tmp_path):
    path = tmp_path / "a.stix.json"
    WRITER.write(atlas, path, places=PLACES)
    bundle = stix2.parse(path.read_text(encoding="utf-8"), allow_custom=False)
    ids = [entry["id"] for entry in bundle.objects]
    assert len(ids) == len(set(ids))


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(atlas=atlases(extra=extras_with_null))
def test_an_atlas_comes_back_whole_from_another_program(atlas, tmp_path):
    path = tmp_path / "a.stix.json"
    WRITER.write(atlas, path, places=PLACES)
    bundle = stix2.parse(path.read_text(encoding="utf-8"), allow_custom=False)
    path.write_text(bundle.serialize(ensure_ascii=False), encoding="utf-8")
    reading = READER.read(path, places=BUNDLED)
    assert reading.atlas == atlas
    assert reading.problems == ()


def test_the_shipped_atlas_is_stix_without_any_custom_content(tmp_path):
    path = tmp_path / "a.stix.json"
    atlas = read(shipped())
    WRITER.write(atlas, path, places=PLACES)
    bundle = stix2.parse(path.read_text(encoding="utf-8"), allow_custom=False)
    kinds = [entry["type"] for entry in bundle.objects]
    assert kinds.count("note") == len(atlas.claims)
    assert set(kinds) <= {
        "identity", "extension-definition", "grouping", "report", "location", "note", "opinion",
        "relationship", "marking-definition",
    }  # fmt: skip


def test_every_reference_of_a_bundle_is_in_it(tmp_path):
    bundle = _written(read(shipped()), tmp_path)
    ids = {entry["id"] for entry in bundle["objects"]}
    for entry in bundle["objects"]:
        for name, value in entry.items():
            if name.endswith("_ref"):
                assert value in ids
            if name.endswith("_refs"):
                assert set(value) <= ids


def _claim(**fields):
    return Claim(id="c", says="So.", speaker="me", source="s", **fields)


@pytest.mark.parametrize("credibility", [1, 2, 3, 4, 5])
def test_credibility_is_the_figure_of_the_specification(credibility):
    words = {1: "Confirmed by other sources", 2: "Probably True", 3: "Possibly True", 4: "Doubtful", 5: "Improbable"}  # fmt: skip
    figure = scales.admiralty_credibility_to_value(f"{credibility} - {words[credibility]}")
    assert confidence_of(_claim(credibility=credibility)) == {"confidence": figure}


@pytest.mark.parametrize(
    ("likelihood", "words"),
    [
        ("almost no chance", "Almost No Chance / Remote"),
        ("very unlikely", "Very Unlikely / Highly Improbable"),
        ("unlikely", "Unlikely / Improbable"),
        ("roughly even chance", "Roughly Even Chance / Roughly Even Odds"),
        ("likely", "Likely / Probable"),
        ("very likely", "Very Likely / Highly Probable"),
        ("almost certain", "Almost Certain / Nearly Certain"),
    ],
)
def test_likelihood_is_the_figure_of_the_specification(likelihood, words):
    assert confidence_of(_claim(likelihood=likelihood)) == {
        "confidence": scales.dni_to_value(words)
    }


def test_what_cannot_be_judged_has_no_figure_and_two_words_are_not_averaged():
    assert confidence_of(_claim(credibility=6, likelihood="likely")) == {}
    assert confidence_of(_claim(credibility=1, likelihood="unlikely")) == {"confidence": 90}
    assert confidence_of(_claim()) == {}


def _atlas(**fields):
    defaults = {
        "title": "A",
        "recorder": "me",
        "agents": (Agent(id="me", name="Me", kind="person"), Agent(id="you", name="You")),
        "sources": (Source(id="s", title="S", published=Period("2023-10"), url="https://e.org/s"),),
        "claims": (_claim(),),
    }
    return Atlas(**{**defaults, **fields})


def _of(bundle, kind):
    """Give the objects of a type, apart from the program's own identity."""
    return [entry for entry in bundle["objects"] if entry["type"] == kind and "extensions" in entry]


def test_the_word_stands_beside_the_figure(tmp_path):
    (note,) = _of(_written(_atlas(claims=(_claim(likelihood="likely"),)), tmp_path), "note")
    assert note["confidence"] == 70
    assert note["extensions"][EXTENSION]["likelihood"] == "likely"


def test_ids_and_times_are_made_of_what_the_atlas_says(tmp_path):
    atlas = _atlas(claims=(_claim(recorded=Period("2024-01-05")),))
    bundle = _written(atlas, tmp_path)
    (note,), (report,) = _of(bundle, "note"), _of(bundle, "report")
    assert note["id"][20] == report["id"].partition("--")[2][14] == "5"
    assert note["created"] == note["modified"] == "2024-01-05T00:00:00.000Z"
    assert report["published"] == "2023-10-01T00:00:00.000Z"
    assert report["extensions"][EXTENSION]["published"] == "2023-10"
    assert {entry["created"] for entry in _of(bundle, "identity")} == {UNKNOWN}


def test_two_atlases_that_use_one_id_do_not_share_an_object(tmp_path):
    (first,) = _of(_written(_atlas(), tmp_path), "note")
    (second,) = _of(_written(_atlas(title="B"), tmp_path), "note")
    assert first["id"] != second["id"]


def test_a_point_keeps_its_precision_and_a_country_is_no_pin(tmp_path):
    places = (
        Place(id="p", name="P", geometry=shapely.Point(19.9, 46.1), precision_m=3000),
        Place(id="rs", name="Serbia", kind="country", ids={"iso3166-1": "RS"}, geometry=shapely.box(19, 42, 23, 46)),
        Place(id="vo", name="Vojvodina", kind="region", ids={"iso3166-2": "RS-VO"}),
    )  # fmt: skip
    point, country, region = _of(_written(_atlas(places=places), tmp_path), "location")
    assert (point["latitude"], point["longitude"], point["precision"]) == (46.1, 19.9, 3000)
    assert country["country"] == region["country"] == "RS"
    assert region["administrative_area"] == "RS-VO"
    assert "latitude" not in country
    assert country["extensions"][EXTENSION]["geometry"]["type"] == "Polygon"


@settings(max_examples=25, deadline=None)
@given(geometry=geometries, precision=st.none() | st.floats(0, 1e6))
def test_a_disc_holds_every_corner_of_what_it_stands_for(geometry, precision):
    disc = disc_of(geometry, precision)
    geod = Geod(ellps="WGS84")
    for longitude, latitude in shapely.get_coordinates(geometry):
        _, _, metres = geod.inv(disc["longitude"], disc["latitude"], longitude, latitude)
        assert metres + (precision or 0) <= disc["precision"] + 1e-6
    assert math.isfinite(disc["precision"])


def test_a_place_that_lies_nobody_knows_where_is_a_grouping_of_its_claims(tmp_path):
    atlas = _atlas(
        places=(Place(id="p", name="P"),), claims=(_claim(where=(PlaceRole(place="p"),)),)
    )
    bundle = _written(atlas, tmp_path)
    assert _of(bundle, "location") == []
    (note,) = _of(bundle, "note")
    (place,) = [entry for entry in _of(bundle, "grouping") if entry["name"] == "P"]
    assert place["object_refs"] == [note["id"]]
    assert place["id"] in note["object_refs"]


def test_what_supports_or_contradicts_is_an_opinion_by_who_says_so(tmp_path):
    claims = (
        _claim(),
        Claim(
            id="d", says="No.", speaker="you", source="s",
            relations=(
                Relation(kind="contradicts", claim="c", by="you", note="in all"),
                Relation(kind="narrows", claim="c"),
            ),
        ),
    )  # fmt: skip
    bundle = _written(_atlas(claims=claims), tmp_path)
    (opinion,) = _of(bundle, "opinion")
    you = next(entry for entry in bundle["objects"] if entry.get("name") == "You")
    assert (opinion["opinion"], opinion["explanation"]) == ("disagree", "in all")
    assert opinion["created_by_ref"] == you["id"]
    assert opinion["object_refs"] == [_of(bundle, "note")[0]["id"]]


def test_a_route_is_a_grouping_of_its_places(tmp_path):
    places = tuple(
        Place(id=key, name=key, geometry=shapely.Point(x, 45)) for x, key in ((19, "a"), (20, "b"))
    )
    route = Route(id="r", name="R", legs=(Leg(origin="a", destination="b", geometry=shapely.LineString([(19, 45), (20, 45)])),))  # fmt: skip
    bundle = _written(_atlas(places=places, routes=(route,)), tmp_path)
    (grouping,) = [entry for entry in _of(bundle, "grouping") if entry["name"] == "R"]
    assert grouping["object_refs"] == [entry["id"] for entry in _of(bundle, "location")]


def test_figures_are_not_sightings(tmp_path):
    figure = Quantity(what="attempts", unit="attempt", best=3)
    bundle = _written(_atlas(claims=(_claim(quantities=(figure,)),)), tmp_path)
    assert _of(bundle, "sighting") == []


def test_the_hash_of_a_passage_is_not_given_for_that_of_a_document(tmp_path):
    text = json.dumps(_written(read(shipped()), tmp_path))
    assert '"sha256"' in text
    assert '"hashes"' not in text


@pytest.mark.parametrize(
    ("level", "refs"),
    [
        (None, None),
        ("clear", ["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"]),
        ("green", ["marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da"]),
        ("amber", [AMBER]),
        ("amber+strict", [AMBER, STRICT]),
        ("red", [RED]),
    ],
)
def test_a_marking_is_that_of_the_specification(tmp_path, level, refs):
    atlas = _atlas(claims=(_claim(sensitivity=level),))
    bundle = _written(atlas, tmp_path)
    (note,) = _of(bundle, "note")
    assert note.get("object_marking_refs") == refs
    ids = {entry["id"] for entry in bundle["objects"]}
    assert set(refs or []) <= ids
    assert READER.read(tmp_path / "a.stix.json", places=BUNDLED).atlas == atlas


def test_names_under_a_stricter_marking_are_not_copied_beside_a_claim(tmp_path):
    agents = (Agent(id="me", name="Me", sensitivity="red"),)
    sources = (Source(id="s", title="Secret", url="https://e.org/s", sensitivity="amber"),)
    atlas = _atlas(agents=agents, sources=sources)
    (note,) = _of(_written(atlas, tmp_path), "note")
    assert "authors" not in note
    assert "external_references" not in note
    assert READER.read(tmp_path / "a.stix.json", places=BUNDLED).atlas == atlas


def test_an_identity_is_an_agent_and_one_of_government_a_body(tmp_path):
    (agent,) = _read(tmp_path, MINISTRY).atlas.agents
    assert (agent.name, agent.kind, agent.role) == (
        "A Ministry",
        "government body",
        "border police",
    )
    assert agent.extra["stix"]["sectors"] == ["government-national"]


def test_a_location_keeps_its_precision_in_metres(tmp_path):
    (place,) = _read(tmp_path, SPOT).atlas.places
    assert (place.geometry, place.precision_m) == (shapely.Point(19.9, 46.1), 500)
    assert place.extra["stix"]["country"] == "RS"


@pytest.mark.parametrize(
    "members",
    [
        {"country": "RS"},
        {"country": "rs", "name": "Serbia"},
        {"country": "RS", "name": "Србија", "latitude": 44.0, "longitude": 21.0},
    ],
)
def test_a_location_that_is_a_country_is_its_outline_and_no_pin(tmp_path, members):
    (place,) = _read(tmp_path, _made("location", 1, **members)).atlas.places
    assert place.kind == "country"
    assert place.geometry.geom_type == "MultiPolygon"
    kept = place.extra["stix"]
    assert {name: kept.get(name) for name in ("latitude", "longitude")} == {
        name: members.get(name) for name in ("latitude", "longitude")
    }


def test_a_location_that_is_a_region_is_its_outline(tmp_path):
    location = _made("location", 1, country="RS", administrative_area="RS-VO", name="Vojvodina")
    (place,) = _read(tmp_path, location).atlas.places
    assert (place.kind, place.geometry.geom_type) == ("region", "Polygon")


def test_a_spot_in_a_country_stays_a_spot(tmp_path):
    location = _made("location", 1, country="RS", name="A shed", latitude=46.0, longitude=20.0)
    (place,) = _read(tmp_path, location).atlas.places
    assert (place.kind, place.geometry) == ("area", shapely.Point(20, 46))


def test_a_town_without_a_point_is_kept_without_one(tmp_path):
    (place,) = _read(tmp_path, _made("location", 1, country="RS", city="Subotica")).atlas.places
    assert (place.name, place.kind, place.geometry) == ("Subotica, RS", "settlement", None)


def test_a_note_is_a_claim_by_its_author_in_what_it_refers_to(tmp_path):
    atlas = _read(tmp_path, *WHOLE).atlas
    claim = atlas.claim(NOTE["id"])
    assert (claim.says, claim.topics) == ("It was used.", ("store",))
    assert atlas.agent(claim.speaker).name == "An Analyst"
    assert atlas.agent(claim.recorder).name == "A Ministry"
    assert atlas.source(claim.source).url == "https://paper.example.org/1"
    assert atlas.source(claim.source).extra["stix"]["hashes"] == {"SHA-256": "ab" * 32}
    assert claim.recorded == Period("2023-10-25T10:00:00Z")
    assert [atlas.place(role.place).name for role in claim.where] == ["A warehouse"]


def test_a_figure_of_confidence_is_kept_and_becomes_no_word(tmp_path):
    claim = _read(tmp_path, *WHOLE).atlas.claim(NOTE["id"])
    assert claim.extra["stix"]["confidence"] == 47
    assert (claim.credibility, claim.likelihood) == (None, None)


@pytest.mark.parametrize(
    ("word", "kinds"),
    [
        ("strongly-disagree", ["contradicts"]),
        ("disagree", ["contradicts"]),
        ("neutral", []),
        ("agree", ["supports"]),
        ("strongly-agree", ["supports"]),
    ],
)
def test_an_opinion_says_what_it_does_to_a_note_that_may_stand_after_it(tmp_path, word, kinds):
    opinion = OPINION | {"opinion": word}
    atlas = _read(tmp_path, opinion, NOTE, MINISTRY).atlas
    claim = atlas.claim(OPINION["id"])
    assert claim.says == "It never was."
    assert [(relation.kind, relation.claim) for relation in claim.relations] == [
        (kind, NOTE["id"]) for kind in kinds
    ]
    assert claim.extra["stix"]["opinion"] == word


def test_what_a_report_holds_is_carried_by_it(tmp_path):
    atlas = _read(tmp_path, *WHOLE).atlas
    source = atlas.source(atlas.claim(OPINION["id"]).source)
    assert (source.title, source.kind, source.publisher) == ("A report", "report", "A Ministry")
    assert source.published == Period("2023-11-01T00:00:00Z")


def test_a_sighting_is_a_claim_with_its_count(tmp_path):
    claim = _read(tmp_path, *WHOLE).atlas.claim(SIGHTING["id"])
    assert claim.says == "A gang was sighted 3 times."
    assert claim.quantities == (Quantity(what="sightings of A gang", unit="sighting", best=3),)
    assert claim.about == Period("2023-10-25T10:00:00Z/2023-10-26T10:00:00Z")


def test_a_relationship_to_a_location_is_a_claim_and_others_are_kept(tmp_path):
    other = _made("relationship", 20, relationship_type="uses", source_ref=GANG["id"], target_ref=GANG["id"])  # fmt: skip
    atlas = _read(tmp_path, *WHOLE, other).atlas
    assert atlas.claim(TARGETS["id"]).says == "A gang targets Serbia."
    assert [entry["id"] for entry in atlas.extra["stix"]["objects"]] == [GANG["id"], other["id"]]


def test_the_latest_version_is_read_and_the_older_listed(tmp_path):
    older = NOTE | {"modified": "2023-10-24T10:00:00.5Z", "content": "Old."}
    newer = NOTE | {"modified": "2023-10-25T10:00:00.001Z", "content": "New."}
    reading = _read(tmp_path, older, newer, NOTE)
    assert [claim.says for claim in reading.atlas.claims] == ["New."]
    assert [problem.record for problem in reading.skipped] == ["object 1 (note)", "object 3 (note)"]
    assert "older version" in reading.skipped[0].message


def test_a_revoked_object_is_listed_and_not_read(tmp_path):
    revoked = NOTE | {"modified": "2024-01-01T00:00:00.000Z", "revoked": True}
    reading = _read(tmp_path, NOTE, revoked)
    assert reading.atlas.claims == ()
    assert "was revoked (2024-01-01" in reading.skipped[1].message


TLP_2 = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"


@pytest.mark.parametrize(
    ("members", "level"),
    [
        ({"object_marking_refs": [AMBER]}, "amber"),
        ({"object_marking_refs": [AMBER, STRICT]}, "amber+strict"),
        ({"object_marking_refs": ["marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"]}, "clear"),
        ({"granular_markings": [{"marking_ref": RED, "selectors": ["content"]}]}, "red"),
        ({"object_marking_refs": [RED], "granular_markings": [{"marking_ref": AMBER, "selectors": ["content"]}]}, "red"),
        ({"object_marking_refs": ["marking-definition--00000001-0000-4000-8000-000000000000"]}, "amber+strict"),
        ({"object_marking_refs": ["marking-definition--00000002-0000-4000-8000-000000000000"]}, "green"),
        ({"object_marking_refs": ["marking-definition--00000003-0000-4000-8000-000000000000"]}, None),
    ],
)  # fmt: skip
def test_a_record_is_marked_as_strictly_as_any_part_of_it(tmp_path, members, level):
    definitions = [
        _made("marking-definition", 1, extensions={TLP_2: {"extension_type": "property-extension", "tlp_2_0": "amber+strict"}}),
        _made("marking-definition", 2, definition_type="statement", definition={"statement": "TLP:GREEN"}),
        _made("marking-definition", 3, definition_type="statement", definition={"statement": "For friends"}),
    ]  # fmt: skip
    claim = _read(tmp_path, *definitions, NOTE | members).atlas.claim(NOTE["id"])
    assert claim.sensitivity == level
    if level is None:
        assert claim.extra["stix"]["object_marking_refs"] == ["For friends"]


@pytest.mark.parametrize("shape", [lambda whole: whole, lambda whole: whole["objects"], lambda _: NOTE])  # fmt: skip
def test_a_bundle_a_list_and_one_object_are_read(tmp_path, shape):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(shape(_bundle(NOTE))))
    assert READER.recognises(path)
    assert [claim.id for claim in READER.read(path, places=BUNDLED).atlas.claims] == [NOTE["id"]]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (3, "no id and type"),
        ({"type": "note"}, "no id and type"),
        (_made("note", 30), "no content"),
        (_made("identity", 30), "no name"),
        (_made("location", 30, name="x", latitude=46.0), "and not the other"),
        (_made("location", 30, name="x", latitude=19.0, longitude=246.0), "swapped"),
        (_made("location", 30, name="x", latitude=1, longitude=1, precision=-1), "precision_m"),
        (_made("opinion", 30, opinion="perhaps", object_refs=[]), "is none of"),
        (_made("sighting", 30, first_seen="2024-01-02T00:00:00Z", last_seen="2024-01-01T00:00:00Z"), "ends before"),
    ],
)  # fmt: skip
def test_an_object_that_cannot_be_read_is_listed_and_the_rest_is_read(tmp_path, entry, reason):
    reading = _read(tmp_path, entry, NOTE)
    assert [claim.id for claim in reading.atlas.claims] == [NOTE["id"]]
    assert reading.skipped[0].record.startswith("object 1")
    assert reason in reading.skipped[0].message


def test_scripts_and_templates_are_words(tmp_path):
    words = "<script>alert(1)</script> ${alert(1)}"
    claim = _read(tmp_path, NOTE | {"content": words}).atlas.claims[0]
    assert claim.says == words


@pytest.mark.parametrize("text", ["", "{", '{"type": "x"}', "3", "[" * 100_000, '{"a": NaN}'])
def test_what_is_no_bundle_is_refused(tmp_path, text):
    path = tmp_path / "a.stix.json"
    path.write_text(text)
    assert not READER.recognises(path)
    with pytest.raises(UnreadableFile, match=r"a\.stix\.json"):
        READER.read(path, places=BUNDLED)


@pytest.mark.parametrize(
    "value",
    [
        {"type": "FeatureCollection", "features": []}, {"type": "bundle"},
        {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "id": "note--1"},
        {"title": "x", "claims": []}, [], [3], 3, {"type": "note", "id": ["note--1"]},
    ],
)  # fmt: skip
def test_other_formats_are_not_taken_for_this_one(tmp_path, value):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value))
    assert not READER.recognises(path)


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data, tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(data.draw(damaged(_bundle(*WHOLE)))))
    READER.recognises(path)
    try:
        reading = READER.read(path, places=BUNDLED)
    except BalkanRouteError:
        return
    assert reading.atlas is not None or reading.problems


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_a_damaged_file_of_ours_is_read_or_refused_and_nothing_else(data, tmp_path):
    path = tmp_path / "a.stix.json"
    WRITER.write(data.draw(atlases()), path, places=PLACES)
    path.write_text(json.dumps(data.draw(damaged(json.loads(path.read_text())))))
    try:
        reading = READER.read(path, places=BUNDLED)
    except BalkanRouteError:
        return
    assert reading.atlas is not None or reading.problems


def test_what_somebody_changed_in_a_file_of_ours_counts_and_is_told(tmp_path):
    bundle = _written(_atlas(), tmp_path)
    note = next(entry for entry in bundle["objects"] if entry["type"] == "note")
    note |= {"content": "So it was.", "confidence": 85, "object_marking_refs": [RED]}
    opinion = OPINION | {"object_refs": [note["id"]]}
    path = tmp_path / "a.stix.json"
    path.write_text(json.dumps(bundle | {"objects": [*bundle["objects"], opinion, MINISTRY]}))
    reading = READER.read(path, places=BUNDLED)
    claim = reading.atlas.claim("c")
    assert (claim.says, claim.sensitivity) == ("So it was.", "red")
    assert claim.extra["stix"]["confidence"] == 85
    assert "somebody changed" in reading.problems[0].message
    (relation,) = reading.atlas.claim(OPINION["id"]).relations
    assert (relation.kind, relation.claim) == ("contradicts", "c")
