"""Rows of fragments, with coordinates that can be used, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from balkanroute.errors import InvalidRecord, UnreadableFile, did_you_mean
from balkanroute.scale.columns import Columns
from balkanroute.scale.coordinates import coordinates_of
from balkanroute.scale.delimited import csv_batch, csv_names
from balkanroute.scale.fragments import Fragment, stamp
from balkanroute.scale.tallies import Tally

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]
    #: Rows, their positions in the fragment, and those of rows that could not be read.
    Batches = Iterator[tuple[pa.RecordBatch, Whole, Whole]]

#: Rows that are read at a time.
BATCH: Final = 1 << 19
_PAGE: Final = 1 << 20
#: What a CSV row is called that has not as many fields as the header.
ODD_ROW: Final = "row has too many or too few fields"


@dataclass(frozen=True, slots=True)
class Rows:
    """
    A run of events that have a place on earth.

    Parameters
    ----------
    number
        The position of each among all events, int64, ascending.
    x, y
        Longitudes and latitudes in degrees, in range.
    table
        The other columns, by name; as many rows.
    tally
        All rows that were read, under ``rows``, and those that are left out, by reason.
    """

    number: Whole
    x: Floats
    y: Floats
    table: Mapping[str, pa.Array]
    tally: Tally

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.number)

    def part(self, taken: slice) -> Rows:
        """
        Take a run of the rows.

        Parameters
        ----------
        taken
            Their positions.

        Returns
        -------
        Rows
            Without a tally, which is of all.
        """
        size = taken.stop - taken.start
        table = {name: own.slice(taken.start, size) for name, own in self.table.items()}
        return Rows(self.number[taken], self.x[taken], self.y[taken], table, Tally())


def rows_of(fragment: Fragment, columns: Columns, batch_rows: int = BATCH) -> Iterator[Rows]:
    """
    Read a fragment, batch by batch.

    Parameters
    ----------
    fragment
        The fragment.
    columns
        What its columns say.
    batch_rows
        How many rows to read at a time.

    Yields
    ------
    Rows
        In the order of the file.

    Raises
    ------
    UnreadableFile
        When the file is absent, broken, or not the one that the fragment was cut from.
    InvalidRecord
        When a column is missing or of another type than expected.
    """
    import pyarrow as pa

    count = 0
    try:
        for batch, position, odd in _batches(fragment, columns, batch_rows):
            count += len(batch) + len(odd)
            yield _checked(batch, position + fragment.first_row, odd + fragment.first_row, columns)
    except (OSError, EOFError, pa.ArrowException) as reason:
        raise UnreadableFile(
            f"{fragment.name}: cannot be read ({reason}); write the file again"
        ) from reason
    if count != fragment.rows:
        raise UnreadableFile(
            f"{fragment.name}: expected {fragment.rows} rows, found {count}; "
            f"was the file changed meanwhile, or is a quotation mark left open?"
        )


def _batches(fragment: Fragment, columns: Columns, batch_rows: int) -> Batches:
    """Read the columns that are asked for."""
    if fragment.kind != "arrow" and stamp(Path(fragment.path)) != fragment.stamp:
        raise UnreadableFile(
            f"{fragment.name}: the file was changed since the run began; run it again"
        )
    if fragment.kind == "csv":
        check_names(fragment.path, columns, csv_names(Path(fragment.path)))
        yield csv_batch(fragment, columns.named())
        return
    read = _from_parquet if fragment.kind == "parquet" else _from_stream
    yield from _placed(read(fragment, columns, batch_rows))


def _placed(batches: Iterator[pa.RecordBatch]) -> Batches:
    """Give batches their positions."""
    import numpy as np

    nothing = np.empty(0, dtype=np.int64)
    first = 0
    for batch in batches:
        yield batch, np.arange(first, first + len(batch)), nothing
        first += len(batch)


def _from_parquet(
    fragment: Fragment, columns: Columns, batch_rows: int
) -> Iterator[pa.RecordBatch]:
    """Read row groups."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    footer = pq.read_metadata(fragment.path)
    schema = footer.schema.to_arrow_schema()
    check_names(fragment.path, columns, schema.names)
    named = {columns.topic, columns.source, columns.origin, columns.unit} - {None}
    # Row groups may be of any size, so they are read page by page.
    with pq.ParquetFile(
        fragment.path,
        metadata=footer,
        read_dictionary=[own for own in named if not pa.types.is_nested(schema.field(own).type)],
        buffer_size=_PAGE,
        pre_buffer=False,
    ) as file:
        groups = range(fragment.start, fragment.stop)
        yield from file.iter_batches(batch_rows, row_groups=groups, columns=list(columns.named()))


def _from_stream(fragment: Fragment, columns: Columns, batch_rows: int) -> Iterator[pa.RecordBatch]:
    """Read an Arrow IPC stream."""
    import pyarrow as pa

    with pa.memory_map(fragment.path) as file, pa.ipc.open_stream(file) as stream:
        check_names(fragment.path, columns, stream.schema.names)
        for batch in stream:
            for first in range(0, len(batch), batch_rows):
                yield batch.slice(first, batch_rows)


def check_names(path: str, columns: Columns, found: Sequence[str]) -> None:
    """
    Refuse a table without a column that is asked for.

    Parameters
    ----------
    path
        What the table is called.
    columns
        What is asked for.
    found
        The names of its columns.

    Raises
    ------
    InvalidRecord
        When one is missing, or stands there twice.
    """
    for name in columns.named():
        if name not in found:
            raise InvalidRecord(
                f"{path}: expected a column {name!r}, found {', '.join(found)}"
                f"{did_you_mean(name, found)}; say with Columns or --column what it is called"
            )
        if list(found).count(name) > 1:
            raise InvalidRecord(f"{path}: the column {name!r} stands there twice; rename one")


def _checked(batch: pa.RecordBatch, number: Whole, odd: Whole, columns: Columns) -> Rows:
    """Part the rows that have a place on earth from the others."""
    import numpy as np
    import pyarrow as pa

    x, y, reasons = coordinates_of(batch, columns)
    wrong = np.zeros(len(batch), dtype=bool)
    for rows in reasons.values():
        wrong[rows] = True
    told = {reason: number[rows] for reason, rows in reasons.items()} | {ODD_ROW: odd}
    tally = Tally.sum([Tally.of(told, 0), Tally({"rows": len(batch) + len(odd)})])
    kept = {name: batch.column(name) for name in columns.others}
    if not wrong.any():
        return Rows(number, x, y, kept, tally)
    right = ~wrong
    mask = pa.array(right)
    kept = {name: column.filter(mask) for name, column in kept.items()}
    return Rows(number[right], x[right], y[right], kept, tally)
