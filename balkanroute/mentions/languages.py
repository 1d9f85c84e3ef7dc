"""
The language of a text.

It is told by `cld3-py <https://pypi.org/project/cld3-py/>`_ (Apache-2.0), the Compact Language
Detector 3 of the Chromium browser: a wheel of 0.7 MB with its model inside, offline, for Linux,
macOS and Windows. It does not tell Bosnian, Croatian and Serbian apart reliably, and nobody needs
to here: one reader reads them, and they are told by their script alone.
"""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gcld3 import NNetLanguageIdentifier

Level = Literal["full", "places"]

#: What is read in a language that is supported: ``full`` is places, demonyms, figures, dates and
#: who says what; ``places`` is places under their inflected names and demonyms.
SUPPORTED: Final[Mapping[str, Level]] = MappingProxyType(
    {"en": "full", "sr-Latn": "places", "sr-Cyrl": "places", "hu": "places"}
)

#: Codes of the detector for the languages that one Serbo-Croatian reader reads.
_SERBO_CROATIAN: Final = frozenset({"bs", "hr", "sr"})
#: Codes that the detector writes in another way than BCP 47 does.
_TAGS: Final = {"iw": "he", "no": "nb"}
#: Languages believed of a headline. Over a few words the detector, which knows 107, is as sure of
#: Maltese or West Frisian as of what is written.
_EXPECTED: Final = frozenset(
    "ar bg cs de el en es fa fr he hu it mk nl pl ps".split()  # noqa: SIM905 - a row
    + "pt ro ru sk sl sq sr-Cyrl sr-Latn tr uk ur".split()  # noqa: SIM905 - a row
)
#: The detector's own limit for a reliable answer, ``kReliabilityThreshold`` in CLD3.
_SURE: Final = 0.7
#: Bosnian and Croatian share what is sure of either.
_SURE_SHARED: Final = 0.35
_LEAST_LETTERS: Final = 12
_LEAST_WORDS: Final = 3
_HEADLINE_LETTERS: Final = 60
#: Bytes that are looked at; of a longer text the detector takes pieces from all over it.
_MOST_BYTES: Final = 4096
#: No more of a text is looked at: it bounds the time that a book takes.
_MOST_CHARACTERS: Final = 20_000
_NO_PROSE: Final = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|[@#]\w+|[\ud800-\udfff]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")


def language_of(text: str) -> str | None:
    """
    Tell the language that a text is written in.

    Parameters
    ----------
    text
        A text of any length, of which the first 20,000 characters are looked at. Addresses,
        handles and hashtags are passed over.

    Returns
    -------
    str or None
        BCP 47 tag. Bosnian, Croatian, Montenegrin and Serbian are ``sr-Latn`` or ``sr-Cyrl`` by
        the script of most letters, also without diacritics. None for a text of fewer than three
        words or twelve letters, for noise, and for one whose language is left open: a mixture, or
        a headline in a language that reporting on the region is rarely in.

    See Also
    --------
    SUPPORTED : the languages that are read, and how far.
    """
    prose = _NO_PROSE.sub(" ", text[:_MOST_CHARACTERS])
    words = _WORD.findall(prose)
    letters = sum(map(len, words))
    if len(words) < _LEAST_WORDS or letters < _LEAST_LETTERS:
        return None
    found = _detector().FindLanguage(text=prose)
    shared = found.language in _SERBO_CROATIAN
    if found.probability < (_SURE_SHARED if shared else _SURE):
        return None
    tag = _serbo_croatian(prose, letters) if shared else _TAGS.get(found.language, found.language)
    return tag if letters >= _HEADLINE_LETTERS or tag in _EXPECTED else None


def _serbo_croatian(prose: str, letters: int) -> str:
    """Tell the script of a Serbo-Croatian text by most of its letters."""
    return "sr-Cyrl" if 2 * len(_CYRILLIC.findall(prose)) > letters else "sr-Latn"


@cache
def _detector() -> NNetLanguageIdentifier:
    """Load the detector, once."""
    from gcld3 import NNetLanguageIdentifier

    return NNetLanguageIdentifier(0, _MOST_BYTES)
