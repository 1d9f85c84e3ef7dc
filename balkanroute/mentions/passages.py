"""The sentences of a text with what each of them says, and whose words they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar

from balkanroute.mentions.reading import Reading
from balkanroute.mentions.records import Dating, Figure, Mention, Saying, Span

S = TypeVar("S", bound=Span)


@dataclass(frozen=True, slots=True)
class Passage:
    """
    A sentence, and what is taken from it for a claim.

    Parameters
    ----------
    span
        The sentence.
    line
        Number of its paragraph, from 1; a paragraph is a line with text in it.
    saying
        What gives it its speaker: half of the sentence or more is said by one, cue and speaker
        included. None where it is the source's own.
    others
        Sayings that are a smaller part of it.
    mentions
        The places named in it, or in what is said; none in the words for a speaker, or in the
        dateline.
    figures, datings
        Those in it, or in what is said.
    """

    span: Span
    line: int
    saying: Saying | None
    others: tuple[Saying, ...]
    mentions: tuple[Mention, ...]
    figures: tuple[Figure, ...]
    datings: tuple[Dating, ...]


def cut(reading: Reading) -> Iterator[Passage]:
    """
    Cut a reading into its sentences.

    Parameters
    ----------
    reading
        What was found in a text.

    Yields
    ------
    Passage
        Each sentence with what was found in it and is said by whoever says the sentence.
    """
    count_lines = _line_counter(reading.text)
    dateline = [reading.dateline] if reading.dateline else []
    speaking = [part for saying in reading.sayings for part in _around(saying)]
    places = [mention for mention in reading.mentions if mention.kind == "place"]
    mentions = _outside(places, [*speaking, *dateline])
    datings = _outside(reading.datings, dateline)
    for span in reading.sentences:
        sayings = _touching(reading.sayings, span)
        saying = next(iter(sorted(sayings, key=lambda one: -_shared(one, span))), None)
        if saying is not None and 2 * _attributed(saying, span) < span.end - span.start:
            saying = None
        inside = _overlap(saying, span) if saying else span
        yield Passage(
            span=span,
            line=count_lines(span.start),
            saying=saying,
            others=tuple(one for one in sayings if one is not saying),
            mentions=_within(mentions, inside),
            figures=_within(reading.figures, inside),
            datings=_within(datings, inside),
        )


def _line_counter(text: str) -> Callable[[int], int]:
    """Make a function that gives the number of the paragraph at a character, from 1."""
    lines = text.splitlines(keepends=True)
    starts = list(accumulate((len(line) for line in lines), initial=0))
    numbers = list(accumulate(int(bool(line.strip())) for line in lines))
    return lambda at: numbers[bisect_right(starts, at) - 1]


def _around(saying: Saying) -> list[Span]:
    """Give the words that say who says it."""
    return [saying.cue, *([saying.speaker] if saying.speaker else [])]


def _outside(spans: Sequence[S], others: Sequence[Span]) -> list[S]:
    """Leave out the spans that touch any of the others."""
    ordered = sorted(others, key=lambda other: other.start)
    ends = list(accumulate((other.end for other in ordered), max))
    starts = [other.start for other in ordered]
    kept = []
    for span in spans:
        before = bisect_left(starts, span.end)
        if not before or ends[before - 1] <= span.start:
            kept.append(span)
    return kept


def _within(spans: Sequence[S], outer: Span) -> tuple[S, ...]:
    """Give the spans, in the order of the text, that begin inside another."""
    first = bisect_left(spans, outer.start, key=lambda span: span.start)
    last = bisect_left(spans, outer.end, key=lambda span: span.start)
    return tuple(spans[first:last])


def _touching(sayings: Sequence[Saying], span: Span) -> tuple[Saying, ...]:
    """Give the sayings that share a character with a sentence; none overlaps another."""
    first = bisect_right(sayings, span.start, key=lambda saying: saying.end)
    last = bisect_left(sayings, span.end, key=lambda saying: saying.start)
    return tuple(sayings[first:last])


def _shared(one: Span, other: Span) -> int:
    """Count the characters that two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _attributed(saying: Saying, span: Span) -> int:
    """Count the characters of a sentence that are said, or say who says it."""
    count, reached = 0, span.start
    for one in sorted([saying, *_around(saying)], key=lambda part: part.start):
        start, end = max(one.start, reached), min(one.end, span.end)
        count += max(0, end - start)
        reached = max(reached, end)
    return count


def _overlap(saying: Saying, span: Span) -> Span:
    """Give the part of a sentence that is said."""
    start, end = max(saying.start, span.start), min(saying.end, span.end)
    return Span(start=start, end=end, surface=span.surface[start - span.start : end - span.start])
