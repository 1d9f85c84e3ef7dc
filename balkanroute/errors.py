"""
Everything the package raises on purpose, one family.

::

    BalkanRouteError
    ├── InvalidRecord (also ValueError)      a record that cannot be true
    │   ├── InvalidAtlas                     records that do not fit together; holds every problem
    │   ├── UnreadableFile                   a file that is not what it says it is
    │   └── LossyFormat                      a format that cannot hold what was to be written
    ├── UnwritableFile (also OSError)        a file that cannot be written
    ├── EngineStopped (also RuntimeError)    a cluster, or a part of it, that went away
    ├── UnknownReference (also LookupError)  an id or a name of ours that names nothing
    ├── UnresolvedPlace (also LookupError)   a name that no place answers to
    ├── MissingExtra (also ImportError)      an optional dependency that is not installed
    └── MissingData (also FileNotFoundError) a bundled file that is absent or altered
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable


class BalkanRouteError(Exception):
    """The root of the family: catch this to catch all that is raised on purpose."""


class InvalidRecord(BalkanRouteError, ValueError):
    """A record says something that cannot be."""


class UnreadableFile(InvalidRecord):
    """A file cannot be read as what its name or its content says it is."""


class LossyFormat(InvalidRecord):
    """A format cannot hold all that was to be written, and nothing was to be lost."""


class UnwritableFile(BalkanRouteError, OSError):
    """A file cannot be written; one that was there is left as it was."""


class EngineStopped(BalkanRouteError, RuntimeError):
    """What was to do the work went away; what it had finished can be kept, see the message."""


class UnknownReference(BalkanRouteError, LookupError):
    """An id, or a name from a fixed list, names nothing."""


class UnresolvedPlace(BalkanRouteError, LookupError):
    """No place answers to a name, or to a key of the gazetteer."""


class MissingExtra(BalkanRouteError, ImportError):
    """An optional dependency is not installed; the message names the extra."""


class MissingData(BalkanRouteError, FileNotFoundError):
    """A bundled file is absent, or its bytes are not the registered ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """
    One thing that is wrong with an atlas, and where.

    Parameters
    ----------
    path
        Where it stands, from the top of the atlas: ``("claims", 3, "source")``.
    record
        The record in words: ``claim 'attempts'``.
    message
        What is wrong, what was expected, and the way out.
    severity
        An ``error`` keeps the atlas from being made; a ``warning`` does not.
    """

    path: tuple[str | int, ...]
    record: str
    message: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """Give the problem as one line."""
        return f"{self.record}: {self.message}" if self.record else self.message


class InvalidAtlas(InvalidRecord):
    """
    Records do not fit together.

    Parameters
    ----------
    problems
        Every problem that was found, errors and warnings.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        wrong = [problem for problem in self.problems if problem.severity == "error"]
        count = "1 error" if len(wrong) == 1 else f"{len(wrong)} errors"
        super().__init__("\n".join([f"the atlas has {count}:", *(f"- {p}" for p in wrong)]))

    def __reduce__(self) -> tuple[type[InvalidAtlas], tuple[tuple[Problem, ...]]]:
        """Carry the problems, not their text, to a copy or another process."""
        return type(self), (self.problems,)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """
    Suggest the nearest known word.

    Parameters
    ----------
    word
        What was found.
    known
        What would have been right.

    Returns
    -------
    str
        ``; did you mean 'x'?``, or nothing where no known word is near.
    """
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""
