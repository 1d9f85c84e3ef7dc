"""What a reader is: a name, a look at a path, and a way to an atlas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from balkanroute.model import Place
from balkanroute.readers.problems import PlaceLookup, Reading

#: Told how many bytes of a file have been read, and how many it has.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """
    What a user wishes of reading, the same for every format.

    Parameters
    ----------
    keep_rows
        Keep what a feed whose terms bar redistribution says in its own words; such a feed is
        otherwise read for its facts alone. It has a meaning for ACLED.
    progress
        Called now and then with the bytes read so far and the bytes in all; None for silence.
    """

    keep_rows: bool = False
    progress: Progress | None = None


DEFAULTS: Final = Options()


class Reader(Protocol):
    """
    One format; an object of an entry point in the group ``balkanroute.readers``.

    Attributes
    ----------
    name : str
        The format's name, for ``format=``.
    title : str
        What it is, in a line for people.
    suffixes : tuple of str
        Of its files, in lower case with the dot.
    extra : str or None
        The extra that must be installed, None where none.
    """

    @property
    def name(self) -> str:
        """Give the format's name."""
        ...

    @property
    def title(self) -> str:
        """Say what it is."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Give the endings of its files."""
        ...

    @property
    def extra(self) -> str | None:
        """Give the extra that it needs."""
        ...

    def recognises(self, path: Path) -> bool:
        """
        Tell whether a path looks like this format; look inside where a suffix is shared.

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

    def read(self, path: Path, *, places: PlaceLookup, options: Options) -> Reading:
        """
        Read an atlas, or tell all that is wrong with it.

        Parameters
        ----------
        path
            A file or a folder.
        places
            Where places come from that are given by a key of the gazetteer.
        options
            What the user wishes.

        Returns
        -------
        Reading
            The atlas if no problem is an error, the problems, and what could not be read.

        Raises
        ------
        UnreadableFile
            When nothing can be made of the file.
        MissingExtra
            When the format needs an extra that is not installed.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """
    A reader made of two functions.

    Parameters
    ----------
    name, title, suffixes, extra
        As for `Reader`.
    look
        Tells whether a path looks like this format.
    load
        Reads a path, given the places and the options.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    look: Callable[[Path], bool]
    load: Callable[[Path, PlaceLookup, Options], Reading]
    extra: str | None = None

    def recognises(self, path: Path) -> bool:
        """Tell whether a path looks like this format."""
        return self.look(path)

    def read(self, path: Path, *, places: PlaceLookup, options: Options = DEFAULTS) -> Reading:
        """Read an atlas, or tell all that is wrong with it."""
        return self.load(path, places, options)


class Bundled:
    """The bundled gazetteer, loaded when the first place asks for it."""

    def place(self, key: str) -> Place:
        """Give the place behind a key."""
        from balkanroute.gazetteer import Gazetteer

        return Gazetteer.bundled().place(key)


BUNDLED: Final[PlaceLookup] = Bundled()
