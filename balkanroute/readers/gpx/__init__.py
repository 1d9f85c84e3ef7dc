"""
GPX: waypoints and tracks as places, routes as routes (GPX 1.1 and 1.0, topografix.com).

Nothing is said of who carried the receiver: a track is a line that a file holds. GPX declares no
precision, so none is given.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from balkanroute.readers.gpx.reading import load
from balkanroute.readers.peek import head, xml_root
from balkanroute.readers.protocol import Format

__all__ = ["READER"]


def _look(path: Path) -> bool:
    """Tell whether a file is GPX."""
    if xml_root(path) == "gpx":
        return True
    # UTF-16, of which no root is looked at
    return path.suffix.lower() == ".gpx" and head(path, 2) in {b"\xff\xfe", b"\xfe\xff"}


READER: Final = Format(
    name="gpx",
    title="GPX, as receivers of satellite positions write it",
    suffixes=(".gpx",),
    look=_look,
    load=load,
)
