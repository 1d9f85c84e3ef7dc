"""
The dates that an English text states, as periods.

What a text says in full (``25 October 2023``, ``in 2022``) is read as it stands. What it says from
the day it was written (``on Thursday``, ``last week``, ``October 27``) is reckoned from the
`anchor`, the date of the text, and marked uncertain, ``?``; where the words are loose besides
(``in recent weeks``, ``two years ago``), it is marked approximate, ``~``. An anchor that is itself
in doubt makes both of it, ``%``.

The conventions of the reckoning, none of which the words themselves settle:

- a weekday is the last one on or before the anchor; ``last`` puts it before, ``next`` after it,
  ``this`` into the anchor's week, which runs from Monday to Sunday;
- a month or a day without a year is the last one that is not after the anchor, unless one to come
  is less than three months off and so the nearer;
- ``recent`` days are 7, weeks 4, months 6 and years 5; a few or several are three;
- seasons are those of `balkanroute.periods`; ``last summer`` is the last one that was over.

Dates of two possible orders (3/11/2023) are read with the day first and marked uncertain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from balkanroute.errors import InvalidRecord
from balkanroute.mentions.date_words import Point, PointKind, find_points
from balkanroute.mentions.records import Dating
from balkanroute.periods import SEASONS, Period

_JOINED: Final = re.compile(r",?\s{1,2}\Z")
_OF: Final = re.compile(r",?\s{1,2}(?:of\s{1,2})?\Z")
_SINCE: Final = re.compile(r"\b[Ss]ince\s{1,2}\Z")
_UNTIL: Final = re.compile(r"\b(?:[Uu]ntil|[Tt]ill|[Uu]p\sto)\s{1,2}\Z")
_BETWEEN: Final = re.compile(r"\b[Bb]etween\s{1,2}\Z")
_FROM: Final = re.compile(r"\b[Ff]rom\s{1,2}\Z")
_TO: Final = re.compile(r"(?:\s{1,2}(?:to|until|till|through)\s{1,2}|\s?[-\u2013\u2014]\s?)\Z")
_AND: Final = re.compile(r"\s{1,2}and\s{1,2}\Z")
_LONGEST_JOINT: Final = 12
_RECENT: Final = {"day": 7, "weekend": 4, "week": 4, "month": 6, "year": 5, "decade": 20}
_STEPS: Final = {"last": -1, "past": -1, "next": 1}
_MONTHS: Final = 12
_AHEAD: Final = 3
_WINTER: Final = 24

#: A period's start and its end, as EDTF; the same where it is one date.
_Ends = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The date of the text, as far as it is known."""

    day: date | None
    month: tuple[int, int] | None
    year: int | None
    doubtful: bool

    def mark(self, given: str) -> str:
        """Give the mark of what is reckoned from here."""
        return "%" if self.doubtful else given


def find_dates(text: str, *, anchor: Period | date | None = None) -> tuple[Dating, ...]:
    """
    Find the dates that a text states.

    Parameters
    ----------
    text
        English text.
    anchor
        The date of the text. Without it, or where it is not precise enough (a weekday cannot be
        reckoned from a month), words that need it are left out, since a dating has a period.

    Returns
    -------
    tuple of Dating
        In the order of the text, none overlapping another. A span holds the words that the period
        was read from (``Thursday afternoon``, ``since 2015``, ``between May and June``), without
        the preposition of a single date. Parts of a day and times of day are not kept in the
        period. Weekdays as habits or in names (every Friday, the Good Friday Agreement), months'
        names that are verbs or persons, seasons without a year, and years before 1900 are not
        taken for dates.
    """
    return tuple(_iterate(text, _read_anchor(anchor)))


def _iterate(text: str, anchor: _Anchor) -> Iterator[Dating]:
    """Read each point, two at a time where they belong together."""
    points = find_points(text)
    at = 0
    while at < len(points):
        dating, used = _read_at(text, points, at, anchor)
        if dating is not None:
            yield dating
        at += used


def _read_anchor(anchor: Period | date | None) -> _Anchor:
    """Take of the anchor what all its days share."""
    if isinstance(anchor, date):
        day = date(anchor.year, anchor.month, anchor.day)
        return _Anchor(day, (day.year, day.month), day.year, doubtful=False)
    first, last = (anchor.earliest, anchor.latest) if anchor else (None, None)
    if anchor is None or first is None or last is None or first.year != last.year:
        return _Anchor(None, None, None, doubtful=False)
    month = (first.year, first.month) if first.month == last.month else None
    doubtful = anchor.uncertain or anchor.approximate
    return _Anchor(first if first == last else None, month, first.year, doubtful=doubtful)


def _read_at(text: str, points: list[Point], at: int, anchor: _Anchor) -> tuple[Dating | None, int]:
    """Read the dating that starts with a point, and say how many points it takes."""
    point = points[at]
    follower = points[at + 1] if at + 1 < len(points) else None
    floor = points[at - 1].end if at else 0
    before = text[max(floor, point.start - _LONGEST_JOINT) : point.start]
    joint = _between(text, point, follower)
    if follower and _is_interval(before, joint, point, follower):
        dating = _read_interval(text, (point, follower), before, anchor)
        if dating:
            return dating, 2
    if follower and joint and _OF.match(joint) and _is_month_of_year(point, follower):
        dated = point._replace(shift=follower.shift.split()[-1], unit="year")
        return _make(text, (point.start, follower.end), _reckon(dated, anchor)), 2
    if follower and joint and point.kind == "weekday" and follower.day and _JOINED.match(joint):
        return _make(text, (point.start, follower.end), _reckon(follower, anchor)), 2
    return _read_one(text, point, before, anchor), 1


def _between(text: str, point: Point, follower: Point | None) -> str | None:
    """Give the words between two points that stand close together."""
    if follower is None or follower.start - point.end > _LONGEST_JOINT:
        return None
    return text[point.end : follower.start]


def _is_interval(before: str, joint: str | None, point: Point, follower: Point) -> bool:
    """Tell whether two points are the ends of one interval."""
    if joint is None:
        return False
    if _AND.match(joint):
        return _BETWEEN.search(before) is not None
    alike = point.kind == follower.kind == "calendar"
    return _TO.match(joint) is not None and (alike or _FROM.search(before) is not None)


def _is_month_of_year(point: Point, follower: Point) -> bool:
    """Tell whether a month or a day is followed by its year, as in ``May last year``."""
    dateless = point.kind == "calendar" and point.month is not None and point.year is None
    return dateless and follower.kind == "shift" and follower.unit == "year" and not follower.number


def _read_interval(
    text: str, ends: tuple[Point, Point], before: str, anchor: _Anchor
) -> Dating | None:
    """Read an interval; each end lends the other the year that it leaves out."""
    first, second = ends
    if first.kind == second.kind == "calendar" and first.month and second.month:
        turns = first.month > second.month
        if first.year is None and second.year is not None:
            first = first._replace(year=second.year - turns)
        elif second.year is None and first.year is not None:
            second = second._replace(year=first.year + turns)
    start, end = _reckon(first, anchor), _reckon(second, anchor)
    if start is None or end is None:
        return None
    lead = _BETWEEN.search(before) or _FROM.search(before)
    begin = first.start - len(lead[0]) if lead else first.start
    return _make(text, (begin, second.end), (start[0], end[1]))


def _read_one(text: str, point: Point, before: str, anchor: _Anchor) -> Dating | None:
    """Read a point alone, or with the ``since`` or ``until`` that opens it to one side."""
    begin, until = point.start, _UNTIL.search(before)
    if until and point.kind == "weekday" and not point.shift:
        point = point._replace(shift="next")
    ends = _reckon(point, anchor)
    if ends is None:
        return None
    if lead := _SINCE.search(before):
        begin, ends = begin - len(lead[0]), (ends[0], "..")
    elif lead := until:
        begin, ends = begin - len(lead[0]), ("..", ends[1])
    return _make(text, (begin, point.end), ends)


def _make(text: str, span: tuple[int, int], ends: _Ends | None) -> Dating | None:
    """Make the dating, unless the calendar has no such day."""
    if ends is None:
        return None
    start, end = span
    try:
        period = Period(ends[0] if ends[0] == ends[1] else f"{ends[0]}/{ends[1]}")
    except InvalidRecord:
        return None
    return Dating(start=start, end=end, surface=text[start:end], period=period)


def _reckon(point: Point, anchor: _Anchor) -> _Ends | None:
    """Give the ends of a point's period; None where the anchor does not reach."""
    try:
        return _RECKONERS[point.kind](point, anchor)
    except (OverflowError, ValueError):
        return None


def _one(text: str) -> _Ends:
    """Give the ends of a single date."""
    return text, text


def _reckon_calendar(point: Point, anchor: _Anchor) -> _Ends | None:
    """Write a date; a year that is left out is that of the nearest such day."""
    mark, year = point.mark, point.year
    if year is None:
        year = _year_of(point, anchor)
        mark = anchor.mark("%" if mark == "~" else "?")
    if year is None:
        return None
    if point.month is None:
        return _one(f"{year:04}{mark}")
    month = f"{year:04}-{point.month:02}"
    if point.day is None:
        return _one(f"{month}{mark}")
    return f"{month}-{point.day:02}{mark}", f"{month}-{point.last or point.day:02}{mark}"


def _year_of(point: Point, anchor: _Anchor) -> int | None:
    """Choose the year of a month that is named without one."""
    if anchor.month is None or point.month is None:
        return None
    year, month = anchor.month
    if point.unit == "year" or point.shift == "this":
        return year + _STEPS.get(point.shift, 0)
    given = (point.month, point.day or 0)
    now = (month, anchor.day.day if anchor.day and point.day else 0)
    if point.shift == "next":
        return year + (given <= now)
    if point.shift:
        return year - (given >= now)
    ahead = (point.month - month) % _MONTHS
    soon = given != now and (ahead < _AHEAD if ahead else given > now)
    if soon:
        return year + (point.month < month)
    return year - (given > now)


def _reckon_years(point: Point, anchor: _Anchor) -> _Ends:
    """Write a span of years."""
    del anchor
    return f"{point.year:04}{point.mark}", f"{point.last:04}{point.mark}"


def _reckon_decade(point: Point, anchor: _Anchor) -> _Ends:
    """Write a decade."""
    del anchor
    return _one(f"{point.year:03}X{point.mark}")


def _reckon_season(point: Point, anchor: _Anchor) -> _Ends | None:
    """Write a season, which counts to the year that it starts in."""
    if point.year is not None:
        return _one(f"{point.year:04}-{point.code}{point.mark}")
    if anchor.month is None:
        return None
    year, month = anchor.month
    first = SEASONS[point.code][1]
    if point.code == _WINTER and month < SEASONS[21][1]:
        year -= 1
        month += _MONTHS
    if point.shift == "next":
        year += month >= first
    elif point.shift != "this":
        year -= month < first + 3
    return _one(f"{year:04}-{point.code}{anchor.mark('?')}")


def _reckon_weekday(point: Point, anchor: _Anchor) -> _Ends | None:
    """Write the weekday nearest to the anchor on the side that is meant."""
    if anchor.day is None:
        return None
    back = (anchor.day.weekday() - point.code) % 7
    if point.shift in {"last", "past"}:
        back = back or 7
    elif point.shift == "next":
        back -= 7
    elif point.shift == "this":
        back = anchor.day.weekday() - point.code
    return _one(f"{anchor.day - timedelta(back)}{anchor.mark('?')}")


def _reckon_day(point: Point, anchor: _Anchor) -> _Ends | None:
    """Write yesterday, today or tomorrow."""
    if anchor.day is None:
        return None
    return _one(f"{anchor.day + timedelta(point.number or 0)}{anchor.mark('?')}")


def _reckon_shift(point: Point, anchor: _Anchor) -> _Ends | None:
    """Write last week, next year, recent months, the past three days."""
    if point.shift == "recent" or point.number or point.shift == "past":
        length = point.number or (_RECENT[point.unit] if point.shift == "recent" else 1)
        forward = point.shift == "next"
        here = _away(anchor, point.unit, 0, "~")
        there = _away(anchor, point.unit, length if forward else -length, "~")
        if here is None or there is None:
            return None
        return (here, there) if forward else (there, here)
    steps = _STEPS.get(point.shift, 0)
    if point.unit in {"week", "weekend"}:
        return _week(point, anchor, steps)
    there = _away(anchor, point.unit, steps, "?")
    return None if there is None else _one(there)


def _week(point: Point, anchor: _Anchor, steps: int) -> _Ends | None:
    """Write a week from Monday to Sunday, or the part of this one before or after the anchor."""
    if anchor.day is None:
        return None
    mark = anchor.mark("?")
    monday = anchor.day - timedelta(anchor.day.weekday()) + timedelta(7 * steps)
    first = monday + timedelta(5) if point.unit == "weekend" else monday
    last = monday + timedelta(6)
    if point.shift.startswith("earl"):
        last = anchor.day
    elif point.shift.startswith("late"):
        first = anchor.day
    return f"{first}{mark}", f"{last}{mark}"


def _away(anchor: _Anchor, unit: str, steps: int, mark: str) -> str | None:
    """Write the date that lies some units from the anchor, as precise as the unit is."""
    mark = anchor.mark(mark)
    if unit in {"hour", "day", "week", "weekend"}:
        if anchor.day is None:
            return None
        days = {"hour": 1, "day": 24}.get(unit, 7 * 24) * steps / 24
        return f"{anchor.day + timedelta(days)}{mark}"
    if unit == "month":
        if anchor.month is None:
            return None
        year, month = divmod(anchor.month[0] * _MONTHS + anchor.month[1] - 1 + steps, _MONTHS)
        return f"{year:04}-{month + 1:02}{mark}"
    if anchor.year is None:
        return None
    return f"{anchor.year + steps * (10 if unit == 'decade' else 1):04}{mark}"


def _reckon_ago(point: Point, anchor: _Anchor) -> _Ends | None:
    """Write a date some days, weeks, months or years back."""
    there = _away(anchor, point.unit, -(point.number or 0), "~")
    return None if there is None else _one(there)


_RECKONERS: Final[dict[PointKind, Callable[[Point, _Anchor], _Ends | None]]] = {
    "calendar": _reckon_calendar,
    "years": _reckon_years,
    "decade": _reckon_decade,
    "season": _reckon_season,
    "weekday": _reckon_weekday,
    "day": _reckon_day,
    "shift": _reckon_shift,
    "ago": _reckon_ago,
}
