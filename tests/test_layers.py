"""The map as data: nothing lost, nothing drawn more exactly than it is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from hypothesis import given, settings
from strategies import atlases

import balkanroute as br
from balkanroute.errors import InvalidRecord, UnknownReference
from balkanroute.layers import (
    LAYER_KINDS,
    Background,
    Tiles,
    background,
    drawn,
    legs_drawn,
    spec_of,
)
from balkanroute.readers import shipped

RED = br.Style(colour="#c9503c")


@pytest.fixture(scope="module")
def dossier() -> br.Atlas:
    return br.read(shipped())


@pytest.fixture(scope="module")
def spec(dossier) -> br.MapSpec:
    return br.overview(dossier)


def _layer_of(spec: br.MapSpec, place: str) -> br.Layer:
    return next(layer for layer in spec.layers if place in layer.places)


def _atlas(**changes) -> br.Atlas:
    base = {
        "title": "Test",
        "agents": (br.Agent(id="a", name="Agent"), br.Agent(id="b", name="Body")),
        "sources": (
            br.Source(id="root", title="Root", published=br.Period("2023-10-25")),
            br.Source(id="retold", title="Retold", derived_from=("root",)),
            br.Source(id="other", title="Other", published=br.Period("2023-11")),
        ),
    }
    return br.Atlas(**base | changes)


def _claim(key: str, source: str = "root", **changes) -> br.Claim:
    return br.Claim(
        **{"id": key, "says": f"Says {key}.", "speaker": "a", "source": source} | changes
    )


def _repeats(key: str, source: str, *others: str) -> br.Claim:
    return _claim(
        key, source, relations=tuple(br.Relation(kind="repeats", claim=other) for other in others)
    )


def _place(key: str, geometry=None, **changes) -> br.Place:
    return br.Place(id=key, name=key.title(), geometry=geometry, **changes)


def _spot(key: str, lon: float = 20, lat: float = 45, **changes) -> br.Place:
    return _place(key, shapely.Point(lon, lat), **changes)


def _told(*places: str) -> tuple[br.Claim, ...]:
    return tuple(
        _claim(f"c{number}", where=(br.PlaceRole(place=key, role="at"),))
        for number, key in enumerate(places)
    )


def _walk(**leg) -> br.Atlas:
    leg = {"origin": "p", "destination": "q", "mode": "foot"} | leg
    places = (_spot("p", 20), _spot("q", 21))
    route = br.Route(id="w", name="Walk", legs=(br.Leg(**leg),))
    return _atlas(places=places, routes=(route,))


# The features of a map


def test_every_place_with_a_geometry_is_drawn_and_every_leg_of_the_shipped_atlas(dossier, spec):
    placed = {f"place:{place.id}" for place in dossier.places if place.geometry is not None}
    legs = {f"leg:{route.id}:{i}" for route in dossier.routes for i in range(len(route.legs))}
    table = drawn(spec)
    assert set(table.index) == placed | legs
    assert table.index.is_unique


def test_the_table_of_features_has_a_row_for_each_place_and_each_leg():
    table = drawn(br.overview(_walk()))
    assert table.crs == "EPSG:4326"
    assert list(table.columns) == [
        *("layer", "place", "route", "leg", "x", "y", "radius_m", "geometry"),
    ]
    assert sorted(table.index) == ["leg:w:0", "place:p", "place:q"]
    assert table.loc["place:q", ["place", "route", "leg", "x", "y"]].to_list() == [
        *("q", "", -1, 21.0, 45.0),
    ]
    assert table.loc["leg:w:0", ["place", "route", "leg"]].to_list() == ["", "w", 0]
    assert table["radius_m"].isna().all()


def test_features_lie_in_the_order_of_their_layers_and_in_it_of_their_ids():
    atlas = _atlas(places=(_spot("one"), _spot("two"), _spot("three")))
    lower = br.Layer(id="lower", style=RED, places=("three", "one"))
    upper = br.Layer(id="upper", style=RED, places=("two",))
    table = drawn(br.MapSpec(atlas=atlas, layers=(lower, upper)))
    assert table["place"].to_list() == ["three", "one", "two"]
    assert table["layer"].to_list() == [0, 0, 1]


def test_a_route_lies_where_its_layer_does():
    atlas = _walk()
    ways = br.Layer(id="ways", style=RED, kind="route", routes=("w",))
    spots = br.Layer(id="spots", style=RED, places=("p", "q"))
    table = drawn(br.MapSpec(atlas=atlas, layers=(ways, spots)))
    assert list(table.index) == ["leg:w:0", "place:p", "place:q"]


def test_what_is_on_no_layer_is_not_drawn():
    spots = br.Layer(id="spots", style=RED, places=("q",))
    assert list(drawn(br.MapSpec(atlas=_walk(), layers=(spots,))).index) == ["place:q"]


def test_a_place_that_nobody_located_is_on_no_layer_and_has_no_feature():
    atlas = _atlas(places=(_place("nowhere"), _spot("here")))
    assert [layer.places for layer in br.overview(atlas).layers] == [("here",)]
    both = br.Layer(id="both", style=RED, places=("nowhere", "here"))
    table = drawn(br.MapSpec(atlas=atlas, layers=(both,)))
    assert list(table.index) == ["place:here"]


def test_a_leg_to_a_place_that_nobody_located_has_no_feature():
    route = br.Route(id="w", name="W", legs=(br.Leg(origin="p", destination="nowhere"),))
    atlas = _atlas(places=(_spot("p"), _place("nowhere")), routes=(route,))
    assert list(drawn(br.overview(atlas)).index) == ["place:p"]


def test_a_map_of_nothing_has_a_table_without_rows():
    table = drawn(br.overview(br.Atlas(title="Empty")))
    assert len(table) == 0
    assert {"layer", "place", "route", "leg", "x", "y", "radius_m"} < set(table.columns)


@pytest.mark.parametrize(
    ("metres", "radius"), [(None, None), (100, None), (250, None), (251, 251), (3000, 3000)]
)
def test_a_spot_has_a_disc_of_its_true_radius_unless_it_is_known_to_a_point(metres, radius):
    atlas = _atlas(places=(_spot("sheds", precision_m=metres),))
    found = drawn(br.overview(atlas)).loc["place:sheds", "radius_m"]
    assert found == radius or (radius is None and found != found)  # noqa: PLR0124 - NaN


def test_an_area_has_no_disc_however_vague_it_is():
    atlas = _atlas(places=(_place("north", shapely.box(19, 45, 20, 46), precision_m=30_000),))
    assert drawn(br.overview(atlas))["radius_m"].isna().all()


@pytest.mark.parametrize(
    ("geometry", "spot"),
    [
        (shapely.Point(20, 45), (20, 45)),
        (shapely.LineString([(20, 45), (21, 45), (22, 45)]), (21, 45)),
        (shapely.MultiLineString([[(0, 0), (1, 0)], [(20, 45), (24, 45)]]), (22, 45)),
        (shapely.box(20, 45, 22, 47), (21, 46)),
        (shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(20, 45, 22, 47)]), (21, 46)),
    ],
    ids=["point", "line", "lines", "area", "areas"],
)
def test_claims_are_counted_in_the_middle_of_the_largest_part(geometry, spot):
    table = drawn(br.overview(_atlas(places=(_place("p", geometry),))))
    assert (table.loc["place:p", "x"], table.loc["place:p", "y"]) == spot


def test_the_claims_of_a_corridor_are_counted_on_its_line():
    line = shapely.LineString([(20, 45), (20.5, 46), (21, 45)])
    table = drawn(br.overview(_walk(geometry=line, corridor_m=5000)))
    leg = table.loc["leg:w:0"]
    assert (leg["x"], leg["y"]) == (20.5, 46)
    assert leg["geometry"].geom_type == "Polygon"
    assert leg["geometry"].contains(line)


def test_a_leg_without_a_corridor_is_drawn_as_its_line():
    line = shapely.LineString([(20, 45), (20.5, 46), (21, 45)])
    assert drawn(br.overview(_walk(geometry=line))).loc["leg:w:0", "geometry"].equals(line)


def test_an_atlas_without_routes_is_its_own_with_all_lines():
    atlas = _atlas()
    assert legs_drawn(atlas) is atlas
    (leg,) = legs_drawn(_walk()).routes[0].legs
    assert leg.geometry.geom_type == "LineString"


@settings(max_examples=50)
@given(atlases())
def test_each_place_of_any_atlas_is_drawn_once_and_counted_on_itself(atlas):
    table = drawn(br.overview(replace(atlas, routes=(), claims=())))
    placed = {f"place:{one.id}": one for one in atlas.places if one.geometry is not None}
    assert sorted(key for key in table.index if key.startswith("place:")) == sorted(placed)
    for key, place in placed.items():
        spot = shapely.Point(table.loc[key, "x"], table.loc[key, "y"])
        assert place.geometry.distance(spot) < 1e-6


@settings(max_examples=50)
@given(atlases())
def test_laying_any_atlas_out_twice_gives_the_same_map(atlas):
    assert br.overview(atlas) == br.overview(atlas)


# What stands behind claims


def test_a_source_that_repeats_another_has_its_origins_and_the_chain_to_them():
    behind = background(_atlas())
    assert behind.origins == {"root": ("root",), "retold": ("root",)}
    assert behind.chains == {"retold": ("retold", "root")}


def test_a_source_that_nobody_repeats_is_not_listed():
    assert "other" not in background(_atlas()).origins


def test_a_source_of_two_papers_has_two_origins():
    both = br.Source(id="both", title="Both", derived_from=("retold", "other"))
    behind = background(_atlas(sources=(*_atlas().sources, both)))
    assert behind.origins["both"] == ("root", "other")
    assert behind.chains["both"][0] == "both"
    assert set(behind.chains["both"]) == {"both", "retold", "root", "other"}


def test_claims_that_repeat_each_other_share_their_origins_and_carriers():
    claims = (_claim("first"), _repeats("again", "retold", "first"), _claim("apart", "other"))
    assert background(_atlas(claims=claims)).echoes == {
        "first": (("root",), ("root", "retold")),
        "again": (("root",), ("retold", "root")),
    }


def test_a_repeat_of_a_repeat_is_an_echo_of_the_first():
    claims = (
        _claim("first"),
        _repeats("second", "retold", "first"),
        _repeats("third", "other", "second"),
    )
    echoes = background(_atlas(claims=claims)).echoes
    assert echoes["first"] == (("root",), ("root", "retold", "other"))
    assert echoes["third"] == (("root",), ("other", "root", "retold"))


def test_a_claim_that_repeats_two_does_not_make_them_one():
    claims = (_claim("one"), _claim("two", "other"), _repeats("both", "retold", "one", "two"))
    echoes = background(_atlas(claims=claims)).echoes
    assert echoes["one"] == (("root",), ("root", "retold"))
    assert echoes["two"] == (("other",), ("other", "retold"))
    assert set(echoes["both"][0]) == {"root", "other"}


def test_one_source_that_says_a_thing_twice_carries_it_once():
    claims = (_claim("first"), _repeats("again", "root", "first"))
    assert background(_atlas(claims=claims)).echoes["again"] == (("root",), ("root",))


@pytest.mark.parametrize("kind", ["supports", "contradicts", "narrows", "supersedes", "retracts"])
def test_a_claim_that_does_not_repeat_another_is_no_echo(kind):
    relation = br.Relation(kind=kind, claim="first")
    claims = (_claim("first"), _claim("second", "other", relations=(relation,)))
    assert background(_atlas(claims=claims)).echoes == {}


def test_behind_an_empty_atlas_stands_nothing():
    assert background(br.Atlas(title="T")) == Background(origins={}, chains={}, echoes={})


@settings(max_examples=50)
@given(atlases())
def test_an_echo_has_the_origins_and_carriers_of_all_claims_that_it_repeats(atlas):
    echoes = background(atlas).echoes
    repeats: dict[str, list[str]] = {}
    for claim in atlas.claims:
        for relation in claim.relations:
            if relation.kind == "repeats":
                repeats.setdefault(claim.id, []).append(relation.claim)
    assert set(echoes) == {key for one, others in repeats.items() for key in (one, *others)}
    assert all(echoes[key][1][0] == atlas.claim(key).source for key in echoes)
    for one, others in repeats.items():
        for part in (0, 1):
            told = {key for other in others for key in echoes[other][part]}
            assert set(echoes[one][part]) == told


# Layers and their order


def test_laying_out_leaves_the_atlas_alone(dossier):
    spec = br.overview(dossier)
    drawn(spec)
    assert spec.atlas is dossier
    assert all(leg.geometry is None for route in dossier.routes for leg in route.legs)


def test_a_region_is_an_area_a_border_a_line_and_a_village_a_symbol(spec):
    assert _layer_of(spec, "vojvodina").style.shape == "area"
    assert _layer_of(spec, "rs-hu-border").style.shape == "line"
    assert _layer_of(spec, "asotthalom").style.shape == "circle"


LINE = shapely.LineString([(19, 46), (20, 46)])
BOX = shapely.box(19, 45, 20, 46)
SPOT = shapely.Point(20, 45)


@pytest.mark.parametrize(
    ("place", "kind", "shape"),
    [
        ({"geometry": BOX, "kind": "country"}, "country", "area"),
        ({"geometry": BOX, "kind": "region"}, "region", "area"),
        ({"geometry": BOX, "kind": "settlement"}, "area", "area"),
        ({"geometry": BOX, "kind": "region", "basis": "derived"}, "derived", "area"),
        ({"geometry": LINE, "kind": "border"}, "border", "line"),
        ({"geometry": SPOT, "kind": "settlement"}, "settlement", "circle"),
        ({"geometry": SPOT, "kind": "corridor point"}, "corridor point", "square"),
        ({"geometry": SPOT, "kind": "crossing"}, "crossing", "diamond"),
        ({"geometry": SPOT, "kind": "airport"}, "airport", "triangle"),
        ({"geometry": SPOT, "kind": "area"}, "spot", "disc"),
        ({"geometry": shapely.MultiPoint([SPOT]), "kind": "region"}, "spot", "disc"),
        ({"geometry": SPOT, "kind": "area", "basis": "derived"}, "spot", "disc"),
    ],
)
def test_a_place_lies_on_the_layer_of_its_kind_and_of_how_it_is_known(place, kind, shape):
    layer = _layer_of(br.overview(_atlas(places=(_place("p", **place),))), "p")
    assert (layer.id, layer.kind, layer.style.shape) == (f"places:{kind}", kind, shape)
    assert kind in LAYER_KINDS
    assert layer.name is None


def test_a_route_has_a_layer_of_its_own_name():
    (layer,) = (one for one in br.overview(_walk()).layers if one.routes)
    assert (layer.id, layer.kind, layer.name) == ("route:w", "route", "Walk")
    assert (layer.style.shape, layer.style.dash) == ("line", "9 7")


def test_a_route_with_a_corridor_is_an_area_without_dashes():
    (layer,) = (one for one in br.overview(_walk(corridor_m=5000)).layers if one.routes)
    assert (layer.kind, layer.style.shape, layer.style.dash) == ("corridor", "area", "")
    assert layer.style.fill_opacity > 0


def test_layers_lie_with_areas_below_then_corridors_lines_routes_discs_and_symbols():
    places = (
        _spot("village", kind="settlement"),
        _spot("sheds"),
        _place("line", LINE, kind="border"),
        _place("land", BOX, kind="country"),
    )
    legs = (br.Leg(origin="village", destination="sheds"),)
    wide = (br.Leg(origin="village", destination="sheds", corridor_m=5000),)
    routes = (br.Route(id="way", name="Way", legs=legs), br.Route(id="wide", name="W", legs=wide))
    assert [layer.id for layer in br.overview(_atlas(places=places, routes=routes)).layers] == [
        *("places:country", "route:wide", "places:border", "route:way"),
        *("places:spot", "places:settlement"),
    ]


def test_two_routes_side_by_side_differ_in_colour():
    legs = (br.Leg(origin="p", destination="q"),)
    routes = tuple(br.Route(id=key, name=key, legs=legs) for key in "xyz")
    spec = br.overview(_atlas(places=(_spot("p"), _spot("q", 21)), routes=routes))
    colours = [layer.style.colour for layer in spec.layers if layer.routes]
    assert len(set(colours)) == 3


def test_a_map_that_is_laid_out_is_given_back_and_an_atlas_is_laid_out():
    atlas = _walk()
    spec = br.overview(atlas, title="Ours")
    assert spec_of(spec) is spec
    assert spec_of(atlas) == br.overview(atlas)


# Credits, title, language, tiles


def test_the_credits_are_those_of_the_bundled_layers_in_use(spec):
    assert "© OpenStreetMap contributors" in " ".join(spec.attributions)
    assert br.overview(_atlas()).attributions == ()
    strange = _spot("p", provenance="geodata:nobody knows it")
    assert br.overview(_atlas(places=(strange,))).attributions == ()


def test_an_empty_atlas_gives_an_empty_map_with_the_title_that_was_asked_for():
    spec = br.overview(br.Atlas(title="Empty"), title="Another title")
    assert spec.title == "Another title"
    assert spec.layers == ()
    assert br.overview(br.Atlas(title="Empty")).title is None


def test_a_language_is_kept_and_one_that_no_page_speaks_is_refused():
    assert br.overview(_atlas(), language="sr-Cyrl").language == "sr-Cyrl"
    with pytest.raises(
        InvalidRecord, match=r"does not speak 'sr-Latin'; did you mean 'sr-Latn'\?; it speaks en,"
    ):
        br.overview(_atlas(), language="sr-Latin")


def test_tiles_are_looked_up_and_kept_in_their_order():
    ours = Tiles(name="Ours", url="https://t.example.org/{z}/{x}/{y}.png", attribution="© us")
    spec = br.overview(_atlas(), tiles=[ours, "OpenStreetMap.Mapnik"])
    assert [one.name for one in spec.tiles] == ["Ours", "OpenStreetMap.Mapnik"]


# The view


def test_the_page_opens_on_the_places_that_hold_most_claims(spec):
    west, south, east, north = spec.view
    assert 12 < west < 20 < east < 30
    assert 40 < south < 46 < north < 50


def test_a_lone_spot_has_room_around_it():
    view = br.overview(_atlas(places=(_spot("p"),))).view
    assert view == (19.95, 44.95, 20.05, 45.05)


def test_a_place_of_few_claims_does_not_widen_the_view():
    places = (_spot("busy"), _spot("far", 60, 10))
    atlas = _atlas(places=places, claims=_told("busy", "busy", "far"))
    assert br.overview(atlas).view == (19.95, 44.95, 20.05, 45.05)


def test_places_of_as_many_claims_each_are_all_in_the_view():
    places = (_spot("west", 18), _spot("middle", 20), _spot("east", 22))
    atlas = _atlas(places=places, claims=_told("west", "middle", "east"))
    assert br.overview(atlas).view == (17.6, 44.95, 22.4, 45.05)


def test_a_place_without_claims_does_not_widen_the_view():
    atlas = _atlas(places=(_spot("far", 60, 10), _spot("told")), claims=_told("told"))
    assert br.overview(atlas).view == (19.95, 44.95, 20.05, 45.05)


def test_a_country_widens_the_view_only_where_there_is_nothing_else():
    country = _place("land", shapely.box(10, 40, 20, 50), kind="country")
    claims = _told("land", "land", "land")
    assert br.overview(_atlas(places=(country,), claims=claims)).view == (9, 39, 21, 51)
    both = _atlas(places=(country, _spot("p")), claims=claims)
    assert br.overview(both).view == (19.95, 44.95, 20.05, 45.05)


def test_a_view_ends_where_the_map_does():
    corners = (_spot("a", -180, -90), _spot("b", 180, 90))
    atlas = _atlas(places=corners, claims=_told("a", "b"))
    assert br.overview(atlas).view == (-180, -85, 180, 85)


def test_of_very_many_places_the_outermost_hundredths_do_not_widen_the_view():
    places = [_spot(f"p{number}", 19 + number / 1000, 45) for number in range(2000)]
    spec = br.overview(_atlas(places=(*places, _spot("far", 170, 10))))
    west, south, east, north = spec.view
    assert 18 < west < 19.1
    assert 20.9 < east < 22
    assert (south, north) == (44.95, 45.05)


def test_a_map_of_nothing_opens_on_the_region():
    assert br.overview(br.Atlas(title="Empty")).view == (12, 34, 30, 50)


# What is refused


def test_a_layer_without_a_name_needs_a_kind_that_the_page_knows():
    with pytest.raises(
        InvalidRecord, match=r"layer 'l': .*no name for the kind 'regoin'; did you mean 'region'"
    ):
        br.Layer(id="l", style=RED, kind="regoin")
    assert br.Layer(id="l", style=RED, kind="regoin", name="Ours").name == "Ours"


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        ({"places": ("pp",)}, r"map: place 'pp' is not in the atlas; did you mean 'p'"),
        ({"routes": ("p",)}, r"map: route 'p' is not in the atlas"),
    ],
)
def test_a_layer_that_points_at_what_is_not_there_is_refused(layer, message):
    with pytest.raises(UnknownReference, match=message):
        br.MapSpec(atlas=_walk(), layers=(br.Layer(id="l", style=RED, **layer),))


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ({"places": ("p", "p")}, {}, "map: place 'p' is drawn twice"),
        ({"places": ("p",)}, {"places": ("q", "p")}, "map: place 'p' is drawn twice"),
        ({"routes": ("w",)}, {"routes": ("w",)}, "map: route 'w' is drawn twice"),
        ({}, {"id": "one"}, "map: two layers have the id 'one'"),
    ],
)
def test_what_is_drawn_twice_is_refused(one, other, message):
    layers = (
        br.Layer(**{"id": "one", "style": RED} | one),
        br.Layer(**{"id": "other", "style": RED} | other),
    )
    with pytest.raises(InvalidRecord, match=message):
        br.MapSpec(atlas=_walk(), layers=layers)


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"},
        {"colour": "#000000;"},
        {"colour": "#000000", "dash": "x"},
        {"colour": "#000000", "weight_px": -1},
        {"colour": "#000000", "weight_px": 51},
        {"colour": "#000000", "fill_opacity": 1.1},
    ],
)
def test_a_style_a_browser_could_misread_is_refused(wrong):
    with pytest.raises(InvalidRecord, match="style"):
        br.Style(**wrong)


def test_the_view_of_places_without_claims_holds_them_all():
    places = [_place(f"p{n}", shapely.Point(10 * n, 40)) for n in range(3)]
    west, _, east, _ = br.overview(_atlas(places=places)).view
    assert west <= 0
    assert east >= 20
