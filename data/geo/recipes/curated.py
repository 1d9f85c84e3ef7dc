"""Places that no package has, written by hand with their sources."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recipes.fetch import Fetch
from recipes.registry import Entry, write_geojson

COLUMNS = [
    "id",
    "name",
    "names",
    "kind",
    "country",
    "lon",
    "lat",
    "precision_m",
    "basis",
    "status",
    "source",
    "note",
]


def build(fetch: Fetch, out: Path) -> list[Entry]:  # noqa: ARG001 - a recipe takes both
    """
    Write the layer ``curated`` from ``curated/places.csv``.

    Parameters
    ----------
    fetch
        Not used.
    out
        The folder ``data/geo``.

    Returns
    -------
    list[Entry]
        What was written.

    Raises
    ------
    ValueError
        The table's columns are not the expected ones, or a row cites no source.
    """
    entry = Entry(
        name="curated",
        file="cc0-1.0/curated.geojson",
        description=(
            "Villages and border crossings that no package has, written by hand. Approximate: "
            "each row gives its source and how far off it may be."
        ),
        licence="CC0-1.0",
        attribution="",
        origin="this project, from the source that each row names",
        version="1",
        date="2026-11",
    )
    write_geojson(out / entry.file, _features(out / "curated" / "places.csv"))
    return [entry]


def _features(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        if rows.fieldnames != COLUMNS:
            raise ValueError(
                f"{path.name}: expected the columns {COLUMNS}, found {rows.fieldnames}"
            )
        for row in rows:
            if not row["source"]:
                raise ValueError(f"{path.name}: row {row['id']!r} cites no source")
            yield _feature(row)


def _feature(row: dict[str, str]) -> dict[str, Any]:
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
        "country": countries[0] if len(countries) == 1 else None,
        "countries": countries,
        "precision_m": int(row["precision_m"]),
        "basis": row["basis"],
        "status": row["status"] or None,
        "source": row["source"],
        "note": row["note"] or None,
    }
    point = [float(row["lon"]), float(row["lat"])]
    return {"properties": properties, "geometry": {"type": "Point", "coordinates": point}}
