"""
A TimeMap project, in any of the shapes in which it travels.

TimeMap itself fetches lists of events, associations, sources and sites (`deeprows` and `deepids` of
datasheet-server). They come as one JSON object, as the list of events alone with the other lists in
files beside it (``events.json``, ``sources.json``), as the one list that the page of Bellingcat
offers for download, or as the workbook that datasheet-server reads, with sheets ``EXPORT_EVENTS``
and so on, in which columns that end in a number are one list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from balkanroute.readers import json_text, peek
from balkanroute.readers.problems import refusal
from balkanroute.readers.spreadsheet.workbook import sheet_names, sheet_rows
from balkanroute.readers.texts import decoded
from balkanroute.readers.workbooks import workbook

LISTS: Final = ("events", "associations", "sources", "sites", "regions", "shapes")
#: The most events of a project.
MOST_EVENTS: Final = 200_000
_SHEET: Final = "export_"
_OWN: Final = frozenset({*LISTS[:4], "title"})
_NUMBERED: Final = re.compile(r"(.*?)[0-9]+")
_SAID: Final = frozenset({"description", "desc"})
_WHERE: Final = frozenset({"latitude", "lat", "date", "location"})
_TIED: Final = frozenset({"associations", "filters", "sources", "source", "category", "civId"})


@dataclass(slots=True)
class Project:
    """
    The lists of a project, not checked yet.

    Parameters
    ----------
    events, associations, sources, sites
        Mappings as they stand in the file.
    title
        Of a file of ours; None where nothing says.
    rest
        What is kept as it is: regions, shapes, and lists of the project's own.
    unread
        Titles of sheets that are none of these lists.
    """

    events: list[Any] = field(default_factory=list)
    associations: list[Any] = field(default_factory=list)
    sources: list[Any] = field(default_factory=list)
    sites: list[Any] = field(default_factory=list)
    title: str | None = None
    rest: dict[str, Any] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def project_of(path: Path) -> Project:
    """
    Read a project.

    Parameters
    ----------
    path
        JSON, or a workbook.

    Returns
    -------
    Project
        Its lists.

    Raises
    ------
    UnreadableFile
        When it is no project.
    """
    if path.suffix.lower() == ".xlsx":
        return _of_workbook(path)
    value = json_text.load(decoded(path), path)
    if isinstance(value, list):
        value = {"events": value, **_beside(path)}
    if not isinstance(value, Mapping) or not isinstance(value.get("events"), list):
        raise refusal(path, "expected a list of events, or an object with the list 'events'")
    title = value.get("title")
    return Project(
        events=value["events"],
        associations=_listed(value.get("associations")),
        sources=_listed(value.get("sources")),
        sites=_listed(value.get("sites")),
        title=title if isinstance(title, str) and title.strip() else None,
        rest={name: v for name, v in value.items() if name not in _OWN and v not in ([], {}, "")},
    )


def _listed(value: object) -> list[Any]:
    """Give the entries of a list, or of a mapping whose keys are ids (`deepids`)."""
    if isinstance(value, Mapping):
        return [
            {"id": key, **entry} if isinstance(entry, Mapping) else entry
            for key, entry in value.items()
        ]
    return value if isinstance(value, list) else []


def _beside(path: Path) -> dict[str, Any]:
    """Read the other lists of a project from files beside the events."""
    found = {}
    for name in LISTS[1:4]:
        other = path.with_name(path.name.replace("events", name))
        for file in (other, other.with_name(other.name.replace("deeprows", "deepids"))):
            if file != path and file.is_file():
                found[name] = json_text.load(decoded(file), file)
                break
    return found


def _of_workbook(path: Path) -> Project:
    """Read the sheets of a workbook."""
    with workbook(path) as book:
        names = {sheet.title.strip().lower(): sheet.title for sheet in book.worksheets}
    lists: dict[str, list[Any]] = {}
    for name in LISTS:
        title = names.get(f"{_SHEET}{name}")
        lists[name] = [*_deep_rows(path, title)] if title is not None else []
    rest = {name: lists[name] for name in LISTS[4:] if lists[name]}
    ours = {f"{_SHEET}{name}" for name in LISTS}
    return Project(
        events=lists["events"],
        associations=lists["associations"],
        sources=lists["sources"],
        sites=lists["sites"],
        rest=rest,
        unread=[title for name, title in names.items() if name not in ours],
    )


def _deep_rows(path: Path, title: str) -> Iterator[dict[str, Any]]:
    """Give rows as datasheet-server does: columns that end in a number are one list."""
    header: list[str] = []
    for _, cells in sheet_rows(path, title):
        if not header:
            header = [cell.strip() for cell in cells]
            continue
        row: dict[str, Any] = {}
        for name, cell in zip(header, cells, strict=False):
            numbered = _NUMBERED.fullmatch(name)
            if numbered and cell:
                row.setdefault(f"{numbered[1]}s", []).append(cell)
            elif name and not numbered:
                row[name] = cell
        yield row


def look(path: Path) -> bool:
    """
    Tell whether a file is a TimeMap project.

    Parameters
    ----------
    path
        A file.

    Returns
    -------
    bool
        By the lists of a JSON object, the members of its first event, or the names of sheets.
    """
    if path.suffix.lower() == ".xlsx":
        return f"{_SHEET}events" in sheet_names(path)
    if path.suffix.lower() != ".json":
        return False
    value = peek.json_value(path)
    if isinstance(value, Mapping):
        if {"events", "associations", "sources"} <= set(value):
            return isinstance(value["events"], list)
        value = value.get("events")
    first = value[0] if isinstance(value, list) and value else None
    if not isinstance(first, Mapping):
        return False
    keys = frozenset(first)
    return bool(keys & _SAID and keys & _TIED) and len(keys & (_WHERE | {"longitude"})) > 1
