# ruff: noqa: RUF001 - apostrophes of news texts are the subject
"""What a noun phrase is, by the word that it turns on: a body, a person, a document, a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from balkanroute.mentions import vocabulary as v
from balkanroute.model.records import AgentKind


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
    return small in v.KINDS or is_office(word)


def is_office(word: str) -> bool:
    """Tell whether a word is an office or a profession: minister, vice-president."""
    small = word.lower()
    return small in v.ROLES or ("-" in small and small.rsplit("-", 1)[1] in v.ROLES)


def is_person_like(words: Sequence[str]) -> bool:
    """Tell whether capitalised words look like the name of a person."""
    return 2 <= len(words) <= 4 and not any(  # noqa: PLR2004 - first name and surname, at most four
        w in v.NO_NAMES or w in v.COUNTRIES or w.isupper() or w in v.TITLES or is_head(w)
        for w in words
    )


def strip_titles(words: Sequence[str]) -> list[str]:
    """Leave the offices and forms of address out before a name."""
    kept = list(words)
    for i in range(len(words) - 1, 0, -1):
        office = words[i - 1]
        if office in v.TITLES or (is_office(office) and (i > 1 or office != "General")):
            return kept[i:]
    return kept


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
    if not words or words[0] in v.NO_NAMES:
        return None
    if len(words) == 1 and words[0] in v.PRONOUNS:
        return _describe_pronoun(words[0])
    definite = words[0] in v.DETERMINERS or any(w.endswith(("'s", "’s")) for w in words)
    kept = list(words[1:] if words[0] in v.DETERMINERS else words)
    cut = next((i for i in range(1, len(kept)) if _cuts(kept, i)), len(kept))
    head = kept[:cut]
    if not head or head[-1] in v.DAYS or head[0].lower() in v.PREPOSITIONS:
        return None
    several = kept[cut : cut + 1] == ["and"]
    return _describe_officer(kept, cut) or (
        _describe_several(words, kept, cut)
        if several
        else _describe_one(words, kept, cut, definite=definite)
    )


def _describe_one(
    words: Sequence[str], kept: Sequence[str], cut: int, *, definite: bool
) -> Head | None:
    """Describe a phrase by its head: a body, an office, a name."""
    head = kept[:cut]
    noun = head[-1].lower()
    if noun in v.KINDS and not (noun == "who" and not head[-1].isupper()):
        return _describe_body(words, kept, noun, definite=definite)
    if is_office(noun) and not _names_somebody(head):
        return _describe_role(words, kept, cut, definite=definite)
    return _describe_name(words, kept, cut) if head[-1][0].isupper() else None


def _cuts(kept: Sequence[str], at: int) -> bool:
    """Tell whether what follows the head of a phrase begins there: of, in, officials briefed."""
    word = kept[at]
    return word in v.CUTTING or (word.endswith("ed") and word.islower() and is_head(kept[at - 1]))


def _describe_officer(kept: Sequence[str], cut: int) -> Head | None:
    """Describe a name after what says that it is one: the chief of the bank Ana Kos."""
    run = _take_name(kept)
    named = strip_titles(run)
    if len(run) == len(kept) or not is_person_like(named):
        return None
    office = kept[-len(named) - 1]
    if cut == len(kept) and (office in v.ORGANISATIONS or office in v.OUTLETS):
        return Head("organisation", _write(named), named[-1], full=True, definite=True)
    joined = kept[cut : cut + 1] == ["and"] and not is_office(kept[cut - 1])
    if joined or not (is_office(office) or (len(named) < len(run) and is_office(run[0]))):
        return None
    return Head("person", _write(named), named[-1], full=True, role=True, definite=True)


def _describe_several(words: Sequence[str], kept: Sequence[str], cut: int) -> Head | None:
    """Describe two speakers by the first, under both names."""
    first = describe([*words[: len(words) - len(kept)], *kept[:cut]])
    if first is None or first.pronoun:
        return None
    kind: AgentKind = "unnamed" if first.kind == "unnamed" else "group"
    lowered = is_common(kept[0]) and len(kept) == len(words) and kind == "unnamed"
    return Head(kind, _write(kept, lowered=lowered), first.noun, plural=True, definite=True)


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
    kind = v.KINDS[noun]
    begins = (
        len(kept) == len(words)
        and is_common(kept[0])
        and not any(word[0].isupper() for word in kept[1:])
    )
    proper = any(word[0].isupper() for word in kept[begins:])
    if noun == "police" and proper:
        kind = "government body"
    return Head(
        kind,
        _write(kept, lowered=begins),
        noun,
        full=proper and kind != "unnamed",
        plural=noun in v.GROUPS or noun in v.DOCUMENTS_OF_MANY,
        bare=len(kept) == 1,
        definite=definite or proper,
    )


def _describe_role(words: Sequence[str], kept: Sequence[str], cut: int, *, definite: bool) -> Head:
    """Describe an office, with the name if one follows what it is of."""
    named = _take_name(kept[cut:])
    before = kept[len(kept) - len(named) - 1] if named else ""
    if len(named) > 1 and before not in v.CUTTING and before not in v.DETERMINERS:
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
        words[first - 1][0].isupper() or (words[first - 1] in v.PARTICLES and first < len(words))
    ):
        first -= 1
    return list(words[first:])


def _describe_name(words: Sequence[str], kept: Sequence[str], cut: int) -> Head | None:
    """Describe a proper name."""
    head = kept[:cut]
    run = _take_name(head)
    named = strip_titles(run)
    role = len(named) < len(run) or len(run) < len(head)
    if len(named) > 2 and named[-1] in v.LETTERS:  # noqa: PLR2004 - a name and its letters
        named.pop()
    last = named[-1]
    if last in v.NO_NAMES or (
        len(run) < len(head) == len(words) and not is_head(head[-len(run) - 1])
    ):
        return None
    name = " ".join(named)
    if last in v.COUNTRIES and len(named) == 1:
        return Head("government body", name, last, full=True, definite=True)
    if last.isupper() and len(last) > 1:
        return Head("organisation", name, last, full=True, definite=True)
    alone = len(named) == 1 and last[1:].islower() and last not in v.COMPANIES
    person = (alone or is_person_like(named)) and words[0] not in ("The", "the")
    if person or role:
        return Head("person", name, last, full=True, role=role, definite=True)
    if kept[cut : cut + 1] in (["of"], ["for"]):
        name = _write(kept)
    return Head("organisation", name, last, full=True, definite=True)


def _write(words: Sequence[str], *, lowered: bool = False) -> str:
    """Write a phrase, its first letter small where only the sentence made it great."""
    text = ""
    for word in words:
        text += word if not text or word in ",.;’'" else f" {word}"
    return text[0].lower() + text[1:] if lowered else text


def is_common(word: str) -> bool:
    """Tell whether a word is known as a common one, whatever its first letter."""
    small = word.lower()
    return small in v.COMMON or (is_head(word) and not word[1:].isupper() and small not in v.PROPER)
