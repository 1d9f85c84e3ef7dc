"""
What the reporting says, about where, and who says it: one class a record.

Every record is a frozen, slotted, keyword-only dataclass whose own sense is checked when it
is made; whether its references exist is checked once, by `balkanroute.model.atlas.Atlas`.
``None`` and empty tuples mean "not said"; nothing stands in for a missing value. ``extra``
holds fields of the author's own and is carried through every round trip.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord, did_you_mean
from balkanroute.periods import Period

Stance = Literal["asserts", "reports", "alleges", "estimates", "warns", "predicts", "denies"]
Role = Literal["about", "at", "from", "to", "via", "within", "near"]
RelationKind = Literal["repeats", "supports", "contradicts", "narrows", "supersedes", "retracts"]
Sensitivity = Literal["clear", "green", "amber", "amber+strict", "red"]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal[1, 2, 3, 4, 5, 6]
Likelihood = Literal[
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
]
SourceKind = Literal[
    "government document",
    "official statement",
    "news",
    "broadcast",
    "report",
    "dataset",
    "social media",
    "interview",
    "court record",
    "book",
    "other",
]
AgentKind = Literal["person", "government body", "organisation", "outlet", "group", "unnamed"]
PlaceKind = Literal[
    "country", "region", "settlement", "border", "crossing", "airport", "corridor point", "area"
]
PlaceBasis = Literal["gazetteer", "boundary data", "curated", "derived"]
Mode = Literal["air", "road", "rail", "foot", "sea", "unknown"]
LegBasis = Literal["reported", "inferred", "routed"]

#: What ``extra["status"]`` is for a claim that waits for its author.
DRAFT: Final = "draft"
_ID: Final = re.compile(r"[^\s/\\]+")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_ROUND_THE_EARTH_M: Final = 40_100_000
_FLAT: Final = 2


def _check_id(record: str, value: object) -> None:
    """Refuse an id that could not be written in a file or an address."""
    if not (isinstance(value, str) and _ID.fullmatch(value)):
        raise InvalidRecord(
            f"{record} {value!r}: an id is one word without spaces or slashes; "
            f"write it like 'magyar-nemzet'"
        )


def _check_text(record: str, name: str, value: object) -> None:
    """Refuse an empty text where one is needed."""
    if not (isinstance(value, str) and value.strip()):
        raise InvalidRecord(f"{record}: {name} is empty; say it in a few words")


def _check_choice(record: str, name: str, value: object, choices: object) -> None:
    """Refuse a word that is not on the list."""
    known = get_args(choices)
    if value not in known or isinstance(value, bool | float):
        hint = did_you_mean(str(value), map(str, known))
        raise InvalidRecord(
            f"{record}: {name} {value!r} is not one of {', '.join(map(str, known))}{hint}"
        )


def _check_optional(record: str, name: str, value: object, choices: object) -> None:
    """Refuse a word that is not on the list, where one is given."""
    if value is not None:
        _check_choice(record, name, value, choices)


def _check_period(record: str, name: str, value: object) -> None:
    """Refuse a date that was not read."""
    if value is not None and not isinstance(value, Period):
        raise InvalidRecord(
            f"{record}: {name} is a Period, found {value!r}; write Period('2023-10-25')"
        )


def _keep_tuples(record: str, kept: object, *names: str) -> None:
    """Make tuples of lists, and refuse a text, which would be taken for its letters."""
    for name in names:
        value = getattr(kept, name)
        if isinstance(value, tuple):
            continue
        if not isinstance(value, list):
            raise InvalidRecord(
                f"{record}: {name} is a tuple, found {value!r}; write one in brackets, ({value!r},)"
            )
        object.__setattr__(kept, name, tuple(value))


def _is_number(value: object) -> bool:
    """Tell whether a value is a finite number; a truth value is none."""
    return type(value) is not bool and isinstance(value, int | float) and abs(value) < math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """
    A document or statement that can be cited.

    Parameters
    ----------
    id
        One word, unique among sources.
    title
        As it is published, or a description where it has none.
    kind
        What sort of document it is.
    publisher
        Who put it out, in words.
    url, archived_url
        Where it is, and where a copy is kept. Kept as given; only http, https and mailto
        become links on a page.
    published, retrieved
        When it came out, and when the recorder read it.
    language
        BCP 47 tag of its text.
    licence
        Terms under which its text may be used, if known.
    derived_from
        Ids of the sources that it repeats; its origins are the roots of that chain.
    reliability
        Admiralty reliability, A to F, only where somebody rated it.
    note
        What a reader must know, such as how a date was inferred.
    sensitivity
        A TLP name; None is ``clear``.
    extra
        The author's own fields.
    """

    id: str
    title: str
    kind: SourceKind = "other"
    publisher: str | None = None
    url: str | None = None
    archived_url: str | None = None
    published: Period | None = None
    retrieved: Period | None = None
    language: str | None = None
    licence: str | None = None
    derived_from: tuple[str, ...] = ()
    reliability: Reliability | None = None
    note: str | None = None
    sensitivity: Sensitivity | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what cannot be cited."""
        _check_id("source", self.id)
        _check_text(f"source {self.id!r}", "title", self.title)
        _keep_tuples(f"source {self.id!r}", self, "derived_from")
        _check_period(f"source {self.id!r}", "published", self.published)
        _check_period(f"source {self.id!r}", "retrieved", self.retrieved)
        _check_choice(f"source {self.id!r}", "kind", self.kind, SourceKind)
        _check_optional(f"source {self.id!r}", "reliability", self.reliability, Reliability)
        _check_optional(f"source {self.id!r}", "sensitivity", self.sensitivity, Sensitivity)

    def __hash__(self) -> int:
        return hash((Source, self.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """
    A person, body or outlet that speaks.

    Parameters
    ----------
    id
        One word, unique among agents.
    name
        As it is usually written.
    kind
        What it is; ``unnamed`` for critics, officials and sources that a report does not name.
    role
        In words: office, profession.
    member_of
        Id of the agent it belongs to.
    note, sensitivity, extra
        As for `Source`.
    """

    id: str
    name: str
    kind: AgentKind = "organisation"
    role: str | None = None
    member_of: str | None = None
    note: str | None = None
    sensitivity: Sensitivity | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a speaker without a name."""
        _check_id("agent", self.id)
        _check_text(f"agent {self.id!r}", "name", self.name)
        _check_choice(f"agent {self.id!r}", "kind", self.kind, AgentKind)
        _check_optional(f"agent {self.id!r}", "sensitivity", self.sensitivity, Sensitivity)

    def __hash__(self) -> int:
        return hash((Agent, self.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """
    A name of a place in a language and a script.

    Parameters
    ----------
    text
        The name.
    language
        BCP 47 language, None where unknown.
    script
        ISO 15924 script such as ``Cyrl``, None where unknown.
    """

    text: str
    language: str | None = None
    script: str | None = None

    def __post_init__(self) -> None:
        """Refuse an empty name."""
        _check_text("name", "text", self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """
    A named somewhere, modelled as what it is.

    Parameters
    ----------
    id
        One word, unique among places.
    name
        The name shown first.
    names
        All names known, by language and script.
    kind
        What it is.
    geometry
        Point, line or area in EPSG:4326, longitude first, two dimensions; None where
        nobody knows.
    precision_m
        How far the truth may be from what is drawn, in metres; None where nobody said.
    basis
        What the geometry rests on.
    provenance
        Where the geometry comes from: ``geodata:<layer>`` for bundled data, else a citation.
    ids
        Ids elsewhere, by scheme: ``{"geonames": "3055835"}``.
    within
        The place that contains it: an id of the atlas or a key of the gazetteer.
    definition
        For a derived area: how it was derived, in a sentence.
    gazetteer
        The key by which it was taken from the gazetteer.
    note, sensitivity, extra
        As for `Source`.
    """

    id: str
    name: str
    names: tuple[Name, ...] = ()
    kind: PlaceKind = "area"
    geometry: BaseGeometry | None = None
    precision_m: float | None = None
    basis: PlaceBasis | None = None
    provenance: str | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    within: str | None = None
    definition: str | None = None
    gazetteer: str | None = None
    note: str | None = None
    sensitivity: Sensitivity | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what cannot be on the earth."""
        record = f"place {self.id!r}"
        _check_id("place", self.id)
        _check_text(record, "name", self.name)
        _check_choice(record, "kind", self.kind, PlaceKind)
        _check_optional(record, "basis", self.basis, PlaceBasis)
        _check_optional(record, "sensitivity", self.sensitivity, Sensitivity)
        _check_metres(record, "precision_m", self.precision_m)
        _keep_tuples(record, self, "names")
        if self.geometry is not None:
            _check_geometry(record, self.geometry)

    def __hash__(self) -> int:
        return hash((Place, self.id))


def _check_metres(record: str, name: str, value: float | None) -> None:
    """Refuse a negative or endless length."""
    if value is not None and not (_is_number(value) and 0 <= value <= _ROUND_THE_EARTH_M):
        raise InvalidRecord(
            f"{record}: {name} is a length in metres, from 0 to once round the earth, "
            f"found {str(value)[:40]}"
        )


def _check_geometry(record: str, geometry: BaseGeometry) -> None:
    """Refuse a geometry that is empty, flat-earth, three-dimensional or crosses itself."""
    if not isinstance(geometry, BaseGeometry):
        raise InvalidRecord(
            f"{record}: its geometry is a {type(geometry).__name__}; use shapely.geometry.shape"
        )
    if geometry.is_empty:
        raise InvalidRecord(f"{record}: its geometry is empty; leave it out where nobody knows")
    if shapely.get_coordinate_dimension(geometry) != _FLAT:
        raise InvalidRecord(f"{record}: its geometry has heights or measures; use shapely.force_2d")
    # The corners of every coordinate, since bounds alone pass over NaN.
    coordinates = shapely.get_coordinates(geometry)
    for longitude, latitude in coordinates[~(abs(coordinates) <= (180.0, 90.0)).all(axis=1)][:1]:
        raise InvalidRecord(
            f"{record}: [{longitude}, {latitude}] is not [longitude, latitude] in degrees "
            f"(-180 to 180, -90 to 90); are the two swapped, or is it another CRS?"
        )
    if not geometry.is_valid:
        raise InvalidRecord(
            f"{record}: its geometry is not valid ({shapely.is_valid_reason(geometry)}); "
            f"use shapely.make_valid"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """
    One stretch of a route, between two places.

    Parameters
    ----------
    origin, destination
        Ids of places (``from`` and ``to`` in files).
    mode
        How one travels; ``unknown`` where nobody said.
    basis
        Whether the stretch was reported, was inferred, or was routed by us.
    over
        Id of the border that is crossed, where that line is all that is known of the way: the
        leg is then drawn as that line and no track is invented.
    corridor_m
        Full width in metres within which the way lies, None where nobody said.
    claims
        Ids of the claims that speak of this leg.
    about
        When it is said to be used.
    geometry
        The line, if it is known or has been drawn; EPSG:4326.
    note
        What was assumed, for instance which airport stands for a city.
    """

    origin: str
    destination: str
    mode: Mode = "unknown"
    basis: LegBasis = "reported"
    over: str | None = None
    corridor_m: float | None = None
    claims: tuple[str, ...] = ()
    about: Period | None = None
    geometry: BaseGeometry | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse a leg that goes nowhere."""
        record = f"leg {self.origin!r} to {self.destination!r}"
        if self.origin == self.destination:
            raise InvalidRecord(f"{record}: a leg joins two places, found one")
        _check_choice(record, "mode", self.mode, Mode)
        _check_choice(record, "basis", self.basis, LegBasis)
        _check_metres(record, "corridor_m", self.corridor_m)
        _check_period(record, "about", self.about)
        _keep_tuples(record, self, "claims")
        if self.geometry is not None:
            _check_geometry(record, self.geometry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """
    An ordered journey of legs.

    Parameters
    ----------
    id
        One word, unique among routes.
    name
        As it is called.
    legs
        In the order of travel; legs that share an end and do not follow each other are
        alternatives.
    note, sensitivity, extra
        As for `Source`.
    """

    id: str
    name: str
    legs: tuple[Leg, ...]
    note: str | None = None
    sensitivity: Sensitivity | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a route that goes nowhere."""
        _check_id("route", self.id)
        _check_text(f"route {self.id!r}", "name", self.name)
        _check_optional(f"route {self.id!r}", "sensitivity", self.sensitivity, Sensitivity)
        _keep_tuples(f"route {self.id!r}", self, "legs")
        if not self.legs:
            raise InvalidRecord(f"route {self.id!r}: a route has one leg or more, found none")

    def __hash__(self) -> int:
        return hash((Route, self.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRole:
    """
    A place that a claim speaks of, and how.

    Parameters
    ----------
    place
        Id of the place.
    role
        What the place is to the claim; ``about`` where nothing narrower was said.
    """

    place: str
    role: Role = "about"

    def __post_init__(self) -> None:
        """Refuse an unknown role."""
        _check_choice(f"place {self.place!r} of a claim", "role", self.role, Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRole:
    """
    A route that a claim speaks of, and how.

    Parameters
    ----------
    route
        Id of the route.
    role
        What the route is to the claim.
    """

    route: str
    role: Role = "about"

    def __post_init__(self) -> None:
        """Refuse an unknown role."""
        _check_choice(f"route {self.route!r} of a claim", "role", self.role, Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """
    A figure as it was given.

    Parameters
    ----------
    what
        What is counted or measured, in words.
    low, high, best
        The bounds and the figure itself, whichever were given; None where not.
    unit
        The unit, in the singular: ``attempt``, ``detection``, ``person``, ``EUR``.
    per
        What it is counted by: ``day``, ``person``; None for a total.
    note
        What a reader must know of it.
    """

    what: str
    unit: str
    low: int | float | None = None
    high: int | float | None = None
    best: int | float | None = None
    per: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse a figure without a number, or bounds that cross."""
        record = f"quantity {self.what!r}"
        _check_text("quantity", "what", self.what)
        _check_text(record, "unit", self.unit)
        given = [n for n in (self.low, self.best, self.high) if n is not None]
        if not given:
            raise InvalidRecord(f"{record}: give low, high or best; all three are missing")
        if not all(_is_number(number) for number in given):
            raise InvalidRecord(f"{record}: a figure is a finite number, found {given}")
        if given != sorted(given):
            raise InvalidRecord(f"{record}: low, best, high must not fall, found {given}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """
    How a claim stands to another claim.

    Parameters
    ----------
    kind
        What this claim does to the other.
    claim
        Id of the other claim.
    by
        Id of the agent who says so; None where it is the recorder.
    note
        In what respect.
    """

    kind: RelationKind
    claim: str
    by: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse an unknown kind."""
        _check_choice(f"relation to claim {self.claim!r}", "kind", self.kind, RelationKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """
    Where in its source a claim stands, without carrying the source's words.

    Parameters
    ----------
    paragraph
        Number of the paragraph, from 1; a paragraph is a line with text in it.
    page
        Number of the page, from 1, in a paged source.
    start, end
        Character range of the passage in the whole text, end excluded.
    sha256
        SHA-256 of the exact passage in UTF-8, in lower-case hexadecimal. Without a character
        range the passage is the whole paragraph, without the white space around it.
    """

    paragraph: int | None = None
    page: int | None = None
    start: int | None = None
    end: int | None = None
    sha256: str | None = None

    def __post_init__(self) -> None:
        """Refuse a position that no text has."""
        for name, lowest in (("paragraph", 1), ("page", 1), ("start", 0), ("end", 1)):
            value = getattr(self, name)
            if value is not None and not (type(value) is int and value >= lowest):
                raise InvalidRecord(f"selector: {name} counts from {lowest}, found {value!r}")
        if (self.start is None) != (self.end is None):
            raise InvalidRecord("selector: start and end go together; one is missing")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise InvalidRecord(f"selector: start {self.start} is not before end {self.end}")
        if self.sha256 is not None and not _SHA256.fullmatch(self.sha256):
            raise InvalidRecord(
                f"selector: sha256 is 64 lower-case hexadecimal digits, found {self.sha256!r}"
            )

    @classmethod
    def of(cls, text: str, passage: str) -> Selector:
        """
        Make the selector of a passage.

        Parameters
        ----------
        text
            The source's whole text.
        passage
            The passage, exactly as it stands in the text.

        Returns
        -------
        Selector
            With paragraph, character range and hash, but not the words.

        Raises
        ------
        InvalidRecord
            When the text does not hold the passage.
        """
        start = text.find(passage)
        if start < 0 or not passage:
            raise InvalidRecord(f"selector: the text does not hold the passage {passage[:40]!r}")
        # The passage may begin with the line break before its first word.
        first_word = start + len(passage) - len(passage.lstrip())
        paragraph = len(_paragraphs(text[: first_word + 1]))
        return cls(
            paragraph=max(paragraph, 1),
            start=start,
            end=start + len(passage),
            sha256=_sha256(passage),
        )

    def check(self, text: str) -> Literal["found", "moved", "gone"]:
        """
        Look for the passage in the source's text.

        Parameters
        ----------
        text
            The source's whole text, as the checker has it.

        Returns
        -------
        str
            ``found`` where the selector points, ``moved`` where the same passage stands
            elsewhere, ``gone`` where it stands nowhere.

        Raises
        ------
        InvalidRecord
            When the selector has no hash, so that there is nothing to compare with.
        """
        if self.sha256 is None:
            raise InvalidRecord("selector: it has no sha256, so the passage cannot be checked")
        if any(_sha256(passage) == self.sha256 for passage in self._pointed_at(text)):
            return "found"
        if any(_sha256(passage) == self.sha256 for passage in self._elsewhere(text)):
            return "moved"
        return "gone"

    def _pointed_at(self, text: str) -> list[str]:
        """Give the passage at the character range, or else the numbered paragraph."""
        if self.start is not None:
            return [text[self.start : self.end]]
        number = (self.paragraph or 0) - 1
        return _paragraphs(text)[number : number + 1] if number >= 0 else []

    def _elsewhere(self, text: str) -> list[str]:
        """Give every passage as long as the range, or else every paragraph and the whole."""
        if self.start is not None and self.end is not None:
            length = self.end - self.start
            return [text[i : i + length] for i in range(len(text) - length + 1)]
        return [*_paragraphs(text), text]


def _paragraphs(text: str) -> list[str]:
    """Cut a text at its line breaks into paragraphs, blank ones left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _sha256(passage: str) -> str:
    """Hash a passage; a character that UTF-8 cannot hold is hashed as its code."""
    return hashlib.sha256(passage.encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """
    One assertion, in the recorder's own words.

    Parameters
    ----------
    says
        The assertion; empty only in a draft (``extra: {status: draft}``), whose words are still
        to be found by whoever reads its passage.
    speaker
        Id of the agent who says it.
    source
        Id of the source that carried it.
    recorder
        Id of the agent who wrote it into the atlas; None is the atlas' recorder.
    stance
        What the speaker does with it.
    about
        The period it is about, which is not when it was published.
    where, routes
        The places and routes it is about, each with a role.
    quantities
        The figures in it.
    topics
        Words to group by.
    relations
        How it stands to other claims.
    at
        Where in the source it stands.
    credibility
        Admiralty credibility, 1 to 6, only where somebody gave it.
    likelihood
        ICD 203 word, only where somebody gave it.
    quote
        The source's own words; optional, and nothing that ships with the project has one.
    recorded
        When it was written into the atlas.
    note, sensitivity, extra
        As for `Source`.
    id
        One word, unique among claims; left empty, it is made of a hash of what is said, by
        whom, where and when, so that the same claim read twice is the same claim.
    """

    says: str
    speaker: str
    source: str
    recorder: str | None = None
    stance: Stance = "asserts"
    about: Period | None = None
    where: tuple[PlaceRole, ...] = ()
    routes: tuple[RouteRole, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    topics: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    at: Selector | None = None
    credibility: Credibility | None = None
    likelihood: Likelihood | None = None
    quote: str | None = None
    recorded: Period | None = None
    note: str | None = None
    sensitivity: Sensitivity | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""

    def __post_init__(self) -> None:
        """Give the claim its id, and refuse one that says nothing."""
        name = f"claim {self.id or self.says!r}"
        _keep_tuples(name, self, "where", "routes", "quantities", "topics", "relations")
        if not self.id:
            object.__setattr__(self, "id", self._content_id())
        record = f"claim {self.id!r}"
        _check_id("claim", self.id)
        if self.says != "" or not self.is_draft:
            _check_text(record, "says", self.says)
        _check_period(record, "about", self.about)
        _check_period(record, "recorded", self.recorded)
        _check_choice(record, "stance", self.stance, Stance)
        _check_optional(record, "credibility", self.credibility, Credibility)
        _check_optional(record, "likelihood", self.likelihood, Likelihood)
        _check_optional(record, "sensitivity", self.sensitivity, Sensitivity)

    def __hash__(self) -> int:
        return hash((Claim, self.id))

    @property
    def is_draft(self) -> bool:
        """Whether its author marked it as a draft, under ``extra``."""
        return bool(self.extra.get("status") == DRAFT)

    def _content_id(self) -> str:
        """Hash what makes the claim this claim."""
        where = [f"{place.role}:{place.place}" for place in self.where]
        parts = (self.says, self.speaker, self.source, self.stance, self.about or "", *where)
        return f"c-{_sha256(chr(31).join(map(str, parts)))[:12]}"
