"""When an incident was, as the row gives it: a day, a month or a year."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from balkanroute.errors import InvalidRecord
from balkanroute.periods import MONTHS, Period
from balkanroute.readers import event_values

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SLASHED: Final = re.compile(
    r"(?:([A-Za-z]{3,9}),?\s+)?(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:\s+\d{1,2}:\d\d(?::\d\d)?)?",
    re.ASCII,
)
_NAMED: Final = re.compile(r"([A-Za-z]{3,9})\.?\s+(?:(\d{1,2}),?\s+)?(\d{4})", re.ASCII)
_NAMED_LAST: Final = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})", re.ASCII)
_MONTH: Final = re.compile(r"\d{4}-\d\d", re.ASCII)


@lru_cache(maxsize=16_384)
def period_of(text: str, month: str, year: str, *, rough: bool) -> Period | None:
    """
    Read when an incident was.

    Parameters
    ----------
    text
        The date, in one of the spellings of the project's tables; may be blank.
    month, year
        The columns beside it, which tell a day from a month where both are figures.
    rough
        Whether the date stands for a time before it, as of a sum of several incidents; then it
        is that month, marked as approximate.

    Returns
    -------
    Period or None
        A day, or a month where no day is given; a year where nothing tells which of two figures
        is the month. None where nothing is said.

    Raises
    ------
    InvalidRecord
        When a date or a month is no date.
    """
    beside = _month_number(month)
    told = _day(text.strip(), beside) if text.strip() else None
    if told is None:
        told = _year(year)
        if told is not None and beside is not None:
            told = f"{told}-{beside:02}"
    if told is None:
        return None
    return event_values.period(f"{told[:7]}~" if rough else told)


def _year(text: str) -> str | None:
    """Read a year."""
    number = event_values.read_figure(text, "year")
    if number is None:
        return None
    if not isinstance(number, int) or number not in range(1, 10_000):
        raise InvalidRecord(f"year is a year such as 2014, found {text[:40]!r}")
    return f"{number:04}"


def _month_number(text: str) -> int | None:
    """Read a month by its English name, its first letters or its number."""
    word = text.strip().lower()
    if not word:
        return None
    if word.isascii() and word.isdecimal() and 1 <= int(word[:9]) <= len(MONTHS):
        return int(word)
    found = [number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(word)]
    if len(found) != 1:
        raise InvalidRecord(f"month is a month such as January, found {text[:40]!r}")
    return found[0]


def _day(text: str, month: int | None) -> str:
    """Read a date in any of the spellings."""
    slashed, named = _SLASHED.fullmatch(text), _NAMED.fullmatch(text)
    last = _NAMED_LAST.fullmatch(text)
    if _MONTH.fullmatch(text):
        return text
    if last is not None:
        return _joined(last[3], _month_number(last[2]), int(last[1]))
    if named is not None:
        return _joined(named[3], _month_number(named[1]), int(named[2]) if named[2] else None)
    if slashed is None:
        found = event_values.day(text, "date")
        if found is None:
            raise InvalidRecord("date is blank")
        return found
    return _of_figures(slashed, month)


def _joined(year: str, month: int | None, day: int | None) -> str:
    """Write a date in EDTF."""
    return f"{year}-{month or 0:02}" + (f"-{day:02}" if day is not None else "")


def _of_figures(match: re.Match[str], month: int | None) -> str:
    """Read a date of three figures, with what tells the month from the day."""
    first, second, year = int(match[2]), int(match[3]), match[4]
    possible = [
        day
        for day in dict.fromkeys((_calendar(year, first, second), _calendar(year, second, first)))
        if day is not None
    ]
    if not possible:
        raise InvalidRecord(f"date {match[0]!r} is no day of the calendar")
    if month is not None:
        possible = [day for day in possible if day.month == month] or possible
    if match[1] and len(possible) > 1:
        word = match[1][:3].lower()
        possible = [day for day in possible if _WEEKDAYS[day.weekday()] == word] or possible
    return possible[0].isoformat() if len(possible) == 1 else year


def _calendar(year: str, month: int, day: int) -> date | None:
    """Make a day, if there is one."""
    try:
        return date(int(year), month, day)
    except ValueError:
        return None
