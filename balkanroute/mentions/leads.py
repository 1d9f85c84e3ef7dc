# ruff: noqa: RUF001 - quotation marks and dashes of news texts are the subject
"""What stands between a cue and what was said: objects, dates, ``that``, commas."""

from __future__ import annotations

import re
from typing import Final

from balkanroute.mentions.cues import Cue
from balkanroute.mentions.phrases import Head
from balkanroute.mentions.vocabulary import EVIDENCE, INTRODUCING

_DAY: Final = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_WHEN: Final = (
    rf"(?:\ (?:on|late|early|last|this|earlier|in\ early|in\ late|in))*"
    rf"\ (?:{_DAY}(?:\ (?:morning|afternoon|evening|night))?|at\ the\ weekend"
    r"|yesterday|today|week|month|year"
    rf"|{_MONTH}(?:\ \d+)?(?:,?\ \d{{4}})?|\d{{4}}|\d{{1,2}}\ {_MONTH})"
)
_WHERE: Final = (
    r"\ (?:in|at|during|on|via|through)"
    r"\ (?:(?:an?|the|its|his|her|their)\ )?(?:[\w’'-]+\ ){0,4}"
    r"(?:statement|interview|report|letter|speech|post|release|tweet|email|message|conference"
    r"|briefing|Twitter|Facebook|phone|telephone|meeting|hearing|court|television|radio|TV|study"
    r"|article|paper|editorial|website|summary)"
    r"(?:\ (?:to|with|on|for)\ (?:the\ )?[\w’'-]+(?:\ [A-Z][\w’'-]+)*)?"
)
_WHOM: Final = (
    r"\ (?:the\ |a\ |an\ |his\ |her\ |local\ |state\ )*"
    r"(?:[A-Z][\w.&’'-]*(?:\ (?:of\ |the\ )*[A-Z0-9][\w.&’'-]*)*"
    r"(?:\ (?:news|agency|newspaper|magazine|daily|television|radio|reporters))*"
    r"|me|us|him|her|them|it|[a-z-]*\ ?(?:reporters|journalists|lawmakers|parliament|newspaper"
    r"|court|jury|news\ agency|media|audience|meeting|conference|police|officers|people|council))"
)
_ASIDE: Final = rf"(?:{_WHEN}|{_WHERE}|\ to\ (?:reporters|journalists))"
_THAT: Final = re.compile(r"[^.,;:“”\"()—]{0,90}?,?\ (?:that|how)\b,?\s*")
_THAT_SOON: Final = re.compile(rf"(?:{_ASIDE}|,\ )*,?\ (?:that|how|why)\b,?\s*")
_BARE: Final = re.compile(rf"(?:{_ASIDE})*[,:]?\s+")
_TOLD: Final = re.compile(rf"{_WHOM}(?:{_ASIDE})*\s+")
_COLON: Final = re.compile(rf"(?:{_WHOM})?(?:{_ASIDE})*\s*:\s*")
_OBJECT: Final = re.compile(r"\s+(?:of|about|against|over)?\s*")
_QUOTED: Final = re.compile(
    rf"(?:{_WHOM})?(?:{_ASIDE}|\ (?:to|in|at|on|by|of|during)\ [^.;:“\",]{{1,60}})*"
    r"\s*(?:[,:]|,?\s*that,?|[,:]\s*[—–-])?\s*"
)
_CLOSE: Final = re.compile(
    r"(?:\s+(?:in|on|at|during|to|from|by|as|last|this|late|early|earlier|yesterday|today|while"
    r"|after|before|when|about|of|with|following|through|via|through"
    rf"|{_DAY})\b[^.,;:“\"]*)?\s*(?:[.,;!)]|$)"
)
_CLOSE_TOLD: Final = re.compile(r"\s+[^.,;:“\"]{1,120}\s*(?:[.,;!)]|$)")
_NEW_PART: Final = re.compile(r",\s+(?:[a-z]+ing|and|but|while|when|after|as|who|which)\b")
_TURN: Final = re.compile(r"(?:;|,)\s+(?:but|while|and|whereas|although|though)?\s*$")
_JOIN: Final = re.compile(
    r"(?:,?\s+(?:and|but|before|while|then)|,|(?<=[a-z])(?=\s+$))(?:\s+(?:also|later|then|further|has|had|have))*\s+$"
)
_NO_CLAUSE: Final = re.compile(
    r"(?:so|nothing|little|yes|goodbye|hello|sorry|to|of|by|with|for|as|responsibility|credit"
    r"|victory|asylum|lives|about|from|into|up|out|apart|off|it\s+all|much|more|and|or"
    r"|in|on|is|was|are|were|this\ (?:while|when|at|during|on|in|after))\b"
)
_RELATIVE: Final = re.compile(r",\s+(?:who|which)(?:\s+(?:has|have|had|also|later))*\s+$")
_CLOSERS: Final = re.compile(r"[”’“](?!\w)")
_WORD: Final = re.compile(r"\w+")
#: Nobody is reported in a clause longer than this; it also bounds the work on hostile text.
LONGEST: Final = 1500
_EDGE: Final = " \t\r\n.,;:—–-!"
_FEWEST: Final = 3
_SHORT: Final = 6


def agrees(head: Head, cue: Cue) -> bool:
    """Tell whether subject and verb agree in number, which tells nouns (reports) from verbs."""
    if cue.word == "states" and head.noun in ("member", "eu", "nation", "gulf", "baltic"):
        return False
    if cue.word.startswith("show") and head.noun not in EVIDENCE:
        return False
    if cue.form == "base":
        return head.plural
    if cue.form == "third":
        return not head.plural and (head.definite or head.pronoun)
    return cue.form == "past"


def find_clause(text: str, cue: Cue, end: int) -> int | None:
    """Give where the clause after a cue begins; None where no clause follows."""
    here = cue.end
    telling = cue.word in ("told", "tells", "tell", "warned", "warns", "warn")
    for pattern in (_THAT if telling else _THAT_SOON, _COLON):
        found = pattern.match(text, here, end)
        if found:
            return found.end()
    if cue.manner == "object":
        found = _OBJECT.match(text, here, end)
        return found.end() if found and found.end() > here else None
    if cue.manner == "that":
        return None
    found = (_TOLD if cue.word.startswith("t") else _BARE).match(text, here, end)
    if not found or _NO_CLAUSE.match(text, found.end(), end):
        if cue.word.startswith("warn") and re.match(
            r"\s+(?:of|about|against)\b", text[here : here + 12]
        ):
            return here + 1
        return None
    return found.end()


def end_relative(text: str, cue: Cue, end: int) -> int:
    """Give where the clause after a cue ends: at the comma, if the cue is in a relative one."""
    low = max(0, cue.start - 24)
    if not _RELATIVE.search(text[low : cue.start]):
        return end
    comma = text.find(",", cue.end, end)
    return comma if comma > 0 else end


def leads_to_quotation(gap: str, cue: Cue) -> bool:
    """Tell whether the words between a cue and a quotation are no part of what was said."""
    return bool(_QUOTED.fullmatch(gap)) and cue.manner != "participle"


def ends_attribution(text: str, cue: Cue, end: int) -> bool:
    """Tell whether nothing but when, where and to whom follows the cue."""
    pattern = _CLOSE_TOLD if cue.word in ("told", "tells", "tell") else _CLOSE
    found = pattern.match(text, cue.end, end)
    return bool(found) and not re.match(r",\s+that\b", text[cue.end : cue.end + 8])


def end_attribution(text: str, cue: Cue, end: int) -> int:
    """Give where the attribution ends: the mark after when, where and to whom."""
    pattern = _CLOSE_TOLD if cue.word in ("told", "tells", "tell") else _CLOSE
    found = pattern.match(text, cue.end, end)
    if not found:
        return cue.end
    return found.end() - (found.group()[-1:] in tuple(".,;!)"))


def goes_on_after(text: str, at: int) -> bool:
    """Tell whether the clause goes on after who says it: ``the road, he said, was shut``."""
    return text[at : at + 1] == "," and not _NEW_PART.match(text, at)


def closes(after: str, left: int) -> bool:
    """Tell whether the speaker named after the verb ends the clause."""
    return left <= 0 or bool(_CLOSE.match(after[:left]))


def is_after_clause(text: str, start: int, end: int) -> bool:
    """Tell whether what stands before the speaker is a clause, closed by a comma."""
    before = text[start:end].rstrip()
    if not before.endswith((",", "—", "–", ",”", "”")):
        return False
    words = _WORD.findall(before)
    return bool(words) and not (len(words) <= _SHORT and words[0].lower() in INTRODUCING)


def find_turn(text: str, start: int, end: int) -> int | None:
    """Give where one statement ends and the next speaker begins: ``, but critics say``."""
    found = _TURN.search(text[max(start, end - 16) : end])
    return None if found is None else max(start, end - 16) + found.start()


def find_join(text: str, start: int, cue: Cue) -> int | None:
    """Give where a verb joins on to an earlier subject: ``, adding``, ``and warned``."""
    low = max(start, cue.start - 24)
    found = _JOIN.search(text[low : cue.start])
    if found is None or low + found.start() <= start:
        return None
    return low + found.start() if cue.form == "participle" or found.group().strip(" ,") else None


def is_passive(text: str, cue: Cue) -> bool:
    """Tell ``was reported to be`` from ``was reported to the police``."""
    after = text[cue.end : cue.end + 24].split()
    if cue.word.endswith("estimated"):
        return True
    return after[:1] == ["that"] or (
        after[:1] == ["to"]
        and after[1:2] not in (["the"], ["police"], ["a"], ["his"], ["her"], ["him"], ["them"])
        and after[1:2] != []
        and after[1][:1].islower()
    )


def bound_clause(text: str, start: int, end: int, cue: Cue) -> tuple[int, int]:
    """Give the clause of a cue that names nobody: a relative one alone, else the sentence."""
    if text[cue.end : cue.end + 6] == " that ":
        return cue.end + 6, end
    low = max(start, cue.start - 120)
    relative = re.search(r",?\s(?:who|which|whose|where)\b[^,;]*$", text[low : cue.start])
    if relative is None:
        return start, end
    comma = text.find(",", cue.end, end)
    return low + relative.start(), comma if comma > 0 else end


def step_back(text: str, here: int) -> int:
    """Step back over white space, dashes, commas and colons, within the paragraph."""
    while here and text[here - 1] in " \t\u00a0,:—–-":
        here -= 1
    return here


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Leave marks and white space out at the ends; None for what is too short to say anything."""
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    if end - start > LONGEST:
        return None
    if start < end and text[start] in "“„‘" and not _CLOSERS.search(text, start, end):
        start += 1
    if start >= end or text.count(" ", start, end) < _FEWEST - 1:
        return None
    return start, end
