"""
Where English text speaks of dates: the points in time it names, not yet reckoned.

`find_points` reads the words; which days they mean is the matter of
`balkanroute.mentions.dates`. Every pattern starts at a word that the scan found and looks at a
bounded stretch around it, so that the time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple

from balkanroute.periods import MONTHS, SEASONS

PointKind = Literal["calendar", "years", "decade", "season", "weekday", "day", "shift", "ago"]

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH_NUMBERS: Final = {name[:3]: number for number, name in enumerate(MONTHS, 1)}
_SEASON_CODES: Final = {name: code for code, (name, _) in SEASONS.items()} | {"fall": 23}
_DAY_WORDS: Final = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_SMALL: Final = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve"), 1,
    )
} | {"a": 1, "an": 1, "couple of": 2, "few": 3, "several": 3, "recent": 0}  # fmt: skip

#: How far back a pattern looks for the words that stand before a date.
_LOOKBACK: Final = 40


class Point(NamedTuple):
    """A point in time as the text names it; what it leaves open is None."""

    start: int
    end: int
    kind: PointKind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last: int | None = None
    """The day or the year that a span such as 25-27 October or 2015-16 ends with."""
    shift: str = ""
    """``this``, ``last``, ``next``, ``past`` or ``recent``, with ``earlier`` or ``later``."""
    unit: str = ""
    number: int | None = None
    code: int = 0
    """A season by its EDTF number, or a weekday from Monday, 0."""
    mark: str = ""
    """``~`` or ``?`` where the words themselves are loose."""


_GAP: Final = r"(?:[^\S\r\n]{1,2}|\r?\n)"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])"
_NTH: Final = r"(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:19|20)\d\d(?!\w|[.,:/]\d)"
_DASH: Final = r"\s?[-\u2013\u2014]\s?"
_SHORT: Final = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_MONTH: Final = rf"(?:(?:{'|'.join(MONTHS)})(?!\w)|{_SHORT}(?:\.|(?![\w.])))"
_SEASON: Final = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_UNIT: Final = r"(?:hour|day|weekend|week|month|year|decade)"
_COUNT: Final = rf"(?:\d{{1,3}}|(?:{'|'.join(sorted(_SMALL, key=len, reverse=True))})(?!\w))"

_SEED: Final = re.compile(
    r"(?=[\dJFMASONDTWLlPpnRrtaYyswf])\b(?:(?P<digits>\d)"
    r"|(?P<month>J(?:an|u[nl])|Feb|Ma[ry]|A(?:pr|ug)|Sep|Oct|Nov|Dec)"
    r"|(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
    r"|(?P<shift>[Tt]his\b|[LlPp]ast\b|[Nn]ext\b|[Rr]ecent\b)"
    r"|(?P<ago>ago\b)"
    r"|(?P<day>[Yy]esterday\b|[Tt](?:oday|omorrow|onight)\b)"
    r"|(?P<season>[Ss](?:pring|ummer)\b|[Aa]utumn\b|[Ff]all\b|[Ww]inter\b))"
)
_DIGITS: Final = re.compile(
    rf"(?P<iso>(?P<iso_year>\d{{4}})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)"
    rf"(?:T\d\d:\d\d(?::\d\d)?Z?)?(?![\w-]))"
    rf"|(?P<numeric>(?P<first>\d{{1,2}})(?P<dot>[./])\s?(?P<second>\d{{1,2}})(?P=dot)\s?"
    rf"(?P<numeric_year>\d{{4}})(?!\w|-\d))"
    rf"|(?P<written>(?P<day>{_DAY}){_NTH}(?:(?:{_DASH}|{_GAP}(?:to|and){_GAP})(?P<last>{_DAY}){_NTH})?"
    rf"{_GAP}(?:of{_GAP})?(?P<month>{_MONTH})(?:,?{_GAP}(?P<year>{_YEAR}))?)"
    r"|(?P<years>(?P<from>(?:1[89]|20)\d\d)[-\u2013/](?P<to>\d\d(?:\d\d)?)(?!\w|[-\u2013./,]\d))"
    r"|(?P<decade>(?P<ten>(?:1[89]|20)\d)0['\u2019]?s\b)"
    rf"|(?P<alone>{_YEAR}(?![%]|[-\u2013]\d))"
)
_MONTH_FIRST: Final = re.compile(
    rf"(?P<month>{_MONTH})(?:{_GAP}(?P<day>{_DAY}){_NTH}(?![\w%]|[,:]\d|\.\d)"
    rf"(?:(?:{_DASH}|{_GAP}to{_GAP})(?P<last>{_DAY}){_NTH}(?![\w%:]|,\d))?)?"
    rf"(?:,?{_GAP}(?:of{_GAP})?(?P<year>{_YEAR}))?"
)
_WEEKDAY: Final = re.compile(
    rf"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?!\w)"
    rf"(?:{_GAP}(?:morning|afternoon|evening|night)(?!\w))?"
)
_SHIFT: Final = re.compile(
    rf"(?P<shift>[Tt]his|[LlPp]ast|[Nn]ext|[Rr]ecent){_GAP}(?:(?P<count>{_COUNT}){_GAP})?"
    rf"(?:(?P<unit>{_UNIT})(?P<plural>s?)(?!\w)(?!{_GAP}of{_GAP})|(?P<season>{_SEASON})(?!\w)"
    rf"|(?P<weekday>{_WEEKDAY.pattern})|(?P<month>{'|'.join(MONTHS)})(?!\w))"
)
_DAY_WORD: Final = re.compile(r"\w+")
_MID_SENTENCE: Final = re.compile(r"\w\s\Z")
_SEASON_YEAR: Final = re.compile(
    rf"(?P<season>{_SEASON})(?:,|{_GAP}of)?{_GAP}(?P<year>(?:19|20)\d\d)"
    r"(?P<to>[-\u2013/](?:(?:19|20)\d\d|\d\d))?(?!\w|[.,]\d)"
)
_BEFORE_AGO: Final = re.compile(
    rf"(?<![\w.,-])(?P<count>{_COUNT}|[Aa]n?(?!\w)){_GAP}(?P<unit>{_UNIT}|{_SEASON})s?{_GAP}\Z"
)
_EARLIER: Final = re.compile(rf"\b(?P<when>[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate){_GAP}\Z")
_LOOSELY: Final = re.compile(rf"\b(?:the{_GAP})?(?:[Ee]arly|[Mm]id|[Ll]ate)(?:-|{_GAP})\Z")
_IN_TIME: Final = re.compile(
    r"\b(?:in|since|until|till|by|of|from|during|between|to|through|before|after|early|mid|late"
    r"|last|next|this|and|for|every|each|the|throughout)[\s-]{1,2}\Z",
    re.IGNORECASE,
)
_IN_YEAR: Final = re.compile(
    r"\b(?:in|since|until|by|of|from|during|early|mid|late)[\s-]\Z", re.IGNORECASE
)
_COUNTED: Final = re.compile(
    rf"{_GAP}(?:people|persons|migrants|refugees|asylum|men|women|children|troops|soldiers|police"
    r"|officers|euros?|dollars?|dinars|forints|pounds|km|kilomet|metres|meters|miles|kg|tonnes"
    r"|percent|per\scent|cases|attempts|detections|crossings|arrests|deaths|hours)"
)
_NUMBERED: Final = re.compile(
    r"(?:[$\u20ac\u00a3#+]|\+\d{1,4}[\s-]|\d[.,:/-]|[A-Za-z]-|\b(?:No|Nos|EUR|USD|RSD|HUF|GBP)\.?\s"
    r"|\b(?:[Rr]esolution|[Aa]rticle|[Ss]ection|[Ff]light|[Rr]oute|[Hh]ighway|[Rr]oom|[Pp]age"
    r"|[Nn]umber|[Cc]alled|[Nn]early|[Aa]bout|[Ss]ome|than|least)\s)\Z"
)
_NAMED_DAY: Final = re.compile(
    r"\b(?:Good|Black|Bloody|Ash|Holy|Palm|Easter|Super|Cyber|Maundy|Shrove|Red|Sheffield"
    r"|[Ee]very|[Ee]ach)\s\Z"
)
_NAME_GOES_ON: Final = re.compile(
    r"\s(?:Agreement|Accords?|Times|Telegraph|Mirror|Mail|Express|Post|Herald|People|Revolution"
    r"|Movement|Club|Island|Massacre|Night\s(?:Live|Football))\b"
)
_ALSO_WORDS: Final = frozenset({"March", "May", "April", "June", "August"})


def find_points(text: str) -> list[Point]:
    """
    Find the points in time that a text names.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    list of Point
        In the order of the text, none overlapping another, with Python's character offsets.
        Words that need the date of the text (``Thursday``, ``October``) are among them.
    """
    return list(_iterate(text))


def _iterate(text: str) -> Iterator[Point]:
    """Scan for the words that dates start with, and read each."""
    end = 0
    seed = _SEED.search(text)
    while seed:
        point = _READERS[seed.lastgroup or ""](text, seed.start())
        after = seed.end()
        if point and point.start >= end:
            yield point
            after = end = point.end
        seed = _SEED.search(text, after)


def _before(text: str, start: int) -> str:
    """Give what stands before a place in the text, as far as a pattern may look."""
    return text[max(0, start - _LOOKBACK) : start]


def _number(digits: str | None) -> int | None:
    """Read digits, where there are any."""
    return int(digits) if digits else None


def _read_digits(text: str, start: int) -> Point | None:
    """Read a date that starts with a figure."""
    match = _DIGITS.match(text, start)
    before = _before(text, start)
    if match is None or (_NUMBERED.search(before) and not _LOOSELY.search(before)):
        return None
    end = match.end()
    if match["iso"]:
        year, month, day = (int(match[f"iso_{part}"]) for part in ("year", "month", "day"))
        return Point(start, end, "calendar", year, month, day)
    if match["numeric"]:
        return _read_numeric(match)
    if match["written"]:
        month = _MONTH_NUMBERS[match["month"][:3]]
        day, last = int(match["day"]), _number(match["last"])
        return Point(start, end, "calendar", _number(match["year"]), month, day, last)
    return _read_years(text, match)


def _read_numeric(match: re.Match[str]) -> Point:
    """Read 25.10.2023 or 10/25/2023; where both orders are possible, the day is taken first."""
    first, second = int(match["first"]), int(match["second"])
    year = int(match["numeric_year"])
    if match["dot"] == "/" and first <= len(MONTHS) < second:
        first, second = second, first
    mark = "?" if match["dot"] == "/" and first <= len(MONTHS) and first != second else ""
    return Point(match.start(), match.end(), "calendar", year, second, first, mark=mark)


def _read_years(text: str, match: re.Match[str]) -> Point | None:
    """Read a year, a span of years, a decade, or a month as in 2023-10."""
    start, end = match.span()
    loosely = _LOOSELY.search(_before(text, start))
    start = start - len(loosely[0]) if loosely else start
    mark = "~" if loosely else ""
    if match["decade"]:
        return Point(start, end, "decade", int(match["ten"]), mark=mark)
    if match["years"]:
        first, last = int(match["from"]), int(match["to"])
        if len(match["to"]) == 2:  # noqa: PLR2004 - the century is left out
            if last <= first % 100:
                return Point(start, end, "calendar", first, last, mark=mark)
            last += first - first % 100
        return Point(start, end, "years", first, last=last, mark=mark)
    counted = _COUNTED.match(text, end) and not _IN_YEAR.search(_before(text, start))
    return None if counted else Point(start, end, "calendar", int(match[0]), mark=mark)


def _read_month(text: str, start: int) -> Point | None:
    """Read a date that starts with the name of a month."""
    match = _MONTH_FIRST.match(text, start)
    if match is None:
        return None
    before = _before(text, start)
    if match["day"] is match["year"] is None and not _is_month(text, match, before):
        return None
    loosely = _LOOSELY.search(before) if match["day"] is None else None
    return Point(
        start - len(loosely[0]) if loosely else start,
        match.end(),
        "calendar",
        _number(match["year"]),
        _MONTH_NUMBERS[match["month"][:3]],
        _number(match["day"]),
        _number(match["last"]),
        mark="~" if loosely else "",
    )


def _is_month(text: str, match: re.Match[str], before: str) -> bool:
    """Tell whether a month's name alone is a month, and no verb, person or part of a name."""
    name = match["month"]
    if name not in MONTHS or _NAMED_DAY.search(before) or _NAME_GOES_ON.match(text, match.end()):
        return False
    return name not in _ALSO_WORDS or _IN_TIME.search(before) is not None


def _read_weekday(text: str, start: int) -> Point | None:
    """Read the name of a weekday, unless it is part of a name or a habit."""
    match = _WEEKDAY.match(text, start)
    if match is None or _NAMED_DAY.search(_before(text, start)):
        return None
    if _NAME_GOES_ON.match(text, match.end()):
        return None
    return Point(start, match.end(), "weekday", code=WEEKDAYS.index(match[0][:3]))


def _read_shift(text: str, start: int) -> Point | None:
    """Read last week, this summer, recent months, the past three years."""
    match = _SHIFT.match(text, start)
    if match is None:
        return None
    shift, span = match["shift"].lower(), match.span()
    if match["season"]:
        return Point(*span, "season", shift=shift, code=_SEASON_CODES[match["season"].lower()])
    if match["weekday"]:
        return Point(*span, "weekday", shift=shift, code=WEEKDAYS.index(match["weekday"][:3]))
    if match["month"]:
        return Point(*span, "calendar", month=_MONTH_NUMBERS[match["month"][:3]], shift=shift)
    return _read_units(text, match, shift)


def _read_units(text: str, match: re.Match[str], shift: str) -> Point | None:
    """Read how many days, weeks, months or years are meant."""
    unit, many = match["unit"], bool(match["plural"])
    count = _count(match["count"]) if match["count"] else None
    if (shift == "recent") != (many and count in {None, 0} and shift != "this"):
        return None
    single_day = unit in {"day", "hour"} and not many
    if single_day or (shift == "this" and many):
        return None
    start, before = match.start(), _EARLIER.search(_before(text, match.start()))
    if before and shift == "this":
        start -= len(before[0])
        shift = f"{before['when'].lower()} this"
    return Point(start, match.end(), "shift", shift=shift, unit=unit, number=count)


def _count(word: str) -> int:
    """Read a small number of days or weeks."""
    return int(word) if word[0].isdecimal() else _SMALL[word.lower()]


def _read_ago(text: str, start: int) -> Point | None:
    """Read back from ``ago``."""
    before = _BEFORE_AGO.search(_before(text, start))
    if before is None or before["unit"].lower() in _SEASON_CODES:
        return None
    begin = start - len(before[0])
    count = _count(before["count"])
    return Point(begin, start + len("ago"), "ago", unit=before["unit"], number=count)


def _read_day(text: str, start: int) -> Point | None:
    """Read yesterday, today, tonight and tomorrow, but not USA Today."""
    match = _DAY_WORD.match(text, start)
    if match is None or (match[0][0].isupper() and _MID_SENTENCE.search(_before(text, start))):
        return None
    return Point(start, match.end(), "day", number=_DAY_WORDS[match[0].lower()])


def _read_season(text: str, start: int) -> Point | None:
    """Read a season with its year; a season alone is left, as it mostly names a habit."""
    match = _SEASON_YEAR.match(text, start)
    if match is None:
        return None
    code = _SEASON_CODES[match["season"].lower()]
    loose = "?" if code == _SEASON_CODES["winter"] and not match["to"] else ""
    return Point(start, match.end(), "season", int(match["year"]), code=code, mark=loose)


_READERS: Final[dict[str, Callable[[str, int], Point | None]]] = {
    "digits": _read_digits,
    "month": _read_month,
    "weekday": _read_weekday,
    "shift": _read_shift,
    "ago": _read_ago,
    "day": _read_day,
    "season": _read_season,
}
