"""Whether two figures say the same, differ, or cannot be set against each other, and why."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal

from balkanroute.analysis.ancestry import Roots, claim_roots
from balkanroute.analysis.figures import Figure, figures
from balkanroute.analysis.origins import origins_by_claim
from balkanroute.errors import UnknownReference, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

Verdict = Literal["agree", "differ", "series", "not comparable"]
Pairs = Iterable[tuple[Figure, Figure]]
Later = Mapping[str, AbstractSet[str]]

_COLUMNS: Final = (
    "number", "figure", "other", "other_number", "other_figure", "verdict", "reason", "shared",
)  # fmt: skip


def comparisons(
    claims: pd.DataFrame, sources: pd.DataFrame, *, across: bool = False
) -> pd.DataFrame:
    """
    Set the figures of claims against each other, two by two.

    Nothing is averaged, added up or converted. The number of rows grows with the square of the
    figures that count the same.

    Parameters
    ----------
    claims
        As `balkanroute.frames.claims_frame` gives it; its columns ``quantities``, ``about``,
        ``topics``, ``place``, ``source`` and ``relations`` are read.
    sources
        As `balkanroute.frames.sources_frame` gives it.
    across
        Whether to give as well every two figures whose claims share a topic and that count
        different things, which are refused with the reason. Their number grows with the square
        of a topic's figures.

    Returns
    -------
    pandas.DataFrame
        A row for every two figures of different claims that count the same (``what``, ``unit``
        and ``per``, without regard to case), indexed by the id of the claim that stands first,
        which repeats. ``number`` says which of its quantities is meant, from 0, and ``figure``
        gives it in words; ``other``, ``other_number`` and ``other_figure`` do so for the other
        claim. ``shared`` are the origins that both claims have, a tuple of source ids: two
        figures out of one origin that agree are one figure told twice. ``verdict`` is one of

        - ``agree``: their ranges meet;
        - ``differ``: their ranges do not meet;
        - ``series``: totals of different periods, rates of periods that do not overlap, or two
          counts of which one supersedes the other; see `count_series`;
        - ``not comparable``: units, what they are counted by, what is counted, topics or places
          differ, or no period is said;

        and ``reason`` says why, in words. A range ends where the claim says so; an end that it
        leaves out beside another figure is open.

    Raises
    ------
    UnknownReference, InvalidRecord
        As for `balkanroute.analysis.origins`.
    """
    found = figures(claims)
    return _table(_pairs(found, across=across), claims, sources)


def compare(claims: pd.DataFrame, sources: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    """
    Set each figure of a claim against each of another.

    Parameters
    ----------
    claims, sources
        As for `comparisons`.
    one, other
        Ids of the claims.

    Returns
    -------
    pandas.DataFrame
        As `comparisons` gives it, every two figures of the two claims; empty where one of them
        has none.

    Raises
    ------
    UnknownReference
        When a claim or a source is not there.
    InvalidRecord
        As for `balkanroute.analysis.origins`.
    """
    known = dict.fromkeys(claims.index.tolist())
    for claim in (one, other):
        if claim not in known:
            raise UnknownReference(
                f"claim {claim!r} is not among the claims{did_you_mean(claim, known)}"
            )
    found = figures(claims)
    mine = [figure for figure in found if figure.claim == one]
    theirs = [figure for figure in found if figure.claim == other]
    return _table(((m, t) for m in mine for t in theirs), claims, sources)


def superseded_by(claims: pd.DataFrame) -> Later:
    """
    Find which claims take the place of which, in one step or several.

    Parameters
    ----------
    claims
        As `balkanroute.frames.claims_frame` gives it; its column ``relations`` is read.

    Returns
    -------
    dict
        For each claim that supersedes any, the ids of all whose place it takes.
    """
    relations = dict(zip(claims.index.tolist(), claims["relations"].tolist(), strict=True))
    steps = {
        claim: [r.claim for r in stands if r.kind == "supersedes"]
        for claim, stands in relations.items()
    }
    later: dict[str, set[str]] = {}
    for claim, replaced in steps.items():
        waiting = list(replaced)
        while waiting:
            other = waiting.pop()
            found = later.setdefault(claim, set())
            if other not in found:
                found.add(other)
                waiting.extend(steps.get(other, ()))
    return later


def _pairs(found: tuple[Figure, ...], *, across: bool) -> Iterator[tuple[Figure, Figure]]:
    """Give every two figures that count the same, and across also those that share a topic."""
    groups: dict[object, list[int]] = defaultdict(list)
    for place, figure in enumerate(found):
        groups[figure.kind].append(place)
        for topic in figure.topics if across else ():
            groups[topic].append(place)
    pairs = {pair for group in groups.values() for pair in combinations(group, 2)}
    for one, other in sorted(pairs):
        if found[one].claim != found[other].claim:
            yield found[one], found[other]


def _table(pairs: Pairs, claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Give a row for each pair of figures."""
    import pandas as pd

    traced = origins_by_claim(claims, sources, claim_roots(claims))
    later = superseded_by(claims)
    ids: list[str] = []
    rows: list[tuple[object, ...]] = []
    for one, other in pairs:
        verdict, reason = verdict_on(one, other, later)
        shared = _shared(one.claim, other.claim, traced)
        ids.append(one.claim)
        rows.append(
            (one.number, one.words, other.claim, other.number, other.words, verdict, reason, shared)
        )
    index = pd.Index(ids, dtype=object, name=claims.index.name)
    table = pd.DataFrame(rows, index=index, columns=list(_COLUMNS), dtype=object)
    return table.astype({"number": "int64", "other_number": "int64"})


def _shared(one: str, other: str, traced: Roots) -> tuple[str, ...]:
    """Give the origins that two claims have both."""
    theirs = set(traced[other])
    return tuple(root for root in traced[one] if root in theirs)


def verdict_on(one: Figure, other: Figure, later: Later) -> tuple[Verdict, str]:
    """
    Say what two figures are to each other, and why.

    Parameters
    ----------
    one, other
        The figures.
    later
        The claims whose place each takes, as `superseded_by` finds them.

    Returns
    -------
    tuple of (str, str)
        The verdict and its reason, as `comparisons` describes them.
    """
    refusals = [*_different_kinds(one, other), *_different_settings(one, other)]
    if refusals:
        return "not comparable", "; ".join(refusals)
    for claim, replaced in ((one.claim, other.claim), (other.claim, one.claim)):
        if replaced in later.get(claim, ()):
            return "series", f"{claim!r} supersedes {replaced!r}: the later stands for the earlier"
    periods = f"{_when(one)}; {_when(other)}"
    if one.quantity.per is None and one.days != other.days:
        return "series", f"they are totals of different periods ({periods})"
    if one.days[1] < other.days[0] or other.days[1] < one.days[0]:
        return "series", f"they are of periods that do not overlap ({periods})"
    return _by_range(one, other)


def _different_kinds(one: Figure, other: Figure) -> Iterator[str]:
    """Say in what respect two figures count different things."""
    what, unit, per = one.kind
    other_what, other_unit, other_per = other.kind
    if unit != other_unit:
        yield f"the units differ: {unit} is not {other_unit}"
    if per != other_per:
        yield f"{_by(one)} is not {_by(other)}"
    if what != other_what and unit == other_unit:
        yield f"they count different things: {one.quantity.what}; {other.quantity.what}"


def _different_settings(one: Figure, other: Figure) -> Iterator[str]:
    """Say in what respect two figures are of different matters, places or times."""
    for name, mine, theirs in (
        ("topic", one.topics, other.topics),
        ("place", one.places, other.places),
    ):
        if mine and theirs and not mine & theirs:
            yield f"they share no {name}: {', '.join(sorted(mine))}; {', '.join(sorted(theirs))}"
        elif name == "place" and bool(mine) != bool(theirs):
            yield f"claim {(other if mine else one).claim!r} names no place"
    for figure in (one, other):
        if figure.about is None:
            yield f"claim {figure.claim!r} says no period"


def _by(figure: Figure) -> str:
    """Say what a figure is counted by."""
    if figure.quantity.per:
        return f"a figure per {figure.quantity.per}"
    return f"a total over {_when(figure)}" if figure.about else "a total"


def _when(figure: Figure) -> str:
    """Say the period of a figure."""
    return figure.about.words() if figure.about else "no period"


def _by_range(one: Figure, other: Figure) -> tuple[Verdict, str]:
    """Compare two figures of one thing at one time by their ranges."""
    low = max(one.bounds[0], other.bounds[0])
    high = min(one.bounds[1], other.bounds[1])
    if low > high:
        return "differ", f"{one.words} and {other.words} lie {low - high:,} apart"
    if low == high:
        return "agree", f"both allow {low:,}"
    if high == math.inf:
        return (
            "agree",
            "both are open upwards" if low == -math.inf else f"both allow {low:,} or more",
        )
    return (
        "agree",
        f"both allow {high:,} or less" if low == -math.inf else f"both allow {low:,} to {high:,}",
    )
