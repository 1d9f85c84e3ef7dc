"""What speaks for and against a candidate, in figures and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from balkanroute.mentions.candidates import Candidate
from balkanroute.mentions.lexicon import Lexicon, fold_all
from balkanroute.mentions.tokens import Words, is_stop

Matrix = npt.NDArray[Any]

_TITLES: Final = fold_all(
    "mr mrs ms dr prof president prime minister senator sen rep judge justice king queen prince "
    "princess sir lord lady sheriff captain capt sgt lt col gen general colonel sheikh father "
    "bishop pope saint coach chairman director officer deputy mayor governor gov".split()  # noqa: SIM905
)
_WITHIN: Final = frozenset(
    "in at near from to outside around across throughout into via through of between toward "
    "towards inside within leaving reach reached entered".split()  # noqa: SIM905
)
_SAYING: Final = frozenset(
    "said says told added argued asked wrote thinks believes who whose his her he she".split()  # noqa: SIM905
)
_NAMES: Final = (
    "sentence_start all_caps first_word gap_space gap_stop gap_open gap_comma gap_hyphen next_space "
    "next_comma next_stop next_hyphen next_close genitive prev_capital next_capital prev_digit "
    "next_digit prev_within prev_title prev_first_name prev_saying next_saying run_before run_after "
    "repeats lower_here with_first_name like comma_place place_comma prev_place next_place "
    "caps_around length unknown_parts of_the prev_the"
).split()  # noqa: SIM905
FIGURES: Final = tuple(_NAMES)


def figures(
    words: Words, candidates: Sequence[Candidate], lexicon: Lexicon
) -> Matrix:
    """
    Say in figures how candidates stand in their text.

    Parameters
    ----------
    words
        The words of the text.
    candidates
        What may name a place there.
    lexicon
        The names.

    Returns
    -------
    ndarray
        A row a candidate, a column each of `FIGURES`, float32.
    """
    lower = Counter(
        folded for surface, folded in zip(words.surfaces, words.folded, strict=True)
        if surface[0].islower()
    )
    repeats = Counter(candidate.name for candidate in candidates)
    persons = _with_first_names(words, candidates, lexicon)
    rows = [
        _figures_of(words, candidates, nth, lexicon, lower, repeats, persons)
        for nth in range(len(candidates))
    ]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(FIGURES))


def _with_first_names(
    words: Words, candidates: Sequence[Candidate], lexicon: Lexicon
) -> frozenset[str]:
    """Give the names that stand after a first name somewhere in the text."""
    return frozenset(
        candidate.name
        for candidate in candidates
        if candidate.first
        and words.gaps[candidate.first] == " "
        and words.surfaces[candidate.first - 1][0].isupper()
        and words.folded[candidate.first - 1] in lexicon.first_names
    )


def _figures_of(words, candidates, nth, lexicon, lower, repeats, persons):  # type: ignore[no-untyped-def]  # noqa: PLR0913, PLR0914, PLR0917
    candidate = candidates[nth]
    first, last = candidate.first, candidate.last
    surfaces, folded, gaps = words.surfaces, words.folded, words.gaps
    count = len(surfaces)
    gap, following = gaps[first], gaps[last]
    prev = surfaces[first - 1] if first else ""
    nxt = surfaces[last] if last < count else ""
    prev_folded = folded[first - 1] if first else ""
    spaced_before = first > 0 and gap == " "
    spaced_after = last < count and following == " "
    prev_capital = spaced_before and prev[0].isupper()
    next_capital = spaced_after and nxt[0].isupper()
    before = after = 0
    if prev_capital:
        number = first - 1
        while number >= 0 and surfaces[number][0].isupper() and gaps[number + 1] == " " and before < 4:
            before += 1
            number -= 1
    if next_capital:
        number = last
        while number < count and surfaces[number][0].isupper() and gaps[number] == " " and after < 4:
            after += 1
            number += 1
    surface = surfaces[first]
    prev_place = nth > 0 and candidates[nth - 1].last == first and gap
    next_place = nth + 1 < len(candidates) and candidates[nth + 1].first == last and following
    stop = first == 0 or is_stop(gap)
    return (
        stop,
        surface.isupper() and len(surface) > 1,
        first == 0,
        spaced_before,
        stop and "\n" in gap,
        "(" in gap or "[" in gap,
        "," in gap,
        gap in ("-", "–"),
        spaced_after,
        following.startswith(","),
        following.startswith((".", "\n")) or not nxt,
        following.startswith(("-", "–")),
        following.startswith(")"),
        following.startswith(("'s", "’s")) or nxt == "s",
        prev_capital,
        next_capital,
        bool(prev) and prev[0].isdigit() and spaced_before,
        bool(nxt) and nxt[0].isdigit() and spaced_after,
        spaced_before and prev in _WITHIN,
        spaced_before and prev_folded in _TITLES,
        prev_capital and prev_folded in lexicon.first_names,
        spaced_before and prev in _SAYING,
        spaced_after and nxt in _SAYING,
        before,
        after,
        min(repeats[candidate.name], 10),
        min(lower[folded[first]], 10) if last - first == 1 else 0,
        candidate.name in persons,
        candidate.bearers is None,
        bool(next_place) and next_place == ", ",
        bool(prev_place) and prev_place == ", ",
        bool(prev_place),
        bool(next_place),
        (bool(prev) and prev.isupper() and len(prev) > 1) + (bool(nxt) and nxt.isupper() and len(nxt) > 1),
        last - first,
        sum(word not in lexicon.first_names for word in folded[first:last]),
        prev == "of" or (prev == "the" and first > 1 and surfaces[first - 2] == "of"),
        prev == "the" or prev == "The",
    )


def cues(words: Words, candidate: Candidate) -> Iterator[str]:
    """
    Give the words around a candidate that may tell whether it is a place.

    Yields
    ------
    str
        A word with where it stands: ``-1 in``, ``+1 police``.
    """
    folded, surfaces, gaps = words.folded, words.surfaces, words.gaps
    first, last = candidate.first, candidate.last
    count = len(folded)
    prev = folded[first - 1] if first and "\n" not in gaps[first] else ""
    before = folded[first - 2] if first > 1 else ""
    nxt = folded[last] if last < count and "\n" not in gaps[last] else ""
    after = folded[last + 1] if last + 1 < count else ""
    capital = "^" if prev and surfaces[first - 1][0].isupper() else ""
    following = "^" if nxt and surfaces[last][0].isupper() else ""
    mark = gaps[first].strip()[-1:]
    mark_after = gaps[last].strip()[:1]
    yield f"-1{capital} {prev}"
    yield f"-2 {before}"
    yield f"-21 {before} {prev}"
    yield f"+1{following} {nxt}"
    yield f"+2 {after}"
    yield f"+12 {nxt} {after}"
    yield f"-+ {prev} {nxt}"
    yield f"-, {mark}"
    yield f"+, {mark_after}"
    yield f"= {candidate.name}"
    yield f"=1 {folded[first]}"
    yield f"=9 {folded[last - 1]}"
