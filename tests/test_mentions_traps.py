"""Sentences that tempt a reader to the wrong place, or to a place where none is named."""

# ruff: noqa: RUF001 - names are written as people write them
from __future__ import annotations

import pytest

from balkanroute.gazetteer import Entry, Gazetteer, MemoryShelf
from balkanroute.mentions import draft, find_places

BELGRADE = "geonames:792680"
BIHAC = "geonames:3204222"
PRESEVO = "geonames:786772"
SUBOTICA = "geonames:3189595"
HORGOS = {"horgos", "horgos-roszke"}
DIMITROVGRAD = {"BG": "geonames:732263", "RS": "geonames:791487"}
TRIPOLI_LEBANON = "geonames:266826"


def keys(text, **hints):
    """Give, by surface, the entries that the mentions of a text are put on."""
    return {m.surface: m.chosen and m.chosen.key for m in find_places(text, **hints)}


# What is no place


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Split into groups of ten, they crossed the river at night.", "Split"),
        ("The smugglers earned US$300 a head.", "US"),
        ("Ali Khan was held by Serbian police.", "Ali Khan"),
        ("Nurses from the National Centre for Vaccines went to Misrata, Libya.", "National Centre"),
    ],
)
def test_a_word_an_amount_a_person_or_a_body_is_not_put_on_a_map(text, name):
    assert keys(text).get(name) is None


# Which place is meant


@pytest.mark.parametrize("name", ["Kos", "Lesbos", "Chios"])
def test_an_island_that_shares_its_name_with_its_town_is_the_island(name):
    text = f"Boats landed on the Greek island of {name} overnight."
    assert keys(text)[name] == f"{name.lower()}-island"


def test_the_first_of_several_islands_is_an_island():
    text = "People are held on the Aegean islands of Samos, Kos and Leros."
    assert keys(text)["Samos"] == "samos-island"


def test_a_camp_on_an_island_is_not_moria_elsewhere():
    found = keys("A fire destroyed the Moria camp on the Greek island of Lesbos.")
    known = {"geonames:256757", "moria-reception-and-identification-centre"}
    assert {found[name] for name in ("Moria", "Moria camp") if name in found} <= known
    assert {"Moria", "Moria camp"} & set(found)


@pytest.mark.parametrize(
    "text",
    [
        "The men crossed at Horgoš before dawn.",
        "Hungary closed Röszke; Horgoš is closed too.",
    ],
)
def test_horgos_is_the_crossing_or_its_village(text):
    assert keys(text)["Horgoš"] in HORGOS


def test_horgos_with_nothing_beside_it_is_no_other_place():
    assert keys("Horgoš is closed.")["Horgoš"] in HORGOS | {None}


@pytest.mark.parametrize(
    ("text", "name", "key"),
    [
        (
            "Police in Subotica, Serbia, moved them from Preševo to Belgrade.",
            "Subotica",
            SUBOTICA,
        ),
        (
            (
                "Police in Subotica, Serbia, stopped two vans on Monday. Most of those in them "
                "were Afghans who had come from Preševo and wanted to reach Hungary. A court in "
                "Belgrade heard the drivers."
            ),
            "Belgrade",
            BELGRADE,
        ),
        (
            "Police in Pirot, Serbia, said the men were found near Dimitrovgrad.",
            "Dimitrovgrad",
            DIMITROVGRAD["RS"],
        ),
    ],
)
def test_the_country_of_one_town_tells_the_others(text, name, key):
    assert keys(text)[name] == key


def test_a_city_that_many_towns_are_named_after_is_the_city():
    assert keys("The minister flew to Paris on Monday.")["Paris"] == "geonames:2988507"


def test_a_river_is_not_the_region_that_is_named_after_it():
    found = keys("They crossed the Evros river from Turkey into Greece.")
    assert found.get("Evros", found.get("Evros river")) == "maritsa-river"


def test_a_people_of_two_words_is_not_the_people_of_one():
    assert keys("South Sudanese families crossed the river.") == {"South Sudanese": "SS"}


def test_a_border_of_a_direction_is_the_border_that_the_text_speaks_of():
    text = "Hungary built a fence against Serbia, and soldiers guard the southern border."
    assert keys(text)["southern border"] == "RS-HU"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Soldiers in Turkey's Edirne province found the bodies.", "Edirne"),
        ("In Kandahar province, roads were closed.", "Kandahar"),
        ("Floods hit Khartoum state, Sudan.", "Khartoum"),
    ],
)
def test_a_province_is_not_put_on_its_city(text, name):
    mentions = [mention for mention in find_places(text) if name in mention.surface]
    assert mentions
    assert all(m.chosen is None or m.chosen.entry.kind in {"region", "area"} for m in mentions)


def test_two_places_of_one_id_are_two_places_in_a_draft():
    entries = [
        Entry(
            key=key,
            id="camp",
            kind="settlement",
            labels=((name, None),),
            countries=("RS",),
            point=(lon, 45.0),
            precision_m=100,
        )
        for key, name, lon in (("my:1", "Zelengrm", 20.0), ("my:2", "Crvengrm", 21.0))
    ]
    text = "They walked from Zelengrm to Crvengrm on Sunday."
    places = draft(text, gazetteer=Gazetteer([MemoryShelf(entries)])).places
    assert [place.id for place in places if "camp" in place.id] == ["camp", "camp-my-2"]


# How a name is written


@pytest.mark.parametrize(
    ("dateline", "key"), [("BIHAĆ", BIHAC), ("BIHAC", BIHAC), ("PREŠEVO", PRESEVO)]
)
def test_a_dateline_in_capitals_needs_no_country(dateline, key):
    text = f"{dateline} – Dozens of people slept in a ruined factory on Sunday night."
    assert keys(text)[dateline] == key


@pytest.mark.parametrize(("name", "key"), [("Pres\u030cevo", PRESEVO), ("Bihac\u0301", BIHAC)])
def test_a_letter_may_be_written_with_a_mark_of_its_own(name, key):
    assert keys(f"They were registered in {name} and sent on.") == {name: key}


@pytest.mark.parametrize(
    ("language", "text", "surface", "key"),
    [
        ("sr-Latn", "Policija je u Beogradu zaustavila kombi.", "Beogradu", BELGRADE),
        ("sr-Cyrl", "Аутобус из Суботице стигао је касно.", "Суботице", SUBOTICA),
        ("hu", "Két embert fogtak el Röszkénél.", "Röszkénél", "geonames:716028"),
        ("hu", "Két embert fogtak el Szegeden, Magyarországon.", "Szegeden", "geonames:715429"),
    ],
)
def test_an_inflected_name_is_its_place(language, text, surface, key):
    assert keys(text, language=language)[surface] == key


# What is known of the text


@pytest.mark.parametrize(
    ("hints", "country"),
    [
        ({"focus": "Serbia"}, "RS"),
        ({"focus": "Bulgaria"}, "BG"),
        ({"focus": "Hungary, Serbia"}, "RS"),
        ({"publisher": "Belgrade Gazette"}, "RS"),
        ({"dateline": "Belgrade"}, "RS"),
        ({"focus": "Pirot"}, "RS"),
        ({"dateline": "Pirot"}, "RS"),
    ],
)
def test_a_hint_pulls_a_name_over_the_border(hints, country):
    text = "The van was stopped near Dimitrovgrad on Monday."
    assert keys(text, **hints) == {"Dimitrovgrad": DIMITROVGRAD[country]}


@pytest.mark.parametrize("hints", [{"focus": "Lebanon"}, {"dateline": "Beirut"}])
def test_a_hint_pulls_a_name_away_from_a_capital(hints):
    assert keys("Fishermen from Tripoli found the boat.", **hints) == {"Tripoli": TRIPOLI_LEBANON}
