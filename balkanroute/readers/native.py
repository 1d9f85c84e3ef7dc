"""
The native format: one file, or a folder with one file a list.

A file is YAML, JSON or TOML. A folder holds ``atlas.*`` and, beside it, ``sources.*``,
``agents.*``, ``places.*``, ``routes.*`` and ``claims.*`` where they are not in it; each is a
list, or a mapping with that one key. Claims may also be a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from balkanroute.errors import did_you_mean
from balkanroute.model import KINDS
from balkanroute.readers.assembly import Entry, assemble
from balkanroute.readers.documents import SUFFIXES, TABLES, Document, parsed
from balkanroute.readers.problems import (
    FileProblem,
    Mark,
    PlaceLookup,
    Reading,
    Steps,
    refusal,
)
from balkanroute.readers.protocol import DEFAULTS, Options

_HEADER: Final = "atlas"
_IGNORED: Final = ("$schema",)


class _Native:
    """Reads the native format."""

    name = "native"
    title = "balkanroute's own: YAML, JSON or TOML, one file or a folder"
    suffixes = SUFFIXES
    extra = None

    def recognises(self, path: Path) -> bool:
        """
        Tell whether a path looks like an atlas of ours.

        Parameters
        ----------
        path
            A file or a folder.

        Returns
        -------
        bool
            True for a folder, and for a file with one of our suffixes.
        """
        return path.is_dir() or path.suffix.lower() in SUFFIXES

    def read(self, path: Path, *, places: PlaceLookup, options: Options = DEFAULTS) -> Reading:  # noqa: ARG002 - the native format has no options
        """
        Read an atlas, or tell all that is wrong with it.

        Parameters
        ----------
        path
            A file or a folder.
        places
            Where places come from that are given by their key.
        options
            Of no meaning here.

        Returns
        -------
        Reading
            The atlas if no problem is an error, and the problems.

        Raises
        ------
        UnreadableFile
            When a file cannot be read at all.
        MissingExtra
            When claims are an ``.xlsx`` file and openpyxl is not installed.
        """
        gathered = _from_folder(path) if path.is_dir() else _from_file(path)
        reading = assemble(gathered.header, gathered.fields, gathered.entries, places)
        problems = (*gathered.problems, *reading.problems)
        wrong = any(problem.severity == "error" for problem in problems)
        return Reading(atlas=None if wrong else reading.atlas, problems=problems)


READER: Final = _Native()


@dataclass(slots=True)
class _Gathered:
    """What the files of an atlas hold, before any record is made."""

    header: Document
    fields: dict[str, Any] = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    files: dict[str, Path] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)

    def take_header(self) -> None:
        """Take the fields and the lists of the atlas file."""
        value = self.header.value
        if not isinstance(value, dict):
            raise refusal(
                self.header.file,
                f"expected fields such as title and claims, found a {type(value).__name__}",
            )
        for name, inner in value.items():
            if name in KINDS:
                self.take_list(name, self.header, (name,), inner)
            elif name not in _IGNORED:
                self.fields[name] = inner

    def take_list(self, kind: str, document: Document, path: Steps, value: object) -> None:
        """Take the records of a list."""
        if value is None:
            return
        if not isinstance(value, list):
            message = (
                f"expected a list of {kind}, found {type(value).__name__}; start each with '- '"
            )
            self._add(document, path, (kind,), message)
        elif kind in self.files:
            message = f"{kind} stand already in {self.files[kind].name}; keep them in one file"
            self._add(document, path, (kind,), message)
        else:
            self.files[kind] = document.file
            self.entries[kind] = [
                Entry(document, (*path, index), plain) for index, plain in enumerate(value)
            ]

    def _add(self, document: Document, at: Steps, path: Steps, message: str) -> None:
        """Add a problem."""
        mark = document.locate({at}).get(at, Mark())
        self.problems.append(
            FileProblem(
                file=document.file,
                line=mark.line,
                column=mark.column,
                path=path,
                record="atlas",
                message=message,
            )
        )


def _from_file(file: Path) -> _Gathered:
    """Read the one file of an atlas."""
    gathered = _Gathered(parsed(file))
    gathered.take_header()
    return gathered


def _from_folder(folder: Path) -> _Gathered:
    """Read every file of ours in a folder."""
    try:
        names = sorted(entry.name for entry in folder.iterdir() if entry.is_file())
    except OSError as reason:
        raise refusal(folder, f"the folder cannot be opened: {reason.strerror}") from reason
    ours = {
        kind: [name for name in names if _is_ours(kind, Path(name))] for kind in (_HEADER, *KINDS)
    }
    if not ours[_HEADER]:
        raise refusal(folder, _no_header(names))
    documents = {kind: [parsed(folder / name) for name in ours[kind]] for kind in ours}
    gathered = _Gathered(documents[_HEADER][0])
    for second in documents[_HEADER][1:]:
        raise refusal(second.file, f"{ours[_HEADER][0]} stands beside it; keep one of the two")
    gathered.take_header()
    for kind in KINDS:
        for document in documents[kind]:
            gathered.take_list(kind, document, *_list_of(kind, document))
    gathered.problems += _misspelt(folder, names)
    return gathered


def _is_ours(kind: str, name: Path) -> bool:
    """Tell whether a file holds a list, or the atlas itself."""
    suffixes = (*SUFFIXES, *TABLES) if kind == "claims" else SUFFIXES
    return name.stem == kind and name.suffix.lower() in suffixes


def _no_header(names: list[str]) -> str:
    """Say that a folder holds no atlas."""
    hint = did_you_mean("atlas.yaml", names)
    return (
        f"the folder holds no atlas.yaml, atlas.json or atlas.toml{hint}; "
        f"`balkanroute new DIR` writes an atlas to start from"
    )


def _list_of(kind: str, document: Document) -> tuple[Steps, object]:
    """Give the list that a file holds, and where it stands in it."""
    value = document.value
    if not isinstance(value, Mapping):
        return (), value
    others = [name for name in value if name not in (kind, *_IGNORED)]
    if others or kind not in value:
        raise refusal(
            document.file,
            f"expected a list of {kind}, or the one key {kind!r}, found "
            f"{', '.join(map(repr, others[:3])) or 'nothing'}; other fields stand in atlas.*",
        )
    return (kind,), value[kind]


def _misspelt(folder: Path, names: list[str]) -> Iterator[FileProblem]:
    """Warn of files that are ignored, but look as if they were meant to be read."""
    for name in map(Path, names):
        if any(_is_ours(kind, name) for kind in (_HEADER, *KINDS)):
            continue
        known = name.stem in (_HEADER, *KINDS)
        hint = did_you_mean(name.stem, (_HEADER, *KINDS))
        if known or (hint and name.suffix.lower() in (*SUFFIXES, *TABLES)):
            endings = (*SUFFIXES, *TABLES) if name.stem == "claims" else SUFFIXES
            way_out = f"; it would be read with {', '.join(endings)}" if known else hint
            yield FileProblem(
                file=folder / name,
                path=(),
                record="",
                message=f"this file is not read{way_out}",
                severity="warning",
            )
