"""
A claim as cells: lists in short spelling where that can say them, else as JSON.

The short spelling is that of `claims.csv` in a folder of ours: ``subotica; horgos:at``,
``attempts|1000||1200|attempt|day``, ``repeats:attempts``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.model import Claim, Quantity, Relation, to_plain

#: Fields whose cell is a list.
LISTS: Final = ("where", "routes", "quantities", "topics", "relations")
_LONE: Final = re.compile("[\ud800-\udfff]")
_INSIDE: Final = frozenset(";|[]{}")


def text_of(value: Any) -> str:  # noqa: ANN401 - plain data
    """
    Write plain data as JSON on one line.

    Parameters
    ----------
    value
        Lists, mappings, texts and numbers.

    Returns
    -------
    str
        JSON; letters of all scripts as they are.

    Raises
    ------
    InvalidRecord
        When it is no plain data.
    """
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as reason:
        raise InvalidRecord(f"extra: a value cannot be written as JSON: {reason}") from reason


def whole(text: str) -> str:
    """
    Refuse a text that no file can hold.

    Parameters
    ----------
    text
        A cell.

    Returns
    -------
    str
        The same.

    Raises
    ------
    InvalidRecord
        When it holds half a character.
    """
    if not text.isascii() and _LONE.search(text):
        raise InvalidRecord(f"a text holds half a character: {text[:40]!r}; write the whole one")
    return text


def list_cells(claim: Claim) -> dict[str, str]:
    """
    Write the lists of a claim.

    Parameters
    ----------
    claim
        A claim.

    Returns
    -------
    dict
        A cell for each list that is not empty.
    """
    plain = to_plain(claim)
    short = {
        "where": _roles([(each.place, each.role) for each in claim.where]),
        "routes": _roles([(each.route, each.role) for each in claim.routes]),
        "quantities": _quantities(claim.quantities),
        "topics": _topics(claim.topics),
        "relations": _relations(claim.relations),
    }
    return {
        name: text_of(plain[name]) if (cell := short[name]) is None else cell
        for name in LISTS
        if name in plain
    }


def aligned_cell(entries: Sequence[str]) -> str:
    """
    Write a list that goes along with the places of a claim.

    Parameters
    ----------
    entries
        Texts, which may be empty.

    Returns
    -------
    str
        Separated by ``;``, or JSON where an entry would be cut; empty where all are.
    """
    if not any(entries):
        return ""
    if all(_clean(entry) or not entry for entry in entries):
        return "; ".join(entries) if any(entries[1:]) or len(entries) > 1 else entries[0]
    if len(entries) == 1 and not set(entries[0]) & set(";["):
        return entries[0]
    return text_of(list(entries))


def _clean(text: str) -> bool:
    """Tell whether a text can stand between separators."""
    return bool(text) and text == text.strip() and not set(text) & _INSIDE


def _roles(pairs: Sequence[tuple[str, str]]) -> str | None:
    """Write places or routes with their roles."""
    if not all(_clean(key) for key, _ in pairs):
        return None
    plain = (key if role == "about" and ":" not in key else f"{key}:{role}" for key, role in pairs)
    return "; ".join(plain)


def _topics(topics: Sequence[str]) -> str | None:
    """Write topics."""
    return "; ".join(topics) if all(map(_clean, topics)) else None


def _relations(relations: Sequence[Relation]) -> str | None:
    """Write relations that nobody else states and that have no note."""
    simple = all(each.by is None and each.note is None and _clean(each.claim) for each in relations)
    return "; ".join(f"{each.kind}:{each.claim}" for each in relations) if simple else None


def _quantities(quantities: Sequence[Quantity]) -> str | None:
    """Write figures without a note."""
    cells = []
    for each in quantities:
        texts = [each.what, each.unit, *([] if each.per is None else [each.per])]
        if each.note is not None or not all(map(_clean, texts)):
            return None
        figures = ["" if n is None else repr(n) for n in (each.low, each.best, each.high)]
        cells.append("|".join([each.what, *figures, each.unit, each.per or ""]).rstrip("|"))
    return "; ".join(cells)
