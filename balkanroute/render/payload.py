"""
A map as the bytes that travel in the page.

Text from the world never meets markup or script: the whole map is JSON, compressed and written
in base64 into an inert block, and reaches the page by ``textContent``. Base64 has no brace, no
backtick and no angle bracket, so no template engine and no parser can be led astray by it.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, fields
from functools import cache
from itertools import pairwise
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from balkanroute import geodata
from balkanroute.layers import Feature, Layer, MapSpec

#: Steps of the grid that coordinates are rounded to, in degrees: about 1 m, and about 100 m.
FINE, COARSE = 1e-5, 1e-3
#: An outline is thinned to a quarter of its own precision, and by 20 m at the least, once it has
#: this many corners; no screen shows the difference.
_MANY_CORNERS: Final = 1000
_LEAST_M: Final = 20.0
_METRES_A_DEGREE: Final = 111_320.0
#: Borders of the base map are thinned by this many degrees, about 300 m.
_BORDER_TOLERANCE: Final = 0.003
_BASE_LAYERS: Final = ("land", "lakes", "rivers", "world_countries", "cities", "borders")


def pack(value: object) -> str:
    """
    Write a value as compressed base64.

    Parameters
    ----------
    value
        Anything that JSON can hold.

    Returns
    -------
    str
        ASCII letters, digits, ``+``, ``/`` and ``=`` only; the same for the same value.
    """
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(zlib.compress(text.encode("ascii"), 9)).decode("ascii")


def map_data(spec: MapSpec) -> dict[str, Any]:
    """
    Give a map as plain data for the page.

    Parameters
    ----------
    spec
        The map.

    Returns
    -------
    dict
        Fields of the spec; what is empty is left out, geometries as `geometry_data` gives them.
    """
    data = {
        item.name: _plain(getattr(spec, item.name))
        for item in fields(spec)
        if item.name != "layers"
    }
    data["layers"] = [_layer_data(layer) for layer in spec.layers]
    return data


def _plain(value: Any) -> Any:  # noqa: ANN401 - plain data has no narrower type
    """Turn records into dictionaries without their empty fields."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {key: _plain(item) for key, item in asdict(value).items() if _said(item)}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if _said(item)}
    return value


def _said(value: object) -> bool:
    """Tell whether a field says anything; False and 0 do."""
    return value is not None and value not in ("", ())


def _layer_data(layer: Layer) -> dict[str, Any]:
    """Give a layer as plain data."""
    kept = {item.name: getattr(layer, item.name) for item in fields(layer)}
    kept.pop("features")
    plain = {key: _plain(value) for key, value in kept.items() if value is not None}
    return plain | {"features": [_feature_data(feature) for feature in layer.features]}


def _feature_data(feature: Feature) -> dict[str, Any]:
    """Give a feature as plain data."""
    kept = {
        item.name: _plain(getattr(feature, item.name))
        for item in fields(feature)
        if item.name not in {"geometry", "precision_m"} and _said(getattr(feature, item.name))
    }
    return kept | {"shape": geometry_data(_thinned(feature), FINE)}


def _thinned(feature: Feature) -> BaseGeometry:
    """Thin an outline that has more corners than its precision can fill."""
    if shapely.get_num_coordinates(feature.geometry) <= _MANY_CORNERS:
        return feature.geometry
    metres = max((feature.precision_m or 0) / 4, _LEAST_M)
    return shapely.simplify(feature.geometry, metres / _METRES_A_DEGREE)


def geometry_data(geometry: BaseGeometry, step: float) -> dict[str, Any]:
    """
    Give a geometry as whole numbers, each the difference to the one before.

    Parameters
    ----------
    geometry
        In EPSG:4326, longitude first.
    step
        Size of the grid in degrees.

    Returns
    -------
    dict
        ``kind`` is ``point``, ``line`` or ``area``; ``parts`` are lists of rings or lines; each
        is a flat list of longitude and latitude steps, the first from zero.
    """
    parts = shapely.get_parts(geometry)
    kind = {0: "point", 1: "line", 2: "area"}[int(max(shapely.get_dimensions(parts)))]
    rings = [_rings(part) if kind == "area" else [part] for part in parts]
    data = [[_steps(shapely.get_coordinates(ring), step) for ring in part] for part in rings]
    return {"kind": kind, "parts": data}


def _rings(polygon: BaseGeometry) -> list[BaseGeometry]:
    """Give the rings of a polygon, the outer one first."""
    return list(shapely.get_rings(polygon))


def _steps(coordinates: NDArray[np.float64], step: float) -> list[int]:
    """Round coordinates to the grid and give the differences, standing still left out."""
    grid = np.rint(coordinates / step).astype(np.int64)
    moved = np.ones(len(grid), dtype=bool)
    moved[1:] = (grid[1:] != grid[:-1]).any(axis=1)
    grid = grid[moved]
    differences: list[int] = (
        np.diff(grid, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel().tolist()
    )
    return differences


@cache
def base_map() -> tuple[str, tuple[str, ...]]:
    """
    Give the base map that every page carries.

    Returns
    -------
    packed : str
        Land, lakes, rivers, borders of countries and names, as `pack` writes them.
    attributions : tuple of str
        The credits owed for it.
    """
    land, lakes, rivers, countries, cities, borders = (geodata.load(name) for name in _BASE_LAYERS)
    data = {
        "step": COARSE,
        "land": _all(land.geometry),
        "lakes": _all(lakes.geometry),
        "rivers": _all(rivers.geometry),
        "borders": _all(_shared_borders(countries, borders)),
        "names": [
            [name, *_middle(geometry)]
            for name, geometry in zip(countries["name"], countries.geometry, strict=True)
        ],
        # The highest rank first: where two names would cover each other, the first one stays.
        "cities": [
            [row.name, round(row.x, 2), round(row.y, 2), row.rank] for row in _ranked(cities)
        ],
    }
    return pack(data), geodata.attribution(_BASE_LAYERS)


def _ranked(cities: gpd.GeoDataFrame) -> Iterable[Any]:
    """Give the cities with their coordinates, the highest rank first."""
    table = pd.DataFrame({"name": cities["name"], "rank": cities["rank"]})
    table["x"], table["y"] = cities.geometry.x, cities.geometry.y
    ordered = table.sort_values(["rank", "name"], ascending=[False, True], kind="stable")
    return ordered.itertuples(index=False)


def _all(geometries: Iterable[BaseGeometry]) -> list[list[list[int]]]:
    """Give the parts of many geometries in one list."""
    return [part for one in geometries for part in geometry_data(one, COARSE)["parts"]]


def _shared_borders(countries: gpd.GeoDataFrame, known: gpd.GeoDataFrame) -> list[BaseGeometry]:
    """Give the borders of the world: the known lines, thinned, and between others shared edges."""
    detailed = {country for key in known.index for country in str(key).split("-")}
    edges: dict[tuple[tuple[float, float], tuple[float, float]], set[str]] = {}
    for key, country in countries.geometry.items():
        for ring in shapely.get_rings(shapely.get_parts(country)):
            corners = [tuple(corner) for corner in shapely.get_coordinates(ring).tolist()]
            for start, end in pairwise(corners):
                edges.setdefault((min(start, end), max(start, end)), set()).add(str(key))
    shared = [edge for edge, owners in edges.items() if len(owners) > 1 and owners - detailed]
    return [
        shapely.line_merge(shapely.MultiLineString(shared)),
        *shapely.simplify(known.geometry.to_numpy(), _BORDER_TOLERANCE),
    ]


def _middle(geometry: BaseGeometry) -> tuple[float, float, float]:
    """Give a spot inside the largest part, and that part's extent in degrees."""
    largest = max(shapely.get_parts(geometry), key=shapely.area)
    spot = shapely.point_on_surface(largest)
    return (
        round(float(shapely.get_x(spot)), 2),
        round(float(shapely.get_y(spot)), 2),
        round(float(shapely.area(largest)) ** 0.5, 1),
    )
