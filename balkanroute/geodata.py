"""
Hands out the bundled layers with licence and origin.

The layers lie in ``data/geo``, which travels in the wheel as ``balkanroute/_data/geo``. Longitude
comes before latitude, coordinates are EPSG:4326. ``registry.toml`` says what each layer is,
under which licence, and from where.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tomllib
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from balkanroute.errors import MissingData, UnknownReference, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas
    from shapely.geometry.base import BaseGeometry

PACKAGE = Path(__file__).resolve().parent
#: How the build writes a feature: its id and properties stand before its geometry.
_FEATURE, _PROPERTIES, _NOWHERE = '{"type":"Feature","id":"', '"properties":', ',"geometry":null'
REPAIR = "reinstall balkanroute, or run `make geodata` in a checkout"


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledLayer:
    """
    One bundled layer.

    Parameters
    ----------
    name
        What `load` and `path` call it.
    file
        Its file, from the folder of the layers.
    description
        What it holds and how it was made.
    licence
        An SPDX expression; the text stands in ``LICENSE`` beside the file.
    attribution
        The credit line a map owes where it shows the layer; empty where none is owed.
    origin
        The packages it was derived from.
    version
        The version of the data.
    date
        The date of the data.
    sha256
        The registered hash of the file, in hexadecimal.
    """

    name: str
    file: str
    description: str
    licence: str
    attribution: str
    origin: str
    version: str
    date: str
    sha256: str


def catalogue() -> tuple[BundledLayer, ...]:
    """
    List the bundled layers.

    Returns
    -------
    tuple[BundledLayer, ...]
        In the order of their names.

    Raises
    ------
    MissingData
        The registry is absent.
    """
    return tuple(_registry().values())


def path(name: str) -> Path:
    """
    Find a layer's file.

    Parameters
    ----------
    name
        A layer of the `catalogue`.

    Returns
    -------
    Path
        In the installed package, or else in the checkout.

    Raises
    ------
    UnknownReference
        No layer has the name.
    MissingData
        The file is absent.
    """
    found = _folder() / _layer(name).file
    if not found.is_file():
        raise MissingData(f"layer {name!r}: expected the file {found}, found none; {REPAIR}")
    return found


def load(name: str) -> geopandas.GeoDataFrame:
    """
    Load a layer of features.

    Parameters
    ----------
    name
        A layer of the `catalogue` in GeoJSON or SQLite (points and their names).

    Returns
    -------
    geopandas.GeoDataFrame
        Index ``id``, EPSG:4326. A copy: what the caller changes stays with the caller. A property
        that a feature lacks is missing (None or NaN).

    Raises
    ------
    UnknownReference
        No layer has the name, or it holds no features.
    MissingData
        The file is absent.
    """
    return _loaded(name).copy()


def feature(name: str, key: str) -> tuple[dict[str, Any], BaseGeometry | None] | None:
    """
    Read one feature of a layer, without loading the layer.

    Parameters
    ----------
    name
        A layer of the `catalogue` in GeoJSON.
    key
        The id of the feature.

    Returns
    -------
    tuple of dict and geometry, or None
        Its properties, those without a value left out, and its geometry in EPSG:4326; None where
        the layer has no such feature.

    Raises
    ------
    UnknownReference
        No layer has the name.
    MissingData
        The file is absent.
    """
    line = _lines(name).get(key)
    if line is None:
        return None
    from shapely import from_geojson

    # An outline of thousands of points never becomes objects of Python.
    start = line.index(_PROPERTIES) + len(_PROPERTIES)
    found, end = json.JSONDecoder().raw_decode(line, start)
    properties = {field: value for field, value in found.items() if value is not None}
    return properties, None if line.startswith(_NOWHERE, end) else from_geojson(line)


def attribution(names: Iterable[str]) -> tuple[str, ...]:
    """
    Collect the credit lines that some layers owe.

    Parameters
    ----------
    names
        Layers of the `catalogue`.

    Returns
    -------
    tuple[str, ...]
        Each line once, in the order of the names; layers that owe none add none.

    Raises
    ------
    UnknownReference
        No layer has one of the names.
    """
    lines = dict.fromkeys(_layer(name).attribution for name in names)
    return tuple(line for line in lines if line)


def verify() -> list[str]:
    """
    Compare every file with its registered hash, and look for its licence text.

    Returns
    -------
    list[str]
        What is wrong, one sentence each; empty where all is well.

    Raises
    ------
    MissingData
        The registry is absent.
    """
    problems = []
    for layer in catalogue():
        file = _folder() / layer.file
        if not file.is_file():
            problems.append(f"layer {layer.name!r}: the file {layer.file} is absent; {REPAIR}")
        elif (found := hashlib.sha256(file.read_bytes()).hexdigest()) != layer.sha256:
            problems.append(
                f"layer {layer.name!r}: expected SHA-256 {layer.sha256} of {layer.file}, "
                f"found {found}; {REPAIR}"
            )
        if not (file.parent / "LICENSE").is_file():
            problems.append(
                f"layer {layer.name!r}: no LICENSE stands beside {layer.file}; {REPAIR}"
            )
    return problems


def _folder() -> Path:
    """Prefer the installed package's folder over the checkout's."""
    places = (PACKAGE / "_data" / "geo", PACKAGE.parent / "data" / "geo")
    for place in places:
        if (place / "registry.toml").is_file():
            return place
    raise MissingData(
        f"bundled layers: expected {places[0] / 'registry.toml'}, found none; {REPAIR}"
    )


@cache
def _registry() -> dict[str, BundledLayer]:
    rows = tomllib.loads((_folder() / "registry.toml").read_text("utf-8"))["layer"]
    return {name: BundledLayer(name=name, **rows[name]) for name in sorted(rows)}


@cache
def _lines(name: str) -> dict[str, str]:
    """Give the lines of a layer by the id of their feature: the build writes one a line."""
    lines = path(name).read_text("utf-8").split("\n")
    starts = (line for line in lines if line.startswith(_FEATURE))
    return {line[len(_FEATURE) :].split('"', 1)[0]: line.rstrip(",") for line in starts}


def _layer(name: str) -> BundledLayer:
    registry = _registry()
    if name not in registry:
        hint = did_you_mean(name, registry)
        raise UnknownReference(
            f"layer {name!r}: expected one of {', '.join(registry)}, found no such layer{hint}"
        )
    return registry[name]


@cache
def _loaded(name: str) -> geopandas.GeoDataFrame:
    import geopandas

    file = path(name)
    readers = {
        ".geojson": _geojson_features,
        ".sqlite": _sqlite_features,
    }
    if file.suffix not in readers:
        raise UnknownReference(
            f"layer {name!r}: expected features, found {file.name}; "
            f"read it from balkanroute.geodata.path({name!r})"
        )
    features = readers[file.suffix](file)
    return geopandas.GeoDataFrame.from_features(features, crs="EPSG:4326").set_index("id")


def _geojson_features(file: Path) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["features"]
    return features


def _sqlite_features(file: Path) -> list[dict[str, Any]]:
    """Read the table ``place``: points in 1e-5 degrees, names one a line, the shown one first."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as store:
        store.row_factory = sqlite3.Row
        return [_stored_feature(row) for row in store.execute("SELECT * FROM place ORDER BY id")]


def _stored_feature(row: sqlite3.Row) -> dict[str, Any]:
    point = [row["lon"] / 1e5, row["lat"] / 1e5]
    names = row["names"].split("\n")
    properties = {key: row[key] for key in row.keys() if key not in {"lon", "lat"}}  # noqa: SIM118 - rows iterate values
    properties |= {"name": names[0], "names": names}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": point},
    }
