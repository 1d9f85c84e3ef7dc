"""
Records that our own writer put into the ExtendedData of a KML file.

A Document carries the atlas, its sources, agents and claims, a Placemark its place, the Folder of
a route the route and each of its Placemarks a leg. Geometry is the Placemark's own, so that what
was moved or redrawn in another program is read as it is drawn now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import msgspec

from balkanroute.errors import InvalidRecord
from balkanroute.model import KINDS
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.kml.geometries import as_kind
from balkanroute.readers.kml.placemarks import Placemark
from balkanroute.readers.markup import text_of
from balkanroute.readers.numbered import Numbered, plain_under
from balkanroute.readers.restoration import Row
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
            words = f"ExtendedData {name[:60]!r}"
            with gathering.row(1, words):
                if kind == "atlas":
                    self.records.header = _mapping(text)
                elif kind in KINDS and number.isascii() and number.isdigit():
                    row = Row(1, words, _mapping(text))
                    self.records.take(kind, {kind: int(number[:9])}, row)
                else:
                    raise InvalidRecord("no list of an atlas has this name")

    def take_route(self, text: str, number: int, words: str) -> None:
        """
        Take the route that a Folder carries.

        Parameters
        ----------
        text
            The value of our Data.
        number, words
            Of the Folder, for what is told of it.

        Raises
        ------
        InvalidRecord
            When it cannot be read.
        """
        held = _mapping(text)
        self.records.take("routes", held, Row(number, words, plain_under(held)))

    def take_place(self, placemark: Placemark, words: str) -> None:
        """
        Take the place or the leg that a Placemark carries.

        Parameters
        ----------
        placemark
            Its name and its geometry are taken as they are now.
        words
            What to call it.

        Raises
        ------
        InvalidRecord
            When it cannot be read.
        """
        held = _mapping(placemark.data[NAME])
        geometry = placemark.geometry
        if geometry is not None:
            geometry = as_kind(geometry, str(held.get("geometry", "")))
        if "leg" in held:
            if geometry is not None and not held.get("drawn"):
                self._lines[str(held.get("route")), str(held["leg"])] = geometry
            return
        plain = plain_under(held)
        name = plain.get("name")
        if placemark.name and isinstance(name, str) and name.isprintable():
            same = placemark.name in {name.strip(), text_of(name)}
            plain["name"] = name if same else placemark.name
        row = Row(placemark.number, words, plain, geometry)
        self.records.take("places", held, row)

    def put_into(self, gathering: Gathering) -> None:
        """Put all records where they are gathered, in the order of the atlas."""
        for number, row in self.records.rows["routes"]:
            legs = row.plain.get("legs")
            steps = range(len(legs) if isinstance(legs, list) else 0)
            row.shapes = [self._lines.get((str(number), str(step))) for step in steps]
        self.records.put_into(gathering)


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
