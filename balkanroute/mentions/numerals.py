"""
Numbers as English text writes them, in figures and in words.

`read_numeral` reads the one that starts at a place in the text. Only shapes that can be nothing
but a number of things are read: 1,400 and 380 000 and 1.5, not 40-059, 15:30, 24/7 or 061 123.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

#: Space between two words of one phrase; a blank line is none.
GAP: Final = r"(?:[^\S\r\n]{1,2}|\r?\n)"

_ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES: Final = {word: value for value, word in enumerate(_ONES.split())} | {
    word: 10 * value for value, word in enumerate(_TENS.split(), 2)
}
_SCALES: Final = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9,
    "trillion": 10**12,
}  # fmt: skip
_SHORT_SCALES: Final = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12,
}  # fmt: skip
_VAGUE: Final = {"scores": 20, "tens": 10} | {f"{word}s": size for word, size in _SCALES.items()}

_SCALE: Final = "|".join(_SCALES)
_WORD: Final = rf"(?:{'|'.join(sorted(_VALUES, key=len, reverse=True))}|{_SCALE})"

#: Where a number may start: a figure, or a word that begins like one.
SEED: Final = re.compile(
    r"(?=[\dTtFfSsEeNnOoHhDdMmBbq])\b(?:(?P<digits>\d)"
    r"|(?P<word>(?:[Tt](?:wo|hree|hirt(?:y|een)|en|welve|went?y)|[Ff](?:our(?:teen)?|ive|ift(?:y|een)|orty)"
    r"|[Ss](?:ix|even)(?:ty|teen)?|[Ee](?:ight(?:y|een)?|leven)|[Nn]ine(?:ty|teen)?|[Oo]ne)\b)"
    r"|(?P<scale>(?:dozen|hundred|thousand|[mb]illion)\b)"
    r"|(?P<vague>(?:[Dd]ozens|[Hh]undreds|[Tt]housands|[MmBb]illions|[Ss]cores|[Tt]ens)\b)"
    r"|(?P<fraction>(?:[Hh]alf|thirds?|quarters?|fifths?|tenths?)\b))"
)
_RUN: Final = re.compile(r"\d+(?:[.,:/\-\u2013]\d+)*+")
_DASHES: Final = re.compile(r"[-\u2013]")
#: Longer than any amount, and int() refuses what is much longer.
_LONGEST: Final = 40
_SPACED: Final = re.compile(
    r"[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3}){1,4}(?![ \w]?\d|\w|[.,:/\-]\d)"
)
_PHONE: Final = re.compile(r"\d[\d ()/-]{3,24}\d")
_WHOLE: Final = re.compile(r"0|[1-9]\d{0,14}|[1-9]\d{0,2}(?:,\d{3}){1,4}")
_DECIMAL: Final = re.compile(r"(?:0|[1-9]\d{0,8}|[1-9]\d{0,2}(?:,\d{3}){1,3})\.\d{1,6}")
_DOTTED: Final = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,4}")
_THOUSAND: Final = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_WORDS: Final = re.compile(
    rf"{_WORD}(?:(?:-|{GAP}(?:and{GAP})?){_WORD}\b){{0,8}}(?![\w])", re.IGNORECASE
)
_SCALE_AFTER: Final = re.compile(
    rf"(?:(?:{GAP}|-)(?P<word>{_SCALE})|{GAP}?(?P<short>bn|mn|mln|tn|M)|(?P<tight>[kKm]))(?!\w)"
)
_A_SCALE: Final = re.compile(rf"\b(?P<half>[Hh]alf{GAP})?[Aa]{GAP}\Z")
_SEVERAL: Final = re.compile(rf"\b(?:several|a{GAP}few|many){GAP}\Z", re.IGNORECASE)
_VAGUE_OF: Final = re.compile(
    rf"(?P<many>tens|dozens|hundreds|thousands|scores|millions|billions)"
    rf"(?:{GAP}of{GAP}(?P<scale>thousands|millions|billions)\b)?(?P<of>{GAP}of)?(?!\w)",
    re.IGNORECASE,
)


class Numeral(NamedTuple):
    """A number in a text; `value` is None for a stretch that is to be passed over."""

    start: int
    end: int
    value: int | float | None
    worded: bool = False
    scaled: bool = False
    """Whether a scale was written out, as in 1.5 million."""
    thousands: bool = False
    """Whether it is written as 1.400, which is one thousand four hundred of what is countable."""
    size: int = 1
    """What the figure was multiplied by: a million in 1.5 million."""
    hedged: bool = False
    """Whether the words give the least alone: hundreds of, several hundred."""
    metres: bool = False
    """Whether it ends with an ``m`` that may stand for metres as well as for a million."""


def read_numeral(text: str, start: int) -> Numeral:
    """
    Read the number that starts at a place in a text.

    Parameters
    ----------
    text
        Any text.
    start
        Where a figure or a number word stands.

    Returns
    -------
    Numeral
        Without a value, and with the end of what is to be passed over, where no number stands.
    """
    return _read_digits(text, start) if text[start].isdecimal() else _read_words(text, start)


def read_scale(text: str, start: int, end: int) -> Numeral:
    """Read a dozen, a million or half a million, of which the last word is given."""
    size = _SCALES[text[start:end].lower()]
    before = _A_SCALE.search(text[max(0, start - 10) : start])
    if before is None:
        return Numeral(start, end, None)
    begin = start - len(before[0])
    return Numeral(begin, end, size // 2 if before["half"] else size, worded=True, scaled=True)


def read_vague(text: str, start: int) -> Numeral:
    """Read hundreds of, or tens of thousands of, as the least that the words can mean."""
    match = _VAGUE_OF.match(text, start)
    if match is None or match["of"] is None:
        return Numeral(start, match.end() if match else start + 1, None)
    size = _VAGUE[match["many"].lower()] * _VAGUE.get((match["scale"] or "").lower(), 1)
    return Numeral(start, match.end(), size, worded=True, scaled=True, hedged=True)


def read_several(text: str, start: int, end: int, floor: int) -> Numeral:
    """Read several hundred or a few thousand, as the least that a hundred or a thousand is."""
    before = _SEVERAL.search(text[max(floor, start - 12) : start])
    if before is None:
        return Numeral(start, end, None)
    size = _SCALES[text[start:end].lower()]
    return Numeral(start - len(before[0]), end, size, worded=True, scaled=True, hedged=True)


def _read_digits(text: str, start: int) -> Numeral:
    """Read figures, with the scale that follows them."""
    run = _RUN.match(text, start)
    end = run.end() if run else start + 1
    halves = _DASHES.split(text[start:end]) if end - start < _LONGEST else []
    end = start + len(halves[0]) if len(halves) == 2 else end  # noqa: PLR2004 - perhaps a range
    spaced = _SPACED.match(text, start)
    if text[start] == "0" or text[max(0, start - 1) : start] == "+":
        phone = _PHONE.match(text, start)
        end = max(end, phone.end()) if phone and phone.end() > end + 3 else end
    elif spaced and spaced.end() > end:
        return Numeral(start, spaced.end(), int("".join(spaced[0].split())))
    value = read_figure(text[start:end])
    if value is None:
        return Numeral(start, end, None)
    return _scale(text, Numeral(start, end, value))


def read_figure(digits: str) -> int | float | None:
    """Read figures without spaces; None where they are no plain number."""
    if len(digits) > _LONGEST:
        return None
    if _WHOLE.fullmatch(digits) or _DOTTED.fullmatch(digits):
        return int(digits.replace(",", "").replace(".", ""))
    return float(digits.replace(",", "")) if _DECIMAL.fullmatch(digits) else None


def _scale(text: str, numeral: Numeral) -> Numeral:
    """Multiply by the scale that is written after a number."""
    digits = text[numeral.start : numeral.end]
    match = _SCALE_AFTER.match(text, numeral.end)
    if match is None:
        return numeral._replace(thousands=_THOUSAND.fullmatch(digits) is not None)
    short = match["short"] or match["tight"] or ""
    size = _SHORT_SCALES[short.lower()] if short else _SCALES[match["word"]]
    value = scale_number(digits, size)
    return Numeral(numeral.start, match.end(), value, scaled=True, size=size, metres=short == "m")


def scale_number(digits: str, size: int) -> int | float:
    """Multiply exactly: 2.3 billion is a whole number."""
    value = Decimal(digits.replace(",", "")) * size
    return int(value) if value == value.to_integral_value() else float(value)


def _read_words(text: str, start: int) -> Numeral:
    """Read number words."""
    match = _WORDS.match(text, start)
    if match is None:
        return Numeral(start, start + 1, None)
    words = [word for word in re.split(r"[\s-]+", match[0].lower()) if word != "and"]
    scaled = any(word in _SCALES for word in words)
    return Numeral(start, match.end(), _add_up(words), worded=True, scaled=scaled)


def _add_up(words: list[str]) -> int | None:
    """Add number words up; None where they do not make one number."""
    total, part, room = 0, 0, 100
    for word in words:
        size, value = _SCALES.get(word), _VALUES.get(word, 0)
        if size is None and value >= room:
            return None
        if size is None:
            part, room = part + value, 10 if value >= 20 else 0  # noqa: PLR2004 - after a ten, ones
        elif size <= 100:  # noqa: PLR2004 - a hundred multiplies what stands before it
            part, room = max(part, 1) * size, 100
        else:
            total, part, room = total + max(part, 1) * size, 0, 100
    return total + part
