"""Runs that go on where they stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict

from balkanroute._files import write_whole
from balkanroute.errors import UnwritableFile
from balkanroute.scale.engines import Engine, engine_named
from balkanroute.scale.fragments import Fragment
from balkanroute.scale.tasks import Task

Progress = Callable[[int, int], object]


class How(TypedDict, total=False):
    """
    How events are gone through; every key is a keyword of `join` and `summarise`.

    Parameters
    ----------
    engine
        Who does it: ``local`` (the default), another name of `balkanroute.scale.engines.engines`,
        or an engine.
    work
        A folder for partial results: one is kept for each fragment, and a second run with the
        same task and files goes on where the first stopped. Without it nothing is kept.
    progress
        Called with the rows done and the rows in all, after each partial result.
    """

    engine: str | Engine
    work: str | Path | None
    progress: Progress | None


#: A kept result starts with the SHA-256 of the rest.
_HASH_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """
    How a task is run.

    Parameters
    ----------
    engine, work, progress
        As for `How`.
    """

    engine: str | Engine = "local"
    work: str | Path | None = None
    progress: Progress | None = None

    def partials(self, task: Task, fragments: Sequence[Fragment]) -> Iterator[bytes]:
        """
        Run a task.

        Parameters
        ----------
        task
            What to do.
        fragments
            With what.

        Yields
        ------
        bytes
            Partial results, in any order.

        Raises
        ------
        UnknownReference, MissingExtra
            When there is no such engine.
        UnwritableFile
            When a partial result cannot be kept; the message names its fragment, and those that
            are kept stay.
        BalkanRouteError
            As the task and the engine raise; partial results that are kept stay.
        """
        engine = engine_named(self.engine)
        everything, done = sum(fragment.rows for fragment in fragments), 0
        shelf = None if self.work is None else _Shelf.of(Path(self.work), task)
        waiting: list[Fragment] = []
        for fragment in fragments:
            kept = None if shelf is None else shelf.get((fragment,))
            if kept is None:
                waiting.append(fragment)
                continue
            done += fragment.rows
            self._tell(done, everything)
            yield kept
        for answer in engine(task, waiting) if waiting else ():
            if shelf is not None:
                shelf.put(answer.fragments, answer.partial)
            done += sum(fragment.rows for fragment in answer.fragments)
            self._tell(done, everything)
            yield answer.partial

    def _tell(self, done: int, everything: int) -> None:
        """Say how far the run is."""
        if self.progress is not None:
            self.progress(done, everything)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Partial results of one task in a folder."""

    folder: Path
    task: str

    @classmethod
    def of(cls, folder: Path, task: Task) -> _Shelf:
        """Open the folder."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as reason:
            raise UnwritableFile(
                f"work folder {folder}: cannot be made ({reason.strerror}); choose another"
            ) from reason
        return cls(folder, task.digest)

    def _file(self, fragments: tuple[Fragment, ...]) -> Path:
        """Name the file of a result by all that it depends on."""
        told = "\x1f".join([self.task, *(fragment.digest for fragment in fragments)])
        return self.folder / f"{hashlib.sha256(told.encode()).hexdigest()[:32]}.partial"

    def get(self, fragments: tuple[Fragment, ...]) -> bytes | None:
        """Give a kept result, None where there is none or it is damaged."""
        try:
            content = self._file(fragments).read_bytes()
        except OSError:
            return None
        partial = content[_HASH_BYTES:]
        whole = hashlib.sha256(partial).digest() == content[:_HASH_BYTES]
        return partial if whole else None

    def put(self, fragments: tuple[Fragment, ...], partial: bytes) -> None:
        """Keep a result whole."""
        try:
            write_whole(self._file(fragments), hashlib.sha256(partial).digest() + partial)
        except UnwritableFile as reason:
            names = ", ".join(fragment.name for fragment in fragments)
            raise UnwritableFile(f"partial result of {names}: {reason}") from reason
