"""An annotation to a claim, or to one for each of its targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.model import PlaceRole
from balkanroute.readers.gathering import Gathering, id_of
from balkanroute.readers.json_records import listed, period_of, text_in
from balkanroute.readers.web_annotation.bodies import Said, said_in
from balkanroute.readers.web_annotation.selectors import checked
from balkanroute.readers.web_annotation.targets import Target, targets_in
from balkanroute.readers.web_annotation.types import is_a, types_of

NAME: Final = "web-annotation"
_KINDS: Final = (("Person", "person"), ("Organization", "organisation"), ("Group", "group"))
_TAKEN: Final = ("@context", "type", "@type", "body", "bodyValue", "target", "created")


def add_annotation(gathering: Gathering, annotation: object, number: int) -> None:
    """
    Add the claims of an annotation.

    Parameters
    ----------
    gathering
        Where they are added.
    annotation
        As the file has it.
    number
        Of the annotation, for its warnings.

    Raises
    ------
    InvalidRecord
        When it is no annotation, has no target, or stands twice.
    """
    if not isinstance(annotation, Mapping) or not is_a(annotation, "Annotation"):
        raise InvalidRecord(f"expected an Annotation, found {str(annotation)[:40]!r}")
    address = text_in(annotation, "id", "@id")
    key = address or ("annotation", number)
    if gathering.known("claims", (key, 0)) is not None:
        raise InvalidRecord(f"the annotation {str(address)[:80]!r} stands in the file already")
    targets = list(targets_in(annotation))
    if not targets:
        raise InvalidRecord("it has no target with an address, so it speaks of nothing")
    said = said_in(annotation)
    speaker = _speaker(gathering, annotation)
    for index, target in enumerate(targets):
        source = gathering.add(
            "sources", ("target", target.address, target.archived_url), **target.source()
        )
        fields = _fields(gathering, annotation, said, target, number)
        gathering.add(
            "claims",
            (key, index),
            id=_id(address),
            speaker=speaker,
            recorder=speaker,
            source=source,
            **fields,
        )


def _id(address: str | None) -> str | None:
    """Make an id of the last part of an address."""
    if address is None:
        return None
    last = address.rstrip("/#").replace("#", "/").rpartition("/")[2]
    return id_of(last, "annotation")


def _fields(
    gathering: Gathering,
    annotation: Mapping[str, Any],
    said: Said,
    target: Target,
    number: int,
) -> dict[str, Any]:
    """Give the fields of a claim, apart from who speaks in which source."""
    selector, reason = checked(target.spot)
    rest = {name: value for name, value in annotation.items() if name not in _TAKEN}
    recorded = period_of(annotation.get("created"))
    if recorded is None and "created" in annotation:
        rest["created"] = annotation["created"]
    if reason is not None:
        gathering.warn(number, f"{reason}; it is kept under extra", f"annotation {number}")
        rest["selector"] = target.spot.parts
    if said.rest:
        rest["body"] = said.rest
    if target.rest:
        rest["target"] = target.rest
    return {
        "says": _words(annotation, said, target),
        "topics": tuple(said.topics),
        "where": tuple(_where(gathering, said, target)),
        "at": selector,
        "quote": target.spot.quote,
        "recorded": recorded,
        "extra": {NAME: rest} if rest else {},
    }


def _words(annotation: Mapping[str, Any], said: Said, target: Target) -> str:
    """Give the body's words; where it has none, say plainly what the annotation does."""
    if said.words:
        return "\n\n".join(said.words)
    if said.links:
        return f"Links it to {', '.join(said.links)}."
    if said.topics:
        return f"Tags it: {', '.join(said.topics)}."
    motives = [text for text in listed(annotation.get("motivation")) if isinstance(text, str)]
    marked = "a passage of it" if target.spot.parts or target.spot.quote else "it"
    return f"Marks {marked} ({', '.join(motives)})." if motives else f"Marks {marked}."


def _where(gathering: Gathering, said: Said, target: Target) -> list[PlaceRole]:
    """Add the places that the bodies name; where they lie is known only if a body says so."""
    found = []
    for spot in said.places:
        place = gathering.add(
            "places",
            ("body", spot.address),
            name=spot.name or target.spot.quote or spot.address,
            geometry=spot.geometry,
            ids={**spot.ids, "uri": spot.address},
        )
        found.append(PlaceRole(place=place))
    return found


def _speaker(gathering: Gathering, annotation: Mapping[str, Any]) -> str:
    """Add who made an annotation: its creator, else what generated it, else somebody unnamed."""
    for member in ("creator", "dcterms:creator", "annotatedBy", "generator"):
        for value in listed(annotation.get(member)):
            made = _agent(gathering, value)
            if made is not None:
                return made
    return gathering.add(
        "agents",
        ("unnamed",),
        name="Whoever made the annotations",
        kind="unnamed",
    )


def _agent(gathering: Gathering, value: object) -> str | None:
    """Add an agent, once."""
    if isinstance(value, str):
        value = {"id": value}
    address = text_in(value, "id", "@id")
    name = text_in(value, "name", "nickname", "label", "email") or address
    if name is None or not isinstance(value, Mapping):
        return None
    default = "unnamed" if name == address else "organisation"
    kind = next((kind for mark, kind in _KINDS if mark in types_of(value)), default)
    rest = {key: inner for key, inner in value.items() if key not in ("type", "name")}
    if "Software" in types_of(value):
        rest["type"] = value.get("type") or value.get("@type")
    extra = {NAME: rest} if rest else {}
    return gathering.add("agents", ("agent", address or name), name=name, kind=kind, extra=extra)
