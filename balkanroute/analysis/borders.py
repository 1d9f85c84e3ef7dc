"""How many claims there are along a border, to the kilometre."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import shapely

from balkanroute.analysis.areas import length_km
from balkanroute.analysis.distances import (
    border_line,
    border_precision_m,
    distance_to_border_km,
    nearest_on_border,
)
from balkanroute.analysis.planes import STEP_DEGREES, Plane, ellipsoid
from balkanroute.errors import InvalidRecord
from balkanroute.frames import CRS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from balkanroute.analysis.distances import Border

#: A spot is taken for a metre of border at least, so that it has a share of it.
_LEAST_M: Final = 1.0
#: Shorter stretches would be finer than any border is drawn.
_LEAST_KM: Final = 0.1


def claims_along_border(
    claims: pd.DataFrame,
    places: gpd.GeoDataFrame,
    border: Border,
    *,
    every_km: float = 10.0,
    within_km: float = 10.0,
) -> gpd.GeoDataFrame:
    """
    Spread the claims about places near a border over its stretches.

    Parameters
    ----------
    claims
        As `balkanroute.frames.claims_frame` gives it; its column ``place`` is read. Rows that
        share an id are one claim.
    places
        As `balkanroute.frames.places_frame` gives it, of the same atlas.
    border
        As for `balkanroute.analysis.distance_to_border_km`.
    every_km
        How long a stretch is, 0.1 or more; the last one of each line of the border is shorter.
    within_km
        How far a place is at most from the border to count, 0 or more: a point as far as it may
        be at most (one of unknown precision does not count), a line or an area as near as it is
        drawn.

    Returns
    -------
    geopandas.GeoDataFrame
        A row for each stretch, in the order in which the border is drawn; the index ``km`` is where
        it starts. ``length_km``; ``claims``, the sum of the shares that fall on it;
        ``claims_per_km``; and ``geometry``, its line in EPSG:4326. A claim counts 1 in all,
        divided equally among its places that count, and of each evenly over the border that may
        be meant: as far from the nearest spot as the precisions of a point and of the border
        reach, and all that a line or an area may be nearest to. So the sum of ``claims`` is the
        number of claims with such a place.

    Raises
    ------
    InvalidRecord
        When `every_km` or `within_km` is no such length, a frame is in another CRS or says none,
        or the border has no geometry.
    """
    import geopandas as gpd
    import numpy as np
    import pandas as pd

    _check_km("every_km", every_km, least=_LEAST_KM)
    _check_km("within_km", within_km, least=0.0)
    starts, lines = _stretches(border_line(border), every_km)
    shares = _shares(places, border, lines, within_km)
    told: dict[Any, set[Any]] = defaultdict(set)
    for claim, place in zip(claims.index.tolist(), claims["place"].tolist(), strict=True):
        if place in shares:
            told[claim].add(place)
    falls = [np.mean([shares[place] for place in sorted(own)], axis=0) for own in told.values()]
    frame = gpd.GeoDataFrame(geometry=lines, index=pd.Index(starts, name="km"), crs=CRS)
    lengths = length_km(frame)
    counts = np.sum(falls, axis=0) if falls else np.zeros(len(lines))
    frame.insert(0, "length_km", lengths)
    frame.insert(1, "claims", counts)
    frame.insert(2, "claims_per_km", counts / lengths)
    return frame


def _check_km(name: str, value: float, *, least: float) -> None:
    """Refuse what is no length, or too short a one."""
    if not (math.isfinite(value) and value >= least):
        raise InvalidRecord(
            f"claims_along_border: {name} is {least:g} kilometres or more, found {value!r}"
        )


def _stretches(line: BaseGeometry, every_km: float) -> tuple[list[float], list[BaseGeometry]]:
    """Cut each line of a border to stretches, and say where they start, in km from the first."""
    import numpy as np

    starts: list[float] = []
    found: list[BaseGeometry] = []
    before = 0.0
    for part in shapely.get_parts(shapely.line_merge(line)):
        points = shapely.get_coordinates(part)
        steps = np.asarray(ellipsoid().line_lengths(*points.T)) / 1_000
        at = np.concatenate([[0.0], np.cumsum(steps)])
        cuts = np.append(np.arange(0.0, at[-1], every_km), at[-1])
        for low, high in pairwise(cuts):
            inner = at[(at > low) & (at < high)]
            kms = np.concatenate([[low], inner, [high]])
            own = np.column_stack([np.interp(kms, at, points[:, axis]) for axis in (0, 1)])
            starts.append(before + float(low))
            found.append(shapely.LineString(own))
        before += float(at[-1])
    return starts, found


def _shares(
    places: gpd.GeoDataFrame, border: Border, lines: list[BaseGeometry], within_km: float
) -> dict[Any, Any]:
    """Give for each place near the border the shares of the stretches, which are 1 together."""
    import numpy as np

    far = distance_to_border_km(places, border)
    point = places.geom_type == "Point"
    near = places[far["farthest_km"].where(point, far["drawn_km"]) <= within_km]
    feet = nearest_on_border(near, border)
    doubts = (near["precision_m"] + border_precision_m(border)).fillna(0.0).clip(lower=_LEAST_M)
    rows = zip(near.index, near.geometry, feet, doubts, far["drawn_km"][near.index], strict=True)
    shares = {}
    flat = np.array(lines, dtype=object)
    for key, shape, foot, doubt, km in rows:
        plane = Plane.about(foot)
        reach = plane.lay(foot).buffer(doubt)
        if not point[key]:
            drawn = plane.lay(shapely.segmentize(shape, STEP_DEGREES))
            reach = reach.union(drawn.buffer(km * 1_000 + doubt))
        metres = shapely.length(shapely.intersection(plane.lay(flat), reach))
        shares[key] = metres / metres.sum()
    return shares
