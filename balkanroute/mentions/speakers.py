# ruff: noqa: RUF001 - apostrophes and dashes of news texts are the subject
"""Who speaks: the noun phrase before or after a cue, what it is, and the name to file it under."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from balkanroute.mentions import phrases as p
from balkanroute.mentions import vocabulary as v

_TOKEN: Final = re.compile(
    r"(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sgt|Capt|Cpl|Maj|Prof|Rev|Sen|Rep|Gov|Det|Supt|Hon|[A-Z])\."
    r"|\d+(?:[.,]\d+)*|\w(?:[\w&/-]|[.’'](?=\w))*|[^\w\s]"
)
#: In great letters they begin a phrase, whatever a caption has put before it.
_ARTICLES: Final = frozenset(("The", "A", "An"))
_WINDOW: Final = 260
_LONGEST: Final = 16
_APPOSITIVE: Final = 14


class Phrase(NamedTuple):
    """A noun phrase that may speak: where it stands, its words, and whether it is of many."""

    start: int
    end: int
    head: p.Head


def find_subject(text: str, left: int, right: int) -> Phrase | None:
    """
    Find who does what the verb at ``right`` says, looking back no further than ``left``.

    Returns
    -------
    None where the verb is negated, modal or passive, or where nobody who can speak precedes it.
    """
    tokens = [*_TOKEN.finditer(text, max(left, right - _WINDOW), right)]
    words = [token.group() for token in tokens]
    last = _skip_auxiliaries(words)
    if last <= 0:
        return None
    if words[last - 1] in v.RELATIVES:
        last -= 2 if words[last - 2 : last - 1] == [","] else 1
    elif words[last - 1] in v.RESUMING:
        return find_first(text, left, right)
    return _walk_back(tokens, words, last)


def find_first(text: str, left: int, right: int) -> Phrase | None:
    """Find the subject that a sentence begins with, past what introduces it."""
    tokens = [*_TOKEN.finditer(text, left, min(right, left + _WINDOW))]
    words = [token.group() for token in tokens]
    begin = 0
    while begin < len(words) and words[begin].lower() in v.INTRODUCING:
        if "," not in words[begin:]:
            return None
        begin = words.index(",", begin) + 1
    stop = _measure_first(words, begin)
    head = p.describe(words[begin:stop]) if stop > begin else None
    if head is None:
        return None
    phrase = Phrase(tokens[begin].start(), tokens[stop - 1].end(), head)
    if words[stop : stop + 1] == ["of"] and "," in words[stop : stop + _APPOSITIVE]:
        stop = words.index(",", stop)
    return _join_appositive(tokens, words, stop, phrase)


def find_following(text: str, left: int, right: int, *, whole: bool = False) -> Phrase | None:
    """
    Find who is named right after a cue: ``said Ana Kos, a lawyer``.

    With ``whole`` the phrase goes on to the next mark: ``sources cited in the report``.
    """
    tokens = [*_TOKEN.finditer(text, left, min(right, left + _WINDOW))]
    words = [token.group() for token in tokens]
    stop = 0
    while stop < len(words) and not _bounds(words[stop]) and words[stop] not in v.FINITE:
        ending = stop and not whole and words[stop].lower() in v.AFTER_SPEAKER
        if ending and not _within(words, stop):
            break
        stop += 1
    if not 0 < stop <= _LONGEST:
        return None
    head = p.describe(words[:stop])
    if head is None or (head.pronoun and stop > 1):
        return None
    phrase = Phrase(tokens[0].start(), tokens[stop - 1].end(), head)
    return _join_appositive(tokens, words, stop, phrase)


def _within(words: Sequence[str], at: int) -> bool:
    """Tell whether a preposition belongs to the name: the agency in Szeged, not in a letter."""
    following = words[at + 1 : at + 2]
    return words[at] in ("in", "at", "for", "with") and bool(
        following and following[0][:1].isupper() and following[0] not in v.DAYS
    )


def _skip_auxiliaries(words: Sequence[str]) -> int:
    """Give the place after the subject; 0 for a verb that is negated, modal or passive."""
    last = len(words)
    while last:
        word = words[last - 1].lower()
        if word in v.REFUSING or word.endswith(("n't", "n’t")):
            went_on = [w.lower() for w in words[max(0, last - 3) : last]] == ["went", "on", "to"]
            if not went_on:
                return 0
            last -= 3
            continue
        if word not in v.AUXILIARIES and not (word.endswith("ly") and word not in v.NOUNS_IN_LY):
            return last
        last -= 1
    return 0


def _bounds(word: str) -> bool:
    """Tell whether no noun phrase goes over a word or mark."""
    return word in v.BOUNDS or not (word[0].isalnum() or word in "&’'/-%")


def _walk_back(tokens: Sequence[re.Match[str]], words: list[str], last: int) -> Phrase | None:
    """Take the noun phrase that ends before ``last``."""
    first = last
    while first > 0 and not _bounds(words[first - 1]) and words[first - 1] not in v.FINITE:
        first -= 1
        if words[first] in _ARTICLES:
            break
        if words[first] in v.RELATIVES:
            if _has_subject(words, first + 1):
                return None
            last = first
    begin = _skip_introduction(words, _part(words, first, last), last)
    if not 0 < last - begin <= _LONGEST:
        return None
    head = p.describe(words[begin:last])
    return None if head is None else Phrase(tokens[begin].start(), tokens[last - 1].end(), head)


def _part(words: Sequence[str], first: int, last: int) -> int:
    """Give where the subject begins after an ``and``; ``last`` where a verb leaves none."""
    if first == last:
        return last
    bound = words[first - 1] if first and words[first] not in _ARTICLES else ""
    if bound.lower() in v.SUPPOSING:
        return last
    joined = [i for i in range(first, last) if words[i] == "and"]
    if joined and (bound in v.FINITE or p.describe(words[first : joined[-1]]) is None):
        return joined[-1] + 1
    return last if bound in v.FINITE else first


def _has_subject(words: Sequence[str], at: int) -> bool:
    """Tell whether a relative clause has a subject of its own: the team which he left."""
    word = words[at] if at < len(words) else "he"
    return word[0].isupper() or word in v.DETERMINERS or word in v.PRONOUNS


def _skip_introduction(words: Sequence[str], first: int, last: int) -> int:
    """Step over ``But``, ``On Friday``, ``In a letter``; give ``last`` where no subject is left."""
    while first < last and words[first].lower() in v.LEADING:
        first += 1
    if first < last and words[first].lower() in v.PREPOSITIONS:
        dated = [i for i in range(first, last) if words[i] in v.DAYS or words[i][:4].isdigit()]
        if dated:
            return dated[-1] + 1
        second = [i for i in range(first + 2, last) if words[i] in v.DETERMINERS]
        return second[0] if second else last
    return first


def _measure_first(words: Sequence[str], begin: int) -> int:
    """Give the place after the noun phrase that begins at ``begin``."""
    limit = min(len(words), begin + 7)
    if begin < limit and words[begin].lower() in v.DETERMINERS:
        return _measure_common(words, begin, limit)
    stop = begin
    while stop < limit and (
        words[stop][0].isupper()
        or words[stop] in v.PARTICLES
        or (p.is_head(words[stop]) and words[stop] not in v.FINITE)
    ):
        stop += 1
    if stop > begin and words[stop - 1].endswith(("'s", "’s")):
        while stop < limit and not _bounds(words[stop]) and words[stop] not in v.PREPOSITIONS:
            stop += 1
    return stop


def _measure_common(words: Sequence[str], begin: int, limit: int) -> int:
    """Give the place after the last word that can speak in a phrase with an article."""
    stop = begin
    for i in range(begin + 1, limit):
        if _bounds(words[i]) or words[i] in v.PREPOSITIONS or words[i] in v.FINITE:
            break
        if p.is_head(words[i]):
            stop = i + 1
    return stop


def _join_appositive(
    tokens: Sequence[re.Match[str]], words: Sequence[str], stop: int, phrase: Phrase
) -> Phrase:
    """Add the office to the name, or the name to the office, that follows between commas."""
    if words[stop : stop + 1] != [","] or phrase.head.kind not in ("person", "unnamed"):
        return phrase
    end = stop + 1
    while end < len(words) and not _bounds(words[end]):
        end += 1
    added = words[stop + 1 : end]
    if not 0 < len(added) <= _APPOSITIVE or (end < len(words) and words[end] not in ",.;"):
        return phrase
    head = p.describe(added)
    if head is None or head.plural or head.pronoun:
        return phrase
    if phrase.head.full and head.role and not head.full:
        return Phrase(phrase.start, tokens[end - 1].end(), phrase.head)
    if phrase.head.role and not phrase.head.full and head.full and head.kind == "person":
        return Phrase(phrase.start, tokens[end - 1].end(), head)
    return phrase
