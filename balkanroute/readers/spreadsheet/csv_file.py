"""
The reader of a lone CSV file of claims.

The file is read as a stream: its encoding is UTF-8, or UTF-16 where a mark at its start says so;
its cells are separated by comma, semicolon or tab, whichever gives the most columns that are known.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from balkanroute.readers import peek
from balkanroute.readers.problems import Mark, PlaceLookup, Reading, Refused, refusal
from balkanroute.readers.protocol import Format, Options, Progress
from balkanroute.readers.spreadsheet.columns import find_header, looks_like_claims
from balkanroute.readers.spreadsheet.sheets import FEEDS, MOST_ROWS, TOO_MANY, Row, gathered
from balkanroute.readers.texts import MEBIBYTE

_SUFFIXES: Final = (".csv", ".tsv")
_SEPARATORS: Final = ",;\t"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT: Final = 20
_MOST_BYTES: Final = 4096 * MEBIBYTE
_TOLD_EVERY: Final = 4 * MEBIBYTE


@dataclass(slots=True)
class _Counted(io.RawIOBase):
    """A stream that tells how far it was read."""

    stream: IO[bytes]
    whole: int
    progress: Progress | None
    done: int = 0
    told: int = 0

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, into: bytearray) -> int:  # type: ignore[override]
        """Read, and tell now and then."""
        piece = self.stream.read(len(into))
        into[: len(piece)] = piece
        self.done += len(piece)
        if self.progress is not None and (self.done - self.told >= _TOLD_EVERY or not piece):
            self.told = self.done
            self.progress(self.done, self.whole)
        return len(piece)


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:
    """Read a file of claims."""
    if not path.is_file():
        raise refusal(path, "there is no such file" if not path.exists() else "this is no file")
    whole = path.stat().st_size
    if whole > _MOST_BYTES:
        most = _MOST_BYTES // MEBIBYTE
        raise refusal(path, f"the file is larger than {most} MiB; {TOO_MANY}")
    with _opened(path) as raw:
        stream: Any = _Counted(raw, whole, options.progress)
        counted = io.BufferedReader(stream)
        start = counted.peek(4)[:4]
        encoding = "utf-16" if start.startswith(_UTF16) else "utf-8-sig"
        text = io.TextIOWrapper(counted, encoding=encoding, newline="")
        return gathered(path, "csv", _rows(path, text), places)


def _opened(path: Path) -> IO[bytes]:
    """Open a file, or say why not."""
    try:
        return path.open("rb")
    except OSError as reason:
        raise refusal(path, f"the file cannot be opened: {reason.strerror or reason}") from reason


def _rows(file: Path, text: io.TextIOWrapper) -> Iterator[Row]:
    """Give the rows that are not blank, each with its number among all rows."""
    separator = _separator(file)
    lines = csv.reader(text, delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(lines, 1):
            if number > MOST_ROWS:
                raise refusal(file, f"the file has more than {MOST_ROWS:,} rows; {TOO_MANY}")
            if any(cell and not cell.isspace() for cell in cells):
                yield number, cells
    except csv.Error as reason:
        mark = Mark(lines.line_num)
        raise refusal(file, f"line {lines.line_num} is not CSV: {reason}", mark) from reason
    except UnicodeError as reason:
        raise _not_text(file, lines.line_num, reason) from reason


def _not_text(file: Path, line: int, reason: UnicodeError) -> Refused:
    """Say that bytes are no text."""
    byte = ""
    if isinstance(reason, UnicodeDecodeError) and isinstance(reason.object, bytes):
        byte = f" (byte 0x{reason.object[reason.start]:02X})"
    where = f"after line {line} " if line else ""
    return refusal(
        file,
        f"{where}the file is not {getattr(reason, 'encoding', 'UTF-8').upper()}{byte}; "
        f"if it is Windows-1250 or Windows-1252, save it as UTF-8, or run "
        f"`iconv -f WINDOWS-1250 -t UTF-8`",
        Mark(line + 1),
    )


def _head(file: Path) -> str:
    """Give the beginning of a file as text, without the line that it cuts."""
    start = peek.head(file)
    if start.startswith(_UTF16):
        return start[: len(start) // 2 * 2].decode("utf-16", "replace")
    return "" if b"\x00" in start[:1024] else start.decode("utf-8", "replace")


def _separator(file: Path) -> str:
    """Tell the separator: the one that gives most columns that are known, or else most cells."""
    text = _head(file)

    def worth(separator: str) -> tuple[int, int]:
        rows = _first_rows(text, separator)
        known = len(find_header(rows).known) if rows else 0
        return known, max((len(cells) for _, cells in rows), default=0)

    return max(_SEPARATORS, key=worth)


def _first_rows(text: str, separator: str) -> list[Row]:
    """Give the first rows of a text that are not blank."""
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        numbered = enumerate(lines, 1)
        return [*islice((row for row in numbered if any(map(str.strip, row[1]))), _LOOKED_AT)]
    except csv.Error:
        return []


def _look(path: Path) -> bool:
    """Tell whether a file is CSV with columns of claims, and of no feed that has its own reader."""
    if path.suffix.lower() not in _SUFFIXES:
        return False
    text = _head(path)
    if not text.strip():
        return False
    rows = _first_rows(text, _separator(path))
    if not rows or any(_of_feed(cells) for _, cells in rows):
        return False
    return looks_like_claims(find_header(rows).known)


def _of_feed(cells: list[str]) -> bool:
    """Tell whether a row names the columns of a feed."""
    names = {cell.strip().lower() for cell in cells}
    return any(marks <= names for marks in FEEDS)


READER: Final = Format(
    name="csv",
    title="a spreadsheet of claims in CSV, one claim a row",
    suffixes=_SUFFIXES,
    look=_look,
    load=_load,
)
