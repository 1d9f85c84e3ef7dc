"""What the reporting says, about where, and who says it."""

from __future__ import annotations

from balkanroute.model.atlas import Atlas
from balkanroute.model.cells import TABLES, columns_of, from_cells, to_cells
from balkanroute.model.checks import KINDS, find_problems, is_link
from balkanroute.model.plain import from_plain, to_plain
from balkanroute.model.records import (
    Agent,
    Claim,
    Leg,
    Name,
    Place,
    PlaceRole,
    Quantity,
    Relation,
    Route,
    RouteRole,
    Selector,
    Source,
)
from balkanroute.model.schemas import schema

__all__ = [
    "KINDS",
    "TABLES",
    "Agent",
    "Atlas",
    "Claim",
    "Leg",
    "Name",
    "Place",
    "PlaceRole",
    "Quantity",
    "Relation",
    "Route",
    "RouteRole",
    "Selector",
    "Source",
    "columns_of",
    "find_problems",
    "from_cells",
    "from_plain",
    "is_link",
    "schema",
    "to_cells",
    "to_plain",
]
