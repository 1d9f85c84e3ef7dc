"""
KML and KMZ: Placemarks as places, and what they say as claims (OGC KML 2.2).

KML declares no precision, so none is given. Whatever a file points to is not fetched: network
links, overlays and models are listed as not read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from balkanroute.readers.kml.reading import load
from balkanroute.readers.peek import head, xml_root, zip_names
from balkanroute.readers.protocol import Format

__all__ = ["READER"]


def _look(path: Path) -> bool:
    """Tell whether a file is KML, or an archive with KML in it."""
    if xml_root(path) == "kml":
        return True
    if path.suffix.lower() == ".kml" and head(path, 2) in {b"\xff\xfe", b"\xfe\xff"}:
        return True  # UTF-16, of which no root is looked at
    return any(name.lower().endswith(".kml") for name in zip_names(path))


READER: Final = Format(
    name="kml",
    title="KML and KMZ, as Google Earth and Google My Maps write them",
    suffixes=(".kml", ".kmz"),
    look=_look,
    load=load,
)
