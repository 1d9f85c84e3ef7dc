"""A text cut into words, with what the reader asks of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from balkanroute.names import fold

#: Letters and digits, with the marks that combine with them.
_LETTERS: Final = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
#: A word, with apostrophes inside, but without the English genitive.
_WORD: Final = re.compile(rf"({_LETTERS}(?:['\u2019](?!s\b){_LETTERS})*)")
#: What may stand between two words of one name.
JOINING: Final = frozenset({" ", "-", ". ", ".", "\u00a0", "\u2013", "\u2019 ", "' ", "/", "\r\n"})
#: What ends a sentence, roughly: enough to tell a capital that every sentence has.
_STOP: Final = re.compile(r"[.!?:;\n•|\"“”«»]")

#: A word folded; words repeat, so most are folded once.
fold_word = lru_cache(maxsize=1 << 16)(fold.__wrapped__)


@dataclass(frozen=True, slots=True)
class Words:
    """
    The words of a text.

    Parameters
    ----------
    text
        The text.
    starts, ends
        Python characters of each word.
    surfaces
        Each word as it stands.
    folded
        Each word folded, as the gazetteer's names are.
    gaps
        What stands before each word, and after the last.
    """

    text: str
    starts: list[int]
    ends: list[int]
    surfaces: list[str]
    folded: list[str]
    gaps: list[str]


def cut(text: str) -> Words:
    """Cut a text into words."""
    parts = _WORD.split(text)
    surfaces, gaps = parts[1::2], parts[::2]
    bounds = list(accumulate(map(len, parts)))
    starts, ends = bounds[:-1:2], bounds[1::2]
    return Words(text, starts, ends, surfaces, list(map(fold_word, surfaces)), gaps)


@lru_cache(maxsize=1 << 14)
def is_stop(gap: str) -> bool:
    """Tell whether a sentence may begin after what stands between two words."""
    return _STOP.search(gap) is not None


def listed(text: str) -> tuple[str, ...]:
    """Split a list of words that is written as one text."""
    return tuple(text.split())
