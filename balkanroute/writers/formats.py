"""Which writer writes a path; formats are plugins, ours among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

from balkanroute.errors import LossyFormat, UnknownReference, UnwritableFile, did_you_mean
from balkanroute.model import Atlas, Place
from balkanroute.writers.losses import LossReport

GROUP: Final = "balkanroute.writers"
#: The format of a folder, and of a path that no other format claims.
NATIVE: Final = "native"


class PlaceLookup(Protocol):
    """What a writer needs of a gazetteer: a key to its place."""

    def place(self, key: str) -> Place:
        """
        Give the place behind a key.

        Parameters
        ----------
        key
            As a place's ``gazetteer`` field has it.

        Returns
        -------
        Place
            The gazetteer's own record.

        Raises
        ------
        UnresolvedPlace
            When there is no such key.
        """
        ...


class Writer(Protocol):
    """
    One format; an object of an entry point in the group ``balkanroute.writers``.

    Attributes
    ----------
    name : str
        The format's name, for ``format=``.
    title : str
        What it is, in a line for people.
    suffixes : tuple of str
        Endings of its files, in lower case with the dot; the longest that fits a name decides.
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

    def write(self, atlas: Atlas, path: Path, *, places: PlaceLookup) -> LossReport:
        """
        Write an atlas, whole or not at all.

        Parameters
        ----------
        atlas
            What to write.
        path
            The file or the folder.
        places
            The gazetteer whose places are written by their key.

        Returns
        -------
        LossReport
            What the format could not keep.

        Raises
        ------
        InvalidRecord
            When a value cannot be written in this format at all.
        UnwritableFile
            When the target cannot be written; what stood there is as it was.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """
    A writer made of a function.

    Parameters
    ----------
    name, title, suffixes, extra
        As for `Writer`.
    save
        Writes an atlas to a path, given the places; whole or not at all.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    save: Callable[[Atlas, Path, PlaceLookup], LossReport]
    extra: str | None = None

    def write(self, atlas: Atlas, path: Path, *, places: PlaceLookup) -> LossReport:
        """Write an atlas, whole or not at all."""
        return self.save(atlas, path, places)


class _Bundled:
    """The bundled gazetteer, loaded when the first place asks for it."""

    def place(self, key: str) -> Place:
        """Give the place behind a key."""
        from balkanroute.gazetteer import Gazetteer

        return Gazetteer.bundled().place(key)


BUNDLED: Final[PlaceLookup] = _Bundled()


def write(
    atlas: Atlas,
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002 - the word users know
    gazetteer: PlaceLookup | None = None,
    strict: bool = False,
) -> LossReport:
    """
    Write an atlas, whole or not at all.

    In the native format, a place that names its key in the gazetteer is written as that key and
    the fields that differ, so that licensed geometry is not copied into the file. Other formats
    carry the geometry, and the credit that is owed for it.

    Parameters
    ----------
    atlas
        What to write.
    path
        The file; its suffix says the format, as in ``claims.csv`` or ``claims.stix.json``.
        Without a suffix it is a folder, with one YAML file a list.
    format
        Name of the format; told from the path if not given.
    gazetteer
        Where places come from that are written by their key; the bundled one if not given.
    strict
        Write nothing where the format cannot hold everything.

    Returns
    -------
    LossReport
        What the format could not keep; false where nothing was lost, as in the native format.

    Raises
    ------
    InvalidRecord
        When a value cannot be written in this format at all.
    LossyFormat
        When ``strict`` and something would be lost; it names all that would.
    MissingExtra
        When the format needs an extra that is not installed.
    UnknownReference
        When there is no such format.
    UnwritableFile
        When the target cannot be written; what stood there is as it was.
    """
    target, places = Path(path), gazetteer or BUNDLED
    writer = _writer(target, format)
    if not strict or writer.name == NATIVE:
        return writer.write(atlas, target, places=places)
    return _written_without_loss(writer, atlas, target, places)


def _written_without_loss(
    writer: Writer, atlas: Atlas, target: Path, places: PlaceLookup
) -> LossReport:
    """Write beside the target, and put it there only if nothing was lost."""
    try:
        with TemporaryDirectory(prefix=f".{target.name[:40]}-", dir=target.parent) as workshop:
            beside = Path(workshop) / target.name
            report = writer.write(atlas, beside, places=places)
            if report:
                raise LossyFormat(
                    f"{target}: nothing is written, for this would be lost:\n{report}"
                )
            beside.replace(target)
    except UnwritableFile:
        raise
    except OSError as reason:
        raise UnwritableFile(
            f"{target}: cannot be written: {reason.strerror or reason}; nothing was changed there"
        ) from reason
    return report


@cache
def installed() -> dict[str, Writer]:
    """
    Load the writers that are installed.

    Returns
    -------
    dict
        By name.
    """
    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return {point.name: point.load() for point in points}


def _writer(path: Path, name: str | None) -> Writer:
    """Choose the writer of a path."""
    writers = installed()
    if name is not None:
        if name not in writers:
            raise UnknownReference(
                f"format {name!r} is not installed{did_you_mean(name, writers)}; "
                f"there are {', '.join(writers)}"
            )
        return writers[name]
    ending = path.name.lower()
    if not path.suffix or path.is_dir():
        return writers[NATIVE]
    by_suffix = {mark: writer for writer in writers.values() for mark in writer.suffixes}
    fitting = [suffix for suffix in by_suffix if ending.endswith(suffix)]
    if not fitting:
        raise UnknownReference(
            f"{path.name}: no format is written as {path.suffix!r}"
            f"{did_you_mean(path.suffix, by_suffix)}; there are {', '.join(sorted(by_suffix))}, "
            f"and a folder where there is no suffix"
        )
    return by_suffix[max(fitting, key=len)]
