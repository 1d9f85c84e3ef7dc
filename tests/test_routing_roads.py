"""Ways along roads: the bundled ones against known lengths, and a small network of our own."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from statistics import median

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from balkanroute import geodata
from balkanroute.errors import InvalidRecord, UnknownReference
from balkanroute.gazetteer import Gazetteer
from balkanroute.layers import overview
from balkanroute.layers.drawn import drawn
from balkanroute.model import Atlas, Leg, Place, Route
from balkanroute.render import to_html
from balkanroute.routing import along_roads, draw, geodesic, networks, trace, ways

GEOD = Geod(ellps="WGS84")
PAGE = (Path(__file__).parents[1] / "docs" / "roads.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| ([^|]+) \| ([^|]+) \| (\d+) \| (\d+) \| ([-+±])([\d.]+) % \| \[(\d+)\] \|$", re.MULTILINE
)
KNOWN = ROW.findall(PAGE)


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.bundled()


@pytest.fixture(scope="module")
def town(gazetteer):
    return lambda name: gazetteer.lookup(name, kind="settlement")[0].place


def km_by_road(*stops):
    return sum(one.length_m for one in trace(stops)) / 1000


def place(key, longitude, latitude):
    return Place(id=key, name=key.title(), geometry=shapely.Point(longitude, latitude))


# Known lengths


@pytest.mark.parametrize("row", KNOWN, ids=lambda row: " to ".join(row[:2]))
def test_a_length_on_the_page_is_the_one_that_is_computed(town, row):
    origin, destination, known, computed, sign, error, _ = row
    km = km_by_road(town(origin), town(destination))
    assert km == pytest.approx(int(computed), abs=0.51)
    share = 100 * (km / int(known) - 1)
    assert abs(share) == pytest.approx(float(error), abs=0.06)
    assert sign == ("±" if abs(share) < 0.05 else "+" if share > 0 else "-")


def test_the_errors_on_the_page_are_the_bounds_that_it_states():
    errors = [abs(int(computed) / int(known) - 1) for _, _, known, computed, *_ in KNOWN]
    stated = re.findall(r"\*\*([\d.]+) %\*\*", PAGE)
    shown = [float(error) for *_, error, _ in KNOWN]
    assert [median(shown), max(shown)] == [float(figure) for figure in stated]
    assert f"Of the {len(KNOWN)} lengths, {sum(e <= 0.1 for e in errors)} are within 10 %" in (
        " ".join(PAGE.split())
    )


def test_the_median_error_is_under_3_6_and_the_worst_under_24_4_per_cent(town):
    errors = [
        abs(km_by_road(town(origin), town(destination)) / int(known) - 1)
        for origin, destination, known, *_ in KNOWN
    ]
    assert len(errors) >= 15
    assert median(errors) < 0.036
    assert max(errors) < 0.244


def test_every_known_length_names_a_source_of_the_page():
    listed = set(re.findall(r"^(\d+)\. \[.+?\]\(https?://", PAGE, re.MULTILINE))
    assert {number for *_, number in KNOWN} == listed


# The leg


def test_a_leg_along_roads_is_marked_as_computed_with_date_and_credit(town):
    leg = along_roads([town("Belgrade"), town("Niš")])
    assert (leg.basis, leg.mode) == ("routed", "road")
    assert leg.note.startswith(
        "Modelled on main roads, coarse (© OpenStreetMap contributors, 2024-04): 234 km, "
    )
    assert leg.note.endswith("A computed line, not the way that was reported.")


def test_a_line_along_roads_leads_from_place_to_place(town):
    ends = town("Thessaloniki"), town("Szeged")
    line = along_roads(ends).geometry
    assert isinstance(line, shapely.LineString)
    assert shapely.Point(line.coords[0]) == ends[0].geometry
    assert shapely.Point(line.coords[-1]) == ends[1].geometry
    assert not shapely.has_z(line)


def test_a_leg_of_an_atlas_keeps_what_is_its_own_and_loses_its_corridor(town):
    ends = town("Belgrade"), town("Niš")
    leg = Leg(
        origin=ends[0].id,
        destination=ends[1].id,
        mode="road",
        basis="reported",
        corridor_m=20_000.0,
        claims=("a-claim",),
        note="By lorry.",
    )
    computed = along_roads(leg, ends)
    assert (leg.basis, leg.geometry, leg.corridor_m) == ("reported", None, 20_000.0)
    assert (computed.basis, computed.corridor_m) == ("routed", None)
    assert computed.claims == ("a-claim",)
    assert computed.note.startswith("By lorry. Modelled on main roads, coarse")


def test_stops_between_the_ends_are_passed_and_named(town):
    stops = town("Subotica"), town("Novi Sad"), town("Belgrade")
    leg = along_roads(stops)
    assert (leg.origin, leg.destination) == (stops[0].id, stops[2].id)
    assert leg.geometry.distance(stops[1].geometry) == 0
    assert "by way of Novi Sad" in leg.note


def test_a_place_that_is_no_point_is_named_as_such(gazetteer, town):
    leg = along_roads([gazetteer.place("RS-VO"), town("Belgrade")])
    assert "through a point inside Vojvodina, which was not reported" in leg.note


def test_drawing_an_atlas_computes_no_way_and_keeps_one_that_was_computed(town):
    ends = town("Belgrade"), town("Niš")
    plain = Leg(origin=ends[0].id, destination=ends[1].id, mode="road")
    computed = along_roads(plain, ends)
    route = Route(id="south", name="South", legs=(plain, computed))
    legs = draw(Atlas(title="A", places=ends, routes=(route,))).routes[0].legs
    assert legs[0].basis == "reported"
    assert legs[0].geometry == geodesic(*((end.geometry.x, end.geometry.y) for end in ends))
    assert legs[1] == computed


# Which way wins


def test_several_roads_about_a_place_find_a_shorter_way_than_the_nearest_alone(town, monkeypatch):
    ends = town("Subotica"), town("Szeged")
    several = km_by_road(*ends)
    monkeypatch.setattr(ways, "CANDIDATES", 1)
    assert km_by_road(*ends) > several + 5


@pytest.mark.parametrize("way", [("Belgrade", "Niš"), ("Thessaloniki", "Skopje")])
def test_the_way_back_is_as_long(town, way):
    ends = [town(name) for name in way]
    assert km_by_road(*ends) == pytest.approx(km_by_road(*ends[::-1]), abs=1e-6)


points = st.tuples(st.floats(19.5, 26), st.floats(42, 47))


@given(points, points)
@settings(deadline=None, max_examples=40)
def test_no_way_is_shorter_than_the_geodesic_and_its_line_no_longer_than_the_way(one, other):
    assume(one != other)
    way = ways.find_way(networks.bundled(), (one, other))
    assume(way is not None)
    straight = GEOD.inv(*one, *other)[2]
    # The package's lengths are of a sphere, which is short of the ellipsoid by up to 0.5 %.
    assert way.metres >= 0.99 * straight
    assert GEOD.geometry_length(way.line) <= 1.01 * way.metres + 1


@pytest.mark.parametrize("seed", range(3))
def test_a_way_is_as_short_as_networkx_finds_it(seed):
    roads = networks.bundled()
    graph = nx.Graph()
    for tail, head, metres in zip(roads.tail, roads.head, roads.metres, strict=True):
        known = graph.get_edge_data(tail, head, {"metres": np.inf})["metres"]
        graph.add_edge(tail, head, metres=min(metres, known))
    largest = sorted(max(nx.connected_components(graph), key=len))
    chosen = np.random.default_rng(seed).choice(largest, size=2)
    expected = nx.shortest_path_length(graph, *chosen, weight="metres")
    ends = tuple(tuple(roads.points[node]) for node in chosen)
    from_the_node = replace(roads, slack_m=0.0)
    assert ways.find_way(from_the_node, ends).metres == pytest.approx(expected)
    assert ways.find_way(roads, ends).metres <= expected + 1e-6


# What cannot be computed


def test_a_place_far_from_roads_is_named_with_the_distance(town):
    with pytest.raises(
        InvalidRecord,
        match=r"leg 'nowhere' to 'nis': expected a road within 15 km of Nowhere by land, found the "
        r"nearest \d+ km away in a straight line; name a place on a road, or bring a network",
    ):
        along_roads([place("nowhere", 5.0, 43.0), town("Niš")])


def test_no_way_leads_over_the_sea(town):
    with pytest.raises(
        InvalidRecord, match=r"no connection between the roads about Mytilene and about Athens"
    ):
        along_roads([town("Mytilene"), town("Athens")])


def test_no_place_is_joined_to_a_road_across_the_sea(town):
    assert ways.nearest_km(networks.bundled(), town("Kos").geometry.coords[0]) < 15
    with pytest.raises(InvalidRecord, match=r"of Kos by land, found the nearest 13 km away"):
        along_roads([town("Kos"), town("Bodrum")])


@pytest.mark.parametrize("mode", ["air", "sea", "foot", "rail", "unknown"])
def test_a_leg_that_is_not_said_to_go_by_road_is_not_computed(mode):
    leg = Leg(origin="a", destination="b", mode=mode)
    with pytest.raises(InvalidRecord, match=rf"expected the mode 'road', found '{mode}'"):
        along_roads(leg, [place("a", 20, 45), place("b", 21, 45)])


def test_a_leg_known_only_by_its_border_gets_no_track():
    leg = Leg(origin="a", destination="b", mode="road", over="border")
    with pytest.raises(InvalidRecord, match="only the border 'border' is known; no track is made"):
        along_roads(leg, [place("a", 20, 45), place("b", 21, 45)])


def test_a_place_that_is_not_handed_over_is_named_with_the_way_out():
    leg = Leg(origin="horgos", destination="b", mode="road")
    with pytest.raises(UnknownReference, match=r"did you mean 'horgosh'\?; hand over the atlas'"):
        along_roads(leg, [place("horgosh", 20, 46), place("b", 21, 45)])


def test_a_place_without_a_geometry_is_named(town):
    with pytest.raises(InvalidRecord, match="expected to know where Somewhere is"):
        along_roads([Place(id="s", name="Somewhere"), town("Niš")])


def test_one_place_is_no_leg(town):
    with pytest.raises(InvalidRecord, match="expected two places or more, found 1"):
        along_roads([town("Niš")])


# A network that somebody brings


@pytest.fixture
def streets():
    """Make a square of streets, one of them one-way, one bent, and one doubled."""
    graph = nx.MultiDiGraph(crs="EPSG:4326", created_date="2026-11-01 10:00:00")
    corners = {1: (20.0, 45.0), 2: (20.02, 45.0), 3: (20.02, 45.02), 4: (20.0, 45.02)}
    for node, (x, y) in corners.items():
        graph.add_node(node, x=x, y=y)
    bend = shapely.LineString([corners[1], (20.01, 44.995), corners[2]])
    graph.add_edge(1, 2, length=1_800.0, geometry=bend)
    graph.add_edge(1, 2, length=9_000.0)
    graph.add_edge(2, 3, length=2_223.0)
    graph.add_edge(3, 4, length=1_577.0)
    graph.add_edge(4, 1, length=2_223.0)
    return graph


CORNERS = [place("one", 20.0, 45.0), place("two", 20.02, 45.0)]


def test_streets_that_are_brought_are_named_with_their_date(streets):
    leg = along_roads(CORNERS, network=streets)
    assert leg.note.startswith(
        "Computed on the streets of a network "
        "(© OpenStreetMap contributors, 2026-11-01 10:00:00): 2 km, 0 of them off the road."
    )


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"as_of": "2026-10-30", "retrieved": "2026-11-02"}, "contributors, 2026-10-30)"),
        ({"as_of": "", "retrieved": "2026-11-02"}, "contributors, 2026-11-02)"),
        ({"created_date": None}, "contributors, no date given)"),
        ({"attribution": "© The town"}, "(© The town, 2026-11-01 10:00:00)"),
    ],
)
def test_a_network_is_dated_by_its_data_before_anything_else(streets, facts, told):
    streets.graph.update(facts)
    assert told in along_roads(CORNERS, network=streets).note


def test_a_street_is_drawn_as_it_bends_and_the_shorter_of_two_is_taken(streets):
    assert along_roads(CORNERS, network=streets).geometry.coords[1:-1] == [(20.01, 44.995)]
    assert trace(CORNERS, network=streets)[0].length_m == pytest.approx(1_800)


def test_a_one_way_street_is_not_gone_back(streets):
    (back,) = trace(CORNERS[::-1], network=streets)
    assert back.length_m == pytest.approx(2_223 + 1_577 + 2_223)
    assert len(back.leg.geometry.coords) == 4


def test_a_way_between_two_spots_of_one_street_stays_on_it(streets):
    low, high = place("low", 20.02, 45.005), place("high", 20.02, 45.015)
    assert trace([low, high], network=streets)[0].length_m == pytest.approx(2_223 / 2, abs=5)
    assert trace([high, low], network=streets)[0].length_m > 5_000


def test_a_street_whose_shape_runs_backwards_is_turned(streets):
    for _, _, data in streets.edges(data=True):
        if "geometry" in data:
            data["geometry"] = shapely.reverse(data["geometry"])
    assert along_roads(CORNERS, network=streets).geometry.coords[0] == (20.0, 45.0)
    assert trace(CORNERS, network=streets)[0].length_m == pytest.approx(1_800)


def test_a_projected_graph_is_refused_with_the_way_back(streets):
    streets.graph["crs"] = "EPSG:32634"
    with pytest.raises(InvalidRecord, match=r"EPSG:32634; bring it to EPSG:4326 first"):
        along_roads(CORNERS, network=streets)


def test_a_graph_without_streets_is_refused():
    with pytest.raises(InvalidRecord, match="found one without edges"):
        along_roads(CORNERS, network=nx.MultiDiGraph())


def test_an_edge_without_a_length_is_refused(streets):
    streets.add_edge(1, 3)
    with pytest.raises(InvalidRecord, match="lacks its length in metres"):
        along_roads(CORNERS, network=streets)


def test_a_node_without_coordinates_is_refused(streets):
    streets.add_node(9)
    with pytest.raises(InvalidRecord, match="node 9: expected x and y in degrees"):
        along_roads(CORNERS, network=streets)


# Traces


def test_a_trace_by_air_is_the_geodesic():
    (leg,) = trace(CORNERS, mode="air")
    assert leg.length_m == pytest.approx(GEOD.inv(20, 45, 20.02, 45)[2])
    assert (leg.leg.mode, leg.leg.basis) == ("air", "inferred")
    assert leg.leg.geometry == geodesic((20.0, 45.0), (20.02, 45.0))


@pytest.mark.parametrize(
    ("stops", "mode", "told"),
    [(CORNERS[:1], "road", "found 1"), (CORNERS, "sea", "mode is 'air' or 'road', found 'sea'")],
)
def test_a_trace_needs_two_stops_and_a_mode(stops, mode, told):
    with pytest.raises(InvalidRecord, match=told):
        trace(stops, mode=mode)


# On the map


def test_a_map_credits_the_roads_that_a_leg_was_computed_on(town):
    ends = town("Belgrade"), town("Niš")
    plain = Leg(origin=ends[0].id, destination=ends[1].id, mode="road")

    def credits_of(leg):
        places = tuple(replace(end, provenance="a test") for end in ends)
        route = Route(id="south", name="South", legs=(leg,))
        return overview(Atlas(title="A", places=places, routes=(route,))).attributions

    assert credits_of(plain) == ()
    assert credits_of(along_roads(plain, ends)) == ("© OpenStreetMap contributors",)


def test_a_map_draws_a_computed_leg_as_it_was_computed(town):
    ends = town("Belgrade"), town("Niš")
    leg = along_roads(ends)
    route = Route(id="south", name="South", legs=(leg,))
    spec = overview(Atlas(title="A", places=ends, routes=(route,)))
    assert drawn(spec).geometry["leg:south:0"] == leg.geometry


@pytest.mark.browser
def test_the_page_dots_a_computed_leg_and_not_a_reported_one(town, look):
    ends = town("Belgrade"), town("Niš")
    leg = along_roads(ends)

    def picture(basis):
        route = Route(id="south", name="South", legs=(replace(leg, basis=basis),))
        watched = look(to_html(Atlas(title="A", places=ends, routes=(route,))))
        return watched.page.evaluate(
            "() => [...document.querySelectorAll('canvas')].map(one => one.toDataURL()).join()"
        )

    assert picture("reported") == picture("inferred")
    assert picture("routed") != picture("reported")


# The layer


def test_the_bundled_roads_are_whole():
    with np.load(geodata.path("roads")) as columns:
        x, tail, head, metres = (columns[name] for name in ("x", "tail", "head", "metres"))
        assert set(columns) == {"x", "y", "tail", "head", "metres"}
    assert len(x) == 21_406
    assert len(tail) == len(head) == len(metres) == 30_191
    assert max(tail.max(), head.max()) < len(x)
    assert (tail < head).all()


def test_the_bundled_roads_are_about_the_corridor():
    west, south, east, north = shapely.total_bounds(shapely.points(networks.bundled().points))
    assert 12 <= west < east <= 45
    assert 34 <= south < north <= 49


def test_an_edge_is_no_shorter_than_the_straight_line():
    roads = networks.bundled()
    ends = roads.points[roads.tail], roads.points[roads.head]
    straight = GEOD.inv(*ends[0].T, *ends[1].T)[2]
    assert (roads.metres >= 0.99 * straight - 1).all()
