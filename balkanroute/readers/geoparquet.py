"""
GeoParquet: a file of ours, with all of an atlas, or any other, whose rows become places.

A file of ours has a row for each claim and place, and the rest under the key ``balkanroute`` of
its metadata. A program that writes the table anew leaves that out: then sources, agents and
places are known by what the rows say of them. Coordinates of another CRS are made EPSG:4326.
The format is described at https://geoparquet.org/releases/v1.1.0/.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord
from balkanroute.model import KINDS
from balkanroute.readers.event_rows import uncollected
from balkanroute.readers.features import Feature, Taking
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.peek import head
from balkanroute.readers.problems import PlaceLookup, Reading, refusal
from balkanroute.readers.projections import in_degrees
from balkanroute.readers.protocol import Format, Options
from balkanroute.readers.restoration import (
    Restoration,
    Row,
    Rows,
    claims_of,
    header_of,
    no_rows,
    plain_of,
)
from balkanroute.readers.rows_alone import OURS, SHOWN_OF_CLAIMS, records_named
from balkanroute.readers.texts import MEBIBYTE

if TYPE_CHECKING:
    import geopandas as gpd
    import pyarrow.parquet as pq

_NAME: Final = "geoparquet"
#: The most rows, and the most bytes of them unpacked, that are read.
MOST_ROWS: Final = 2_000_000
MOST_BYTES: Final = 4096 * MEBIBYTE
_METADATA: Final = 1024 * MEBIBYTE
_CHUNK: Final = 20_000
_GEO: Final = b"geo"
_KEY: Final = b"balkanroute"


def _look(path: Path) -> bool:
    """Tell whether a file is Parquet with geometry, or one of ours."""
    if head(path, 4) != b"PAR1":
        return False
    try:
        held = _opened(path).metadata.metadata or {}
    except Exception:  # noqa: BLE001 - a look never raises, whatever pyarrow thinks of the bytes
        return False
    return _GEO in held or _KEY in held


def _opened(path: Path) -> pq.ParquetFile:
    """Open a file, its metadata however long."""
    import pyarrow.parquet as pq

    return pq.ParquetFile(
        path, thrift_string_size_limit=_METADATA, thrift_container_size_limit=10_000_000
    )


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:  # noqa: ARG001 - geometry stands in the file
    """Read an atlas of ours, or somebody else's table."""
    frame, metadata = _frame(path)
    gathering = Gathering(path, _NAME)
    table = in_degrees(frame, gathering, "the table")
    if table is None:
        raise refusal(path, "the table says that its CRS is unknown; set one, such as EPSG:4326")
    with uncollected():
        if _KEY in metadata or OURS.issubset(table.columns):
            return _ours(gathering, table, metadata.get(_KEY), options)
        taking = Taking(gathering, path.stem)
        for number, properties, geometry in _rows(table, options):
            taking.take(Feature(number=number, properties=properties, geometry=geometry))
        taking.finish()
        return gathering.reading()


READER: Final = Format(
    name=_NAME,
    title="GeoParquet: a row for each claim and place, or places of any table",
    suffixes=(".parquet", ".geoparquet"),
    look=_look,
    load=_load,
)


def _frame(path: Path) -> tuple[gpd.GeoDataFrame, dict[bytes, bytes]]:
    """Read a table within bounds, and the file's metadata."""
    import geopandas as gpd

    if not path.is_file():
        raise refusal(path, "there is no such file")
    try:
        found = _opened(path).metadata
        size = sum(found.row_group(n).total_byte_size for n in range(found.num_row_groups))
    except Exception as reason:
        raise refusal(path, f"this is not Parquet: {reason}") from reason
    if found.num_rows > MOST_ROWS or size > MOST_BYTES:
        raise refusal(
            path,
            f"the table has {found.num_rows:,} rows and {size // MEBIBYTE:,} MiB unpacked; at "
            f"most {MOST_ROWS:,} rows and {MOST_BYTES // MEBIBYTE:,} MiB become one atlas; "
            f"filter it, or count it by place with balkanroute.scale",
        )
    metadata = found.metadata or {}
    if _GEO not in metadata:
        raise refusal(path, "the Parquet file has no geometry, so it is no GeoParquet")
    try:
        return gpd.read_parquet(path), metadata
    except Exception as reason:
        raise refusal(path, f"the table cannot be read as GeoParquet: {reason}") from reason


def _rows(
    table: gpd.GeoDataFrame, options: Options
) -> Iterator[tuple[int, dict[str, Any], BaseGeometry | None]]:
    """Give the rows of a table: the number from 1, the cells that are said, the geometry."""
    from balkanroute.readers.cells import plain_cell

    plain = table.drop(columns=table.geometry.name)
    for first in range(0, len(table), _CHUNK):
        part = plain.iloc[first : first + _CHUNK]
        columns = [[plain_cell(cell) for cell in part[name].tolist()] for name in part.columns]
        names = [str(name) for name in part.columns]
        shapes = table.geometry.iloc[first : first + _CHUNK].tolist()
        rows = zip(*columns, strict=True) if columns else iter([()] * len(part))
        for offset, (cells, shape) in enumerate(zip(rows, shapes, strict=True), start=1):
            said = {n: cell for n, cell in zip(names, cells, strict=True) if cell is not None}
            yield first + offset, said, shape
        if options.progress is not None:
            options.progress(min(first + _CHUNK, len(table)), len(table))


def _ours(
    gathering: Gathering, table: gpd.GeoDataFrame, held: bytes | None, options: Options
) -> Reading:
    """Read a file of ours, with its metadata or without."""
    rows, shapes, claims = no_rows(), dict[str, BaseGeometry](), []
    named: list[tuple[int, dict[str, Any]]] = []
    for number, cells, shape in _rows(table, options):
        place = cells.get("place")
        if isinstance(place, str) and shape is not None:
            first = shapes.setdefault(place, shape)
            if first is not shape and first != shape:
                message = f"place {place!r} is drawn otherwise in another row; the first is taken"
                gathering.warn(number, message)
        named.append((number, cells))
        try:
            claims.append((number, _claim(cells)))
        except InvalidRecord as reason:
            gathering.skip(number, str(reason))
    rows["claims"] = claims_of(claims, gathering)
    header = {} if held is None else _rest(gathering, held, rows)
    if held is None:
        records_named(gathering, named, rows)
    for row in rows["places"]:
        row.geometry = shapes.get(str(row.plain.get("id")), row.geometry)
    Restoration(gathering, rows).restore()
    return gathering.reading(**header_of(gathering, header))


def _claim(cells: dict[str, Any]) -> dict[str, Any]:
    """Give a row's claim as plain data, with its place and role."""
    place, role = cells.get("place"), cells.get("role")
    plain = plain_of("claims", cells, _NAME, {*SHOWN_OF_CLAIMS, "place", "role"})
    return {**plain, "place": place, "role": role}


def _rest(gathering: Gathering, held: bytes, rows: Rows) -> dict[str, Any]:
    """Read the header and the lists that stand in the metadata."""
    try:
        lists = msgspec.json.decode(held)
        tables = {kind: _turned(lists.get(kind)) for kind in ("atlas", *KINDS)}
    except (msgspec.DecodeError, RecursionError, ValueError, TypeError, AttributeError) as reason:
        message = f"the metadata under 'balkanroute' cannot be read ({reason}); write it again"
        raise refusal(gathering.file, message) from reason
    for kind in KINDS:
        for number, cells in enumerate(tables[kind], start=1):
            words = f"{KINDS[kind]} {number} of the metadata"
            try:
                row = Row(number, words, plain_of(kind, cells, _NAME, {"geometry"}))
                row.geometry = _from_hex(cells.get("geometry"))
                rows[kind].append(row)
            except InvalidRecord as reason:
                gathering.skip(number, str(reason), words)
    header = tables["atlas"][0] if tables["atlas"] else {}
    return plain_of("atlas", header, _NAME)


def _turned(columns: Mapping[str, list[Any]] | None) -> list[dict[str, Any]]:
    """Turn columns into rows."""
    if not columns:
        return []
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _from_hex(text: object) -> BaseGeometry | None:
    """Read a geometry of the metadata."""
    if not isinstance(text, str):
        return None
    try:
        return shapely.from_wkb(text)
    except shapely.errors.ShapelyError as reason:
        raise InvalidRecord(f"its geometry cannot be read: {reason}") from None
