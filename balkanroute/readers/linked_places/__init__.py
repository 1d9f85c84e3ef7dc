"""
Linked Places Format: gazetteers of historical places, as the World Historical Gazetteer takes them.

Version 1 with its minor versions, and the dialects before it. A feature becomes a place; what a
feature attributes to somebody or to a time (a name, a type, a geometry, a relation, a description
with a citation, a ``when`` or a ``certainty``) becomes a claim of its own.
https://github.com/LinkedPasts/linked-places-format describes the format.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from balkanroute.readers import peek
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.json_records import (
    counted,
    header_in,
    listed,
    loaded,
    rows_in,
    text_in,
)
from balkanroute.readers.linked_places.datasets import Dataset
from balkanroute.readers.linked_places.features import add_feature, put_within
from balkanroute.readers.linked_places.own import BLOCK, row_of
from balkanroute.readers.problems import PlaceLookup, Reading, refusal
from balkanroute.readers.protocol import Format, Options
from balkanroute.readers.restoration import Restoration

NAME: Final = "linked-places"
#: Members by which a feature shows that it follows the format.
_NAMES: Final = ("names", "namings")
_LOOKED_AT: Final = 20


def _look(path: Path) -> bool:
    """Tell by the context, or by the toponyms of the first features."""
    value = peek.json_value(path)
    if not isinstance(value, dict) or value.get("type") not in ("FeatureCollection", "Feature"):
        return False
    context = str(value.get("@context", ""))[:2000].replace("-", "").lower()
    if "linkedplaces" in context:
        return True
    features = value.get("features") if value["type"] == "FeatureCollection" else [value]
    return isinstance(features, list) and any(map(_has_toponym, features[:_LOOKED_AT]))


def _has_toponym(feature: object) -> bool:
    """Tell whether a feature has a name as this format writes it."""
    if not isinstance(feature, dict):
        return False
    names = [entry for member in _NAMES for entry in listed(feature.get(member))]
    return any(isinstance(entry, dict) and "toponym" in entry for entry in names)


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:  # noqa: ARG001 - it has outlines of its own
    """Read every feature."""
    value = loaded(path)
    features = _features(value)
    if features is None:
        raise refusal(path, "expected a FeatureCollection of places, or one Feature")
    gathering = Gathering(path, NAME)
    dataset = Dataset.of(value, path)
    block = value.get(BLOCK)
    rows = rows_in(block if isinstance(block, Mapping) else {})
    foreign = []
    for number, feature in counted(features, path, options):
        if isinstance(feature, Mapping) and isinstance(feature.get(BLOCK), Mapping):
            rows["places"].append(row_of(gathering, feature, number))
        else:
            foreign.append((number, feature))
    Restoration(gathering, rows).restore()
    for number, feature in foreign:
        with gathering.row(number, f"feature {number}"):
            add_feature(gathering, dataset, feature, number)
    for _, feature in foreign:
        put_within(gathering, feature)
    if isinstance(block, Mapping):
        return gathering.reading(**header_in(block, gathering))
    return gathering.reading(**dataset.header(gathering))


def _features(value: object) -> list[Any] | None:
    """Give the features of a file."""
    if not isinstance(value, Mapping):
        return None
    if isinstance(value.get("features"), list):
        return list(value["features"])
    return [value] if value.get("type") == "Feature" and text_in(value, "type") else None


READER: Final = Format(
    name=NAME,
    title="Linked Places Format, of historical gazetteers",
    suffixes=(".lpf.json", ".lpf.jsonld", ".jsonld", ".geojson", ".json"),
    look=_look,
    load=_load,
)
