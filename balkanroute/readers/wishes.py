"""Ids to wish for: made of names, and likely to be free however often a name comes again."""

from __future__ import annotations

from dataclasses import dataclass, field

from balkanroute.readers.gathering import id_of


@dataclass(slots=True)
class Wishes:
    """
    The ids that have been wished for.

    `Gathering.add` finds a free id by counting up from the wish, which takes long where a hundred
    thousand records are called the same; a wish that has the record's own number is free at once.
    """

    _words: set[str] = field(default_factory=set)

    def wish(self, name: str, number: int | None = None) -> str:
        """
        Make an id of a name.

        Parameters
        ----------
        name
            In any script.
        number
            Put behind it where the name came before; the count of names if not given.

        Returns
        -------
        str
            One word.
        """
        word = id_of(name)
        if word not in self._words:
            self._words.add(word)
            return word
        wished = f"{word}-{len(self._words) if number is None else number}"
        self._words.add(wished)
        return wished
