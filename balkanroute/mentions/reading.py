"""Everything that is found in a text, in one pass over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    full = SUPPORTED[tag] == "full"
    return Reading(
        text=text,
        language=told,
        sentences=sentences,
        mentions=tuple(
            places.find_places(text, gazetteer=gazetteer, publisher=publisher, language=tag)
        ),
        figures=find_figures(text) if full else (),
        datings=find_dates(text, anchor=published) if full else (),
        sayings=find_sayings(text, sentences=sentences) if full else (),
    )
