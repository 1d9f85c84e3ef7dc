"""
FollowTheMoney: documents, people, bodies, addresses, events and trips (followthemoney.tech).

One entity a line. What has no place in an atlas, such as ownership of companies, is listed as
not read; the library itself is not needed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import msgspec

from balkanroute.readers.followthemoney.reading import load
from balkanroute.readers.peek import head
from balkanroute.readers.protocol import Format

__all__ = ["READER"]

_KEYS: Final = frozenset({"id", "schema", "properties"})
_SCHEMA: Final = re.compile(rb'^\{"(?:id|schema)"\s*:.{0,400}?"schema"\s*:\s*"[A-Z]', re.DOTALL)


def _look(path: Path) -> bool:
    """Tell whether the first line of a file is an entity."""
    first, end, _ = head(path).lstrip().partition(b"\n")
    if not first.startswith(b"{"):
        return False
    try:
        entity = msgspec.json.decode(first)
    except (msgspec.DecodeError, RecursionError, ValueError):
        cut = not end and b'"properties"' in first
        return cut and _SCHEMA.match(first) is not None
    return (
        isinstance(entity, dict)
        and entity.keys() >= _KEYS
        and isinstance(entity["schema"], str)
        and isinstance(entity["properties"], dict)
    )


READER: Final = Format(
    name="followthemoney",
    title="FollowTheMoney entities, one a line, as Aleph exports them",
    suffixes=(".ftm.json",),
    look=_look,
    load=load,
)
