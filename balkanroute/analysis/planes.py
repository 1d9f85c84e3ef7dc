"""A flat map about a spot, on which nearest things are looked for before they are measured."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import shapely

from balkanroute.errors import InvalidRecord
from balkanroute.frames import CRS

if TYPE_CHECKING:
    import geopandas as gpd
    from pyproj import Geod
    from shapely.geometry.base import BaseGeometry

#: Drawn edges are straight in longitude and latitude (RFC 7946, section 3.1.1). Cut to pieces of
#: this many degrees, at most 2.2 km, they depart from geodesics by 0.1 m at most.
STEP_DEGREES: Final = 0.02


@cache
def ellipsoid() -> Geod:
    """Give the WGS84 ellipsoid."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Plane:
    """
    The azimuthal equidistant map about a spot: metres east and north.

    Distances and directions from the spot are those of the geodesics, so what is nearest to it
    on the map is nearest to it on the earth. Between two other spots, a distance is too long by
    ``c / sin(c)`` at most, c being how far they are from the spot, in radians: 0.04 % at 300 km
    (Snyder 1987, Map Projections: A Working Manual, doi:10.3133/pp1395, chapter 25).

    Parameters
    ----------
    longitude, latitude
        The spot, in degrees of EPSG:4326.
    """

    longitude: float
    latitude: float

    @classmethod
    def about(cls, shape: BaseGeometry) -> Plane:
        """Make the map about a spot of a shape: the point itself, or one inside."""
        spot = shape if isinstance(shape, shapely.Point) else shape.representative_point()
        return cls(spot.x, spot.y)

    def lay(self, shapes: Any) -> Any:  # noqa: ANN401 - a shape or an array, as shapely has it
        """Lay shapes of EPSG:4326 flat; one shape gives one, an array an array."""
        return shapely.transform(shapes, self._flat)

    def lift(self, shapes: Any) -> Any:  # noqa: ANN401 - as above
        """Bring flat shapes back to EPSG:4326."""
        return shapely.transform(shapes, self._round)

    def _flat(self, points: Any) -> Any:  # noqa: ANN401 - an array
        """Go from degrees to metres."""
        import numpy as np

        longitudes, latitudes = np.array(points).T.tolist()
        # Lists, since older versions of pyproj take an array of one for a number, and complain.
        azimuths, _, metres = ellipsoid().inv(
            [self.longitude] * len(points), [self.latitude] * len(points), longitudes, latitudes
        )
        turns = np.radians(azimuths)
        return np.column_stack([metres * np.sin(turns), metres * np.cos(turns)])

    def _round(self, points: Any) -> Any:  # noqa: ANN401 - an array
        """Go from metres to degrees."""
        import numpy as np

        east, north = np.asarray(points).T
        longitudes, latitudes, _ = ellipsoid().fwd(
            [self.longitude] * len(points),
            [self.latitude] * len(points),
            np.degrees(np.arctan2(east, north)).tolist(),
            np.hypot(east, north).tolist(),
        )
        return np.column_stack([longitudes, latitudes])


def shapes_of(frame: gpd.GeoDataFrame, what: str) -> list[BaseGeometry | None]:
    """
    Give the shapes of a frame, None where it has none.

    Parameters
    ----------
    frame
        Any frame of `balkanroute.frames` or layer of `balkanroute.geodata`.
    what
        What the frame is, for the error.

    Raises
    ------
    InvalidRecord
        When the frame is in another CRS than EPSG:4326, or says none.
    """
    if frame.crs != CRS:
        name = frame.crs.to_string() if frame.crs else "none"
        raise InvalidRecord(
            f"{what}: expected a frame in {CRS}, found CRS {name}; "
            f"give frame.to_crs({CRS!r}), or frame.set_crs({CRS!r}) where it says none"
        )
    missing = frame.geometry.isna() | frame.geometry.is_empty
    return [
        None if gone else shape for gone, shape in zip(missing, frame.geometry.array, strict=True)
    ]


def parts_of(shape: BaseGeometry | None) -> list[BaseGeometry]:
    """Give the single shapes that a shape is made of, out of collections in collections."""
    if shape is None:
        return []
    if not hasattr(shape, "geoms"):
        return [shape]
    return [part for inner in shape.geoms for part in parts_of(inner)]
