"""Questions to numbers, one module a question: frames in, a named Series on their index out."""

from __future__ import annotations

from balkanroute.analysis.areas import area_km2, length_km
from balkanroute.analysis.asof import as_of
from balkanroute.analysis.borders import claims_along_border
from balkanroute.analysis.comparison import compare, comparisons
from balkanroute.analysis.confirmation import confirmations
from balkanroute.analysis.conflict import period_conflicts, place_conflicts
from balkanroute.analysis.counts import count_series
from balkanroute.analysis.density import claims_per_region
from balkanroute.analysis.disagreement import disputes, standing, standings
from balkanroute.analysis.distances import distance_to_border_km, nearest_on_border
from balkanroute.analysis.echo import carriers, echo, echo_total, first_carriers
from balkanroute.analysis.origins import (
    chains,
    first_claims,
    origin_count,
    origins,
    unknown_origins,
)
from balkanroute.analysis.timeline import timeline

__all__ = [
    "area_km2",
    "as_of",
    "carriers",
    "chains",
    "claims_along_border",
    "claims_per_region",
    "compare",
    "comparisons",
    "confirmations",
    "count_series",
    "disputes",
    "distance_to_border_km",
    "echo",
    "echo_total",
    "first_carriers",
    "first_claims",
    "length_km",
    "nearest_on_border",
    "origin_count",
    "origins",
    "period_conflicts",
    "place_conflicts",
    "standing",
    "standings",
    "timeline",
    "unknown_origins",
]
