"""
The writer of StoryMapJS: an overview, then a slide a claim, in the atlas' order.

Text is escaped, since StoryMapJS takes it for HTML. A slide has one pin or none: a claim about a
country or a border has none. What a slide shows of a claim stands under ``balkanroute`` as data
too, so that it is read back exactly; StoryMapJS passes over that member. What no slide shows is not
in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, Final

from shapely import Point

from balkanroute._files import write_whole
from balkanroute.model import Atlas, Claim, Place, is_link, to_plain
from balkanroute.writers.formats import Format, PlaceLookup
from balkanroute.writers.losses import Carrier, Loss, LossReport
from balkanroute.writers.spreadsheet.cells import whole

_OURS: Final = "balkanroute"
_ZOOM: Final = 9

CARRIER: Final = Carrier(
    format="storymap",
    held={
        "atlas": {"summary"},
        "claims": {"stance", "about", "where"},
        "sources": {"kind", "publisher", "url", "published"},
        "agents": {"kind", "role"},
        "places": {"kind", "geometry", "precision_m"},
    },
    reasons={
        "routes": "a slide has one pin",
        "claims.routes": "a slide has one pin",
        "claims.sensitivity": "a slide has no marking",
        "sources.sensitivity": "a slide has no marking",
        "agents.sensitivity": "a slide has no marking",
        "places.sensitivity": "a slide has no marking",
    },
)


def kept(atlas: Atlas) -> Atlas:
    """
    Give an atlas as a story holds it.

    Parameters
    ----------
    atlas
        What is written.

    Returns
    -------
    Atlas
        Claims in words, and the speakers, sources and places that they name; places with a point
        or nothing.
    """
    claims = tuple(
        replace(c, routes=(), relations=(), recorder=None) for c in atlas.claims if c.says
    )
    named = {kind: _named(claims, kind) for kind in ("sources", "agents", "places")}
    lists: dict[str, Any] = {
        kind: tuple(record for record in getattr(atlas, kind) if record.id in ids)
        for kind, ids in named.items()
    }
    lists["sources"] = tuple(replace(s, derived_from=()) for s in lists["sources"])
    lists["agents"] = tuple(replace(agent, member_of=None) for agent in lists["agents"])
    lists["places"] = tuple(map(_as_point, lists["places"]))
    return CARRIER.kept(replace(atlas, claims=claims, routes=(), recorder=None, **lists))


def _named(claims: Iterable[Claim], kind: str) -> set[str]:
    """Give the ids that claims name in a list."""
    if kind == "places":
        return {each.place for claim in claims for each in claim.where}
    return {claim.speaker if kind == "agents" else claim.source for claim in claims}


def _as_point(place: Place) -> Place:
    """Give a place with its point, or without geometry."""
    if isinstance(place.geometry, Point):
        return place
    return replace(place, geometry=None, precision_m=None)


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:  # noqa: ARG001 - names and points are written
    """Write a story."""
    held = kept(atlas)
    slides = [_overview(held), *(_slide(held, claim) for claim in held.claims)]
    ours: dict[str, Any] = {"title": held.title}
    if held.summary is not None:
        ours["summary"] = held.summary
    ours |= {
        kind: [*map(to_plain, getattr(held, kind))] for kind in ("agents", "sources", "places")
    }
    story = {"storymap": {"slides": slides}, _OURS: ours}
    text = json.dumps(story, ensure_ascii=False, allow_nan=False, indent=1)
    data = f"{whole(text)}\n".encode()
    report = CARRIER.report(atlas, *_losses(atlas, held))
    write_whole(path, data)
    return report


def _overview(atlas: Atlas) -> dict[str, Any]:
    """Write the first slide."""
    return {
        "type": "overview",
        "date": "",
        "text": {"headline": _html(atlas.title), "text": _html(atlas.summary or "")},
        "media": {"url": "", "credit": "", "caption": ""},
    }


def _slide(atlas: Atlas, claim: Claim) -> dict[str, Any]:
    """Write a claim."""
    places = [atlas.place(each.place) for each in claim.where]
    point = next((place for place in places if isinstance(place.geometry, Point)), None)
    said = f"<p>{_html(claim.says)}</p>"
    slide: dict[str, Any] = {
        "date": _html(claim.about.words()) if claim.about is not None else "",
        "text": {
            "headline": _html(atlas.agent(claim.speaker).name),
            "text": f"{said}{_origin(atlas, claim)}{_named_places(places, point)}",
        },
        "media": {"url": "", "credit": "", "caption": ""},
    }
    if point is not None:
        geometry: Any = point.geometry
        slide["location"] = {
            "name": _html(point.name),
            "lat": geometry.y,
            "lon": geometry.x,
            "zoom": _ZOOM,
            "line": False,
        }
    return slide | {_OURS: to_plain(claim)}


def _origin(atlas: Atlas, claim: Claim) -> str:
    """Say who says it, how, and where it was read."""
    agent, source = atlas.agent(claim.speaker), atlas.source(claim.source)
    role = f", {_html(agent.role)}" if agent.role else ""
    title = _html(source.title)
    if source.url is not None and is_link(source.url):
        title = f'<a href="{escape(source.url)}">{title}</a>'
    elif source.url is not None:
        title = f"{title} ({_html(source.url)})"
    parts = [title, _html(source.publisher or "")]
    if source.published is not None:
        parts.append(_html(source.published.words()))
    read = ", ".join(part for part in parts if part)
    return f"<p>{_html(agent.name)}{role} {claim.stance} it ({source.kind}: {read})</p>"


def _named_places(places: Sequence[Place], point: Place | None) -> str:
    """Name the places, and say how far the pin may be from the truth."""
    named = "; ".join(_html(place.name) for place in places)
    said = f"<p>{named}</p>" if named else ""
    if point is not None and point.precision_m is not None:
        said += f"<p>The pin may be {point.precision_m:,.0f} m from the place.</p>"
    return said


def _html(text: str) -> str:
    """Write a text so that HTML shows it and nothing more."""
    return escape(text).replace("\n", "<br>")


def _losses(atlas: Atlas, held: Atlas) -> list[Loss]:
    """Count the records that no slide shows, and the shapes that are no points."""
    losses = []
    for kind in ("sources", "agents", "places", "claims"):
        total, gone = (
            len(getattr(atlas, kind)),
            len(getattr(atlas, kind)) - len(getattr(held, kind)),
        )
        reason = "they are drafts without words" if kind == "claims" else "no claim names them"
        losses.append(Loss(kind=kind, count=gone, total=total, reason=reason))
    by_id = {place.id: place for place in held.places}
    both = [(place, by_id[place.id]) for place in atlas.places if place.id in by_id]
    for name, reason in (("geometry", "a slide has one pin"), ("precision_m", "there is no pin")):
        count = sum(getattr(place, name) != getattr(other, name) for place, other in both)
        losses.append(
            Loss(kind="places", field=name, count=count, total=len(atlas.places), reason=reason)
        )
    return losses


WRITER: Final = Format(
    name="storymap",
    title="a story of StoryMapJS, a slide a claim",
    suffixes=(".storymap.json",),
    save=_save,
)
