"""
What a place is, by its types and its feature classes.

Types are concepts of the Getty Art and Architecture Thesaurus, of which the World Historical
Gazetteer lists those for places; feature classes are those of GeoNames.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from balkanroute.model.records import PlaceKind
from balkanroute.readers.json_records import listed

_SETTLEMENTS: Final = (
    "300008347 300008389 300008375 300008372 300120599 300387272 300008537 300008542 300167671"
)
_COUNTRIES: Final = "300232420 300128207 300387506 300387062"
_REGIONS: Final = (
    "300182722 300387178 300387347 300232418 300236157 300000774 300000771 300000776 300135982 "
    "300387107 300387130"
)
_CONCEPTS: Final[Mapping[str, PlaceKind]] = {
    **dict.fromkeys(_SETTLEMENTS.split(), "settlement"),
    **dict.fromkeys(_COUNTRIES.split(), "country"),
    **dict.fromkeys(_REGIONS.split(), "region"),
}
_CLASSES: Final[Mapping[str, PlaceKind]] = {"P": "settlement", "A": "region"}


def kind_in(feature: Mapping[str, Any]) -> PlaceKind:
    """
    Tell what a place is.

    Parameters
    ----------
    feature
        A feature; its types are read in their order, then its feature classes.

    Returns
    -------
    str
        ``area`` where neither says anything that we have a word for.
    """
    for entry in [*listed(feature.get("types")), *listed(feature.get("placetypes"))]:
        kind = _CONCEPTS.get(_concept(entry))
        if kind is not None:
            return kind
    properties = feature.get("properties")
    inner = properties.get("fclasses") if isinstance(properties, Mapping) else None
    classes = [*listed(feature.get("fclasses")), *listed(inner)]
    known = (_CLASSES.get(entry) for entry in classes if isinstance(entry, str))
    return next((kind for kind in known if kind is not None), "area")


def _concept(entry: object) -> str:
    """Give the number of a concept, however its address is written."""
    if not isinstance(entry, Mapping):
        return ""
    address = entry.get("identifier") or entry.get("@id") or entry.get("id")
    found = re.search(r"(?<!\d)3\d{8}(?!\d)", str(address)[:200])
    return found[0] if found else ""
