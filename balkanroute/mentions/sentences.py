# ruff: noqa: RUF001, SIM905 - quotation marks and rows of abbreviations are the subject
"""
A text to its sentences: punctuation, line breaks and small tables of abbreviations.

Written for English news; the tables also hold the abbreviations of Serbian, in both scripts,
and of Hungarian, whose ordinals (``2015. szeptember``) end in a stop too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from balkanroute.mentions.records import Span

# Never with what must follow: a stop that ends nothing would be looked at again from each of
# its characters, and a long row of them would take the square of its length.
_STOP: Final = re.compile(r"[.!?…]+[\"'”’»“«)\]}]*")
_NEXT: Final = re.compile(r"\s*[\"'“‘„«»(\[{—–-]*\s*([^\W_]*)(\S?)")
_LINE: Final = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_HEADING: Final = re.compile(r"#{1,6}\s|[=-]{3,}$")
_ITEM: Final = re.compile(r"(?:[-*+•‣◦▪·–—]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])\s+(?=\S)")
_ROMAN: Final = re.compile(r"[IVXL]{2,}")

#: Before a name: no sentence ends here.
_TITLES: Final = frozenset(
    "mr mrs ms mx dr prof gen col maj lt capt cpt sgt cpl pvt cmdr adm brig rev fr hon sen rep gov "
    "pres supt insp messrs mme mlle ft mt vs "
    "др проф инж ген пук мр tzv тзв npr нпр tj тј ing ul ул gosp госп "
    "ifj id özv pl ún ill szt kb vö".split()
)
#: Before a number.
_BEFORE_FIGURES: Final = frozenset(
    "no nos nr fig figs vol p pp art arts sec ch para op c ca cca approx est tel "
    "jan feb mar apr jun jul aug sep sept oct nov dec br бр str стр čl чл old".split()
)
#: At the end of a name or a phrase; a sentence ends here only if a new one plainly begins.
_OFTEN_INSIDE: Final = frozenset(
    "inc co corp ltd llc plc bros jr sr st ave blvd rd dept univ assn dist cie etc al mts "
    "god год itd итд sl сл kft zrt bt nyrt stb".split()
)
_NEVER_LAST: Final = frozenset("e.g i.e cf viz t.j т.ј".split())
_CLOCK: Final = frozenset(("a.m", "p.m"))
_AFTER_CLOCK: Final = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday ET EST EDT PT PST PDT CT CST GMT UTC "
    "CET CEST BST MT Eastern Pacific Central".split()
)
_STARTERS: Final = frozenset(
    "The A An This That These Those He She It They We I You His Her Its Their Our My There Here In "
    "On At By For From With After Before When While Where If As But And Or So Yet Still However "
    "Although Though Because Since Once Until Some Many Most Several Others Both All Each Every "
    "No Not Now Then Today Yesterday Earlier Later Meanwhile According What Who Why How Which "
    "Az Ez Azt Ezt De És Ha Nem Egy U Na Od Do Za Sa Ali To Ovo On Ona Oni Kada Kako Nakon Prema "
    "А У На Од До За Са Али То Ово Он Она Они Када Како Након Према".split()
)
#: A line that ends in one of these goes on in the next.
_UNFINISHED: Final = frozenset(
    "the a an of to in on at by for from with and or but that which who as is was are were be been "
    "has have had will would could their his her its our this these into between".split()
)


def split(text: str) -> tuple[Span, ...]:
    """
    Split a text into its sentences.

    Every character that is no white space is in exactly one of them; a heading, an item of a
    list and a line that stands alone are one or more sentences of their own.

    Parameters
    ----------
    text
        Paragraphs parted by line breaks of any kind, with or without Markdown; English first,
        Serbian and Hungarian at the level of their punctuation. A line that plainly goes on in
        the next (hard wrapping) is joined to it.

    Returns
    -------
    The sentences in the order of the text, without white space around them, in Python characters
    of the text. Empty for a text without any.
    """
    return tuple(
        Span(start=start, end=end, surface=text[start:end])
        for first, last in _find_blocks(text)
        for start, end in _cut_block(text, first, last)
    )


def _find_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Give the paragraphs, headings and items, each without white space around it."""
    start = end = -1
    for line in _LINE.finditer(text):
        surface = line.group()
        stripped = surface.strip()
        if not stripped:
            continue
        begin = line.start() + len(surface) - len(surface.lstrip())
        if start >= 0 and not _goes_on(text, start, end, begin):
            yield start, end
            start = -1
        start = begin if start < 0 else start
        end = begin + len(stripped)
    if start >= 0:
        yield start, end


def _goes_on(text: str, start: int, end: int, begin: int) -> bool:
    """Tell whether the line that begins there goes on with the block before it."""
    if len(text[end:begin].strip(" \t").replace("\r\n", "\n")) > 1:
        return False
    if _HEADING.match(text, start, end) or _ITEM.match(text, begin, begin + 20):
        return False
    if text[begin].islower():
        return True
    tail = text[max(start, end - 24) : end].split()
    last = tail[-1]
    if last[-1] == ".":
        return last[:-1].casefold() in _TITLES
    return not _HEADING.match(text, begin, begin + 8) and (last[-1] == "," or last in _UNFINISHED)


def _cut_block(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a block where a sentence ends."""
    if _HEADING.match(text, start, end):
        yield start, end
        return
    item = _ITEM.match(text, start, end)
    here = start
    for stop in _STOP.finditer(text, item.end() if item else start, end):
        after = stop.end()
        if after < end and text[after].isspace() and _ends_sentence(text, here, stop, end):
            yield here, after
            here = after + 1
            while text[here].isspace():
                here += 1
    yield here, end


def _ends_sentence(text: str, here: int, stop: re.Match[str], end: int) -> bool:
    """Tell whether a sentence ends at a stop that white space follows."""
    found = _NEXT.match(text, stop.end(), end)
    following, other = found.groups() if found else ("", "")
    if following[:1].islower() or (not following and other in (*",;:.%", "")):
        return False
    if stop.group() != ".":
        return True
    before = text[max(here, stop.start() - 16) : stop.start()].split()
    previous = before[-1].lstrip("\"'“‘„«([{") if before else ""
    return _parts(previous, following)


def _parts(previous: str, following: str) -> bool:
    """Tell whether a stop between two words, the second not in small letters, ends a sentence."""
    small = previous.casefold()
    if small in _TITLES or small in _NEVER_LAST:
        return False
    if small in _BEFORE_FIGURES:
        return not following[:1].isdigit()
    if small in _CLOCK:
        return following not in _AFTER_CLOCK
    inside = "." in previous or len(previous) == 1 or small in _OFTEN_INSIDE
    if (inside and not previous.isdigit()) or _ROMAN.fullmatch(previous):
        return following in _STARTERS
    return True
