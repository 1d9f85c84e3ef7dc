"""Where a feature says that a place lies: once, or once for each statement about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord
from balkanroute.readers.json_records import listed, text_in
from balkanroute.readers.linked_places.statements import is_attributed, says_something

_TOO_LONG: Final = 2_000_000
_SHAPE: Final = ("type", "coordinates", "geometries")
_MISSHAPEN: Final = (AttributeError, IndexError, KeyError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Spot:
    """
    A geometry that a feature gives.

    Parameters
    ----------
    geometry
        In two dimensions, and valid.
    statement
        What is said of it, beside its shape: citations, ``when``, ``certainty``, heights.
    mended
        What was wrong with it; empty where nothing was.
    """

    geometry: BaseGeometry
    statement: dict[str, Any]
    mended: str = ""


def spots_of(geometry: object) -> tuple[list[Spot], list[Any]]:
    """
    Give where a place lies.

    Parameters
    ----------
    geometry
        Of a feature. What is said of a collection is said of each geometry in it.

    Returns
    -------
    spots : list of Spot
        Geometries that nobody attributes to a time or to somebody are one geometry together.
    rest : list
        Entries that say something and have no shape.

    Raises
    ------
    InvalidRecord
        When a geometry is not GeoJSON, or its coordinates are no numbers.
    """
    if not isinstance(geometry, Mapping):
        if geometry not in (None, "", "null"):
            raise InvalidRecord(f"geometry is GeoJSON, found {str(geometry)[:40]!r}")
        return [], []
    if "geometries" not in geometry:
        parts: list[Any] = [geometry]
    else:
        outer = {name: value for name, value in geometry.items() if name not in _SHAPE}
        whole = listed(geometry["geometries"])
        parts = [{**outer, **part} if isinstance(part, Mapping) else part for part in whole]
    found = [(part, _spot(part) if isinstance(part, Mapping) else None) for part in parts]
    spots = [spot for _, spot in found if spot is not None]
    rest = [part for part, spot in found if spot is None and _is_kept(part)]
    if len(spots) > 1 and not any(is_attributed(spot.statement) for spot in spots):
        return [_joined(spots)], rest
    return spots, rest


def _is_kept(part: object) -> bool:
    """Tell whether an entry without a shape says something all the same."""
    if isinstance(part, Mapping):
        return says_something({name: part[name] for name in part if name not in _SHAPE})
    return part not in (None, "", "null")


def _joined(spots: list[Spot]) -> Spot:
    """Make one geometry of several."""
    told = [spot.statement for spot in spots if says_something(spot.statement)]
    whole = shapely.GeometryCollection([spot.geometry for spot in spots])
    mended = next((spot.mended for spot in spots if spot.mended), "")
    return Spot(whole, {"geometries": told} if told else {}, mended)


def _spot(part: Mapping[str, Any]) -> Spot | None:
    """
    Read a geometry and what is said of it.

    Of a point and an extent in ``geo_wkt``, the extent: a region is not a pin.
    """
    statement = {name: value for name, value in part.items() if name not in _SHAPE}
    drawn = _from_text(part)
    if part.get("coordinates") and (drawn is None or drawn.geom_type == "Point"):
        made = _from_coordinates(part)
        if made.has_z:
            statement["coordinates"] = part["coordinates"]
    elif "geometries" in part and drawn is None:
        made = _from_coordinates(part)
    elif drawn is not None:
        made = drawn
        if part.get("coordinates"):
            statement["coordinates"] = part["coordinates"]
    else:
        return None
    return _mended(shapely.force_2d(made), statement)


def _from_coordinates(part: Mapping[str, Any]) -> BaseGeometry:
    """Make a geometry of GeoJSON."""
    try:
        with np.errstate(invalid="ignore"):
            made: BaseGeometry = shape(dict(part))
    except (shapely.errors.ShapelyError, *_MISSHAPEN) as reason:
        raise InvalidRecord(f"geometry is not GeoJSON ({str(reason)[:80]})") from reason
    return made


def _from_text(part: Mapping[str, Any]) -> BaseGeometry | None:
    """Read well-known text, if there is any and it is well."""
    text = text_in(part, "geo_wkt", "geowkt", "geoWKT")
    if text is None or len(text) > _TOO_LONG:
        return None
    made: BaseGeometry | None = shapely.from_wkt(text, on_invalid="ignore")
    return made or None


def _mended(geometry: BaseGeometry, statement: dict[str, Any]) -> Spot:
    """Mend an outline that crosses itself."""
    if geometry.is_valid:
        return Spot(geometry, statement)
    reason = shapely.is_valid_reason(geometry)[:80]
    try:
        return Spot(shapely.make_valid(geometry), statement, reason)
    except shapely.errors.ShapelyError as failure:
        raise InvalidRecord(f"its geometry is not valid ({reason})") from failure
