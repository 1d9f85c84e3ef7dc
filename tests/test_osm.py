"""Places, features and networks of OpenStreetMap, over real HTTP on loopback and from files."""

from __future__ import annotations

import gzip
import socket

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from overpass import BORDER, DATE, REGION, extract_xml, serving
from pyproj import Geod

from balkanroute import osm
from balkanroute.errors import (
    InvalidRecord,
    UnknownReference,
    UnreadableFile,
    UnresolvedPlace,
    UnwritableFile,
)
from balkanroute.model import Place, from_plain, to_plain
from balkanroute.osm.areas import measure_km2, shape_area


@pytest.fixture(scope="module")
def server():
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def service(server):
    return osm.Service(
        nominatim=server.address, overpass=f"{server.address}/api", gap_s=0, patience_s=0
    )


@pytest.fixture(scope="module")
def extract(tmp_path_factory):
    path = tmp_path_factory.mktemp("extract") / "area.osm"
    path.write_text(extract_xml(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def subotica(service):
    return osm.place("Subotica, Serbia", service=service)


@pytest.fixture(scope="module")
def roads(service):
    return osm.network(REGION, service=service)


@pytest.fixture
def unplugged(monkeypatch):
    """Let no socket be opened."""

    def refuse(*_, **__):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "gethostbyname", refuse)


# --- Places ---------------------------------------------------------------------------------


def test_a_place_by_name_has_its_boundary(subotica):
    assert subotica.geometry.equals(shapely.box(19.65, 46.08, 19.69, 46.12))
    assert subotica.basis == "boundary data"


def test_a_place_says_which_element_it_is(subotica):
    assert subotica.ids == {"osm": "relation/201"}
    assert subotica.id == "osm-relation-201"
    assert subotica.extra["osm_tag"] == "boundary=administrative"


def test_a_place_says_when_it_was_retrieved_and_whom_to_credit(subotica):
    assert subotica.extra["attribution"] == osm.ATTRIBUTION
    assert subotica.extra["retrieved"] in subotica.provenance
    assert osm.ATTRIBUTION in subotica.provenance


def test_a_town_is_a_settlement_even_where_its_boundary_is_known(subotica):
    assert subotica.kind == "settlement"


def test_nothing_says_how_precise_a_place_of_openstreetmap_is(subotica):
    assert subotica.precision_m is None


def test_a_place_goes_through_a_file_of_an_atlas_and_back(subotica):
    assert from_plain(Place, to_plain(subotica)) == (subotica, [])


@pytest.mark.parametrize("query", ["node/8", "N8"])
def test_a_place_by_id_may_be_a_point(service, query):
    found = osm.place(query, service=service)
    assert found.geometry.equals(shapely.Point(20.03, 46.24))
    assert (found.name, found.basis) == ("Röszke", "gazetteer")


def test_the_caller_may_name_the_record_and_say_what_it_is(extract):
    found = osm.place("node/8", id="roszke", kind="corridor point", extract=extract)
    assert (found.id, found.kind) == ("roszke", "corridor point")


@pytest.mark.parametrize("name", ["Суботица", "subotica", "SZABADKA", "relation/201"])
def test_an_extract_finds_a_place_by_any_of_its_names(extract, name):
    assert osm.place(name, extract=extract).ids == {"osm": "relation/201"}


def test_an_extract_gives_the_names_with_language_and_script(extract):
    names = osm.place("relation/201", extract=extract).names
    assert [(one.text, one.language, one.script) for one in names] == [
        ("Суботица", None, None),
        ("Szabadka", "hu", None),
        ("Subotica", "sr", "Latn"),
    ]


def test_an_extract_and_a_server_give_the_same_boundary(subotica, extract):
    assert osm.place("relation/201", extract=extract).geometry.equals(subotica.geometry)


def test_a_place_of_an_extract_has_the_date_of_its_data(extract):
    assert osm.place("Subotica", extract=extract).extra["as_of"] == DATE


def test_a_village_comes_before_a_border_post_of_its_name(extract):
    assert osm.place("Horgoš", extract=extract).ids == {"osm": "node/7"}


@pytest.mark.parametrize(
    ("level", "kind"), [(2, "country"), (4, "region"), (7, "region"), (8, "settlement")]
)
def test_what_a_boundary_bounds_is_read_from_its_level(tmp_path, level, kind):
    changed = extract_xml().replace('k="admin_level" v="8"', f'k="admin_level" v="{level}"')
    (tmp_path / "area.osm").write_text(changed, encoding="utf-8")
    assert osm.place("Subotica", extract=tmp_path / "area.osm").kind == kind


def test_a_boundary_that_is_a_line_is_a_border(tmp_path):
    tags = '<tag k="boundary" v="administrative"/><tag k="admin_level" v="2"/>'
    changed = extract_xml().replace('<tag k="railway" v="rail"/>', tags)
    (tmp_path / "area.osm").write_text(changed, encoding="utf-8")
    assert osm.place("way/106", extract=tmp_path / "area.osm").kind == "border"


def test_a_border_post_is_a_crossing(extract):
    assert osm.place("node/3", extract=extract).kind == "crossing"


def test_what_no_tag_tells_the_kind_of_is_an_area(extract):
    assert osm.place("way/103", extract=extract).kind == "area"


def test_two_places_of_one_name_are_not_chosen_between(tmp_path):
    twice = extract_xml().replace('v="Röszke"', 'v="Horgoš"')
    (tmp_path / "twice.osm").write_text(twice, encoding="utf-8")
    with pytest.raises(UnresolvedPlace, match=r"found 2: node/7, node/8; ask by id"):
        osm.place("Horgoš", extract=tmp_path / "twice.osm")


def test_a_place_needs_a_name(service):
    with pytest.raises(InvalidRecord, match="expected a name or an id"):
        osm.place("  ", service=service)


def test_a_kind_of_place_is_checked_before_anybody_is_asked(service):
    with pytest.raises(InvalidRecord, match="kind 'castle' is not one of"):
        osm.place("Subotica", kind="castle", service=service)


# --- Features -------------------------------------------------------------------------------


def test_border_controls_are_found_in_an_area(service):
    found = osm.features(REGION, "border control", service=service)
    assert found.index.tolist() == ["node/3"]
    assert found.loc["node/3", "name"] == "Horgoš"


def test_a_crossing_may_be_one_of_a_railway(service):
    found = osm.features(REGION, "crossing", service=service)
    assert found.index.tolist() == ["node/3", "node/9"]
    assert found.loc["node/9", "name"] is None


def test_each_feature_says_its_date_and_whom_to_credit(service):
    found = osm.features(REGION, "railway station", service=service)
    assert found["as_of"].tolist() == [DATE]
    assert found["attribution"].tolist() == [osm.ATTRIBUTION]
    assert found.crs == "EPSG:4326"


def test_tags_are_kept_and_only_those_of_the_feature(service):
    found = osm.features(REGION, "crossing", service=service)
    assert found.loc["node/9", "tags"] == {
        "railway": "border",
        "note": "invented geometry, for tests",
    }


def test_features_are_found_by_tags_of_ones_own(extract):
    found = osm.features(REGION, {"highway": ["primary"], "place": True}, extract=extract)
    assert found.index.tolist() == ["node/7", "node/8", "way/103"]
    assert set(found["kind"]) == {"highway=primary, place=*"}


def test_along_a_border_only_what_is_near_is_found(extract):
    near = osm.features(BORDER, "crossing", within_m=500, extract=extract)
    assert near.index.tolist() == ["node/3"]


def test_a_border_may_be_a_place(extract):
    border = Place(id="border", name="RS-HU", kind="border", geometry=BORDER)
    assert "node/3" in osm.features(border, "crossing", extract=extract).index


@pytest.mark.parametrize("packed", ["area.osm.gz", "area.osm.xml.gz"])
def test_an_extract_may_be_packed(tmp_path, packed):
    (tmp_path / packed).write_bytes(gzip.compress(extract_xml().encode()))
    found = osm.features(REGION, "crossing", extract=tmp_path / packed)
    assert found["as_of"].tolist() == [DATE, DATE]


def test_an_extract_and_a_server_give_the_same_features(service, extract):
    kinds = {"place": True, "highway": True}
    asked = osm.features(REGION, kinds, service=service)
    read = osm.features(REGION, kinds, extract=extract)
    assert asked.index.tolist() == read.index.tolist()
    assert asked.geometry.geom_equals(read.geometry).all()
    assert asked["tags"].tolist() == read["tags"].tolist()


def test_an_unknown_kind_names_the_known_ones():
    with pytest.raises(UnknownReference, match="did you mean 'crossing'"):
        osm.features(REGION, "crossings")


# --- Networks -------------------------------------------------------------------------------


def test_a_network_holds_the_roads_for_cars_and_no_others(roads):
    assert values(roads, "highway") == {"motorway", "residential", "primary"}


def test_main_roads_are_fewer(service):
    main = osm.network(REGION, roads="main", service=service)
    assert values(main, "osmid") == {101, 103}


def test_a_network_says_its_date_and_whom_to_credit(roads, server):
    assert roads.graph["as_of"] == DATE
    assert roads.graph["attribution"] == osm.ATTRIBUTION
    assert roads.graph["origin"] == f"{server.address}/api"


def test_an_extract_and_a_server_give_the_same_network(roads, extract):
    read = osm.network(REGION, extract=extract)
    assert dict(read.nodes(data=True)) == dict(roads.nodes(data=True))
    assert plain_edges(read) == plain_edges(roads)


def test_lengths_are_in_metres(roads):
    length_m = Geod(ellps="WGS84").line_length([20.00, 20.00], [46.10, 46.14])
    assert roads.edges[1, 2, 0]["length"] == pytest.approx(length_m, rel=5e-3)


def test_an_unknown_choice_of_roads_names_the_known_ones(extract):
    with pytest.raises(UnknownReference, match="expected one of main, drive"):
        osm.network(REGION, roads="walk", extract=extract)


@pytest.mark.parametrize("name", ["n.graphml", "n.graphml.gz", "n.gpkg"])
def test_a_saved_network_is_loaded_as_it_was(roads, tmp_path, name):
    loaded = osm.load(osm.save(roads, tmp_path / name))
    assert plain_edges(loaded) == plain_edges(roads)
    assert set(loaded.nodes) == set(roads.nodes)
    assert loaded.graph == roads.graph


@pytest.mark.usefixtures("unplugged")
def test_a_saved_network_is_loaded_without_a_network(roads, tmp_path):
    assert osm.load(osm.save(roads, tmp_path / "n.graphml")).number_of_edges() == 6


def test_the_same_network_gives_the_same_packed_file(roads, tmp_path):
    one, other = (osm.save(roads, tmp_path / f"{name}.graphml.gz") for name in "ab")
    assert one.read_bytes() == other.read_bytes()


def test_a_network_is_not_written_to_a_file_of_another_kind(roads, tmp_path):
    with pytest.raises(UnwritableFile, match=r"one of \.graphml, \.graphml\.gz, \.gpkg"):
        osm.save(roads, tmp_path / "n.shp")


@pytest.mark.parametrize("name", ["n.graphml", "n.graphml.gz", "n.gpkg"])
def test_a_network_that_was_cut_short_is_not_read(roads, tmp_path, name):
    whole = osm.save(roads, tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 3])
    with pytest.raises(UnreadableFile, match="expected a road network"):
        osm.load(tmp_path / name)


@pytest.mark.parametrize("name", ["n.graphml", "n.graphml.gz", "n.gpkg", "n.osm"])
def test_a_network_that_is_not_there_is_not_read(tmp_path, name):
    with pytest.raises(UnreadableFile, match=name):
        osm.load(tmp_path / name)


def values(network, name):
    """Give what the edges of a network say under a name; a simplified edge may say several."""
    said = [edge[name] for *_, edge in network.edges(data=True)]
    return {one for value in said for one in (value if isinstance(value, list) else [value])}


def plain_edges(network):
    """Give the edges of a network as plain values."""
    return {
        (start, end, key): {
            name: value.wkt if name == "geometry" else value for name, value in edge.items()
        }
        for start, end, key, edge in network.edges(keys=True, data=True)
    }


# --- Extracts -------------------------------------------------------------------------------


@pytest.mark.usefixtures("unplugged")
def test_an_extract_answers_without_a_network(extract):
    assert osm.place("Subotica", extract=extract).name == "Суботица"
    assert len(osm.features(REGION, "crossing", extract=extract)) == 2
    assert len(osm.network(REGION, extract=extract)) == 4


def test_an_extract_that_breaks_off_is_not_read(tmp_path):
    (tmp_path / "half.osm").write_text(extract_xml()[:900], encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"half\.osm: expected OpenStreetMap XML"):
        osm.features(REGION, "crossing", extract=tmp_path / "half.osm")


def test_an_extract_that_is_packed_and_breaks_off_is_not_read(tmp_path):
    packed = gzip.compress(extract_xml().encode())
    (tmp_path / "half.osm.gz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(UnreadableFile, match=r"half\.osm\.gz: expected OpenStreetMap XML"):
        osm.network(REGION, extract=tmp_path / "half.osm.gz")


def test_an_extract_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnreadableFile, match=r"none\.osm"):
        osm.place("Subotica", extract=tmp_path / "none.osm")


def test_a_pbf_is_refused_with_the_way_to_bring_it_over(tmp_path):
    with pytest.raises(UnreadableFile, match=r"osmium cat -o x\.osm"):
        osm.place("Subotica", extract=tmp_path / "serbia.osm.pbf")


NOWHERE = shapely.box(10.0, 10.0, 10.1, 10.1)


@pytest.mark.parametrize(
    "ask",
    [
        lambda extract: osm.place("Beograd", extract=extract),
        lambda extract: osm.place("node/999", extract=extract),
        lambda extract: osm.features(REGION, "airport", extract=extract),
        lambda extract: osm.features(NOWHERE, "crossing", extract=extract),
        lambda extract: osm.network(NOWHERE, extract=extract),
    ],
)
def test_an_extract_without_what_was_asked_is_no_empty_layer(extract, ask):
    with pytest.raises(osm.UnansweredQuestion, match="the file holds nothing of that") as caught:
        ask(extract)
    assert caught.value.reason == "empty"


# --- Areas ----------------------------------------------------------------------------------


def test_an_area_too_large_is_refused_before_anybody_is_asked(server, service):
    asked = len(server.asked)
    with pytest.raises(InvalidRecord, match=r"up to 2,500 km².*Service\(largest_km2="):
        osm.features(shapely.box(19, 45, 21, 47), "crossing", service=service)
    assert len(server.asked) == asked


def test_of_an_area_in_parts_all_that_lies_between_is_counted(service):
    ends = shapely.union_all([shapely.box(19, 45, 19.1, 45.1), shapely.box(21, 47, 21.1, 47.1)])
    with pytest.raises(InvalidRecord, match=r"all that lies between its parts"):
        osm.network(ends, service=service)


def test_features_are_asked_for_in_each_part_of_an_area_by_itself(server, service):
    post, empty, whole = (
        shapely.Point(one).buffer(0.01) for one in ((20.00, 46.17), (19.7, 46.25), (20.02, 46.1))
    )
    asked = len(server.asked)
    parts = shapely.union_all([post, empty, whole])
    found = osm.features(parts, "crossing", service=service)
    assert found.index.tolist() == ["node/3", "node/9"]
    assert len(server.asked) == asked + 3


def test_a_bent_area_is_asked_for_as_it_is_and_not_as_its_hull(server):
    service = osm.Service(overpass=f"{server.address}/api", gap_s=0, largest_km2=20_000)
    bent = shapely.union_all([shapely.box(19, 45, 21, 45.4), shapely.box(19, 45, 19.4, 46.9)])
    assert bent.convex_hull.contains(shapely.Point(20.00, 46.17))
    with pytest.raises(osm.UnansweredQuestion, match="a whole answer, with nothing"):
        osm.features(bent, "crossing", service=service)


def test_the_bound_on_the_area_can_be_raised_as_the_message_says(server):
    service = osm.Service(overpass=f"{server.address}/api", gap_s=0, largest_km2=10_000)
    found = osm.features(shapely.box(19.4, 45.8, 20.6, 46.6), "crossing", service=service)
    assert set(found.index) == {"node/3", "node/9"}


@pytest.mark.parametrize("within_m", [0, -5, float("nan"), 300_000])
def test_a_distance_must_be_one(extract, within_m):
    with pytest.raises(InvalidRecord, match="within_m"):
        osm.features(BORDER, "crossing", within_m=within_m, extract=extract)


def test_a_place_without_a_geometry_has_no_surroundings(extract):
    with pytest.raises(InvalidRecord, match="place 'somewhere': expected a geometry"):
        osm.features(Place(id="somewhere", name="Somewhere"), "crossing", extract=extract)


def test_an_area_in_metres_is_refused(extract):
    with pytest.raises(InvalidRecord, match="EPSG:4326"):
        osm.network(shapely.box(500_000, 5_100_000, 501_000, 5_101_000), extract=extract)


@given(st.floats(-170, 170), st.floats(-70, 70), st.floats(100, 50_000), st.floats(-1.5, 1.5))
def test_what_is_near_a_line_is_near_by_geodesics(longitude, latitude, within_m, slope):
    line = shapely.LineString([(longitude, latitude), (longitude + 1, latitude + slope)])
    edge = shapely.get_coordinates(shape_area(line, within_m).exterior)[::7]
    geod = Geod(ellps="WGS84")
    # The spot on the line nearest in degrees is not the nearest: look along all of it.
    spots = shapely.get_coordinates(shapely.segmentize(line, 0.002))
    for corner in edge[:4]:
        here = shapely.get_coordinates(shapely.points([corner] * len(spots)))
        away = geod.inv(here[:, 0], here[:, 1], spots[:, 0], spots[:, 1])[2]
        assert away.min() == pytest.approx(within_m, rel=1.2e-2, abs=110)


def test_an_area_is_measured_on_the_ellipsoid():
    assert measure_km2(shapely.box(19, 46, 20, 47)) == pytest.approx(8_528, rel=2e-3)
