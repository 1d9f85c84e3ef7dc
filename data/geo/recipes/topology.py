"""
Outlines taken apart into shared lines (arcs), simplified once each, and put together again.

A border that two countries have vertex for vertex in common is one arc, so both keep the same
line whatever its tolerance. Arcs that only one country has (coasts, and stretches where two
sources or two claims differ) are simplified by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from shapely import (
    LineString,
    MultiPolygon,
    Polygon,
    get_coordinates,
    make_valid,
    set_precision,
    union_all,
)
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from recipes.outlines import Outline, Ring

Owners: TypeAlias = frozenset[str]
Line = NDArray[np.float64]

MICRO = 1e-6  # degrees in one unit of an outline
HALVINGS = 6  # how often the tolerance of a bad arc is halved before it is kept whole
ROUGH = 0.02  # degrees
LONGEST = 256  # edges of an arc, so that a bad spot costs little
ATTEMPTS = 400
NEAR = 1e-4  # degrees around a bad spot


@dataclass(slots=True, eq=False)
class Arc:
    """A line between two nodes: micro-degrees, and the countries whose rings run along it."""

    line: Ring
    owners: Owners
    halvings: int = 0


Tolerance: TypeAlias = Callable[[Arc], float]


@dataclass(slots=True)
class Topology:
    """Rings of countries as sequences of arcs."""

    arcs: list[Arc] = field(default_factory=list)
    # By country: polygons of rings of (arc, whether it runs backwards).
    rings: dict[str, list[list[list[tuple[int, bool]]]]] = field(default_factory=dict)


def take_apart(outlines: dict[str, Outline]) -> Topology:
    """
    Cut rings where their owners change, and where three lines meet.

    Parameters
    ----------
    outlines
        Outlines by country.

    Returns
    -------
    Topology
        Every stretch of line once.
    """
    owners = _edge_owners(outlines)
    degree = _degrees(owners)
    topology, known = Topology(), {}
    for key in sorted(outlines):
        topology.rings[key] = [
            [
                [_register(topology, known, line, who) for line, who in _cut(ring, owners, degree)]
                for ring in polygon
            ]
            for polygon in outlines[key]
        ]
    return topology


def simplified(topology: Topology, key: str, tolerance: Tolerance) -> MultiPolygon:
    """
    Put a country together from simplified arcs.

    Parameters
    ----------
    topology
        From `take_apart`.
    key
        The country.
    tolerance
        Degrees for an arc; zero keeps every vertex. Where a ring would touch or cross
        itself, the tolerance of the arcs there is halved, for all who share them, until it
        does not.

    Returns
    -------
    MultiPolygon
        EPSG:4326, valid; rings that fall to nothing are dropped. What still crosses itself with
        all its vertices is repaired.
    """
    made = (_valid_polygon(topology, rings, tolerance) for rings in topology.rings[key])
    whole = MultiPolygon([part for polygon in made for part in parts(polygon)])
    return whole if whole.is_valid else repaired(union_all(whole.geoms))


def parts(geometry: BaseGeometry) -> list[Polygon]:
    """Give the polygons of any geometry, in order."""
    if isinstance(geometry, Polygon):
        return [geometry]
    return [part for each in getattr(geometry, "geoms", ()) for part in parts(each)]


def repaired(geometry: BaseGeometry) -> BaseGeometry:
    """Make a geometry valid, keeping only its areas, on the grid of micro-degrees."""
    return MultiPolygon(parts(set_precision(make_valid(geometry), MICRO)))


def arc_line(arc: Arc, tolerance: float) -> Line:
    """
    Simplify an arc (Douglas and Peucker), ends kept.

    Parameters
    ----------
    arc
        The arc.
    tolerance
        Degrees; zero keeps every vertex to the micro-degree. Otherwise inner vertices are rounded
        to 1e-5 degrees, about a metre (1e-3 where the tolerance is a hundredth or more).

    Returns
    -------
    Line
        Vertices in degrees.
    """
    line = np.round(arc.line * MICRO, 6)
    effective = tolerance / 2**arc.halvings if arc.halvings < HALVINGS else 0.0
    if effective == 0 or len(line) <= 2:  # noqa: PLR2004 - a straight line
        return line
    thin = get_coordinates(LineString(line).simplify(effective, preserve_topology=False))
    thin[1:-1] = np.round(thin[1:-1], 5 if tolerance < ROUGH else 3)
    return thin


def _edge_owners(outlines: dict[str, Outline]) -> dict[tuple[int, int, int, int], frozenset[str]]:
    found: dict[tuple[int, int, int, int], frozenset[str]] = {}
    alone = {key: frozenset([key]) for key in outlines}
    for key, outline in outlines.items():
        for ring in (ring for polygon in outline for ring in polygon):
            for edge in _edges(ring):
                before = found.get(edge)
                found[edge] = alone[key] if before is None else before | alone[key]
    return found


def _edges(ring: Ring) -> Iterator[tuple[int, int, int, int]]:
    points = ring.tolist()
    for (x, y), (u, v) in pairwise(points):
        yield (x, y, u, v) if (x, y) < (u, v) else (u, v, x, y)


def _degrees(edges: Iterable[tuple[int, int, int, int]]) -> dict[tuple[int, int], int]:
    degree: dict[tuple[int, int], int] = {}
    for x, y, u, v in edges:
        degree[x, y] = degree.get((x, y), 0) + 1
        degree[u, v] = degree.get((u, v), 0) + 1
    return degree


def _cut(
    ring: Ring,
    owners: dict[tuple[int, int, int, int], Owners],
    degree: dict[tuple[int, int], int],
) -> Iterator[tuple[Ring, Owners]]:
    """Cut a closed ring at its nodes; a ring without nodes is cut at its ends west and east."""
    who = [owners[edge] for edge in _edges(ring)]
    points = [tuple(point) for point in ring[:-1].tolist()]
    nodes = [
        at
        for at in range(len(points))
        if degree[points[at]] != 2 or who[at] != who[at - 1]  # noqa: PLR2004 - two edges meet
    ]
    if len(nodes) < 2:  # noqa: PLR2004 - one node cuts nothing
        ends = {points.index(min(points)), points.index(max(points))}
        nodes = sorted(ends | set(nodes))
    looped = np.concatenate([ring[:-1], ring])
    for start, stop in zip(nodes, [*nodes[1:], nodes[0] + len(points)], strict=True):
        for piece in _pieces(looped[start : stop + 1]):
            yield piece, who[start]


def _pieces(line: Ring) -> Iterator[Ring]:
    """Cut a long line at the same vertices whichever way it runs."""
    last = len(line) - 1
    cuts = [*range(0, last, LONGEST), last]
    if line.tolist() > line[::-1].tolist():
        cuts = [last - cut for cut in reversed(cuts)]
    for start, stop in pairwise(cuts):
        yield line[start : stop + 1]


def _register(
    topology: Topology, known: dict[bytes, int], line: Ring, who: Owners
) -> tuple[int, bool]:
    """Find the arc, or add it; say whether the line runs against it."""
    forwards, backwards = line.tobytes(), line[::-1].tobytes()
    if forwards in known:
        return known[forwards], False
    if backwards in known:
        return known[backwards], True
    topology.arcs.append(Arc(line=line, owners=who))
    known[forwards] = len(topology.arcs) - 1
    return known[forwards], False


def _valid_polygon(
    topology: Topology, rings: list[list[tuple[int, bool]]], tolerance: Tolerance
) -> BaseGeometry | None:
    """Make a polygon, with finer arcs where it would cross itself."""
    arcs = {topology.arcs[at] for ring in rings for at, _ in ring}
    for _ in range(ATTEMPTS):
        polygon = _polygon([_ring(topology, ring, tolerance) for ring in rings])
        if polygon is None or polygon.is_valid:
            return polygon
        if not _refine(arcs, polygon):
            break
    return repaired(polygon)


def _refine(arcs: Iterable[Arc], polygon: Polygon) -> bool:
    """Halve the tolerance of the arcs at the first bad spot; say whether there was any to halve."""
    spot = [float(number) for number in re.findall(r"-?\d+\.?\d*", explain_validity(polygon))]
    around = np.asarray(spot[-2:]) / MICRO
    coarse = [arc for arc in arcs if arc.halvings < HALVINGS and _reaches(arc, around)]
    for arc in coarse:
        arc.halvings += 1
    return bool(coarse)


def _reaches(arc: Arc, spot: Line) -> bool:
    margin = NEAR / MICRO
    low, high = arc.line.min(axis=0) - margin, arc.line.max(axis=0) + margin
    return bool((low <= spot).all() and (spot <= high).all())


def _ring(topology: Topology, steps: list[tuple[int, bool]], tolerance: Tolerance) -> Line:
    lines = []
    for at, backwards in steps:
        line = arc_line(topology.arcs[at], tolerance(topology.arcs[at]))
        lines.append((line[::-1] if backwards else line)[:-1])
    ring = np.concatenate(lines)
    return np.concatenate([ring, ring[:1]])


def _polygon(rings: list[Line]) -> Polygon | None:
    """Make a polygon of rings that still hold an area; None where the outer one does not."""
    kept = [_open_area(ring) for ring in rings]
    if not kept[0]:
        return None
    holes = [ring for ring, area in zip(rings[1:], kept[1:], strict=True) if area]
    return Polygon(rings[0], holes)


def _open_area(ring: Line) -> bool:
    return len(ring) > 3 and Polygon(ring).area > 0  # noqa: PLR2004 - a triangle, closed
