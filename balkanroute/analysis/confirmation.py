"""What a confirmation adds: a paper that agrees with a leak of the same paper adds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balkanroute.analysis.ancestry import Roots, claim_roots
from balkanroute.analysis.disagreement import check_known
from balkanroute.analysis.origins import origins_by_claim

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ("confirms", "by", "shared", "added", "independent", "words", "note")


def confirmations(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """
    List the claims that support others, and say which of them confirm only themselves.

    Parameters
    ----------
    claims, sources
        As for `balkanroute.analysis.origins`.

    Returns
    -------
    pandas.DataFrame
        A row for each ``supports`` between two claims, indexed by the id of the claim that
        supports, which repeats; in the order of the claims. ``confirms`` is the id of the other
        claim; ``by`` the agent who sees it so, None where it is the recorder; ``shared`` the
        origins that both hang on and ``added`` those that only the supporting claim does,
        tuples of source ids; ``independent`` is True where it adds one; ``words`` says so;
        ``note`` is the relation's.

    Raises
    ------
    UnknownReference
        When a source is not among the sources, or a claim that is named not among the claims.
    InvalidRecord
        When ``derived_from`` or ``repeats`` goes in a ring.
    """
    import pandas as pd

    traced = origins_by_claim(claims, sources, claim_roots(claims))
    relations = dict(zip(claims.index.tolist(), claims["relations"].tolist(), strict=True))
    rows: list[tuple[object, ...]] = []
    ids: list[str] = []
    for claim, stands in relations.items():
        for relation in stands:
            if relation.kind == "supports":
                check_known(claim, relation, relations)
                shared, added = _compared(claim, relation.claim, traced)
                words = _words(relation.claim, shared, added)
                ids.append(claim)
                rows.append(
                    (relation.claim, relation.by, shared, added, bool(added), words, relation.note)
                )
    index = pd.Index(ids, dtype=object, name=claims.index.name)
    found = pd.DataFrame(rows, index=index, columns=list(_COLUMNS), dtype=object)
    return found.astype({"independent": bool})


def _compared(claim: str, other: str, traced: Roots) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the origins of a claim that another shares, and those that it does not."""
    theirs = set(traced[other])
    shared = tuple(root for root in traced[claim] if root in theirs)
    return shared, tuple(root for root in traced[claim] if root not in theirs)


def _words(other: str, shared: tuple[str, ...], added: tuple[str, ...]) -> str:
    """Say what a confirmation is worth."""
    both = ", ".join(shared)
    if not added:
        return f"hangs on the same origin as {other!r} ({both}): it confirms itself"
    more = ", ".join(added)
    beside = f" beside the shared {both}" if shared else ""
    return f"adds {more} to what {other!r} rests on{beside}"
