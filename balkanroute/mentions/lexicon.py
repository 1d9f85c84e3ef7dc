"""The names that a text is searched for, and the places that bear each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import marisa_trie
import numpy as np
import numpy.typing as npt

from balkanroute import geodata
from balkanroute.gazetteer.world import KINDS, NONE, PEOPLE, SHORT, World
from balkanroute.names import fold

Column = npt.NDArray[Any]

#: Of places that bear one name, as many as are weighed: the best known.
MOST_REFERENTS: Final = 24
#: What a place's kind adds to its standing, beside its inhabitants (20 log10).
_STANDING: Final = {
    "country": 60.0,
    "continent": 60.0,
    "area": 45.0,
    "adm1": 12.0,
    "capital": 25.0,
    "seat": 6.0,
    "sea": 90.0,
    "water": 40.0,
    "mountain": 35.0,
    "island": 45.0,
    "adm2": -10.0,
    "park": 25.0,
    "facility": 25.0,
    "quarter": -8.0,
}
_GROUPS: Final = (
    ("country",),
    ("continent", "area"),
    ("adm1",),
    ("adm2",),
    ("capital", "seat"),
    ("settlement",),
    ("quarter",),
    ("water", "sea"),
    ("mountain", "island"),
    ("park", "facility"),
)


@dataclass(frozen=True, slots=True)
class Bearers:
    """
    The places that bear a name, best known first.

    Parameters
    ----------
    number
        The number of the name among those that were looked at: its row in `Lexicon.traits`.
    rows
        Row numbers of the places in the store.
    how
        How each bears the name: shown, other, a people's, shortened.
    standing
        How well known each is, on the scale of 20 log10 of its inhabitants.
    shortened, only_shortened
        Whether it is an abbreviation of some, of all.
    """

    number: int
    rows: Column
    how: Column
    standing: Column
    shortened: bool
    only_shortened: bool


class Lexicon:
    """
    The names of a store, with what is asked of each while a text is read.

    Parameters
    ----------
    world
        The store.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.first_names = _first_names()
        self._known: dict[str, Bearers] = {}
        self._traits: list[list[float]] = []
        self._stacked = np.empty((0, 0), dtype=np.float32)
        self._standing = np.array([_STANDING.get(kind, 0.0) for kind in KINDS], dtype=np.float32)
        self._group = np.array(
            [next((n for n, g in enumerate(_GROUPS) if kind in g), 0) for kind in KINDS]
        )

    @staticmethod
    @cache
    def bundled() -> Lexicon:
        """Open the bundled store, once."""
        return Lexicon(World.bundled())

    def spelled_from(self, folded: Sequence[str]) -> list[str]:
        """
        Give the names that begin a run of words.

        Parameters
        ----------
        folded
            The words that a name may take up, folded.

        Returns
        -------
        list of str
            Folded names that end where a word ends, the shortest first.
        """
        run = " ".join(folded)
        found: list[str] = self.world.tree.prefixes(run)
        length = len(run)
        return [name for name in found if len(name) == length or run[len(name)] == " "]

    def bearers(self, name: str) -> Bearers:
        """Give the places that bear a folded name, as a name of the store."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._look_up(name)
        return known

    def traits(self, numbers: Sequence[int]) -> Column:
        """Give what is known of names before a text is read: a row a name, float32."""
        if len(self._stacked) < len(self._traits):
            self._stacked = np.array(self._traits, dtype=np.float32)
        return self._stacked[numbers]

    def _look_up(self, name: str) -> Bearers:
        """Gather the places that bear a name."""
        world = self.world
        rows, how = world.bearers(world.tree[name])
        standing = world.people[rows] + self._standing[world.kind[rows]]
        standing -= 8.0 * (how == 1)
        order = np.argsort(-standing, kind="stable")[:MOST_REFERENTS]
        self._traits.append(self._describe(name, rows, how, standing))
        return Bearers(len(self._traits) - 1, rows[order], how[order], standing[order], **_shortened(how))

    def _describe(self, name: str, rows: Column, how: Column, standing: Column) -> list[float]:
        """Say what a name is, in figures."""
        world = self.world
        groups = self._group[world.kind[rows]]
        best = [-1.0] * len(_GROUPS)
        for group in range(len(_GROUPS)):
            own = standing[groups == group]
            if len(own):
                best[group] = float(own.max())
        words = name.split(" ")
        return [
            float(standing.max()),
            float(np.log1p(len(rows))),
            float(len(words)),
            float(len(name)),
            float((how == PEOPLE).any()),
            float((how == SHORT).any()),
            float((how == 0).any()),
            float((world.people[rows] > 0).any()),
            float(len({int(code) for code in world.country[rows] if code != NONE})),
            float(words[0] in self.first_names),
            float(words[-1] in self.first_names),
            *best,
        ]


def _shortened(how: Column) -> dict[str, bool]:
    """Tell whether a name is an abbreviation of some, of all that bear it."""
    short = how == SHORT
    return {"shortened": bool(short.any()), "only_shortened": bool(short.all())}


def _first_names() -> frozenset[str]:
    """Read the first names, folded."""
    lines = geodata.path("first_names").read_text("utf-8").split()
    return frozenset(fold(line) for line in lines)


def fold_all(words: Iterable[str]) -> frozenset[str]:
    """Fold words into a set."""
    return frozenset(map(fold, words))
