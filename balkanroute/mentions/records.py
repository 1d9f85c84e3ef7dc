"""What is found in a text: a span each, with what it is taken for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from balkanroute.model import Quantity
from balkanroute.model.records import AgentKind, Stance
from balkanroute.periods import Period

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from balkanroute.gazetteer import Candidate

MentionKind = Literal["place", "demonym", "in_organisation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """
    A stretch of a text.

    Parameters
    ----------
    start, end
        Python characters of the text, the end not included.
    surface
        What stands there: ``text[start:end]``.
    """

    start: int
    end: int
    surface: str


class Ranking(Protocol):
    """The candidates of a mention, looked up when they are first asked for."""

    def candidates(self) -> tuple[Candidate, ...]:
        """Give them, best first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Span):
    """
    A place named in a text.

    Parameters
    ----------
    kind
        ``place``; ``demonym`` (Hungarian, Afghans), which stands for a country; or
        ``in_organisation`` (the Belgrade in Belgrade University).
    confidence
        The chance, 0 to 1, that the span names a place and, where one is chosen, that it is the
        chosen one. In English it is calibrated on texts that the weights were not fitted on; in
        other languages it is set by rule.
    abstained
        Why no candidate is chosen, in a sentence; None where one is.
    """

    kind: MentionKind
    confidence: float
    abstained: str | None = None
    _ranking: Ranking = field(repr=False, compare=False)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The places that may be meant, best first, each with its score and reasons."""
        return self._ranking.candidates()

    @property
    def chosen(self) -> Candidate | None:
        """The place that is taken to be meant; None where that is left open."""
        candidates = () if self.abstained else self.candidates
        return candidates[0] if candidates else None

    @property
    def geometry(self) -> BaseGeometry | None:
        """The geometry of the chosen place in EPSG:4326, None where there is none."""
        return self.chosen.place.geometry if self.chosen else None

    @property
    def precision_m(self) -> float | None:
        """How far the truth may be from the geometry, in metres."""
        return self.chosen.place.precision_m if self.chosen else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Span):
    """
    A quantity stated in a text.

    Parameters
    ----------
    quantity
        The amount with its unit, and per what.
    hedge
        The words that soften it (``about``, ``up to``, ``at least``), None where there are none.
    """

    quantity: Quantity
    hedge: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating(Span):
    """
    A date stated in a text.

    Parameters
    ----------
    period
        When that is; uncertain or approximate where it was reckoned from the article's date.
    """

    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker(Span):
    """
    Who is said to have said something.

    Parameters
    ----------
    name
        The name to file it under: the full one, where the text gives it elsewhere.
    kind
        What the speaker is; ``unnamed`` for "intelligence sources" and the like.
    """

    name: str
    kind: AgentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying(Span):
    """
    Something that somebody is said to have said; the span is what was said.

    Parameters
    ----------
    cue
        The words that make it reported speech: ``warns``, ``according to``, ``is believed``.
    stance
        How strongly it is put by the speaker.
    speaker
        Who says it; None where the text names nobody.
    quoted
        Whether the words are the speaker's own, between quotation marks.
    """

    cue: Span
    stance: Stance
    speaker: Speaker | None
    quoted: bool
