"""Lines and areas as discs that hold them: what STIX can say of where something is."""

from __future__ import annotations

import math
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

#: Sides are cut this fine, in degrees, so that no point of one is farther than its ends by more
#: than the slack below.
_FINE: Final = 1.0
_SLACK: Final = 1.01
_KILOMETRE: Final = 1000


def disc_of(geometry: BaseGeometry, precision_m: float | None) -> dict[str, float]:
    """
    Give a disc that holds a geometry.

    Parameters
    ----------
    geometry
        A line, an area or several of anything, in EPSG:4326.
    precision_m
        How far the truth may be from it, in metres.

    Returns
    -------
    dict
        ``latitude`` and ``longitude`` of the centre, and as ``precision`` a radius in metres, up
        to the next kilometre: by the specification the location "may be anywhere" in it. The
        centre is no pin, and stands for nothing.
    """
    from pyproj import Geod

    west, south, east, north = geometry.bounds
    longitude, latitude = (west + east) / 2, (south + north) / 2
    corners = shapely.get_coordinates(shapely.segmentize(geometry, _FINE))
    lon, lat = corners[:, 0], corners[:, 1]
    _, _, distances = Geod(ellps="WGS84").inv(lon * 0 + longitude, lat * 0 + latitude, lon, lat)
    radius = float(distances.max()) * _SLACK + (precision_m or 0.0)
    precision = float(math.ceil(radius / _KILOMETRE) * _KILOMETRE)
    return {"latitude": latitude, "longitude": longitude, "precision": max(precision, 1000.0)}
