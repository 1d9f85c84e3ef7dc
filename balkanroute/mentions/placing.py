"""Puts each name of a text on a place, or leaves it open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from balkanroute.gazetteer.world import KINDS, NONE
from balkanroute.mentions.candidates import Candidate
from balkanroute.mentions.lexicon import Lexicon, fold_all
from balkanroute.mentions.recogniser import inside, settle
from balkanroute.mentions.tokens import Words
from balkanroute.mentions.weights import Weights
from balkanroute.names import slug

Column = npt.NDArray[Any]

#: Kinds that are too wide for what is only named beside them to be put there.
_WIDE: Final = tuple(KINDS.index(kind) for kind in ("country", "continent", "area", "sea"))
#: What the chance is multiplied with where a place is only that of a name inside or beside.
_INSIDE: Final = 0.6
_BESIDE: Final = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Hints:
    """
    Names that are not in a text and tell where it is from.

    Parameters
    ----------
    about
        Where it was written, or what it is about: places in these countries come first.
    beside
        Of its publisher: as if the text named them.
    """

    about: Sequence[Candidate] = ()
    beside: Sequence[Candidate] = ()

    @property
    def named(self) -> tuple[Candidate, ...]:
        """All of them, as often as each counts as named."""
        return (*_OFTEN * tuple(self.about), *self.beside)


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


#: By how much the odds of a place change where it lies in a country that the hints name, and where
#: it does not: enough to tell small towns apart, not to move a capital.
_HINTED_ODDS: Final = 200.0
_UNHINTED_ODDS: Final = 0.1
_OFTEN: Final = 4
#: Degrees within which a province and a town that share a name are told apart by words alone.
_SAME_DEGREES: Final = 1.0
_PROVINCES: Final = tuple(KINDS.index(kind) for kind in ("adm1", "adm2"))
_TOWNS: Final = tuple(KINDS.index(kind) for kind in ("capital", "seat", "settlement"))
_PROVINCE_WORDS: Final = fold_all(
    "county province region state district governorate oblast parish prefecture"
)
#: What the chance is multiplied with where an entry's names are spelled otherwise: Khorgos, Horgoš.
_OTHER_SPELLING: Final = 0.2
_NONE: Final = np.empty(0, dtype=np.int64)


def place_all(
    words: Words,
    chosen: Sequence[tuple[Candidate, float]],
    hints: Hints,
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
        What tells where the text is from or what it is about.
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
    named = hints.named
    chances = [chance for _, chance in chosen] + [1.0] * len(named)
    settled = settle(words, [*asked, *named], chances, lexicon, weights)
    if settled is None:
        return [Placed(c, p, _NONE, _NONE, _NONE) for c, p in chosen]
    field, likely, told = settled
    likely = _hinted(likely, field.rows, hints.about, lexicon)
    position = {name: number for number, name in enumerate(field.names)}
    placed = []
    for (candidate, chance), other in zip(chosen, within, strict=True):
        number = position.get((other or candidate).name) if other or candidate.bearers else None
        if number is None:
            placed.append(Placed(candidate, chance, _NONE, _NONE, _NONE))
            continue
        part = slice(field.starts[number], field.starts[number + 1])
        rows = field.rows[part]
        sure = likely[part] * _spelled(words, candidate, rows, lexicon)
        order = np.argsort(-sure, kind="stable")
        if other is None:
            order = _by_word(words, candidate, order, rows, lexicon)
        # What a word puts first is held as likely as what it stood behind.
        sure = np.asarray(np.sort((_INSIDE if other else 1.0) * sure)[::-1])
        placed.append(Placed(candidate, chance, rows[order], sure, told[part][order], other))
    return [_beside(each, placed, number, lexicon) for number, each in enumerate(placed)]


def _hinted(likely: Column, rows: Column, hints: Sequence[Candidate], lexicon: Lexicon) -> Column:
    """Change the odds of places by the countries that hints name."""
    best = [int(hint.bearers.rows[0]) for hint in hints if hint.bearers is not None]
    countries = {int(lexicon.country[row]) for row in best} - {NONE}
    if not countries:
        return likely
    odds = likely / np.maximum(1.0 - likely, 1e-6)
    hinted = np.isin(lexicon.country[rows], list(countries))
    odds *= np.where(hinted, _HINTED_ODDS, _UNHINTED_ODDS)
    return np.asarray(odds / (1.0 + odds))


def _spelled(words: Words, candidate: Candidate, rows: Column, lexicon: Lexicon) -> Column:
    """Tell which entries of the gazetteer are spelled as in the text, digraphs apart."""
    own = np.flatnonzero(rows >= lexicon.first)
    scale = np.ones(len(rows))
    if len(own) in (0, len(rows)):
        return scale
    spelled = slug(words.text[candidate.start : candidate.end])
    for number in own:
        if spelled and spelled not in lexicon.spellings(int(rows[number])):
            scale[number] = _OTHER_SPELLING
    return scale


def _by_word(
    words: Words, candidate: Candidate, order: Column, rows: Column, lexicon: Lexicon
) -> Column:
    """Put the province first where its word follows; else the town of the same name inside it."""
    after = words.folded[candidate.last : candidate.last + 1]
    beyond = words.surfaces[candidate.last + 1 : candidate.last + 2]
    # A capital after the word makes it a part of a name: Belgrade District Court.
    goes_on = bool(beyond) and beyond[0][0].isupper() and words.gaps[candidate.last + 1] == " "
    said = bool(after) and after[0] in _PROVINCE_WORDS and not goes_on
    wanted, other = (_PROVINCES, _TOWNS) if said else (_TOWNS, _PROVINCES)
    first = rows[order[0]]
    if lexicon.kind[first] not in other:
        return order
    for number, row in enumerate(rows[order[1:]], start=1):
        east, north = lexicon.lon[row] - lexicon.lon[first], lexicon.lat[row] - lexicon.lat[first]
        if lexicon.kind[row] in wanted and abs(east) + abs(north) < _SAME_DEGREES:
            return np.concatenate([order[number : number + 1], np.delete(order, number)])
    return order


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
