"""Pairs of events and places that a part of the events gave."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from balkanroute.scale.pairs import Pairs
from balkanroute.scale.partials import ipc_bytes
from balkanroute.scale.rows import Rows
from balkanroute.scale.tallies import Tally


@dataclass(frozen=True, slots=True)
class Found:
    """
    Pairs of events and places.

    Parameters
    ----------
    pairs
        By positions among all events.
    tally
        What became of the rows.
    """

    pairs: Pairs
    tally: Tally

    @classmethod
    def of(cls, rows: Rows, pairs: Pairs, tally: Tally) -> Found:
        """
        Give the pairs of a batch by positions among all events.

        Parameters
        ----------
        rows
            The batch.
        pairs
            By positions in it.
        tally
            What became of its rows.

        Returns
        -------
        Found
            In no order.
        """
        return cls(Pairs(rows.number[pairs.row], pairs.place, pairs.on_border), tally)

    @classmethod
    def sum(cls, parts: Iterable[Found]) -> Found:
        """
        Put pairs of different events together.

        Parameters
        ----------
        parts
            In any order; the sum does not depend on it.

        Returns
        -------
        Found
            Ordered by event, then by place.
        """
        told = list(parts)
        pairs = Pairs.together(part.pairs for part in told)
        return cls(pairs.sorted(), Tally.sum(part.tally for part in told))

    def to_bytes(self) -> bytes:
        """
        Write the pairs as an Arrow IPC stream.

        Returns
        -------
        bytes
            What `from_bytes` reads.
        """
        import pyarrow as pa

        batch = pa.record_batch(
            {
                "event": pa.array(self.pairs.row),
                "place": pa.array(self.pairs.place),
                "on_border": pa.array(self.pairs.on_border),
            }
        )
        return ipc_bytes(batch.replace_schema_metadata({"tally": json.dumps(self.tally.plain())}))

    @classmethod
    def from_bytes(cls, data: bytes) -> Found:
        """
        Read pairs.

        Parameters
        ----------
        data
            What `to_bytes` gives.

        Returns
        -------
        Found
            The same pairs.
        """
        import pyarrow as pa

        batch = pa.ipc.open_stream(data).read_next_batch()
        columns = [
            batch.column(name).to_numpy(zero_copy_only=False)
            for name in ("event", "place", "on_border")
        ]
        return cls(Pairs(*columns), Tally.from_plain(json.loads(batch.schema.metadata[b"tally"])))


def gathered(parts: Iterable[bytes]) -> bytes:
    """
    Put pairs together.

    Parameters
    ----------
    parts
        Pairs of different events, as `Found.to_bytes` gives them, in any order.

    Returns
    -------
    bytes
        All of them, as another such part.
    """
    return Found.sum(map(Found.from_bytes, parts)).to_bytes()
