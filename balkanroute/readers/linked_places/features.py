"""A feature to a place, or to several where it says that the place lies in several spots."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord
from balkanroute.model import Name
from balkanroute.readers.gathering import Gathering, id_of
from balkanroute.readers.json_records import added, listed, text_in
from balkanroute.readers.linked_places.datasets import Dataset
from balkanroute.readers.linked_places.kinds import kind_in
from balkanroute.readers.linked_places.statements import Speech, add_statements, is_attributed

_SCHEMES: Final = (
    ("geonames", re.compile(r"geonames\.org/(\d+)|^gn:(\d+)$")),
    ("wikidata", re.compile(r"wikidata\.org/(?:entity|wiki)/(Q\d+)|^wd:(Q\d+)$")),
    ("tgn", re.compile(r"vocab\.getty\.edu/(?:page/)?tgn/(\d+)|^tgn:(\d+)$")),
    ("pleiades", re.compile(r"pleiades\.stoa\.org/places/(\d+)|^pl:(\d+)$")),
)
_TOO_LONG: Final = 2_000_000
_MISSHAPEN: Final = (AttributeError, IndexError, KeyError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A geometry that a feature gives, and the statement that gives it."""

    geometry: BaseGeometry
    statement: dict[str, Any]


def add_feature(gathering: Gathering, dataset: Dataset, feature: object, number: int) -> None:
    """
    Add the place of a feature, and a claim for each thing that it attributes.

    Parameters
    ----------
    gathering
        Where they are added.
    dataset
        Who speaks.
    feature
        As the file has it.
    number
        Of the feature, for its warnings.

    Raises
    ------
    InvalidRecord
        When it has no name, stands twice, or lies nowhere on the earth.
    """
    if not isinstance(feature, Mapping):
        raise InvalidRecord(f"expected a feature, found {str(feature)[:40]!r}")
    address = text_in(feature, "@id", "id", "uri")
    key = ("feature", address or number)
    if gathering.known("places", key) is not None:
        raise InvalidRecord(f"the place {address!r} stands in the file already")
    title = _title(feature, address)
    dataset.agent(gathering)
    spots = [_mended(spot, gathering, number) for spot in _spots(feature.get("geometry"))]
    made = []
    for index, spot in enumerate(spots or [None]):
        fields = _fields(feature, title, address) | {"provenance": dataset.title}
        if spot is not None:
            fields |= {"geometry": spot.geometry, "basis": "gazetteer"}
        if len(spots) > 1:
            told = f"Geometry {index + 1} of {len(spots)} that the file gives for this place."
            fields |= {"note": told}
        if index:
            fields |= {"extra": {}}
        made.append(added(gathering, "places", (*key, index) if index else key, **fields))
    speech = Speech(gathering, dataset, title, made[0], number)
    add_statements(
        speech, feature, [(spot.statement, at) for spot, at in zip(spots, made, strict=False)]
    )


def put_within(gathering: Gathering, feature: object) -> None:
    """
    Say in which place of the file a place lies, where the file says one and only one.

    Parameters
    ----------
    gathering
        Has the places.
    feature
        As the file has it.
    """
    made = gathering.known("places", ("feature", text_in(feature, "@id", "id", "uri")))
    if made is None or not isinstance(feature, Mapping):
        return
    relations = [entry for entry in listed(feature.get("relations")) if isinstance(entry, Mapping)]
    whole = [entry for entry in relations if "broaderPartitive" in str(entry.get("relationType"))]
    parts = (("feature", text_in(entry, "relationTo")) for entry in whole)
    known = {gathering.known("places", key) for key in parts}
    if len(known) == 1 and (wider := known.pop()) not in (None, made):
        gathering.put("places", replace(gathering.record("places", made), within=wider))


def _title(feature: Mapping[str, Any], address: str | None) -> str:
    """Give what a place is called first."""
    names = [entry for member in ("names", "namings") for entry in listed(feature.get(member))]
    first = next((text_in(entry, "toponym") for entry in names), None)
    title = text_in(feature.get("properties"), "title", "label", "name") or text_in(
        feature, "title"
    )
    if title or first:
        return str(title or first)
    if address is None:
        raise InvalidRecord("it has no title, no name and no address")
    return address


def _fields(feature: Mapping[str, Any], title: str, address: str | None) -> dict[str, Any]:
    """Give the fields of a place, apart from where it lies."""
    names = [entry for member in ("names", "namings") for entry in listed(feature.get(member))]
    read = [name for name in map(_name, names) if name is not None]
    extra = _rest(feature)
    return {
        "id": id_of(title, "place"),
        "name": title,
        "names": tuple(read),
        "kind": kind_in(feature),
        "ids": ({"uri": address} if address else {}) | _ids(feature),
        "extra": {"linked-places": extra} if extra else {},
    }


def _name(entry: object) -> Name | None:
    """Read a name; a tag such as ``sr-Cyrl`` says its script too."""
    toponym = entry if isinstance(entry, str) else text_in(entry, "toponym")
    if toponym is None or not toponym.strip():
        return None
    tag = text_in(entry, "lang", "language")
    match = re.fullmatch(r"([A-Za-z]{2,3})-([A-Z][a-z]{3})", tag or "")
    if match:
        return Name(text=toponym, language=match[1], script=match[2])
    return Name(text=toponym, language=tag)


def _ids(feature: Mapping[str, Any]) -> dict[str, str]:
    """Give the ids of the same place elsewhere: by exact matches, since a close one may differ."""
    links = [entry for entry in listed(feature.get("links")) if isinstance(entry, Mapping)]
    exact = [entry.get("identifier") for entry in links if "exactMatch" in str(entry.get("type"))]
    found: dict[str, str] = {}
    for address in [*exact, *listed(feature.get("exactMatch"))]:
        for scheme, pattern in _SCHEMES:
            match = pattern.search(str(address)[:500])
            if match:
                found.setdefault(scheme, match[1] or match[2])
    return found


def _rest(feature: Mapping[str, Any]) -> dict[str, Any]:
    """Give what becomes neither a field nor a claim."""
    rest: dict[str, Any] = {}
    for member, value in feature.items():
        if member in ("type", "geometry", "@id", "id", "uri", "descriptions", "when"):
            continue
        if member == "properties" and isinstance(value, Mapping):
            value = {name: inner for name, inner in value.items() if name != "title"}  # noqa: PLW2901 - the same member, less of it
        elif member in ("names", "namings", "types", "relations"):
            value = [entry for entry in listed(value) if not _is_told(member, entry)]  # noqa: PLW2901 - as above
        if _says_something(value):
            rest[member] = value
    return rest


def _is_told(member: str, entry: object) -> bool:
    """Tell whether an entry is in the names, or in a claim."""
    plain = member in ("names", "namings") and (
        isinstance(entry, str) or (isinstance(entry, Mapping) and set(entry) <= {"toponym", "lang"})
    )
    return plain or is_attributed(entry)


def _says_something(value: object) -> bool:
    """Tell a member from one that is there for form's sake, with nothing in it."""
    if isinstance(value, Mapping):
        return any(map(_says_something, value.values()))
    if isinstance(value, list):
        return any(map(_says_something, value))
    return value not in (None, "")


def _spots(geometry: object) -> list[_Spot]:
    """
    Give where a place lies: once, or once for each statement about it.

    Geometries that nobody attributes to a time or to somebody are one geometry together.
    """
    if not isinstance(geometry, Mapping):
        if geometry not in (None, "", "null"):
            raise InvalidRecord(f"geometry is GeoJSON, found {str(geometry)[:40]!r}")
        return []
    outer = {name: inner for name, inner in geometry.items() if name != "geometries"}
    parts = listed(geometry.get("geometries")) if "geometries" in geometry else [outer]
    given = [part for part in parts if isinstance(part, Mapping)]
    spots = [
        _Spot(made, _without_shape(part)) for part in given if (made := _shaped(part)) is not None
    ]
    if len(spots) > 1 and not any(is_attributed(spot.statement) for spot in spots):
        whole = shapely.GeometryCollection([spot.geometry for spot in spots])
        told = [spot.statement for spot in spots if _says_something(spot.statement)]
        return [_Spot(whole, {"geometries": told} if told else {})]
    return spots


def _mended(spot: _Spot, gathering: Gathering, number: int) -> _Spot:
    """Mend an outline that crosses itself, and say so."""
    if spot.geometry.is_valid:
        return spot
    reason = shapely.is_valid_reason(spot.geometry)[:80]
    try:
        mended = shapely.make_valid(spot.geometry)
    except shapely.errors.ShapelyError as failure:
        raise InvalidRecord(f"its geometry is not valid ({reason})") from failure
    gathering.warn(number, f"its outline was mended ({reason})", f"feature {number}")
    return replace(spot, geometry=mended)


def _without_shape(part: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is said of a geometry, beside its type and its coordinates."""
    rest = {name: inner for name, inner in part.items() if name not in ("type", "coordinates")}
    if _has_height(part):
        rest["coordinates"] = part.get("coordinates")
    return rest


def _has_height(part: Mapping[str, Any]) -> bool:
    """Tell whether the first position of a geometry has a height."""
    first = part.get("coordinates")
    while isinstance(first, list) and first and isinstance(first[0], list):
        first = first[0]
    return isinstance(first, list) and len(first) > 2  # noqa: PLR2004 - longitude and latitude


def _shaped(part: Mapping[str, Any]) -> BaseGeometry | None:
    """
    Make a geometry.

    Of a point and an extent in ``geo_wkt``, the extent: a region is not a pin.
    """
    drawn = _from_text(part)
    if drawn is not None and drawn.geom_type != "Point":
        return drawn
    if not part.get("coordinates") and "geometries" not in part:
        return drawn
    try:
        with np.errstate(invalid="ignore"):
            made: BaseGeometry = shapely.force_2d(shape(dict(part)))
    except (shapely.errors.ShapelyError, *_MISSHAPEN) as reason:
        raise InvalidRecord(f"geometry is not GeoJSON ({str(reason)[:80]})") from reason
    return made


def _from_text(part: Mapping[str, Any]) -> BaseGeometry | None:
    """Read well-known text, if there is any and it is well."""
    text = text_in(part, "geo_wkt", "geowkt", "geoWKT")
    if text is None or len(text) > _TOO_LONG:
        return None
    made: BaseGeometry | None = shapely.from_wkt(text, on_invalid="ignore")
    return shapely.force_2d(made) if made else None
