"""Names that are counted once a group: in memory while they are few, in files when they are not."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from balkanroute.errors import UnwritableFile
from balkanroute.scale.keys import KeySet, Words, coded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Codes = NDArray[np.int32]

#: Beyond so many names, or pairs of a name and a group, they go to files.
_NAMES: Final = 3_000_000
_PAIRS: Final = 64_000_000
#: Pairs that go to files at a time.
_SLICE: Final = 1 << 22
#: Files by what a hash says of the name; each is counted alone.
_FILES: Final = 64
_LOW: Final = 0xFFFFFFFF


@dataclass(slots=True)
class Names:
    """
    Names by group.

    Parameters
    ----------
    folder
        Where files may be laid down once there are too many names for memory; an empty text is
        where the system keeps such. None keeps all in memory.
    """

    folder: str | Path | None = None
    _words: Words = field(default_factory=Words)
    _pairs: KeySet = field(default_factory=KeySet)
    _files: _Files | None = None

    def add(self, group: Whole, number: Codes, words: Sequence[str | None]) -> None:
        """
        Add names to groups.

        Parameters
        ----------
        group
            Numbers of groups.
        number
            For each, the number of a name.
        words
            Names by number.

        Raises
        ------
        UnwritableFile
            When there is no room for files.
        """
        import numpy as np

        if self._files is not None:
            self._files.add(group, number, words)
            return
        own = self._words.numbers(words)
        self._pairs.add(group << 32 | own[number].astype(np.int64))
        full = len(self._words) > _NAMES or len(self._pairs) > _PAIRS
        if full and self.folder is not None:
            self._files = _Files(self.folder or None)
            known, told = self._words.all(), self._pairs.all()
            self._words, self._pairs = Words(), KeySet()
            for first in range(0, len(told), _SLICE):
                part = told[first : first + _SLICE]
                self._files.add(part >> 32, (part & _LOW).astype(np.int32), known)

    def pairs(self) -> tuple[Whole, Codes, list[str]]:
        """
        Give the names, where they are in memory.

        Returns
        -------
        group, number
            As `add` takes them, each pair once.
        words
            Names by number.
        """
        import numpy as np

        own = self._pairs.all()
        return own >> 32, (own & _LOW).astype(np.int32), self._words.all()

    def counts(self, groups: int) -> Whole:
        """
        Count the different names of every group.

        Parameters
        ----------
        groups
            How many groups there are.

        Returns
        -------
        numpy.ndarray
            A count each.
        """
        import numpy as np

        if self._files is not None:
            return self._files.counts(groups)
        return np.bincount(self._pairs.all() >> 32, minlength=groups)

    def close(self) -> None:
        """Take the files away."""
        if self._files is not None:
            self._files.close()


@dataclass(slots=True)
class _Files:
    """Names by group in files, each with all groups of its names."""

    folder: str | Path | None
    _room: ExitStack = field(default_factory=ExitStack)
    _open: ExitStack = field(default_factory=ExitStack)
    _place: Path | None = None
    _writers: dict[int, Any] = field(default_factory=dict)

    def add(self, group: Whole, number: Codes, words: Sequence[str | None]) -> None:
        """Add names to groups."""
        import numpy as np
        import pyarrow as pa

        used, code = np.unique(number, return_inverse=True)
        names = [words[own] or "" for own in used.tolist()]
        marks = [crc32(name.encode(errors="surrogatepass")) % _FILES for name in names]
        file, told = np.array(marks, dtype=np.int64)[code], pa.array(names, pa.large_string())
        order = np.argsort(file, kind="stable")
        cuts = np.flatnonzero(np.diff(file[order])) + 1
        for rows in np.split(order, cuts) if len(order) else ():
            own, place = np.unique(code[rows], return_inverse=True)
            column = pa.DictionaryArray.from_arrays(
                pa.array(place, pa.int32()), told.take(pa.array(own))
            )
            batch = pa.record_batch({"group": pa.array(group[rows]), "name": column})
            self._write(int(file[rows[0]]), batch)

    def _write(self, number: int, batch: Any) -> None:  # noqa: ANN401 - a record batch
        """Add a batch to a file."""
        import pyarrow as pa

        try:
            if self._place is None:
                laid = tempfile.TemporaryDirectory(prefix=".names-", dir=self.folder)
                self._place = Path(self._room.enter_context(laid))
            if number not in self._writers:
                sink = self._open.enter_context(pa.OSFile(str(self._place / f"{number:02}"), "wb"))
                self._writers[number] = self._open.enter_context(
                    pa.ipc.new_stream(sink, batch.schema)
                )
            self._writers[number].write_batch(batch)
        except OSError as reason:
            raise UnwritableFile(
                f"{self.folder or tempfile.gettempdir()}: names cannot be laid down "
                f"({reason.strerror or reason}); make room, or name another folder with work="
            ) from reason

    def counts(self, groups: int) -> Whole:
        """Count the different names of every group, one file after the other."""
        import numpy as np
        import pyarrow as pa

        self._open.close()
        total = np.zeros(groups, dtype=np.int64)
        for number in sorted(self._writers):
            words, pairs = Words(), KeySet()
            path = str(self._place and self._place / f"{number:02}")
            with pa.memory_map(path) as file, pa.ipc.open_stream(file) as stream:
                for batch in stream:
                    code, told, _ = coded(batch.column("name"))
                    own = words.numbers(told)[code].astype(np.int64)
                    pairs.add(batch.column("group").to_numpy() << 32 | own)
            total += np.bincount(pairs.all() >> 32, minlength=groups)
        return total

    def close(self) -> None:
        """Take the files away."""
        self._open.close()
        self._room.close()
