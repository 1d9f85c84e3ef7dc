# ruff: noqa: SIM905 - words stand in rows
"""Amounts: a number or a range of numbers, with the words that soften it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from balkanroute.mentions.counted import money_before, read_measure, read_money, read_percent
from balkanroute.mentions.numerals import (
    GAP,
    SEED,
    Numeral,
    read_numeral,
    read_scale,
    read_several,
    read_vague,
)

#: How far back the words are looked for that soften a number or make a name of it.
LOOKBACK: Final = 48

_LEAST: Final = (
    "at least|no fewer than|no less than|not less than|a minimum of|more than|over|upwards of"
    "|well over|just over|exceeding"
)
_MOST: Final = (
    "up to|as many as|as much as|at most|no more than|not more than|a maximum of|fewer than"
    "|less than|under|below|just under"
)
_ABOUT: Final = (
    "about|around|some|nearly|almost|approximately|roughly|an estimated|estimated|close to|circa"
    "|perhaps|approx\\.|more or less"
)
_HEDGE: Final = re.compile(
    rf"\b(?P<words>(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<about>{_ABOUT}))"
    r" (?:(?:another|a further|the) )?\Z".replace(" ", GAP),
    re.IGNORECASE,
)
#: What a hedge can end with, so that most numbers need not be looked at twice.
_HEDGE_ENDS: Final = frozenset(
    "least than of over exceeding to many much most under below about around some nearly almost "
    "approximately roughly estimated circa perhaps approx. less another further the".split()
)
_HEDGE_AFTER: Final = re.compile(
    r"(?:(?P<least>\+(?!\w)| or more\b| at least\b)|(?P<most> or (?:fewer|less)\b| at most\b)"
    r"|(?P<about>-odd\b| or so\b))".replace(" ", GAP)
)
_LEAD: Final = re.compile(rf"\b(?P<word>between|from){GAP}\Z", re.IGNORECASE)
_JOIN: Final = re.compile(
    rf"(?:{GAP}(?P<word>to|and|or){GAP}|\s?(?P<dash>[-\u2013])\s?)"
    r"(?:US\$|[\u20ac$\u00a3]|EUR\s)?(?=\w)"
)
_CHANGED: Final = re.compile(
    r"\b(?:rose|risen|rising|rise|grew|grown|jumped|increas\w+|up|fell|fallen|falling|fall|dropped"
    r"|drop|down|declined?|decreased?|cut|raised|went|gone|changed|reduced|climbed|doubled|tripled)"
    r"\b[^.;:]*\Z"
)
#: Words that make a name or a code of the number after them; the second lot in capitals alone.
_NAMING: Final = frozenset(
    (
        "age aged ages article articles called chapter class corridor dubbed flight highway "
        "nicknamed nos number page pages paragraph paragraphs phone road room route "
        "section sections tel "
    ).split()
)
_NAMING_IN_CAPITALS: Final = frozenset(
    (
        "Airbus Area Boeing Brigade Channel Day Directive Formula Gate Group Law Level No Part "
        "Phase Protocol Regulation Resolution Unit War "
    ).split()
)
_CODED: Final = re.compile(r"(?:\w[-\u2013./:,_'\u2019]|[#\u2116+] ?)\Z")
_MID_SENTENCE: Final = re.compile(r"[\w,][^\S\r\n]{1,2}\Z")
_CLOCK: Final = re.compile(rf"{GAP}?(?:[ap]\.?m\b|o['\u2019]clock|hrs\b|GMT|CET)|:\d\d")
_RUNS_ON: Final = re.compile(r"[-\u2013/:.,]\d")
_SMALL: Final = 13


class Amount(NamedTuple):
    """A number or a range with its hedge, before what it counts is known."""

    start: int
    low: int | float | None
    best: int | float | None
    high: int | float | None
    hedge: str | None
    before: str
    """What stands before it, as far back as is looked."""
    numeral: Numeral
    """The last number, which the unit follows."""
    end: int
    money: str | None = None

    def times(self, factor: float) -> Amount:
        """Multiply all that is stated."""
        low, best, high = (
            None if number is None else _whole(number * factor)
            for number in (self.low, self.best, self.high)
        )
        return self._replace(low=low, best=best, high=high)


class Hedge(NamedTuple):
    """Words that soften a number, and to which side."""

    start: int
    end: int
    side: str
    """``least``, ``most`` or ``about``."""
    words: str


def _whole(number: float) -> int | float:
    """Write a whole number without a point."""
    exact = round(number, 6)
    return int(exact) if exact == int(exact) else exact


def read_amount(text: str, seed: re.Match[str], floor: int, limit: int) -> Amount | int:
    """
    Read the amount at a seed.

    Parameters
    ----------
    text
        The text.
    seed
        A match of `SEED`.
    floor, limit
        The stretch that the amount must lie in.

    Returns
    -------
    Amount or int
        Where to go on, if no amount stands there.
    """
    numeral = _read_seed(text, seed, floor)
    if numeral.value is None or numeral.start < floor:
        return numeral.end
    before = text[max(floor, numeral.start - LOOKBACK) : numeral.start]
    signed, money = money_before(before) or (0, None)
    bare = before[: len(before) - signed]
    if _is_name(text, numeral, bare, signed):
        return numeral.end
    start = numeral.start - signed
    amount = Amount(start, None, numeral.value, None, None, bare, numeral, numeral.end, money)
    ranged = _read_range(text, amount, limit)
    return ranged if isinstance(ranged, int) else _soften(text, ranged)


def _read_seed(text: str, seed: re.Match[str], floor: int) -> Numeral:
    """Read the number that a seed starts."""
    start = seed.start()
    if seed["vague"]:
        return read_vague(text, start)
    if not seed["scale"]:
        return read_numeral(text, start)
    numeral = read_scale(text, start, seed.end())
    return read_several(text, start, seed.end(), floor) if numeral.value is None else numeral


def _is_name(text: str, numeral: Numeral, before: str, signed: int) -> bool:
    """Tell whether a number is part of a name, a code or a time: the Group of Seven, 3 a.m."""
    if numeral.worded:
        capital = text[numeral.start].isupper() and _MID_SENTENCE.search(before)
        return bool(capital) or _is_coded(before)
    tied = signed and text[numeral.end : numeral.end + 1].isalpha()
    return bool(tied) or _CLOCK.match(text, numeral.end) is not None or _is_coded(before)


def _is_coded(before: str) -> bool:
    """Tell whether what stands before a number makes a name or a code of it."""
    if _CODED.search(before[-2:]):
        return True
    words = before[-24:].split()
    if not words or not before[-1].isspace():
        return False
    last = words[-1].rstrip(".")
    if last.lower() in _NAMING or last in _NAMING_IN_CAPITALS:
        return True
    return words[-2:] == ["age", "of"]


def _read_range(text: str, amount: Amount, limit: int) -> Amount | int:
    """Read the second number of a range, if there is one; a code such as 40-059 is passed over."""
    first = amount.numeral
    unit = _unit_end(text, first.end)
    join = _JOIN.match(text, unit)
    if join is None or join.end() >= limit or not _is_joined(text, amount, join):
        return amount
    word, lead = join["word"], _LEAD.search(amount.before)
    second = read_numeral(text, join.end())
    low = first.value
    if low is None or second.value is None or _RUNS_ON.match(text, second.end):
        return second.end if join["dash"] else amount
    if second.size > 1 and first.size == 1 and low * second.size < second.value:
        low = _whole(low * second.size)
    if low >= second.value:
        return second.end if join["dash"] and unit == first.end else amount
    if not _is_range(amount, word, lead, second):
        return amount
    return _span(amount, lead if word in {"to", "and"} else None, low, second)


def _span(amount: Amount, lead: re.Match[str] | None, low: float, second: Numeral) -> Amount:
    """Make an amount of the two ends of a range."""
    start = amount.start - len(lead[0]) if lead else amount.start
    before = amount.before[: lead.start()] if lead else amount.before
    return amount._replace(
        start=start, low=low, best=None, high=second.value, before=before,
        numeral=second, end=second.end,
    )  # fmt: skip


def _is_joined(text: str, amount: Amount, join: re.Match[str]) -> bool:
    """Tell whether a number follows, and no other "and" than that of between ... and."""
    seed = SEED.match(text, join.end())
    if seed is None or not (seed["digits"] or seed["word"]):
        return False
    lead = _LEAD.search(amount.before)
    between = lead is not None and lead["word"].lower() == "between"
    return between or join["word"] != "and"


def _is_range(
    amount: Amount, word: str | None, lead: re.Match[str] | None, second: Numeral
) -> bool:
    """Tell a range from a change (from 3 to 5, where something rose) and from two numbers."""
    if word == "or":
        return (second.value or 0) <= _SMALL
    changed = word == "to" and lead is not None and _CHANGED.search(amount.before[: lead.start()])
    return not changed


def _unit_end(text: str, end: int) -> int:
    """Pass over a unit that is repeated in a range: 500 euros to 700 euros."""
    money = read_money(text, end)
    if money:
        return money[0]
    unit = read_percent(text, end) or read_measure(text, end)
    return unit.end if unit and unit.unit else end


def _soften(text: str, amount: Amount) -> Amount:
    """Take in the hedge before or after the number, and the bounds that it makes."""
    numeral = amount.numeral
    if amount.hedge is None and numeral.hedged and amount.low is None:
        return amount._replace(
            low=numeral.value, best=None, hedge=" ".join(text[numeral.start : numeral.end].split())
        )
    hedge, after = hedge_before(amount.before, amount.start), hedge_after(text, numeral.end)
    if hedge:
        before = amount.before[: len(amount.before) - (amount.start - hedge.start)]
        amount = amount._replace(start=hedge.start, before=before)
    if after:
        hedge, amount = hedge or after, amount._replace(end=after.end)
    return bound(amount, hedge) if hedge else amount


def hedge_before(before: str, end: int) -> Hedge | None:
    """Find the hedge that ends where a number starts."""
    last = before[-24:].split()
    match = _HEDGE.search(before) if last and last[-1].lower() in _HEDGE_ENDS else None
    if match is None:
        return None
    side = next(side for side in ("least", "most", "about") if match[side])
    words = " ".join(match["words"].split())
    return Hedge(end - len(before) + match.start(), end, side, words)


def hedge_after(text: str, start: int) -> Hedge | None:
    """Find the hedge that follows a number or its unit."""
    match = _HEDGE_AFTER.match(text, start)
    if match is None:
        return None
    return Hedge(start, match.end(), match.lastgroup or "about", " ".join(match[0].split()))


def bound(amount: Amount, hedge: Hedge) -> Amount:
    """Make a bound of the number, where the hedge makes it one."""
    amount = amount._replace(hedge=hedge.words)
    if amount.best is None or hedge.side == "about":
        return amount
    if hedge.side == "least":
        return amount._replace(low=amount.best, best=None)
    return amount._replace(high=amount.best, best=None)
