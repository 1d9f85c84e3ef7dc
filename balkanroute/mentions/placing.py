"""Puts each name of a text on a place, or leaves it open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from balkanroute.gazetteer.world import KINDS
from balkanroute.mentions.candidates import Candidate
from balkanroute.mentions.lexicon import Lexicon
from balkanroute.mentions.recogniser import inside, settle
from balkanroute.mentions.tokens import Words
from balkanroute.mentions.weights import Weights

Column = npt.NDArray[Any]

#: Kinds that are too wide for what is only named beside them to be put there.
_WIDE: Final = tuple(KINDS.index(kind) for kind in ("country", "continent", "area", "sea"))
#: What the chance is multiplied with where a place is only that of a name inside or beside.
_INSIDE: Final = 0.6
_BESIDE: Final = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """
    A candidate with the places that it may mean.

    Parameters
    ----------
    candidate
        The run of words.
    chance
        The chance that it names a place.
    rows
        Row numbers of the places, the likeliest first; empty where there is none.
    likely
        The chance of each.
    told
        What speaks for each, as `balkanroute.mentions.resolver.REFERENT_FIGURES`.
    through
        The name inside or beside it whose place is given, where the lexicon lacks its own.
    """

    candidate: Candidate
    chance: float
    rows: Column
    likely: Column
    told: Column
    through: Candidate | None = None


_NONE: Final = np.empty(0, dtype=np.int64)


def place_all(
    words: Words,
    chosen: Sequence[tuple[Candidate, float]],
    hints: Sequence[Candidate],
    lexicon: Lexicon,
    weights: Weights,
) -> list[Placed]:
    """
    Put names on places.

    Parameters
    ----------
    words
        The words of the text.
    chosen
        What names a place, with the chance that it does, in the order of the text.
    hints
        Names that tell where the text is from or what it is about, which are not in it.
    lexicon, weights
        The names, and what was fitted.

    Returns
    -------
    list of Placed
        One for each of `chosen`, in their order.
    """
    within = [
        inside(words, candidate, lexicon) if candidate.bearers is None else None
        for candidate, _ in chosen
    ]
    asked = [other or candidate for (candidate, _), other in zip(chosen, within, strict=True)]
    chances = [chance for _, chance in chosen] + [1.0] * len(hints)
    settled = settle(words, [*asked, *hints], chances, lexicon, weights)
    if settled is None:
        return [Placed(c, p, _NONE, _NONE, _NONE) for c, p in chosen]
    field, likely = settled
    told = field.figures(lexicon, field.shares(likely))
    position = {name: number for number, name in enumerate(field.names)}
    placed = []
    for (candidate, chance), other in zip(chosen, within, strict=True):
        number = position.get((other or candidate).name) if other or candidate.bearers else None
        if number is None:
            placed.append(Placed(candidate, chance, _NONE, _NONE, _NONE))
            continue
        start, end = field.starts[number], field.starts[number + 1]
        order = start + np.argsort(-likely[start:end], kind="stable")
        scale = _INSIDE if other else 1.0
        placed.append(
            Placed(candidate, chance, field.rows[order], scale * likely[order], told[order], other)
        )
    return [_beside(each, placed, number, lexicon) for number, each in enumerate(placed)]


def _beside(one: Placed, placed: Sequence[Placed], number: int, lexicon: Lexicon) -> Placed:
    """Put a name that the lexicon lacks where the nearest name of a town or district is."""
    if len(one.rows):
        return one
    near = [
        other
        for other in placed[max(0, number - 6) : number + 7]
        if len(other.rows) and other.through is None and lexicon.kind[other.rows[0]] not in _WIDE
    ]
    if not near:
        return one
    start = one.candidate.start
    other = min(near, key=lambda each: abs(each.candidate.start - start))
    likely = _BESIDE * other.likely[:1]
    return Placed(
        one.candidate, one.chance, other.rows[:1], likely, other.told[:1], other.candidate
    )
