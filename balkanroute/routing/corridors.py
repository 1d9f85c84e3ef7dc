"""The area within a distance of a line."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Final, cast

import shapely

from balkanroute.errors import InvalidRecord
from balkanroute.routing.geodesics import ellipsoid

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray
    from shapely import LineString, MultiLineString, MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]

#: Corridors narrower or wider than this are refused, in metres of full width.
WIDTHS_M: Final = (1.0, 2_000_000.0)
#: Corridors that reach beyond this latitude are refused, in degrees.
HIGHEST_LATITUDE: Final = 85.0

_PIECE_M: Final = 100_000.0
_STEP_M: Final = 10_000.0
_DEGREE_M: Final = 111_320.0
_EARTH_M: Final = 6_371_009.0


def corridor(line: LineString | MultiLineString, width_m: float) -> Polygon | MultiPolygon:
    """
    Give the area within half a width of a line.

    Parameters
    ----------
    line
        EPSG:4326, straight between neighbouring vertices in longitude and latitude.
    width_m
        The full width in metres, from 1 to 2,000,000.

    Returns
    -------
    shapely.Polygon or shapely.MultiPolygon
        EPSG:4326, with round ends, cut at the antimeridian. Its edge lies at half the width
        from the line to within 0.2 % for widths up to 500 km, and 0.6 % beyond.

    Raises
    ------
    InvalidRecord
        When there is no line, the width is out of range, or the area would reach beyond 85
        degrees of latitude, where longitude and latitude cannot draw it.

    Notes
    -----
    Pieces of the line of up to 100 km are widened each in an azimuthal equidistant projection
    of the ellipsoid about its middle, then joined.
    """
    half_m = _half_width(line, width_m)
    highest = max(abs(latitude) for latitude in (line.bounds[1], line.bounds[3]))
    reach = highest + half_m / _DEGREE_M
    if reach > HIGHEST_LATITUDE:
        raise InvalidRecord(
            f"corridor: it would reach {reach:.1f} degrees of latitude; "
            f"corridors are drawn up to {HIGHEST_LATITUDE:.0f}"
        )
    step_m = _step(half_m, reach)
    widened = [
        _widened(piece, half_m, step_m)
        for part in shapely.get_parts(line)
        for piece in _pieces(part, step_m)
    ]
    return _between_edges(shapely.union_all(widened))


def _half_width(line: BaseGeometry, width_m: float) -> float:
    """Refuse what has no corridor."""
    if line.geom_type not in {"LineString", "MultiLineString"} or line.is_empty:
        raise InvalidRecord(f"corridor: a corridor lies about a line, found {line.geom_type}")
    narrowest, widest = WIDTHS_M
    if not narrowest <= width_m <= widest:
        raise InvalidRecord(
            f"corridor: width_m is from {narrowest:,.0f} to {widest:,.0f} metres, found {width_m!r}"
        )
    if not (abs(shapely.get_coordinates(line)) <= (180.0, 90.0)).all():
        raise InvalidRecord(
            "corridor: the line is not in degrees of longitude and latitude; "
            "bring it to EPSG:4326 first"
        )
    return float(width_m) / 2


def _step(half_m: float, highest: float) -> float:
    """Give the stretch in metres that bends by no more than a thousandth of half the width."""
    bend = math.tan(math.radians(max(highest, 1.0)))
    return min(_STEP_M, math.sqrt(8 * _EARTH_M * half_m / 1000 / bend))


def _pieces(part: LineString, step_m: float) -> Iterator[Floats]:
    """Cut a line into runs of vertices, each about 100 km long or one stretch."""
    import numpy as np

    dense = shapely.get_coordinates(shapely.segmentize(part, step_m / _DEGREE_M))
    lengths = np.asarray(ellipsoid().line_lengths(dense[:, 0], dense[:, 1]))
    group = np.floor(np.cumsum(lengths) / _PIECE_M)
    cuts = np.flatnonzero(np.diff(group)) + 1
    for low, high in zip([0, *cuts], [*cuts, len(lengths)], strict=True):
        yield dense[low : high + 1]


def _widened(piece: Floats, half_m: float, step_m: float) -> BaseGeometry:
    """Widen a run of vertices; longitudes may run past 180 degrees."""
    import numpy as np

    geod = ellipsoid()
    middle = piece[len(piece) // 2]
    here = np.broadcast_to(middle, piece.shape)
    azimuth, _, away = geod.inv(here[:, 0], here[:, 1], piece[:, 0], piece[:, 1])
    angle = np.radians(azimuth)
    flat = shapely.LineString(np.column_stack([away * np.sin(angle), away * np.cos(angle)]))
    area = shapely.segmentize(shapely.buffer(flat, half_m, quad_segs=24), step_m)

    def to_degrees(metres: Floats) -> Floats:
        start = np.broadcast_to(middle, metres.shape)
        turned = np.degrees(np.arctan2(metres[:, 0], metres[:, 1]))
        away = np.hypot(metres[:, 0], metres[:, 1])
        longitudes, latitudes, _ = geod.fwd(start[:, 0], start[:, 1], turned, away)
        past = middle[0] + (np.asarray(longitudes) - middle[0] + 180) % 360 - 180
        return np.column_stack([past, latitudes])

    return shapely.make_valid(shapely.transform(area, to_degrees))


def _between_edges(area: BaseGeometry) -> Polygon | MultiPolygon:
    """Bring an area that runs past 180 degrees back between -180 and 180."""
    west, _, east, _ = area.bounds
    if west >= -180 and east <= 180:  # noqa: PLR2004 - the antimeridian
        return _as_area(area)
    found: list[BaseGeometry] = []
    for world in range(math.floor((west + 180) / 360), math.floor((east + 180) / 360) + 1):
        window = shapely.box(360 * world - 180, -90, 360 * world + 180, 90)
        inside = shapely.get_parts(shapely.intersection(area, window))
        found += [
            shapely.transform(part, partial(_turned_back, world=world))
            for part in inside
            if part.geom_type == "Polygon"
        ]
    return _as_area(shapely.union_all(found))


def _turned_back(degrees: Floats, *, world: int) -> Floats:
    """Take whole turns round the globe off longitudes."""
    return degrees - (360.0 * world, 0.0)


def _as_area(area: BaseGeometry) -> Polygon | MultiPolygon:
    """Tell the type checker what a union of areas is."""
    return cast("Polygon | MultiPolygon", area)
