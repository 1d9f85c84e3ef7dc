"""
KML and KMZ of an atlas: a Folder a layer, a Placemark a place and a leg (OGC KML 2.2).

Other programs see names, geometry, colours, times of legs and the claims as text; our reader gets
every record back from ExtendedData.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from balkanroute._files import write_whole
from balkanroute.model import KINDS, Atlas
from balkanroute.writers.formats import Format, PlaceLookup
from balkanroute.writers.losses import Carrier, LossReport, every_field

__all__ = ["CARRIER", "WRITER"]

CARRIER: Final = Carrier(format="kml", held={kind: every_field(kind) for kind in ("atlas", *KINDS)})
#: The earliest time that an archive can say: the time of writing would change the bytes.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:  # noqa: ARG001 - geometry is written whole
    """Write an atlas, packed where the path says so."""
    from balkanroute.writers.kml.document import Document

    written = Document(atlas).text().encode()
    target = path.resolve()
    write_whole(target, _packed(written) if path.suffix.lower() == ".kmz" else written)
    return CARRIER.report(atlas)


def _packed(document: bytes) -> bytes:
    """Give the archive of a document."""
    beside = BytesIO()
    with ZipFile(beside, "w", ZIP_DEFLATED) as packed:
        entry = ZipInfo("doc.kml", _NO_TIME)
        entry.compress_type = ZIP_DEFLATED
        entry.create_system = 3
        entry.external_attr = 0o644 << 16
        packed.writestr(entry, document)
    return beside.getvalue()


WRITER: Final = Format(
    name="kml",
    title="KML and KMZ, for Google Earth and other maps",
    suffixes=(".kml", ".kmz"),
    save=_save,
)
