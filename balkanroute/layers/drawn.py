"""What of an atlas is drawn on a map: a feature for each place and for each leg."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from balkanroute import routing
from balkanroute.layers.spec import MapSpec
from balkanroute.model import Atlas, Leg

#: A spot known to within this many metres may be drawn as a point.
POINT_PRECISION_M: Final = 250.0
_LINES: Final = frozenset({shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING})


def drawn(spec: MapSpec) -> gpd.GeoDataFrame:
    """
    List the features of a map.

    Parameters
    ----------
    spec
        The map.

    Returns
    -------
    geopandas.GeoDataFrame
        On the index ``place:<id>`` and ``leg:<route>:<number>``, in the order they are drawn, in
        EPSG:4326: ``layer`` (its place among the layers), ``place`` (id; empty for a leg),
        ``route`` and ``leg`` (id and number; empty and -1 for a place), ``x`` and ``y`` (longitude
        and latitude at which its claims are counted), ``radius_m`` (of the disc in which an
        uncertain spot lies; missing for all else) and ``geometry``. A place or a leg that cannot
        be drawn has no row.
    """
    frames = [_places_of(spec), _legs_of(spec)]
    table = pd.concat([frame for frame in frames if len(frame)] or frames[:1])
    return table.sort_values("layer", kind="stable")


def _places_of(spec: MapSpec) -> gpd.GeoDataFrame:
    """List the places that have a geometry."""
    places = {place.id: place for place in spec.atlas.places}
    named = [places[key] for layer in spec.layers for key in layer.places]
    geometry = _objects([place.geometry for place in named])
    layer = np.repeat(np.arange(len(spec.layers)), [len(one.places) for one in spec.layers])
    kept = np.flatnonzero(~shapely.is_missing(geometry))
    ids = [named[index].id for index in kept]
    metres = np.array([named[index].precision_m or 0.0 for index in kept])
    geometry = geometry[kept]
    spot = (metres > POINT_PRECISION_M) & (shapely.get_dimensions(geometry) == 0)
    columns = {"layer": layer[kept], "place": _objects(ids), "route": "", "leg": -1}
    radius = np.where(spot, metres, np.nan)
    return _frame([f"place:{key}" for key in ids], columns, geometry, geometry, radius)


def _legs_of(spec: MapSpec) -> gpd.GeoDataFrame:
    """List the legs that can be drawn."""
    layers = {key: number for number, layer in enumerate(spec.layers) for key in layer.routes}
    rows = [
        (layers[route.id], route.id, number, leg)
        for route in legs_drawn(spec.atlas).routes
        if route.id in layers
        for number, leg in enumerate(route.legs)
        if leg.geometry is not None
    ]
    lines = _objects([leg.geometry for *_, leg in rows])
    shapes = _objects([_shape(leg) for *_, leg in rows])
    columns = {
        "layer": np.array([layer for layer, *_ in rows], dtype=np.int64),
        "place": "",
        "route": _objects([route for _, route, *_ in rows]),
        "leg": np.array([number for *_, number, _ in rows], dtype=np.int64),
    }
    keys = [f"leg:{route}:{number}" for _, route, number, _ in rows]
    return _frame(keys, columns, lines, shapes, np.full(len(rows), np.nan))


def _shape(leg: Leg) -> BaseGeometry | None:
    """Give what is drawn of a leg: its line, or its corridor."""
    if leg.corridor_m and isinstance(leg.geometry, LineString | MultiLineString):
        return routing.corridor(leg.geometry, leg.corridor_m)
    return leg.geometry


def _frame(
    keys: list[str],
    columns: dict[str, Any],
    lines: NDArray[np.object_],
    shapes: NDArray[np.object_],
    radius: NDArray[np.float64],
) -> gpd.GeoDataFrame:
    """Make the frame of some features."""
    anchors = _anchors(lines)
    columns = columns | {"x": anchors[:, 0], "y": anchors[:, 1], "radius_m": radius}
    index = pd.Index(_objects(keys), dtype=object)
    return gpd.GeoDataFrame(columns, index=index, geometry=shapes, crs="EPSG:4326")


def _objects(values: Sequence[object]) -> NDArray[np.object_]:
    """Make an array of objects that numpy and pandas leave as they are."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def legs_drawn(atlas: Atlas) -> Atlas:
    """
    Give an atlas with the line of every leg.

    Parameters
    ----------
    atlas
        The atlas; left as it is.

    Returns
    -------
    Atlas
        As `routing.draw` gives it; the atlas itself where it has no route.
    """
    return routing.draw(atlas) if atlas.routes else atlas


def _anchors(geometries: NDArray[np.object_]) -> NDArray[np.float64]:
    """Find the spots for counts: in the widest part of an area, half-way along a line."""
    if not len(geometries):
        return np.zeros((0, 2))
    spots = geometries.copy()
    for index in np.flatnonzero(shapely.get_type_id(geometries) != shapely.GeometryType.POINT):
        spots[index] = _spot(geometries[index])
    return np.column_stack([shapely.get_x(spots), shapely.get_y(spots)])


def _spot(geometry: BaseGeometry) -> BaseGeometry:
    """Find a spot on a geometry; a count in a panhandle would seem to be about the panhandle."""
    parts = shapely.get_parts(geometry)
    if shapely.get_type_id(geometry) in _LINES:
        longest = max(parts, key=shapely.length)
        spot: BaseGeometry = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    else:
        spot = shapely.point_on_surface(max(parts, key=shapely.area))
    return spot
