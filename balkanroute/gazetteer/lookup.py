"""Looks places up on all shelves at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final, get_args

from balkanroute import geodata
from balkanroute.errors import InvalidRecord, UnresolvedPlace, did_you_mean
from balkanroute.gazetteer.areas import area_entries
from balkanroute.gazetteer.entries import Entry, to_place
from balkanroute.gazetteer.ranking import ALIKE, Match, judge, rank
from balkanroute.gazetteer.shelves import MemoryShelf, Shelf, SqliteShelf, airport, settlement_of
from balkanroute.gazetteer.spelling import Spellings
from balkanroute.gazetteer.world import World
from balkanroute.names import fold

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from balkanroute.model import Place

_PAIR: Final = re.compile(r"([A-Z]{2})-([A-Z]{2})")
_COUNTRY_LAYERS: Final = ("countries", "world_countries")
#: How far a boundary may be from the truth where its layer does not say, in metres.
_PRECISION_M: Final = {
    "countries": 200.0,
    "world_countries": 10_000.0,
    "regions": 500.0,
    "borders": 200.0,
}
#: Names spelled alike are looked into until enough places are found: as many as asked for, with
#: those just as alike up to so many times more.
_MOST_ALIKE: Final = 200
_ENOUGH: Final = 2
_MOST_LON: Final = 180.0
_MOST_LAT: Final = 90.0
_KEYS: Final = "RS, RS-VO, RS-HU, x-northern-serbia, horgos, geonames:3055835, airport:SVO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """
    A place that may be meant by a name.

    Parameters
    ----------
    entry
        What the gazetteer knows of it.
    score
        How good a candidate it is, 0 to 1; comparable within one look-up.
    reasons
        Why it stands where it stands, in short sentences.
    """

    entry: Entry
    score: float
    reasons: tuple[str, ...]
    _gazetteer: Gazetteer = field(repr=False, compare=False)

    @property
    def key(self) -> str:
        """What `Gazetteer.place` finds it by."""
        return self.entry.key

    @property
    def name(self) -> str:
        """The name shown first."""
        return self.entry.name

    @property
    def place(self) -> Place:
        """The place with its geometry, which is read when this is first asked."""
        return self._gazetteer.draw(self.entry)


class Gazetteer:
    """
    Names to places, from shelves of entries.

    Parameters
    ----------
    shelves
        Where to look; where two have a key, the earlier one's place is given.
    beyond
        Where to look for a name that none of them has.

    See Also
    --------
    Gazetteer.bundled : the one that travels with the package.
    """

    def __init__(self, shelves: Iterable[Shelf], *, beyond: Iterable[Shelf] = ()) -> None:
        self._shelves = tuple(shelves)
        self._beyond = tuple(beyond)
        self._places: dict[str, Place] = {}

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that are kept in memory: countries, borders, curated places, a user's own."""
        shelves = (shelf for shelf in self._shelves if isinstance(shelf, MemoryShelf))
        return tuple(entry for shelf in shelves for entry in shelf.entries())

    @staticmethod
    @cache
    def bundled() -> Gazetteer:
        """
        Open the gazetteer of the bundled layers, once.

        Raises
        ------
        MissingData
            A bundled file is absent or altered.
        """
        areas = MemoryShelf(area_entries())
        settlements = SqliteShelf(
            geodata.path("settlements"),
            prefix="geonames:",
            base=10,
            make=settlement_of(areas.ids()),
        )
        airports = SqliteShelf(geodata.path("airports"), prefix="airport:", base=36, make=airport)
        return Gazetteer([areas, settlements, airports], beyond=[World.bundled()])

    def lookup(
        self,
        name: str,
        *,
        near: Sequence[float] | Place | None = None,
        kind: str | None = None,
        country: str | None = None,
        limit: int = 10,
    ) -> tuple[Candidate, ...]:
        """
        Find the places that a name may mean.

        Case, diacritics, script and punctuation are folded. Where nothing bears the name, the
        places whose names are spelled alike are given.

        Parameters
        ----------
        name
            A name in any language or script the gazetteer has, or an airport's code.
        near
            Longitude and latitude in EPSG:4326, or a place, that the place should be near.
        kind
            Only places of this kind, a kind of `balkanroute.model.Place`.
        country
            Only places in, or on the border of, this country: ISO 3166-1 alpha-2.
        limit
            How many at most.

        Returns
        -------
        tuple of Candidate
            Best first, in an order that is the same each time; empty where nothing is near.

        Raises
        ------
        InvalidRecord
            When `kind` is no kind of place, or `near` no point on earth or a place without
            a geometry.
        """
        _check_kind(kind)
        point = _point_of(near)
        code = country.upper() if country else None

        def fits(entry: Entry) -> bool:
            return kind in (None, entry.kind) and (code is None or code in entry.countries)

        folded = fold(name)
        matches = [match for match in self._named(folded, name) if fits(match.entry)]
        if not matches and folded:
            matches = self._alike(folded, fits, limit)
        ranked = rank(matches, point)[: max(0, limit)]
        return tuple(
            self.candidate(match.entry, round(score, 4), why) for score, match, why in ranked
        )

    def candidate(self, entry: Entry, score: float, reasons: tuple[str, ...]) -> Candidate:
        """Make an entry a candidate whose place this gazetteer reads."""
        return Candidate(entry=entry, score=score, reasons=reasons, _gazetteer=self)

    def place(self, key: str) -> Place:
        """
        Give the place of a key, with its geometry.

        Parameters
        ----------
        key
            A country (``RS``), region (``RS-VO``), border in either order (``RS-HU``), derived
            area (``x-northern-serbia``), curated place (``horgos``), settlement
            (``geonames:3055835``) or airport (``airport:SVO``).

        Raises
        ------
        UnresolvedPlace
            When there is no such key; the message names near ones.
        """
        entry = self._entry(key)
        if entry is None:
            raise UnresolvedPlace(self._unknown(key))
        return self.draw(entry)

    def draw(self, entry: Entry) -> Place:
        """
        Make an entry a place with its geometry, once.

        Parameters
        ----------
        entry
            Of this gazetteer, or of another: then this one's own entry of the key stands first.
        """
        if entry.key not in self._places:
            known = self._entry(entry.key) or entry
            self._places[entry.key] = to_place(*self._drawn(known))
        return self._places[entry.key]

    def border(self, a: str, b: str) -> Place:
        """
        Give the border of two countries.

        Parameters
        ----------
        a, b
            The countries, by code or by name, in either order.

        Returns
        -------
        Place
            Its geometry is the line.

        Raises
        ------
        UnresolvedPlace
            When a name is no country's, or the two have no border; the message then names
            the neighbours of the first.
        """
        first, second = self._country(a), self._country(b)
        for key in (f"{first.key}-{second.key}", f"{second.key}-{first.key}"):
            found = self._entry(key)
            if found is not None and found.kind == "border":
                return self.place(key)
        neighbours = ", ".join(self._neighbours(first.key)) or "none that the gazetteer knows"
        raise UnresolvedPlace(
            f"border: {first.name} and {second.name} have no common border in the gazetteer; "
            f"neighbours of {first.name}: {neighbours}"
        )

    def _named(self, folded: str, asked: str) -> Iterator[Match]:
        """Give what bears a name; what lies beyond the shelves only where none of them has it."""
        asked = asked.strip()
        seen: set[str] = set()
        for shelves in (self._shelves, self._beyond) if folded else ():
            for entry, nth in (hit for shelf in shelves for hit in shelf.find(folded)):
                if entry.key not in seen:
                    seen.add(entry.key)
                    yield judge(entry, nth, asked)
            if seen:
                return

    def _alike(self, folded: str, fits: Callable[[Entry], bool], limit: int) -> list[Match]:
        """Give what bears a name that is spelled alike, each entry once, by its nearest name."""
        found: dict[str, Match] = {}
        last = 0.0
        for name, score in self._spellings.alike(folded, limit=_MOST_ALIKE):
            if len(found) >= limit and (score < last or len(found) >= _ENOUGH * limit):
                break
            last = score
            for entry, nth in (hit for shelf in self._shelves for hit in shelf.find(name)):
                if nth >= 0 and entry.key not in found and fits(entry):
                    reason = f"spelled alike: {entry.labels[nth][0]}"
                    match = Match(entry=entry, quality=ALIKE * score, reason=reason)
                    found[entry.key] = match
        return list(found.values())

    @cached_property
    def _spellings(self) -> Spellings:
        """Every folded name, made ready when a spelling is first looked for."""
        return Spellings(name for shelf in self._shelves for name in shelf.spellings())

    def _entry(self, key: str) -> Entry | None:
        """Find an entry by its key, a border's in either order."""
        pair = _PAIR.fullmatch(key.upper())
        keys = [key, key.upper(), f"{pair[2]}-{pair[1]}"] if pair else [key, key.upper()]
        found = (shelf.entry(each) for each in keys for shelf in self._shelves + self._beyond)
        return next((entry for entry in found if entry is not None), None)

    def _unknown(self, key: str) -> str:
        """Say that a key is unknown, and which are near."""
        keys = [
            k for shelf in self._shelves if isinstance(shelf, MemoryShelf) for k in shelf.known()
        ]
        near = [f"{found.key} ({found.name})" for found in self.lookup(key, limit=3)]
        hint = f"; by that name there is {', '.join(near)}" if near else did_you_mean(key, keys)
        return f"the gazetteer has no key {key!r}; keys are like {_KEYS}{hint}"

    def _drawn(self, entry: Entry) -> tuple[Entry, BaseGeometry | None, str]:
        """Give an entry with what its layer says of it, its geometry, and the layer's name."""
        if entry.geometry is not None or not entry.layer:
            return entry, entry.geometry, entry.layer
        if entry.point is not None:
            from shapely import Point

            return entry, Point(entry.point), entry.layer
        for layer in _COUNTRY_LAYERS if entry.kind == "country" else (entry.layer,):
            found = geodata.feature(layer, entry.key)
            if found is not None:
                said, geometry = found
                precision = entry.precision_m or said.get("precision_m", _PRECISION_M.get(layer))
                note = entry.note or said.get("status_note")
                full = replace(entry, precision_m=precision and float(precision), note=note)
                return full, geometry, layer
        return entry, None, ""

    def _country(self, name: str) -> Entry:
        """Find a country by its code or its name."""
        found = self._entry(name.upper())
        if found is not None and found.kind == "country":
            return found
        candidates = self.lookup(name, kind="country", limit=1)
        if not candidates or candidates[0].score <= ALIKE:
            hint = f"; did you mean {candidates[0].name!r}?" if candidates else ""
            raise UnresolvedPlace(f"border: {name!r} is no country of the gazetteer{hint}")
        return candidates[0].entry

    def _neighbours(self, code: str) -> list[str]:
        """Give the names of the countries that a country has a border with."""
        shelves = [shelf for shelf in self._shelves if isinstance(shelf, MemoryShelf)]
        pairs = [_PAIR.fullmatch(key) for shelf in shelves for key in shelf.known()]
        others = {
            pair[2] if pair[1] == code else pair[1]
            for pair in pairs
            if pair and code in pair.groups()
        }
        found = (self._entry(other) for other in sorted(others))
        return [entry.name for entry in found if entry is not None and entry.kind == "country"]


def border(a: str, b: str) -> Place:
    """
    Give the border of two countries from the bundled layers.

    Parameters
    ----------
    a, b
        The countries, by code (``RS``) or by name (``Serbia``), in either order.

    Returns
    -------
    Place
        Its geometry is the line in EPSG:4326, with its provenance.

    Raises
    ------
    UnresolvedPlace
        When a name is no country's, or the two have no border; the message then names
        the neighbours of the first.
    """
    return Gazetteer.bundled().border(a, b)


def _check_kind(kind: str | None) -> None:
    """Refuse what is no kind of place."""
    if kind is None:
        return
    from balkanroute.model.records import PlaceKind

    kinds: Sequence[str] = get_args(PlaceKind)
    if kind not in kinds:
        raise InvalidRecord(
            f"lookup: kind is one of {', '.join(kinds)}; found {kind!r}{did_you_mean(kind, kinds)}"
        )


def _point_of(near: Sequence[float] | Place | None) -> tuple[float, float] | None:
    """Give the point that a place should be near."""
    if near is None:
        return None
    if isinstance(near, Sequence):
        lon, lat = near
        if not (abs(lon) <= _MOST_LON and abs(lat) <= _MOST_LAT):
            raise InvalidRecord(
                f"lookup: near is a longitude (-180 to 180) and a latitude (-90 to 90) in degrees, "
                f"found {list(near)}; are the two swapped?"
            )
        return lon, lat
    if near.geometry is None:
        raise InvalidRecord(
            f"lookup: near place {near.id!r} has no geometry; give its longitude and latitude"
        )
    middle = near.geometry.representative_point()
    return middle.x, middle.y
