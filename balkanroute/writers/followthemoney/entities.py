"""
Records as entities of FollowTheMoney, each property as its schema documents it.

What is denied, foretold or warned of is a Note, never an Event, and whatever is said is said
with its speaker, since the schema has no field for a stance.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from shapely.geometry import Point

from balkanroute.model import Agent, Atlas, Claim, Leg, Place, Route, Source, to_plain
from balkanroute.writers.followthemoney import values
from balkanroute.writers.followthemoney.values import Properties, entity_id
from balkanroute.writers.markings import strictest

#: An entity: its id, its schema, its properties, and our data.
Entity = tuple[str, str, Properties, dict[str, Any]]
_DERIVED: Final[dict[str, Any]] = {"derived": True}
_AGENTS: Final = {
    "person": "Person",
    "government body": "PublicBody",
    "organisation": "Organization",
    "outlet": "Organization",
    "group": "Organization",
    "unnamed": "LegalEntity",
}
_BODIES: Final = frozenset({"PublicBody", "Organization"})
#: Stances of which what is said may not have come about.
_NO_EVENT: Final = frozenset({"denies", "warns", "predicts"})


def entities(atlas: Atlas) -> Iterator[Entity]:
    """
    Give the entities of an atlas.

    Parameters
    ----------
    atlas
        The atlas.

    Yields
    ------
    tuple
        Id, schema, properties without those that say nothing, and our data.
    """
    for key, schema, properties, held in _all(atlas):
        yield key, schema, {name: said for name, said in properties.items() if said}, held


def _all(atlas: Atlas) -> Iterator[Entity]:
    """Give the entities in the order of the atlas."""
    yield _folder(atlas)
    for number, source in enumerate(atlas.sources):
        yield _source(source, {"sources": number, "record": to_plain(source)})
    for number, agent in enumerate(atlas.agents):
        yield _agent(agent, {"agents": number, "record": to_plain(agent)})
    for number, place in enumerate(atlas.places):
        yield _place(place, {"places": number, "record": to_plain(place)})
    for number, route in enumerate(atlas.routes):
        for step, leg in enumerate(route.legs):
            held = {"routes": number, "record": to_plain(route)} if not step else _DERIVED
            yield _trip(atlas, route, step, leg, held)
    for number, claim in enumerate(atlas.claims):
        yield _claim(atlas, claim, {"claims": number, "record": to_plain(claim)})
    yield from _links(atlas)


def _folder(atlas: Atlas) -> Entity:
    """Give the atlas itself."""
    plain = {
        name: value
        for name, value in to_plain(atlas).items()
        if name not in {"sources", "agents", "places", "routes", "claims"}
    }
    author = atlas.agent(atlas.recorder).name if atlas.recorder else None
    properties = {
        "title": values.line(atlas.title),
        "name": values.name(atlas.title),
        "summary": values.text(atlas.summary),
        "author": values.line(author),
        "date": values.moment(atlas.date),
        "language": values.language(atlas.language),
        "notes": values.text(atlas.note, _labelled("Licence", atlas.licence)),
    }
    return "atlas", "Folder", properties, {"atlas": plain}


def _labelled(label: str, said: object) -> str | None:
    """Put a label before what is said."""
    return f"{label}: {said}" if said else None


def _source(source: Source, held: dict[str, Any]) -> Entity:
    """Give a source as a document."""
    news = source.kind == "news"
    properties = {
        "title": values.line(source.title),
        "name": values.name(source.title),
        "fileName": [] if news else values.name(source.title) or ["-"],
        "publisher": values.line(source.publisher),
        "sourceUrl": values.link(source.url),
        "publishedAt": values.moment(source.published),
        "retrievedAt": values.moment(source.retrieved),
        "language": values.language(source.language),
        "notes": values.text(
            source.note,
            f"Kind: {source.kind}",
            _labelled("Archived", source.archived_url),
            values.doubts("Published", source.published),
            values.doubts("Retrieved", source.retrieved),
            _labelled("Reliability (Admiralty)", source.reliability),
            _labelled("Licence", source.licence),
            _labelled("Sensitivity", source.sensitivity),
        ),
    }
    return entity_id("sources", source.id), "Article" if news else "Document", properties, held


def _agent(agent: Agent, held: dict[str, Any]) -> Entity:
    """Give an agent as a person, a body or an organization."""
    schema = _AGENTS[agent.kind]
    role = values.line(agent.role)
    notes = values.text(
        agent.note,
        "Not named in the reporting" if agent.kind == "unnamed" else None,
        _labelled("Sensitivity", agent.sensitivity),
    )
    properties = {
        "name": values.name(agent.name) or ["-"],
        "position" if schema == "Person" else "summary": role,
        "notes": notes,
    }
    return entity_id("agents", agent.id), schema, properties, held


def _place(place: Place, held: dict[str, Any]) -> Entity:
    """Give a place as an address; only what is a point has coordinates."""
    point = place.geometry if isinstance(place.geometry, Point) else None
    code = place.ids.get("iso3166-1", "") if place.kind == "country" else ""
    aliases = [alias for one in place.names for alias in values.name(one.text)]
    others = dict.fromkeys(alias for alias in aliases if [alias] != values.name(place.name))
    near = None if place.precision_m is None else f"{place.precision_m:g} m"
    properties = {
        "full": values.name(place.name),
        "name": values.name(place.name),
        "alias": [*others],
        "longitude": [repr(point.x)] if point is not None else [],
        "latitude": [repr(point.y)] if point is not None else [],
        "country": [code.lower()] if code else [],
        "notes": values.text(
            place.note,
            place.definition,
            f"Kind: {place.kind}",
            _labelled("Known to within", near),
            _labelled("Sensitivity", place.sensitivity),
        ),
    }
    return entity_id("places", place.id), "Address", properties, held


def _trip(atlas: Atlas, route: Route, step: int, leg: Leg, held: dict[str, Any]) -> Entity:
    """Give a leg as a trip."""
    start, end = atlas.place(leg.origin), atlas.place(leg.destination)
    sources = dict.fromkeys(atlas.claim(key).source for key in leg.claims)
    said = f"A leg of {route.name!r}: {leg.basis}, mode {leg.mode}."
    properties = {
        "name": values.name(f"{start.name} to {end.name}") or ["-"],
        "startLocation": [entity_id("places", start.id)],
        "endLocation": [entity_id("places", end.id)],
        "summary": values.text(said),
        "proof": [entity_id("sources", key) for key in sources],
        "notes": values.text(
            route.note,
            leg.note,
            values.doubts("About", leg.about),
            _labelled("Sensitivity", route.sensitivity),
        ),
        **values.span(leg.about),
    }
    return f"{entity_id('routes', route.id)}-{step + 1}", "Trip", properties, held


def _claim(atlas: Atlas, claim: Claim, held: dict[str, Any]) -> Entity:
    """Give a claim as an event, or as a note where nothing need have come about."""
    source = atlas.source(claim.source)
    speaker = atlas.agent(claim.speaker)
    said = f"{speaker.name} {claim.stance}: {claim.says or '(no words yet)'}"
    places = list(dict.fromkeys(entry.place for entry in claim.where))
    happens = claim.stance not in _NO_EVENT and bool(claim.about or places)
    addresses = [entity_id("places", key) for key in places]
    properties = {
        "name": values.name(said),
        "description": values.text(said),
        "addressEntity": addresses,
        "proof": [entity_id("sources", source.id)],
        "publisher": values.line(source.publisher),
        "sourceUrl": values.link(source.url),
        "retrievedAt": values.moment(source.retrieved),
        "keywords": values.line(*claim.topics),
        "notes": values.text(
            claim.note,
            values.doubts("About", claim.about) if happens else _about(claim),
            _labelled("Likelihood", claim.likelihood),
            _labelled("Credibility (Admiralty)", claim.credibility),
            _labelled("Sensitivity", strictest(claim, speaker, source)),
        ),
    }
    if happens:
        properties["location"] = values.line(*(atlas.place(key).name for key in places))
        properties |= values.span(claim.about)
    return entity_id("claims", claim.id), "Event" if happens else "Note", properties, held


def _about(claim: Claim) -> str | None:
    """Say what a claim is about where its entity has no dates."""
    return None if claim.about is None else f"About: {claim.about.words()} (EDTF {claim.about})"


def _links(atlas: Atlas) -> Iterator[Entity]:
    """Give what joins records: who speaks where, who belongs where, what repeats what."""
    for speaker, key in dict.fromkeys((claim.speaker, claim.source) for claim in atlas.claims):
        source = entity_id("sources", key)
        ends = {"document": [source], "entity": [entity_id("agents", speaker)]}
        yield _link("Documentation", ends, "speaker")
    for agent in atlas.agents:
        if agent.member_of is not None:
            yield _membership(agent, atlas.agent(agent.member_of))
    for source_ in atlas.sources:
        for parent in dict.fromkeys(source_.derived_from):
            yield _joined("sources", source_.id, parent, "derived from")
    for claim in atlas.claims:
        pairs = dict.fromkeys((relation.kind, relation.claim) for relation in claim.relations)
        for kind, other in pairs:
            yield _joined("claims", claim.id, other, kind)


def _membership(agent: Agent, body: Agent) -> Entity:
    """Give who belongs where; the schema knows members of organizations only."""
    if _AGENTS[body.kind] not in _BODIES:
        return _joined("agents", agent.id, body.id, "member of")
    ends = {
        "member": [entity_id("agents", agent.id)],
        "organization": [entity_id("agents", body.id)],
    }
    return _link("Membership", ends, agent.role or "member")


def _joined(kind: str, one: str, other: str, role: str) -> Entity:
    """Give a link between two records of a list."""
    ends = {"subject": [entity_id(kind, one)], "object": [entity_id(kind, other)]}
    return _link("UnknownLink", ends, role)


def _link(schema: str, ends: Properties, role: str) -> Entity:
    """Give a link; its id is made of what it joins."""
    key = entity_id(
        "link", " ".join([schema, role, *(one for end in ends.values() for one in end)])
    )
    return key, schema, {**ends, "role": values.line(role)}, _DERIVED
