"""
Records as columns of a table, for formats that hold an atlas in tables of cells.

The cells are those of `balkanroute.model.to_cells`, made a column at a time, since a hundred
thousand records are written in seconds so. What is not said is None.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any, Final

from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord
from balkanroute.model import KINDS, columns_of, to_plain
from balkanroute.periods import Period

Columns = dict[str, list[Any]]

#: Fields whose cell is JSON.
_JSON: Final = frozenset(
    {
        "derived_from", "extra", "names", "ids", "legs", "where", "routes", "quantities",
        "topics", "relations", "at",
    }
)  # fmt: skip
#: Mappings that may hold anything.
_OWN: Final = frozenset({"ids", "extra"})
_PERIODS: Final = frozenset({"published", "retrieved", "about", "recorded", "date"})
_DEEPEST: Final = 60


def columns(kind: str, records: Sequence[Any], *, without: Iterable[str] = ()) -> Columns:
    """
    Give records as columns of cells.

    Parameters
    ----------
    kind
        The list they are of, or ``atlas`` for the own fields of one atlas.
    records
        The records, a row each.
    without
        Columns to leave out.

    Returns
    -------
    dict
        A list a column, in the order of `balkanroute.model.columns_of`; geometries as they are.

    Raises
    ------
    InvalidRecord
        When a text holds half a character, or something under ``extra`` is no plain data with
        text keys, is not finite, or is nested too deep. It names the record and the field.
    """
    left = set(without)
    return {name: _column(kind, name, records) for name in columns_of(kind) if name not in left}


def _column(kind: str, name: str, records: Sequence[Any]) -> list[Any]:
    """Give a field of all records as cells, or tell which of them cannot be written."""
    cell = _cell(name)
    try:
        cells = [cell(getattr(record, name)) for record in records]
        "".join(one for one in cells if type(one) is str).encode()
    except (ValueError, TypeError, RecursionError):
        for record in records:
            wrong = _wrong(getattr(record, name), 0)
            if wrong:
                named = f"{KINDS[kind]} {record.id!r}" if kind in KINDS else kind
                raise InvalidRecord(f"{named}: {name}: {wrong}") from None
        raise
    return cells


def _cell(name: str) -> Callable[[Any], Any]:
    """Give the function that makes a cell of a field."""
    if name in _OWN:
        return _checked
    if name in _JSON:
        return _json
    return _text_of_period if name in _PERIODS else _same


def _checked(value: Mapping[str, Any]) -> str | None:
    """Give a mapping of the author's own as JSON, if JSON gives back what it holds."""
    if not value:
        return None
    wrong = _wrong(value, 0)
    if wrong:
        raise ValueError(wrong)
    return json_text(value)


def _same(value: Any) -> Any:  # noqa: ANN401 - text, a number or a geometry
    """Give a cell that needs no making."""
    return value


def _text_of_period(value: Period | None) -> str | None:
    """Give a period's text."""
    return None if value is None else value.text


def _json(value: Any) -> str | None:  # noqa: ANN401 - a tuple, a mapping or a selector
    """Give a field with parts as JSON, None where it is empty."""
    return json_text(value) if value else None


def json_text(value: object) -> str:
    """
    Write plain data and records of the model as JSON on one line.

    Parameters
    ----------
    value
        Plain data, in which records of the model may stand.

    Returns
    -------
    str
        Letters of every script stay letters.

    Raises
    ------
    ValueError, TypeError
        When it is no plain data; `columns` says where.
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)


def _plain(value: object) -> object:
    """Give what JSON does not know as plain data."""
    if is_dataclass(value) and not isinstance(value, type):
        return to_plain(value)
    if isinstance(value, Period):
        return value.text
    if isinstance(value, BaseGeometry):
        return mapping(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


def _wrong(value: object, depth: int) -> str | None:
    """Say why a value cannot be written, at any depth."""
    if isinstance(value, str):
        lone = any("\ud800" <= letter <= "\udfff" for letter in value)
        return f"the text holds half a character: {value[:40]!r}" if lone else None
    if isinstance(value, float):
        return None if math.isfinite(value) else f"a figure is a finite number, found {value}"
    if value is None or isinstance(value, bool | int | Period | BaseGeometry):
        return None
    if depth > _DEEPEST:
        return f"it is nested more than {_DEEPEST} deep"
    return _wrong_inside(value, depth)


def _wrong_inside(value: object, depth: int) -> str | None:
    """Say what is wrong in a list, a mapping or a record."""
    if is_dataclass(value) and not isinstance(value, type):
        inner: Iterable[Any] = to_plain(value).values()
    elif isinstance(value, Mapping):
        keys = [key for key in value if not isinstance(key, str)]
        if keys:
            return f"a key is text, found {type(keys[0]).__name__} {keys[0]!r}"
        inner = [*value, *value.values()]
    elif isinstance(value, list | tuple):
        inner = value
    else:
        kind = type(value).__name__
        return f"expected text, a number, true, false, a list or a mapping, found {kind}"
    return next((wrong for one in inner if (wrong := _wrong(one, depth + 1))), None)
