"""How often a thing was told, beside how many told it first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from balkanroute.analysis.ancestry import Roots, claim_roots, on_claims, unknown_among
from balkanroute.analysis.origins import origins_by_claim
from balkanroute.errors import UnknownReference, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

Bounds = Mapping[str, tuple[date | None, date | None]]


def carriers(claims: pd.DataFrame) -> pd.Series:
    """
    List the sources that carry what claims say.

    Claims say the same where they go back, by ``repeats``, to one claim.

    Parameters
    ----------
    claims
        As `balkanroute.frames.claims_frame` gives it; its columns ``source`` and ``relations``
        are read. Without ``relations``, no claim repeats another.

    Returns
    -------
    pandas.Series
        ``carriers`` on the index of the claims: a tuple of source ids, each once, in the order
        of the claims. Strands of one document are as many carriers as the atlas has sources
        for them.

    Raises
    ------
    UnknownReference
        When a repeated claim is not among the claims.
    InvalidRecord
        When ``repeats`` goes in a ring.
    """
    firsts = claim_roots(claims)
    told = _told(claims, firsts)
    return on_claims(claims, {claim: told[roots] for claim, roots in firsts.items()}, "carriers")


def first_carriers(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """
    Find who may have carried first what claims say.

    Parameters
    ----------
    claims
        As for `carriers`.
    sources
        As `balkanroute.frames.sources_frame` gives it; the bounds of ``published`` are read.

    Returns
    -------
    pandas.Series
        ``first_carriers`` on the index of the claims: the `carriers` that no other carrier
        certainly came before, by the first day that each may have come out. There is one only
        where the dates settle it. A carrier without a date may have been the first, and stands
        last.

    Raises
    ------
    UnknownReference
        When a source is not among the sources, or a repeated claim not among the claims.
    InvalidRecord
        When ``repeats`` goes in a ring.
    """
    bounds = _bounds(claims, sources)
    firsts = claim_roots(claims)
    early = {roots: _earliest(told, bounds) for roots, told in _told(claims, firsts).items()}
    answers = {claim: early[roots] for claim, roots in firsts.items()}
    return on_claims(claims, answers, "first_carriers")


def echo(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """
    Set what a count of reports would say of claims beside what their origins say.

    Parameters
    ----------
    claims, sources
        As for `balkanroute.analysis.origins`.

    Returns
    -------
    pandas.DataFrame
        On the index of the claims, whole numbers: ``carrier_count``, the naive count;
        ``origin_count``, the true one; ``unknown_count``, how many of those origins repeat
        something that nobody knows, so that the true number may be smaller.

    Raises
    ------
    UnknownReference, InvalidRecord
        As for `balkanroute.analysis.origins`.
    """
    import pandas as pd

    firsts = claim_roots(claims)
    traced = origins_by_claim(claims, sources, firsts)
    told = {roots: len(carried) for roots, carried in _told(claims, firsts).items()}
    marked = unknown_among(sources)
    ids = claims.index.tolist()
    counts = {
        "carrier_count": [told[firsts[claim]] for claim in ids],
        "origin_count": [len(traced[claim]) for claim in ids],
        "unknown_count": [sum(root in marked for root in traced[claim]) for claim in ids],
    }
    return pd.DataFrame(counts, index=claims.index, dtype="int64")


def echo_total(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """
    Set what a count of reports would say of an atlas beside what their origins say.

    Parameters
    ----------
    claims, sources
        As for `balkanroute.analysis.origins`.

    Returns
    -------
    pandas.Series
        ``echo_total``, whole numbers: ``claims``, all of them; ``first_claims``, those that
        repeat no other; ``carriers``, the sources that carry a claim; ``origins``, where they
        all go back to; ``unknown_origins`` among these; ``single_origin``, the claims with one
        origin only.

    Raises
    ------
    UnknownReference, InvalidRecord
        As for `balkanroute.analysis.origins`.
    """
    import pandas as pd

    firsts = claim_roots(claims)
    traced = origins_by_claim(claims, sources, firsts)
    found = {root for roots in traced.values() for root in roots}
    totals = {
        "claims": len(traced),
        "first_claims": sum(roots == (claim,) for claim, roots in firsts.items()),
        "carriers": len(set(claims["source"].tolist())),
        "origins": len(found),
        "unknown_origins": len(found & unknown_among(sources)),
        "single_origin": sum(len(roots) == 1 for roots in traced.values()),
    }
    return pd.Series(totals, name="echo_total", dtype="int64")


def _told(claims: pd.DataFrame, firsts: Roots) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Give the sources that tell what goes back to the same first claims, as claims stand."""
    by_first: dict[str, dict[str, None]] = defaultdict(dict)
    sources = claims["source"].tolist()
    for claim, source in zip(claims.index.tolist(), sources, strict=True):
        for first in firsts[claim]:
            by_first[first][source] = None
    order = {source: number for number, source in enumerate(dict.fromkeys(sources))}
    told: dict[tuple[str, ...], tuple[str, ...]] = {}
    for roots in dict.fromkeys(firsts.values()):
        if len(roots) == 1:
            told[roots] = tuple(by_first[roots[0]])
            continue
        found = {source for first in roots for source in by_first[first]}
        told[roots] = tuple(sorted(found, key=order.__getitem__))
    return told


def _bounds(claims: pd.DataFrame, sources: pd.DataFrame) -> Bounds:
    """Give the first and the last day on which each source may have come out."""
    columns = [
        sources[name].to_numpy().astype("datetime64[D]").tolist()
        for name in ("published_earliest", "published_latest")
    ]
    bounds = dict(zip(sources.index.tolist(), zip(*columns, strict=True), strict=True))
    for claim, source in zip(claims.index.tolist(), claims["source"].tolist(), strict=True):
        if source not in bounds:
            raise UnknownReference(
                f"claim {claim!r}: source {source!r} is not among the sources"
                f"{did_you_mean(str(source), bounds)}"
            )
    return bounds


def _earliest(told: tuple[str, ...], bounds: Bounds) -> tuple[str, ...]:
    """Give the sources that no other certainly came before, by their first day, undated last."""
    if len(told) == 1:
        return told
    ends = [end for _, end in map(bounds.__getitem__, told) if end is not None]
    limit = min(ends, default=date.max)
    starts = {source: bounds[source][0] for source in told}
    dated = {source: start for source, start in starts.items() if start and start <= limit}
    undated = tuple(source for source, start in starts.items() if start is None)
    return (*sorted(dated, key=dated.__getitem__), *undated)
