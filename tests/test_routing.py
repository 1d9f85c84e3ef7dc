from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from balkanroute.errors import InvalidRecord
from balkanroute.model import Agent, Atlas, Claim, Leg, Place, Route, Source
from balkanroute.routing import corridor, draw, geodesic

GEOD = Geod(ellps="WGS84")
DUSHANBE = (68.8250, 38.5433)
MOSCOW = (37.4146, 55.9726)
BELGRADE = (20.3091, 44.8184)
MANY = settings(deadline=None, max_examples=60)

points = st.tuples(st.floats(-180, 180), st.floats(-89.9, 89.9))


def km(line):
    return GEOD.geometry_length(line) / 1000


def corners(geometry):
    return shapely.get_coordinates(geometry)


def departure(line, origin, destination):
    """Give how far the drawn line is from the geodesic at most, measured densely, in metres."""
    azimuth, _, length = GEOD.inv(*origin, *destination)
    worst = 0.0
    for part in shapely.get_parts(line):
        ends = corners(part)
        for one, other in pairwise(ends):
            share = np.linspace(0, 1, 23)[:, None]
            chord = one + (other - one) * share
            n = len(chord)
            _, _, away = GEOD.inv(*(np.full(n, x) for x in origin), chord[:, 0], chord[:, 1])
            x, y, _ = GEOD.fwd(
                *(np.full(n, x) for x in (*origin, azimuth)), np.clip(away, 0, length)
            )
            _, _, apart = GEOD.inv(x, y, chord[:, 0], chord[:, 1])
            worst = max(worst, float(np.max(apart)))
    return worst


@pytest.mark.parametrize(
    ("origin", "destination", "expected"),
    [(DUSHANBE, MOSCOW, 3022), (MOSCOW, BELGRADE, 1728)],
    ids=["Dushanbe to Sheremetyevo", "Sheremetyevo to Belgrade"],
)
def test_a_reported_flight_has_its_published_length_both_ways(origin, destination, expected):
    assert km(geodesic(origin, destination)) == pytest.approx(expected, abs=1)
    assert km(geodesic(destination, origin)) == pytest.approx(expected, abs=1)


@pytest.mark.parametrize("tolerance_m", [1, 100, 10_000])
@pytest.mark.parametrize(
    ("origin", "destination"),
    [(DUSHANBE, MOSCOW), (BELGRADE, MOSCOW), ((0, 80), (170, 80)), ((-60, -75), (100, -80))],
)
def test_a_drawn_line_departs_from_the_geodesic_by_no_more_than_was_asked(
    origin, destination, tolerance_m
):
    line = geodesic(origin, destination, tolerance_m=tolerance_m)
    assert departure(line, origin, destination) <= tolerance_m


@given(points, points)
@MANY
def test_any_drawn_line_is_valid_on_the_globe_and_near_its_geodesic(origin, destination):
    _, _, length = GEOD.inv(*origin, *destination)
    assume(1 < length < 19_900_000)
    line = geodesic(origin, destination, tolerance_m=1000)
    assert line.is_valid
    assert (abs(corners(line)) <= (180, 90)).all()
    assert departure(line, origin, destination) <= 1000
    assert km(line) * 1000 == pytest.approx(length, rel=0.01, abs=1)


@given(points, points)
@MANY
def test_the_way_back_is_the_same_line_turned_round(origin, destination):
    _, _, length = GEOD.inv(*origin, *destination)
    assume(1 < length < 19_900_000)
    there = geodesic(origin, destination, tolerance_m=10_000)
    back = geodesic(destination, origin, tolerance_m=10_000)
    assert km(there) == pytest.approx(km(back), rel=1e-3)


def test_the_ends_are_the_points_that_were_given():
    line = corners(geodesic(DUSHANBE, MOSCOW))
    assert tuple(line[0]) == DUSHANBE
    assert tuple(line[-1]) == MOSCOW


def test_a_finer_tolerance_takes_more_vertices_and_a_meridian_few():
    coarse, fine = geodesic(DUSHANBE, MOSCOW), geodesic(DUSHANBE, MOSCOW, tolerance_m=1)
    assert len(corners(coarse)) < len(corners(fine))
    assert len(corners(geodesic((20, 40), (20, 44)))) == 2


@pytest.mark.parametrize(
    ("origin", "destination", "sides"),
    [((170, 10), (-170, 20), (180, -180)), ((-170, 20), (170, 10), (-180, 180))],
    ids=["eastward", "westward"],
)
def test_a_line_over_the_antimeridian_is_cut_there(origin, destination, sides):
    line = geodesic(origin, destination)
    first, second = (corners(part) for part in line.geoms)
    assert (first[-1, 0], second[0, 0]) == sides
    assert first[-1, 1] == second[0, 1]
    assert (tuple(first[0]), tuple(second[-1])) == (origin, destination)
    assert km(line) == pytest.approx(GEOD.inv(*origin, *destination)[2] / 1000, rel=1e-4)


@pytest.mark.parametrize(
    ("origin", "destination"),
    [
        ((180, 10), (-170, 20)),
        ((-180, 10), (170, 20)),
        ((-170, 20), (180, 10)),
        ((170, 20), (-180, 10)),
        ((180, 10), (-180, 20)),
        ((180, 10), (180, 20)),
        ((-180, 10), (-180, 20)),
    ],
)
def test_a_line_that_only_touches_the_antimeridian_is_not_cut(origin, destination):
    line = geodesic(origin, destination)
    assert line.geom_type == "LineString"
    assert np.abs(np.diff(corners(line)[:, 0])).max() < 180
    assert len(np.unique(corners(line), axis=0)) == len(corners(line))


def test_a_line_to_a_pole_is_a_meridian():
    assert set(corners(geodesic((20, 40), (77, 90)))[:, 0]) == {20.0}
    assert set(corners(geodesic((77, -90), (20, 40)))[:, 0]) == {20.0}


def test_a_line_past_the_pole_stays_within_its_tolerance():
    line = geodesic((0, 80), (179.9, 80), tolerance_m=100)
    assert departure(line, (0, 80), (179.9, 80)) <= 100
    assert corners(line)[:, 1].max() > 89.9


def test_a_line_over_the_pole_goes_up_one_meridian_and_down_the_other():
    line = corners(geodesic((0, 80), (180, 80)))
    assert line[:, 1].max() > 89.99
    assert set(np.abs(line[:, 0]).round(6)) == {0.0, 180.0}


@pytest.mark.parametrize(
    ("origin", "destination"),
    [((0, 0), (180, 0)), ((20, 45), (-160, -45)), ((0, 10), (179.8, -10)), ((0, 0), (179.7, 0))],
)
def test_antipodes_have_more_than_one_shortest_line_and_are_refused(origin, destination):
    with pytest.raises(InvalidRecord, match=r"more than one shortest line.*name a place between"):
        geodesic(origin, destination)


def test_the_two_poles_have_no_one_shortest_line():
    with pytest.raises(InvalidRecord, match="between the poles"):
        geodesic((0, 90), (50, -90))


@pytest.mark.parametrize("same", [(20, 45), (180, 3)])
def test_a_line_joins_two_points(same):
    with pytest.raises(InvalidRecord, match="joins two points"):
        geodesic(same, (-same[0] if same[0] == 180 else same[0], same[1]))


def test_the_pole_is_one_point_whatever_its_longitude():
    with pytest.raises(InvalidRecord, match="joins two points"):
        geodesic((10, 90), (50, 90))


@pytest.mark.parametrize("point", [(45, 100), (181, 0), (float("nan"), 0), (0, float("inf"))])
def test_a_point_off_the_earth_is_refused(point):
    with pytest.raises(InvalidRecord, match=r"is not .longitude, latitude. in degrees"):
        geodesic((0, 0), point)


@pytest.mark.parametrize("tolerance_m", [0, -1, float("nan"), float("inf"), 0.01])
def test_a_tolerance_is_a_length(tolerance_m):
    with pytest.raises(InvalidRecord, match=r"tolerance_m is 0.1 metres or more"):
        geodesic(MOSCOW, BELGRADE, tolerance_m=tolerance_m)


def away_from(line, edge):
    """Give the distance in metres of points of an edge from a line, measured densely."""
    found = []
    for x, y in edge:
        near = line
        for spacing in (0.05, 0.0005, 0.00001):
            dense = corners(shapely.segmentize(near, spacing))
            n = len(dense)
            _, _, apart = GEOD.inv(np.full(n, x), np.full(n, y), dense[:, 0], dense[:, 1])
            best = int(np.argmin(apart))
            around = dense[max(best - 1, 0) : best + 2]
            near = shapely.LineString(around)
        found.append(float(np.min(apart)))
    return np.array(found)


@pytest.mark.parametrize(
    ("width_m", "allowed"), [(100, 0.002), (20_000, 0.002), (500_000, 0.002), (2_000_000, 0.006)]
)
def test_the_edge_of_a_corridor_lies_half_its_width_away(width_m, allowed):
    line = geodesic(MOSCOW, BELGRADE)
    edge = shapely.segmentize(corridor(line, width_m).boundary, 0.05)
    some = np.random.default_rng(0).choice(corners(edge), 40)
    assert away_from(line, some) == pytest.approx(np.full(40, width_m / 2), rel=allowed)


def test_a_corridor_holds_its_line_and_is_one_valid_area():
    line = geodesic(DUSHANBE, MOSCOW)
    area = corridor(line, 50_000)
    assert area.geom_type == "Polygon"
    assert area.is_valid
    assert area.contains(line)


def test_a_corridor_has_about_the_area_of_a_band_with_round_ends():
    line = geodesic(MOSCOW, BELGRADE)
    area, _ = GEOD.geometry_area_perimeter(corridor(line, 20_000))
    assert abs(area) == pytest.approx(20_000 * km(line) * 1000 + np.pi * 10_000**2, rel=0.002)


@pytest.mark.parametrize("turned", [False, True])
def test_a_corridor_over_the_antimeridian_is_cut_there(turned):
    ends = ((170, 60), (-170, 62))
    line = geodesic(*(ends[::-1] if turned else ends))
    area = corridor(line, 100_000)
    assert area.geom_type == "MultiPolygon"
    assert area.is_valid
    assert area.bounds[0] == -180
    assert area.bounds[2] == 180
    assert area.contains(shapely.Point(-179.99, line.geoms[0].coords[-1][1]))
    size = sum(abs(GEOD.geometry_area_perimeter(p)[0]) for p in area.geoms)
    assert size == pytest.approx(100_000 * km(line) * 1000 + np.pi * 50_000**2, rel=0.002)


def test_a_corridor_that_only_leans_over_the_antimeridian_is_cut_too():
    area = corridor(shapely.LineString([(179.9, 10), (179.9, 12)]), 100_000)
    assert area.geom_type == "MultiPolygon"
    assert (abs(corners(area)) <= (180, 90)).all()


def test_a_bent_border_makes_a_corridor_all_along_it():
    border = shapely.LineString([(18.9, 45.9), (19.3, 46.0), (19.6, 46.2), (20.2, 46.1)])
    assert corridor(border, 1000).contains(border)


@pytest.mark.parametrize("width_m", [0, -5, 0.5, 3_000_000, float("nan")])
def test_a_corridor_has_a_width_that_can_be_drawn(width_m):
    with pytest.raises(InvalidRecord, match="width_m is from 1 to 2,000,000 metres"):
        corridor(geodesic(MOSCOW, BELGRADE), width_m)


@pytest.mark.parametrize(
    "shape", [shapely.Point(1, 2), shapely.box(0, 0, 1, 1), shapely.LineString()]
)
def test_a_corridor_lies_about_a_line(shape):
    with pytest.raises(InvalidRecord, match="a corridor lies about a line"):
        corridor(shape, 1000)


def test_a_line_in_metres_is_refused():
    with pytest.raises(InvalidRecord, match="bring it to EPSG:4326"):
        corridor(shapely.LineString([(500_000, 100_000), (510_000, 110_000)]), 1000)


def test_a_corridor_near_a_pole_is_refused():
    with pytest.raises(InvalidRecord, match="corridors are drawn up to 85"):
        corridor(geodesic((0, 84), (30, 84)), 400_000)


PLACES = (
    Place(id="moscow", name="Moscow", kind="airport", geometry=shapely.Point(MOSCOW)),
    Place(id="belgrade", name="Belgrade", kind="airport", geometry=shapely.Point(BELGRADE)),
    Place(
        id="albania",
        name="Albania",
        kind="country",
        geometry=shapely.MultiPolygon(
            [shapely.box(19.3, 40, 20.8, 42), shapely.box(19, 39, 19.1, 39.1)]
        ),
    ),
    Place(
        id="border",
        name="the border",
        kind="border",
        geometry=shapely.MultiLineString([[(19, 46), (20, 46.2)], [(20.1, 46.2), (20.2, 46.2)]]),
    ),
    Place(id="somewhere", name="Somewhere"),
    Place(id="apart", name="Apart", geometry=shapely.Point(MOSCOW)),
)


def drawn(**leg):
    atlas = Atlas(
        title="one leg",
        places=PLACES,
        routes=(Route(id="route", name="A route", legs=(Leg(**leg),)),),
    )
    return draw(atlas).routes[0].legs[0]


def test_a_leg_between_points_is_their_geodesic_and_needs_no_note():
    leg = drawn(origin="moscow", destination="belgrade", mode="air")
    assert leg.geometry == geodesic(MOSCOW, BELGRADE)
    assert leg.note is None


def test_a_leg_over_a_border_is_that_border_and_no_track():
    leg = drawn(origin="moscow", destination="belgrade", over="border")
    assert leg.geometry == PLACES[3].geometry


def test_a_leg_to_an_area_ends_inside_its_largest_part_and_says_so():
    leg = drawn(origin="moscow", destination="albania", note="As reported.")
    end = shapely.Point(corners(leg.geometry)[-1])
    assert shapely.box(19.3, 40, 20.8, 42).contains(end)
    assert leg.note == (
        "As reported. The line is drawn from or to a point inside Albania, which was not reported."
    )


def test_a_leg_to_a_line_ends_half_way_along_its_longest_part():
    leg = drawn(origin="moscow", destination="border")
    assert tuple(corners(leg.geometry)[-1]) == pytest.approx((19.5, 46.1))


def test_a_leg_that_has_a_line_keeps_it():
    line = shapely.LineString([(1, 2), (3, 4)])
    assert drawn(origin="moscow", destination="albania", over="border", geometry=line) == Leg(
        origin="moscow", destination="albania", over="border", geometry=line
    )


def test_a_leg_to_a_place_that_nobody_can_point_to_is_not_drawn_and_says_so():
    leg = drawn(origin="moscow", destination="somewhere")
    assert leg.geometry is None
    assert leg.note == "Not drawn: where Somewhere is, is not known."


def test_a_leg_over_a_border_that_nobody_knows_is_not_drawn_and_says_so():
    leg = drawn(origin="moscow", destination="belgrade", over="somewhere")
    assert leg.geometry is None
    assert leg.note == "Not drawn: where Somewhere runs is not known."


def test_a_leg_between_two_names_of_one_point_is_not_drawn_and_says_so():
    leg = drawn(origin="moscow", destination="apart")
    assert leg.geometry is None
    assert leg.note.startswith("Not drawn: a line joins two points")


def test_drawing_changes_nothing_but_lines_and_notes_and_drawing_again_nothing():
    atlas = Atlas(
        title="all kept",
        extra={"a": 1},
        sources=(Source(id="s", title="S"),),
        agents=(Agent(id="a", name="A"),),
        places=PLACES,
        routes=(
            Route(
                id="r",
                name="R",
                note="kept",
                legs=(
                    Leg(origin="moscow", destination="belgrade", mode="air", corridor_m=5.0),
                    Leg(origin="belgrade", destination="somewhere", claims=("c",)),
                    Leg(origin="albania", destination="moscow", over="border"),
                ),
            ),
        ),
        claims=(Claim(id="c", says="So.", speaker="a", source="s"),),
    )
    once = draw(atlas)
    bare = [replace(leg, geometry=None, note=None) for leg in once.routes[0].legs]
    assert replace(once, routes=(replace(once.routes[0], legs=tuple(bare)),)) == atlas
    assert draw(once) == once
    assert atlas.routes[0].legs[0].geometry is None
