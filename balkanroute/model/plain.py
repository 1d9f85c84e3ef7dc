"""
Records as plain data: dictionaries, lists, texts and numbers, as a file holds them.

The one place that knows how a record is spelled outside Python: a period is its text, a
geometry is GeoJSON (a lone point may be ``point: [longitude, latitude]``), a place or route of
a claim without a narrower role is its bare id, ``origin`` and ``destination`` of a leg are
``from`` and ``to``, and what is not said is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, Final, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec
import numpy as np
import shapely
from shapely.geometry import Point, mapping, shape
from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord, Problem, did_you_mean
from balkanroute.model.records import Leg, Place, PlaceRole, RouteRole
from balkanroute.periods import Period

T = TypeVar("T")

#: Fields that a file spells otherwise than Python does.
SPELLED: Final[Mapping[type, Mapping[str, str]]] = {Leg: {"origin": "from", "destination": "to"}}
#: Records that a file may write as a bare id: the class and the field that is the id.
BARE: Final[Mapping[type, str]] = {PlaceRole: "place", RouteRole: "route"}
#: Fields that an atlas makes itself.
COMPUTED: Final = frozenset({"warnings", "_by_id"})


def to_plain(record: object) -> dict[str, Any]:
    """
    Give a record as plain data.

    Parameters
    ----------
    record
        Any record of the model, an atlas included.

    Returns
    -------
    dict
        What a file holds, fields in the order of the class, those not said left out.
    """
    plain: dict[str, Any] = {}
    for item in _ordered(type(record)):
        value = getattr(record, item.name)
        if _is_default(item, value):
            continue
        if isinstance(record, Place) and isinstance(value, Point):
            plain["point"] = [value.x, value.y]
            continue
        plain[SPELLED.get(type(record), {}).get(item.name, item.name)] = _value(value)
    return plain


def _ordered(record_type: type) -> list[Field[Any]]:
    """Give the fields of a record in the order of its file: the id first."""
    kept = [item for item in fields(record_type) if item.name not in COMPUTED]
    return sorted(kept, key=lambda item: item.name != "id")


def _is_default(item: Field[Any], value: object) -> bool:
    """Tell whether a field says no more than its absence would."""
    if item.default is not MISSING:
        return type(value) is type(item.default) and bool(value == item.default)
    return item.default_factory is not MISSING and not value


def _value(value: object) -> Any:  # noqa: ANN401 - plain data has no narrower type
    """Give a field's value as plain data."""
    if isinstance(value, Period):
        return value.text
    if isinstance(value, BaseGeometry):
        return _listed(mapping(value))
    if isinstance(value, tuple | list):
        return [_value(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _value(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        plain = to_plain(value)
        bare = BARE.get(type(value))
        return plain[bare] if bare is not None and list(plain) == [bare] else plain
    return value


def _listed(value: Any) -> Any:  # noqa: ANN401 - GeoJSON nests
    """Turn the tuples of a GeoJSON mapping into lists."""
    if isinstance(value, Mapping):
        return {key: _listed(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_listed(item) for item in value]
    return value


def from_plain(record_type: type[T], plain: object) -> tuple[T | None, list[Problem]]:
    """
    Make a record of plain data, or tell all that is wrong with it.

    Parameters
    ----------
    record_type
        The class to make.
    plain
        What a file held.

    Returns
    -------
    record : object or None
        The record; None where anything is wrong.
    problems : list of Problem
        Every field that is wrong, each with its path inside the record.
    """
    name = record_type.__name__.lower()
    if not isinstance(plain, Mapping):
        message = f"expected fields and values, found {type(plain).__name__} {str(plain)[:40]!r}"
        return None, [Problem(path=(), record=name, message=message)]
    record = f"{name} {plain['id']!r}" if isinstance(plain.get("id"), str) else name
    problems = list(_unknown_fields(record_type, plain, record))
    given = _respelled(record_type, plain)
    try:
        made = _convert(given, record_type)
    except (msgspec.ValidationError, InvalidRecord) as reason:
        told = {problem.path for problem in problems}
        fresh = _field_problems(record_type, plain, given, record)
        problems += [problem for problem in fresh if problem.path not in told]
        if not problems:
            problems.append(Problem(path=(), record=record, message=_clean(reason, record)))
        return None, problems
    return (None, problems) if problems else (made, [])


def _convert(value: object, wanted: Any) -> Any:  # noqa: ANN401 - the caller says the type
    """Decode plain data into a type."""
    return msgspec.convert(value, wanted, dec_hook=_decode)


def _decode(wanted: type, value: object) -> object:
    """Make the values that msgspec does not know: periods and geometries."""
    if wanted is Period:
        # A bare year reads as a number in every file format.
        return Period(str(value) if type(value) is int else value)  # type: ignore[arg-type]
    return _geometry(value)


def _geometry(value: Any) -> BaseGeometry:  # noqa: ANN401 - whatever the file held
    """Make a geometry of GeoJSON."""
    kind = value.get("type") if isinstance(value, Mapping) else None
    if kind not in _GEOMETRIES:
        raise InvalidRecord(
            f"geometry is GeoJSON of a type out of {', '.join(_GEOMETRIES)}, "
            f"found {str(value)[:60]}"
        )
    try:
        # A coordinate that is no number is refused by the record, with its name.
        with np.errstate(invalid="ignore"):
            made: BaseGeometry = shape(value)
    except (shapely.errors.ShapelyError, *_MISSHAPEN) as reason:
        raise InvalidRecord(
            f"geometry is not GeoJSON with a type and coordinates ({reason})"
        ) from reason
    return made


_GEOMETRIES: Final = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
)  # fmt: skip
_MISSHAPEN: Final = (AttributeError, IndexError, KeyError, TypeError, ValueError)


def _respelled(record_type: type, plain: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a file's spelling into Python's, one record deep and below."""
    spelled = {file: python for python, file in SPELLED.get(record_type, {}).items()}
    given = {spelled.get(key, key): value for key, value in plain.items()}
    if record_type is Place and "point" in given and "geometry" not in given:
        given["geometry"] = {"type": "Point", "coordinates": given.pop("point")}
    for name, inner in _nested(record_type).items():
        if isinstance(given.get(name), list):
            given[name] = [_entry(inner, value) for value in given[name]]
    return given


def _entry(inner: type, value: object) -> object:
    """Turn an entry of a list into what its record needs."""
    if inner in BARE and isinstance(value, str):
        return {BARE[inner]: value}
    return _respelled(inner, value) if isinstance(value, Mapping) else value


@cache
def _nested(record_type: type) -> dict[str, type]:
    """Give the fields that hold lists of records, and the class of each."""
    hints = get_type_hints(record_type)
    inner = {name: (get_args(hint) or (None,))[0] for name, hint in hints.items()}
    return {
        name: kind for name, kind in inner.items() if isinstance(kind, type) and is_dataclass(kind)
    }


@cache
def _spelling(record_type: type) -> dict[str, str]:
    """Give the names a file may use: the file's spelling to Python's."""
    spelled = SPELLED.get(record_type, {})
    names = {
        spelled.get(item.name, item.name): item.name
        for item in fields(record_type)
        if item.name not in COMPUTED
    }
    return names | ({"point": "geometry"} if record_type is Place else {})


def _unknown_fields(
    record_type: type, plain: Mapping[str, Any], record: str, path: tuple[str | int, ...] = ()
) -> list[Problem]:
    """Find fields that no record has, at any depth, so that nothing is silently dropped."""
    known = _spelling(record_type)
    problems = [
        Problem(
            path=(*path, str(key)),
            record=record,
            message=(
                f"there is no field {key!r}{did_you_mean(str(key), known)}; "
                f"fields of your own go under 'extra'"
            ),
        )
        for key in plain
        if key not in known
    ]
    if "point" in plain and "geometry" in plain:
        message = "give point or geometry, not both"
        problems.append(Problem(path=(*path, "point"), record=record, message=message))
    elif "point" in known and "point" in plain and not _is_position(plain["point"]):
        message = f"point is [longitude, latitude], two numbers, found {str(plain['point'])[:40]}"
        problems.append(Problem(path=(*path, "point"), record=record, message=message))
    for name, inner in _nested(record_type).items():
        entries = plain.get(name)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, Mapping):
                problems += _unknown_fields(inner, entry, record, (*path, name, index))
    return problems


def _is_position(value: object) -> bool:
    """Tell whether a value is a longitude and a latitude."""
    if not (isinstance(value, list | tuple) and len(value) == 2):  # noqa: PLR2004 - two of them
        return False
    return all(isinstance(part, int | float) and not isinstance(part, bool) for part in value)


def _field_problems(
    record_type: type, plain: Mapping[str, Any], given: Mapping[str, Any], record: str
) -> list[Problem]:
    """Try each field alone, so that every wrong one is told and not just the first."""
    hints = get_type_hints(record_type)
    python_to_file = {python: file for file, python in _spelling(record_type).items()}
    if record_type is Place and "point" not in plain:
        python_to_file["geometry"] = "geometry"
    problems = []
    for item in fields(record_type):
        name = python_to_file.get(item.name, item.name)
        if item.name in COMPUTED:
            continue
        if item.name not in given:
            if item.default is MISSING and item.default_factory is MISSING:
                message = f"field {name!r} is missing"
                problems.append(Problem(path=(), record=record, message=message))
            continue
        try:
            _convert(given[item.name], hints[item.name])
        except (msgspec.ValidationError, InvalidRecord) as reason:
            inside, message = _respelled_path(
                record_type, item.name, _path(str(reason)), _clean(reason, record)
            )
            wanted = _annotation(record_type, (item.name, *_path(str(reason))))
            message = _explained(message, wanted)
            where = ".".join(map(str, (name, *inside)))
            problems.append(
                Problem(path=(name, *inside), record=record, message=f"{where}: {message}")
            )
    return problems


def _path(message: str) -> tuple[str | int, ...]:
    """Read the path that msgspec writes after its message."""
    _, mark, path = message.rpartition(" - at `$")
    if not mark:
        return ()
    steps = path.rstrip("`").replace("[...]", "").replace("[", ".").replace("]", "").split(".")
    return tuple(int(step) if step.isdigit() else step for step in steps if step)


def _respelled_path(
    record_type: type, name: str, path: tuple[str | int, ...], message: str
) -> tuple[tuple[str | int, ...], str]:
    """Spell the path inside a field, and the field that a message misses, as the file does."""
    spelled = SPELLED.get(_nested(record_type).get(name, record_type), {})
    for python, file in spelled.items():
        message = message.replace(f"required field `{python}`", f"required field `{file}`")
    return tuple(spelled.get(str(step), step) for step in path), message


def _clean(reason: Exception, record: str) -> str:
    """Take the path and the record's own name out of a message."""
    message = str(reason)
    return (message.rpartition(" - at `$")[0] or message).removeprefix(f"{record}: ")


def _explained(message: str, wanted: Any) -> str:  # noqa: ANN401 - any annotation
    """Add to a bare message of the decoder what would have been right."""
    choices = [str(choice) for choice in _choices(wanted)]
    if message.startswith("Invalid enum value") and choices:
        found = message.removeprefix("Invalid enum value ").strip("'")
        return f"{found!r} is not one of {', '.join(choices)}{did_you_mean(found, choices)}"
    if message.startswith("Expected `str`, got `int`"):
        return f"{message}; put it in quotation marks"
    return message


def _choices(wanted: Any) -> tuple[object, ...]:  # noqa: ANN401 - any annotation
    """Give the words of a Literal, also of one that may be None."""
    if get_origin(wanted) is Literal:
        return get_args(wanted)
    return tuple(choice for inner in get_args(wanted) for choice in _choices(inner))


def _annotation(record_type: type, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - as above
    """Give the annotation of the field at a path."""
    wanted: Any = record_type
    for step in path:
        if isinstance(step, int):
            continue
        inner = [kind for kind in (wanted, *get_args(wanted)) if is_dataclass(kind)]
        if not inner:
            return None
        wanted = get_type_hints(inner[0]).get(step)
    return wanted
