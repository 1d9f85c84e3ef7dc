"""How long and how large what is drawn is, on the ellipsoid."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import shapely

from balkanroute.analysis.planes import STEP_DEGREES, ellipsoid, parts_of, shapes_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

_LINE: Final = 1
_AREA: Final = 2


def length_km(frame: gpd.GeoDataFrame) -> pd.Series:
    """
    Measure the lines of a frame along the ellipsoid.

    Parameters
    ----------
    frame
        A frame of `balkanroute.frames` such as ``routes_frame``, or a layer of
        `balkanroute.geodata` such as ``borders``; EPSG:4326.

    Returns
    -------
    pandas.Series
        ``length_km`` on the index of the frame, kilometres. The parts of a line in several parts
        are summed. NaN where there is no line: a point or an area has no length of its own, and
        what has no geometry is not known.

    Raises
    ------
    InvalidRecord
        When the frame is in another CRS, or says none.

    Notes
    -----
    Edges are straight in longitude and latitude, as they are drawn (RFC 7946, section 3.1.1).
    They are cut to 0.02 degrees, and the pieces measured as geodesics of WGS84 (Karney 2013,
    doi:10.1007/s00190-012-0578-z) by `pyproj.Geod`. A drawn line is shorter than the true one:
    the coarser the drawing, the shorter.
    """
    return _measured(frame, "length_km", _LINE, _length_km)


def area_km2(frame: gpd.GeoDataFrame) -> pd.Series:
    """
    Measure the areas of a frame on the ellipsoid.

    Parameters
    ----------
    frame
        A frame of `balkanroute.frames` such as ``places_frame``, or a layer of
        `balkanroute.geodata` such as ``countries``; EPSG:4326.

    Returns
    -------
    pandas.Series
        ``area_km2`` on the index of the frame, square kilometres, holes left out. NaN where there
        is no area: that of a place that is known as a point is not zero, it is not known.

    Raises
    ------
    InvalidRecord
        When the frame is in another CRS, or says none.

    Notes
    -----
    Edges as for `length_km`; the area that their pieces enclose by Karney (2013), as
    `pyproj.Geod` gives it.
    """
    return _measured(frame, "area_km2", _AREA, _area_km2)


def _measured(
    frame: gpd.GeoDataFrame,
    name: str,
    dimension: int,
    measure: Callable[[BaseGeometry], float],
) -> pd.Series:
    """Measure the parts of each shape that have the dimension, NaN where none has."""
    import pandas as pd

    values = []
    for shape in shapes_of(frame, name):
        parts = [part for part in parts_of(shape) if shapely.get_dimensions(part) == dimension]
        sizes = [measure(shapely.segmentize(part, STEP_DEGREES)) for part in parts]
        values.append(math.fsum(sizes) if sizes else math.nan)
    return pd.Series(values, index=frame.index, name=name, dtype="float64")


def _length_km(line: BaseGeometry) -> float:
    """Measure one line."""
    return float(ellipsoid().geometry_length(line)) / 1_000


def _area_km2(polygon: BaseGeometry) -> float:
    """Measure one polygon; rings that turn the right way round let holes count against it."""
    area, _ = ellipsoid().geometry_area_perimeter(shapely.orient_polygons(polygon))
    return abs(float(area)) / 1e6
