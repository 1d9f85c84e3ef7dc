"""The area that a question is about: an area as it is, or what lies near a line or a point."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, cast

import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord
from balkanroute.model import Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely import MultiPolygon, Polygon

#: How far from a border or a point is still near, in metres.
NEAR_M: Final = 2_000.0
_STEP_DEGREES: Final = 0.05
#: A border in full detail would make a question of a hundred thousand letters.
_TOLERANCE: Final = 0.005


def shape_area(area: BaseGeometry | Place, within_m: float = NEAR_M) -> Polygon | MultiPolygon:
    """
    Give the area that a question is about.

    Parameters
    ----------
    area
        An area is taken as it is; a border, another line or a point is widened. EPSG:4326.
    within_m
        How far from a line or a point is still near, in metres.

    Returns
    -------
    shapely.Polygon or shapely.MultiPolygon
        EPSG:4326, valid, rounded to a millionth of a degree, which is what Overpass is sent.

    Raises
    ------
    InvalidRecord
        When the place has no geometry, the coordinates are no degrees, or the distance is none.

    Notes
    -----
    Widened in an azimuthal equidistant projection of the ellipsoid about the middle, true to
    0.1 % along a line of 500 km, then drawn with few corners: the distance is true to 1 %.
    """
    geometry = _geometry(area)
    if geometry.geom_type not in {"Polygon", "MultiPolygon"}:
        if not 0 < within_m <= 100 * NEAR_M:
            raise InvalidRecord(
                f"area: within_m is from 0 to {100 * NEAR_M:,.0f} metres, found {within_m!r}"
            )
        geometry = _widened(geometry, within_m)
    rounded = shapely.set_precision(shapely.make_valid(geometry), 1e-6)
    return cast("Polygon | MultiPolygon", rounded)


def measure_km2(area: BaseGeometry) -> float:
    """Give the size of an area on the ellipsoid, in square kilometres."""
    from pyproj import Geod

    square_metres, _ = Geod(ellps="WGS84").geometry_area_perimeter(area)
    return abs(float(square_metres)) / 1e6


def check_size(area: BaseGeometry, largest_km2: float, *, joined: bool = False) -> None:
    """
    Refuse an area that is too large for one question.

    Parameters
    ----------
    area
        The area, EPSG:4326.
    largest_km2
        The bound, in square kilometres.
    joined
        Whether all that lies between the parts of the area is asked for too.

    Raises
    ------
    InvalidRecord
        When it is larger than the bound.
    """
    parts = area.geom_type == "MultiPolygon" and joined
    found = measure_km2(area.convex_hull if parts else area)
    if found > largest_km2:
        between = " with all that lies between its parts" if parts else ""
        raise InvalidRecord(
            f"area: one question covers up to {largest_km2:,.0f} km², "
            f"found {found:,.0f} km²{between}; cut the area, or raise the bound with "
            f"Service(largest_km2={math.ceil(found)})"
        )


def describe(area: BaseGeometry) -> str:
    """Say how large an area is and where its middle lies."""
    middle = area.centroid
    return f"{measure_km2(area):,.1f} km² about {middle.y:.4f} N, {middle.x:.4f} E"


def _geometry(area: BaseGeometry | Place) -> BaseGeometry:
    """Take the geometry of a place, and refuse what is not in degrees."""
    named = f"place {area.id!r}" if isinstance(area, Place) else "area"
    geometry = area.geometry if isinstance(area, Place) else area
    if not isinstance(geometry, BaseGeometry) or geometry.is_empty:
        raise InvalidRecord(
            f"{named}: expected a geometry, found none; "
            f"give a shapely geometry or a place that has one"
        )
    if not (abs(shapely.get_coordinates(geometry)) <= (180.0, 90.0)).all():
        raise InvalidRecord(
            f"{named}: its coordinates are no degrees of longitude and latitude; "
            f"bring it to EPSG:4326 first"
        )
    return shapely.force_2d(geometry)


def _widened(geometry: BaseGeometry, within_m: float) -> BaseGeometry:
    """Give all that lies within some metres of a line or a point."""
    from pyproj import Transformer

    middle = shapely.centroid(shapely.envelope(geometry))
    plane = f"+proj=aeqd +lon_0={middle.x} +lat_0={middle.y} +datum=WGS84 +units=m"
    there = Transformer.from_crs("EPSG:4326", plane, always_xy=True)

    def to_metres(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        return _columns(there.transform(degrees[:, 0], degrees[:, 1]))

    def to_degrees(metres: NDArray[np.float64]) -> NDArray[np.float64]:
        return _columns(there.transform(metres[:, 0], metres[:, 1], direction="INVERSE"))

    flat = shapely.transform(shapely.segmentize(geometry, _STEP_DEGREES), to_metres)
    wide = shapely.simplify(shapely.buffer(flat, within_m), within_m * _TOLERANCE)
    return shapely.transform(wide, to_degrees)


def _columns(pair: tuple[object, ...]) -> NDArray[np.float64]:
    """Stand two rows of numbers beside each other."""
    import numpy as np

    return np.column_stack([np.asarray(one, dtype=np.float64) for one in pair])
