"""Targets of annotations: the page or text that is spoken of, as a source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from balkanroute.model import is_link
from balkanroute.periods import Period
from balkanroute.readers.json_records import listed, period_of, text_in
from balkanroute.readers.web_annotation.selectors import DIGEST, Spot, spot_of, take_fragment
from balkanroute.readers.web_annotation.types import is_a

_DEEPEST: Final = 6
_SETS: Final = ("Choice", "Composite", "List", "Independents")
_TAKEN: Final = frozenset(
    {"source", "selector", "state", "type", "@type", "title", "name", "label", DIGEST}
)


@dataclass(slots=True)
class Target:
    """
    What an annotation is about.

    Parameters
    ----------
    address
        Of the page or text, without a fragment that was understood.
    about
        What is said of it: a mapping, perhaps empty.
    spot
        Where in it.
    archived_url, retrieved
        A copy, and when the page was as it was seen.
    rest
        What else the target says.
    """

    address: str
    about: Mapping[str, Any]
    spot: Spot
    archived_url: str | None
    retrieved: Period | None
    rest: dict[str, Any]

    def source(self) -> dict[str, Any]:
        """
        Give the fields of the source.

        Returns
        -------
        dict
            Title: its own, else the address.
        """
        languages = [tag for tag in listed(self.about.get("language")) if isinstance(tag, str)]
        return {
            "title": text_in(self.about, "title", "name", "label") or self.address,
            "url": self.address if is_link(self.address) else None,
            "archived_url": self.archived_url,
            "retrieved": self.retrieved,
            "language": languages[0] if len(languages) == 1 else None,
            "licence": text_in(self.about, "rights", "license"),
            "extra": _kept(self.about, self.address),
        }


def _kept(about: Mapping[str, Any], address: str) -> dict[str, Any]:
    """Give what a source says that has no field."""
    taken = ("title", "name", "label", "rights", "license", "source", "selector", "state")
    kept = {name: value for name, value in about.items() if name not in taken}
    kept = {name: value for name, value in kept.items() if (name, value) != ("id", address)}
    if not is_link(address):
        kept["address"] = address
    return {"web-annotation": kept} if kept else {}


def targets_in(annotation: Mapping[str, Any]) -> Iterator[Target]:
    """
    Read the targets of an annotation.

    Parameters
    ----------
    annotation
        As the file has it.

    Yields
    ------
    Target
        Each that has an address.
    """
    for value in _flat(annotation.get("target"), 0):
        target = _target(value)
        if target is not None:
            yield target


def _flat(targets: object, depth: int) -> Iterator[Any]:
    """Give targets one by one, also those in sets."""
    for target in listed(targets):
        if is_a(target, *_SETS) and depth < _DEEPEST:
            yield from _flat(target.get("items") or target.get("members"), depth + 1)
        else:
            yield target


def _target(value: object) -> Target | None:
    """Read a target: an address, a page, or a part of one."""
    if isinstance(value, str):
        return _made(value, {}, Spot(), [], {})
    if not isinstance(value, Mapping):
        return None
    if "source" not in value:
        address = text_in(value, "id", "@id")
        return None if address is None else _made(address, value, Spot(), [], {})
    source = value["source"]
    about = source if isinstance(source, Mapping) else {}
    address = source if isinstance(source, str) else text_in(source, "id", "@id")
    if not address:
        return None
    spot = spot_of(value.get("selector"), value.get(DIGEST))
    rest = {name: inner for name, inner in value.items() if name not in _TAKEN}
    titled = {name: value[name] for name in ("title", "name", "label") if name in value}
    return _made(address, {**titled, **about}, spot, listed(value.get("state")), rest)


def _made(
    address: str, about: Mapping[str, Any], spot: Spot, states: list[Any], rest: dict[str, Any]
) -> Target:
    """Make a target, its address cut at a fragment that is a position."""
    page, mark, fragment = address.partition("#")
    if mark and page and take_fragment(spot, fragment):
        address = page
    if spot.rest:
        rest["selector"] = spot.rest
    archived, retrieved, unread = _seen(states)
    if unread:
        rest["state"] = unread
    return Target(address, about, spot, archived, retrieved, rest)


def _seen(states: list[Any]) -> tuple[str | None, Period | None, list[Any]]:
    """Read where a copy is kept and when the page was as it was seen; give the states not used."""
    archived, retrieved, unread = None, None, []
    for state in states:
        copies = listed(state.get("cached")) if isinstance(state, Mapping) else []
        dates = listed(state.get("sourceDate")) if isinstance(state, Mapping) else []
        whole = is_a(state, "TimeState") and len(copies) <= 1 and len(dates) <= 1
        first = next((copy for copy in copies if isinstance(copy, str)), None)
        archived = archived or first
        retrieved = retrieved or next(filter(None, map(period_of, dates)), None)
        if not whole or set(state) - {"type", "@type", "cached", "sourceDate"}:
            unread.append(state)
    return archived, retrieved, unread
