# ruff: noqa: SIM905 - words stand in rows
"""What stands around an amount: per what it is counted, and whether it is a change."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from balkanroute.mentions.counted import is_plural, phrase_after, singular
from balkanroute.mentions.numerals import GAP

_SPAN: Final = "second|minute|hour|day|night|week|month|year"
_FEW: Final = "one|two|three|four|five|six|seven|eight|nine|ten"
_WHOM: Final = r"person|head|capita|migrant|refugee|passenger|child|adult|family|trip|vehicle|piece"
_NEXT: Final = re.compile(
    (
        rf"(?: for)? (?:each|every) (?P<each>(?!(?:{_FEW})\b)[^\W\d]\w*)"
        r"| ?(?:per |/)(?P<per>[^\W\d]\w*)"
        rf"| an? (?P<a>{_SPAN}|{_WHOM}|kilo|kilometre|litre|tonne)\b"
        r"(?! (?:later|ago|after|before|earlier))"
        r"| (?P<daily>daily|weekly|monthly|annually|yearly|apiece|each)\b"
    ).replace(" ", GAP)
)
_FAR: Final = re.compile(
    rf"[^.;:!?\d]{{0,80}}?\b(?:(?:every|each|per){GAP}(?P<span>{_SPAN})|(?P<daily>daily))\b"
)
_EVENT: Final = re.compile(
    r"\b(?:record|register|detect|made|count|report|intercept|arriv|cross|enter|pass|caught|stop"
    r"|attempt|try|tried|prevent|apprehend|foil|thwart|come|came|land|reach)\w*\b"
)
_EARLIER: Final = re.compile(
    rf"\b(?:(?:every|each) (?P<span>{_SPAN}),?|(?P<daily>daily|weekly|monthly|annual)"
    rf"(?: (?:average|total|number|rate) of)?) \Z".replace(" ", GAP),
    re.IGNORECASE,
)
_ADVERBS: Final = {
    "daily": "day", "weekly": "week", "monthly": "month", "annually": "year", "yearly": "year",
    "annual": "year", "apiece": "each", "each": "each", "h": "hour", "head": "person",
    "capita": "person",
}  # fmt: skip

_FALLS: Final = (
    "fell|fallen|falling|fall|dropp?ed|drop|down|declined?|decreased?|reduction|shrank|shrunk"
    "|plunged|lower"
)
_RISES: Final = (
    "rose|risen|rising|rise|grew|grown|growth|up|increased?|jumped|jump|climbed|surged|surge|higher"
)
_CHANGE_BEFORE: Final = re.compile(
    rf"\b(?:(?P<falls>{_FALLS})|(?P<rises>{_RISES}))(?: (?:by|of))? \Z".replace(" ", GAP)
)
_CHANGE_AFTER: Final = re.compile(
    r" (?:(?P<falls>drop|decrease|decline|fall|reduction|fewer|less|lower)"
    r"|(?P<rises>increase|rise|growth|jump|surge|more|higher))\b".replace(" ", GAP)
)
_IN: Final = re.compile(rf"{GAP}in(?=\s)")
_NUMBER_OF: Final = re.compile(
    r"\b(?:[Nn]umber|[Tt]otal) of (?P<what>(?:[\w\u2019'-]+ ){0,3}?"
    r"(?:[\w-]+s|people|men|women|children))\b[^.;!?]{0,80}\Z".replace(" ", GAP)
)
_VERB: Final = re.compile(
    rf"\b(?:{_FALLS}|{_RISES}|reached|hit|stood|totalled|totaled|numbered)\b(?=[^.;!?]{{0,40}}\Z)"
)
_CLAUSE_ENDS: Final = frozenset('.;:!?()"\u201c\u201d')
_LINKS: Final = frozenset("of in from by for to at on among between".split())
#: How many words a subject may stand before its verb.
_FARTHEST: Final = 8


def find_rate(text: str, before: str, end: int) -> tuple[str | None, int]:
    """
    Find per what an amount is counted.

    Parameters
    ----------
    text
        The text.
    before
        What stands before the amount.
    end
        Where the amount ends.

    Returns
    -------
    tuple
        The noun in the singular, None where there is none; and where the words for it end, which
        is `end` again where they do not follow at once.
    """
    match = _NEXT.match(text, end)
    if match:
        word = next(word for word in match.groups() if word)
        return _ADVERBS.get(word, singular(word)), match.end()
    match = _EARLIER.search(before)
    if match is None:
        match = _FAR.match(text, end)
        if match is None or not _EVENT.search(text, end, match.end()):
            return None, end
    return match["span"] or _ADVERBS[match["daily"].lower()], end


def read_change(text: str, before: str, end: int) -> tuple[int, str | None]:
    """
    Tell whether a share is a change.

    Returns
    -------
    tuple
        1 for more, -1 for less, 0 for neither; and what changed, where that follows.
    """
    match = _CHANGE_BEFORE.search(before) or _CHANGE_AFTER.match(text, end)
    if match is None:
        return 0, None
    follows = _IN.match(text, match.end()) if match.string is text else None
    words = phrase_after(text, follows.end()) if follows else []
    return -1 if match["falls"] else 1, " ".join(words) or None


def find_subject(before: str) -> str | None:
    """
    Find what a bare number counts, as in: the number of detections fell to 81,830.

    A noun that starts the sentence loses its capital, unless it looks like a people's name.
    """
    match = _NUMBER_OF.search(before)
    if match:
        return " ".join(match["what"].split())
    verb = _VERB.search(before)
    words = before[: verb.start()].split()[-_FARTHEST:] if verb else []
    for previous, word in reversed(list(pairwise(["", *words]))):
        if word[-1] in _CLAUSE_ENDS:
            return None
        noun = word.rstrip(",")
        if is_plural(noun) and noun.isalpha() and previous.lower() not in _LINKS:
            starts = before.lstrip().startswith(word) and not noun.endswith(("ans", "is"))
            return noun.lower() if starts else noun
    return None
