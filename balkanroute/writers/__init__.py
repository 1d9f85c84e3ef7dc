"""An atlas to files: one entry, one file a format, each telling what it could not keep."""

from __future__ import annotations

from balkanroute.writers.formats import Format, Writer, installed, write
from balkanroute.writers.losses import Carrier, Loss, LossReport
from balkanroute.writers.starter import new

__all__ = ["Carrier", "Format", "Loss", "LossReport", "Writer", "installed", "new", "write"]
