"""A workbook with a sheet a list: rows of cells to records, nothing left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import msgspec

from balkanroute.errors import InvalidRecord, UnresolvedPlace, did_you_mean
from balkanroute.model import TABLES, Atlas, Place, columns_of, from_cells, from_plain
from balkanroute.model.guards import unguarded
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.problems import PlaceLookup, Reading
from balkanroute.readers.spreadsheet.records import add_record
from balkanroute.readers.spreadsheet.sheets import not_read
from balkanroute.readers.tables import COLUMNS, plain_claim
from balkanroute.readers.yaml_text import scalar

#: The sheets by which a workbook of ours is known.
OURS: Final = ("atlas", "claims")
#: What stands in the cell of a geometry that is taken from the gazetteer by the place's key.
OF_GAZETTEER: Final = "gazetteer"
_NUMBERS: Final = frozenset({"precision_m", "longitude", "latitude"})
_WORDS: Final = (*COLUMNS, "at", "extra")


@dataclass(slots=True)
class _List:
    """One sheet: the list, its columns, and what of them is not known."""

    kind: str
    columns: list[str]

    @property
    def known(self) -> tuple[str, ...]:
        """The columns that it may have."""
        if self.kind == "claims":
            return _WORDS
        own = columns_of(self.kind)
        return (*own, "longitude", "latitude", "geometry") if self.kind == "places" else own


def assembled(
    file: Path, rows: Iterable[tuple[str, tuple[int, list[str]]]], places: PlaceLookup
) -> Reading:
    """
    Read a workbook of ours.

    Parameters
    ----------
    file
        The workbook.
    rows
        Rows that are not blank, each with the list that its sheet is for; sheet after sheet.
        Under an empty name stand the titles of sheets that are not read.
    places
        Where the geometry of places comes from that is not in the workbook.

    Returns
    -------
    Reading
        The atlas, what is odd, and the rows that were not read.
    """
    gathering = Gathering(file, "xlsx")
    header: dict[str, Any] = {}
    tables: dict[str, _List] = {}
    for kind, (number, cells) in rows:
        if not kind:
            gathering.warn(number, not_read(cells), "workbook")
        elif kind not in tables:
            tables[kind] = _List(kind, [cell.strip() for cell in cells])
            _tell_unknown(gathering, tables[kind], number)
        else:
            with gathering.row(number, f"sheet {kind!r}, row {number}"):
                _take(gathering, tables[kind], _joined(tables[kind], cells), places, header)
    return gathering.reading(**header)


def _tell_unknown(gathering: Gathering, table: _List, number: int) -> None:
    """Warn of columns that are not read as fields."""
    for name in table.columns:
        if name and name.partition("+")[0] not in table.known:
            hint = did_you_mean(name[:60], table.known)
            gathering.warn(number, f"column {name[:60]!r} is kept under extra{hint}", table.kind)


def _joined(table: _List, cells: list[str]) -> dict[str, str]:
    """Give the cells of a row by column; a text that went on in further columns is whole again."""
    found: dict[str, str] = {}
    for name, cell in zip(table.columns, cells, strict=False):
        if name and cell:
            column, mark, _ = name.partition("+")
            whole = found.get(column, "") if mark and column in table.known else ""
            found[column if column in table.known else name] = whole + cell
    return {name: unguarded(cell, formulas=False) for name, cell in found.items()}


def _take(
    gathering: Gathering,
    table: _List,
    cells: dict[str, str],
    places: PlaceLookup,
    header: dict[str, Any],
) -> None:
    """Make the record of a row."""
    own = {name: cells.pop(name) for name in [*cells] if name not in table.known}
    if table.kind == "atlas":
        header.update(_header(cells))
        return
    record = _record(table.kind, cells, places)
    if own:
        record = replace(record, extra={**record.extra, "xlsx": own})
    add_record(gathering, table.kind, record.id, record)


def _header(cells: dict[str, str]) -> dict[str, Any]:
    """Make the atlas' own fields; its recorder is checked with the agents."""
    recorder = cells.pop("recorder", None)
    made, problems = from_cells(Atlas, cells)
    if made is None:
        raise InvalidRecord("; ".join(problem.message for problem in problems))
    own = {name: getattr(made, name) for name in columns_of("atlas")}
    return own | {"recorder": recorder}


def _record(kind: str, cells: dict[str, str], places: PlaceLookup) -> Any:  # noqa: ANN401 - of the kind
    """Make a record of its cells, or tell all that is wrong."""
    if kind == "claims":
        extra, nowhere = cells.pop("extra", None), cells.pop("at", None)
        plain = plain_claim(cells) | {
            name: cells[name] for name in ("says", "quote") if name in cells
        }
        if nowhere is not None:
            plain.setdefault("at", {})
        if extra is not None:
            plain["extra"] = _json("extra", extra)
        made, problems = from_plain(TABLES[kind], plain)
    else:
        geometry = _geometry(cells, places) if kind == "places" else None
        values: dict[str, Any] = {n: scalar(c) if n in _NUMBERS else c for n, c in cells.items()}
        if geometry is not None:
            values["geometry"] = geometry
        made, problems = from_cells(TABLES[kind], values)
    if made is None:
        raise InvalidRecord("; ".join(problem.message for problem in problems))
    return made


def _geometry(cells: dict[str, str], places: PlaceLookup) -> Any:  # noqa: ANN401 - a geometry
    """Take the geometry out of a place's cells."""
    from shapely import Point
    from shapely.geometry import shape

    longitude, latitude = cells.pop("longitude", None), cells.pop("latitude", None)
    said = cells.pop("geometry", None)
    if longitude is not None or latitude is not None:
        point = [scalar(each or "") for each in (longitude, latitude)]
        if not all(isinstance(each, int | float) for each in point):
            raise InvalidRecord(f"longitude and latitude are two numbers, found {point}")
        return Point(*point)
    if said is None:
        return None
    if said == OF_GAZETTEER:
        return _known(cells.get("gazetteer", ""), places).geometry
    plain = _json("geometry", said)
    try:
        return shape(plain)
    except Exception as reason:  # shapely raises whatever the data lead to
        raise InvalidRecord(f"geometry is no GeoJSON: {str(reason)[:80]}") from reason


def _known(key: str, places: PlaceLookup) -> Place:
    """Give the gazetteer's own place."""
    try:
        return places.place(key)
    except UnresolvedPlace as reason:
        raise InvalidRecord(f"geometry is to come from the gazetteer, but {reason}") from reason


def _json(name: str, cell: str) -> dict[str, Any]:
    """Read a cell that holds a JSON object."""
    try:
        found = msgspec.json.decode(cell)
    except (msgspec.DecodeError, ValueError, RecursionError) as reason:
        raise InvalidRecord(f"{name}: expected JSON, found {cell[:40]!r} ({reason})") from reason
    if not isinstance(found, dict):
        raise InvalidRecord(f"{name}: expected a JSON object, found {cell[:40]!r}")
    return found
