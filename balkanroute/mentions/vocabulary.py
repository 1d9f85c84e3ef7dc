# ruff: noqa: RUF001 - apostrophes of news texts are the subject
"""The small tables of who can speak, and what a noun phrase is by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from balkanroute.model.records import AgentKind

DAYS: Final = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sept Oct "
    "Nov Dec Monday's Friday's".split()
)
RELATIVES: Final = frozenset("who whose which whom".split())
RESUMING: Final = frozenset([",", ")", "—", "–", "and", "but", "then"])
AUXILIARIES: Final = frozenset(
    "has have had also later then since already further again once now just still previously "
    "today yesterday himself herself itself often even always soon repeatedly".split()
)
NOUNS_IN_LY: Final = frozenset("family assembly italy daily weekly july ally kelly reilly".split())
REFUSING: Final = frozenset(
    "not never nobody none neither nor cannot could would may might can should must will shall to "
    "is are was were be been being no without did does do 'll 'd".split()
)
FINITE: Final = frozenset(
    "is are was were has have had will would could can may might did does do be been should must "
    "not said says told".split()
)
BOUNDS: Final = frozenset(
    "that but as when while because if whether where although though since before until than so "
    "what how why or unless once after what's That As If What When While Although Because After "
    "Whether Unless Since Before Though Where How Why According according".split()
)
SUPPOSING: Final = frozenset("if whether unless as what how why than according where".split())
LEADING: Final = frozenset(
    "and but yet still so now then today yesterday later earlier meanwhile however also both "
    "there even interestingly".split()
)
PREPOSITIONS: Final = frozenset(
    "in on at by for from with during about against among between under over through into to "
    "towards within following despite near across amid of upon".split()
)
INTRODUCING: Final = (PREPOSITIONS - {"of"}) | frozenset(
    "after before when while although though since because if as however meanwhile still yet "
    "earlier later yesterday today interestingly also asked speaking instead once additionally "
    "furthermore moreover but and so then now nevertheless finally first second".split()
)
DETERMINERS: Final = frozenset(
    "the a an his her its their this one another our my The A An His Her Its Their This One "
    "Another".split()
)
PARTICLES: Final = frozenset("van von de der den del della di da al el bin ibn le la".split())
AFTER_SPEAKER: Final = frozenset(
    "in on at during when after who as that late early yesterday today before while last this "
    "to told said with for by which where since because if".split()
)
_CUTTING: Final = frozenset(
    "of for at in from with on to by cited quoted close familiar involved speaking based dated "
    "published compiled entitled released issued obtained seen prepared working living and".split()
)

_DOCUMENTS: Final = frozenset(
    "report dossier document paper study survey poll analysis statement release letter memo "
    "memorandum assessment review indictment ruling verdict complaint lawsuit filing audit "
    "article book affidavit communique communiqué briefing bulletin website notice "
    "text".split()
)
_DOCUMENTS_OF_MANY: Final = frozenset(
    "documents reports studies surveys polls records findings investigations figures statistics "
    "data charges letters papers files cables".split()
)
_GOVERNMENT: Final = frozenset(
    "ministry government parliament police army navy military court agency administration council "
    "commission committee office department bureau directorate embassy cabinet presidency senate "
    "congress gendarmerie tribunal municipality state regime kremlin pentagon assembly eu un "
    "nato unhcr unicef frontex europol interpol iom who ofac fbi cia nsa dea fda epa usda usgs "
    "osce imf authority "
    "service".split()
)
_COUNTRIES: Final = frozenset(
    "Hungary Serbia Austria Croatia Romania Bulgaria Greece Turkey Türkiye Bosnia Kosovo Albania "
    "Macedonia Montenegro Slovenia Slovakia Germany Italy France Russia Ukraine China Iran Iraq "
    "Syria Afghanistan Pakistan Israel Morocco Britain Poland India Japan Australia Canada "
    "Washington Moscow Brussels Belgrade Budapest Beijing Ankara Tehran London".split()
)
_ORGANISATIONS: Final = frozenset(
    "think-tank company group organisation organization ngo university institute association bank "
    "union party charity foundation network firm team club centre center league federation "
    "movement coalition alliance corporation hospital school church militia industry campaign "
    "college society trust airline inc ltd llc corp".split()
)
_OUTLETS: Final = frozenset(
    "newspaper daily weekly magazine outlet broadcaster channel station portal reuters afp ap "
    "birn bbc cnn tass tanjug mti hvg telex politico guardian times post herald tribune journal "
    "gazette news radio tv television xinhua bloomberg".split()
)
_ROLES: Final = frozenset(
    "minister president premier chancellor secretary spokesman spokeswoman spokesperson adviser "
    "advisor analyst expert director chief head chairman chairwoman chair leader lawmaker deputy "
    "mp ambassador commissioner mayor governor judge lawyer attorney prosecutor officer official "
    "general colonel commander captain lieutenant sergeant major researcher professor scientist "
    "historian journalist author editor economist activist critic source witness resident owner "
    "manager executive ceo founder co-founder coach player doctor man woman boy girl mother father "
    "victim suspect migrant refugee smuggler teacher student farmer coordinator co-author "
    "representative senator congressman councillor councilman sheriff detective investigator pilot "
    "bishop pope king queen prince superintendent writer physician pastor priest singer actor "
    "actress defendant son daughter brother sister wife husband neighbour neighbor "
    "driver worker volunteer specialist scholar fellow engineer geologist "
    "biologist organiser organizer principal inspector vice-president diplomat trader "
    "consultant adviser strategist partner associate member guard soldier".split()
)
_GROUPS: Final = (
    frozenset(f"{role}s" for role in _ROLES if role not in {"king", "pope", "head"})
    | frozenset(
        "critics observers authorities people police media men women families relatives groups "
        "organisations organizations agencies companies ngos colleagues firefighters rescuers "
        "troops locals others some many several most both opponents supporters parents "
        "campaigners commentators academics detectives conservationists scientists "
        "environmentalists prosecution defence ministries secretaries "
        "states countries staff sceptics skeptics insiders republicans democrats".split()
    )
) - {"mens"}
_PRONOUNS: Final = frozenset("he she it they He She It They".split())
#: Capitalised before a name without being of it.
_TITLES: Final = frozenset(
    "Mr. Mrs. Ms. Dr. Gen. Col. Lt. Sgt. Capt. Cpl. Maj. Prof. Rev. Sen. Rep. Gov. Det. Supt. Hon. "
    "Mr Mrs Ms Dr Gen Sir Lord Lady Dame Prime Foreign Interior Defence Defense Finance Justice "
    "Vice Deputy Chief State Attorney Secretary Police Fire Acting Former Senior U.S. US UN EU "
    "Hungarian Serbian Austrian Croatian Turkish Russian German Greek French Italian British "
    "American Israeli Iranian Chinese Party Sergeant The Health Education Environment "
    "Agriculture Assistant Executive General County City Saint National Security".split()
)
_NO_NAMES: Final = DAYS | frozenset(
    "There This That These Those What Which Who We I You Here Nothing Nobody Everyone Everything "
    "Something Someone Anyone Not Now So Then Such Such Table Figure Photo Image".split()
)


EVIDENCE: Final = _DOCUMENTS | _DOCUMENTS_OF_MANY


class Head(NamedTuple):
    """
    What a noun phrase is.

    ``name`` is what to file it under as far as the phrase tells; ``full`` whether that is a
    proper name, ``role`` whether the phrase has an office or profession, ``noun`` its head in
    small letters, ``bare`` whether nothing but an article stands before that.
    """

    kind: AgentKind
    name: str
    noun: str
    full: bool = False
    role: bool = False
    plural: bool = False
    pronoun: bool = False
    bare: bool = False
    definite: bool = False


def is_head(word: str) -> bool:
    """Tell whether a common noun can speak."""
    small = word.lower()
    return small in _KINDS or small in _ROLES


def is_person_like(words: Sequence[str]) -> bool:
    """Tell whether capitalised words look like the name of a person."""
    return 2 <= len(words) <= 4 and not any(  # noqa: PLR2004 - first name and surname, at most four
        w in _NO_NAMES or w in _COUNTRIES or w.isupper() or w in _TITLES or is_head(w)
        for w in words
    )


def strip_titles(words: Sequence[str]) -> list[str]:
    """Leave the offices and forms of address out before a name."""
    kept = list(words)
    while len(kept) > 1 and (kept[0] in _TITLES or kept[0].lower() in _ROLES):
        kept.pop(0)
    return kept


_KINDS: Final[dict[str, AgentKind]] = {
    **dict.fromkeys(_ORGANISATIONS, "organisation"),
    **dict.fromkeys(_GOVERNMENT, "government body"),
    **dict.fromkeys(_OUTLETS, "outlet"),
    **dict.fromkeys(_DOCUMENTS, "unnamed"),
    **dict.fromkeys(_DOCUMENTS_OF_MANY, "unnamed"),
    **dict.fromkeys(_GROUPS, "unnamed"),
}


def describe(words: Sequence[str]) -> Head | None:
    """
    Tell what a noun phrase is, by its head.

    Parameters
    ----------
    words
        Words and marks of the phrase, the article first if it has one.

    Returns
    -------
    None for a phrase that cannot speak, as far as the tables know.
    """
    if not words or words[0] in _NO_NAMES:
        return None
    if len(words) == 1 and words[0] in _PRONOUNS:
        return _describe_pronoun(words[0])
    definite = words[0] in DETERMINERS or any(w.endswith(("'s", "’s")) for w in words)
    kept = list(words[1:] if words[0] in DETERMINERS else words)
    cut = next((i for i, w in enumerate(kept) if i and w in _CUTTING), len(kept))
    head = kept[:cut]
    if not head or head[-1] in DAYS or head[0].lower() in PREPOSITIONS:
        return None
    noun = head[-1].lower()
    if noun in _KINDS and not (noun == "who" and not head[-1].isupper()):
        return _describe_body(words, kept, noun, definite=definite)
    if noun in _ROLES and not _names_somebody(head):
        return _describe_role(words, kept, cut, definite=definite)
    return _describe_name(words, head) if head[-1][0].isupper() else None


def _describe_pronoun(word: str) -> Head:
    """Describe he, she, it or they."""
    small = word.lower()
    kind: AgentKind = "person" if small in ("he", "she") else "unnamed"
    return Head(kind, word, small, pronoun=True, plural=small == "they")


def _names_somebody(head: Sequence[str]) -> bool:
    """Tell whether an office is a surname here: Mr King, Stephen King."""
    return len(head) > 1 and head[-1] in {"King", "Pope", "Prince", "Major", "Bishop"}


def _describe_body(words: Sequence[str], kept: Sequence[str], noun: str, *, definite: bool) -> Head:
    """Describe a body, a document or a group."""
    kind = _KINDS[noun]
    begins = len(kept) == len(words) and is_common(kept[0])
    proper = any(word[0].isupper() for word in kept[begins:])
    if noun == "police" and proper:
        kind = "government body"
    return Head(
        kind,
        _write(kept, lowered=begins),
        noun,
        full=proper and kind != "unnamed",
        plural=noun in _GROUPS or noun in _DOCUMENTS_OF_MANY,
        bare=len(kept) == 1,
        definite=definite or proper,
    )


def _describe_role(words: Sequence[str], kept: Sequence[str], cut: int, *, definite: bool) -> Head:
    """Describe an office, with the name if one follows what it is of."""
    named = _take_name(kept[cut:])
    before = kept[len(kept) - len(named) - 1] if named else ""
    if len(named) > 1 and before not in _CUTTING and before not in DETERMINERS:
        return Head("person", " ".join(named), named[-1], full=True, role=True, definite=True)
    unnamed = words[0].lower() in ("a", "an", "one", "another") or not definite
    return Head(
        "unnamed" if unnamed and not kept[0][0].isupper() else "person",
        _write(kept),
        kept[cut - 1].lower(),
        role=True,
        bare=len(kept) == 1,
        definite=definite or kept[0][0].isupper(),
    )


def _take_name(words: Sequence[str]) -> list[str]:
    """Take the capitalised words that a phrase ends with."""
    first = len(words)
    while first and (
        words[first - 1][0].isupper() or (words[first - 1] in PARTICLES and first < len(words))
    ):
        first -= 1
    return list(words[first:])


def _describe_name(words: Sequence[str], head: Sequence[str]) -> Head | None:
    """Describe a proper name."""
    run = _take_name(head)
    named = strip_titles(run)
    role = len(named) < len(run) or len(run) < len(head)
    last = named[-1]
    if last in _NO_NAMES or (role and len(run) < len(head) and not is_head(head[-len(run) - 1])):
        return None
    name = " ".join(named)
    if last in _COUNTRIES and len(named) == 1:
        return Head("government body", name, last, full=True, definite=True)
    if last.isupper() and len(last) > 1:
        return Head("organisation", name, last, full=True, definite=True)
    person = is_person_like(named) and words[0] not in ("The", "the")
    if person or role:
        return Head("person", name, last, full=True, role=role, definite=True)
    return Head("organisation", name, last, full=True, definite=True)


def _write(words: Sequence[str], *, lowered: bool = False) -> str:
    """Write a phrase, its first letter small where only the sentence made it great."""
    text = ""
    for word in words:
        text += word if not text or word in ",.;’'" else f" {word}"
    return text[0].lower() + text[1:] if lowered else text


def is_common(word: str) -> bool:
    """Tell whether a word is known as a common one, whatever its first letter."""
    return not word[1:].isupper() and (is_head(word) or word.lower() in _COMMON)


_COMMON: Final = frozenset(
    "intelligence local rights government military security senior former top some many several "
    "most human aid opposition independent foreign political classified leaked federal state city "
    "county court health medical police company industry other".split()
)
#: Words that begin a sentence before a name.
OPENING: Final = INTRODUCING | LEADING | {w.lower() for w in DAYS}
