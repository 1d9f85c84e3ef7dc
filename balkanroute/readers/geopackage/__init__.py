"""
GeoPackage: a file of ours, with all of an atlas, or any other, whose features become places.

A file of ours is known by its table ``atlas``, or by the columns of its claims. Each row is what
it says now: what somebody has moved, added or taken away since is read as it stands.
Coordinates of another CRS are made EPSG:4326. The format is described at
https://www.geopackage.org/spec/.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from balkanroute.readers.event_rows import uncollected
from balkanroute.readers.features import Feature, Taking
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.geopackage.layers import Layer, layers_of, rows_of, says_geopackage
from balkanroute.readers.geopackage.ours import is_ours, read_ours
from balkanroute.readers.problems import FileProblem, PlaceLookup, Reading
from balkanroute.readers.protocol import Format, Options

_NAME: Final = "geopackage"
_MOST_REMARKS: Final = 20


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:  # noqa: ARG001 - geometry stands in the file
    """Read an atlas of ours, or somebody else's layers."""
    with uncollected(), warnings.catch_warnings(record=True) as remarks:
        warnings.simplefilter("always")
        gathering = Gathering(path, _NAME)
        layers = layers_of(path)
        if is_ours(layers):
            reading = read_ours(gathering, layers, options)
        else:
            reading = _places(gathering, layers, options)
    return replace(reading, problems=(*reading.problems, *_told(path, remarks)))


def _told(path: Path, remarks: Sequence[warnings.WarningMessage]) -> Iterator[FileProblem]:
    """Tell what GDAL remarked on a damaged file, each once; hand other warnings on."""
    said = dict.fromkeys(str(one.message) for one in remarks if one.category is RuntimeWarning)
    for message in list(said)[:_MOST_REMARKS]:
        yield FileProblem(file=path, path=(), record="GDAL", message=message, severity="warning")
    for one in remarks:
        if one.category is not RuntimeWarning:
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)


def _places(gathering: Gathering, layers: Sequence[Layer], options: Options) -> Reading:
    """Read the features of somebody else's layers."""
    taking = Taking(gathering, gathering.file.stem)
    before = 0
    for layer in layers:
        if layer.geometry_type is None:
            message = f"the table {layer.name!r} has no geometry, and is not read"
            gathering.warn(1, message, f"table {layer.name!r}")
            continue
        for number, cells, shape in rows_of(gathering, layer, options, first=before + 1):
            topics = (layer.name,) if len(layers) > 1 else ()
            taking.take(Feature(number=number, properties=cells, geometry=shape, topics=topics))
        before += layer.count
    taking.finish()
    return gathering.reading()


READER: Final = Format(
    name=_NAME,
    title="GeoPackage: layers of an atlas, or places of any layers",
    suffixes=(".gpkg",),
    look=says_geopackage,
    load=_load,
)
