"""
Schema.org ClaimReview, as JSON-LD: a review for each claim that contests another, or is a review.

A review of ours never rates: where the atlas has a rating, it is the reviewer's, word for word.
Claims that nobody contests are not in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from balkanroute._files import write_whole
from balkanroute.model import Atlas, Claim, PlaceRole, Relation
from balkanroute.writers.formats import Format, PlaceLookup
from balkanroute.writers.losses import Carrier, Loss, LossReport
from balkanroute.writers.schema_terms import (
    CONTEXT,
    agent_node,
    document_bytes,
    place_node,
    said,
    source_node,
)

NAME: Final = "claimreview"
#: What contests a claim, and what a review may do besides.
_CONTESTING: Final = frozenset({"contradicts", "narrows"})
_REVIEWING: Final = frozenset({"contradicts", "narrows", "supports"})
#: Members that are written from fields of ours.
OURS: Final = frozenset(
    {
        "identifier", "name", "headline", "url", "author", "publisher", "datePublished",
        "claimReviewed", "reviewBody", "text", "itemReviewed", "isPartOf", "appearance",
        "firstAppearance", "temporalCoverage", "contentLocation", "keywords", "inLanguage",
        "license", "description",
    }
)  # fmt: skip
CARRIER: Final = Carrier(
    format=NAME,
    held={
        "atlas": {"language", "summary", "licence"},
        "sources": {
            "kind", "publisher", "url", "archived_url", "published", "language", "licence",
            "note", "sensitivity",
        },
        "agents": {"kind", "role", "note", "sensitivity"},
        "places": {"kind", "note", "sensitivity"},
        "claims": {
            "stance", "about", "where", "topics", "relations", "note", "sensitivity", "extra",
        },
    },
    reasons={
        "routes": "a review has no routes",
        "places.geometry": "a review names places and does not draw them",
        "claims.quantities": "a review has no figures",
        "claims.quote": "the words of others are not republished in a review",
    },
)  # fmt: skip


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:  # noqa: ARG001 - places are named, not drawn
    """Write the reviews of an atlas, whole or not at all."""
    pairs = [*_pairs(atlas)]
    reviews = [_review(atlas, claim, relation) for claim, relation in pairs]
    document = {"@context": CONTEXT, "@graph": [_collection(atlas), *reviews]}
    write_whole(path.resolve(), document_bytes(document))
    return CARRIER.report(selected(atlas), *_not_written(atlas))


WRITER: Final = Format(
    name=NAME,
    title="schema.org ClaimReview, JSON-LD: contested claims and their reviews",
    suffixes=(".claimreview.jsonld",),
    save=_save,
)


def kept(atlas: Atlas) -> Atlas:
    """
    Give an atlas as this format holds it.

    Parameters
    ----------
    atlas
        What is written.

    Returns
    -------
    Atlas
        The claims that contest others, are reviews, or are contested or reviewed; their
        speakers, sources and places; nothing in the fields that are lost.
    """
    return CARRIER.kept(selected(atlas))


def selected(atlas: Atlas) -> Atlas:
    """
    Give the part of an atlas that its reviews speak of, with all fields.

    Parameters
    ----------
    atlas
        Any atlas.

    Returns
    -------
    Atlas
        Without the records that are not written.
    """
    pairs = [*_pairs(atlas)]
    written = {claim.id for claim, _ in pairs} | {relation.claim for _, relation in pairs}
    claims = tuple(_slim(claim, written) for claim in atlas.claims if claim.id in written)
    speakers = {claim.speaker for claim in claims}
    speakers |= {relation.by for _, relation in pairs if relation.by is not None}
    named: dict[str, set[str]] = {
        "sources": {claim.source for claim in claims},
        "agents": speakers,
        "places": {spot.place for claim in claims for spot in claim.where},
    }
    lists: dict[str, Any] = {
        kind: tuple(record for record in getattr(atlas, kind) if record.id in ids)
        for kind, ids in named.items()
    }
    lists["agents"] = tuple(replace(agent, member_of=None) for agent in lists["agents"])
    lists["sources"] = tuple(replace(source, derived_from=()) for source in lists["sources"])
    claims = tuple(replace(claim, recorder=None, routes=()) for claim in claims)
    return replace(atlas, recorder=None, routes=(), claims=claims, **lists)


def _slim(claim: Claim, written: set[str]) -> Claim:
    """Give a claim with the relations and the words of a reviewer that are written."""
    relations = tuple(
        relation
        for relation in claim.relations
        if relation.claim in written and _is_written(claim, relation)
    )
    foreign = _foreign(claim)
    marked = {"@type": "ClaimReview"} if _is_review(claim) else {}
    extra = {NAME: marked | foreign} if marked or foreign else {}
    return replace(claim, relations=relations, extra=extra)


def _pairs(atlas: Atlas) -> Iterator[tuple[Claim, Relation]]:
    """Give each claim that reviews another, with how it does."""
    worded = {claim.id for claim in atlas.claims if claim.says.strip()}
    for claim in atlas.claims:
        for relation in claim.relations:
            if {claim.id, relation.claim} <= worded and _is_written(claim, relation):
                yield claim, relation


def _is_written(claim: Claim, relation: Relation) -> bool:
    """Tell whether a relation makes a review."""
    kinds = _REVIEWING if _is_review(claim) else _CONTESTING
    return relation.kind in kinds and relation.claim != claim.id


def _is_review(claim: Claim) -> bool:
    """Tell whether a claim was read from a review."""
    words = claim.extra.get(NAME)
    return isinstance(words, Mapping) and words.get("@type") == "ClaimReview"


def _foreign(claim: Claim) -> dict[str, Any]:
    """Give what a reviewer's markup said beyond our fields, such as the rating."""
    words = claim.extra.get(NAME)
    if not isinstance(words, Mapping):
        return {}
    return {
        name: value
        for name, value in words.items()
        if isinstance(name, str) and name not in OURS and not name.startswith(("@", "br:"))
    }


def _collection(atlas: Atlas) -> dict[str, Any]:
    """Give the atlas' own fields, and the order of its records."""
    part = selected(atlas)
    order = {
        kind: [record.id for record in getattr(part, kind)]
        for kind in ("sources", "agents", "places", "claims")
    }
    return said(
        type="Collection",
        name=atlas.title,
        description=atlas.summary,
        inLanguage=atlas.language,
        license=atlas.licence,
    ) | {"br:order": order}


def _review(atlas: Atlas, claim: Claim, relation: Relation) -> dict[str, Any]:
    """Give a claim as the review of another."""
    other = atlas.claim(relation.claim)
    source = atlas.source(claim.source)
    # What is said once more for those who read schema.org alone is left out under a marking.
    shared = said(url=source.url, name=source.title) if source.sensitivity is None else {}
    by = agent_node(atlas.agent(relation.by)) if relation.by is not None else None
    return {
        **_foreign(claim),
        "@type": "ClaimReview",
        **shared,
        **_dated(source),
        **_common(atlas, claim),
        "reviewBody": claim.says,
        "isPartOf": source_node(source),
        "claimReviewed": other.says,
        "br:relation": said(kind=relation.kind, by=by, note=relation.note),
        "itemReviewed": _claim(atlas, other),
    }


def _dated(source: Any) -> dict[str, Any]:  # noqa: ANN401 - a source
    """Give when a review came out, where that may be said beside it."""
    node = source_node(source)
    clear = source.sensitivity is None
    return {"datePublished": node["datePublished"]} if clear and "datePublished" in node else {}


def _claim(atlas: Atlas, claim: Claim) -> dict[str, Any]:
    """Give a claim that is reviewed."""
    return {
        **_foreign(claim),
        "@type": "Claim",
        "text": claim.says,
        **_common(atlas, claim),
        "appearance": source_node(atlas.source(claim.source)),
    }


def _common(atlas: Atlas, claim: Claim) -> dict[str, Any]:
    """Give what a review and a claim say alike."""
    return said(
        identifier=claim.id,
        author=agent_node(atlas.agent(claim.speaker)),
        temporalCoverage=claim.about.text if claim.about else None,
        contentLocation=[_spot(atlas, spot) for spot in claim.where],
        keywords=list(claim.topics),
        br_stance=claim.stance if claim.stance != "asserts" else None,
        br_note=claim.note,
        br_sensitivity=claim.sensitivity,
        br_review=_is_review(claim) or None,
    )


def _spot(atlas: Atlas, spot: PlaceRole) -> dict[str, Any]:
    """Give a place by name, with its role."""
    role = {"br:role": spot.role} if spot.role != "about" else {}
    return place_node(atlas.place(spot.place)) | role


def _not_written(atlas: Atlas) -> Iterator[Loss]:
    """Count the records that stand in no review, and what of the others is left out."""
    part = selected(atlas)
    for kind, reason in _REASONS.items():
        total = len(getattr(atlas, kind))
        yield Loss(kind=kind, count=total - len(getattr(part, kind)), total=total, reason=reason)
    left = {claim.id: claim for claim in part.claims}
    pairs = [(claim, left[claim.id]) for claim in atlas.claims if claim.id in left]
    counts = {
        "relations": sum(before.relations != after.relations for before, after in pairs),
        "extra": sum(before.extra != after.extra for before, after in pairs),
        "recorder": sum(before.recorder is not None for before, _ in pairs),
        "routes": sum(bool(before.routes) for before, _ in pairs),
    }
    for name, count in counts.items():
        yield Loss(kind="claims", field=name, count=count, total=len(atlas.claims))
    sources = [source for source in atlas.sources if source.id in {s.id for s in part.sources}]
    agents = [agent for agent in atlas.agents if agent.id in {a.id for a in part.agents}]
    count = sum(bool(source.derived_from) for source in sources)
    yield Loss(kind="sources", field="derived_from", count=count, total=len(atlas.sources))
    count = sum(agent.member_of is not None for agent in agents)
    yield Loss(kind="agents", field="member_of", count=count, total=len(atlas.agents))
    if atlas.recorder is not None:
        yield Loss(kind="atlas", field="recorder", count=1, total=1)


_REASONS: Final = {
    "claims": "nobody contests them and they are no reviews",
    "sources": "no review speaks of them",
    "agents": "no review speaks of them",
    "places": "no review speaks of them",
    "routes": "a review has no routes",
}
