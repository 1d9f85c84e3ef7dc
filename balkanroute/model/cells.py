"""
Records as rows of a table: a cell a field, so that any table can hold any record.

A cell is text, a number or a geometry. What has parts (names, roles, quantities, relations,
legs, ids, extra) is JSON, as `balkanroute.model.plain` spells it; what is not said is no cell.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final, TypeVar

import msgspec
from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord, Problem
from balkanroute.model.atlas import Atlas
from balkanroute.model.checks import KINDS
from balkanroute.model.plain import from_plain, to_plain
from balkanroute.model.records import Agent, Claim, Place, Route, Source

T = TypeVar("T")

#: The class of the records of each list; ``atlas`` stands for the atlas' own fields.
TABLES: Final[Mapping[str, type[Any]]] = {
    "atlas": Atlas,
    "sources": Source,
    "agents": Agent,
    "places": Place,
    "routes": Route,
    "claims": Claim,
}
#: Fields whose cell is JSON.
_JSON: Final = frozenset(
    {
        "derived_from", "extra", "names", "ids", "legs", "where", "routes", "quantities",
        "topics", "relations", "at",
    }
)  # fmt: skip


def columns_of(kind: str) -> tuple[str, ...]:
    """
    Name the columns of a table.

    Parameters
    ----------
    kind
        A key of `TABLES`.

    Returns
    -------
    tuple of str
        The fields of its records as files spell them, the id first.
    """
    own = [item.name for item in fields(TABLES[kind]) if item.init]
    kept = [name for name in own if kind != "atlas" or name not in KINDS]
    return tuple(sorted(kept, key=lambda name: name != "id"))


def to_cells(record: object) -> dict[str, str | int | float | BaseGeometry]:
    """
    Give a record as a row.

    Parameters
    ----------
    record
        Any record with an id, or an atlas, of which the own fields are given.

    Returns
    -------
    dict
        Cells by column; ``geometry`` of a place is its geometry.
    """
    geometry = getattr(record, "geometry", None)
    light = replace(record, geometry=None) if isinstance(record, Place) else record
    plain = to_plain(light)
    if isinstance(record, Atlas):
        plain = {name: value for name, value in plain.items() if name not in KINDS}
    if isinstance(geometry, BaseGeometry):
        plain["geometry"] = geometry
    return {
        name: json.dumps(value, ensure_ascii=False) if name in _JSON else value
        for name, value in plain.items()
    }


def from_cells(record_type: type[T], cells: Mapping[str, object]) -> tuple[T | None, list[Problem]]:
    """
    Make a record of a row, or tell all that is wrong with it.

    Parameters
    ----------
    record_type
        The class to make.
    cells
        As `to_cells` gives them; a cell that is None or an empty text is not said.

    Returns
    -------
    record : object or None
        The record; None where anything is wrong.
    problems : list of Problem
        Each with its path inside the record.
    """
    plain: dict[str, Any] = {}
    for name, value in cells.items():
        if value is None or value == "":
            continue
        if name in _JSON and isinstance(value, str):
            try:
                plain[name] = msgspec.json.decode(value)
            except (msgspec.DecodeError, RecursionError) as reason:
                message = f"{name}: expected JSON, found {value[:40]!r} ({reason})"
                return None, [Problem(path=(name,), record=str(cells.get("id")), message=message)]
        else:
            plain[name] = value
    geometry = plain.pop("geometry", None)
    if record_type is not Place or geometry is None:
        return from_plain(record_type, plain)
    made, problems = from_plain(record_type, plain)
    if made is None:
        return None, problems
    return _with_geometry(made, geometry)


def _with_geometry(made: T, geometry: Any) -> tuple[T | None, list[Problem]]:  # noqa: ANN401 - a cell
    """Give a place its geometry, which need not become text on the way."""
    try:
        return replace(made, geometry=geometry), []  # type: ignore[type-var]
    except InvalidRecord as reason:
        return None, [Problem(path=("geometry",), record="place", message=str(reason))]
