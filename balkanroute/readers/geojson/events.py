"""How collections of OSINT events are told from other collections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

#: Properties that every such event has, and those that it may have
#: (https://github.com/conflict-investigations/osint-geo-extractor).
_NEEDED: Final = frozenset({"title", "date", "description", "links", "source"})
_KNOWN: Final = _NEEDED | {"place_desc"}
_LOOKED_AT: Final = 5


def holds_events(features: Sequence[object]) -> bool:
    """
    Tell whether features are events as osint-geo-extractor writes them.

    Parameters
    ----------
    features
        Of a collection, parsed.

    Returns
    -------
    bool
        By the first five, all of which must have its properties and no other.
    """
    looked = features[:_LOOKED_AT]
    return bool(looked) and all(map(_is_event, looked))


def _is_event(feature: object) -> bool:
    """Tell whether a feature is such an event."""
    said = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(said, dict) or not set(said) <= _KNOWN or not set(said) >= _NEEDED:
        return False
    return isinstance(said["links"], list) and isinstance(said["source"], str)
