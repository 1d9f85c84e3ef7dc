from __future__ import annotations

import json

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from strategies import atlases

from balkanroute import readers
from balkanroute.errors import InvalidRecord
from balkanroute.model import Agent, Atlas, Claim, Name, Place, PlaceRole, Relation, Source
from balkanroute.periods import Period
from balkanroute.readers.claimreview import READER as CLAIMREVIEW
from balkanroute.writers.formats import BUNDLED
from balkanroute.writers.schema_org import WRITER


def small(**place):
    return Atlas(
        title="Small <b>",
        recorder="desk",
        date=Period("2023-11"),
        agents=(
            Agent(id="desk", name="Desk"),
            Agent(id="min", name="Ministry", kind="government body", role="office"),
        ),
        sources=(
            Source(id="a", title="A", kind="news", published=Period("2023~"), publisher="P"),
            Source(id="b", title="B", derived_from=("a",), sensitivity="amber"),
        ),
        places=(Place(id="spot", name="Spot", **place),),
        claims=(
            Claim(id="one", says="400 came.", speaker="min", source="a", sensitivity="red"),
            Claim(
                id="two",
                says="It was less.",
                speaker="desk",
                source="b",
                where=(PlaceRole(place="spot", role="at"),),
                about=Period("2023-10/.."),
                relations=(Relation(kind="contradicts", claim="one", by="desk"),),
            ),
        ),
    )


@pytest.fixture
def written(tmp_path):
    def write(atlas):
        path = tmp_path / "a.schema.jsonld"
        report = WRITER.write(atlas, path, places=BUNDLED)
        return json.loads(path.read_text("utf-8"))["@graph"], report

    return write


def by_id(graph):
    return {node["@id"]: node for node in graph if "@id" in node}


def test_an_atlas_is_a_data_set_of_its_claims_places_and_sources(written):
    graph, _ = written(small())
    dataset, nodes = graph[0], by_id(graph)
    assert (dataset["@type"], dataset["name"], dataset["dateModified"]) == (
        "Dataset", "Small <b>", "2023-11",
    )  # fmt: skip
    assert [nodes[part["@id"]]["@type"] for part in dataset["hasPart"]] == ["Claim", "Claim"]
    assert [nodes[part["@id"]]["@type"] for part in dataset["citation"]] == [
        "NewsArticle",
        "CreativeWork",
    ]
    assert nodes[dataset["creator"]["@id"]]["name"] == "Desk"


def test_a_claim_names_who_makes_it_where_it_stands_and_what_it_contests(written):
    nodes = by_id(written(small())[0])
    claim = nodes["urn:balkanroute:claim:two"]
    assert nodes[claim["author"]["@id"]]["@type"] == "Organization"
    assert nodes[claim["appearance"]["@id"]]["isBasedOn"] == [{"@id": "urn:balkanroute:source:a"}]
    assert claim["temporalCoverage"] == "2023-10/.."
    assert claim["contentLocation"][0]["br:role"] == "at"
    assert claim["br:relation"][0]["kind"] == "contradicts"


def test_every_node_that_is_pointed_at_is_there(written):
    graph, _ = written(readers.read(readers.shipped()))
    nodes = by_id(graph)
    waiting, found = [graph], set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            found |= {value["@id"]} if "@id" in value else set()
            waiting += value.values()
    assert found == set(nodes)


def test_a_date_that_is_no_iso_date_has_a_name_of_ours(written):
    node = by_id(written(small())[0])["urn:balkanroute:source:a"]
    assert node["br:datePublished"] == "2023~"
    assert "datePublished" not in node


@pytest.mark.parametrize(
    ("geometry", "metres", "expected"),
    [
        (shapely.Point(20, 46), 500, {
            "@type": "GeoCircle",
            "geoMidpoint": {"@type": "GeoCoordinates", "latitude": 46.0, "longitude": 20.0},
            "geoRadius": 500,
        }),
        (shapely.Point(20, 46), None, {
            "@type": "GeoCoordinates", "latitude": 46.0, "longitude": 20.0,
        }),
        (shapely.LineString([(20, 46), (21, 47)]), None, {
            "@type": "GeoShape", "line": "46.0,20.0 47.0,21.0",
        }),
        (shapely.box(20, 46, 21, 47), None, {
            "@type": "GeoShape",
            "polygon": "46.0,21.0 47.0,21.0 47.0,20.0 46.0,20.0 46.0,21.0",
        }),
        (shapely.MultiPoint([(20, 46), (21, 47)]), None, [
            {"@type": "GeoCoordinates", "latitude": 46.0, "longitude": 20.0},
            {"@type": "GeoCoordinates", "latitude": 47.0, "longitude": 21.0},
        ]),
    ],
)  # fmt: skip
def test_a_place_is_drawn_as_what_it_is(written, geometry, metres, expected):
    graph, _ = written(small(geometry=geometry, precision_m=metres))
    assert by_id(graph)["urn:balkanroute:place:spot"]["geo"] == expected


def test_a_place_that_nobody_drew_has_no_geometry(written):
    assert "geo" not in by_id(written(small())[0])["urn:balkanroute:place:spot"]


def test_markings_are_carried(written):
    nodes = by_id(written(small())[0])
    assert nodes["urn:balkanroute:claim:one"]["br:sensitivity"] == "red"
    assert nodes["urn:balkanroute:source:b"]["br:sensitivity"] == "amber"


def test_what_lies_inside_a_field_and_is_lost_is_counted(written):
    holed = shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 4, 4))
    names = (Name(text="Спот", language="sr", script="Cyrl"),)
    _, report = written(small(geometry=holed, names=names, extra={"own": 1}))
    assert {(loss.field, loss.count) for loss in report.losses if loss.kind == "places"} == {
        ("geometry", 1),
        ("names", 1),
        ("extra", 1),
    }


def test_no_text_can_end_the_script_that_it_stands_in(written, tmp_path):
    written(small(note="</script><script>alert(1)</script>"))
    assert not set("<>&") & set((tmp_path / "a.schema.jsonld").read_text("utf-8"))


def test_a_data_set_is_no_review(written, tmp_path):
    written(small())
    assert not CLAIMREVIEW.recognises(tmp_path / "a.schema.jsonld")


def test_half_a_character_is_refused_and_nothing_is_written(written, tmp_path):
    with pytest.raises(InvalidRecord, match="half a character"):
        written(small(note="\ud800"))
    assert not [*tmp_path.iterdir()]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(atlas=atlases())
def test_any_atlas_is_written_the_same_each_time_with_all_its_claims(tmp_path_factory, atlas):
    folder = tmp_path_factory.mktemp("schema")
    first, second = folder / "a.schema.jsonld", folder / "b.schema.jsonld"
    WRITER.write(atlas, first, places=BUNDLED)
    WRITER.write(atlas, second, places=BUNDLED)
    assert first.read_bytes() == second.read_bytes()
    graph = json.loads(first.read_text("utf-8"))["@graph"]
    texts = [node.get("text") for node in graph if node["@type"] == "Claim"]
    assert texts == [claim.says for claim in atlas.claims]
    names = [node["name"] for node in graph[1 : 1 + len(atlas.agents)]]
    assert names == [agent.name for agent in atlas.agents]
