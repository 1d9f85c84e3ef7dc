"""
Paragraphs of this project's own making, with their places known: what no public corpus holds.

Towns, crossings, camps and rivers of the Balkans, in their spellings, stand in sentences beside
what tempts a reader: people whose names are also towns, words that are also towns, agencies. Drawn
at random from a seed, so that the same seed gives the same paragraphs.
"""

from __future__ import annotations

import random
import sqlite3
import unicodedata
from string import Formatter

import numpy as np

from balkanroute import geodata
from balkanroute.gazetteer import Gazetteer
from balkanroute.gazetteer.world import KINDS, World

COUNTRIES = "RS HU HR BA ME AL MK XK BG RO GR TR".split()
ORIGINS = (
    "Afghanistan Syria Iraq Iran Pakistan Morocco Algeria Somalia Bangladesh Turkey Egypt Tunisia"
).split()
DEMONYMS = {
    "RS": "Serbian", "HU": "Hungarian", "HR": "Croatian", "BA": "Bosnian", "ME": "Montenegrin",
    "AL": "Albanian", "MK": "Macedonian", "XK": "Kosovar", "BG": "Bulgarian", "RO": "Romanian",
    "GR": "Greek", "TR": "Turkish",
}  # fmt: skip
NAMES = {
    "RS": "Serbia", "HU": "Hungary", "HR": "Croatia", "BA": "Bosnia", "ME": "Montenegro",
    "AL": "Albania", "MK": "North Macedonia", "XK": "Kosovo", "BG": "Bulgaria", "RO": "Romania",
    "GR": "Greece", "TR": "Turkey",
}  # fmt: skip
FIRST = (
    "Sofia Milan Jordan Petra Chad Paris Florence Victoria Georgia Ivana Dragan Ana Marko "
    "Jelena Luka Sara Nikola Amir Lejla Arben Ilir Gábor Zsófia Péter Andrea Elena Stefan "
    "Maria Georgios Mehmet Fatma Ahmad Bashir Zoran Goran Vesna Mira Lana Nina Adrian Austin "
    "Charlotte Sydney Dallas "
).split()
LAST = (
    "Petrova Milić Kovač Smith Hunyadi Jovanović Horvat Szabó Nagy Petrović Hoxha Krasniqi "
    "Ivanov Dimitrov Papadopoulos Yılmaz Demir Popescu Babić Marić London Washington Lincoln "
    "Bar Lipa Reka Novak Vukić Tomić Kos Krk Bihać Prizren Sombor Berat Varga Kiss Rossi "
    "Weber Lang "
).split()
ROLES = (
    "a spokeswoman|a lawyer|who runs the shelter|the mayor|a researcher|of the Red Cross|"
    "a volunteer|a border guard|the prosecutor|an aid worker|of the Commissariat for Refugees|"
    "a local journalist"
).split("|")
#: Share of paragraphs whose towns lie close to one another.
NEAR = 0.6
#: Each slot is a place, but for {person}, {role} and {n}; a slot with a dash stands inside a name.
SENTENCES = (
    "{TOWN} ({country}) - Police found {n} people in a lorry near {town} on Monday.",
    "{TOWN}, {country} — A group of {n} was turned back overnight.",
    "Officers in {town} stopped {n} migrants on Tuesday, the {people} Interior Ministry said.",
    "{person}, {role}, said that most had come from {origin} and {origin}.",
    "{person} told reporters that the camp in {camp} was full.",
    "They had walked from {town} to {town} in three days.",
    "Families sleep in the open in {camp}, {person} said.",
    "The {river} flooded near {town} and two bridges were closed.",
    "Three men drowned in the {river} while trying to cross into {country}.",
    "At the {crossing} crossing, queues were {n} kilometres long.",
    "The crossings at {crossing} and {crossing} were shut for the weekend.",
    "{people} police searched a van at {crossing}.",
    "A bus from {town} to {town} was held for nine hours.",
    "Residents of {town}, {town} and {town} asked for more patrols.",
    "In {town}, near the border with {country}, a fence is going up.",
    "Smugglers charge more on the way from {town} via {town}.",
    "{person} was born in {town} and studied law in {town}.",
    "Nice weather helped the search, which ended at the bar of a hotel in {town}.",
    "The van was split open, and the mobile phones inside were gone.",
    "The {town-} police department gave no figures.",
    "Doctors at the {town-} hospital treated {n} people.",
    "The University of {town-} published a study by {person}.",
    "{person} of the {town-} District Court ordered the release of two men.",
    "Reading the file took days, {person} admitted; the court in {town} adjourned.",
    "Most wanted to reach {country}, some {country}.",
    "On the island of {island}, {n} people arrived in May.",
    "Boats from {town} reach {island} within an hour.",
    "The reception centre in {camp} was opened for {n}.",
    "{person} and {person} were charged in {town}.",
    "According to {person}, the route now leads past {crossing} and {town} to {town}.",
    "The village of {town} lies {n} km from the {people} border.",
    "A train left {town} for {town}; it stopped in {town}.",
    "“We saw drones,” said {person}, {role} in {town}.",
    "Frontex officers were sent to {town} and to {crossing}.",
    "{town} has {n} beds, {town} fewer.",
    "The March report says that fewer people may cross in May than in June.",
    "Hope is all they have, {person} wrote from {camp}.",
    "The Home Office, Amazon and Facebook did not comment.",
    "Christian and Orange volunteers handed out food in {town}.",
    "Between {town} and {crossing} there is only forest.",
    "Germany, Austria and {country} agreed to send officers to {town}.",
    "Workers in {town} (population {n}) went on strike.",
    "From {camp} some went back to {town}, others on to {town}.",
    "The mountains above {town} were under snow; the pass to {town} was closed.",
    "{person}'s brother lives in {town}'s old town.",
    "The {river}, which marks the border between {country} and {country}, is shallow here.",
    "Human Rights Watch spoke to {n} people in {town}, {town} and {camp}.",
    "In {province} province, schools stayed closed.",
    "The governor of {province} province met {person} in {town}.",
    "The provinces of {province} and {province} lie along the border.",
    "Conditions in the {camp} camp and in the {camp} camp are worse, {person} said.",
    "The island of {island} and the islands of {island} and {island} took in {n} people.",
    "They left {country} for {island} in rubber boats.",
    "The {river} river has claimed {n} lives since June.",
    "{TOWN} – {person} waits at the station.",
    "{TOWN}: Fire destroyed a warehouse near the {river} river.",
    "The men crossed at {crossing} before dawn.",
    "{crossing} is closed; {crossing} is open for pedestrians.",
    "{town-} police and the {town-} prosecutor declined to comment.",
    "{person}, a doctor at {town-} University Clinic, treats them for free.",
    "Split into small groups, they slept near {town}.",
    "{person} was held in {town} for three weeks.",
    "Soldiers patrol between {crossing} and {crossing}.",
    "Police in {town}, {country}, said the men were found near {town}.",
    "The minister flew to {town} on Monday.",
    "{person} spoke in parliament.",
    "{person} will testify next week.",
    "{person} and his brother were released.",
    "President {person} flew to {town} to meet Prime Minister {person}.",
)  # fmt: skip


class Places:
    """Where slots are filled from: the settlements and the curated rows, by country."""

    def __init__(self):
        self.provinces = self._provinces()
        file = sqlite3.connect(geodata.path("settlements"))
        rows = file.execute(
            "SELECT id, lon, lat, country, population, names FROM place ORDER BY id"
        )
        self.towns = {code: [] for code in COUNTRIES}
        for number, lon, lat, country, people, names in rows:
            if country in self.towns and (people or 0) > 300:
                name = names.split("\n")[0]
                place = {"name": name, "lon": lon / 1e5, "lat": lat / 1e5, "geonameid": number}
                self.towns[country].append((place, people))
        self.others = {
            kind: {code: [] for code in COUNTRIES}
            for kind in ("crossing", "camp", "river", "island")
        }
        curated = geodata.load("curated")
        for key, row in curated.iterrows():
            kind = {"village": None, "reception centre": "camp"}.get(row["feature"], row["feature"])
            if kind not in self.others:
                continue
            for code in row["countries"]:
                if code in COUNTRIES:
                    self.others[kind][code].append(self._curated(key, row))

    @staticmethod
    def _provinces():
        world = World.bundled()
        provinces = {code: [] for code in COUNTRIES}
        for row in np.flatnonzero(world.kind == KINDS.index("adm1")):
            code, label = world.codes[world.country[row]], world.label(int(row))
            if code in provinces and len(label.split()) == 1 and label.isalpha():
                lon, lat = float(world.lon[row]), float(world.lat[row])
                place = {"name": label, "lon": lon, "lat": lat, "geonameid": None, "row": int(row)}
                provinces[code].append(place)
        return provinces

    @staticmethod
    def _curated(key, row):
        names = [text for texts in row["names"].values() for text in texts if text.isprintable()]
        latin = [t for t in [row["name"], *names] if "LATIN" in unicodedata.name(t[0], "")]
        short = [
            t for t in latin if len(t.split()) <= 2 and "–" not in t and "border" not in t.lower()
        ]
        short = [
            t
            for t in short
            if not any(w in t.lower() for w in ("centre", "camp", "prelaz", "site"))
        ]
        point = row["geometry"].representative_point() if row["geometry"] is not None else None
        name = short[0] if short else None
        lon, lat = (point.x, point.y) if point is not None else (None, None)
        return {"name": name, "lon": lon, "lat": lat, "geonameid": None, "key": key}


def plain(text):
    """Drop diacritics, as English papers do."""
    text = text.replace("đ", "dj").replace("Đ", "Dj").replace("ı", "i")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def paragraphs(seed, count):
    """
    Make paragraphs.

    Parameters
    ----------
    seed
        Of the random numbers.
    count
        How many.

    Returns
    -------
    list of dict
        As the lines of a corpus: ``doc``, ``text``, ``toponyms``.
    """
    chance = random.Random(seed)
    places, gazetteer = Places(), Gazetteer.bundled()
    return [_paragraph(chance, places, gazetteer, number) for number in range(count)]


def _paragraph(chance, places, gazetteer, number):
    home, away = chance.sample(COUNTRIES, 2)
    middle = chance.choice(places.towns[home])[0] if chance.random() < NEAR else None
    ascii_only = chance.random() < 0.5
    text, toponyms = "", []
    for template in chance.sample(SENTENCES, chance.randint(4, 9)):
        for literal, slot, _, _ in Formatter().parse(template):
            text += literal
            if slot is None:
                continue
            filled, gold = _fill(chance, places, gazetteer, slot, (home, away, middle))
            filled = plain(filled) if ascii_only else filled
            if gold is not None:
                toponyms.append(
                    {**gold, "start": len(text), "end": len(text) + len(filled), "phrase": filled}
                )
            text += filled
        text += "\n" if chance.random() < 0.2 else " "
    return {"doc": f"made-{number}", "text": text.rstrip(), "toponyms": toponyms}


def _is_near(place, middle):
    return (
        middle is None
        or abs(place["lon"] - middle["lon"]) + abs(place["lat"] - middle["lat"]) < 1.2
    )


def _fill(chance, places, gazetteer, slot, countries):
    home, away, middle = countries
    plain_slots = {
        "n": lambda: str(chance.randint(2, 900)),
        "role": lambda: chance.choice(ROLES),
        "person": lambda: f"{chance.choice(FIRST)} {chance.choice(LAST)}",
    }
    if slot in plain_slots:
        return plain_slots[slot](), None
    if slot == "origin":
        name = chance.choice(ORIGINS)
        return name, _area(gazetteer.lookup(name, kind="country")[0].entry.key, gazetteer)
    if slot == "country":
        code = away if chance.random() < 0.6 else home
        return NAMES[code], _area(code, gazetteer)
    if slot == "people":
        return DEMONYMS[home], {**_area(home, gazetteer), "kind": "Demonym"}
    kind = slot.lower().rstrip("-")
    code = home if chance.random() < 0.75 else away
    known = [p for p in places.others.get(kind, {}).get(code, ()) if p["name"]]
    if kind == "province":
        known = places.provinces[code]
    if not known:
        pool = [each for each in places.towns[code] if _is_near(each[0], middle)] or places.towns[
            code
        ]
        known = chance.choices([p for p, _ in pool], [min(n, 50_000) ** 0.5 for _, n in pool])
    place = chance.choice(known)
    inner = {"kind": "Embedded_Non_Lit"} if slot.endswith("-") else {}
    name = place["name"].upper() if slot.isupper() else place["name"]
    return name, {**place, **inner}


_AREAS = {}


def _area(code, gazetteer):
    if code not in _AREAS:
        point = gazetteer.place(code).geometry.representative_point()
        _AREAS[code] = {"lon": point.x, "lat": point.y, "geonameid": None, "tol_km": 900.0}
    return _AREAS[code]
