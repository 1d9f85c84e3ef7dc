"""Borders and routes that a Serbian or Hungarian text describes with words of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from balkanroute.gazetteer.world import KINDS, NONE
from balkanroute.mentions.candidates import Candidate
from balkanroute.mentions.lexicon import Lexicon
from balkanroute.mentions.tokens import Words

_COUNTRY: Final = KINDS.index("country")
_HYPHENS: Final = frozenset({"-", "\u2013", "\u2011", " - ", " \u2013 "})
#: The word for a border in its forms; in Hungarian not of those for a decision or a deadline.
_BORDER: Final = {
    "sr": re.compile(r"granic(?:a|e|i|u|om|ama)"),
    "hu": re.compile(r"hatar(?:on|hoz|ra|rol|nal|tol|t|ig|a|an|ahoz|aig|szakasz\w*|ral)?"),
}
_AND: Final = {"sr": frozenset(["i", "sa", "s", "prema", "ka"]), "hu": frozenset(["es"])}
_WITH: Final = frozenset(["sa", "s", "prema", "ka"])
_COMMON: Final = frozenset(["kozotti", "kozti", "kozos"])
_HOME: Final = {"sr": "RS", "hu": "HU"}
#: Serbian words for a side of a country, folded, and the derived areas that gazetteers have.
_SIDE: Final = re.compile(r"(sever|jug|juzn)(?:n?(?:a|e|i|oj|u|om)|no)?")
_PARTS: Final = {
    ("sever", "RS"): "x-northern-serbia",
    ("jug", "RS"): "x-southern-serbia",
    ("juzn", "RS"): "x-southern-serbia",
    ("jug", "HU"): "x-southern-hungary",
    ("juzn", "HU"): "x-southern-hungary",
}
_ROUTE: Final = {
    "sr": re.compile(
        r"\b(?:[Zz]apadnob|[Bb])alkansk(?:a|e|oj|u|om) rut(?:a|e|i|u|om)\b"
        r"|\b(?:[Зз]ападноб|[Бб])алканск(?:а|е|ој|у|ом) рут(?:а|е|и|у|ом)\b"  # noqa: RUF001
    ),
    "hu": re.compile(r"\b(?:[Nn]yugat-b|[Bb])alkáni (?:migrációs )?útvonal\w*"),
}
_ROUTE_KEY: Final = "x-western-balkan-route"
#: Characters between a border and a country named before it, at most.
_FAR: Final = 400


@dataclass(frozen=True, slots=True)
class _Land:
    """A country that the text names, as itself or as its people."""

    first: int
    last: int
    code: str


def find_borders(
    words: Words, candidates: Sequence[Candidate], lexicon: Lexicon, language: str
) -> list[Candidate]:
    """
    Find borders of two countries, the route through the Balkans, and parts of countries.

    Parameters
    ----------
    words
        The words of the text.
    candidates
        What names a place in it.
    lexicon
        The names; borders are those of its gazetteer.
    language
        BCP 47 tag: ``sr-Latn``, ``sr-Cyrl`` or ``hu``.

    Returns
    -------
    list of Candidate
        In the order of the text, not overlapping. Where one country is named (``granica sa
        Mađarskom``, ``szerb határ``), the other is the last one before it that it borders on, or
        else the country of the language.
    """
    tongue = language.partition("-")[0]
    lands = _lands(candidates, lexicon)
    found = [*_borders(words, lands, lexicon, tongue)]
    found += _routes(words, lexicon, tongue)
    found += _parts(words, lands, lexicon) if tongue == "sr" else ()
    found.sort(key=lambda each: (each.start, -each.end))
    kept: list[Candidate] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _lands(candidates: Sequence[Candidate], lexicon: Lexicon) -> list[_Land]:
    """Give the countries among candidates."""
    lands = []
    for each in candidates:
        if each.bearers is None or lexicon.kind[each.bearers.rows[0]] != _COUNTRY:
            continue
        country = lexicon.country[each.bearers.rows[0]]
        if country != NONE:
            lands.append(_Land(each.first, each.last, lexicon.world.codes[country]))
    return lands


def _borders(
    words: Words, lands: Sequence[_Land], lexicon: Lexicon, tongue: str
) -> Iterator[Candidate]:
    """Give the borders that words for one stand beside."""
    by_first = {land.first: land for land in lands}
    by_last = {land.last: land for land in lands}
    is_border = _BORDER[tongue].fullmatch
    for number, word in enumerate(words.folded):
        if not is_border(word):
            continue
        pair = _before(words, number, by_last, tongue)
        if pair is None and tongue == "sr":
            pair = _after(words, number, by_first)
        if pair is None:
            continue
        first, last, one, other = pair
        key = (
            _key(one, other, lexicon) if one else _home(lands, first, words, other, lexicon, tongue)
        )
        if key is not None:
            start, end = words.starts[first], words.ends[last - 1]
            yield Candidate(first, last, start, end, f"@{key}", lexicon.only(key))


def _before(
    words: Words, number: int, by_last: dict[int, _Land], tongue: str
) -> tuple[int, int, str | None, str] | None:
    """Read the countries before the word for a border: its words, one country, the other."""
    near = number - 1 if tongue == "hu" and words.folded[number - 1] in _COMMON else number
    second = by_last.get(near)
    if second is None or words.gaps[number] != " ":
        return None
    joined = by_last.get(second.first)
    if joined is not None and words.gaps[second.first] in _HYPHENS:
        return joined.first, number + 1, joined.code, second.code
    joined = by_last.get(second.first - 1)
    if tongue == "hu" and joined is not None and words.folded[second.first - 1] in _AND[tongue]:
        return joined.first, number + 1, joined.code, second.code
    return second.first, number + 1, None, second.code


def _after(
    words: Words, number: int, by_first: dict[int, _Land]
) -> tuple[int, int, str | None, str] | None:
    """Read the countries after the word for a border."""
    folded = [*words.folded[number + 1 : number + 12], *[""] * 12]
    at = number + 1 + (folded[0] == "izmedu")
    if folded[0] in _WITH and (land := by_first.get(number + 2)):
        return number, land.last, None, land.code
    one = by_first.get(at)
    if one is None or one.last >= len(words.folded) or words.folded[one.last] not in _AND["sr"]:
        return None
    other = by_first.get(one.last + 1)
    return (number, other.last, one.code, other.code) if other is not None else None


def _key(one: str, other: str, lexicon: Lexicon) -> str | None:
    """Give the key of a border as the gazetteer has it, None where it has none."""
    keys = (f"{one}-{other}", f"{other}-{one}")
    return next((key for key in keys if lexicon.only(key) is not None), None)


def _home(
    lands: Sequence[_Land], first: int, words: Words, code: str, lexicon: Lexicon, tongue: str
) -> str | None:
    """Give the border of a country with the last one named before, or with the language's own."""
    start = words.starts[first]
    before = [
        land.code
        for land in lands
        if land.last <= first and start - words.ends[land.last - 1] < _FAR and land.code != code
    ]
    keys = (_key(other, code, lexicon) for other in (*reversed(before), _HOME[tongue]))
    return next((key for key in keys if key is not None), None) if code else None


def _parts(words: Words, lands: Sequence[_Land], lexicon: Lexicon) -> Iterator[Candidate]:
    """Give the parts of countries that a Serbian text names by their side: sever Srbije."""
    for land in lands:
        side = _SIDE.fullmatch(words.folded[land.first - 1]) if land.first else None
        key = _PARTS.get((side[1], land.code)) if side is not None else None
        bearers = lexicon.only(key) if key is not None else None
        if bearers is not None and words.gaps[land.first] == " ":
            start, end = words.starts[land.first - 1], words.ends[land.last - 1]
            yield Candidate(land.first - 1, land.last, start, end, f"@{key}", bearers)


def _routes(words: Words, lexicon: Lexicon, tongue: str) -> Iterator[Candidate]:
    """Give the route through the Balkans where it is named."""
    bearers = lexicon.only(_ROUTE_KEY)
    starts: dict[int, int] = {}
    for match in _ROUTE[tongue].finditer(words.text) if bearers is not None else ():
        starts = starts or {start: number for number, start in enumerate(words.starts)}
        first = starts.get(match.start())
        if first is not None:
            last = first + len(re.findall(r"\w+", match[0]))
            yield Candidate(first, last, match.start(), match.end(), f"@{_ROUTE_KEY}", bearers)
