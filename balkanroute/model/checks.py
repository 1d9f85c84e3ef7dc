"""What must hold between records, each rule a function that yields every problem it finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final
from urllib.parse import urlsplit

from balkanroute.errors import Problem, did_you_mean
from balkanroute.model.records import Agent, Claim, Place, Route, Source

Record = Source | Agent | Place | Route | Claim
Records = Mapping[str, Sequence[Any]]

#: The lists of an atlas, and what one record of each is called.
KINDS: Final = {
    "sources": "source",
    "agents": "agent",
    "places": "place",
    "routes": "route",
    "claims": "claim",
}
#: Schemes that become links; anything else stays text.
LINK_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_FOR_LATER: Final = frozenset({"warns", "predicts"})
_MOST_CYCLES: Final = 100
# To look for near words among all ids takes long where thousands of references are wrong.
_MOST_HINTS: Final = 50


def find_problems(
    records: Records, *, also_known: Mapping[str, Collection[str]] | None = None
) -> list[Problem]:
    """
    Find everything that is wrong or odd between records.

    Parameters
    ----------
    records
        The records by list: ``sources``, ``agents``, ``places``, ``routes``, ``claims``.
    also_known
        Ids by list that exist although their records could not be made, so that a reference
        to a broken record is not called unknown.

    Returns
    -------
    list of Problem
        Errors and warnings, in the order of the lists; empty where all is well.
    """
    known = {
        kind: {record.id for record in records[kind]} | set((also_known or {}).get(kind, ()))
        for kind in KINDS
    }
    rules: tuple[Callable[[], Iterator[Problem]], ...] = (
        lambda: _duplicate_ids(records),
        lambda: _unknown_references(records, known),
        lambda: _cycles(records["sources"], "sources", "derived_from", _parents),
        lambda: _cycles(records["claims"], "claims", "repeats", _repeated),
        lambda: _cycles(records["claims"], "claims", "supersedes", _superseded),
        lambda: _superseding_later(records),
        lambda: _about_the_future(records),
        lambda: _without_words(records["claims"]),
        lambda: _unsafe_links(records["sources"]),
    )
    return [problem for rule in rules for problem in rule()]


def _duplicate_ids(records: Records) -> Iterator[Problem]:
    """Find ids that two records of a list share."""
    for kind, name in KINDS.items():
        seen: dict[str, int] = {}
        for index, record in enumerate(records[kind]):
            first = seen.setdefault(record.id, index)
            if first != index:
                message = f"the id stands already at {kind}[{first}]; give one of them another"
                yield Problem(
                    path=(kind, index, "id"), record=f"{name} {record.id!r}", message=message
                )


def _unknown_references(records: Records, known: Mapping[str, set[str]]) -> Iterator[Problem]:
    """Find references to records that are not there."""
    finders: dict[str, Callable[[Any], Iterator[tuple[tuple[str | int, ...], str, str]]]] = {
        "sources": _source_references,
        "agents": _agent_references,
        "routes": _route_references,
        "claims": _claim_references,
    }
    hints: dict[tuple[str, str], str] = {}
    for kind, finder in finders.items():
        for index, record in enumerate(records[kind]):
            for path, target, key in finder(record):
                if key in known[target]:
                    continue
                if (target, key) not in hints and len(hints) < _MOST_HINTS:
                    hints[target, key] = did_you_mean(key, known[target])
                hint = hints.get((target, key), "")
                yield Problem(
                    path=(kind, index, *path),
                    record=f"{KINDS[kind]} {record.id!r}",
                    message=f"{KINDS[target]} {key!r} is not in the atlas{hint}",
                )


_Reference = tuple[tuple[str | int, ...], str, str]


def _source_references(source: Source) -> Iterator[_Reference]:
    """Give each reference of a source: its path, the list it points into, the id."""
    for i, parent in enumerate(source.derived_from):
        yield ("derived_from", i), "sources", parent


def _agent_references(agent: Agent) -> Iterator[_Reference]:
    """Give each reference of an agent."""
    if agent.member_of is not None:
        yield ("member_of",), "agents", agent.member_of


def _route_references(route: Route) -> Iterator[_Reference]:
    """Give each reference of a route's legs."""
    for i, leg in enumerate(route.legs):
        yield ("legs", i, "from"), "places", leg.origin
        yield ("legs", i, "to"), "places", leg.destination
        if leg.over is not None:
            yield ("legs", i, "over"), "places", leg.over
        for j, claim in enumerate(leg.claims):
            yield ("legs", i, "claims", j), "claims", claim


def _claim_references(claim: Claim) -> Iterator[_Reference]:
    """Give each reference of a claim."""
    yield ("speaker",), "agents", claim.speaker
    yield ("source",), "sources", claim.source
    if claim.recorder is not None:
        yield ("recorder",), "agents", claim.recorder
    for i, place in enumerate(claim.where):
        yield ("where", i), "places", place.place
    for i, route in enumerate(claim.routes):
        yield ("routes", i), "routes", route.route
    for i, relation in enumerate(claim.relations):
        yield ("relations", i, "claim"), "claims", relation.claim
        if relation.by is not None:
            yield ("relations", i, "by"), "agents", relation.by


def _parents(source: Source) -> Iterable[str]:
    """Give the sources that a source repeats."""
    return source.derived_from


def _repeated(claim: Claim) -> Iterable[str]:
    """Give the claims that a claim repeats."""
    return [relation.claim for relation in claim.relations if relation.kind == "repeats"]


def _superseded(claim: Claim) -> Iterable[str]:
    """Give the claims that a claim supersedes."""
    return [relation.claim for relation in claim.relations if relation.kind == "supersedes"]


def _cycles(
    records: Sequence[Any], kind: str, name: str, targets: Callable[[Any], Iterable[str]]
) -> Iterator[Problem]:
    """Find rings of references, each reported once, where its first record stands."""
    order: dict[str, int] = {}
    for index, record in enumerate(records):
        order.setdefault(record.id, index)
    graph: dict[str, list[str]] = {}
    for record in records:
        if known := [key for key in targets(record) if key in order]:
            graph.setdefault(record.id, []).extend(known)
    for _ in range(_MOST_CYCLES):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as cycle:
            ring = list(reversed(cycle.args[1]))
        else:
            return
        first = min(ring, key=order.__getitem__)
        start = ring.index(first)
        turned = [*ring[start:-1], *ring[:start], first] if start else ring
        yield Problem(
            path=(kind, order[first]),
            record=f"{KINDS[kind]} {first!r}",
            message=f"{name} goes in a ring: {' -> '.join(turned)}; take one of the steps out",
        )
        graph[ring[0]] = [key for key in graph[ring[0]] if key != ring[1]]


def _superseding_later(records: Records) -> Iterator[Problem]:
    """Find claims that say they supersede one published after them."""
    published = {source.id: source.published for source in records["sources"]}
    when = {claim.id: published.get(claim.source) for claim in records["claims"]}
    for index, claim in enumerate(records["claims"]):
        for i, relation in enumerate(claim.relations):
            mine, other = when[claim.id], when.get(relation.claim)
            if relation.kind != "supersedes" or mine is None or other is None:
                continue
            if mine.latest and other.earliest and mine.latest < other.earliest:
                yield Problem(
                    path=("claims", index, "relations", i),
                    record=f"claim {claim.id!r}",
                    message=(
                        f"it supersedes {relation.claim!r}, but was published ({mine}) before it "
                        f"({other}); turn the relation round"
                    ),
                )


def _about_the_future(records: Records) -> Iterator[Problem]:
    """Find claims about a time after their source came out, unless they speak of what may come."""
    published = {source.id: source.published for source in records["sources"]}
    for index, claim in enumerate(records["claims"]):
        out = published.get(claim.source)
        if claim.about is None or out is None or claim.stance in _FOR_LATER:
            continue
        if out.latest and claim.about.earliest and claim.about.earliest > out.latest:
            yield Problem(
                path=("claims", index, "about"),
                record=f"claim {claim.id!r}",
                message=(
                    f"it is about {claim.about}, after its source {claim.source!r} came out "
                    f"({out}); check the period, or the stance if it warns or predicts"
                ),
                severity="warning",
            )


def _without_words(claims: Sequence[Claim]) -> Iterator[Problem]:
    """Find drafts that nobody has put in words yet."""
    for index, claim in enumerate(claims):
        if not claim.says:
            yield Problem(
                path=("claims", index, "says"),
                record=f"claim {claim.id!r}",
                message=(
                    "it is a draft without words; read its passage, say it in your own words, "
                    "and take status: draft out of its extra"
                ),
                severity="warning",
            )


def _unsafe_links(sources: Sequence[Source]) -> Iterator[Problem]:
    """Find addresses that will be shown as text, since they are not safe to follow."""
    for index, source in enumerate(sources):
        for name in ("url", "archived_url"):
            address = getattr(source, name)
            if address is not None and not is_link(address):
                yield Problem(
                    path=("sources", index, name),
                    record=f"source {source.id!r}",
                    message=(
                        f"{name} {address[:60]!r} is not an http, https or mailto address; "
                        f"it is shown as text, not as a link"
                    ),
                    severity="warning",
                )


def is_link(address: str) -> bool:
    """
    Tell whether an address may become a link.

    Parameters
    ----------
    address
        Any text.

    Returns
    -------
    bool
        True for an absolute http, https or mailto address without white space or controls.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    clean = address.isprintable() and not any(letter.isspace() for letter in address)
    return clean and parts.scheme in LINK_SCHEMES and bool(parts.netloc or parts.path)
