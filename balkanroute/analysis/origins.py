"""Where the reporting comes from: ten articles on one leaked paper have one origin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from balkanroute.analysis.ancestry import (
    Parents,
    Roots,
    claim_roots,
    oldest_first,
    on_claims,
    parents_of,
    source_roots,
    unknown_among,
)
from balkanroute.errors import UnknownReference, did_you_mean

if TYPE_CHECKING:
    import pandas as pd


def origins(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """
    Trace claims to the sources that repeat no other.

    A claim that repeats others goes back to what those go back to: that it repeats them says
    more of it than what its source repeats as a whole.

    Parameters
    ----------
    claims
        As `balkanroute.frames.claims_frame` gives it; its columns ``source`` and ``relations``
        are read. Without ``relations``, no claim repeats another.
    sources
        As `balkanroute.frames.sources_frame` gives it; its columns ``derived_from`` and
        ``extra`` are read. Without ``extra``, the parents of no source are unknown.

    Returns
    -------
    pandas.Series
        ``origins`` on the index of the claims: a tuple of source ids, each once, in the order
        in which ``repeats`` and ``derived_from`` name them. A source that repeats no other is
        its own origin; so is one whose parents are unknown, see `unknown_origins`.

    Raises
    ------
    UnknownReference
        When a source is not among the sources, or a repeated claim not among the claims.
    InvalidRecord
        When ``derived_from`` or ``repeats`` goes in a ring.
    """
    return on_claims(claims, origins_by_claim(claims, sources, claim_roots(claims)), "origins")


def origins_by_claim(claims: pd.DataFrame, sources: pd.DataFrame, firsts: Roots) -> Roots:
    """
    Give the origins of claims by id, as `origins` finds them.

    Parameters
    ----------
    claims, sources
        As for `origins`.
    firsts
        The first claims of each claim, as `balkanroute.analysis.ancestry.claim_roots` finds them.

    Returns
    -------
    dict
        A tuple of source ids by the id of the claim.

    Raises
    ------
    UnknownReference, InvalidRecord
        As for `origins`.
    """
    own = _of_own_source(claims, source_roots(sources))
    several = {first for first in firsts.values() if len(first) > 1}
    joined = {
        first: tuple(dict.fromkeys(root for claim in first for root in own[claim]))
        for first in several
    }
    return {
        claim: joined[first] if len(first) > 1 else own[first[0]] for claim, first in firsts.items()
    }


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
        ``origin_count`` on the index of the claims, 1 or more. Origins whose parents are
        unknown are counted, although two of them may hang on one that nobody has found.

    Raises
    ------
    UnknownReference, InvalidRecord
        As for `origins`.
    """
    return origins(claims, sources).map(len).astype("int64").rename("origin_count")


def unknown_origins(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """
    Find the origins of claims that are none for certain, since they repeat what nobody knows.

    A source without ``derived_from`` is taken for an origin. One of which it is known that it
    repeats something, and not what, has ``parents: unknown`` under its ``extra``.

    Parameters
    ----------
    claims, sources
        As for `origins`.

    Returns
    -------
    pandas.Series
        ``unknown_origins`` on the index of the claims: those of `origins` that are so marked;
        empty where none is.

    Raises
    ------
    UnknownReference, InvalidRecord
        As for `origins`.
    """
    marked = unknown_among(sources)
    traced = origins_by_claim(claims, sources, claim_roots(claims))
    answers = {
        claim: tuple(root for root in roots if root in marked) if marked else ()
        for claim, roots in traced.items()
    }
    return on_claims(claims, answers, "unknown_origins")


def first_claims(claims: pd.DataFrame) -> pd.Series:
    """
    Trace claims to the claims that repeat no other.

    Parameters
    ----------
    claims
        As for `origins`.

    Returns
    -------
    pandas.Series
        ``first_claims`` on the index of the claims: a tuple of claim ids, each once. A claim
        that repeats no other is its own.

    Raises
    ------
    UnknownReference
        When a repeated claim is not among the claims.
    InvalidRecord
        When ``repeats`` goes in a ring.
    """
    return on_claims(claims, claim_roots(claims), "first_claims")


def chains(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """
    List all that stands behind the sources of claims, from a source to its origins.

    Parameters
    ----------
    claims, sources
        As for `origins`; ``relations`` are not read, so that the chain of a claim that repeats
        another goes on with the chains of its `first_claims`.

    Returns
    -------
    pandas.Series
        ``chains`` on the index of the claims: a tuple of source ids, each once. It starts with
        the claim's own source, and every source stands before those that it repeats.

    Raises
    ------
    UnknownReference
        When a source is not among the sources.
    InvalidRecord
        When ``derived_from`` goes in a ring.
    """
    parents = parents_of(sources)
    oldest_first(parents)
    told = [source for source in dict.fromkeys(claims["source"].tolist()) if source in parents]
    behind = {source: _chain(source, parents) for source in told}
    return on_claims(claims, _of_own_source(claims, behind), "chains")


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


def _of_own_source(claims: pd.DataFrame, answers: Mapping[str, tuple[str, ...]]) -> Roots:
    """Give each claim the answer for its source."""
    found: Roots = {}
    for claim, source in zip(claims.index.tolist(), claims["source"].tolist(), strict=True):
        if source not in answers:
            raise UnknownReference(
                f"claim {claim!r}: source {source!r} is not among the sources"
                f"{did_you_mean(str(source), answers)}"
            )
        found[claim] = answers[source]
    return found
