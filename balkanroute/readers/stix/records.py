"""Identities, locations and reports to agents, places and sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import shapely

from balkanroute.errors import InvalidRecord, UnresolvedPlace
from balkanroute.model import Place
from balkanroute.model.records import AgentKind
from balkanroute.readers.json_records import listed, period_of, text_in
from balkanroute.readers.stix.bundles import Bundle, Entry

#: Of the vocabulary of identity classes in STIX 2.1, section 10.7.
_CLASSES: Final[Mapping[str, AgentKind]] = {
    "individual": "person",
    "group": "group",
    "class": "group",
    "organization": "organisation",
    "system": "organisation",
    "unknown": "unnamed",
    "unspecified": "unnamed",
}
#: What is read of every object, or follows from what it became.
_READ: Final = ("type", "spec_version", "name", "object_marking_refs", "granular_markings")
_GOVERNMENT: Final = "government"
_OF_AREAS: Final = (
    "names", "kind", "geometry", "precision_m", "basis", "provenance", "gazetteer",
)  # fmt: skip
_SPOT: Final = ("latitude", "longitude", "precision")


def rest_of(bundle: Bundle, entry: Entry, *read: str) -> tuple[str | None, dict[str, Any]]:
    """
    Give the marking of an object, and what becomes no field.

    Parameters
    ----------
    bundle
        Knows the markings.
    entry
        The object.
    *read
        Properties that became fields.

    Returns
    -------
    level : str or None
        A TLP name.
    extra : dict
        For the record's ``extra``.
    """
    level, marks = bundle.markings.of_object(entry.value)
    taken = {*_READ, *read}
    rest = {name: value for name, value in entry.value.items() if name not in taken}
    return level, {"stix": rest | marks}


def add_identity(bundle: Bundle, entry: Entry) -> None:
    """
    Add the agent of an identity.

    Parameters
    ----------
    bundle
        Where it is added.
    entry
        The object.

    Raises
    ------
    InvalidRecord
        When it has no name.
    """
    value = entry.value
    read = ("identity_class", "roles", "description")
    level, extra = rest_of(bundle, entry, *read)
    sectors = [str(sector) for sector in listed(value.get("sectors"))]
    kind = _CLASSES.get(str(value.get("identity_class")).lower(), "organisation")
    if kind == "organisation" and any(sector.startswith(_GOVERNMENT) for sector in sectors):
        kind = "government body"
    if str(value.get("identity_class")) not in _CLASSES:
        extra["stix"]["identity_class"] = value.get("identity_class")
    bundle.gathering.add(
        "agents",
        ("stix", entry.key),
        name=_named(value, entry),
        kind=kind,
        role="; ".join(map(str, listed(value.get("roles")))) or None,
        note=text_in(value, "description"),
        sensitivity=level,
        extra=extra,
    )


def add_location(bundle: Bundle, entry: Entry) -> None:
    """
    Add the place of a location.

    Parameters
    ----------
    bundle
        Where it is added.
    entry
        The object. ``precision`` is in metres, by the specification: the location may be anywhere
        up to so far from the point. A location that is a country or a region and no more is its
        outline, whatever point stands for it.

    Raises
    ------
    InvalidRecord
        When it has no name at all, or lies nowhere on the earth.
    """
    value = entry.value
    area = _area(bundle, value)
    whole = area is not None and _is_only(value, area)
    read = ("description",) if whole else ("description", *_SPOT)
    level, extra = rest_of(bundle, entry, *read)
    parts = [text_in(value, name) for name in ("city", "administrative_area", "country", "region")]
    called = text_in(value, "name") or ", ".join(part for part in parts[:3] if part) or parts[3]
    fields: dict[str, Any] = {
        "name": called or _named(value, entry),
        "kind": _kind(value),
        "note": text_in(value, "description"),
        "sensitivity": level,
        "extra": extra,
        "ids": {"stix": entry.key},
    }
    if area is not None and whole:
        fields |= {name: getattr(area, name) for name in _OF_AREAS}
        fields |= {"name": text_in(value, "name") or area.name}
    else:
        fields |= _spot(value)
    bundle.gathering.add("places", ("stix", entry.key), **fields)


def _area(bundle: Bundle, value: Mapping[str, Any]) -> Place | None:
    """Find the country or the region of a location in the gazetteer, by its ISO code."""
    for name, kind in (("administrative_area", "region"), ("country", "country")):
        code = text_in(value, name)
        if code is None:
            continue
        try:
            place = bundle.places.place(code.upper())
        except UnresolvedPlace:
            return None
        return place if place.kind == kind else None
    return None


def _is_only(value: Mapping[str, Any], area: Place) -> bool:
    """Tell whether a location is a country or a region, and no spot in it."""
    if any(text_in(value, name) for name in ("city", "street_address")):
        return False
    codes = (text_in(value, "country"), text_in(value, "administrative_area"))
    name = text_in(value, "name")
    known = {area.name, *(entry.text for entry in area.names), *codes}
    return name in known or ("latitude" not in value and name is None)


def _kind(value: Mapping[str, Any]) -> str:
    """Tell what a location is, by the narrowest that it names."""
    if text_in(value, "street_address"):
        return "area"
    if text_in(value, "city"):
        return "settlement"
    if text_in(value, "administrative_area"):
        return "region"
    return "area"


def _spot(value: Mapping[str, Any]) -> dict[str, Any]:
    """Give the point of a location, with its precision."""
    numbers = [value.get(name) for name in _SPOT]
    latitude, longitude, precision = (
        None if isinstance(number, bool) or not isinstance(number, int | float) else float(number)
        for number in numbers
    )
    if latitude is None and longitude is None:
        return {}
    if latitude is None or longitude is None:
        raise InvalidRecord("it has a latitude or a longitude, and not the other")
    return {"geometry": shapely.Point(longitude, latitude), "precision_m": precision}


def add_report(bundle: Bundle, entry: Entry) -> None:
    """
    Add the source of a report.

    Parameters
    ----------
    bundle
        Where it is added.
    entry
        The object; what it holds is carried by it.

    Raises
    ------
    InvalidRecord
        When it has no name.
    """
    value = entry.value
    level, extra = rest_of(bundle, entry, "description", "published", "lang")
    addresses = (text_in(ref, "url") for ref in listed(value.get("external_references")))
    maker = bundle.known("agents", value.get("created_by_ref"))
    bundle.gathering.add(
        "sources",
        ("stix", entry.key),
        title=_named(value, entry),
        kind="report",
        publisher=None if maker is None else bundle.gathering.record("agents", maker).name,
        url=next(filter(None, addresses), None),
        published=period_of(value.get("published")),
        language=text_in(value, "lang"),
        note=text_in(value, "description"),
        sensitivity=level,
        extra=extra,
    )


def _named(value: Mapping[str, Any], entry: Entry) -> str:
    """Give the name of an object."""
    name = text_in(value, "name")
    if name is None:
        raise InvalidRecord(f"{entry.key[:80]} has no name")
    return name
