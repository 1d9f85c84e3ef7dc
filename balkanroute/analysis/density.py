"""How many claims there are in a region, and along a border."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import shapely

from balkanroute.analysis.planes import STEP_DEGREES, Plane, parts_of, shapes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import geopandas as gpd
    import pandas as pd

#: Columns that name what a place or a region is part of.
_PART_OF: Final = ("within", "country")
_AREA: Final = 2
#: Metres in a degree of latitude at least, so that a box of degrees holds the circle.
_METRES_A_DEGREE: Final = 110_000.0


def claims_per_region(
    claims: pd.DataFrame, places: gpd.GeoDataFrame, regions: gpd.GeoDataFrame
) -> pd.DataFrame:
    """
    Count claims in regions, those about a part counted in the whole too.

    Parameters
    ----------
    claims
        As `balkanroute.frames.claims_frame` gives it; its column ``place`` is read. Rows that
        share an id are one claim. Choose roles beforehand: ``claims[claims["role"] == "at"]``.
    places
        As `balkanroute.frames.places_frame` gives it, of the same atlas.
    regions
        What to count in: the places themselves, or a layer of `balkanroute.geodata` such as
        ``regions`` or ``countries``, or several of them one after the other.

    Returns
    -------
    pandas.DataFrame
        On the index of the regions, whole numbers: ``certain``, the claims of which a place is
        surely in the region; ``possible``, those of which a place may be in it, with the certain
        ones. A claim counts once in a region, however many places in it it names, and once in
        each region that holds one. So the counts of regions that lie in each other, or of a claim
        that names places in several, are not to be summed.

    Raises
    ------
    InvalidRecord
        When a frame is in another CRS than EPSG:4326, or says none.

    Notes
    -----
    A place is surely in a region that it is (by id or ``gazetteer`` key), that ``within`` names,
    or whose drawn area holds it with both precisions to spare; and in whatever such a region is
    part of by ``within`` or ``country``. It may be in a region to which it is as near as both
    precisions together: of a country, that is each of its regions. Where nobody gave a precision,
    nothing is sure by what is drawn, and only what touches is possible. Metres are measured on an
    azimuthal equidistant map about the region.
    """
    import pandas as pd

    surely, maybe = _held(places, regions)
    told: dict[Any, set[Any]] = defaultdict(set)
    for claim, place in zip(claims.index.tolist(), claims["place"].tolist(), strict=True):
        told[place].add(claim)
    counts = {
        name: [
            len(set().union(*(told[p] for p in held[key] if p in told))) for key in regions.index
        ]
        for name, held in (("certain", surely), ("possible", maybe))
    }
    return pd.DataFrame(counts, index=regions.index, dtype="int64")


def _held(
    places: gpd.GeoDataFrame, regions: gpd.GeoDataFrame
) -> tuple[Mapping[Any, set[Any]], Mapping[Any, set[Any]]]:
    """Give the places that each region surely holds, and those that it may hold."""
    wholes = _wholes(places, regions)
    known = {name: key for key, names in _names(regions) for name in names}
    surely: dict[Any, set[Any]] = defaultdict(set)
    maybe: dict[Any, set[Any]] = defaultdict(set)
    by_place: dict[Any, set[Any]] = defaultdict(set)
    for place, region, sure in _drawn_in(places, regions):
        maybe[region].add(place)
        if sure:
            by_place[place].add(region)
    for place, names in _names(places):
        for name in _upwards((*names, *by_place[place]), wholes):
            if name in known:
                surely[known[name]].add(place)
                maybe[known[name]].add(place)
    return surely, maybe


def _names(frame: gpd.GeoDataFrame) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Give for each row its id, and all that others may name it by."""
    keys = frame["gazetteer"].tolist() if "gazetteer" in frame else [None] * len(frame)
    for own, key in zip(frame.index.tolist(), keys, strict=True):
        yield own, (own, key) if isinstance(key, str) else (own,)


def _wholes(*frames: gpd.GeoDataFrame) -> Mapping[Any, set[Any]]:
    """Give what each name is part of, as it is said, by all names that it has."""
    wholes: dict[Any, set[Any]] = defaultdict(set)
    for frame in frames:
        said = [frame[column].tolist() for column in _PART_OF if column in frame]
        for (_, names), *parts in zip(_names(frame), *said, strict=True):
            for name in names:
                wholes[name] |= {*names, *(part for part in parts if isinstance(part, str))}
    return wholes


def _upwards(names: Iterable[Any], wholes: Mapping[Any, set[Any]]) -> set[Any]:
    """Give names with all that they are part of, and that is part of."""
    found: set[Any] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(wholes.get(name, ()))
    return found


def _drawn_in(
    places: gpd.GeoDataFrame, regions: gpd.GeoDataFrame
) -> Iterator[tuple[Any, Any, bool]]:
    """Give the places that may be in each area as both are drawn, and whether they surely are."""
    import numpy as np

    shapes = np.array(shapes_of(places, "places"), dtype=object)
    precisions = _metres(places)
    keys = places.index.to_numpy()
    rows = zip(regions.index, shapes_of(regions, "regions"), _metres(regions), strict=True)
    for region, shape, own_m in rows:
        drawn = [part for part in parts_of(shape) if shapely.get_dimensions(part) == _AREA]
        if not drawn:
            continue
        doubts = precisions + own_m
        whole = shapely.union_all(drawn)
        near = _near(shapes, whole, np.nan_to_num(doubts))
        plane = Plane.about(whole)
        area = plane.lay(shapely.segmentize(whole, STEP_DEGREES))
        parts = plane.lay(shapely.segmentize(shapes[near], STEP_DEGREES))
        shapely.prepare(area)
        outline = area.boundary
        shapely.prepare(outline)
        reach = np.nan_to_num(doubts[near])
        maybe = shapely.dwithin(area, parts, reach)
        sure = shapely.contains_properly(area, parts) & np.isfinite(doubts[near])
        sure[sure] &= ~shapely.dwithin(outline, parts[sure], reach[sure])
        for place, certain in zip(keys[near][maybe], sure[maybe], strict=True):
            yield place, region, bool(certain)


def _near(shapes: Any, shape: Any, doubts: Any) -> Any:  # noqa: ANN401 - arrays of shapes
    """Choose shapes by boxes of degrees, wide enough for the metres of doubt."""
    import numpy as np

    west, south, east, north = shapely.bounds(shapes).T
    box = shapely.bounds(shape)
    high = doubts / _METRES_A_DEGREE
    latitude = np.clip(np.maximum(np.abs(south), np.abs(north)) + high, 0, 89)
    wide = high / np.cos(np.radians(latitude))
    beside = np.zeros(len(shapes), dtype=bool)
    # The antimeridian has two longitudes.
    for turn in (-360, 0, 360):
        beside |= (west - wide + turn <= box[2]) & (east + wide + turn >= box[0])
    return beside & (south - high <= box[3]) & (north + high >= box[1])


def _metres(frame: gpd.GeoDataFrame) -> Any:  # noqa: ANN401 - an array
    """Give the precisions of a frame, NaN where nobody gave one."""
    import numpy as np

    if "precision_m" not in frame:
        return np.full(len(frame), math.nan)
    return frame["precision_m"].to_numpy(dtype="float64", na_value=math.nan)
