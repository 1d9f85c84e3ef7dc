"""
Rows of the event tables that projects publish: streamed, bounded, and each row read or listed.

What is done here is the same for all such tables: the size of a line, of a cell and of the whole
is bounded, and text that is not UTF-8 is told by its row.
"""

from __future__ import annotations

import csv
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Final

from balkanroute.readers import peek
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.problems import Mark, Refused, refusal
from balkanroute.readers.protocol import Options
from balkanroute.readers.texts import EMPTY, MEBIBYTE

Row = tuple[int, dict[str, str]]

#: The most rows that become one atlas; the whole of UCDP GED has some 400,000.
MOST_ROWS: Final = 500_000
_MOST_COLUMNS: Final = 500
_LONGEST_LINE: Final = 16 * MEBIBYTE
#: How many rows are read between two reports of progress.
_STEP: Final = 5_000


@dataclass(slots=True)
class Lines:
    """
    The lines of a text file, none longer than 16 MiB.

    Parameters
    ----------
    file
        The file, as the caller named it.
    stream
        The file, opened as text; what is not UTF-8 in it stands as lone surrogates.

    Attributes
    ----------
    number : int
        Of the line that was given last, from 1.
    broken : set of int
        Numbers of the lines that are not UTF-8.
    """

    file: Path
    stream: TextIOWrapper
    number: int = 0
    broken: set[int] = field(default_factory=set)

    def __iter__(self) -> Iterator[str]:
        """Give the lines, each with its end."""
        while line := self.stream.readline(_LONGEST_LINE):
            self.number += 1
            if len(line) >= _LONGEST_LINE:
                raise refusal(
                    self.file,
                    f"line {self.number} is longer than {_LONGEST_LINE // MEBIBYTE} MiB, the most "
                    f"that is read of one; is it a table with one row a line?",
                    Mark(self.number),
                )
            if not line.isascii() and not _is_utf8(line):
                self.broken.add(self.number)
            yield line


def _is_utf8(line: str) -> bool:
    """Tell whether the bytes of a line were UTF-8."""
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def rows(
    gathering: Gathering,
    options: Options,
    *,
    columns: Sequence[str] | None = None,
    separator: str | None = None,
    known: Callable[[Sequence[str]], bool] | None = None,
) -> Iterator[Row]:
    """
    Give the rows of a table that can be read, and list the others.

    Parameters
    ----------
    gathering
        Where a row that cannot be read is listed; it knows the file.
    options
        Told of the progress.
    columns
        Names of the columns of a table without a first row of names; each row then is one line,
        and quotation marks are letters.
    separator
        Between cells; told from the first line if not given.
    known
        Tells from the names in the first row whether this is a table of the format at all.

    Yields
    ------
    number : int
        The line that the row ends at, from 1.
    cells : dict
        Text by column; in a table with names these are in lower case, as they are spelled.

    Raises
    ------
    UnreadableFile
        When the file cannot be opened, is empty, is not text, is larger than an atlas may be, or
        is no table of the format.
    """
    file = gathering.file
    try:
        size = file.stat().st_size
        _check_start(file, named=columns is None)
        with file.open("rb") as raw, _text(raw) as stream:
            lines = Lines(file, stream)
            found = _cells(gathering, lines, columns, separator, known)
            for count, row in enumerate(found, 1):
                if count % _STEP == 0 and options.progress is not None:
                    options.progress(min(raw.tell(), size), size)
                if count > MOST_ROWS:
                    raise too_many(file, row[0])
                yield row
    except OSError as reason:
        raise refusal(file, f"the file cannot be opened: {reason.strerror or reason}") from reason
    if options.progress is not None:
        options.progress(size, size)


def _text(raw: BinaryIO) -> TextIOWrapper:
    """Read bytes as text, those that are not UTF-8 as lone surrogates."""
    return TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")


def too_many(file: Path, number: int) -> Refused:
    """
    Make the error for more rows than an atlas may have.

    Parameters
    ----------
    file
        The file, as the caller named it.
    number
        The line where the bound is passed.

    Returns
    -------
    Refused
        To be raised; it names the bound and the way out.
    """
    message = (
        f"the table has more than {MOST_ROWS:,} rows, the most that become one atlas; cut it by "
        f"year or country, or count its events by place and month with `balkanroute scale`, which "
        f"reads millions"
    )
    return refusal(file, message, Mark(number))


def _check_start(file: Path, *, named: bool) -> None:
    """Refuse what is no file, an empty one, and one whose names of columns are no UTF-8."""
    if not file.is_file():
        raise refusal(file, "this is not a regular file; give a table")
    start = peek.head(file, 512)
    if not start.strip():
        raise refusal(file, EMPTY)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or (
        named and b"\x00" in start.partition(b"\n")[0]
    ):
        raise refusal(file, "this is a binary file, or UTF-16 text; save it as CSV in UTF-8")


def _cells(
    gathering: Gathering,
    lines: Lines,
    columns: Sequence[str] | None,
    separator: str | None,
    known: Callable[[Sequence[str]], bool] | None,
) -> Iterator[Row]:
    """Give the rows whose cells fit the columns."""
    text = iter(lines)
    if columns is None:
        first = next(text)
        separator = separator or max(",;\t", key=first.count)
        table = csv.reader(_chained(first, text), delimiter=separator)
        columns = _names(gathering, next(table, []), known)
    else:
        table = csv.reader(text, delimiter=separator or "\t", quoting=csv.QUOTE_NONE)
    last = lines.number
    while True:
        try:
            cells = next(table, None)
        except csv.Error as reason:
            _skip_damaged(gathering, lines, last, str(reason))
        else:
            if cells is None:
                return
            row = _fitting(gathering, lines, range(last + 1, lines.number + 1), columns, cells)
            if row is not None:
                yield lines.number, row
        last = lines.number


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    """Put a line back before the others."""
    yield first
    yield from rest


def _names(
    gathering: Gathering, cells: Sequence[str], known: Callable[[Sequence[str]], bool] | None
) -> list[str]:
    """Give the names of the columns, each once."""
    if len(cells) > _MOST_COLUMNS:
        message = f"the table has {len(cells)} columns, the most that are read is {_MOST_COLUMNS}"
        raise refusal(gathering.file, message)
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = cell.strip().lower() or f"column {number}"
        names.append(name if name not in names else f"{name} {number}")
    if known is not None and not known(names):
        found = ", ".join(name[:20] for name in names[:6])
        raise refusal(
            gathering.file,
            f"the first row does not name the columns of {gathering.format}, found {found}; "
            f"`balkanroute formats` lists the formats",
        )
    return names


def _skip_damaged(gathering: Gathering, lines: Lines, last: int, reason: str) -> None:
    """List lines that are no CSV."""
    through = f" (lines {last + 1} to {lines.number})" if lines.number > last + 1 else ""
    gathering.skip(
        lines.number, f"this is not CSV: {reason}{through}; is a quotation mark left open?"
    )


def _fitting(
    gathering: Gathering,
    lines: Lines,
    numbers: range,
    columns: Sequence[str],
    cells: Sequence[str],
) -> dict[str, str] | None:
    """Give a row by column; None where it is blank or was listed."""
    if not any(cells) or _is_tag_row(cells):
        return None
    if lines.broken and not lines.broken.isdisjoint(numbers):
        gathering.skip(lines.number, "its text is not UTF-8; save the file as UTF-8")
    elif len(cells) != len(columns):
        gathering.skip(
            lines.number,
            f"it has {len(cells)} cells where the table has {len(columns)} columns; is it cut off, "
            f"or does a text in it hold the separator?",
        )
    else:
        return dict(zip(columns, cells, strict=True))
    return None


def _is_tag_row(cells: Sequence[str]) -> bool:
    """Tell whether a row holds the tags of the Humanitarian Exchange Language, and no data."""
    return cells[0].startswith("#") and all(cell == "" or cell[0] == "#" for cell in cells)


@dataclass(slots=True)
class Numbers:
    """Ids that no other record of their kind has: a word and a number."""

    last: int = 0

    def next(self, word: str) -> str:
        """
        Give the next id.

        Parameters
        ----------
        word
            What the record is, in one word; always the same for a kind of record.
        """
        self.last += 1
        return f"{word}-{self.last}"


@contextmanager
def uncollected() -> Iterator[None]:
    """
    Keep the garbage collector from walking a growing heap of records, none of which is garbage.

    It is as it was afterwards; reading 100,000 rows takes about half the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
