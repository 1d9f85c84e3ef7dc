"""How a review stands to the claim, by the reviewer's own rating."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from balkanroute.model.records import RelationKind
from balkanroute.names import fold

_BEST, _WORST = 5.0, 1.0
#: Ratings in words that say that a claim is wrong or right and nothing else, folded.
_WRONG: Final = frozenset(
    {
        "false", "fake", "incorrect", "wrong", "untrue", "not true", "pants on fire", "hoax",
        "fake news", "fabricated", "falsch", "faux", "falso", "falsa", "neistina", "netacno",
        "netocno", "lazna vest", "lazna vijest", "lazno", "hamis", "i rreme",
    }
)  # fmt: skip
_RIGHT: Final = frozenset(
    {
        "true", "correct", "accurate", "right", "richtig", "wahr", "vrai", "vero", "vera",
        "verdadero", "istina", "tacno", "tocno", "igaz", "i vertete",
    }
)  # fmt: skip


def relation_of(rating: object) -> RelationKind:
    """
    Read how a review stands to the claim.

    Parameters
    ----------
    rating
        The member ``reviewRating``, or nothing.

    Returns
    -------
    str
        ``contradicts`` for the worst rating, ``supports`` for the best: by a word that says no
        more than wrong or right, else by the figures (schema.org takes 1 for the worst and 5 for
        the best where one is left out; where there is a word too, both must be given).
        ``narrows`` for all between, and where nothing tells.
    """
    if not isinstance(rating, Mapping):
        return "narrows"
    word = rating.get("alternateName") or rating.get("name")
    bare = fold(word).strip() if isinstance(word, str) else ""
    if bare in _FOLDED_WRONG:
        return "contradicts"
    if bare in _FOLDED_RIGHT:
        return "supports"
    whole = {"bestRating", "worstRating"} <= set(rating)
    return _by_figure(rating) if whole or not bare else "narrows"


_FOLDED_WRONG: Final = frozenset(map(fold, _WRONG))
_FOLDED_RIGHT: Final = frozenset(map(fold, _RIGHT))


def _by_figure(rating: Mapping[str, Any]) -> RelationKind:
    """Read a rating in figures; one outside its scale tells nothing."""
    value = _figure(rating.get("ratingValue"))
    best = _figure(rating.get("bestRating", _BEST))
    worst = _figure(rating.get("worstRating", _WORST))
    if value is None or best is None or worst is None or best <= worst:
        return "narrows"
    if value == worst:
        return "contradicts"
    return "supports" if value == best else "narrows"


def _figure(value: object) -> float | None:
    """Read a figure, which may stand as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        figure = float(value)
    except (ValueError, OverflowError):
        return None
    return figure if math.isfinite(figure) else None
