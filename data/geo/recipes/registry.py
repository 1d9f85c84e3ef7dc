"""Writes layers and the registry, the same bytes each time."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FIELDS = (
    "file",
    "description",
    "licence",
    "attribution",
    "origin",
    "version",
    "date",
    "sha256",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    One layer of the registry.

    Parameters
    ----------
    name
        What ``balkanroute.geodata.load`` calls it.
    file
        Its file, from ``data/geo``: ``odbl-1.0/countries.geojson``.
    description
        One sentence: what it holds, how it was made.
    licence
        An SPDX expression; the file's folder holds its text.
    attribution
        The credit line that a map must show; empty where none is owed.
    origin
        The packages it comes from: ``npm world-atlas 2.0.2 (Natural Earth 4.1)``.
    version
        The version of the data, or of the package where the data has none.
    date
        The date of the data, ISO 8601, as precise as it is known.
    """

    name: str
    file: str
    description: str
    licence: str
    attribution: str
    origin: str
    version: str
    date: str


def write_bytes(path: Path, content: bytes) -> None:
    """
    Write a file beside its place, then put it there at once.

    Parameters
    ----------
    path
        The file; its folder is made where needed.
    content
        All of it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(content)
    beside.replace(path)


def write_geojson(path: Path, features: Iterable[Mapping[str, Any]]) -> None:
    """
    Write a feature collection, one feature a line, in the order of ids.

    Parameters
    ----------
    path
        The file.
    features
        GeoJSON features whose properties hold an ``id``; coordinates are rounded already.
        Every feature also gets the id as its GeoJSON id.

    Raises
    ------
    ValueError
        Two features have one id.
    """
    rows = {}
    for feature in features:
        key = feature["properties"]["id"]
        if key in rows:
            raise ValueError(f"{path.name}: two features have the id {key!r}")
        rows[key] = json.dumps(
            {"type": "Feature", "id": key, **feature},
            ensure_ascii=False,
            separators=(",", ":"),
            allow_nan=False,
        )
    body = ",\n".join(rows[key] for key in sorted(rows))
    write_bytes(path, f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'.encode())


def write_registry(out: Path, entries: Iterable[Entry]) -> None:
    """
    Write ``registry.toml``: the given entries, and those it had whose files still stand.

    Parameters
    ----------
    out
        The folder ``data/geo``.
    entries
        What was built now.
    """
    path = out / "registry.toml"
    kept = tomllib.loads(path.read_text("utf-8"))["layer"] if path.exists() else {}
    rows: dict[str, dict[str, str]] = {
        name: row for name, row in kept.items() if (out / row["file"]).is_file()
    }
    for entry in entries:
        rows[entry.name] = asdict(entry)
    text = ["# Written by build.py: what each layer is, under which licence, from where.\n"]
    for name in sorted(rows):
        content = (out / rows[name]["file"]).read_bytes()
        rows[name]["sha256"] = hashlib.sha256(content).hexdigest()
        text.append(f"\n[layer.{name}]\n")
        # A JSON string is a TOML basic string as long as it holds no control character.
        text += [
            f"{field} = {json.dumps(rows[name][field], ensure_ascii=False)}\n" for field in FIELDS
        ]
    write_bytes(path, "".join(text).encode())
