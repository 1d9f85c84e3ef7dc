"""What a reader tells: an atlas or not, and every problem with the line where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from balkanroute.errors import Problem, UnreadableFile
from balkanroute.model import KINDS, Atlas, Place

#: Where something stands inside a file or an atlas: ``("claims", 3, "stance")``.
Steps = tuple[str | int, ...]


class PlaceLookup(Protocol):
    """What a reader needs of a gazetteer: a key to its place."""

    def place(self, key: str) -> Place:
        """
        Give the place behind a key.

        Parameters
        ----------
        key
            As written under ``gazetteer`` in a file.

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


@dataclass(frozen=True, slots=True)
class Mark:
    """
    A spot in a file.

    Parameters
    ----------
    line, column
        Counted from 1; in a spreadsheet the row and the number of the column.
    words
        The same for people, where a line and a column say too little.
    """

    line: int = 1
    column: int = 1
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProblem(Problem):
    """
    A problem, and the spot in the file where it stands.

    Parameters
    ----------
    file
        The file, as the caller named it.
    line, column
        Counted from 1; in a spreadsheet the row and the number of the column.
    """

    file: Path
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """Give ``file:line:column: path: what is wrong``."""
        path = f"{dotted(self.path)}: " if self.path else ""
        mild = "warning: " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}:{self.column}: {path}{mild}{Problem.__str__(self)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    What came of reading.

    Parameters
    ----------
    atlas
        None when some problem is an error.
    problems
        Errors and warnings, in the order of the file.
    skipped
        Rows, features or records that could not be read, each with its number and the reason;
        the rest was read.
    format
        Name of the format that was read; empty where nothing was.
    """

    atlas: Atlas | None
    problems: tuple[FileProblem, ...] = ()
    skipped: tuple[FileProblem, ...] = ()
    format: str = ""

    def summary(self) -> str:
        """
        Say in a line what came of it.

        Returns
        -------
        str
            ``2 errors, 1 warning``, or how many records of each kind there are.
        """
        warnings = sum(problem.severity == "warning" for problem in self.problems)
        if self.atlas is None:
            return (
                f"{_count(len(self.problems) - warnings, 'error')}, {_count(warnings, 'warning')}"
            )
        counts = [_count(len(getattr(self.atlas, kind)), name) for kind, name in KINDS.items()]
        left = f", {_count(len(self.skipped), 'row')} not read" if self.skipped else ""
        return f"no errors, {_count(warnings, 'warning')}{left}; {', '.join(counts)}"


def _count(number: int, noun: str) -> str:
    """Say a number of things."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class RowsNotRead(UserWarning):
    """
    Rows of a file could not be read, and the rest was.

    Parameters
    ----------
    message
        How many, and the first reason.
    skipped
        A problem for each row.
    """

    def __init__(self, message: str, skipped: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.skipped = tuple(skipped)


class Refused(UnreadableFile):
    """
    A file that cannot be read at all, with the spot where reading ended.

    Parameters
    ----------
    problem
        What is wrong and where.
    """

    def __init__(self, problem: FileProblem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def refusal(file: Path, message: str, mark: Mark | None = None, path: Steps = ()) -> Refused:
    """
    Make the error for a file that cannot be read.

    Parameters
    ----------
    file
        The file, as the caller named it.
    message
        What is wrong, what was expected, and the way out.
    mark
        Where; the start of the file if not given.
    path
        Where inside the file's data, if that is known.

    Returns
    -------
    Refused
        To be raised.
    """
    spot = mark or Mark()
    return Refused(
        FileProblem(
            file=file, line=spot.line, column=spot.column, path=path, record="", message=message
        )
    )


def dotted(path: Steps) -> str:
    """
    Write a path for people.

    Parameters
    ----------
    path
        Steps from the top of the atlas.

    Returns
    -------
    str
        ``claims[3].stance``; entries of a list count from 0.
    """
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(steps).removeprefix(".")
