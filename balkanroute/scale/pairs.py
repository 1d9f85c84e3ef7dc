"""Which event lies in which place, and the rule for what lies on a border."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from balkanroute.errors import InvalidRecord, did_you_mean

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OnBorder = Literal["touching", "first", "none"]
RULES: Final = get_args(OnBorder)


@dataclass(frozen=True, slots=True)
class Pairs:
    """
    Events and the places that they lie in or on the border of.

    Parameters
    ----------
    row
        Positions of events, int64.
    place
        Positions of places in the places' order, int32.
    on_border
        Whether the event lies exactly on the outline of the place.
    """

    row: NDArray[np.int64]
    place: NDArray[np.int32]
    on_border: NDArray[np.bool_]

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.row)

    @classmethod
    def inside(cls, rows: NDArray[np.int64], place: int) -> Pairs:
        """
        Put events in one place.

        Parameters
        ----------
        rows
            Positions of events.
        place
            The position of the place.

        Returns
        -------
        Pairs
            None of them on its border.
        """
        import numpy as np

        return cls(rows, np.full(len(rows), place, np.int32), np.zeros(len(rows), dtype=bool))

    @classmethod
    def together(cls, parts: Iterable[Pairs]) -> Pairs:
        """
        Put pairs one after the other.

        Parameters
        ----------
        parts
            Pairs of different events or places.

        Returns
        -------
        Pairs
            All of them.
        """
        import numpy as np

        nothing = cls(np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, dtype=bool))
        told = [nothing, *parts]
        return cls(
            np.concatenate([part.row for part in told]),
            np.concatenate([part.place for part in told]),
            np.concatenate([part.on_border for part in told]),
        )

    def of_rows(self, rows: slice) -> Pairs:
        """
        Keep the pairs of a run of events.

        Parameters
        ----------
        rows
            Positions of events.

        Returns
        -------
        Pairs
            By positions in the run.
        """
        own = (self.row >= rows.start) & (self.row < rows.stop)
        return Pairs(self.row[own] - rows.start, self.place[own], self.on_border[own])

    def sorted(self) -> Pairs:
        """
        Order the pairs by event, then by place.

        Returns
        -------
        Pairs
            The same pairs.
        """
        import numpy as np

        order = np.lexsort((self.place, self.row))
        return Pairs(self.row[order], self.place[order], self.on_border[order])

    def ruled(self, rule: OnBorder) -> Pairs:
        """
        Keep the pairs that a rule for borders keeps.

        Parameters
        ----------
        rule
            ``touching`` keeps all: an event on a border is in every place that it touches.
            ``none`` keeps what is inside: an event on the border of a place is not in it.
            ``first`` keeps what is inside, and of the places on whose border an event lies
            only the one that stands first in their order, so that an event on the border
            of two neighbours is counted once. Being inside a place changes nothing for the
            others: an event inside a country and on the border of two of its districts is in
            the country and in the first of the two.

        Returns
        -------
        Pairs
            A part of the pairs, in the same order.
        """
        import numpy as np

        if rule == "touching" or not self.on_border.any():
            return self
        kept = ~self.on_border
        if rule == "first":
            edges = np.flatnonzero(self.on_border)
            order = edges[np.lexsort((self.place[edges], self.row[edges]))]
            row = self.row[order]
            kept[order[np.append(True, row[1:] != row[:-1])]] = True
        return Pairs(self.row[kept], self.place[kept], self.on_border[kept])


def check_rule(rule: str) -> OnBorder:
    """Refuse a rule for borders that is none of ours."""
    if rule not in RULES:
        raise InvalidRecord(
            f"on_border: expected one of {', '.join(RULES)}, found {rule!r}"
            f"{did_you_mean(str(rule), RULES)}"
        )
    return rule  # type: ignore[return-value]
