"""What was known on a given day: the atlas as it stood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from balkanroute.errors import InvalidRecord
from balkanroute.model import Agent, Atlas, Claim, Route
from balkanroute.periods import Period


def as_of(atlas: Atlas, day: date | str, *, strict: bool = False) -> Atlas:
    """
    Give an atlas as it stood on a day.

    Parameters
    ----------
    atlas
        The atlas.
    day
        A date, or a day as text: ``2023-11-03``. What came out on that day is in.
    strict
        Whether a source counts only where it had come out by then for certain, by the last day
        that its date allows. Otherwise it counts where it may have come out, by the first; a
        source without a date then counts, and a strict answer leaves it out.

    Returns
    -------
    Atlas
        The sources that were out and those that they repeat, out or not, since whoever repeats
        a paper had it; the claims carried by what was out; of their relations those to claims
        that are still there, so that corrections to come are not made yet; of routes the legs
        that a claim speaks of that is still there, or that never had one. Agents and places
        that only what is gone spoke of are gone. ``date`` is the day.

        When a relation or a chain of sources was seen is not recorded, so the recorder's later
        insight stays; so do notes and the summary, as they are.

    Raises
    ------
    InvalidRecord
        When the text is not a day.
    """
    limit = _day(day)
    out = {s.id for s in atlas.sources if _is_out(s.published, limit, strict=strict)}
    told = {claim.id for claim in atlas.claims if claim.source in out}
    routes = tuple(_routes(atlas, told))
    known = {route.id for route in routes}
    claims = tuple(_claim(claim, told, known) for claim in atlas.claims if claim.id in told)
    behind = _with_all(out, lambda key: atlas.source(key).derived_from)
    agents = _agents(atlas, claims)
    places = _places(atlas, claims, routes)
    return replace(
        atlas,
        date=Period(limit.isoformat()),
        sources=tuple(source for source in atlas.sources if source.id in behind),
        agents=tuple(agent for agent in atlas.agents if agent.id in agents),
        places=tuple(place for place in atlas.places if place.id in places),
        routes=routes,
        claims=claims,
    )


def _day(day: date | str) -> date:
    """Read a day."""
    if isinstance(day, datetime):
        return day.date()
    if isinstance(day, date):
        return day
    period = Period(day)
    if period.earliest is None or period.earliest != period.latest:
        raise InvalidRecord(f"as of {day!r}: that is not one day; write it like '2023-11-03'")
    return period.earliest


def _is_out(published: Period | None, day: date, *, strict: bool) -> bool:
    """Tell whether what came out then was out on a day, for certain or perhaps."""
    if strict:
        return bool(published and published.latest and published.latest <= day)
    return not published or (published.earliest or date.min) <= day


def _routes(atlas: Atlas, told: set[str]) -> Iterator[Route]:
    """Give the routes that were spoken of, without the legs that nobody spoke of yet."""
    spoken = {entry.route: False for claim in atlas.claims for entry in claim.routes}
    spoken |= {e.route: True for c in atlas.claims if c.id in told for e in c.routes}
    for route in atlas.routes:
        legs = tuple(
            replace(leg, claims=tuple(key for key in leg.claims if key in told))
            for leg in route.legs
            if not leg.claims or not told.isdisjoint(leg.claims)
        )
        if legs and (spoken.get(route.id, True) or any(leg.claims for leg in legs)):
            yield replace(route, legs=legs)


def _claim(claim: Claim, told: set[str], routes: set[str]) -> Claim:
    """Give a claim without what it says of claims and routes that are not there."""
    return replace(
        claim,
        relations=tuple(relation for relation in claim.relations if relation.claim in told),
        routes=tuple(entry for entry in claim.routes if entry.route in routes),
    )


def _agents(atlas: Atlas, claims: Iterable[Claim]) -> set[str]:
    """Give the agents that claims name, those that no claim ever did, and what they belong to."""
    named = set(_speaking(claims))
    unnamed = {agent.id for agent in atlas.agents} - set(_speaking(atlas.claims))
    recorder = {atlas.recorder} if atlas.recorder else set()
    return _with_all(named | unnamed | recorder, lambda key: _member_of(atlas.agent(key)))


def _speaking(claims: Iterable[Claim]) -> Iterator[str]:
    """Give the agents that claims name."""
    for claim in claims:
        yield claim.speaker
        if claim.recorder:
            yield claim.recorder
        yield from (relation.by for relation in claim.relations if relation.by)


def _member_of(agent: Agent) -> tuple[str, ...]:
    """Give the agent that an agent belongs to."""
    return (agent.member_of,) if agent.member_of else ()


def _places(atlas: Atlas, claims: Iterable[Claim], routes: Iterable[Route]) -> set[str]:
    """Give the places that records name, those that none ever did, and what contains them."""
    within = {place.id: place.within for place in atlas.places}
    named = set(_placed(claims, routes))
    unnamed = within.keys() - set(_placed(atlas.claims, atlas.routes))

    def around(key: str) -> tuple[str, ...]:
        outer = within[key]
        return (outer,) if outer in within and outer is not None else ()

    return _with_all(named | unnamed, around)


def _placed(claims: Iterable[Claim], routes: Iterable[Route]) -> Iterator[str]:
    """Give the places that claims and legs name."""
    for claim in claims:
        yield from (entry.place for entry in claim.where)
    for route in routes:
        for leg in route.legs:
            yield from (key for key in (leg.origin, leg.destination, leg.over) if key)


def _with_all(keys: set[str], further: Callable[[str], Iterable[str]]) -> set[str]:
    """Give ids with all that they lead to."""
    found = set(keys)
    waiting = list(keys)
    while waiting:
        fresh = [key for key in further(waiting.pop()) if key not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found
