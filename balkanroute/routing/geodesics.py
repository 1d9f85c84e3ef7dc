"""The shortest line between two points of the ellipsoid, as vertices and straight stretches."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import shapely

from balkanroute.errors import InvalidRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray
    from pyproj import Geod
    from shapely import LineString, MultiLineString

    Floats = NDArray[np.float64]

#: How far a drawn leg may depart from its geodesic, in metres.
TOLERANCE_M: Final = 100.0
#: A finer tolerance would ask for more than coordinates in degrees are read to.
FINEST_M: Final = 0.1

_FIRST_PIECE_M: Final = 500_000.0
_SAMPLES: Final = 8
# Between two samples a piece may depart a little further than at them.
_MARGIN: Final = 0.9
_MOST_ROUNDS: Final = 60
_SAME: Final = 1e-9


@cache
def ellipsoid() -> Geod:
    """Give the WGS84 ellipsoid."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


def geodesic(
    origin: tuple[float, float],
    destination: tuple[float, float],
    *,
    tolerance_m: float = TOLERANCE_M,
) -> LineString | MultiLineString:
    """
    Draw the shortest line between two points on the WGS84 ellipsoid.

    Parameters
    ----------
    origin, destination
        Longitude and latitude in degrees. A pole has no longitude: it takes that of the other
        end, so that the line is the meridian.
    tolerance_m
        How far the straight stretch between neighbouring vertices, drawn in longitude and
        latitude, may depart from the geodesic, in metres, 0.1 or more.

    Returns
    -------
    shapely.LineString or shapely.MultiLineString
        EPSG:4326, from origin to destination; two parts where it crosses the antimeridian,
        the first ending and the second starting on it.

    Raises
    ------
    InvalidRecord
        When a point is not on the earth, both are one point, the tolerance is no length, or
        there is more than one shortest line, as between antipodes.

    Notes
    -----
    The vertices solve the inverse and direct problems of Karney (2013),
    doi:10.1007/s00190-012-0578-z, by way of pyproj.
    """
    if not (math.isfinite(tolerance_m) and tolerance_m >= FINEST_M):
        raise InvalidRecord(
            f"geodesic: tolerance_m is {FINEST_M} metres or more, found {tolerance_m!r}"
        )
    start, end = _meridians(_checked(origin), _checked(destination))
    azimuth, length = _only_azimuth(start, end)
    at = _divided(start, azimuth, length, tolerance_m)
    longitudes, latitudes = _along(start, azimuth, at)
    latitudes[0], latitudes[-1] = start[1], end[1]
    longitudes[0], longitudes[-1] = start[0], end[0]
    return _cut(_unwrapped(longitudes), latitudes, (start[0], end[0]))


def _checked(point: tuple[float, float]) -> tuple[float, float]:
    """Refuse a point that is not on the earth."""
    longitude, latitude = (float(degrees) for degrees in point)
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):  # noqa: PLR2004 - degrees of the globe
        raise InvalidRecord(
            f"geodesic: [{longitude}, {latitude}] is not [longitude, latitude] in degrees "
            f"(-180 to 180, -90 to 90); are the two swapped, or is it another CRS?"
        )
    return longitude, latitude


def _meridians(
    start: tuple[float, float], end: tuple[float, float]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give a pole the longitude of the other end."""
    pole = 90.0 - _SAME
    if abs(start[1]) > pole and start[1] * end[1] < -pole * pole:
        raise InvalidRecord(
            "geodesic: there is no one shortest line between the poles; name a place between them"
        )
    if abs(start[1]) > pole:
        start = (end[0], start[1])
    elif abs(end[1]) > pole:
        end = (start[0], end[1])
    return start, end


def _only_azimuth(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """Give azimuth (degrees) and length (metres) of the shortest line, if there is just one."""
    azimuth, back, length = (float(found) for found in ellipsoid().inv(*start, *end))
    if length == 0:
        raise InvalidRecord(f"geodesic: a line joins two points, found {start} twice")
    # Where a second line is as short, GeographicLib tells it by these two signs; see its
    # documentation of the class Geodesic, "the multiplicity of shortest geodesics".
    mirrored = abs(start[1] + end[1]) < _SAME and _turn(azimuth, back + 180) > _SAME
    aside = abs(math.sin(math.radians(azimuth))) > _SAME
    opposite = aside and _turn(start[0], end[0] + 180) < _SAME
    if mirrored or opposite:
        raise InvalidRecord(
            f"geodesic: there is more than one shortest line between {start} and {end}, "
            f"which lie across the globe from each other; name a place between them"
        )
    return azimuth, length


def _turn(one: float, other: float) -> float:
    """Give the angle between two directions, in degrees from 0 to 180."""
    return abs((one - other + 180) % 360 - 180)


def _along(start: tuple[float, float], azimuth: float, at: Floats) -> tuple[Floats, Floats]:
    """Give longitudes and latitudes at distances in metres along a geodesic."""
    import numpy as np

    steps = np.ravel(at)
    longitudes, latitudes, _ = ellipsoid().fwd(
        np.full_like(steps, start[0]),
        np.full_like(steps, start[1]),
        np.full_like(steps, azimuth),
        steps,
    )
    return np.reshape(longitudes, at.shape), np.reshape(latitudes, at.shape)


def _divided(
    start: tuple[float, float], azimuth: float, length: float, tolerance_m: float
) -> Floats:
    """Halve the pieces of a geodesic until each departs from its chord by the tolerance."""
    import numpy as np

    at: Floats = np.linspace(0, length, math.ceil(length / _FIRST_PIECE_M) + 1)
    open_ends = at[:-1], at[1:]
    for _ in range(_MOST_ROUNDS):
        wide = _departures(start, azimuth, *open_ends) > _MARGIN * tolerance_m
        if not wide.any():
            return at
        low, high = open_ends[0][wide], open_ends[1][wide]
        middle = (low + high) / 2
        at = np.sort(np.concatenate([at, middle]))
        open_ends = np.concatenate([low, middle]), np.concatenate([middle, high])
    return at  # pragma: no cover - sixty halvings leave a piece no length


def _departures(start: tuple[float, float], azimuth: float, low: Floats, high: Floats) -> Floats:
    """
    Measure how far chords depart from the geodesic.

    A point of the chord is held against the point of the geodesic at the same share of the
    way, which is never nearer than the nearest one.
    """
    import numpy as np

    share = np.linspace(0, 1, _SAMPLES + 1)
    longitudes, latitudes = _along(start, azimuth, low[:, None] + (high - low)[:, None] * share)
    turns = (longitudes[:, -1:] - longitudes[:, :1] + 180) % 360 - 180
    chord_longitudes = longitudes[:, :1] + turns * share
    chord_latitudes = latitudes[:, :1] + (latitudes[:, -1:] - latitudes[:, :1]) * share
    _, _, apart = ellipsoid().inv(longitudes, latitudes, chord_longitudes, chord_latitudes)
    farthest: Floats = np.asarray(apart).max(axis=1)
    return farthest


def _unwrapped(longitudes: Floats) -> Floats:
    """Let longitudes run on past 180 degrees, so that neighbours are near in numbers too."""
    import numpy as np

    turns = (np.diff(longitudes) + 180) % 360 - 180
    run = np.concatenate([longitudes[:1], longitudes[0] + np.cumsum(turns)])
    edges = np.round((run - 180) / 360) * 360 + 180
    return np.where(abs(run - edges) < _SAME, edges, run)


def _cut(
    longitudes: Floats, latitudes: Floats, ends: tuple[float, float]
) -> LineString | MultiLineString:
    """Cut a line that runs past 180 degrees into parts between -180 and 180."""
    parts: list[list[tuple[float, float]]] = []
    world = 0
    points = list(zip(longitudes.tolist(), latitudes.tolist(), strict=True))
    for one, other in pairwise(points):
        for low, high in _split(one, other):
            here = _world((low[0] + high[0]) / 2, world)
            if not parts or here != world:
                parts.append([_shifted(low, here)])
            world = here
            parts[-1].append(_shifted(high, here))
    for part, place, given in ((parts[0], 0, ends[0]), (parts[-1], -1, ends[1])):
        if abs(part[place][0] - given) < _SAME:
            part[place] = (given, part[place][1])
    lines = [shapely.LineString(part) for part in parts]
    return lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)


_Point = tuple[float, float]


def _split(one: _Point, other: _Point) -> Iterator[tuple[_Point, _Point]]:
    """Cut a stretch where it crosses the antimeridian; neighbours cross it once at most."""
    edge = 360 * math.floor((max(one[0], other[0]) + 180) / 360) - 180
    if not min(one[0], other[0]) < edge < max(one[0], other[0]):
        yield one, other
        return
    share = (edge - one[0]) / (other[0] - one[0])
    crossing = (float(edge), one[1] + share * (other[1] - one[1]))
    yield one, crossing
    yield crossing, other


def _world(longitude: float, current: int) -> int:
    """Tell how many times round the globe a longitude is; on the antimeridian stay as we are."""
    turns = (longitude + 180) / 360
    on_the_edge = turns == math.floor(turns) and turns - current in {0, 1}
    return current if on_the_edge else math.floor(turns)


def _shifted(point: _Point, world: int) -> _Point:
    """Bring a longitude back between -180 and 180."""
    return min(max(point[0] - 360 * world, -180.0), 180.0), point[1]
