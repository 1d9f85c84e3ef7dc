"""
PROV-O as JSON-LD: who said what, carried by which document, made of which (W3C, 2013).

A claim is an entity attributed to its speaker and derived from the document that carried it; the
first documents in the chain are its primary sources. What PROV has no term for has one of ours,
with what has parts as a JSON literal, so that no field is left out. The context stands in the
file: nothing is fetched to read it. https://www.w3.org/TR/prov-o/ describes the terms.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from shapely.geometry import mapping

from balkanroute._files import write_whole
from balkanroute.model import KINDS, Agent, Atlas, Claim, Place, Source, to_plain
from balkanroute.model.checks import is_link
from balkanroute.writers.formats import Format, PlaceLookup
from balkanroute.writers.json_records import NAMESPACE, header_of, iri_of, json_bytes
from balkanroute.writers.losses import Carrier, LossReport, every_field

CARRIER: Final = Carrier(
    format="prov", held={kind: every_field(kind) for kind in ("atlas", *KINDS)}
)
_ID: Final = {"@type": "@id"}
_JSON: Final = {"@type": "@json"}
#: All names that are used, each with its address and what its values are.
CONTEXT: Final[Mapping[str, Any]] = {
    "@version": 1.1,
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "br": f"{NAMESPACE}terms:",
    **dict.fromkeys(
        (
            "prov:wasAttributedTo", "prov:wasDerivedFrom", "prov:hadPrimarySource",
            "prov:wasQuotedFrom", "prov:wasRevisionOf", "prov:wasAssociatedWith", "prov:used",
            "prov:atLocation", "prov:hadMember", "foaf:page", "org:memberOf", "br:archived_page",
            "br:repeats", "br:supports", "br:contradicts", "br:narrows", "br:retracts",
        ),
        _ID,
    ),
    **dict.fromkeys(
        (
            "br:extra", "br:quantities", "br:at", "br:relations", "br:where", "br:routes",
            "br:legs", "br:names", "br:ids", "br:topics",
        ),
        _JSON,
    ),
    "geo:asGeoJSON": {"@type": "geo:geoJSONLiteral"},
}  # fmt: skip
#: Fields of ours that have a term of somebody else's, by list.
_TERMS: Final[Mapping[str, Mapping[str, str]]] = {
    "atlas": {
        "title": "dcterms:title", "language": "dcterms:language", "licence": "dcterms:license",
        "summary": "dcterms:abstract", "note": "rdfs:comment", "date": "dcterms:date",
    },
    "sources": {
        "title": "dcterms:title", "language": "dcterms:language", "licence": "dcterms:license",
        "publisher": "dcterms:publisher", "published": "dcterms:issued", "note": "rdfs:comment",
    },
    "agents": {"name": "rdfs:label", "note": "rdfs:comment"},
    "places": {"name": "rdfs:label", "note": "rdfs:comment"},
    "routes": {"name": "rdfs:label", "note": "rdfs:comment"},
    "claims": {
        "says": "prov:value", "about": "dcterms:temporal", "recorded": "prov:generatedAtTime",
        "note": "rdfs:comment",
    },
}  # fmt: skip
_DATES: Final = frozenset({"date", "published", "retrieved", "about", "recorded"})
_AGENTS: Final = {
    "person": ["prov:Agent", "prov:Person"],
    "government body": ["prov:Agent", "prov:Organization"],
    "organisation": ["prov:Agent", "prov:Organization"],
    "outlet": ["prov:Agent", "prov:Organization"],
}
#: Dates of which XML Schema has the very form, longest first.
_FORMS: Final = (
    ("xsd:dateTime", re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?", re.ASCII)),
    ("xsd:date", re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)),
    ("xsd:gYearMonth", re.compile(r"\d{4}-(?:0\d|1[0-2])", re.ASCII)),
    ("xsd:gYear", re.compile(r"\d{4}", re.ASCII)),
)
_REVISIONS: Final = {"supersedes": "prov:wasRevisionOf"}


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:  # noqa: ARG001 - records are written whole
    """Write an atlas as one graph."""
    first = _origins(atlas)
    graph = [_atlas(atlas)]
    graph += [_source(source) for source in atlas.sources]
    graph += [_agent(agent) for agent in atlas.agents]
    graph += [_place(place) for place in atlas.places]
    graph += [
        _node("routes", route.id, ["prov:Entity", "br:Route"], to_plain(route))
        for route in atlas.routes
    ]
    graph += [_claim(atlas, claim, first.get(claim.id, ())) for claim in atlas.claims]
    write_whole(path.resolve(), json_bytes({"@context": dict(CONTEXT), "@graph": graph}))
    return CARRIER.report(atlas)


def _origins(atlas: Atlas) -> dict[str, tuple[str, ...]]:
    """Give the first sources behind each claim."""
    if not atlas.claims:
        return {}
    from balkanroute import analysis, frames

    found = analysis.origins(frames.claims_frame(atlas), frames.sources_frame(atlas))
    return dict(zip(found.index, found, strict=True))


def _node(
    kind: str, key: str, types: list[str], plain: Mapping[str, Any], **more: object
) -> dict[str, Any]:
    """Give a record as a node: each of its fields under a term."""
    terms = _TERMS[kind]
    node: dict[str, Any] = {"@id": _iri(kind, key), "@type": types}
    for name, value in plain.items():
        if name != "id":
            term = terms.get(name, f"br:{name}")
            node[term] = _date(value) if name in _DATES else value
    return node | {name.replace("_", ":", 1): value for name, value in more.items() if value}


def _iri(kind: str, key: str) -> str:
    """Give the address of a record."""
    return iri_of(KINDS.get(kind, kind), key)


def _date(text: str) -> dict[str, str]:
    """Give a date by its own precision: no day is made of a month, no midnight of a day."""
    form = next((name for name, form in _FORMS if form.fullmatch(text)), "edtf:EDTF")
    return {"@value": text, "@type": form}


def _atlas(atlas: Atlas) -> dict[str, Any]:
    """Give the atlas as a collection of its claims."""
    plain = header_of(atlas)
    recorder = plain.pop("recorder", None)
    return _node(
        "atlas",
        atlas.title,
        ["prov:Entity", "prov:Collection"],
        plain,
        prov_wasAttributedTo=_iri("agents", recorder) if recorder else None,
        prov_hadMember=[_iri("claims", claim.id) for claim in atlas.claims],
    )


def _source(source: Source) -> dict[str, Any]:
    """Give a source as an entity, derived from those that it repeats."""
    plain = to_plain(source)
    parents = [_iri("sources", key) for key in plain.pop("derived_from", ())]
    pages = {}
    for name, term in (("url", "foaf_page"), ("archived_url", "br_archived_page")):
        if is_link(plain.get(name, "")):
            pages[term] = plain[name]
    return _node("sources", source.id, ["prov:Entity"], plain, prov_wasDerivedFrom=parents, **pages)


def _agent(agent: Agent) -> dict[str, Any]:
    """Give an agent."""
    plain = to_plain(agent)
    body = plain.pop("member_of", None)
    types = _AGENTS.get(agent.kind, ["prov:Agent"])
    member = _iri("agents", body) if body else None
    return _node("agents", agent.id, types, plain, org_memberOf=member)


def _place(place: Place) -> dict[str, Any]:
    """Give a place as a location, its geometry as GeoJSON."""
    plain = to_plain(place)
    plain.pop("point", None)
    plain.pop("geometry", None)
    shape = None if place.geometry is None else json.dumps(mapping(place.geometry))
    return _node("places", place.id, ["prov:Location"], plain, geo_asGeoJSON=shape)


def _claim(atlas: Atlas, claim: Claim, first: tuple[str, ...]) -> dict[str, Any]:
    """Give a claim as an entity, with the activity that recorded it."""
    plain = to_plain(claim)
    for name in ("speaker", "source", "recorder"):
        plain.pop(name, None)
    carrier = _iri("sources", claim.source)
    named = dict.fromkeys(entry.place for entry in claim.where)
    more: dict[str, object] = {
        "prov_wasAttributedTo": _iri("agents", claim.speaker),
        "prov_wasDerivedFrom": carrier,
        "prov_hadPrimarySource": [_iri("sources", key) for key in first],
        "prov_wasQuotedFrom": carrier if claim.quote else None,
        "prov_atLocation": [_iri("places", key) for key in named],
        "prov_wasGeneratedBy": _recording(atlas, claim),
    }
    for relation in claim.relations:
        term = _REVISIONS.get(relation.kind, f"br:{relation.kind}").replace(":", "_", 1)
        more.setdefault(term, [])
        others = more[term]
        if isinstance(others, list) and _iri("claims", relation.claim) not in others:
            others.append(_iri("claims", relation.claim))
    return _node("claims", claim.id, ["prov:Entity", "br:Claim"], plain, **more)


def _recording(atlas: Atlas, claim: Claim) -> dict[str, Any] | None:
    """Give the activity by which a claim came into the atlas, where a recorder is known."""
    recorder = atlas.recorder_of(claim)
    if recorder is None:
        return None
    return {
        "@id": _iri("recording", claim.id),
        "@type": ["prov:Activity"],
        "prov:wasAssociatedWith": _iri("agents", recorder),
        "prov:used": _iri("sources", claim.source),
    }


WRITER: Final = Format(
    name="prov",
    title="PROV-O in JSON-LD: who said what, and where it comes from",
    suffixes=(".prov.jsonld",),
    save=_save,
)
