# ruff: noqa: RUF001 - names are written as people write them
"""The Balkan supplement: crossings, camps, villages, rivers, islands and passes, by hand."""

from __future__ import annotations

import sqlite3
from collections import Counter

import pytest
from pyproj import Geod
from shapely import Point
from shapely.ops import nearest_points

from balkanroute import geodata
from balkanroute.gazetteer import Gazetteer
from balkanroute.names import fold

WGS84 = Geod(ellps="WGS84")
#: How far outside of an outline a point may lie: the outlines of countries off the corridor are
#: those of the base map, good to about 2 km; islands and quays stand off simplified coasts.
OUTLINE_M = {"countries": 1_000, "world_countries": 2_500}
FEATURES = {
    "camp",
    "crossing",
    "detention centre",
    "island",
    "lake",
    "mountain",
    "pass",
    "reception centre",
    "region",
    "river",
    "transit zone",
    "village",
}


@pytest.fixture(scope="module")
def places():
    return geodata.load("curated")


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.bundled()


def distance_m(one, other):
    here, there = nearest_points(one, other)
    return WGS84.inv(here.x, here.y, there.x, there.y)[2]


def outline(code):
    for layer, tolerance in OUTLINE_M.items():
        frame = geodata.load(layer)
        if code in frame.index:
            return frame.geometry[code], tolerance
    raise AssertionError(code)


def test_there_are_three_hundred_places_and_more(places):
    assert len(places) >= 300
    assert set(places.feature) == FEATURES


@pytest.mark.parametrize(
    ("feature", "least"), [("crossing", 100), ("camp", 60), ("village", 150), ("river", 20)]
)
def test_each_sort_of_place_is_there(places, feature, least):
    assert (places.feature == feature).sum() >= least


def test_every_country_of_the_routes_has_places(places):
    found = {code for codes in places.countries for code in codes}
    assert found >= set("RS XK MK AL ME BA HR SI HU RO BG GR TR IT AT".split())  # noqa: SIM905


def test_every_name_folds_to_something(places):
    names = [text for row in places.names for texts in row.values() for text in texts]
    assert all(fold(text) for text in [*names, *places.name])


def test_every_place_has_a_point_a_shape_or_something_it_is_within(places, gazetteer):
    nowhere = places[places.geometry.isna()]
    assert nowhere["within"].notna().all()
    assert all(gazetteer.place(key) for key in places["within"].dropna())


def test_a_camp_that_nobody_located_has_no_pin(gazetteer):
    place = gazetteer.place("lipa-reception-centre")
    assert (place.geometry, place.precision_m, place.basis) == (None, None, None)
    assert gazetteer.place(place.within).name == "Bihać"
    assert "No point of its own" in place.note


def test_each_point_lies_in_its_country(places):
    points = places[(places.geom_type == "Point") & (places.kind != "crossing")]
    assert len(points) > 200
    for place in points.itertuples():
        shape, tolerance = outline(place.country)
        coast = 8_000 if place.feature == "island" else tolerance
        assert distance_m(place.geometry, shape) <= coast, place.Index


def test_each_crossing_reaches_the_line_it_crosses(places):
    lines = geodata.load("borders").geometry
    checked = 0
    for place in places[(places.kind == "crossing") & places.geometry.notna()].itertuples():
        a, b = place.countries[:2]
        key = f"{a}-{b}" if f"{a}-{b}" in lines.index else f"{b}-{a}"
        if key in lines.index:
            checked += 1
            assert distance_m(place.geometry, lines[key]) < place.precision_m, place.Index
    assert checked > 90


def test_a_village_stands_apart_from_the_settlements_of_the_bundle(places):
    towns = sqlite3.connect(geodata.path("settlements"))
    question = "SELECT p.lon, p.lat FROM name n JOIN place p ON p.id = n.place WHERE n.folded = ?"
    for place in places[(places.kind == "settlement") & places.geometry.notna()].itertuples():
        for lon, lat in towns.execute(question, (fold(place.name),)):
            town = Point(lon / 1e5, lat / 1e5)
            assert distance_m(town, place.geometry) > 1_000, place.Index


def test_no_two_places_of_a_sort_and_country_share_a_name(places):
    keys = Counter(
        (fold(place.name), place.feature, tuple(place.countries)) for place in places.itertuples()
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_a_status_comes_with_a_source_of_the_row_itself(places):
    stated = places[places.status.notna()]
    assert len(stated) > 20
    assert not stated.source.str.startswith("GDELT").any()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Kapikule", "kapikule-kapitan-andreevo"),
        ("Kapıkule", "kapikule-kapitan-andreevo"),
        ("Капитан Андреево", "kapitan-andreevo"),
        ("Pazarkule", "pazarkule-kastanies"),
        ("Presheva", "geonames:786772"),
        ("Preševo", "geonames:786772"),
        ("Presevo", "geonames:786772"),
        ("Bihac", "geonames:3204222"),
        ("Idomeni", "idomeni"),
        ("Ειδομένη", "idomeni"),
        ("Tabanovtse", "tabanovce"),
        ("Adasevci", "adasevci"),
        ("Адашевци", "adasevci"),
        ("Berkasovo", "berkasovo"),
        ("Opatovac", "opatovac"),
        ("Rigonce", "rigonce"),
        ("Bogovadja", "bogovada"),
        ("Krnjaca", "krnjaca-asylum-centre"),
        ("Blazuj", "blazuj"),
        ("Usivak", "usivak"),
        ("Vucjak", "vucjak"),
        ("Kalotina", "kalotina"),
        ("Lesovo", "lesovo"),
        ("Merdar", "merdare"),
        ("Jarinje", "jarinje"),
        ("Maljevac", "maljevac"),
        ("Kara Tepe", "kara-tepe-site"),
        ("VIAL", "vial"),
        ("Skaramanga", "geonames:253688"),
        ("Nea Kavala", "nea-kavala"),
        ("Maritza", "maritsa-river"),
        ("Lesvos", "lesbos-island"),
        ("Skaramagas", "geonames:253688"),
        ("Evzones", "geonames:736285"),
        ("Trst", "geonames:3165185"),
        ("Horgoš", "horgos"),
    ],
)
def test_a_spelling_in_use_finds_its_place(gazetteer, name, key):
    assert gazetteer.lookup(name)[0].key == key


@pytest.mark.parametrize("name", ["Horgoš", "Horgos", "Хоргош"])
def test_horgos_is_never_khorgos(gazetteer, name):
    assert all("RS" in found.entry.countries for found in gazetteer.lookup(name)[:1])
    assert gazetteer.lookup(name)[0].place.geometry.x < 21


def test_a_river_with_a_line_is_a_line_and_an_island_an_area(places):
    types = places.geometry.geom_type
    assert types["drina-river"] in {"LineString", "MultiLineString"}
    assert types["lesbos-island"] == "Polygon"
    assert places.geometry["una-river"] is None
