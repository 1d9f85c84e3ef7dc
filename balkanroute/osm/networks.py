"""The road network of an area."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import shapely

from balkanroute.errors import UnknownReference, did_you_mean
from balkanroute.model import Place
from balkanroute.osm.areas import NEAR_M, check_size, describe, shape_area
from balkanroute.osm.extracts import nothing_in, read_extract
from balkanroute.osm.questions import ask
from balkanroute.osm.recordings import Question
from balkanroute.osm.services import ATTRIBUTION, Service

if TYPE_CHECKING:
    from networkx import MultiDiGraph  # type: ignore[import-untyped]
    from shapely import MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry

    from balkanroute.osm.questions import Answer

_SPARE_M: Final = 500.0
_MAIN: Final = ("motorway", "trunk", "primary", "secondary")
#: Which roads a network holds, by the values of OpenStreetMap's ``highway``.
ROADS: Final = {
    "main": _MAIN,
    "drive": (*_MAIN, "tertiary", "unclassified", "residential", "living_street", "road"),
}


def network(
    area: BaseGeometry | Place,
    *,
    roads: str = "drive",
    within_m: float = NEAR_M,
    extract: str | Path | None = None,
    service: Service | None = None,
) -> MultiDiGraph:
    """
    Get the road network of an area.

    Parameters
    ----------
    area
        An area, in EPSG:4326 or as a place; or a line or a point, near which is looked.
    roads
        ``main`` (motorways to secondary roads) or ``drive`` (all roads for cars).
    within_m
        How far from a line or a point is still near, in metres.
    extract
        An ``.osm`` file to read; no server is then asked.
    service
        Where to ask, and how; None is the public servers, with no cache.

    Returns
    -------
    networkx.MultiDiGraph
        As osmnx makes it: nodes with ``x`` and ``y`` in degrees, edges in each direction that may
        be driven with ``length`` in metres and, where they bend, ``geometry`` in EPSG:4326; the
        largest connected part. The graph itself says ``attribution``, ``as_of`` (the date of the
        data, empty where nothing says), ``retrieved``, ``origin`` and ``roads``.

    Raises
    ------
    UnansweredQuestion
        When no whole answer came, or there is no such road.
    UnknownReference
        When there is no such choice of roads.
    InvalidRecord
        When the area is none, or too large for one question.
    UnreadableFile
        When the extract or a recorded answer is not what it should be.
    """
    if roads not in ROADS:
        raise UnknownReference(
            f"roads {roads!r}: expected one of {', '.join(ROADS)}{did_you_mean(roads, ROADS)}"
        )
    shape = shape_area(area, within_m)
    question = Question(
        sort="network",
        about={"area": shape.wkt, "roads": roads},
        words=f"network of {roads} roads in {describe(shape)}",
    )
    if extract is not None:
        answer = _read(question, extract, shape, roads)
    else:
        service = service or Service()
        check_size(shape, service.largest_km2, joined=True)
        answer = ask(question, service, lambda: _download(shape, roads))
    return _described(answer, roads)


def _pattern(roads: str) -> str:
    """Give the values of ``highway`` as a regular expression that Overpass and Python read."""
    return f"^({'|'.join(ROADS[roads])})(_link)?$"


def _download(shape: Polygon | MultiPolygon, roads: str) -> MultiDiGraph:
    """Ask for a network through osmnx."""
    import osmnx

    chosen = f'["highway"~"{_pattern(roads)}"]["area"!~"yes"]["access"!~"private"]'
    return osmnx.graph_from_polygon(shape, network_type="drive", custom_filter=chosen)


def _read(
    question: Question, extract: str | Path, shape: Polygon | MultiPolygon, roads: str
) -> Answer[MultiDiGraph]:
    """Read a network from a file, and refuse one without roads."""
    answer = read_extract(question, extract, lambda path: _cut(path, shape, roads))
    if not answer.found:
        raise nothing_in(question, extract)
    return answer


def _cut(path: Path, shape: Polygon | MultiPolygon, roads: str) -> MultiDiGraph:
    """Read all ways of a file, keep the roads in the area; empty where there are none."""
    import osmnx

    graph = osmnx.graph_from_xml(path, simplify=False, retain_all=True)
    others = [
        (start, end, key)
        for start, end, key, edge in graph.edges(keys=True, data=True)
        if not _is_road(edge, roads)
    ]
    graph.remove_edges_from(others)
    graph.remove_nodes_from([node for node, degree in dict(graph.degree()).items() if not degree])
    return _truncated(graph, shape)


def _truncated(graph: MultiDiGraph, shape: Polygon | MultiPolygon) -> MultiDiGraph:
    """Cut a network as osmnx cuts one from a server: simplified with half a km to spare."""
    import osmnx

    flat, plane = osmnx.projection.project_geometry(shape)
    spare = shapely.buffer(flat, _SPARE_M)
    degrees, _ = osmnx.projection.project_geometry(spare, crs=plane, to_latlong=True)
    wider = cast("Polygon | MultiPolygon", degrees)
    try:
        near = osmnx.truncate.truncate_graph_polygon(graph, wider)
        near = osmnx.simplify_graph(osmnx.truncate.largest_component(near))
        inside = osmnx.truncate.truncate_graph_polygon(near, shape)
    except ValueError:
        # It says so of a graph that has no node there.
        return graph.subgraph([])
    inside = osmnx.truncate.largest_component(inside)
    for node, count in osmnx.stats.count_streets_per_node(near, nodes=inside.nodes).items():
        inside.nodes[node]["street_count"] = count
    return inside


def _is_road(edge: dict[str, Any], roads: str) -> bool:
    """Tell whether an edge is one of the roads that were asked for."""
    return (
        re.match(_pattern(roads), str(edge.get("highway"))) is not None
        and edge.get("area") != "yes"
        and "private" not in str(edge.get("access"))
    )


def _described(answer: Answer[MultiDiGraph], roads: str) -> MultiDiGraph:
    """Let a network say where it is from."""
    graph = answer.found
    graph.graph |= {
        "attribution": ATTRIBUTION,
        "as_of": answer.as_of or "",
        "retrieved": answer.retrieved,
        "origin": answer.origin,
        "roads": roads,
    }
    return graph
