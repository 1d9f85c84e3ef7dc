"""
Text that a spreadsheet would run as a formula, made inert, and back again.

A text gets one apostrophe more where a program might take it for a formula: at its start, before
``=``, ``+``, ``-``, ``@`` (full width too), a tab or a line break; and inside, after a semicolon,
a tab or a line break, before the same signs, since a program that cuts cells there would find a
cell that begins so. Spaces, quotation marks and apostrophes may stand between. A text of nothing
but white space gets one at its start, so that it differs from a cell that is empty. Reading takes
exactly that apostrophe away again, so that every text comes back as it was. Numbers stay numbers:
they never pass here.
"""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"


def _pattern(run: str, *, formulas: bool) -> re.Pattern[str]:
    """Find where an apostrophe belongs, given what run of them may stand there already."""
    places = [rf"\A{run}(?=\s*\Z)"]
    if formulas:
        places += [rf"\A{run}(?=[\t\r\n])", rf"(?:\A|[;\t\r\n])[ \"]*{run}(?={_SIGNS})"]
    return re.compile("|".join(places))


_PUT: Final = {formulas: _pattern("'*", formulas=formulas) for formulas in (True, False)}
_TAKEN: Final = {formulas: _pattern("'+", formulas=formulas) for formulas in (True, False)}


def guarded(text: str, *, formulas: bool = True) -> str:
    """
    Make a text inert for a cell.

    Parameters
    ----------
    text
        Any text that is said.
    formulas
        Guard signs of formulas too; without, only a blank text, for cells that are typed as text
        and cannot be run.

    Returns
    -------
    str
        The text with an apostrophe where one is needed; never empty.
    """
    return _PUT[formulas].sub(lambda found: f"{found[0]}'", text)


def unguarded(cell: str, *, formulas: bool = True) -> str:
    """
    Give back the text of a cell.

    Parameters
    ----------
    cell
        As `guarded` gave it, or as somebody typed it.
    formulas
        As for `guarded`.

    Returns
    -------
    str
        The text as it was.
    """
    return _TAKEN[formulas].sub(lambda found: found[0][:-1], cell)
