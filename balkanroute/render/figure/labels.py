"""Names and counts on the map, none over another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute.render.figure.lettering import LEAST, width_mm, wrapped
from balkanroute.render.figure.marks import Mark
from balkanroute.render.figure.projection import Floats

Box = tuple[float, float, float, float]
Lead = tuple[tuple[float, float], tuple[float, float]]

#: Of labels, in millimetres.
EDGE: Final = 0.7
SWATCH: Final = 3.0
GAP: Final = 0.7
LINE: Final = 2.6
BADGE: Final = 2.5
SYMBOL: Final = 1.15
#: Room that is left around a label.
_CLEAR: Final = 0.35
#: How far a label of a spot may stand from it; from the second one on a line leads to it.
_RINGS: Final = (0.5, 3.0, 5.5, 8.5)
_LEADS: Final = 1.6
_ROUND: Final = (0, 180, 90, 270, 45, 135, 315, 225)
_ALONG: Final = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88)
_MESH: Final = 14
#: A label goes this much further along its candidates to cover a millimetre of line less.
_PATIENCE: Final = 4.0


@dataclass(frozen=True, slots=True)
class Label:
    """
    A name with its counts, or a number that stands for them.

    Parameters
    ----------
    mark
        What it names.
    box
        Left, bottom, right, top in millimetres.
    lines
        The name, in one line or two; empty where a number stands for it.
    size
        Of its letters, in points.
    number
        The number; 0 where the name stands.
    lead
        Where the line to it begins and ends; None where it stands beside its mark.
    """

    mark: Mark
    box: Box
    lines: tuple[str, ...] = ()
    size: float = LEAST
    number: int = 0
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class Lettered:
    """
    The labels of a map.

    Parameters
    ----------
    labels
        With names, and with numbers.
    unnamed
        Marks that have room for neither.
    taken
        All boxes that are taken.
    """

    labels: tuple[Label, ...]
    unnamed: tuple[Mark, ...]
    taken: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """
    Where labels may stand.

    Parameters
    ----------
    width, height
        Of the window, in millimetres.
    size
        Of the letters, in points.
    longest
        The longest line of a name, in millimetres.
    most
        Labels with names, and labels with numbers, at the most.
    taken
        Boxes that are taken.
    """

    width: float
    height: float
    size: float
    longest: float
    most: tuple[int, int]
    taken: tuple[Box, ...] = ()


class _Placing:
    """Boxes that are taken, and lines that are better not covered."""

    def __init__(self, room: Room, marks: Sequence[Mark]) -> None:
        self.room = room
        self.boxes = np.array(room.taken, dtype=float).reshape(-1, 4)
        spots = [spot for mark in marks if mark.kind == "spot" for spot in _spots(mark)]
        for x, y in spots:
            self.take((x - SYMBOL, y - SYMBOL, x + SYMBOL, y + SYMBOL))
        lines = [mark.shape for mark in marks if mark.kind == "line"]
        self.lines = shapely.union_all(lines) if lines else shapely.MultiLineString()
        shapely.prepare(self.lines)

    def take(self, box: Box) -> None:
        """Note that a box is taken."""
        self.boxes = np.vstack([self.boxes, box])

    def free(self, box: Box) -> bool:
        """Tell whether a box is in the window and clear of all others."""
        left, bottom, right, top = box
        if left < EDGE or bottom < EDGE:
            return False
        if right > self.room.width - EDGE or top > self.room.height - EDGE:
            return False
        others = self.boxes
        over = (others[:, 0] < right + _CLEAR) & (others[:, 2] > left - _CLEAR)
        over &= (others[:, 1] < top + _CLEAR) & (others[:, 3] > bottom - _CLEAR)
        return not bool(over.any())

    def clear(self, lead: Lead) -> bool:
        """Tell whether a leading line crosses no box but that of the symbol it starts from."""
        stops = _stops(lead)[1:-1]
        inside = (self.boxes[None, :, 0] < stops[:, None, 0]) & (
            self.boxes[None, :, 2] > stops[:, None, 0]
        )
        inside &= (self.boxes[None, :, 1] < stops[:, None, 1]) & (
            self.boxes[None, :, 3] > stops[:, None, 1]
        )
        return not bool(inside.any())

    def covered(self, box: Box) -> float:
        """Measure how much of the lines a box covers."""
        shape = shapely.box(*box)
        if not shapely.intersects(self.lines, shape):
            return 0.0
        return float(shapely.length(shapely.intersection(self.lines, shape)))


def label_marks(marks: Sequence[Mark], room: Room) -> Lettered:
    """
    Give what is on the map its names and counts.

    Parameters
    ----------
    marks
        What stands on the map; only that of which something is said is named.
    room
        Where labels may stand.

    Returns
    -------
    Lettered
        Labels that cover neither one another nor a symbol. Where a name has no room a number
        stands, and where a number has none the mark is among the unnamed.
    """
    placing = _Placing(room, marks)
    labels: list[Label] = []
    waiting: list[Mark] = []
    for mark in sorted((one for one in marks if one.tally.claims), key=_first):
        full = len(labels) >= room.most[0]
        label = None if full else _named(mark, placing)
        if label is None:
            waiting.append(mark)
            continue
        labels.append(label)
        _take(placing, label)
    unnamed = _number(waiting, placing, labels)
    taken = tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in placing.boxes)
    return Lettered(tuple(labels), tuple(unnamed), taken)


def _first(mark: Mark) -> tuple[int, int, str]:
    """Order marks: spots, whose names must stand beside them, before lines and areas."""
    return ("spot", "line", "area").index(mark.kind), -mark.tally.claims, mark.key


def _number(waiting: Sequence[Mark], placing: _Placing, labels: list[Label]) -> list[Mark]:
    """Give numbers to what has no room for a name; return what has no room for a number."""
    unnamed = []
    number = 0
    for mark in waiting:
        found = None
        if number < placing.room.most[1]:
            found = _best(mark, placing, (badge_width(number + 1), BADGE))
        if found is None:
            unnamed.append(mark)
            continue
        number += 1
        box, lead = found
        labels.append(Label(mark, box, number=number, lead=lead))
        _take(placing, labels[-1])
    return unnamed


def _named(mark: Mark, placing: _Placing) -> Label | None:
    """Find room for a name."""
    room = placing.room
    lines = tuple(wrapped(mark.name, room.size, room.longest, most=2))
    found = _best(mark, placing, label_size(mark, lines, room.size))
    return Label(mark, found[0], lines, room.size, lead=found[1]) if found else None


def _take(placing: _Placing, label: Label) -> None:
    """Note what a label takes."""
    placing.take(label.box)
    if label.lead:
        for x, y in _stops(label.lead):
            placing.take((x - 0.1, y - 0.1, x + 0.1, y + 0.1))


def label_size(mark: Mark, lines: Sequence[str], size: float) -> tuple[float, float]:
    """
    Measure a label.

    Parameters
    ----------
    mark
        What it names.
    lines
        Its name.
    size
        Of its letters, in points.

    Returns
    -------
    width, height : float
        In millimetres.
    """
    name = max(width_mm(line, size) for line in lines)
    swatch = 0.0 if mark.kind == "spot" else SWATCH + GAP
    tally = mark.tally
    badges = badge_width(tally.claims) + badge_width(tally.origins) + 0.3
    doubt = width_mm("≠", LEAST, bold=True) + 0.4 if tally.disputed else 0.0
    return 2 * EDGE + swatch + name + GAP + badges + doubt, LINE * len(lines) + 0.8


def badge_width(number: int) -> float:
    """
    Measure the badge of a number.

    Parameters
    ----------
    number
        A count.

    Returns
    -------
    float
        In millimetres.
    """
    return max(width_mm(str(number), LEAST, bold=True) + 1.1, BADGE)


def _best(
    mark: Mark, placing: _Placing, size: tuple[float, float]
) -> tuple[Box, Lead | None] | None:
    """Find the box of a size that is free and covers little."""
    best: tuple[float, tuple[Box, Lead | None]] | None = None
    for rank, (box, lead) in enumerate(_candidates(mark, placing, size)):
        if best is not None and rank >= best[0]:
            break
        if not placing.free(box) or (lead is not None and not placing.clear(lead)):
            continue
        cost = rank + _PATIENCE * placing.covered(box)
        if best is None or cost < best[0]:
            best = cost, (box, lead)
    return best[1] if best else None


def _candidates(
    mark: Mark, placing: _Placing, size: tuple[float, float]
) -> Iterator[tuple[Box, Lead | None]]:
    """Give the boxes in which a label may stand, the best first."""
    if mark.kind == "spot":
        for spot in _spots(mark):
            yield from _about(spot, size)
        return
    window = shapely.box(0, 0, placing.room.width, placing.room.height)
    seen = shapely.intersection(mark.shape, window)
    centres = _along(seen, size) if mark.kind == "line" else _within(seen, mark.anchor)
    for x, y in centres:
        yield (x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2), None


def _spots(mark: Mark) -> list[tuple[float, float]]:
    """Give the spots of a mark."""
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


def _along(line: BaseGeometry, size: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Give spots on a line, half-way first, then beside it."""
    parts = [part for part in shapely.get_parts(line) if shapely.length(part) > 0]
    if not parts:
        return
    longest = max(parts, key=shapely.length)
    found = [shapely.line_interpolate_point(longest, at, normalized=True) for at in _ALONG]
    spots = shapely.get_coordinates(found)
    for beside in (0.0, size[1] / 2 + 0.8, -size[1] / 2 - 0.8):
        yield from ((float(x), float(y) + beside) for x, y in spots)


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


def _stops(lead: Lead) -> Floats:
    """Give points along a leading line."""
    start, end = np.array(lead[0]), np.array(lead[1])
    count = max(int(np.hypot(*(end - start)) / 0.25), 6)
    return start + (end - start) * np.linspace(0, 1, count)[:, None]
