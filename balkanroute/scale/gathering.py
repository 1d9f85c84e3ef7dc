"""What became of events in places, and tables of events put together from their parts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from balkanroute.scale.pairs import Pairs
from balkanroute.scale.rows import Rows
from balkanroute.scale.tallies import Tally
from balkanroute.scale.targets import Targets

if TYPE_CHECKING:
    import pyarrow as pa

NOWHERE: Final = "in no place"
SWAPPED: Final = "in no place, but in one if swapped"
_LATITUDE: Final = 90.0


def placed(rows: Rows, pairs: Pairs, targets: Targets) -> Tally:
    """
    Say what became of the rows of a batch.

    Parameters
    ----------
    rows
        The batch.
    pairs
        Which of them count in which place, by positions in the batch.
    targets
        The places.

    Returns
    -------
    Tally
        That of the rows; and how many are ``counted``, and how many are in no place, parted by
        whether some area would hold them with longitude and latitude swapped.
    """
    import numpy as np

    held = np.zeros(len(rows), dtype=bool)
    held[pairs.row] = True
    nowhere = np.flatnonzero(~held)
    nowhere = nowhere[np.abs(rows.x[nowhere]) <= _LATITUDE]
    swapped = np.zeros(len(rows), dtype=bool)
    swapped[nowhere] = targets.areas_hold(rows.y[nowhere], rows.x[nowhere])
    reasons = {NOWHERE: rows.number[~held & ~swapped], SWAPPED: rows.number[swapped]}
    count = int(held.sum())
    own = Tally({"counted": count} if count else {})
    return Tally.sum([rows.tally, Tally.of(reasons, 0), own])


def in_event_order(parts: Iterable[bytes], schema: pa.Schema) -> tuple[pa.Table, Tally]:
    """
    Put parts of a table together.

    Parameters
    ----------
    parts
        Arrow IPC streams of one batch each, with their tally among the metadata; the first
        column is ``event``, ascending.
    schema
        What they hold.

    Returns
    -------
    table
        Ordered by event; parts of events that follow each other are not copied.
    tally
        The sum of theirs.
    """
    import pyarrow as pa

    batches, tallies = [], []
    for part in parts:
        batch = pa.ipc.open_stream(part).read_next_batch()
        tallies.append(Tally.from_plain(json.loads(batch.schema.metadata[b"tally"])))
        if len(batch):
            batches.append(batch.replace_schema_metadata(None))
    batches.sort(key=_first)
    table = pa.Table.from_batches(batches, schema)
    tally = Tally.sum(tallies)
    if all(_last(one) < _first(other) for one, other in pairwise(batches)):
        return table, tally
    return table.sort_by([(name, "ascending") for name in schema.names[:2]]), tally


def _first(batch: pa.RecordBatch) -> Any:  # noqa: ANN401 - a number
    """Give the first event of a batch."""
    return batch.column(0)[0].as_py()


def _last(batch: pa.RecordBatch) -> Any:  # noqa: ANN401 - a number
    """Give the last event of a batch."""
    return batch.column(0)[-1].as_py()


def named(codes: pa.ChunkedArray, names: Iterable[str]) -> pa.ChunkedArray:
    """
    Give positions of places as their names.

    Parameters
    ----------
    codes
        Positions, null or negative where there is none.
    names
        The names by position.

    Returns
    -------
    pyarrow.ChunkedArray
        A dictionary of texts.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    words = pa.array(list(names), pa.string())
    kind = pa.dictionary(pa.int32(), pa.string())
    chunks = []
    for chunk in codes.chunks:
        gone = pc.less(chunk, 0)
        own = chunk if not pc.any(gone).as_py() else pc.if_else(gone, None, chunk)
        chunks.append(pa.DictionaryArray.from_arrays(own, words))
    return pa.chunked_array(chunks, kind)
