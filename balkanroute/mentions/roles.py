"""What a place is to a sentence, by the words before its name."""

from __future__ import annotations

import re
from typing import Final

from balkanroute.model.records import PlaceKind, Role

_LOOK_BACK: Final = 80
#: The words that say it, and what they say. The longest that fits is taken.
_SAYING: Final[dict[Role, str]] = {
    "near": (
        r"near|around|outside|off|beside|close\sto|next\sto|not\sfar\sfrom|in\sthe\svicinity\sof|"
        r"(?:km|kilomet(?:re|er)s?|miles?)\s(?:away\s)?from|(?:north|south|east|west)(?:-?\w+)?\sof"
    ),
    "from": r"from|out\sof|left|leav(?:e|es|ing)|fled|flee(?:s|ing)?",
    "to": (
        r"to|into|toward|towards|onto|reach(?:ed|es|ing)?|enter(?:ed|s|ing)?|bound\sfor|en\sroute\sto"
    ),
    "via": r"via|through|transit(?:ed|s|ing)?|cross(?:ed|es|ing)?",
    "within": r"within|inside|across|throughout|all\sover",
    "at": r"at|in|on",
}
#: What may stand between such a word and the name.
_BETWEEN: Final = (
    r"(?:(?:the|a|an|its|their|his|her|this|that|neighbou?ring|nearby|both|mainly|mostly|"
    r"(?:north|south|east|west)[\w-]*|central|(?:\w+\s)?(?:city|town|village|port|region|province|"
    r"district|municipality|capital|border|country|territory|area)(?:\sof)?),?\s+){0,4}"
)
_PATTERNS: Final = tuple(
    (role, re.compile(rf"\b(?:{words})\s+{_BETWEEN}\Z", re.IGNORECASE))
    for role, words in _SAYING.items()
)
_ALONG: Final = re.compile(rf"\balong\s+{_BETWEEN}\Z", re.IGNORECASE)
_JOINED: Final = re.compile(r"\s*(?:,|,?\s*(?:and|or|&))\s+(?:the\s+)?\Z")
_AREAS: Final = frozenset({"country", "region", "area"})


def role_of(text: str, start: int, floor: int, kind: PlaceKind) -> Role:
    """
    Tell what a place is to the sentence that names it.

    Parameters
    ----------
    text
        The text.
    start
        Where the name begins.
    floor
        Where the sentence begins.
    kind
        What the place is: *in* a town is ``at``, *in* a country or a region is ``within``, since
        where inside it is not said.

    Returns
    -------
    str
        The role that the preposition or the verb of motion before it says; ``about`` where there
        is none.
    """
    before = text[max(floor, start - _LOOK_BACK) : start]
    for role, pattern in _PATTERNS:
        if pattern.search(before):
            return fit(role, kind)
    if _ALONG.search(before):
        # Along a line that parts two countries is beside it; along a route is by way of it.
        return "near" if kind == "border" else "via"
    return "about"


def continues(text: str, end: int, start: int) -> bool:
    """
    Tell whether a name goes on with the list that the name before it is in.

    Parameters
    ----------
    text
        The text.
    end
        Where the name before ends.
    start
        Where the name begins.
    """
    return start >= end and _JOINED.fullmatch(text, end, start) is not None


def fit(role: Role, kind: PlaceKind) -> Role:
    """
    Fit a role to what a place is.

    Parameters
    ----------
    role
        What the words before the name say.
    kind
        What the place is.

    Returns
    -------
    str
        ``within`` for what is ``at`` a country, a region or an area; else the role.
    """
    return "within" if role == "at" and kind in _AREAS else role
