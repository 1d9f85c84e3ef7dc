"""Counts of one thing on different days: a series, which grows or falls, and no contradiction."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal

from balkanroute.analysis.comparison import Later, superseded_by, verdict_on
from balkanroute.analysis.figures import Figure, figures

if TYPE_CHECKING:
    import pandas as pd

Setting = tuple[str | None, str | None]
Trend = Literal["growing", "falling", "steady", "mixed", "open"]

_COLUMNS: Final = (
    "series", "number", "what", "unit", "per", "low", "high", "figure", "about", "trend",
)  # fmt: skip


def count_series(claims: pd.DataFrame) -> pd.DataFrame:
    """
    Find the counts of one thing at different times, and say which way they go.

    Parameters
    ----------
    claims
        As `balkanroute.frames.claims_frame` gives it; its columns ``quantities``, ``about``,
        ``topics``, ``place`` and ``relations`` are read.

    Returns
    -------
    pandas.DataFrame
        A row for each figure in a series, indexed by the id of its claim. ``series`` numbers
        the series from 0; ``number`` says which of the claim's quantities is meant, from 0;
        ``what``, ``unit`` and ``per`` are the quantity's; ``low`` and ``high`` the least and
        the greatest that it allows, infinite where open; ``figure`` gives it in words and
        ``about`` its period (EDTF text). ``trend`` is ``growing`` or ``falling`` where the days
        allow only that, ``steady`` where all figures are the same, ``open`` where they allow
        both, ``mixed`` where they allow neither. Rows of a growing series stand from the least
        figure, of a falling one from the greatest, of any other by their last day.

        Figures are in one series where what is counted, the unit and what it is counted by are
        the same, they share topics and places, and `comparisons` calls some two of them a
        series. A figure over an interval is as of its end, any other is of some day of its
        period; a claim that supersedes another is the later of the two.
    """
    import pandas as pd

    later = superseded_by(claims)
    ids: list[str] = []
    rows: list[tuple[object, ...]] = []
    for group in _series(figures(claims), later):
        trend = _trend(group, later)
        number = rows[-1][0] + 1 if rows else 0  # type: ignore[operator]
        for figure in _in_order(group, trend):
            ids.append(figure.claim)
            rows.append((number, *_row(figure), trend))
    index = pd.Index(ids, dtype=object, name=claims.index.name)
    table = pd.DataFrame(rows, index=index, columns=list(_COLUMNS), dtype=object)
    whole = dict.fromkeys(("series", "number"), "int64")
    return table.astype(whole | dict.fromkeys(("low", "high"), "float64"))


def _row(figure: Figure) -> tuple[object, ...]:
    """Give what a row says of a figure."""
    quantity = figure.quantity
    about = figure.about.text if figure.about else None
    kind = (quantity.what, quantity.unit, quantity.per)
    return (figure.number, *kind, *figure.bounds, figure.words, about)


def _series(found: tuple[Figure, ...], later: Later) -> list[list[Figure]]:
    """Put together the figures that count the same, of which some two are a series."""
    kinds: dict[object, list[Figure]] = defaultdict(list)
    for figure in found:
        if figure.about is not None:
            kinds[figure.kind].append(figure)
    groups = [group for kind in kinds.values() for group in _joined(kind)]
    return [group for group in groups if _is_series(group, later)]


def _is_series(group: list[Figure], later: Later) -> bool:
    """Tell whether some two figures of a group are a series."""
    if len({figure.days for figure in group}) == 1:
        claims = {figure.claim for figure in group}
        if all(claims.isdisjoint(later.get(claim, ())) for claim in claims):
            return False
    return any(verdict_on(a, b, later)[0] == "series" for a, b in combinations(group, 2))


def _joined(kind: list[Figure]) -> list[list[Figure]]:
    """Part figures into groups, each of those that share a place and a topic, step by step."""
    bare = {place for figure in kind if not figure.topics for place in _places(figure)}
    settings = [_settings(figure, bare) for figure in kind]
    sharing: dict[Setting, list[int]] = defaultdict(list)
    for number, keys in enumerate(settings):
        for key in keys:
            sharing[key].append(number)
    left = dict.fromkeys(range(len(kind)))
    groups = []
    while left:
        waiting = [next(iter(left))]
        group = []
        while waiting:
            number = waiting.pop()
            if number in left:
                del left[number]
                group.append(number)
                waiting.extend(other for key in settings[number] for other in sharing.pop(key, ()))
        groups.append([kind[number] for number in sorted(group)])
    return groups


def _settings(figure: Figure, bare: set[str | None]) -> set[Setting]:
    """Give what a figure must share; a claim without topics goes with all at its places."""
    places = _places(figure)
    keys: set[Setting] = {(place, topic) for place in places for topic in figure.topics}
    return keys | {(place, None) for place in places if place in bare}


def _places(figure: Figure) -> frozenset[str | None]:
    """Give the places of a figure, or the one that stands for none."""
    return figure.places or frozenset({None})


def _trend(group: list[Figure], later: Later) -> Trend:
    """Say which way a series can go, by the days that its figures may be of."""
    if len({figure.bounds for figure in group}) == 1:
        return "steady"
    rising = sorted(group, key=lambda figure: (figure.bounds, figure.as_of))
    falling = sorted(group, key=lambda figure: (-figure.bounds[1], -figure.bounds[0], figure.as_of))
    grows, falls = _can_follow(rising, later), _can_follow(falling, later)
    if grows and falls:
        return "open"
    return "growing" if grows else "falling" if falls else "mixed"


def _can_follow(group: list[Figure], later: Later) -> bool:
    """Tell whether figures may be of days that follow each other in this order."""
    reached = date.min
    for figure in group:
        reached = max(reached, figure.as_of[0])
        if reached > figure.as_of[1]:
            return False
    order = {figure.claim: place for place, figure in enumerate(group)}
    return all(
        order[claim] > order[replaced]
        for claim in order
        for replaced in later.get(claim, ())
        if replaced in order
    )


def _in_order(group: list[Figure], trend: Trend) -> list[Figure]:
    """Order a series the way it goes."""
    if trend in {"growing", "falling"}:
        ordered = sorted(group, key=lambda figure: (figure.bounds, figure.as_of))
        return ordered if trend == "growing" else ordered[::-1]
    return sorted(group, key=lambda figure: (figure.as_of[1], figure.bounds))
