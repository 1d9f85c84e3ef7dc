"""
The reader of XLSX: a workbook of ours with a sheet a list, or a lone sheet of claims.

A workbook of ours has the sheets ``atlas`` and ``claims``; its cells are those that
`balkanroute.model.to_cells` gives, so that it holds all of an atlas. Of any other workbook the
first sheet that has columns of claims is read as `balkanroute.readers.spreadsheet.csv_file` would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final

from balkanroute.errors import BalkanRouteError, MissingExtra
from balkanroute.model import KINDS
from balkanroute.readers import peek
from balkanroute.readers.problems import Mark, PlaceLookup, Reading, refusal
from balkanroute.readers.protocol import Format, Options
from balkanroute.readers.spreadsheet.columns import find_header, looks_like_claims
from balkanroute.readers.spreadsheet.lists import OURS, assembled
from balkanroute.readers.spreadsheet.sheets import FEEDS, TOO_MANY, Row, gathered
from balkanroute.readers.texts import EMPTY, MEBIBYTE
from balkanroute.readers.workbooks import BROKEN, typed, workbook

_SUFFIXES: Final = (".xlsx",)
_MOST_ROWS: Final = 200_000
_MOST_COLUMNS: Final = 500
_LOOKED_AT: Final = 20
_LOOKED_INTO: Final = 200
_MOST_TO_LOOK: Final = 64 * MEBIBYTE
_TIMEMAP: Final = "export_events"
_LISTS: Final = ("atlas", *KINDS)


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:
    """Read a workbook."""
    whole = path.stat().st_size if path.is_file() else 0
    if set(OURS) <= sheet_names(path):
        reading = assembled(path, _list_rows(path), places)
    else:
        chosen, unread = _chosen(path)
        reading = gathered(path, "xlsx", sheet_rows(path, chosen), places, unread)
    if options.progress is not None:
        options.progress(whole, whole)
    return reading


def _list_rows(path: Path) -> Iterator[tuple[str, Row]]:
    """Give the rows of every list of a workbook of ours, in the order in which they are made."""
    with workbook(path) as book:
        titles = {sheet.title.strip().lower(): sheet.title for sheet in book.worksheets}
        others = [title for name, title in titles.items() if name not in (*_LISTS, "readme")]
        if others:
            yield "", (1, others)
        for kind in (name for name in _LISTS if name in titles):
            sheet = book[titles[kind]]
            sheet.reset_dimensions()
            for row in _rows(path, sheet.iter_rows(values_only=True)):
                yield kind, row


def _chosen(path: Path) -> tuple[str, list[str]]:
    """Choose the sheet with claims, or else the first with cells; name the others that have any."""
    heads = {name: rows for name, rows in _heads(path).items() if rows}
    if not heads:
        raise refusal(path, EMPTY)
    claims = (name for name, rows in heads.items() if "says" in find_header(rows).known)
    chosen = next(claims, next(iter(heads)))
    return chosen, [name for name in heads if name != chosen]


def sheet_rows(path: Path, name: str) -> Iterator[Row]:
    """
    Give the rows of a sheet that are not blank.

    Parameters
    ----------
    path
        A workbook.
    name
        The sheet's title.

    Yields
    ------
    tuple of int and list of str
        The row's number and its text.

    Raises
    ------
    UnreadableFile
        When it is no workbook, or has too many rows or columns.
    MissingExtra
        When openpyxl is not installed.
    """
    with workbook(path) as book:
        sheet = book[name]
        sheet.reset_dimensions()
        yield from _rows(path, sheet.iter_rows(values_only=True))


def _rows(file: Path, rows: Iterable[Sequence[object]]) -> Iterator[Row]:
    """Give rows as text, those left out that are blank."""
    for number, row in enumerate(rows, 1):
        if number > _MOST_ROWS:
            message = (
                f"the sheet has more than {_MOST_ROWS:,} rows; delete the empty ones; {TOO_MANY}"
            )
            raise refusal(file, message, Mark(number))
        if len(row) > _MOST_COLUMNS:
            message = f"row {number} has more than {_MOST_COLUMNS} columns; delete the empty ones"
            raise refusal(file, message, Mark(number))
        cells = [typed(value) for value in row]
        if any(cell and not cell.isspace() for cell in cells):
            yield number, cells


def _heads(path: Path) -> dict[str, list[Row]]:
    """Give the first rows of each sheet."""
    with workbook(path, most_unpacked=_MOST_TO_LOOK * 4) as book:
        found: dict[str, list[Row]] = {}
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = sheet.iter_rows(values_only=True, max_row=_LOOKED_INTO)
            found[sheet.title] = [*islice(_rows(path, rows), _LOOKED_AT)]
        return found


def sheet_names(path: Path) -> frozenset[str]:
    """
    Give the names of a workbook's sheets, without a library.

    Parameters
    ----------
    path
        Any file.

    Returns
    -------
    frozenset of str
        In lower case; empty where it is no workbook.
    """
    import re
    import zipfile

    if "xl/workbook.xml" not in peek.zip_names(path):
        return frozenset()
    try:
        with zipfile.ZipFile(path) as packed, packed.open("xl/workbook.xml") as part:
            text = part.read(MEBIBYTE).decode("utf-8", "replace")
    except BROKEN:
        return frozenset()
    return frozenset(re.findall(r'<(?:\w+:)?sheet\b[^>]*?\bname="([^"]*)"', text.lower()))


def _look(path: Path) -> bool:
    """Tell whether a workbook is ours, or has a sheet with columns of claims."""
    if path.suffix.lower() not in _SUFFIXES:
        return False
    names = sheet_names(path)
    if not names or _TIMEMAP in names:
        return False
    if set(OURS) <= names:
        return True
    try:
        status = path.stat()
        return status.st_size <= _MOST_TO_LOOK and _has_claims(path, status.st_mtime_ns)
    except MissingExtra:
        return True  # so that reading it says what to install
    except (BalkanRouteError, OSError, ValueError):
        return False


@lru_cache(maxsize=4)
def _has_claims(path: Path, changed: int) -> bool:  # noqa: ARG001 - the key of the cache
    """Tell whether some sheet has columns of claims, and none is that of a feed."""
    for rows in _heads(path).values():
        names = [{cell.strip().lower() for cell in cells} for _, cells in rows]
        if any(marks <= row for marks in FEEDS for row in names):
            return False
        if rows and looks_like_claims(find_header(rows).known):
            return True
    return False


READER: Final = Format(
    name="xlsx",
    title="a workbook in XLSX: claims in a sheet, or every list of an atlas",
    suffixes=_SUFFIXES,
    extra="xlsx",
    look=_look,
    load=_load,
)
