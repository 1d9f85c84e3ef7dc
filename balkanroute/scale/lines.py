"""
Lines that millions of points are measured to.

Lines are cut to short pieces, whose ends stand in a tree by where they are in space, in metres
from the middle of the earth. The straight way through the earth between two points is the
shorter, the shorter the way on its surface is, but for how much the earth is flattened. So the
nearest end is found first, then the pieces about it, then the nearest spot of the best piece,
and only the way to that spot is measured as a geodesic (Karney 2013,
doi:10.1007/s00190-012-0578-z).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import shapely

from balkanroute.analysis.planes import ellipsoid, parts_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

#: WGS84: its half axis in metres, and the square of its eccentricity.
_AXIS_M: Final = 6_378_137.0
_ECCENTRICITY2: Final = 6.694_379_990_141_316e-3
_DEGREE_M: Final = 111_700.0
#: How long pieces are at most, about: near by, and where the way is longer than `_FAR_M`.
_NEAR_STEP_M: Final = 500.0
_FAR_STEP_M: Final = 4_000.0
_FAR_M: Final = 500_000.0
#: Up to this many pieces away, other ends than the nearest may belong to the nearest piece;
#: beyond, it makes no difference of more than a 160th of a piece.
_PIECES: Final = 20
#: Beyond this way through the earth, any end may be the nearest.
_ANY_M: Final = 1.5 * _AXIS_M
_AREA: Final = 2
#: Points that are measured at a time, fewer where they have many ends about them.
_CHUNK: Final = 1 << 15
_FAR_CHUNK: Final = 1 << 4


@dataclass(slots=True)
class Lines:
    """
    Lines, and the outlines of areas, ready to be measured to.

    Parameters
    ----------
    shapes
        Shapes of EPSG:4326, in an array; straight in longitude and latitude between vertices.
    """

    shapes: NDArray[np.object_]
    _near: _Net = field(init=False, repr=False)
    _far: _Net | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        """Cut the lines."""
        self._near = _net(self.shapes, _NEAR_STEP_M)

    def nearest(
        self, x: Floats, y: Floats, within_km: float = math.inf
    ) -> tuple[NDArray[np.int32], Floats]:
        """
        Find the line that is nearest to each point, and how far it is.

        Parameters
        ----------
        x, y
            Longitudes and latitudes in degrees.
        within_km
            How far to look; shorter is faster.

        Returns
        -------
        shape
            Positions of shapes; the first of those that are equally far, to a millimetre. -1
            where none is within reach.
        km
            Kilometres on the surface of WGS84, exact within 10 m; infinite where none is within
            reach.
        """
        import numpy as np

        shape, km = np.empty(len(x), dtype=np.int32), np.empty(len(x))
        for first in range(0, len(x), _CHUNK):
            own = slice(first, first + _CHUNK)
            shape[own], km[own] = self._measured(x[own], y[own], within_km)
        beyond = km > within_km
        shape[beyond], km[beyond] = -1, np.inf
        return shape, km

    def _measured(self, x: Floats, y: Floats, within_km: float) -> tuple[Any, Any]:
        """Measure from points to the nearest line."""
        import numpy as np

        spots = _in_space(x, y)
        limit = within_km * 1_000 + _NEAR_STEP_M
        through, end = self._near.tree.query(spots, distance_upper_bound=limit)
        far = np.flatnonzero((through > _FAR_M) & np.isfinite(through))
        close = np.flatnonzero(through <= _PIECES * _NEAR_STEP_M)
        between = np.flatnonzero((through > _PIECES * _NEAR_STEP_M) & (through <= _FAR_M))
        reach = np.sqrt(through[close] ** 2 + _NEAR_STEP_M**2 / 4) * (1 + 1e-9) + 1e-3
        point, about = _pairs(self._near.tree.query_ball_point(spots[close], reach))
        point = np.concatenate([close[point], between])
        about = np.concatenate([about, end[between]])
        shape, km = np.full(len(x), -1, dtype=np.int32), np.full(len(x), np.inf)
        done, found, place = self._near.best(spots, point, about)
        shape[done] = found
        km[done] = _geodesics_km(x[done], y[done], *place)
        if len(far):
            once, back = np.unique(np.column_stack([x[far], y[far]]), axis=0, return_inverse=True)
            cuts = range(_FAR_CHUNK, len(once), _FAR_CHUNK)
            found, away = zip(*map(self._from_afar, np.split(once, cuts)), strict=True)
            back = back.ravel()
            shape[far], km[far] = np.concatenate(found)[back], np.concatenate(away)[back]
        return shape, km

    def _from_afar(self, places: Floats) -> tuple[Any, Any]:
        """Measure where the earth's form decides which spot is the nearest."""
        import numpy as np

        if self._far is None:
            self._far = _net(self.shapes, _FAR_STEP_M)
        net, spots, (x, y) = self._far, _in_space(*places.T), places.T
        through, _ = net.tree.query(spots)
        doubt = 0.03 * (through / _AXIS_M) ** 2 / 24
        reach = np.where(through > _ANY_M, 3 * _AXIS_M, through * (1 + doubt) + 1.0)
        point, about = _pairs(net.tree.query_ball_point(spots, reach))
        km = _geodesics_km(x[point], y[point], *net.place[about].T)
        order = np.lexsort((net.first_shape[about], np.rint(km * 1e6), point))
        first = order[_firsts(point[order])]
        return net.first_shape[about[first]], km[first]


@dataclass(slots=True)
class _Net:
    """Pieces of lines, and a tree of their ends."""

    place: Floats
    spot: Floats
    tree: Any
    ends: NDArray[np.int64]
    shape: NDArray[np.int32]
    start: Whole
    piece: Whole
    first_shape: NDArray[np.int32]

    def best(self, spots: Floats, point: Whole, end: Whole) -> tuple[Any, Any, Any]:
        """Give points, the shape nearest to each, and longitude and latitude of its spot."""
        import numpy as np

        count = self.start[end + 1] - self.start[end]
        row = np.repeat(np.arange(len(point)), count)
        offset = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        piece, owner = self.piece[self.start[end][row] + offset], point[row]
        tail, head = self.spot[self.ends[piece, 0]], self.spot[self.ends[piece, 1]]
        along, away = head - tail, spots[owner] - tail
        length2 = (along**2).sum(axis=1)
        share = np.clip((along * away).sum(axis=1) / np.where(length2 > 0, length2, 1.0), 0, 1)
        through = np.sqrt(((away - share[:, None] * along) ** 2).sum(axis=1))
        order = np.lexsort((self.shape[piece], np.rint(through * 1_000), owner))
        first = order[_firsts(owner[order])]
        piece, share = piece[first], share[first, None]
        tail, head = self.place[self.ends[piece, 0]], self.place[self.ends[piece, 1]]
        place = tail * (1 - share) + head * share
        return owner[first], self.shape[piece], place.T


def _net(shapes: NDArray[np.object_], step_m: float) -> _Net:
    """Cut lines to pieces."""
    import numpy as np
    from scipy.spatial import cKDTree  # type: ignore[import-untyped]

    owners: list[int] = []
    points, line = [np.empty((0, 2))], [np.empty(0, dtype=np.int64)]
    for number, shape in enumerate(shapes):
        for part in parts_of(shape):
            for drawn in parts_of(shapely.boundary(part)) if _is_area(part) else [part]:
                own = shapely.get_coordinates(shapely.segmentize(drawn, step_m / _DEGREE_M))
                own = np.repeat(own, 2, axis=0) if len(own) == 1 else own
                points.append(own)
                line.append(np.full(len(own), len(owners)))
                owners.append(number)
    place, at = np.unique(np.concatenate(points), axis=0, return_inverse=True)
    belongs, at = np.concatenate(line), at.ravel()
    joined = belongs[1:] == belongs[:-1]
    ends = np.column_stack([at[:-1], at[1:]])[joined]
    shape_of = np.array(owners, dtype=np.int32)[belongs[1:][joined]]
    start, piece = _about(ends, len(place))
    spot = _in_space(*place.T)
    first_shape = np.minimum.reduceat(shape_of[piece], start[:-1])
    return _Net(place, spot, cKDTree(spot), ends, shape_of, start, piece, first_shape)


def _about(ends: NDArray[np.int64], count: int) -> tuple[Whole, Whole]:
    """List for every end the pieces that it is an end of."""
    import numpy as np

    end = ends.ravel()
    order = np.argsort(end, kind="stable")
    return np.searchsorted(end[order], np.arange(count + 1)), order // 2


def _is_area(part: Any) -> bool:  # noqa: ANN401 - a shape
    """Tell whether a shape is an area."""
    return bool(shapely.get_dimensions(part) == _AREA)


def _in_space(x: Floats, y: Floats) -> Floats:
    """Give where points of the ellipsoid are in space, in metres."""
    import numpy as np

    longitude, latitude = np.radians(x), np.radians(y)
    normal = _AXIS_M / np.sqrt(1 - _ECCENTRICITY2 * np.sin(latitude) ** 2)
    return np.column_stack(
        [
            normal * np.cos(latitude) * np.cos(longitude),
            normal * np.cos(latitude) * np.sin(longitude),
            normal * (1 - _ECCENTRICITY2) * np.sin(latitude),
        ]
    )


def _pairs(lists: Any) -> tuple[Whole, Whole]:  # noqa: ANN401 - an array of lists
    """Give what stands in lists, with the number of its list."""
    import numpy as np

    lengths = np.fromiter(map(len, lists), dtype=np.int64, count=len(lists))
    inside = np.fromiter(chain.from_iterable(lists), dtype=np.int64, count=int(lengths.sum()))
    return np.repeat(np.arange(len(lists)), lengths), inside


def _firsts(ordered: Whole) -> Whole:
    """Give where a sorted array goes on to another number."""
    import numpy as np

    return np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(ordered)])


def _geodesics_km(x: Floats, y: Floats, u: Floats, v: Floats) -> Floats:
    """Measure geodesics."""
    import numpy as np

    if not len(x):
        return np.empty(0)
    # Lists, since older versions of pyproj take an array of one for a number, and complain.
    if len(x) == 1:
        return np.array(ellipsoid().inv(x.tolist(), y.tolist(), u.tolist(), v.tolist())[2]) / 1_000
    return np.asarray(ellipsoid().inv(x, y, u, v)[2]) / 1_000
