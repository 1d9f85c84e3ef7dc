"""Where entries stand, found by folded name or by key: in memory, or in an SQLite file."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, Protocol

from balkanroute.gazetteer.entries import Entry, settlement_precision_m
from balkanroute.names import fold, slug

#: An entry, and which of its labels was asked for (-1 for a code).
Hit = tuple[Entry, int]
_Record = tuple[int, int, int, str, int | None, int, int, str]

_COLUMNS: Final = "p.id, p.lon, p.lat, p.country, p.population, p.capital, p.slug, p.names"
_BY_NAME: Final = (
    f"SELECT n.nth, {_COLUMNS} FROM name n JOIN place p ON p.id = n.place WHERE n.folded = ?"  # noqa: S608 - columns are constants
)
_BY_ID: Final = f"SELECT {_COLUMNS} FROM place p WHERE p.id = ?"  # noqa: S608 - columns are constants
_AIRPORT_M: Final = 2_000.0
#: Longer numbers than any place has, still within what SQLite keeps.
_LONGEST: Final = 12


class Shelf(Protocol):
    """Where entries stand; a user's own rows go into a `MemoryShelf`."""

    def find(self, folded: str) -> Sequence[Hit]:
        """Give the entries that bear a folded name, in a stable order."""
        ...

    def entry(self, key: str) -> Entry | None:
        """Give the entry of a key, None where there is none."""
        ...

    def spellings(self) -> Iterable[str]:
        """Give every folded name."""
        ...


class MemoryShelf:
    """
    Entries in memory.

    Parameters
    ----------
    entries
        The entries; of two with one key the later stands.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_key = {entry.key: entry for entry in entries}
        self._by_name: dict[str, dict[str, Hit]] = defaultdict(dict)
        for entry in self._by_key.values():
            for nth, (text, _) in enumerate(entry.labels):
                self._by_name[fold(text)].setdefault(entry.key, (entry, nth))
            for code in entry.codes.values():
                self._by_name[fold(code)].setdefault(entry.key, (entry, -1))
        self._by_name.pop("", None)

    def find(self, folded: str) -> Sequence[Hit]:
        """Give the entries that bear a folded name, in the order they were put in."""
        return list(self._by_name[folded].values()) if folded in self._by_name else []

    def entry(self, key: str) -> Entry | None:
        """Give the entry of a key, None where there is none."""
        return self._by_key.get(key)

    def spellings(self) -> Iterable[str]:
        """Give every folded name."""
        return self._by_name

    def entries(self) -> Iterable[Entry]:
        """Give every entry."""
        return self._by_key.values()

    def known(self) -> Iterable[str]:
        """Give every key."""
        return self._by_key

    def ids(self) -> set[str]:
        """Give the readable id of every entry."""
        return {entry.id for entry in self._by_key.values()}


class SqliteShelf:
    """
    Entries in a bundled SQLite file, opened for reading only.

    Parameters
    ----------
    path
        The file; its tables are those that the build script writes.
    prefix
        What stands before the number in a key: ``geonames:``.
    base
        The base in which the number of a key is written.
    make
        Makes an entry of a row.
    """

    def __init__(
        self, path: Path, *, prefix: str, base: int, make: Callable[[_Record], Entry]
    ) -> None:
        # The file never changes while it is open, and reading from several threads is safe then.
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._file = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._prefix = prefix
        self._base = base
        self._make = make

    def find(self, folded: str) -> Sequence[Hit]:
        """Give the entries that bear a folded name, in the order of their numbers."""
        hits = []
        for nth, *record in self._file.execute(_BY_NAME, (folded,)):
            entry = self._make(tuple(record))
            hits.append((entry, nth if nth < len(entry.labels) else -1))
        return hits

    def entry(self, key: str) -> Entry | None:
        """Give the entry of a key, None where there is none."""
        if not key.startswith(self._prefix):
            return None
        text = key.removeprefix(self._prefix)
        if not (text.isascii() and text.isalnum() and len(text) <= _LONGEST):
            return None
        try:
            number = int(text, self._base)
        except ValueError:
            return None
        return self.entry_of(number)

    def entry_of(self, number: int) -> Entry | None:
        """Give the entry of a number, None where there is none."""
        row = self._file.execute(_BY_ID, (number,)).fetchone()
        return self._make(row) if row else None

    def spellings(self) -> Iterable[str]:
        """Give every folded name."""
        return (folded for (folded,) in self._file.execute("SELECT DISTINCT folded FROM name"))


def settlement_of(taken: set[str]) -> Callable[[_Record], Entry]:
    """
    Make what turns rows of the settlements' file into entries.

    Parameters
    ----------
    taken
        Readable ids that other places have already.
    """

    def make(record: _Record) -> Entry:
        number, lon, lat, country, population, capital, level, names = record
        texts = names.split("\n")
        identifier = slug(texts[0]) or "place"
        if level or identifier in taken:
            identifier += f"-{country.lower()}"
        if level > 1 or identifier.startswith("place-"):
            identifier += f"-{number}"
        return Entry(
            key=f"geonames:{number}",
            id=identifier,
            kind="settlement",
            labels=tuple((text, None) for text in texts),
            countries=(country,),
            layer="settlements",
            point=(lon / 1e5, lat / 1e5),
            precision_m=settlement_precision_m(population),
            population=population,
            capital=bool(capital),
            codes={"geonames": str(number)},
            within=country,
        )

    return make


def airport(record: _Record) -> Entry:
    """
    Turn a row of the airports' file into an entry.

    The precision, 2 km, covers the runways and terminals around the reference point.
    """
    _, lon, lat, country, *_, names = record
    lines = names.split("\n")
    codes = dict(line.split("\t") for line in lines if "\t" in line)
    return Entry(
        key=f"airport:{codes['iata']}",
        id=f"airport-{codes['iata'].lower()}",
        kind="airport",
        labels=tuple((line, None) for line in lines if "\t" not in line),
        countries=(country,),
        layer="airports",
        point=(lon / 1e5, lat / 1e5),
        precision_m=_AIRPORT_M,
        codes=codes,
        within=country,
    )
