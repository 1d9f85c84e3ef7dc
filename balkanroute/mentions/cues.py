"""The words that make reported speech of a sentence, and what a speaker does with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

from balkanroute.model.records import Stance

Manner = Literal["clause", "that", "object", "participle", "according", "passive", "adverb"]


class Cue(NamedTuple):
    """
    A cue: where it stands, its stance, and what it asks for.

    ``manner`` is ``clause`` where a bare clause may follow (said the road was shut), ``that``
    where a conjunction, a colon or a quotation must, ``object`` where a noun may (denied any
    part), ``participle`` for one that leans on an earlier subject (saying); ``according``,
    ``passive`` (is believed) and ``adverb`` (reportedly) have no verb of a speaker. ``plural`` is
    set for a form that a singular subject cannot have, and that may be a noun.
    """

    start: int
    end: int
    stance: Stance
    manner: Manner
    word: str
    form: str


#: Base form, third person, past, participle; an empty one is left out as it misleads.
_VERBS: Final[dict[str, tuple[Stance, Manner]]] = {
    "say says said saying": ("asserts", "clause"),
    "tell tells told telling": ("asserts", "clause"),
    "insist insists insisted insisting": ("asserts", "clause"),
    "argue argues argued arguing": ("asserts", "clause"),
    "add adds added adding": ("asserts", "that"),
    "state states stated stating": ("asserts", "that"),
    "note notes noted noting": ("asserts", "that"),
    "explain explains explained explaining": ("asserts", "that"),
    "stress stresses stressed stressing": ("asserts", "that"),
    "emphasise emphasises emphasised emphasising": ("asserts", "that"),
    "emphasize emphasizes emphasized emphasizing": ("asserts", "that"),
    "maintain maintains maintained maintaining": ("asserts", "that"),
    "conclude concludes concluded concluding": ("asserts", "that"),
    "confirm confirms confirmed confirming": ("asserts", "object"),
    "acknowledge acknowledges acknowledged acknowledging": ("asserts", "that"),
    "admit admits admitted admitting": ("asserts", "that"),
    "declare declares declared declaring": ("asserts", "that"),
    "reply replies replied replying": ("asserts", "that"),
    "comment comments commented commenting": ("asserts", "that"),
    "remark remarks remarked remarking": ("asserts", "that"),
    "continue continues continued": ("asserts", "that"),
    "tweet tweets tweeted tweeting": ("asserts", "that"),
    "- reads read": ("reports", "that"),
    "recall recalls recalled recalling": ("asserts", "that"),
    "point_out points_out pointed_out pointing_out": ("asserts", "clause"),
    "report reports reported reporting": ("reports", "that"),
    "announce announces announced announcing": ("reports", "that"),
    "reveal reveals revealed revealing": ("reports", "that"),
    "describe describes described describing": ("reports", "that"),
    "detail details detailed detailing": ("reports", "that"),
    "highlight highlights highlighted highlighting": ("reports", "object"),
    "find finds found": ("reports", "that"),
    "show shows showed": ("reports", "clause"),
    "indicate indicates indicated": ("reports", "that"),
    "suggest suggests suggested suggesting": ("reports", "that"),
    "write writes wrote writing": ("asserts", "that"),
    "allege alleges alleged alleging": ("alleges", "that"),
    "claim claims claimed claiming": ("alleges", "clause"),
    "estimate estimates estimated estimating": ("estimates", "object"),
    "reckon reckons reckoned reckoning": ("estimates", "clause"),
    "warn warns warned warning": ("warns", "clause"),
    "caution cautions cautioned cautioning": ("warns", "that"),
    "predict predicts predicted predicting": ("predicts", "object"),
    "forecast forecasts forecasting": ("predicts", "that"),
    "deny denies denied denying": ("denies", "object"),
    "reject rejects rejected rejecting": ("denies", "that"),
    "dispute disputes disputed disputing": ("denies", "that"),
}
_PASSIVES: Final[dict[str, Stance]] = {
    "believed": "estimates",
    "thought": "estimates",
    "estimated": "estimates",
    "said": "reports",
    "reported": "reports",
    "rumoured": "reports",
    "rumored": "reports",
    "alleged": "alleges",
    "claimed": "alleges",
}
_ADVERBS: Final[dict[str, Stance]] = {
    "reportedly": "reports",
    "reputedly": "reports",
    "allegedly": "alleges",
    "purportedly": "alleges",
}
_FORMS: Final = ("base", "third", "past", "participle")
_ACTIVE: Final[dict[str, tuple[Stance, Manner, str]]] = {
    word.replace("_", " "): (stance, manner, form)
    for words, (stance, manner) in _VERBS.items()
    for form, word in zip(
        ("base", "third", "past", "participle"), [*words.split(), ""], strict=False
    )
    if word.isalpha() or "_" in word
}


def _grow(words: Iterable[str]) -> str:
    """Write words as one pattern in which each beginning is tried once."""
    branches: dict[str, list[str]] = {}
    for word in sorted(words):
        branches.setdefault(word[:1], []).append(word[1:])
    if list(branches) == [""]:
        return ""
    optional = "?" if branches.pop("", None) is not None else ""
    inner = "|".join(re.escape(first) + _grow(rests) for first, rests in branches.items())
    return f"(?:{inner}){optional}"


_CUE: Final = re.compile(
    rf"\b(?:[Aa]ccording\ to|{_grow([*_ACTIVE, *_ADVERBS, *(w.title() for w in _ADVERBS)])}"
    rf"|(?:is|are|was|were|been)\ (?:widely\ |also\ )?(?:{'|'.join(_PASSIVES)})"
    r"(?=\ (?:to|at|that)\b))\b"
)


def find_cues(text: str) -> Iterator[Cue]:
    """
    Give every word of a text that may be a cue, in order.

    Parameters
    ----------
    text
        Any text. A word is given for its form alone; whether it is a cue there (and no noun, no
        negation) is for `balkanroute.mentions.speech` to say.
    """
    for found in _CUE.finditer(text):
        start, end = found.span()
        word = found.group()
        small = word.lower()
        if small in _ACTIVE:
            stance, manner, form = _ACTIVE[small]
            yield Cue(start, end, stance, manner, word, form)
        elif small in _ADVERBS:
            yield Cue(start, end, _ADVERBS[small], "adverb", word, "")
        elif small == "according to":
            yield Cue(start, end, "asserts", "according", word, "")
        else:
            yield Cue(start, end, _PASSIVES[small.rsplit(" ", 1)[1]], "passive", word, "")
