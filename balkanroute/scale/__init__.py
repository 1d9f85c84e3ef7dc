"""Events by the million to an atlas' places: one kernel, several engines, one answer."""

from __future__ import annotations

from balkanroute.scale.cells import cells
from balkanroute.scale.columns import Columns
from balkanroute.scale.echoes import Echoes, deduplicate
from balkanroute.scale.folders import Counts, summarise_into
from balkanroute.scale.joins import Joined, join
from balkanroute.scale.nearest import Nearest, nearest_border_km
from balkanroute.scale.runs import How
from balkanroute.scale.summaries import Summary, summarise
from balkanroute.scale.tallies import Tally
from balkanroute.scale.targets import bounded, corridors

__all__ = [
    "Columns",
    "Counts",
    "Echoes",
    "How",
    "Joined",
    "Nearest",
    "Summary",
    "Tally",
    "bounded",
    "cells",
    "corridors",
    "deduplicate",
    "join",
    "nearest_border_km",
    "summarise",
    "summarise_into",
]
