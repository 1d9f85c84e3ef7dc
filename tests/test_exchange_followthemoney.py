from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from strategies import atlases

from balkanroute.errors import UnreadableFile
from balkanroute.model import Agent, Atlas, Claim, Leg, Place, PlaceRole, Relation, Route, Source
from balkanroute.periods import Period
from balkanroute.readers.followthemoney import READER
from balkanroute.readers.followthemoney import entities as lines
from balkanroute.readers.protocol import BUNDLED, Options
from balkanroute.writers import formats
from balkanroute.writers.followthemoney import CARRIER, WRITER
from balkanroute.writers.followthemoney.values import moment, span

slowly = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

THING = {
    "name", "alias", "summary", "notes", "description", "sourceUrl", "publisher", "keywords",
    "country", "proof", "retrievedAt", "addressEntity",
}  # fmt: skip
INTERVAL = {"startDate", "endDate", "date", "proof", "publisher", "sourceUrl", "retrievedAt"}
DOCUMENT = THING | {"title", "fileName", "author", "date", "publishedAt", "language"}
#: Properties of the schemata that are written, as followthemoney 4 documents them.
PROPERTIES = {
    "Folder": DOCUMENT,
    "Document": DOCUMENT,
    "Article": DOCUMENT,
    "Person": THING | {"position"},
    "PublicBody": THING,
    "Organization": THING,
    "LegalEntity": THING,
    "Address": THING | {"full", "longitude", "latitude"},
    "Trip": THING | INTERVAL | {"startLocation", "endLocation"},
    "Event": THING | INTERVAL | {"location"},
    "Note": THING,
    "Documentation": {"document", "entity", "role"},
    "Membership": {"member", "organization", "role"},
    "UnknownLink": {"subject", "object", "role"},
}
REQUIRED = {
    "Document": {"fileName"},
    "Person": {"name"},
    "PublicBody": {"name"},
    "Organization": {"name"},
    "Trip": {"name", "startLocation", "endLocation"},
    "Event": {"name"},
    "Documentation": {"document", "entity"},
    "Membership": {"member", "organization"},
    "UnknownLink": {"subject", "object"},
}
POINTING = {
    "proof", "addressEntity", "startLocation", "endLocation", "document", "entity", "member",
    "organization", "subject", "object",
}  # fmt: skip
DATES = {"startDate", "endDate", "date", "publishedAt", "retrievedAt"}
ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?", re.ASCII)
DATE = re.compile(r"[12]\d{3}(-\d\d(-\d\d(T\d\d:\d\d:\d\d)?)?)?")


def entity(schema, key, **properties):
    held = {name: said if isinstance(said, list) else [said] for name, said in properties.items()}
    return {"id": key, "schema": schema, "properties": held, "datasets": ["border_watch"]}


EXPORT = [
    entity("Event", "e1", name="Crowd at the fence", description="About forty people waited.",
           startDate="2023-10-01", endDate="2023-10-03", addressEntity="a1", proof="d1",
           publisher="The Gazette", keywords=["crossing", "fence"], importance="high"),
    entity("Article", "d1", title="Crowds", publisher="The Gazette", language="srp",
           sourceUrl="https://example.org/crowds", publishedAt="2023-10-04",
           retrievedAt="2023-11", author="A. Writer"),
    entity("Person", "p1", name=["Ana A.", "A. A."], position="minister"),
    entity("PublicBody", "b1", name="Ministry"),
    entity("Membership", "m1", member="p1", organization="b1", role="head"),
    entity("Address", "a1", full="Хоргош", latitude="46.15", longitude="19.97", country="rs"),
    entity("Address", "a2", full="Dushanbe, somewhere"),
    entity("Airplane", "v1", name="TU-1"),
    entity("Trip", "t1", name="Flight", startLocation="a2", endLocation="a1", vehicle="v1",
           date="2023-10"),
    entity("Event", "e2", name="Raid", country="hu", date="2023-09-30T21"),
    entity("Event", "e3", name="Meeting", location="A hotel"),
    entity("Ownership", "o1", owner="p1", asset="b1"),
    entity("Documentation", "x1", document="d1", entity="p1", role="quoted"),
]  # fmt: skip


def write_lines(folder, entities, name="border.ftm.json"):
    path = folder / name
    path.write_text("".join(f"{json.dumps(one)}\n" for one in entities), encoding="utf-8")
    return path


def read_lines(folder, entities):
    return READER.read(write_lines(folder, entities), places=BUNDLED)


# What others' files say


def test_an_event_is_a_claim_by_its_publisher_carried_by_its_proof(tmp_path):
    atlas = read_lines(tmp_path, EXPORT).atlas
    claim = atlas.claim("e1")
    assert claim.says == "About forty people waited."
    assert atlas.agent(claim.speaker).name == "The Gazette"
    assert claim.source == "d1"
    assert claim.about == Period("2023-10-01/2023-10-03")
    assert claim.where == (PlaceRole(place="a1", role="at"),)
    assert claim.topics == ("crossing", "fence")
    kept = claim.extra["followthemoney"]
    assert kept["importance"] == ["high"]
    assert kept["schema"] == "Event"
    assert kept["datasets"] == ["border_watch"]


def test_documents_people_bodies_and_addresses_are_read(tmp_path):
    atlas = read_lines(tmp_path, EXPORT).atlas
    source = atlas.source("d1")
    assert (source.kind, source.language, source.url) == (
        "news", "sr", "https://example.org/crowds",
    )  # fmt: skip
    assert (source.published, source.retrieved) == (Period("2023-10-04"), Period("2023-11"))
    assert source.extra["followthemoney"]["author"] == ["A. Writer"]
    person = atlas.agent("p1")
    assert (person.kind, person.role, person.member_of) == ("person", "minister", "b1")
    assert person.extra["followthemoney"]["name"] == ["A. A."]
    assert atlas.agent("b1").kind == "government body"
    assert atlas.place("a1").geometry == shapely.Point(19.97, 46.15)
    assert atlas.place("a1").precision_m is None
    assert atlas.place("a2").geometry is None


def test_a_trip_is_a_route_of_one_leg_by_its_vehicle(tmp_path):
    atlas = read_lines(tmp_path, EXPORT).atlas
    (leg,) = atlas.route("t1").legs
    assert (leg.origin, leg.destination, leg.mode) == ("a2", "a1", "air")
    assert leg.about == Period("2023-10")
    assert atlas.claim(leg.claims[0]).says == "Flight"


def test_a_country_is_its_area_and_a_bare_name_is_a_place_without_geometry(tmp_path):
    atlas = read_lines(tmp_path, EXPORT).atlas
    raid, meeting = atlas.claim("e2"), atlas.claim("e3")
    assert raid.about == Period("2023-09-30")
    assert raid.extra["followthemoney"]["date"] == ["2023-09-30T21"]
    assert raid.where[0].role == "within"
    country = atlas.place(raid.where[0].place)
    assert country.name == "Hungary"
    assert country.geometry.geom_type in {"Polygon", "MultiPolygon"}
    assert atlas.agent(raid.speaker).name == "border_watch"
    hotel = atlas.place(meeting.where[0].place)
    assert (hotel.name, hotel.geometry) == ("A hotel", None)


def test_what_has_no_place_in_an_atlas_is_listed(tmp_path):
    found = read_lines(tmp_path, EXPORT)
    (problem,) = found.skipped
    assert problem.line == 12
    assert "Ownership" in problem.message


def test_a_documentation_says_who_stands_in_which_document(tmp_path):
    claim = read_lines(tmp_path, EXPORT).atlas.claim("x1")
    assert claim.says == "Ana A. stands in 'Crowds' as quoted."
    assert claim.source == "d1"


def test_bad_lines_are_listed_and_the_rest_is_read(tmp_path):
    good = json.dumps(EXPORT[5])
    deep = '{"id":"d","schema":"Event","properties":{"name":' + "[" * 90 + "]" * 90 + "}}"
    bad = [
        "not json",
        "[1]",
        '{"id": "x"}',
        json.dumps(entity("Address", "far", latitude="119", longitude="46")),
        json.dumps(entity("Address", "odd", latitude="nan", longitude="46")),
        json.dumps(entity("Address", "a1", full="again")),
        json.dumps(entity("Event", "silent", country="rs")),
        json.dumps(entity("Event", "back", name="n", startDate="2023-02", endDate="2023-01")),
        json.dumps(entity("Membership", "m", member="nobody", organization="b")),
        '{"id":"s","schema":"Event","properties":{"name":["\\ud800"]}}',
        deep,
    ]
    path = tmp_path / "a.ftm.json"
    path.write_text("\n".join([good, "", *bad]), encoding="utf-8")
    found = READER.read(path, places=BUNDLED)
    assert [place.id for place in found.atlas.places] == ["a1"]
    assert sorted(problem.line for problem in found.skipped) == list(range(3, 3 + len(bad)))
    assert not found.atlas.claims


def test_too_much_is_refused(tmp_path, monkeypatch):
    path = write_lines(tmp_path, EXPORT)
    monkeypatch.setattr(lines, "LONGEST_LINE", 20)
    with pytest.raises(UnreadableFile, match="line 1 is longer"):
        READER.read(path, places=BUNDLED)
    monkeypatch.setattr(lines, "LONGEST_LINE", 20_000)
    monkeypatch.setattr(lines, "MOST_LINES", 3)
    with pytest.raises(UnreadableFile, match="more than 3 lines"):
        READER.read(path, places=BUNDLED)
    with pytest.raises(UnreadableFile, match="no such file"):
        READER.read(tmp_path / "b.ftm.json", places=BUNDLED)


def test_progress_is_told(tmp_path):
    told = []
    path = write_lines(tmp_path, EXPORT)
    options = Options(progress=lambda done, size: told.append((done, size)))
    READER.read(path, places=BUNDLED, options=options)
    assert told[-1] == (path.stat().st_size, path.stat().st_size)
    assert told == sorted(told)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (json.dumps(EXPORT[0]), True),
        (json.dumps(EXPORT[0]) + "\n" + "rest", True),
        ('{"id": "a", "schema": "Event", "properties": {"description": ["' + "x" * 300_000, True),
        ('{"type": "Feature", "properties": {}, "geometry": null}', False),
        ('{"id": "x", "type": "bundle", "objects": []}', False),
        ('{"title": "an atlas", "claims": []}', False),
        ('{"type": "FeatureCollection", "features": [' + "1," * 200_000, False),
        ("[]", False),
        ("", False),
        ("{", False),
        ('{"id": 1, "schema": 2, "properties": 3}', False),
    ],
)
def test_entities_are_recognised_by_the_first_line(tmp_path, text, expected):
    path = tmp_path / "a.json"
    path.write_text(text)
    assert READER.recognises(path) is expected
    assert not READER.recognises(tmp_path)


# What is written


def written(atlas, path):
    assert not WRITER.write(atlas, path, places=formats.BUNDLED)
    text = path.read_bytes().decode()
    return [json.loads(line) for line in text.split("\n")[:-1]]


def check(entities):
    """Hold entities against the schemata."""
    known = {one["id"] for one in entities}
    assert len(known) == len(entities)
    for one in entities:
        properties = one["properties"]
        assert ID.fullmatch(one["id"])
        assert set(properties) <= PROPERTIES[one["schema"]]
        assert REQUIRED.get(one["schema"], set()) <= set(properties)
        for name, said in properties.items():
            assert said
            assert all(isinstance(value, str) and value for value in said)
            assert len(set(said)) == len(said)
            if name in POINTING:
                assert set(said) <= known
            if name in DATES:
                assert all(DATE.fullmatch(value) for value in said)


@slowly
@given(atlases())
def test_every_atlas_reads_back_as_it_was_and_every_entity_fits_its_schema(tmp_path_factory, atlas):
    path = tmp_path_factory.mktemp("ftm") / "a.ftm.json"
    check(written(atlas, path))
    found = READER.read(path, places=BUNDLED)
    assert not found.skipped
    assert found.atlas == CARRIER.kept(atlas) == atlas
    first = path.read_bytes()
    WRITER.write(atlas, path, places=formats.BUNDLED)
    assert path.read_bytes() == first


def test_the_shipped_atlas_reads_back_as_it_was(tmp_path, atlas):
    path = tmp_path / "a.ftm.json"
    check(written(atlas, path))
    assert READER.recognises(path)
    assert READER.read(path, places=BUNDLED).atlas == atlas


def test_what_another_program_left_of_it_is_still_read(tmp_path, atlas):
    entities = written(atlas, tmp_path / "a.ftm.json")
    for one in entities:
        del one["balkanroute"]
    found = read_lines(tmp_path, entities).atlas
    assert {source.title for source in atlas.sources} <= {one.title for one in found.sources}
    assert {agent.name for agent in atlas.agents} <= {one.name for one in found.agents}
    assert len(found.places) == len(atlas.places)
    points = [place.geometry for place in found.places if place.geometry is not None]
    assert {point.geom_type for point in points} == {"Point"}
    assert len(found.routes) == sum(len(route.legs) for route in atlas.routes)
    assert len(found.claims) >= len(atlas.claims)


SMALL = Atlas(
    title="Small",
    agents=(
        Agent(id="m", name="Ministry", kind="government body"),
        Agent(id="x", name="An official", kind="unnamed", member_of="m"),
        Agent(id="хоргош", name="Ana", kind="person", role="minister", member_of="m"),
    ),
    sources=(
        Source(id="s", title="S", kind="news", url="javascript:x()", published=Period("2023-10~")),
    ),
    places=(
        Place(id="a", name="A", geometry=shapely.Point(19, 46), precision_m=3000),
        Place(id="b", name="B", geometry=shapely.box(19, 46, 20, 47)),
    ),
    routes=(
        Route(id="r", name="R", legs=(Leg(origin="a", destination="b", about=Period("2023-22")),)),
    ),
    claims=(
        Claim(id="c", says="No such thing happened.", speaker="m", source="s", stance="denies",
              about=Period("2023-10"), where=(PlaceRole(place="a"),)),
        Claim(id="d", says="It happened.", speaker="x", source="s", sensitivity="amber",
              about=Period("2023-10-01/.."), where=(PlaceRole(place="b"),),
              relations=(Relation(kind="contradicts", claim="c"),)),
    ),
)  # fmt: skip


def of(entities, schema):
    return [one for one in entities if one["schema"] == schema]


def test_what_is_denied_is_no_event_and_every_statement_names_its_speaker(tmp_path):
    entities = written(SMALL, tmp_path / "a.ftm.json")
    (note,), (event,) = of(entities, "Note"), of(entities, "Event")
    assert note["properties"]["name"] == ["Ministry denies: No such thing happened."]
    assert event["properties"]["description"] == ["An official asserts: It happened."]
    assert event["properties"]["startDate"] == ["2023-10-01"]
    assert "endDate" not in event["properties"]
    assert "Sensitivity: amber" in event["properties"]["notes"]
    assert event["properties"]["proof"] == ["sources-s"]


def test_only_what_is_a_point_has_coordinates(tmp_path):
    a, b = of(written(SMALL, tmp_path / "a.ftm.json"), "Address")
    assert (a["properties"]["longitude"], a["properties"]["latitude"]) == (["19.0"], ["46.0"])
    assert "Known to within: 3000 m" in a["properties"]["notes"]
    assert "longitude" not in b["properties"]


def test_an_address_that_is_none_and_a_doubtful_date_go_where_they_do_no_harm(tmp_path):
    (article,) = of(written(SMALL, tmp_path / "a.ftm.json"), "Article")
    assert "sourceUrl" not in article["properties"]
    assert article["properties"]["publishedAt"] == ["2023-10"]
    assert "Published: about October 2023 (EDTF 2023-10~)" in article["properties"]["notes"]


def test_who_belongs_where_and_what_contradicts_what_are_links(tmp_path):
    entities = written(SMALL, tmp_path / "a.ftm.json")
    assert [one["properties"]["role"] for one in of(entities, "Membership")] == [
        ["member"], ["minister"],
    ]  # fmt: skip
    (link,) = of(entities, "UnknownLink")
    assert link["properties"]["role"] == ["contradicts"]
    assert len(of(entities, "Documentation")) == 2
    person = of(entities, "Person")[0]
    assert ID.fullmatch(person["id"])
    assert person["balkanroute"]["record"]["id"] == "хоргош"


@pytest.mark.parametrize(
    ("text", "properties"),
    [
        ("2023", {"date": ["2023"]}),
        ("2023-10~", {"date": ["2023-10"]}),
        ("2023-11-XX", {"date": ["2023-11"]}),
        ("2023-10-25T10:00:00+02:00", {"date": ["2023-10-25T08:00:00"]}),
        ("2023-22", {"startDate": ["2023-06-01"], "endDate": ["2023-08-31"]}),
        ("202X", {"startDate": ["2020-01-01"], "endDate": ["2029-12-31"]}),
        ("2023-10/2023-11-05", {"startDate": ["2023-10"], "endDate": ["2023-11-05"]}),
        ("/2023", {"endDate": ["2023"]}),
        ("0007", {}),
    ],
)
def test_a_period_is_a_date_or_the_two_ends_of_an_interval(text, properties):
    made = span(Period(text))
    assert {name: said for name, said in made.items() if said} == properties


def test_an_interval_is_no_one_date():
    assert moment(Period("2023-10/2023-11")) == []
    assert moment(None) == []


def test_our_records_and_others_entities_may_stand_in_one_file(tmp_path):
    entities = written(SMALL, tmp_path / "a.ftm.json")
    found = read_lines(tmp_path, [*entities, EXPORT[5]])
    assert not found.skipped
    assert found.atlas.places[-1].name == "Хоргош"
    assert replace(found.atlas, places=found.atlas.places[:-1]) == SMALL


def test_entities_that_somebody_took_away_leave_the_rest_standing(tmp_path):
    entities = written(SMALL, tmp_path / "a.ftm.json")
    kept = [one for one in entities if one["id"] not in {"places-b", "claims-c"}]
    found = read_lines(tmp_path, kept)
    assert found.atlas.claim("d").relations == ()
    assert found.atlas.claim("d").where == ()
    assert len(found.problems) >= 2
    assert "no leg" in found.skipped[0].message
