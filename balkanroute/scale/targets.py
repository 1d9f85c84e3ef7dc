"""The places that events are joined to."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

import shapely

from balkanroute.analysis.planes import parts_of, shapes_of
from balkanroute.errors import InvalidRecord
from balkanroute.frames import places_frame
from balkanroute.model import Atlas
from balkanroute.scale.grid import Grid

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    from numpy.typing import NDArray

    from balkanroute.scale.pairs import Pairs

_AREA = 2


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
        """The areas, in an array."""
        import numpy as np

        return np.array(shapely.from_wkb(self.outlines), dtype=object)

    @cached_property
    def _grid(self) -> Grid:
        """The areas with a grid over them."""
        return Grid(self.shapes)

    def locate(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> Pairs:
        """
        Find the places that points lie in or on the border of.

        Parameters
        ----------
        x, y
            Longitudes and latitudes in degrees, finite and in range.

        Returns
        -------
        Pairs
            In no order, with no rule for borders applied.
        """
        return self._grid.locate(x, y)


def targets_of(places: Atlas | gpd.GeoDataFrame) -> Targets:
    """
    Read the places that events are joined to.

    Parameters
    ----------
    places
        An atlas, of which the places that are areas are taken, or a frame in EPSG:4326 whose
        index names its rows, of which all must be areas.

    Returns
    -------
    Targets
        In the order of the atlas or the frame.

    Raises
    ------
    InvalidRecord
        When there is no area, a row has none, two rows share a name, an area is invalid or out
        of range, or the frame is in another CRS.
    """
    if isinstance(places, Atlas):
        frame = places_frame(places)
        frame = frame[[_is_area(shape) for shape in frame.geometry]]
    else:
        frame = places
    ids = tuple(map(str, frame.index.tolist()))
    shapes = shapes_of(frame, "places")
    if not ids:
        raise InvalidRecord("places: expected areas, found none; give places with polygons")
    for key, shape in zip(ids, shapes, strict=True):
        _check(key, shape)
    repeated = next((key for key in dict.fromkeys(ids) if ids.count(key) > 1), None)
    if repeated is not None:
        raise InvalidRecord(f"places: {repeated!r} names more than one row; dissolve them by it")
    return Targets(ids, tuple(shapely.to_wkb(_area(shape)) for shape in shapes))


def _is_area(shape: Any) -> bool:  # noqa: ANN401 - a shape or None
    """Tell whether a shape is made of areas only."""
    parts = parts_of(shape)
    return bool(parts) and all(shapely.get_dimensions(part) == _AREA for part in parts)


def _area(shape: Any) -> Any:  # noqa: ANN401 - a shape
    """Make one polygon or multipolygon of a shape."""
    flat = shapely.force_2d(shape)
    return (
        flat if flat.geom_type in {"Polygon", "MultiPolygon"} else shapely.union_all(parts_of(flat))
    )


def _check(key: str, shape: Any) -> None:  # noqa: ANN401 - a shape or None
    """Refuse what events cannot be joined to."""
    if not _is_area(shape):
        found = "no geometry" if shape is None else shape.geom_type
        raise InvalidRecord(
            f"place {key!r}: expected a polygon, found {found}; leave it out, or give an area"
        )
    if not (abs(shapely.get_coordinates(shape)) <= (180.0, 90.0)).all():
        raise InvalidRecord(
            f"place {key!r}: it goes beyond 180 degrees of longitude or 90 of latitude; "
            f"cut it at the antimeridian"
        )
    if not shape.is_valid:
        raise InvalidRecord(
            f"place {key!r}: its geometry is not valid ({shapely.is_valid_reason(shape)}); "
            f"use shapely.make_valid"
        )
