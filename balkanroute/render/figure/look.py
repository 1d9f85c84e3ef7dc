"""How things look in print: shapes, dashes and hatches first, colour second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute.layers import Layer

#: The colours of the page on light paper.
INK: Final = "#1b2430"
SOFT: Final = "#51606f"
RULE: Final = "#aab4be"
DOUBT: Final = "#a8231c"
PAPER: Final = "#ffffff"
LAND: Final = "#f7f5f0"
WATER: Final = "#dbe7ef"
WATER_LINE: Final = "#a9c4d6"
BORDER: Final = "#9a9184"
NAME: Final = "#6b6459"
#: Points of print for a pixel of the page.
POINTS_A_PIXEL: Final = 0.42
#: Fills of areas that lie over one another would hide the ground in print; hatches tell them apart.
_PALER: Final = 0.6
#: A fill of this opacity is there to be read.
_SOLID: Final = 0.5
#: A leg that was computed along roads is dotted, as on the page.
_ROUTED: Final = "1 7"
#: Dashes of the second, third and further layers of lines that would have the same ones.
_DASHES: Final = ("9 4 2 4", "3 3", "16 4", "14 3 2 3 2 3")
#: Symbols about (0, 0), y upward; those of the page, whose y runs downward.
OUTLINES: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "diamond": ((0, 1.35), (1.35, 0), (0, -1.35), (-1.35, 0)),
    "triangle": ((0, 1.3), (1.2, -0.9), (-1.2, -0.9)),
    "square": ((-1, 1), (1, 1), (1, -1), (-1, -1)),
}


@dataclass(frozen=True, slots=True)
class Hatch:
    """
    Lines across an area.

    Parameters
    ----------
    angle
        In degrees from the x axis.
    gap_mm
        From line to line.
    dotted
        Whether the lines are dotted.
    """

    angle: float
    gap_mm: float
    dotted: bool = False


#: A hatch for each kind of area; two areas of one map never share one unless there are more.
_HATCHES: Final = (
    Hatch(45, 1.5),
    Hatch(135, 1.5),
    Hatch(0, 1.3),
    Hatch(90, 1.3),
    Hatch(45, 0.9),
    Hatch(135, 0.9),
)
#: A hatch reaches this far into an area.
_BAND_MM: Final = 3.0
_DERIVED: Final = Hatch(20, 1.2, dotted=True)


@dataclass(frozen=True, slots=True)
class Look:
    """
    How the features of a layer are printed.

    Parameters
    ----------
    colour
        As ``#rrggbb``.
    width
        Of its lines, in points.
    dash
        Lengths of dashes and gaps, in points; empty for a full line.
    fill
        Opacity of its fill.
    shape
        Of its symbol.
    hatch
        Across its areas; None for none.
    solid
        Whether its fill is what is read, as in a map of classes, so that nothing may pale it.
    """

    colour: str
    width: float
    dash: tuple[float, ...]
    fill: float
    shape: str
    hatch: Hatch | None = None
    solid: bool = False


def looks_of(layers: Sequence[Layer]) -> list[Look]:
    """
    Give each layer a look that reads without colour.

    Parameters
    ----------
    layers
        Of a map.

    Returns
    -------
    list[Look]
        In their order. Countries have no hatch, areas that nobody defines a dotted one.
    """
    dashes: set[str] = set()
    hatches = list(_HATCHES)
    return [_look(layer, dashes, hatches) for layer in layers]


def _look(layer: Layer, dashes: set[str], hatches: list[Hatch]) -> Look:
    """Give one layer its look, and take it from those that are left."""
    style = layer.style
    # An area whose fill says all, or that has none, needs no hatch.
    solid = style.shape == "area" and (style.fill_opacity >= _SOLID or not style.fill_opacity)
    dash = style.dash
    if style.shape == "line" and layer.routes:
        dash = next((one for one in (dash, *_DASHES) if one not in dashes), dash)
        dashes.add(dash)
    return Look(
        colour=style.colour,
        width=max(style.weight_px * POINTS_A_PIXEL, 0.5),
        dash=_points(dash),
        fill=style.fill_opacity * (_PALER if style.shape == "area" and not solid else 1.0),
        shape=style.shape,
        hatch=None if solid else _hatch(layer, hatches),
        solid=solid,
    )


def _hatch(layer: Layer, hatches: list[Hatch]) -> Hatch | None:
    """Give a layer its hatch."""
    if layer.style.shape != "area" or layer.kind == "country":
        return None
    if layer.kind == "derived":
        return _DERIVED
    return hatches.pop(0) if hatches else _HATCHES[0]


def routed(look: Look) -> Look:
    """
    Give the look of a leg that was computed along roads.

    Parameters
    ----------
    look
        Of the layer.

    Returns
    -------
    Look
        The same, dotted.
    """
    return replace(look, dash=_points(_ROUTED))


def _points(dash: str) -> tuple[float, ...]:
    """Read dashes and gaps, in pixels of the page."""
    found = tuple(max(float(part) * POINTS_A_PIXEL, 0.1) for part in dash.split())
    return found * 2 if len(found) % 2 else found


def hatching(area: BaseGeometry, hatch: Hatch, *, turned: bool = False) -> BaseGeometry:
    """
    Draw the lines of a hatch along the edge of an area, which leaves its middle to be read.

    Parameters
    ----------
    area
        In millimetres.
    hatch
        The hatch.
    turned
        Whether one axis of the paper runs the other way.

    Returns
    -------
    shapely.Geometry
        Lines, in millimetres, across all of an area that is narrow.
    """
    area = shapely.difference(area, shapely.buffer(area, -_BAND_MM))
    left, bottom, right, top = shapely.bounds(area)
    if not np.isfinite(left):
        return shapely.MultiLineString()
    angle = np.radians(-hatch.angle if turned else hatch.angle)
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-along[1], along[0]])
    corners = np.array([[left, bottom], [left, top], [right, bottom], [right, top]])
    reach, depth = corners @ along, corners @ across
    steps = np.arange(np.ceil(depth.min() / hatch.gap_mm), depth.max() / hatch.gap_mm)
    middles = steps[:, None] * hatch.gap_mm * across
    starts, ends = middles + reach.min() * along, middles + reach.max() * along
    lines = shapely.MultiLineString(np.stack([starts, ends], axis=1).tolist())
    crossed: BaseGeometry = shapely.intersection(lines, area)
    return crossed
