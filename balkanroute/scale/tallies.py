"""What became of every row: how many were counted, and why the others were not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

#: How many row numbers are kept of each reason: the first ones.
EXAMPLES: Final = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """
    Rows by what became of them.

    Parameters
    ----------
    counts
        How many rows, by reason.
    examples
        The positions of the first few of them among all events, from 0, by reason.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    examples: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, reasons: Mapping[str, NDArray[np.int64]], first_row: int) -> Tally:
        """
        Count rows by reason.

        Parameters
        ----------
        reasons
            Positions of rows in a part of the events, ascending.
        first_row
            The position of the part's first row among all events.

        Returns
        -------
        Tally
            Reasons without a row are left out.
        """
        told = {reason: rows for reason, rows in reasons.items() if len(rows)}
        return cls(
            {reason: len(rows) for reason, rows in told.items()},
            {
                reason: tuple(int(row) + first_row for row in rows[:EXAMPLES])
                for reason, rows in told.items()
            },
        )

    @classmethod
    def sum(cls, tallies: Iterable[Tally]) -> Tally:
        """
        Add tallies of different rows.

        Parameters
        ----------
        tallies
            In any order; the sum does not depend on it.

        Returns
        -------
        Tally
            With reasons in the order of their names.
        """
        counts: dict[str, int] = {}
        examples: dict[str, list[int]] = {}
        for tally in tallies:
            for reason, count in tally.counts.items():
                counts[reason] = counts.get(reason, 0) + count
                examples.setdefault(reason, []).extend(tally.examples.get(reason, ()))
        order = sorted(counts)
        return cls(
            {reason: counts[reason] for reason in order},
            {reason: tuple(sorted(examples[reason])[:EXAMPLES]) for reason in order},
        )

    def frame(self) -> pd.DataFrame:
        """
        Give the tally as a table.

        Returns
        -------
        pandas.DataFrame
            Indexed by ``reason``: ``rows`` and ``first_rows``.
        """
        import pandas as pd

        index = pd.Index(list(self.counts), dtype=object, name="reason")
        rows = pd.Series(list(self.counts.values()), index=index, dtype="int64")
        firsts = pd.Series(list(self.examples.values()), index=index, dtype=object)
        return pd.DataFrame({"rows": rows, "first_rows": firsts})

    def plain(self) -> dict[str, Any]:
        """Give the tally as what JSON holds."""
        return {
            "counts": dict(self.counts),
            "examples": {reason: list(rows) for reason, rows in self.examples.items()},
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Tally:
        """Read what `plain` gives."""
        return cls(
            dict(plain["counts"]),
            {reason: tuple(rows) for reason, rows in plain["examples"].items()},
        )
