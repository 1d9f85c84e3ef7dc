"""
GeoJSON (RFC 7946): a collection of ours, with all of an atlas, or any other.

A collection of ours holds its records in the foreign member ``balkanroute`` and their geometry
in features. Where somebody has edited the features since, they win; what they cannot say stays
as the records say it. Any other collection becomes places, with claims where properties say
something and the time of a GeoJSON-T member ``when``
(https://github.com/kgeographer/geojson-t). Coordinates are WGS 84, longitude first, as the RFC
says; a collection that says another CRS is refused.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from balkanroute.readers import peek
from balkanroute.readers.event_rows import uncollected
from balkanroute.readers.features import Taking
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.geojson.collections import Collection, features_of, opened
from balkanroute.readers.geojson.events import holds_events
from balkanroute.readers.geojson.ours import is_stripped, read_ours, read_stripped
from balkanroute.readers.problems import PlaceLookup, Reading
from balkanroute.readers.protocol import Format, Options

_NAME: Final = "geojson"
_TYPE: Final = re.compile(rb'"type"\s*:\s*"FeatureCollection"')
_LOOKED_AT: Final = 50
#: Members of a collection that are read or say nothing.
_READ: Final = frozenset({"type", "features", "crs", "name", "bbox", "description", "attribution"})


def _look(path: Path) -> bool:
    """Tell by the type, and by the absence of what makes it another format."""
    value = peek.json_value(path)
    if value is None:
        start = peek.head(path)
        large = path.suffix.lower() in {".geojson", ".json"}
        return large and start[:1] == b"{" and _TYPE.search(start) is not None
    if not isinstance(value, dict) or value.get("type") != "FeatureCollection":
        return False
    features = value.get("features")
    return isinstance(features, list) and not _is_other(value, features[:_LOOKED_AT])


def _is_other(value: dict[str, Any], features: list[Any]) -> bool:
    """Tell whether a collection is in a format of its own: linked places, events of OSINT."""
    if "balkanroute" in value:
        return False
    if "linkedplaces" in str(value.get("@context", ""))[:2000].replace("-", "").lower():
        return True
    return holds_events(features) or any(map(_has_toponym, features))


def _has_toponym(feature: object) -> bool:
    """Tell whether a feature has a name as linked places write it."""
    members = feature.values() if isinstance(feature, dict) else ()
    entries = [entry for member in members if isinstance(member, list) for entry in member[:5]]
    return any(isinstance(entry, dict) and "toponym" in entry for entry in entries)


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:  # noqa: ARG001 - geometry stands in the file
    """Read an atlas of ours, or somebody else's collection."""
    collection = opened(path)
    gathering = Gathering(path, _NAME)
    with uncollected():
        if collection.records is not None:
            return read_ours(gathering, collection, options)
        if is_stripped(collection):
            return read_stripped(gathering, collection, options)
        return _places(gathering, collection, options)


def _places(gathering: Gathering, collection: Collection, options: Options) -> Reading:
    """Read the features of somebody else's collection."""
    name = collection.members.get("name")
    taking = Taking(
        gathering, name if isinstance(name, str) and name.strip() else gathering.file.stem
    )
    for feature in features_of(gathering, collection, options):
        taking.take(feature)
    taking.finish()
    return gathering.reading(**_header(taking, collection))


def _header(taking: Taking, collection: Collection) -> dict[str, Any]:
    """Give the atlas' own fields."""
    header: dict[str, Any] = {"title": taking.map_title}
    summary = collection.members.get("description")
    if isinstance(summary, str) and summary.strip():
        header["summary"] = summary
    rest = {name: value for name, value in collection.members.items() if name not in _READ}
    if rest:
        header["extra"] = {_NAME: rest}
    return header


READER: Final = Format(
    name=_NAME,
    title="GeoJSON: places and legs of an atlas, or places of any collection",
    suffixes=(".geojson", ".json"),
    look=_look,
    load=_load,
)
