"""
Records gathered from the rows of somebody else's file.

A row becomes records or is listed as not read, never a part of both: what a row had added is
taken back when the row fails. Records are found again by a key of the format's own, so that a
thousand rows of one newspaper are one source, and every id is one word and unique.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from balkanroute.errors import InvalidAtlas, InvalidRecord
from balkanroute.model import KINDS, Agent, Atlas, Claim, Place, Route, Source
from balkanroute.names import slug
from balkanroute.readers.problems import FileProblem, Reading

_TYPES: Final = {
    "sources": Source,
    "agents": Agent,
    "places": Place,
    "routes": Route,
    "claims": Claim,
}
_LONGEST_ID: Final = 60


def id_of(text: str, default: str = "record") -> str:
    """
    Make one word of a text, to serve as an id.

    Parameters
    ----------
    text
        A name or a title in any script.
    default
        What is given where no letter or figure is left.

    Returns
    -------
    str
        Latin letters, figures and hyphens, at most 60 of them.
    """
    return slug(text)[:_LONGEST_ID].strip("-") or default


@dataclass(slots=True)
class Gathering:
    """
    Records as they are gathered.

    Parameters
    ----------
    file
        The file, as the caller named it.
    format
        Name of the format, for the problems and the title.
    """

    file: Path
    format: str
    skipped: list[FileProblem] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    _records: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {kind: {} for kind in KINDS}
    )
    _ids: dict[str, dict[Hashable, str]] = field(
        default_factory=lambda: {kind: {} for kind in KINDS}
    )
    _fresh: list[tuple[str, Hashable, str]] = field(default_factory=list)
    _numbered: dict[tuple[str, str], int] = field(default_factory=dict)

    @contextmanager
    def row(self, number: int, words: str = "") -> Iterator[None]:
        """
        Gather what one row says, or list the row as not read.

        Parameters
        ----------
        number
            Of the row, the line or the feature, from 1.
        words
            What to call it; ``row <number>`` if left out.

        Notes
        -----
        An `InvalidRecord` that is raised inside ends the row, is listed with its reason, and
        takes back every record that the row had added.
        """
        self._fresh.clear()
        try:
            yield
        except InvalidRecord as reason:
            for kind, key, made in reversed(self._fresh):
                del self._records[kind][made], self._ids[kind][key]
            self.skip(number, str(reason), words)

    def skip(self, number: int, reason: str, words: str = "") -> None:
        """
        List a row as not read.

        Parameters
        ----------
        number, words
            As for `row`.
        reason
            Why.
        """
        self.skipped.append(self._problem(number, reason, words))

    def warn(self, number: int, message: str, words: str = "") -> None:
        """
        Say of a row that was read what is odd about it.

        Parameters
        ----------
        number, words
            As for `row`.
        message
            What is odd.
        """
        self.problems.append(self._problem(number, message, words))

    def _problem(self, number: int, message: str, words: str) -> FileProblem:
        """Make a mild problem of a row."""
        return FileProblem(
            file=self.file,
            line=number,
            path=(),
            record=words or f"row {number}",
            message=message,
            severity="warning",
        )

    def known(self, kind: str, key: Hashable) -> str | None:
        """
        Find a record that was gathered under a key.

        Parameters
        ----------
        kind
            ``sources``, ``agents``, ``places``, ``routes`` or ``claims``.
        key
            As it was given to `add`.

        Returns
        -------
        str or None
            Its id.
        """
        return self._ids[kind].get(key)

    def record(self, kind: str, made: str) -> Any:  # noqa: ANN401 - a record of the kind
        """
        Give a record that was gathered.

        Parameters
        ----------
        kind
            As for `known`.
        made
            Its id.

        Returns
        -------
        object
            The record.
        """
        return self._records[kind][made]

    def add(self, kind: str, key: Hashable, /, **fields: Any) -> str:  # noqa: ANN401 - as the record
        """
        Add a record, unless one was added under the same key.

        Parameters
        ----------
        kind
            As for `known`.
        key
            What makes it the same record in this format: an identifier, or a tuple of values.
        **fields
            As the record takes them. An ``id`` is kept if it is one word and free; else one is
            made of it, or of the name or title. A ``kind`` that is None is not said.

        Returns
        -------
        str
            The record's id.

        Raises
        ------
        InvalidRecord
            When the record cannot be true.
        """
        found = self._ids[kind].get(key)
        if found is not None:
            return found
        if fields.get("kind", "") is None:
            del fields["kind"]
        wished = fields.pop("id", None)
        if wished or kind != "claims":
            fields["id"] = self._free(kind, str(wished or _name(fields) or key))
        made = _TYPES[kind](**fields)
        if made.id in self._records[kind]:
            made = replace(made, id=self._free(kind, made.id))
        self._records[kind][made.id] = made
        self._ids[kind][key] = made.id
        self._fresh.append((kind, key, made.id))
        return str(made.id)

    def put(self, kind: str, record: Any) -> None:  # noqa: ANN401 - a record of the kind
        """
        Put a record in the place of one with the same id, or add it under its id.

        Parameters
        ----------
        kind
            As for `known`.
        record
            The record.
        """
        self._records[kind][record.id] = record
        self._ids[kind].setdefault(record.id, record.id)

    def _free(self, kind: str, wished: str) -> str:
        """Give an id that is one word and not taken."""
        word = wished if not re.search(r"[\s/\\]", wished) and wished else id_of(wished)
        taken = self._records[kind]
        if word not in taken:
            return word
        number = self._numbered.get((kind, word), 2)
        while f"{word}-{number}" in taken:
            number += 1
        self._numbered[kind, word] = number
        return f"{word}-{number}"

    def reading(self, **header: Any) -> Reading:  # noqa: ANN401 - as `Atlas` takes them
        """
        Make the atlas of what was gathered.

        Parameters
        ----------
        **header
            The atlas' own fields; without a title it is named after the file.

        Returns
        -------
        Reading
            The atlas, what is odd and what was not read; or no atlas and the reasons.
        """
        lists = {kind: tuple(records.values()) for kind, records in self._records.items()}
        given: dict[str, Any] = {"title": self.file.stem or self.format, **header, **lists}
        skipped = tuple(self.skipped)
        try:
            atlas = Atlas(**given)
        except InvalidAtlas as reason:
            wrong = [
                FileProblem(
                    file=self.file,
                    path=problem.path,
                    record=problem.record,
                    message=problem.message,
                    severity=problem.severity,
                )
                for problem in reason.problems
            ]
            return Reading(atlas=None, problems=(*self.problems, *wrong), skipped=skipped)
        return Reading(atlas=atlas, problems=tuple(self.problems), skipped=skipped)


def _name(fields: dict[str, Any]) -> str:
    """Give what a record is called, as a word."""
    return id_of(str(fields.get("name") or fields.get("title") or ""), default="")
