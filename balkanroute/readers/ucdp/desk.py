"""What stays the same from row to row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

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
    count
        Of the places and reports that were numbered.
    """

    gathering: Gathering
    places: PlaceLookup
    agent: str
    source: str
    texts: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def numbered(self, word: str) -> str:
        """Give an id that no other record has: the word and a number."""
        self.count += 1
        return f"{word}-{self.count}"

    def once(self, text: str) -> str:
        """Give the first text that was equal to this one."""
        return self.texts.setdefault(text, text)
