"""The points of a GPX file, and the lines that they make."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from shapely.geometry import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord
from balkanroute.readers.elements import plain_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Position = tuple[float, float]
_DEGREES: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_EAST, _NORTH = 180.0, 90.0


def position_of(element: Element) -> Position:
    """
    Read where a point is.

    Parameters
    ----------
    element
        A ``wpt``, ``rtept`` or ``trkpt``.

    Returns
    -------
    tuple of float
        Longitude, latitude, in degrees on WGS 84.

    Raises
    ------
    InvalidRecord
        When one is missing, no number, or not on the earth.
    """
    read = []
    for name, most in (("lon", _EAST), ("lat", _NORTH)):
        text = (element.get(name) or "").strip()
        if not _DEGREES.fullmatch(text) or not abs(float(text)) <= most:
            raise InvalidRecord(
                f"{name} is a number of degrees from {-most:g} to {most:g}, found {text[:40]!r}; "
                f"are lat and lon swapped?"
            )
        read.append(float(text))
    return read[0], read[1]


def fields_of(element: Element) -> dict[str, Any]:
    """
    Give what an element says of itself.

    Parameters
    ----------
    element
        Any element of GPX but a point's ``lat`` and ``lon``.

    Returns
    -------
    dict
        By the names of its children; points are left out.
    """
    fields: dict[str, Any] = {}
    for child in element:
        name = str(child.tag)
        if name in {"trkseg", "rtept"}:
            continue
        value = plain_of(child)
        if name not in fields:
            fields[name] = value
        elif isinstance(fields[name], list):
            fields[name].append(value)
        else:
            fields[name] = [fields[name], value]
    return fields


@dataclass(slots=True)
class Line:
    """
    The points of a track or a route, as they come.

    Attributes
    ----------
    segments : list of list of tuple
        Positions, in pieces that are not joined.
    names : list of str or None
        The name of each point, in their order.
    columns : dict
        What else the points say, a list for each name, None where a point says nothing.
    bad : list of str
        Why points could not be read.
    """

    segments: list[list[Position]] = field(default_factory=lambda: [[]])
    names: list[str | None] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    bad: list[str] = field(default_factory=list)

    def add(self, element: Element) -> None:
        """Add a point, or remember why it is none."""
        number = len(self.names) + len(self.bad) + 1
        try:
            place = position_of(element)
        except InvalidRecord as reason:
            self.bad.append(f"point {number}: {reason}")
            return
        said = fields_of(element)
        for name, value in said.items():
            column = self.columns.setdefault(name, [])
            column.extend([None] * (len(self.names) - len(column)))
            column.append(value)
        self.segments[-1].append(place)
        self.names.append(str(said["name"]) if said.get("name") else None)

    def cut(self) -> None:
        """Begin a new piece."""
        if self.segments[-1]:
            self.segments.append([])

    def said(self) -> dict[str, list[Any]]:
        """Give what the points say beside their name, a list for each field, as long as they."""
        return {
            name: [*column, *[None] * (len(self.names) - len(column))]
            for name, column in self.columns.items()
            if name != "name"
        }

    def positions(self) -> list[Position]:
        """Give all positions in their order."""
        return [place for segment in self.segments for place in segment]

    def geometry(self) -> BaseGeometry | None:
        """
        Give the line.

        Returns
        -------
        shapely.geometry.base.BaseGeometry or None
            A line, several where the track was interrupted, a point where all positions are
            one; None where there is none.
        """
        lines = [segment for segment in self.segments if len(set(segment)) > 1]
        if lines:
            return MultiLineString(lines) if len(lines) > 1 else LineString(lines[0])
        every = self.positions()
        return Point(every[0]) if every else None

    def undrawn(self) -> int:
        """Count the pieces of one position, which no line goes through."""
        alone = sum(len(set(segment)) == 1 for segment in self.segments)
        return alone if any(len(set(segment)) > 1 for segment in self.segments) else 0
