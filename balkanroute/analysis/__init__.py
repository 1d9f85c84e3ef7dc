"""Questions to numbers, one module a question: frames in, a named Series on their index out."""

from __future__ import annotations

from balkanroute.analysis.comparison import compare, comparisons
from balkanroute.analysis.confirmation import confirmations
from balkanroute.analysis.counts import count_series
from balkanroute.analysis.disagreement import disputes, standing, standings
from balkanroute.analysis.echo import carriers, echo, echo_total, first_carriers
from balkanroute.analysis.origins import (
    chains,
    first_claims,
    origin_count,
    origins,
    unknown_origins,
)

__all__ = [
    "carriers",
    "chains",
    "compare",
    "comparisons",
    "confirmations",
    "count_series",
    "disputes",
    "echo",
    "echo_total",
    "first_carriers",
    "first_claims",
    "origin_count",
    "origins",
    "standing",
    "standings",
    "unknown_origins",
]
