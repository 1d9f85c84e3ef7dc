"""
Features of somebody else's map as places, and as claims where their properties say something.

Maps name their properties as they like. The names below are looked for in lower case, in the
order given, and only they are given a meaning; all other properties are kept as they are, under
``extra`` of the place. A feature becomes a place. It becomes a claim too where a property holds
a text beyond its name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_args

import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord
from balkanroute.model import PlaceRole, is_link
from balkanroute.model.records import PlaceKind
from balkanroute.periods import Period
from balkanroute.readers.gathering import Gathering, id_of

#: Names of properties that are given a meaning, by what they mean.
MEANINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name", "place_name", "place", "title", "label", "location"),
    "says": (
        "says", "description", "desc", "text", "popupcontent", "comment", "summary", "title",
    ),
    "source": ("source_title", "source", "citation", "reference"),
    "url": ("url", "source_url", "link", "href", "website"),
    "speaker": ("speaker_name", "speaker", "author", "said_by"),
    "publisher": ("publisher", "outlet", "organisation", "organization"),
    "about": ("about", "date", "event_date", "datetime", "timestamp", "when"),
    "start": ("start", "start_date", "date_start", "begin"),
    "end": ("end", "end_date", "date_end"),
    "published": ("published", "date_published", "pubdate"),
    "kind": ("kind", "place_kind"),
    "precision_m": ("precision_m", "accuracy_m", "coordinateuncertaintyinmeters"),
}  # fmt: skip
_KINDS: Final = frozenset(get_args(PlaceKind))
_FLAT: Final = 2
#: Of a name, what an id is made of.
_LONGEST_NAME: Final = 200
#: A day with a time of day that says more than EDTF does, such as fractions of a second.
_STAMP: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """
    A feature of a map.

    Parameters
    ----------
    number
        From 1.
    properties
        As the file holds them.
    geometry
        None where it has none.
    key
        Its own id, if it has one.
    about
        When it is or was, where the format says so beside the properties.
    topics
        What the file groups it by.
    """

    number: int
    properties: Mapping[str, Any]
    geometry: BaseGeometry | None = None
    key: str | None = None
    about: Period | None = None
    topics: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Give what to call it."""
        return f"feature {self.number}"


@dataclass(slots=True)
class Taking:
    """
    Takes features of one map into a gathering.

    Parameters
    ----------
    gathering
        Where their records go.
    map_title
        What the map is called; its title as a source, and the name of whoever speaks in it
        where a feature does not say.
    map_url
        Where the map is.
    map_speaker
        Who made the map, if the file says so.
    heights
        How many geometries had heights, which are left out.
    """

    gathering: Gathering
    map_title: str
    map_url: str | None = None
    map_speaker: str | None = None
    heights: int = field(default=0, init=False)
    _named: dict[str, int] = field(default_factory=dict, init=False)

    def take(self, feature: Feature) -> None:
        """
        Take a feature, or list it as not read.

        Parameters
        ----------
        feature
            The feature.
        """
        with self.gathering.row(feature.number, feature.words):
            said = _Said(feature)
            name = said.name or (feature.key or feature.words)
            fields: dict[str, Any] = {
                "name": name,
                "kind": said.kind,
                "geometry": self._geometry(feature),
                "precision_m": said.precision_m,
                "provenance": self.gathering.file.name,
            }
            fields["id"] = self._id(feature, name)
            claim = self._claim_fields(feature, said)
            rest = said.rest()
            if rest:
                fields["extra"] = {self.gathering.format: rest}
            place = self.gathering.add("places", feature.number, **fields)
            if claim:
                where = (PlaceRole(place=place),)
                self.gathering.add("claims", feature.number, where=where, **claim)

    def _id(self, feature: Feature, name: str) -> str:
        """Give a place its id: its own, or one made of its name, with a number if it repeats."""
        own = feature.key if feature.key and not re.search(r"[\s/\\]", feature.key) else None
        word = own or id_of(name[:_LONGEST_NAME], default="place")
        number = self._named[word] = self._named.get(word, 0) + 1
        return word if number == 1 else f"{word}-{number}"

    def finish(self) -> None:
        """Say once what was true of many features."""
        if self.heights:
            message = f"heights were left out of {self.heights:,} geometries; a map here is flat"
            self.gathering.warn(1, message, "geometry")

    def _geometry(self, feature: Feature) -> BaseGeometry | None:
        """Give a geometry that a place can have, or none."""
        geometry = feature.geometry
        if geometry is None:
            return None
        if geometry.is_empty:
            message = "its geometry is empty; it is kept without"
            self.gathering.warn(feature.number, message, feature.words)
            return None
        if shapely.get_coordinate_dimension(geometry) != _FLAT:
            self.heights += 1
        return flat(geometry)

    def _claim_fields(self, feature: Feature, said: _Said) -> dict[str, Any] | None:
        """Give the fields of the claim that a feature makes, if it says something."""
        says = said.take("says")
        if says is None:
            return None
        url, title = said.take("url"), said.take("source")
        if url is None and title is not None and is_link(title):
            url = title
        publisher = said.take("publisher")
        source = self._source(title or url, url, publisher, said.take_period("published"))
        name = said.take("speaker") or publisher
        speaker = self._speaker(name) if name else self._map_agent()
        about = feature.about or said.about()
        topics = feature.topics
        return {
            "says": says,
            "speaker": speaker,
            "source": source,
            "about": about,
            "topics": topics,
        }

    def _source(
        self, title: str | None, url: str | None, publisher: str | None, published: Period | None
    ) -> str:
        """Give the source of a feature, which is the map where it names none."""
        if title is None:
            fields: dict[str, Any] = {"title": self.map_title, "url": self.map_url}
            return self.gathering.add("sources", "map", kind="dataset", **fields)
        key = ("source", title, url, publisher, published)
        return self.gathering.add(
            "sources", key, title=title, url=url, publisher=publisher, published=published
        )

    def _speaker(self, name: str) -> str:
        """Give the agent of a name."""
        return self.gathering.add("agents", ("agent", name), name=name)

    def _map_agent(self) -> str:
        """Give whoever made the map."""
        if self.map_speaker:
            return self._speaker(self.map_speaker)
        note = "Nobody is named as the author; this stands for whoever made the map."
        return self.gathering.add("agents", "map", name=self.map_title, kind="unnamed", note=note)


class _Said:
    """What the properties of a feature say; what is taken is not part of the rest."""

    def __init__(self, feature: Feature) -> None:
        self._left = dict(feature.properties)
        self._spelled: dict[str, str] = {}
        for name in feature.properties:
            self._spelled.setdefault(name.lower(), name)
        self.name = self.take("name")
        kind = self._find("kind")
        self.kind = self._left.pop(kind) if kind and self._left[kind] in _KINDS else "area"
        self.precision_m = self._metres()

    def take(self, meaning: str) -> str | None:
        """Take the first text with a meaning."""
        name = self._find(meaning)
        return str(self._left.pop(name)).strip() if name else None

    def take_period(self, meaning: str) -> Period | None:
        """Take a date that can be read; one that cannot stays among the rest."""
        name = self._find(meaning)
        found = period_of(self._left[name]) if name else None
        if found is not None:
            del self._left[str(name)]
        return found

    def about(self) -> Period | None:
        """Take what says when."""
        found = self.take_period("about")
        if found is not None:
            return found
        ends = [self._find("start"), self._find("end")]
        texts = [period_of(self._left[name]) if name else None for name in ends]
        if texts[0] is None:
            return None
        last = ".." if texts[1] is None else texts[1].text
        try:
            span = Period(f"{texts[0].text}/{last}")
        except InvalidRecord:
            return None
        for name, text in zip(ends, texts, strict=True):
            if name and text is not None:
                del self._left[name]
        return span

    def rest(self) -> dict[str, Any]:
        """Give the properties that were not taken."""
        return {name: value for name, value in self._left.items() if value is not None}

    def _find(self, meaning: str) -> str | None:
        """Name the property with a meaning that says something."""
        for word in MEANINGS[meaning]:
            name = self._spelled.get(word)
            value = self._left.get(name) if name else None
            if isinstance(value, str) and value.strip():
                return name
            if meaning in _FIGURES and type(value) in {int, float}:
                return name
        return None

    def _metres(self) -> float | None:
        """Take how far off the geometry may be."""
        name = self._find("precision_m")
        if name is None:
            return None
        try:
            metres = float(self._left[name])
        except ValueError:
            return None
        if not (math.isfinite(metres) and metres >= 0):
            return None
        del self._left[name]
        return metres


def flat(geometry: BaseGeometry | None) -> BaseGeometry | None:
    """
    Give a geometry as a place can have it.

    Parameters
    ----------
    geometry
        Any geometry of shapely.

    Returns
    -------
    shapely geometry or None
        Without heights and measures; None where it is empty.
    """
    if geometry is None or geometry.is_empty:
        return None
    if shapely.get_coordinate_dimension(geometry) != _FLAT:
        geometry = shapely.force_2d(geometry)
    return shapely.LineString(geometry.coords) if geometry.geom_type == "LinearRing" else geometry


#: Meanings that a number may have; a bare year is one.
_FIGURES: Final = frozenset({"about", "start", "end", "published", "precision_m"})
_YEARS: Final = range(1000, 2101)


def period_of(value: object) -> Period | None:
    """
    Read a date of somebody else's, without guessing.

    Parameters
    ----------
    value
        EDTF, an ISO 8601 day with a time of day, or a bare year.

    Returns
    -------
    Period or None
        None where it is none of these: ``03/04/2023`` is two days, so it is no date here.
    """
    if type(value) is int and value in _YEARS:
        value = str(value)
    if not isinstance(value, str):
        return None
    text = value.strip()
    stamp = _STAMP.fullmatch(text)
    if stamp is not None:
        text = f"{stamp[1]}T{stamp[2]}{stamp[3] or ''}"
    try:
        return Period(text)
    except InvalidRecord:
        return None
