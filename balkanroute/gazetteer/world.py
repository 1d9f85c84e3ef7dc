"""
The world's names in a compact store, looked up by the thousand while a text is read.

The names stand in a `marisa_trie.Trie`: the smallest kept structure that finds every name that a
text may go on with in one step. What bears them stands in columns beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

import marisa_trie
import numpy as np
import numpy.typing as npt

from balkanroute import geodata
from balkanroute.gazetteer.entries import Entry, settlement_precision_m
from balkanroute.names import slug

if TYPE_CHECKING:
    from balkanroute.gazetteer.shelves import Hit
    from balkanroute.model.records import PlaceKind

#: What a place is.
KINDS: Final = (
    "country",
    "continent",
    "area",
    "adm1",
    "adm2",
    "capital",
    "seat",
    "settlement",
    "quarter",
    "water",
    "sea",
    "mountain",
    "island",
    "park",
    "facility",
)
SOURCES: Final = ("geonames", "derived", "gdelt")
#: What a key of each source begins with.
_SCHEMES: Final = ("geonames", "world", "gdelt")
#: How a place bears a name: as the one shown, as another, as its people's, shortened.
SHOWN, OTHER, PEOPLE, SHORT = range(4)
#: No country.
NONE: Final = 255

Column = npt.NDArray[Any]
_E5: Final = 100_000
_KEY: Final = re.compile(r"(geonames|gdelt|world):(-?\d{1,10})")
#: How far a spot in a place may be from its point, in metres, where nothing says it better: orders
#: of magnitude, an assumption of this project.
_PRECISION_M: Final = {
    "country": 300_000.0,
    "continent": 2_000_000.0,
    "area": 500_000.0,
    "adm1": 100_000.0,
    "adm2": 20_000.0,
    "quarter": 2_000.0,
    "water": 50_000.0,
    "sea": 500_000.0,
    "mountain": 20_000.0,
    "island": 10_000.0,
    "park": 5_000.0,
    "facility": 1_000.0,
}
#: Kinds of which no two places share a name.
_ALONE: Final = frozenset({"country", "continent", "area"})
_PLACE_KINDS: Final[dict[str, PlaceKind]] = {
    "country": "country",
    "adm1": "region",
    "adm2": "region",
    "capital": "settlement",
    "seat": "settlement",
    "settlement": "settlement",
    "quarter": "settlement",
}


class World:
    """
    Places of the world by folded name; also a shelf of the gazetteer.

    Parameters
    ----------
    tree
        The folded names.
    columns
        What stands in ``world_places``: ``bearers`` counts the places of each name, ``refs`` holds
        them (shifted left by two bits, with how the place bears the name), the others have a value
        a place.
    """

    def __init__(self, tree: marisa_trie.Trie, columns: dict[str, Column]) -> None:
        self.tree = tree
        self.lon = columns["lon"] / _E5
        self.lat = columns["lat"] / _E5
        self.country = columns["country"]
        self.adm1 = columns["adm1"]
        self.kind = columns["kind"]
        self.people = columns["people"]
        self.codes = tuple(bytes(columns["codes"]).decode().split(" "))
        self._id = columns["id"]
        self.source = columns["source"]
        self._refs = columns["refs"]
        self._ends = np.cumsum(columns["bearers"], dtype=np.int64)
        self._labels = columns["labels"]

    @staticmethod
    @cache
    def bundled() -> World:
        """
        Open the bundled store, once.

        Raises
        ------
        MissingData
            A bundled file is absent.
        """
        tree = marisa_trie.Trie()
        tree.mmap(str(geodata.path("world_names")))
        with np.load(geodata.path("world_places"), allow_pickle=False) as columns:
            return World(tree, dict(columns))

    def bearers(self, name: str) -> tuple[Column, Column]:
        """
        Give the places that bear a name, and how.

        Parameters
        ----------
        name
            A folded name.

        Returns
        -------
        tuple of ndarray
            Row numbers of places, and for each `SHOWN`, `OTHER`, `PEOPLE` or `SHORT`; both empty
            where nothing bears the name.
        """
        number = self.tree.get(name)
        if number is None:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        start = self._ends[number - 1] if number else 0
        refs = self._refs[start : self._ends[number]].astype(np.int64)
        return refs >> 2, refs & 3

    def label(self, row: int) -> str:
        """Give the name that a place is shown by."""
        start, end = self._label_ends[row], self._label_ends[row + 1] - 1
        return bytes(self._labels[start:end]).decode()

    def key(self, row: int) -> str:
        """Give a key for a place: a country's code, a GeoNames id, GDELT's or the store's own."""
        if KINDS[self.kind[row]] == "country":
            return self.codes[int(self.country[row])]
        number = int(self._id[row])
        return f"{_SCHEMES[self.source[row]]}:{number}"

    def geonames(self, row: int) -> int | None:
        """Give the GeoNames id of a place, None where it has none."""
        known = SOURCES[self.source[row]] == "geonames" or KINDS[self.kind[row]] == "country"
        return int(self._id[row]) if known and self._id[row] else None

    def find(self, folded: str) -> Sequence[Hit]:
        """Give the entries that bear a folded name, peoples' names left out."""
        rows, how = self.bearers(folded)
        named = [(int(row), int(way)) for row, way in zip(rows, how, strict=True) if way != PEOPLE]
        return [(self.entry_of(row), 0 if way == SHOWN else -1) for row, way in named]

    def entry(self, key: str) -> Entry | None:
        """Give the entry of a key, None where there is none."""
        match = _KEY.fullmatch(key)
        row = self._row(match[1], int(match[2])) if match else None
        return None if row is None else self.entry_of(row)

    def spellings(self) -> Iterable[str]:
        """Give no name: half a million would hide the near ones when a name is misspelled."""
        return ()

    def entry_of(self, row: int) -> Entry:
        """Give the entry of a place, with the precision that its kind and size allow."""
        kind, key, label = KINDS[self.kind[row]], self.key(row), self.label(row)
        code = self.codes[self.country[row]] if self.country[row] != NONE else None
        people = round(10 ** (self.people[row] / 20)) - 1 if self.people[row] else None
        number = self.geonames(row)
        return Entry(
            key=key,
            id=self._readable(kind, label, key),
            kind=_PLACE_KINDS.get(kind, "area"),
            labels=((label, None),),
            countries=(code,) if code else (),
            layer="world_places",
            point=(float(self.lon[row]), float(self.lat[row])),
            precision_m=_PRECISION_M.get(kind) or settlement_precision_m(people),
            population=people,
            capital=kind == "capital",
            codes={"geonames": str(number)} if number else {},
            within=code if kind != "country" else None,
        )

    @staticmethod
    def _readable(kind: str, label: str, key: str) -> str:
        """Give an id that people can read: the name, with the key's number where many share it."""
        name = slug(label) or "place"
        return name if kind in _ALONE else f"{name}-{key.rpartition(':')[2].strip('-').lower()}"

    def _row(self, scheme: str, number: int) -> int | None:
        """Find the row of a key."""
        rows = np.flatnonzero((self._id == number) & (self.source == _SCHEMES.index(scheme)))
        return int(rows[0]) if len(rows) else None

    @cached_property
    def _label_ends(self) -> Column:
        """Where each label starts, with the end of the last."""
        breaks = np.flatnonzero(self._labels == ord("\n")) + 1
        return np.concatenate(([0], breaks, [len(self._labels) + 1]))


def first_names() -> str:
    """
    Give first names, which tell a person from a place of the same name, a line each.

    Raises
    ------
    MissingData
        The bundled file is absent.
    """
    return geodata.path("first_names").read_text("utf-8")
