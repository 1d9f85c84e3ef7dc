"""Annotations that a writer of ours made: what the model has no place for stands in a block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from balkanroute.readers.gathering import Gathering
from balkanroute.readers.json_records import keep, key_in, listed
from balkanroute.readers.restoration import Row
from balkanroute.readers.web_annotation.selectors import DIGEST, Spot, spot_of

#: The member that holds what the model has no place for.
BLOCK: Final = "balkanroute:record"
#: What marks a part that was made of something in the block.
MADE: Final = "balkanroute:made_from"
_NATIVE: Final = frozenset({"says", "topics", "quote"})
_OURS: Final = frozenset(
    {"@context", "id", "type", "motivation", "creator", "created", "body", "target", BLOCK}
)


def row_of(
    gathering: Gathering, annotation: Mapping[str, Any], number: int, addresses: Mapping[str, str]
) -> Row:
    """
    Give the claim of an annotation that carries our block.

    Parameters
    ----------
    gathering
        Is told what is odd.
    annotation
        Words, topics, quotation and position are taken from where the model has them, the rest
        from the block; what somebody else added is kept under ``extra``.
    number
        Of the annotation.
    addresses
        Of the file's sources, by their ids.

    Returns
    -------
    Row
        To be restored.
    """
    words = f"annotation {number}"
    plain = {name: value for name, value in annotation[BLOCK].items() if name not in _NATIVE}
    foreign = {name: value for name, value in annotation.items() if name not in _OURS}
    more = [body for body in listed(annotation.get("body")) if not _take(plain, body)]
    if more:
        foreign["body"] = more
    target = annotation.get("target")
    if isinstance(target, Mapping):
        spot = spot_of(target.get("selector"), target.get(DIGEST))
        _place(plain, spot)
        if not _is_target(target.get("source"), plain.get("source"), addresses):
            foreign["target"] = target
        elif spot.rest:
            foreign["selector"] = spot.rest
    else:
        foreign["target"] = target
    if isinstance(annotation.get("created"), str):
        plain["recorded"] = annotation["created"]
    if foreign:
        gathering.warn(number, "somebody changed it; that is kept under extra", words)
        keep(plain, "web-annotation", foreign)
    return Row(number=number, words=words, plain=plain)


def _take(plain: dict[str, Any], body: object) -> bool:
    """Take the words or a topic of a body; tell whether it is one of ours."""
    if not isinstance(body, Mapping):
        return False
    value = body.get("value")
    if MADE in body:
        return True
    if not isinstance(value, str):
        return False
    if body.get("purpose") == "tagging":
        plain.setdefault("topics", []).append(value)
        return True
    if body.get("purpose") == "describing" and "says" not in plain:
        plain["says"] = value
        return True
    return False


def _place(plain: dict[str, Any], spot: Spot) -> None:
    """Put where it stands, and the words that stand there."""
    if spot.parts:
        plain["at"] = spot.parts
    if spot.quote is not None:
        plain["quote"] = spot.quote


def _is_target(address: object, source: object, addresses: Mapping[str, str]) -> bool:
    """Tell whether an address is that of a source: its own, or the one we gave it."""
    if not isinstance(source, str):
        return False
    return key_in(address, "source") == source or address == addresses.get(source)


def addresses_of(sources: list[Row]) -> dict[str, str]:
    """
    Give the addresses of sources.

    Parameters
    ----------
    sources
        Those of ours in a file.

    Returns
    -------
    dict
        Addresses by the sources' ids.
    """
    found = ((row.plain.get("id"), row.plain.get("url")) for row in sources)
    return {key: url for key, url in found if isinstance(key, str) and isinstance(url, str)}
