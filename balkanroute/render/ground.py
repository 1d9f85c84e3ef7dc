"""The base map that every page carries: land, water, borders and names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from balkanroute import geodata
from balkanroute.render.columns import Spec, Table

_LAYERS: Final = ("land", "lakes", "rivers", "world_countries", "cities", "borders")
#: The region that the library is made for, in degrees, is drawn finer than the rest.
_REGION: Final = (11.0, 33.5, 33.0, 50.5)
#: What a first sight of the region may show around it; what is further away is read later.
_AROUND: Final = (-25.0, 15.0, 75.0, 72.0)
#: Steps of the grids in degrees, in the region, around it and far away; tolerances of thinning
#: inside the region and outside it.
_STEPS: Final = (0.002, 0.01, 0.01)
_TOLERANCES: Final = (0.004, 0.03)
#: Islands and lakes outside the region that are smaller than this, in square degrees, are left out.
_SPECK: Final = 0.02
#: The lowest rank that a city needs to be named, inside the region and outside it.
_RANKS: Final = (0, 4)


@dataclass(frozen=True, slots=True)
class Ground:
    """
    The base map as it travels.

    Parameters
    ----------
    letters
        The packed table.
    attributions
        The credits owed for it.
    """

    letters: str
    attributions: tuple[str, ...]


@cache
def ground() -> Ground:
    """
    Give the base map.

    Returns
    -------
    Ground
        Outlines at two scales, fine in the Balkans and coarse in the rest of the world, and the
        names of countries (by ISO code, so that the page can say them in the reader's language)
        and of cities, the highest rank first.
    """
    land, lakes, rivers, countries, cities, borders = (geodata.load(name) for name in _LAYERS)
    table = Table()
    head = {
        "around": _AROUND,
        "land": _areas(table, land.geometry),
        "lakes": _areas(table, lakes.geometry),
        "rivers": _lines(table, rivers.geometry),
        "borders": _lines(table, _shared_borders(countries, borders)),
        "countries": _countries(table, countries),
        "cities": _cities(table, cities),
    }
    return Ground(table.pack(head), geodata.attribution(_LAYERS))


def _areas(table: Table, geometries: Iterable[BaseGeometry]) -> list[Spec]:
    """Add the rings of areas, by where they are."""
    parts = [(_tier(part), part) for part in shapely.get_parts(list(geometries))]
    kept = [(tier, part) for tier, part in parts if not tier or shapely.area(part) >= _SPECK]
    rings = ((tier, ring) for tier, part in kept for ring in shapely.get_rings(part))
    # Fewer than four corners have no area.
    return _tiers(table, rings, least=4)


def _lines(table: Table, geometries: Iterable[BaseGeometry]) -> list[Spec]:
    """Add lines, by where they are."""
    parts = shapely.get_parts(list(geometries))
    return _tiers(table, ((_tier(part), part) for part in parts), least=0)


def _tier(geometry: BaseGeometry) -> int:
    """Tell whether something is in the region (0), around it (1) or far away (2)."""
    boxes = [shapely.box(*bounds) for bounds in (_REGION, _AROUND)]
    return int(2 - shapely.intersects(geometry, boxes).sum())


def _tiers(table: Table, paths: Iterable[tuple[int, BaseGeometry]], least: int) -> list[Spec]:
    """Add paths of at least some corners, at the scale of where they are."""
    tiers: tuple[list[NDArray[np.float64]], ...] = ([], [], [])
    for tier, path in paths:
        corners = _thinned(path)
        if len(corners) >= least:
            tiers[tier].append(corners)
    return [table.paths(some, step) for some, step in zip(tiers, _STEPS, strict=True)]


def _thinned(line: BaseGeometry) -> NDArray[np.float64]:
    """Thin a line: little where it runs through the region, much elsewhere."""
    corners = shapely.get_coordinates(line)
    west, south, east, north = _REGION
    x, y = corners.T
    inside = (x > west) & (x < east) & (y > south) & (y < north)
    if not inside.any():
        return shapely.get_coordinates(shapely.simplify(line, _TOLERANCES[1]))
    changes = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    stretches = np.split(np.arange(len(corners)), changes)
    kept = []
    for stretch in stretches:
        tolerance = _TOLERANCES[0] if inside[stretch[0]] else _TOLERANCES[1]
        piece = corners[stretch]
        if len(piece) > 2:  # noqa: PLR2004 - two corners have none to lose
            piece = shapely.get_coordinates(shapely.simplify(shapely.LineString(piece), tolerance))
        kept.append(piece)
    return np.concatenate(kept)


def _shared_borders(countries: gpd.GeoDataFrame, known: gpd.GeoDataFrame) -> list[BaseGeometry]:
    """Give the borders of the world: the known lines, and between others the shared edges."""
    detailed = {country for key in known.index for country in str(key).split("-")}
    edges: dict[tuple[tuple[float, float], tuple[float, float]], set[str]] = {}
    for key, country in countries.geometry.items():
        for ring in shapely.get_rings(shapely.get_parts(country)):
            corners = [tuple(corner) for corner in shapely.get_coordinates(ring).tolist()]
            for start, end in pairwise(corners):
                edges.setdefault((min(start, end), max(start, end)), set()).add(str(key))
    shared = [edge for edge, owners in edges.items() if len(owners) > 1 and owners - detailed]
    return [shapely.line_merge(shapely.MultiLineString(shared)), *known.geometry]


def _countries(table: Table, countries: gpd.GeoDataFrame) -> Spec:
    """Add where the countries' names stand, and how wide each country is."""
    middles = np.array([_middle(geometry) for geometry in countries.geometry])
    return {
        "iso": [str(key) for key in countries.index],
        "name": table.texts([str(name) for name in countries["name"]]),
        "x": table.ints(_hundredths(middles[:, 0] + 180)),
        "y": table.ints(_hundredths(middles[:, 1] + 90)),
        "extent": table.ints(_hundredths(middles[:, 2])),
    }


def _cities(table: Table, cities: gpd.GeoDataFrame) -> Spec:
    """Add the cities, the highest rank first: where two names would meet, the first one stays."""
    west, south, east, north = _REGION
    x, y = cities.geometry.x, cities.geometry.y
    inside = (x > west) & (x < east) & (y > south) & (y < north)
    kept = cities[cities["rank"] >= np.where(inside, *_RANKS)]
    kept = kept.sort_values(["rank", "name"], ascending=[False, True], kind="stable")
    return {
        "name": table.texts([str(name) for name in kept["name"]]),
        "rank": table.ints(kept["rank"].to_numpy()),
        "x": table.ints(_hundredths(kept.geometry.x.to_numpy() + 180)),
        "y": table.ints(_hundredths(kept.geometry.y.to_numpy() + 90)),
    }


def _hundredths(degrees: Any) -> NDArray[np.int64]:  # noqa: ANN401 - numpy's own
    """Round degrees to hundredths."""
    rounded: NDArray[np.int64] = np.rint(np.asarray(degrees) * 100).astype(np.int64)
    return rounded


def _middle(geometry: BaseGeometry) -> tuple[float, float, float]:
    """Give a spot inside the largest part, and that part's extent in degrees."""
    largest = max(shapely.get_parts(geometry), key=shapely.area)
    spot = shapely.point_on_surface(largest)
    return (
        float(shapely.get_x(spot)),
        float(shapely.get_y(spot)),
        float(shapely.area(largest)) ** 0.5,
    )
