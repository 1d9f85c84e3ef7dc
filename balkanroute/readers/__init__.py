"""Files to an atlas: one entry, one file a format."""

from __future__ import annotations

from balkanroute.readers.formats import examine, find_problems, installed, read, shipped
from balkanroute.readers.problems import FileProblem, PlaceLookup, Reading, RowsNotRead
from balkanroute.readers.protocol import Format, Options, Reader

__all__ = [
    "FileProblem",
    "Format",
    "Options",
    "PlaceLookup",
    "Reader",
    "Reading",
    "RowsNotRead",
    "examine",
    "find_problems",
    "installed",
    "read",
    "shipped",
]
