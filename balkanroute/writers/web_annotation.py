"""
W3C Web Annotation: the claims of an atlas as annotations of the pages that carried them.

The target is the source, with selectors for the position, the page, the paragraph and, where the
claim has one, the quotation; the body is the claim. What the model has no place for stands in a
member of our own, ``balkanroute:record``, of the annotation and of the page, so that an atlas comes
back whole. https://www.w3.org/TR/annotation-model/ describes the model.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from balkanroute._files import write_whole
from balkanroute.model import KINDS, Atlas, Claim, Selector, Source, is_link, to_plain
from balkanroute.writers.formats import Format, PlaceLookup
from balkanroute.writers.json_records import (
    NAMESPACE,
    header_of,
    iri_of,
    is_stricter,
    json_bytes,
    lists_of,
)
from balkanroute.writers.losses import Carrier, LossReport, every_field

NAME: Final = "web-annotation"
#: All that an atlas says is held: see the module.
CARRIER: Final = Carrier(format=NAME, held={kind: every_field(kind) for kind in ("atlas", *KINDS)})
CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
#: The member that holds what the model has no place for, and what marks a part made of that.
BLOCK: Final = "balkanroute:record"
MADE: Final = "balkanroute:made_from"
#: Our own terms. What stands in the block is a JSON literal: nothing in it is taken for a term.
_TERMS: Final = {
    "@version": 1.1,
    "balkanroute": f"{NAMESPACE}terms:",
    BLOCK: {"@id": BLOCK, "@type": "@json"},
}
_PDF_PAGES: Final = "http://tools.ietf.org/rfc/rfc3778"
_PARAGRAPHS: Final = f"{NAMESPACE}terms:paragraphs"
#: What XML Schema calls a dateTime with a zone, as the model asks for.
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", re.ASCII)
_NATIVE: Final = frozenset({"says", "topics", "quote"})
_TYPES: Final = {"person": "Person"}
_LINKS: Final = {
    "geonames": "https://www.geonames.org/{}",
    "wikidata": "http://www.wikidata.org/entity/{}",
    "pleiades": "https://pleiades.stoa.org/places/{}",
}


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:  # noqa: ARG001 - others have no gazetteer of ours
    """Write an AnnotationPage."""
    page = {
        "@context": [CONTEXT, _TERMS],
        "id": iri_of("page", atlas.title),
        "type": "AnnotationPage",
        "partOf": {
            "id": iri_of("atlas", atlas.title),
            "type": "AnnotationCollection",
            "label": atlas.title,
            "total": len(atlas.claims),
        },
        "startIndex": 0,
        BLOCK: header_of(atlas) | lists_of(atlas, "claims"),
        "items": [_annotation(atlas, claim) for claim in atlas.claims],
    }
    write_whole(path, json_bytes(page))
    return CARRIER.report(atlas)


def _annotation(atlas: Atlas, claim: Claim) -> dict[str, Any]:
    """Give a claim as an annotation."""
    plain = to_plain(claim)
    block = {name: value for name, value in plain.items() if name not in _NATIVE}
    if block.get("at"):
        del block["at"]
    recorded = block.get("recorded", "")
    created = {"created": block.pop("recorded")} if _TIME.fullmatch(recorded) else {}
    return {
        "id": iri_of("claim", claim.id),
        "type": "Annotation",
        "motivation": "describing",
        **_creator(atlas, claim),
        **created,
        "body": [_words(atlas, claim), *map(_tag, claim.topics), *_places(atlas, claim)],
        "target": _target(atlas.source(claim.source), claim),
        BLOCK: block,
    }


def _creator(atlas: Atlas, claim: Claim) -> dict[str, Any]:
    """Give who wrote the claim into the atlas: the words are theirs."""
    key = atlas.recorder_of(claim)
    if key is None:
        return {}
    agent = atlas.agent(key)
    kind = _TYPES.get(agent.kind, "Organization")
    named = {} if is_stricter(agent, claim) else {"name": agent.name}
    return {"creator": {"id": iri_of("agent", key), "type": kind, **named}}


def _words(atlas: Atlas, claim: Claim) -> dict[str, Any]:
    """Give what a claim says."""
    return {
        "type": "TextualBody",
        "value": claim.says,
        "format": "text/plain",
        "language": atlas.language,
        "purpose": "describing",
    }


def _tag(topic: str) -> dict[str, Any]:
    """Give a topic."""
    return {"type": "TextualBody", "value": topic, "purpose": "tagging"}


def _places(atlas: Atlas, claim: Claim) -> list[dict[str, Any]]:
    """Give the places that a claim is about, where they have an address elsewhere."""
    bodies = []
    for role in claim.where:
        place = atlas.place(role.place)
        ids = {} if is_stricter(place, claim) else place.ids
        for scheme, address in _LINKS.items():
            if ids.get(scheme, "").isalnum():
                source = address.format(ids[scheme])
                body = {"type": "SpecificResource", "source": source, "purpose": "linking"}
                bodies.append(body | {MADE: f"where.{role.place}"})
    return bodies


def _target(source: Source, claim: Claim) -> dict[str, Any]:
    """Give where a claim stands."""
    shown = not is_stricter(source, claim)
    address = iri_of("source", source.id)
    if shown and source.url and is_link(source.url):
        address = source.url
    selectors = _selectors(claim.at, claim.quote)
    digest = claim.at.sha256 if claim.at is not None else None
    return {
        "type": "SpecificResource",
        "source": address,
        **({"selector": selectors} if selectors else {}),
        **({} if digest is None else {"balkanroute:sha256": digest}),
        **(_state(source) if shown else {}),
    }


def _selectors(at: Selector | None, quote: str | None) -> list[dict[str, Any]]:
    """Give the selectors, the narrowest first."""
    found: list[dict[str, Any]] = []
    if at is not None and at.start is not None:
        found.append({"type": "TextPositionSelector", "start": at.start, "end": at.end})
    if quote is not None:
        found.append({"type": "TextQuoteSelector", "exact": quote})
    if at is not None and at.paragraph is not None:
        found.append(_fragment(f"paragraph={at.paragraph}", _PARAGRAPHS))
    if at is not None and at.page is not None:
        found.append(_fragment(f"page={at.page}", _PDF_PAGES))
    return found


def _fragment(value: str, rule: str) -> dict[str, Any]:
    """Give a fragment and the rule that it follows."""
    return {"type": "FragmentSelector", "value": value, "conformsTo": rule}


def _state(source: Source) -> dict[str, Any]:
    """Give the copy of a page, and when it was read."""
    state: dict[str, Any] = {}
    if source.retrieved is not None and _TIME.fullmatch(source.retrieved.text):
        state["sourceDate"] = source.retrieved.text
    if source.archived_url is not None and is_link(source.archived_url):
        state["cached"] = source.archived_url
    return {"state": {"type": "TimeState", **state}} if state else {}


WRITER: Final = Format(
    name=NAME,
    title="W3C Web Annotation, in JSON-LD",
    suffixes=(".anno.jsonld",),
    save=_save,
)
