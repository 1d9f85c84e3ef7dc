"""The places that events are joined to, and the borders that they are measured to."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import shapely

from balkanroute.analysis.planes import parts_of, shapes_of
from balkanroute.errors import InvalidRecord
from balkanroute.frames import CRS, places_frame
from balkanroute.model import Atlas
from balkanroute.scale.grid import Grid
from balkanroute.scale.lines import Lines
from balkanroute.scale.pairs import Pairs
from balkanroute.scale.reaches import Reach

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: The column of a frame of places that says how far from the shape an event may be.
WITHIN: Final = "within_km"
_AREA: Final = 2
_HALF: Final = 2_000.0


@dataclass(frozen=True)
class Targets:
    """
    Places as they travel to whoever joins events to them: ids and WKB, no grid yet.

    Parameters
    ----------
    ids
        The places, each once, in their order.
    outlines
        Their shapes as WKB, EPSG:4326.
    within_km
        For each, None where it is an area that holds what lies in it; else how far from the shape
        an event may be at most, in kilometres. Empty where all are such areas.
    """

    ids: tuple[str, ...]
    outlines: tuple[bytes, ...] = field(repr=False)
    within_km: tuple[float | None, ...] = ()

    def __len__(self) -> int:
        """Count the places."""
        return len(self.ids)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the grid behind: it is laid again where it is used."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @cached_property
    def shapes(self) -> NDArray[np.object_]:
        """The shapes, in an array."""
        import numpy as np

        shapes = np.empty(len(self), dtype=object)
        shapes[:] = shapely.from_wkb(np.array([*self.outlines, None], dtype=object))[:-1]
        return shapes

    @cached_property
    def lines(self) -> Lines:
        """The lines, and the outlines of areas, ready to be measured to."""
        return Lines(self.shapes)

    @cached_property
    def _areas(self) -> NDArray[np.int32]:
        """Positions of the areas that hold what lies in them."""
        import numpy as np

        reach = self.within_km or (None,) * len(self)
        return np.flatnonzero([km is None for km in reach]).astype(np.int32)

    @cached_property
    def _grid(self) -> Grid | None:
        """These areas with a grid over them."""
        return Grid(self.shapes[self._areas]) if len(self._areas) else None

    @cached_property
    def _reaches(self) -> dict[int, Reach]:
        """The other places, by position."""
        return {
            number: Reach(self.shapes[number], km)
            for number, km in enumerate(self.within_km)
            if km is not None
        }

    def locate(self, x: Floats, y: Floats) -> Pairs:
        """
        Find the places that points lie in or on the border of.

        Parameters
        ----------
        x, y
            Longitudes and latitudes in degrees, finite and in range.

        Returns
        -------
        Pairs
            In no order, with no rule for borders applied. What is within a distance is inside,
            also where it is just as far.
        """
        found = [] if self._grid is None else [self._renumbered(self._grid.locate(x, y))]
        for number, reach in self._reaches.items():
            found.append(Pairs.inside(reach.holds(x, y), number))
        return found[0] if len(found) == 1 else Pairs.together(found)

    def areas_hold(self, x: Floats, y: Floats) -> NDArray[np.bool_]:
        """
        Tell which points lie in or on the border of some area.

        Parameters
        ----------
        x, y
            As for `locate`.

        Returns
        -------
        numpy.ndarray
            False for points that only lie within a distance of a place.
        """
        import numpy as np

        held = np.zeros(len(x), dtype=bool)
        if self._grid is not None and len(x):
            held[self._grid.locate(x, y).row] = True
        return held

    def _renumbered(self, pairs: Pairs) -> Pairs:
        """Give pairs of areas the positions that these have among all places."""
        return Pairs(pairs.row, self._areas[pairs.place], pairs.on_border)


def targets_of(places: Atlas | gpd.GeoDataFrame, within_km: float | None = None) -> Targets:
    """
    Read the places that events are joined to.

    Parameters
    ----------
    places
        An atlas, or a frame in EPSG:4326 whose index names its rows. Areas hold what lies in
        them. Lines, points and collections of them hold what is within a distance; so does an
        area for which the column ``within_km`` of the frame says one.
    within_km
        The distance where no column says it, in kilometres. Without one, only the areas of an
        atlas are taken.

    Returns
    -------
    Targets
        In the order of the atlas or the frame.

    Raises
    ------
    InvalidRecord
        When there is no place, a row has no geometry or is no area and has no distance, two rows
        share a name, a geometry is invalid or out of range, or the frame is in another CRS.
    """
    if within_km is not None:
        _check_km("places", within_km)
    frame = _of_atlas(places, within_km) if isinstance(places, Atlas) else places
    shapes = _shapes(frame, "places")
    own = frame[WITHIN].tolist() if WITHIN in frame else [None] * len(frame)
    reach = [
        _reach(key, shape, km, within_km)
        for (key, shape), km in zip(shapes.items(), own, strict=True)
    ]
    return Targets(
        tuple(shapes),
        tuple(shapely.to_wkb(_flat(shape)) for shape in shapes.values()),
        () if all(km is None for km in reach) else tuple(reach),
    )


def borders_of(borders: Atlas | gpd.GeoDataFrame) -> Targets:
    """
    Read the borders that events are measured to.

    Parameters
    ----------
    borders
        An atlas, of which the places that are borders are taken, or a frame in EPSG:4326.

    Returns
    -------
    Targets
        In the order of the atlas or the frame.

    Raises
    ------
    InvalidRecord
        When there is none, a row has no geometry, two share a name, or the frame is in another
        CRS.
    """
    if isinstance(borders, Atlas):
        every = places_frame(borders)
        borders = every[(every["kind"] == "border") & every.geometry.notna()]
    shapes = _shapes(borders, "borders")
    return Targets(tuple(shapes), tuple(shapely.to_wkb(_flat(own)) for own in shapes.values()))


def corridors(atlas: Atlas, *, width_m: float | None = None) -> gpd.GeoDataFrame:
    """
    Give the corridors of an atlas, to join events to.

    Parameters
    ----------
    atlas
        The atlas; its legs must have been drawn.
    width_m
        The full width of a corridor of which nobody said one, in metres.

    Returns
    -------
    geopandas.GeoDataFrame
        Indexed by ``<route>/<number of the leg from 0>``: ``route``, ``within_km`` (half the
        width) and ``geometry``, the line of the leg in EPSG:4326.

    Raises
    ------
    InvalidRecord
        When there is no route, or a leg has no line or no width.
    """
    import geopandas as gpd
    import pandas as pd

    legs = {
        f"{route.id}/{number}": (route.id, leg)
        for route in atlas.routes
        for number, leg in enumerate(route.legs)
    }
    if not legs:
        raise InvalidRecord(f"atlas {atlas.title!r}: expected routes, found none")
    reach = {}
    for key, (_, leg) in legs.items():
        if leg.geometry is None:
            raise InvalidRecord(f"leg {key!r}: it has no line; draw it first with routing.draw")
        width = width_m if leg.corridor_m is None else leg.corridor_m
        if width is None:
            raise InvalidRecord(f"leg {key!r}: nobody said how wide its corridor is; give width_m")
        reach[key] = width / _HALF
    index = pd.Index(list(legs), dtype=object, name="id")
    lines: Any = [leg.geometry for _, leg in legs.values()]
    shapes = gpd.GeoSeries(lines, index=index, crs=CRS)
    told = {"route": [route for route, _ in legs.values()], WITHIN: list(reach.values())}
    return gpd.GeoDataFrame(told, index=index, geometry=shapes)


def bounded(atlas: Atlas) -> Atlas:
    """
    Leave out the outlines of areas that no boundary defines.

    An area that was only derived from words, such as "the Western Balkans", holds events far from
    what the words were about, and covers the places inside it on a map of counts.

    Parameters
    ----------
    atlas
        The atlas; left as it is.

    Returns
    -------
    Atlas
        The same, where places whose ``basis`` is ``derived`` have no geometry.
    """
    places = [
        replace(place, geometry=None) if place.basis == "derived" else place
        for place in atlas.places
    ]
    return replace(atlas, places=tuple(places))


def _of_atlas(atlas: Atlas, within_km: float | None) -> gpd.GeoDataFrame:
    """Give the places of an atlas that events can be joined to."""
    frame = places_frame(atlas)
    fit = frame.geometry.notna()
    if within_km is None:
        fit &= frame.geometry.map(_is_area)
        if not fit.any():
            raise InvalidRecord(
                "places: the atlas has no areas; give some outlines, or within_km, so that lines "
                "and points count what is near"
            )
    return frame.loc[fit, ["geometry"]]


def _shapes(frame: gpd.GeoDataFrame, what: str) -> dict[str, Any]:
    """Give the shapes of a frame by name, or say what is wrong with it."""
    names = list(map(str, frame.index.tolist()))
    if not names:
        raise InvalidRecord(f"{what}: expected some with a geometry, found none")
    repeated = next((name for name, count in Counter(names).items() if count > 1), None)
    if repeated is not None:
        raise InvalidRecord(f"{what}: {repeated!r} names more than one row; dissolve them by it")
    shapes = dict(zip(names, shapes_of(frame, what), strict=True))
    for name, shape in shapes.items():
        _check(f"{what}: {name!r}", shape)
    return shapes


def _reach(key: str, shape: Any, own: Any, given: float | None) -> float | None:  # noqa: ANN401
    """Say how far from a shape events may be, None where they must lie in it."""
    import pandas as pd

    said = None if pd.api.types.is_scalar(own) and pd.isna(own) else own
    if said is None and _is_area(shape):
        return None
    km = given if said is None else said
    if km is None:
        raise InvalidRecord(
            f"places: {key!r} is a {shape.geom_type}, expected an area or a distance; leave it "
            f"out, or give within_km"
        )
    return _check_km(f"places: {key!r}", km)


def _check_km(what: str, km: Any) -> float:  # noqa: ANN401 - whatever was given
    """Refuse what is no distance."""
    found = number_of(km)
    if not (math.isfinite(found) and found >= 0):
        raise InvalidRecord(f"{what}: within_km is 0 kilometres or more, found {km!r}")
    return found


def number_of(value: Any) -> float:  # noqa: ANN401 - whatever was given
    """
    Read a number.

    Parameters
    ----------
    value
        Whatever was given in place of a number.

    Returns
    -------
    float
        NaN where it is none; texts and truths are none.
    """
    try:
        return math.nan if isinstance(value, bool | str | bytes) else float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _is_area(shape: Any) -> bool:  # noqa: ANN401 - a shape
    """Tell whether a shape is made of areas only."""
    return shape is not None and all(
        shapely.get_dimensions(part) == _AREA for part in parts_of(shape)
    )


def _flat(shape: Any) -> Any:  # noqa: ANN401 - a shape
    """Leave heights out, and make one of the areas of a collection."""
    flat = shapely.force_2d(shape)
    together = flat.geom_type == "GeometryCollection" and _is_area(flat)
    return shapely.union_all(parts_of(flat)) if together else flat


def _check(what: str, shape: Any) -> None:  # noqa: ANN401 - a shape or None
    """Refuse what events cannot be joined to."""
    if shape is None:
        raise InvalidRecord(f"{what}: expected a shape, found no geometry; leave it out")
    if not (abs(shapely.get_coordinates(shape)) <= (180.0, 90.0)).all():
        raise InvalidRecord(
            f"{what}: it goes beyond 180 degrees of longitude or 90 of latitude; "
            f"cut it at the antimeridian"
        )
    if not shape.is_valid:
        raise InvalidRecord(
            f"{what}: its geometry is not valid ({shapely.is_valid_reason(shape)}); "
            f"use shapely.make_valid"
        )
