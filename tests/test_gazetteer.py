# ruff: noqa: RUF001 - names are written as people write them
from __future__ import annotations

import sqlite3
import subprocess
import sys

import pytest
from geopandas import GeoSeries
from pyproj import Geod
from shapely import Point
from shapely.ops import nearest_points

from balkanroute import geodata
from balkanroute.errors import InvalidRecord, UnresolvedPlace
from balkanroute.gazetteer import Entry, Gazetteer, MemoryShelf, border
from balkanroute.gazetteer.entries import script_of, settlement_precision_m
from balkanroute.gazetteer.spelling import Spellings
from balkanroute.model import Place
from balkanroute.names import fold

ASOTTHALOM = "geonames:3055835"
SUBOTICA = "geonames:3189595"
BELGRADE = "geonames:792680"
DUSHANBE = "geonames:1221874"
ROSZKE = "geonames:716028"


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.bundled()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Asotthalom", ASOTTHALOM),
        ("ÁSOTTHALOM", ASOTTHALOM),
        ("Ásotthalom", ASOTTHALOM),
        ("Ašothalom", ASOTTHALOM),
        ("Szabadka", SUBOTICA),
        ("Суботица", SUBOTICA),
        ("Subotica", SUBOTICA),
        ("Röszke", ROSZKE),
        ("Roszke", ROSZKE),
        ("Horgos", "horgos"),
        ("Horgoš", "horgos"),
        ("Хоргош", "horgos"),
        ("Београд", BELGRADE),
        ("Beograd", BELGRADE),
        ("Belgrade", BELGRADE),
        ("Душанбе", DUSHANBE),
        ("Dushanbe", DUSHANBE),
        ("دوشنبه", DUSHANBE),
        ("Sid", "geonames:3190922"),
        ("Шид", "geonames:3190922"),
        ("Nis", "geonames:787657"),
        ("Moscow", "geonames:524901"),
        ("Pristina", "geonames:786714"),
        ("Mitrovica", "geonames:789225"),
        ("Gaza", "geonames:281133"),
        ("Serbia", "RS"),
        ("Србија", "RS"),
        ("Szerbia", "RS"),
        ("Magyarország", "HU"),
        ("Kosovo", "XK"),
        ("Косово", "XK"),
        ("Turkey", "TR"),
        ("Bosnia", "BA"),
        ("افغانستان", "AF"),
        ("Vojvodina", "RS-VO"),
        ("Војводина", "RS-VO"),
        ("Vajdaság", "RS-VO"),
        ("Bács-Kiskun", "HU-BK"),
        ("Serbian-Hungarian border", "RS-HU"),
        ("Hungarian–Serbian border", "RS-HU"),
        ("Serbia–Hungary border", "RS-HU"),
        ("szerb-magyar határ", "RS-HU"),
        ("српско-мађарска граница", "RS-HU"),
        ("Afghan-Tajik border", "TJ-AF"),
        ("northern Serbia", "x-northern-serbia"),
        ("Western Balkans", "x-western-balkans"),
        ("Észak-Szerbia", "x-northern-serbia"),
        ("Western Balkan route", "x-western-balkan-route"),
        ("SVO", "airport:SVO"),
        ("uuee", "airport:SVO"),
        ("Sheremetyevo", "airport:SVO"),
        ("Belgrade Nikola Tesla Airport", "airport:BEG"),
    ],
)
def test_a_name_finds_its_place_first(gazetteer, name, key):
    assert gazetteer.lookup(name)[0].key == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Subotitsa", SUBOTICA),
        ("Zabadka", SUBOTICA),
        ("Ashothalom", ASOTTHALOM),
        ("Asottalom", ASOTTHALOM),
        ("Roeszke", ROSZKE),
        ("Vojvodnia", "RS-VO"),
        ("Hungry", "HU"),
        ("Dushanbeh", DUSHANBE),
        ("Serbian-Hungarain border", "RS-HU"),
    ],
)
def test_a_wrong_spelling_gives_the_near_name(gazetteer, name, key):
    found = gazetteer.lookup(name)
    assert key in [candidate.key for candidate in found[:3]]


@pytest.mark.parametrize("name", ["", " ", "…", "qq", "xqzjwvkkq"])
def test_what_resembles_no_name_finds_nothing(gazetteer, name):
    assert gazetteer.lookup(name) == ()


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("Ásotthalom", ("name matches exactly", "population 4,134")),
        (
            "Asotthalom",
            ("name matches but for case, accents or script", "population 4,134"),
        ),
        ("Szabadka", ("alternate name", "population 100,000")),
        ("Vajdaság", ("alternate name in hu",)),
        ("VAJDASÁG", ("alternate name in hu: Vajdaság",)),
        ("Belgrade", ("name matches exactly", "capital", "population 1,273,651")),
        ("UUEE", ("ICAO code",)),
        ("Zabadka", ("spelled alike: Szabadka", "population 100,000")),
    ],
)
def test_a_candidate_says_why(gazetteer, name, reasons):
    assert gazetteer.lookup(name)[0].reasons == reasons


def test_a_near_point_decides_between_namesakes_and_says_so(gazetteer):
    assert gazetteer.lookup("Dimitrovgrad")[0].place.within == "RU"
    found = gazetteer.lookup("Dimitrovgrad", near=(22.8, 43.0))
    assert found[0].place.within == "RS"
    assert found[0].reasons[-1] == "3 km from near point"


def test_a_place_may_be_the_near_point(gazetteer):
    vojvodina = gazetteer.place("RS-VO")
    assert gazetteer.lookup("Zombor", near=vojvodina)[0].name == "Sombor"


def test_the_place_itself_is_at_the_near_point(gazetteer):
    place = gazetteer.place(SUBOTICA)
    assert gazetteer.lookup("Subotica", near=place)[0].reasons[-1] == "at the near point"


def test_a_near_place_without_geometry_is_refused(gazetteer):
    with pytest.raises(InvalidRecord, match="near place 'x' has no geometry"):
        gazetteer.lookup("Subotica", near=Place(id="x", name="X"))


@pytest.mark.parametrize("near", [(20.0, 91.0), [190.0, 46.0], (float("nan"), 46.0)])
def test_a_near_point_off_the_earth_is_refused(gazetteer, near):
    with pytest.raises(InvalidRecord, match="are the two swapped"):
        gazetteer.lookup("Subotica", near=near)


def test_a_look_up_keeps_to_a_kind(gazetteer):
    found = gazetteer.lookup("Kosovo", kind="settlement")
    assert {candidate.entry.kind for candidate in found} == {"settlement"}


def test_an_unknown_kind_is_refused_with_the_nearest(gazetteer):
    with pytest.raises(InvalidRecord, match="did you mean 'settlement'"):
        gazetteer.lookup("Kosovo", kind="setlement")


def test_a_look_up_keeps_to_a_country(gazetteer):
    assert gazetteer.lookup("Dimitrovgrad", country="rs")[0].place.within == "RS"
    assert gazetteer.lookup("Serbian-Hungarian border", country="HU")[0].key == "RS-HU"
    assert gazetteer.lookup("Subotica", country="TJ") == ()


def test_a_look_up_gives_no_more_than_the_limit(gazetteer):
    assert len(gazetteer.lookup("San Jose", limit=2)) == 2
    assert gazetteer.lookup("Subotica", limit=0) == ()


def test_scores_fall_and_stay_between_nothing_and_one(gazetteer):
    for name in ("San Jose", "Mitrovica", "Subotitsa", "Kosovo"):
        scores = [candidate.score for candidate in gazetteer.lookup(name)]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)


@pytest.mark.parametrize("name", ["San Jose", "Subotitsa"])
def test_the_same_question_gets_the_same_answer_from_another_gazetteer(gazetteer, name):
    Gazetteer.bundled.cache_clear()
    other = Gazetteer.bundled()
    assert other is not gazetteer
    mine, theirs = (g.lookup(name) for g in (gazetteer, other))
    assert [(c.key, c.score, c.reasons) for c in mine] == [
        (c.key, c.score, c.reasons) for c in theirs
    ]


def test_asotthalom_lies_where_it_lies(gazetteer):
    point = gazetteer.place(ASOTTHALOM).geometry
    *_, metres = Geod(ellps="WGS84").inv(point.x, point.y, 19.78334, 46.19875)
    assert metres < 100


def test_asotthalom_is_nearly_five_kilometres_from_the_border(gazetteer):
    line, point = border("RS", "HU").geometry, gazetteer.place(ASOTTHALOM).geometry
    # Nearest on a plane in metres, then measured on the ellipsoid.
    plane = GeoSeries([line, point], crs=4326).to_crs(32634)
    spot = GeoSeries([nearest_points(*plane)[0]], crs=32634).to_crs(4326)[0]
    *_, metres = Geod(ellps="WGS84").inv(spot.x, spot.y, point.x, point.y)
    assert metres == pytest.approx(4_900, abs=200)


def test_a_settlement_comes_with_what_is_known_of_it(gazetteer):
    place = gazetteer.lookup("Szabadka")[0].place
    assert (place.id, place.name, place.kind) == ("subotica", "Subotica", "settlement")
    assert place.gazetteer == SUBOTICA
    assert place.ids == {"geonames": "3189595"}
    assert (place.basis, place.provenance) == ("gazetteer", "geodata:settlements")
    assert (place.within, place.precision_m) == ("RS", 3_600)
    assert {("Szabadka", "Latn"), ("Суботица", "Cyrl")} <= {(n.text, n.script) for n in place.names}


def test_an_airport_comes_with_its_codes(gazetteer):
    place = gazetteer.place("airport:svo")
    assert (place.id, place.kind, place.within) == ("airport-svo", "airport", "RU")
    assert place.ids == {"iata": "SVO", "icao": "UUEE"}
    assert (place.geometry.x, place.geometry.y) == pytest.approx((37.4146, 55.9726))
    assert (place.precision_m, place.provenance) == (2_000, "geodata:airports")


@pytest.mark.parametrize(
    ("key", "id_", "kind", "layer", "type_"),
    [
        ("RS", "serbia", "country", "countries", "Polygon"),
        ("XK", "kosovo", "country", "countries", "Polygon"),
        ("DE", "germany", "country", "world_countries", "Polygon"),
        ("RS-VO", "vojvodina", "region", "regions", "Polygon"),
        ("RS-HU", "rs-hu-border", "border", "borders", "LineString"),
        ("horgos", "horgos", "settlement", "curated", "Point"),
    ],
)
def test_a_key_gives_its_place(gazetteer, key, id_, kind, layer, type_):
    place = gazetteer.place(key)
    assert (place.id, place.kind, place.provenance) == (id_, kind, f"geodata:{layer}")
    assert place.geometry.geom_type.removeprefix("Multi") == type_
    assert place.gazetteer == key
    assert place.precision_m > 0


def test_every_key_in_memory_gives_a_place(gazetteer):
    areas = gazetteer._shelves[0]
    places = [gazetteer.place(key) for key in areas.known()]
    assert len({place.id for place in places}) == len(places)
    nowhere = [place for place in places if place.geometry is None]
    assert all(place.within or place.kind == "country" for place in nowhere)
    assert all(place.basis for place in places if place.geometry is not None)


def test_a_derived_area_says_how_it_was_derived(gazetteer):
    place = gazetteer.place("x-northern-serbia")
    assert (place.id, place.kind, place.basis) == ("northern-serbia", "area", "derived")
    assert place.definition
    assert place.precision_m >= 1_000


def test_a_curated_place_says_its_source(gazetteer):
    place = gazetteer.place("horgos")
    assert (place.basis, place.within) == ("curated", "RS")
    assert "Source: " in place.note


def test_a_crossing_says_what_is_known_of_its_opening(gazetteer):
    place = gazetteer.place("tompa-kelebija")
    assert (place.kind, place.within) == ("crossing", None)
    assert "Status: open day and night." in place.note


def test_kosovo_stands_apart_with_a_note_on_its_status(gazetteer):
    place = gazetteer.place("XK")
    assert place.name == "Kosovo"
    assert "without a position" in place.note
    assert not gazetteer.place("RS").geometry.contains(Point(21.17, 42.67))


def test_a_country_without_an_outline_has_no_geometry_and_no_basis():
    known = Entry(key="ZZ", id="nowhere", kind="country", labels=(("Nowhere", None),))
    place = Gazetteer([MemoryShelf([known])]).place("ZZ")
    assert (place.geometry, place.basis, place.precision_m, place.provenance) == (None,) * 4


@pytest.mark.parametrize("key", ["HU-RS", "RS-HU", "rs-hu"])
def test_a_border_is_found_in_either_order(gazetteer, key):
    assert gazetteer.place(key).gazetteer == "RS-HU"


@pytest.mark.parametrize(
    "pair", [("RS", "HU"), ("hu", "rs"), ("Serbia", "Hungary"), ("Мађарска", "Szerbia")]
)
def test_a_border_is_named_by_codes_or_names(pair):
    place = border(*pair)
    assert (place.gazetteer, place.provenance) == ("RS-HU", "geodata:borders")


def test_the_serbian_hungarian_border_is_one_line_of_175_kilometres():
    line = border("RS", "HU").geometry
    assert line.geom_type == "LineString"
    assert Geod(ellps="WGS84").geometry_length(line) == pytest.approx(174_750, abs=500)


def test_two_countries_without_a_border_are_told_their_neighbours():
    with pytest.raises(UnresolvedPlace, match=r"Serbia and Greece .* neighbours of Serbia: .*Hung"):
        border("RS", "GR")


def test_a_country_without_neighbours_is_told_so():
    with pytest.raises(UnresolvedPlace, match="none that the gazetteer knows"):
        border("IS", "GR")


@pytest.mark.parametrize(("name", "hint"), [("Serbai", "mean 'Serbia'"), ("Xqzjw", "no country")])
def test_a_border_of_no_country_is_refused(name, hint):
    with pytest.raises(UnresolvedPlace, match=hint):
        border(name, "HU")


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("RS-VV", "did you mean 'RS-"),
        ("x-northen-serbia", r"x-northern-serbia"),
        ("Subotica", r"geonames:3189595 \(Subotica\)"),
        ("geonames:1", "keys are like"),
        ("geonames:", "no key 'geonames:'"),
        ("geonames:12x", "no key"),
        ("geonames:99999999999999999999", "no key"),
        ("airport:ZZZZ", "no key"),
        ("", "no key ''"),
    ],
)
def test_an_unknown_key_is_answered_with_near_ones(gazetteer, key, hint):
    with pytest.raises(UnresolvedPlace, match=hint):
        gazetteer.place(key)


def test_a_place_is_made_once(gazetteer):
    assert gazetteer.place("RS-HU") is gazetteer.place("HU-RS")


def test_every_settlement_and_airport_has_an_id_of_its_own(gazetteer):
    areas, *files = gazetteer._shelves
    seen = set(areas.ids())
    count = len(seen)
    for shelf in files:
        for (number,) in shelf._file.execute("SELECT id FROM place").fetchall():
            seen.add(shelf.entry_of(number).id)
            count += 1
    assert len(seen) == count


@pytest.mark.parametrize("layer", ["settlements", "airports"])
def test_stored_names_are_folded_as_names_are_folded_now(layer):
    with sqlite3.connect(geodata.path(layer).as_uri() + "?mode=ro&immutable=1", uri=True) as file:
        rows = file.execute(
            "SELECT folded, nth, names FROM name JOIN place ON place.id = place ORDER BY folded"
        ).fetchall()
    for folded, nth, names in rows[::50]:
        assert fold(names.split("\n")[nth].rpartition("\t")[2]) == folded


def test_the_bundled_files_are_opened_for_reading_only(gazetteer):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        gazetteer._shelves[1]._file.execute("DELETE FROM place")


def test_a_shelf_of_ones_own_stands_beside_the_bundled_ones():
    shed = Entry(
        key="my:shed",
        id="shed",
        kind="settlement",
        labels=(("The Sheds", "en"), ("Szerszámosház", "hu")),
        geometry=Point(19.97, 46.15),
        precision_m=300,
        basis="curated",
        codes={"file": "A-17"},
    )
    mine = Gazetteer([MemoryShelf([shed])])
    assert mine.lookup("szerszamoshaz")[0].place.geometry == Point(19.97, 46.15)
    assert mine.lookup("A-17")[0].reasons == ("FILE code",)
    assert mine.lookup("The Sheeds")[0].place.precision_m == 300
    assert mine.place("my:shed").provenance is None


@pytest.mark.parametrize(
    ("population", "metres"),
    [(None, 2_000), (0, 2_000), (600, 1_000), (4_134, 1_000), (160_766, 4_600), (10**7, 10_000)],
)
def test_a_settlement_is_as_precise_as_it_is_small(population, metres):
    assert settlement_precision_m(population) == metres


@pytest.mark.parametrize(
    ("text", "script"),
    [("Šid", "Latn"), ("Шид", "Cyrl"), ("Αθήνα", "Grek"), ("کابل", "Arab"), ("…", None)],
)
def test_a_script_is_told_by_the_first_letter(text, script):
    assert script_of(text) == script


def test_spellings_put_the_most_alike_first_and_ties_by_letters():
    spellings = Spellings(["subotica", "subotiza", "subotice", "sombor"])
    assert spellings.alike("subotics", limit=3) == [
        ("subotica", 0.875),
        ("subotice", 0.875),
        ("subotiza", 0.75),
    ]


def test_two_letters_are_spelled_like_nothing():
    assert Spellings(["sid", "nis"]).alike("ni", limit=3) == []


def test_the_room_loads_without_heavy_libraries():
    code = (
        "import sys, balkanroute.gazetteer as g; g.Gazetteer.bundled().lookup('Subotica'); "
        "print([m for m in ('geopandas', 'shapely', 'pandas', 'pyproj') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
