# ruff: noqa: RUF001, SIM905 - alphabets and endings stand in rows; Cyrillic is meant
"""
The forms that an inflected place name may come from.

Every token of a name is taken on its own: of "u Sremskoj Mitrovici", ``Sremskoj`` gives
``Sremska`` and ``Mitrovici`` gives ``Mitrovica``. Only candidates are made; which of them is a
name is for a store of names to say, so the tables need not know the gender of a name.

The endings are those that every grammar lists: the Serbo-Croatian declensions of nouns and
adjectives, and the Hungarian case suffixes with their harmony. They are tables of this module,
since no kept library knows the forms of place names: simplemma, the nearest, brings 19 MB of
common words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Final

#: No more forms are made of a word.
MOST_FORMS: Final = 8
_LEAST_STEM: Final = 2

#: What a word ends in: what stays, a bar, the ending; then what stands in the ending's place in
#: the nominative, most likely first. ``=`` is the word itself, ``-`` nothing, ``~`` nothing but an
#: a that had vanished (Čačku, Čačak); ``o`` follows a hard stem and ``e`` a soft one, ``ě`` is an
#: e after any. The longest row that fits decides. The last rows are of consonants that had softened
#: and of foreign names in -i and -io (Tripoli, Tokio).
_ROWS: Final = """
    |a    = - o e ~ i ě
    c|a   ~ = - i e
    ov|a  = o - i
    ev|a  = o - i
    |u    - a o e ~ =
    c|u   ~ a - e =
    ic|u  a - e =
    k|u   a ~ - o =
    ov|u  o a - =
    ev|u  o a - =
    |om   - a o i ~ =
    k|om  a i o ~ - =
    ic|om a =
    ij|om a - =
    ov|om i o a - =
    ev|om o i a - =
    |ome  i o =
    |em   - e i ~ =
    c|em  ~ - e =
    |og   i o =
    |oga  i o =
    |eg   i e =
    |oj   a =
    |ih   i ě a =
    |im   i o e ě =
    |ima  i a =
    |ama  ě a =
    |e    = a i
    ic|e  a = i
    ij|e  a = i
    k|e   a = i
    |i    = a
    ij|i  a =
    |aca  ci = ac ace
    |ci   = ca ka
    |ici  ica ici ika
    |zi   = za ga
    |si   = sa ha
    |ija  = i ij io ije
    |iju  ija i ij ije io =
    |ijem ij ije i io =
    |omu  om o i =
"""
_TO_CYRILLIC: Final = str.maketrans("abvgdđežzijklmnoprstćufhcčšě", "абвгдђежзијклмнопрстћуфхцчшэ")
_LONGEST: Final = 4
_SOFT: Final = (*"čćđšžcjчћђшжцјљњџ", "št", "žd", "шт", "жд")
_AFTER_HARD: Final = frozenset("oо")
_AFTER_SOFT: Final = frozenset("eе")
#: What the signs of the rows are written as, in either script.
_WRITTEN: Final = {"-": "", "ě": "e", "э": "е"}
_VOWELS: Final = frozenset("aeiouаеиоу")
#: What may stand after a vanished a.
_AFTER_A: Final = {"nj": "a", "lj": "a"} | dict.fromkeys("ckrl", "a") | dict.fromkeys("цкрљњл", "а")
#: Consonants that lose their voice where the a vanishes (Šabac, Šapca), and before what.
_VOICED: Final = dict(zip("ptsšптсш", "bdzžбдзж", strict=True))
_VOICELESS: Final = frozenset("ckцк")

_BACK: Final = frozenset("aáoóuú")
_HUNGARIAN_VOWELS: Final = _BACK | frozenset("eéiíöőüű")
_AFTER_ANY: Final = frozenset("ért ként ig n t i".split())
_AFTER_BACK: Final = frozenset("ban ba ból ra ról nál tól hoz nak val al on ott ot at".split())
_AFTER_FRONT: Final = frozenset(
    "ben be ből re ről nél től hez höz nek vel el en ön ett ött et öt".split()
)
_SUFFIXES: Final = tuple(
    sorted(_AFTER_ANY | _AFTER_BACK | _AFTER_FRONT, key=lambda suffix: (-len(suffix), suffix))
)
#: Suffixes that follow a vowel only, and those that follow a consonant only.
_ON_VOWEL: Final = frozenset("n val vel".split())
_ON_CONSONANT: Final = frozenset("al el on en ön ott ett ött ot et öt at".split())
#: What the v of -val and -vel became: the consonant before it, doubled.
_ASSIMILATED: Final = frozenset({"al", "el"})
#: Suffixes in which a name may as well end by itself (Sopron, Debrecen, Budapest).
_UNCERTAIN: Final = frozenset("on en ön ot et öt at n t i".split())
#: Consonants that take the t of the accusative without a linking vowel.
_BEFORE_T: Final = frozenset("nlrszjy")
#: Suffixes before which a final a or e stays short.
_KEEPING: Final = frozenset({"i", "ként"})
_LENGTHENED: Final = {"á": "a", "é": "e"}
#: Stems that lose a vowel before a suffix (Ásotthalom, Ásotthalmon; Eger, egri).
_LOSING: Final = {"halm": "halom", "torny": "torony", "Egr": "Eger", "berk": "berek"}
#: Stems whose own last vowel the -i of the adjective takes the place of (Kübekháza, kübekházi).
_REPLACED: Final = {"ház": "a", "falv": "a", "halm": "a", "lak": "a", "telk": "e", "ker": "e"}
_DIGRAPHS: Final = frozenset({"cs", "gy", "ly", "ny", "sz", "ty", "zs"})


@lru_cache(maxsize=65_536)
def base_forms(word: str, language: str) -> tuple[str, ...]:
    """
    Give the nominatives that a word of a place name may be a form of.

    Parameters
    ----------
    word
        One token, as it stands in the text. A word in capitals gives forms in capitals.
    language
        BCP 47 tag. ``sr``, ``hr``, ``bs``, ``cnr`` and ``sh``, with or without a script, are
        read in the script of the word; ``hu`` and ``en`` in Latin script.

    Returns
    -------
    tuple of str
        At most eight forms in the word's script, most likely first, without repetition; the word
        itself is among them, since a foreign name may end in anything. The word alone for
        another language. A Hungarian adjective (``szegedi``) gives names with a capital.
    """
    make = _MAKERS.get(language.partition("-")[0])
    if make is None:
        return (word,)
    capitals = len(word) > _LEAST_STEM and word.isupper()
    made = make(word.capitalize() if capitals else word)
    forms = list(dict.fromkeys(form.upper() if capitals else form for form in made))
    if word not in forms[:MOST_FORMS]:
        forms.insert(MOST_FORMS - 1, word)
    return tuple(forms[:MOST_FORMS])


def _serbo_croatian(word: str) -> Iterator[str]:
    """Undo the declensions of Serbo-Croatian."""
    rows = _rows()
    for length in range(min(_LONGEST, len(word) - 1), 0, -1):
        row = rows.get(word[-length:])
        if row is None:
            continue
        ending, replacements = row
        stem = word.removesuffix(ending)
        if len(stem) >= _LEAST_STEM:
            for replacement in replacements:
                yield from _nominatives(word, stem, replacement)
            return


def _nominatives(word: str, stem: str, replacement: str) -> Iterator[str]:
    """Put what a row says in the place of a word's ending."""
    if replacement == "=":
        yield word
    elif replacement == "~":
        yield from _with_vanished_a(stem)
    elif replacement in _AFTER_HARD or replacement in _AFTER_SOFT:
        if stem.endswith(_SOFT) == (replacement in _AFTER_SOFT):
            yield stem + replacement
    else:
        yield stem + _WRITTEN.get(replacement, replacement)


def _with_vanished_a(stem: str) -> Iterator[str]:
    """Put an a between the last two consonants of a stem, where one may have vanished."""
    last = next((last for last in _AFTER_A if stem.endswith(last)), "")
    head = stem.removesuffix(last)
    before = head[-1:].lower()
    if not last or not before.isalpha() or before in _VOWELS:
        return
    a = _AFTER_A[last]
    yield head + a + last
    if last in _VOICELESS and before in _VOICED:
        yield head[:-1] + _VOICED[before] + a + last


@cache
def _rows() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Read the rows in both scripts: by what a word ends in, the ending and its replacements."""
    rows = {}
    for latin in _ROWS.strip().splitlines():
        for row in (latin, latin.translate(_TO_CYRILLIC)):
            shape, *replacements = row.split()
            kept, _, ending = shape.partition("|")
            rows[kept + ending] = ending, tuple(replacements)
    return rows


def _hungarian(word: str) -> Iterator[str]:
    """Undo the suffixes of Hungarian."""
    foreign, _, tail = word.rpartition("-")
    if foreign and tail in _SUFFIXES:
        yield foreign
        return
    for suffix in _SUFFIXES:
        if not word.endswith(suffix):
            continue
        adjective = suffix == "i" and word[0].islower()
        stem = word.removesuffix(suffix)
        bases = tuple(_unsuffixed(stem.capitalize() if adjective else stem, suffix))
        if bases:
            certain = adjective or suffix not in _UNCERTAIN or stem[-1] in _LENGTHENED
            yield from (*bases, word) if certain else (word, *bases)
            if adjective:
                yield word.capitalize()
            return


def _unsuffixed(stem: str, suffix: str) -> Iterator[str]:
    """Give the nominatives to which a suffix may have been added; none where it cannot be one."""
    last = stem[-1:]
    on_vowel = last in _HUNGARIAN_VOWELS
    if len(stem) < _LEAST_STEM or suffix in (_ON_CONSONANT if on_vowel else _ON_VOWEL):
        return
    if not _harmonious(stem, suffix):
        return
    if on_vowel:
        yield from _after_vowel(stem, suffix)
    elif suffix in _ASSIMILATED:
        yield from _undoubled(stem)
    elif suffix != "t" or last in _BEFORE_T:
        yield from _after_consonant(stem, suffix)


def _harmonious(stem: str, suffix: str) -> bool:
    """Tell whether the vowels of a stem let a suffix follow; either kind after mixed ones."""
    vowels = [letter for letter in stem.lower() if letter in _HUNGARIAN_VOWELS]
    if suffix in _AFTER_ANY or not vowels:
        return True
    if vowels[-1] in "eéií" and not _BACK.isdisjoint(vowels):
        return True
    return suffix in (_AFTER_BACK if vowels[-1] in _BACK else _AFTER_FRONT)


def _after_vowel(stem: str, suffix: str) -> Iterator[str]:
    """Shorten the final á or é of a stem, which was a or e before the suffix."""
    if stem[-1] in _LENGTHENED:
        yield stem[:-1] + _LENGTHENED[stem[-1]]
    if stem[-1] not in "ae" or suffix in _KEEPING:
        yield stem


def _undoubled(stem: str) -> Iterator[str]:
    """Write the consonant once that -val or -vel doubled (Szegeddel, Moháccsal)."""
    if stem[-2:] in _DIGRAPHS and stem[-3:-2] == stem[-2]:
        yield stem[:-3] + stem[-2:]
    elif stem[-2:-1] == stem[-1]:
        yield stem[:-1]


def _after_consonant(stem: str, suffix: str) -> Iterator[str]:
    """Give a stem the vowel back that it lost to the suffix."""
    for short, full in _LOSING.items():
        if stem.endswith(short) and (suffix in _ON_CONSONANT or suffix == "i"):
            yield stem.removesuffix(short) + full
    yield stem
    for end, vowel in _REPLACED.items():
        if suffix == "i" and stem.lower().endswith(end):
            yield stem + vowel


def _english(word: str) -> Iterator[str]:
    """Undo the possessive of English."""
    for ending in ("'s", "’s"):
        if word.endswith(ending):
            yield word.removesuffix(ending)
    if word.endswith(("s'", "s’")):
        yield word[:-1]


_MAKERS: Final[dict[str, Callable[[str], Iterator[str]]]] = {
    "en": _english,
    "hu": _hungarian,
    **dict.fromkeys(("sr", "hr", "bs", "cnr", "sh"), _serbo_croatian),
}
