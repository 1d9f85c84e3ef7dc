"""Notes, opinions, sightings and relationships to a location: what somebody says, as claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.model import PlaceRole, Quantity, Relation
from balkanroute.model.records import RelationKind
from balkanroute.periods import Period
from balkanroute.readers.json_records import listed, period_of, text_in
from balkanroute.readers.stix.bundles import Bundle, Entry
from balkanroute.readers.stix.records import rest_of

#: Of the enumeration of opinions in STIX 2.1; ``neutral`` takes no side.
_OPINIONS: Final[Mapping[str, RelationKind | None]] = {
    "strongly-disagree": "contradicts",
    "disagree": "contradicts",
    "neutral": None,
    "agree": "supports",
    "strongly-agree": "supports",
}
_SPOKEN: Final = ("note", "opinion", "sighting")


def is_statement(bundle: Bundle, entry: Entry) -> bool:
    """
    Tell whether an object says something that a claim can hold.

    Parameters
    ----------
    bundle
        Has the places.
    entry
        The object.

    Returns
    -------
    bool
        For a relationship, only where one of its ends is a location.
    """
    if entry.type != "relationship":
        return entry.type in _SPOKEN
    ends = (entry.value.get("source_ref"), entry.value.get("target_ref"))
    return any(bundle.known("places", end) for end in ends)


def add_statement(bundle: Bundle, entry: Entry) -> None:
    """
    Add the claim of an object.

    Parameters
    ----------
    bundle
        Where it is added.
    entry
        The object. A ``confidence`` is kept as the figure it is: which scale it came from, and
        which word of it, nobody says.

    Raises
    ------
    InvalidRecord
        When it says nothing.
    """
    value = entry.value
    fields = _WORDED[entry.type](bundle, entry)
    read = fields.pop("read")
    level, extra = rest_of(bundle, entry, *read, "labels", "created")
    bundle.gathering.add(
        "claims",
        ("stix", entry.key),
        id=entry.key,
        speaker=_speaker(bundle, entry),
        recorder=bundle.agent(value["created_by_ref"]) if value.get("created_by_ref") else None,
        source=bundle.source(entry),
        topics=tuple(label for label in listed(value.get("labels")) if isinstance(label, str)),
        recorded=period_of(value.get("created")),
        sensitivity=level,
        extra=extra,
        **fields,
    )


def _speaker(bundle: Bundle, entry: Entry) -> str:
    """Give who speaks: the first author that is named, else whoever made the object."""
    authors = [name for name in listed(entry.value.get("authors")) if isinstance(name, str)]
    for name in authors:
        if name.strip():
            return bundle.gathering.add("agents", ("author", name), name=name, kind="person")
    return bundle.agent(entry.value.get("created_by_ref"))


def _where(bundle: Bundle, refs: object) -> tuple[PlaceRole, ...]:
    """Give the places among some objects."""
    found = (bundle.known("places", ref) for ref in listed(refs))
    return tuple(PlaceRole(place=place) for place in dict.fromkeys(found) if place is not None)


def _note(bundle: Bundle, entry: Entry) -> dict[str, Any]:
    """Read a note: its content is what is said."""
    says = text_in(entry.value, "content", "abstract", "description")
    if says is None:
        raise InvalidRecord(f"{entry.key[:80]} has no content")
    where = _where(bundle, entry.value.get("object_refs"))
    return {"says": says, "where": where, "read": ("content",)}


def _opinion(bundle: Bundle, entry: Entry) -> dict[str, Any]:
    """Read an opinion: its explanation, or its word put in a sentence."""
    word = str(entry.value.get("opinion", ""))
    if word not in _OPINIONS:
        raise InvalidRecord(
            f"{entry.key[:80]}: opinion {word[:40]!r} is none of {', '.join(_OPINIONS)}"
        )
    refs = listed(entry.value.get("object_refs"))
    named = "; ".join(bundle.called(ref) for ref in refs)
    says = text_in(entry.value, "explanation") or f"Opinion ({word}) on: {named}."
    return {"says": says, "where": _where(bundle, refs), "read": ("explanation",)}


def _sighting(bundle: Bundle, entry: Entry) -> dict[str, Any]:
    """Read a sighting: of what, where, when and how often."""
    value = entry.value
    count = value.get("count")
    seen = type(count) is int and count >= 0
    of = bundle.called(value.get("sighting_of_ref"))
    times = f" {count} times" if seen else ""
    says = text_in(value, "description") or f"{of} was sighted{times}."
    quantities = (Quantity(what=f"sightings of {of}", unit="sighting", best=count),) if seen else ()
    return {
        "says": says,
        "where": _where(bundle, value.get("where_sighted_refs")),
        "quantities": quantities,
        "about": _span(value, "first_seen", "last_seen"),
        "stance": "reports",
        "read": ("count", "description"),
    }


def _relationship(bundle: Bundle, entry: Entry) -> dict[str, Any]:
    """Read a relationship to a location."""
    value = entry.value
    ends = [value.get("source_ref"), value.get("target_ref")]
    kind = text_in(value, "relationship_type") or "related-to"
    plain = f"{bundle.called(ends[0])} {kind.replace('-', ' ')} {bundle.called(ends[1])}."
    return {
        "says": text_in(value, "description") or plain,
        "where": _where(bundle, ends),
        "about": _span(value, "start_time", "stop_time"),
        "read": ("description",),
    }


_WORDED: Final = {
    "note": _note,
    "opinion": _opinion,
    "sighting": _sighting,
    "relationship": _relationship,
}


def _span(value: Mapping[str, Any], first: str, last: str) -> Period | None:
    """Give the period between two times."""
    start, end = period_of(value.get(first)), period_of(value.get(last))
    if start is None or end is None or start == end:
        known = start or end
        if known is None or start == end:
            return known
        return Period(f"{known}/..") if start else Period(f"/{known}")
    return Period(f"{start}/{end}")


def put_relations(bundle: Bundle, entries: list[Entry]) -> None:
    """
    Say what opinions do to the claims that they are on.

    Parameters
    ----------
    bundle
        Has the claims.
    entries
        What was said, all of it: an opinion may stand before what it is on.
    """
    for entry in entries:
        kind = _OPINIONS.get(str(entry.value.get("opinion", "")))
        made = bundle.known("claims", entry.key)
        if entry.type != "opinion" or kind is None or made is None:
            continue
        found = (bundle.known("claims", ref) for ref in listed(entry.value.get("object_refs")))
        others = [other for other in dict.fromkeys(found) if other not in (None, made)]
        relations = tuple(Relation(kind=kind, claim=str(other)) for other in others)
        claim = bundle.gathering.record("claims", made)
        bundle.gathering.put("claims", replace(claim, relations=relations))
