"""Peoples and their adjectives in Serbian and Hungarian, by the country of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from balkanroute.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The country; stems of the adjective; stems of the people, each with its class: ``+ac``
#: (Avganistanac, Avganistanci), ``+in`` (Srbin, Srbi), ``+k`` (Grk, Grci) or ``+`` (Hrvat, Hrvati).
_SERBIAN: Final = """
RS srpsk          srb+in
HU mađarsk        mađar+
HR hrvatsk        hrvat+
BA bosansk,bosanskohercegovačk  bosan+ac,bošnja+k
ME crnogorsk      crnogor+ac
MK makedonsk,severnomakedonsk  makedon+ac
XK kosovsk        kosovar+
AL albansk        alban+ac
BG bugarsk        bugar+in
GR grčk           gr+k
TR tursk          tur+k,turčin+
RO rumunsk        rumun+
AT austrijsk      austrijan+ac
SI slovenačk      sloven+ac
IT italijansk     italijan+
DE nemačk,njemačk nem+ac,nijem+ac
FR francusk       francuz+
GB britansk       britan+ac
US američk        amerikan+ac
RU rusk           rus+
UA ukrajinsk      ukrajin+ac
PL poljsk         polja+k
CZ češk           čeh+
SK slovačk        slova+k
CH švajcarsk      švajcar+ac
SE švedsk         šveđan+in
AF avganistansk,afganistansk,avgansk  avganistan+ac,afganistan+ac,avgan+ac
SY sirijsk        sirij+ac
IQ iračk          iračan+in
IR iransk         iran+ac
PK pakistansk     pakistan+ac
IN indijsk        indij+ac
BD bangladešk     bangladešan+in
MA marokansk      marokan+ac
DZ alžirsk        alžir+ac
TN tunišansk,tunisk  tunižan+in
LY libijsk        libij+ac
EG egipatsk       egipćan+in
SO somalijsk      somalij+ac
CU kubansk kuban+ac
PS palestinsk     palestin+ac
"""
_ADJECTIVE: Final = "i a o e u og oga om ome omu oj im ih ima".split()  # noqa: SIM905 - a row
_NOUN: Final = {
    "ac": "ac ca cu cem ci aca cima ce".split(),  # noqa: SIM905 - a row
    "in": "in ina inu inom i a ima e".split(),  # noqa: SIM905 - a row
    "k": "k ka ku kom ci aka cima ke".split(),  # noqa: SIM905 - a row
    "": ["", *"a u om em i ima e".split()],  # noqa: SIM905 - a row
}

#: The country, the word, the vowel before the k of its plural.
_HUNGARIAN: Final = """
RS szerb e
HU magyar o
HR horvát o
BA bosnyák o
MK macedón o
AL albán o
BG bolgár o
GR görög ö
TR török ö
RO román o
AT osztrák o
SI szlovén e
IT olasz o
DE német e
FR francia -
GB brit e
US amerikai a
RU orosz o
UA ukrán o
PL lengyel e
CZ cseh e
SK szlovák o
CH svájci a
SE svéd e
AF afgán o
SY szír e
SY szíriai a
IQ iraki a
IR iráni a
PK pakisztáni a
IN indiai a
BD bangladesi e
MA marokkói a
DZ algériai a
TN tunéziai a
LY líbiai a
EG egyiptomi a
SO szomáli a
SO szomáliai a
CU kubai a
PS palesztin o
RS szerbiai a
HU magyarországi a
BG bulgáriai a
GR görögországi a
TR törökországi a
BA boszniai a
XK koszovói a
ME montenegrói a
DE németországi a
HR horvátországi a
RO romániai a
AT ausztriai a
"""
#: Endings of the plural, after its k; back vowels, then front ones.
_CASES: Final = (
    "at nak kal ra tól ról ban ba ból hoz nál on ért".split(),  # noqa: SIM905 - a row
    "et nek kel re től ről ben be ből hez nél en ért".split(),  # noqa: SIM905 - a row
)

#: Names that the store has in English only, in the nominative.
_OTHER_NAMES: Final = {
    "sr": "Evropa=europe Azija=asia Afrika=africa Evropska_unija=european_union "
    "Bliski_istok=middle_east Lezbos=lesbos Lezvos=lesbos Severna_Afrika=north_africa "
    "Zapadna_Evropa=western_europe Sredozemlje=mediterranean "
    "Makedonija=north_macedonia Engleska=england Velika_Britanija=united_kingdom "
    "Lampeduza=lampedusa Jadransko_more=adriatic_sea Egejsko_more=aegean_sea Bosna=bosnia "
    "EU=european_union SAD=united_states",
    "hu": "Európa=europe Ázsia=asia Afrika=africa Európai_Unió=european_union "
    "Közel-Kelet=middle_east Leszbosz=lesbos Észak-Afrika=north_africa "
    "Nyugat-Európa=western_europe Földközi-tenger=mediterranean "
    "Bosznia=bosnia Macedónia=north_macedonia Anglia=england Nagy-Britannia=united_kingdom "
    "Palesztina=palestine Szaloniki=thessaloniki Thesszaloniki=thessaloniki "
    "EU=european_union USA=united_states",
}


@dataclass(frozen=True, slots=True)
class Peoples:
    """
    Forms of the words for peoples, in small letters, with the code of the country of each.

    Parameters
    ----------
    adjectives
        Words that are written without a capital.
    nouns
        Words that are written with one.
    """

    adjectives: Mapping[str, str]
    nouns: Mapping[str, str]


@cache
def peoples(language: str) -> Peoples:
    """
    Give the words for peoples in a language.

    Parameters
    ----------
    language
        BCP 47 tag: ``sr-Latn``, ``sr-Cyrl`` or ``hu``.
    """
    if language == "hu":
        return Peoples(MappingProxyType(dict(_hungarian())), MappingProxyType({}))
    adjectives: dict[str, str] = {}
    nouns: dict[str, str] = {}
    for line in _SERBIAN.strip().splitlines():
        code, stems, people = line.split()
        for stem in stems.split(","):
            adjectives |= {fold(stem + ending): code for ending in _ADJECTIVE}
        for each in people.split(","):
            stem, _, kind = each.partition("+")
            nouns |= {fold(stem + ending): code for ending in _NOUN[kind]}
    return Peoples(MappingProxyType(adjectives), MappingProxyType(nouns))


@cache
def other_names(language: str) -> Mapping[str, str]:
    """Give folded names that the store has in English only, with the folded English name."""
    pairs = (pair.split("=") for pair in _OTHER_NAMES[language.partition("-")[0]].split())
    return MappingProxyType(
        {fold(own.replace("_", " ")): english.replace("_", " ") for own, english in pairs}
    )


def _hungarian() -> Iterator[tuple[str, str]]:
    """Give each Hungarian form with the code of its country."""
    for line in _HUNGARIAN.strip().splitlines():
        code, word, vowel = line.split()
        yield word, code
        plural = f"{word[:-1]}ák" if vowel == "-" else f"{word}{vowel}k"
        yield plural, code
        for ending in _CASES[vowel in "eö"]:
            yield plural + ending, code
