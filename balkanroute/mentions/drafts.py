"""Sayings while their sentence is being read: their ends may still move."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from balkanroute.mentions.cues import Cue, find_cues
from balkanroute.mentions.records import Saying, Span, Speaker


@dataclass(slots=True)
class Draft:
    """A saying whose end may still move."""

    start: int
    end: int
    cue: Cue
    speaker: Speaker | None
    quoted: bool


@dataclass(slots=True)
class Sentence:
    """A sentence that is being read, and what was found in it so far."""

    start: int
    end: int
    drafts: list[Draft] = field(default_factory=list)
    #: Cues before this place are taken.
    passed: int = -1


def group_cues(text: str, spans: Sequence[Span]) -> Iterator[tuple[Span, list[Cue]]]:
    """Give the sentences that have cues, with them."""
    starts = [span.start for span in spans]
    at, group = -1, list[Cue]()
    for cue in find_cues(text):
        index = bisect_right(starts, cue.start) - 1
        if index != at and group:
            yield spans[at], group
            group = []
        if index >= 0 and cue.end <= spans[index].end:
            at = index
            group.append(cue)
    if group:
        yield spans[at], group


def finish(text: str, draft: Draft) -> Saying:
    """Make the record of a draft."""
    cue = draft.cue
    return Saying(
        start=draft.start,
        end=draft.end,
        surface=text[draft.start : draft.end],
        cue=Span(start=cue.start, end=cue.end, surface=text[cue.start : cue.end]),
        stance=cue.stance,
        speaker=draft.speaker,
        quoted=draft.quoted,
    )
