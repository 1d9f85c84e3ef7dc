"""
Records of ours that travelled inside another format, each with its list and its number.

Writers that cannot say all in the words of a format put the record beside them, as plain data;
here such records become an atlas again, in its own order, also where somebody has since taken
some of them away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from balkanroute.errors import InvalidRecord
from balkanroute.model import KINDS
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.problems import Reading
from balkanroute.readers.restoration import Restoration, Row, header_of, no_rows
from balkanroute.readers.texts import unfit


@dataclass(slots=True)
class Numbered:
    """
    What was found of ours.

    Attributes
    ----------
    header : dict or None
        The atlas' own fields; None where the file is not ours.
    rows : dict
        By list: the records, each with its place in the list.
    """

    header: dict[str, Any] | None = None
    rows: dict[str, list[tuple[int, Row]]] = field(
        default_factory=lambda: {kind: [] for kind in KINDS}
    )

    def take(self, kind: str, held: Mapping[str, Any], row: Row) -> None:
        """
        Take a record.

        Parameters
        ----------
        kind
            Its list.
        held
            Our data: the place in the list under the name of the list.
        row
            The record.

        Raises
        ------
        InvalidRecord
            When it has no number, or holds what no record may.
        """
        number = held.get(kind)
        if type(number) is not int:
            raise InvalidRecord(f"its balkanroute data has no number under {kind!r}")
        wrong = unfit(row.plain)
        if wrong is not None:
            raise InvalidRecord(f"its balkanroute data cannot be read: {wrong[1]}")
        self.rows[kind].append((number, row))

    def put_into(self, gathering: Gathering) -> None:
        """
        Put all records where they are gathered, in the order of the atlas.

        Parameters
        ----------
        gathering
            Takes them, and is told of what they point to and is gone.
        """
        rows = no_rows()
        for kind, numbered in self.rows.items():
            rows[kind] = [row for _, row in sorted(numbered, key=lambda entry: entry[0])]
        Restoration(gathering, rows).restore()

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
            What the header says wrong is told.
        """
        return gathering.reading(**header_of(gathering, self.header or {}))


def plain_under(held: Mapping[str, Any], name: str = "record") -> dict[str, Any]:
    """
    Give the plain data of a record.

    Parameters
    ----------
    held
        Our data.
    name
        Where it stands in it.

    Returns
    -------
    dict
        A copy.

    Raises
    ------
    InvalidRecord
        When there is none.
    """
    plain = held.get(name)
    if not isinstance(plain, dict):
        raise InvalidRecord(f"its balkanroute data has no mapping under {name!r}")
    return dict(plain)


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
