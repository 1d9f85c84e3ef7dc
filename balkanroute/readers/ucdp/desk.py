"""What stays the same from row to row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from balkanroute.readers.event_rows import Numbers
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.problems import PlaceLookup

NAME: Final = "ucdp"
TITLE: Final = "UCDP Georeferenced Event Dataset"
LICENCE: Final = "CC-BY-4.0"


@dataclass(slots=True)
class Desk:
    """
    What stays the same from row to row.

    Parameters
    ----------
    gathering
        The records so far.
    places
        Where outlines come from.
    agent, source
        Ids of UCDP and of its dataset.
    texts
        Cells seen so far, so that equal ones are one object.
    numbers
        Of the places and reports.
    spots
        The places of rows that were read, by what those rows say of where.
    """

    gathering: Gathering
    places: PlaceLookup
    agent: str
    source: str
    texts: dict[str, str] = field(default_factory=dict)
    numbers: Numbers = field(default_factory=Numbers)
    spots: dict[tuple[str, ...], tuple[str | None, bool]] = field(default_factory=dict)

    def once(self, text: str) -> str:
        """Give the first text that was equal to this one."""
        return self.texts.setdefault(text, text)
