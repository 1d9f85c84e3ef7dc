"""Where things stand on paper: projections, scale bars, discs, and the far side of the earth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

import balkanroute as br
from balkanroute import geodata
from balkanroute.layers import overview
from balkanroute.render.figure import scale
from balkanroute.render.figure.frame import frame_of
from balkanroute.render.figure.layout import planned
from balkanroute.render.figure.projection import narrowed, projection_for
from balkanroute.render.figure.words import Words

GEOD = Geod(ellps="WGS84")
BALKANS = (18.5, 41.0, 24.0, 47.0)
CORRIDOR = (18.0, 30.0, 76.0, 60.0)
PACIFIC = (175.0, -20.0, -170.0, -12.0)
WORLD = (-180.0, -85.0, 180.0, 85.0)
VIEWS = {"Balkans": BALKANS, "corridor": CORRIDOR, "Pacific": PACIFIC, "Arctic": (-60, 60, 60, 85)}


def spot(key, longitude, latitude, **changes):
    """Give a place that is a spot."""
    asked = {"name": key, "kind": "settlement"} | changes
    return br.Place(id=key, geometry=shapely.Point(longitude, latitude), **asked)


def plan_of(atlas_or_spec, **changes):
    """Lay out a figure of a page's width."""
    spec = overview(atlas_or_spec) if isinstance(atlas_or_spec, br.Atlas) else atlas_or_spec
    asked = {"language": None, "graticule": True, "title": None} | changes
    return planned(spec, width=180, **asked)


def test_an_extent_in_europe_is_drawn_in_the_projection_of_europe():
    assert projection_for(BALKANS).crs.to_epsg() == 3035


@pytest.mark.parametrize("view", [CORRIDOR, PACIFIC, (-120, 30, -70, 50)])
def test_any_other_extent_is_drawn_about_its_own_middle(view):
    projection = projection_for(view)
    assert projection.crs.to_epsg() is None
    middle = projection.points(np.array([[projection.longitude, projection.latitude]]))
    assert np.allclose(middle, 0, atol=1e-6)


def test_the_corridor_is_drawn_about_the_middle_between_its_ends():
    projection = projection_for(CORRIDOR)
    assert (projection.longitude, projection.latitude) == (47, 45)


def test_an_extent_across_the_antimeridian_has_its_middle_there():
    assert projection_for(PACIFIC).longitude == -177.5


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS.keys())
def test_an_area_on_paper_is_in_proportion_to_the_one_on_the_ground(view):
    frame = frame_of(view, 180)
    projection = frame.projection
    box = shapely.box(*(projection.longitude - 2, projection.latitude - 2,
                        projection.longitude + 2, projection.latitude + 2))  # fmt: skip
    dense = shapely.segmentize(box, 0.01)
    ground = abs(GEOD.geometry_area_perimeter(dense)[0])
    assert shapely.area(projection.area(dense)) == pytest.approx(ground, rel=1e-3)


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS.keys())
@pytest.mark.parametrize("width", [85, 180])
def test_the_scale_bar_is_a_geodesic_about_the_middle(view, width):
    frame = frame_of(view, width)
    bar = scale.scale_bar(frame, Words("en"))
    left, bottom, right, top = frame.bounds
    half = bar.width * frame.metres / 2
    middle = ((left + right) / 2, (bottom + top) / 2)
    ends = np.array([[middle[0] - half, middle[1]], [middle[0] + half, middle[1]]])
    (west, south), (east, north) = frame.projection.degrees(ends)
    assert GEOD.inv(west, south, east, north)[2] == pytest.approx(bar.metres, rel=1e-6)
    assert 0.1 * width < bar.width < 0.3 * width


@given(
    st.floats(-179, 179),
    st.floats(-80, 80),
    st.floats(0.02, 60),
    st.floats(0.02, 30),
)
@settings(max_examples=60)
def test_a_scale_bar_of_any_extent_has_a_round_length_that_holds(west, south, wide, high):
    east = (west + wide + 180) % 360 - 180
    frame = frame_of((west, south, east, min(south + high, 85)), 100)
    bar = scale.scale_bar(frame, Words("en"))
    assert str(int(f"{bar.metres:.0e}"[0])) in "125"
    assert scale._ground(frame, bar.width) == pytest.approx(bar.metres, rel=1e-6)


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS.keys())
def test_a_window_holds_its_whole_extent(view):
    frame = frame_of(view, 100)
    west, south, east, north = view
    east += 360 if east < west else 0
    mesh = np.meshgrid(np.linspace(west, east, 9), np.linspace(south, north, 9))
    spots = frame.spots(np.column_stack([part.ravel() for part in mesh]))
    assert (spots >= -0.1).all()
    assert (spots <= np.array([frame.width_mm, frame.height_mm]) + 0.1).all()


@pytest.mark.parametrize("where", [(20.0, 46.0), (179.9, -17.0), (30.0, 79.0)])
def test_an_uncertain_spot_is_a_disc_of_its_true_radius(where):
    atlas = br.Atlas(title="T", places=(spot("p", *where, kind="area", precision_m=30_000.0),))
    plan = plan_of(atlas)
    disc = plan.standing.marks[0].disc
    frame = plan.frame
    metres = shapely.get_coordinates(disc) * frame.metres + (frame.x, frame.y)
    edge = frame.projection.degrees(metres)
    start = np.broadcast_to(where, edge.shape)
    away = GEOD.inv(start[:, 0], start[:, 1], edge[:, 0], edge[:, 1])[2]
    assert np.allclose(away, 30_000, rtol=1e-4)


def test_a_disc_that_reaches_into_the_window_is_on_the_map():
    atlas = br.Atlas(title="T", places=(spot("p", 20, 46, kind="area", precision_m=90_000.0),))
    beside = replace(overview(atlas), view=(20.5, 45.5, 22, 46.5))
    assert len(plan_of(beside).standing.marks) == 1


def test_places_on_both_sides_of_the_antimeridian_stand_beside_each_other():
    places = (spot("suva", 178.44, -18.14), spot("apia", -171.76, -13.83))
    leg = br.Leg(origin="suva", destination="apia", mode="sea")
    route = br.Route(id="r", name="R", legs=(leg,))
    claims = [
        br.Claim(says=key, speaker="a", source="s", where=(br.PlaceRole(place=key),))
        for key in ("suva", "apia")
    ]
    atlas = br.Atlas(
        title="T",
        agents=(br.Agent(id="a", name="A"),),
        sources=(br.Source(id="s", title="S"),),
        places=places,
        routes=(route,),
        claims=tuple(claims),
    )
    plan = plan_of(atlas)
    assert len(plan.standing.marks) == 3
    assert plan.frame.width_mm * plan.frame.metres < 2_000_000
    line = next(mark.shape for mark in plan.standing.marks if mark.kind == "line")
    ends = [mark.anchor for mark in plan.standing.marks if mark.kind == "spot"]
    straight = np.hypot(*np.subtract(*ends))
    assert shapely.length(line) == pytest.approx(straight, rel=0.01)


def test_an_area_cut_at_the_antimeridian_is_one_on_paper():
    halves = shapely.MultiPolygon(
        [shapely.box(178, -19, 180, -16), shapely.box(-180, -19, -178, -16)]
    )
    projection = projection_for((176, -21, -176, -14))
    assert projection.area(halves).geom_type == "Polygon"


def test_only_an_extent_of_more_than_half_of_the_earth_is_narrowed():
    assert narrowed(BALKANS, [19, 20]) == BALKANS
    assert narrowed(WORLD, []) == WORLD
    assert narrowed(WORLD, [-60, 0, 60]) == WORLD
    west, _, east, _ = narrowed(WORLD, [178, -178])
    assert (round(west, 1), round(east, 1)) == (177.6, -177.6)


@pytest.mark.parametrize(
    "centre", [(-70.0, -35.0), (20.0, 45.0), (-150.0, -20.0), (0.0, 90.0), (0.0, 5.0)]
)
def test_land_on_the_far_side_of_the_earth_turns_nothing_inside_out(centre):
    longitude, latitude = centre
    view = (longitude - 5, max(latitude - 5, -85), longitude + 5, min(latitude + 5, 85))
    projection = projection_for(view)
    land = geodata.load("land").geometry.iloc[0]
    drawn = shapely.area(projection.area(land))
    sphere = 4 * np.pi * 6_371_007.2**2
    assert drawn / sphere == pytest.approx(0.29, abs=0.02)


@pytest.mark.parametrize(
    "view", [WORLD, (-180, 55, 180, 85), (-120, -60, 20, 30), (100, -80, -60, 80)]
)
def test_a_map_of_half_of_the_earth_or_more_is_drawn(view):
    places = tuple(
        spot(f"p{n}", x, y) for n, (x, y) in enumerate([(20, 44), (-74, 40), (151, -33)])
    )
    atlas = br.Atlas(title="T", places=places)
    plan = plan_of(replace(overview(atlas), view=view))
    assert len(plan.standing.marks) + len(plan.standing.beyond) == 3
    assert plan.bar.metres >= 1_000_000


def test_the_graticule_has_a_handful_of_lines_each_way(atlas):
    degrees = plan_of(atlas).degrees
    assert {"19° E", "20° E", "21° E"} <= {one.text for one in degrees}
    assert sum(" N" in one.text for one in degrees) >= 3
    assert len(degrees) < 14


def test_a_meridian_lies_where_it_says(atlas):
    plan = plan_of(atlas)
    line = next(one.line for one in plan.degrees if one.text == "20° E")
    metres = shapely.get_coordinates(line) * plan.frame.metres + (plan.frame.x, plan.frame.y)
    assert np.allclose(plan.frame.projection.degrees(metres)[:, 0], 20, atol=1e-3)


def test_a_figure_has_no_graticule_unless_it_is_asked_for(atlas):
    assert plan_of(atlas, graticule=False).degrees == []


def test_the_projection_and_where_the_scale_holds_are_said(atlas):
    def told(spec):
        return " ".join(line for block in plan_of(spec).below[-1:] for line in block.lines)

    spec = overview(atlas)
    assert "EPSG:3035" in told(spec)
    assert "azimuthal equal-area about 45° N, 47° E" in told(replace(spec, view=CORRIDOR))
    assert "The scale holds at the centre of the map" in told(spec)
