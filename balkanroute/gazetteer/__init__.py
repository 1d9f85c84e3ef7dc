"""A name to its ranked candidate places; a border to its line."""

from __future__ import annotations

from balkanroute.gazetteer.entries import Entry
from balkanroute.gazetteer.lookup import Candidate, Gazetteer, border
from balkanroute.gazetteer.shelves import MemoryShelf, Shelf

__all__ = ["Candidate", "Entry", "Gazetteer", "MemoryShelf", "Shelf", "border"]
