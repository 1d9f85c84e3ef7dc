"""
Records that our own writer put into the ExtendedData of a KML file.

A Document carries the atlas, its sources, agents and claims, a Placemark its place, the Folder of
a route the route and each of its Placemarks a leg. Geometry is the Placemark's own, so that what
was moved or redrawn in another program is read as it is drawn now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import msgspec

from balkanroute.errors import InvalidRecord
from balkanroute.model import KINDS, Agent, Claim, Place, Route, Source, from_plain
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.texts import unfit

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: The name of our Data in a Placemark and in the Folder of a route; what stands in the Document
#: is named after its list and number, as in ``balkanroute:claims:3``.
NAME: Final = "balkanroute"
_TYPES: Final[Mapping[str, type[Any]]] = {
    "sources": Source,
    "agents": Agent,
    "places": Place,
    "routes": Route,
    "claims": Claim,
}


@dataclass(slots=True)
class Kept:
    """
    What was found of ours.

    Parameters
    ----------
    header
        The atlas' own fields; None where the file is not ours.
    """

    header: dict[str, Any] | None = None
    _records: dict[str, list[tuple[int, Any]]] = field(
        default_factory=lambda: {kind: [] for kind in KINDS}
    )
    _lines: dict[tuple[int, int], BaseGeometry] = field(default_factory=dict)

    def take_document(self, data: Mapping[str, Any], gathering: Gathering) -> None:
        """
        Take what a Document carries, listing what cannot be read.

        Parameters
        ----------
        data
            Values by name.
        gathering
            Where problems are listed.
        """
        for name, text in data.items():
            _, kind, number = (*name.split(":"), "", "")[:3]
            with gathering.row(1, f"ExtendedData {name[:60]!r}"):
                if kind == "atlas":
                    self.header = _mapping(text)
                elif kind in _TYPES and number.isascii() and number.isdigit():
                    self._records[kind].append((int(number), _record(kind, _mapping(text))))
                else:
                    raise InvalidRecord("no list of an atlas has this name")

    def take_route(self, text: str) -> None:
        """Take the route that a Folder carries."""
        held = _mapping(text)
        number = _number(held, "routes")
        self._records["routes"].append((number, _record("routes", held.get("record"))))

    def take_place(self, text: str, name: str | None, geometry: BaseGeometry | None) -> None:
        """
        Take the place or the leg that a Placemark carries.

        Parameters
        ----------
        text
            The value of our Data.
        name
            What the Placemark is called now.
        geometry
            What is drawn of it now.

        Raises
        ------
        InvalidRecord
            When it cannot be read.
        """
        held = _mapping(text)
        if "leg" in held:
            if geometry is not None and not held.get("drawn"):
                self._lines[_number(held, "route"), _number(held, "leg")] = geometry
            return
        number, place = _number(held, "places"), _record("places", held.get("record"))
        if name and name != place.name.strip() and place.name.isprintable():
            place = replace(place, name=name)
        self._records["places"].append((number, replace(place, geometry=geometry)))

    def put_into(self, gathering: Gathering) -> None:
        """Put all records where they are gathered, in the order of the atlas."""
        for kind, numbered in self._records.items():
            for number, record in sorted(numbered, key=lambda entry: entry[0]):
                if gathering.known(kind, record.id):
                    reason = f"the id {record.id!r} stands already among the {kind}"
                    gathering.skip(number + 1, reason, f"{KINDS[kind]} {number + 1}")
                    continue
                made = self._drawn(number, record) if kind == "routes" else record
                gathering.put(kind, made)

    def _drawn(self, number: int, route: Route) -> Route:
        """Give a route the lines of its legs."""
        legs = [
            replace(leg, geometry=self._lines.get((number, place)))
            for place, leg in enumerate(route.legs)
        ]
        return replace(route, legs=tuple(legs))


def kind_of(text: str) -> str:
    """
    Give the kind of geometry that our Data names.

    Parameters
    ----------
    text
        The value of our Data.

    Returns
    -------
    str
        Empty where it names none.
    """
    return str(_mapping(text).get("geometry", ""))


def _mapping(text: object) -> dict[str, Any]:
    """Read a mapping in JSON."""
    try:
        held = msgspec.json.decode(str(text))
    except (msgspec.DecodeError, RecursionError) as reason:
        raise InvalidRecord(f"its balkanroute data is not JSON ({reason})") from reason
    wrong = unfit(held)
    if not isinstance(held, dict) or wrong is not None:
        why = wrong[1] if wrong else "expected a mapping"
        raise InvalidRecord(f"its balkanroute data cannot be read: {why}")
    return held


def _number(held: Mapping[str, Any], name: str) -> int:
    """Read the number of a record in its list."""
    number = held.get(name)
    if type(number) is not int:
        raise InvalidRecord(f"its balkanroute data has no number under {name!r}")
    return number


def _record(kind: str, plain: object) -> Any:  # noqa: ANN401 - a record of the kind
    """Make a record."""
    made, problems = from_plain(_TYPES[kind], plain)
    if made is None:
        raise InvalidRecord("; ".join(map(str, problems)))
    return made
