"""The bundled layers; runs against the checkout and against an installed wheel."""

from __future__ import annotations

import hashlib
import zlib
from itertools import pairwise

import pytest
from pyproj import Geod
from shapely import LineString, Point, orient_polygons
from shapely.ops import nearest_points

import balkanroute.geodata as geodata_room
from balkanroute import geodata
from balkanroute.errors import MissingData, UnknownReference

WGS84 = Geod(ellps="WGS84")
FEATURE_LAYERS = sorted(
    layer.name for layer in geodata.catalogue() if layer.file.endswith((".geojson", ".sqlite"))
)
OURS = {
    "basemap": ["land", "rivers", "lakes", "world_countries"],
    "detail": ["countries", "borders", "regions", "disputed", "derived_areas", "curated"],
}
#: Read as they lie on the disk, so they are packed only in the wheel.
STORE = ["world_names", "world_places"]
CORRIDOR = ["RS", "XK", "HU", "HR", "BA", "ME", "AL", "MK", "BG", "RO", "GR", "TR", "TJ", "AF"]


def area_km2(shape):
    return abs(WGS84.geometry_area_perimeter(orient_polygons(shape))[0]) / 1e6


def length_km(shape):
    return WGS84.geometry_length(shape) / 1e3


def distance_m(one, other):
    here, there = nearest_points(one, other)
    return WGS84.inv(here.x, here.y, there.x, there.y)[2]


def edges(shape):
    polygons = getattr(shape, "geoms", [shape])
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    return {frozenset(edge) for ring in rings for edge in pairwise(ring.coords)}


@pytest.fixture(scope="module")
def serbia_hungary():
    return geodata.load("borders").geometry["RS-HU"]


def test_serbia_hungary_line_is_one_line_of_its_known_length(serbia_hungary):
    assert isinstance(serbia_hungary, LineString)
    assert length_km(serbia_hungary) == pytest.approx(174.75, abs=0.5)


@pytest.mark.parametrize(
    ("layer", "key"), [("regions", "RS-VO"), ("countries", "RS"), ("countries", "HU")]
)
def test_serbia_hungary_line_is_an_edge_vertex_for_vertex(serbia_hungary, layer, key):
    line = {frozenset(edge) for edge in pairwise(serbia_hungary.coords)}
    assert line <= edges(geodata.load(layer).geometry[key])


def test_vojvodina_has_its_area():
    shape = geodata.load("regions").geometry["RS-VO"]
    assert area_km2(shape) == pytest.approx(21_608, rel=0.003)


def test_hungary_has_its_area():
    assert area_km2(geodata.load("countries").geometry["HU"]) == pytest.approx(93_013, rel=0.001)


def test_tajikistan_afghanistan_line_has_its_length():
    assert length_km(geodata.load("borders").geometry["TJ-AF"]) == pytest.approx(1_344, rel=0.02)


def test_districts_make_up_vojvodina():
    regions = geodata.load("regions")
    districts = regions.loc[[f"RS-0{number}" for number in range(1, 8)]]
    whole = area_km2(regions.geometry["RS-VO"])
    assert sum(area_km2(shape) for shape in districts.geometry) == pytest.approx(whole, rel=1e-4)


def test_regions_say_how_far_their_inner_lines_may_be_off():
    assert (geodata.load("regions").precision_m >= 2_000).all()


def test_corridor_has_its_countries_and_kosovo_apart():
    countries = geodata.load("countries")
    assert sorted(countries.index) == sorted(CORRIDOR)
    assert countries.status_note["XK"]
    shared = countries.geometry["XK"].intersection(countries.geometry["RS"])
    assert shared.area < 0.001 * countries.geometry["XK"].area


def test_world_knows_kosovo_and_serbia_apart():
    world = geodata.load("world_countries")
    assert {"XK", "RS", "HU", "TJ", "RU", "PS"} <= set(world.index)
    assert not world.geometry["RS"].contains(Point(21.16, 42.67))


def test_borders_name_their_two_countries():
    borders = geodata.load("borders")
    assert all(
        key == "-".join(pair) for key, pair in zip(borders.index, borders.countries, strict=True)
    )
    assert {"RS-HU", "RS-XK", "RS-HR", "RS-MK", "HU-HR", "BG-TR", "MK-GR"} <= set(borders.index)


def test_kosovo_line_is_whole():
    assert length_km(geodata.load("borders").geometry["RS-XK"]) == pytest.approx(360, rel=0.05)


def test_danube_pockets_say_who_holds_them_in_neutral_words():
    pockets = geodata.load("disputed")
    assert set(pockets.in_outline_of) == {"both", "neither"}
    assert pockets.status_note.notna().all()
    both = pockets[pockets.in_outline_of == "both"]
    assert both.area_km2.sum() == pytest.approx(98.7, abs=2)


def test_derived_areas_say_how_they_were_derived():
    derived = geodata.load("derived_areas")
    assert {
        "x-northern-serbia",
        "x-southern-serbia",
        "x-southern-hungary",
        "x-western-balkans",
        "x-western-balkan-route",
        "x-western-europe",
        "x-middle-east",
    } == set(derived.index)
    assert (derived.basis == "derived").all()
    assert derived.definition.str.endswith(".").all()
    assert (derived.precision_m >= 10_000).all()


def test_northern_serbia_holds_subotica_and_southern_serbia_holds_vranje():
    derived = geodata.load("derived_areas").geometry
    assert derived["x-northern-serbia"].contains(Point(19.6667, 46.1))
    assert derived["x-southern-serbia"].contains(Point(21.9, 42.55))
    assert not derived["x-western-europe"].contains(Point(-53, 4))


def test_each_crossing_from_serbia_to_hungary_was_set_on_the_line(serbia_hungary):
    places = geodata.load("curated")
    crossings = places[(places.kind == "crossing") & places.geometry.notna()]
    ours = [place for place in crossings.itertuples() if {"RS", "HU"} <= set(place.countries)]
    assert len(ours) >= 10
    for place in ours:
        assert distance_m(place.geometry, serbia_hungary) < min(place.precision_m, 300)


def test_the_villages_of_the_first_table_are_still_there_in_their_country():
    places = geodata.load("curated")
    countries = geodata.load("countries").geometry
    keys = ["horgos", "kelebija-rs", "backi-vinogradi", "martonos", "djala", "idomeni"]
    villages = places.loc[keys]
    assert (villages.kind == "settlement").all()
    assert all(countries[place.country].contains(place.geometry) for place in villages.itertuples())


def test_each_curated_place_cites_a_source_and_says_that_it_is_curated():
    places = geodata.load("curated")
    assert places.source.str.len().min() > 10
    assert (places.basis == "curated").all()
    assert (places.precision_m >= 100).all()


def test_base_map_names_the_great_rivers():
    names = set(geodata.load("rivers").name.dropna())
    assert {"Danube", "Tisa", "Sava", "Drina", "Panj", "Evros (Maritsa)"} <= names


def test_base_map_is_small_enough_for_a_page():
    import gzip

    layers = ("land", "rivers", "lakes")
    packed = sum(len(gzip.compress(geodata.path(name).read_bytes())) for name in layers)
    assert packed < 150_000


@pytest.mark.parametrize("name", FEATURE_LAYERS)
def test_layer_loads_valid_in_wgs84_under_unique_ids(name):
    layer = geodata.load(name)
    assert layer.crs == "EPSG:4326"
    assert layer.index.is_unique
    assert layer.index.name == "id"
    drawn = layer.geometry.dropna()
    assert drawn.is_valid.all()
    assert not drawn.is_empty.any()
    assert len(drawn) == len(layer) or name == "curated"


@pytest.mark.parametrize("name", [*OURS["basemap"], *OURS["detail"]])
def test_layer_of_places_has_names_and_kinds(name):
    assert {"name", "kind"} <= set(geodata.load(name).columns)


def test_every_file_is_registered_with_its_hash_and_licence():
    assert geodata.verify() == []


def test_every_layer_says_licence_origin_version_and_date():
    for layer in geodata.catalogue():
        assert layer.licence
        assert layer.origin
        assert layer.version
        assert layer.date
        assert layer.description.endswith(".")


def test_one_folder_holds_one_licence():
    licences = {}
    for layer in geodata.catalogue():
        licences.setdefault(layer.file.split("/")[0], set()).add(layer.licence)
    assert all(len(found) == 1 for found in licences.values())


def test_all_but_the_store_of_the_worlds_names_stays_under_12_mb():
    folder = geodata.path("countries").parent.parent
    store = {geodata.path(name) for name in STORE}
    files = {file for file in folder.rglob("*") if file.is_file()}
    assert store < files
    assert sum(file.stat().st_size for file in files - store) < 12e6


def test_the_store_of_the_worlds_names_takes_under_12_mb_of_the_wheel():
    packed = [zlib.compress(geodata.path(name).read_bytes()) for name in STORE]
    assert sum(len(each) for each in packed) < 12e6


def test_what_a_caller_changes_stays_with_the_caller():
    mine = geodata.load("regions")
    mine.loc["RS-VO", "name"] = "changed"
    assert geodata.load("regions").name["RS-VO"] == "Vojvodina"


def test_attribution_is_given_once_and_only_where_it_is_owed():
    assert geodata.attribution(["land", "borders", "countries"]) == (
        "© OpenStreetMap contributors",
    )
    assert geodata.attribution(["land"]) == ()


def test_unknown_layer_is_refused_with_a_near_name():
    with pytest.raises(UnknownReference, match="did you mean 'countries'"):
        geodata.path("contries")


def test_layer_without_features_is_refused_with_its_path():
    with pytest.raises(UnknownReference, match=r"geodata\.path\('area_names'\)"):
        geodata.load("area_names")


@pytest.fixture
def other_folder(tmp_path, monkeypatch):
    """Stand a broken folder of layers in for the bundled one, and forget it afterwards."""

    def stand_in(registry):
        folder = tmp_path / "_data" / "geo"
        folder.mkdir(parents=True)
        (folder / "registry.toml").write_text(registry, encoding="utf-8")
        return folder

    monkeypatch.setattr(geodata_room, "PACKAGE", tmp_path)
    geodata_room._registry.cache_clear()
    yield stand_in
    geodata_room._registry.cache_clear()


def registered(file, sha256):
    fields = {
        "file": file,
        "description": "A layer.",
        "licence": "CC0-1.0",
        "attribution": "",
        "origin": "a test",
        "version": "1",
        "date": "2026",
        "sha256": sha256,
    }
    rows = "\n".join(f'{key} = "{value}"' for key, value in fields.items())
    return f"[layer.hills]\n{rows}\n"


def test_altered_file_and_absent_licence_are_found(other_folder):
    folder = other_folder(registered("cc0/hills.geojson", hashlib.sha256(b"{}").hexdigest()))
    (folder / "cc0").mkdir()
    (folder / "cc0" / "hills.geojson").write_bytes(b"{ }")
    altered, unlicensed = geodata.verify()
    assert "expected SHA-256" in altered
    assert "no LICENSE" in unlicensed


def test_absent_file_is_named_with_the_way_out(other_folder):
    other_folder(registered("cc0/hills.geojson", "0"))
    with pytest.raises(MissingData, match="make geodata"):
        geodata.path("hills")
    assert "absent" in geodata.verify()[0]


def test_absent_registry_is_named_with_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setattr(geodata_room, "PACKAGE", tmp_path / "balkanroute")
    with pytest.raises(MissingData, match="make geodata"):
        geodata_room._folder()


def test_a_feature_is_that_of_the_loaded_layer():
    properties, geometry = geodata.feature("countries", "RS")
    row = geodata.load("countries").loc["RS"]
    assert properties["name"] == row["name"]
    assert geometry.equals(row.geometry)


def test_a_layer_that_lacks_a_feature_says_so():
    assert geodata.feature("countries", "ZZ") is None
