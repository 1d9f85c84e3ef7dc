# ruff: noqa: SIM905 - words stand in rows
"""
What an amount counts: the money, the measure or the things that are named beside it.

The nouns are told by tables and by how they end, not by grammar: the first plural after a number
is what is counted. Where none stands there, there is no unit, and nothing is made up.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from balkanroute.mentions.numerals import GAP


class Counted(NamedTuple):
    """What is counted, and where the words for it end."""

    end: int
    what: str
    unit: str


_SIGNS: Final = {"\u20ac": "EUR", "$": "USD", "US$": "USD", "\u00a3": "GBP"}
#: Codes of ISO 4217 for the money of the region and of its news.
_CODES: Final = (
    "EUR USD GBP CHF RSD HUF BAM MKD ALL BGN RON HRK TRY PLN CZK UAH RUB SEK NOK DKK"
).split()
_MONEY: Final = {
    "euro": "EUR", "dollar": "USD", "pound": "GBP", "franc": "CHF", "dinar": "RSD",
    "forint": "HUF", "denar": "MKD", "lev": "BGN", "leva": "BGN", "leu": "RON", "lei": "RON",
    "kuna": "HRK", "lira": "TRY", "zloty": "PLN", "hryvnia": "UAH", "rouble": "RUB", "ruble": "RUB",
}  # fmt: skip
_MEASURES: Final = {
    "km": "km", "kilometre": "km", "kilometer": "km", "mile": "mile", "metre": "m", "meter": "m",
    "centimetre": "cm", "centimeter": "cm", "cm": "cm", "foot": "ft", "feet": "ft", "kg": "kg",
    "kilogram": "kg", "kilogramme": "kg", "kilo": "kg", "gram": "g", "tonne": "t", "ton": "t",
    "litre": "l", "liter": "l", "hectare": "ha", "acre": "acre", "second": "second",
    "minute": "minute", "hour": "hour", "day": "day", "week": "week", "month": "month",
    "year": "year", "decade": "decade",
}  # fmt: skip
_DIMENSIONS: Final = {
    **dict.fromkeys(("km", "mile", "m", "cm", "ft"), "distance"),
    **dict.fromkeys(("kg", "g", "t"), "weight"), "l": "volume",
    **dict.fromkeys(("km2", "m2", "mile2", "ha", "acre"), "area"),
    **dict.fromkeys("second minute hour day week month year decade".split(), "duration"),
}  # fmt: skip
TIMES: Final = frozenset(unit for unit, kind in _DIMENSIONS.items() if kind == "duration")

_IRREGULAR: Final = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "police": "police",
    "personnel": "person", "troops": "soldier", "staff": "person", "aircraft": "aircraft",
    "dead": "person", "wounded": "person", "injured": "person", "killed": "person",
    "missing": "person", "lives": "life", "knives": "knife", "thieves": "thief", "buses": "bus",
    "crises": "crisis", "media": "medium", "gendarmes": "gendarme",
}  # fmt: skip
_SINGULAR: Final = frozenset(
    "person man woman child boy girl migrant refugee soldier officer policeman smuggler group gang "
    "suspect body".split()
)
_NO_PLURAL: Final = frozenset(
    "always perhaps across towards besides sometimes afterwards was has is does this his its us as "
    "plus versus says thus times ways apparatus others ones percents overseas abroad less news "
    "politics sports goes series".split()
)
#: A phrase does not go on past one of these.
_STOP: Final = _NO_PLURAL | frozenset(
    "a an the and or but nor of in on at to from by for with without into onto over under between "
    "among through during since until till after before against about as than then so if that "
    "which who whom whose when where while because although though he she it they we i you him her "
    "them my your our their these those are were be been being had have did do will would could "
    "can should may might must not no yes also only even per each every last next ago today "
    "yesterday tomorrow said say told such per out up down off away near along within amid via "
    "once however both either neither there here what how why according later earlier now still "
    "already just minutes hours days weeks months years".split()
)
_WORD: Final = re.compile(rf"{GAP}((?!\d)\w[\w\u2019'-]*)")
_AND_NAME: Final = re.compile(rf"{GAP}(?:and|or){GAP}[A-Z]")
#: How many words the noun may come after.
_FARTHEST: Final = 5
#: Of a plural: vans.
_SHORTEST: Final = 4
_DEMONYM: Final = re.compile(r"[A-Z]\w{3,}is\Z")
_FRONT: Final = re.compile(
    rf"(?:{GAP}of)?(?:{GAP}(?:the|these|those|its|their|his|her|our))?(?=\s)"
)
_OF: Final = re.compile(rf"{GAP}of(?=\s)")
_TO: Final = re.compile(rf"{GAP}to{GAP}\w+(?:{GAP}(?:the|an?))?(?=\s)")
_ENDS: Final = re.compile(r"(?:ss|us|is|'s|\u2019s)\Z")
_PERCENT: Final = re.compile(
    rf"{GAP}?(?:%|(?:percent|per{GAP}cent|pct)\b"
    rf"|percentage(?={GAP}points?))(?P<points>{GAP}points?\b)?"
)
_MONEY_AFTER: Final = re.compile(
    rf"{GAP}?(?P<sign>[\u20ac$\u00a3])|{GAP}?(?P<code>{'|'.join(_CODES)})\b|(?:-|{GAP})"
    rf"(?:(?:US|U\.S\.|Serbian|Swiss|British|Turkish|Hungarian|Bulgarian|Romanian){GAP})?"
    rf"(?P<word>{'|'.join(_MONEY)})s?\b",
    re.IGNORECASE,
)
_MONEY_BEFORE: Final = re.compile(
    rf"(?:(?P<sign>US\$|[\u20ac$\u00a3])|\b(?P<code>{'|'.join(_CODES)}))\s?\Z"
)
_MEASURE: Final = re.compile(
    rf"(?P<hyphen>-)?{GAP}?(?P<square>(?:square|sq){GAP})?"
    rf"(?P<unit>{'|'.join(sorted(_MEASURES, key=len, reverse=True))}|m)s?(?![\w])"
    rf"(?P<old>[-\s](?:old|olds|aged)\b)?(?P<shape>[-\s](?:long|high|wide|deep|tall|thick)\b)?"
)
_LATER: Final = re.compile(rf"{GAP}(?:later|ago|after|before|earlier|into)\b")
_PRICE: Final = re.compile(
    r"\b((?:cost|price|fee|fine|bribe|budget|value|sum|tariff|wage|salary|reward|ransom|profit"
    r"|revenue|loan|grant|debt|fund)s?\b"
    r"(?: (?:of|for) (?:[^\W\d][\w-]* ){0,2}?[^\W\d][\w-]*?(?= (?:is|are|was|were|has|have|had|went"
    r"|rises|rose|fell|reached|reaches|at|of|to|from|can|may|will)\b|[,.;:]|\s*\Z))?)(?=[^.;:]*\Z)"
)


def money_before(before: str) -> tuple[int, str] | None:
    """Read the sign or the code of money at the end of a stretch: how long it is, and the code."""
    match = _MONEY_BEFORE.search(before)
    if match is None:
        return None
    return len(match[0]), match["code"] or _SIGNS[match["sign"]]


def read_money(text: str, end: int) -> tuple[int, str] | None:
    """Read money named after a number: where its words end, and its code."""
    match = _MONEY_AFTER.match(text, end)
    if match is None:
        return None
    if match["sign"]:
        return match.end(), _SIGNS[match["sign"]]
    return match.end(), match["code"].upper() if match["code"] else _MONEY[match["word"].lower()]


def name_money(before: str, text: str, end: int) -> str:
    """Say what the money is: the price that is named before it, or what it is for."""
    found = list(_PRICE.finditer(before))
    if found:
        return " ".join(found[-1][1].split())
    after = re.compile(rf"{GAP}(?:in|of|worth{GAP}of)(?=\s)").match(text, end)
    words = _words(text, after.end(), 3)[0] if after else []
    return " ".join(words) or "amount of money"


def read_percent(text: str, end: int) -> Counted | None:
    """Read a share in percent, and what it is a share of."""
    match = _PERCENT.match(text, end)
    if match is None:
        return None
    of = _OF.match(text, match.end())
    words = phrase_after(text, of.end()) if of else []
    what = " ".join(words) or "share"
    return Counted(match.end(), what, "percentage point" if match["points"] else "percent")


def read_measure(text: str, end: int) -> Counted | None:
    """Read a length, weight, area or duration; an age gives a `Counted` without a unit."""
    match = _MEASURE.match(text, end)
    if match is None:
        return None
    unit = _MEASURES.get(match["unit"], "m")
    if match["old"]:
        return Counted(match.end(), "", "")
    unit = f"{unit}2" if match["square"] else unit
    kind = _DIMENSIONS.get(unit, "size")
    if kind == "duration" and _LATER.match(text, match.end()):
        return Counted(match.end(), "", "")
    of = None if match["hyphen"] else _OF.match(text, match.end())
    start = of.end() if of else match.end()
    words = phrase_after(text, start) if of or match["hyphen"] or match["shape"] else []
    return Counted(match.end(), " ".join(words) or kind, unit)


def name_metres(text: str, end: int) -> Counted:
    """Say what the metres of ``5m`` are: a 5m fence."""
    return Counted(end, " ".join(phrase_after(text, end)) or "distance", "m")


def read_things(text: str, end: int, *, one: bool) -> Counted | None:
    """Read the noun after the number that ends there; one takes a singular."""
    front = _FRONT.match(text, end)
    start = front.end() if front else end
    if one and start > end:
        return None
    words: list[str] = []
    while len(words) < _FARTHEST:
        match = _WORD.match(text, start)
        if match is None:
            return None
        word = match[1].rstrip("-'\u2019")
        start = match.end() - len(match[1]) + len(word)
        if words and words[-1][0].isupper() and _AND_NAME.match(text, match.start()):
            words.append(word)
        elif word.lower() in _STOP or word[-2:] in {"'s", "\u2019s"}:
            return None
        elif (word.lower() in _SINGULAR) if one else is_plural(word):
            return _counted(text, start, [*words, word])
        else:
            words.append(word)
    return None


def _counted(text: str, end: int, words: list[str]) -> Counted:
    """Take the head of a phrase, and say what is counted with what belongs to it."""
    follower = _WORD.match(text, end)
    if follower and words[-1][0].isupper() and follower[1].islower() and is_plural(follower[1]):
        words, end = [*words, follower[1]], follower.end()
    head = words[-1]
    link = _OF.match(text, end) or (_TO.match(text, end) if head in {"attempts", "bids"} else None)
    more = phrase_after(text, link.end()) if link else []
    joined = [*words, *link[0].split(), *more] if link and more else words
    return Counted(end, " ".join(joined), singular(head))


def phrase_after(text: str, start: int) -> list[str]:
    """Give up to four words of the phrase that starts there, an article left out of the count."""
    article = re.compile(rf"{GAP}(?:the|an?|its|their|his|her|all)(?=\s)").match(text, start)
    return _words(text, article.end() if article else start, 4)[0]


def _words(text: str, start: int, limit: int) -> tuple[list[str], int]:
    """Give the words up to the first that ends the phrase, the plural at the latest."""
    words: list[str] = []
    while len(words) < limit:
        match = _WORD.match(text, start)
        if match is None or match[1].lower() in _STOP:
            break
        words.append(match[1])
        start = match.end()
        if is_plural(match[1]):
            break
    return words, start


def is_named_or_plural(what: str) -> bool:
    """Tell 2m people and 2m Syrian refugees from a 2m fence by the first word."""
    word = what.split(maxsplit=1)[0]
    return word[0].isupper() or is_plural(word)


def is_plural(word: str) -> bool:
    """Tell whether a word looks like a plural noun."""
    low = word.lower()
    last = low.rsplit("-", 1)[-1]
    if last in _IRREGULAR or last.endswith(("men", "women")) or _DEMONYM.match(word):
        return True
    if len(last) < _SHORTEST or low in _NO_PLURAL:
        return False
    return last.endswith("s") and not _ENDS.search(last)


def singular(word: str) -> str:
    """Give the singular of a plural noun: attempt, body, person, people-smuggler."""
    first, dash, last = word.rpartition("-")
    low = last.lower()
    if low in _IRREGULAR:
        return f"{first}{dash}{_IRREGULAR[low]}"
    if low.endswith("men"):
        return f"{word[:-3]}man"
    if low.endswith("ies") and len(low) > 4:  # noqa: PLR2004 - dies, ties
        return f"{word[:-3]}y"
    if low.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word.removesuffix("s")
