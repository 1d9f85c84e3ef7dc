"""
uMap: a map saved whole (``.umap``), with its layers, their names and their options.

A feature becomes a place, and a claim where it has a description; its layer is the claim's
topic. Layers that are loaded from elsewhere are named, not fetched. Descriptions are kept as
they are written, in uMap's own markup. The format is uMap's backup, as its own tests show it
(https://github.com/umap-project/umap).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import msgspec

from balkanroute.errors import InvalidRecord
from balkanroute.readers import peek
from balkanroute.readers.features import Taking
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.geojson.collections import (
    feature_of,
    listed,
    members_of,
    parsed,
    parsed_all,
)
from balkanroute.readers.problems import PlaceLookup, Reading, refusal
from balkanroute.readers.protocol import Format, Options
from balkanroute.readers.texts import MEBIBYTE, unfit

_NAME: Final = "umap"
MOST_BYTES: Final = 128 * MEBIBYTE
#: Where a layer keeps its options, and where old maps did.
_OPTIONS: Final = ("_umap_options", "_storage")
_CREDITS: Final = ("longCredit", "shortCredit", "author")


def _look(path: Path) -> bool:
    """Tell by the type that a map says it has."""
    value = peek.json_value(path)
    return isinstance(value, dict) and value.get("type") == "umap" and "layers" in value


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:  # noqa: ARG001 - geometry stands in the file
    """Read every layer."""
    members = members_of(path, MOST_BYTES)
    raw_layers = members.pop("layers", b"null")
    held = parsed_all(path, members)
    if held.get("type") != "umap":
        raise refusal(path, "expected a map of uMap, with the type 'umap'")
    layers = listed(path, raw_layers, "layers")
    said = _mapping(held.get("properties"))
    gathering = Gathering(path, _NAME)
    taking = Taking(
        gathering,
        _words(said.get("name")) or path.stem,
        map_url=_words(held.get("uri")),
        map_speaker=next((words for name in _CREDITS if (words := _words(said.get(name)))), None),
    )
    number, kept = 0, []
    for index, raw in enumerate(layers, start=1):
        number, layer_options = _layer(taking, raw, index, number)
        kept.append(layer_options)
        if options.progress is not None:
            options.progress(index, len(layers))
    taking.finish()
    return gathering.reading(**_header(taking, said, kept, held.get("geometry")))


READER: Final = Format(
    name=_NAME,
    title="uMap: a map saved whole, layer by layer",
    suffixes=(".umap", ".json"),
    look=_look,
    load=_load,
)


def _mapping(value: object) -> dict[str, Any]:
    """Give a mapping back, and an empty one for all else."""
    return value if isinstance(value, dict) else {}


def _words(value: object) -> str | None:
    """Give a text that says something."""
    return value.strip() if isinstance(value, str) and value.strip() else None


def _layer(taking: Taking, raw: Any, index: int, before: int) -> tuple[int, dict[str, Any]]:  # noqa: ANN401 - raw JSON
    """Take the features of a layer; give the number of the last, and the layer's options."""
    gathering = taking.gathering
    try:
        members = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        features = listed(gathering.file, members.get("features", b"[]"), "features")
        options = next(
            (held for name in _OPTIONS if (held := _mapping(parsed(members.get(name))))), {}
        )
    except (msgspec.DecodeError, RecursionError, InvalidRecord) as reason:
        message = f"expected a layer with a list of features ({reason})"
        gathering.skip(index, message, f"layer {index}")
        return before, {}
    name = _words(options.get("name")) or f"layer {index}"
    remote = _words(_mapping(options.get("remoteData")).get("url"))
    if remote:
        message = f"its features are loaded from {remote[:200]}, which is not read"
        gathering.warn(index, message, f"layer {name!r}")
    number = before
    for one in features:
        number += 1
        try:
            feature = feature_of(one, number)
        except InvalidRecord as reason:
            gathering.skip(number, str(reason), f"feature {number} (layer {name!r})")
            continue
        said = {**feature.properties, "layer": name}
        taking.take(replace(feature, properties=said, topics=(name,)))
    return number, options


def _header(
    taking: Taking, said: dict[str, Any], layers: list[dict[str, Any]], centre: object
) -> dict[str, Any]:
    """Give the atlas' own fields; what the map says of its looks is kept as it is."""
    header: dict[str, Any] = {"title": taking.map_title}
    rest = dict(said)
    rest.pop("name", None)
    summary, licence = _words(rest.get("description")), _licence(rest.get("licence"))
    if summary:
        header["summary"] = summary
        del rest["description"]
    if licence:
        header["licence"] = licence
        del rest["licence"]
    kept: dict[str, Any] = {"properties": rest, "layers": layers, "geometry": centre}
    extra = {name: value for name, value in kept.items() if value}
    wrong = unfit(extra)
    if wrong is not None:
        taking.gathering.warn(1, f"options are left out: {wrong[1]}", "the map")
    elif extra:
        header["extra"] = {_NAME: extra}
    return header


def _licence(value: object) -> str | None:
    """Give the licence of a map, which has a name and an address, or is a text."""
    if isinstance(value, Mapping):
        parts = [_words(value.get("name")), _words(value.get("url"))]
        return ", ".join(part for part in parts if part) or None
    return _words(value)
