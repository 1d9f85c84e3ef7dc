"""
Records of ours that travelled inside another format, each with its list and its number.

Writers that cannot say all in the words of a format put the record beside them, as plain data;
here such records become an atlas again, in its own order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.model import KINDS, Agent, Atlas, Claim, Place, Route, Source, from_plain
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.problems import Reading
from balkanroute.readers.texts import unfit

_TYPES: Final[Mapping[str, type[Any]]] = {
    "sources": Source,
    "agents": Agent,
    "places": Place,
    "routes": Route,
    "claims": Claim,
}
_HEADER: Final = ("title", "language", "summary", "date", "licence", "note", "extra")


@dataclass(slots=True)
class Numbered:
    """
    What was found of ours.

    Attributes
    ----------
    header : dict or None
        The atlas' own fields; None where the file is not ours.
    """

    header: dict[str, Any] | None = None
    _records: dict[str, list[tuple[int, Any]]] = field(
        default_factory=lambda: {kind: [] for kind in KINDS}
    )

    def take(self, kind: str, number: object, plain: object) -> None:
        """
        Take a record.

        Parameters
        ----------
        kind
            Its list.
        number
            Its place in the list.
        plain
            The record as plain data.

        Raises
        ------
        InvalidRecord
            When it is none.
        """
        self.put(kind, number, record_of(kind, plain))

    def put(self, kind: str, number: object, record: Any) -> None:  # noqa: ANN401 - of the kind
        """
        Take a record that was made already.

        Parameters
        ----------
        kind, number
            As for `take`.
        record
            The record.

        Raises
        ------
        InvalidRecord
            When the number is none.
        """
        if type(number) is not int:
            raise InvalidRecord(f"its balkanroute data has no number under {kind!r}")
        self._records[kind].append((number, record))

    def put_into(
        self, gathering: Gathering, finished: Callable[[str, int, Any], Any] | None = None
    ) -> None:
        """
        Put all records where they are gathered, in the order of the atlas.

        Parameters
        ----------
        gathering
            Takes them; an id that stands there already is listed.
        finished
            Gives a record, by its list and number, what was found elsewhere in the file.
        """
        for kind, numbered in self._records.items():
            for number, record in sorted(numbered, key=lambda entry: entry[0]):
                if gathering.known(kind, record.id):
                    reason = f"the id {record.id!r} stands already among the {kind}"
                    gathering.skip(number + 1, reason, f"{KINDS[kind]} {number + 1}")
                    continue
                gathering.put(kind, finished(kind, number, record) if finished else record)

    def reading(self, gathering: Gathering) -> Reading:
        """
        Give the atlas of all that was gathered, with the header that was found.

        Parameters
        ----------
        gathering
            After `put_into`.

        Returns
        -------
        Reading
            What the header says wrong is listed.
        """
        header = dict(self.header or {})
        recorder = header.pop("recorder", None)
        made, problems = from_plain(Atlas, header)
        for problem in problems:
            gathering.skip(1, str(problem), "the atlas")
        fields = {} if made is None else {name: getattr(made, name) for name in _HEADER}
        return gathering.reading(**fields, recorder=recorder)


def record_of(kind: str, plain: object) -> Any:  # noqa: ANN401 - a record of the kind
    """
    Make a record of plain data.

    Parameters
    ----------
    kind
        Its list.
    plain
        Its fields as a file spells them.

    Returns
    -------
    object
        The record.

    Raises
    ------
    InvalidRecord
        With all that is wrong.
    """
    wrong = unfit(plain) if isinstance(plain, dict) else None
    if wrong is not None:
        raise InvalidRecord(f"its balkanroute data cannot be read: {wrong[1]}")
    made, problems = from_plain(_TYPES[kind], plain)
    if made is None:
        raise InvalidRecord("; ".join(map(str, problems)))
    return made


def kinds_of(held: Mapping[str, Any]) -> list[str]:
    """
    Tell of which lists a mapping names a number.

    Parameters
    ----------
    held
        Our data of an entity.

    Returns
    -------
    list of str
        One list, or none.
    """
    return [kind for kind in KINDS if kind in held]
