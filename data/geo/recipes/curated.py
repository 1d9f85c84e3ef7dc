"""
Places of the Balkan routes that no package has under the names in use, by hand with sources.

Names, kinds and sources are this project's. A point is never made up: it is that of a feature of
GDELT's gazetteer, one that the row's source publishes, or none. Lines of rivers and shores of
islands are those of Natural Earth, as the layers ``rivers`` and ``land`` have them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry import mapping, shape

from recipes import gdelt
from recipes.fetch import Fetch
from recipes.registry import Entry, write_geojson

COLUMNS: Final = (
    "id",
    "name",
    "names",
    "kind",
    "feature",
    "country",
    "gdelt",
    "lon",
    "lat",
    "shape",
    "within",
    "precision_m",
    "status",
    "source",
    "note",
)
TABLES: Final = ("camps", "crossings", "nature", "villages")
#: In the column ``shape``: the part of the layer ``land`` that holds the row's point.
ISLAND: Final = "land"
_DIGITS: Final = 5

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """
    What rows take their geometry from.

    Parameters
    ----------
    points
        Points of GDELT's features by id, longitude first.
    rivers
        Lines of the layer ``rivers`` by id.
    land
        The parts of the layer ``land``.
    """

    points: Mapping[str, tuple[float, float]]
    rivers: Mapping[str, Any]
    land: tuple[shapely.Polygon, ...]


def build(fetch: Fetch, out: Path) -> list[Entry]:
    """
    Write the layer ``curated`` from the tables of ``curated/``.

    Parameters
    ----------
    fetch
        Hands out packages.
    out
        The folder ``data/geo``; the base map's layers stand there already.

    Returns
    -------
    list[Entry]
        What was written.

    Raises
    ------
    ValueError
        A table's columns are not the expected ones, a row cites no source or says not where it
        is, or a feature or shape that it points at does not exist.
    """
    rows = [row for name in TABLES for row in _rows(out / "curated" / f"{name}.csv")]
    shapes = Shapes(
        points=gdelt.points(fetch, (each for row in rows for each in _features_of(row))),
        rivers={
            feature["properties"]["id"]: feature["geometry"]
            for feature in _layer(out / "public-domain" / "rivers.geojson")
        },
        land=tuple(
            part
            for feature in _layer(out / "public-domain" / "land.geojson")
            for part in shapely.get_parts(shape(feature["geometry"]))
        ),
    )
    entry = Entry(
        name="curated",
        file="cc0-1.0/curated.geojson",
        description=(
            f"{len(rows)} crossings, camps and centres, border villages, rivers, islands and "
            "passes of the Balkan routes, by hand. Approximate: each row gives its source and how "
            "far off it may be; some have no geometry, only what they are within."
        ),
        licence="CC0-1.0",
        attribution=gdelt.CREDIT,
        origin=(
            "this project, from the source that each row names; points of "
            "pip gdeltforge 0.14.0 (GDELT, from NGA GNS); layers rivers and land (Natural Earth)"
        ),
        version="2",
        date="2026-11",
    )
    write_geojson(out / entry.file, (_feature(row, shapes) for row in rows))
    return [entry]


def _layer(path: Path) -> list[Any]:
    """Read the features of a layer that an earlier recipe wrote."""
    features: list[Any] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def _rows(path: Path) -> Iterator[Row]:
    """Read a table and refuse what a reader could not look up or place."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise ValueError(
                f"{path.name}: expected the columns {list(COLUMNS)}, found {rows.fieldnames}"
            )
        for row in rows:
            if not row["source"] and not row["gdelt"]:
                raise ValueError(f"{path.name}: row {row['id']!r} cites no source")
            if not (row["gdelt"] or row["lon"] or row["shape"] or row["within"]):
                raise ValueError(
                    f"{path.name}: row {row['id']!r} has no place; give gdelt, lon and lat, "
                    "shape, or within"
                )
            yield row


def _features_of(row: Row) -> list[str]:
    """Give the ids of GDELT's features that a row takes its point from."""
    return row["gdelt"].split("|") if row["gdelt"] else []


def _feature(row: Row, shapes: Shapes) -> dict[str, Any]:
    """Make a feature of a row."""
    names: dict[str, list[str]] = {}
    for each in row["names"].split("|"):
        language, name = each.split(":", 1)
        names.setdefault(language, []).append(name)
    countries = row["country"].split("|")
    properties = {
        "id": row["id"],
        "name": row["name"],
        "names": names,
        "kind": row["kind"],
        "feature": row["feature"],
        "country": countries[0] if len(countries) == 1 else None,
        "countries": countries,
        "within": row["within"] or None,
        "precision_m": int(row["precision_m"]),
        "basis": "curated",
        "status": row["status"] or None,
        "source": _source(row),
        "note": row["note"] or None,
    }
    return {"properties": properties, "geometry": _geometry(row, shapes)}


def _source(row: Row) -> str:
    """Cite the row's own source and the features its point is from."""
    features = _features_of(row)
    label = f"GDELT's gazetteer, feature {' and '.join(features)}" if features else ""
    return "; ".join(part for part in (row["source"], label) if part)


def _geometry(row: Row, shapes: Shapes) -> Any | None:  # noqa: ANN401 - GeoJSON as it is written
    """Give a row's geometry as GeoJSON, None where it is only within something."""
    point = _point(row, shapes)
    if row["shape"] == ISLAND:
        inside = [part for part in shapes.land if point is not None and part.contains(point)]
        if not inside:
            raise ValueError(f"row {row['id']!r}: no part of the layer land holds its point")
        return mapping(inside[0])
    if row["shape"]:
        if row["shape"] not in shapes.rivers:
            raise ValueError(f"row {row['id']!r}: the layer rivers has no {row['shape']!r}")
        return shapes.rivers[row["shape"]]
    return mapping(point) if point is not None else None


def _point(row: Row, shapes: Shapes) -> shapely.Point | None:
    """Give a row's point: as published, that of its feature, or the middle of its two features."""
    if row["lon"]:
        return shapely.Point(float(row["lon"]), float(row["lat"]))
    spots = [shapes.points[each] for each in _features_of(row)]
    if not spots:
        return None
    middle = (sum(values) / len(spots) for values in zip(*spots, strict=True))
    return shapely.Point(*(round(value, _DIGITS) for value in middle))
