"""The places of a row: by coordinates where it has them, else by exact name in the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Final, get_args

from balkanroute.errors import InvalidRecord, UnresolvedPlace, did_you_mean
from balkanroute.model import Leg, Place, PlaceRole, Route
from balkanroute.model.records import PlaceKind, Role
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.problems import PlaceLookup
from balkanroute.readers.spreadsheet.records import add_record
from balkanroute.readers.spreadsheet.values import aligned, number_of
from balkanroute.readers.tables import plain_claim

_ROLES: Final = get_args(Role)
_KINDS: Final = get_args(PlaceKind)
_STEP: Final = re.compile(r"\s*(?:->|\u2192|>)\s*")
_MOST_CANDIDATES: Final = 10
_TOLD: Final = 4
#: Columns whose entries go along with the places of a row.
_ALONG: Final = (
    "place_name", "place_kind", "longitude", "latitude", "precision_m", "place_gazetteer",
    "place_sensitivity",
)  # fmt: skip
#: What makes two places of one name two places.
_SAME: Final = ("longitude", "latitude", "place_kind", "place_country", "place_gazetteer")


@dataclass(slots=True)
class Finder:
    """
    Places by name.

    Parameters
    ----------
    places
        Where places come from that are given by their key.
    """

    places: PlaceLookup
    _found: dict[tuple[str, str | None, str | None], tuple[Place | None, str]] = field(
        default_factory=dict
    )

    def find(
        self, name: str, kind: str | None = None, country: str | None = None
    ) -> tuple[Place | None, str]:
        """
        Find the one place that bears a name exactly.

        Parameters
        ----------
        name
            As it is written; case does not count. A key of the gazetteer does as well.
        kind, country
            What narrows the search: a kind of place, the name or code of a country.

        Returns
        -------
        place : Place or None
            None where none or several bear the name.
        reason : str
            Why there is none, naming candidates.
        """
        key = (name, kind, country)
        if key not in self._found:
            self._found[key] = self._look(*key)
        return self._found[key]

    def _look(self, name: str, kind: str | None, country: str | None) -> tuple[Place | None, str]:
        """Look a name up."""
        code = self._code(country) if country else None
        found = self._gazetteer().lookup(name, kind=kind, country=code, limit=_MOST_CANDIDATES)
        asked = name.strip().casefold()
        exact = [each for each in found if each.name.casefold() == asked]
        exact = exact or [
            each
            for each in found
            if any(label.casefold() == asked for label, _ in each.entry.labels)
        ]
        if len(exact) == 1:
            return exact[0].place, ""
        try:
            return self.places.place(name.strip()), ""
        except UnresolvedPlace:
            return None, _unresolved(name, exact, found)

    def _gazetteer(self) -> Any:  # noqa: ANN401 - the user's own, or the bundled one
        """Give what can look names up."""
        if hasattr(self.places, "lookup"):
            return self.places
        from balkanroute.gazetteer import Gazetteer

        return Gazetteer.bundled()

    def _code(self, country: str) -> str | None:
        """Give the code of a country; None where it is not known by this name."""
        asked = country.strip()
        for each in self._gazetteer().lookup(asked, kind="country", limit=_MOST_CANDIDATES):
            names = {label.casefold() for label, _ in each.entry.labels} | {each.key.casefold()}
            if asked.casefold() in names:
                return str(each.key)
        return None


def _unresolved(name: str, exact: Sequence[Any], found: Sequence[Any]) -> str:
    """Say why a name leads to no place."""
    told = ", ".join(
        f"{each.key} ({each.name}, {each.entry.kind})" for each in (exact or found)[:_TOLD]
    )
    if exact:
        return (
            f"{name[:60]!r} may be several places: {told}; write the key of one, or give "
            f"place_country, place_kind or coordinates"
        )
    near = f"; near are {told}" if told else ""
    apart = "put what follows the comma under place_country, or " if "," in name else ""
    return (
        f"no place of the gazetteer is called {name[:60]!r}{near}; {apart}give coordinates or a key"
    )


@dataclass(slots=True)
class Located:
    """
    What the places of a row came to.

    Parameters
    ----------
    where
        The places with their roles.
    odd
        What is odd, for people.
    kept
        What could not be read, by column.
    """

    where: list[PlaceRole] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Places:
    """
    Gathers the places and routes of rows.

    Parameters
    ----------
    gathering
        Where they go.
    finder
        Finds them by name.
    known
        The columns of ours that the sheet has.
    """

    gathering: Gathering
    finder: Finder
    known: frozenset[str]

    def locate(self, given: Mapping[str, str]) -> Located:
        """
        Gather the places of a row.

        Parameters
        ----------
        given
            Its cells by column.

        Returns
        -------
        Located
            The places, and what is odd.
        """
        located = Located()
        along = {column: aligned(given.get(column, "")) for column in _ALONG}
        entries = self._entries(given, along)
        for column, values in along.items():
            if len(values) > max(len(entries), 1):
                located.kept[column] = given[column]
                located.odd.append(f"{column} has {len(values)} entries for {len(entries)} places")
        for at, (name, role) in enumerate(entries):
            cells = {column: values[at] for column, values in along.items() if at < len(values)}
            cells["place_country"] = given.get("place_country", "")
            place = self._place(name, cells, located)
            located.where.append(PlaceRole(place=place, role=role))
        return located

    def _entries(
        self, given: Mapping[str, str], along: Mapping[str, Sequence[str]]
    ) -> list[tuple[str, Any]]:
        """Give the places that a row names, as ids or as names, with their roles."""
        common = given.get("place_role", "about").strip().lower()
        role: Any = common if common in _ROLES else "about"
        if "where" in given:
            told = plain_claim({"where": given["where"]})["where"]
            return [_entry(each, role) for each in told]
        names = along["place_name"]
        if not names and (along["longitude"] or along["latitude"] or along["place_gazetteer"]):
            count = max(len(along[column]) for column in _ALONG)
            return [("", role)] * count
        if not names and given.get("place_country", "").strip():
            return [(given["place_country"].strip(), role)]
        return [_entry(_split_role(name), role) for name in names if name.strip()]

    def _place(self, entry: str, cells: Mapping[str, str], located: Located) -> str:
        """Gather one place, and give its id."""
        by_id = "place_name" in self.known and "where" in self.known
        name = cells.get("place_name") or entry if by_id else entry
        told = tuple(cells.get(column, "").strip().casefold() for column in _SAME)
        key = ("id", entry) if by_id else (name.strip().casefold(), *told)
        found = self.gathering.known("places", key)
        if found is not None:
            return found
        made = self._made(name, cells, located)
        wished = entry if by_id else None if made.gazetteer else ""
        return add_record(self.gathering, "places", key, made, wished)

    def _made(self, name: str, cells: Mapping[str, str], located: Located) -> Place:
        """Make a place of its cells."""
        kind = self._kind(cells.get("place_kind", ""), located)
        marking: Any = cells.get("place_sensitivity") or None
        if cells.get("place_gazetteer"):
            return self._of_key(name, cells["place_gazetteer"], marking, located)
        if cells.get("longitude") or cells.get("latitude"):
            return self._of_coordinates(name, cells, kind, located)
        place = None
        if "place_gazetteer" not in self.known and name.strip():
            place, reason = self.finder.find(name, kind, cells.get("place_country") or None)
            if place is None:
                located.odd.append(f"place: {reason}")
        if place is not None:
            return replace(place, sensitivity=marking)
        return _bare(name, kind, cells)

    def _kind(self, said: str, located: Located) -> str | None:
        """Read the kind of a place."""
        kind = said.strip().lower()
        if kind and kind not in _KINDS:
            located.odd.append(f"place_kind {said[:40]!r} is no kind{did_you_mean(kind, _KINDS)}")
            located.kept["place_kind"] = said
            return None
        return kind or None

    def _of_key(self, name: str, key: str, marking: Any, located: Located) -> Place:  # noqa: ANN401 - a word, checked by the place
        """Take a place from the gazetteer by its key."""
        try:
            return replace(self.finder.places.place(key.strip()), sensitivity=marking)
        except UnresolvedPlace as reason:
            located.odd.append(f"place: {reason}")
            located.kept["place_gazetteer"] = key
            return Place(id="place", name=name if name.strip() else key)

    def _of_coordinates(
        self, name: str, cells: Mapping[str, str], kind: str | None, located: Located
    ) -> Place:
        """Make a place of a point; one without geometry where the point cannot be."""
        from shapely import Point

        bare = _bare(name, kind, cells)
        try:
            longitude = number_of(cells.get("longitude", ""))
            latitude = number_of(cells.get("latitude", ""))
            metres = cells.get("precision_m") or None
            precision = None if metres is None else number_of(metres)
            return replace(bare, geometry=Point(longitude, latitude), precision_m=precision)
        except InvalidRecord as reason:
            said = str(reason).removeprefix("place 'place': ")
            told = {
                each: cells[each]
                for each in ("longitude", "latitude", "precision_m")
                if cells.get(each)
            }
            located.odd.append(f"place {bare.name[:60]!r} is kept without a geometry: {said}")
            located.kept.update(told)
            return bare

    def route(self, given: Mapping[str, str], located: Located) -> str | None:
        """
        Gather the route of a row.

        Parameters
        ----------
        given
            Its cells by column.
        located
            Takes what is odd.

        Returns
        -------
        str or None
            Its id.
        """
        said = given.get("route", "")
        names = [name for name in _STEP.split(said.strip()) if name]
        key = ("route", said.strip().casefold())
        found = self.gathering.known("routes", key)
        if found is not None or not said.strip():
            return found
        ends = [self._place(name, {}, located) for name in names]
        try:
            legs = tuple(Leg(origin=a, destination=b) for a, b in pairwise(ends))
            title = given.get("route_name", "").strip() or " \u2192 ".join(names)
            made = Route(id="route", name=title, legs=legs)
            return add_record(self.gathering, "routes", key, made, "")
        except InvalidRecord:
            located.odd.append(
                f"route {said[:60]!r} needs two places or more, none twice in a row; write it "
                f"like Sofia > Ni\u0161 > Horgo\u0161"
            )
            located.kept["route"] = said
            return None


def _bare(name: str, kind: str | None, cells: Mapping[str, str]) -> Place:
    """Make a place without geometry."""
    point = ", ".join(cells.get(each, "") for each in ("longitude", "latitude"))
    said = name if name.strip() else point.strip(", ")
    given: dict[str, Any] = {"kind": kind} if kind else {}
    marking: Any = cells.get("place_sensitivity") or None
    return Place(id="place", name=said or "place", sensitivity=marking, **given)


def _split_role(entry: str) -> dict[str, str] | str:
    """Read ``Horgoš:at``."""
    name, mark, role = entry.rpartition(":")
    return {"place": name, "role": role} if mark and role.strip() in _ROLES else entry


def _entry(told: Any, role: Any) -> tuple[str, Any]:  # noqa: ANN401 - as a cell spells it
    """Give the id or the name of a place, and its role."""
    if not isinstance(told, dict):
        return str(told), role
    said = str(told.get("role", ""))
    if said not in _ROLES:  # the colon belonged to the name
        return f"{told.get('place', '')}:{said}", role
    return str(told.get("place", "")), said
