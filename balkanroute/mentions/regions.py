"""Regions and borders that a text describes rather than names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from balkanroute.gazetteer.world import KINDS, NONE
from balkanroute.mentions.candidates import Candidate
from balkanroute.mentions.lexicon import Lexicon
from balkanroute.mentions.tokens import Words

_COUNTRY: Final = KINDS.index("country")
_BORDER_WORDS: Final = frozenset({"border", "borders", "frontier", "borderland", "borderlands"})
_SIDES: Final = {"northern": 0, "southern": 1, "eastern": 2, "western": 3}
_BETWEEN: Final = re.compile(r"\s+(?:and|&)\s+")
_HYPHEN: Final = frozenset({"-", "–", " - ", " – ", "/"})  # noqa: RUF001 - dashes
#: Characters between a side's border and the country that it is of, at most.
_FAR: Final = 400


def find_regions(
    words: Words, candidates: Sequence[Candidate], lexicon: Lexicon
) -> list[Candidate]:
    """
    Find the regions and borders that a text describes.

    The Serbian-Hungarian border, the border between Serbia and Hungary, the border with Hungary,
    the southern border of the country in question, northern Serbia, the Western Balkan route.

    Parameters
    ----------
    words
        The words of the text.
    candidates
        What may name a place in it.
    lexicon
        The names; borders and derived areas are those of its gazetteer.

    Returns
    -------
    list of Candidate
        In the order of the text, not overlapping.
    """
    countries = [
        (candidate, code)
        for candidate in candidates
        if (code := _country(candidate, lexicon)) is not None
    ]
    found = [
        *_borders_of_two(words, countries, lexicon),
        *_borders_with(words, countries, lexicon),
        *_routes(words, lexicon),
    ]
    found += _borders_by_side(words, countries, lexicon, found)
    found += _parts(candidates, lexicon)
    found.sort(key=lambda each: (each.start, -each.end))
    kept: list[Candidate] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _country(candidate: Candidate, lexicon: Lexicon) -> str | None:
    """Give the code of the country that a candidate names, as itself or as its people."""
    if candidate.bearers is None or lexicon.kind[candidate.bearers.rows[0]] != _COUNTRY:
        return None
    country = lexicon.country[candidate.bearers.rows[0]]
    return lexicon.world.codes[country] if country != NONE else None


def _region(words: Words, first: int, last: int, key: str, lexicon: Lexicon) -> Candidate | None:
    """Make a candidate of words that describe the place of a key."""
    bearers = lexicon.only(key)
    if bearers is None:
        return None
    return Candidate(first, last, words.starts[first], words.ends[last - 1], f"@{key}", bearers)


def _border(one: str, other: str, lexicon: Lexicon) -> str:
    """Give the key of a border, in the order that the gazetteer has it."""
    return f"{one}-{other}" if lexicon.only(f"{one}-{other}") else f"{other}-{one}"


def _borders_of_two(
    words: Words, countries: Sequence[tuple[Candidate, str]], lexicon: Lexicon
) -> Iterator[Candidate]:
    """Find "the Serbian-Hungarian border" and "the border between Serbia and Hungary"."""
    for (one, code), (two, other) in pairwise(countries):
        gap = words.text[one.end : two.start]
        first, last = one.first, two.last
        after = words.folded[last] if last < len(words.folded) else ""
        if gap in _HYPHEN and after in _BORDER_WORDS:
            last += 1
        elif _BETWEEN.fullmatch(gap) and words.folded[max(0, first - 2) : first] == [
            "border",
            "between",
        ]:
            first -= 2
        else:
            continue
        region = _region(words, first, last, _border(code, other, lexicon), lexicon)
        if region is not None:
            yield region


def _borders_with(
    words: Words, countries: Sequence[tuple[Candidate, str]], lexicon: Lexicon
) -> Iterator[Candidate]:
    """Find "the border with Hungary", of the country named before it."""
    for number, (one, code) in enumerate(countries):
        if words.folded[max(0, one.first - 2) : one.first] != ["border", "with"] or not number:
            continue
        before = [c for each, c in countries[:number] if one.start - each.end < _FAR and c != code]
        for other in reversed(before):
            key = _border(other, code, lexicon)
            region = _region(words, one.first - 2, one.last, key, lexicon)
            if region is not None:
                yield region
                break


def _borders_by_side(
    words: Words,
    countries: Sequence[tuple[Candidate, str]],
    lexicon: Lexicon,
    known: Sequence[Candidate],
) -> Iterator[Candidate]:
    """
    Find "the southern border" of the country named before it.

    It is the border of that country that the text has named already; where it has named none, the
    one whose middle lies furthest to that side.
    """
    for number in range(1, len(words.folded)):
        if words.folded[number] not in _BORDER_WORDS or words.folded[number - 1] not in _SIDES:
            continue
        start = words.starts[number - 1]
        before = [code for each, code in countries if each.end <= start]
        named = [region.name[1:] for region in known if "-" in region.name]
        home = before[-1] if before and start - _last_end(countries, start) < _FAR else None
        keys = [key for key in named if home in key.split("-")] or (named if home is None else [])
        key = max(sorted(set(keys)), key=keys.count, default=None)
        if key is None and home is not None:
            key = _only_border(home, {code for _, code in countries}, lexicon)
        if key is None:
            continue
        region = _region(words, number - 1, number + 1, key, lexicon)
        if region is not None:
            yield region


def _only_border(home: str, others: set[str], lexicon: Lexicon) -> str | None:
    """Give the border of a country with the one neighbour that the text names, if it is one."""
    keys = [_border(home, other, lexicon) for other in sorted(others - {home})]
    known = [key for key in keys if lexicon.only(key) is not None]
    return known[0] if len(known) == 1 else None


def _last_end(countries: Sequence[tuple[Candidate, str]], start: int) -> int:
    """Give where the last country before a position ends."""
    return max((each.end for each, _ in countries if each.end <= start), default=-_FAR)


_ROUTES: Final = (
    (re.compile(r"\b[Ww]estern[ -]Balkans?(?: migration| migrant| refugee)?[ -][Rr]outes?"),
     "x-western-balkan-route"),
    (re.compile(r"\bBalkans?(?: migration| migrant| refugee)?[ -][Rr]outes?"),
     "x-western-balkan-route"),
)  # fmt: skip


def _routes(words: Words, lexicon: Lexicon) -> Iterator[Candidate]:
    """Find the routes that reporting names with words between."""
    if "oute" not in words.text:
        return
    starts = {start: number for number, start in enumerate(words.starts)}
    for pattern, key in _ROUTES:
        bearers = lexicon.only(key)
        for match in pattern.finditer(words.text) if bearers is not None else ():
            first = starts.get(match.start())
            if first is None:
                continue
            last = first + len(re.findall(r"\w+", match[0]))
            yield Candidate(first, last, match.start(), match.end(), f"@{key}", bearers)


def _parts(candidates: Sequence[Candidate], lexicon: Lexicon) -> Iterator[Candidate]:
    """Give the derived areas and borders that candidates name: northern Serbia, Western Europe."""
    for candidate in candidates:
        bearers = candidate.bearers
        for row in bearers.rows if bearers is not None and bearers.own else ():
            key = lexicon.key(int(row)) if row >= lexicon.first else ""
            if key.startswith("x-") or (key and lexicon.entry(int(row)).kind == "border"):
                yield Candidate(
                    candidate.first,
                    candidate.last,
                    candidate.start,
                    candidate.end,
                    f"@{key}",
                    lexicon.only(key),
                )
                break
