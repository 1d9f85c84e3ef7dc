"""
One shape for every store of named points: an SQLite file with two tables.

``place``
    One row a place. ``id`` is its number at the origin, ``lon`` and ``lat`` are in 1e-5 degrees
    (EPSG:4326), ``population`` is NULL where the origin does not know it, ``slug`` says how much
    must be added to the slug of the shown name to make it unique: 0 nothing, 1 the country,
    2 the country and the id. ``names`` holds all names, the shown one first, one a line; a line
    with a tab is a code, its scheme before the tab.
``name``
    One row a folded name and place: ``nth`` is the line in ``place.names`` that folds to it.

The same rows give the same bytes with the same SQLite library.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from balkanroute.names import fold, slug

SCHEMA = """
PRAGMA page_size = 4096;
PRAGMA auto_vacuum = NONE;
PRAGMA journal_mode = OFF;
CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    lon INTEGER NOT NULL,
    lat INTEGER NOT NULL,
    country TEXT NOT NULL,
    population INTEGER,
    capital INTEGER NOT NULL,
    slug INTEGER NOT NULL,
    names TEXT NOT NULL
);
CREATE TABLE name (
    folded TEXT NOT NULL,
    place INTEGER NOT NULL,
    nth INTEGER NOT NULL,
    PRIMARY KEY (folded, place)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """
    A named point.

    Parameters
    ----------
    id
        Its number at the origin.
    names
        Its names, the shown one first; a code as its scheme, a tab and the code.
    lon, lat
        EPSG:4326, degrees.
    country
        ISO 3166-1 alpha-2, ``XK`` for Kosovo.
    population
        Inhabitants, None where unknown.
    capital
        Whether it is the capital of its country.
    """

    id: int
    names: tuple[str, ...]
    lon: float
    lat: float
    country: str
    population: int | None = None
    capital: bool = False


def write(path: Path, rows: Iterable[Row], *, taken: Iterable[str] = ()) -> None:
    """
    Write a store.

    Parameters
    ----------
    path
        The file to write; one that is there is replaced.
    rows
        The places, each with at least one name that folds to something.
    taken
        Slugs that places of other layers have, so that none of these is unique.
    """
    ordered = sorted(rows, key=lambda row: row.id)
    levels = _slug_levels(ordered, set(taken))
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript(SCHEMA)
    connection.executemany(
        "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                row.id,
                round(row.lon * 1e5),
                round(row.lat * 1e5),
                row.country,
                row.population,
                int(row.capital),
                levels[row.id],
                "\n".join(row.names),
            )
            for row in ordered
        ),
    )
    connection.executemany("INSERT INTO name VALUES (?, ?, ?)", _folded_names(ordered))
    connection.commit()
    connection.execute("VACUUM")
    connection.close()


def _folded_names(rows: Iterable[Row]) -> list[tuple[str, int, int]]:
    """Fold every name; of those that fold alike, the first in the row stands for all."""
    found: dict[tuple[str, int], int] = {}
    for row in rows:
        for nth, name in enumerate(row.names):
            if folded := fold(name.rpartition("\t")[2]):
                found.setdefault((folded, row.id), nth)
    return sorted((folded, place, nth) for (folded, place), nth in found.items())


def _slug_levels(rows: Iterable[Row], taken: set[str]) -> dict[int, int]:
    """Give the largest place of a name the bare slug, the largest of a country the next."""
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_name[slug(row.names[0])].append(row)
    levels: dict[int, int] = {}
    for name, group in by_name.items():
        seen: set[str] = set()
        group.sort(key=lambda row: (not row.capital, -(row.population or 0), row.id))
        for place, row in enumerate(group):
            bare = place == 0 and name not in taken
            levels[row.id] = 0 if bare else 1 if row.country not in seen else 2
            seen.add(row.country)
    return levels
