"""The names that a text is searched for, and the places that bear each."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import marisa_trie
import numpy as np
import numpy.typing as npt

from balkanroute.gazetteer import Candidate, Entry, Gazetteer
from balkanroute.gazetteer.world import (
    KINDS,
    NONE,
    OTHER,
    PEOPLE,
    SHORT,
    SHOWN,
    SOURCES,
    World,
    first_names,
)
from balkanroute.names import fold, slug

Column = npt.NDArray[Any]

#: Of places that bear one name, as many as are weighed: the best known.
MOST_REFERENTS: Final = 24
#: What a place's kind adds to its standing, on the scale of its inhabitants (20 log10).
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
#: What a name that is not the one shown takes away.
_OTHER_NAME: Final = 20.0
#: The standing of a settlement whose inhabitants nobody counted: GeoNames lists it for having 500,
#: or for being the seat of an administration.
_UNCOUNTED: Final = 60.0
#: The standing of an entry that somebody wrote by hand: that of a large town.
_BY_HAND: Final = 100.0
#: Which of the store's kinds an entry's kind is weighed as.
_AS_KIND: Final = {
    "country": "country",
    "region": "adm1",
    "settlement": "settlement",
    "airport": "facility",
    "crossing": "facility",
    "border": "area",
    "camp": "facility",
    "reception centre": "facility",
    "detention centre": "facility",
    "transit zone": "facility",
    "village": "settlement",
    "river": "water",
    "lake": "water",
    "island": "island",
    "mountain": "mountain",
    "pass": "mountain",
    "canton": "adm1",
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
#: Degrees within which an entry and a place of the store that share a name are one place.
_SAME_DEGREES: Final = 0.15
#: Names whose traits there is room for at first; it doubles when they are more.
_ROOM: Final = 1024
#: Traits that describe no name at all: a run of words that the store does not have.
UNKNOWN: Final = -5.0


@dataclass(frozen=True, slots=True)
class Bearers:
    """
    The places that bear a name, best known first.

    Parameters
    ----------
    number
        The number of the name among those that were looked at: its row in `Lexicon.traits`.
    rows
        Row numbers of the places.
    how
        How each bears the name: shown, other, a people's, shortened.
    standing
        How well known each is, on the scale of 20 log10 of its inhabitants.
    own
        Whether an entry of the gazetteer is among them.
    shortened, only_shortened
        Whether it is an abbreviation of some, of all.
    """

    number: int
    rows: Column
    how: Column
    standing: Column
    own: bool = False
    shortened: bool = False
    only_shortened: bool = False


class Lexicon:
    """
    The names of the store and of a gazetteer, with what is asked of each while a text is read.

    Parameters
    ----------
    world
        The store.
    gazetteer
        Its entries in memory are names too; where one is a place of the store, it stands for it.
    language
        BCP 47 language of the texts: of a country, only names in it are looked for.
    """

    def __init__(self, world: World, gazetteer: Gazetteer, language: str = "en") -> None:
        self.world = world
        self.gazetteer = gazetteer
        self.language = language
        self.first_names = fold_all(first_names())
        self._known: dict[str, Bearers] = {}
        self._count = 0
        self._weights = np.array([_STANDING.get(kind, 0.0) for kind in KINDS])
        self._group = np.array([_group(kind) for kind in KINDS])
        self.first = len(world.kind)
        self._entries: list[Entry] = []
        self._rows: dict[str, int] = {}
        self._spellings: dict[int, frozenset[str]] = {}
        self._own = self._gather(gazetteer.entries)
        self._own_tree = marisa_trie.Trie(self._own)
        width = len(self._describe("", *_NOTHING))
        # The last row is for what is no name; names fill the others from the first on.
        self._traits = np.full((_ROOM, width), UNKNOWN, dtype=np.float32)

    @staticmethod
    @cache
    def opened(gazetteer: Gazetteer, language: str) -> Lexicon:
        """Open the bundled store with a gazetteer, once for each of its languages."""
        return Lexicon(World.bundled(), gazetteer, language)

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
        length = len(run)
        found: list[str] = self.world.tree.prefixes(run)
        own = self._own_tree.prefixes(run)
        if own:
            found = sorted({*found, *own}, key=len)
        return [name for name in found if len(name) == length or run[len(name)] == " "]

    def __contains__(self, name: str) -> bool:
        return name in self._own or name in self.world.tree

    def bearers(self, name: str) -> Bearers:
        """Give the places that bear a folded name of the lexicon."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._look_up(name)
        return known

    def only(self, key: str) -> Bearers | None:
        """Give an entry of the gazetteer alone, as what bears a name that means nothing else."""
        name = f"@{key}"
        known = self._known.get(name)
        row = self._rows.get(key)
        if known is None and row is not None:
            rows, how = np.array([row]), np.array([SHOWN])
            standing = np.array([_BY_HAND])
            known = Bearers(self._note(key, rows, how, standing), rows, how, standing, own=True)
            self._known[name] = known
        return known

    def traits(self, numbers: Sequence[int]) -> Column:
        """
        Give what is known of names before a text is read.

        Parameters
        ----------
        numbers
            Of names, as `Bearers.number`; -1 for what is no name.

        Returns
        -------
        ndarray
            A row a name, float32.
        """
        return self._traits[list(numbers)]

    def entry(self, row: int) -> Entry:
        """Give the entry of a place."""
        return self._entries[row - self.first] if row >= self.first else self.world.entry_of(row)

    def spellings(self, row: int) -> frozenset[str]:
        """Give how the names of an entry of the gazetteer are spelled, digraphs kept apart."""
        known = self._spellings.get(row)
        if known is None:
            known = frozenset(slug(text) for text, _ in self._entries[row - self.first].labels)
            self._spellings[row] = known
        return known

    def key(self, row: int) -> str:
        """Give the key of a place."""
        return self._entries[row - self.first].key if row >= self.first else self.world.key(row)

    def candidate(self, row: int, score: float, reasons: tuple[str, ...]) -> Candidate:
        """Make a place a candidate of the gazetteer."""
        return self.gazetteer.candidate(self.entry(row), score, reasons)

    def _gather(self, entries: Sequence[Entry]) -> dict[str, list[tuple[int, int]]]:
        """Lay the gazetteer's entries beside the store's places; give what bears each name."""
        world = self.world
        countries = {
            world.codes[world.country[row]]: int(row)
            for row in np.flatnonzero(world.kind == KINDS.index("country"))
        }
        own: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for entry in entries:
            row = countries.get(entry.key) if entry.kind == "country" else None
            if row is None:
                row = self.first + len(self._entries)
                self._entries.append(entry)
                self._rows[entry.key] = row
            for nth, (text, language) in enumerate(entry.labels):
                folded = fold(text)
                if folded and (entry.kind != "country" or self._is_read(language)):
                    own[folded].append((row, OTHER if nth else SHOWN))
        self._extend(countries)
        return dict(own)

    def _is_read(self, language: str | None) -> bool:
        """Tell whether names in a language are looked for."""
        return language is None or language.split("-")[0] in (self.language.split("-")[0], "en")

    def _extend(self, countries: dict[str, int]) -> None:
        """Lengthen the columns by the gazetteer's entries."""
        world, entries = self.world, self._entries
        codes = {code: nth for nth, code in enumerate(world.codes)}
        homes = [
            countries.get(entry.countries[0]) if entry.countries else None for entry in entries
        ]
        spots = [
            self._spot(entry) or ((world.lon[at], world.lat[at]) if at is not None else (0.0, 0.0))
            for entry, at in zip(entries, homes, strict=True)
        ]
        lon, lat = np.array(spots, dtype=np.float64).reshape(-1, 2).T
        kinds = [KINDS.index(_kind_of(entry)) for entry in entries]
        first = [
            codes.get(entry.countries[0], NONE) if entry.countries else NONE for entry in entries
        ]
        self.lon = np.concatenate([world.lon, lon])
        self.lat = np.concatenate([world.lat, lat])
        self.kind = np.concatenate([world.kind, np.array(kinds, dtype=world.kind.dtype)])
        self.country = np.concatenate([world.country, np.array(first, dtype=world.country.dtype)])
        uncounted = (world.people == 0) & (world.source == SOURCES.index("geonames"))
        counted = np.where(uncounted, _UNCOUNTED, world.people)
        self._known_for = np.concatenate([counted, np.full(len(entries), _BY_HAND)])
        none = np.zeros(len(entries), dtype=world.adm1.dtype)
        self.adm1 = np.concatenate([world.adm1, none])
        self.people = np.concatenate([world.people, none.astype(world.people.dtype)])

    def _spot(self, entry: Entry) -> tuple[float, float] | None:
        """Give a point on an entry that somebody wrote by hand, None where it has none."""
        if entry.point is not None or entry.feature is None or not entry.layer:
            return entry.point
        geometry = self.gazetteer.place(entry.key).geometry
        if geometry is None:
            return None
        point = geometry.representative_point()
        return point.x, point.y

    def _look_up(self, name: str) -> Bearers:
        """Gather the places that bear a name."""
        rows, how = self.world.bearers(name)
        own = self._own.get(name)
        if own:
            rows, how = self._joined(rows, how, own)
        kind = self.kind[rows]
        weight = np.where(rows >= self.first, 0.0, self._weights[kind])
        standing = self._known_for[rows] + weight - _OTHER_NAME * (how == OTHER)
        order = np.argsort(-standing, kind="stable")[:MOST_REFERENTS]
        short = how == SHORT
        return Bearers(
            number=self._note(name, rows, how, standing),
            rows=rows[order],
            how=how[order],
            standing=standing[order],
            own=bool((rows >= self.first).any()),
            shortened=bool(short.any()),
            only_shortened=bool(short.all()),
        )

    def _joined(
        self, rows: Column, how: Column, own: list[tuple[int, int]]
    ) -> tuple[Column, Column]:
        """Put the gazetteer's places before the store's, each place once."""
        ways_of = dict(reversed(own))
        mine, ways = np.array(list(ways_of)), np.array(list(ways_of.values()))
        kept = ~np.isin(rows, mine)
        for row in mine[mine >= self.first]:
            near = abs(self.lon[rows] - self.lon[row]) + abs(self.lat[rows] - self.lat[row])
            unknown = self.people[rows] == 0
            # An area is no spot: what the store has at a spot of its country is the same area.
            wide = self.kind[row] != KINDS.index("settlement")
            inland = wide & (self.country[rows] == self.country[row])
            alike = unknown | (self.kind[rows] == self.kind[row])
            kept &= ~((unknown & (near < _SAME_DEGREES)) | (inland & alike))
        return np.concatenate([mine, rows[kept]]), np.concatenate([ways, how[kept]])

    def _note(self, name: str, rows: Column, how: Column, standing: Column) -> int:
        """Keep the traits of a name; give its number."""
        if self._count + 1 == len(self._traits):
            more = np.full_like(self._traits, UNKNOWN)
            self._traits = np.concatenate([self._traits[:-1], more])
        self._traits[self._count] = self._describe(name, rows, how, standing)
        self._count += 1
        return self._count - 1

    def _describe(self, name: str, rows: Column, how: Column, standing: Column) -> list[float]:
        """Say what a name is, in figures."""
        # Most names have few bearers: lists are faster than arrays then.
        known, ways = standing.tolist(), how.tolist()
        best = [-1.0] * len(_GROUPS)
        for group, value in zip(self._group[self.kind[rows]].tolist(), known, strict=True):
            best[group] = max(best[group], value)
        words = name.split(" ")
        return [
            max(known, default=-1.0),
            math.log1p(len(known)),
            float(len(words)),
            float(len(name)),
            float(PEOPLE in ways),
            float(SHORT in ways),
            float(SHOWN in ways),
            float(any(self.people[rows].tolist())),
            float(len(set(self.country[rows].tolist()))),
            float(words[0] in self.first_names),
            float(words[-1] in self.first_names),
            float(any(row >= self.first for row in rows.tolist())),
            *best,
        ]


_NOTHING: Final = (np.empty(0, int), np.empty(0, int), np.empty(0))


def _kind_of(entry: Entry) -> str:
    """Give the store's kind that an entry is weighed as."""
    return _AS_KIND.get(entry.feature or "") or _AS_KIND.get(entry.kind, "area")


def _group(kind: str) -> int:
    """Give the group of kinds that a kind is described in."""
    return next((number for number, group in enumerate(_GROUPS) if kind in group), 0)


def fold_all(text: str) -> frozenset[str]:
    """Fold the words of a text into a set."""
    return frozenset(map(fold.__wrapped__, text.split()))
