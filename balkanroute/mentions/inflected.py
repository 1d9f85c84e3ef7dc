"""
Finds place names in Serbian and Hungarian, where they stand in cases.

What may be a name is weighed by rules: what leads to it, what stands beside it, how well known its
place is. Nothing here was fitted; the figures were set by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from balkanroute.gazetteer.world import KINDS
from balkanroute.mentions.candidates import Candidate
from balkanroute.mentions.inflected_borders import find_borders
from balkanroute.mentions.inflected_names import (
    WIDE,
    Name,
    longest_name,
    tongue_of,
    town_of_adjective,
    weighed,
)
from balkanroute.mentions.inflected_peoples import peoples
from balkanroute.mentions.lexicon import Lexicon, fold_all
from balkanroute.mentions.tokens import Words, is_stop

#: The chance from which a word is a name.
_LEAST: Final = 0.34
#: The chance of what a table says, and of a Hungarian adjective of a town.
_CERTAIN: Final = 0.95
_ADJECTIVE_CHANCE: Final = 0.8
#: Worth from which a place is well known: a small town of the corridor, a large one of it.
_WELL_KNOWN: Final = 75.0
_FAMOUS: Final = 101.0
#: The worth of a place of the corridor of which nothing else is known.
_UNKNOWN: Final = 40.0
#: Letters of a short name.
_SHORT: Final = 3
_CAPITAL: Final = KINDS.index("capital")
#: What a Hungarian adjective of a town ends in: szegedi, szegediek, szegedieknek.
_ADJECTIVE_ENDS: Final = frozenset("ikt")
#: Ends of surnames in -ić, folded, with their cases.
_SURNAMES: Final = ("ovic", "evic", "ovica", "evica", "ovicu", "evicu", "ovicem", "evicem")
_AND: Final = fold_all("i ili a és vagy meg")


def find_inflected(words: Words, lexicon: Lexicon, language: str) -> list[tuple[Candidate, float]]:
    """
    Find names of places in a language that inflects them, with borders and peoples.

    Parameters
    ----------
    words
        The words of the text.
    lexicon
        The names.
    language
        BCP 47 tag: ``sr-Latn``, ``sr-Cyrl`` or ``hu``.

    Returns
    -------
    list of tuple of Candidate and float
        What may name a place, with the chance, 0 to 1, that it does; in the order of the text, not
        overlapping. The chances are set by rules and not calibrated.

    Notes
    -----
    A people or its adjective (``Sirijci``, ``szerb``) bears what its English name bears, and a
    border is its entry alone. Of places that share a name, those far from the corridor are left
    out unless they are much better known.
    """
    found = list(_Scan(words, lexicon, language, frozenset(words.surfaces)).scan())
    borders = find_borders(words, [candidate for candidate, _ in found], lexicon, language)
    kept = [
        (candidate, chance)
        for candidate, chance in found
        if not any(b.start < candidate.end and candidate.start < b.end for b in borders)
    ]
    both = [*kept, *((border, _CERTAIN) for border in borders)]
    return sorted(both, key=lambda each: each[0].start)


@dataclass(slots=True)
class _Scan:
    """One pass over the words of a text."""

    words: Words
    lexicon: Lexicon
    language: str
    #: Every word as it stands: one that is also written without a capital is no name.
    every: frozenset[str]
    #: The word after the last name.
    last: int = -1

    def scan(self) -> Iterator[tuple[Candidate, float]]:
        """Give what names a place, in the order of the text."""
        number = 0
        surfaces = self.words.surfaces
        adjectives = peoples(self.language).adjectives
        while number < len(surfaces):
            word = surfaces[number]
            found = None
            if word[0].isupper():
                found = self._capital(number)
            elif (english := adjectives.get(self._spelled(number))) is not None:
                found = self._people(number, english)
            elif self.language == "hu" and word[-1] in _ADJECTIVE_ENDS:
                found = self._adjective_of_town(number)
            if found is None:
                number += 1
            else:
                number = self.last = found[0].last
                yield found

    def _capital(self, number: int) -> tuple[Candidate, float] | None:
        """Weigh a word with a capital, with those after it."""
        names = longest_name(self.words, number, self.lexicon, self.language)
        last, name = names if names is not None else (number + 1, None)
        if last == number + 1:
            english = self._people_with_capital(number, name)
            if english is not None:
                return self._people(number, english)
        if name is None:
            return None
        candidate = self._candidate(number, last, name.name)
        chance = self._chance(candidate, name)
        return (candidate, chance) if chance >= _LEAST else None

    def _people_with_capital(self, number: int, name: Name | None) -> str | None:
        """Tell whether a word names a people, or begins a sentence with the adjective of one."""
        table = peoples(self.language)
        word = self._spelled(number)
        people = table.nouns.get(word)
        if people is not None or word not in table.adjectives or not self._begins(number):
            return people
        if name is not None and self._kind(name.name) in WIDE:
            return None
        after = self.words.surfaces[number + 1 : number + 2]
        return None if after and after[0][0].isupper() else table.adjectives[word]

    def _people(self, number: int, english: str) -> tuple[Candidate, float] | None:
        """Make a candidate of the word for a people."""
        if english not in self.lexicon:
            return None
        return self._candidate(number, number + 1, english), _CERTAIN

    def _adjective_of_town(self, number: int) -> tuple[Candidate, float] | None:
        """Lead a Hungarian adjective back to its town: szegedi, szegediek."""
        name = town_of_adjective(self.words.surfaces[number], self.lexicon)
        if name is None:
            return None
        return self._candidate(number, number + 1, name), _ADJECTIVE_CHANCE

    def _candidate(self, first: int, last: int, name: str) -> Candidate:
        """Make a candidate of words."""
        words = self.words
        bearers, _ = weighed(name, self.lexicon, self.language)
        return Candidate(first, last, words.starts[first], words.ends[last - 1], name, bearers)

    def _spelled(self, number: int) -> str:
        """Give a word as the table of peoples has it; Hungarian ``török`` is not ``torok``."""
        words = self.words
        return words.surfaces[number].lower() if self.language == "hu" else words.folded[number]

    def _kind(self, name: str) -> int:
        """Give the kind of the likeliest place of a name."""
        bearers, _ = weighed(name, self.lexicon, self.language)
        return int(self.lexicon.kind[bearers.rows[0]])

    def _begins(self, number: int) -> bool:
        """Tell whether a sentence may begin with a word."""
        return number == 0 or is_stop(self.words.gaps[number])

    def _chance(self, candidate: Candidate, name: Name) -> float:
        """Add up what speaks for a name and against it."""
        chance = 0.5 + self._standing(candidate, name)
        led = self._is_led(candidate, name)
        chance += 0.3 * led + self._of_persons(candidate, led=led)
        alone = candidate.last == candidate.first + 1
        if alone and self._begins(candidate.first) and not led:
            chance -= 0.3 if len(candidate.name) > _SHORT else 0.5
        if alone and not led and self._is_surname(candidate.first):
            chance -= 0.3
        if alone and self.words.surfaces[candidate.first].lower() in self.every:
            chance -= 0.4
        return min(_CERTAIN, max(0.0, chance))

    def _standing(self, candidate: Candidate, name: Name) -> float:
        """Say what a name's best known place adds to its chance."""
        if self._kind(candidate.name) in WIDE:
            return 0.35
        if name.value >= _FAMOUS or self._kind(candidate.name) == _CAPITAL:
            return 0.25
        if name.value >= _WELL_KNOWN:
            return 0.1
        return -0.1 if name.value >= _UNKNOWN else -0.25

    def _is_led(self, candidate: Candidate, name: Name) -> bool:
        """Tell whether a preposition, a word of kind, a case or the name before it leads to it."""
        words, first, last = self.words, candidate.first, candidate.last
        tongue = tongue_of(self.language)
        before = words.folded[first - 1] if first and not self._begins(first) else ""
        if before in tongue.before or (before in tongue.kinds and self.language != "hu"):
            return True
        if before in _AND and self.last == first - 1:
            return True
        if self.language != "hu":
            return False
        after = words.folded[last] if last < len(words.folded) else ""
        suffixed = name.form > 0 and not words.surfaces[last - 1].endswith("i")
        return suffixed or after in tongue.kinds

    def _of_persons(self, candidate: Candidate, *, led: bool) -> float:
        """Say what a person's names beside it take away."""
        words, first, last = self.words, candidate.first, candidate.last
        tongue = tongue_of(self.language)
        taken = 0.0
        if first and words.gaps[first] == " " and self.last != first:
            before = words.surfaces[first - 1]
            if before[0].isupper() and words.folded[first - 1] in self.lexicon.first_names:
                taken -= 0.6 if words.folded[first - 1] not in tongue.before else 0.0
            elif words.folded[first - 1] in tongue.titles:
                taken -= 0.4
        if last < len(words.surfaces) and words.gaps[last] == " " and not led:
            after = words.surfaces[last]
            if after[0].isupper() and len(after) > 1:
                person = self.words.folded[first] in self.lexicon.first_names
                person = person or self.language == "hu" or self._is_surname(last)
                taken -= 0.5 if person else 0.15
        return taken

    def _is_surname(self, number: int) -> bool:
        """Tell whether a Serbian word looks like a surname."""
        return self.language != "hu" and self.words.folded[number].endswith(_SURNAMES)
