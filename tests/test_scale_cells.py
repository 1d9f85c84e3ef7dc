"""Cells of a grid: they cover their bounds, share their edges, and are places like others."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from balkanroute.errors import InvalidRecord
from balkanroute.scale.cells import MOST, cells
from balkanroute.scale.targets import targets_of


def test_cells_are_named_by_their_south_western_corner():
    frame = cells((19.2, 41.1, 20.3, 41.9), 0.5)
    assert frame.index[0] == "E19N41"
    assert frame.index[-1] == "E20N41.5"
    assert frame["name"].iloc[0] == "19\N{EN DASH}19.5° E, 41\N{EN DASH}41.5° N"


def test_cells_west_and_south_of_zero_say_so():
    frame = cells((-0.5, -0.5, 0.5, 0.5), 1)
    assert frame.index.tolist() == ["W1S1", "E0S1", "W1N0", "E0N0"]
    assert frame["name"].iloc[0] == "0\N{EN DASH}1° W, 0\N{EN DASH}1° S"


@settings(max_examples=60)
@given(
    st.floats(-179, 170), st.floats(-89, 80), st.floats(0.3, 9), st.floats(0.3, 9),
    st.sampled_from([0.25, 0.3, 0.5, 1.0, 1.7, 7.0]),
)  # fmt: skip
def test_cells_cover_their_bounds_once_and_share_their_edges(west, south, wide, high, degrees):
    bounds = (west, south, west + wide, south + high)
    frame = cells(bounds, degrees)
    joined = shapely.union_all(frame.geometry.to_numpy())
    assert joined.buffer(1e-9).covers(shapely.box(*bounds))
    assert shapely.area(frame.geometry.to_numpy()).sum() == pytest.approx(joined.area)
    # Corners of neighbours are the same numbers, or the cells would be more than one piece.
    assert joined.geom_type == "Polygon"
    assert not joined.interiors
    assert frame.index.is_unique


@settings(max_examples=40)
@given(st.floats(-20, 20), st.floats(-20, 20))
def test_cells_of_one_side_fit_together_whatever_their_bounds(west, south):
    one = cells((west, south, west + 2, south + 2), 0.7)
    other = cells((west - 1, south - 1, west + 1, south + 1), 0.7)
    for key in one.index.intersection(other.index):
        assert one.geometry[key].equals_exact(other.geometry[key], 0)


def test_cells_end_at_the_edge_of_the_earth():
    frame = cells((-180, -90, 180, 90), 7)
    assert frame.total_bounds.tolist() == [-180.0, -90.0, 180.0, 90.0]
    assert shapely.area(frame.geometry.to_numpy()).sum() == pytest.approx(360 * 180)


def test_cells_are_places_that_events_can_be_joined_to():
    targets = targets_of(cells((19, 41, 21, 43), 1))
    pairs = targets.locate(np.array([19.5, 20.0]), np.array([41.5, 42.0])).ruled("first").sorted()
    assert [targets.ids[place] for place in pairs.place] == ["E19N41", "E19N41"]


@pytest.mark.parametrize(
    ("bounds", "degrees"),
    [
        ((20, 44, 19, 45), 1),
        ((20, 45, 21, 44), 1),
        ((170, 44, 190, 45), 1),
        ((20, 44, 21, float("nan")), 1),
        ((20, 44, 21, 45), 0),
        ((20, 44, 21, 45), -1),
        ((20, 44, 21, 45), float("inf")),
    ],
)
def test_bounds_and_sides_that_no_cell_can_have_are_refused(bounds, degrees):
    with pytest.raises(InvalidRecord, match=r"cells: (bounds|degrees)"):
        cells(bounds, degrees)


def test_more_cells_than_a_map_can_show_are_refused():
    with pytest.raises(InvalidRecord, match=f"more than {MOST:,}; take larger cells"):
        cells((-180, -90, 180, 90), 0.1)
