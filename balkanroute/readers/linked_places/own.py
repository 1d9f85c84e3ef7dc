"""Features that a writer of ours made: what the format has no place for stands in a block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from balkanroute.readers.gathering import Gathering
from balkanroute.readers.json_records import keep, listed, text_in
from balkanroute.readers.restoration import Row

#: The member that holds what the format has no place for.
BLOCK: Final = "balkanroute:record"
#: What marks an entry that was made of something in the block.
MADE: Final = "balkanroute:made_from"
_LISTS: Final = ("types", "links", "relations", "descriptions", "depictions")
_OURS: Final = frozenset({"@id", "type", "properties", "names", "geometry", BLOCK, *_LISTS})


def row_of(gathering: Gathering, feature: Mapping[str, Any], number: int) -> Row:
    """
    Give the place of a feature that carries our block.

    Parameters
    ----------
    gathering
        Is told what is odd.
    feature
        Title, names and geometry are taken from where the format has them, the rest from the
        block; what somebody else added is kept under ``extra``.
    number
        Of the feature.

    Returns
    -------
    Row
        To be restored.
    """
    plain = dict(feature[BLOCK])
    plain["name"] = text_in(feature.get("properties"), "title")
    names = [entry for entry in listed(feature.get("names")) if not _is_made(entry)]
    if names:
        plain["names"] = [_name(entry) for entry in names]
    shapes = _geometries(feature.get("geometry"))
    if shapes:
        plain["geometry"] = {
            name: inner for name, inner in shapes[0].items() if name != "citations"
        }
    added = _added(feature) | ({"geometries": shapes[1:]} if shapes[1:] else {})
    if added:
        gathering.warn(
            number, "somebody added to it; that is kept under extra", f"feature {number}"
        )
        keep(plain, "linked-places", added)
    return Row(number=number, words=f"feature {number}", plain=plain)


def _is_made(entry: object) -> bool:
    """Tell whether an entry was made of something in the block."""
    return isinstance(entry, Mapping) and MADE in entry


def _name(entry: object) -> object:
    """Give a name as a record spells it."""
    if not isinstance(entry, Mapping):
        return entry
    spelled = {"text": entry.get("toponym"), "language": entry.get("lang")}
    return spelled | {"script": entry.get("balkanroute:script")}


def _geometries(geometry: object) -> list[dict[str, Any]]:
    """Give the geometries of a setting."""
    if not isinstance(geometry, Mapping):
        return []
    if geometry.get("type") != "GeometryCollection":
        return [dict(geometry)]
    return [inner for inner in listed(geometry.get("geometries")) if isinstance(inner, dict)]


def _added(feature: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a writer of ours did not put there."""
    added = {name: inner for name, inner in feature.items() if name not in _OURS}
    for name in _LISTS:
        foreign = [entry for entry in listed(feature.get(name)) if not _is_made(entry)]
        if foreign:
            added[name] = foreign
    return added
