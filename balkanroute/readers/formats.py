"""Which reader reads a path; formats are plugins, ours among them."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final, Protocol

from balkanroute.errors import InvalidAtlas, MissingData, UnknownReference, did_you_mean
from balkanroute.model import Atlas, Place
from balkanroute.readers.problems import FileProblem, PlaceLookup, Reading, Refused, refusal

GROUP: Final = "balkanroute.readers"
#: The format that is tried when no other recognises a file.
NATIVE: Final = "native"


class Reader(Protocol):
    """
    One format; an object of an entry point in the group ``balkanroute.readers``.

    Attributes
    ----------
    name : str
        The format's name, for ``format=``.
    suffixes : tuple of str
        Of its files, in lower case with the dot.
    """

    name: str
    suffixes: tuple[str, ...]

    def recognises(self, path: Path) -> bool:
        """
        Tell whether a path looks like this format; look at a few bytes where a suffix is shared.

        Parameters
        ----------
        path
            A file or a folder, which may be missing.

        Returns
        -------
        bool
            False also where it cannot be told.
        """
        ...

    def read(self, path: Path, *, places: PlaceLookup) -> Reading:
        """
        Read an atlas, or tell all that is wrong with it.

        Parameters
        ----------
        path
            A file or a folder.
        places
            Where places come from that are given by a key of the gazetteer.

        Returns
        -------
        Reading
            The atlas if no problem is an error, and the problems.

        Raises
        ------
        UnreadableFile
            When nothing can be made of the file.
        """
        ...


class _Bundled:
    """The bundled gazetteer, loaded when the first place asks for it."""

    def place(self, key: str) -> Place:
        """Give the place behind a key."""
        from balkanroute.gazetteer import Gazetteer

        return Gazetteer.bundled().place(key)


BUNDLED: Final[PlaceLookup] = _Bundled()


def read(
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002 - the word users know
    gazetteer: PlaceLookup | None = None,
) -> Atlas:
    """
    Read an atlas.

    Parameters
    ----------
    path
        A file, or a folder.
    format
        Name of the format; told from the path if not given.
    gazetteer
        Where places come from that are given by their key; the bundled one if not given.

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
    """
    found = _reader(Path(path), format).read(Path(path), places=gazetteer or BUNDLED)
    if found.atlas is None:
        raise InvalidAtlas(found.problems)
    return found.atlas


def examine(
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002 - the word users know
    gazetteer: PlaceLookup | None = None,
) -> Reading:
    """
    Read an atlas as far as it goes.

    Parameters
    ----------
    path, format, gazetteer
        As for `read`.

    Returns
    -------
    Reading
        The atlas, unless some problem is an error, and every problem. A file that cannot be
        read at all is one problem.

    Raises
    ------
    UnknownReference
        When there is no such format.
    """
    try:
        return _reader(Path(path), format).read(Path(path), places=gazetteer or BUNDLED)
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
        Errors and warnings; empty where all is well. A file that cannot be read at all is one
        problem.

    Raises
    ------
    UnknownReference
        When there is no such format.
    """
    return examine(path, format=format, gazetteer=gazetteer).problems


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
def _readers() -> dict[str, Reader]:
    """Load the readers that are installed, the native one last."""
    points = sorted(entry_points(group=GROUP), key=lambda point: (point.name == NATIVE, point.name))
    return {point.name: point.load() for point in points}


def _reader(path: Path, name: str | None) -> Reader:
    """Choose the reader of a path."""
    readers = _readers()
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
    suffixes = sorted({suffix for reader in readers.values() for suffix in reader.suffixes})
    raise refusal(
        path,
        f"no format is known for {path.suffix or 'a file without a suffix'}; known are "
        f"{', '.join(suffixes)}{did_you_mean(path.suffix, suffixes)}",
    )
