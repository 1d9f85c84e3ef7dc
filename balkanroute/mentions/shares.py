"""Shares written out: one in three, two thirds of, half of."""

from __future__ import annotations

import re
from typing import Final

from balkanroute.mentions.counted import phrase_after
from balkanroute.mentions.numerals import GAP, read_numeral

_COUNT: Final = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)"
_IN: Final = re.compile(
    rf"(?P<part>{_COUNT}) (?:in(?: every)?|(?P<out>out of)(?: every)?) "
    rf"(?P<whole>{_COUNT}|twenty|hundred|a hundred|1,000)(?![\w%,.:-]|-\w)".replace(" ", GAP),
    re.IGNORECASE,
)
_FRACTION: Final = re.compile(
    rf"(?P<part>half|thirds?|quarters?|fifths?|tenths?){GAP}of"
    rf"(?={GAP}(?!a{GAP}(?:century|decade|mile|million)\b))",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(rf"\b(?P<parts>an?|one|two|three|four|nine)(?:-|{GAP})\Z", re.IGNORECASE)
_FRACTIONS: Final = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_TIME: Final = re.compile(rf"{GAP}(?:days|weeks|months|years|hours|minutes|percent)\b")


def read_share(text: str, start: int, floor: int) -> tuple[int, int, float, str] | None:
    """
    Read a share at a place in a text.

    Parameters
    ----------
    text
        The text.
    start
        Where a number or the word for a fraction stands.
    floor
        Before which the share must not start.

    Returns
    -------
    tuple or None
        Where it starts and ends, the share as a fraction of one, and what it is a share of.
    """
    return _read_in(text, start) or _read_fraction(text, start, floor)


def _read_in(text: str, start: int) -> tuple[int, int, float, str] | None:
    """Read one in three and nine out of ten."""
    match = _IN.match(text, start)
    if match is None or _TIME.match(text, match.end()):
        return None
    part, whole = _value(match["part"]), _value(match["whole"])
    round_whole = whole in {10, 100, 1000}
    if not 0 < part < whole or not (part == 1 or match["out"] or round_whole):
        return None
    words = phrase_after(text, match.end())
    return start, match.end(), part / whole, " ".join(words) or "share"


def _value(word: str) -> int:
    """Read a small number."""
    bare = word.lower().replace(",", "").removeprefix("a ").strip()
    if bare == "hundred":
        return 100
    return int(bare) if bare.isdecimal() else int(read_numeral(bare, 0).value or 0)


def _read_fraction(text: str, start: int, floor: int) -> tuple[int, int, float, str] | None:
    """Read a third of, two-thirds of and half of."""
    match = _FRACTION.match(text, start)
    if match is None:
        return None
    parts = _PARTS.search(text[max(floor, start - 8) : start])
    name = match["part"].lower()
    if parts is None and name != "half":
        return None
    count = 1 if parts is None or parts["parts"].lower() in {"a", "an"} else _value(parts["parts"])
    begin = start - len(parts[0]) if parts else start
    words = phrase_after(text, match.end())
    share = count / _FRACTIONS[name.removesuffix("s")]
    if not words or share > 1:
        return None
    return begin, match.end() - len(match[0]) + len(match["part"]), share, " ".join(words)
