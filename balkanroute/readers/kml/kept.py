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
from balkanroute.model import KINDS
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.numbered import Numbered, record_of
from balkanroute.readers.texts import unfit

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: The name of our Data in a Placemark and in the Folder of a route; what stands in the Document
#: is named after its list and number, as in ``balkanroute:claims:3``.
NAME: Final = "balkanroute"


@dataclass(slots=True)
class Kept:
    """What was found of ours: the records, and the lines of legs."""

    records: Numbered = field(default_factory=Numbered)
    _lines: dict[tuple[object, object], BaseGeometry] = field(default_factory=dict)

    @property
    def ours(self) -> bool:
        """Whether the file is ours."""
        return self.records.header is not None

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
                    self.records.header = _mapping(text)
                elif kind in KINDS and number.isascii() and number.isdigit():
                    self.records.take(kind, int(number[:9]), _mapping(text))
                else:
                    raise InvalidRecord("no list of an atlas has this name")

    def take_route(self, text: str) -> None:
        """Take the route that a Folder carries."""
        held = _mapping(text)
        self.records.take("routes", held.get("routes"), held.get("record"))

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
                self._lines[str(held.get("route")), str(held["leg"])] = geometry
            return
        place = record_of("places", held.get("record"))
        if name and name != place.name.strip() and place.name.isprintable():
            place = replace(place, name=name)
        self.records.put("places", held.get("places"), replace(place, geometry=geometry))

    def put_into(self, gathering: Gathering) -> None:
        """Put all records where they are gathered, in the order of the atlas."""
        self.records.put_into(gathering, self._drawn)

    def _drawn(self, kind: str, number: int, record: Any) -> Any:  # noqa: ANN401 - of the kind
        """Give a route the lines of its legs."""
        if kind != "routes":
            return record
        legs = [
            replace(leg, geometry=self._lines.get((str(number), str(place))))
            for place, leg in enumerate(record.legs)
        ]
        return replace(record, legs=tuple(legs))


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
    wrong = unfit(held) if isinstance(held, dict) else ((), "expected a mapping")
    if wrong is not None:
        raise InvalidRecord(f"its balkanroute data cannot be read: {wrong[1]}")
    return dict(held)
