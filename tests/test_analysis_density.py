from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from balkanroute import analysis, frames, geodata
from balkanroute.analysis.density import claims_per_region
from balkanroute.errors import InvalidRecord
from balkanroute.gazetteer import Gazetteer
from balkanroute.model import Agent, Atlas, Claim, Place, PlaceRole, Source

WGS84 = Geod(ellps="WGS84")
BOX = shapely.box(19, 45, 20, 46)


def known(key, **fields):
    """Give a place of an atlas."""
    return Place(id=key, name=key, **fields)


def both(places, *told):
    """Give the claims and places of an atlas, a claim for each tuple of places."""
    atlas = Atlas(
        title="where",
        sources=(Source(id="s", title="S"),),
        agents=(Agent(id="a", name="A"),),
        places=tuple(places),
        claims=tuple(
            Claim(
                id=f"c{i}",
                says="So.",
                speaker="a",
                source="s",
                where=tuple(PlaceRole(place=place) for place in where),
            )
            for i, where in enumerate(told)
        ),
    )
    return frames.claims_frame(atlas), frames.places_frame(atlas)


def area(shape=BOX, precision=0.0, **columns):
    """Give a frame of one region."""
    values = {"precision_m": [precision], **{name: [text] for name, text in columns.items()}}
    return gpd.GeoDataFrame(values, geometry=[shape], index=["r"], crs="EPSG:4326")


def of(place, regions, told=(("x",),)):
    """Give what is counted in the one region for claims about one place."""
    return tuple(claims_per_region(*both([place], *told), regions).loc["r"])


def test_a_claim_in_asotthalom_is_in_its_county_and_in_hungary_and_nowhere_else():
    village = Gazetteer.bundled().lookup("Ásotthalom")[0].place
    regions = pd.concat([geodata.load("regions"), geodata.load("countries")])
    found = claims_per_region(*both([village], (village.id,)), regions)
    assert found.index[found["certain"] == 1].tolist() == ["HU-CS", "HU"]
    assert found.index[found["possible"] == 1].tolist() == ["HU-CS", "HU"]


def test_a_claim_about_two_places_of_a_region_counts_once_in_it():
    places = [known(k, within="hu") for k in "xy"] + [known("hu")]
    claims, own = both(places, ("x", "y", "hu"))
    assert claims_per_region(claims, own, own)["certain"].to_dict() == {"x": 1, "y": 1, "hu": 1}


def test_what_is_named_by_key_and_by_id_is_rolled_up_alike():
    places = [
        known("x", within="HU-CS"),
        known("y", within="county"),
        known("county", gazetteer="HU-CS", within="HU"),
        known("land", gazetteer="HU"),
    ]
    claims, own = both(places, ("x",), ("y",))
    found = claims_per_region(claims, own, own)["certain"]
    assert found.to_dict() == {"x": 1, "y": 1, "county": 2, "land": 2}


def test_what_lies_in_a_region_is_in_what_that_is_part_of():
    regions = pd.concat([area(country="land"), area(shapely.Point(0, 0)).set_axis(["land"])])
    claims, own = both([known("x", geometry=shapely.Point(19.5, 45.5), precision_m=0.0)], ("x",))
    assert claims_per_region(claims, own, regions)["certain"].to_dict() == {"r": 1, "land": 1}


@pytest.mark.parametrize(
    ("lon", "precision", "region_precision", "expected"),
    [
        (19.5, 1_000, 1_000, (1, 1)),
        (19.9, 9_000, 0, (0, 1)),  # 7.8 km to the edge
        (19.9, 4_000, 3_500, (1, 1)),
        (19.9, 4_000, 4_000, (0, 1)),
        (20.1, 9_000, 0, (0, 1)),
        (20.1, 4_000, 3_500, (0, 0)),
        (19.9, None, 0, (0, 1)),
        (20.1, None, 0, (0, 0)),
    ],
)
def test_only_what_lies_in_with_both_precisions_to_spare_is_certain(
    lon, precision, region_precision, expected
):
    place = known("x", geometry=shapely.Point(lon, 45.5), precision_m=precision)
    assert of(place, area(precision=region_precision)) == expected


def test_of_a_collection_the_areas_hold_places():
    collection = shapely.GeometryCollection([BOX, shapely.LineString([(21, 45), (21, 46)])])
    inside = known("x", geometry=shapely.Point(19.5, 45.5), precision_m=10.0)
    on_line = known("x", geometry=shapely.Point(21, 45.5), precision_m=10.0)
    at_edge = known("x", geometry=shapely.Point(19.0001, 45.5), precision_m=10.0)
    found = [of(place, area(collection)) for place in (inside, on_line, at_edge)]
    assert found == [(1, 1), (0, 0), (0, 1)]


def test_a_place_may_be_in_a_region_across_the_antimeridian():
    region = area(shapely.box(179, -17, 180, -16))
    place = known("x", geometry=shapely.Point(-179.95, -16.5), precision_m=6_000.0)
    assert of(place, region) == (0, 1)
    assert of(known("x", geometry=place.geometry, precision_m=5_000.0), region) == (0, 0)


def test_of_a_country_any_region_may_be_meant():
    place = known("x", geometry=shapely.box(18, 44, 21, 47), precision_m=100.0)
    assert of(place, area()) == (0, 1)


def test_a_line_on_the_edge_may_be_in_it():
    assert of(known("x", geometry=BOX.exterior, precision_m=25.0), area()) == (0, 1)


def test_a_place_without_geometry_counts_where_it_is_said_to_lie():
    assert of(known("x", within="r"), area()) == (1, 1)
    assert of(known("x"), area()) == (0, 0)


def test_a_claim_without_place_counts_nowhere():
    assert of(known("x", within="r"), area(), told=((), ("x",))) == (1, 1)


def test_the_frames_are_left_and_the_answer_stands_on_the_regions():
    claims, own = both([known("x", geometry=shapely.Point(19.5, 45.5), precision_m=1.0)], ("x",))
    regions = area()
    before = [frame.copy(deep=True) for frame in (claims, own, regions)]
    found = claims_per_region(claims, own, regions)
    assert found.index.equals(regions.index)
    assert list(found) == ["certain", "possible"]
    assert all(one.equals(other) for one, other in zip(before, (claims, own, regions), strict=True))


def test_no_claims_count_nought_and_no_regions_give_an_empty_answer():
    claims, own = both([known("x")])
    assert claims_per_region(claims, own, area()).loc["r"].tolist() == [0, 0]
    assert claims_per_region(claims, own, area().iloc[:0]).empty


def test_regions_in_metres_are_refused():
    with pytest.raises(InvalidRecord, match="regions: expected a frame in EPSG:4326"):
        of(known("x"), area().to_crs("EPSG:3857"))


def test_it_can_be_asked_of_the_room():
    assert analysis.claims_per_region is claims_per_region


@st.composite
def trees(draw):
    """Up to eight places, each part of an earlier one or of none, and claims about some."""
    count = draw(st.integers(1, 8))
    wholes = [draw(st.none() | st.integers(0, i - 1)) if i else None for i in range(count)]
    places = st.lists(st.integers(0, count - 1), max_size=4, unique=True)
    return wholes, draw(st.lists(places, max_size=8))


@given(trees())
def test_each_claim_counts_once_in_all_that_its_places_are_part_of(tree):
    wholes, told = tree
    places = [known(f"p{i}", within=None if w is None else f"p{w}") for i, w in enumerate(wholes)]
    claims, own = both(places, *([f"p{i}" for i in where] for where in told))
    expected = dict.fromkeys(own.index, 0)
    for where in told:
        above = set()
        for place in where:
            step = place
            while step is not None:
                above.add(step)
                step = wholes[step]
        for step in above:
            expected[f"p{step}"] += 1
    found = claims_per_region(claims, own, own)
    assert found["certain"].to_dict() == expected
    assert found["possible"].to_dict() == expected


@given(
    st.lists(
        st.tuples(st.floats(18.5, 20.5), st.floats(44.5, 46.5), st.floats(0, 30_000)), max_size=6
    )
)
def test_a_disc_is_held_by_a_box_just_when_its_rim_is(discs):
    places = [
        known(f"p{i}", geometry=shapely.Point(x, y), precision_m=m)
        for i, (x, y, m) in enumerate(discs)
    ]
    claims, own = both(places, *([place.id] for place in places))
    found = claims_per_region(claims, own, area()).loc["r"]
    smaller = sum(held(x, y, m * 1.001 + 30) for x, y, m in discs)
    larger = sum(held(x, y, m * 0.999 - 30) for x, y, m in discs)
    assert smaller <= found["certain"] <= larger
    assert found["certain"] <= found["possible"] <= len(discs)


def held(x, y, metres):
    """Tell whether the box holds a point and all the rim of the circle about it."""
    rim = [WGS84.fwd(x, y, turn, max(metres, 0))[:2] for turn in range(0, 360, 5)]
    return all(BOX.covers(shapely.Point(spot)) for spot in [(x, y), *rim])
