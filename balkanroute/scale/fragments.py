"""Events cut to pieces that any computer with the same files can open."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from balkanroute.errors import InvalidRecord, UnreadableFile

#: About as many rows as a fragment has, where its file lets it.
ROWS: Final = 1 << 20


@dataclass(frozen=True, slots=True, order=True)
class Fragment:
    """
    A run of rows of one file.

    Parameters
    ----------
    number
        Its place among the fragments of a run, from 0.
    path
        The file, as it was named.
    kind
        What the file is.
    start, stop
        Of Parquet, the row groups, `stop` excluded; of CSV, the bytes.
    first_row
        The position of its first row among all events.
    rows
        How many rows it has.
    stamp
        What tells this version of the file from another: its size and when it was changed.
    """

    number: int
    path: str
    kind: Literal["parquet", "csv", "arrow"]
    start: int
    stop: int
    first_row: int
    rows: int
    stamp: str

    @property
    def name(self) -> str:
        """What an error calls it: its file, and which part of it."""
        unit = {"parquet": "row groups", "csv": "bytes", "arrow": "batches"}[self.kind]
        return f"{self.path} ({unit} {self.start} to {self.stop})"

    @property
    def digest(self) -> str:
        """A hash of where its rows are and of the version of their file."""
        parts = (self.path, self.kind, self.start, self.stop, self.first_row, self.stamp)
        return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def parquet_fragments(paths: Iterable[Path]) -> Iterator[Fragment]:
    """
    Cut Parquet files to fragments of whole row groups.

    Parameters
    ----------
    paths
        The files, in the order in which their rows are counted.

    Yields
    ------
    Fragment
        Row groups together that have about a million rows.

    Raises
    ------
    UnreadableFile
        When a file is absent or no Parquet.
    """
    number = first_row = 0
    for path in paths:
        mark = stamp(path)
        for start, stop, rows in _runs(path):
            yield Fragment(number, str(path), "parquet", start, stop, first_row, rows, mark)
            number, first_row = number + 1, first_row + rows


def _runs(path: Path) -> Iterator[tuple[int, int, int]]:
    """Give runs of row groups, with their rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        footer = pq.read_metadata(path)
    except (OSError, pa.ArrowException) as reason:
        raise UnreadableFile(f"{path}: expected Parquet, found {reason}") from reason
    start = rows = 0
    for group in range(footer.num_row_groups):
        rows += footer.row_group(group).num_rows
        if rows >= ROWS or group == footer.num_row_groups - 1:
            yield start, group + 1, rows
            start, rows = group + 1, 0


def stamp(path: Path) -> str:
    """
    Tell a version of a file.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    str
        Its size in bytes and when it was changed last.

    Raises
    ------
    UnreadableFile
        When there is none.
    """
    try:
        said = path.stat()
    except OSError as reason:
        raise UnreadableFile(f"{path}: cannot be opened ({reason.strerror})") from reason
    return f"{said.st_size}-{said.st_mtime_ns}"


def fragments_of(events: str | Path | Iterable[str | Path]) -> tuple[Fragment, ...]:
    """
    Cut events to fragments.

    Parameters
    ----------
    events
        A Parquet file, a folder of them, or several files.

    Returns
    -------
    tuple of Fragment
        In the order of their rows.

    Raises
    ------
    InvalidRecord
        When there is no file.
    UnreadableFile
        When one cannot be read.
    """
    named = [Path(events)] if isinstance(events, str | Path) else [Path(path) for path in events]
    paths = [file for path in named for file in (_inside(path) if path.is_dir() else [path])]
    if not paths:
        raise InvalidRecord(f"events: expected Parquet files, found none in {events}")
    return tuple(parquet_fragments(paths))


def _inside(folder: Path) -> list[Path]:
    """Give the Parquet files of a folder and its folders, by name."""
    return sorted(folder.rglob("*.parquet"))
