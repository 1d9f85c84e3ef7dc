"""
The world's names in a compact store, looked up by the thousand while a text is read.

The names stand in a `marisa_trie.Trie`: the smallest kept structure that finds every name that a
text may go on with in one step. What bears them stands in columns beside it.
"""

from __future__ import annotations

import itertools
from functools import cache, cached_property
from typing import Any, Final

import marisa_trie
import numpy as np
import numpy.typing as npt

from balkanroute import geodata
from balkanroute.gazetteer.entries import Entry, settlement_precision_m

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
#: How a place bears a name.
SHOWN, OTHER, PEOPLE, SHORT = range(4)
#: No country.
NONE: Final = 255

Column = npt.NDArray[Any]
_E5: Final = 100_000


class World:
    """
    Places of the world by folded name.

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
        self._source = columns["source"]
        self._refs = columns["refs"]
        self._ends = np.cumsum(columns["bearers"], dtype=np.int64)
        self._columns = columns

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

    def bearers(self, name: int) -> tuple[Column, Column]:
        """
        Give the places that bear a name, and how.

        Parameters
        ----------
        name
            The number of a name in the tree.

        Returns
        -------
        tuple of ndarray
            Row numbers of places, and for each `SHOWN`, `OTHER`, `PEOPLE` or `SHORT`.
        """
        start = self._ends[name - 1] if name else 0
        refs = self._refs[start : self._ends[name]]
        return refs >> 2, refs & 3

    def label(self, row: int) -> str:
        """Give the name that a place is shown by."""
        start, end = self._label_ends[row], self._label_ends[row + 1] - 1
        return bytes(self._columns["labels"][start:end]).decode()

    def key(self, row: int) -> str:
        """Give a key for a place: a country's code, a GeoNames id, or the store's own."""
        kind, number = KINDS[self.kind[row]], int(self._id[row])
        if kind == "country":
            return self.codes[self.country[row]]
        if SOURCES[self._source[row]] == "geonames":
            return f"geonames:{number}"
        return f"gdelt:{number}" if number else f"world:{row}"

    def geonames(self, row: int) -> int | None:
        """Give the GeoNames id of a place, None where it has none."""
        known = SOURCES[self._source[row]] == "geonames" or KINDS[self.kind[row]] == "country"
        return int(self._id[row]) if known and self._id[row] else None

    @cached_property
    def _label_ends(self) -> Column:
        """Where each label starts, with the end of the last."""
        breaks = np.flatnonzero(self._columns["labels"] == ord("\n")) + 1
        return np.concatenate(([0], breaks, [len(self._columns["labels"]) + 1]))
