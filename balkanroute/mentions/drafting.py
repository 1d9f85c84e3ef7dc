"""
A text to a draft atlas: its source, who speaks in it, its places, and a claim to be put in words.

What becomes a draft claim: a sentence of four words or more that is no heading, no question and
not the title again, and that names a place, found or left open; or that holds a figure, where a
place was named before it in the same paragraph or the one before. A people (``Afghans``) and a
place in the name of a body, in the words for a speaker (``the mayor of Subotica said``) or in the
dateline make no claim: they do not say where something is.

Whose claim it is: the speaker's to whom half of the sentence or more is attributed, cue and
speaker included; then only what stands inside the words attributed is taken for the claim's
places, figures and dates, so that "on Friday, in Budapest, she said" says nothing of where and
when. Where the text names nobody (``is believed to``), it is the agent `NOBODY`'s. All else is the
source's own, with the stance ``reports``. The tool asserts nothing, and leaves `says` empty.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from balkanroute.mentions.languages import SUPPORTED
from balkanroute.mentions.passages import Passage, cut
from balkanroute.mentions.reading import Reading, read_text
from balkanroute.mentions.records import Mention, Saying, Span, Speaker
from balkanroute.mentions.roles import continues, fit, role_of
from balkanroute.model import Agent, Atlas, Claim, Place, PlaceRole, Selector, Source
from balkanroute.model.records import DRAFT, Role
from balkanroute.names import slug
from balkanroute.periods import Period

if TYPE_CHECKING:
    from balkanroute.gazetteer import Candidate, Gazetteer

#: Speaks where the publisher is not said.
OUTLET: Final = Agent(id="outlet-not-given", name="Outlet not given", kind="outlet")
#: Speaks where a text says that something is said, and not by whom.
NOBODY: Final = Agent(id="nobody-named", name="Nobody named", kind="unnamed")

_NOTE: Final = (
    "Drafted from the text, sentence by sentence. Nothing here is anybody's claim until somebody "
    "has read its passage and put it in words."
)
_PLACES_ONLY: Final = "In this language only places are read, not figures, dates and speakers."
_UNTITLED: Final = "Untitled text"
_FEWEST_WORDS: Final = 4
_HEADING: Final = re.compile(r"#{1,6}\s")
_MOST_ID: Final = 60
_GUARDED: Final = frozenset({"amber", "amber+strict", "red"})


def draft(  # noqa: PLR0913 - what a text does not say of itself
    text: str,
    *,
    source: Source | None = None,
    title: str | None = None,
    publisher: str | None = None,
    published: Period | None = None,
    language: str | None = None,
    with_quotes: bool = False,
    gazetteer: Gazetteer | None = None,
) -> Atlas:
    """
    Draft an atlas of a text: what is said in it about places, by whom, yet to be put in words.

    Parameters
    ----------
    text
        The article, in English, Serbian or Hungarian.
    source
        The source it is; made of the next four if not given, and else their default.
    title, publisher, published, language
        What is known of the text. The publisher speaks where nobody else does.
    with_quotes
        Whether to copy each sentence into its claim's `quote`. Claims and source are then marked
        ``amber`` at least, since a copy of somebody's text is for private work.
    gazetteer
        Where places are looked up; the bundled one if not given.

    Returns
    -------
    Atlas
        One source with the SHA-256 of the text under ``extra``; the outlet and every speaker;
        the places that claims are about, and one claim a sentence that asserts something about
        a place, in the order of the text, with an empty `says` and ``extra: {status: draft}``.
        The same text gives the same ids. Under a claim's ``extra`` may also stand ``unplaced``
        (names that were left open), ``dates`` (where there are several, none of which is taken
        for `about`), ``place_from`` (``paragraph`` or ``paragraph before``, where an earlier
        sentence names the place) and ``also_speaking`` (whose words are a smaller part of it).

    Raises
    ------
    InvalidRecord
        When the text is empty, holds NUL or half a character, or is in a language that is not
        read.
    """
    known = source or _make_source(text, title, publisher, published)
    reading = read_text(
        text,
        publisher=publisher or known.publisher,
        published=published or known.published,
        language=language or known.language,
        gazetteer=gazetteer,
    )
    known = _complete(known, reading, publisher=publisher, published=published)
    return draft_reading(reading, known, title=title, with_quotes=with_quotes)


def draft_reading(
    reading: Reading,
    source: Source | None = None,
    *,
    title: str | None = None,
    with_quotes: bool = False,
) -> Atlas:
    """
    Draft an atlas of what was found in a text.

    Parameters
    ----------
    reading
        What was found.
    source, title, with_quotes
        As for `draft`.

    Returns
    -------
    Atlas
        As for `draft`.
    """
    known = source or _make_source(reading.text, title, None, None)
    known = _complete(known, reading, publisher=None, published=None)
    if with_quotes and known.sensitivity not in _GUARDED:
        known = replace(known, sensitivity="amber")
    desk = _Desk(reading, known, with_quotes=with_quotes)
    claims = tuple(desk.claims())
    limits = "" if SUPPORTED[reading.language or "en"] == "full" else f" {_PLACES_ONLY}"
    return Atlas(
        title=title or known.title,
        date=known.published,
        sources=(known,),
        agents=tuple(desk.agents.values()),
        places=tuple(desk.places.values()),
        claims=claims,
        note=_NOTE + limits,
        extra={"status": DRAFT},
    )


def _make_source(
    text: str, title: str | None, publisher: str | None, published: Period | None
) -> Source:
    """Make the source that a text is, named by its hash."""
    return Source(
        id=f"s-{_sha256(text)[:12]}",
        title=(title or "").strip() or _UNTITLED,
        publisher=publisher,
        published=published,
    )


def _complete(
    source: Source, reading: Reading, *, publisher: str | None, published: Period | None
) -> Source:
    """Fill in what the source does not say and the reading knows."""
    return replace(
        source,
        publisher=source.publisher or publisher,
        published=source.published or published,
        language=source.language or reading.language,
        extra={**source.extra, "sha256": _sha256(reading.text)},
    )


def _sha256(text: str) -> str:
    """Hash a text; one that UTF-8 cannot hold is refused elsewhere, with words."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


class _Near(NamedTuple):
    """The place named last, and the paragraph that it is in."""

    chosen: Candidate
    line: int


@dataclass(slots=True)
class _Desk:
    """Drafts the claims of one reading, and gathers who speaks and where."""

    reading: Reading
    source: Source
    with_quotes: bool = field(kw_only=True)
    agents: dict[str, Agent] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    _outlet: str = ""
    _text_hash: str = ""

    def claims(self) -> Iterator[Claim]:
        """Draft the claims in the order of the text."""
        self._text_hash = _sha256(self.reading.text)
        publisher = self.source.publisher
        outlet = Agent(id=_id_of(publisher), name=publisher, kind="outlet") if publisher else OUTLET
        self._outlet = self._add(outlet)
        for saying in self.reading.sayings:
            self._speaker(saying)
        near: _Near | None = None
        for sentence in cut(self.reading):
            if near is not None and sentence.line > near.line + 1:
                near = None
            claim = self._draft(sentence, near) if self._asserts(sentence) else None
            named = [mention for mention in sentence.mentions if mention.abstained is None]
            chosen = named[-1].chosen if named else None
            near = _Near(chosen, sentence.line) if chosen else near
            if claim is not None:
                yield claim

    def _asserts(self, sentence: Passage) -> bool:
        """Tell whether a sentence can be a claim at all."""
        words = sentence.span.surface
        return (
            len(words.split()) >= _FEWEST_WORDS
            and not _HEADING.match(words)
            and not words.rstrip("\"'\u201d\u2019»)").endswith("?")
            and words.strip() != self.source.title
        )

    def _draft(self, sentence: Passage, near: _Near | None) -> Claim | None:
        """Draft the claim of a sentence; None where it names no place."""
        extra: dict[str, Any] = {"status": DRAFT}
        where = self._where(sentence)
        unplaced = [mention.surface for mention in sentence.mentions if mention.abstained]
        if not where and not unplaced:
            if not sentence.figures or near is None:
                return None
            where = (PlaceRole(place=self._place(near.chosen).id),)
            same = near.line == sentence.line
            extra["place_from"] = "paragraph" if same else "paragraph before"
        periods = list(dict.fromkeys(dating.period for dating in sentence.datings))
        also = dict.fromkeys(self._speaker(saying) for saying in sentence.others)
        extra |= {
            key: value
            for key, value in (
                ("unplaced", list(dict.fromkeys(unplaced))),
                ("dates", [period.text for period in periods] if len(periods) > 1 else []),
                ("also_speaking", list(also)),
            )
            if value
        }
        saying, span = sentence.saying, sentence.span
        return Claim(
            id=self._id(span),
            says="",
            speaker=self._speaker(saying) if saying else self._outlet,
            source=self.source.id,
            stance=saying.stance if saying else "reports",
            about=periods[0] if len(periods) == 1 else None,
            where=where,
            quantities=tuple(figure.quantity for figure in sentence.figures),
            at=Selector(
                paragraph=sentence.line,
                start=span.start,
                end=span.end,
                sha256=_sha256(span.surface),
            ),
            quote=span.surface if self.with_quotes else None,
            sensitivity="amber" if self.with_quotes else None,
            extra=extra,
        )

    def _where(self, sentence: Passage) -> tuple[PlaceRole, ...]:
        """Give the places of a sentence, each once, with the first role that says more."""
        roles: dict[str, Role] = {}
        last: tuple[Mention, Role] | None = None
        for mention in sentence.mentions:
            chosen = mention.chosen
            if chosen is None:
                continue
            place = self._place(chosen)
            role = role_of(self.reading.text, mention.start, sentence.span.start, place.kind)
            if (
                role == "about"
                and last
                and continues(self.reading.text, last[0].end, mention.start)
            ):
                role = fit(last[1], place.kind)
            last = mention, role
            if roles.get(place.id, "about") == "about":
                roles[place.id] = role
        return tuple(PlaceRole(place=key, role=role) for key, role in roles.items())

    def _place(self, chosen: Candidate) -> Place:
        """Give the record of the place that was chosen."""
        if chosen.key not in self.places:
            place = chosen.place
            if any(place.id == other.id for other in self.places.values()):
                # Two Belgrades of one id.
                place = replace(place, id=f"{place.id}-{_id_of(chosen.key)}")
            self.places[chosen.key] = place
        return self.places[chosen.key]

    def _speaker(self, saying: Saying) -> str:
        """Give the id of who says something."""
        speaker: Speaker | None = saying.speaker
        if speaker is None or not speaker.name.strip():
            return self._add(NOBODY)
        return self._add(Agent(id=_id_of(speaker.name), name=speaker.name, kind=speaker.kind))

    def _add(self, agent: Agent) -> str:
        """Keep an agent; the first of an id stays."""
        return self.agents.setdefault(agent.id, agent).id

    def _id(self, span: Span) -> str:
        """Make the id of a claim: a hash of the text and of where in it the passage stands."""
        return f"c-{_sha256(f'{self._text_hash} {span.start} {span.end}')[:12]}"


def _id_of(name: str) -> str:
    """Make an id of a name; a long one or one without letters ends in a hash."""
    made = slug(name)
    if made and len(made) <= _MOST_ID:
        return made
    return f"{made[:_MOST_ID].rstrip('-') or 'a'}-{_sha256(name)[:8]}"
