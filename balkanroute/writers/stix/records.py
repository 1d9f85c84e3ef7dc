"""Sources, agents, places and routes as objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from shapely.geometry import Point

from balkanroute.model import Agent, Place, Route, Source, is_link, to_plain
from balkanroute.periods import Period
from balkanroute.writers.stix.discs import disc_of
from balkanroute.writers.stix.extension import AUTHOR, extended
from balkanroute.writers.stix.markings import marks
from balkanroute.writers.stix.names import Names, country_of, day_of, ends_of

_CLASSES: Final = {
    "person": "individual",
    "government body": "organization",
    "organisation": "organization",
    "outlet": "organization",
    "group": "group",
    "unnamed": "unknown",
}
_POINT: Final = ("point", "precision_m")
_ALWAYS: Final = ("note", "sensitivity")


def reference_to(source: Source) -> dict[str, Any]:
    """
    Give a source as an external reference.

    Parameters
    ----------
    source
        Of the atlas.

    Returns
    -------
    dict
        Without hashes: those of the atlas are of passages, those of STIX of whole documents.
    """
    url = {"url": source.url} if source.url and is_link(source.url) else {}
    by = {"description": source.publisher} if source.publisher else {}
    return {"source_name": source.title, **by, **url, "external_id": source.id}


def source_of(names: Names, source: Source) -> dict[str, Any]:
    """Give a source as a report, or as a grouping of what it carries where it has no date."""
    plain = _without(to_plain(source), "title", *_ALWAYS)
    ref = names.source(source)
    held = [names.claim(key) for key in names.carried.get(source.id, ())]
    report = ref.startswith("report")
    return {
        **_head(names, ref, source.published),
        "name": source.title,
        **_described(source),
        **({"published": day_of(source.published)} if report else {"context": "unspecified"}),
        "object_refs": held or [AUTHOR["id"]],
        "external_references": [reference_to(source)],
        **marks(source.sensitivity),
        **extended("sources", plain | {"references": 1}),
    }


def agent_of(names: Names, agent: Agent) -> dict[str, Any]:
    """Give an agent as an identity."""
    plain = _without(to_plain(agent), "name", "role", *_ALWAYS)
    return {
        **_head(names, names.agent(agent.id)),
        "name": agent.name,
        **_described(agent),
        **({} if agent.role is None else {"roles": [agent.role]}),
        "identity_class": _CLASSES[agent.kind],
        **marks(agent.sensitivity),
        **extended("agents", plain),
    }


def place_of(names: Names, place: Place) -> dict[str, Any]:
    """Give a place as a location, or as a grouping of its claims where nobody knows where it is."""
    plain = _without(to_plain(place), "name", "ids", *_ALWAYS)
    if isinstance(place.geometry, Point):
        plain = _without(plain, *_POINT)
    ref = names.place(place)
    outside = [{"source_name": scheme, "external_id": key} for scheme, key in place.ids.items()]
    told = [names.claim(key) for key in names.told.get(place.id, ())]
    where = (
        _lies(place)
        if ref.startswith("location")
        else {"context": "unspecified", "object_refs": told or [AUTHOR["id"]]}
    )
    return {
        **_head(names, ref),
        "name": place.name,
        **_described(place),
        **where,
        **({"external_references": outside} if outside else {}),
        **marks(place.sensitivity),
        **extended("places", plain | {"references": len(outside)}),
    }


def _lies(place: Place) -> dict[str, Any]:
    """Say where a place lies: a point with its precision, a country, or a disc that holds it."""
    if isinstance(place.geometry, Point):
        known = {} if place.precision_m is None else {"precision": place.precision_m}
        return {"latitude": place.geometry.y, "longitude": place.geometry.x, **known}
    country = country_of(place)
    if country is not None:
        region = {"administrative_area": place.ids["iso3166-2"]} if place.kind == "region" else {}
        return {"country": country, **region}
    if place.geometry is None:
        return {}
    return dict(disc_of(place.geometry, place.precision_m))


def route_of(names: Names, route: Route) -> dict[str, Any]:
    """Give a route as a grouping of its places."""
    plain = _without(to_plain(route), "name", *_ALWAYS)
    ends = [names.atlas.place(key) for leg in route.legs for key in ends_of(leg)]
    return {
        **_head(names, names.route(route.id)),
        "name": route.name,
        **_described(route),
        "context": "unspecified",
        "object_refs": list(dict.fromkeys(map(names.place, ends))),
        **marks(route.sensitivity),
        **extended("routes", plain),
    }


def descent_of(names: Names, source: Source) -> Iterator[dict[str, Any]]:
    """Give the reports that a report repeats, as relationships."""
    child = names.source(source)
    for number, key in enumerate(dict.fromkeys(source.derived_from)):
        parent = names.atlas.source(key)
        ref = names.source(parent)
        if child.partition("--")[0] != ref.partition("--")[0]:
            continue
        yield {
            **_head(names, names.made("relationship", "derived_from", f"{source.id} {number}")),
            "relationship_type": "derived-from",
            "source_ref": child,
            "target_ref": ref,
            **marks(source.sensitivity, parent.sensitivity),
            **extended("made", {"made_from": "derived_from"}),
        }


def _head(names: Names, ref: str, made: Period | None = None) -> dict[str, Any]:
    """Give what every object begins with."""
    kind = ref.partition("--")[0]
    head = {"type": kind, "spec_version": "2.1", "id": ref}
    return head | names.author(names.atlas.recorder) | names.stamps(made)


def _described(record: Source | Agent | Place | Route) -> dict[str, Any]:
    """Give a record's note."""
    return {} if record.note is None else {"description": record.note}


def _without(plain: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Leave out what STIX has a property for."""
    return {name: value for name, value in plain.items() if name not in names}
