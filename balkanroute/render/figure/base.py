"""The base map in print: land, water, borders and names, paler than what is claimed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute import geodata
from balkanroute.layers import MapSpec
from balkanroute.names import fold
from balkanroute.render.figure.candidates import SYMBOL, Box
from balkanroute.render.figure.frame import Frame
from balkanroute.render.figure.lettering import LEAST, inert, width_mm
from balkanroute.render.figure.look import BORDER, INK, LAND, NAME, WATER, WATER_LINE
from balkanroute.render.figure.marks import Standing
from balkanroute.render.figure.projection import Floats
from balkanroute.render.figure.sheet import Anchor, Letters, Pen, Sheet
from balkanroute.render.figure.words import Words

LAYERS: Final = ("land", "lakes", "rivers", "world_countries", "cities", "borders")
#: Cities are named where a square of this side, in millimetres, has no other name.
_SPARSE_MM: Final = 17.0
_MOST: Final = 60
_HIGH: Final = 2.4
_DOT: Final = 0.45
#: From the bottom of a name's box to its base line.
_BASE: Final = 0.5
#: A country is named where its name takes no more than this part of its width.
_NARROW: Final = 0.9
_CLEAR: Final = 0.4
#: A country's name stands further from all else, or it would be taken for the name of a spot.
_APART: Final = 1.6
#: Of a pixel of the page, in millimetres; and what it shows of the middle latitudes when the whole
#: world is 256 of them, in metres.
_PIXEL_MM: Final = 25.4 / 96
_EQUATOR_PIXEL_M: Final = 110_700.0


@dataclass(frozen=True, slots=True)
class GroundName:
    """
    A name of the base map.

    Parameters
    ----------
    text
        As it is written.
    x
        Where the text begins, ends or has its middle, in millimetres.
    anchor
        Which of these.
    box
        What it takes.
    spot
        Of a city; None for a country.
    dotted
        Whether a city has a dot; a symbol of the map stands for it otherwise.
    strong
        Whether it is an end of a leg, and no name of the base map.
    """

    text: str
    x: float
    anchor: Anchor
    box: Box
    spot: tuple[float, float] | None = None
    dotted: bool = False
    strong: bool = False


def draw_base(sheet: Sheet, frame: Frame) -> None:
    """
    Draw land, water and borders.

    Parameters
    ----------
    sheet
        The window.
    frame
        What of the earth lies in it.
    """
    sheet.draw(frame.earth, Pen(width=0, fill=WATER))
    land, lakes, rivers = (geodata.load(name).geometry for name in LAYERS[:3])
    sheet.draw(_joined(frame, land), Pen(WATER_LINE, 0.3, fill=LAND))
    sheet.draw(_joined(frame, rivers), Pen(WATER_LINE, 0.4))
    sheet.draw(_joined(frame, lakes), Pen(WATER_LINE, 0.3, fill=WATER))
    sheet.draw(_joined(frame, _borders()), Pen(BORDER, 0.4, (2.2, 1.2)))


def _joined(frame: Frame, geometries: Iterable[BaseGeometry]) -> BaseGeometry:
    """Draw geometries on paper as one."""
    shapes = [shape for shape in frame.shapes(geometries) if not shape.is_empty]
    return shapely.geometrycollections(shapes)


@cache
def _borders() -> tuple[BaseGeometry, ...]:
    """Give the borders: the lines that are known, and the edges that two other countries share."""
    known, countries = geodata.load("borders"), geodata.load("world_countries")
    detailed = {country for key in known.index for country in str(key).split("-")}
    coarse = {str(key): shape for key, shape in countries.geometry.items()}
    edges, owners = _edges(list(coarse.values()))
    order = np.lexsort(edges.T)
    edges, owners = edges[order], owners[order]
    again = np.flatnonzero((edges[1:] == edges[:-1]).all(axis=1))
    names = np.array(list(coarse))
    left, right = names[owners[again]], names[owners[again + 1]]
    inside = np.isin(left, list(detailed)) & np.isin(right, list(detailed))
    shared = edges[again[(left != right) & ~inside]].reshape(-1, 2, 2)
    joined = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(shared)))
    return (*known.geometry, joined)


def _edges(countries: Sequence[BaseGeometry]) -> tuple[np.ndarray, np.ndarray]:
    """Give the edges of outlines, each from its lesser end, and whose they are."""
    rings, owners = [], []
    for number, country in enumerate(countries):
        for ring in shapely.get_rings(shapely.get_parts(country)):
            corners = shapely.get_coordinates(ring)
            rings.append(np.hstack([corners[:-1], corners[1:]]))
            owners.append(np.full(len(corners) - 1, number))
    edges = np.concatenate(rings)
    turned = (edges[:, 0] > edges[:, 2]) | (
        (edges[:, 0] == edges[:, 2]) & (edges[:, 1] > edges[:, 3])
    )
    edges[turned] = edges[turned][:, [2, 3, 0, 1]]
    return edges, np.concatenate(owners)


def ground_names(
    frame: Frame, words: Words, taken: Sequence[Box], named: Sequence[str]
) -> list[GroundName]:
    """
    Find the names of the base map that have room.

    Parameters
    ----------
    frame
        The window.
    words
        Of the language of the map, in which countries are named.
    taken
        Boxes in which nothing may stand.
    named
        Names that are on the map already.

    Returns
    -------
    list[GroundName]
        Countries first, then cities, the highest rank first.
    """
    boxes = np.array(taken, dtype=float).reshape(-1, 4)
    known = {fold(name) for name in named}
    found: list[GroundName] = []
    for name in (*_countries(frame, words), *_cities(frame, taken)):
        room = _CLEAR if name.spot else _APART
        if fold(name.text) in known or not _free(name.box, frame, boxes, room):
            continue
        if name.spot and _crowded(name.spot, found):
            continue
        known.add(fold(name.text))
        boxes = np.vstack([boxes, name.box])
        found.append(name)
        if len(found) >= _MOST:
            break
    return found


def end_names(
    spec: MapSpec, standing: Standing, frame: Frame, words: Words, taken: Sequence[Box]
) -> list[GroundName]:
    """
    Name the ends of legs that have no symbol of their own.

    Parameters
    ----------
    spec
        The map.
    standing
        What stands on it.
    frame
        The window.
    words
        Of the language of the map.
    taken
        Boxes in which nothing may stand.

    Returns
    -------
    list[GroundName]
        With a dot each; those that have room.
    """
    on = {mark.key for mark in standing.marks}
    legs = [
        leg
        for route in spec.atlas.routes
        for number, leg in enumerate(route.legs)
        if f"leg:{route.id}:{number}" in on
    ]
    ends = dict.fromkeys(key for leg in legs for key in (leg.origin, leg.destination))
    places = [spec.atlas.place(key) for key in ends if f"place:{key}" not in on]
    boxes = np.array(taken, dtype=float).reshape(-1, 4)
    found: list[GroundName] = []
    for place in places:
        if place.geometry is None or place.geometry.geom_type != "Point":
            continue
        x, y = frame.spots(shapely.get_coordinates(place.geometry))[0]
        for name in _city(words.name(place), float(x), float(y), dotted=True):
            if _free(name.box, frame, boxes, _CLEAR):
                found.append(replace(name, strong=True))
                boxes = np.vstack([boxes, name.box])
                break
    return found


def _countries(frame: Frame, words: Words) -> Iterator[GroundName]:
    """Name the countries in the window, in their widest part."""
    countries = geodata.load("world_countries")
    shapes = frame.shapes(countries.geometry)
    for (iso, row), shape in zip(countries.iterrows(), shapes, strict=True):
        seen = shapely.intersection(shape, frame.sheet)
        if shapely.area(seen) < _HIGH**2:
            continue
        text = words.country(str(iso), inert(str(row["name"]))).upper()
        wide = width_mm(text, LEAST)
        largest = max(shapely.get_parts(seen), key=shapely.area)
        left, _, right, _ = shapely.bounds(largest)
        if wide > _NARROW * (right - left):
            continue
        yield from (_country(text, wide, x, y) for x, y in _middles(largest, wide))


def _country(text: str, wide: float, x: float, y: float) -> GroundName:
    """Lay a country's name about a spot."""
    box = (x - wide / 2, y - _HIGH / 2, x + wide / 2, y + _HIGH / 2)
    return GroundName(text, x, "middle", box)


def _middles(area: BaseGeometry, wide: float) -> list[tuple[float, float]]:
    """Give spots in an area about which a name would stand within it."""
    left, bottom, right, top = shapely.bounds(area)
    mesh = np.meshgrid(np.linspace(left, right, 15), np.linspace(bottom, top, 15))
    spots = np.column_stack([part.ravel() for part in mesh])
    ends = [spots + np.array([shift * wide, 0]) for shift in (-0.5, 0.0, 0.5)]
    inside = np.all([shapely.contains_xy(area, end) for end in ends], axis=0)
    spots = spots[inside]
    edge = shapely.boundary(area)
    away = shapely.distance(shapely.points(spots), edge) if len(spots) else np.zeros(0)
    return [(float(x), float(y)) for x, y in spots[np.argsort(-away, kind="stable")]]


def _cities(frame: Frame, taken: Sequence[Box]) -> Iterator[GroundName]:
    """Name the cities in the window, on either side of their spot."""
    cities = geodata.load("cities")
    cities = cities[cities["rank"] >= _least_rank(frame)]
    cities = cities.sort_values(["rank", "name"], ascending=[False, True], kind="stable")
    spots = frame.spots(np.column_stack([cities.geometry.x, cities.geometry.y]))
    boxes = np.array(taken, dtype=float).reshape(-1, 4)
    inside = ((spots > 0) & (spots < (frame.width_mm, frame.height_mm))).all(axis=1)
    square = np.isclose(boxes[:, 2] - boxes[:, 0], 2 * SYMBOL)
    middle = (boxes[square][:, [0, 1]] + boxes[square][:, [2, 3]]) / 2
    names = cities["name"].to_numpy()[inside]
    for name, (x, y) in zip(names, spots[inside], strict=True):
        near = bool((np.hypot(*(middle - (x, y)).T) < SYMBOL).any())
        yield from _city(inert(str(name)), float(x), float(y), dotted=not near)


def _least_rank(frame: Frame) -> float:
    """Give the lowest rank of a city that the page would name at the same scale."""
    metres_a_pixel = frame.metres * _PIXEL_MM
    return 9.0 - float(np.log2(_EQUATOR_PIXEL_M / metres_a_pixel)) - 1.0


def _city(text: str, x: float, y: float, *, dotted: bool) -> Iterator[GroundName]:
    """Lay a city's name to the right of its spot, or to the left."""
    wide = width_mm(text, LEAST)
    reach = _DOT + 0.5 if dotted else SYMBOL + 0.6
    inner = -_DOT if dotted else reach
    low, high = y - _HIGH / 2, y + _HIGH / 2
    right = (x + inner, low, x + reach + wide, high)
    left = (x - reach - wide, low, x - inner, high)
    yield GroundName(text, x + reach, "start", right, (x, y), dotted)
    yield GroundName(text, x - reach, "end", left, (x, y), dotted)


def _free(box: Box, frame: Frame, boxes: Floats, room: float) -> bool:
    """Tell whether a name is in the window and clear of all boxes."""
    left, bottom, right, top = box
    if left < _CLEAR or bottom < _CLEAR:
        return False
    if right > frame.width_mm - _CLEAR or top > frame.height_mm - _CLEAR:
        return False
    over = (boxes[:, 0] < right + room) & (boxes[:, 2] > left - room)
    over &= (boxes[:, 1] < top + _CLEAR) & (boxes[:, 3] > bottom - _CLEAR)
    return not bool(over.any())


def _crowded(spot: tuple[float, float], found: Sequence[GroundName]) -> bool:
    """Tell whether another city is named near a spot."""
    others = [one.spot for one in found if one.spot]
    return any(np.hypot(x - spot[0], y - spot[1]) < _SPARSE_MM for x, y in others)


def write_names(sheet: Sheet, names: Sequence[GroundName]) -> None:
    """
    Write the names of the base map.

    Parameters
    ----------
    sheet
        The window.
    names
        As `ground_names` finds them.
    """
    for name in names:
        left, bottom, right, top = name.box
        ground = shapely.box(left, bottom + 0.1, right, top - 0.1)
        sheet.draw(ground, Pen(width=0, fill=LAND, opacity=0.55))
        colour = INK if name.strong else NAME
        letters = Letters(LEAST, colour=colour, anchor=name.anchor)
        sheet.write(name.x, name.box[1] + _BASE, name.text, letters)
        if name.spot and name.dotted:
            dot = shapely.Point(name.spot).buffer(_DOT, quad_segs=6)
            sheet.draw(dot, Pen(width=0, fill=colour))
