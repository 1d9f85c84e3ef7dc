"""How the page folds letters when it searches: the same way as `balkanroute.names` does."""

from __future__ import annotations

from functools import cache
from typing import Final

from balkanroute.names import fold

#: First and last letters of the ranges that the page folds: Latin and modifiers, Greek and
#: Cyrillic, Armenian, Hebrew, Arabic, Georgian, and Latin and Greek with more marks.
_RANGES: Final = (
    (0xC0, 0x2FF), (0x370, 0x52F), (0x531, 0x587), (0x5BE, 0x5EA), (0x60C, 0x6FF),
    (0x10D0, 0x10FA), (0x1E00, 0x1FFF),
)  # fmt: skip


@cache
def fold_table() -> dict[str, str]:
    """
    Tell what each letter folds to.

    Returns
    -------
    dict
        For the first letter of each range, in hexadecimal, what the letters of the range fold to,
        with spaces between them; ``-`` stands for a letter that folds to nothing, ``_`` for the
        space of a sign that parts words.
    """
    return {
        f"{first:x}": " ".join(_folded(code) for code in range(first, last + 1))
        for first, last in _RANGES
    }


def _folded(code: int) -> str:
    """Fold one letter as it is folded inside a word."""
    return fold(f"a{chr(code)}a")[1:-1].replace(" ", "_") or "-"
