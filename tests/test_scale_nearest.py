"""How far events are from the nearest border, held against one measured at a time."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from balkanroute import geodata
from balkanroute.analysis import distance_to_border_km
from balkanroute.errors import InvalidRecord
from balkanroute.model import Atlas, Place
from balkanroute.scale import nearest_border_km
from balkanroute.scale.lines import Lines

MERIDIAN = shapely.LineString([(20, 44), (20, 48)])
PARALLEL = shapely.LineString([(18, 46), (22, 46)])
ZIGZAG = shapely.LineString([(18, 45), (19, 45.4), (18.2, 45.5), (21, 47)])
#: What "exact within 10 m" allows, in kilometres.
EXACT_KM = 0.01


def lines(**shapes):
    """Give a frame of borders."""
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"))


def events(*points):
    """Give a frame of events."""
    return pd.DataFrame(points, columns=["longitude", "latitude"], dtype="float64")


def one_at_a_time(points, shape):
    """Measure points one at a time."""
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*np.array(points).T, crs="EPSG:4326"))
    return distance_to_border_km(frame, shape)["drawn_km"].to_numpy()


longitudes = st.floats(17, 23).map(lambda x: round(x, 4))
latitudes = st.floats(43, 49).map(lambda y: round(y, 4))


@settings(max_examples=40)
@given(
    st.lists(st.tuples(longitudes, latitudes), min_size=1, max_size=6),
    st.sampled_from([MERIDIAN, PARALLEL, ZIGZAG, ZIGZAG.buffer(0.1)]),
)
def test_distances_are_those_measured_one_at_a_time(points, shape):
    frame = nearest_border_km(events(*points), lines(border=shape)).frame()
    outline = shape.boundary if shape.geom_type == "Polygon" else shape
    assert np.abs(frame["km"] - one_at_a_time(points, outline)).max() < EXACT_KM


@pytest.mark.parametrize("spread", [0.001, 0.02, 1.0, 8.0])
def test_distances_to_real_borders_are_exact_near_and_far(spread):
    borders = geodata.load("borders")[["geometry"]]
    dice = np.random.default_rng(5)
    ends = shapely.get_coordinates(borders.geometry.array)
    points = ends[dice.integers(0, len(ends), 7)] + dice.normal(0, spread, (7, 2))
    frame = nearest_border_km(events(*points), borders).frame()
    assert np.abs(frame["km"] - one_at_a_time(points, borders)).max() < EXACT_KM


def test_the_nearest_border_may_be_on_the_other_side_of_the_earth():
    points = [(-150.0, -45.0), (160.0, -46.0), (-20.0, 20.0), (100.0, 60.0), (20.0, -89.9)]
    frame = nearest_border_km(events(*points), lines(border=MERIDIAN)).frame()
    assert np.abs(frame["km"] - one_at_a_time(points, MERIDIAN)).max() < EXACT_KM


def test_a_border_is_near_across_the_antimeridian():
    border = shapely.LineString([(-179.9, -10), (-179.9, 10)])
    frame = nearest_border_km(events((179.9, 0.0)), lines(border=border)).frame()
    assert frame["km"][0] == pytest.approx(22.264, abs=0.01)


def test_an_event_on_a_border_is_nowhere_else():
    points = [(20.0, 46.5), (20.0, 44.0), (20.0, 46.0)]
    frame = nearest_border_km(events(*points), lines(one=MERIDIAN, two=PARALLEL)).frame()
    assert frame["km"].max() < 1e-6
    assert frame["border"].tolist() == ["one", "one", "one"]


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_of_borders_equally_far_the_first_is_named(names):
    left, right = shapely.box(19, 45, 20, 46), shapely.box(20, 45, 21, 46)
    frame = lines(**dict(zip(names, (left, right), strict=True)))
    found = nearest_border_km(events((20.0, 45.5), (19.9, 45.5), (20.1, 45.5)), frame).frame()
    assert found["border"].tolist() == [names[0]] * 3


def test_what_is_out_of_reach_is_missing():
    points = [(20.1, 46.2), (25.0, 46.0), (20.0, 49.0)]
    frame = nearest_border_km(events(*points), lines(border=MERIDIAN), within_km=8).frame()
    assert frame["border"].tolist()[0] == "border"
    assert frame["border"].isna().tolist() == [False, True, True]
    assert frame["km"].isna().tolist() == [False, True, True]


@settings(max_examples=25)
@given(st.floats(0.5, 60))
def test_a_reach_changes_no_distance_within_it(reach):
    points = [(20 + step / 10, 46.3) for step in range(12)]
    every = nearest_border_km(events(*points), lines(border=MERIDIAN)).frame()["km"]
    near = nearest_border_km(events(*points), lines(border=MERIDIAN), within_km=reach).frame()["km"]
    assert near.equals(every.where(every <= reach))


def test_every_usable_row_has_a_distance_and_the_others_a_reason():
    rows = [(20.0, 45.0), (np.nan, 1.0), (20.0, 500.0), (21.0, 45.0)]
    nearest = nearest_border_km(events(*rows), lines(border=MERIDIAN))
    assert nearest.frame()["event"].tolist() == [0, 3]
    assert nearest.tally.counts == {"coordinates out of range": 1, "no coordinates": 1, "rows": 4}


def test_an_atlas_gives_its_borders():
    atlas = Atlas(
        title="a border",
        places=(
            Place(id="line", name="line", kind="border", geometry=MERIDIAN),
            Place(id="unknown", name="unknown", kind="border"),
            Place(id="near", name="near", geometry=shapely.Point(20.5, 45)),
        ),
    )
    frame = nearest_border_km(events((20.5, 45.0)), atlas).frame()
    assert frame["border"].tolist() == ["line"]
    assert frame["km"][0] == pytest.approx(39.4, abs=0.1)


@pytest.mark.parametrize("reach", [0, -1, np.nan])
def test_a_reach_that_is_no_distance_is_refused(reach):
    with pytest.raises(InvalidRecord, match="within_km: expected kilometres, more than 0"):
        nearest_border_km(events((1, 1)), lines(border=MERIDIAN), within_km=reach)


def test_no_border_is_told():
    with pytest.raises(InvalidRecord, match="borders: expected some with a geometry, found none"):
        nearest_border_km(events((1, 1)), Atlas(title="no places"))


@pytest.mark.parametrize(
    "shape", [shapely.Point(20, 45), shapely.LineString([(20, 45), (20, 45), (20, 44)])]
)
def test_spots_and_lines_that_rest_are_measured_to(shape):
    shapes = np.array([shape], dtype=object)
    shape, km = Lines(shapes).nearest(np.array([20.0]), np.array([45.1]))
    assert shape.tolist() == [0]
    assert km[0] == pytest.approx(11.114, abs=0.001)


def test_a_table_without_events_has_its_columns():
    table = nearest_border_km(events(), lines(border=MERIDIAN)).table
    assert table.column_names == ["event", "border", "km"]
    assert len(table) == 0
