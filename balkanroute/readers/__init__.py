"""Files to an atlas: one entry, one file a format."""

from __future__ import annotations

from balkanroute.readers.formats import Reader, examine, find_problems, read, shipped
from balkanroute.readers.problems import FileProblem, PlaceLookup, Reading

__all__ = [
    "FileProblem",
    "PlaceLookup",
    "Reader",
    "Reading",
    "examine",
    "find_problems",
    "read",
    "shipped",
]
