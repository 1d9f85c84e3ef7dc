"""Geometries as KML, every figure as it is."""

from __future__ import annotations

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry


def geometry_kml(geometry: BaseGeometry) -> str:
    """
    Write a geometry.

    Parameters
    ----------
    geometry
        Flat, in EPSG:4326, not empty.

    Returns
    -------
    str
        A Point, LineString, Polygon, or a MultiGeometry of them; positions in their order, in
        the shortest figures that read back as the same number.
    """
    kind = geometry.geom_type
    if isinstance(geometry, Polygon):
        return _polygon(geometry)
    if kind in {"Point", "LineString", "LinearRing"}:
        name = "Point" if kind == "Point" else "LineString"
        return f"<{name}>{_coordinates(geometry)}</{name}>"
    parts = "".join(geometry_kml(part) for part in shapely.get_parts(geometry))
    return f"<MultiGeometry>{parts}</MultiGeometry>"


def _polygon(polygon: Polygon) -> str:
    """Write an area with its holes."""
    rings = [("outerBoundaryIs", polygon.exterior)]
    rings += [("innerBoundaryIs", ring) for ring in polygon.interiors]
    written = "".join(
        f"<{name}><LinearRing>{_coordinates(ring)}</LinearRing></{name}>" for name, ring in rings
    )
    return f"<Polygon>{written}</Polygon>"


def _coordinates(geometry: BaseGeometry) -> str:
    """Write positions."""
    pairs = shapely.get_coordinates(geometry).tolist()
    written = " ".join(f"{longitude!r},{latitude!r}" for longitude, latitude in pairs)
    return f"<coordinates>{written}</coordinates>"
