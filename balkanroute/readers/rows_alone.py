"""
Rows of claims that stand alone: what they say of sources, speakers and places by name.

A program that writes a table of ours anew keeps the rows and leaves out the rest. What a claim
needs is then made of the names in its row, and it is said that the rest is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from balkanroute.readers.gathering import Gathering
from balkanroute.readers.restoration import Row, Rows

#: Columns of claims that follow from other records.
SHOWN_OF_CLAIMS: Final = frozenset(
    {
        "speaker_name", "source_title", "publisher", "url", "published", "about_earliest",
        "about_latest", "n_origins", "n_disputing", "place_name", "place_kind", "precision_m",
    }
)  # fmt: skip
#: By these columns a table is known to hold claims of ours.
OURS: Final = frozenset(
    {"id", "says", "speaker", "source", "stance", "place", "role", "speaker_name", "source_title"}
)
_GONE: Final = (
    "the file holds claims alone, as a program writes them that knows nothing of the rest; "
    "sources, agents and places are known by what the claims' rows say of them, and notes, "
    "routes and relations to what is gone are left out"
)


def records_named(
    gathering: Gathering, named: Iterable[tuple[int, dict[str, Any]]], rows: Rows
) -> None:
    """
    Make the sources, agents and places that rows of claims name.

    Parameters
    ----------
    gathering
        Told that the rest is gone.
    named
        The number of each row and its cells.
    rows
        Filled; the geometry of places is left to the caller.
    """
    gathering.warn(1, _GONE, "the table")
    seen: set[tuple[str, object]] = set()
    for number, cells in named:
        for kind, plain in _records(cells):
            key = plain.get("id")
            if key and (kind, key) not in seen:
                seen.add((kind, key))
                said = {name: value for name, value in plain.items() if value is not None}
                rows[kind].append(Row(number, f"row {number}", said))


def _records(cells: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Give what a row says of its source, its speaker and its place."""
    source, speaker, place = (cells.get(name) for name in ("source", "speaker", "place"))
    of_source = {name: cells.get(name) for name in ("publisher", "url", "published")}
    return [
        ("sources", {"id": source, "title": cells.get("source_title") or source, **of_source}),
        ("agents", {"id": speaker, "name": cells.get("speaker_name") or speaker}),
        (
            "places",
            {
                "id": place,
                "name": cells.get("place_name") or place,
                "kind": cells.get("place_kind"),
                "precision_m": cells.get("precision_m"),
            },
        ),
    ]
