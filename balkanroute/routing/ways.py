"""The shortest way between two points along a network, from and to several roads about each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely.ops import substring

from balkanroute import geodata
from balkanroute.routing.geodesics import ellipsoid
from balkanroute.routing.networks import REACH_M

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from balkanroute.routing.networks import Roads

#: How many roads about a place are tried.
CANDIDATES: Final = 25
#: A straight metre between a place and a road counts as this many metres of way.
DETOUR: Final = 1.3
#: No place is joined to a road across more water than this, in metres.
WATER_M: Final = 3_000.0

_DEGREE_M: Final = 111_195.0

_Point = tuple[float, float]
_Piece = tuple[int, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """
    A spot on a road at which a place is joined to the network.

    Parameters
    ----------
    edge
        Which edge of the network.
    share
        How far along it, from 0 at its tail to 1 at its head.
    metres
        How far the place is from it: the geodesic times `DETOUR`.
    """

    edge: int
    share: float
    metres: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """
    A way between two points.

    Parameters
    ----------
    line
        EPSG:4326, from the one to the other; straight between each and the road.
    metres
        How long it is, by the lengths that the network gives, with what is off the road.
    off_road_m
        How much of it is off the road, in metres.
    """

    line: shapely.LineString
    metres: float
    off_road_m: float


def accesses(roads: Roads, point: _Point) -> list[Access]:
    """
    Find roads about a point.

    Parameters
    ----------
    roads
        The network.
    point
        Longitude and latitude in degrees.

    Returns
    -------
    list of Access
        Up to `CANDIDATES`, nearest first, none beyond `REACH_M`, or farther than the nearest
        by more than the network's slack, or across more than `WATER_M` of sea.
    """
    x, y = point
    scale = np.array([_DEGREE_M * np.cos(np.radians(y)), _DEGREE_M])
    width, height = REACH_M / scale
    window = (x - width, y - height, x + width, y + height)
    near = roads.tree.query(shapely.box(*window))
    flat = shapely.transform(roads.lines[near], lambda degrees: (degrees - point) * scale)
    here = shapely.Point(0, 0)
    away = shapely.distance(flat, here)
    order = np.lexsort((near, away))[:CANDIDATES]
    order = order[away[order] <= min(REACH_M, away.min(initial=REACH_M) + roads.slack_m)]
    dry = ~_across_water(shapely.shortest_line(here, flat[order]), point, scale)
    order = order[dry]
    shares = shapely.line_locate_point(flat[order], here, normalized=True)
    return [
        Access(edge=int(near[row]), share=float(share), metres=float(away[row]) * DETOUR)
        for row, share in zip(order, shares, strict=True)
    ]


def _across_water(
    lines: NDArray[np.object_], point: _Point, scale: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Tell which straight lines from a point, in metres about it, cross too much sea."""
    wet = shapely.length(lines) > WATER_M
    if wet.any():
        reach = REACH_M / scale
        land = shapely.clip_by_rect(_land(), *(point - reach), *(point + reach))
        flat = shapely.transform(land, lambda degrees: (degrees - point) * scale)
        wet[wet] = shapely.length(shapely.difference(lines[wet], flat)) > WATER_M
    return wet


@cache
def _land() -> BaseGeometry:
    """Give the land of the base map, which is right to about 2 km."""
    return shapely.union_all(geodata.load("land").geometry.to_numpy())


def nearest_km(roads: Roads, point: _Point) -> float:
    """
    Measure how far the nearest road is from a point.

    Parameters
    ----------
    roads
        The network.
    point
        Longitude and latitude in degrees.

    Returns
    -------
    float
        Kilometres along the geodesic to the road that is nearest in degrees.
    """
    here = shapely.Point(point)
    line: shapely.LineString = roads.lines[int(roads.tree.nearest(here))]
    spot = line.interpolate(line.project(here))
    return float(ellipsoid().inv(*point, spot.x, spot.y)[2]) / 1000


def find_way(roads: Roads, ends: tuple[_Point, _Point]) -> Way | None:
    """
    Find the shortest way between two points.

    Parameters
    ----------
    roads
        The network.
    ends
        Longitude and latitude of both in degrees; each has `accesses`.

    Returns
    -------
    Way or None
        The way whose total is least, what lies off the road counted `DETOUR` times; None where
        no road leads from the one to the other.
    """
    starts, stops = accesses(roads, ends[0]), accesses(roads, ends[1])
    best = min(
        (*_along_one_edge(roads, starts, stops), *_through_nodes(roads, starts, stops)),
        key=lambda found: found[0],
        default=None,
    )
    if best is None:
        return None
    metres, pieces, start, stop = best
    off_road = start.metres + stop.metres
    return Way(line=_line(roads, ends, pieces), metres=metres, off_road_m=off_road)


_Found = tuple[float, list[_Piece], Access, Access]


def _along_one_edge(
    roads: Roads, starts: Sequence[Access], stops: Sequence[Access]
) -> Iterator[_Found]:
    """Give the ways that stay on one edge."""
    ends = {stop.edge: stop for stop in stops}
    for start in starts:
        stop = ends.get(start.edge)
        if stop is None or (roads.one_way and stop.share < start.share):
            continue
        metres = abs(stop.share - start.share) * float(roads.metres[start.edge])
        piece = (start.edge, start.share, stop.share)
        yield start.metres + metres + stop.metres, [piece], start, stop


def _through_nodes(
    roads: Roads, starts: Sequence[Access], stops: Sequence[Access]
) -> Iterator[_Found]:
    """Give the shortest way that passes a node, if there is one."""
    from scipy.sparse.csgraph import dijkstra  # type: ignore[import-untyped]

    entries = _entries(roads, starts, entering=True)
    exits = _entries(roads, stops, entering=False)
    if not entries or not exits:
        return
    size = len(roads.points)
    # Two nodes more: one leads into the network, the other one out of it.
    links = [(size, node, cost) for node, (cost, *_) in entries.items()]
    links += [(node, size + 1, cost) for node, (cost, *_) in exits.items()]
    graph = _matrix(roads, links)
    metres, before = dijkstra(graph, indices=size, return_predecessors=True)
    if not np.isfinite(metres[size + 1]):
        return
    nodes = [int(before[size + 1])]
    while before[nodes[-1]] != size:
        nodes.append(int(before[nodes[-1]]))
    nodes.reverse()
    _, first, start = entries[nodes[0]]
    _, last, stop = exits[nodes[-1]]
    edges = _edges(roads, nodes)
    between = [edges[pair] for pair in pairwise(nodes)]
    yield float(metres[size + 1]), [first, *between, last], start, stop


def _entries(
    roads: Roads, found: Sequence[Access], *, entering: bool
) -> dict[int, tuple[float, _Piece, Access]]:
    """Give the nodes by which the network is entered or left, each with its cheapest piece."""
    best: dict[int, tuple[float, _Piece, Access]] = {}
    for access in found:
        edge = access.edge
        for node, end in ((int(roads.tail[edge]), 0.0), (int(roads.head[edge]), 1.0)):
            if roads.one_way and entering != (end == 1.0):
                continue
            cost = access.metres + abs(access.share - end) * float(roads.metres[edge])
            piece = (edge, access.share, end) if entering else (edge, end, access.share)
            if node not in best or cost < best[node][0]:
                best[node] = (cost, piece, access)
    return best


def _matrix(roads: Roads, links: Sequence[tuple[int, int, float]]) -> object:
    """Give the network with some links more, as scipy takes it; of parallel edges the shortest."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]

    extra = np.array(links)
    both = not roads.one_way
    tail = np.concatenate([roads.tail, *([roads.head] if both else []), extra[:, 0]])
    head = np.concatenate([roads.head, *([roads.tail] if both else []), extra[:, 1]])
    metres = np.concatenate([roads.metres, *([roads.metres] if both else []), extra[:, 2]])
    order = np.lexsort((metres, head, tail))
    # Older versions of scipy take no longer numbers here.
    tail, head = tail[order].astype(np.int32), head[order].astype(np.int32)
    metres = metres[order]
    first = np.append(True, (np.diff(tail) != 0) | (np.diff(head) != 0))
    size = len(roads.points) + 2
    return csr_array((metres[first], (tail[first], head[first])), shape=(size, size))


def _edges(roads: Roads, nodes: Sequence[int]) -> dict[tuple[int, int], _Piece]:
    """Give the shortest edge from one node to another, in each direction that it may be gone."""
    among = np.flatnonzero(np.isin(roads.tail, nodes) & np.isin(roads.head, nodes))
    shortest: dict[tuple[int, int], _Piece] = {}
    for edge in among[np.argsort(roads.metres[among], kind="stable")].tolist():
        ends = int(roads.tail[edge]), int(roads.head[edge])
        shortest.setdefault(ends, (edge, 0.0, 1.0))
        if not roads.one_way:
            shortest.setdefault(ends[::-1], (edge, 1.0, 0.0))
    return shortest


def _line(
    roads: Roads, ends: tuple[_Point, _Point], pieces: Sequence[_Piece]
) -> shapely.LineString:
    """Draw pieces of edges as one line, straight from the ends to the road."""
    parts = [np.array([ends[0]])]
    for edge, start, stop in pieces:
        part = substring(roads.lines[edge], start, stop, normalized=True)
        parts.append(shapely.get_coordinates(part))
    points = np.concatenate([*parts, [ends[1]]])
    moved = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
    return shapely.LineString(points[moved])
