"""Where a text may name a place: runs of words that are a name, or that look like one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from balkanroute.mentions.lexicon import Bearers, Lexicon, fold_all
from balkanroute.mentions.tokens import JOINING, Words, listed

#: The most words that a name may have.
LONGEST: Final = 6
#: Letters of the shortest name; shorter ones are taken only in capitals, as abbreviations.
_SHORTEST: Final = 3
#: Small letters that a name may begin with all the same.
DIRECTIONS: Final = frozenset(
    listed(
        "north south east west northern southern eastern western central southeast southwest "
        "northeast northwest southeastern southwestern northeastern northwestern sub"
    )
)
#: A run of capitals that ends, or begins, with one of these may be a place that no list has.
HEADS: Final = fold_all(
    "street st avenue ave road rd drive lane boulevard blvd highway parkway way square plaza "
    "university college school academy institute hospital clinic church cathedral mosque temple "
    "abbey hotel inn resort airport station bridge park garden gardens museum library theatre "
    "theater stadium arena hall house palace castle tower center centre building embassy consulate "
    "court prison camp base port harbour harbor beach bay lake river creek valley mountain "
    "mountains hill hills island islands peninsula falls forest desert reserve township county "
    "district province state region city village estate market mall zoo cemetery canyon coast "
    "crossing border"
)
FRONTS: Final = fold_all(
    "mount mt lake river port fort cape camp hotel rue via calle plaza place piazza villa chateau "
    "university gulf bay isle highway route interstate republic county city town"
)
_INSIDE: Final = frozenset(listed("of de la del des du di da do das dos el al le les and the i"))
_BEFORE_UNKNOWN: Final = frozenset(listed("in at near from to outside around via"))


@dataclass(slots=True)
class Candidate:
    """
    A run of words that may name a place.

    Parameters
    ----------
    first, last
        Numbers of its first word, and of the word after its last.
    start, end
        Python characters.
    name
        The folded name.
    bearers
        The places that bear it; None where the store has none.
    """

    first: int
    last: int
    start: int
    end: int
    name: str
    bearers: Bearers | None


def find_candidates(words: Words, lexicon: Lexicon) -> list[Candidate]:
    """
    Find every run of words that may name a place.

    Parameters
    ----------
    words
        The words of the text.
    lexicon
        The names.

    Returns
    -------
    list of Candidate
        In the order of the text. Names of the store do not overlap one another, but runs that only
        look like a name may overlap them.
    """
    found: list[Candidate] = []
    surfaces, folded, gaps = words.surfaces, words.folded, words.gaps
    count = len(surfaces)
    number = done = 0
    while number < count:
        word = surfaces[number]
        if not (word[0].isupper() or (word in DIRECTIONS and _capital_next(words, number))):
            number += 1
            continue
        last = number + 1
        while last < count and last - number < LONGEST and gaps[last] in JOINING:
            last += 1
        names = lexicon.spelled_from(folded[number:last]) if folded[number] else []
        candidate = _longest(words, number, names, lexicon)
        if number >= done:
            like = _like(words, number, candidate)
            if like is not None:
                found.append(like)
                done = like.last
        if candidate is None:
            number += 1
        else:
            found.append(candidate)
            number = candidate.last
    return found


def _capital_next(words: Words, number: int) -> bool:
    """Tell whether the next word begins with a capital."""
    following = words.surfaces[number + 1 : number + 2]
    return bool(following) and following[0][0].isupper() and words.gaps[number + 1] in JOINING


def _longest(words: Words, first: int, names: list[str], lexicon: Lexicon) -> Candidate | None:
    """Make a candidate of the longest name that stands there as a name would."""
    for name in reversed(names):
        last = first + name.count(" ") + 1
        if not words.surfaces[last - 1][0].isupper():
            continue
        bearers = lexicon.bearers(name)
        end = words.ends[last - 1]
        surface = words.text[words.starts[first] : end]
        if bearers.shortened:
            dotted = words.gaps[last].startswith(".")
            if not (dotted or surface.isupper() or not bearers.only_shortened):
                continue
            after_comma = words.gaps[first] == ", "
            if dotted and (bearers.only_shortened or "." in surface or after_comma):
                end += 1
        whole = surface.isupper() or end > words.ends[last - 1]
        if len(name) < _SHORTEST and not (bearers.shortened and whole):
            continue
        if bearers.shortened and words.gaps[last].startswith("$"):  # US$300 is an amount
            continue
        return Candidate(first, last, words.starts[first], end, name, bearers)
    return None


def _like(words: Words, first: int, known: Candidate | None) -> Candidate | None:
    """Make a candidate of a run of capitals that looks like a name and is none of the store's."""
    folded = words.folded
    end = _run_end(words, first)
    head = next((n for n in range(end - 1, first, -1) if folded[n] in HEADS), None)
    if head is not None:
        end = head + 1
    elif not (end - first > 1 and folded[first] in FRONTS):
        before = words.surfaces[first - 1] if first else ""
        if known is not None or before not in _BEFORE_UNKNOWN or words.gaps[first] != " ":
            return None
    if known is not None and known.last >= end:
        return None
    last = words.ends[end - 1]
    if folded[end - 1] in _DOTTED and words.gaps[end].startswith("."):
        last += 1
    name = " ".join(folded[first:end])
    return Candidate(first, end, words.starts[first], last, name, None)


def _run_end(words: Words, first: int) -> int:
    """Give the word after a run of capitals, with the small words inside it."""
    surfaces, gaps = words.surfaces, words.gaps
    last = end = first + 1
    while last < len(surfaces) and last - first <= LONGEST and gaps[last] in JOINING:
        letter = surfaces[last][0]
        if letter.isupper() or letter.isdigit():
            last += 1
            end = last
        elif surfaces[last] in _INSIDE and end == last:
            last += 1
        else:
            break
    return end


_DOTTED: Final = fold_all("st ave blvd rd")
