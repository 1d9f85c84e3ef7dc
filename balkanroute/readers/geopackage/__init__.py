"""
GeoPackage: a file of ours, with all of an atlas, or any other, whose features become places.

A file of ours is known by its table ``atlas``, or by the columns of its claims. Each row is what
it says now: what somebody has moved, added or taken away since is read as it stands.
Coordinates of another CRS are made EPSG:4326. The format is described at
https://www.geopackage.org/spec/.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from balkanroute.readers.event_rows import uncollected
from balkanroute.readers.features import Feature, Taking
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.geopackage.layers import Layer, layers_of, rows_of, says_geopackage
from balkanroute.readers.geopackage.ours import is_ours, read_ours
from balkanroute.readers.problems import PlaceLookup, Reading
from balkanroute.readers.protocol import Format, Options

_NAME: Final = "geopackage"


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:  # noqa: ARG001 - geometry stands in the file
    """Read an atlas of ours, or somebody else's layers."""
    gathering = Gathering(path, _NAME)
    with uncollected(), warnings.catch_warnings():
        # GDAL's remarks on a damaged file may not be text; what is wrong is told as a problem.
        warnings.filterwarnings("ignore", "Could not decode error message", RuntimeWarning)
        layers = layers_of(path)
        if is_ours(layers):
            return read_ours(gathering, layers, options)
        return _places(gathering, layers, options)


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
