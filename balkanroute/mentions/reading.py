"""Everything that is found in a text, in one pass over it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from balkanroute.mentions.articles import refuse_unfit, tell_language
from balkanroute.mentions.dates import find_dates
from balkanroute.mentions.languages import SUPPORTED
from balkanroute.mentions.quantities import find_figures
from balkanroute.mentions.records import Dating, Figure, Mention, Saying, Span
from balkanroute.mentions.sentences import split
from balkanroute.mentions.speech import find_sayings
from balkanroute.periods import Period

if TYPE_CHECKING:
    from balkanroute.gazetteer import Gazetteer


#: BELGRADE, Serbia (AP) — ; Belgrade, Oct 3 (Reuters) - ; what stands before an agency's text.
_DATELINE: Final = re.compile(
    r"[ \t*_]{0,3}(?P<place>[^\W\d_][^\r\n\u2014\u2013()]{1,60}?)\s{0,2}"
    r"(?P<agency>\([A-Z][\w ./]{1,24}\))?\s{0,2}"
    r"(?:[\u2014\u2013]|--|(?<=\s)-(?=\s))[ \t*_]{0,3}"
)
_LINE: Final = re.compile(r"[^\r\n]*\S[^\r\n]*")
#: A headline and a line of the author may stand before it.
_FIRST_LINES: Final = 3
_SHORTEST_CAPITALS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    Everything that was found in a text.

    Parameters
    ----------
    text
        The text.
    language
        BCP 47 tag, None where it could not be told and the text was read as English.
    dateline
        Where and when it was written, as agencies put it before a text; None where nothing is.
    sentences, mentions, figures, datings, sayings
        What was found, each in the order of the text; the last three are empty in a language of
        which only places are read.
    """

    text: str
    language: str | None
    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    figures: tuple[Figure, ...] = ()
    datings: tuple[Dating, ...] = ()
    sayings: tuple[Saying, ...] = ()
    dateline: Span | None = None


def read_text(
    text: str,
    *,
    publisher: str | None = None,
    published: Period | None = None,
    language: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> Reading:
    """
    Find everything in a text that a draft is made of.

    Parameters
    ----------
    text
        English, Serbian in either script, or Hungarian.
    publisher
        Who put it out: a hint to which of several places of a name is meant.
    published
        When it came out, from which "on Thursday" is reckoned; None leaves such dates out.
    language
        BCP 47 tag; told from the text if not given.
    gazetteer
        Where places are looked up; the bundled one if not given.

    Raises
    ------
    InvalidRecord
        When the text is empty, holds NUL, or is in a language that is not read.
    """
    from balkanroute.mentions import places

    refuse_unfit(text)
    told = tell_language(text, language)
    tag = told or "en"
    sentences = split(text)
    dateline = find_dateline(text)
    full = SUPPORTED[tag] == "full"
    return Reading(
        text=text,
        language=told,
        sentences=sentences,
        mentions=places.find_places(
            text,
            gazetteer=gazetteer,
            publisher=publisher,
            dateline=dateline.surface if dateline else None,
            language=tag,
        ),
        figures=find_figures(text) if full else (),
        datings=find_dates(text, anchor=published) if full else (),
        sayings=find_sayings(text, sentences=sentences) if full else (),
        dateline=dateline,
    )


def find_dateline(text: str) -> Span | None:
    """
    Find the line of place and day that agencies put before a text.

    Parameters
    ----------
    text
        The text; its first three lines are looked at.

    Returns
    -------
    Span or None
        From its first letter to the dash, and what parts that from the text. Its first word is in
        capitals, or an agency in brackets stands before the dash; anything else is a sentence.
    """
    for number, line in enumerate(_LINE.finditer(text)):
        if number == _FIRST_LINES:
            break
        found = _DATELINE.match(text, line.start(), line.end())
        if found is None:
            continue
        word = re.split(r"\W", found["place"], maxsplit=1)[0]
        if found["agency"] or (word.isupper() and len(word) >= _SHORTEST_CAPITALS):
            return Span(start=found.start(), end=found.end(), surface=found[0])
    return None
