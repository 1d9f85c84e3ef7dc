"""The layers of a GeoPackage, and their rows within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute.readers.cells import plain_cell
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.peek import head
from balkanroute.readers.problems import refusal
from balkanroute.readers.projections import is_degrees, projected, told
from balkanroute.readers.protocol import Options

#: The most rows of all layers together, and the most layers, that are read.
MOST_ROWS: Final = 2_000_000
_MOST_LAYERS: Final = 500
_SQLITE: Final = b"SQLite format 3\x00"
#: Where SQLite keeps the id of the application, and what GeoPackage has there by its version.
_ID_AT: Final = 68
_IDS: Final = frozenset({b"GPKG", b"GP10", b"GP11"})
#: How GDAL names the CRS of a layer that says it has none.
_UNDEFINED: Final = '"Undefined '
_BATCH: Final = 10_000
Row = tuple[int, dict[str, Any], BaseGeometry | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """
    A layer or a table.

    Parameters
    ----------
    file
        The database.
    name
        Of the layer.
    geometry_type
        As GDAL calls it, None for a table.
    columns
        Its columns, geometry aside.
    crs
        As text, None where it says none.
    count
        How many rows it has.
    """

    file: Path
    name: str
    geometry_type: str | None
    columns: tuple[str, ...]
    crs: str | None
    count: int


def says_geopackage(path: Path) -> bool:
    """
    Tell whether a file is a database that says it is a GeoPackage.

    Parameters
    ----------
    path
        A file, which may be missing.

    Returns
    -------
    bool
        By the first hundred bytes.
    """
    start = head(path, 100)
    return start.startswith(_SQLITE) and start[_ID_AT : _ID_AT + 4] in _IDS


def layers_of(path: Path) -> list[Layer]:
    """
    List the layers of a database.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    list of Layer
        In the order of the file.

    Raises
    ------
    UnreadableFile
        When it cannot be opened, or holds more than is read.
    """
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    if not path.is_file():
        raise refusal(path, "there is no such file")
    if not says_geopackage(path):
        raise refusal(path, "this is no GeoPackage: no SQLite database with that application id")
    try:
        found = pyogrio.list_layers(path)[: _MOST_LAYERS + 1]
        layers = [_layer(path, str(name), kind) for name, kind in found]
    except (DataSourceError, DataLayerError, RuntimeError, ValueError) as reason:
        raise refusal(path, f"this cannot be opened as a GeoPackage: {reason}") from reason
    if len(layers) > _MOST_LAYERS:
        raise refusal(path, f"it has more than {_MOST_LAYERS} layers, the most that are read")
    rows = sum(layer.count for layer in layers)
    if rows > MOST_ROWS:
        raise refusal(
            path,
            f"it has {rows:,} rows; at most {MOST_ROWS:,} become one atlas; filter it, or count "
            f"it by place with balkanroute.scale",
        )
    return layers


def _layer(path: Path, name: str, kind: str | None) -> Layer:
    """Describe a layer."""
    import pyogrio

    info = pyogrio.read_info(path, layer=name, force_feature_count=True)
    return Layer(
        file=path,
        name=name,
        geometry_type=kind,
        columns=tuple(map(str, info["fields"])),
        crs=info["crs"],
        count=int(info["features"]),
    )


def rows_of(
    gathering: Gathering, layer: Layer, options: Options, *, first: int = 1
) -> Iterator[Row]:
    """
    Give the rows of a layer.

    Parameters
    ----------
    gathering
        Told that coordinates were reprojected, and which rows have a geometry that is none.
    layer
        The layer.
    options
        Told of the progress, in rows.
    first
        The number of its first row.

    Yields
    ------
    tuple
        The number of the row, the cells that are said, and the geometry in EPSG:4326.

    Raises
    ------
    UnreadableFile
        When the layer has geometry and says no CRS, or is damaged.
    """
    done = 0
    change = _change(gathering, layer)
    for shape_name, batch, cells in _batches(layer):
        shapes = _shapes(batch, shape_name, change)
        for row, shape in zip(cells, shapes, strict=True):
            said = {n: plain_cell(cell) for n, cell in row.items() if cell is not None}
            if isinstance(shape, Exception):
                gathering.skip(first + done, f"its geometry cannot be read: {shape}")
            else:
                yield first + done, said, shape
            done += 1
        if options.progress is not None:
            options.progress(done, layer.count)


def _batches(layer: Layer) -> Iterator[tuple[str, Any, list[dict[str, Any]]]]:
    """Give the name of the geometry, rows as Arrow has them, and their other cells."""
    import pyogrio.raw
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        with pyogrio.raw.open_arrow(
            layer.file, layer=layer.name, batch_size=_BATCH, use_pyarrow=True
        ) as (meta, reader):
            name = meta["geometry_name"] or "wkb_geometry"
            for batch in reader:
                others = [n for n in batch.schema.names if n != name]
                yield name, batch, batch.select(others).to_pylist()
    except (DataSourceError, DataLayerError, OSError, RuntimeError, ValueError) as reason:
        raise refusal(
            layer.file, f"layer {layer.name!r} is damaged and cannot be read: {reason}"
        ) from reason


def _change(gathering: Gathering, layer: Layer) -> Any:  # noqa: ANN401 - a CRS or None
    """Give the CRS that coordinates must be brought from, None where they are degrees."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    if layer.geometry_type is None:
        return None
    if layer.crs is None or _UNDEFINED in layer.crs[:40]:
        raise refusal(
            layer.file, f"layer {layer.name!r} says no CRS; set the one that its coordinates are in"
        )
    try:
        crs = CRS.from_user_input(layer.crs)
    except CRSError as reason:
        raise refusal(layer.file, f"layer {layer.name!r}: its CRS is unknown: {reason}") from reason
    if is_degrees(crs):
        return None
    told(gathering, crs, f"layer {layer.name!r}")
    return crs


def _shapes(batch: Any, name: str, crs: Any) -> list[Any]:  # noqa: ANN401 - a batch of Arrow, a CRS
    """Give the geometries of a batch; what cannot be read is its error."""
    if name not in batch.schema.names:
        return [None] * batch.num_rows
    found: list[Any] = []
    for wkb in batch.column(name).to_pylist():
        try:
            found.append(None if wkb is None else shapely.from_wkb(wkb))
        except shapely.errors.ShapelyError as reason:
            found.append(reason)
    if crs is not None:
        good = [index for index, shape in enumerate(found) if isinstance(shape, BaseGeometry)]
        for index, shape in zip(good, projected([found[i] for i in good], crs), strict=True):
            found[index] = shape
    return found
