"""Pieces of events that any computer with the same files can open."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from balkanroute.errors import UnreadableFile

Kind = Literal["parquet", "csv", "arrow"]

#: About as many rows as a fragment has, where its file lets it.
ROWS: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
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
        What the file is: Parquet, CSV, or an Arrow IPC stream.
    start, stop
        Of Parquet, the row groups, `stop` excluded; of CSV, the bytes; of a stream, the batches.
    first_row
        The position of its first row among all events.
    rows
        How many rows it has.
    stamp
        What tells this version of the file from another: its size and when it was changed, or a
        hash of what is in it.
    """

    number: int
    path: str
    kind: Kind
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
        path = "" if self.kind == "arrow" else self.path
        parts = (path, self.kind, self.start, self.stop, self.first_row, self.stamp)
        return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def in_order(pieces: Iterator[Fragment]) -> tuple[Fragment, ...]:
    """
    Give fragments, and their rows, numbers in their order.

    Parameters
    ----------
    pieces
        Fragments that know only how many rows they have.

    Returns
    -------
    tuple of Fragment
        With ``number`` and ``first_row``.
    """
    numbered = []
    first_row = 0
    for number, piece in enumerate(pieces):
        numbered.append(replace(piece, number=number, first_row=first_row))
        first_row += piece.rows
    return tuple(numbered)


def parquet_pieces(path: Path) -> Iterator[Fragment]:
    """
    Cut a Parquet file to fragments of whole row groups.

    Parameters
    ----------
    path
        The file.

    Yields
    ------
    Fragment
        Row groups together that have about a million rows.

    Raises
    ------
    UnreadableFile
        When the file is absent or no Parquet.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    mark = stamp(path)
    try:
        footer = pq.read_metadata(path)
    except (OSError, pa.ArrowException) as reason:
        raise UnreadableFile(
            f"{path}: expected Parquet, found something else or a file cut short ({reason}); "
            f"write it again"
        ) from reason
    start = rows = 0
    for group in range(footer.num_row_groups):
        rows += footer.row_group(group).num_rows
        if rows >= ROWS or group == footer.num_row_groups - 1:
            yield Fragment(
                number=0, path=str(path), kind="parquet", start=start, stop=group + 1,
                first_row=0, rows=rows, stamp=mark,
            )  # fmt: skip
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
