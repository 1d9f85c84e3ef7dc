"""Cells of a spreadsheet to values: dates only where they can mean one day, numbers, lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, Literal

import msgspec

from balkanroute.errors import InvalidRecord
from balkanroute.names import fold
from balkanroute.periods import MONTHS, Period
from balkanroute.readers.tables import json_list

Order = Literal["day first", "month first"]

_YEAR_FIRST: Final = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})\.?")
#: Two digits: a program makes 2023.1 of 2023.10, so that one may be January or October.
_YEAR_MONTH: Final = re.compile(r"(\d{4})[./](\d{2})")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4})\.?")
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[./](\d{4})\.?")
_STAMP: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?"
)
_WORDS: Final = re.compile(
    r"(?:(\d{1,2})(?:(?:st|nd|rd|th)?\s+|\.\s*))?([^\W\d_]{3,9})\.?,?\s+(\d{4})"
    r"(?:\.?(?:\s*(?:godine|god\.|g\.|године|год\.|\u0433\.))?)"
)
_MONTH_DAY: Final = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_PLAIN: Final = re.compile(r"[-+\u2212]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?")
_LAST_MONTH: Final = 12
#: Further names in Serbian, with their genitives, and in German; folded.
_OTHER_NAMES: Final = tuple(names.split() for names in (
    "januar januara", "februar februara", "mart marta marz", "april aprila", "maj maja mai",
    "jun juna juni", "jul jula juli", "avgust avgusta", "septembar septembra",
    "oktobar oktobra oktober", "novembar novembra", "decembar decembra dezember",
))  # fmt: skip
#: What a program shows for a date whose cell lost its format.
_DAY_COUNT: Final = re.compile(r"\d{5}(?:[.,]\d+)?")


class Ambiguous(Exception):
    """A date that may be two days, until its column says which order it is in."""


def order_of(text: str) -> Order | None:
    """
    Tell what a date says of the order of day and month in its column.

    Parameters
    ----------
    text
        A cell.

    Returns
    -------
    str or None
        None where it says nothing.
    """
    found = _YEAR_LAST.fullmatch(text.strip())
    if found is None or found[2] == ".":
        return None
    first, second = int(found[1]), int(found[3])
    if first > _LAST_MONTH >= second:
        return "day first"
    return "month first" if second > _LAST_MONTH >= first else None


def period_of(text: str, order: Order | None = None) -> Period:
    """
    Read a date.

    Parameters
    ----------
    text
        EDTF; or year first with dots or slashes; day, month, year with dots; with slashes or
        hyphens where only one order gives a day, or `order` says which; or with the name of the
        month in English, Serbian or German.
    order
        In which order the column has day and month.

    Returns
    -------
    Period
        As precise as it was given.

    Raises
    ------
    Ambiguous
        When it may be two days.
    InvalidRecord
        When it is no date.
    """
    said = text.strip()
    if found := _YEAR_LAST.fullmatch(said):
        return _year_last(found, order)
    for form, read in _FORMS:
        if found := form.fullmatch(said):
            return read(found)
    if _DAY_COUNT.fullmatch(said):
        message = "is a bare number, perhaps a date whose cell lost its format; write 2023-10-25"
        raise InvalidRecord(f"period {said!r} {message}")
    return Period(said)


def _year_last(found: re.Match[str], order: Order | None) -> Period:
    """Read a date that ends in its year."""
    first, second = int(found[1]), int(found[3])
    # Wherever dates are written with dots, the day stands first.
    if found[2] == "." or first == second:
        order = "day first"
    sure = order_of(found[0]) or order
    if sure is None and max(first, second) <= _LAST_MONTH:
        raise Ambiguous
    day, month = (second, first) if sure == "month first" else (first, second)
    return _date(found[4], month, day)


def _date(year: str, month: str | int, day: str | int | None) -> Period:
    """Make a date of its parts."""
    rest = "" if day is None else f"-{int(day):02d}"
    return Period(f"{int(year):04d}-{int(month):02d}{rest}")


def _month(name: str, text: str) -> int:
    """Give the number of a month by its English name or the start of it, or as others call it."""
    for number, month in enumerate(MONTHS, 1):
        if month.lower().startswith(name.lower()[: 4 if name.lower() == "sept" else None]):
            return number
    for number, names in enumerate(_OTHER_NAMES, 1):
        if fold(name) in names:
            return number
    raise InvalidRecord(f"period {text!r} is not a date we can read; write 2023-10-25")


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period]], ...]] = (
    (_STAMP, lambda found: Period(f"{found[1]}T{found[2]}{found[3] or ''}")),
    (_YEAR_FIRST, lambda found: _date(found[1], found[2], found[3])),
    (_YEAR_MONTH, lambda found: _date(found[1], found[2], None)),
    (_MONTH_YEAR, lambda found: _date(found[2], found[1], None)),
    (_MONTH_DAY, lambda found: _date(found[3], _month(found[1], found[0]), found[2])),
    (_WORDS, lambda found: _date(found[3], _month(found[2], found[0]), found[1])),
)


def number_of(text: str) -> float:
    """
    Read a number with a decimal point or a decimal comma.

    Parameters
    ----------
    text
        A cell.

    Returns
    -------
    float
        Finite.

    Raises
    ------
    InvalidRecord
        When it is no such number.
    """
    said = text.strip()
    if not _PLAIN.fullmatch(said):
        raise InvalidRecord(f"{said[:40]!r} is no number; write it like 46.15 or 46,15")
    value = float(said.replace(",", ".").replace("\u2212", "-"))
    if abs(value) == float("inf"):
        raise InvalidRecord(f"{said[:40]!r} is too large a number")
    return value


def aligned(cell: str) -> list[str]:
    """
    Cut a cell into the entries of a list that goes along with another one.

    Parameters
    ----------
    cell
        Entries separated by ``;``, or a JSON list; entries may be empty.

    Returns
    -------
    list of str
        Empty for an empty cell.
    """
    if not cell:
        return []
    found = json_list(cell)
    if found is not None and all(isinstance(entry, str) for entry in found):
        return found
    return [entry.strip() for entry in cell.split(";")] if ";" in cell else [cell]


def mapping_of(cell: str) -> dict[str, Any]:
    """
    Read a cell that holds a JSON object.

    Parameters
    ----------
    cell
        Text.

    Returns
    -------
    dict
        What it holds.

    Raises
    ------
    InvalidRecord
        When it is no such cell.
    """
    try:
        found = msgspec.json.decode(cell)
    except (msgspec.DecodeError, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InvalidRecord(f'{cell[:40]!r} is no JSON object; write it like {{"key": "value"}}')
    return found
