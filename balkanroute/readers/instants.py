"""Dates and times as XML writes them (XML Schema part 2) to periods."""

from __future__ import annotations

import re
from typing import Final

from balkanroute.errors import InvalidRecord
from balkanroute.periods import Period

_FRACTION: Final = re.compile(r"(T\d\d:\d\d:\d\d)[.,]\d+", re.ASCII)
_ZONED_DAY: Final = re.compile(r"(\d{4}(?:-\d\d){0,2})(?:Z|[+-]\d\d:\d\d)", re.ASCII)


def edtf_of(text: str) -> str:
    """
    Spell a date as EDTF does.

    Parameters
    ----------
    text
        An XML ``gYear``, ``gYearMonth``, ``date`` or ``dateTime``.

    Returns
    -------
    str
        The same, without parts of a second, and without the zone of a date that has no time:
        EDTF has neither.
    """
    day = _ZONED_DAY.fullmatch(text.strip())
    return day[1] if day else _FRACTION.sub(r"\1", text.strip())


def span_of(begin: str | None, end: str | None) -> Period | None:
    """
    Make the period between two dates.

    Parameters
    ----------
    begin, end
        As for `edtf_of`; None where it is open.

    Returns
    -------
    Period or None
        One date where both are the same; None where neither is given.

    Raises
    ------
    InvalidRecord
        When one is no date, or the end is before the beginning.
    """
    if not begin and not end:
        return None
    first = edtf_of(begin) if begin else ".."
    last = edtf_of(end) if end else ".."
    return Period(first if first == last else f"{first}/{last}")


def span_of_many(times: list[str]) -> Period | None:
    """
    Make the period that holds some moments.

    Parameters
    ----------
    times
        In any order; what is no date is passed over.

    Returns
    -------
    Period or None
        From the earliest day to the latest; the moments themselves where the first and the last
        of the list are the earliest and the latest; None where none is a date.
    """
    known = [made for made in map(_period, times) if made is not None]
    days = [(made.earliest, made.latest, made.text) for made in known]
    dated = [(first, last, text) for first, last, text in days if first and last]
    if not dated:
        return None
    first, last = min(dated)[2], max(dated, key=lambda day: (day[1], day[2]))[2]
    try:
        return span_of(first, last)
    except InvalidRecord:
        return None


def _period(text: str) -> Period | None:
    """Read a moment, if it is one."""
    try:
        return Period(edtf_of(text))
    except InvalidRecord:
        return None
