"""Our extension of STIX: where what STIX has no place for stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from balkanroute.writers.plain_json import json_line

#: Fixed: the version 5 UUIDs of ``urn:balkanroute:stix:extension`` and ``…:author`` as addresses.
EXTENSION: Final = "extension-definition--55a61ce7-1d6e-5b05-af39-3d45780034ad"
_AUTHOR: Final = "identity--f210ced9-3c6a-51da-847d-e0a74e0e784d"
#: When the extension was laid down; not when a bundle is written.
_LAID_DOWN: Final = "2024-01-01T00:00:00.000Z"

#: Who lays the extension down; STIX wants somebody.
AUTHOR: Final[Mapping[str, Any]] = {
    "type": "identity",
    "spec_version": "2.1",
    "id": _AUTHOR,
    "created": _LAID_DOWN,
    "modified": _LAID_DOWN,
    "name": "balkanroute",
    "identity_class": "system",
    "description": "The program that wrote this bundle; it says nothing of its own.",
}


def definition() -> dict[str, Any]:
    """
    Give the definition of the extension.

    Returns
    -------
    dict
        An object of the bundle.
    """
    return {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": EXTENSION,
        "created_by_ref": _AUTHOR,
        "created": _LAID_DOWN,
        "modified": _LAID_DOWN,
        "name": "balkanroute",
        "description": "Fields of sourced claims on a map that STIX has no property for.",
        "schema": (
            "record: sources, agents, places, routes, claims, atlas, or what it was made_from. "
            "The other properties are the fields of that record as `balkanroute schema` gives "
            "them, geometry as GeoJSON; extra_json is a JSON text with the author's own fields."
        ),
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }


def extended(record: str, plain: Mapping[str, Any]) -> dict[str, Any]:
    """
    Give the extension of an object.

    Parameters
    ----------
    record
        The list that the record is of, ``atlas``, or ``made`` for what follows from a record.
    plain
        Its fields as plain data; keys under ``extra`` may be any text, which STIX forbids, so
        that they go as JSON text.

    Returns
    -------
    dict
        The property ``extensions``.
    """
    fields = {name: value for name, value in plain.items() if name != "extra"}
    if plain.get("extra"):
        fields["extra_json"] = json_line(plain["extra"], f"{record} {plain.get('id', '')}: extra")
    return {
        "extensions": {
            EXTENSION: {"extension_type": "property-extension", "record": record, **fields}
        }
    }
