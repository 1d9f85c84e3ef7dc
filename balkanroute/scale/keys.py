"""Sets of whole numbers that grow by the million, and words by their numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.scale.coordinates import is_text, texts_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]


#: A name, topic or unit of more characters than this is no name; so many of it are kept.
LONGEST_NAME: Final = 1_000
_KEPT: Final = 100


def _no_numbers() -> Whole:
    """Give no number."""
    import numpy as np

    return np.empty(0, dtype=np.int64)


@dataclass(slots=True)
class KeySet:
    """
    A set of whole numbers, kept as few sorted runs without repeats.

    A run is merged with the one before it once it is half as long, so that a number is moved as
    often as the set doubles.
    """

    _runs: list[Whole] = field(default_factory=list)

    def __len__(self) -> int:
        """Count the numbers, those in several runs several times."""
        return sum(map(len, self._runs))

    def add(self, keys: Whole) -> None:
        """
        Add numbers.

        Parameters
        ----------
        keys
            In any order, also repeated; they are left as they are.
        """
        if not len(keys):
            return
        self._runs.append(distinct(keys))
        while len(self._runs) > 1 and 2 * len(self._runs[-1]) >= len(self._runs[-2]):
            last = self._runs.pop()
            self._runs[-1] = _merged(self._runs[-1], last)

    def all(self) -> Whole:
        """
        Give the numbers.

        Returns
        -------
        numpy.ndarray
            Ascending, each once.
        """
        while len(self._runs) > 1:
            last = self._runs.pop()
            self._runs[-1] = _merged(self._runs[-1], last)
        return self._runs[0] if self._runs else _no_numbers()


def distinct(keys: Whole) -> Whole:
    """
    Sort numbers and leave out repeats.

    Parameters
    ----------
    keys
        Whole numbers.

    Returns
    -------
    numpy.ndarray
        Ascending, each once.
    """
    import numpy as np

    ordered = np.sort(keys)
    return ordered[_new(ordered)]


def _merged(one: Whole, other: Whole) -> Whole:
    """Merge two sorted runs; the stable sort takes runs as it finds them."""
    import numpy as np

    ordered = np.concatenate([one, other])
    ordered.sort(kind="stable")
    return ordered[_new(ordered)]


def _new(ordered: Whole) -> NDArray[np.bool_]:
    """Tell where a sorted array goes on to another number."""
    import numpy as np

    changed = np.empty(len(ordered), dtype=bool)
    changed[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=changed[1:])
    return changed


@dataclass(slots=True)
class Numbering:
    """Whole numbers, each with a place in the order in which they came first."""

    _sorted: Whole = field(default_factory=_no_numbers)
    _place: Whole = field(default_factory=_no_numbers)

    def __len__(self) -> int:
        """Count them."""
        return len(self._sorted)

    def places(self, keys: Whole) -> Whole:
        """
        Give the places of numbers, adding those that are new.

        Parameters
        ----------
        keys
            Each once.

        Returns
        -------
        numpy.ndarray
            Places from 0.
        """
        import numpy as np

        at = np.searchsorted(self._sorted, keys)
        known = np.zeros(len(keys), dtype=bool)
        within = at < len(self._sorted)
        known[within] = self._sorted[at[within]] == keys[within]
        fresh = np.sort(keys[~known])
        if len(fresh):
            where = np.searchsorted(self._sorted, fresh)
            added = np.arange(len(self._sorted), len(self._sorted) + len(fresh))
            self._sorted = np.insert(self._sorted, where, fresh)
            self._place = np.insert(self._place, where, added)
            at = np.searchsorted(self._sorted, keys)
        return self._place[at]

    def all(self) -> Whole:
        """Give the numbers in the order of their places."""
        import numpy as np

        ordered = np.empty(len(self._sorted), dtype=np.int64)
        ordered[self._place] = self._sorted
        return ordered


@dataclass(slots=True)
class Words:
    """Texts, each with a number in the order in which they came first; None is -1."""

    _numbers: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """Count the texts."""
        return len(self._numbers)

    def numbers(self, words: Iterable[str | None]) -> NDArray[np.int32]:
        """
        Give the numbers of texts, adding those that are new.

        Parameters
        ----------
        words
            Texts; None where there is none.

        Returns
        -------
        numpy.ndarray
            A number each, -1 for None.
        """
        import numpy as np

        known = self._numbers
        found = [-1 if word is None else known.setdefault(word, len(known)) for word in words]
        return np.array(found, dtype=np.int32)

    def all(self) -> list[str]:
        """Give the texts in the order of their numbers."""
        return list(self._numbers)


def coded(column: Any) -> tuple[NDArray[np.int32], list[str | None], NDArray[np.int64]]:  # noqa: ANN401
    """
    Give a column of texts as numbers of different texts.

    Parameters
    ----------
    column
        Texts, numbers or dates, also as a dictionary; what is no text is written as one.

    Returns
    -------
    codes
        A number each, -1 where missing or empty.
    words
        The texts by number; one may stand twice, but only one of its numbers is used. Of one
        longer than `LONGEST_NAME`, the beginning and a hash of all of it, so that different ones
        stay different.
    long
        Positions of such.
    """
    import numpy as np
    import pyarrow as pa

    column = as_dictionary(column)
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    codes = column.indices.cast(pa.int32()).fill_null(-1).to_numpy(zero_copy_only=False)
    words = texts_of(column.dictionary)
    void = [number for number, word in enumerate(words) if not word]
    if void:
        codes = np.where(np.isin(codes, void), -1, codes).astype(np.int32)
    long = [number for number, word in enumerate(words) if word and len(word) > LONGEST_NAME]
    told = np.flatnonzero(np.isin(codes, long)) if long else _no_numbers()
    for number in long:
        words[number] = _shortened(words[number] or "")
    if len(set(words)) < len(words):
        seen: dict[str | None, int] = {}
        firsts = [seen.setdefault(word, number) for number, word in enumerate(words)]
        codes = np.array([*firsts, -1], dtype=np.int32)[codes]
    return codes, words, told


def as_dictionary(column: Any) -> Any:  # noqa: ANN401 - a column
    """
    Give each different value a number.

    Parameters
    ----------
    column
        Any column.

    Returns
    -------
    pyarrow.DictionaryArray
        The column itself where it is one already.

    Raises
    ------
    InvalidRecord
        When its values cannot be told apart.
    """
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        return column
    try:
        plain = column.cast(pa.large_string()) if is_text(column.type) else column
        return plain.dictionary_encode()
    except pa.ArrowException as reason:
        raise InvalidRecord(f"expected a column of texts, found {column.type}; cast it") from reason


def _shortened(word: str) -> str:
    """Give the beginning of a text, and a hash of all of it."""
    mark = hashlib.sha256(word.encode(errors="surrogatepass")).hexdigest()
    return f"{word[:_KEPT]}… (SHA-256 {mark})"
