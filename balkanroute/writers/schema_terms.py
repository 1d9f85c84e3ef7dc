"""Records in the words of schema.org, with a few words of our own where it has none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from balkanroute.model import Agent, Place, Source
from balkanroute.periods import Period
from balkanroute.writers.json_records import NAMESPACE, json_bytes

#: Our own words have the prefix ``br``.
CONTEXT: Final[list[Any]] = ["https://schema.org", {"br": NAMESPACE}]
_AGENTS: Final = {
    "person": "Person",
    "government body": "GovernmentOrganization",
    "outlet": "NewsMediaOrganization",
}
_SOURCES: Final = {
    "news": "NewsArticle",
    "report": "Report",
    "dataset": "Dataset",
    "book": "Book",
    "social media": "SocialMediaPosting",
}
_PLACES: Final = {"country": "Country", "airport": "Airport"}
_ISO_DATE: Final = re.compile(
    r"\d{4}(-(0\d|1[0-2])(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII
)


def said(**members: object) -> dict[str, Any]:
    """
    Give the members of a node that say something.

    Parameters
    ----------
    **members
        By name; ``type`` and ``id`` get their ``@``, and ``br_x`` is our own word ``br:x``.

    Returns
    -------
    dict
        Without those that are None or empty.
    """
    spelled = {"type": "@type", "id": "@id"}
    return {
        spelled.get(name, name.replace("br_", "br:", 1)): value
        for name, value in members.items()
        if value is not None and value not in ("", [], {}, ())
    }


def dated(name: str, period: Period | None) -> dict[str, str]:
    """
    Give a date as a member: schema.org's where it is an ISO date, else our own word.

    Parameters
    ----------
    name
        Of schema.org's member.
    period
        What is known.

    Returns
    -------
    dict
        Empty where nothing is.
    """
    if period is None:
        return {}
    return {name if _ISO_DATE.fullmatch(period.text) else f"br:{name}": period.text}


def agent_node(agent: Agent) -> dict[str, Any]:
    """
    Give an agent as a person or an organisation.

    Parameters
    ----------
    agent
        Any agent.
    """
    return said(
        type=_AGENTS.get(agent.kind, "Organization"),
        additionalType=agent.kind,
        identifier=agent.id,
        name=agent.name,
        disambiguatingDescription=agent.role,
        description=agent.note,
        br_sensitivity=agent.sensitivity,
    )


def source_node(source: Source) -> dict[str, Any]:
    """
    Give a source as a creative work.

    Parameters
    ----------
    source
        Any source.
    """
    publisher = said(type="Organization", name=source.publisher) if source.publisher else None
    return said(
        type=_SOURCES.get(source.kind, "CreativeWork"),
        additionalType=source.kind,
        identifier=source.id,
        name=source.title,
        url=source.url,
        archivedAt=source.archived_url,
        publisher=publisher,
        inLanguage=source.language,
        license=source.licence,
        description=source.note,
        br_sensitivity=source.sensitivity,
    ) | dated("datePublished", source.published)


def place_node(place: Place) -> dict[str, Any]:
    """
    Give a place by its name and kind, without its geometry.

    Parameters
    ----------
    place
        Any place.
    """
    return said(
        type=_PLACES.get(place.kind, "Place"),
        additionalType=place.kind,
        identifier=place.id,
        name=place.name,
        description=place.note,
        br_sensitivity=place.sensitivity,
    )


def document_bytes(document: Mapping[str, Any]) -> bytes:
    """
    Write JSON-LD that may stand inside a page's script element as it is.

    Parameters
    ----------
    document
        Plain data.

    Returns
    -------
    bytes
        JSON in which no ``<``, ``>`` or ``&`` stands, so that no text of it ends the element.

    Raises
    ------
    InvalidRecord
        When a value under ``extra`` is not plain data, or no file could give it back.
    """
    written = json_bytes(dict(document))
    for mark in b"<>&":
        written = written.replace(bytes([mark]), b"\\u%04x" % mark)
    return written
