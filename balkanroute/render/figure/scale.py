"""The scale bar, and the graticule: how large the map is, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from balkanroute.render.figure.candidates import Box
from balkanroute.render.figure.frame import Frame
from balkanroute.render.figure.lettering import LEAST, width_mm
from balkanroute.render.figure.look import INK, PAPER, SOFT
from balkanroute.render.figure.sheet import Letters, Pen, Sheet
from balkanroute.render.figure.words import Words

_GEOD: Final = Geod(ellps="WGS84")
#: The bar is no longer than this part of the width.
_PART: Final = 0.28
_PAD: Final = 1.0
_HIGH: Final = 0.9
#: Steps between the lines of a graticule, in degrees, and how many lines there are about.
_STEPS: Final = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0)
_LINES: Final = 4.5
_TEXT: Final = 2.4
#: A window that sees this many degrees of longitude sees all of them.
_ALL_ROUND: Final = 300.0


@dataclass(frozen=True, slots=True)
class Bar:
    """
    A scale bar.

    Parameters
    ----------
    metres
        The length on the ground that it stands for.
    width
        Its length on paper, in millimetres.
    text
        What it says.
    """

    metres: float
    width: float
    text: str

    @property
    def box(self) -> Box:
        """What it takes in the lower left corner of the window, in millimetres."""
        return (0.0, 0.0, self._inner + 2 * _PAD + 1.2, 2 * _PAD + _HIGH + 3.0)

    @property
    def _inner(self) -> float:
        return max(self.width, width_mm(self.text, LEAST))


def scale_bar(frame: Frame, words: Words) -> Bar:
    """
    Measure a scale bar.

    Parameters
    ----------
    frame
        The window.
    words
        Of the language of the map.

    Returns
    -------
    Bar
        Of a round length, true for a geodesic of the WGS 84 ellipsoid between two points as far
        left as right of the middle of the window.
    """
    longest = _ground(frame, frame.width_mm * _PART)
    power = 10.0 ** np.floor(np.log10(longest))
    metres = float(max(step * power for step in (1, 2, 5) if step * power <= longest))
    low, high = 0.0, frame.width_mm * _PART
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _ground(frame, middle) < metres else (low, middle)
    return Bar(metres, (low + high) / 2, words.distance(metres))


def _ground(frame: Frame, width: float) -> float:
    """Measure the geodesic between two points about the middle, in metres."""
    left, bottom, right, top = frame.bounds
    middle, half = (left + right) / 2, width * frame.metres / 2
    ends = np.array([[middle - half, (bottom + top) / 2], [middle + half, (bottom + top) / 2]])
    (west, south), (east, north) = frame.projection.degrees(ends)
    return float(_GEOD.inv(west, south, east, north)[2])


def draw_bar(sheet: Sheet, bar: Bar) -> None:
    """
    Draw a scale bar in the lower left corner of the window.

    Parameters
    ----------
    sheet
        The window.
    bar
        The bar.
    """
    left, bottom, right, top = bar.box
    sheet.draw(shapely.box(left, bottom, right, top), Pen(width=0, fill=PAPER, opacity=0.85))
    x, y = _PAD + 0.6, _PAD + 0.3
    half = bar.width / 2
    sheet.draw(shapely.box(x, y, x + half, y + _HIGH), Pen(INK, 0.5, fill=INK))
    sheet.draw(shapely.box(x + half, y, x + bar.width, y + _HIGH), Pen(INK, 0.5, fill=PAPER))
    sheet.write(x, y + _HIGH + 0.9, bar.text, Letters(LEAST))


@dataclass(frozen=True, slots=True)
class Degree:
    """
    A line of a graticule.

    Parameters
    ----------
    text
        What it says.
    line
        In millimetres.
    box
        Where it says so; None where it does not.
    """

    text: str
    line: BaseGeometry
    box: Box | None


def graticule(frame: Frame, words: Words, taken: list[Box]) -> list[Degree]:
    """
    Find the meridians and parallels of a window.

    Parameters
    ----------
    frame
        The window.
    words
        Of the language of the map.
    taken
        Boxes in which no degree may stand.

    Returns
    -------
    list[Degree]
        A handful of each. Meridians are named at the upper edge, parallels at the right one.
    """
    left, bottom, right, top = frame.bounds
    mesh = np.meshgrid(np.linspace(left, right, 30), np.linspace(bottom, top, 30))
    degrees = frame.projection.degrees(np.column_stack([part.ravel() for part in mesh]))
    degrees = degrees[np.isfinite(degrees).all(axis=1)]
    middle = frame.projection.longitude
    away = (degrees[:, 0] - middle + 180) % 360 - 180
    spans = (float(away.min() + middle), float(away.max() + middle))
    if spans[1] - spans[0] > _ALL_ROUND:
        spans = (middle - 180, middle + 180)
    heights = (float(degrees[:, 1].min()), float(degrees[:, 1].max()))
    found: list[Degree] = []
    boxes = list(taken)
    for upright, (low, high) in ((True, spans), (False, heights)):
        for value in _values(low, high):
            line = _line(value, heights if upright else spans, upright=upright)
            shape = shapely.intersection(_drawn(frame, line), frame.sheet)
            if shapely.is_empty(shape) or not shapely.length(shape):
                continue
            text = _said(words, value, upright=upright)
            box = _stand(frame, shape, text, boxes, upright=upright)
            boxes += [box] if box else []
            found.append(Degree(text, shape, box))
    return found


def _values(low: float, high: float) -> Iterator[float]:
    """Give the round degrees between two."""
    step = next((one for one in _STEPS if (high - low) / one <= _LINES + 1), _STEPS[-1])
    for number in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1):
        yield round(number * step, 4)


def _line(value: float, span: tuple[float, float], *, upright: bool) -> np.ndarray:
    """Give points along a meridian or a parallel."""
    along = np.linspace(*span, 200)
    across = np.full(200, value)
    points = np.column_stack([across, along] if upright else [along, across])
    points[:, 0] = (points[:, 0] + 180) % 360 - 180
    return points


def _drawn(frame: Frame, points: np.ndarray) -> BaseGeometry:
    """Draw a line through points on paper."""
    spots = frame.spots(points)
    spots = spots[np.isfinite(spots).all(axis=1)]
    return shapely.LineString(spots) if len(spots) > 1 else shapely.LineString()


def _said(words: Words, value: float, *, upright: bool) -> str:
    """Say a degree."""
    if upright:
        value = (value + 180) % 360 - 180
    sides = ("figure.east", "figure.west") if upright else ("figure.north", "figure.south")
    number = words.number(abs(value))
    return f"{number}°" if value in {0.0, -180.0} else words.say(sides[value < 0], degrees=number)


def _stand(
    frame: Frame, shape: BaseGeometry, text: str, boxes: list[Box], *, upright: bool
) -> Box | None:
    """Find where a degree stands: where its line meets the upper edge, or the right one."""
    wide = width_mm(text, LEAST) + 0.8
    corners = shapely.get_coordinates(shape)
    x, y = corners[np.argmax(corners[:, 1 if upright else 0])]
    at_edge = y > frame.height_mm - 0.5 if upright else x > frame.width_mm - 0.5
    if upright:
        box = (x - wide / 2, frame.height_mm - _TEXT - 0.4, x + wide / 2, frame.height_mm - 0.4)
    else:
        box = (frame.width_mm - wide - 0.3, y - _TEXT / 2, frame.width_mm - 0.3, y + _TEXT / 2)
    inside = box[0] >= 0 and box[2] <= frame.width_mm and box[1] >= 0 and box[3] <= frame.height_mm
    clear = not any(
        box[0] < other[2] and box[2] > other[0] and box[1] < other[3] and box[3] > other[1]
        for other in boxes
    )
    return box if at_edge and inside and clear else None


def draw_graticule(sheet: Sheet, degrees: list[Degree]) -> None:
    """
    Draw the lines of a graticule.

    Parameters
    ----------
    sheet
        The window.
    degrees
        As `graticule` finds them.
    """
    for degree in degrees:
        sheet.draw(degree.line, Pen("#8592a0", 0.25))


def write_degrees(sheet: Sheet, degrees: list[Degree]) -> None:
    """
    Write what the lines of a graticule are.

    Parameters
    ----------
    sheet
        The window.
    degrees
        As `graticule` finds them.
    """
    for degree in degrees:
        if degree.box:
            left, bottom, right, top = degree.box
            ground = shapely.box(left, bottom, right, top)
            sheet.draw(ground, Pen(width=0, fill=PAPER, opacity=0.75))
            middle = Letters(LEAST, colour=SOFT, anchor="middle")
            sheet.write((left + right) / 2, bottom + 0.5, degree.text, middle)
