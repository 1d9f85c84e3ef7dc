"""What speaks for and against a candidate, in figures and in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from balkanroute.mentions.candidates import Candidate
from balkanroute.mentions.lexicon import Lexicon, fold_all
from balkanroute.mentions.tokens import Words, is_stop, listed

Matrix = npt.NDArray[Any]

_TITLES: Final = fold_all(
    "mr mrs ms dr prof president prime minister senator sen rep judge justice king queen prince "
    "princess sir lord lady sheriff captain capt sgt lt col gen general colonel sheikh father "
    "bishop pope saint coach chairman director officer deputy mayor governor gov"
)
_WITHIN: Final = frozenset(
    listed(
        "in at near from to outside around across throughout into via through of between toward "
        "towards inside within leaving reach reached entered"
    )
)
_SAYING: Final = frozenset(
    listed("said says told added argued asked wrote thinks believes who whose his her he she")
)
#: What stands in each column of `figures`.
FIGURES: Final = listed(
    "sentence_start all_caps first_word gap_space gap_stop gap_open gap_comma gap_hyphen "
    "prev_capital prev_digit prev_within prev_title prev_first_name prev_saying run_before of_the "
    "prev_the next_space next_comma next_stop next_hyphen next_close genitive next_capital "
    "next_digit next_saying run_after repeats lower_here with_first_name like next_place_comma "
    "prev_place_comma prev_place next_place caps_around words"
)
#: How far a run of capitals is followed, how often a repetition is counted.
_FAR: Final = 4
_OFTEN: Final = 10
#: Characters after which the next candidate is just far.
_FAR_OFF: Final = 40


def figures(words: Words, candidates: Sequence[Candidate], lexicon: Lexicon) -> Matrix:
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
        A row a candidate, a column each of `FIGURES`, then the traits of its name; float32.
    """
    surfaces = Counter(words.surfaces)
    repeats = Counter(candidate.name for candidate in candidates)
    persons = _with_first_names(words, candidates, lexicon)
    standing = [
        (
            *_before(words, candidate, lexicon),
            *_after(words, candidate),
            min(repeats[candidate.name], _OFTEN),
            min(surfaces[words.text[candidate.start : candidate.end].lower()], _OFTEN),
            candidate.name in persons,
            candidate.bearers is None,
            *_beside(words, candidates, number),
            candidate.last - candidate.first,
        )
        for number, candidate in enumerate(candidates)
    ]
    numbers = [-1 if each.bearers is None else each.bearers.number for each in candidates]
    return np.hstack([np.array(standing, dtype=np.float32), lexicon.traits(numbers)])


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


def _before(words: Words, candidate: Candidate, lexicon: Lexicon) -> tuple[float, ...]:
    """Say what stands before a candidate."""
    first = candidate.first
    gap, surface = words.gaps[first], words.surfaces[first]
    stop = first == 0 or is_stop(gap)
    if not first:
        return (1, surface.isupper() and len(surface) > 1, 1, *[0] * 14)
    prev, folded = words.surfaces[first - 1], words.folded[first - 1]
    spaced = gap == " "
    capital = spaced and prev[0].isupper()
    second = words.surfaces[first - 2] if first > 1 else ""
    return (
        stop,
        surface.isupper() and len(surface) > 1,
        0,
        spaced,
        stop and "\n" in gap,
        "(" in gap or "[" in gap,
        "," in gap,
        gap in ("-", "–"),  # noqa: RUF001 - a dash
        capital,
        spaced and prev[0].isdigit(),
        spaced and prev in _WITHIN,
        spaced and folded in _TITLES,
        capital and folded in lexicon.first_names,
        spaced and prev in _SAYING,
        _run(words, first - 1, -1) if capital else 0,
        prev == "of" or (prev == "the" and second == "of"),
        prev in ("the", "The"),
    )


def _after(words: Words, candidate: Candidate) -> tuple[float, ...]:
    """Say what stands after a candidate."""
    last = candidate.last
    following = words.gaps[last]
    if last == len(words.surfaces):
        return (0, 0, 1, *[0] * 7)
    nxt = words.surfaces[last]
    spaced = following == " "
    capital = spaced and nxt[0].isupper()
    return (
        spaced,
        following.startswith(","),
        following.startswith((".", "\n")),
        following.startswith(("-", "–")),  # noqa: RUF001 - a dash
        following.startswith(")"),
        following.startswith(("'s", "’s")) or (nxt == "s" and not spaced),  # noqa: RUF001
        capital,
        spaced and nxt[0].isdigit(),
        spaced and nxt in _SAYING,
        _run(words, last, 1) if capital else 0,
    )


def _run(words: Words, number: int, step: int) -> int:
    """Count the words with a capital that go on from one."""
    surfaces, gaps = words.surfaces, words.gaps
    count = 0
    while 0 <= number < len(surfaces) and surfaces[number][0].isupper() and count < _FAR:
        count += 1
        number += step
        if gaps[number + (step < 0)] != " ":
            break
    return count


def _beside(words: Words, candidates: Sequence[Candidate], number: int) -> tuple[float, ...]:
    """Say whether another candidate stands right before or after one."""
    candidate = candidates[number]
    first, last = candidate.first, candidate.last
    before = number > 0 and candidates[number - 1].last == first
    after = number + 1 < len(candidates) and candidates[number + 1].first == last
    prev = words.surfaces[first - 1] if first else ""
    nxt = words.surfaces[last] if last < len(words.surfaces) else ""
    return (
        after and words.gaps[last] == ", ",
        before and words.gaps[first] == ", ",
        before,
        after,
        (len(prev) > 1 and prev.isupper()) + (len(nxt) > 1 and nxt.isupper()),
    )


@dataclass(frozen=True, slots=True)
class Cues:
    """
    Words around a candidate that tell whether it is a place, each with its weight.

    Parameters
    ----------
    weights
        By the word with where it stands: ``-1 in``, ``+1 police``.
    bias
        What is added to their sum.
    """

    weights: Mapping[str, float]
    bias: float

    def sums(self, words: Words, candidates: Sequence[Candidate]) -> Matrix:
        """Add up the weights of what stands around each candidate."""
        known = self.weights.get
        return np.array(
            [
                self.bias + sum(known(cue, 0.0) for cue in cues(words, candidate))
                for candidate in candidates
            ]
        )


def cues(words: Words, candidate: Candidate) -> tuple[str, ...]:
    """
    Give the words around a candidate that may tell whether it is a place.

    Returns
    -------
    tuple of str
        Words with where they stand, folded; ``^`` marks a capital.
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
    return (
        f"-1{capital} {prev}",
        f"-2 {before}",
        f"-21 {before} {prev}",
        f"+1{following} {nxt}",
        f"+2 {after}",
        f"+12 {nxt} {after}",
        f"-+ {prev} {nxt}",
        f"-, {gaps[first].strip()[-1:]}",
        f"+, {gaps[last].strip()[:1]}",
        f"= {candidate.name}",
        f"=1 {folded[first]}",
        f"=9 {folded[last - 1]}",
    )


def surroundings(
    candidates: Sequence[Candidate], chances: Matrix, best: Mapping[str, Sequence[float]]
) -> Matrix:
    """
    Say in figures what the rest of the text makes of candidates.

    Parameters
    ----------
    candidates
        What may name a place in the text.
    chances
        What a first look gave each.
    best
        By folded name, the chance of the place most likely meant, and what speaks for it.

    Returns
    -------
    ndarray
        A row a candidate, float64.
    """
    named: dict[str, list[float]] = defaultdict(list)
    values = chances.tolist()
    for candidate, chance in zip(candidates, values, strict=True):
        named[candidate.name].append(chance)
    everywhere = sum(values) / max(len(values), 1)
    unknown = [-1.0] * (len(next(iter(best.values()))) if best else 0)
    rows = []
    for number, candidate in enumerate(candidates):
        same = named[candidate.name]
        rows.append(
            (
                values[number],
                max(same),
                sum(same) / len(same),
                sum(same),
                *_neighbours(candidates, values, number),
                everywhere,
                *best.get(candidate.name, unknown),
            )
        )
    return np.array(rows)


def _neighbours(
    candidates: Sequence[Candidate], values: Sequence[float], number: int
) -> tuple[float, ...]:
    """Say how likely the candidates before and after one are, and how far off."""
    candidate = candidates[number]
    count = len(candidates)
    before = candidates[number - 1] if number else None
    after = candidates[number + 1] if number + 1 < count else None
    near = [values[n] for n in range(max(0, number - 2), min(count, number + 3)) if n != number]
    overlapping = [
        values[n]
        for n, other in ((number - 1, before), (number + 1, after))
        if other and other.start < candidate.end and candidate.start < other.end
    ]
    return (
        values[number - 1] if before else -1.0,
        values[number + 1] if after else -1.0,
        min(candidate.start - before.end, _FAR_OFF) if before else _FAR_OFF,
        min(after.start - candidate.end, _FAR_OFF) if after else _FAR_OFF,
        sum(near) / len(near) if near else -1.0,
        max(overlapping, default=-1.0),
    )
