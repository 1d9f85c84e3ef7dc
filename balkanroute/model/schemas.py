"""The JSON Schema of an atlas file, made from the record classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from shapely.geometry.base import BaseGeometry

from balkanroute.model.atlas import Atlas
from balkanroute.model.plain import BARE, COMPUTED, SPELLED
from balkanroute.model.records import Leg, Place
from balkanroute.periods import Period


def schema() -> dict[str, Any]:
    """
    Give the JSON Schema of an atlas file.

    Returns
    -------
    dict
        JSON Schema 2020-12, made from the record classes, in the spelling of files.
    """
    made: dict[str, Any] = msgspec.json.schema(Atlas, schema_hook=_schema_of)
    definitions = made["$defs"]
    _respell_definition(Leg, definitions["Leg"])
    _respell_definition(Place, definitions["Place"])
    for name in COMPUTED:
        definitions["Atlas"]["properties"].pop(name, None)
    for definition in definitions.values():
        definition["additionalProperties"] = False
        definition.pop("description", None)
    definitions.pop("Problem", None)
    for record_type in BARE:
        _allow_bare(definitions, record_type)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "balkanroute atlas",
        **made,
    }


def _schema_of(wanted: type) -> dict[str, Any]:
    """Describe the values that msgspec does not know."""
    known: dict[type, Callable[[], dict[str, Any]]] = {
        Period: lambda: {"type": ["string", "integer"], "description": "EDTF level 1"},
        BaseGeometry: lambda: {"type": "object", "description": "GeoJSON geometry, EPSG:4326"},
    }
    return known[wanted]()


def _respell_definition(record_type: type, definition: dict[str, Any]) -> None:
    """Spell a definition's fields as files do."""
    spelled = SPELLED.get(record_type, {})
    definition["properties"] = {
        spelled.get(name, name): value for name, value in definition["properties"].items()
    }
    definition["required"] = [spelled.get(name, name) for name in definition["required"]]
    if record_type is Place:
        definition["properties"]["point"] = {
            "type": "array",
            "items": {"type": "number"},
            "minItems": 2,
            "maxItems": 2,
            "description": "[longitude, latitude] in degrees, instead of geometry",
        }
        definition["properties"]["unsaid"] = {
            "type": "array",
            "items": {"type": "string"},
            "description": "fields that are not taken from the gazetteer and stay unsaid",
        }
        # A place taken from the gazetteer gets its name from there.
        definition["required"] = ["id"]
        definition["anyOf"] = [{"required": ["name"]}, {"required": ["gazetteer"]}]


def _allow_bare(definitions: dict[str, Any], record_type: type) -> None:
    """Allow the bare id beside the record."""
    name = record_type.__name__
    definitions[name + "Fields"] = definitions[name]
    definitions[name] = {"anyOf": [{"type": "string"}, {"$ref": f"#/$defs/{name}Fields"}]}
