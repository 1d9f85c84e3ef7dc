"""
Finds place names in Serbian and Hungarian, where they stand in cases.

What may be a name is weighed by rules: what leads to it, what stands beside it, how well known its
place is. Nothing here was fitted; the figures were set by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from balkanroute.mentions.candidates import Candidate
from balkanroute.mentions.inflected_borders import find_borders
from balkanroute.mentions.inflected_names import (
    CAPITAL,
    WIDE,
    Name,
    longest_name,
    people_of,
    spelled_alike,
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
#: Worth from which the first word of a sentence is a name though nothing leads to it.
_KNOWN_ALONE: Final = 125.0
#: The worth of a place of the corridor of which nothing else is known.
_UNKNOWN: Final = 40.0
#: Letters of a short name.
_SHORT: Final = 3
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
            elif (code := adjectives.get(self._spelled(number))) is not None:
                found = self._people(number, code)
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
            code = self._people_with_capital(number, name)
            if code is not None:
                return self._people(number, code)
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

    def _people(self, number: int, code: str) -> tuple[Candidate, float] | None:
        """Make a candidate of the word for a people."""
        bearers = people_of(code, self.lexicon)
        if bearers is None:
            return None
        start, end = self.words.starts[number], self.words.ends[number]
        name = f"@people-{code}"
        return Candidate(number, number + 1, start, end, name, bearers), _CERTAIN

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
        surface = words.text[words.starts[first] : words.ends[last - 1]]
        alike = spelled_alike(name, surface, self.lexicon, self.language)
        if alike is not None:
            name, bearers = f"{name}@{int(alike.rows[0])}", alike
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
        led = self._is_led(candidate, name)
        chance = 0.5 + self._standing(name) + 0.3 * led
        chance -= self._person_before(candidate) + self._person_after(candidate, led=led)
        if candidate.last == candidate.first + 1:
            chance -= self._as_word(candidate.first, name, led=led)
        return min(_CERTAIN, max(0.0, chance))

    def _standing(self, name: Name) -> float:
        """Say what a name's best known place adds to its chance."""
        kind = self._kind(name.name)
        if kind in WIDE:
            return 0.35
        if name.value >= _FAMOUS or kind == CAPITAL:
            return 0.25
        if name.value >= _WELL_KNOWN:
            return 0.1
        return -0.1 if name.value >= _UNKNOWN else -0.25

    def _as_word(self, number: int, name: Name, *, led: bool) -> float:
        """Say what a word alone takes away that may as well be none but a word."""
        words, tongue = self.words, tongue_of(self.language)
        taken = 0.4 if words.surfaces[number].lower() in self.every else 0.0
        if led:
            return taken
        if self._begins(number):
            known = name.value >= _KNOWN_ALONE and len(name.name) > _SHORT
            taken += 0.3 if known or self._kind(name.name) in (*WIDE, CAPITAL) else 0.5
            taken += 0.2 if name.form and self.language != "hu" else 0.0
        taken += 0.3 if self._is_surname(number) else 0.0
        taken += 0.4 if words.folded[number] in self.lexicon.first_names else 0.0
        return taken + (0.5 if name.name in tongue.common else 0.0)

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
        suffixed = name.form > 0 and not words.surfaces[last - 1].endswith(("i", "t"))
        return suffixed or after in tongue.kinds

    def _person_before(self, candidate: Candidate) -> float:
        """Say what a first name, another capital or a title before a name takes away."""
        words, tongue, number = self.words, tongue_of(self.language), candidate.first - 1
        if number < 0 or words.gaps[candidate.first] != " " or self.last == candidate.first:
            return 0.0
        before, folded = words.surfaces[number], words.folded[number]
        if folded in tongue.titles:
            return 0.4
        if not before[0].isupper() or before.isupper() or folded in tongue.before:
            return 0.0
        if folded in self.lexicon.first_names:
            return 0.6
        return 0.1 if self._begins(number) or folded in tongue.kinds else 0.45

    def _person_after(self, candidate: Candidate, *, led: bool) -> float:
        """Say what a surname, or in Hungarian a first name, after a name takes away."""
        words, number = self.words, candidate.last
        if number >= len(words.surfaces) or words.gaps[number] != " ":
            return 0.0
        if not words.surfaces[number][0].isupper() or words.surfaces[number].isupper():
            return 0.0
        if self.language == "hu":
            named = words.folded[number] in self.lexicon.first_names
            return 0.7 if named else 0.5 * (not led)
        person = words.folded[candidate.first] in self.lexicon.first_names
        return (0.5 if person or self._is_surname(number) else 0.15) * (not led)

    def _is_surname(self, number: int) -> bool:
        """Tell whether a Serbian word looks like a surname."""
        return self.language != "hu" and self.words.folded[number].endswith(_SURNAMES)
