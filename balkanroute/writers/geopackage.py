"""
GeoPackage: places, legs and claims as layers to look at, and every record as a row of cells.

Each record stands once, as a row of its table; a claim stands once for each place it is about,
where that place is. Beside the cells stand names and counts for people. Places are parted into a
layer for each type of geometry, since programs show a layer as one type; ``position`` keeps
their order. A text with a NUL, which the format cannot hold, is spelled in ``exact``.
The format is described at https://www.geopackage.org/spec/.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import shapely

from balkanroute._files import write_whole
from balkanroute.model import Atlas, Leg, PlaceRole
from balkanroute.writers.columns import Columns, columns, json_text
from balkanroute.writers.features import (
    Told,
    claim_columns,
    claim_rows,
    credit_line,
    drawn_legs,
    leg_columns,
    legs_of,
    lone_rings,
    place_columns,
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
    format="geopackage", held={kind: every_field(kind) for kind in ("atlas", *_KINDS)}
)
#: The table of places that nobody can draw.
WITHOUT_GEOMETRY: Final = "places_without_geometry"
_CRS: Final = "EPSG:4326"
#: No file says when it was written.
_STILL: Final = "1970-01-01T00:00:00.000Z"
#: Where SQLite counts changes, and the count for which the rest of its header holds
#: (https://sqlite.org/fileformat.html); the number of transactions differs by chance.
_COUNTERS: Final = (24, 92)
_INTS: Final = frozenset(
    {"credibility", "n_claims", "n_origins", "n_disputing", "position", "number"}
)
_FLOATS: Final = frozenset({"precision_m", "corridor_m"})
_DAYS: Final = frozenset({"about_earliest", "about_latest"})
#: Types of geometry by their code in well-known binary.
_TYPES: Final = (
    "Unknown", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
    "GeometryCollection",
)  # fmt: skip
_LEG: Final = ("mode", "basis", "corridor_m", "note")


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:  # noqa: ARG001 - geometry is written, not its key
    """Write an atlas as a database of layers and tables."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "atlas.gpkg"
        for name, table in _tables(atlas).items():
            _put(file, name, table)
        write_whole(path, _still(file))
    return CARRIER.report(atlas, *lone_rings(atlas))


WRITER: Final = Format(
    name="geopackage",
    title="GeoPackage: layers of places, legs and claims, and tables of the rest",
    suffixes=(".gpkg",),
    save=_save,
)


def _tables(atlas: Atlas) -> dict[str, pa.Table]:
    """Give the tables of an atlas, those to look at first."""
    told = told_of(atlas)
    tables = _places(atlas, told)
    if atlas.routes:
        tables["legs"] = _legs(atlas, told)
        tables["routes"] = _table(columns("routes", atlas.routes, without=["legs"]))
    tables["claims"] = _claims(atlas, told)
    tables["sources"] = _table(columns("sources", atlas.sources))
    tables["agents"] = _table(columns("agents", atlas.agents))
    tables["atlas"] = _table(columns("atlas", [atlas]) | {"attribution": [credit_line(atlas)]})
    return tables


def _places(atlas: Atlas, told: Told) -> dict[str, pa.Table]:
    """Give the layers of places, a type of geometry each."""
    kinds: dict[str, list[int]] = {}
    for position, place in enumerate(atlas.places):
        kind = "" if place.geometry is None else type_of(place.geometry).lower()
        kinds.setdefault(kind, []).append(position)
    tables = {}
    for kind in sorted(kinds, key=lambda kind: (not kind, kind)):
        own = [atlas.places[position] for position in kinds[kind]]
        cells = columns("places", own, without=["geometry"])
        cells |= place_columns(own, told) | {"position": kinds[kind]}
        shapes = [place.geometry for place in own] if kind else None
        tables[f"places_{kind}" if kind else WITHOUT_GEOMETRY] = _table(cells, shapes)
    return tables


def _legs(atlas: Atlas, told: Told) -> pa.Table:
    """Give the legs of all routes, each with the line that a map shows."""
    legs = legs_of(atlas)
    drawn = drawn_legs(atlas)
    own = [leg for _, _, leg in legs]
    cells: Columns = {
        "route": [route.id for route, _, _ in legs],
        "number": [number for _, number, _ in legs],
        "from": [leg.origin for leg in own],
        "to": [leg.destination for leg in own],
        "over": [leg.over for leg in own],
        **{name: [getattr(leg, name) for leg in own] for name in _LEG},
        "about": [leg.about and leg.about.text for leg in own],
        "claim_ids": [_ids(leg) for leg in own],
        "drawn": [words for _, words in drawn],
        **leg_columns(atlas, legs, told),
    }
    return _table(cells, [line for line, _ in drawn])


def _ids(leg: Leg) -> str | None:
    """Give the claims of a leg as JSON."""
    return json_text(leg.claims) if leg.claims else None


def _claims(atlas: Atlas, told: Told) -> pa.Table:
    """Give the claims, a row for each place of each."""
    import pyarrow as pa

    rows = claim_rows(atlas)
    cells = columns("claims", atlas.claims, without=["where"]) | claim_columns(atlas, told)
    claim = pa.array([number for number, _ in rows], pa.int64())
    table = _table(cells).take(claim)
    for name, column in _places_of(atlas, rows).items():
        table = table.append_column(name, column)
    return table


def _places_of(atlas: Atlas, rows: Sequence[tuple[int, PlaceRole | None]]) -> dict[str, pa.Array]:
    """Give what rows of claims say of their places."""
    import pyarrow as pa

    shown = repeated_shapes(atlas, rows)
    numbers = {place.id: number for number, place in enumerate(atlas.places)}
    place = pa.array([entry and numbers[entry.place] for _, entry in rows], pa.int64())
    cells: Columns = {
        "place": [place.id for place in atlas.places],
        "place_name": [place.name for place in atlas.places],
        "place_kind": [place.kind for place in atlas.places],
        "precision_m": [place.precision_m for place in atlas.places],
    }
    shapes = [place.geometry if place.id in shown else None for place in atlas.places]
    taken = _table(cells, shapes).take(place)
    role = pa.array([entry and entry.role for _, entry in rows], pa.string())
    table = {name: taken.column(name) for name in taken.column_names if name != "exact"}
    if "exact" in taken.column_names:
        table["place_exact"] = taken.column("exact")
    return {"role": role, **table}


def _table(cells: Mapping[str, list[Any]], shapes: list[Any] | None = None) -> pa.Table:
    """Make a table of columns of cells, and of geometries as well-known binary."""
    import pyarrow as pa

    exact: dict[int, dict[str, str]] = {}
    table = {name: _typed(name, column, exact) for name, column in cells.items()}
    if exact:
        length = len(next(iter(cells.values())))
        texts = [json_text(exact[row]) if row in exact else None for row in range(length)]
        table["exact"] = pa.array(texts, pa.string())
    if shapes is not None and any(shape is not None for shape in shapes):
        table["geometry"] = pa.array(shapely.to_wkb(shapes).tolist(), pa.binary())
    return pa.table(table)


def _typed(name: str, column: list[Any], exact: dict[int, dict[str, str]]) -> pa.Array:
    """Give a column its type, and take note of texts that it cannot hold."""
    import pyarrow as pa

    if name in _DAYS:
        return pa.array(column, pa.date32())
    if name in _INTS:
        return pa.array(column, pa.int32())
    if name in _FLOATS:
        return pa.array(column, pa.float64())
    cells = column
    if "\x00" in "".join(filter(None, column)):
        cells = list(column)
        for row, cell in enumerate(column):
            if cell and "\x00" in cell:
                exact.setdefault(row, {})[name] = cell
                cells[row] = cell.replace("\x00", "\ufffd")
    return pa.array(cells, pa.string())


def _put(file: Path, name: str, table: pa.Table) -> None:
    """Put a table into the database."""
    import pyogrio.raw

    options: dict[str, Any] = {}
    if "geometry" in table.column_names:
        shapes = table.column("geometry").drop_null().to_pylist()
        codes = {shape[1:5] for shape in shapes}
        kind = _TYPES[codes.pop()[0]] if len(codes) == 1 else "Unknown"
        options = {"geometry_name": "geometry", "geometry_type": kind, "crs": _CRS}
    version = {} if file.exists() else {"dataset_options": {"VERSION": "1.2"}}
    pyogrio.raw.write_arrow(table, file, layer=name, driver="GPKG", **version, **options)


def _still(file: Path) -> bytes:
    """Give the bytes of the database without its time of writing and count of changes."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE gpkg_contents SET last_change = ?", (_STILL,))
    data = bytearray(file.read_bytes())
    for start in _COUNTERS:
        data[start : start + 4] = (1).to_bytes(4, "big")
    return bytes(data)
