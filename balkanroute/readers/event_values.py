"""What a cell of an event table says: figures, codes, days and points, read without guessing."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import shapely

from balkanroute.errors import InvalidRecord
from balkanroute.model import Quantity
from balkanroute.periods import Period

_MOST_LAT: Final = 90.0
_MOST_LON: Final = 180.0
_NUMBER: Final = re.compile(r"[+-]?\d{1,15}(\.\d*)?([eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_APART: Final = re.compile(r"[\s/\\]")
_DAY: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)([ T]\d\d:\d\d(:\d\d(\.\d*)?)?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)


def figure(cells: Mapping[str, str], name: str) -> int | float | None:
    """
    Read a figure.

    Parameters
    ----------
    cells
        A row.
    name
        The column, which may be missing.

    Returns
    -------
    int, float or None
        None where the cell is empty.

    Raises
    ------
    InvalidRecord
        When it holds anything but a decimal number.
    """
    text = cells.get(name, "")
    return read_figure(text, name) if text else None


def code(cells: Mapping[str, str], name: str) -> int | None:
    """
    Read a code that is a whole number.

    Parameters
    ----------
    cells
        A row.
    name
        The column, which may be missing.

    Returns
    -------
    int or None
        None where the cell is empty.

    Raises
    ------
    InvalidRecord
        When it holds anything else.
    """
    value = figure(cells, name)
    if value is None or isinstance(value, int):
        return value
    raise InvalidRecord(f"{name} is a whole number, found {cells[name][:40]!r}")


@lru_cache(maxsize=65_536)
def read_figure(text: str, name: str) -> int | float | None:
    """
    Read a figure in a text.

    Parameters
    ----------
    text
        A decimal number with a point; commas may stand between groups of three digits.
    name
        What it is, for the error.

    Returns
    -------
    int, float or None
        A whole number where it is one; None where the text is blank.

    Raises
    ------
    InvalidRecord
        When it is anything else.
    """
    bare = text.strip()
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    if not bare:
        return None
    if not _NUMBER.fullmatch(bare):
        raise InvalidRecord(f"{name} is a number, found {text[:40]!r}")
    value = float(bare)
    if not math.isfinite(value):
        raise InvalidRecord(f"{name} is a finite number, found {text[:40]!r}")
    return int(value) if value.is_integer() else value


@lru_cache(maxsize=16_384)
def point(latitude: str, longitude: str) -> shapely.Point | None:
    """
    Make a point of two texts.

    Parameters
    ----------
    latitude, longitude
        Degrees in EPSG:4326.

    Returns
    -------
    shapely.Point or None
        Longitude first; None where both are blank.

    Raises
    ------
    InvalidRecord
        When one is missing, is no number, or lies beyond the earth.
    """
    lat, lon = read_figure(latitude, "latitude"), read_figure(longitude, "longitude")
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        missing = "latitude" if lat is None else "longitude"
        raise InvalidRecord(f"{missing} is missing where the other one is given")
    if abs(lat) > _MOST_LAT or abs(lon) > _MOST_LON:
        swapped = abs(lat) <= _MOST_LON and abs(lon) <= _MOST_LAT
        hint = "; are the two swapped?" if swapped else ""
        raise InvalidRecord(
            f"latitude {latitude[:40]} and longitude {longitude[:40]} are not on the earth{hint}"
        )
    return shapely.Point(lon, lat)


@lru_cache(maxsize=65_536)
def day(text: str, name: str) -> str | None:
    """
    Read a day that is written year first.

    Parameters
    ----------
    text
        ``2017-07-26``, with a time of day or without.
    name
        What it is, for the error.

    Returns
    -------
    str or None
        The day; None where the text is blank. A time of midnight says nothing and any other is
        left to the caller, who has the text.

    Raises
    ------
    InvalidRecord
        When it is no such day.
    """
    bare = text.strip()
    if not bare:
        return None
    match = _DAY.fullmatch(bare)
    if match is None:
        raise InvalidRecord(f"{name} is a day such as 2017-07-26, found {text[:40]!r}")
    try:
        return Period(match[1]).text
    except InvalidRecord as reason:
        raise InvalidRecord(f"{name}: {reason}") from reason


@lru_cache(maxsize=16_384)
def period(text: str) -> Period:
    """
    Make a period, once for all rows that have it.

    Parameters
    ----------
    text
        EDTF.

    Raises
    ------
    InvalidRecord
        When it is not.
    """
    return Period(text)


@lru_cache(maxsize=16_384)
def whole(start: str, end: str) -> str | None:
    """
    Write a span as the month or the year that it is.

    Parameters
    ----------
    start, end
        Its first and its last day.

    Returns
    -------
    str or None
        EDTF; None where it is neither.
    """
    for length in (7, 4):
        shorter = start[:length]
        if shorter == end[:length]:
            bounds = period(shorter)
            if (str(bounds.earliest), str(bounds.latest)) == (start, end):
                return shorter
    return None


@lru_cache(maxsize=16_384)
def amount(what: str, unit: str, best: float) -> Quantity:
    """
    Make a quantity of one figure, once for all rows that have it.

    Parameters
    ----------
    what, unit, best
        As for `balkanroute.model.Quantity`.
    """
    return Quantity(what=what, unit=unit, best=best)


def word(text: str, name: str) -> str:
    """
    Check an id of the table's.

    Parameters
    ----------
    text
        What stands in the cell.
    name
        The column, for the error.

    Returns
    -------
    str
        The id, without white space around it.

    Raises
    ------
    InvalidRecord
        When it is empty, or more than one word.
    """
    bare = text.strip()
    if not bare:
        raise InvalidRecord(f"{name} is empty; every event has one")
    if _APART.search(bare):
        raise InvalidRecord(f"{name} is one word without spaces and slashes, found {bare[:40]!r}")
    return bare


def kept(cells: Mapping[str, str], taken: frozenset[str]) -> dict[str, str]:
    """
    Give what a row says beyond what has a field of ours, word for word.

    Parameters
    ----------
    cells
        The row.
    taken
        Columns that are kept elsewhere, without loss.

    Returns
    -------
    dict
        The cells that are not empty.
    """
    return {name: cell for name, cell in cells.items() if cell and name not in taken}
