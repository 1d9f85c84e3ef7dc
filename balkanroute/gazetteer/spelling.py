"""Finds folded names that are spelled like a folded name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import ceil
from typing import Final

#: Names whose letters agree less than this are not alike.
LEAST_ALIKE: Final = 0.7
_SHORTEST: Final = 3
#: By how many letters a misspelling may be longer or shorter.
_LENGTHS: Final = 3
_HEAD: Final = 2
_TAIL: Final = 3


class Spellings:
    """
    Known folded names, by how they begin, how they end and how long they are.

    A misspelling keeps the first two letters or the last three of the name that was meant; only
    names that do are compared, so that a search costs less than a millisecond among a
    hundred thousand names.

    Parameters
    ----------
    names
        Folded names; each is kept once.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_head: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._by_tail: dict[tuple[str, int], list[str]] = defaultdict(list)
        for name in sorted(set(names)):
            self._by_head[name[:_HEAD], len(name)].append(name)
            self._by_tail[name[-_TAIL:], len(name)].append(name)

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
        found = set(self._candidates(folded)) - {folded}
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
        """Give the names that begin or end as a name does and are nearly as long."""
        length = len(folded)
        shortest = max(ceil(length * LEAST_ALIKE), length - _LENGTHS)
        longest = min(int(length / LEAST_ALIKE), length + _LENGTHS)
        for other in range(shortest, longest + 1):
            yield from self._by_head.get((folded[:_HEAD], other), ())
            yield from self._by_tail.get((folded[-_TAIL:], other), ())
