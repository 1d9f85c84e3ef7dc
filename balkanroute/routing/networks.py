"""Roads as a network: the bundled main roads, or a graph that somebody brings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from balkanroute import geodata
from balkanroute.errors import InvalidRecord

if TYPE_CHECKING:
    from networkx import MultiDiGraph  # type: ignore[import-untyped]
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

#: The bundled layer.
LAYER: Final = "roads"
#: How far a place may lie from a road, in metres.
REACH_M: Final = 15_000.0
#: How much farther than the nearest street another one may lie to be tried as well, in metres.
STREETS_M: Final = 250.0
_LEAST_M: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Roads:
    """
    A network of roads.

    Parameters
    ----------
    points
        Longitude and latitude of each node in degrees, n rows.
    tail, head
        The nodes that each edge joins, by their row.
    metres
        The length of each edge, more than 0.
    lines
        What is drawn of each edge, from tail to head, EPSG:4326.
    tree
        The lines, to be searched by where they are.
    one_way
        Whether an edge leads from tail to head only.
    slack_m
        How much farther from a place than the nearest road another one may lie, in metres: much
        where the nearest may lead nowhere, little where every street is known.
    about
        What the network is, its date and whom it is owed to: the beginning of a note.
    """

    points: Floats
    tail: Whole
    head: Whole
    metres: Floats
    lines: NDArray[np.object_]
    tree: shapely.STRtree
    one_way: bool
    slack_m: float
    about: str


@cache
def bundled() -> Roads:
    """
    Load the main roads that ship with the package.

    Returns
    -------
    Roads
        The layer ``roads``; an edge goes both ways and is drawn straight.

    Raises
    ------
    MissingData
        When the file is absent.
    """
    layer = next(one for one in geodata.catalogue() if one.name == LAYER)
    with np.load(geodata.path(LAYER)) as columns:
        points = np.column_stack([columns["x"], columns["y"]]) / 1000
        tail, head = columns["tail"].astype(np.int64), columns["head"].astype(np.int64)
        metres = np.maximum(columns["metres"].astype(float), _LEAST_M)
    lines = np.asarray(shapely.linestrings(np.stack([points[tail], points[head]], axis=1)))
    return Roads(
        points=points,
        tail=tail,
        head=head,
        metres=metres,
        lines=lines,
        tree=shapely.STRtree(lines),
        one_way=False,
        slack_m=REACH_M,
        about=f"Modelled on main roads, coarse ({layer.attribution}, {layer.date})",
    )


def from_graph(graph: MultiDiGraph) -> Roads:
    """
    Take a network from a graph of streets.

    Parameters
    ----------
    graph
        As osmnx gives it, unprojected: nodes have ``x`` and ``y`` in degrees, edges a ``length``
        in metres and, where they bend, a ``geometry``. Where the graph is directed, so are its
        edges. Of the graph itself ``attribution`` and the first of ``as_of``, ``retrieved`` and
        ``created_date`` go into the note; a graph that names nobody is owed to OpenStreetMap's
        contributors.

    Returns
    -------
    Roads
        The same network.

    Raises
    ------
    InvalidRecord
        When the graph has no edges, is projected, or a node or edge lacks what is named above.
    """
    _check(graph)
    rows = {node: row for row, node in enumerate(graph.nodes)}
    points = np.array([_point(node, data) for node, data in graph.nodes(data=True)])
    edges = [(rows[tail], rows[head], data) for tail, head, data in graph.edges(data=True)]
    lines = np.empty(len(edges), dtype=object)
    lines[:] = [_line(points[tail], points[head], data) for tail, head, data in edges]
    facts = graph.graph
    owed = facts.get("attribution") or "© OpenStreetMap contributors"
    dates = (str(facts[key]) for key in ("as_of", "retrieved", "created_date") if facts.get(key))
    date = next(dates, "no date given")
    return Roads(
        points=points,
        tail=np.array([tail for tail, _, _ in edges]),
        head=np.array([head for _, head, _ in edges]),
        metres=np.array([max(_metres(data), _LEAST_M) for *_, data in edges]),
        lines=lines,
        tree=shapely.STRtree(lines),
        one_way=graph.is_directed(),
        slack_m=STREETS_M,
        about=f"Computed on the streets of a network ({owed}, {date})",
    )


def _check(graph: MultiDiGraph) -> None:
    """Refuse a graph on which nothing can be computed."""
    if not graph.number_of_edges():
        raise InvalidRecord("network: expected a graph of streets, found one without edges")
    crs = graph.graph.get("crs")
    from pyproj import CRS

    if crs is not None and not CRS.from_user_input(crs).is_geographic:
        raise InvalidRecord(
            f"network: expected nodes in degrees, found the CRS {crs}; "
            f"bring it to EPSG:4326 first, with osmnx.project_graph(graph, to_latlong=True)"
        )


def _point(node: object, data: dict[str, Any]) -> tuple[float, float]:
    """Give where a node is."""
    try:
        return float(data["x"]), float(data["y"])
    except (KeyError, TypeError, ValueError) as reason:
        raise InvalidRecord(
            f"network: node {node!r}: expected x and y in degrees, found {data!r}"
        ) from reason


def _metres(data: dict[str, Any]) -> float:
    """Give how long an edge is."""
    try:
        return float(data["length"])
    except (KeyError, TypeError, ValueError) as reason:
        raise InvalidRecord(
            "network: an edge lacks its length in metres; add it with "
            "osmnx.distance.add_edge_lengths(graph)"
        ) from reason


def _line(tail: Floats, head: Floats, data: dict[str, Any]) -> shapely.LineString:
    """Give what is drawn of an edge, from tail to head."""
    line = data.get("geometry")
    if not isinstance(line, shapely.LineString):
        return shapely.LineString([tail, head])
    first, last = shapely.get_coordinates(line)[[0, -1]]
    backwards = np.hypot(*(first - tail)) > np.hypot(*(last - tail))
    return shapely.reverse(line) if backwards else line
