"""Periods in words, as the page says them."""

from __future__ import annotations

import re
from typing import Final, Protocol

_MOMENT: Final = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d\dXX)"
    r"(?:-(?P<month>0[1-9]|1[0-2]|2[1-4]|XX)(?:-(?P<day>0[1-9]|[12]\d|3[01]|XX))?)?"
    r"(?:T(?P<time>\d\d:\d\d(?::\d\d)?)(?P<zone>Z|[+-]\d\d(?::\d\d)?)?)?(?P<doubt>[?~%])?"
)
_DOUBTS: Final = {"?": "period.possibly", "~": "period.about", "%": "period.possibly.about"}
_SEASONS: Final = range(21, 25)


class Say(Protocol):
    """Says the words of a key, with texts in its braces."""

    def __call__(self, key: str, n: float | None = None, /, **values: str) -> str:
        """Give the words."""
        ...


def period_in_words(say: Say, edtf: str) -> str:
    """
    Say a period.

    Parameters
    ----------
    say
        Says the words of a key.
    edtf
        A period in the Extended Date/Time Format, level 1.

    Returns
    -------
    str
        The period in words; what cannot be read is given back as it is.
    """
    start, slash, end = edtf.partition("/")
    if not slash:
        return _moment(say, start, governed=False) or edtf
    first, last = _moment(say, start, governed=True), _moment(say, end, governed=True)
    if first and last:
        return say("period.span", start=first, end=last)
    if first:
        return say("period.from" if end else "period.from.unknown", date=first)
    if last:
        return say("period.until" if start else "period.until.unknown", date=last)
    return edtf


def _moment(say: Say, text: str, *, governed: bool) -> str:
    """Say one date of a period; nothing where it is open or cannot be read."""
    match = _MOMENT.fullmatch(text)
    if not match:
        return ""
    doubt = match["doubt"]
    date = _date(say, match, governed=governed or doubt in {"~", "%"})
    if match["time"]:
        zone = match["zone"]
        offset = f" UTC{'' if zone == 'Z' else zone}" if zone else ""
        date = say("period.time", date=date, time=match["time"] + offset)
    return say(_DOUBTS[doubt], date=date) if doubt else date


def _date(say: Say, match: re.Match[str], *, governed: bool) -> str:
    """Say a day, a month, a season, a year, or years."""
    year, month, day = match["year"], match["month"], match["day"]
    of = ".of" if governed else ""
    if year.endswith("XX"):
        first = str(int(year.replace("XX", "00")))
        return say("date.years", **{"from": first, "to": year.replace("XX", "99")})
    if year.endswith("X"):
        return say(f"date.decade{of}", year=str(int(year.replace("X", "0"))))
    told = str(int(year))
    if month in {None, "XX"}:
        return say("date.year", year=told)
    if int(month) in _SEASONS:
        return _season(say, int(year), int(month), of)
    known = day not in {None, "XX"}
    names = say("date.months.of" if governed or known else "date.months").split("|")
    values = {"year": told, "month": names[int(month) - 1]}
    return say("date.day", day=str(int(day)), **values) if known else say("date.month", **values)


def _season(say: Say, year: int, month: int, of: str) -> str:
    """Say a season; a winter ends in the next year."""
    season = say(f"date.seasons{of}").split("|")[month - _SEASONS.start]
    if month == _SEASONS[-1]:
        return say("date.winter", season=season, year=str(year), next=str(year + 1))
    return say("date.season", season=season, year=str(year))
