"""
The geometries of a Placemark (OGC KML 2.2, chapter 10, and Google's ``gx:Track``).

Coordinates are longitude, latitude and, if given, height above the ground or the sea. Heights
are handed out beside the geometry, which is flat.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import (
    GeometryCollection,
    LinearRing,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
)
from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: What float() takes beyond a number: ``nan``, ``inf``, ``1_0`` and figures of other scripts.
_NUMBERS: Final = re.compile(r"[0-9eE.,+\-\s]*", re.ASCII)
_PAIR, _TRIPLE = 2, 3
Heights = list[float]


def geometry_of(placemark: Element, heights: Heights) -> BaseGeometry | None:
    """
    Make the geometry of a Placemark.

    Parameters
    ----------
    placemark
        The element, its children without namespaces.
    heights
        Takes the heights as they come, one a position that has one.

    Returns
    -------
    shapely.geometry.base.BaseGeometry or None
        Flat, in EPSG:4326, as it stands in the file, valid or not; None where there is none.

    Raises
    ------
    InvalidRecord
        When coordinates are no numbers, or too few for their kind.
    """
    found = [child for child in placemark if child.tag in _MAKERS]
    if not found:
        return None
    try:
        return _MAKERS[str(found[0].tag)](found[0], heights)
    except (shapely.errors.ShapelyError, ValueError) as reason:
        if isinstance(reason, InvalidRecord):
            raise
        raise InvalidRecord(f"its {found[0].tag} cannot be made: {reason}") from reason


def as_kind(geometry: BaseGeometry, kind: str) -> BaseGeometry:
    """
    Give a geometry the kind that it had before KML, which knows fewer.

    Parameters
    ----------
    geometry
        As `geometry_of` gives it.
    kind
        A name of shapely's.

    Returns
    -------
    shapely.geometry.base.BaseGeometry
        The same positions; the geometry itself where it cannot be of the kind.
    """
    if geometry.geom_type == kind:
        return geometry
    parts = list(shapely.get_parts(geometry))
    single = kind.removeprefix("Multi")
    if kind == "GeometryCollection":
        return GeometryCollection(parts)
    if kind in _MULTI and all(part.geom_type == single for part in parts):
        return _MULTI[kind](parts)
    return geometry


def positions(text: str | None, heights: Heights) -> NDArray[np.float64]:
    """
    Read coordinates.

    Parameters
    ----------
    text
        Tuples of two or three numbers with commas, and white space between the tuples.
    heights
        Takes the third numbers.

    Returns
    -------
    numpy.ndarray
        Of shape (positions, 2): longitude, latitude.

    Raises
    ------
    InvalidRecord
        When something is no number, or no tuple.
    """
    written = re.sub(r",\s+", ",", text or "")
    if not _NUMBERS.fullmatch(written):
        odd = next(word for word in written.split() if not _NUMBERS.fullmatch(word))
        raise InvalidRecord(f"coordinates are longitude,latitude in numbers, found {odd[:40]!r}")
    found = []
    for word in written.split():
        numbers = word.split(",")
        if len(numbers) not in {_PAIR, _TRIPLE}:
            raise InvalidRecord(f"a position is longitude,latitude[,height], found {word[:40]!r}")
        try:
            place = [float(number) for number in numbers]
        except ValueError as reason:
            raise InvalidRecord(f"a position is in numbers, found {word[:40]!r}") from reason
        found.append(place[:_PAIR])
        heights.extend(place[_PAIR:])
    return np.array(found, dtype=np.float64).reshape(-1, _PAIR)


def _coordinates(element: Element, heights: Heights) -> NDArray[np.float64]:
    """Read the coordinates of an element."""
    found = element.find("coordinates")
    read = positions(None if found is None else found.text, heights)
    if not len(read):
        raise InvalidRecord(f"its {element.tag} has no coordinates")
    return read


def _point(element: Element, heights: Heights) -> BaseGeometry:
    """Make a point."""
    read = _coordinates(element, heights)
    if len(read) != 1:
        raise InvalidRecord(f"a Point has one position, found {len(read)}")
    return Point(read[0])


def _line(element: Element, heights: Heights) -> BaseGeometry:
    """Make a line."""
    return LineString(_coordinates(element, heights))


def _polygon(element: Element, heights: Heights) -> BaseGeometry:
    """Make an area with its holes."""
    outer = element.find("outerBoundaryIs/LinearRing")
    if outer is None:
        raise InvalidRecord("a Polygon has an outerBoundaryIs with a LinearRing, found none")
    holes = [
        LinearRing(_coordinates(ring, heights))
        for ring in element.iterfind("innerBoundaryIs/LinearRing")
    ]
    return Polygon(LinearRing(_coordinates(outer, heights)), holes)


def _many(element: Element, heights: Heights) -> BaseGeometry:
    """Make a collection, of one kind where all its parts are."""
    parts = [_MAKERS[str(part.tag)](part, heights) for part in element if part.tag in _MAKERS]
    if not parts:
        raise InvalidRecord(f"its {element.tag} holds no geometry")
    kinds = {part.geom_type for part in parts}
    maker = _MULTI.get(f"Multi{kinds.pop()}") if len(kinds) == 1 else None
    return (maker or GeometryCollection)(parts)


def _track(element: Element, heights: Heights) -> BaseGeometry:
    """Make the line of a track; of a point where it has only one position."""
    words = [",".join((child.text or "").split()) for child in element.iterfind("coord")]
    read = positions(" ".join(word for word in words if word), heights)
    if not len(read):
        raise InvalidRecord("its gx:Track has no gx:coord")
    return LineString(read) if len(read) > 1 else Point(read[0])


_Maker = Callable[["Element", Heights], BaseGeometry]
_MAKERS: Final[Mapping[str, _Maker]] = {
    "Point": _point,
    "LineString": _line,
    "LinearRing": _line,
    "Polygon": _polygon,
    "MultiGeometry": _many,
    "Track": _track,
    "MultiTrack": _many,
}
_MULTI: Final[Mapping[str, Callable[[list[Any]], BaseGeometry]]] = {
    "MultiPoint": MultiPoint,
    "MultiLineString": MultiLineString,
    "MultiPolygon": MultiPolygon,
}
