"""Finds the places that a text names."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from balkanroute.errors import InvalidRecord
from balkanroute.gazetteer import Candidate as Referent
from balkanroute.gazetteer import Gazetteer
from balkanroute.gazetteer.world import PEOPLE
from balkanroute.mentions.candidates import Candidate, find_candidates
from balkanroute.mentions.inflected import find_inflected
from balkanroute.mentions.lexicon import Lexicon
from balkanroute.mentions.placing import Hints, Placed, place_all
from balkanroute.mentions.recogniser import LEAST, judge, look, select
from balkanroute.mentions.records import Mention, MentionKind
from balkanroute.mentions.regions import find_regions
from balkanroute.mentions.resolver import REFERENT_FIGURES
from balkanroute.mentions.shown import Mentions
from balkanroute.mentions.tokens import Words, cut
from balkanroute.mentions.weights import Weights

Column = npt.NDArray[Any]

#: From which chance on the likeliest place is chosen; below it, which is meant is left open.
LEAST_PLACE: Final = 0.30
#: From which chance on a place is chosen for a name that is only named inside or beside another.
LEAST_THROUGH: Final = 0.5
#: A name stands inside another where the chance falls below this share when such names do not
#: count: cautious, since a place that is taken for a part of a body's name is hidden by many users.
NESTED: Final = 0.75
#: Characters read at a time: in longer texts, what is far off tells little, and costs much.
STRETCH: Final = 40_000
#: As many candidates are handed out.
_MOST: Final = 10
_COLUMN: Final = {name: number for number, name in enumerate(REFERENT_FIGURES)}


def find_places(  # noqa: PLR0913 - each is a hint of another kind
    text: str,
    *,
    gazetteer: Gazetteer | None = None,
    publisher: str | None = None,
    dateline: str | None = None,
    focus: str | None = None,
    language: str = "en",
    spans: Sequence[tuple[int, int]] | None = None,
) -> Mentions:
    """
    Find the places that a text names, and which place each means.

    Parameters
    ----------
    text
        The text, as it stands: offsets index it.
    gazetteer
        Whose entries are looked for beside the world's names; the bundled one where not given.
    publisher
        Who published it: a place in the name (Budapest Business Journal) is where it looks from.
    dateline
        Where it was written.
    focus
        What it is about: names of countries or places, with commas between.
    language
        BCP 47 language of the text: en, sr-Latn, sr-Cyrl or hu.
    spans
        Starts and ends of what names places in it, where that is known: then nothing else is looked
        for, and each is put on a place, in the order in which they are given.

    Returns
    -------
    Mentions
        A tuple of `Mention` in the order of the text, without overlap; of `spans`, in their order.
        Where nothing tells which of several places is meant, none is chosen, and the mention says
        why.

    Raises
    ------
    InvalidRecord
        The language is none that is read, or a span does not lie in the text.
    """
    lexicon = Lexicon.opened(gazetteer or Gazetteer.bundled(), _checked(language))
    about = find_candidates(cut(", ".join(part for part in (dateline, focus) if part)), lexicon)
    hints = Hints(about=about, beside=find_candidates(cut(publisher or ""), lexicon))
    reader = _Reader(lexicon, Weights.bundled(), hints)
    if spans is not None:
        return Mentions(reader.given(text, _checked_spans(text, spans)))
    found: list[Mention] = []
    for start, stretch in _stretches(text):
        found += reader.found(stretch, start)
    return Mentions(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Reader:
    """Reads stretches of one text."""

    lexicon: Lexicon
    weights: Weights
    hints: Hints

    def found(self, text: str, offset: int) -> Iterator[Mention]:
        """Give the mentions of a stretch that begins at an offset."""
        if self.lexicon.language != "en":
            yield from self._inflected(text, offset)
            return
        reading = look(text, self.lexicon, self.weights)
        if not reading.candidates:
            return
        counted, plain = judge(reading, self.lexicon, self.weights)
        numbers = select(reading.candidates, counted)
        chosen = [(reading.candidates[n], float(counted[n])) for n in numbers]
        regions = find_regions(reading.words, reading.candidates, self.lexicon)
        chosen = _with_regions(chosen, regions)
        nested = [n for n in numbers if plain[n] < NESTED * counted[n]]
        within = {id(reading.candidates[n]) for n in nested}
        placed = place_all(reading.words, chosen, self.hints, self.lexicon, self.weights)
        for each in placed:
            yield self._mention(each, text, offset, id(each.candidate) in within)

    def _inflected(self, text: str, offset: int) -> Iterator[Mention]:
        """Give the mentions of a stretch in a language that is read by rules."""
        words = cut(text)
        found = find_inflected(words, self.lexicon, self.lexicon.language)
        chosen = [(candidate, chance) for candidate, chance in found if chance >= LEAST]
        for each in place_all(words, chosen, self.hints, self.lexicon, self.weights):
            yield self._mention(each, text, offset, nested=False)

    def given(self, text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Mention]:
        """Give a mention for each span."""
        words = cut(text)
        candidates = span_candidates(words, spans, self.lexicon)
        chosen = [(candidate, 1.0) for candidate in candidates]
        placed = place_all(words, chosen, self.hints, self.lexicon, self.weights)
        for each in placed:
            yield self._mention(each, text, 0, nested=False)

    def _mention(self, placed: Placed, text: str, offset: int, nested: bool) -> Mention:  # noqa: FBT001
        """Make a mention of what was placed."""
        candidate = placed.candidate
        likely = float(placed.likely[0]) if len(placed.likely) else 0.0
        place = float(np.interp(likely, *self.weights.place_steps))
        span = float(np.interp(placed.chance, *self.weights.span_steps))
        abstained = _abstained(placed, place)
        return Mention(
            start=candidate.start + offset,
            end=candidate.end + offset,
            surface=text[candidate.start : candidate.end],
            kind=_kind(placed, nested=nested),
            confidence=round(span if abstained else span * place, 4),
            abstained=abstained,
            _ranking=_Ranking(placed, self.lexicon),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Ranking:
    """The candidates of a mention, made when they are asked for."""

    placed: Placed
    lexicon: Lexicon

    def candidates(self) -> tuple[Referent, ...]:
        """Give them, best first."""
        placed = self.placed
        ranked = zip(placed.rows[:_MOST], placed.likely, placed.told, strict=False)
        return tuple(
            self.lexicon.candidate(int(row), round(float(likely), 4), _reasons(placed, told))
            for row, likely, told in ranked
        )


def span_candidates(
    words: Words, spans: Sequence[tuple[int, int]], lexicon: Lexicon
) -> list[Candidate]:
    """
    Make candidates of spans that are given.

    Parameters
    ----------
    words
        The words of the text.
    spans
        Starts and ends, in Python characters.
    lexicon
        The names.

    Returns
    -------
    list of Candidate
        One a span, in their order.
    """
    candidates = []
    for start, end in spans:
        first = bisect_right(words.ends, start)
        last = max(first + 1, bisect_left(words.starts, end))
        if first == len(words.starts):  # no word stands there, nor after it
            first, last = max(0, first - 1), first
        parts = words.folded[first:last]
        names = [" ".join(parts), " ".join(parts[1:]) if parts[:1] == ["the"] else ""]
        name = next((each for each in names if each and each in lexicon), None)
        bearers = lexicon.bearers(name) if name else None
        candidates.append(Candidate(first, last, start, end, name or names[0], bearers))
    return candidates


def _checked(language: str) -> str:
    """Refuse a language that is not read."""
    from balkanroute.mentions.languages import SUPPORTED

    if language not in SUPPORTED:
        raise InvalidRecord(
            f"find_places: language is one of {', '.join(SUPPORTED)}; found {language!r}"
        )
    return language


def _checked_spans(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Refuse a span that does not lie in the text."""
    for start, end in spans:
        given: tuple[object, object] = (start, end)
        whole = all(isinstance(each, int) for each in given)
        if not (whole and 0 <= start < end <= len(text)):
            raise InvalidRecord(
                f"find_places: a span has a start before its end, both within the text of "
                f"{len(text)} characters; found {start!r} to {end!r}"
            )
    return list(spans)


def _stretches(text: str) -> Iterator[tuple[int, str]]:
    """Cut a long text where a line ends, or else a word."""
    start = 0
    while len(text) - start > STRETCH:
        end = start + STRETCH
        cut_at = max(text.rfind("\n", start + STRETCH // 2, end), start)
        if cut_at == start:
            cut_at = text.rfind(" ", start + STRETCH // 2, end)
        end = cut_at + 1 if cut_at > start else end
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _with_regions(
    chosen: Sequence[tuple[Candidate, float]], regions: Sequence[Candidate]
) -> list[tuple[Candidate, float]]:
    """Put regions in the place of the names that they hold."""
    kept = [
        (candidate, chance)
        for candidate, chance in chosen
        if not any(r.start < candidate.end and candidate.start < r.end for r in regions)
    ]
    return sorted([*kept, *((region, 1.0) for region in regions)], key=lambda each: each[0].start)


def _kind(placed: Placed, *, nested: bool) -> MentionKind:
    """Tell whether a name stands for a place, its people, or a part of another name."""
    if placed.through is None and len(placed.told) and placed.told[0][_COLUMN["how"]] == PEOPLE:
        return "demonym"
    return "in_organisation" if nested else "place"


def _abstained(placed: Placed, place: float) -> str | None:
    """Say why no place is chosen, None where one is."""
    if not len(placed.rows):
        return "The gazetteer has no place of this name, and the text does not say where it is."
    if place >= (LEAST_PLACE if placed.through is None else LEAST_THROUGH):
        return None
    if placed.through is not None:
        return "The gazetteer has no place of this name; where it is can only be guessed."
    if placed.told[0][_COLUMN["country_support"]] == 0:
        return "Only places far from everything else in the text bear this name."
    return "Several places bear this name, and the text does not tell which is meant."


def _reasons(placed: Placed, told: Column) -> tuple[str, ...]:
    """Say in short sentences what speaks for a place."""
    near_km = float(np.expm1(told[_COLUMN["near_km"]]))
    said = (
        (placed.through is not None, "not in the gazetteer; this is the place named with it"),
        (told[_COLUMN["comma_in"]] > 0, "named after it as what holds it"),
        (told[_COLUMN["comma_out"]] > 0, "what is named after it does not hold it"),
        (told[_COLUMN["country_support"]] > 0.1, "in a country that the text names"),  # noqa: PLR2004
        (told[_COLUMN["admin_support"]] > 0.02, "in a region that the text names"),  # noqa: PLR2004
        (near_km < 100, f"{near_km:.0f} km from another place of the text"),  # noqa: PLR2004
        (told[_COLUMN["rank"]] == 0, "the best known of this name"),
        (told[_COLUMN["how"]] == PEOPLE, "its people are called so"),
    )
    return tuple(reason for holds, reason in said if holds)
