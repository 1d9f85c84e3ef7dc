"""
A collection of ours, as somebody may have edited it since.

A feature has the geometry, so what was moved is moved. It wins over its record in the fields that
it shows, and it is said. A place or a leg whose feature is gone stays, without geometry, as long
as anything speaks of it. A feature that is new becomes a place, as in any collection.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.model import KINDS, Leg, Place
from balkanroute.model import from_plain as made_of
from balkanroute.readers.features import Feature, Taking, flat
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.geojson.collections import Collection, feature_of, features_of
from balkanroute.readers.geojson.windings import rewound
from balkanroute.readers.problems import Reading
from balkanroute.readers.protocol import Options
from balkanroute.readers.restoration import Restoration, Row, Rows, header_of, no_rows

_NAME: Final = "geojson"
#: Fields that a feature shows and that are read from it, with what they are where none is said.
_PLACE: Final[Mapping[str, Any]] = {
    "name": None, "kind": "area", "precision_m": None, "basis": None, "note": None,
    "sensitivity": None,
}  # fmt: skip
_LEG: Final[Mapping[str, Any]] = {
    "mode": "unknown", "basis": "reported", "corridor_m": None, "about": None, "note": None,
}  # fmt: skip
#: A place and a leg to try a field on.
_TRIED: Final[Mapping[type, Mapping[str, Any]]] = {
    Place: {"id": "-", "name": "-"},
    Leg: {"from": "-", "to": "--"},
}
#: Properties of ours that follow from the records.
_COUNTS: Final = frozenset({"n_claims", "n_origins", "n_disputing", "claims", "when"})
_OWN: Final = frozenset({"record", "id"})
_OWN_OF_LEGS: Final = _OWN | {"route", "number", "name", "route_name", "from", "to", "drawn"}
_LOOKED_AT: Final = 20
_STRIPPED: Final = (
    "the member 'balkanroute' is gone, as where a program writes the features anew; places and "
    "legs are read from their features, the claims' text is kept with each place, and who said it "
    "is lost"
)


@dataclass(slots=True)
class _Found:
    """The features of a collection, by what they show; ``places`` that are known alone count."""

    known: frozenset[str] | None
    places: dict[str, Feature] = field(default_factory=dict)
    legs: dict[tuple[str, int], Feature] = field(default_factory=dict)
    new: list[Feature] = field(default_factory=list)

    def take(self, feature: Feature, gathering: Gathering) -> None:
        """Take a feature as that of a record, or as a new one."""
        said = feature.properties
        key = said.get("id")
        leg = str(said.get("route")), _number(said.get("number"))
        if said.get("record") == "leg" and leg not in self.legs:
            self.legs[leg] = feature
        elif said.get("record") == "leg":
            gathering.skip(
                feature.number, f"leg {leg[1]} of {leg[0]!r} stands twice", feature.words
            )
        elif self._is_record(said.get("record"), key):
            self.places[str(key)] = feature
        else:
            self.new.append(feature)

    def _is_record(self, record: object, key: object) -> bool:
        """Tell whether a feature shows a place of ours that was not shown before."""
        if record != "place" or not isinstance(key, str) or key in self.places:
            return False
        return self.known is None or key in self.known


def _number(value: object) -> int:
    """Give the number of a leg, which a program may have made a text or a float."""
    try:
        return int(float(str(value)))
    except (ValueError, OverflowError):
        return -1


def read_ours(gathering: Gathering, collection: Collection, options: Options) -> Reading:
    """
    Read an atlas of ours.

    Parameters
    ----------
    gathering
        Where its records go.
    collection
        With its records.
    options
        Told of the progress.

    Returns
    -------
    Reading
        The atlas as features and records say it together.
    """
    records = collection.records or {}
    rows = no_rows()
    for kind in KINDS:
        rows[kind] = list(_rows(gathering, kind, records.get(kind)))
    found = _Found(frozenset(str(row.plain.get("id")) for row in rows["places"]))
    for feature in features_of(gathering, collection, options):
        found.take(feature, gathering)
    _put_places(gathering, rows, found)
    _put_legs(gathering, rows, found)
    Restoration(gathering, rows).restore()
    message = "the feature is none of those that were written; it is read as a new place"
    _take_new(gathering, found.new, message)
    header = {name: value for name, value in records.items() if name != "version"}
    return gathering.reading(**header_of(gathering, header))


def _rows(gathering: Gathering, kind: str, records: object) -> Iterator[Row]:
    """Give the records of a list as rows."""
    if records is not None and not isinstance(records, list):
        gathering.warn(1, f"expected a list of {kind} under 'balkanroute'", kind)
    for number, plain in enumerate(records if isinstance(records, list) else [], start=1):
        words = f"{KINDS[kind]} {number} of 'balkanroute'"
        if isinstance(plain, dict):
            yield Row(number, words, plain)
        else:
            gathering.skip(number, f"expected fields, found {str(plain)[:40]}", words)


def _take_new(gathering: Gathering, features: list[Feature], message: str) -> None:
    """Take features that are not ours."""
    taking = Taking(gathering, gathering.file.stem)
    for feature in features:
        gathering.warn(feature.number, message, feature.words)
        own = _COUNTS | _OWN if feature.properties.get("record") == "place" else frozenset()
        said = {name: value for name, value in feature.properties.items() if name not in own}
        taking.take(replace(feature, properties=said, key=None if own else feature.key))
    taking.finish()


def _put_places(gathering: Gathering, rows: Rows, found: _Found) -> None:
    """Give places the geometry of their features, and what was changed there."""
    told = _told(rows)
    kept = []
    for row in rows["places"]:
        key = str(row.plain.get("id"))
        wound = row.plain.pop("wound", None)
        feature = found.places.get(key)
        if feature is None:
            words = (
                "it stays without geometry" if key in told else "nothing speaks of it: it is out"
            )
            message = f"the feature of place {key!r} is gone; {words}"
            gathering.warn(row.number, message, row.words)
            kept += [row] if key in told else []
            continue
        row.geometry = rewound(flat(feature.geometry), wound)
        _edit(gathering, feature, row.plain, Place, _OWN)
        kept.append(row)
    rows["places"] = kept


def _told(rows: Rows) -> set[str]:
    """Name the places of which claims and legs speak."""
    entries = [entry for row in rows["claims"] for entry in _listed(row.plain.get("where"))]
    legs = [leg for row in rows["routes"] for leg in _listed(row.plain.get("legs"))]
    ends = [
        leg.get(name) for leg in legs if isinstance(leg, dict) for name in ("from", "to", "over")
    ]
    keys = [entry.get("place") if isinstance(entry, dict) else entry for entry in entries]
    return {key for key in (*keys, *ends) if isinstance(key, str)}


def _listed(value: object) -> list[Any]:
    """Give a list back, and an empty one for all else."""
    return value if isinstance(value, list) else []


def _put_legs(gathering: Gathering, rows: Rows, found: _Found) -> None:
    """Give legs the lines of their features, and what was changed there."""
    for row in rows["routes"]:
        legs = _listed(row.plain.get("legs"))
        shapes: list[Any] = []
        for number, leg in enumerate(legs):
            wound = leg.pop("wound", None) if isinstance(leg, dict) else None
            feature = found.legs.pop((str(row.plain.get("id")), number), None)
            shapes.append(None)
            if feature is None:
                message = f"the feature of leg {number} is gone; the leg stays without a line"
                gathering.warn(row.number, message, row.words)
            elif isinstance(leg, dict):
                _edit(gathering, feature, leg, Leg, _OWN_OF_LEGS)
                if not feature.properties.get("drawn"):
                    shapes[-1] = rewound(flat(feature.geometry), wound)
        row.shapes = shapes
    for (route, number), feature in found.legs.items():
        message = f"leg {number} of {route!r} is not among the records, so it is left out"
        gathering.skip(feature.number, message, feature.words)


def _edit(
    gathering: Gathering,
    feature: Feature,
    plain: dict[str, Any],
    record: type[Place | Leg],
    own: frozenset[str],
) -> None:
    """Take over what a feature shows otherwise than its record, and keep what is new."""
    shown = _PLACE if record is Place else _LEG
    said = feature.properties
    for name in [name for name in shown if name in said and name not in own]:
        value, old = said[name], plain.get(name, shown[name])
        if value == old or (value is None and shown[name] is not None):
            continue
        problems = made_of(record, {**_TRIED[record], name: value})[1]
        if problems:
            message = f"{name} stays {old!r}: {'; '.join(one.message for one in problems)}"
        else:
            message = f"{name} is {value!r} in the feature and {old!r} in the record; it is taken"
            plain[name] = value
        gathering.warn(feature.number, message, feature.words)
    left = own | _COUNTS | set(shown)
    rest = {key: value for key, value in said.items() if key not in left and value is not None}
    if rest:
        plain["extra" if record is Place else "note"] = _with_rest(plain, rest, record)


def _with_rest(plain: dict[str, Any], rest: dict[str, Any], record: type[Place | Leg]) -> Any:  # noqa: ANN401 - extra or a note
    """Keep properties that somebody added: under extra of a place, in the note of a leg."""
    if record is Place:
        extra = plain.get("extra")
        return {**(extra if isinstance(extra, dict) else {}), _NAME: rest}
    words = "; ".join(f"{name}: {value}" for name, value in rest.items())
    return f"{plain['note']} ({words})" if plain.get("note") else words


def is_stripped(collection: Collection) -> bool:
    """
    Tell whether a collection is one of ours without its records.

    Parameters
    ----------
    collection
        Any collection.

    Returns
    -------
    bool
        By the properties of its first features.
    """
    for number, raw in enumerate(collection.features[:_LOOKED_AT], start=1):
        try:
            said = feature_of(raw, number).properties
        except InvalidRecord:
            continue
        if said.get("record") in {"place", "leg"} and "n_claims" in said:
            return True
    return False


def read_stripped(gathering: Gathering, collection: Collection, options: Options) -> Reading:
    """
    Read what is left of an atlas of ours.

    Parameters
    ----------
    gathering
        Where its records go.
    collection
        Without records.
    options
        Told of the progress.

    Returns
    -------
    Reading
        Its places and routes, with the claims' text under ``extra`` of their places.
    """
    gathering.warn(1, _STRIPPED, "the collection")
    found = _Found(None)
    for feature in features_of(gathering, collection, options):
        found.take(feature, gathering)
    rows = no_rows()
    for key, feature in found.places.items():
        said = feature.properties
        plain = {name: said[name] for name in _PLACE if said.get(name) is not None}
        rest = {n: v for n, v in said.items() if n not in (_OWN | set(_PLACE)) and v is not None}
        plain |= {"id": key} | ({"extra": {_NAME: rest}} if rest else {})
        rows["places"].append(Row(feature.number, feature.words, plain, flat(feature.geometry)))
    rows["routes"] = _routes_alone(found)
    Restoration(gathering, rows).restore()
    message = "the feature is none of ours; it is read as a new place"
    _take_new(gathering, found.new, message)
    return gathering.reading()


def _routes_alone(found: _Found) -> list[Row]:
    """Make routes of the features of their legs."""
    routes: dict[str, Row] = {}
    for (route, _), feature in sorted(found.legs.items(), key=lambda pair: pair[0]):
        said = feature.properties
        name = str(said.get("route_name") or route)
        plain: dict[str, Any] = {"id": route, "name": name, "legs": []}
        row = routes.setdefault(route, Row(feature.number, feature.words, plain))
        leg = {name: said[name] for name in _LEG if said.get(name) is not None}
        row.plain["legs"].append({"from": said.get("from"), "to": said.get("to"), **leg})
        line = None if said.get("drawn") else flat(feature.geometry)
        row.shapes = [*row.shapes, line]
    return list(routes.values())
