"""
A route to its line: geodesics on the ellipsoid, and corridors about a line.

Nothing here plans a journey. A leg becomes the shortest line between the two places that were
named, or the border that is all that was said of it; a track that nobody reported is not made.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final, cast

import shapely

from balkanroute.errors import InvalidRecord
from balkanroute.model import Atlas, Leg, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray
    from pyproj import Geod
    from shapely import LineString, MultiLineString, MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]

#: How far a drawn leg may depart from its geodesic, in metres.
TOLERANCE_M: Final = 100.0
#: A finer tolerance would ask for more than coordinates in degrees are read to.
FINEST_M: Final = 0.1
#: Corridors narrower or wider than this are refused, in metres of full width.
WIDTHS_M: Final = (1.0, 2_000_000.0)
#: Corridors that reach beyond this latitude are refused, in degrees.
HIGHEST_LATITUDE: Final = 85.0

_FIRST_PIECE_M: Final = 500_000.0
_SAMPLES: Final = 8
# Between two samples a piece may depart a little further than at them.
_MARGIN: Final = 0.9
_MOST_ROUNDS: Final = 60
_PIECE_M: Final = 100_000.0
_STEP_M: Final = 10_000.0
_DEGREE_M: Final = 111_320.0
_EARTH_M: Final = 6_371_009.0
_SAME: Final = 1e-9


@cache
def _ellipsoid() -> Geod:
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
    azimuth, back, length = (float(found) for found in _ellipsoid().inv(*start, *end))
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
    longitudes, latitudes, _ = _ellipsoid().fwd(
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
    _, _, apart = _ellipsoid().inv(longitudes, latitudes, chord_longitudes, chord_latitudes)
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
    lengths = np.asarray(_ellipsoid().line_lengths(dense[:, 0], dense[:, 1]))
    group = np.floor(np.cumsum(lengths) / _PIECE_M)
    cuts = np.flatnonzero(np.diff(group)) + 1
    for low, high in zip([0, *cuts], [*cuts, len(lengths)], strict=True):
        yield dense[low : high + 1]


def _widened(piece: Floats, half_m: float, step_m: float) -> BaseGeometry:
    """Widen a run of vertices; longitudes may run past 180 degrees."""
    import numpy as np

    geod = _ellipsoid()
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


def draw(atlas: Atlas) -> Atlas:
    """
    Give every leg of an atlas its line.

    Parameters
    ----------
    atlas
        The atlas; left as it is.

    Returns
    -------
    Atlas
        The same but for its legs. One that has a geometry keeps it. One that goes over a
        border gets that border's geometry, and no track. Any other gets the geodesic between
        its places, where a place that is no point stands by a point inside it, as the leg's
        note then says. A leg that cannot be drawn stays without, and its note says why.
    """
    places = {place.id: place for place in atlas.places}
    return replace(
        atlas,
        routes=tuple(
            replace(route, legs=tuple(_drawn(leg, places) for leg in route.legs))
            for route in atlas.routes
        ),
    )


def _drawn(leg: Leg, places: dict[str, Place]) -> Leg:
    """Give a leg its line."""
    if leg.geometry is not None:
        return leg
    if leg.over is not None:
        border = places[leg.over]
        if border.geometry is None:
            return _with_note(leg, f"Not drawn: where {border.name} runs is not known.")
        return replace(leg, geometry=border.geometry)
    ends = places[leg.origin], places[leg.destination]
    unknown = [place.name for place in ends if place.geometry is None]
    if unknown:
        return _with_note(leg, f"Not drawn: where {' and '.join(unknown)} is, is not known.")
    return _between(leg, *ends)


def _between(leg: Leg, origin: Place, destination: Place) -> Leg:
    """Give a leg the geodesic between two places."""
    try:
        line = geodesic(_spot(origin), _spot(destination))
    except InvalidRecord as reason:
        return _with_note(leg, f"Not drawn: {str(reason).removeprefix('geodesic: ')}.")
    wide = [p.name for p in (origin, destination) if p.geometry and p.geometry.geom_type != "Point"]
    drawn = replace(leg, geometry=line)
    if not wide:
        return drawn
    inside = " and ".join(wide)
    return _with_note(drawn, f"The line is drawn from a point inside {inside}, not a reported one.")


def _spot(place: Place) -> tuple[float, float]:
    """Give the point that stands for a place: inside its largest part, or half-way along it."""
    geometry = place.geometry
    parts = shapely.get_parts(geometry)
    if "Line" in parts[0].geom_type:
        point = shapely.line_interpolate_point(max(parts, key=shapely.length), 0.5, normalized=True)
    else:
        point = shapely.point_on_surface(max(parts, key=shapely.area))
    return float(shapely.get_x(point)), float(shapely.get_y(point))


def _with_note(leg: Leg, sentence: str) -> Leg:
    """Add a sentence to a leg's note, once."""
    if leg.note is not None and sentence in leg.note:
        return leg
    return replace(leg, note=f"{leg.note} {sentence}" if leg.note else sentence)
