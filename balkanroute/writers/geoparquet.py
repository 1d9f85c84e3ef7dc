"""
GeoParquet 1.1: a row for each claim and place, and all else in the file's own metadata.

The claims' cells are columns, beside names and counts for people. Header, sources, agents,
places and routes stand as columns of cells, in JSON, under the key ``balkanroute`` of the file's
metadata; the geometry of a place stands there only if no row has it. Without a ``crs``, the
coordinates are longitude and latitude (OGC:CRS84), as the specification says
(https://geoparquet.org/releases/v1.1.0/).
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute._files import write_whole
from balkanroute.model import Atlas, PlaceRole
from balkanroute.writers.columns import Columns, columns, json_text
from balkanroute.writers.features import (
    claim_columns,
    claim_rows,
    credit_line,
    lone_rings,
    repeated_shapes,
    told_of,
    type_of,
)
from balkanroute.writers.formats import Format, PlaceLookup
from balkanroute.writers.losses import Carrier, LossReport, every_field

if TYPE_CHECKING:
    import pyarrow as pa

_KINDS: Final = ("sources", "agents", "places", "routes", "claims")
CARRIER: Final = Carrier(
    format="geoparquet", held={kind: every_field(kind) for kind in ("atlas", *_KINDS)}
)
#: What the metadata says of its own shape.
VERSION: Final = 1
_Rows = list[tuple[int, PlaceRole | None]]
_DAYS: Final = frozenset({"about_earliest", "about_latest"})
_COUNTS: Final = frozenset({"credibility", "n_origins", "n_disputing"})


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:  # noqa: ARG001 - geometry is written, not its key
    """Write an atlas as one table."""
    import pyarrow.parquet as pq

    rows = claim_rows(atlas)
    shown = repeated_shapes(atlas, rows) & {entry.place for _, entry in rows if entry}
    table = _table(atlas, rows, shown)
    drawn = [place.geometry for place in atlas.places if place.id in shown]
    metadata = {"geo": json_text(_geo(drawn)), "balkanroute": json_text(_rest(atlas, shown))}
    owed = credit_line(atlas)
    table = table.replace_schema_metadata(metadata | ({"attribution": owed} if owed else {}))
    stream = BytesIO()
    repeated = len(shown) * 2 < len(rows)
    pq.write_table(
        table,
        stream,
        compression="zstd",
        use_dictionary=[n for n in table.column_names if repeated or n != "geometry"],
        row_group_size=50_000,
    )
    write_whole(path, stream.getvalue())
    return CARRIER.report(atlas, *lone_rings(atlas))


WRITER: Final = Format(
    name="geoparquet",
    title="GeoParquet: a row for each claim and place",
    suffixes=(".parquet", ".geoparquet"),
    save=_save,
)


def _table(atlas: Atlas, rows: _Rows, shown: frozenset[str]) -> pa.Table:
    """Give the claims as a table, a row for each place of each."""
    import pyarrow as pa

    of_claims = columns("claims", atlas.claims, without=["where"])
    of_claims |= claim_columns(atlas, told_of(atlas))
    claim = pa.array([number for number, _ in rows], pa.int64())
    numbers = {place.id: number for number, place in enumerate(atlas.places)}
    place = pa.array([entry and numbers[entry.place] for _, entry in rows], pa.int64())
    table = {name: _typed(name, cells).take(claim) for name, cells in of_claims.items()}
    table["place"] = pa.array([entry and entry.place for _, entry in rows], pa.string())
    table["role"] = pa.array([entry and entry.role for _, entry in rows], pa.string())
    of_places = {
        "place_name": pa.array([place.name for place in atlas.places], pa.string()),
        "place_kind": pa.array([place.kind for place in atlas.places], pa.string()),
        "precision_m": pa.array([place.precision_m for place in atlas.places], pa.float64()),
        "geometry": _wkb([p.geometry if p.id in shown else None for p in atlas.places]),
    }
    return pa.table(table | {name: cells.take(place) for name, cells in of_places.items()})


def _typed(name: str, cells: list[Any]) -> pa.Array:
    """Give a column its type, which does not depend on what is in it."""
    import pyarrow as pa

    if name in _DAYS:
        return pa.array(cells, pa.date32())
    return pa.array(cells, pa.int32() if name in _COUNTS else pa.string())


def _wkb(geometries: list[Any]) -> pa.Array:
    """Give geometries as well-known binary."""
    import pyarrow as pa

    return pa.array(shapely.to_wkb(geometries).tolist(), pa.binary())


def _geo(found: list[BaseGeometry | None]) -> dict[str, Any]:
    """Say what the geometry is, as GeoParquet wants it said."""
    types = sorted({type_of(geometry) for geometry in found if geometry is not None})
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": types, "edges": "planar"}
    if len(found):
        column["bbox"] = [float(edge) for edge in shapely.total_bounds(found)]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def _rest(atlas: Atlas, shown: frozenset[str]) -> dict[str, Any]:
    """Give what no row holds, as columns of cells; a column without a cell is left out."""
    lists: dict[str, Columns] = {"atlas": columns("atlas", [atlas])}
    for kind in ("sources", "agents", "routes"):
        lists[kind] = columns(kind, getattr(atlas, kind))
    lists["places"] = columns("places", atlas.places, without=["geometry"])
    lists["places"]["geometry"] = [
        place.geometry.wkb_hex if place.geometry and place.id not in shown else None
        for place in atlas.places
    ]
    said = {
        kind: {name: cells for name, cells in held.items() if set(cells) != {None}}
        for kind, held in lists.items()
    }
    return {"version": VERSION, **said}
