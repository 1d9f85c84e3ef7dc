# ruff: noqa: RUF001 - quotation marks and dashes of news texts are the subject
"""
Reported speech: what is said to have been said, by whom, and how strongly.

Rules over cues (`balkanroute.mentions.cues`), quotation marks and noun phrases; a sentence
without a cue says nothing that anybody is made to answer for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from balkanroute.mentions import leads
from balkanroute.mentions.cues import Cue
from balkanroute.mentions.directory import Directory
from balkanroute.mentions.drafts import Draft, Sentence, finish, group_cues
from balkanroute.mentions.quotations import Quotation, find_quotations
from balkanroute.mentions.records import Saying, Span, Speaker
from balkanroute.mentions.sentences import split
from balkanroute.mentions.speakers import Phrase, find_first, find_following, find_subject

_LOOK_AHEAD: Final = 300
_LOOK_BACK: Final = 300
_FEWEST_WORDS: Final = 3


def find_sayings(text: str, *, sentences: Sequence[Span] | None = None) -> tuple[Saying, ...]:
    """
    Find every statement that a text attributes to somebody.

    Parameters
    ----------
    text
        English news. Cues inside quotations, and attributions within a statement that is
        itself attributed, are left out: one statement, one speaker, the outer one.
    sentences
        The sentences of the text, where they are at hand; else they are found.

    Returns
    -------
    The sayings in the order of the text, none overlapping another. The span is the clause or
    the words between quotation marks; where the speaker stands inside the clause
    (``the road, he said, was shut``) the span is the whole of it. The speaker is None where a
    passive or an adverb (``is believed``, ``reportedly``) names nobody; such a saying spans its
    clause.
    """
    reading = _Reading(text, find_quotations(text))
    spans = split(text) if sentences is None else sentences
    for sentence, cues in group_cues(text, spans):
        reading.read(sentence, cues)
    return tuple(finish(text, draft) for draft in reading.close())


class _Reading:
    """One pass over a text."""

    def __init__(self, text: str, quotations: Sequence[Quotation]) -> None:
        self._text = text
        self._quotations = quotations
        self._opened = [quotation.opened for quotation in quotations]
        self._directory = Directory(text)
        self._drafts: list[Draft] = []
        self._attributed: set[int] = set()
        #: Where an attribution ends, for the quotation that goes on after it.
        self._turns: dict[int, Draft] = {}

    def read(self, span: Span, cues: Sequence[Cue]) -> None:
        """Read a sentence: verbs of speakers first, passives where there are none."""
        sentence = Sentence(span.start, span.end)
        for cue in cues:
            if cue.start < sentence.passed or self._is_quoted(cue.start):
                continue
            if cue.manner == "according":
                self._read_according(sentence, cue)
            elif cue.form:
                self._read_active(sentence, cue)
        if not sentence.drafts and span.end - span.start <= leads.LONGEST:
            self._read_unattributed(sentence, cues)
        self._drafts += sentence.drafts
        for draft in sentence.drafts[-1:]:
            if draft.speaker:
                self._turns[span.end] = draft

    def close(self) -> list[Draft]:
        """Add the quotations that go on after an attribution, and put all in order."""
        for index, quotation in enumerate(self._quotations):
            if index in self._attributed or not self._goes_on(quotation):
                continue
            before = leads.step_back(self._text, quotation.opened)
            turn = self._turns.get(before)
            if turn:
                self._quote(self._drafts, index, turn.cue, turn.speaker)
        drafts = sorted(self._drafts, key=lambda draft: (draft.start, draft.end))
        kept: list[Draft] = []
        for draft in drafts:
            if not kept or draft.start >= kept[-1].end:
                kept.append(draft)
        return kept

    # Where a cue stands

    def _is_quoted(self, at: int) -> bool:
        """Tell whether a place is inside a quotation."""
        index = bisect_right(self._opened, at) - 1
        return index >= 0 and at < self._quotations[index].closed

    def _is_statement(self, quotation: Quotation) -> bool:
        """Tell a quoted statement from a word between quotation marks."""
        text = self._text
        if (
            text[quotation.closed - 2] in ",.?!…—"
            or text[quotation.closed : quotation.closed + 1] == ","
        ):
            return True
        words = text[quotation.start : min(quotation.end, quotation.start + 80)].split()
        return len(words) > _FEWEST_WORDS and words[0][0].isupper()

    def _goes_on(self, quotation: Quotation) -> bool:
        """Tell whether a quotation may go on after an attribution: it has none of its own."""
        ended = {
            self._text[quotation.closed - 2],
            self._text[quotation.closed : quotation.closed + 1],
        } & set(".?!…")
        return bool(ended) and self._is_statement(quotation)

    def _find_quotation_before(self, sentence: Sentence, cue: Cue) -> int | None:
        """Find the quoted statement that the cue may belong to."""
        index = bisect_right(self._opened, cue.start) - 1
        if index < 0:
            return None
        quotation = self._quotations[index]
        if not self._is_statement(quotation):
            return None
        if quotation.closed <= sentence.start:
            gap = self._text[quotation.closed : sentence.start]
            ended = leads.ends_attribution(self._text, cue, sentence.end)
            return index if gap in ("", " ") and ended else None
        if self._completes(sentence, quotation):
            ended = leads.ends_attribution(self._text, cue, sentence.end)
            return index if ended and not sentence.drafts else None
        return index

    def _completes(self, sentence: Sentence, quotation: Quotation) -> bool:
        """Tell whether a quotation only completes what its sentence begins with."""
        opening = self._text[
            max(sentence.start, quotation.opened - _LOOK_BACK) : quotation.opened
        ].strip()
        return self._text[quotation.start].islower() and opening[-1:].isalpha()

    # How a sentence is read

    def _read_active(self, sentence: Sentence, cue: Cue) -> None:
        """Read a verb of saying."""
        text = self._text
        before = self._find_quotation_before(sentence, cue)
        left = (
            sentence.start
            if before is None
            else max(sentence.start, self._quotations[before].closed)
        )
        if text[cue.end : cue.end + 1] in ("-", "’", "'"):
            return
        if self._read_inverted(sentence, cue, left, before):
            return
        if self._resume(sentence, cue):
            return
        phrase = find_subject(text, left, cue.start)
        if phrase is None or not leads.agrees(phrase.head, cue):
            return
        if sentence.drafts and cue.start < sentence.drafts[-1].end:
            cut = leads.find_turn(text, sentence.drafts[-1].start, phrase.start)
            if cut is None or sentence.drafts[-1].quoted:
                return
            held = sentence.drafts[-1].end
            sentence.drafts[-1].end, left = cut, phrase.start
            if not self._place(sentence, cue, phrase, left, None):
                sentence.drafts[-1].end = held
            return
        self._place(sentence, cue, phrase, left, before)

    def _place(
        self, sentence: Sentence, cue: Cue, phrase: Phrase, left: int, before: int | None
    ) -> bool:
        """Take what a speaker with a verb says: a quotation or a clause, before it or after."""
        text = self._text
        lead = text[max(left, phrase.start - _LOOK_BACK) : phrase.start].strip(" ,—–-\n\r\t")
        if before is not None and not lead:
            speaker = self._directory.introduce(phrase)
            self._quote_whole(sentence, before, cue, speaker)
            end = leads.step_back(
                text, min(leads.end_attribution(text, cue, sentence.end), sentence.end)
            )
            self._turns[end] = self._turns[cue.end] = sentence.drafts[-1]
            self._follow(sentence, cue, speaker)
            return True
        if self._follow(sentence, cue, None, phrase):
            return True
        if sentence.end - sentence.start > leads.LONGEST:
            return False
        if leads.is_after_clause(text, left, phrase.start) and leads.ends_attribution(
            text, cue, sentence.end
        ):
            whole = leads.goes_on_after(text, leads.end_attribution(text, cue, sentence.end))
            end = sentence.end if whole else phrase.start
            return self._clause(sentence, left, end, cue, phrase)
        start = leads.find_clause(text, cue, sentence.end)
        end = leads.end_relative(text, cue, sentence.end)
        return start is not None and self._clause(sentence, start, end, cue, phrase)

    def _follow(
        self, sentence: Sentence, cue: Cue, speaker: Speaker | None, phrase: Phrase | None = None
    ) -> bool:
        """Take the quotation that the cue leads to: ``he said: "…"``."""
        index = bisect_right(self._opened, cue.end - 1)
        if index >= len(self._quotations) or index in self._attributed:
            return False
        quotation = self._quotations[index]
        if quotation.opened >= sentence.end or quotation.opened - cue.end > _LOOK_AHEAD:
            return False
        if not leads.leads_to_quotation(self._text[cue.end : quotation.opened], cue):
            return False
        if not self._is_statement(quotation) and quotation.closed < sentence.end - 2:
            return False
        if speaker is None and phrase is not None:
            speaker = self._directory.introduce(phrase)
        self._quote(sentence.drafts, index, cue, speaker)
        return True

    def _read_inverted(self, sentence: Sentence, cue: Cue, left: int, before: int | None) -> bool:
        """Read ``"…", said Ana Kos`` and ``the road was shut, said Ana Kos``."""
        text = self._text
        between = text[max(left, cue.start - _LOOK_BACK) : cue.start].strip()
        quoted = before is not None and between in ("", ",", "—", "–")
        if cue.form not in ("third", "past") or not (quoted or between.endswith(",")):
            return False
        phrase = find_following(text, cue.end, sentence.end)
        if phrase is None or phrase.head.pronoun:
            return False
        if quoted and before is not None:
            self._quote_whole(sentence, before, cue, self._directory.introduce(phrase))
            self._turns[phrase.end] = sentence.drafts[-1]
            sentence.passed = phrase.end
            return True
        after = text[phrase.end : phrase.end + _LOOK_AHEAD]
        if sentence.end - sentence.start > leads.LONGEST or not leads.closes(
            after, sentence.end - phrase.end
        ):
            return False
        if sentence.drafts and sentence.drafts[-1].end > left:
            return False
        sentence.passed = phrase.end
        return self._clause(sentence, left, cue.start, cue, phrase)

    def _resume(self, sentence: Sentence, cue: Cue) -> bool:
        """Read ``…, adding that``, ``… and warned that``: the speaker is the one before."""
        text = self._text
        join = leads.find_join(text, sentence.start, cue)
        if join is None or sentence.end - sentence.start > leads.LONGEST:
            return cue.form == "participle"
        draft = sentence.drafts[-1] if sentence.drafts else None
        phrase = None
        if draft is None:
            phrase = find_first(text, sentence.start, join)
            if phrase is None or not self._directory.knows(phrase):
                return cue.form == "participle"
        elif draft.speaker is None:
            return False
        speaker = draft.speaker if draft else None
        if self._follow(sentence, cue, speaker, phrase):
            self._shorten(draft, join)
            return True
        start = leads.find_clause(text, cue, sentence.end)
        if start is None:
            return cue.form == "participle"
        self._shorten(draft, join)
        return self._clause(sentence, start, sentence.end, cue, phrase, speaker)

    def _shorten(self, draft: Draft | None, end: int) -> None:
        """End what was said where the next cue of the same speaker takes over."""
        if draft is not None and not draft.quoted and draft.start < end < draft.end:
            draft.end = end

    def _read_according(self, sentence: Sentence, cue: Cue) -> None:
        """Read ``according to``, at the head of the clause or after it."""
        text = self._text
        if any(draft.end > cue.start for draft in sentence.drafts):
            return
        phrase = find_following(text, cue.end, sentence.end, whole=True) or find_following(
            text, cue.end, sentence.end
        )
        if phrase is None or sentence.end - sentence.start > leads.LONGEST:
            return
        sentence.passed = phrase.end
        lead = text[sentence.start : cue.start].strip()
        after = re.compile(r"\s*,\s*").match(text, phrase.end, sentence.end)
        if after and (not lead or not leads.is_after_clause(text, sentence.start, cue.start)):
            self._clause(sentence, after.end(), sentence.end, cue, phrase)
        elif lead:
            self._clause(sentence, sentence.start, cue.start, cue, phrase)

    def _read_unattributed(self, sentence: Sentence, cues: Sequence[Cue]) -> None:
        """Read ``is believed to`` and ``reportedly``, which name nobody."""
        for cue in cues:
            if cue.form or cue.manner == "according" or self._is_quoted(cue.start):
                continue
            if cue.manner == "passive" and not leads.is_passive(self._text, cue):
                continue
            start, end = leads.bound_clause(self._text, sentence.start, sentence.end, cue)
            if self._add(sentence, start, end, cue, None):
                return

    # What is kept

    def _clause(
        self,
        sentence: Sentence,
        start: int,
        end: int,
        cue: Cue,
        phrase: Phrase | None,
        speaker: Speaker | None = None,
    ) -> bool:
        """Keep a clause, if it is one."""
        bounds = leads.trim(self._text, start, end)
        if bounds is None or self._text[sentence.end - 1] == "?":
            return False
        if phrase is not None:
            speaker = self._directory.introduce(phrase)
        return self._add(sentence, *bounds, cue, speaker)

    def _add(
        self, sentence: Sentence, start: int, end: int, cue: Cue, speaker: Speaker | None
    ) -> bool:
        """Keep a clause."""
        bounds = leads.trim(self._text, start, end)
        if bounds is None:
            return False
        sentence.drafts.append(Draft(*bounds, cue, speaker, quoted=False))
        return True

    def _quote_whole(self, sentence: Sentence, index: int, cue: Cue, speaker: Speaker) -> None:
        """Keep a quotation, with the beginning of its sentence where it only completes that."""
        quotation = self._quotations[index]
        if (
            self._completes(sentence, quotation)
            and not sentence.drafts
            and self._add(sentence, sentence.start, quotation.closed, cue, speaker)
        ):
            self._attributed.add(index)
            self._turns[quotation.closed] = sentence.drafts[-1]
        else:
            self._quote(sentence.drafts, index, cue, speaker)

    def _quote(self, drafts: list[Draft], index: int, cue: Cue, speaker: Speaker | None) -> None:
        """Keep a quotation."""
        quotation = self._quotations[index]
        self._attributed.add(index)
        draft = Draft(quotation.start, quotation.end, cue, speaker, quoted=True)
        drafts.append(draft)
        self._turns[quotation.closed] = draft
