from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from balkanroute import border, frames, geodata
from balkanroute.analysis import distances
from balkanroute.errors import InvalidRecord
from balkanroute.gazetteer import Gazetteer
from balkanroute.model import Atlas, Place

WGS84 = Geod(ellps="WGS84")
MERIDIAN = shapely.LineString([(20, 44), (20, 48)])
ALONG = shapely.LineString([(19, 46.1), (20, 46.2), (21, 46.1)])

lons = st.floats(18, 22).map(lambda x: round(x, 4))
lats = st.floats(44, 48).map(lambda x: round(x, 4))
spots = st.tuples(lons, lats)


def places(**shapes):
    """Give a frame of places, each with its geometry and precision."""
    return frames.places_frame(
        Atlas(
            title="how far",
            places=tuple(
                Place(id=key, name=key, geometry=shape, precision_m=precision)
                for key, (shape, precision) in shapes.items()
            ),
        )
    )


def asked(shape, line, precision=0.0):
    """Give the one row of an answer."""
    return distances.distance_to_border_km(places(one=(shape, precision)), line).loc["one"]


def densified(line, step_m=25.0):
    """Give the vertices of a line with more of them between, straight in degrees."""
    points = []
    for (x, y), (u, v) in zip(line.coords, line.coords[1:], strict=False):
        steps = max(2, math.ceil(WGS84.inv(x, y, u, v)[2] / step_m))
        share = np.linspace(0, 1, steps)
        points.append(np.column_stack([x + (u - x) * share, y + (v - y) * share]))
    return np.concatenate(points)


def nearest_by_force_km(point, line):
    """Measure from a point to every vertex of a densified line."""
    dots = densified(line)
    own = np.full(len(dots), point.x), np.full(len(dots), point.y)
    return min(WGS84.inv(*own, *dots.T)[2]) / 1_000


def test_asotthalom_is_five_kilometres_from_the_border():
    place = Gazetteer.bundled().lookup("Ásotthalom")[0].place
    line = border("RS", "HU")
    found = asked(place.geometry, line, place.precision_m)
    assert found["drawn_km"] == pytest.approx(4.92, abs=0.01)
    assert found["drawn_km"] == pytest.approx(
        nearest_by_force_km(place.geometry, line.geometry), abs=1e-4
    )
    # A kilometre for the village and 25 m for the line.
    assert found["nearest_km"] == pytest.approx(found["drawn_km"] - 1.025)
    assert found["farthest_km"] == pytest.approx(found["drawn_km"] + 1.025)


def test_what_is_nearest_in_degrees_is_not_taken_for_nearest():
    # A degree of longitude is half as long as one of latitude at 60 degrees north.
    east, north = (
        shapely.LineString([(1.4, 59), (1.4, 61)]),
        shapely.LineString([(-1, 61), (1, 61)]),
    )
    both = shapely.MultiLineString([east, north])
    at = shapely.Point(0, 60)
    assert shapely.shortest_line(at, both).coords[1] == (0, 61)
    found = distances.nearest_on_border(places(at=(at, 0.0)), both)["at"]
    assert found.x == pytest.approx(1.4)
    assert asked(at, both)["drawn_km"] == pytest.approx(nearest_by_force_km(at, east), abs=1e-3)


def test_the_farthest_spot_of_an_area_counts():
    box = shapely.box(20.5, 45, 21, 47)
    found = asked(box, MERIDIAN, 1_000)
    widest = [WGS84.inv(21, y, 20, z)[2] for y in (45, 47) for z in np.linspace(44, 48, 8_001)]
    south = min(widest[:8_001]) / 1_000
    assert found["farthest_km"] == pytest.approx(south + 1, rel=2e-3)
    narrow = nearest_by_force_km(shapely.Point(20.5, 47), MERIDIAN)
    assert found["nearest_km"] == pytest.approx(narrow - 1, rel=1e-3)


def test_the_farthest_spot_of_an_area_may_lie_in_its_middle():
    ring = shapely.box(19, 45, 21, 46)
    found = asked(ring, ring)
    middle = nearest_by_force_km(shapely.Point(20, 45.5), ring.exterior)
    assert found["nearest_km"] == 0
    assert found["farthest_km"] == pytest.approx(middle, rel=2e-3)


def test_a_border_across_the_antimeridian_is_near():
    line = shapely.LineString([(-179.9, -20), (-179.9, -10)])
    found = asked(shapely.Point(179.9, -16), line)
    assert found["drawn_km"] == pytest.approx(
        WGS84.inv(179.9, -16, -179.9, -16)[2] / 1_000, rel=1e-4
    )


@pytest.mark.parametrize("key", ["XK", "AL", "ME"])
def test_a_country_is_as_far_as_its_vertices_one_by_one(key):
    shape, line = geodata.load("countries").geometry[key], border("RS", "HU").geometry
    outline = shapely.get_coordinates(shapely.segmentize(shape, 0.05))[::4]
    dots = shapely.get_coordinates(shapely.segmentize(line, 0.01))
    own, others = np.repeat(outline, len(dots), axis=0), np.tile(dots, (len(outline), 1))
    metres = np.asarray(WGS84.inv(*own.T, *others.T)[2]).reshape(len(outline), len(dots))
    each_km = metres.min(axis=1) / 1_000
    found = asked(shape, line)
    # Every fourth vertex was asked, a few kilometres apart.
    assert found["nearest_km"] == pytest.approx(each_km.min(), abs=5)
    assert found["nearest_km"] <= each_km.min() + 1e-3
    assert found["farthest_km"] == pytest.approx(each_km.max(), abs=5)
    assert found["farthest_km"] >= each_km.max() - 1e-3


def test_a_place_that_may_lie_on_the_border_is_none_away_at_least():
    assert asked(shapely.Point(20.01, 46), MERIDIAN, 3_000)["nearest_km"] == 0


def test_a_precision_that_nobody_gave_is_not_taken_for_exact():
    found = asked(shapely.Point(21, 46), MERIDIAN, None)
    assert found["drawn_km"] > 70
    assert found[["nearest_km", "farthest_km"]].isna().all()


def test_a_border_of_unknown_precision_leaves_the_bounds_unknown():
    line = Place(id="b", name="B", geometry=MERIDIAN)
    assert asked(shapely.Point(21, 46), line)[["nearest_km", "farthest_km"]].isna().all()


def test_a_place_without_geometry_is_at_no_distance():
    line = MERIDIAN
    asked_places = places(one=(None, None), two=(shapely.Point(21, 46), 0.0))
    assert distances.distance_to_border_km(asked_places, line).loc["one"].isna().all()
    assert distances.nearest_on_border(asked_places, line)["one"] is None


def test_the_rows_of_a_layer_are_one_border_as_rough_as_its_roughest():
    layer = geodata.load("borders").loc[["RS-HU", "AF-CN"]]
    found = asked(shapely.Point(19.783, 46.199), layer)
    assert found["farthest_km"] - found["drawn_km"] == pytest.approx(0.5)


def test_the_border_of_an_area_is_its_outline():
    inside = asked(shapely.Point(20, 45.5), shapely.box(19, 45, 21, 46))
    outline = asked(shapely.Point(20, 45.5), shapely.box(19, 45, 21, 46).exterior)
    assert inside["drawn_km"] > 50
    assert inside.equals(outline)


def test_the_border_of_a_collection_is_made_of_its_lines_and_outlines():
    box = shapely.box(19, 45, 21, 46)
    both = shapely.GeometryCollection([box, MERIDIAN])
    at = shapely.Point(19.9, 45.5)
    assert asked(at, both).equals(asked(at, MERIDIAN))
    other = shapely.Point(19.01, 45.5)
    assert asked(other, both).equals(asked(other, box))


def test_a_border_without_geometry_is_refused_with_the_way_out():
    with pytest.raises(
        InvalidRecord, match=r"border: place 'b' has no geometry, .*border\('RS', 'HU'"
    ):
        asked(shapely.Point(21, 46), Place(id="b", name="B"))


def test_a_frame_in_metres_is_refused():
    flat = places(one=(shapely.Point(21, 46), 0.0)).to_crs("EPSG:3857")
    with pytest.raises(
        InvalidRecord, match="places: expected a frame in EPSG:4326, found CRS EPSG:38"
    ):
        distances.distance_to_border_km(flat, MERIDIAN)


def test_the_answers_stand_on_the_index_and_the_frame_is_left():
    own = places(one=(shapely.Point(21, 46), 1.0), two=(None, None))
    before = own.copy(deep=True)
    found = distances.distance_to_border_km(own, MERIDIAN)
    feet = distances.nearest_on_border(own, MERIDIAN)
    assert type(found) is pd.DataFrame
    assert list(found) == ["drawn_km", "nearest_km", "farthest_km"]
    assert type(feet) is gpd.GeoSeries
    assert feet.name == "nearest_on_border"
    assert feet.crs == "EPSG:4326"
    assert found.index.equals(own.index)
    assert feet.index.equals(own.index)
    assert own.equals(before)


def test_no_places_give_an_empty_answer():
    own = places()
    assert distances.distance_to_border_km(own, MERIDIAN).empty
    assert distances.nearest_on_border(own, MERIDIAN).empty


@given(spots)
def test_a_point_is_as_far_as_the_nearest_vertex_of_the_densified_line(spot):
    point = shapely.Point(spot)
    by_force = nearest_by_force_km(point, ALONG)
    # Vertices every 25 m are at most 12.5 m from the foot.
    assert asked(point, ALONG)["drawn_km"] == pytest.approx(by_force, abs=0.0126)


@given(
    st.lists(spots, min_size=2, max_size=4, unique=True),
    st.lists(spots, min_size=2, max_size=4, unique=True),
)
def test_a_distance_is_the_same_both_ways(one, other):
    a, b = shapely.LineString(one), shapely.LineString(other)
    there, back = asked(a, b)["drawn_km"], asked(b, a)["drawn_km"]
    assert there == pytest.approx(back, rel=1e-3, abs=1e-3)


@given(
    st.one_of(
        spots.map(shapely.Point),
        st.lists(spots, min_size=2, max_size=5, unique=True).map(shapely.LineString),
        st.tuples(spots, st.floats(0.01, 1)).map(lambda at: shapely.Point(at[0]).buffer(at[1])),
    ),
    st.floats(0, 100_000),
    st.floats(0, 100_000),
)
def test_the_nearest_is_never_more_than_the_farthest(shape, place_m, border_m):
    line = Place(id="b", name="B", geometry=ALONG, precision_m=border_m)
    found = asked(shape, line, place_m)
    assert 0 <= found["nearest_km"] <= found["drawn_km"] <= found["farthest_km"]


@given(spots, st.floats(0.01, 1), st.floats(0, 2 * math.pi), st.floats(0, 0.99))
def test_no_spot_of_an_area_is_nearer_or_farther_than_its_bounds(middle, radius, turn, share):
    area = shapely.Point(middle).buffer(radius)
    found = asked(area, MERIDIAN)
    x, y = middle[0] + radius * share * math.cos(turn), middle[1] + radius * share * math.sin(turn)
    inside = shapely.Point(x, y)
    if area.covers(inside):
        own = asked(inside, MERIDIAN)["drawn_km"]
        assert found["nearest_km"] * 0.999 - 0.001 <= own <= found["farthest_km"] * 1.002 + 0.001
