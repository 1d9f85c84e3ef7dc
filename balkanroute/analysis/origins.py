"""Where the reporting comes from: ten articles on one leaked paper have one origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from balkanroute.errors import InvalidRecord, UnknownReference, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

Parents = Mapping[str, Sequence[str]]


def origins(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """
    Trace claims to the sources that repeat no other.

    Parameters
    ----------
    claims
        As `balkanroute.frames.claims_frame` gives it; its column ``source`` is read.
    sources
        As `balkanroute.frames.sources_frame` gives it; its column ``derived_from`` is read.

    Returns
    -------
    pandas.Series
        ``origins`` on the index of the claims: a tuple of source ids, each once, in the order
        in which ``derived_from`` names them. A source that repeats no other is its own origin.

    Raises
    ------
    UnknownReference
        When a source is not among the sources.
    InvalidRecord
        When ``derived_from`` goes in a ring.
    """
    parents = _parents(sources)
    roots: dict[str, tuple[str, ...]] = {}
    for source in _oldest_first(parents):
        found = [root for parent in parents[source] for root in roots[parent]]
        roots[source] = tuple(dict.fromkeys(found)) or (source,)
    return _on_claims(claims, roots, "origins")


def origin_count(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """
    Count the origins of claims.

    Parameters
    ----------
    claims, sources
        As for `origins`.

    Returns
    -------
    pandas.Series
        ``origin_count`` on the index of the claims, 1 or more.

    Raises
    ------
    UnknownReference, InvalidRecord
        As for `origins`.
    """
    return origins(claims, sources).map(len).astype("int64").rename("origin_count")


def chains(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """
    List all that stands behind claims, from their source to its origins.

    Parameters
    ----------
    claims, sources
        As for `origins`.

    Returns
    -------
    pandas.Series
        ``chains`` on the index of the claims: a tuple of source ids, each once. It starts with
        the claim's own source, and every source stands before those that it repeats.

    Raises
    ------
    UnknownReference, InvalidRecord
        As for `origins`.
    """
    parents = _parents(sources)
    _oldest_first(parents)
    told = [source for source in dict.fromkeys(_texts(claims, "source")) if source in parents]
    return _on_claims(claims, {source: _chain(source, parents) for source in told}, "chains")


def _parents(sources: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Give the sources that each source repeats, all of them known."""
    pairs = zip(sources.index.tolist(), sources["derived_from"].tolist(), strict=True)
    parents = {source: tuple(named) for source, named in pairs}
    for source, named in parents.items():
        for parent in named:
            if parent not in parents:
                raise UnknownReference(
                    f"source {source!r}: it is derived from {parent!r}, which is not among the "
                    f"sources{did_you_mean(parent, parents)}; give the frame of all sources"
                )
    return parents


def _oldest_first(parents: Parents) -> list[str]:
    """Order sources so that each stands after those that it repeats."""
    try:
        return list(TopologicalSorter(parents).static_order())
    except CycleError as cycle:
        ring = " -> ".join(reversed(cycle.args[1]))
        raise InvalidRecord(
            f"derived_from goes in a ring: {ring}; take one of the steps out"
        ) from cycle


def _chain(source: str, parents: Parents) -> tuple[str, ...]:
    """List a source and all behind it, each before those that it repeats, as they are named."""
    done: dict[str, None] = {}
    waiting = [source]
    opened: set[str] = set()
    while waiting:
        current = waiting[-1]
        if current in opened:
            waiting.pop()
            done[current] = None
            continue
        opened.add(current)
        waiting.extend(parent for parent in parents[current] if parent not in opened)
    return tuple(reversed(done))


def _texts(claims: pd.DataFrame, column: str) -> list[str]:
    """Give a column as a list."""
    texts: list[str] = claims[column].tolist()
    return texts


def _on_claims(
    claims: pd.DataFrame, answers: Mapping[str, tuple[str, ...]], name: str
) -> pd.Series:
    """Give each claim the answer for its source."""
    import pandas as pd

    rows = zip(claims.index.tolist(), _texts(claims, "source"), strict=True)
    values = []
    for claim, source in rows:
        if source not in answers:
            raise UnknownReference(
                f"claim {claim!r}: source {source!r} is not among the sources"
                f"{did_you_mean(str(source), answers)}"
            )
        values.append(answers[source])
    return pd.Series(values, index=claims.index, name=name, dtype=object)
