"""The native format: YAML, JSON or TOML in one file, or a folder with one YAML file a list."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final

from balkanroute._files import write_whole
from balkanroute.errors import (
    InvalidRecord,
    UnresolvedPlace,
    UnwritableFile,
    did_you_mean,
)
from balkanroute.model import KINDS, Atlas, Place, to_plain
from balkanroute.writers import yaml_text
from balkanroute.writers.formats import PlaceLookup
from balkanroute.writers.losses import LossReport
from balkanroute.writers.targets import put_folder

_HEADER: Final = "atlas"
_OWN: Final = frozenset({"id", "gazetteer"})
_DEEPEST: Final = 60


class _Native:
    """Writes the native format."""

    name = "native"
    title = "balkanroute's own: YAML, JSON or TOML, one file or a folder"
    extra = None
    suffixes = (".yaml", ".yml", ".json", ".toml")

    def write(self, atlas: Atlas, path: Path, *, places: PlaceLookup) -> LossReport:
        """
        Write an atlas, whole or not at all.

        Parameters
        ----------
        atlas
            What to write.
        path
            A file with one of our suffixes, else a folder.
        places
            The gazetteer whose places are written by their key.

        Returns
        -------
        LossReport
            Nothing is lost.

        Raises
        ------
        InvalidRecord
            When a value under ``extra`` is not plain data, or null in TOML.
        UnwritableFile
            When the target cannot be written; what stood there is as it was.
        """
        plain = _plain(atlas, places)
        suffix = path.suffix.lower()
        if path.is_dir() or suffix not in self.suffixes:
            put_folder(path, _folder(plain), _making_way(path))
        else:
            _refuse_unfit(plain, null=suffix != ".toml")
            write_whole(path.resolve(), _TEXTS[suffix](plain).encode())
        return LossReport(format=self.name)


WRITER: Final = _Native()


def _plain(atlas: Atlas, places: PlaceLookup) -> dict[str, Any]:
    """Give the atlas as plain data, its places by their key where they have one."""
    # An outline that the gazetteer has is not written: it need not become lists of numbers.
    light = tuple(_without_outline(place, places) for place in atlas.places)
    plain = to_plain(replace(atlas, places=light))
    for place, written in zip(atlas.places, plain.get("places", []), strict=True):
        if place.gazetteer is not None:
            _shorten(place, written, places)
    return plain


def _without_outline(place: Place, places: PlaceLookup) -> Place:
    """Leave out the geometry of a place that the gazetteer has the same of."""
    try:
        known = places.place(place.gazetteer) if place.gazetteer is not None else None
    except UnresolvedPlace:
        return place
    same = known is not None and known.geometry == place.geometry
    return replace(place, geometry=None) if same else place


def _shorten(place: Place, written: dict[str, Any], places: PlaceLookup) -> None:
    """Leave out what the gazetteer says, and name what it says and the place does not."""
    try:
        known = places.place(place.gazetteer or "")
    except UnresolvedPlace:
        if place.geometry is None:
            written["unsaid"] = ["geometry"]
        return
    unsaid = []
    for item in fields(Place):
        name = item.name
        in_file = "point" if name == "geometry" and "point" in written else name
        if name in _OWN:
            continue
        if getattr(place, name) == getattr(known, name):
            written.pop(in_file, None)
        elif in_file not in written:
            unsaid.append(name)
    if unsaid:
        written["unsaid"] = unsaid


def _folder(plain: dict[str, Any]) -> dict[str, bytes]:
    """Give the files of a folder."""
    _refuse_unfit(plain, null=True)
    header = {name: value for name, value in plain.items() if name not in KINDS}
    files = {f"{_HEADER}.yaml": yaml_text.dump(header).encode()}
    for kind in KINDS:
        if kind in plain:
            files[f"{kind}.yaml"] = yaml_text.dump(plain[kind]).encode()
    return files


def _making_way(folder: Path) -> list[str]:
    """Give the files of an atlas that stands in a folder already."""
    if not folder.exists():
        return []
    if not folder.is_dir():
        raise UnwritableFile(f"{folder}: this is a file without a suffix; give a folder, or .yaml")
    names = sorted(entry.name for entry in folder.iterdir())
    suffixes = _Native.suffixes
    heads = [f"{_HEADER}{suffix}" for suffix in suffixes]
    if names and not set(heads) & set(names):
        raise UnwritableFile(
            f"{folder}: the folder holds other files and no atlas"
            f"{did_you_mean('atlas.yaml', names)}; give a new or an empty folder"
        )
    ours = {*heads, *(f"{kind}{suffix}" for kind in KINDS for suffix in suffixes)}
    return [name for name in names if name in ours | {"claims.csv", "claims.xlsx"}]


def _refuse_unfit(plain: dict[str, Any], *, null: bool) -> None:
    """Refuse what no file could give back."""
    waiting: list[tuple[Any, tuple[str | int, ...]]] = [(plain, ())]
    while waiting:
        value, path = waiting.pop()
        wrong = _wrong(value, null=null)
        if wrong is None and len(path) > _DEEPEST:
            wrong = f"it is nested more than {_DEEPEST} deep"
        if wrong is not None:
            raise InvalidRecord(f"{'.'.join(map(str, path))}: {wrong}")
        if isinstance(value, dict):
            waiting += [(inner, (*path, _key(path, key))) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [(inner, (*path, index)) for index, inner in enumerate(value)]


def _key(path: tuple[str | int, ...], key: object) -> str:
    """Give a key of a mapping back if a file can hold it."""
    if not isinstance(key, str):
        where = ".".join(map(str, (*path, key)))
        raise InvalidRecord(f"{where}: a key is text, found {type(key).__name__}")
    wrong = _wrong(key, null=True)
    if wrong is not None:
        raise InvalidRecord(f"{'.'.join(map(str, path))}: a key: {wrong}")
    return key


def _wrong(value: object, *, null: bool) -> str | None:
    """Say why a value cannot be written."""
    if value is None:
        return None if null else "TOML has no null; leave the field out, or write YAML or JSON"
    if isinstance(value, float) and not math.isfinite(value):
        return f"a figure is a finite number, found {value}"
    if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
        return f"the text holds half a character: {value[:40]!r}"
    if not isinstance(value, str | int | float | list | dict):
        kind = type(value).__name__
        return f"expected text, a number, true, false, a list or a mapping, found {kind}"
    if isinstance(value, int) and abs(value) >= _MOST:
        return f"a whole number has at most {_DIGITS} digits"
    return None


#: Whole numbers beyond this are read back by few programs, and by Python only on request.
_DIGITS: Final = 300
_MOST: Final = 10**_DIGITS


_WIDTH: Final = 100


def _json(value: Any, indent: str = "") -> str:  # noqa: ANN401 - plain data has no narrower type
    """Write JSON, with what is short on one line."""
    flat = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if len(flat) + len(indent) <= _WIDTH or not isinstance(value, dict | list):
        return flat
    deeper = f"{indent}  "
    if isinstance(value, dict):
        lines = [
            f"{json.dumps(key, ensure_ascii=False)}: {_json(inner, deeper)}"
            for key, inner in value.items()
        ]
        start, end = "{", "}"
    else:
        lines = [_json(inner, deeper) for inner in value]
        start, end = "[", "]"
    return f"{start}\n{deeper}" + f",\n{deeper}".join(lines) + f"\n{indent}{end}"


def _json_file(plain: Mapping[str, Any]) -> str:
    """Write the whole of a JSON file."""
    return f"{_json(plain)}\n"


def _toml_file(plain: Mapping[str, Any]) -> str:
    """Write the whole of a TOML file."""
    import tomli_w

    return tomli_w.dumps(plain)


_TEXTS: Final[Mapping[str, Callable[[dict[str, Any]], str]]] = {
    ".yaml": yaml_text.dump,
    ".yml": yaml_text.dump,
    ".json": _json_file,
    ".toml": _toml_file,
}
