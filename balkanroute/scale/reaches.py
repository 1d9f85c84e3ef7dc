"""What lies within a distance of a line, a point or an area."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import shapely

from balkanroute.analysis.planes import parts_of
from balkanroute.scale.lines import Lines

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: A degree of latitude is as long as this at least, in kilometres.
_DEGREE_KM: Final = 110.5
_POLE, _TURN = 90.0, 180.0
_AREA: Final = 2


@dataclass(slots=True)
class Reach:
    """
    What lies within a distance of a shape.

    Parameters
    ----------
    shape
        A shape of EPSG:4326.
    km
        How far from it, in kilometres.
    """

    shape: Any
    km: float
    _lines: Lines = field(init=False, repr=False)
    _areas: NDArray[np.object_] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Cut the lines."""
        import numpy as np

        parts = np.empty(1, dtype=object)
        parts[0] = self.shape
        self._lines = Lines(parts)
        areas = [part for part in parts_of(self.shape) if shapely.get_dimensions(part) == _AREA]
        self._areas = np.array(areas, dtype=object)
        shapely.prepare(self._areas)

    def holds(self, x: Floats, y: Floats) -> NDArray[np.int64]:
        """
        Find the points that lie within the distance.

        Parameters
        ----------
        x, y
            Longitudes and latitudes in degrees.

        Returns
        -------
        numpy.ndarray
            Positions of points, ascending. Distances are geodesics of WGS84, exact within 10 m;
            what is inside an area is at no distance from it.
        """
        import numpy as np

        near = np.flatnonzero(self._about(x, y))
        shape, _ = self._lines.nearest(x[near], y[near], self.km)
        held = shape >= 0
        for area in self._areas:
            held |= shapely.intersects_xy(area, x[near], y[near])
        return near[held]

    def _about(self, x: Floats, y: Floats) -> Any:  # noqa: ANN401 - an array
        """Tell which points are in a box that holds all that is within the distance."""
        west, south, east, north = shapely.bounds(self.shape)
        tall = self.km / _DEGREE_KM
        low, high = south - tall, north + tall
        within: Any = (y >= low) & (y <= high)
        if low <= -_POLE or high >= _POLE:
            return within
        wide = 1.1 * tall / math.cos(math.radians(max(abs(low), abs(high))))
        if west - wide < -_TURN or east + wide > _TURN:
            return within
        return within & (x >= west - wide) & (x <= east + wide)
