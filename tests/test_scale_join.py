"""Events in the places that they lie in, held against a join by force."""

from __future__ import annotations

import pickle

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scaled import neighbours

from balkanroute import frames, geodata
from balkanroute.errors import InvalidRecord, UnknownReference
from balkanroute.model import Atlas, Leg, Place, Route
from balkanroute.scale import Columns, corridors, join, nearest_border_km
from balkanroute.scale.engines import Answer, engine_named, engines
from balkanroute.scale.grid import Grid
from balkanroute.scale.pairs import Pairs
from balkanroute.scale.targets import targets_of
from balkanroute.scale.tasks import JoinTask

RULES = ["touching", "first", "none"]
SQUARE = shapely.box(0, 0, 2, 2)
RIGHT = shapely.box(2, 0, 4, 2)
HOLED = shapely.Polygon([(0, 0), (6, 0), (6, 6), (0, 6)], [[(2, 2), (2, 4), (4, 4), (4, 2)]])


def places(**shapes):
    """Give a frame of places."""
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"))


def events(*points):
    """Give a frame of events."""
    return pd.DataFrame(points, columns=["longitude", "latitude"], dtype="float64")


def found(points, frame, rule="touching", **how):
    """Give the pairs that a join finds."""
    table = join(events(*points), frame, on_border=rule, **how).frame()
    return list(zip(table["event"], table["place"], table["on_border"], strict=True))


def by_force(points, frame, rule):
    """Test every point against every place."""
    pairs = []
    for number, (x, y) in enumerate(points):
        spots = {(x, y), (-x, y)} if abs(x) == 180 else {(x, y)}
        edge_seen = False
        for name, shape in frame.geometry.items():
            inside = any(shape.contains(shapely.Point(spot)) for spot in spots)
            touched = any(shape.intersects(shapely.Point(spot)) for spot in spots)
            on_border = touched and not inside
            keep = inside or (
                on_border and (rule == "touching" or (rule == "first" and not edge_seen))
            )
            edge_seen |= on_border
            if keep:
                pairs.append((number, name, on_border))
    return pairs


whole = st.integers(-3, 3).map(float)
halves = st.integers(-6, 6).map(lambda number: number / 2)
fine = st.floats(-3, 3)


@st.composite
def areas(draw):
    """Give an area of few corners on a coarse net, so that many share corners and edges."""
    kind = draw(st.sampled_from(["box", "triangle", "holed", "several"]))
    west, south = draw(whole), draw(whole)
    if kind == "box":
        return shapely.box(west, south, west + draw(st.integers(1, 3)), south + 1)
    if kind == "holed":
        hole = [(west + 1, south + 1), (west + 1, south + 2), (west + 2, south + 1)]
        return shapely.Polygon(shapely.box(west, south, west + 3, south + 3).exterior, [hole])
    if kind == "several":
        apart = shapely.box(west + 1, south + 1, west + 2, south + 2)
        return shapely.MultiPolygon([shapely.box(west, south, west + 1, south + 1), apart])
    corners = draw(st.lists(st.tuples(whole, whole), min_size=3, max_size=3, unique=True))
    shape = shapely.Polygon(corners)
    return shape if shape.area > 0 else shapely.box(west, south, west + 1, south + 1)


@st.composite
def on_edges(draw, shapes):
    """Give a corner of an area, a spot on its outline, or any point."""
    line = draw(st.sampled_from(shapes)).boundary
    corner = draw(st.sampled_from(shapely.get_coordinates(line).tolist()))
    spot = line.interpolate(draw(st.sampled_from([0.25, 0.5, 0.75])), normalized=True)
    free = (draw(st.one_of(halves, fine)), draw(st.one_of(halves, fine)))
    return draw(st.sampled_from([tuple(corner), (spot.x, spot.y), free]))


@settings(max_examples=60)
@given(st.data())
def test_a_join_finds_what_testing_every_point_against_every_place_finds(data):
    shapes = data.draw(st.lists(areas(), min_size=1, max_size=5))
    frame = places(**{f"p{number}": shape for number, shape in enumerate(shapes)})
    points = data.draw(st.lists(on_edges(shapes), min_size=1, max_size=20))
    rule = data.draw(st.sampled_from(RULES))
    assert found(points, frame, rule) == by_force(points, frame, rule)


@settings(max_examples=30)
@given(st.data())
def test_places_that_are_cut_at_the_antimeridian_hold_what_lies_on_either_side(data):
    east = shapely.box(178, -1, 180, data.draw(st.integers(0, 2)))
    west = shapely.box(-180, -1, -179, 1)
    frame = places(both=shapely.MultiPolygon([east, west]), east=east)
    longitudes = st.sampled_from([-180.0, -179.5, -179.0, 178.0, 179.0, 180.0, 0.0])
    latitudes = st.sampled_from([-1.5, -1.0, -0.5, 0.0, 1.0, 2.0])
    points = data.draw(st.lists(st.tuples(longitudes, latitudes), min_size=1, max_size=9))
    rule = data.draw(st.sampled_from(RULES))
    assert found(points, frame, rule) == by_force(points, frame, rule)


@settings(max_examples=25)
@given(st.integers(0, 1_000), st.sampled_from(RULES))
def test_winding_borders_part_points_as_geopandas_does(seed, rule):
    frame = neighbours(columns=3, rows=2, vertices=40, seed=seed)
    dice = np.random.default_rng(seed)
    corners = shapely.get_coordinates(frame.geometry.array)[:40]
    free = np.column_stack([dice.uniform(12, 34, 300), dice.uniform(34, 50, 300)])
    points = [tuple(point) for point in np.concatenate([corners, free]).tolist()]
    assert found(points, frame, rule) == by_force(points, frame, rule)


def test_real_countries_part_events_as_geopandas_does():
    countries = geodata.load("countries")[["geometry"]]
    dice = np.random.default_rng(1)
    spots = events(*np.column_stack([dice.uniform(14, 30, 4_000), dice.uniform(36, 49, 4_000)]))
    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(spots["longitude"], spots["latitude"]), crs="EPSG:4326"
    )
    told = gpd.sjoin(points, countries.rename_axis("place").reset_index(), predicate="within")
    ours = join(spots, countries).frame()
    assert sorted(zip(told.index, told["place"], strict=True)) == sorted(
        zip(ours["event"], ours["place"], strict=True)
    )


def test_a_point_on_a_shared_edge_is_in_both_in_the_first_or_in_none():
    frame = places(left=SQUARE, right=RIGHT)
    edge = [(2, 1)]
    assert found(edge, frame) == [(0, "left", True), (0, "right", True)]
    assert found(edge, frame, "first") == [(0, "left", True)]
    assert found(edge, frame, "none") == []


def test_the_first_is_the_first_in_the_order_of_the_places():
    frame = places(right=RIGHT, left=SQUARE)
    assert found([(2, 1)], frame, "first") == [(0, "right", True)]


def test_a_point_inside_one_place_and_on_the_border_of_two_is_in_the_one_and_the_first():
    frame = places(country=shapely.box(-1, -1, 5, 3), left=SQUARE, right=RIGHT)
    assert found([(2, 1)], frame, "first") == [(0, "country", False), (0, "left", True)]
    assert found([(2, 1)], frame, "none") == [(0, "country", False)]


def test_a_corner_of_four_places_touches_four():
    frame = neighbours(columns=2, rows=2, vertices=8)
    middle = next(
        tuple(point)
        for point in shapely.get_coordinates(frame.geometry.iloc[0])
        if all(shape.touches(shapely.Point(point)) for shape in frame.geometry)
    )
    assert len(found([middle], frame)) == 4


def test_a_hole_holds_nothing_and_its_edge_is_a_border():
    frame = places(holed=HOLED)
    assert found([(3, 3), (2, 3), (2, 2), (1, 1)], frame) == [
        (1, "holed", True),
        (2, "holed", True),
        (3, "holed", False),
    ]


def test_an_event_is_in_every_place_that_overlaps_there():
    frame = places(one=SQUARE, two=shapely.box(1, 0, 3, 2), three=shapely.box(9, 9, 10, 10))
    assert [name for _, name, _ in found([(1.5, 1)], frame)] == ["one", "two"]


@pytest.mark.parametrize("nudge", [np.inf, -np.inf])
def test_a_point_one_float_beside_a_border_is_not_on_it(nudge):
    frame = places(left=SQUARE, right=RIGHT)
    (_, name, on_border), *more = found([(np.nextafter(2.0, nudge), 1)], frame)
    assert (name, on_border, more) == ("right" if nudge > 0 else "left", False, [])


def test_what_became_of_every_row_is_told():
    points = [(1, 1), (50, 50), (np.nan, 1), (np.inf, 1), (44.0, 120.0), (500, 1), (1, 3)]
    tally = join(events(*points), places(square=shapely.box(0, 0, 4, 2))).tally
    assert tally.counts == {
        "counted": 1,
        "coordinates out of range": 1,
        "coordinates probably swapped": 1,
        "in no place": 1,
        "in no place, but in one if swapped": 1,
        "infinite coordinates": 1,
        "no coordinates": 1,
        "rows": 7,
    }
    assert tally.examples["coordinates probably swapped"] == (4,)
    assert tally.frame().loc["no coordinates", "first_rows"] == (2,)


def test_no_events_give_an_empty_table():
    joined = join(events(), places(square=SQUARE))
    assert joined.frame().empty
    assert joined.tally.counts == {}


def test_an_atlas_gives_its_areas():
    atlas = Atlas(
        title="one area",
        places=(
            Place(id="area", name="area", geometry=SQUARE),
            Place(id="spot", name="spot", geometry=shapely.Point(1, 1)),
            Place(id="nowhere", name="nowhere"),
        ),
    )
    assert found([(1, 1)], atlas) == [(0, "area", False)]
    assert found([(1, 1)], atlas, within_km=1) == [(0, "area", False), (0, "spot", False)]


def test_an_event_within_a_distance_of_a_border_is_joined_to_it():
    frame = places(border=shapely.LineString([(20, 44), (20, 48)]))
    points = [(20.1, 46), (20.2, 46), (20, 48.08), (20, 48.1)]
    assert [event for event, *_ in found(points, frame, within_km=10)] == [0, 2]


def test_a_column_says_how_far_each_place_reaches():
    frame = places(near=shapely.Point(20, 46), far=shapely.Point(20, 46), area=SQUARE)
    frame["within_km"] = [1.0, 100.0, None]
    assert found([(20.5, 46), (1, 1)], frame) == [(0, "far", False), (1, "area", False)]


def test_what_is_inside_an_area_is_within_any_distance_of_it():
    frame = places(area=SQUARE).assign(within_km=5.0)
    points = [(1, 1), (2.04, 1), (2.05, 1)]
    assert [event for event, *_ in found(points, frame)] == [0, 1]


def test_a_distance_reaches_across_the_antimeridian_and_over_the_pole():
    frame = places(fiji=shapely.Point(179.99, -17), pole=shapely.Point(0, 89.99))
    assert found([(-179.99, -17), (180, 89.99)], frame, within_km=5) == [
        (0, "fiji", False),
        (1, "pole", False),
    ]


def journey(**given):
    """Give an atlas with one drawn leg."""
    ends = [Place(id=own, name=own, geometry=shapely.Point(20, 44)) for own in ("a", "b")]
    line = shapely.LineString([(20, 44), (20, 46)])
    leg = Leg(origin="a", destination="b", **({"geometry": line} | given))
    route = Route(id="route", name="route", legs=(leg,))
    return Atlas(title="journey", places=tuple(ends), routes=(route,))


def test_a_corridor_holds_what_is_within_half_its_width():
    frame = corridors(journey(corridor_m=20_000))
    assert frame.index.tolist() == ["route/0"]
    assert found([(20.12, 45), (20.13, 45)], frame) == [(0, "route/0", False)]


def test_a_leg_without_line_or_width_is_named():
    with pytest.raises(InvalidRecord, match="leg 'route/0': it has no line"):
        corridors(journey(geometry=None, corridor_m=5.0))
    with pytest.raises(InvalidRecord, match=r"leg 'route/0': .* give width_m"):
        corridors(journey())
    assert corridors(journey(), width_m=500.0)["within_km"].tolist() == [0.25]


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (places(), "found none"),
        (places(line=shapely.LineString([(0, 0), (1, 1)])), "'line' is a LineString"),
        (places(none=None), "'none': expected a shape"),
        (places(bow=shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])), "'bow': .* not valid"),
        (places(far=shapely.box(179, 0, 181, 1)), "'far': .* cut it at the antimeridian"),
        (places(one=SQUARE).to_crs(3857), "expected a frame in EPSG:4326"),
        (pd.concat([places(one=SQUARE), places(one=RIGHT)]), "'one' names more than one row"),
        (places(one=SQUARE).assign(within_km=-1.0), "within_km is 0 kilometres or more"),
    ],
)
def test_places_that_events_cannot_be_joined_to_are_named(frame, message):
    with pytest.raises(InvalidRecord, match=message):
        join(events((1, 1)), frame)


def test_an_unknown_rule_is_named():
    with pytest.raises(InvalidRecord, match="on_border: expected one of touching, first, none"):
        join(events((1, 1)), places(one=SQUARE), on_border="both")


def test_a_collection_of_areas_is_one_area():
    frame = places(both=shapely.GeometryCollection([SQUARE, shapely.box(1, 0, 3, 2)]))
    assert found([(2, 1), (2.5, 1)], frame) == [(0, "both", False), (1, "both", False)]


def test_events_that_are_claims_lie_in_the_places_of_their_atlas(atlas):
    claims = frames.claims_frame(atlas)
    joined = join(claims, atlas, within_km=5)
    own = claims["place"].tolist()
    found_in = joined.frame().astype({"place": object}).groupby("event")["place"].agg(set)
    assert len(found_in) > 10
    assert all(own[event] in told for event, told in found_in.items())
    assert (
        joined.tally.counts["geometry is no point"]
        == (claims.geometry.notna() & (claims.geom_type != "Point")).sum()
    )


def test_a_task_travels_without_its_grid():
    task = JoinTask(Columns(), targets_of(places(one=SQUARE)), "touching")
    before = pickle.dumps(task)
    task.targets.locate(np.array([1.0]), np.array([1.0]))
    assert len(pickle.dumps(task)) == len(before)
    assert pickle.loads(before).digest == task.digest  # noqa: S301 - our own bytes


def test_a_task_of_other_places_or_rules_has_another_digest():
    tasks = [
        JoinTask(columns, targets_of(places(one=shape), km), rule)
        for columns in (Columns(), Columns(x="lon"))
        for shape in (SQUARE, RIGHT)
        for km in (None, 5.0)
        for rule in ("first", "none")
    ]
    frame = places(one=SQUARE).assign(within_km=2.0)
    tasks.append(JoinTask(Columns(), targets_of(frame), "first"))
    assert len({task.digest for task in tasks}) == 9


def test_another_engine_may_answer_in_any_order_and_groups():
    def backwards(task, fragments):
        parts = [task.run(fragment) for fragment in reversed(fragments)]
        yield Answer(tuple(fragments), task.merge([task.merge(parts[:1]), *parts[1:]]))

    frame, points = places(left=SQUARE, right=RIGHT), [(2, 1), (1, 1), (3, 1)]
    assert found(points, frame, engine=backwards) == found(points, frame)


def test_fragments_that_are_answered_in_turns_give_the_same_tables(monkeypatch):
    monkeypatch.setattr("balkanroute.scale.events.ROWS", 2)

    def in_turns(task, fragments):
        for turn in (1, 0):
            own = tuple(fragments[turn::2])
            yield Answer(own, task.merge([task.run(fragment) for fragment in own]))

    frame = places(left=SQUARE, right=RIGHT)
    spots = events(*[(number / 2, 1) for number in range(12)])
    pairs = join(spots, frame, engine=in_turns)
    assert pairs.table.equals(join(spots, frame).table)
    assert pairs.tally == join(spots, frame).tally
    away = nearest_border_km(spots, frame, engine=in_turns)
    assert away.table.equals(nearest_border_km(spots, frame).table)


def test_an_engine_is_found_by_its_name():
    assert "local" in engines()
    with pytest.raises(UnknownReference, match=r"engine 'lokal' is none of .*did you mean 'local'"):
        engine_named("lokal")


def test_a_grid_finds_a_point_on_the_far_corner_of_all_places():
    grid = Grid(np.array([shapely.box(0, 0, 0.1, 0.3)], dtype=object))
    pairs = grid.locate(np.array([0.1, 0.0, 0.1]), np.array([0.3, 0.0, 0.31]))
    assert sorted(pairs.row.tolist()) == [0, 1]
    assert pairs.on_border.all()


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=12))
def test_no_rule_drops_what_is_inside(rows):
    told = list({(row, place): (row, place, edge) for row, place, edge in rows}.values())
    columns = list(zip(*told, strict=True)) or [(), (), ()]
    pairs = Pairs(
        np.array(columns[0], np.int64), np.array(columns[1], np.int32), np.array(columns[2], bool)
    )
    for rule in RULES:
        kept = pairs.ruled(rule)
        assert (~kept.on_border).sum() == (~pairs.on_border).sum()
    first = pairs.ruled("first")
    edges = first.row[first.on_border]
    assert len(set(edges.tolist())) == len(edges)
    assert set(edges.tolist()) == set(pairs.row[pairs.on_border].tolist())


def test_an_atlas_without_areas_is_said_with_the_way_out():
    spots = Atlas(title="Spots", places=(Place(id="p", name="P", geometry=shapely.Point(1, 1)),))
    with pytest.raises(InvalidRecord, match="the atlas has no areas; give some outlines"):
        targets_of(spots)
