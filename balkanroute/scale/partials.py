"""
Counts of a part of the events, which add up to the counts of all in whatever order.

All sums are of whole numbers: reports in millionths, figures in whole units and trillionths of
them. So adding is exact, and parts give the same counts in any order and grouping. What is
counted once only (sources, origins) is kept by name until the end.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.scale.distinct import Names
from balkanroute.scale.keys import Numbering, Words
from balkanroute.scale.tallies import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Codes = NDArray[np.int32]

#: Figures of a report: for each, how often it was given, its whole part, and trillionths.
FIGURES: Final = ("best", "low", "high")
#: What is added up for every group.
SUMS: Final = (
    "reports", "certain",
    *(f"{name}_{part}" for name in FIGURES for part in ("given", "whole", "rest")),
)  # fmt: skip
#: What is counted once a group.
NAMED: Final = ("source", "origin")
#: Bits of a group's number: its place, the day on which its period starts, its topic and unit.
_PLACE_BITS, _DAY_BITS, _KIND_BITS = 20, 22, 21
#: Days are counted from the year 1, so that they are not negative.
_DAYS_BEFORE: Final = 719_162
#: Sums are refused beyond this, so that none goes round to the other end of the whole numbers.
_MOST: Final = 1 << 62
_LOW: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Counted:
    """
    Counts of events by place, period, topic and unit.

    Parameters
    ----------
    place, day, topic, unit
        For each group: the position of the place, the first day of the period, and the numbers
        of topic and unit among the words, -1 where there is none. Each group once.
    sums
        What is added up (`SUMS`), int64, a row each; a column for each group.
    names
        For each of `NAMED`: positions of groups and numbers of names, each pair once or more.
    words
        The topics, units, sources and origins by number.
    tally
        What became of the rows.
    """

    place: Codes
    day: Codes
    topic: Codes
    unit: Codes
    sums: NDArray[np.int64]
    names: dict[str, tuple[Codes, Codes]]
    words: dict[str, list[str | None]]
    tally: Tally

    def to_bytes(self) -> bytes:
        """
        Write the counts as an Arrow IPC stream of one row, whose cells are lists.

        Returns
        -------
        bytes
            What `from_bytes` reads.
        """
        import pyarrow as pa

        lists: dict[str, Any] = {
            "place": self.place, "day": self.day, "topic": self.topic, "unit": self.unit,
        }  # fmt: skip
        lists |= {f"sum_{name}": row for name, row in zip(SUMS, self.sums, strict=True)}
        for name, (group, number) in self.names.items():
            lists |= {f"{name}_group": group, f"{name}_number": number}
        lists |= {f"{name}_words": words for name, words in self.words.items()}
        arrays = {
            name: pa.array(values, pa.large_string())
            if isinstance(values, list)
            else pa.array(values)
            for name, values in lists.items()
        }
        cells = [
            pa.LargeListArray.from_arrays(pa.array([0, len(own)], pa.int64()), own)
            for own in arrays.values()
        ]
        batch = pa.record_batch(cells, names=list(arrays))
        schema = batch.schema.with_metadata({"tally": json.dumps(self.tally.plain())})
        return ipc_bytes(batch.replace_schema_metadata(schema.metadata))

    @classmethod
    def from_bytes(cls, data: bytes) -> Counted:
        """
        Read counts.

        Parameters
        ----------
        data
            What `to_bytes` gives.

        Returns
        -------
        Counted
            The same counts.

        Raises
        ------
        pyarrow.ArrowException, KeyError
            When it is something else, or cut short.
        """
        import numpy as np
        import pyarrow as pa

        batch = pa.ipc.open_stream(data).read_next_batch()
        lists = {name: batch.column(name).flatten() for name in batch.schema.names}
        arrays = {
            name: own.to_numpy() for name, own in lists.items() if not name.endswith("_words")
        }
        return cls(
            arrays["place"],
            arrays["day"],
            arrays["topic"],
            arrays["unit"],
            np.stack([arrays[f"sum_{name}"] for name in SUMS]),
            {name: (arrays[f"{name}_group"], arrays[f"{name}_number"]) for name in NAMED},
            {name: lists[f"{name}_words"].to_pylist() for name in ("topic", "unit", *NAMED)},
            Tally.from_plain(json.loads(batch.schema.metadata[b"tally"])),
        )


def ipc_bytes(batch: pa.RecordBatch) -> bytes:
    """
    Write a batch as an Arrow IPC stream.

    Parameters
    ----------
    batch
        The batch.

    Returns
    -------
    bytes
        With its buffers compressed by LZ4.
    """
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue().to_pybytes())


@dataclass(slots=True)
class Sum:
    """
    Counts that are being added up.

    Parameters
    ----------
    folder
        Where names may be laid down that are too many for memory, as for
        `balkanroute.scale.distinct.Names`.
    """

    folder: str | Path | None = None
    _groups: Numbering = field(default_factory=Numbering)
    _kinds: Numbering = field(default_factory=Numbering)
    _sums: Any = None
    _names: dict[str, Names] = field(init=False)
    _words: dict[str, Words] = field(
        default_factory=lambda: {name: Words() for name in ("topic", "unit")}
    )
    _tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        """Begin with no names."""
        self._names = {name: Names(self.folder) for name in NAMED}

    def add(self, counted: Counted) -> None:
        """
        Add the counts of other events.

        Parameters
        ----------
        counted
            The counts.

        Raises
        ------
        InvalidRecord
            When there are more places, or more topics and units, than can be told apart, or
            figures add up to more than can be told exactly.
        """
        import numpy as np

        renumbered = {
            name: np.append(own.numbers(counted.words[name]), np.int32(-1))
            for name, own in self._words.items()
        }
        kind = self._kind(renumbered["topic"][counted.topic], renumbered["unit"][counted.unit])
        group = self._groups.places(_packed(counted.place, counted.day, kind))
        self._make_room()
        sums = self._sums[:, group] + counted.sums
        if sums.size and int(np.abs(sums).max()) > _MOST:
            raise InvalidRecord(
                f"summarise: expected sums of figures of at most {_MOST:.1e} in a place and "
                f"period, found more; leave the column out, or count in a larger unit"
            )
        self._sums[:, group] = sums
        for name, (position, number) in counted.names.items():
            self._names[name].add(group[position], number, counted.words[name])
        self._tally = Tally.sum([self._tally, counted.tally])

    def _kind(self, topic: Codes, unit: Codes) -> NDArray[np.int64]:
        """Give topic and unit one number."""
        import numpy as np

        both = (topic.astype(np.int64) + 1) << 32 | (unit.astype(np.int64) + 1)
        different, back = np.unique(both, return_inverse=True)
        return self._kinds.places(different)[back]

    def _make_room(self) -> None:
        """Let the sums hold as many groups as there are."""
        import numpy as np

        if self._sums is None:
            self._sums = np.zeros((len(SUMS), 1024), dtype=np.int64)
        if len(self._groups) > self._sums.shape[1]:
            more = max(len(self._groups) - self._sums.shape[1], self._sums.shape[1])
            self._sums = np.pad(self._sums, ((0, 0), (0, more)))

    def counted(self, *, names: bool = True) -> Counted:
        """
        Give the counts of all that was added.

        Parameters
        ----------
        names
            Whether to give names too, which takes as much memory again.

        Returns
        -------
        Counted
            The groups in the order in which they came.
        """
        import numpy as np

        place, day, kind = _unpacked(self._groups.all())
        both = self._kinds.all()[kind] if len(kind) else np.empty(0, dtype=np.int64)
        self._make_room()
        told: dict[str, Any] = {
            name: own.pairs() if names else Names().pairs() for name, own in self._names.items()
        }
        return Counted(
            place,
            day,
            ((both >> 32) - 1).astype(np.int32),
            ((both & _LOW) - 1).astype(np.int32),
            self._sums[:, : len(self._groups)].copy(),
            {name: (group.astype(np.int32), number) for name, (group, number, _) in told.items()},
            {name: list(words.all()) for name, words in self._words.items()}
            | {name: words for name, (_, _, words) in told.items()},
            self._tally,
        )

    def different(self) -> dict[str, NDArray[np.int64]]:
        """
        Count the different names of every group.

        Returns
        -------
        dict
            For each of `NAMED`, a count for each group of `counted`.
        """
        return {name: own.counts(len(self._groups)) for name, own in self._names.items()}

    def close(self) -> None:
        """Take away what was laid down."""
        for own in self._names.values():
            own.close()


def added(parts: Iterable[bytes]) -> bytes:
    """
    Add counts up.

    Parameters
    ----------
    parts
        Counts of different events, as `Counted.to_bytes` gives them, in any order.

    Returns
    -------
    bytes
        Their sum, as another such part.
    """
    total = Sum()
    for part in parts:
        total.add(Counted.from_bytes(part))
    return total.counted().to_bytes()


def _packed(place: Codes, day: Codes, kind: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give place, day and kind one number."""
    import numpy as np

    for what, codes, bits in (
        ("places", place, _PLACE_BITS),
        ("topics and units", kind, _KIND_BITS),
    ):
        if len(codes) and int(codes.max()) >> bits:
            raise InvalidRecord(
                f"summarise: expected at most {1 << bits:,} {what}, found more; "
                f"leave some out, or count in several runs"
            )
    days = day.astype(np.int64) + _DAYS_BEFORE
    return (place.astype(np.int64) << _DAY_BITS | days) << _KIND_BITS | kind


def _unpacked(group: NDArray[np.int64]) -> tuple[Codes, Codes, NDArray[np.int64]]:
    """Take place, day and kind apart."""
    import numpy as np

    days = (group >> _KIND_BITS) & ((1 << _DAY_BITS) - 1)
    return (
        (group >> (_KIND_BITS + _DAY_BITS)).astype(np.int32),
        (days - _DAYS_BEFORE).astype(np.int32),
        group & ((1 << _KIND_BITS) - 1),
    )
