"""
W3C Web Annotation: remarks on pages and texts, each with a body, a target and a selector.

An annotation becomes a claim: its creator speaks, the target is the source, and the selector says
where in it. One annotation, a page, a collection with its first page, a list and a graph are read.
https://www.w3.org/TR/annotation-model/ describes the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from balkanroute.readers import peek
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.json_records import counted, header_in, listed, loaded, rows_in, text_in
from balkanroute.readers.problems import PlaceLookup, Reading, refusal
from balkanroute.readers.protocol import Format, Options
from balkanroute.readers.restoration import Restoration
from balkanroute.readers.web_annotation.annotations import add_annotation
from balkanroute.readers.web_annotation.own import BLOCK, addresses_of, row_of
from balkanroute.readers.web_annotation.types import is_a

NAME: Final = "web-annotation"
_HOLDERS: Final = ("AnnotationPage", "AnnotationCollection")
#: Pages inside collections inside pages: none that is meant is deeper.
_DEEPEST: Final = 4


def _look(path: Path) -> bool:
    """Tell by the type of the whole, or of the first entry of a list."""
    value = peek.json_value(path)
    if isinstance(value, dict) and isinstance(value.get("@graph"), list):
        value = value["@graph"]
    if isinstance(value, list):
        value = value[0] if value else None
    return is_a(value, "Annotation", *_HOLDERS)


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:  # noqa: ARG001 - no annotation names a place by a key of ours
    """Read every annotation."""
    value = loaded(path)
    entries = _annotations(value)
    if entries is None:
        raise refusal(path, "expected an Annotation, an AnnotationPage, a collection, or a list")
    gathering = Gathering(path, NAME)
    block = value.get(BLOCK) if isinstance(value, Mapping) else None
    rows = rows_in(block if isinstance(block, Mapping) else {})
    addresses = addresses_of(rows["sources"])
    foreign = []
    for number, entry in counted(entries, path, options):
        if isinstance(entry, Mapping) and isinstance(entry.get(BLOCK), Mapping):
            rows["claims"].append(row_of(gathering, entry, number, addresses))
        else:
            foreign.append((number, entry))
    Restoration(gathering, rows).restore()
    for number, entry in foreign:
        with gathering.row(number, f"annotation {number}"):
            add_annotation(gathering, entry, number)
    if isinstance(block, Mapping):
        return gathering.reading(**header_in(block, gathering))
    return gathering.reading(**_header(value))


def _annotations(value: object, depth: int = 0) -> list[Any] | None:
    """Give the annotations of a file, in their order; None where there can be none."""
    if isinstance(value, Mapping) and isinstance(value.get("@graph"), list):
        value = [entry for entry in value["@graph"] if not is_a(entry, *_HOLDERS)]
    if isinstance(value, list):
        return value
    if is_a(value, "Annotation"):
        return [value]
    if not isinstance(value, Mapping) or not is_a(value, *_HOLDERS) or depth > _DEEPEST:
        return None
    held = [*listed(value.get("items")), *listed(value.get("as:items")), *_first(value)]
    found: list[Any] = []
    for entry in held:
        inner = _annotations(entry, depth + 1) if is_a(entry, *_HOLDERS) else [entry]
        found += inner or []
    return found


def _first(value: Mapping[str, Any]) -> list[Any]:
    """Give the first page of a collection, where it is in the file and not just an address."""
    page = value.get("first")
    return [page] if isinstance(page, Mapping) else []


def _header(value: object) -> dict[str, Any]:
    """Give what a page or a collection says of itself."""
    if not isinstance(value, Mapping) or not is_a(value, *_HOLDERS):
        return {}
    taken = ("items", "as:items", "first", "@context", "type", "@type")
    rest = {name: inner for name, inner in value.items() if name not in taken}
    title = text_in(value, "label", "title") or text_in(value.get("partOf"), "label")
    header: dict[str, Any] = {"extra": {NAME: rest}} if rest else {}
    return header | ({"title": title} if title else {})


READER: Final = Format(
    name=NAME,
    title="W3C Web Annotation, in JSON-LD",
    suffixes=(".anno.jsonld", ".jsonld", ".json"),
    look=_look,
    load=_load,
)
