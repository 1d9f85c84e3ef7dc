# ruff: noqa: RUF001, RUF002, SIM905 - alphabets stand in rows; look-alike letters are the subject
"""
Names made comparable across scripts and spellings.

`fold` is for machines: two spellings of one name fold to the same letters. `to_latin` is for
people: it writes a name in Latin letters and keeps case and diacritics. A name in another
language (Szabadka for Subotica) is another name and no business of either.

The letters of Serbian, Macedonian, Bulgarian, Russian, Ukrainian and Tajik Cyrillic and of Greek
are tables of this module, since no kept library writes them all as people of the region do;
every other script is left to `anyascii`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from anyascii import anyascii

#: One letter for what Latin spellings write with two: Dushanbe and Dušanbe, Djala and Đala.
_DIGRAPHS: Final = (("sh", "s"), ("zh", "z"), ("ch", "c"), ("kh", "h"), ("dj", "d"))

_SERBIAN_LATIN: Final = "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split()
_GREEK_LATIN: Final = "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split()
_SERBIAN: Final = dict(
    zip(
        "абвгдђежзијклљмнњопрстћуфхцчџш",
        _SERBIAN_LATIN,
        strict=True,
    )
)
_MACEDONIAN: Final = _SERBIAN | {"ѓ": "ǵ", "ѕ": "dz", "ќ": "ḱ", "ѐ": "è", "ѝ": "ì"}
_EASTERN: Final = _SERBIAN | dict(
    zip(
        "ёжйхцчшщъыьэюя",
        ["yo", "zh", "y", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"],
        strict=True,
    )
)
_BULGARIAN: Final = _EASTERN | {"х": "h", "щ": "sht", "ъ": "a", "ь": "y", "ѝ": "i"}
_UKRAINIAN: Final = _EASTERN | {"г": "h", "ґ": "g", "и": "y", "і": "i", "ї": "i", "є": "ie"}
_TAJIK: Final = _EASTERN | {
    "ғ": "gh", "ӣ": "ī", "қ": "q", "ӯ": "ū", "ҳ": "h", "ҷ": "j", "ъ": "ʼ",
}  # fmt: skip
_GREEK: Final = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        _GREEK_LATIN,
        strict=True,
    )
)
_TABLES: Final = {
    "sr": _SERBIAN | _MACEDONIAN,
    "bs": _SERBIAN,
    "cnr": _SERBIAN,
    "mk": _MACEDONIAN,
    "bg": _BULGARIAN,
    "ru": _EASTERN,
    "uk": _UKRAINIAN,
    "tg": _TAJIK,
    "el": _GREEK,
}
#: Letters that only one of the languages has, looked for in this order.
_TELLING: Final = (
    ("tg", "ғӣқӯҳҷ"),
    ("uk", "ґіїє"),
    ("mk", "ѓѕќ"),
    ("sr", "ђјљњћџ"),
    ("ru", "ёыэ"),
    ("bg", "ъщ"),
    ("ru", "йьюя"),
    ("el", "".join(_GREEK)),
)
_FOLD_CYRILLIC: Final = str.maketrans(
    _EASTERN
    | {"щ": "st", "ъ": "a", "ц": "c", "ѓ": "g", "ѕ": "dz", "ќ": "k", "ґ": "g"}
    | {"ё": "e", "ѐ": "e", "ѝ": "i", "і": "i", "ї": "i", "є": "e"}
    | {"ғ": "g", "ӣ": "i", "қ": "q", "ӯ": "u", "ҳ": "h", "ҷ": "j", "ў": "u"}
)
_APOSTROPHES: Final = re.compile(r"['`]")
_GREEK_OR_CYRILLIC: Final = re.compile("[\u0370-\u052f]")
_NOT_A_LETTER: Final = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """
    Reduce a name to what all its spellings share.

    Case, diacritics, script, punctuation and runs of spaces go. Letters that have no
    diacritic to lose are spelled out (ß as ss, ł as l, ı as i, æ as ae), and the digraphs
    sh, zh, ch, kh and dj become the one letter that their diacritics or Cyrillic letters give,
    so that Đala, Djala and Ђала agree, as do Dushanbe, Dušanbe and Душанбе. Arabic letters
    become their consonants. Folding a folded name changes nothing.

    Parameters
    ----------
    text
        A name in any script.

    Returns
    -------
    str
        Letters a to z, digits, and single spaces between words; empty where the text has
        no letter.
    """
    plain = _plain(text)
    while (shorter := _shorten(plain)) != plain:
        plain = shorter
    return _NOT_A_LETTER.sub(" ", plain).strip()


def slug(text: str) -> str:
    """
    Make a readable id of a name.

    Parameters
    ----------
    text
        A name in any script.

    Returns
    -------
    str
        Latin letters and digits in small letters, with hyphens between words
        (``Novi Kneževac`` gives ``novi-knezevac``); empty where the text has no letter.
    """
    latin = to_latin(text) if _GREEK_OR_CYRILLIC.search(text) else text
    return _NOT_A_LETTER.sub("-", _plain(latin)).strip("-")


def _plain(text: str) -> str:
    """Write a text in small letters without diacritics or apostrophes, as ASCII."""
    plain = text.lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain).casefold().translate(_FOLD_CYRILLIC)
        marked = unicodedata.normalize("NFKD", plain)
        plain = anyascii("".join(c for c in marked if not unicodedata.combining(c))).lower()
    return _APOSTROPHES.sub("", plain)


def _shorten(plain: str) -> str:
    """Write each digraph as one letter, once."""
    for two, one in _DIGRAPHS:
        plain = plain.replace(two, one)
    return plain


def to_latin(text: str, language: str | None = None) -> str:
    """
    Write a name in Latin letters for people to read.

    Serbian and Macedonian take their own Latin letters (Шид is Šid, Ђевђелија is Đevđelija);
    Bulgarian follows its law of 2009 (София is Sofia), Russian, Ukrainian and Tajik the
    romanisation that English papers use, Greek ELOT 743 without its accents. Case is kept,
    also in capitals (ЉУБЉАНА is LJUBLJANA). What is in Latin letters already stays as it is.

    Parameters
    ----------
    text
        A name in any script.
    language
        BCP 47 language of the name. Where it is not given, letters that only one language
        has decide, and Serbian where there are none.

    Returns
    -------
    str
        The name in Latin letters. Scripts other than Cyrillic and Greek are romanised letter
        by letter, without the vowels that Arabic script leaves out.
    """
    text = unicodedata.normalize("NFC", text)
    if text.isascii():
        return text
    known = (language or "").lower().split("-")[0]
    known = known if known in _TABLES else _guess(text)
    if known == "bg":
        text = re.sub(r"(?i)ия\b", lambda end: "иа" if end[0].islower() else "ИА", text)
    if known == "el":
        text = _greek_diphthongs(text)
    table = _TABLES[known]
    return "".join(_letter(text, i, table) for i in range(len(text)))


def _guess(text: str) -> str:
    """Tell the language of a name by its letters."""
    letters = set(text.lower())
    return next((language for language, own in _TELLING if letters & set(own)), "sr")


def _greek_diphthongs(text: str) -> str:
    """Write the Greek letter pairs that sound as one, and drop the accents."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if c not in "\u0301\u0308")
    for two, latin in (("ου", "ou"), ("αυ", "av"), ("ευ", "ev"), ("γγ", "ng"), ("γχ", "nch")):
        bare = bare.replace(two, latin).replace(two.capitalize(), latin.capitalize())
    return bare


def _letter(text: str, index: int, table: dict[str, str]) -> str:
    """Write one letter of a text, in capitals where its neighbours are."""
    letter = text[index]
    latin = table.get(letter.lower())
    if latin is None:
        return letter if _is_latin(letter) else anyascii(letter)
    if letter.islower() or not latin:
        return latin
    neighbour = text[index + 1 : index + 2] or text[max(0, index - 1) : index]
    return latin.upper() if len(latin) > 1 and neighbour.isupper() else latin.capitalize()


def _is_latin(letter: str) -> bool:
    """Tell whether a character needs no romanising: Latin letters, digits, punctuation."""
    return not letter.isalpha() or unicodedata.name(letter, "").startswith("LATIN")
