"""What goes back to what: sources to those that they repeat, claims to those that they repeat."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from balkanroute.errors import InvalidRecord, UnknownReference, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

Parents = Mapping[str, Sequence[str]]
Roots = dict[str, tuple[str, ...]]

#: What stands under ``extra`` of a source that repeats something that nobody knows.
UNKNOWN: Final = ("parents", "unknown")


def parents_of(sources: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """
    Give the sources that each source repeats.

    Parameters
    ----------
    sources
        As `balkanroute.frames.sources_frame` gives it; its column ``derived_from`` is read.

    Returns
    -------
    dict
        Ids by id, in the order of the frame, all of them among its keys.

    Raises
    ------
    UnknownReference
        When a source that is named is not among the sources.
    """
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


def repeated_by(claims: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """
    Give the claims that each claim repeats.

    Parameters
    ----------
    claims
        As `balkanroute.frames.claims_frame` gives it; its column ``relations`` is read. Where
        it has none, no claim repeats another.

    Returns
    -------
    dict
        Ids by id, in the order of the frame, all of them among its keys.

    Raises
    ------
    UnknownReference
        When a claim that is named is not among the claims.
    """
    ids = claims.index.tolist()
    if "relations" not in claims:
        return dict.fromkeys(ids, ())
    repeated: dict[str, tuple[str, ...]] = {
        claim: tuple(r.claim for r in stands if r.kind == "repeats") if stands else ()
        for claim, stands in zip(ids, claims["relations"].tolist(), strict=True)
    }
    for claim, named in repeated.items():
        for other in named:
            if other not in repeated:
                raise UnknownReference(
                    f"claim {claim!r}: it repeats {other!r}, which is not among the claims"
                    f"{did_you_mean(other, repeated)}; give the frame of all claims"
                )
    return repeated


def oldest_first(parents: Parents, name: str = "derived_from") -> list[str]:
    """
    Order records so that each stands after those that it repeats.

    Parameters
    ----------
    parents
        Ids by id.
    name
        What the references are called, for the error.

    Returns
    -------
    list of str
        Every id once.

    Raises
    ------
    InvalidRecord
        When the references go in a ring.
    """
    done: dict[str, None] = {}
    opened: dict[str, None] = {}
    for key in parents:
        waiting = [] if key in done else [key]
        while waiting:
            current = waiting[-1]
            left = [parent for parent in parents[current] if parent not in done]
            if not left:
                done[waiting.pop()] = None
                opened.pop(current, None)
                continue
            opened[current] = None
            _check_open(left, opened, name)
            waiting.extend(left)
    return list(done)


def _check_open(left: Sequence[str], opened: Mapping[str, None], name: str) -> None:
    """Refuse a record that goes back to one on the way to it, which is a ring."""
    for parent in left:
        if parent in opened:
            way = list(opened)
            ring = " -> ".join((*way[way.index(parent) :], parent))
            raise InvalidRecord(f"{name} goes in a ring: {ring}; take one of the steps out")


def roots_of(parents: Parents, order: Sequence[str], also: Collection[str] = ()) -> Roots:
    """
    Find where records go back to.

    Parameters
    ----------
    parents
        Ids by id.
    order
        The ids, each after those that it repeats.
    also
        Ids that are a root of their own besides those that they go back to.

    Returns
    -------
    dict
        A tuple of ids by id, each once, in the order in which they are named. A record that
        repeats no other is its own root.
    """
    roots: Roots = {}
    for key in order:
        named = parents[key]
        if len(named) < 2 and key not in also:  # noqa: PLR2004 - one way back, or none
            roots[key] = roots[named[0]] if named else (key,)
            continue
        found = dict.fromkeys(root for parent in named for root in roots[parent])
        roots[key] = (*found, key) if key in also or not found else tuple(found)
    return roots


def source_roots(sources: pd.DataFrame) -> Roots:
    """
    Find the origins of sources.

    Parameters
    ----------
    sources
        As `balkanroute.frames.sources_frame` gives it.

    Returns
    -------
    dict
        The origins of each source. One that is marked as repeating what nobody knows is an
        origin, besides those of what it is known to repeat.

    Raises
    ------
    UnknownReference, InvalidRecord
        As for `parents_of` and `oldest_first`.
    """
    parents = parents_of(sources)
    return roots_of(parents, oldest_first(parents), unknown_among(sources))


def claim_roots(claims: pd.DataFrame) -> Roots:
    """
    Find the claims that claims go back to by ``repeats``.

    Parameters
    ----------
    claims
        As `balkanroute.frames.claims_frame` gives it.

    Returns
    -------
    dict
        The first claims of each claim; one that repeats no other is its own.

    Raises
    ------
    UnknownReference, InvalidRecord
        As for `repeated_by` and `oldest_first`.
    """
    repeated = repeated_by(claims)
    return roots_of(repeated, oldest_first(repeated, "repeats"))


def unknown_among(sources: pd.DataFrame) -> frozenset[str]:
    """
    Find the sources that repeat something that nobody knows.

    Parameters
    ----------
    sources
        As `balkanroute.frames.sources_frame` gives it; its column ``extra`` is read. Where it
        has none, no source is marked.

    Returns
    -------
    frozenset of str
        Ids of the sources with ``parents: unknown`` under ``extra``.
    """
    if "extra" not in sources:
        return frozenset()
    key, value = UNKNOWN
    pairs = zip(sources.index.tolist(), sources["extra"].tolist(), strict=True)
    return frozenset(source for source, extra in pairs if extra and extra.get(key) == value)


def on_claims(claims: pd.DataFrame, answers: Mapping[str, object], name: str) -> pd.Series:
    """
    Give each row of a frame the answer for its claim.

    Parameters
    ----------
    claims
        As `balkanroute.frames.claims_frame` gives it.
    answers
        The answer by the id of the claim.
    name
        What the series is called.

    Returns
    -------
    pandas.Series
        Of dtype object, on the index of the claims.
    """
    import pandas as pd

    values = [answers[claim] for claim in claims.index.tolist()]
    return pd.Series(values, index=claims.index, name=name, dtype=object)
