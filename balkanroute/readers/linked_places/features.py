"""A feature to a place, or to several where it says that the place lies in several spots."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.model import Name
from balkanroute.readers.gathering import Gathering, id_of
from balkanroute.readers.json_records import listed, text_in
from balkanroute.readers.linked_places.datasets import Dataset
from balkanroute.readers.linked_places.kinds import kind_in
from balkanroute.readers.linked_places.spots import Spot, spots_of
from balkanroute.readers.linked_places.statements import (
    Speech,
    add_statements,
    description_in,
    is_attributed,
    says_something,
)

_TOLD: Final = ("names", "namings", "types", "relations", "descriptions")
_SCHEMES: Final = (
    ("geonames", re.compile(r"geonames\.org/(\d+)|^gn:(\d+)$")),
    ("wikidata", re.compile(r"wikidata\.org/(?:entity|wiki)/(Q\d+)|^wd:(Q\d+)$")),
    ("tgn", re.compile(r"vocab\.getty\.edu/(?:page/)?tgn/(\d+)|^tgn:(\d+)$")),
    ("pleiades", re.compile(r"pleiades\.stoa\.org/places/(\d+)|^pl:(\d+)$")),
)


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
        raise InvalidRecord(f"the place {str(address)[:80]!r} stands in the file already")
    title = _title(feature, address)
    dataset.agent(gathering)
    spots, rest = spots_of(feature.get("geometry"))
    shared = _fields(feature, title, address, rest) | {"provenance": dataset.title}
    made = []
    for index, spot in enumerate(spots or [None]):
        fields = shared | ({"extra": {}} if index else {})
        if spot is not None:
            fields |= {"geometry": spot.geometry, "basis": "gazetteer"}
            _tell(gathering, spot, number)
        if len(spots) > 1:
            told = f"Geometry {index + 1} of {len(spots)} that the file gives for this place."
            fields |= {"note": told}
        made.append(gathering.add("places", (*key, index) if index else key, **fields))
    speech = Speech(gathering, dataset, title, made[0], number)
    said = [(spot.statement, place) for spot, place in zip(spots, made, strict=False)]
    add_statements(speech, feature, said)


def _tell(gathering: Gathering, spot: Spot, number: int) -> None:
    """Say that an outline was mended."""
    if spot.mended:
        gathering.warn(number, f"its outline was mended ({spot.mended})", f"feature {number}")


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


def _fields(
    feature: Mapping[str, Any], title: str, address: str | None, shapeless: list[Any]
) -> dict[str, Any]:
    """Give the fields of a place, apart from where it lies."""
    names = [entry for member in ("names", "namings") for entry in listed(feature.get(member))]
    read = [name for name in map(_name, names) if name is not None]
    extra = _rest(feature) | ({"geometries": shapeless} if shapeless else {})
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
        if member in ("type", "geometry", "@id", "id", "uri"):
            continue
        kept = value
        if member == "properties" and isinstance(value, Mapping):
            kept = {name: inner for name, inner in value.items() if name != "title"}
        elif member in _TOLD:
            kept = [entry for entry in listed(value) if not _is_told(member, entry)]
        elif member == "when" and is_attributed({"when": value}):
            continue
        if says_something(kept):
            rest[member] = kept
    return rest


def _is_told(member: str, entry: object) -> bool:
    """Tell whether an entry is in the names, or in a claim."""
    if member == "descriptions":
        return description_in(entry) is not None
    if member not in ("names", "namings"):
        return is_attributed(entry)
    plain = isinstance(entry, Mapping) and set(entry) <= {"toponym", "lang"}
    whole = plain and text_in(entry, "toponym") is not None
    return whole or isinstance(entry, str) or is_attributed(entry)
