"""Lengths and areas on the WGS84 ellipsoid."""

from __future__ import annotations

from pyproj import Geod
from shapely.geometry.base import BaseGeometry

WGS84 = Geod(ellps="WGS84")


def area_km2(shape: BaseGeometry) -> float:
    """
    Measure an area.

    Parameters
    ----------
    shape
        Polygons, EPSG:4326.

    Returns
    -------
    float
        Square kilometres, holes taken off whatever way the rings run.
    """
    from shapely import orient_polygons

    return float(abs(WGS84.geometry_area_perimeter(orient_polygons(shape))[0])) / 1e6


def length_km(shape: BaseGeometry) -> float:
    """
    Measure a line.

    Parameters
    ----------
    shape
        Lines, EPSG:4326.

    Returns
    -------
    float
        Kilometres.
    """
    return float(WGS84.geometry_length(shape)) / 1e3
