"""
The writer of XLSX: a sheet a list, a README that says what columns mean, nothing lost.

A text that is longer than a cell can be goes on in further columns, ``geometry+2`` and so on.
Geometry that the gazetteer has by the place's key is not copied into the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from shapely import Point
from shapely.geometry import mapping

from balkanroute._files import write_whole
from balkanroute.errors import UnresolvedPlace
from balkanroute.model import KINDS, Atlas, Claim, Place, columns_of, to_cells, to_plain
from balkanroute.model.guards import guarded
from balkanroute.writers.formats import Format, PlaceLookup
from balkanroute.writers.losses import Carrier, LossReport, every_field
from balkanroute.writers.spreadsheet.cells import LISTS, list_cells, text_of, whole
from balkanroute.writers.spreadsheet.package import Cell, packed, pieces

_SELECTOR: Final = ("paragraph", "page", "start", "end", "sha256")
_OF_GAZETTEER: Final = "gazetteer"

CARRIER: Final = Carrier(
    format="xlsx", held={kind: every_field(kind) for kind in ("atlas", *KINDS)}
)

_MEANING: Final = {
    "id": "one word, unique in its sheet; other sheets refer to it",
    "says": "the assertion, in the recorder's words",
    "speaker": "id of the agent who says it",
    "source": "id of the source that carried it",
    "recorder": "id of the agent who wrote it into the atlas",
    "stance": "what the speaker does with it: asserts, reports, alleges, estimates, warns, ...",
    "about": "the period that it is about, in EDTF: 2023-10-25, 2023-10, 2023-11-03~",
    "where": "ids of places with their role: subotica; horgos:at",
    "routes": "ids of routes with their role",
    "quantities": "what|low|best|high|unit|per; JSON where a cell needs more",
    "topics": "words to group by, separated by ;",
    "relations": "how it stands to other claims: repeats:attempts; JSON where a cell needs more",
    "paragraph": "number of the paragraph in the source, from 1",
    "page": "number of the page in the source, from 1",
    "start": "first character of the passage, from 0",
    "end": "the character after the passage",
    "sha256": "SHA-256 of the exact passage",
    "at": "{} where a passage was given and nothing is known of it",
    "credibility": "Admiralty credibility, 1 to 6",
    "likelihood": "a word of ICD 203",
    "quote": "the source's own words",
    "recorded": "when it was written into the atlas, in EDTF",
    "note": "what a reader must know",
    "sensitivity": "a TLP name: clear, green, amber, amber+strict, red",
    "extra": "JSON: further fields of the author's own",
    "title": "as it is published, or a description",
    "name": "as it is usually written",
    "role": "office or profession",
    "publisher": "who put it out",
    "url": "where it is",
    "archived_url": "where a copy is kept",
    "published": "when it came out, in EDTF",
    "retrieved": "when it was read, in EDTF",
    "language": "BCP 47 tag",
    "licence": "terms under which it may be used",
    "summary": "a few sentences for the reader",
    "kind": "what it is",
    "derived_from": "JSON: ids of the sources that it repeats",
    "reliability": "Admiralty reliability, A to F",
    "member_of": "id of the agent that it belongs to",
    "names": "JSON: names by language and script",
    "longitude": "degrees east, WGS 84, of a place that is a point",
    "latitude": "degrees north, WGS 84, of a place that is a point",
    "geometry": "GeoJSON; 'gazetteer' where it comes from there by the key",
    "precision_m": "how far the truth may be from what is drawn, in metres",
    "basis": "what the geometry rests on",
    "provenance": "where the geometry comes from",
    "ids": "JSON: ids elsewhere, by scheme",
    "within": "the place that contains it",
    "definition": "how a derived area was derived",
    "gazetteer": "key of the place in the gazetteer of balkanroute",
    "legs": "JSON: the stretches of the route in the order of travel",
    "date": "the day whose state of knowledge the atlas gives",
}


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:
    """Write a workbook."""
    cells_of: dict[str, Callable[[Any], dict[str, Cell]]] = {
        "claims": _claim,
        "places": lambda place: _place(place, places),
    }
    sheets: dict[str, list[list[Cell]]] = {}
    for kind in ("claims", "sources", "agents", "places", "routes", "atlas"):
        records = [atlas] if kind == "atlas" else getattr(atlas, kind)
        rows = [cells_of.get(kind, _plain)(record) for record in records]
        sheets[kind] = _table(_columns(kind), rows)
    first = {"README": _readme(sheets)}
    data = packed(first | sheets)
    report = CARRIER.report(atlas)
    write_whole(path, data)
    return report


def _columns(kind: str) -> list[str]:
    """Name the columns of a sheet."""
    own = list(columns_of(kind))
    if kind == "claims":
        at = own.index("at")
        return [*own[:at], *_SELECTOR, *own[at:]]
    if kind == "places":
        at = own.index("geometry")
        return [*own[:at], "longitude", "latitude", *own[at:]]
    return own


def _plain(record: object) -> dict[str, Cell]:
    """Write a record as `to_cells` gives it."""
    return {n: c for n, c in to_cells(record).items() if isinstance(c, str | int | float)}


def _claim(claim: Claim) -> dict[str, Cell]:
    """Write a claim, its lists in short spelling where that can say them."""
    cells: dict[str, Any] = to_plain(claim)
    where = cells.pop("at", None)
    # A selector that selects nothing is said all the same.
    cells |= {"at": "{}"} if where == {} else where or {}
    if "extra" in cells:
        cells["extra"] = text_of(claim.extra)
    return {n: c for n, c in cells.items() if n not in LISTS} | list_cells(claim)


def _place(place: Place, places: PlaceLookup) -> dict[str, Cell]:
    """Write a place; a point is two numbers, any other shape is GeoJSON."""
    cells = _plain(replace(place, geometry=None))
    geometry = place.geometry
    if geometry is None:
        return cells
    if _in_gazetteer(place, places):
        return cells | {"geometry": _OF_GAZETTEER}
    if isinstance(geometry, Point):
        return cells | {"longitude": geometry.x, "latitude": geometry.y}
    return cells | {"geometry": text_of(mapping(geometry))}


def _in_gazetteer(place: Place, places: PlaceLookup) -> bool:
    """Tell whether the gazetteer has this geometry under the place's key."""
    try:
        known = places.place(place.gazetteer) if place.gazetteer is not None else None
    except UnresolvedPlace:
        return False
    return known is not None and bool(known.geometry == place.geometry)


def _table(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]]) -> list[list[Cell]]:
    """Lay cells out in columns, with as many further ones as the longest text needs."""
    cut = [{name: _cut(value) for name, value in row.items()} for row in rows]
    wide = {name: max((len(row.get(name, ())) for row in cut), default=1) for name in columns}
    header: list[Cell] = []
    for name in columns:
        header += [name, *(f"{name}+{part}" for part in range(2, wide[name] + 1))]
    table = [header]
    for row in cut:
        line: list[Cell] = []
        for name in columns:
            parts = row.get(name, [])
            line += [*parts, *[None] * (max(wide[name], 1) - len(parts))]
        table.append(line)
    return table


def _cut(value: Cell) -> list[Cell]:
    """Cut a cell to what programs can hold."""
    if not isinstance(value, str):
        return [value]
    return [*pieces(guarded(whole(value), formulas=False))]


def _readme(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> list[list[Cell]]:
    """Say what the sheets and columns hold."""
    rows: list[list[Cell]] = [["sheet", "column", "what it holds"]]
    for kind, table in sheets.items():
        rows += [
            [kind, name, _MEANING.get(str(name), "")] for name in table[0] if "+" not in str(name)
        ]
    rows.append(["", "name+2", "the text of the column before goes on here"])
    return rows


WRITER: Final = Format(
    name="xlsx",
    title="a workbook in XLSX, a sheet a list, nothing lost",
    suffixes=(".xlsx",),
    save=_save,
)
