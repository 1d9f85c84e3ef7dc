"""
Linked Places Format, version 1.1: the places of an atlas as a gazetteer.

Names, geometries and links stand where the format has them, claims as descriptions with their
source. What it has no place for stands in a member of our own, ``balkanroute:record``, of the
feature and of the collection, so that an atlas comes back whole. Entries that were made of such a
record are marked. https://github.com/LinkedPasts/linked-places-format describes the format.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from balkanroute._files import write_whole
from balkanroute.model import KINDS, Atlas, Claim, Place, is_link, to_plain
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

NAME: Final = "linked-places"
#: All that an atlas says is held: see the module.
CARRIER: Final = Carrier(format=NAME, held={kind: every_field(kind) for kind in ("atlas", *KINDS)})
CONTEXT: Final = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/"
    "linkedplaces-context-v1.1.jsonld"
)
#: The member that holds what the format has no place for, and what marks an entry made of that.
BLOCK: Final = "balkanroute:record"
MADE: Final = "balkanroute:made_from"
#: Our own terms. What stands in the block is a JSON literal: nothing in it is taken for a term.
_TERMS: Final = {
    "@version": 1.1,
    "balkanroute": f"{NAMESPACE}terms:",
    BLOCK: {"@id": BLOCK, "@type": "@json"},
    "fclasses": "http://www.geonames.org/ontology#featureClass",
}
#: Feature classes of GeoNames, as the World Historical Gazetteer takes them.
_CLASSES: Final = {
    "country": "A",
    "region": "A",
    "settlement": "P",
    "border": "L",
    "crossing": "S",
    "airport": "S",
    "corridor point": "R",
    "area": "L",
}
#: Concepts of the Getty Art and Architecture Thesaurus, for the kinds that have one.
_TYPES: Final = {
    "country": ("aat:300387506", "country"),
    "region": ("aat:300182722", "region (geographic)"),
    "settlement": ("aat:300008347", "inhabited place"),
}
_LINKS: Final = {
    "geonames": "https://www.geonames.org/{}",
    "wikidata": "http://www.wikidata.org/entity/{}",
    "tgn": "http://vocab.getty.edu/tgn/{}",
    "pleiades": "https://pleiades.stoa.org/places/{}",
}
_COUNTRY: Final = "iso3166-1"


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:  # noqa: ARG001 - others have no gazetteer of ours
    """Write a FeatureCollection."""
    spoken = _claims_by_place(atlas)
    known = {place.id for place in atlas.places}
    collection = {
        "type": "FeatureCollection",
        "@context": [CONTEXT, _TERMS],
        BLOCK: header_of(atlas) | lists_of(atlas, "places"),
        "features": [
            _feature(atlas, place, spoken.get(place.id, []), known) for place in atlas.places
        ],
    }
    write_whole(path, json_bytes(collection))
    return CARRIER.report(atlas)


def _claims_by_place(atlas: Atlas) -> dict[str, list[Claim]]:
    """Give the claims about each place, each once."""
    found: dict[str, list[Claim]] = {}
    for claim in atlas.claims:
        for key in dict.fromkeys(role.place for role in claim.where):
            found.setdefault(key, []).append(claim)
    return found


def _feature(atlas: Atlas, place: Place, claims: list[Claim], known: set[str]) -> dict[str, Any]:
    """Give a place as a feature."""
    plain = to_plain(place)
    block = {
        name: value
        for name, value in plain.items()
        if name not in ("name", "names", "geometry", "point")
    }
    members = {
        "types": _types(place),
        "links": _links(place),
        "relations": _relations(place, known),
        "descriptions": [_description(atlas, claim) for claim in claims if claim.says],
    }
    return {
        "@id": iri_of("place", place.id),
        "type": "Feature",
        "properties": _properties(place),
        "names": [_name(entry) for entry in plain.get("names", [])] or [_title(place)],
        "geometry": {"type": "GeometryCollection", "geometries": _geometries(place, plain)},
        **{name: value for name, value in members.items() if value},
        BLOCK: block,
    }


def _properties(place: Place) -> dict[str, Any]:
    """Give what a map shows."""
    country = place.ids.get(_COUNTRY)
    codes = {"ccodes": [country]} if country else {}
    return {"title": place.name, **codes, "fclasses": [_CLASSES[place.kind]]}


def _title(place: Place) -> dict[str, Any]:
    """Give the title as the one name that the format asks for."""
    return {"toponym": place.name, MADE: "title"}


def _name(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Give a name."""
    spelled = {"text": "toponym", "language": "lang", "script": "balkanroute:script"}
    return {spelled.get(name, name): value for name, value in plain.items()}


def _geometries(place: Place, plain: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give where a place lies, with what that rests on."""
    geometry = plain.get("geometry")
    if "point" in plain:
        geometry = {"type": "Point", "coordinates": plain["point"]}
    if geometry is None:
        return []
    cited = {} if place.provenance is None else {"citations": [{"label": place.provenance}]}
    return [{**geometry, **cited}]


def _types(place: Place) -> list[dict[str, Any]]:
    """Give the concept of a kind."""
    if place.kind not in _TYPES:
        return []
    identifier, label = _TYPES[place.kind]
    return [{"identifier": identifier, "label": label, MADE: "kind"}]


def _links(place: Place) -> list[dict[str, Any]]:
    """Give the same place elsewhere, for schemes that have addresses."""
    return [
        {
            "type": "exactMatch",
            "identifier": _LINKS[scheme].format(key),
            MADE: f"ids.{scheme}",
        }
        for scheme, key in place.ids.items()
        if scheme in _LINKS and key.isalnum()
    ]


def _relations(place: Place, known: set[str]) -> list[dict[str, Any]]:
    """Give the place that contains it, where that is in the file."""
    if place.within not in known or place.within is None:
        return []
    return [
        {
            "relationType": "gvp:broaderPartitive",
            "relationTo": iri_of("place", place.within),
            "label": f"part of {place.within}",
            MADE: "within",
        }
    ]


def _description(atlas: Atlas, claim: Claim) -> dict[str, Any]:
    """Give a claim about a place, with the address of what carried it."""
    source = atlas.source(claim.source)
    address = iri_of("source", source.id)
    if source.url and is_link(source.url) and not is_stricter(source, claim):
        address = source.url
    marked = {} if claim.sensitivity is None else {"balkanroute:sensitivity": claim.sensitivity}
    return {
        "@id": address,
        "value": claim.says,
        "lang": atlas.language,
        MADE: iri_of("claim", claim.id),
        **marked,
    }


WRITER: Final = Format(
    name=NAME,
    title="Linked Places Format, of historical gazetteers",
    suffixes=(".lpf.json", ".lpf.jsonld"),
    save=_save,
)
