"""Which runs of words name a place, and which place: the two steps, each taken twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from balkanroute.mentions.candidates import DIRECTIONS, FRONTS, HEADS, Candidate, find_candidates
from balkanroute.mentions.features import figures, surroundings
from balkanroute.mentions.lexicon import Lexicon, fold_all
from balkanroute.mentions.resolver import REFERENT_FIGURES, Field, lay_out
from balkanroute.mentions.tokens import Words, cut, listed
from balkanroute.mentions.weights import Weights

Column = npt.NDArray[Any]

#: What of a place's figures tells whether its name is one.
TELLING: Final = listed(
    "country_support admin_support near_km comma_in comma_out standing share kind around close"
)
_TOLD: Final = [REFERENT_FIGURES.index(name) for name in TELLING]
#: From which chance on a run of words is taken for a name, where the lexicon has it, and where it
#: only looks like one: about where the development corpora score best.
LEAST: Final = 0.34
LEAST_LIKE: Final = 0.6
#: Letters of the shortest name that is looked for inside another.
_SHORTEST_INSIDE: Final = 4
_KNOWN_INSIDE: Final = 50.0
#: Words that are towns somewhere, but not inside another name.
_NO_PLACE: Final = (
    HEADS | FRONTS | DIRECTIONS | fold_all("saint federal national international new old")
)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """
    A text with its candidates and what speaks for each.

    Parameters
    ----------
    words
        The words of the text.
    candidates
        What may name a place.
    figures
        A row a candidate.
    cues
        What the words around each say.
    """

    words: Words
    candidates: list[Candidate]
    figures: Column
    cues: Column


def look(text: str, lexicon: Lexicon, weights: Weights) -> Reading:
    """Find what may name a place in a text, with what speaks for each."""
    words = cut(text)
    candidates = find_candidates(words, lexicon)
    if not candidates:
        return Reading(words, [], np.empty((0, 0)), np.empty(0))
    sums = weights.cues.sums(words, candidates)
    return Reading(words, candidates, figures(words, candidates, lexicon), sums)


def columns(reading: Reading, nested: float) -> Column:
    """Give what the first forest is asked, for texts where names in others' names count or not."""
    count = len(reading.candidates)
    return np.column_stack([reading.figures, np.full(count, nested), reading.cues])


def context(
    reading: Reading, chances: Column, field: Field | None, places: tuple[Column, Column] | None
) -> Column:
    """Give what the second forest is asked beside that: what the rest of the text makes of it."""
    best: dict[str, list[float]] = {}
    if field is not None and places is not None:
        likely, told = places
        for name, position in field.best(likely).items():
            best[name] = [float(likely[position]), *told[position, _TOLD].tolist()]
    else:
        best[""] = [-1.0] * (1 + len(_TOLD))
    return surroundings(reading.candidates, chances, best)


def judge(reading: Reading, lexicon: Lexicon, weights: Weights) -> tuple[Column, Column]:
    """
    Tell how likely each candidate names a place.

    Returns
    -------
    tuple of ndarray
        The chances where names inside other names count (the Belgrade in Belgrade University), and
        where they do not; what is unlikely is asked once.
    """
    asked = columns(reading, 1.0)
    chances = weights.first.chances(asked)
    field = lay_out(reading.words, reading.candidates, chances.tolist(), lexicon)
    places = None
    if field is not None:
        told = field.figures(lexicon)
        places = weights.prior.chances(told), told
    asked = np.column_stack([asked, context(reading, chances, field, places)])
    counted = weights.second.chances(asked)
    plain, taken = counted.copy(), np.flatnonzero(counted >= LEAST)
    asked = asked[taken]
    asked[:, reading.figures.shape[1]] = 0.0
    plain[taken] = weights.second.chances(asked)
    return counted, plain


def select(candidates: Sequence[Candidate], chances: Column) -> list[int]:
    """Choose the likeliest candidates that do not overlap, in the order of the text."""
    least = np.array([LEAST if each.bearers is not None else LEAST_LIKE for each in candidates])
    taken: list[int] = []
    ends: list[tuple[int, int]] = []
    likely = np.flatnonzero(chances >= least)
    for number in likely[np.argsort(-chances[likely], kind="stable")].tolist():
        candidate = candidates[number]
        if not any(candidate.start < end and start < candidate.end for start, end in ends[-8:]):
            taken.append(number)
            ends.append((candidate.start, candidate.end))
    return sorted(taken)


def settle(
    words: Words,
    candidates: Sequence[Candidate],
    chances: Sequence[float],
    lexicon: Lexicon,
    weights: Weights,
) -> tuple[Field, Column, Column] | None:
    """
    Tell how likely each place is the one that its name means.

    Returns
    -------
    tuple of Field and two ndarray, or None
        The places with the chance of each and what speaks for it; None where no candidate is a
        name.
    """
    field = lay_out(words, candidates, chances, lexicon)
    if field is None:
        return None
    likely = weights.prior.chances(field.figures(lexicon))
    told = field.figures(lexicon, field.shares(likely))
    return field, weights.final.chances(told), told


def inside(words: Words, candidate: Candidate, lexicon: Lexicon) -> Candidate | None:
    """Find the best known name inside a run of words that is none: Novi Sad University."""
    found: tuple[float, int, str] | None = None
    for first in range(candidate.first, candidate.last):
        if not words.surfaces[first][0].isupper():
            continue
        for name in lexicon.spelled_from(words.folded[first : candidate.last]):
            if len(name) >= _SHORTEST_INSIDE and name not in _NO_PLACE:
                standing = float(lexicon.bearers(name).standing[0])
                if standing > _KNOWN_INSIDE and (found is None or standing > found[0]):
                    found = standing, first, name
    if found is None:
        return None
    _, first, name = found
    last = first + name.count(" ") + 1
    return replace(
        candidate,
        first=first,
        last=last,
        start=words.starts[first],
        end=words.ends[last - 1],
        name=name,
        bearers=lexicon.bearers(name),
    )
