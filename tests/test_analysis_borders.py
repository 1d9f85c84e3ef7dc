from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from balkanroute import border, frames
from balkanroute.analysis import area_km2, claims_along_border, length_km
from balkanroute.errors import InvalidRecord
from balkanroute.model import Agent, Atlas, Claim, Place, PlaceRole, Source

WGS84 = Geod(ellps="WGS84")
#: One degree of the equator, 111.32 km.
LINE = shapely.LineString([(20, 0), (21, 0)])
SPOT = shapely.Point(20.5, 0.01)
OTHER = shapely.Point(20.9, 0)
FAR = shapely.Point(20.5, 2)


def both(shapes, *told):
    """Give claims and places of an atlas: a place for each (geometry, precision)."""
    keys = [f"p{i}" for i in range(len(shapes))]
    atlas = Atlas(
        title="along",
        sources=(Source(id="s", title="S"),),
        agents=(Agent(id="a", name="A"),),
        places=tuple(
            Place(id=key, name=key, geometry=shape, precision_m=metres)
            for key, (shape, metres) in zip(keys, shapes, strict=True)
        ),
        claims=tuple(
            Claim(
                id=f"c{i}",
                says="So.",
                speaker="a",
                source="s",
                where=tuple(PlaceRole(place=keys[place]) for place in where),
            )
            for i, where in enumerate(told)
        ),
    )
    return frames.claims_frame(atlas), frames.places_frame(atlas)


def along(shapes, *told, line=LINE, **options):
    return claims_along_border(*both(shapes, *told), line, **options)


def test_the_stretches_are_the_border_cut_every_so_many_kilometres():
    found = along([], line=border("RS", "HU"), every_km=25)
    assert found["length_km"].tolist()[:-1] == pytest.approx([25] * (len(found) - 1), abs=1e-3)
    whole = WGS84.geometry_length(border("RS", "HU").geometry) / 1_000
    assert found["length_km"].sum() == pytest.approx(whole, abs=0.01)
    assert found.index.tolist() == pytest.approx([25.0 * i for i in range(len(found))])
    assert found.geometry.iloc[0].coords[0] == border("RS", "HU").geometry.coords[0]


def test_a_known_spot_falls_on_the_stretch_that_is_nearest():
    found = along([(SPOT, 100.0)], [0])
    # Half a degree is 55.66 km from the start.
    assert found.index[found["claims"] > 0].tolist() == [50]
    assert found.loc[50, "claims_per_km"] == pytest.approx(0.1, abs=1e-5)


def test_a_spot_between_two_stretches_is_shared_as_far_as_it_may_lie_on_either_side():
    # 2 km on either side of a spot that is 0.66 km past the cut at 55 km.
    found = along([(SPOT, 2_000.0)], [0], every_km=55)
    middle = WGS84.inv(20, 0, 20.5, 0)[2] / 1_000
    assert found["claims"].iloc[0] == pytest.approx((55 - (middle - 2)) / 4, abs=2e-3)
    assert found["claims"].sum() == pytest.approx(1)


def test_a_claim_about_the_border_as_a_whole_is_spread_evenly_over_it():
    found = along([(LINE, 25.0)], [0])
    assert found["claims_per_km"].tolist() == pytest.approx([1 / 111.3195] * len(found), rel=1e-4)


def test_an_area_is_spread_over_the_border_that_it_touches():
    found = along([(shapely.box(20.5, 0, 22, 1), 0.0)], [0], every_km=60)
    assert found["claims"].tolist() == pytest.approx(
        [(60 - 55.66) / 55.66, 51.32 / 55.66], abs=1e-3
    )


def test_a_claim_about_two_places_is_halved_not_doubled():
    found = along([(SPOT, 100.0), (OTHER, 100.0)], [0, 1])
    assert found["claims"].loc[[50, 100]].tolist() == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(("metres", "counts"), [(8_000.0, 1), (9_000.0, 0), (None, 0)])
def test_a_point_counts_only_if_it_is_surely_near(metres, counts):
    # It is 1.1 km from the border as drawn.
    assert along([(SPOT, metres)], [0])["claims"].sum() == pytest.approx(counts)


def test_what_is_far_does_not_take_a_share_from_what_is_near():
    assert along([(SPOT, 100.0), (FAR, 100.0)], [0, 1])["claims"].sum() == pytest.approx(1)


def test_the_lines_of_a_border_in_parts_are_cut_each_on_its_own():
    parts = shapely.MultiLineString([[(20, 0), (20.1, 0)], [(20.3, 0), (20.4, 0)]])
    found = along([], line=parts)
    assert found["length_km"].round(2).tolist() == [10, 1.13, 10, 1.13]
    assert found.index.tolist() == pytest.approx([0, 10, 11.13195, 21.13195], abs=1e-4)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"every_km": 0}, "every_km is 0.1 kilometres or more, found 0"),
        ({"within_km": -1.0}, "within_km is 0 kilometres or more, found -1.0"),
        ({"every_km": float("nan")}, "every_km is 0.1 kilometres or more, found nan"),
    ],
)
def test_what_is_no_length_is_refused(options, named):
    with pytest.raises(InvalidRecord, match=named):
        along([], **options)


def test_the_frames_are_left_and_the_answer_is_a_frame_of_stretches():
    claims, places = both([(SPOT, 1.0), (None, None)], [0], [1], [])
    before = claims.copy(deep=True), places.copy(deep=True)
    found = claims_along_border(claims, places, LINE)
    assert type(found) is gpd.GeoDataFrame
    assert list(found) == ["length_km", "claims", "claims_per_km", "geometry"]
    assert found.crs == "EPSG:4326"
    assert claims.equals(before[0])
    assert places.equals(before[1])


spots = st.tuples(st.floats(19.8, 21.2), st.floats(-0.3, 0.3))
shapes = st.one_of(
    spots.map(shapely.Point),
    st.lists(spots, min_size=2, max_size=4, unique=True).map(shapely.LineString),
    st.tuples(spots, st.floats(0.01, 0.3)).map(lambda at: shapely.Point(at[0]).buffer(at[1])),
)


@given(st.data(), st.floats(1, 200), st.floats(0, 60))
def test_the_sum_is_the_number_of_claims_that_are_near(data, every, within):
    places = data.draw(st.lists(st.tuples(shapes, st.floats(0, 20_000)), min_size=1, max_size=4))
    numbers = st.lists(st.integers(0, len(places) - 1), max_size=3, unique=True)
    told = data.draw(st.lists(numbers, max_size=4))
    found = along(places, *told, every_km=every, within_km=within)["claims"]
    alone = [along(places, own, every_km=500, within_km=within)["claims"].sum() for own in told]
    assert set(np.round(alone, 9)) <= {0.0, 1.0}
    assert found.sum() == pytest.approx(sum(alone))
    assert (found >= 0).all()


def test_the_measures_of_the_room_agree_on_the_stretches():
    found = along([], line=border("RS", "HU"))
    assert length_km(found).tolist() == pytest.approx(found["length_km"].tolist())
    assert area_km2(found).isna().all()
