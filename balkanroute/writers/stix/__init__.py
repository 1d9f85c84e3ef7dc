"""
STIX 2.1: an atlas as a bundle, for those who exchange threat intelligence.

Places are locations, agents identities, sources reports, claims notes, routes groupings; a claim
that supports or contradicts another is an opinion too. What STIX has no place for stands in an
extension of our own, so that an atlas comes back whole. Nothing beyond the standard library is
needed. https://docs.oasis-open.org/cti/stix/v2.1/ is the specification.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from balkanroute._files import write_whole
from balkanroute.model import KINDS, Atlas
from balkanroute.writers.formats import Format, PlaceLookup
from balkanroute.writers.json_records import header_of, json_bytes
from balkanroute.writers.losses import Carrier, LossReport, every_field
from balkanroute.writers.stix.claims import note_of, opinions_of
from balkanroute.writers.stix.extension import AUTHOR, definition, extended
from balkanroute.writers.stix.markings import definitions_of
from balkanroute.writers.stix.names import Names
from balkanroute.writers.stix.records import agent_of, descent_of, place_of, route_of, source_of

NAME: Final = "stix"
#: All that an atlas says is held: see the module.
CARRIER: Final = Carrier(format=NAME, held={kind: every_field(kind) for kind in ("atlas", *KINDS)})


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:  # noqa: ARG001 - others have no gazetteer of ours
    """Write a bundle."""
    names = Names.of(atlas)
    made = [*_objects(atlas, names)]
    bundle = {
        "type": "bundle",
        "id": names.made("bundle", "bundle", ""),
        "objects": [
            AUTHOR,
            definition(),
            *definitions_of(atlas),
            _whole(atlas, names, made),
            *made,
        ],
    }
    write_whole(path, json_bytes(bundle))
    return CARRIER.report(atlas)


def _objects(atlas: Atlas, names: Names) -> Iterator[dict[str, Any]]:
    """Give the objects of the records, in the records' order, and what follows from them."""
    yield from (source_of(names, source) for source in atlas.sources)
    yield from (agent_of(names, agent) for agent in atlas.agents)
    yield from (place_of(names, place) for place in atlas.places)
    yield from (route_of(names, route) for route in atlas.routes)
    yield from (note_of(names, claim) for claim in atlas.claims)
    for claim in atlas.claims:
        yield from opinions_of(names, claim)
    for source in atlas.sources:
        yield from descent_of(names, source)


def _whole(atlas: Atlas, names: Names, made: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the atlas itself, as a grouping of all that is in it."""
    header = header_of(atlas)
    title, summary = header.pop("title"), header.pop("summary", None)
    refs = [entry["id"] for entry in made]
    return {
        "type": "grouping",
        "spec_version": "2.1",
        "id": names.made("grouping", "atlas", ""),
        **names.stamps(atlas.date),
        "name": title,
        **({} if summary is None else {"description": summary}),
        "context": "unspecified",
        "object_refs": refs or [AUTHOR["id"]],
        **extended("atlas", header),
    }


WRITER: Final = Format(
    name=NAME,
    title="STIX 2.1, a bundle in JSON",
    suffixes=(".stix.json",),
    save=_save,
)
