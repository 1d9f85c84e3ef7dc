"""
What a balloon says of a place or a leg: its claims, readable, each with its speaker.

A description is HTML in KML. Every text is escaped for it, the dollar sign too, since ``$[name]``
in a balloon is replaced; an address becomes a link only where it is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from balkanroute.model import Atlas, Claim, Leg, Place, Route
from balkanroute.model.checks import is_link
from balkanroute.writers.markings import strictest

_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "$": "&#36;"}


def html(text: str) -> str:
    """
    Write text into HTML that a balloon shows.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        Escaped; lines are kept.
    """
    escaped = re.sub("""[&<>"'$]""", lambda match: _MARKS[match[0]], text)
    return escaped.replace("\n", "<br/>")


def of_place(place: Place, claims: Iterable[Claim], atlas: Atlas) -> str:
    """
    Describe a place.

    Parameters
    ----------
    place
        The place.
    claims
        Those that are about it.
    atlas
        For the names of speakers and sources.

    Returns
    -------
    str
        HTML.
    """
    facts: list[str] = [place.kind]
    if place.precision_m is not None:
        facts.append(f"known to within {place.precision_m:,.0f} m")
    if place.basis is not None:
        facts.append(f"from: {place.basis}")
    return _balloon(place.name, facts, [place.definition, place.note], place.sensitivity) + _said(
        claims, atlas
    )


def of_leg(route: Route, leg: Leg, name: str, atlas: Atlas, *, drawn: bool) -> str:
    """
    Describe a leg.

    Parameters
    ----------
    route, leg
        The route, and the leg of it.
    name
        As the leg is called.
    atlas
        For the claims that speak of it, and the names in them.
    drawn
        Whether its line was drawn between its ends and is not known.

    Returns
    -------
    str
        HTML.
    """
    facts = [leg.mode if leg.mode != "unknown" else "mode unknown", leg.basis]
    if leg.about is not None:
        facts.append(leg.about.words())
    if leg.corridor_m:
        facts.append(f"a corridor {leg.corridor_m:,.0f} m wide")
    way = "The line joins the two ends; the way between them is not known." if drawn else None
    claims = [atlas.claim(key) for key in leg.claims]
    return _balloon(name, facts, [way, leg.note], route.sensitivity) + _said(claims, atlas)


def of_folder(claims: Iterable[Claim], atlas: Atlas, note: str | None = None) -> str:
    """
    Describe a Folder.

    Parameters
    ----------
    claims
        Those that stand with none of its Placemarks.
    atlas
        As for `of_place`.
    note
        What else a reader must know.

    Returns
    -------
    str
        HTML; empty where there is nothing to say.
    """
    return (f"<p>{html(note)}</p>" if note else "") + _said(claims, atlas)


def _balloon(name: str, facts: list[str], notes: list[str | None], sensitivity: str | None) -> str:
    """Write the head of a balloon."""
    lines = [f"<h3>{html(name)}</h3>", f"<p>{html('; '.join(facts))}</p>"]
    lines += [f"<p>{html(note)}</p>" for note in notes if note]
    lines += [f"<p>Sensitivity: {html(sensitivity)}</p>"] if sensitivity else []
    return "".join(lines)


def _said(claims: Iterable[Claim], atlas: Atlas) -> str:
    """Write claims as a list."""
    entries = "".join(f"<li>{_claim(claim, atlas)}</li>" for claim in claims)
    return f"<ul>{entries}</ul>" if entries else ""


def _claim(claim: Claim, atlas: Atlas) -> str:
    """Write who says what, and where it stands."""
    source = atlas.source(claim.source)
    when = f", about {claim.about.words()}" if claim.about else ""
    title = html(source.title)
    if source.url and is_link(source.url):
        title = f'<a href="{html(source.url)}">{title}</a>'
    published = f", {source.published.words()}" if source.published else ""
    speaker = atlas.agent(claim.speaker)
    marking = strictest(claim, source, speaker)
    level = f" [sensitivity: {marking}]" if marking else ""
    return (
        f"<b>{html(speaker.name)}</b> {claim.stance}{html(when)}: {html(claim.says)} "
        f"({title}{html(published)}){html(level)}"
    )
