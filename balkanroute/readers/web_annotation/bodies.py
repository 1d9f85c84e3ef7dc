"""Bodies of annotations: what is said, under which words, and of which places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import shapely

from balkanroute.readers.json_records import listed, text_in
from balkanroute.readers.markup import text_of
from balkanroute.readers.web_annotation.types import is_a

_DEEPEST: Final = 6
_SETS: Final = ("Choice", "Composite", "List", "Independents")
#: Gazetteers, whose addresses are of places and of nothing else.
_GAZETTEERS: Final = (
    ("geonames", re.compile(r"//(?:www\.|sws\.)?geonames\.org/(\d+)")),
    ("pleiades", re.compile(r"//pleiades\.stoa\.org/places/(\d+)")),
    ("tgn", re.compile(r"//vocab\.getty\.edu/(?:page/)?tgn/(\d+)")),
)
_PLAIN: Final = frozenset(
    {"type", "@type", "id", "@id", "value", "chars", "format", "language", "purpose"}
)
_SPEAKING: Final = frozenset({"describing", "commenting", "tagging"})


@dataclass(slots=True)
class Spot:
    """
    A place that a body names.

    Parameters
    ----------
    address
        What it is known by.
    name
        What it is called, if the body says so.
    ids
        In gazetteers.
    geometry
        Where it lies, if the body says so.
    """

    address: str
    name: str | None
    ids: dict[str, str]
    geometry: shapely.Point | None


@dataclass(slots=True)
class Said:
    """
    What the bodies of an annotation say.

    Parameters
    ----------
    words, topics, links
        Texts, tags, and addresses of what is linked.
    places
        Those that are named.
    language
        Of the first text.
    rest
        Bodies that say more than that.
    """

    words: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    places: list[Spot] = field(default_factory=list)
    language: str | None = None
    rest: list[Any] = field(default_factory=list)


def said_in(annotation: Mapping[str, Any]) -> Said:
    """
    Read the bodies of an annotation.

    Parameters
    ----------
    annotation
        As the file has it.

    Returns
    -------
    Said
        Empty where it has no body.
    """
    said = Said()
    value = annotation.get("bodyValue")
    if isinstance(value, str) and value.strip():
        said.words.append(value)
    for body in _flat(annotation.get("body"), 0):
        if not _take(said, body):
            said.rest.append(body)
    return said


def _flat(bodies: object, depth: int) -> Iterator[Any]:
    """Give bodies one by one, also those in sets."""
    for body in listed(bodies):
        if is_a(body, *_SETS) and depth < _DEEPEST:
            yield from _flat(body.get("items") or body.get("members"), depth + 1)
        else:
            yield body


def _take(said: Said, body: object) -> bool:
    """Take what a body says; tell whether that is all that it says."""
    if isinstance(body, str):
        said.links.append(body)
        _take_place(said, {}, body)
        return True
    if not isinstance(body, Mapping):
        return False
    text = text_in(body, "value", "chars")
    if text is not None:
        return _take_text(said, body, text)
    source = body.get("source")
    address = source if isinstance(source, str) else text_in(source, "id", "@id")
    address = address or text_in(body, "id", "@id")
    if address is not None:
        said.links.append(address)
    _take_place(said, body, address)
    return False


def _take_text(said: Said, body: Mapping[str, Any], text: str) -> bool:
    """Take a text or a tag."""
    purposes = [purpose for purpose in listed(body.get("purpose")) if isinstance(purpose, str)]
    kinds = {re.split(r"[#/:]", purpose)[-1] for purpose in purposes}
    if "tagging" in kinds or is_a(body, "Tag"):
        said.topics.append(text)
        return set(body) <= _PLAIN - {"language"}
    markup = "html" in str(body.get("format", "")).lower()
    words = text_of(text) if markup else text
    if words.strip():
        said.words.append(words)
    said.language = said.language or text_in(body, "language")
    return not markup and set(body) <= _PLAIN - {"language"} and kinds <= _SPEAKING


def _take_place(said: Said, body: Mapping[str, Any], address: str | None) -> None:
    """Take a place, where the body is one."""
    found = ((scheme, pattern.search(address or "")) for scheme, pattern in _GAZETTEERS)
    ids = {scheme: match[1] for scheme, match in found if match}
    if not ids and not is_a(body, "Place"):
        return
    name = text_in(body, "label", "title", "name", "toponym", "prefLabel")
    point = _point(body)
    key = address or name
    if key is not None:
        said.places.append(Spot(key, name, ids, point))


def _point(body: Mapping[str, Any]) -> shapely.Point | None:
    """Give where a place lies, by latitude and longitude under their usual names."""
    try:
        latitude = float(body.get("lat") or body["latitude"])
        longitude = float(body.get("long") or body.get("lng") or body["longitude"])
    except (KeyError, TypeError, ValueError):
        return None
    return shapely.Point(longitude, latitude)
