"""
CSL-JSON: the sources of an atlas, for Zotero, pandoc and every citation style.

The items follow the schema of CSL 1.0.2 (github.com/citation-style-language/schema); what it has
no variable for stands under ``custom``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from balkanroute._files import write_whole
from balkanroute.model import Atlas, Source
from balkanroute.model.checks import is_link
from balkanroute.writers.citations import LOST, csl_date, keys_of
from balkanroute.writers.formats import Format, PlaceLookup
from balkanroute.writers.losses import Carrier, LossReport, every_field
from balkanroute.writers.plain_json import json_line

CARRIER: Final = Carrier(
    format="csl", held={"sources": every_field("sources") - {"extra"}}, reasons=LOST
)
_TYPES: Final = {
    "government document": "report",
    "official statement": "document",
    "news": "article-newspaper",
    "broadcast": "broadcast",
    "report": "report",
    "dataset": "dataset",
    "social media": "post",
    "interview": "interview",
    "court record": "legal_case",
    "book": "book",
    "other": "document",
}
#: Types whose publisher is the paper, the station or the site that they stand in.
_INSIDE: Final = frozenset({"article-newspaper", "broadcast", "post"})
_CUSTOM: Final = (
    "id", "kind", "url", "archived_url", "licence", "derived_from", "reliability", "sensitivity",
)  # fmt: skip


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:  # noqa: ARG001 - sources have no places
    """Write the sources as a list of items."""
    keys = keys_of(atlas.sources)
    items = [json_line(_item(source, keys), f"source {source.id!r}") for source in atlas.sources]
    text = "[\n" + ",\n".join(items) + "\n]\n" if items else "[]\n"
    write_whole(path.resolve(), text.encode())
    return CARRIER.report(atlas)


def _item(source: Source, keys: dict[str, str]) -> dict[str, Any]:
    """Give a source as an item."""
    kind = _TYPES[source.kind]
    link = source.url if source.url and is_link(source.url) else None
    item: dict[str, Any] = {
        "id": keys[source.id],
        "type": kind,
        "title": source.title,
        "container-title" if kind in _INSIDE else "publisher": source.publisher,
        "issued": csl_date(source.published) if source.published else None,
        "accessed": csl_date(source.retrieved) if source.retrieved else None,
        "URL": link,
        "archive_location": source.archived_url,
        "language": source.language,
        "genre": source.kind if kind in {"report", "document"} and source.kind != kind else None,
        "note": source.note,
        "custom": _custom(source, keys),
    }
    return {name: value for name, value in item.items() if value is not None}


def _custom(source: Source, keys: dict[str, str]) -> dict[str, Any]:
    """Give what CSL has no variable for."""
    said = {name: getattr(source, name) for name in _CUSTOM}
    said["derived_from"] = [keys[key] for key in source.derived_from]
    return {name: value for name, value in said.items() if value}


WRITER: Final = Format(
    name="csl",
    title="CSL-JSON of the sources, for Zotero and pandoc",
    suffixes=(".csl.json",),
    save=_save,
)
