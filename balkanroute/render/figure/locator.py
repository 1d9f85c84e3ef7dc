"""A small map in a corner: where the window lies, and what is drawn beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute import geodata
from balkanroute.render.figure.candidates import Box, spots_of
from balkanroute.render.figure.frame import Frame, frame_of
from balkanroute.render.figure.look import INK, LAND, PAPER, RULE, SOFT, WATER
from balkanroute.render.figure.marks import Mark
from balkanroute.render.figure.projection import Bounds, narrowed
from balkanroute.render.figure.sheet import Pen, Sheet

#: Of the small map, in millimetres; maps narrower than this many of it have none.
_WIDE: Final = 32.0
_PARTS: Final = 4.0
#: It is drawn where it shows at least this many times the width of the window.
_WIDER: Final = 2.5
_DOT: Final = 0.4
_MOST: Final = 200
_PAD: Final = 0.08


@dataclass(frozen=True)
class Locator:
    """
    A small map.

    Parameters
    ----------
    frame
        Its own window.
    box
        Where it stands in the large one, in millimetres.
    window
        The large window in the small one, in millimetres of the small one.
    shapes
        The lines, and dots for the spots that lie beyond the large window; an area is none, since
        a dot would say more than is known.
    """

    frame: Frame
    box: Box
    window: BaseGeometry
    shapes: tuple[BaseGeometry, ...]


def locator_of(features: gpd.GeoDataFrame, frame: Frame, marks: Sequence[Mark]) -> Locator | None:
    """
    Lay out a small map.

    Parameters
    ----------
    features
        What is drawn, on the map or beyond it, as `layers.drawn` gives it.
    frame
        The large window.
    marks
        What stands in it; the small map stands in the corner that has least of it.

    Returns
    -------
    Locator or None
        None where the window is narrow, or where little lies beyond it.
    """
    if frame.width_mm < _PARTS * _WIDE or features.empty:
        return None
    small = frame_of(_bounds(features), _WIDE)
    if small.metres * small.width_mm < _WIDER * frame.metres * frame.width_mm:
        return None
    ring = shapely.segmentize(shapely.box(*frame.bounds), frame.metres * 2)
    edge = small.spots(frame.projection.degrees(shapely.get_coordinates(ring)))
    if not np.isfinite(edge).all():
        return None
    window = shapely.intersection(shapely.Polygon(edge), small.sheet)
    dimensions = shapely.get_dimensions(features.geometry.to_numpy())
    lines = small.shapes(features.geometry[dimensions == 1])
    spots = small.spots(features.loc[dimensions == 0, ["x", "y"]].to_numpy(dtype=float))
    beyond = spots[~shapely.contains_xy(window, spots)][:_MOST]
    dots = [shapely.Point(spot).buffer(_DOT, quad_segs=4) for spot in beyond]
    return Locator(small, _corner(frame, small, marks), window, (*lines, *dots))


def _bounds(features: gpd.GeoDataFrame) -> Bounds:
    """Give the bounds of the spots at which claims are counted, widened a little."""
    x, y = features["x"], features["y"]
    wide, high = (max(float(one.max() - one.min()) * _PAD, 0.5) for one in (x, y))
    view = (
        max(float(x.min()) - wide, -180.0),
        max(float(y.min()) - high, -85.0),
        min(float(x.max()) + wide, 180.0),
        min(float(y.max()) + high, 85.0),
    )
    return narrowed(view, x)


def _corner(frame: Frame, small: Frame, marks: Sequence[Mark]) -> Box:
    """Choose the corner in which least stands; the lower left one has the scale."""
    right, top = frame.width_mm, frame.height_mm
    wide, high = small.width_mm, small.height_mm
    corners: list[Box] = [
        (right - wide, 0.0, right, high),
        (right - wide, top - high, right, top),
        (0.0, top - high, wide, top),
    ]

    def weight(box: Box) -> float:
        shape = shapely.box(*box)
        spots = [spot for mark in marks if mark.kind == "spot" for spot in spots_of(mark)]
        lines = [mark.shape for mark in marks if mark.kind == "line"]
        covered = sum(float(shapely.length(shapely.intersection(one, shape))) for one in lines)
        return covered + 10.0 * sum(box[0] < x < box[2] and box[1] < y < box[3] for x, y in spots)

    return min(corners, key=weight)


def draw_locator(sheet: Sheet, locator: Locator) -> None:
    """
    Draw a small map.

    Parameters
    ----------
    sheet
        The large window.
    locator
        The small map.
    """
    frame, (left, bottom, *_) = locator.frame, locator.box

    def placed(shape: BaseGeometry) -> BaseGeometry:
        inside = shapely.intersection(shape, frame.sheet)
        moved: BaseGeometry = shapely.transform(inside, lambda spots: np.add(spots, (left, bottom)))
        return moved

    land = frame.shapes(geodata.load("land").geometry)
    sheet.draw(placed(frame.sheet), Pen(width=0, fill=PAPER))
    sheet.draw(placed(frame.earth), Pen(width=0, fill=WATER))
    for shape in land:
        sheet.draw(placed(shape), Pen(RULE, 0.2, fill=LAND))
    for shape in locator.shapes:
        spot = shapely.get_dimensions(shape) > 1
        sheet.draw(placed(shape), Pen(SOFT, 0.0 if spot else 0.4, fill=SOFT if spot else ""))
    sheet.draw(placed(locator.window), Pen(INK, 0.9, fill=PAPER, opacity=0.35))
    sheet.draw(placed(frame.sheet), Pen(INK, 0.5))
