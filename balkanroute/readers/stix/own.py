"""Objects that a writer of ours made: what STIX has no place for stands in our extension."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from balkanroute.readers.json_records import keep, listed
from balkanroute.readers.restoration import Row
from balkanroute.readers.stix.bundles import Bundle, Entry

EXTENSION: Final = "extension-definition--55a61ce7-1d6e-5b05-af39-3d45780034ad"
AUTHOR: Final = "identity--f210ced9-3c6a-51da-847d-e0a74e0e784d"
#: Where a property of STIX is a field of ours, word for word.
_WORDED: Final = {
    "sources": {"name": "title", "description": "note"},
    "agents": {"name": "name", "description": "note"},
    "places": {"name": "name", "description": "note"},
    "routes": {"name": "name", "description": "note"},
    "claims": {"content": "says", "labels": "topics"},
    "atlas": {"name": "title", "description": "summary"},
}
#: Properties that a writer of ours puts there, by which others are told.
_OURS: Final = frozenset(
    {
        "type", "spec_version", "id", "created", "modified", "created_by_ref", "name",
        "description", "extensions", "object_refs", "object_marking_refs", "external_references",
        "published", "context", "roles", "identity_class", "latitude", "longitude", "precision",
        "country", "administrative_area", "content", "authors", "labels", "lang", "confidence",
        "revoked", "granular_markings",
    }
)  # fmt: skip
#: Figures of words, by appendix A of the specification: a writer of ours puts no others.
_CREDIBILITY: Final = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}
_LIKELIHOOD: Final = {
    "almost no chance": 5,
    "very unlikely": 15,
    "unlikely": 30,
    "roughly even chance": 50,
    "likely": 70,
    "very likely": 85,
    "almost certain": 95,
}


def is_ours(entry: Entry) -> bool:
    """
    Tell whether an object carries our extension.

    Parameters
    ----------
    entry
        An object.

    Returns
    -------
    bool
        True also for what follows from a record and is not read again.
    """
    extensions = entry.value.get("extensions")
    return isinstance(extensions, Mapping) and isinstance(extensions.get(EXTENSION), Mapping)


def row_of(bundle: Bundle, entry: Entry) -> Row:
    """
    Give the record of an object that carries our extension.

    Parameters
    ----------
    bundle
        Is told what the object is.
    entry
        Name, note, words, topics, coordinates and markings are taken from where STIX has them,
        the rest from the extension; what somebody else added is kept under ``extra``.

    Returns
    -------
    Row
        To be restored.
    """
    value = entry.value
    block = dict(value["extensions"][EXTENSION])
    kind, count = block.pop("record"), block.pop("references", None)
    plain = header_row(entry, block, kind)
    if kind == "places":
        _take_place(plain, value, count)
    if kind == "agents" and listed(value.get("roles")):
        plain["role"] = "; ".join(map(str, listed(value["roles"])))
    level, rest = bundle.markings.of_object(value)
    if level is not None:
        plain["sensitivity"] = level
    foreign = _added(value, count) | rest | _confidence(plain, value)
    if foreign:
        told = "somebody changed it; that is kept under extra"
        bundle.gathering.warn(entry.number, told, entry.words)
        keep(plain, "stix", foreign)
    bundle.remember(entry.key, kind, str(plain.get("id")))
    return Row(number=entry.number, words=entry.words, plain=plain)


def header_row(
    entry: Entry, block: Mapping[str, Any] | None = None, kind: str = "atlas"
) -> dict[str, Any]:
    """
    Give what stands in the extension, and what STIX has word for word.

    Parameters
    ----------
    entry
        The object.
    block
        The fields in the extension, if they were taken apart already.
    kind
        The list, or ``atlas``.

    Returns
    -------
    dict
        Plain data.
    """
    held = dict(entry.value["extensions"][EXTENSION] if block is None else block)
    for name in ("extension_type", "record", "references"):
        held.pop(name, None)
    text = held.pop("extra_json", None)
    if isinstance(text, str):
        try:
            held["extra"] = msgspec.json.decode(text)
        except (msgspec.DecodeError, ValueError, RecursionError):
            held["extra"] = {"stix": {"extra_json": text}}
    for name, field in _WORDED.get(kind, {}).items():
        if name in entry.value:
            held[field] = entry.value[name]
    return held


def _take_place(plain: dict[str, Any], value: Mapping[str, Any], count: object) -> None:
    """Take where a place lies, unless it is a disc round what the extension has; and its ids."""
    if "geometry" not in plain and "latitude" in value and "longitude" in value:
        plain["point"] = [value["longitude"], value["latitude"]]
        plain |= {"precision_m": value["precision"]} if "precision" in value else {}
    ours = listed(value.get("external_references"))[: count if isinstance(count, int) else 0]
    ids = {
        str(ref.get("source_name")): str(ref.get("external_id", ""))
        for ref in ours
        if isinstance(ref, Mapping)
    }
    if ids:
        plain["ids"] = ids


def _added(value: Mapping[str, Any], count: object) -> dict[str, Any]:
    """Give what a writer of ours did not put there."""
    added = {name: inner for name, inner in value.items() if name not in _OURS}
    others = {name: inner for name, inner in value["extensions"].items() if name != EXTENSION}
    if others:
        added["extensions"] = others
    more = listed(value.get("external_references"))[count if isinstance(count, int) else 0 :]
    return added | ({"external_references": more} if more else {})


def _confidence(plain: Mapping[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
    """Give a confidence that is not the figure of the words in the extension."""
    found = value.get("confidence")
    grade, word = plain.get("credibility"), plain.get("likelihood")
    meant = _CREDIBILITY.get(grade) if isinstance(grade, int) else _LIKELIHOOD.get(str(word))
    return {} if found == meant else {"confidence": found}
