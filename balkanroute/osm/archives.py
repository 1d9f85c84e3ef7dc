"""Networks on disk: GraphML, plain or packed, and GeoPackage."""

from __future__ import annotations

import ast
import gzip
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import ParseError

from balkanroute._files import write_whole
from balkanroute.errors import UnreadableFile, UnwritableFile

if TYPE_CHECKING:
    import geopandas
    from networkx import MultiDiGraph  # type: ignore[import-untyped]

_ENDINGS: Final = (".graphml", ".graphml.gz", ".gpkg")
_STRAIGHT: Final = 2


def save(network: MultiDiGraph, path: str | Path) -> Path:
    """
    Save a network.

    Parameters
    ----------
    network
        As `network` or osmnx gives it.
    path
        ``.graphml``, ``.graphml.gz`` (an eighth of the size) or ``.gpkg`` (which other programs
        draw: layers ``nodes``, ``edges`` and ``about``).

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    UnwritableFile
        When the ending is another, or the file cannot be written; one that was there is then
        left as it was.
    """
    path = Path(path)
    ending = _ending(path)
    if ending is None:
        raise UnwritableFile(f"{path}: a network is written to one of {', '.join(_ENDINGS)}")
    with tempfile.TemporaryDirectory() as folder:
        beside = Path(folder) / f"network{ending.removesuffix('.gz')}"
        if ending == ".gpkg":
            _write_geopackage(network, beside)
        else:
            import osmnx

            osmnx.save_graphml(network, beside)
        content = beside.read_bytes()
    if ending.endswith(".gz"):
        content = gzip.compress(content, mtime=0)
    return write_whole(path, content)


def load(path: str | Path) -> MultiDiGraph:
    """
    Load a saved network, with no network.

    Parameters
    ----------
    path
        A file of `save`, or of osmnx.

    Returns
    -------
    networkx.MultiDiGraph
        As `network` gives it.

    Raises
    ------
    UnreadableFile
        When the file is absent, of another kind, broken off, or holds no network.
    """
    path = Path(path)
    ending = _ending(path)
    if ending is None:
        raise UnreadableFile(f"{path}: a network is read from one of {', '.join(_ENDINGS)}")
    readers = {".graphml": _read_graphml, ".graphml.gz": _read_packed, ".gpkg": _read_geopackage}
    try:
        return readers[ending](path)
    except (OSError, EOFError, ValueError, KeyError, ParseError, RuntimeError) as reason:
        # The GeoPackage library raises errors of its own, which are runtime errors.
        raise UnreadableFile(
            f"{path}: expected a road network, found {type(reason).__name__}: {reason}; "
            f"save it anew with balkanroute.osm.save"
        ) from reason


def _ending(path: Path) -> str | None:
    """Give the ending that a file's name has; None where it is no network's."""
    return next((ending for ending in _ENDINGS if path.name.lower().endswith(ending)), None)


def _read_graphml(path: Path) -> MultiDiGraph:
    import osmnx

    return osmnx.load_graphml(path)


def _read_packed(path: Path) -> MultiDiGraph:
    import osmnx

    return osmnx.load_graphml(graphml_str=gzip.decompress(path.read_bytes()).decode("utf-8"))


def _write_geopackage(network: MultiDiGraph, path: Path) -> None:
    """Write nodes and edges as osmnx does, and what the graph says of itself beside them."""
    import osmnx
    import pandas as pd
    from pyogrio import write_dataframe

    osmnx.save_graph_geopackage(network, path, directed=True)
    said = {key: str(value) for key, value in network.graph.items()}
    about = pd.DataFrame({"key": list(said), "value": list(said.values())})
    write_dataframe(about, path, layer="about", driver="GPKG", append=True)


def _read_geopackage(path: Path) -> MultiDiGraph:
    import geopandas
    import osmnx
    from pyogrio import list_layers

    if not path.is_file():
        raise FileNotFoundError(path)
    layers = {name for name, _ in list_layers(path)}
    nodes = geopandas.read_file(path, layer="nodes").set_index("osmid")
    edges = geopandas.read_file(path, layer="edges").set_index(["u", "v", "key"])
    said: dict[str, Any] = {"crs": "epsg:4326"}
    if "about" in layers:
        about = geopandas.read_file(path, layer="about")
        said |= dict(zip(about["key"], about["value"], strict=True))
    said["simplified"] = said.get("simplified", "True") == "True"
    network = osmnx.graph_from_gdfs(nodes, _unpacked(edges), graph_attrs=said)
    _drop_missing(network)
    return network


def _unpacked(edges: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Bring back what GeoPackage holds as text: lists, truth values and ids."""
    found = edges.copy()
    for name in found.columns.difference(["geometry"]):
        if found[name].dtype.kind not in "if":
            found[name] = found[name].astype(object).map(_id if name == "osmid" else _value)
    return found


def _id(text: object) -> object:
    """Read the id of a way, or a list of them."""
    return ast.literal_eval(str(text))


def _value(text: object) -> object:
    """Read a list, a truth value or a whole number out of a text."""
    if not isinstance(text, str):
        return text
    if (text.startswith("[") and text.endswith("]")) or text in {"True", "False"}:
        return ast.literal_eval(text)
    return text


def _drop_missing(network: MultiDiGraph) -> None:
    """Take out what a table must hold and a graph leaves out."""
    for _, _, edge in network.edges(data=True):
        for key in [key for key, value in edge.items() if _is_missing(value)]:
            del edge[key]
        if len(edge["geometry"].coords) == _STRAIGHT:
            # The table draws every edge; a graph leaves out what is straight.
            del edge["geometry"]
    for _, node in network.nodes(data=True):
        for key in [key for key, value in node.items() if _is_missing(value)]:
            del node[key]


def _is_missing(value: object) -> bool:
    """Tell whether a table's field is empty."""
    return value is None or value in ("", "nan") or (isinstance(value, float) and value != value)  # noqa: PLR0124 - NaN
