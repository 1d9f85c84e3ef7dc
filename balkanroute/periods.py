"""
Dates as reporting gives them, with bounds.

A period is written in the Extended Date/Time Format (EDTF, ISO 8601-2), level 1, for the
years 0001 to 9999: ``2023-10-25``, ``2023-10``, ``2023-11-03~`` (approximate), ``2023?``
(uncertain), ``2023%`` (both), ``202X``, ``2023-11-XX``, ``2023-22`` (summer), and intervals
such as ``2023-10/2023-11``, ``2023-10/..`` (open) and ``/2023`` (start unknown).
The specification is published at https://www.loc.gov/standards/datetime/.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from balkanroute.errors import InvalidRecord

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip

#: Seasons of the northern hemisphere as meteorologists cut them: name, first month.
SEASONS: Final = {21: ("spring", 3), 22: ("summer", 6), 23: ("autumn", 9), 24: ("winter", 12)}

_DATE: Final = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d\dXX)(-(?P<month>\d\d|XX)(-(?P<day>\d\d|XX))?)?"
    r"(T(?P<time>([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-](0\d|1[0-4])(:[0-5]\d)?)?))?(?P<qualifier>[?~%])?",
    re.ASCII,
)
_EXAMPLES: Final = (
    "write an EDTF date such as 2023-10-25, 2023-10, 2023-11-03~, 2023?, 202X, "
    "2023-10/2023-11 or 2023-10/.."
)


@dataclass(frozen=True, slots=True)
class _Moment:
    """One date of a period: its bounds, its words and its doubts."""

    earliest: date | None
    latest: date | None
    words: str
    uncertain: bool = False
    approximate: bool = False


class Period:
    """
    A date or a span of dates, as precise as it was given and no more.

    Parameters
    ----------
    text
        EDTF level 1; kept, compared and printed exactly as it was given.

    Attributes
    ----------
    text : str
        What was given.
    earliest, latest : datetime.date or None
        The first and the last day that the text allows; None where it is open or unknown.
        A ``~`` or ``?`` leaves them as they are and sets a flag.
    uncertain, approximate : bool
        Whether any part is marked ``?`` or ``~`` (``%`` sets both).

    Raises
    ------
    InvalidRecord
        When the text is not EDTF level 1, names no day of the calendar, or ends before it starts.
    """

    __slots__ = ("_words", "approximate", "earliest", "latest", "text", "uncertain")

    text: str
    earliest: date | None
    latest: date | None
    uncertain: bool
    approximate: bool

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise InvalidRecord(f"a period is text, found {type(text).__name__}; {_EXAMPLES}")
        start, end = _read(text)
        put = object.__setattr__
        put(self, "text", text)
        put(self, "earliest", start.earliest)
        put(self, "latest", end.latest)
        put(self, "uncertain", start.uncertain or end.uncertain)
        put(self, "approximate", start.approximate or end.approximate)
        put(self, "_words", _words(start, end))

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: a period does not change."""
        message = f"a Period does not change: cannot set {name!r}; make a new one"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> None:
        """Refuse: a period does not change."""
        message = f"a Period does not change: cannot delete {name!r}"
        raise AttributeError(message)

    def __eq__(self, other: object) -> bool:
        """Compare by what was written: ``2023`` is not ``2023~``."""
        return self.text == other.text if isinstance(other, Period) else NotImplemented

    def __hash__(self) -> int:
        return hash((Period, self.text))

    def __repr__(self) -> str:
        return f"Period({self.text!r})"

    def __str__(self) -> str:
        """Print exactly what was read."""
        return self.text

    def __reduce__(self) -> tuple[type[Period], tuple[str]]:
        return Period, (self.text,)

    def words(self) -> str:
        """
        Say the period for people.

        Returns
        -------
        str
            English words: ``about 3 November 2023``, ``October 2023 to November 2023``.
        """
        words: str = object.__getattribute__(self, "_words")
        return words

    def overlaps(self, other: Period) -> bool:
        """
        Tell whether some day may belong to both.

        Parameters
        ----------
        other
            The period to compare with.

        Returns
        -------
        bool
            By the bounds; an open or unknown end reaches as far as dates go.
        """
        return (self.earliest or date.min) <= (other.latest or date.max) and (
            other.earliest or date.min
        ) <= (self.latest or date.max)


@lru_cache(maxsize=65_536)
def _read(text: str) -> tuple[_Moment, _Moment]:
    """Read a date as (moment, same moment), an interval as (start, end)."""
    parts = text.split("/")
    if len(parts) == 1:
        moment = _moment(text, text)
        return moment, moment
    if len(parts) != 2 or not set(parts) - {"", ".."}:  # noqa: PLR2004 - an interval has two ends
        raise InvalidRecord(f"period {text!r} is not an interval with a date in it; {_EXAMPLES}")
    start, end = (_end(part, text) for part in parts)
    if start.earliest and end.latest and start.earliest > end.latest:
        raise InvalidRecord(f"period {text!r} ends before it starts; swap the two dates")
    return start, end


def _end(part: str, text: str) -> _Moment:
    """Read one end of an interval, which may be open or unknown."""
    if part in {"", ".."}:
        return _Moment(None, None, part)
    return _moment(part, text)


def _moment(part: str, text: str) -> _Moment:
    """Read one date."""
    match = _DATE.fullmatch(part)
    if match is None:
        raise InvalidRecord(f"period {text!r} is not a date we can read; {_EXAMPLES}")
    earliest, latest, words = _bounds(match, text)
    qualifier = match["qualifier"] or ""
    softened = {"": "{}", "?": "possibly {}", "~": "about {}", "%": "possibly about {}"}
    return _Moment(
        earliest,
        latest,
        softened[qualifier].format(words),
        uncertain=qualifier in {"?", "%"},
        approximate=qualifier in {"~", "%"},
    )


def _bounds(match: re.Match[str], text: str) -> tuple[date, date, str]:
    """Give the first day, the last day and the words of a matched date."""
    year, month, day = match["year"], match["month"], match["day"]
    if "X" in year:
        if month is not None or match["time"]:
            raise InvalidRecord(f"period {text!r} has a month in an unknown year; {_EXAMPLES}")
        first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
        _calendar_day(max(first, 1), 1, 1, text)
        words = f"the {first}s" if last - first < 10 else f"{first}-{last}"  # noqa: PLR2004 - a decade
        return date(max(first, 1), 1, 1), date(last, 12, 31), words
    if match["time"] and (day is None or day == "XX"):
        raise InvalidRecord(f"period {text!r} has a time but no day; {_EXAMPLES}")
    if month is None or month == "XX":
        if day not in {None, "XX"}:
            raise InvalidRecord(f"period {text!r} has a day in an unknown month; {_EXAMPLES}")
        first_day = _calendar_day(int(year), 1, 1, text)
        return first_day, date(int(year), 12, 31), str(int(year))
    if int(month) in SEASONS and day is None:
        return _season(int(year), int(month), text)
    return _month_or_day(int(year), int(month), day, match["time"], text)


def _month_or_day(
    year: int, month: int, day: str | None, time: str | None, text: str
) -> tuple[date, date, str]:
    """Give the bounds of a month, or of a day in it."""
    first = _calendar_day(year, month, 1, text)
    words = f"{MONTHS[month - 1]} {year}"
    if day is None or day == "XX":
        return first, date(year, month, monthrange(year, month)[1]), words
    exact = _calendar_day(year, month, int(day), text)
    at = f", {time}" if time else ""
    return exact, exact, f"{exact.day} {words}{at}"


def _season(year: int, code: int, text: str) -> tuple[date, date, str]:
    """Give the bounds of a season; a winter ends in the February of the year after."""
    name, month = SEASONS[code]
    last_year, last_month = (year, month + 2) if code != 24 else (year + 1, 2)  # noqa: PLR2004 - EDTF's winter
    _calendar_day(last_year, last_month, 1, text)
    last = date(last_year, last_month, monthrange(last_year, last_month)[1])
    words = f"{name} {year}" if last_year == year else f"{name} {year} to {last_year}"
    return _calendar_day(year, month, 1, text), last, words


def _calendar_day(year: int, month: int, day: int, text: str) -> date:
    """Make a day, or say that the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError as reason:
        raise InvalidRecord(f"period {text!r} names no day of the calendar: {reason}") from reason


def _words(start: _Moment, end: _Moment) -> str:
    """Say a date or an interval."""
    if start is end:
        return start.words
    forms = {
        (False, True): f"{start.words} onwards",
        (True, False): f"until {end.words}",
        (False, False): f"{start.words} to {end.words}",
    }
    said = forms[start.words in {"", ".."}, end.words in {"", ".."}]
    unknown = {start.words: "start", end.words: "end"}.get("")
    return f"{said} ({unknown} unknown)" if unknown else said
