"""
Main roads of the corridor, from PyPI ``scgraph_data`` (OpenStreetMap's highways of the world).

The package is a Python module of 36 MB, which is read as text and never run. Its nodes stand on
thousandths of a degree; between two of them it gives the length of the road, not its course.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from recipes.corridor import WEST
from recipes.fetch import Fetch, Package
from recipes.registry import Entry, write_bytes

SCGRAPH_DATA: Final = Package(
    client="pip",
    name="scgraph_data",
    version="2.0.0",
    sha256="a8df15f4d9b4cce945f195b27c9e239ac49ebfa81aa948afc882b28653725406",
)
#: West, south, east and north of what is cut out, in degrees.
WINDOW: Final = (12.0, 34.0, 45.0, 49.0)
#: How far beyond the corridor's countries roads are kept, in degrees.
BEYOND: Final = 1.0
#: Pieces that end this near to one another are joined, in metres.
GAP_M: Final = 2_000.0
#: A dead end this near to another road is joined to it, in metres: coordinates are cut at 100 m.
END_GAP_M: Final = 300.0
#: But only where the way round is longer than this, in metres.
WAY_ROUND_M: Final = 6_000.0
#: Smaller pieces are left out, in metres of road.
SMALLEST_M: Final = 10_000.0

_EARTH_M: Final = 6_371_009.0

Columns = dict[str, NDArray[Any]]


def build(fetch: Fetch, out: Path) -> list[Entry]:
    """
    Write the roads as columns.

    Parameters
    ----------
    fetch
        Hands out packages.
    out
        The folder ``data/geo``, where the layer countries stands already.
    """
    module = fetch(SCGRAPH_DATA) / "scgraph_data" / "world_highways.py"
    whole = read(module.read_text(encoding="utf-8"))
    around = _outline(out / "odbl-1.0" / "countries.geojson")
    roads = closed(joined(kept(whole, around)))
    write_bytes(out / "odbl-1.0" / "roads.npz", _archive(roads))
    nodes, edges = len(roads["x"]), len(roads["metres"])
    return [
        Entry(
            name="roads",
            file="odbl-1.0/roads.npz",
            description=(
                f"Main roads from Hungary to Türkiye, coarse: {nodes} nodes (x, y, in thousandths "
                f"of a degree), {edges} undirected edges (tail, head) with their length (metres). "
                "Edges are drawn straight. Pieces that end within 2 km of one another are joined, "
                "as are dead ends within 300 m of a road."
            ),
            licence="ODbL-1.0",
            attribution="© OpenStreetMap contributors",
            origin="pip scgraph_data 2.0.0, world_highways (OpenStreetMap)",
            version="2.0.0",
            date="2024-04",
        )
    ]


def read(text: str) -> Columns:
    """
    Read nodes and edges out of the source text of the package's module.

    Parameters
    ----------
    text
        Python source: a line ``graph=`` with a list of dictionaries (neighbour: kilometres), and
        a line ``nodes=`` with a list of latitude and longitude.

    Returns
    -------
    dict of numpy.ndarray
        ``x`` and ``y`` in thousandths of a degree, ``tail`` and ``head`` (the smaller number
        first), ``metres``.
    """
    lines = dict(
        line.split("=", 1) for line in text.splitlines() if line[:6] in {"graph=", "nodes="}
    )
    places = np.rint(np.array(json.loads(lines["nodes"])) * 1000).astype(np.int64)
    graph: list[Mapping[str, float]] = json.loads(re.sub(r"(\d+):", r'"\1":', lines["graph"]))
    edges = np.array(
        [
            (tail, int(head), round(kilometres * 1000))
            for tail, heads in enumerate(graph)
            for head, kilometres in heads.items()
            if tail < int(head)
        ]
    )
    columns = {"x": places[:, 1], "y": places[:, 0]}
    return columns | {"tail": edges[:, 0], "head": edges[:, 1], "metres": edges[:, 2]}


def kept(roads: Columns, outline: shapely.Geometry) -> Columns:
    """
    Keep what lies in the window and about an outline, without pieces that never enter it.

    Parameters
    ----------
    roads
        As from `read`.
    outline
        The corridor's countries, in degrees.

    Returns
    -------
    dict of numpy.ndarray
        As given, nodes numbered anew.
    """
    x, y = roads["x"] / 1000, roads["y"] / 1000
    west, south, east, north = WINDOW
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    around = shapely.simplify(outline, 0.05).buffer(BEYOND)
    shapely.prepare(around)
    inside[inside] = shapely.contains_xy(around, x[inside], y[inside])
    roads = _numbered(roads, inside)
    piece = _pieces(roads)
    shapely.prepare(outline)
    entering = shapely.contains_xy(outline, roads["x"] / 1000, roads["y"] / 1000)
    enters = np.bincount(piece, weights=entering) > 0
    metres = np.bincount(piece[roads["tail"]], weights=roads["metres"], minlength=len(enters))
    return _numbered(roads, (enters & (metres >= SMALLEST_M))[piece])


def joined(roads: Columns) -> Columns:
    """
    Join pieces to the largest one where they end near it, each by its nearest pair of nodes.

    Parameters
    ----------
    roads
        As from `kept`.

    Returns
    -------
    dict of numpy.ndarray
        The same nodes; an edge more for each piece that was joined, as long as the geodesic.
    """
    while True:
        piece = _pieces(roads)
        largest = np.flatnonzero(piece == np.bincount(piece).argmax())
        spots = _spots(roads)
        away, near = cKDTree(spots[largest]).query(spots, distance_upper_bound=GAP_M)
        new = []
        for number in np.unique(piece):
            own = np.flatnonzero(piece == number)
            tail = own[away[own].argmin()]
            if number != piece[largest[0]] and away[tail] < GAP_M:
                new.append((tail, largest[near[tail]]))
        if not new:
            return roads
        roads = _linked(roads, new)


def closed(roads: Columns) -> Columns:
    """
    Join dead ends to the road that they miss by a little.

    Parameters
    ----------
    roads
        As from `joined`.

    Returns
    -------
    dict of numpy.ndarray
        The same nodes; an edge more for each dead end that has a node within `END_GAP_M` to which
        the way round is longer than `WAY_ROUND_M`.
    """
    spots, graph = _spots(roads), _graph(roads)
    tree = cKDTree(spots)
    degree = np.bincount(np.concatenate([roads["tail"], roads["head"]]), minlength=len(spots))
    new = set()
    for end in np.flatnonzero(degree == 1):
        near = np.array(sorted(set(tree.query_ball_point(spots[end], END_GAP_M)) - {end}), int)
        round_m = dijkstra(graph, directed=False, indices=end, limit=WAY_ROUND_M)[near]
        far = near[~np.isfinite(round_m)]
        if len(far):
            nearest = far[np.linalg.norm(spots[far] - spots[end], axis=1).argmin()]
            new.add((min(end, nearest), max(end, nearest)))
    return _linked(roads, sorted(new)) if new else roads


def _linked(roads: Columns, links: list[tuple[int, int]]) -> Columns:
    """Add edges between pairs of nodes, as long as the geodesic."""
    ends = np.array(links)
    x, y = roads["x"] / 1000, roads["y"] / 1000
    tail, head = ends.min(axis=1), ends.max(axis=1)
    away = Geod(ellps="WGS84").inv(x[tail], y[tail], x[head], y[head])[2]
    added = {"tail": tail, "head": head, "metres": np.rint(away).astype(np.int64)}
    return roads | {name: np.concatenate([roads[name], column]) for name, column in added.items()}


def _numbered(roads: Columns, chosen: NDArray[np.bool_]) -> Columns:
    """Keep the chosen nodes and the edges between them, both in the order they had."""
    number = np.cumsum(chosen) - 1
    edges = chosen[roads["tail"]] & chosen[roads["head"]]
    return {
        "x": roads["x"][chosen],
        "y": roads["y"][chosen],
        "tail": number[roads["tail"][edges]],
        "head": number[roads["head"][edges]],
        "metres": roads["metres"][edges],
    }


def _pieces(roads: Columns) -> NDArray[np.int64]:
    """Give each node the number of the connected piece that it is in."""
    numbers: NDArray[np.int64] = connected_components(_graph(roads), directed=False)[1]
    return numbers.astype(np.int64)


def _graph(roads: Columns) -> csr_array:
    """Give the roads as scipy takes them; a length of nothing would be no edge."""
    size = len(roads["x"])
    edges = (np.maximum(roads["metres"], 1), (roads["tail"], roads["head"]))
    return csr_array(edges, shape=(size, size), dtype=float)


def _spots(roads: Columns) -> NDArray[np.float64]:
    """Give the nodes in space, in metres: neighbours there are neighbours on the globe."""
    x, y = np.radians(roads["x"] / 1000), np.radians(roads["y"] / 1000)
    return _EARTH_M * np.column_stack([np.cos(x) * np.cos(y), np.sin(x) * np.cos(y), np.sin(y)])


def _outline(countries: Path) -> shapely.Geometry:
    """Give the western countries of the corridor as one area."""
    features = json.loads(countries.read_text(encoding="utf-8"))["features"]
    chosen = [feature["geometry"] for feature in features if feature["id"] in WEST]
    return shapely.union_all([shapely.from_geojson(json.dumps(outline)) for outline in chosen])


def _archive(roads: Columns) -> bytes:
    """Pack columns as numpy does, but with no clock in it."""
    import zipfile

    kinds = {"x": "<u2", "y": "<u2", "tail": "<u2", "head": "<u2", "metres": "<u4"}
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, kind in kinds.items():
            part = BytesIO()
            if roads[name].max() > np.iinfo(kind).max:
                raise ValueError(f"roads: the column {name} does not fit into {kind}")
            np.save(part, roads[name].astype(kind))
            packed.writestr(
                zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)),
                part.getvalue(),
                zipfile.ZIP_DEFLATED,
            )
    return whole.getvalue()
