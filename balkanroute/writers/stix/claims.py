"""Claims as notes, and what they say of each other as opinions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from balkanroute.model import Claim, to_plain
from balkanroute.writers.json_records import is_stricter
from balkanroute.writers.stix.confidence import confidence_of
from balkanroute.writers.stix.extension import extended
from balkanroute.writers.stix.markings import marks
from balkanroute.writers.stix.names import Names
from balkanroute.writers.stix.records import reference_to

_NATIVE: Final = frozenset({"says", "topics", "sensitivity"})
#: What a relation is as an opinion; STIX has stronger words too, which nobody said.
_OPINIONS: Final = {"supports": "agree", "contradicts": "disagree"}


def note_of(names: Names, claim: Claim) -> dict[str, Any]:
    """Give a claim as a note on its places, its routes and its speaker."""
    atlas = names.atlas
    plain = {name: value for name, value in to_plain(claim).items() if name not in _NATIVE}
    speaker, source = atlas.agent(claim.speaker), atlas.source(claim.source)
    cited = [] if is_stricter(source, claim) else [reference_to(source)]
    return {
        "type": "note",
        "spec_version": "2.1",
        "id": names.claim(claim.id),
        **names.author(atlas.recorder_of(claim)),
        **names.stamps(claim.recorded),
        "content": claim.says,
        **({} if is_stricter(speaker, claim) else {"authors": [speaker.name]}),
        "object_refs": _subjects(names, claim),
        **({"labels": list(claim.topics)} if claim.topics else {}),
        **confidence_of(claim),
        "lang": atlas.language,
        **({"external_references": cited} if cited else {}),
        **marks(claim.sensitivity),
        **extended("claims", plain | {"references": len(cited)}),
    }


def _subjects(names: Names, claim: Claim) -> list[str]:
    """Give what a claim is about, its speaker last, each once."""
    places = [names.place(names.atlas.place(role.place)) for role in claim.where]
    routes = [names.route(role.route) for role in claim.routes]
    return list(dict.fromkeys([*places, *routes, names.agent(claim.speaker)]))


def opinions_of(names: Names, claim: Claim) -> Iterator[dict[str, Any]]:
    """Give what a claim does to others as opinions on their notes."""
    for number, relation in enumerate(claim.relations):
        opinion = _OPINIONS.get(relation.kind)
        if opinion is None:
            continue
        other = names.atlas.claim(relation.claim)
        said = {} if relation.note is None else {"explanation": relation.note}
        yield {
            "type": "opinion",
            "spec_version": "2.1",
            "id": names.made("opinion", "relation", f"{claim.id} {number}"),
            **names.author(relation.by or names.atlas.recorder_of(claim)),
            **names.stamps(claim.recorded),
            **said,
            "opinion": opinion,
            "object_refs": [names.claim(other.id)],
            **marks(claim.sensitivity, other.sensitivity),
            **extended("made", {"made_from": "relations", "claim": claim.id}),
        }
