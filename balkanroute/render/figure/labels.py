"""Names and counts on the map, none over another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely

from balkanroute.render.figure.candidates import SYMBOL, Box, Lead, candidates, spots_of, stops
from balkanroute.render.figure.lettering import LEAST, width_mm, wrapped
from balkanroute.render.figure.marks import Mark

#: Of labels, in millimetres.
EDGE: Final = 0.7
SWATCH: Final = 3.6
GAP: Final = 0.8
LINE: Final = 2.6
BADGE: Final = 2.5
#: Room that is left around a label.
_CLEAR: Final = 0.35
#: A label goes this much further along its candidates to cover a millimetre of line less.
_PATIENCE: Final = 4.0
#: What a claim weighs where names compete for room, by what it is about. Each is tried, and the
#: one that names most is taken.
_URGENT: Final[tuple[dict[str, float], ...]] = (
    {"spot": 4.0, "line": 2.0, "area": 1.0},
    {"spot": 1.0, "line": 1.0, "area": 1.0},
    {"spot": 1.0, "line": 1.0, "area": 3.0},
    {"spot": 100.0, "line": 1.0, "area": 1.0},
)
_MOST_LINES: Final = 4


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
        self.window = shapely.box(0, 0, room.width, room.height)
        self.boxes = np.array(room.taken, dtype=float).reshape(-1, 4)
        spots = [spot for mark in marks if mark.kind == "spot" for spot in spots_of(mark)]
        middles = np.array(spots, dtype=float).reshape(-1, 2)
        squares = np.hstack([middles - SYMBOL, middles + SYMBOL])
        self.boxes = np.vstack([self.boxes, squares])
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
        points = stops(lead)[1:-1]
        inside = (self.boxes[None, :, 0] < points[:, None, 0]) & (
            self.boxes[None, :, 2] > points[:, None, 0]
        )
        inside &= (self.boxes[None, :, 1] < points[:, None, 1]) & (
            self.boxes[None, :, 3] > points[:, None, 1]
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
        What stands on the map; what most claims are about is named first.
    room
        Where labels may stand.

    Returns
    -------
    Lettered
        Labels that cover neither one another nor a symbol. Where a name has no room a number
        stands, and where a number has none the mark is among the unnamed.
    """
    ranked = sorted(marks, key=lambda mark: -mark.tally.claims)
    most = 3 * sum(room.most)
    found = [_label_all(ranked[:most], marks, room, urgent) for urgent in _URGENT]
    best = max(found, key=_worth)
    return replace(best, unnamed=(*best.unnamed, *ranked[most:]))


def _worth(lettered: Lettered) -> float:
    """Value labels: many claims named count most, a number half as much as a name."""
    return sum(
        (0.5 if label.number else 1.0) * (math.sqrt(label.mark.tally.claims) + 0.1)
        for label in lettered.labels
    )


def _label_all(
    marks: Sequence[Mark], standing: Sequence[Mark], room: Room, urgent: dict[str, float]
) -> Lettered:
    """Label some of what stands on a map in the order that weights of their kinds give."""
    placing = _Placing(room, standing)
    labels: list[Label] = []
    waiting: list[Mark] = []
    for mark in sorted(marks, key=lambda one: (-one.tally.claims * urgent[one.kind], one.key)):
        full = len(labels) >= room.most[0]
        label = None if full else _named(mark, placing)
        if label is None:
            waiting.append(mark)
            continue
        labels.append(label)
        _take(placing, label)
    unnamed = _number([mark for mark in waiting if mark.tally.claims], placing, labels)
    unnamed += [mark for mark in waiting if not mark.tally.claims]
    taken = tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in placing.boxes)
    return Lettered(tuple(labels), tuple(unnamed), taken)


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
    lines = tuple(wrapped(mark.name, room.size, room.longest, _MOST_LINES))
    found = _best(mark, placing, label_size(mark, lines, room.size))
    return Label(mark, found[0], lines, room.size, lead=found[1]) if found else None


def _take(placing: _Placing, label: Label) -> None:
    """Note what a label takes."""
    placing.take(label.box)
    if label.lead:
        for x, y in stops(label.lead):
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
    badges = GAP + sum(badge_width(count) + 0.3 for count in (tally.claims, tally.origins) if count)
    doubt = width_mm("≠", LEAST, bold=True) + 0.4 if tally.disputed else 0.0
    counts = badges + doubt if tally.claims else 0.0
    return 2 * EDGE + swatch + name + counts, LINE * len(lines) + 0.8


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
    return max(width_mm(spaced(number), LEAST, bold=True) + 1.1, BADGE)


def spaced(number: int) -> str:
    """
    Write a count, its thousands apart by a space in every language (ISO 80000-1).

    Parameters
    ----------
    number
        A count.

    Returns
    -------
    str
        Such as ``12 345``.
    """
    return f"{number:,}".replace(",", " ")


def _best(
    mark: Mark, placing: _Placing, size: tuple[float, float]
) -> tuple[Box, Lead | None] | None:
    """Find the box of a size that is free and covers little."""
    best: tuple[float, tuple[Box, Lead | None]] | None = None
    for rank, (box, lead) in enumerate(candidates(mark, placing.window, size)):
        if best is not None and rank >= best[0]:
            break
        if not placing.free(box) or (lead is not None and not placing.clear(lead)):
            continue
        cost = rank + _PATIENCE * placing.covered(box)
        if best is None or cost < best[0]:
            best = cost, (box, lead)
    return best[1] if best else None
