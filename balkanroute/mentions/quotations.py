# ruff: noqa: RUF001 - quotation marks are the subject
"""
Where a text quotes: pairs of quotation marks, straight, curly, low and angled.

A quotation may run over paragraphs if each begins with the mark again, as newspapers print it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_MARK: Final = re.compile(r"[\"“”„«»]|(?<![\w’])[‘'](?=\w)|(?<=[.,!?…])[’'](?!\w)")
#: Which marks close what one opened.
_CLOSING: Final = {"“": '”"', "„": '“”"', '"': '"”', "«": "»", "»": "«", "‘": "’", "'": "'"}
_LONGEST: Final = 20_000


class Quotation(NamedTuple):
    """A quotation: where its marks stand, and the words between them."""

    opened: int
    closed: int
    start: int
    end: int


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """
    Find the quotations of a text.

    Parameters
    ----------
    text
        Any text. Marks that are never closed, or only after the end of a paragraph that the
        next does not take up with a mark, quote nothing.

    Returns
    -------
    The quotations in order, none inside another: the marks at ``opened`` and before ``closed``,
    the words from ``start`` to ``end`` without the comma that leads on to the speaker.
    """
    return tuple(_pair(text))


def _pair(text: str) -> Iterator[Quotation]:
    """Pair the marks in one pass."""
    opened = last = -1
    for found in _MARK.finditer(text):
        here = found.start()
        mark = found.group()
        if opened >= 0:
            turn = text.rfind("\n", last, here)
            if turn >= 0 and mark == text[opened] and not text[turn:here].strip():
                last = here
                continue
            if turn < 0 and mark in _CLOSING[text[opened]] and not _opens(text, here, mark):
                yield from _trim(text, opened, here)
                opened = -1
                continue
            if turn < 0 and text[opened] in '“„«»"' and mark in "‘’'":
                last = here
                continue
        opened = last = here if _opens(text, here, mark) else -1


def _opens(text: str, here: int, mark: str) -> bool:
    """Tell whether a mark can open a quotation where it stands."""
    if mark in "”’":
        return False
    after = text[here + 1 : here + 2]
    before = text[here - 1] if here else " "
    return bool(after) and not after.isspace() and (before.isspace() or before in "([{—–-")


def _trim(text: str, opened: int, closing: int) -> Iterator[Quotation]:
    """Give the quotation without white space and its last comma, if any word is left."""
    if closing - opened > _LONGEST:
        return
    inner = text[opened + 1 : closing]
    kept = inner.rstrip().rstrip(",").rstrip()
    start = opened + 1 + len(inner) - len(inner.lstrip())
    end = opened + 1 + len(kept)
    if start < end:
        yield Quotation(opened, closing + 1, start, end)
