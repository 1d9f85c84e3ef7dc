"""Who disagrees with whom: how other claims stand to a claim, and it to them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def disputes(claims: pd.DataFrame) -> pd.Series:
    """
    Find how claims stand to each other, seen from both sides.

    Parameters
    ----------
    claims
        As `balkanroute.frames.claims_frame` gives it; its column ``relations`` is read. Rows
        that share an id are one claim.

    Returns
    -------
    pandas.Series
        ``disputes`` on the index of the claims: tuples of (kind, direction, claim id), each
        once; empty where no claim speaks of another. The kind is a relation's, such as
        ``contradicts``; the direction is ``outgoing`` where this claim stands so to the other,
        ``incoming`` where the other does to it. Outgoing ones come first, in the claim's own
        order, then incoming ones in the order of the claims. A claim that is named but has no
        row of its own is named all the same.
    """
    import pandas as pd

    relations = dict(zip(claims.index.tolist(), claims["relations"].tolist(), strict=True))
    outgoing: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    incoming: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for claim, stands in relations.items():
        for relation in stands:
            outgoing[claim].append((relation.kind, "outgoing", relation.claim))
            incoming[relation.claim].append((relation.kind, "incoming", claim))
    found = {claim: tuple(dict.fromkeys(outgoing[claim] + incoming[claim])) for claim in relations}
    return pd.Series(
        [found[claim] for claim in claims.index], index=claims.index, name="disputes", dtype=object
    )
