# ruff: noqa: RUF001 - apostrophes of news texts are the subject
"""The names that a text gives in full, for the surnames and pronouns that it uses later."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Final

from balkanroute.mentions import phrases as p
from balkanroute.mentions import vocabulary as v
from balkanroute.mentions.records import Speaker
from balkanroute.mentions.speakers import Phrase

_NAMES: Final = re.compile(
    r"\b[^\W\d_a-z](?:\.|[\w’'-]*)"
    r"(?: (?:(?:van|von|de|del|bin|al) )?[^\W\d_a-z](?:\.(?=\ )|[\w’'-]+))+"
)
_NEAR: Final = 1200
_NEARER: Final = 600


class Directory:
    """
    Who was named so far in a text.

    Parameters
    ----------
    text
        The text, read once and only when a short name first asks for its full one.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._person: tuple[int, Speaker] | None = None
        self._body: tuple[int, Speaker] | None = None
        self._last: Speaker | None = None

    def knows(self, phrase: Phrase) -> bool:
        """Tell whether a phrase is sure to name a speaker, not what a sentence is about."""
        head = phrase.head
        if not head.full or " " in head.name or head.noun.isupper():
            return head.full or head.role or head.kind != "organisation"
        return self._find_full(head.name, phrase.start) is not None

    def introduce(self, phrase: Phrase) -> Speaker:
        """
        Make the speaker of a noun phrase and remember it.

        A surname takes the one full name that ends in it earlier in the text; ``he`` and
        ``she`` the last person who spoke, if nobody else was named since; ``it`` the body or
        document that spoke last, if no person did since; ``the ministry`` the one name in
        Ministry. Where there is no such one, the name is what the text has.
        """
        head = phrase.head
        name, kind = head.name, head.kind
        if head.pronoun:
            known = self._find_antecedent(phrase)
            name, kind = (known.name, known.kind) if known else (name, kind)
        elif head.full and " " not in name:
            name = self._find_full(name, phrase.start) or self._find_begun(name, phrase.start)
            if name != head.name and kind == "organisation" and p.is_person_like(name.split()):
                kind = "person"
        elif head.bare and head.definite and kind in ("government body", "organisation"):
            name = self._find_full(head.noun.title(), phrase.start) or name
        surface = self._text[phrase.start : phrase.end]
        speaker = Speaker(start=phrase.start, end=phrase.end, surface=surface, name=name, kind=kind)
        self._remember(speaker, head)
        return speaker

    def _remember(self, speaker: Speaker, head: p.Head) -> None:
        """Keep who spoke last."""
        self._last = speaker
        if speaker.kind == "person":
            if not head.pronoun or speaker.name != head.name:
                self._person = (speaker.end, speaker)
        elif not head.plural and not head.pronoun:
            self._body = (speaker.end, speaker)

    def _find_antecedent(self, phrase: Phrase) -> Speaker | None:
        """Find whom a pronoun stands for."""
        noun = phrase.head.noun
        if noun == "it":
            near = self._body and phrase.start - self._body[0] < _NEARER
            return self._body[1] if near and self._body and self._last is self._body[1] else None
        if noun == "they" or self._person is None:
            return None
        end, person = self._person
        if phrase.start - end > _NEAR or self._names_others(end, phrase.start, person.name):
            return None
        self._person = (phrase.end, person)
        return person

    def _names_others(self, start: int, end: int, name: str) -> bool:
        """Tell whether somebody else is named in a stretch of the text."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, end)
        surname = name.rpartition(" ")[2]
        return any(
            named.rpartition(" ")[2] != surname and p.is_person_like(named.split())
            for _, named in self._runs[first:last]
        )

    def _find_full(self, last: str, before: int) -> str | None:
        """Find the one longer name that ends in a word before a place in the text."""
        names = {name for start, name in self._endings.get(last, ()) if start < before}
        shortest = min(names, key=len, default=None)
        return shortest if all(name.endswith(str(shortest)) for name in names) else None

    def _find_begun(self, first: str, before: int) -> str:
        """Find the one longer name that begins with a word; else give the word."""
        names = {name for start, name in self._beginnings.get(first, ()) if start < before}
        return names.pop() if len(names) == 1 else first

    @cached_property
    def _runs(self) -> list[tuple[int, str]]:
        """Every row of capitalised words, without offices and first words of sentences."""
        found = []
        for run in _NAMES.finditer(self._text):
            words = run.group().split()
            words[-1] = re.sub(r"[’']s?$", "", words[-1])
            while len(words) > 1 and (words[0].lower() in v.OPENING or words[0] in v.DETERMINERS):
                words.pop(0)
            words = p.strip_titles(words) if not p.is_head(words[-1]) else words
            if len(words) > 1 and not any(word.endswith(("'s", "’s")) for word in words):
                found.append((run.start(), " ".join(words)))
        return found

    @cached_property
    def _starts(self) -> list[int]:
        """Where the rows of capitalised words begin."""
        return [start for start, _ in self._runs]

    @cached_property
    def _endings(self) -> dict[str, list[tuple[int, str]]]:
        """The first place of every row of capitalised words, by the word that it ends with."""
        return self._list_by(-1)

    @cached_property
    def _beginnings(self) -> dict[str, list[tuple[int, str]]]:
        """The first place of every row of capitalised words, by its first word."""
        return self._list_by(0)

    def _list_by(self, place: int) -> dict[str, list[tuple[int, str]]]:
        """List the rows of capitalised words by one of theirs."""
        endings: dict[str, dict[str, int]] = {}
        for start, name in self._runs:
            endings.setdefault(name.split()[place], {}).setdefault(name, start)
        return {
            last: [(start, name) for name, start in names.items()]
            for last, names in endings.items()
        }
