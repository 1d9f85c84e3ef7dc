"""The rows of a sheet to a reading: the header is found, and then every row is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Final

from balkanroute.errors import did_you_mean
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.problems import Mark, PlaceLookup, Reading, refusal
from balkanroute.readers.spreadsheet.columns import (
    KNOWN,
    Header,
    column_of,
    find_header,
    nearly_known,
)
from balkanroute.readers.spreadsheet.places import Finder
from balkanroute.readers.spreadsheet.rows import Sheet
from balkanroute.readers.texts import EMPTY

Row = tuple[int, list[str]]

#: The most rows of a lone spreadsheet.
MOST_ROWS: Final = 500_000
TOO_MANY: Final = (
    "an atlas is for claims that people can read; `balkanroute scale` counts events by the million"
)
#: Columns by which files of others are told apart, in lower case.
FEEDS: Final = (
    frozenset({"relid", "where_prec", "date_prec"}),  # UCDP
    frozenset({"event_id_cnty", "event_date"}),  # ACLED
    frozenset({"main id", "incident id", "region of incident"}),  # Missing Migrants
    frozenset({"web_id"}),  # Missing Migrants, from its interface
    frozenset({"web id"}),  # Missing Migrants, before 2021
    frozenset({"globaleventid", "sqldate"}),  # GDELT
    frozenset({"description", "sources", "associations"}),  # timemap
    frozenset({"id", "title", "title_source"}),  # Linked Places, as TSV
)
_MOST_COLUMNS: Final = 500
_HEADER_WITHIN: Final = 20


def gathered(
    file: Path, name: str, rows: Iterator[Row], places: PlaceLookup, unread: Sequence[str] = ()
) -> Reading:
    """
    Read the rows of a sheet.

    Parameters
    ----------
    file
        The file, for the problems.
    name
        Of the format, under which a user's own columns are kept in ``extra``.
    rows
        The rows that are not blank, with their numbers.
    places
        Where places come from.
    unread
        Titles of other sheets, to be told of.

    Returns
    -------
    Reading
        The atlas, what is odd, and the rows that were not read.

    Raises
    ------
    UnreadableFile
        When there are no rows, or no column that says what is claimed.
    """
    first = [*islice(rows, _HEADER_WITHIN)]
    if not first:
        raise refusal(file, EMPTY)
    header = find_header(first)
    _check(file, header)
    gathering = Gathering(file, name)
    for message in (*header.odd, *nearly_known(header)):
        gathering.warn(header.row, message)
    if unread:
        gathering.warn(header.row, not_read(unread), "workbook")
    sheet = Sheet(gathering, header, Finder(places))
    for number, cells in chain(first, rows):
        if number > header.row:
            sheet.take(number, cells)
    sheet.links.settle()
    found = gathering.reading()
    return replace(found, problems=tuple(sorted(found.problems, key=lambda each: each.line)))


def not_read(sheets: Sequence[str]) -> str:
    """
    Say that sheets were not read.

    Parameters
    ----------
    sheets
        Their titles.

    Returns
    -------
    str
        A sentence that names the first of them.
    """
    told = ", ".join(repr(title[:40]) for title in sheets[:8])
    return f"other sheets are not read: {told}"


def _check(file: Path, header: Header) -> None:
    """Refuse a sheet that no claim could be read from."""
    mark = Mark(header.row)
    if len(header.names) > _MOST_COLUMNS:
        message = f"row {header.row} has more than {_MOST_COLUMNS} columns; delete the empty ones"
        raise refusal(file, message, mark)
    if "says" not in header.known:
        told = ", ".join(repr(name[:40]) for name in header.names[:12] if name)
        own = [name[:40] for name in header.names if column_of(name) is None]
        near = next((hint for name in own if (hint := did_you_mean(name, KNOWN))), "")
        raise refusal(
            file,
            f"row {header.row} names no column 'says', with a sentence that says what is claimed, "
            f"found {told or 'nothing'}{near}; give that column the name 'says'; the others are "
            f"described under docs/formats/csv.md",
            mark,
        )
