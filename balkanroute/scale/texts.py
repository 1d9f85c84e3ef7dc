"""Texts that are nearly the same, found without comparing all with all."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datasketch import MinHashLSH

#: Of a longer text only the beginning is compared; that it is the same is told by all of it.
LONGEST: Final = 20_000
#: Texts are compared by the runs of so many words that they have.
_RUN: Final = 3
#: As long as there are fewer texts, a new one is compared with all.
_FEW: Final = 24
#: Hashes of a text: more find more of what is alike, and take longer.
_HASHES: Final = 128
#: Pairs to be compared are taken for alike a little below the likeness that is asked for, so
#: that the few hashes miss few of those above it.
_SLACK: Final = 0.15
_LEAST: Final = 0.1
_WORD: Final = re.compile(r"\w+")


def words_of(text: str) -> str:
    """
    Reduce a text to what is compared: its words in lower case, a space between them.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        Empty where there is no letter or digit.
    """
    return " ".join(_WORD.findall(text.casefold()))


def mark_of(words: str) -> bytes:
    """
    Give what two texts share only if they are the same.

    Parameters
    ----------
    words
        As `words_of` gives them.

    Returns
    -------
    bytes
        Sixteen bytes of a hash.
    """
    return hashlib.blake2b(words.encode(errors="surrogatepass"), digest_size=16).digest()


def runs_of(words: str) -> frozenset[str]:
    """
    Give the runs of three words of a text, or all of it where it has fewer words.

    Parameters
    ----------
    words
        As `words_of` gives them.

    Returns
    -------
    frozenset of str
        Each once.
    """
    told = words.split(" ")
    return frozenset(
        " ".join(told[first : first + _RUN]) for first in range(max(len(told) - _RUN + 1, 1))
    )


@dataclass(slots=True)
class Alike:
    """
    Texts, among which those are found that are nearly the same as another.

    Parameters
    ----------
    similarity
        How alike two texts are at least: the runs of words that both have, of all that any of
        them has (Jaccard), from 0 to 1. Among more than a few texts, pairs to be compared are
        chosen by MinHash and locality-sensitive hashing (Broder 1997,
        doi:10.1109/SEQUEN.1997.666900), which may miss a pair that is just alike enough.
    """

    similarity: float
    _runs: dict[int, frozenset[str]] = field(default_factory=dict)
    _index: MinHashLSH | None = None

    def add(self, number: int, runs: frozenset[str]) -> None:
        """
        Add a text.

        Parameters
        ----------
        number
            What it is called.
        runs
            As `runs_of` gives them.
        """
        self._runs[number] = runs
        if self._index is not None:
            self._index.insert(number, _hashed(runs), check_duplication=False)
        elif len(self._runs) > _FEW:
            self._index = self._indexed()

    def find(self, runs: frozenset[str]) -> int | None:
        """
        Find the text that is nearly the same as another.

        Parameters
        ----------
        runs
            Of the other.

        Returns
        -------
        int or None
            The lowest number among those that are alike enough, None where none is.
        """
        tried: Any = self._runs if self._index is None else self._index.query(_hashed(runs))
        return min((own for own in tried if self._is_alike(self._runs[own], runs)), default=None)

    def _is_alike(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Compare two texts."""
        both = len(one & other)
        return both >= self.similarity * (len(one) + len(other) - both)

    def _indexed(self) -> MinHashLSH:
        """Put all texts so far in an index."""
        from datasketch import MinHashLSH

        index = MinHashLSH(threshold=max(self.similarity - _SLACK, _LEAST), num_perm=_HASHES)
        for number, runs in self._runs.items():
            index.insert(number, _hashed(runs))
        return index


def _hashed(runs: frozenset[str]) -> Any:  # noqa: ANN401 - a MinHash
    """Give the hashes of a text."""
    from datasketch import MinHash

    hashed = MinHash(num_perm=_HASHES, seed=1)
    hashed.update_batch([run.encode(errors="surrogatepass") for run in sorted(runs)])
    return hashed
