"""Where a label may stand: beside its spot, on its line, in its area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute.render.figure.marks import Mark
from balkanroute.render.figure.projection import Floats

#: Left, bottom, right, top in millimetres.
Box = tuple[float, float, float, float]
#: Where a line from a mark to its label begins and ends.
Lead = tuple[tuple[float, float], tuple[float, float]]

#: Half of the width of a symbol, in millimetres.
SYMBOL: Final = 1.15
#: How far a label of a spot may stand from it; from the second one on a line leads to it.
_RINGS: Final = (0.5, 3.0, 5.5, 8.5)
_LEADS: Final = 1.6
_ROUND: Final = (0, 180, 90, 270, 45, 135, 315, 225)
_ALONG: Final = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88)
_MESH: Final = 14


def candidates(
    mark: Mark, window: BaseGeometry, size: tuple[float, float]
) -> Iterator[tuple[Box, Lead | None]]:
    """
    Give the boxes in which a label may stand.

    Parameters
    ----------
    mark
        What it names.
    window
        Of the map, in millimetres.
    size
        Width and height of the label, in millimetres.

    Yields
    ------
    box, lead : tuple
        The best first; with the line that leads to a box that is not beside its mark.
    """
    if mark.kind == "spot":
        for spot in spots_of(mark):
            yield from _about(spot, size)
        return
    seen = shapely.intersection(mark.shape, window)
    if mark.kind == "line":
        yield from _along(seen, size)
        return
    for x, y in _within(seen, mark.anchor):
        yield _boxed(x, y, size), None


def spots_of(mark: Mark) -> list[tuple[float, float]]:
    """
    Give the spots of a mark.

    Parameters
    ----------
    mark
        A place that is a spot, or several.

    Returns
    -------
    list of (float, float)
        In millimetres.
    """
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(mark.shape)]


def _about(
    spot: tuple[float, float], size: tuple[float, float]
) -> Iterator[tuple[Box, Lead | None]]:
    """Give boxes about a spot, nearer ones first."""
    x, y = spot
    wide, high = size[0] / 2, size[1] / 2
    for ring in _RINGS:
        for angle in np.radians(_ROUND):
            cos, sin = float(np.cos(angle)), float(np.sin(angle))
            cx = x + cos * (SYMBOL + ring) + wide * round(cos)
            cy = y + sin * (SYMBOL + ring) + high * round(sin)
            box = (cx - wide, cy - high, cx + wide, cy + high)
            near = (min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3]))
            yield box, _lead(spot, near) if ring > _LEADS else None


def _lead(spot: tuple[float, float], end: tuple[float, float]) -> Lead:
    """Lead from the edge of a symbol to a label."""
    away = float(np.hypot(end[0] - spot[0], end[1] - spot[1]))
    part = min((SYMBOL + 0.15) / away, 1.0)
    start = (spot[0] + part * (end[0] - spot[0]), spot[1] + part * (end[1] - spot[1]))
    return start, end


def _boxed(x: float, y: float, size: tuple[float, float]) -> Box:
    """Lay a box about its middle."""
    return x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2


def _along(line: BaseGeometry, size: tuple[float, float]) -> Iterator[tuple[Box, Lead | None]]:
    """Give boxes on a line, half-way first, then such that a line leads to it."""
    parts = [part for part in shapely.get_parts(line) if shapely.length(part) > 0]
    if not parts:
        return
    longest = max(parts, key=shapely.length)
    found = [shapely.line_interpolate_point(longest, at, normalized=True) for at in _ALONG]
    spots = [(float(x), float(y)) for x, y in shapely.get_coordinates(found)]
    yield from ((_boxed(x, y, size), None) for x, y in spots)
    for reach in _RINGS[1:]:
        for x, y in spots:
            for across, up in ((0, 1), (0, -1), (1, 0), (-1, 0)):
                away = (across * (reach + size[0] / 2), up * (reach + size[1] / 2))
                end = (x + across * reach, y + up * reach)
                yield _boxed(x + away[0], y + away[1], size), ((x, y), end)


def _within(area: BaseGeometry, anchor: tuple[float, float]) -> Iterable[tuple[float, float]]:
    """Give spots in an area, those near its middle first."""
    inner = shapely.buffer(area, -1.2)
    area = area if shapely.is_empty(inner) else inner
    if shapely.is_empty(area):
        return []
    largest = max(shapely.get_parts(area), key=shapely.area)
    middle = shapely.Point(anchor)
    if not shapely.contains(area, middle):
        middle = shapely.get_point(shapely.maximum_inscribed_circle(largest), 0)
    left, bottom, right, top = shapely.bounds(area)
    mesh = np.meshgrid(np.linspace(left, right, _MESH), np.linspace(bottom, top, _MESH))
    spots = np.column_stack([part.ravel() for part in mesh])
    spots = spots[shapely.contains_xy(area, spots)]
    centre = shapely.get_coordinates(middle)
    spots = np.vstack([centre, spots])
    order = np.argsort(np.hypot(*(spots - centre).T), kind="stable")
    return [(float(x), float(y)) for x, y in spots[order]]


def stops(lead: Lead) -> Floats:
    """
    Give points along a leading line.

    Parameters
    ----------
    lead
        The line.

    Returns
    -------
    numpy.ndarray
        Of shape (n, 2), in millimetres, a quarter of one apart.
    """
    start, end = np.array(lead[0]), np.array(lead[1])
    count = max(int(np.hypot(*(end - start)) / 0.25), 6)
    found: Floats = start + (end - start) * np.linspace(0, 1, count)[:, None]
    return found
