# ruff: noqa: SIM905 - words stand in rows
"""
Names of places that inflected words may be forms of, and how much each is worth.

Each word is led back to the nominatives that it may come from; of the names that these make, the
one whose best known place is nearest to the routes through the Balkans is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

import numpy as np

from balkanroute.gazetteer import Gazetteer
from balkanroute.gazetteer.world import KINDS, NONE, PEOPLE
from balkanroute.mentions.inflected_peoples import other_names
from balkanroute.mentions.inflection import base_forms
from balkanroute.mentions.lexicon import Bearers, Column, Lexicon, fold_all
from balkanroute.mentions.tokens import Words, fold_word
from balkanroute.names import to_latin

#: The most words of a name.
_LONGEST: Final = 4
#: As many beginnings of a longer name are followed at a time.
_BEAM: Final = 12
_JOINING: Final = frozenset({" ", "-", "\u2013", "\u00a0"})
#: Countries of the routes through the Balkans, and those that most who take them come from.
_CORRIDOR: Final = frozenset("RS HU BA HR ME MK XK AL BG GR TR RO AT SI".split())
_ORIGINS: Final = frozenset("AF SY IQ IR PK MA DZ SO PS".split())
CAPITAL: Final = KINDS.index("capital")
WIDE: Final = frozenset(KINDS.index(kind) for kind in ("country", "continent", "area", "sea"))
_IS_WIDE: Final = np.array([number in WIDE for number in range(len(KINDS))])
_TOWNS: Final = frozenset(
    KINDS.index(kind) for kind in ("capital", "seat", "settlement", "quarter", "facility")
)
#: What a country adds to what its places are worth: where the language is spoken, on the way, of
#: origin (large towns as much as on the way). Standing is on the scale of 20 log10 of inhabitants.
_AT_HOME, _ON_THE_WAY, _AT_ORIGIN = 50.0, 40.0, 10.0
#: What the language's own countries add where places of one name are weighed with one another.
_NEARER: Final = 15.0
#: The least standing of a town in these: of some the store has no inhabitants.
_UNCOUNTED: Final = 50.0
#: Standing beyond this is worth nothing more: Lomé is no likelier than Lom.
_ENOUGH: Final = 100.0
#: How much better known than a place of the corridor another of its name must be to be weighed.
_BETTER_KNOWN: Final = 25.0
_BETTER_THAN_HOME: Final = 45.0
#: How much less known than a country a town of its name is left out.
_BELOW_COUNTRY: Final = 60.0
#: What each form after the word itself takes away.
_LATER_FORM: Final = 10.0
#: Letters of the shortest name of one word, and of one that is led back from an adjective.
_SHORTEST: Final = 3
_SHORTEST_ADJECTIVE: Final = 4
#: The standing from which a town may stand as an adjective.
_ADJECTIVE_STANDING: Final = 60.0
#: Hungarian adjectives that are of no town, though one is called like their noun.
_NO_TOWNS: Final = fold_all("polgári császári királyi pápai bírói hegyi határi megyei")
_PLURAL: Final = re.compile(
    r"(?<=i)[ae]k(?:[ae]t|n[ae]k|k[ae]l|r[ae]|t[óő]l|r[óő]l|b[ae]n|n[áé]l|h[oe]z)?$"
)


@dataclass(frozen=True, slots=True)
class Tongue:
    """What stands beside names in a language; all folded."""

    home: frozenset[str]
    before: frozenset[str]
    kinds: frozenset[str]
    titles: frozenset[str]
    no_name: frozenset[str]
    common: frozenset[str]


_SERBIAN: Final = Tongue(
    home=frozenset({"RS", "BA", "ME", "HR"}),
    before=fold_all(
        "u na iz iza kod kraj pored prema do od blizu ka preko kroz izmedju nadomak okolini pokraj"
    ),
    kinds=fold_all(
        "grad grada gradu gradom selo sela selu opstina opstine opstini okrug okruga okrugu kamp "
        "kampa kampu kampom prelaz prelaza prelazu reka reke reci reku rekom ostrvo ostrva ostrvu "
        "varos varosi mesto mesta mestu centar centra centru jezero jezera"
    ),
    titles=fold_all(
        "ministar ministra ministarka predsednik predsednika komesar gospodin gospodja doktor dr "
        "portparol advokat novinar novinarka"
    ),
    no_name=fold_all(
        "novi nova novo stari stara staro mali mala malo veliki velika veliko beli bela belo crni "
        "crna crno donji donja donje gornji gornja gornje sveti sveta banja selo grad sela polje "
        "granica most put ulica centar kamp sud vlada policija savet kosa zima leto jesen ponoc "
        "ona oni ovo ova kako kada dok ali sada posle pre vec jos samo tada dva tri pet dan dana "
        "sto"
    ),
    common=fold_all(
        "bar brod luka breg brdo gaj reka zora rat lom jama glava kula krst kuca voda vrh dom "
        "ruda pesma vera nada sloga sreda petak trg zid zemlja grob hrast dinar nedelja kisa "
        "sedam ograda kanal hala dobra jela kosta"
    ),
)
_HUNGARIAN: Final = Tongue(
    home=frozenset({"HU"}),
    before=frozenset(),
    kinds=fold_all(
        "mellett kozeleben fele kozott kornyeken hataraban tersegeben iranyaba kozelebol varos "
        "varosban varosaban falu faluban megye megyeben megyei tabor taborban folyo folyon"
    ),
    titles=frozenset(),
    no_name=fold_all(
        "az ez egy itt ott ma nagy kis uj also felso szent falu varos hely vilag kelet nyugat "
        "eszak del bar maj pap nap ut hid fold viz vas ha is de es nem mar meg majd csak mint "
        "amely aki polgar csaszar kiraly papa hatar tabor ora het ev ter birosag rend or tobb sok "
        "ket harom korabban talan iden mert vonat bolt drot dron media penz kozben valoban "
        "azonban miutan mivel ezutan azutan minden tobben sokan ketten harman hirtelen most ezen "
        "azon abban ebben onnan innen igen jelen eppen reszben hajnalban osszel tavasszal nyaron "
        "telen idos lovas hetfon kedden szerdan csutortokon penteken szombaton januarban "
        "februarban marciusban aprilisban majusban juniusban juliusban augusztusban szeptemberben "
        "oktoberben novemberben decemberben"
    ),
    common=fold_all(
        "nemet horvat torok bolgar olasz magyar szerb orosz lengyel cseh tot olah kun mezo var "
        "kert major erdo to ko fa kapu kut lak sziget telek haz tanya malom"
    ),
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name that words may be forms of."""

    name: str
    value: float
    form: int


def tongue_of(language: str) -> Tongue:
    """Give what stands beside names in a language."""
    return _HUNGARIAN if language == "hu" else _SERBIAN


def longest_name(
    words: Words, first: int, lexicon: Lexicon, language: str
) -> tuple[int, Name] | None:
    """Find the longest name of which words may be forms; the word after it, and the name."""
    best = None
    begun: list[tuple[str, int]] = [("", 0)]
    count = len(words.surfaces)
    for last in range(first + 1, min(first + _LONGEST, count) + 1):
        if last > first + 1 and words.gaps[last - 1] not in _JOINING:
            break
        forms = _folded_forms(words.surfaces[last - 1], language)
        grown = [
            (f"{name} {form}" if name else form, later + nth)
            for name, later in begun
            for nth, form in enumerate(forms)
        ]
        name = _best([each for each in grown if each[0]], lexicon, language)
        if name is not None and _may_end(words, first, last, name, lexicon, language):
            best = last, name
        begun = [each for each in grown if _begins_names(each[0], lexicon, language)][:_BEAM]
        if not begun:
            break
    return best


def _best(grown: Sequence[tuple[str, int]], lexicon: Lexicon, language: str) -> Name | None:
    """Choose the best known of the names that forms make, those less changed first."""
    best = None
    for form, later in grown:
        name = other_names(language).get(form, form)
        if len(name) < _SHORTEST or name not in lexicon:
            continue
        value = weighed(name, lexicon, language)[1]
        if best is None or value - _LATER_FORM * later > best.value - _LATER_FORM * best.form:
            best = Name(name, value, later)
    return best


def _may_end(
    words: Words, first: int, last: int, name: Name, lexicon: Lexicon, language: str
) -> bool:
    """Tell whether a name may end with a word: a name of one word means something by itself."""
    tongue = tongue_of(language)
    if last == first + 1:
        no_name = tongue.no_name | tongue.before
        return no_name.isdisjoint((name.name, words.folded[first]))
    if words.surfaces[last - 1][0].isupper():
        return True
    if words.folded[last - 1] in tongue.kinds:
        return False
    rows = weighed(name.name, lexicon, language)[0].rows
    return int(lexicon.kind[rows[0]]) not in _TOWNS


@lru_cache(maxsize=1 << 16)
def _begins_names(name: str, lexicon: Lexicon, language: str) -> bool:
    """Tell whether longer names begin with a name."""
    own = _own_beginnings(lexicon.gazetteer, language)
    return name in own or next(lexicon.world.tree.iterkeys(f"{name} "), None) is not None


@cache
def _own_beginnings(gazetteer: Gazetteer, language: str) -> frozenset[str]:
    """Give what the names of a gazetteer's entries, and those of the table, begin with."""
    names = [fold_word(text) for entry in gazetteer.entries for text, _ in entry.labels]
    cut = (name.split(" ") for name in (*names, *other_names(language)))
    return frozenset(" ".join(words[:n]) for words in cut for n in range(1, len(words)))


@lru_cache(maxsize=1 << 16)
def _folded_forms(word: str, language: str) -> tuple[str, ...]:
    """Give the folded nominatives that a word may be a form of, itself first."""
    forms = (word, *base_forms(word, language))
    return tuple(dict.fromkeys(folded for form in forms if (folded := fold_word(form))))


@lru_cache(maxsize=1 << 16)
def weighed(name: str, lexicon: Lexicon, language: str) -> tuple[Bearers, float]:
    """Give the places of a name that are worth weighing, with how much the best is worth."""
    bearers = lexicon.bearers(name)
    codes = [
        lexicon.world.codes[country] if country != NONE else ""
        for country in lexicon.country[bearers.rows]
    ]
    tongue = tongue_of(language)
    near = np.array([code in _CORRIDOR for code in codes], dtype=bool)
    home = np.array([code in tongue.home for code in codes], dtype=bool)
    keys = [lexicon.key(int(row)) for row in bearers.rows]
    listed = np.array([key.startswith("geonames:") for key in keys], dtype=bool)
    standing = np.maximum(bearers.standing, np.where(home & listed, _UNCOUNTED, 0.0))
    kind = lexicon.kind[bearers.rows]
    kept = _are_kept(keys, kind, standing, (near, home), bearers.rows >= lexicon.first)
    uncapped = _IS_WIDE[kind] | (near & (kind == CAPITAL))
    worth = np.where(uncapped, standing, np.minimum(standing, _ENOUGH))
    worth = worth + [
        _added(code, known, language) for code, known in zip(codes, standing, strict=True)
    ]
    standing = standing + _NEARER * home
    order = np.flatnonzero(kept)
    order = order[np.argsort(-standing[order], kind="stable")]
    rows, how = bearers.rows[order], bearers.how[order]
    best = float(worth[kept].max(initial=0.0))
    return replace(bearers, rows=rows, how=how, standing=standing[order]), best


def _are_kept(
    keys: Sequence[str], kind: Column, standing: Column, where: tuple[Column, Column], own: Column
) -> Column:
    """Tell which places of a name are worth weighing; all where none would be."""
    near, home = where
    kept = np.ones(len(keys), dtype=bool)
    if near.any():
        margin = _BETTER_THAN_HOME if home.any() else _BETTER_KNOWN
        kept = near | own | (standing > standing[near].max() + margin)
    if own.any():
        kept &= np.array([not key.startswith("gdelt:") for key in keys], dtype=bool)
    derived = np.array([key.startswith("x-") for key in keys], dtype=bool)
    kept &= derived | ~derived.any()
    if kind[0] == KINDS.index("country"):
        kept &= standing > standing[0] - _BELOW_COUNTRY
    return kept if kept.any() else ~kept


@lru_cache(maxsize=1 << 12)
def people_of(code: str, lexicon: Lexicon) -> Bearers | None:
    """
    Give a country as what the word for its people bears.

    Parameters
    ----------
    code
        ISO 3166-1 alpha-2, XK for Kosovo.
    lexicon
        The names.

    Returns
    -------
    Bearers or None
        None where the store has no such country.
    """
    row = _countries(lexicon).get(code)
    if row is None:
        return None
    how = np.array([PEOPLE])
    return Bearers(
        number=-1,
        rows=np.array([row]),
        how=how,
        standing=np.array([lexicon.people[row] + _ENOUGH]),
        shortened=False,
        only_shortened=False,
    )


@lru_cache(maxsize=16)
def _countries(lexicon: Lexicon) -> dict[str, int]:
    """Give the row of each country by its code."""
    world = lexicon.world
    rows = np.flatnonzero(world.kind == KINDS.index("country"))
    return {world.codes[world.country[row]]: int(row) for row in rows}


@lru_cache(maxsize=1 << 12)
def spelled_alike(name: str, surface: str, lexicon: Lexicon, language: str) -> Bearers | None:
    """
    Give the places of a name whose letters are those of a word, with their diacritics.

    Folded, Inđija and Indija (India) are one name.

    Returns
    -------
    Bearers or None
        None where the word tells nothing, or no place more than another.
    """
    latin = to_latin(surface, "sr") if language == "sr-Cyrl" else surface
    stem = latin[: max(_SHORTEST, len(name) - 1)]
    if language == "hu" or stem.isascii():
        return None
    bearers = lexicon.bearers(name)
    labels = [_label(int(row), lexicon) for row in bearers.rows]
    alike = np.array([label.startswith(stem) for label in labels], dtype=bool)
    if not alike.any() or alike.all():
        return None
    rows, how = bearers.rows[alike], bearers.how[alike]
    return replace(bearers, rows=rows, how=how, standing=bearers.standing[alike])


def _label(row: int, lexicon: Lexicon) -> str:
    """Give the name that a place is shown under."""
    return lexicon.world.label(row) if row < lexicon.first else lexicon.entry(row).labels[0][0]


def _added(code: str, standing: float, language: str) -> float:
    """Give what a country adds to what a place is worth."""
    if code in _CORRIDOR:
        return _ON_THE_WAY + _AT_HOME * (code in tongue_of(language).home)
    if code in _ORIGINS:
        return _ON_THE_WAY if standing >= _ENOUGH else _AT_ORIGIN
    return 0.0


@lru_cache(maxsize=1 << 14)
def town_of_adjective(word: str, lexicon: Lexicon) -> str | None:
    """Give the town of the corridor that a Hungarian adjective is of, None where there is none."""
    singular = _PLURAL.sub("", word)
    if not singular.endswith("i") or fold_word(singular) in _NO_TOWNS:
        return None
    for form in base_forms(singular, "hu"):
        name = fold_word(form)
        if form[0].islower() or len(name) < _SHORTEST_ADJECTIVE or name not in lexicon:
            continue
        bearers, _ = weighed(name, lexicon, "hu")
        rows = bearers.rows
        code = lexicon.country[rows[0]]
        near = code != NONE and lexicon.world.codes[code] in _CORRIDOR | _ORIGINS
        if (near and bearers.standing[0] >= _ADJECTIVE_STANDING) or lexicon.kind[rows[0]] in WIDE:
            return name
    return None
