"""
The figures that an English text states, as quantities.

A figure is a number with what it counts. A number that the text gives no unit for is left out, and
so are dates and times, names and codes (40-059, E75, Article 5), telephone numbers, ordinals, ages,
and small number words that point back to what was named before (``the two countries``).

What stands in the bounds, by the words around the number:

- ``at least``, ``more than``, ``or more``: low alone; ``up to``, ``fewer than``: high alone;
- ``some``, ``about``, ``nearly`` and no words at all: best, with the hedge kept as it was said;
- ``between 3 and 5``, ``3-5``, ``two or three``: low and high;
- ``hundreds of``, ``several hundred``: low alone, as the least that the word can mean, 100;
- ``one in three``, ``a third of``: best, as a fraction of one, with the unit ``share``;
- ``down 23 percent``: best, -23; ``up 23 percent``: 23; `what` then starts with ``change``.

Units are in the singular: ISO 4217 codes for money, ``km``, ``m``, ``kg``, ``percent``, ``year``,
else the noun that is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from balkanroute.errors import InvalidRecord
from balkanroute.mentions.amounts import (
    LOOKBACK,
    Amount,
    bound,
    hedge_after,
    hedge_before,
    read_amount,
)
from balkanroute.mentions.counted import (
    TIMES,
    Counted,
    is_named_or_plural,
    name_metres,
    name_money,
    read_measure,
    read_money,
    read_percent,
    read_things,
    singular,
)
from balkanroute.mentions.date_words import find_points
from balkanroute.mentions.numerals import SEED
from balkanroute.mentions.rates import find_rate, find_subject, read_change
from balkanroute.mentions.records import Figure
from balkanroute.mentions.shares import read_share
from balkanroute.model import Quantity

_POINTING: Final = re.compile(
    r"\b(?:the|these|those|his|her|their|our|its|all|other|last|first|next|past|every|each|whose|my"
    r"|your|both)\s{1,2}\Z",
    re.IGNORECASE,
)
_SPANNING: Final = re.compile(r"\b(?:last|first|next|past|every)\s{1,2}\Z", re.IGNORECASE)
_NO_ONE: Final = re.compile(r"\b(?:at|no|the|this|that|any|every|each)\s{1,2}\Z", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(r"[.!?]['\"\u201d\u2019)]?\s|\n")
_SENTENCE: Final = 160
_SMALL: Final = 13
_LARGE: Final = 1000


def find_figures(text: str) -> tuple[Figure, ...]:
    """
    Find the figures that a text states.

    Parameters
    ----------
    text
        English text.

    Returns
    -------
    tuple of Figure
        In the order of the text, none overlapping another. A span runs from the hedge to the noun
        or the unit, and on to the rate where that follows at once (``1,000 euros for each
        person``). Bounds that are not stated are None.
    """
    return tuple(_iterate(text))


def _iterate(text: str) -> Iterator[Figure]:
    """Read what stands at each number, and pass over dates."""
    dates = iter([(point.start, point.end) for point in find_points(text)])
    date = next(dates, None)
    floor = 0
    seed = SEED.search(text)
    while seed:
        while date and date[1] <= seed.start():
            date = next(dates, None)
        if date and date[0] <= seed.start():
            seed = SEED.search(text, date[1])
            continue
        figure, after = _read(text, seed, floor, date[0] if date else len(text))
        if figure:
            yield figure
            floor = figure.end
        seed = SEED.search(text, max(after, seed.end()))


def _read(text: str, seed: re.Match[str], floor: int, limit: int) -> tuple[Figure | None, int]:
    """Read the figure at a seed, and say where to go on."""
    share = _read_share(text, seed.start(), floor)
    if share or seed["fraction"]:
        return share, share.end if share else seed.end()
    amount = read_amount(text, seed, floor, limit)
    if isinstance(amount, int):
        return None, amount
    figure = _complete(text, amount)
    return figure, figure.end if figure else amount.numeral.end


def _read_share(text: str, start: int, floor: int) -> Figure | None:
    """Read one in three, or a third of, with its hedge."""
    found = read_share(text, start, floor)
    if found is None:
        return None
    begin, end, share, what = found
    before = text[max(floor, begin - LOOKBACK) : begin]
    hedge = hedge_before(before, begin)
    side = hedge.side if hedge else "about"
    begin = hedge.start if hedge else begin
    quantity = Quantity(
        what=what,
        unit="share",
        low=share if side == "least" else None,
        best=share if side == "about" else None,
        high=share if side == "most" else None,
    )
    words = hedge.words if hedge else None
    return Figure(start=begin, end=end, surface=text[begin:end], quantity=quantity, hedge=words)


def _complete(text: str, amount: Amount) -> Figure | None:
    """Give an amount its unit, its rate and its last hedge."""
    amount, counted = _read_unit(text, amount)
    if counted is None or not counted.unit:
        return None
    if counted.unit in {"percent", "percentage point"}:
        amount, counted = _sign(text, amount, counted)
    end = counted.end
    hedge = None if amount.hedge else hedge_after(text, end)
    if hedge:
        amount, end = bound(amount, hedge), hedge.end
    per, end = find_rate(text, amount.before, end)
    try:
        quantity = Quantity(
            what=counted.what, unit=counted.unit, per=per,
            low=amount.low, best=amount.best, high=amount.high,
        )  # fmt: skip
    except InvalidRecord:
        return None
    surface = text[amount.start : end]
    return Figure(
        start=amount.start, end=end, surface=surface, quantity=quantity, hedge=amount.hedge
    )


def _sign(text: str, amount: Amount, counted: Counted) -> tuple[Amount, Counted]:
    """Make a change of a share that rose or fell."""
    sign, subject = read_change(text, amount.before, counted.end)
    if not sign:
        return amount, counted
    subject = subject or find_subject(_sentence_before(text, amount.start))
    what = f"change in {subject}" if subject else "change"
    return amount.times(sign), counted._replace(what=what)


def _sentence_before(text: str, start: int) -> str:
    """Give what stands before an amount in its sentence, other figures included."""
    window = text[max(0, start - _SENTENCE) : start]
    ends = [match.end() for match in _SENTENCE_END.finditer(window)]
    return window[ends[-1] :] if ends else window


def _read_unit(text: str, amount: Amount) -> tuple[Amount, Counted | None]:
    """Find what an amount counts, money and measures first."""
    numeral, end = amount.numeral, amount.end
    money = (end, amount.money) if amount.money else read_money(text, end)
    if money:
        what = name_money(_sentence_before(text, amount.start), text, money[0])
        return amount, Counted(money[0], what, money[1])
    counted = read_percent(text, end) or read_measure(text, end)
    if counted:
        return amount, None if _is_moment(text, amount, counted) else counted
    counted = _read_things(text, amount)
    if counted is None and numeral.metres:
        return amount.times(1e-6), name_metres(text, end)
    return amount.times(1000) if counted and numeral.thousands else amount, counted


def _is_moment(text: str, amount: Amount, counted: Counted) -> bool:
    """Tell one day and the first three months, which say when, from how long."""
    if counted.unit not in TIMES:
        return False
    one = amount.numeral.worded and amount.best == 1 and text[amount.end].isspace()
    return one or _SPANNING.search(amount.before) is not None


def _read_things(text: str, amount: Amount) -> Counted | None:
    """Find the noun that is counted, beside the number or, for a large one, before it."""
    numeral = amount.numeral
    value = numeral.value or 0
    one = value == 1
    pointing = _NO_ONE if one else _POINTING
    if numeral.worded and value < _SMALL and pointing.search(amount.before):
        return None
    things = read_things(text, amount.end, one=one)
    if numeral.metres:
        return things if things and is_named_or_plural(things.what) else None
    if things or value < _LARGE:
        return things
    subject = find_subject(_sentence_before(text, amount.start))
    return Counted(amount.end, subject, singular(subject.split()[-1])) if subject else None
