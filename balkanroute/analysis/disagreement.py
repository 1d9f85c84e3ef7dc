"""Who disagrees with whom: how other claims stand to a claim, and it to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from balkanroute.analysis.ancestry import (
    Roots,
    claim_roots,
    oldest_first,
    on_claims,
    repeated_by,
)
from balkanroute.analysis.origins import origins_by_claim
from balkanroute.errors import UnknownReference, did_you_mean
from balkanroute.model import Relation

if TYPE_CHECKING:
    import pandas as pd

#: What a claim is when another stands so to it.
STANDINGS: Final[Mapping[str, str]] = {
    "retracts": "retracted",
    "supersedes": "superseded",
    "contradicts": "contradicted",
    "narrows": "narrowed",
    "supports": "supported",
}
_COLUMNS: Final = (
    "standing", "other", "speaker", "published", "by", "through", "shared", "independent",
    "words", "note",
)  # fmt: skip
_SUMMARY: Final = (
    "retracted", "superseded", "contested", "contradicted", "narrowed", "supported",
    "single origin",
)  # fmt: skip


class Event(NamedTuple):
    """What a claim does to another: how that one stands, who does it, and at which claim."""

    standing: str
    other: str
    relation: Relation
    through: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who says each claim, when its source came out, and the origins of it."""

    speakers: Mapping[str, str]
    published: Mapping[str, str | None]
    origins: Roots

    def shared(self, claim: str, other: str) -> tuple[str, ...]:
        """Give the origins that two claims have both."""
        mine = set(self.origins[claim])
        return tuple(root for root in self.origins[other] if root in mine)

    def is_independent(self, claim: str, other: str) -> bool:
        """Tell whether another claim has an origin that a claim has not."""
        return len(self.shared(claim, other)) < len(self.origins[other])


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


def standings(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """
    List what other claims do to each claim, with who and when.

    Parameters
    ----------
    claims
        As `balkanroute.frames.claims_frame` gives it; its columns ``source``, ``speaker`` and
        ``relations`` are read. Rows that share an id are one claim.
    sources
        As `balkanroute.frames.sources_frame` gives it; ``derived_from``, ``extra`` and
        ``published`` are read.

    Returns
    -------
    pandas.DataFrame
        A row for each relation, indexed by the id of the claim that it is done to, which
        repeats; claims in their order. ``standing`` is ``supported``, ``contradicted``,
        ``narrowed``, ``superseded`` or ``retracted``; ``other`` the claim that does it,
        ``speaker`` the agent who says that one, ``published`` when its source came out (EDTF
        text, None where nobody said), ``by`` the agent who sees the relation, None where it is
        the recorder; ``through`` the claim at which the relation is aimed, which is this one or
        one that this one repeats; ``shared`` the origins of the two that are the same, a tuple
        of source ids; ``independent`` is True where the other has an origin that this one has
        not; ``words`` says it all; ``note`` is the relation's. Two claims of which one
        contradicts the other both stand contradicted.

    Raises
    ------
    UnknownReference
        When a source is not among the sources, or a claim that is named not among the claims.
    InvalidRecord
        When ``derived_from`` or ``repeats`` goes in a ring.
    """
    import pandas as pd

    told = _told(claims, sources)
    rows = [
        (claim, _row(claim, event, told))
        for claim, events in _events(claims).items()
        for event in events
    ]
    index = pd.Index([claim for claim, _ in rows], dtype=object, name=claims.index.name)
    found = pd.DataFrame(
        [row for _, row in rows], index=index, columns=list(_COLUMNS), dtype=object
    )
    return found.astype({"independent": bool})


def standing(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """
    Say in words how each claim stands.

    Parameters
    ----------
    claims, sources
        As for `standings`.

    Returns
    -------
    pandas.Series
        ``standing`` on the index of the claims: a tuple of words, in this order.
        ``retracted``, ``superseded`` and ``narrowed``: another claim does so. ``contested``:
        another agent contradicts it, out of an origin that it does not hang on.
        ``contradicted``: it is contradicted by its own speaker or out of its own origin, which
        is a discrepancy in the retelling. ``supported``: a claim with another origin supports
        it. ``single origin``: it has one origin and none but that supports it. Empty for a
        claim with several origins of which no other claim speaks.

    Raises
    ------
    UnknownReference, InvalidRecord
        As for `standings`.
    """
    told = _told(claims, sources)
    answers = {claim: _summary(claim, events, told) for claim, events in _events(claims).items()}
    return on_claims(claims, answers, "standing")


def check_known(claim: str, relation: Relation, known: Collection[str]) -> None:
    """
    Refuse a relation to a claim that is not there.

    Parameters
    ----------
    claim
        Id of the claim whose relation it is.
    relation
        The relation.
    known
        Ids of the claims that there are.

    Raises
    ------
    UnknownReference
        When the relation names none of them.
    """
    if relation.claim not in known:
        raise UnknownReference(
            f"claim {claim!r}: it {relation.kind} {relation.claim!r}, which is not among the "
            f"claims{did_you_mean(relation.claim, known)}; give the frame of all claims"
        )


def _told(claims: pd.DataFrame, sources: pd.DataFrame) -> Told:
    """Gather who says each claim, when, and out of which origins."""
    ids = claims.index.tolist()
    origins = origins_by_claim(claims, sources, claim_roots(claims))
    published = dict(zip(sources.index.tolist(), sources["published"].tolist(), strict=True))
    carried = zip(ids, claims["source"].tolist(), strict=True)
    return Told(
        speakers=dict(zip(ids, claims["speaker"].tolist(), strict=True)),
        published={claim: published[source] for claim, source in carried},
        origins=origins,
    )


def _events(claims: pd.DataFrame) -> dict[str, tuple[Event, ...]]:
    """Give what is done to each claim, directly or to one that it repeats."""
    relations = dict(zip(claims.index.tolist(), claims["relations"].tolist(), strict=True))
    direct: dict[str, dict[Event, None]] = {claim: {} for claim in relations}
    for claim, stands in relations.items():
        for relation in stands:
            check_known(claim, relation, relations)
            if relation.kind == "repeats":
                continue
            done = STANDINGS[relation.kind]
            direct[relation.claim][Event(done, claim, relation, relation.claim)] = None
            if relation.kind == "contradicts":
                direct[claim][Event(done, relation.claim, relation, claim)] = None
    repeated = repeated_by(claims)
    found: dict[str, tuple[Event, ...]] = {}
    for claim in oldest_first(repeated, "repeats"):
        passed = dict.fromkeys(event for first in repeated[claim] for event in found[first])
        found[claim] = (*direct[claim], *passed)
    return {claim: tuple(e for e in found[claim] if e.other != claim) for claim in relations}


def _row(claim: str, event: Event, told: Told) -> tuple[object, ...]:
    """Give a row of `standings`."""
    other = event.other
    shared = told.shared(claim, other)
    independent = told.is_independent(claim, other)
    when = told.published[other]
    speaker = told.speakers[other]
    said = f"{event.standing} by {other!r} ({speaker}, {when or 'no date'})"
    words = said + _origin_words(event.standing, shared, told.origins[other])
    by, note = event.relation.by, event.relation.note
    return event.standing, other, speaker, when, by, event.through, shared, independent, words, note


def _origin_words(standing: str, shared: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    """Say what the origins make of a support or a contradiction."""
    other = ", ".join(root for root in theirs if root not in shared)
    same = ", ".join(shared)
    if standing == "contradicted":
        return f", out of {other}" if other else f": a discrepancy in the retelling of {same}"
    if standing == "supported":
        return f", out of {other}" if other else f": by its own origin only, {same}"
    return ""


def _summary(claim: str, events: tuple[Event, ...], told: Told) -> tuple[str, ...]:
    """Give the words of `standing` for a claim."""
    words = {_word(claim, event, told) for event in events}
    if len(told.origins[claim]) == 1 and "supported" not in words:
        words.add("single origin")
    return tuple(word for word in _SUMMARY if word in words)


def _word(claim: str, event: Event, told: Told) -> str | None:
    """Give the word for what is done to a claim; None for a support that adds no origin."""
    independent = told.is_independent(claim, event.other)
    if event.standing == "supported":
        return event.standing if independent else None
    if event.standing == "contradicted" and independent:
        same = told.speakers[claim] == told.speakers[event.other]
        return event.standing if same else "contested"
    return event.standing
