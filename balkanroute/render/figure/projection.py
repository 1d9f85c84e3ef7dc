"""The projection that suits an extent, and geometries in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
Bounds = tuple[float, float, float, float]

#: Extents within these longitudes and latitudes are drawn in EPSG:3035, whose area of use this is.
_EUROPE: Final = (-16.1, 32.88, 40.18, 84.73)
#: Corners of a line are no further apart than this, in degrees, before it is projected.
_STEP: Final = 0.5
#: So many degrees about the other side of the earth are on no map.
_NEAR: Final = 2.0
_FULL: Final = 180.0
_TURN: Final = 360.0
_RADIUS_M: Final = 6_371_007.2
#: No map reaches closer to the other side of the earth than this, in metres on paper.
_RIM_M: Final = 2 * _RADIUS_M * 0.999
_AREA: Final = 2


@dataclass(frozen=True)
class Projection:
    """
    An azimuthal equal-area projection.

    Parameters
    ----------
    crs
        Of the projected coordinates, in metres.
    longitude, latitude
        Of its centre, in degrees.
    european
        Whether it is EPSG:3035.
    """

    crs: pyproj.CRS
    longitude: float
    latitude: float
    european: bool

    @cached_property
    def _ahead(self) -> pyproj.Transformer:
        return pyproj.Transformer.from_crs("EPSG:4326", self.crs, always_xy=True)

    @cached_property
    def _far_side(self) -> BaseGeometry:
        """The neighbourhood of the other side of the earth, in degrees; it is on no map."""
        latitude, longitude = -self.latitude, _turned(self.longitude + _FULL)
        south, north = max(latitude - _NEAR, -90.0), min(latitude + _NEAR, 90.0)
        half = _NEAR / np.cos(np.radians(min(abs(latitude), 89.0)))
        if abs(latitude) + _NEAR >= 90 or half >= _FULL:  # noqa: PLR2004 - a pole
            return shapely.box(-_FULL, south, _FULL, north)
        boxes = [
            shapely.box(longitude - half + turn, south, longitude + half + turn, north)
            for turn in (-_TURN, 0.0, _TURN)
        ]
        world = shapely.box(-_FULL, -90, _FULL, 90)
        return shapely.intersection(shapely.union_all(boxes), world)

    @cached_property
    def disc(self) -> BaseGeometry:
        """The earth, but for the neighbourhood of the other side, in metres."""
        centre = self.points(np.array([[self.longitude, self.latitude]]))[0]
        return shapely.buffer(shapely.Point(centre), _RIM_M, quad_segs=90)

    def points(self, degrees: Floats) -> Floats:
        """
        Project points.

        Parameters
        ----------
        degrees
            Of shape (n, 2), longitude and latitude, EPSG:4326.

        Returns
        -------
        numpy.ndarray
            Of shape (n, 2), metres; NaN for the point on the other side of the earth.
        """
        x, y = self._ahead.transform(degrees[:, 0], degrees[:, 1])
        found = np.column_stack([x, y]).astype(float)
        found[~np.isfinite(found).all(axis=1)] = np.nan
        return found

    def degrees(self, metres: Floats) -> Floats:
        """
        Give the longitude and latitude of projected points.

        Parameters
        ----------
        metres
            Of shape (n, 2).

        Returns
        -------
        numpy.ndarray
            Of shape (n, 2), EPSG:4326; NaN where the projection has no earth.
        """
        x, y = self._ahead.transform(metres[:, 0], metres[:, 1], direction="INVERSE")
        found = np.column_stack([x, y]).astype(float)
        found[~np.isfinite(found).all(axis=1)] = np.nan
        return found

    def line(self, line: BaseGeometry) -> BaseGeometry:
        """
        Project lines or points.

        Parameters
        ----------
        line
            EPSG:4326.

        Returns
        -------
        shapely.Geometry
            In metres; what cannot be projected is left out.
        """
        parts = [self._run(part) for part in shapely.get_parts(shapely.segmentize(line, _STEP))]
        return shapely.union_all([part for part in parts if not part.is_empty])

    def _run(self, part: BaseGeometry) -> BaseGeometry:
        """Project one line, or one point."""
        corners = self.points(shapely.get_coordinates(part))
        corners = corners[np.isfinite(corners).all(axis=1)]
        if len(corners) > 1:
            return shapely.LineString(corners)
        return shapely.Point(corners[0]) if len(corners) else shapely.Point()

    def area(self, area: BaseGeometry) -> BaseGeometry:
        """
        Project areas.

        Parameters
        ----------
        area
            EPSG:4326.

        Returns
        -------
        shapely.Geometry
            In metres. Parts that were cut at the antimeridian are one again; the neighbourhood
            of the other side of the earth, two degrees of it, is left out.
        """
        if shapely.intersects(area, self._far_side):
            area = shapely.difference(area, self._far_side)
        flat = [part for part in shapely.get_parts(area) if shapely.get_dimensions(part) == _AREA]
        parts = [self._polygon(part) for part in flat]
        west, _, east, _ = shapely.bounds(area)
        if west <= -_FULL and east >= _FULL:
            # A metre apart at the most, which no paper shows.
            parts = [shapely.buffer(shapely.union_all(shapely.buffer(parts, 1.0)), -1.0)]
        return parts[0] if len(parts) == 1 else shapely.union_all(parts)

    def _polygon(self, part: BaseGeometry) -> BaseGeometry:
        """Project one polygon: what an odd number of its rings holds, whichever way they turn."""
        rings = shapely.get_rings(shapely.segmentize(part, _STEP))
        found: BaseGeometry = shapely.Polygon()
        for ring in rings:
            found = shapely.symmetric_difference(found, self._ring(ring))
        return found

    def _ring(self, ring: BaseGeometry) -> BaseGeometry:
        """Project a ring and fill it."""
        corners = self.points(shapely.get_coordinates(ring))
        corners = corners[np.isfinite(corners).all(axis=1)]
        if len(corners) < 4:  # noqa: PLR2004 - fewer have no area
            return shapely.Polygon()
        return shapely.make_valid(shapely.Polygon(corners))


def projection_for(view: Bounds) -> Projection:
    """
    Choose the projection for an extent.

    Parameters
    ----------
    view
        West, south, east, north in degrees; a west that is greater than the east means an extent
        across the antimeridian.

    Returns
    -------
    Projection
        EPSG:3035 for an extent within Europe; for any other an azimuthal equal-area projection
        of the WGS 84 ellipsoid about the middle of the extent.
    """
    west, south, east, north = view
    least_west, least_south, most_east, most_north = _EUROPE
    if least_west <= west <= east <= most_east and least_south <= south <= north <= most_north:
        return Projection(pyproj.CRS.from_epsg(3035), 10.0, 52.0, european=True)
    east = east + _TURN if east < west else east
    longitude = round(_turned((west + east) / 2), 2)
    latitude = round((south + north) / 2, 2)
    text = f"+proj=laea +lat_0={latitude} +lon_0={longitude} +datum=WGS84 +units=m +no_defs"
    return Projection(pyproj.CRS.from_proj4(text), longitude, latitude, european=False)


def narrowed(view: Bounds, longitudes: Iterable[float]) -> Bounds:
    """
    Narrow an extent of more than half of the earth to what lies in it.

    Parameters
    ----------
    view
        West, south, east, north in degrees.
    longitudes
        Of what lies in it.

    Returns
    -------
    tuple of float
        The extent, or the narrower one across the antimeridian, its west greater than its east,
        where the widest gap between the longitudes is not at the antimeridian.
    """
    west, south, east, north = view
    inside = np.unique([one for one in longitudes if west <= one <= east])
    if east - west <= _FULL or len(inside) < 2:  # noqa: PLR2004 - a gap has two ends
        return view
    gaps = np.diff(inside)
    widest = int(np.argmax(gaps))
    if gaps[widest] <= _TURN - (inside[-1] - inside[0]):
        return view
    start, end = float(inside[widest + 1]), float(inside[widest])
    pad = max((end + _TURN - start) / 10, 0.05)
    return _turned(start - pad), south, _turned(end + pad), north


def _turned(longitude: float) -> float:
    """Bring a longitude between -180 and 180."""
    return (longitude + _FULL) % _TURN - _FULL
