"""Rectangles of longitude and latitude as places: where reports are dense, without a point."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import shapely

from balkanroute.errors import InvalidRecord

if TYPE_CHECKING:
    import geopandas as gpd

#: More cells than this are too many for a map to show and a page to carry.
MOST: Final = 50_000
_EDGES: Final = (-180.0, -90.0, 180.0, 90.0)
#: Degrees are rounded to this many digits, about a tenth of a millimetre.
_DIGITS: Final = 9


def cells(bounds: tuple[float, float, float, float], degrees: float) -> gpd.GeoDataFrame:
    """
    Cover bounds with cells of a grid, as places that events can be joined to.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees of EPSG:4326; west lies west of east.
    degrees
        The side of a cell. The grid lies on its multiples, counted from 0, so that grids of the
        same side fit together whatever their bounds.

    Returns
    -------
    geopandas.GeoDataFrame
        EPSG:4326, a row for each cell that shares more than an edge with the bounds, from the
        south-west on, row by row: ``name`` (what it spans), ``kind`` (``area``) and ``geometry``.
        The index, ``id``, names the south-western corner: ``E19.5N41``. Cells end at 180 degrees
        of longitude and 90 of latitude. Neighbours share their edge exactly: summarise with
        ``on_border="first"``, or an event on an edge counts on both sides.

    Raises
    ------
    InvalidRecord
        When bounds or degrees are no such numbers, or the cells are more than 50,000.

    Notes
    -----
    Cells of one side in degrees are smaller the farther they lie from the equator: at 45 degrees
    of latitude by a third. Colour them by a rate per km².
    """
    import geopandas as gpd

    west, south, east, north = _checked(bounds, degrees)
    columns = _steps(west, east, degrees)
    rows = _steps(south, north, degrees)
    if len(columns) * len(rows) > MOST:
        raise InvalidRecord(
            f"cells: {len(columns) * len(rows):,} cells of {degrees:g} degrees are more than "
            f"{MOST:,}; take larger cells or narrower bounds"
        )
    boxes = [
        (max(x0, -180.0), max(y0, -90.0), min(x1, 180.0), min(y1, 90.0))
        for y0, y1 in rows
        for x0, x1 in columns
    ]
    index = [_corner(x0, "EW") + _corner(y0, "NS") for x0, y0, _, _ in boxes]
    names = [f"{_span(x0, x1, 'EW')}, {_span(y0, y1, 'NS')}" for x0, y0, x1, y1 in boxes]
    shapes = [shapely.box(*box) for box in boxes]
    frame = gpd.GeoDataFrame({"name": names, "kind": "area"}, geometry=shapes, crs="EPSG:4326")
    frame.index = frame.index.astype(object)
    return frame.set_axis(index).rename_axis("id")


def _checked(
    bounds: tuple[float, float, float, float], degrees: float
) -> tuple[float, float, float, float]:
    """Refuse bounds and sides that no cell can have."""
    if not (math.isfinite(degrees) and 0 < degrees <= _EDGES[3]):
        raise InvalidRecord(f"cells: degrees is more than 0 and at most 90, found {degrees}")
    west, south, east, north = (float(value) for value in bounds)
    sound = _EDGES[0] <= west < east <= _EDGES[2] and _EDGES[1] <= south < north <= _EDGES[3]
    if not sound:
        raise InvalidRecord(
            f"cells: bounds are west, south, east, north in degrees, each pair in order, found "
            f"{tuple(bounds)}; beyond the antimeridian, make two grids"
        )
    return west, south, east, north


def _steps(low: float, high: float, degrees: float) -> list[tuple[float, float]]:
    """Give the sides of the cells between two degrees."""
    first = math.floor(round(low / degrees, _DIGITS))
    last = math.ceil(round(high / degrees, _DIGITS))
    edges = [round(number * degrees, _DIGITS) + 0.0 for number in range(first, last + 1)]
    return list(pairwise(edges))


def _plain(degrees: float) -> str:
    """Write a number for an id."""
    return f"{degrees:.{_DIGITS}f}".rstrip("0").rstrip(".")


def _corner(degrees: float, sides: str) -> str:
    """Write a degree for an id."""
    return f"{sides[degrees < 0]}{_plain(abs(degrees))}"


def _span(low: float, high: float, sides: str) -> str:
    """Say between which degrees a cell lies."""
    if low >= 0 or high <= 0:
        first, last = sorted((abs(low), abs(high)))
        return f"{_plain(first)}\N{EN DASH}{_plain(last)}° {sides[low < 0]}"
    return f"{_plain(-low)}° {sides[1]} \N{EN DASH} {_plain(high)}° {sides[0]}"
