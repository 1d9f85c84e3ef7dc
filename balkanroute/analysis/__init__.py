"""Questions to numbers, one module a question: frames in, a named Series on their index out."""

from __future__ import annotations

from balkanroute.analysis.disagreement import disputes
from balkanroute.analysis.origins import chains, origin_count, origins

__all__ = ["chains", "disputes", "origin_count", "origins"]
