"""Peoples and their adjectives in Serbian and Hungarian, by what English calls them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from balkanroute.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: English adjective; stems of the Serbian one; stems of the people, each with its class: ``+ac``
#: (Avganistanac, Avganistanci), ``+in`` (Srbin, Srbi), ``+k`` (Grk, Grci) or ``+`` (Hrvat, Hrvati).
_SERBIAN: Final = """
serbian      srpsk          srb+in
hungarian    mađarsk        mađar+
croatian     hrvatsk        hrvat+
bosnian      bosansk,bosanskohercegovačk  bosan+ac,bošnja+k
montenegrin  crnogorsk      crnogor+ac
macedonian   makedonsk,severnomakedonsk  makedon+ac
kosovar      kosovsk        kosovar+
albanian     albansk        alban+ac
bulgarian    bugarsk        bugar+in
greek        grčk           gr+k
turkish      tursk          tur+k,turčin+
romanian     rumunsk        rumun+
austrian     austrijsk      austrijan+ac
slovene      slovenačk      sloven+ac
italian      italijansk     italijan+
german       nemačk,njemačk nem+ac,nijem+ac
french       francusk       francuz+
british      britansk       britan+ac
american     američk        amerikan+ac
russian      rusk           rus+
ukrainian    ukrajinsk      ukrajin+ac
polish       poljsk         polja+k
czech        češk           čeh+
slovak       slovačk        slova+k
swiss        švajcarsk      švajcar+ac
swedish      švedsk         šveđan+in
afghan       avganistansk,afganistansk,avgansk  avganistan+ac,afganistan+ac,avgan+ac
syrian       sirijsk        sirij+ac
iraqi        iračk          iračan+in
iranian      iransk         iran+ac
pakistani    pakistansk     pakistan+ac
indian       indijsk        indij+ac
bangladeshi  bangladešk     bangladešan+in
moroccan     marokansk      marokan+ac
algerian     alžirsk        alžir+ac
tunisian     tunišansk,tunisk  tunižan+in
libyan       libijsk        libij+ac
egyptian     egipatsk       egipćan+in
somali       somalijsk      somalij+ac
palestinian  palestinsk     palestin+ac
"""
_ADJECTIVE: Final = "i a o e u og oga om ome omu oj im ih ima".split()  # noqa: SIM905 - a row
_NOUN: Final = {
    "ac": "ac ca cu cem ci aca cima ce".split(),  # noqa: SIM905 - a row
    "in": "in ina inu inom i a ima e".split(),  # noqa: SIM905 - a row
    "k": "k ka ku kom ci aka cima ke".split(),  # noqa: SIM905 - a row
    "": ["", *"a u om em i ima e".split()],  # noqa: SIM905 - a row
}

#: English adjective, the Hungarian word, the vowel before the k of its plural.
_HUNGARIAN: Final = """
serbian szerb e
hungarian magyar o
croatian horvát o
bosnian bosnyák o
macedonian macedón o
albanian albán o
bulgarian bolgár o
greek görög ö
turkish török ö
romanian román o
austrian osztrák o
slovene szlovén e
italian olasz o
german német e
french francia -
british brit e
american amerikai a
russian orosz o
ukrainian ukrán o
polish lengyel e
czech cseh e
slovak szlovák o
swiss svájci a
swedish svéd e
afghan afgán o
syrian szír e
syrian szíriai a
iraqi iraki a
iranian iráni a
pakistani pakisztáni a
indian indiai a
bangladeshi bangladesi e
moroccan marokkói a
algerian algériai a
tunisian tunéziai a
libyan líbiai a
egyptian egyiptomi a
somali szomáli a
somali szomáliai a
palestinian palesztin o
serbian szerbiai a
hungarian magyarországi a
bulgarian bulgáriai a
greek görögországi a
turkish törökországi a
bosnian boszniai a
kosovar koszovói a
montenegrin montenegrói a
german németországi a
croatian horvátországi a
romanian romániai a
austrian ausztriai a
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
    "Lampeduza=lampedusa Jadransko_more=adriatic_sea Egejsko_more=aegean_sea Bosna=bosnia",
    "hu": "Európa=europe Ázsia=asia Afrika=africa Európai_Unió=european_union "
    "Közel-Kelet=middle_east Leszbosz=lesbos Észak-Afrika=north_africa "
    "Nyugat-Európa=western_europe Földközi-tenger=mediterranean "
    "Bosznia=bosnia Macedónia=north_macedonia Anglia=england Nagy-Britannia=united_kingdom "
    "Palesztina=palestine Szaloniki=thessaloniki Thesszaloniki=thessaloniki",
}


@dataclass(frozen=True, slots=True)
class Peoples:
    """
    Forms of the words for peoples, in small letters, with the folded English adjective of each.

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
        english, stems, people = line.split()
        for stem in stems.split(","):
            adjectives |= {fold(stem + ending): english for ending in _ADJECTIVE}
        for each in people.split(","):
            stem, _, kind = each.partition("+")
            nouns |= {fold(stem + ending): english for ending in _NOUN[kind]}
    return Peoples(MappingProxyType(adjectives), MappingProxyType(nouns))


@cache
def other_names(language: str) -> Mapping[str, str]:
    """Give folded names that the store has in English only, with the folded English name."""
    pairs = (pair.split("=") for pair in _OTHER_NAMES[language.partition("-")[0]].split())
    return MappingProxyType(
        {fold(own.replace("_", " ")): english.replace("_", " ") for own, english in pairs}
    )


def _hungarian() -> Iterator[tuple[str, str]]:
    """Give each Hungarian form with the English adjective."""
    for line in _HUNGARIAN.strip().splitlines():
        english, word, vowel = line.split()
        yield word, english
        plural = f"{word[:-1]}ák" if vowel == "-" else f"{word}{vowel}k"
        yield plural, english
        for ending in _CASES[vowel in "eö"]:
            yield plural + ending, english
