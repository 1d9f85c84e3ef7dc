from __future__ import annotations

import math

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from balkanroute import geodata
from balkanroute.analysis import areas
from balkanroute.errors import InvalidRecord

WGS84 = Geod(ellps="WGS84")
SQUARE = shapely.box(19, 45, 20, 46)
HOLE = shapely.Polygon(
    SQUARE.exterior.coords, [shapely.box(19.2, 45.2, 19.4, 45.4).exterior.coords]
)


def frame(*shapes, crs="EPSG:4326"):
    return gpd.GeoDataFrame(
        {"geometry": list(shapes)}, index=[f"r{i}" for i in range(len(shapes))], crs=crs
    )


def test_a_degree_along_the_equator_is_as_long_as_the_ellipsoid_says():
    found = areas.length_km(frame(shapely.LineString([(0, 0), (1, 0)])))["r0"]
    assert found == pytest.approx(math.radians(1) * WGS84.a / 1_000, rel=1e-9)


def test_an_edge_is_straight_in_degrees_as_it_is_drawn():
    line = shapely.LineString([(10, 60), (40, 60)])
    steps = [(10 + i / 1_000, 60) for i in range(30_001)]
    along = sum(WGS84.line_lengths(*zip(*steps, strict=True))) / 1_000
    assert areas.length_km(frame(line))["r0"] == pytest.approx(along, rel=1e-7)
    assert along - WGS84.inv(10, 60, 40, 60)[2] / 1_000 > 14


def test_parts_of_a_line_are_summed_wherever_they_are_nested():
    one, two = shapely.LineString([(0, 0), (1, 0)]), shapely.LineString([(0, 1), (1, 1)])
    nested = shapely.GeometryCollection([one, shapely.MultiLineString([two]), SQUARE])
    found = areas.length_km(frame(one, two, nested))
    assert found["r2"] == pytest.approx(found["r0"] + found["r1"])


def test_a_hole_is_no_part_of_an_area():
    found = areas.area_km2(frame(SQUARE, HOLE, shapely.box(19.2, 45.2, 19.4, 45.4)))
    assert found["r1"] == pytest.approx(found["r0"] - found["r2"])


def test_an_area_does_not_depend_on_which_way_round_it_is_drawn():
    found = areas.area_km2(frame(HOLE, shapely.reverse(HOLE)))
    assert found["r0"] == pytest.approx(found["r1"], rel=1e-12)
    assert found["r0"] > 0


@pytest.mark.parametrize("shape", [None, shapely.Point(19, 45), shapely.Point(), SQUARE])
def test_what_has_no_line_has_no_length_rather_than_none_of_it(shape):
    assert math.isnan(areas.length_km(frame(shape, SQUARE))["r0"])


@pytest.mark.parametrize(
    "shape", [None, shapely.Point(19, 45), shapely.LineString([(0, 0), (1, 1)])]
)
def test_what_has_no_area_drawn_has_an_unknown_one(shape):
    assert math.isnan(areas.area_km2(frame(shape, SQUARE))["r0"])


@pytest.mark.parametrize(
    ("layer", "column", "measure", "share"),
    [
        ("borders", "length_km", areas.length_km, 2e-4),
        ("regions", "area_km2", areas.area_km2, 1e-4),
        ("countries", "area_km2", areas.area_km2, 1e-4),
    ],
)
def test_the_bundled_layers_are_as_long_and_as_large_as_they_say(layer, column, measure, share):
    own = geodata.load(layer)
    apart = (measure(own) / own[column] - 1).abs().max()
    assert apart < share


@pytest.mark.parametrize(("crs", "named"), [("EPSG:3857", "EPSG:3857"), (None, "none")])
def test_another_crs_is_refused_with_the_way_out(crs, named):
    with pytest.raises(
        InvalidRecord, match=rf"found CRS {named}; give frame.to_crs\('EPSG:4326'\)"
    ):
        areas.area_km2(frame(SQUARE, crs=crs))


@pytest.mark.parametrize(
    ("measure", "name"), [(areas.length_km, "length_km"), (areas.area_km2, "area_km2")]
)
def test_the_answer_is_a_named_series_on_the_index_and_the_frame_is_left(measure, name):
    given_frame = frame(SQUARE, None)
    before = given_frame.copy(deep=True)
    found = measure(given_frame)
    assert type(found) is pd.Series
    assert found.name == name
    assert found.dtype == "float64"
    assert found.index.equals(given_frame.index)
    assert given_frame.equals(before)


def test_no_rows_give_an_empty_answer():
    assert areas.area_km2(frame(SQUARE).iloc[:0]).empty


@given(
    st.floats(-170, 160), st.floats(-80, 70), st.floats(0.01, 10), st.floats(0.01, 10),
    st.floats(0.1, 0.9),
)  # fmt: skip
def test_an_area_is_the_sum_of_the_parts_that_it_is_cut_to(west, south, wide, high, share):
    cut = west + wide * share
    whole = shapely.box(west, south, west + wide, south + high)
    left = shapely.box(west, south, cut, south + high)
    right = shapely.box(cut, south, west + wide, south + high)
    found = areas.area_km2(frame(whole, left, right))
    assert found["r0"] == pytest.approx(found["r1"] + found["r2"], rel=1e-6)
