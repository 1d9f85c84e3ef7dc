"""Events of the same cell and day, brought together from all fragments and compared."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from balkanroute.errors import UnwritableFile
from balkanroute.scale.calendars import NO_DAY
from balkanroute.scale.texts import Alike, runs_of

if TYPE_CHECKING:
    import pyarrow as pa

SAME_ORIGIN: Final = "same origin"
SAME_TEXT: Final = "same text"
NEAR_TEXT: Final = "near-identical text"
_REASONS: Final = (SAME_ORIGIN, SAME_TEXT, NEAR_TEXT)
#: Events that are compared in memory at a time, about, and the most files they are spread over.
_ROWS: Final = 250_000
_FILES: Final = 400
_COMPARED: Final = ("origin", "mark", "words")
_ODD: Final = 0x9E3779B97F4A7C15


@dataclass(slots=True)
class Blocks:
    """
    Events, spread over files so that those of the same cell and day are in the same.

    Parameters
    ----------
    similarity
        How alike two texts are at least.
    folder
        Where the files are.
    files
        How many there are.
    rows
        How many events there are at most, numbered from 0.
    """

    similarity: float
    folder: Path
    files: int
    rows: int
    _open: ExitStack = field(default_factory=ExitStack)
    _writers: dict[int, Any] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def over(cls, rows: int, similarity: float, folder: str | Path | None) -> Iterator[Blocks]:
        """
        Make room for events, and take it away at the end.

        Parameters
        ----------
        rows
            How many events there will be.
        similarity
            How alike two texts are at least.
        folder
            Where to lay events down; None is where the system keeps such.

        Yields
        ------
        Blocks
            To add to, and to ask for marks.

        Raises
        ------
        UnwritableFile
            When there is no such folder.
        """
        try:
            if folder is not None:
                Path(folder).mkdir(parents=True, exist_ok=True)
            room = tempfile.TemporaryDirectory(prefix=".blocks-", dir=folder)
        except OSError as reason:
            raise UnwritableFile(
                f"{folder or tempfile.gettempdir()}: events cannot be laid down "
                f"({reason.strerror}); name another folder with work="
            ) from reason
        with room as laid:
            blocks = cls(similarity, Path(laid), min(rows // _ROWS + 1, _FILES), rows)
            try:
                yield blocks
            finally:
                blocks._open.close()

    def add(self, batch: pa.RecordBatch) -> None:
        """
        Add events.

        Parameters
        ----------
        batch
            As `balkanroute.scale.echoes.EchoTask` gathers them.

        Raises
        ------
        UnwritableFile
            When there is no room for them.
        """
        import numpy as np

        keys = [batch.column(own).to_numpy() for own in ("cell", "earliest", "latest")]
        code = np.zeros(len(batch), dtype=np.uint64)
        for key in keys:
            code = (code ^ key.astype(np.int64).view(np.uint64)) * np.uint64(_ODD)
            code ^= code >> np.uint64(29)
        file = (code % np.uint64(self.files)).astype(np.int64)
        order = np.argsort(file, kind="stable")
        cuts = np.flatnonzero(np.diff(file[order])) + 1
        for rows in np.split(order, cuts) if len(order) else ():
            self._write(int(file[rows[0]]), batch.take(rows))

    def _write(self, number: int, batch: pa.RecordBatch) -> None:
        """Add events to a file."""
        import pyarrow as pa

        plain = batch.replace_schema_metadata(None)
        try:
            if number not in self._writers:
                sink = self._open.enter_context(pa.OSFile(str(self._path(number)), "wb"))
                writer = pa.ipc.new_stream(sink, plain.schema)
                self._writers[number] = self._open.enter_context(writer)
            self._writers[number].write_batch(plain)
        except OSError as reason:
            raise UnwritableFile(
                f"{self.folder}: events cannot be laid down ({reason.strerror or reason}); "
                f"make room, or name another folder with work="
            ) from reason

    def _path(self, number: int) -> Path:
        """Name a file."""
        return self.folder / f"{number:04}.arrows"

    def marks(self) -> pa.Table:
        """
        Compare the events.

        Returns
        -------
        pyarrow.Table
            ``event``, ``first``, ``reason`` and ``reports``, in the order of events.
        """
        import numpy as np
        import pyarrow as pa

        self._open.close()
        first, reports = np.full(self.rows, -1, dtype=np.int64), np.zeros(self.rows, dtype=np.int32)
        reason = np.full(self.rows, -1, dtype=np.int8)
        for number in sorted(self._writers):
            event, *told = _compared(self._path(number), self.similarity)
            first[event], reason[event], reports[event] = told
        event = np.flatnonzero(first >= 0)
        if len(event) < self.rows:
            first, reason, reports = first[event], reason[event], reports[event]
        words = pa.DictionaryArray.from_arrays(
            pa.array(reason, mask=reason < 0), pa.array(_REASONS, pa.string())
        )
        counts = pa.array(reports).cast(pa.int64())
        return pa.table({"event": event, "first": first, "reason": words, "reports": counts})


def _compared(path: Path, similarity: float) -> tuple[Any, Any, Any, Any]:
    """Compare the events of a file: event, first of its group, reason, reports of the group."""
    import numpy as np
    import pyarrow as pa

    with pa.memory_map(str(path)) as file, pa.ipc.open_stream(file) as stream:
        table = stream.read_all()
    event, cell, earliest, latest = (table.column(own).to_numpy() for own in range(4))
    order = np.lexsort((event, latest, earliest, cell))
    changed = np.zeros(len(order), dtype=bool)
    changed[:1] = True
    for key in (cell[order], earliest[order], latest[order]):
        changed[1:] |= key[1:] != key[:-1]
    dated = ((earliest != NO_DAY) & (latest != NO_DAY))[order]
    origin, mark = (_codes(table.column(own))[order] for own in ("origin", "mark"))
    first, reason = event.copy(), np.full(len(event), -1, dtype=np.int64)
    words = table.column("words").combine_chunks()
    starts = np.append(np.flatnonzero(changed), len(order))
    for block in _worth_comparing(np.cumsum(changed) - 1, origin, mark, dated).tolist():
        own = slice(starts[block], starts[block + 1])
        texts = words.take(pa.array(order[own])).to_pylist() if mark[own].max() >= 0 else None
        leader, why = _grouped(origin[own].tolist(), mark[own].tolist(), texts, similarity)
        rows = order[own]
        first[rows], reason[rows] = event[rows[leader]], why
    _, group, count = np.unique(first, return_inverse=True, return_counts=True)
    return event, first, reason, count[group]


def _codes(column: pa.ChunkedArray) -> Any:  # noqa: ANN401 - an array
    """Give different values different numbers, and what is missing or empty -1."""
    import numpy as np

    coded = column.combine_chunks().dictionary_encode()
    codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    void = [number for number, own in enumerate(coded.dictionary.to_pylist()) if not own]
    return np.where(np.isin(codes, void), -1, codes) if void else codes


def _worth_comparing(block: Any, origin: Any, mark: Any, dated: Any) -> Any:  # noqa: ANN401
    """Give the blocks in which an origin stands twice, or two texts stand."""
    import numpy as np

    known = np.flatnonzero((origin >= 0) & dated)
    keys = np.sort(block[known] << 32 | origin[known])
    twice = keys[1:][keys[1:] == keys[:-1]] >> 32
    texts = np.bincount(block[(mark >= 0) & dated])
    return np.union1d(twice, np.flatnonzero(texts > 1))


def _grouped(
    origins: list[int], marks: list[int], words: list[str | None] | None, similarity: float
) -> tuple[list[int], list[int]]:
    """Give each event of a block, in order, the first of its group, and why it belongs to it."""
    by_origin: dict[int, int] = {}
    by_mark: dict[int, int] = {}
    alike = Alike(similarity)
    leaders, reasons = [], []
    for number, (origin, mark) in enumerate(zip(origins, marks, strict=True)):
        own = words[number] if words and mark >= 0 and mark not in by_mark else None
        runs = runs_of(own) if own else None
        found = (by_origin.get(origin), by_mark.get(mark), alike.find(runs) if runs else None)
        leader = min((one for one in found if one is not None), default=number)
        leaders.append(leader)
        reasons.append(-1 if leader == number else found.index(leader))
        if origin >= 0:
            by_origin.setdefault(origin, leader)
        if mark >= 0:
            by_mark.setdefault(mark, leader)
        if runs and leader == number:
            alike.add(number, runs)
    return leaders, reasons
