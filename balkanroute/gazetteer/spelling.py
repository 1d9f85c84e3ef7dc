"""Finds folded names that are spelled like a folded name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

#: Names whose letters agree less than this are not alike.
LEAST_ALIKE: Final = 0.7
_SHORTEST: Final = 3
_HEAD: Final = 2
_TAIL: Final = 3
_LAST: Final = "\U0010ffff"


class Spellings:
    """
    Known folded names, sorted by their beginnings and by their ends.

    A misspelling keeps the first two letters or the last three of the name that was meant; only
    names that do are compared, so that a search costs less than a millisecond among a
    hundred thousand names.

    Parameters
    ----------
    names
        Folded names; each is kept once.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._forward = sorted(set(names))
        self._backward = sorted(name[::-1] for name in self._forward)

    def alike(self, folded: str, *, limit: int) -> list[tuple[str, float]]:
        """
        Find the names nearest to a name.

        Parameters
        ----------
        folded
            A folded name; one of fewer than three letters is like nothing.
        limit
            How many at most.

        Returns
        -------
        list of (str, float)
            Names and how alike they are (1 minus the edits for each letter of the longer
            name, neighbours swapped counting as one), the most alike first.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        if len(folded) < _SHORTEST:
            return []
        most = int(len(folded) * (1 - LEAST_ALIKE) / LEAST_ALIKE) + 1
        found = {
            name
            for name in self._candidates(folded)
            if abs(len(name) - len(folded)) <= most and name != folded
        }
        scored = process.extract(
            folded,
            list(found),
            scorer=OSA.normalized_similarity,
            score_cutoff=LEAST_ALIKE,
            limit=None,
        )
        ranked = sorted(((name, score) for name, score, _ in scored), key=lambda x: (-x[1], x[0]))
        return ranked[:limit]

    def _candidates(self, folded: str) -> Iterable[str]:
        """Give the names that begin or end as a name does."""
        yield from _starting(self._forward, folded[:_HEAD])
        tail = folded[: -_TAIL - 1 : -1]
        yield from (name[::-1] for name in _starting(self._backward, tail))


def _starting(names: list[str], start: str) -> list[str]:
    """Cut the run of sorted names that start with a text."""
    return names[bisect_left(names, start) : bisect_left(names, start + _LAST)]
