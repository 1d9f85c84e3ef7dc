"""The files of a folder: all or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from balkanroute.errors import UnwritableFile


def put_folder(target: Path, files: Mapping[str, bytes], replaced: Collection[str]) -> None:
    """
    Write the files of a folder, all or none.

    Parameters
    ----------
    target
        The folder; it is made if it is missing, its parent must exist.
    files
        Bytes by file name.
    replaced
        Names of files in it that make way.

    Raises
    ------
    UnwritableFile
        When it cannot be written; the files that stood there are as they were.
    """
    folder = target.resolve()
    with _explained(target), _workshop(folder) as workshop:
        new, old = workshop / "new", workshop / "old"
        new.mkdir()
        for name, data in files.items():
            _write(new / name, data)
        if not folder.exists():
            new.rename(folder)
        else:
            old.mkdir()
            _swap(folder, new, old, [*files], list(replaced))
        _settle(folder)
        _settle(folder.parent)


def _swap(folder: Path, new: Path, old: Path, put: list[str], replaced: list[str]) -> None:
    """Move old files out and new ones in; on any failure move all back."""
    done: list[tuple[Path, Path]] = []
    steps = [(folder / name, old / name) for name in replaced if (folder / name).exists()]
    steps += [(new / name, folder / name) for name in put]
    try:
        for start, end in steps:
            if start.parent == new:
                _keep_mode(old / start.name, start)
            start.rename(end)
            done.append((start, end))
    except BaseException:
        for start, end in reversed(done):
            end.rename(start)
        raise


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    """Turn what the system says into an error that names the target."""
    try:
        yield
    except OSError as reason:
        said = reason.strerror or str(reason)
        raise UnwritableFile(
            f"{target}: cannot be written: {said}; nothing was changed there"
        ) from reason


@contextmanager
def _workshop(target: Path) -> Iterator[Path]:
    """Make a folder beside the target, and take it away whatever happens."""
    workshop = Path(mkdtemp(prefix=f".{target.name[:40]}-", dir=target.parent))
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    """Write bytes through to the disk."""
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _keep_mode(old: Path, new: Path) -> None:
    """Give a file the permissions of the one it replaces."""
    if old.exists():
        shutil.copymode(old, new)


def _settle(folder: Path) -> None:
    """Write a folder's list of names through to the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
