"""
Schema.org, as JSON-LD: a data set with its claims, places and sources, for search engines.

One way out; nothing reads it back.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute._files import write_whole
from balkanroute.model import Agent, Atlas, Claim, Place, Relation, Source
from balkanroute.writers.features import credit_line
from balkanroute.writers.formats import Format, PlaceLookup
from balkanroute.writers.json_records import iri_of
from balkanroute.writers.losses import Carrier, Loss, LossReport
from balkanroute.writers.schema_terms import (
    CONTEXT,
    agent_node,
    dated,
    document_bytes,
    place_node,
    said,
    source_node,
)

NAME: Final = "schema-org"
CARRIER: Final = Carrier(
    format=NAME,
    held={
        "atlas": {"language", "summary", "date", "recorder", "licence", "note"},
        "sources": {
            "kind", "publisher", "url", "archived_url", "published", "language", "licence",
            "derived_from", "note", "sensitivity",
        },
        "agents": {"kind", "role", "member_of", "note", "sensitivity"},
        "places": {
            "names", "kind", "geometry", "precision_m", "provenance", "ids", "definition", "note",
            "sensitivity",
        },
        "claims": {
            "stance", "about", "where", "topics", "relations", "recorded", "note", "sensitivity",
        },
    },
    reasons={
        "routes": "schema.org has no word for a reported way",
        "claims.quantities": "schema.org has no figures of a claim",
        "claims.quote": "the words of others are not republished",
    },
)  # fmt: skip


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:  # noqa: ARG001 - geometry is written, not its key
    """Write an atlas as a graph of nodes, whole or not at all."""
    graph = [
        _dataset(atlas),
        *(_agent(agent) for agent in atlas.agents),
        *(_source(source) for source in atlas.sources),
        *(_place(place) for place in atlas.places),
        *(_claim(claim) for claim in atlas.claims),
    ]
    write_whole(path.resolve(), document_bytes({"@context": CONTEXT, "@graph": graph}))
    return CARRIER.report(atlas, *_in_values(atlas))


WRITER: Final = Format(
    name=NAME,
    title="schema.org JSON-LD: a data set of claims, places and sources, for search engines",
    suffixes=(".schema.jsonld",),
    save=_save,
)


def _to(kind: str, key: str) -> dict[str, str]:
    """Point at a node."""
    return {"@id": iri_of(kind, key)}


def _dataset(atlas: Atlas) -> dict[str, Any]:
    """Give the atlas as a data set."""
    return said(
        type="Dataset",
        name=atlas.title,
        description=atlas.summary,
        inLanguage=atlas.language,
        license=atlas.licence,
        creditText=credit_line(atlas),
        creator=_to("agent", atlas.recorder) if atlas.recorder is not None else None,
        br_note=atlas.note,
        hasPart=[_to("claim", claim.id) for claim in atlas.claims],
        citation=[_to("source", source.id) for source in atlas.sources],
        spatialCoverage=[_to("place", place.id) for place in atlas.places],
    ) | dated("dateModified", atlas.date)


def _agent(agent: Agent) -> dict[str, Any]:
    """Give who speaks."""
    belongs = _to("agent", agent.member_of) if agent.member_of is not None else None
    return _to("agent", agent.id) | agent_node(agent) | said(memberOf=belongs)


def _source(source: Source) -> dict[str, Any]:
    """Give a document, with those that it repeats."""
    parents = [_to("source", key) for key in source.derived_from]
    return _to("source", source.id) | source_node(source) | said(isBasedOn=parents)


def _place(place: Place) -> dict[str, Any]:
    """Give a place, drawn as what it is."""
    ids = [
        {"@type": "PropertyValue", "propertyID": scheme, "value": value}
        for scheme, value in place.ids.items()
    ]
    more = said(
        identifier=[place.id, *ids],
        alternateName=[
            {"@language": name.language, "@value": name.text} if name.language else name.text
            for name in place.names
        ],
        disambiguatingDescription=place.definition,
        br_provenance=place.provenance,
    )
    shapes = [*_shapes(place.geometry, place.precision_m)]
    drawn = {"geo": shapes[0] if len(shapes) == 1 else shapes} if shapes else {}
    known = {} if place.precision_m is None else {"br:precision_m": place.precision_m}
    return _to("place", place.id) | place_node(place) | more | drawn | known


def _shapes(geometry: BaseGeometry | None, precision_m: float | None) -> Iterator[dict[str, Any]]:
    """Give a geometry's parts: a disc where a point is known to a radius, else as they are."""
    for part in shapely.get_parts(geometry) if geometry is not None else ():
        if hasattr(part, "geoms"):
            yield from _shapes(part, precision_m)
        elif part.geom_type == "Point":
            yield _disc(part.x, part.y, precision_m)
        elif part.geom_type == "Polygon":
            yield {"@type": "GeoShape", "polygon": _corners(part.exterior)}
        else:
            yield {"@type": "GeoShape", "line": _corners(part)}


def _disc(longitude: float, latitude: float, precision_m: float | None) -> dict[str, Any]:
    """Give a point, and how far the truth may be from it, in metres."""
    point = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    if not precision_m:
        return point
    return {"@type": "GeoCircle", "geoMidpoint": point, "geoRadius": precision_m}


def _corners(line: BaseGeometry) -> str:
    """Write a line's corners, latitude first, as schema.org has it."""
    pairs = shapely.get_coordinates(line).tolist()
    return " ".join(f"{latitude!r},{longitude!r}" for longitude, latitude in pairs)


def _claim(claim: Claim) -> dict[str, Any]:
    """Give a claim, with who makes it and where it stands."""
    return (
        _to("claim", claim.id)
        | said(
            type="Claim",
            identifier=claim.id,
            text=claim.says,
            author=_to("agent", claim.speaker),
            appearance=_to("source", claim.source),
            temporalCoverage=claim.about.text if claim.about else None,
            contentLocation=[
                _to("place", spot.place) | said(br_role=spot.role) for spot in claim.where
            ],
            keywords=list(claim.topics),
            br_stance=claim.stance,
            br_relation=[_relation(relation) for relation in claim.relations],
            br_note=claim.note,
            br_sensitivity=claim.sensitivity,
        )
        | dated("dateCreated", claim.recorded)
    )


def _relation(relation: Relation) -> dict[str, Any]:
    """Give how a claim stands to another, for which schema.org has no word."""
    return said(
        kind=relation.kind,
        claim=_to("claim", relation.claim),
        by=_to("agent", relation.by) if relation.by is not None else None,
        note=relation.note,
    )


def _in_values(atlas: Atlas) -> Iterator[Loss]:
    """Count what is lost inside fields that are held."""
    total = len(atlas.places)
    scripts = sum(any(name.script for name in place.names) for place in atlas.places)
    yield Loss(kind="places", field="names", count=scripts, total=total, reason="scripts of names")
    holes = sum(_has_holes(place.geometry) for place in atlas.places)
    yield Loss(kind="places", field="geometry", count=holes, total=total, reason="holes in an area")


def _has_holes(geometry: BaseGeometry | None) -> bool:
    """Tell whether an area has holes."""
    if geometry is None:
        return False
    return any(
        _has_holes(part) if hasattr(part, "geoms") else bool(getattr(part, "interiors", ()))
        for part in shapely.get_parts(geometry)
    )
