"""Echoes of one report: marked, and never deleted."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Unpack

from balkanroute.errors import InvalidRecord
from balkanroute.scale.blocks import Blocks
from balkanroute.scale.calendars import NO_DAY, bounds_of
from balkanroute.scale.columns import Columns
from balkanroute.scale.coordinates import texts_of
from balkanroute.scale.events import opened
from balkanroute.scale.pairs import Pairs
from balkanroute.scale.partials import ipc_bytes
from balkanroute.scale.rows import Rows, rows_of
from balkanroute.scale.runs import How, Run
from balkanroute.scale.tallies import Tally
from balkanroute.scale.targets import Targets, number_of
from balkanroute.scale.tasks import Work
from balkanroute.scale.texts import LONGEST, mark_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    import pyarrow as pa

    from balkanroute.scale.events import Events
    from balkanroute.scale.fragments import Fragment

#: Rows with texts that are read at a time.
_BATCH: Final = 1 << 14
_TURN, _POLE = 180.0, 90.0
_NAMES: Final = ("event", "cell", "earliest", "latest", "origin", "mark", "words")


@dataclass(frozen=True, slots=True)
class Echoes:
    """
    Events, and which of them echo another.

    Parameters
    ----------
    table
        A row for each event that has a place on earth, in their order: ``event``, its position
        among all rows from 0 (int64); ``first``, the position of the first event of its group,
        which is its own where it echoes none (int64); ``reason`` (a dictionary of texts), null
        where it echoes none, else ``same origin``, ``same text`` or ``near-identical text``;
        ``reports``, how many events its group has (int64).
    tally
        What became of every row: ``rows`` in all, ``echoes`` among them, and those that could not
        be used or compared, by reason.
    """

    table: pa.Table
    tally: Tally

    def frame(self) -> pd.DataFrame:
        """Give the table as a data frame."""
        frame: pd.DataFrame = self.table.to_pandas()
        return frame


def deduplicate(
    events: Events,
    *,
    columns: Columns,
    cell_degrees: float = 0.1,
    similarity: float = 0.8,
    **how: Unpack[How],
) -> Echoes:
    """
    Mark the events that only echo an earlier one.

    Events are compared where they lie in the same cell of a grid and are of the same day (or
    share both bounds of an uncertain date). They are gone through in the order of their rows:
    one echoes a group that has an event of the same origin or with the same words, or whose
    first event has nearly the same words; where it fits several groups, the one that began
    first. Events of no known day, or of two cells, are never taken for echoes.

    Parameters
    ----------
    events, **how
        As for `balkanroute.scale.join`.
    columns
        What the events' columns say: ``origin`` or ``text`` or both, and ``date`` or its bounds.
    cell_degrees
        How wide and high a cell is, in degrees; cells begin at 180 degrees west and 90 south.
    similarity
        How alike two texts are at least, from 0 to 1, see `balkanroute.scale.texts.Alike`.

    Returns
    -------
    Echoes
        A mark for every event; the events are left as they are.

    Raises
    ------
    InvalidRecord
        When columns, options or events are not as expected.
    UnreadableFile
        When a file of the events cannot be read.
    """
    _check(columns, cell_degrees, similarity)
    with opened(events, columns, how.get("work")) as (fragments, asked):
        kept = asked.only("date", "earliest", "latest", "origin", "text")
        task = EchoTask(kept, Targets((), ()), "touching", float(cell_degrees))
        rows = sum(fragment.rows for fragment in fragments)
        with Blocks.over(rows, similarity, how.get("work")) as blocks:
            tallies = []
            for part in Run(**how).partials(task, fragments):
                batch = _read(part)
                blocks.add(batch)
                tallies.append(_tally(batch))
            table = blocks.marks()
    echoes = len(table) - table["reason"].null_count
    return Echoes(table, Tally.sum([*tallies, Tally({"echoes": echoes} if echoes else {})]))


def _check(columns: Columns, cell_degrees: float, similarity: float) -> None:
    """Refuse what nothing can be compared by."""
    if columns.origin is None and columns.text is None:
        raise InvalidRecord(
            "deduplicate: expected a column of origins or texts; name one in columns"
        )
    if columns.date is None and columns.earliest is None:
        raise InvalidRecord("deduplicate: expected a column of dates; name one in columns")
    if not 1e-6 <= number_of(cell_degrees) <= _TURN:  # noqa: PLR2004
        raise InvalidRecord(
            f"deduplicate: cell_degrees is from 0.000001 to 180, found {cell_degrees!r}"
        )
    if not 0 < number_of(similarity) <= 1:
        raise InvalidRecord(
            f"deduplicate: similarity is more than 0 and at most 1, found {similarity!r}"
        )


@dataclass(frozen=True)
class EchoTask(Work):
    """
    Gathers what events are compared by; it joins them to nothing.

    Parameters
    ----------
    columns, targets, on_border
        What the events' columns say; no places, and no matter which rule.
    cell_degrees
        How wide and high a cell is.
    """

    cell_degrees: float

    def read(self, fragment: Fragment) -> Iterator[Rows]:
        """Read the rows of a fragment, few at a time, since texts are long."""
        return rows_of(fragment, self.columns, _BATCH)

    def fold(self, batches: Iterable[tuple[Rows, Pairs]]) -> bytes:
        """Gather batches of events; pairs are not looked at."""
        return _together([self._gathered(rows) for rows, _ in batches])

    def merge(self, parts: Iterable[bytes]) -> bytes:
        """Put events together."""
        return _together([_read(part) for part in parts])

    def _gathered(self, rows: Rows) -> pa.RecordBatch:
        """Gather a batch."""
        import numpy as np
        import pyarrow as pa

        wide = math.ceil(2 * _TURN / self.cell_degrees) + 1
        column = np.floor((rows.x + _TURN) / self.cell_degrees).astype(np.int64)
        row = np.floor((rows.y + _POLE) / self.cell_degrees).astype(np.int64)
        earliest, latest, wrong = bounds_of(rows.table, self.columns, len(rows))
        mark, words, long = _words(rows, self.columns)
        reasons = {
            "date cannot be read": np.flatnonzero(wrong),
            "no day to compare by": np.flatnonzero(
                ~wrong & ((earliest == NO_DAY) | (latest == NO_DAY))
            ),
            f"text of more than {LONGEST:,} characters": long,
        }
        told = Tally.of({reason: rows.number[at] for reason, at in reasons.items()}, 0)
        origin = pa.nulls(len(rows), pa.large_string())
        if self.columns.origin is not None:
            origin = pa.array(texts_of(rows.table[self.columns.origin]), pa.large_string())
        arrays = [
            pa.array(rows.number), pa.array(row * wide + column),
            pa.array(earliest), pa.array(latest), origin, mark, words,
        ]  # fmt: skip
        return _with_tally(
            pa.record_batch(arrays, names=list(_NAMES)), Tally.sum([rows.tally, told])
        )


def _words(rows: Rows, columns: Columns) -> tuple[Any, Any, Any]:
    """Give the marks and the words of texts, and the rows with a long one."""
    import numpy as np
    import pyarrow as pa

    if columns.text is None:
        nothing = pa.nulls(len(rows), pa.large_string())
        return pa.nulls(len(rows), pa.binary(16)), nothing, np.empty(0, dtype=np.int64)
    texts = texts_of(rows.table[columns.text])
    words = [None if text is None else words_of(text) or None for text in texts]
    marks = [None if own is None else mark_of(own) for own in words]
    long = np.flatnonzero([text is not None and len(text) > LONGEST for text in texts])
    short = [None if own is None else own[:LONGEST] for own in words]
    return pa.array(marks, pa.binary(16)), pa.array(short, pa.large_string()), long


def _together(batches: list[pa.RecordBatch]) -> bytes:
    """Write events of several batches as an Arrow IPC stream."""
    import pyarrow as pa

    tally = Tally.sum(_tally(batch) for batch in batches)
    plain = [batch.replace_schema_metadata(None) for batch in batches]
    table = pa.Table.from_batches(plain, _schema()).combine_chunks()
    whole = table.to_batches() or [pa.RecordBatch.from_pylist([], _schema())]
    return ipc_bytes(_with_tally(whole[0], tally))


def _schema() -> pa.Schema:
    """Give the types of what is gathered."""
    import pyarrow as pa

    types = (
        pa.int64(), pa.int64(), pa.int32(), pa.int32(), pa.large_string(), pa.binary(16),
        pa.large_string(),
    )  # fmt: skip
    return pa.schema(list(zip(_NAMES, types, strict=True)))


def _with_tally(batch: pa.RecordBatch, tally: Tally) -> pa.RecordBatch:
    """Let a batch carry what became of the rows."""
    return batch.replace_schema_metadata({"tally": json.dumps(tally.plain())})


def _tally(batch: pa.RecordBatch) -> Tally:
    """Give what a batch carries."""
    return Tally.from_plain(json.loads(batch.schema.metadata[b"tally"]))


def _read(part: bytes) -> pa.RecordBatch:
    """Read an Arrow IPC stream of one batch."""
    import pyarrow as pa

    return pa.ipc.open_stream(part).read_next_batch()
