"""An atlas to files: one entry, one file a format, each telling what it could not keep."""

from __future__ import annotations

from balkanroute.writers.formats import Writer, write
from balkanroute.writers.losses import LossReport
from balkanroute.writers.starter import new

__all__ = ["LossReport", "Writer", "new", "write"]
