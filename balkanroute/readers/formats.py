"""Which reader reads a path; formats are plugins, ours among them."""

from __future__ import annotations

import logging
import warnings
from dataclasses import replace
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

from balkanroute.errors import (
    InvalidAtlas,
    MissingData,
    UnknownReference,
    did_you_mean,
)
from balkanroute.model import Atlas
from balkanroute.readers.problems import (
    FileProblem,
    PlaceLookup,
    Reading,
    Refused,
    RowsNotRead,
    refusal,
)
from balkanroute.readers.protocol import BUNDLED, Options, Progress, Reader

GROUP: Final = "balkanroute.readers"
#: The format that is tried when no other recognises a file.
NATIVE: Final = "native"


def read(
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002 - the word users know
    gazetteer: PlaceLookup | None = None,
    strict: bool = False,
    keep_rows: bool = False,
    progress: Progress | None = None,
) -> Atlas:
    """
    Read an atlas, or somebody else's file as one.

    Parameters
    ----------
    path
        A file, or a folder.
    format
        Name of the format; told from the content and the suffix if not given. The logger
        ``balkanroute`` says at the level INFO which was taken, as `examine` does.
    gazetteer
        Where places come from that are given by their key; the bundled one if not given.
    strict
        Refuse a file of which a row cannot be read, instead of reading the rest.
    keep_rows
        Keep the wording of a feed whose terms bar redistribution, such as ACLED; say yes only
        where your agreement with it allows what you will do with the atlas.
    progress
        Called now and then with the bytes read and the bytes in all, for large files.

    Returns
    -------
    Atlas
        Checked; its ``warnings`` say what is odd but not wrong.

    Raises
    ------
    UnreadableFile
        When a file cannot be read at all.
    InvalidAtlas
        When records are wrong; it holds every problem with its file, line and column.
    UnknownReference
        When there is no such format.

    Warns
    -----
    RowsNotRead
        When rows could not be read; `examine` lists them all.
    """
    options = Options(keep_rows=keep_rows, progress=progress)
    found = _read(Path(path), format, gazetteer or BUNDLED, options)
    if strict and found.skipped:
        raise InvalidAtlas(replace(problem, severity="error") for problem in found.skipped)
    if found.atlas is None:
        raise InvalidAtlas(found.problems)
    if found.skipped:
        first = found.skipped[0]
        count = "1 row was" if len(found.skipped) == 1 else f"{len(found.skipped)} rows were"
        message = f"{path}: {count} not read; {first.record}: {first.message}"
        warnings.warn(RowsNotRead(message, found.skipped), stacklevel=2)
    return found.atlas


def _read(path: Path, name: str | None, places: PlaceLookup, options: Options) -> Reading:
    """Read with the reader of a path, and say which it was."""
    reader = _reader(path, name)
    logging.getLogger("balkanroute").info("%s: read as %s", path, reader.name)
    return replace(reader.read(path, places=places, options=options), format=reader.name)


def examine(
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002 - the word users know
    gazetteer: PlaceLookup | None = None,
    keep_rows: bool = False,
    progress: Progress | None = None,
) -> Reading:
    """
    Read an atlas as far as it goes.

    Parameters
    ----------
    path, format, gazetteer, keep_rows, progress
        As for `read`.

    Returns
    -------
    Reading
        The atlas, unless some problem is an error, every problem, every row that was not read,
        and the format that was taken. A file that cannot be read at all is one problem.

    Raises
    ------
    UnknownReference
        When there is no such format.
    """
    options = Options(keep_rows=keep_rows, progress=progress)
    try:
        return _read(Path(path), format, gazetteer or BUNDLED, options)
    except Refused as reason:
        return Reading(atlas=None, problems=(reason.problem,))


def find_problems(
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002 - the word users know
    gazetteer: PlaceLookup | None = None,
) -> tuple[FileProblem, ...]:
    """
    Find everything that is wrong or odd in the files of an atlas.

    Parameters
    ----------
    path, format, gazetteer
        As for `read`.

    Returns
    -------
    tuple of FileProblem
        Errors and warnings, and the rows that could not be read; empty where all is well. A
        file that cannot be read at all is one problem.

    Raises
    ------
    UnknownReference
        When there is no such format.
    """
    reading = examine(path, format=format, gazetteer=gazetteer)
    return (*reading.problems, *reading.skipped)


def shipped() -> Path:
    """
    Give the folder of the atlas that ships with the package.

    Returns
    -------
    pathlib.Path
        Inside the installed package, or in the checkout.

    Raises
    ------
    MissingData
        When neither has it.
    """
    package = Path(__file__).parents[1]
    name = "dossier-2023"
    for folder in (package / "_data" / name, package.parent / "examples" / name):
        if folder.is_dir():
            return folder
    raise MissingData(f"the atlas {name!r} is not in the package; install balkanroute again")


@cache
def installed() -> dict[str, Reader]:
    """
    Load the readers that are installed.

    Returns
    -------
    dict
        By name, in the order in which they look at a path: the native one last.
    """
    points = sorted(entry_points(group=GROUP), key=lambda point: (point.name == NATIVE, point.name))
    return {point.name: point.load() for point in points}


def _reader(path: Path, name: str | None) -> Reader:
    """Choose the reader of a path."""
    readers = installed()
    if name is not None:
        if name not in readers:
            raise UnknownReference(
                f"format {name!r} is not installed{did_you_mean(name, readers)}; "
                f"there are {', '.join(sorted(readers))}"
            )
        return readers[name]
    for reader in readers.values():
        if reader.recognises(path):
            return reader
    if not path.exists():
        raise refusal(path, "there is no such file or folder")
    same = [one for one in readers.values() if path.name.lower().endswith(one.suffixes)]
    if len(same) == 1:
        # It alone can say what is wrong with the file.
        return same[0]
    suffixes = sorted({suffix for reader in readers.values() for suffix in reader.suffixes})
    if same:
        raise refusal(
            path,
            f"its content is none of {', '.join(one.name for one in same)}; if it is one of them, "
            f"name it: --from with `balkanroute convert`, format= with `read`",
        )
    raise refusal(
        path,
        f"no format is known for {path.suffix or 'a file without a suffix'}; known are "
        f"{', '.join(suffixes)}{did_you_mean(path.suffix, suffixes)}",
    )
