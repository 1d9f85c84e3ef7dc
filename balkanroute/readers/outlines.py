"""Outlines of the countries and regions that event tables name; exact names only."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from typing import Any, Final

from balkanroute.errors import UnresolvedPlace
from balkanroute.model import Place
from balkanroute.names import fold
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.problems import PlaceLookup

#: What tables put after the name of a division to say what it is.
_CLASSES: Final = (
    r"\s+(autonomous\s+)?(area|canton|county|department|district|division|entity|governorate|"
    r"municipality|oblast|prefecture|province|region|republic|state)$"
)
#: No division is called by more letters; longer cells are not looked up.
_LONGEST_NAME: Final = 200
_AREAS: Final = frozenset({"Polygon", "MultiPolygon"})


@cache
def _names(kind: str) -> dict[tuple[str, str], str]:
    """Give the keys of the gazetteer's countries or regions by folded name and country."""
    from balkanroute.gazetteer import Gazetteer

    found: dict[tuple[str, str], str] = {}
    for entry in Gazetteer.bundled().entries:
        if entry.kind == kind:
            country = "" if kind == "country" else "".join(entry.countries[:1])
            for label, _ in entry.labels:
                found.setdefault((fold(label), country), entry.key)
    return found


def country_key(name: str) -> str | None:
    """
    Give the code of a country that is named.

    Parameters
    ----------
    name
        Its name in any language that the gazetteer has; case, accents and script are folded.

    Returns
    -------
    str or None
        ISO 3166-1 alpha-2; None where no country has exactly this name.
    """
    if len(name) > _LONGEST_NAME:
        return None
    return _names("country").get((fold(name), ""))


def region_key(name: str, country: str) -> str | None:
    """
    Give the code of a first-order division that is named.

    Parameters
    ----------
    name
        Its name, which a word such as ``province`` may follow.
    country
        Code of its country.

    Returns
    -------
    str or None
        ISO 3166-2; None where no division in that country has exactly this name.
    """
    if len(name) > _LONGEST_NAME:
        return None
    names = _names("region")
    bare = re.sub(_CLASSES, "", name.strip(), flags=re.IGNORECASE)
    return names.get((fold(name), country)) or names.get((fold(bare), country))


def add_outline(gathering: Gathering, places: PlaceLookup, key: str) -> str | None:
    """
    Add the gazetteer's place of a key, where it is an area.

    Parameters
    ----------
    gathering
        Where the place is added, once.
    places
        The gazetteer.
    key
        A country's or a region's code.

    Returns
    -------
    str or None
        Id of the place; None where the gazetteer has no outline for the key.
    """
    known = gathering.known("places", ("outline", key))
    if known is not None:
        return known
    try:
        place = places.place(key)
    except UnresolvedPlace:
        return None
    if place.geometry is None or place.geometry.geom_type not in _AREAS:
        return None
    return gathering.add("places", ("outline", key), **_fields_of(place))


def _fields_of(place: Place) -> dict[str, Any]:
    """Give the fields of a place, to make it again."""
    return {item.name: getattr(place, item.name) for item in fields(place)}
