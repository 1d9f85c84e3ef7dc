"""Reviews to claims of two speakers, with the one's word on the other's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.model import Relation
from balkanroute.model.records import RelationKind, Sensitivity, Stance
from balkanroute.periods import Period
from balkanroute.readers.claimreview.documents import (
    JSON,
    PAGES,
    TYPE,
    is_a,
    looks_reviewed,
    nodes_of,
)
from balkanroute.readers.claimreview.ratings import relation_of
from balkanroute.readers.claimreview.records import (
    NAME,
    Desk,
    add_agent,
    add_places,
    add_source,
    choice,
    date_in,
    node_in,
)
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.json_records import counted, listed, text_in
from balkanroute.readers.problems import PlaceLookup, Reading, refusal
from balkanroute.readers.protocol import Format, Options

_KINDS: Final = ("sources", "agents", "places", "claims")
#: Members of a claim that stand in fields of ours; the others are kept under ``extra``.
_OF_CLAIM: Final = frozenset(
    {"author", "temporalCoverage", "contentLocation", "keywords", "firstAppearance", "appearance"}
)
#: Members that say what document it is, in a review, or in a work that is reviewed.
_OF_WORK: Final = frozenset(
    {"url", "publisher", "datePublished", "inLanguage", "license", "isPartOf", "archivedAt"}
)
#: Members that are kept under ``extra`` unless a record says the same.
_WORDS: Final = frozenset(
    {"name", "headline", "description", "text", "reviewBody", "claimReviewed"}
)
_WORKS: Final = ("firstAppearance", "appearance")


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:  # noqa: ARG001 - places are named, not drawn
    """Read the reviews of a file."""
    gathering = Gathering(path, NAME)
    nodes = nodes_of(gathering)
    reviews = [node for node in nodes if is_a(node, TYPE)]
    own = next((node for node in nodes if isinstance(node.get("br:order"), Mapping)), None)
    if not reviews and own is None:
        raise refusal(path, "it holds no ClaimReview of schema.org")
    desk = Desk(gathering, own=own is not None)
    for number, node in counted(reviews, path, options):
        with gathering.row(number, f"review {number}"):
            _add_review(desk, node)
    reading = gathering.reading(**(_header(own) if own is not None else {}))
    return _ordered(reading, own) if own is not None else reading


READER: Final = Format(
    name=NAME,
    title="schema.org ClaimReview, JSON-LD or a page that holds it",
    suffixes=(*JSON, *PAGES),
    look=looks_reviewed,
    load=_load,
)


def _header(own: Mapping[str, Any]) -> dict[str, Any]:
    """Read an atlas' own fields, as our writer left them."""
    named = {
        "title": text_in(own, "name"),
        "language": text_in(own, "inLanguage"),
        "summary": text_in(own, "description"),
        "licence": text_in(own, "license"),
    }
    return {name: text for name, text in named.items() if text is not None}


def _ordered(reading: Reading, own: Mapping[str, Any]) -> Reading:
    """Put the records in the order of the atlas that was written."""
    if reading.atlas is None:
        return reading
    lists: dict[str, Any] = {}
    for kind in _KINDS:
        wished = [key for key in listed(own["br:order"].get(kind)) if isinstance(key, str)]
        ranks = {key: rank for rank, key in reversed([*enumerate(wished)])}
        records = getattr(reading.atlas, kind)
        lists[kind] = tuple(sorted(records, key=lambda one, r=ranks: r.get(one.id, len(r))))  # type: ignore[misc]
    return replace(reading, atlas=replace(reading.atlas, **lists))


def _add_review(desk: Desk, node: Mapping[str, Any]) -> None:
    """Add a review, and the claim that it reviews."""
    item = node_in(node, "itemReviewed") or {}
    said = text_in(node, "claimReviewed") or _words_of(item)
    if said is None:
        raise InvalidRecord("it does not say which claim it reviews (claimReviewed)")
    reviewer = add_agent(desk, _author(node), reviewer=True)
    source = _review_source(desk, node, said)
    other = _add_claim(desk, item, said, source)
    review = _add_claim_of_review(desk, node, said, reviewer, source)
    link = _relation(desk, node, other, reviewer)
    record = desk.gathering.record("claims", review)
    if other != review:
        relations = (*record.relations, link)
        desk.gathering.put("claims", replace(record, relations=relations))


def _author(node: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give who reviews: the author, else the publisher, else the host of the review."""
    named = node_in(node, "author") or node_in(node, "publisher")
    address = text_in(node, "url")
    return named or ({"url": address} if address is not None else None)


def _words_of(item: Mapping[str, Any]) -> str | None:
    """Give what a claim says; of another work, its name is no claim."""
    if is_a(item, "Claim"):
        return text_in(item, "text", "name", "headline", "description")
    return text_in(item, "text")


def _review_source(desk: Desk, node: Mapping[str, Any], said: str) -> str:
    """Add the document in which the review stands."""
    whole = node_in(node, "isPartOf")
    if whole is not None and desk.key_of(whole) is not None:
        return add_source(desk, whole)
    publisher = text_in(node_in(node, "publisher"), "name") or text_in(_author(node), "name")
    bare = {name: value for name, value in node.items() if name != "identifier"}
    return add_source(desk, bare, title=f"Review of: {said}", publisher=publisher)


def _add_claim(desk: Desk, item: Mapping[str, Any], said: str, source: str) -> str:
    """Add the claim that is reviewed, once for all who review it."""
    speaker = add_agent(desk, node_in(item, "author"), reviewer=False)
    carrier = _carrier(desk, item, source)
    key = desk.key_of(item) if is_a(item, "Claim") else None
    held = {said, desk.gathering.record("sources", carrier).title}
    taken = _OF_CLAIM if is_a(item, "Claim") else _OF_CLAIM | _OF_WORK
    return desk.gathering.add(
        "claims",
        ("claim", key) if key else ("said", said, speaker, carrier),
        id=key,
        says=said,
        speaker=speaker,
        source=carrier,
        **_common(desk, item),
        extra=_extra(desk, item, taken, held),
    )


def _carrier(desk: Desk, item: Mapping[str, Any], source: str) -> str:
    """Add the document that carried the claim; the review's own where it names none."""
    work = node_in(item, *_WORKS) if is_a(item, "Claim") else item
    if work is None or not text_in(work, "name", "headline", "url", "contentUrl", "@id"):
        return source
    return add_source(desk, work)


def _add_claim_of_review(
    desk: Desk, node: Mapping[str, Any], said: str, reviewer: str, source: str
) -> str:
    """Add what the reviewer says."""
    key = desk.key_of(node)
    marks = (
        ("claim", key) if key else ("review", said, reviewer, source, str(node.get("reviewRating")))
    )
    known = desk.gathering.known("claims", marks)
    if known is not None:
        return known
    words = _verdict(desk, node, reviewer)
    held = {said, words, desk.gathering.record("sources", source).title}
    taken = _OF_CLAIM | _OF_WORK | {"itemReviewed"}
    return desk.gathering.add(
        "claims",
        marks,
        id=key,
        says=words,
        speaker=reviewer,
        source=source,
        **_common(desk, node),
        extra=_extra(desk, node, taken, held),
    )


def _verdict(desk: Desk, node: Mapping[str, Any], reviewer: str) -> str:
    """Give the reviewer's words, or a plain sentence made of the rating."""
    body = text_in(node, "reviewBody", "description")
    if body is not None:
        return body
    rating = text_in(node_in(node, "reviewRating"), "alternateName", "name", "ratingValue")
    name = desk.gathering.record("agents", reviewer).name
    said = text_in(node, "claimReviewed") or "the claim"
    return f"{name} rates as {rating}: {said}" if rating else f"{name} reviewed: {said}"


def _common(desk: Desk, node: Mapping[str, Any]) -> dict[str, Any]:
    """Give the fields that a review and a claim have alike."""
    return {
        "stance": choice(node, "br:stance", Stance) or "asserts",
        "about": _coverage(node),
        "where": add_places(desk, node),
        "topics": tuple(word for word in _listed_words(node) if isinstance(word, str)),
        "note": text_in(node, "br:note"),
        "sensitivity": choice(node, "br:sensitivity", Sensitivity),
    }


def _coverage(node: Mapping[str, Any]) -> Period | None:
    """Give the time that a node is about."""
    return date_in(node, "temporalCoverage")


def _listed_words(node: Mapping[str, Any]) -> list[Any]:
    """Give key words: a list, or a text with commas between."""
    value = node.get("keywords")
    if isinstance(value, str):
        return [word.strip() for word in value.split(",") if word.strip()]
    return value if isinstance(value, list) else []


def _extra(
    desk: Desk, node: Mapping[str, Any], taken: frozenset[str], held: set[str]
) -> dict[str, Any]:
    """Give what a node says beyond our fields, word for word."""
    found: dict[str, Any] = {}
    if node.get("br:review") is True or (is_a(node, TYPE) and not desk.own):
        found["@type"] = TYPE
    for name, value in node.items():
        same = name in _WORDS and isinstance(value, str) and value in held
        if name.startswith(("@", "br:")) or name in taken or same:
            continue
        if name != "identifier" or not desk.own:
            found[name] = value
    if _coverage(node) is None and node.get("temporalCoverage"):
        found["temporalCoverage"] = node["temporalCoverage"]
    several = [name for name in ("author", "itemReviewed") if len(listed(node.get(name))) > 1]
    works = [name for name in _WORKS if node.get(name)]
    if sum(len(listed(node[name])) for name in works) > 1:
        several += works
    found |= {name: node[name] for name in several}
    return {NAME: found} if found else {}


def _relation(desk: Desk, node: Mapping[str, Any], other: str, reviewer: str) -> Relation:
    """Give how the review stands to the claim: as our writer left it, or by the rating."""
    ours = node.get("br:relation")
    if isinstance(ours, Mapping):
        by = node_in(ours, "by")
        kind: RelationKind = choice(ours, "kind", RelationKind) or "narrows"
        return Relation(
            kind=kind,
            claim=other,
            by=add_agent(desk, by, reviewer=True) if by is not None else None,
            note=text_in(ours, "note"),
        )
    rating = node_in(node, "reviewRating")
    word = text_in(rating, "alternateName", "name")
    note = f"Rated by the reviewer: {word}" if word else None
    return Relation(kind=relation_of(rating), claim=other, by=reviewer, note=note)
