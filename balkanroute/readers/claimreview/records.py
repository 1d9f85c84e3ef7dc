"""Nodes of schema.org to records of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_args
from urllib.parse import urlsplit

from balkanroute.errors import InvalidRecord
from balkanroute.model import PlaceRole
from balkanroute.model.records import AgentKind, PlaceKind, Role, Sensitivity, SourceKind
from balkanroute.periods import Period
from balkanroute.readers import event_rows
from balkanroute.readers.claimreview.documents import is_a
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.json_records import listed, period_of, text_in

NAME: Final = "claimreview"
_AGENTS: Final[Mapping[str, AgentKind]] = {
    "Person": "person",
    "GovernmentOrganization": "government body",
    "NewsMediaOrganization": "outlet",
}
_SOURCES: Final[Mapping[str, SourceKind]] = {
    "NewsArticle": "news",
    "Report": "report",
    "Dataset": "dataset",
    "Book": "book",
    "SocialMediaPosting": "social media",
}
_NAMELESS_SPEAKER: Final = "Speaker who is not named"
_NAMELESS_REVIEWER: Final = "Reviewer who is not named"


@dataclass(slots=True)
class Desk:
    """
    What stays the same from review to review.

    Parameters
    ----------
    gathering
        The records so far.
    own
        Whether the file is of our writer, so that identifiers are ids of records.
    numbers
        For ids that the file does not give.
    """

    gathering: Gathering
    own: bool = False
    numbers: event_rows.Numbers = field(default_factory=event_rows.Numbers)

    def key_of(self, node: Mapping[str, Any]) -> str | None:
        """Give the id of a record of ours that a node bears."""
        return text_in(node, "identifier") if self.own else None


def node_in(value: object, *names: str) -> Mapping[str, Any] | None:
    """
    Give the first node under some names.

    Parameters
    ----------
    value
        A node.
    *names
        Of members, the wished one first; a list gives its first entry, a bare text a name.

    Returns
    -------
    dict or None
        None where there is none.
    """
    if not isinstance(value, Mapping):
        return None
    for name in names:
        for entry in listed(value.get(name)):
            if isinstance(entry, Mapping):
                return entry
            if isinstance(entry, str) and entry.strip():
                return {"url" if "://" in entry else "name": entry}
    return None


def choice(node: Mapping[str, Any], name: str, choices: object) -> Any:  # noqa: ANN401 - one of the choices
    """
    Give a word of ours under a name, if it is one.

    Parameters
    ----------
    node
        Any node.
    name
        Of the member.
    choices
        A ``Literal``.
    """
    value = node.get(name)
    return value if isinstance(value, str) and value in get_args(choices) else None


def add_agent(desk: Desk, node: Mapping[str, Any] | None, *, reviewer: bool) -> str:
    """
    Add who speaks.

    Parameters
    ----------
    desk
        Where.
    node
        A person or an organisation; None where the file names nobody.
    reviewer
        Whether it is who reviews; for the name of somebody who is not named.

    Returns
    -------
    str
        Its id.
    """
    name = text_in(node, "name", "alternateName") or _host(text_in(node, "url", "@id"))
    if node is None or name is None:
        nameless = _NAMELESS_REVIEWER if reviewer else _NAMELESS_SPEAKER
        return desk.gathering.add("agents", nameless, name=nameless, kind="unnamed")
    key = desk.key_of(node)
    kind = choice(node, "additionalType", AgentKind) or _type_of(node, _AGENTS, "organisation")
    address = text_in(node, "url", "sameAs")
    kept = {name: node[name] for name in ("url", "sameAs", "jobTitle") if node.get(name)}
    marks = ("agent", key or name.strip(), None if key else address)
    return desk.gathering.add(
        "agents",
        marks,
        id=key or desk.numbers.next("agent"),
        name=name,
        kind=kind,
        role=text_in(node, "disambiguatingDescription"),
        note=text_in(node, "description"),
        sensitivity=choice(node, "br:sensitivity", Sensitivity),
        extra={NAME: kept} if kept else {},
    )


def _type_of(node: Mapping[str, Any], types: Mapping[str, Any], default: Any) -> Any:  # noqa: ANN401 - a kind
    """Give the kind that a node's type stands for."""
    return next((kind for name, kind in types.items() if is_a(node, name)), default)


def _host(address: str | None) -> str | None:
    """Give the host of an address."""
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def add_source(
    desk: Desk, node: Mapping[str, Any], *, title: str | None = None, **more: str | None
) -> str:
    """
    Add a document.

    Parameters
    ----------
    desk
        Where.
    node
        A creative work.
    title
        What it is called where it bears no name.
    **more
        Fields for what the node does not say: ``publisher``.

    Returns
    -------
    str
        Its id.

    Raises
    ------
    InvalidRecord
        When it has neither a name nor an address.
    """
    address = text_in(node, "url", "contentUrl") or _own_address(node)
    name = text_in(node, "name", "headline") or title or address
    if name is None:
        raise InvalidRecord("a document has neither a name nor an address")
    key = desk.key_of(node)
    marks = ("source", key) if key else ("source", name, address)
    kind = choice(node, "additionalType", SourceKind) or _type_of(node, _SOURCES, "other")
    publisher = text_in(node_in(node, "publisher"), "name") or more.get("publisher")
    return desk.gathering.add(
        "sources",
        marks,
        id=key or desk.numbers.next("document"),
        title=name,
        kind=kind,
        publisher=publisher,
        url=address,
        archived_url=text_in(node, "archivedAt"),
        published=date_in(node, "datePublished"),
        language=text_in(node, "inLanguage"),
        licence=text_in(node, "license"),
        note=text_in(node, "description") if key else None,
        sensitivity=choice(node, "br:sensitivity", Sensitivity),
    )


def _own_address(node: Mapping[str, Any]) -> str | None:
    """Give the address by which a node is named, if it is one on the web."""
    name = text_in(node, "@id")
    return name if name is not None and name.startswith(("http://", "https://")) else None


def date_in(node: Mapping[str, Any], name: str) -> Period | None:
    """Give a date under schema.org's name or ours."""
    ours = node.get(f"br:{name}")
    if isinstance(ours, str):
        try:
            return Period(ours)
        except InvalidRecord:
            return None
    exact = node.get(name)
    try:
        return Period(exact) if isinstance(exact, str) else period_of(exact)
    except InvalidRecord:
        return period_of(exact)


def add_places(desk: Desk, node: Mapping[str, Any]) -> tuple[PlaceRole, ...]:
    """
    Add the places that a node is about, by name.

    Parameters
    ----------
    desk
        Where.
    node
        A claim or a review.

    Returns
    -------
    tuple of PlaceRole
        Without geometry: schema.org says of no coordinate how near it is. One that is given is
        kept under extra.
    """
    found = []
    for entry in listed(node.get("contentLocation")):
        place = {"name": entry} if isinstance(entry, str) else entry
        name = text_in(place, "name", "address")
        if name is None:
            continue
        key = desk.key_of(place)
        kept = {name: place[name] for name in ("geo", "address", "sameAs") if place.get(name)}
        made = desk.gathering.add(
            "places",
            ("place", key or name),
            id=key or desk.numbers.next("place"),
            name=name,
            kind=choice(place, "additionalType", PlaceKind)
            or ("country" if is_a(place, "Country") else "area"),
            note=text_in(place, "description"),
            sensitivity=choice(place, "br:sensitivity", Sensitivity),
            extra={NAME: kept} if kept else {},
        )
        found.append(PlaceRole(place=made, role=choice(place, "br:role", Role) or "about"))
    return tuple(found)
