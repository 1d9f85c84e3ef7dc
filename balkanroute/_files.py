"""Writes a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from balkanroute.errors import UnwritableFile


def write_whole(path: Path, content: bytes) -> Path:
    """
    Write a file beside its place, then put it there in one step.

    Parameters
    ----------
    path
        The file; one that is there is replaced, and keeps its old content on any failure.
    content
        All of its bytes.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    UnwritableFile
        When the folder is missing or closed, the disk is full, or the path is a folder.
    """
    beside = None
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp keeps others out; a page is written to be read.
        Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(path)
    except OSError as reason:
        if beside is not None:
            with suppress(OSError):
                Path(beside).unlink()
        raise UnwritableFile(
            f"{path}: cannot be written ({reason.strerror or reason}); "
            f"what was there is as it was; choose another place, or make room"
        ) from reason
    return path


def _umask() -> int:
    """Read the process' file mode mask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
