"""
The reader of StoryMapJS: each slide one claim of whoever made the story.

Text of slides is HTML and becomes plain text; nothing of it runs. The overview slide gives the
title and the summary. A story over a picture (``map_type: zoomify``) has coordinates of that
picture, not of the earth, so that its slides have no places. StoryMapJS states no precision.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.model import Agent, Claim, Place, PlaceRole, Source, from_plain
from balkanroute.periods import Period
from balkanroute.readers import json_text, markup, peek
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.origins import origin_of
from balkanroute.readers.problems import PlaceLookup, Reading, refusal
from balkanroute.readers.protocol import Format, Options
from balkanroute.readers.spreadsheet.records import add_record
from balkanroute.readers.spreadsheet.values import Ambiguous, period_of
from balkanroute.readers.texts import decoded

_NAME: Final = "storymap"
#: The member of a story, and of a slide, that this package adds and StoryMapJS passes over.
_OURS: Final = "balkanroute"
_MOST_SLIDES: Final = 20_000
_YEARS: Final = re.compile(r"(\d{4})\s*[-\u2013\u2014]\s*(\d{4})")
_NOT_WORDS: Final = re.compile(r"\W+")
_TYPES: Final[Mapping[str, type[Any]]] = {"agents": Agent, "sources": Source, "places": Place}


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:  # noqa: ARG001 - places stand in the story
    """Read a story."""
    value = json_text.load(decoded(path), path)
    story = value.get("storymap") if isinstance(value, Mapping) else None
    slides = story.get("slides") if isinstance(story, Mapping) else None
    if not isinstance(story, Mapping) or not isinstance(slides, list):
        raise refusal(path, "expected an object with 'storymap', and in it the list 'slides'")
    if len(slides) > _MOST_SLIDES:
        raise refusal(path, f"the story has more than {_MOST_SLIDES:,} slides; split it")
    read = _Story(Gathering(path, _NAME), value, story)
    for number, slide in enumerate(slides, 1):
        with read.gathering.row(number, f"slide {number}"):
            read.take(number, slide)
    if options.progress is not None:
        size = path.stat().st_size
        options.progress(size, size)
    return read.gathering.reading(**read.header())


@dataclass(slots=True)
class _Said:
    """A slide's words and what is kept of the rest."""

    headline: str
    text: str
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        """Headline and text."""
        return ": ".join(part for part in (self.headline, self.text) if part)


class _Story:
    """Gathers the slides of a story."""

    def __init__(
        self, gathering: Gathering, value: Mapping[str, Any], story: Mapping[str, Any]
    ) -> None:
        self.gathering = gathering
        self.on_picture = story.get("map_type") == "zoomify" or story.get("map_as_image") is True
        self.rest = {
            name: v
            for part, known in ((value, {"storymap", _OURS}), (story, {"slides"}))
            for name, v in part.items()
            if name not in known
        }
        ours = value.get(_OURS)
        self.ours: Mapping[str, Any] = ours if isinstance(ours, Mapping) else {}
        self.title = ""
        self.summary = ""
        for kind in _TYPES:
            listed = self.ours.get(kind)
            for number, plain in enumerate(listed if isinstance(listed, list) else (), 1):
                with gathering.row(number, f"{_OURS}.{kind}[{number - 1}]"):
                    record = _made(_TYPES[kind], plain)
                    add_record(gathering, kind, ("id", record.id), record)

    def header(self) -> dict[str, Any]:
        """Give the atlas' own fields."""
        own = {name: self.ours.get(name) for name in ("title", "summary")}
        told = {n: v for n, v in own.items() if isinstance(v, str) and v.strip()}
        header: dict[str, Any] = {"title": self.title, "summary": self.summary}
        header = {name: text for name, text in header.items() if text}
        shown = {"title": self.title, "summary": self.summary}
        header |= {name: text for name, text in told.items() if _same(text, shown[name])}
        return header | ({"extra": {_NAME: self.rest}} if self.rest else {})

    def take(self, number: int, slide: object) -> None:
        """Gather a slide."""
        if not isinstance(slide, Mapping):
            raise InvalidRecord(f"a slide is an object, found {type(slide).__name__}")
        said = _said(slide)
        if slide.get("type") == "overview" and not self.title:
            self.title, self.summary = said.headline or said.text, said.text
            if rest := _rest(slide, {"text", "type", "date"}):
                self.rest["overview"] = rest
            return
        if not said.whole:
            raise InvalidRecord("the slide has no words")
        if not self._take_ours(number, slide, said):
            self._claim(number, slide, said)

    def _take_ours(self, number: int, slide: Mapping[str, Any], said: _Said) -> bool:
        """Gather a claim that this package wrote, if its words are still those of the slide."""
        plain = slide.get(_OURS)
        if not isinstance(plain, Mapping):
            return False
        claim: Claim = _made(Claim, plain)
        known = self.gathering.known
        if known("agents", ("id", claim.speaker)) and known("sources", ("id", claim.source)):
            if _same(claim.says, said.text):
                add_record(self.gathering, "claims", ("slide", number), claim)
                return True
            self.gathering.warn(
                number, "the words were changed since the slide was written; they are read as new",
                f"slide {number}",
            )  # fmt: skip
        return False

    def _claim(self, number: int, slide: Mapping[str, Any], said: _Said) -> None:
        """Make the claim of a slide."""
        speaker, source = origin_of(self.gathering, self.title or self.gathering.file.stem)
        kept = _rest(slide, {"text", "date", "location", "type", _OURS})
        about = self._about(number, slide.get("date"), kept)
        where = self._where(number, slide.get("location"), kept)
        wished = slide.get(_OURS)
        self.gathering.add(
            "claims",
            ("slide", number),
            id=str(wished["id"]) if isinstance(wished, Mapping) and wished.get("id") else "",
            says=said.whole,
            speaker=speaker,
            source=source,
            stance="reports",
            about=about,
            where=where,
            extra={_NAME: kept} if kept else {},
        )

    def _about(self, number: int, said: object, kept: dict[str, Any]) -> Period | None:
        """Read the date of a slide, which is any text."""
        text = markup.text_of(said).strip() if isinstance(said, str) else ""
        if not text:
            return None
        years = _YEARS.fullmatch(text)
        try:
            return Period(f"{years[1]}/{years[2]}") if years else period_of(text)
        except Ambiguous:
            reason = "day or month may stand first"
        except InvalidRecord:
            reason = "it is no date that we can read"
        kept["date"] = text
        message = f"date {text[:60]!r}: {reason}; it is kept under extra"
        self.gathering.warn(number, message, f"slide {number}")
        return None

    def _where(self, number: int, said: object, kept: dict[str, Any]) -> tuple[PlaceRole, ...]:
        """Gather the place of a slide."""
        if not isinstance(said, Mapping):
            return ()
        rest = {
            name: v for name, v in said.items() if name not in {"name", "lat", "lon"} and v != ""
        }
        name = markup.text_of(said["name"]) if isinstance(said.get("name"), str) else ""
        point = [said.get("lon"), said.get("lat")]
        given = point != [None, None]
        if self.on_picture and given:
            rest |= {"lon": point[0], "lat": point[1]}
            given = False
        place = None
        try:
            place = _place(name, point) if given else None
        except InvalidRecord as reason:
            rest |= {"lon": point[0], "lat": point[1]}
            told = str(reason).removeprefix("place 'place': ")
            message = f"the place is kept without a geometry: {told}"
            self.gathering.warn(number, message, f"slide {number}")
        if rest:
            kept["location"] = rest
        if place is None and name.strip():
            place = Place(id="place", name=name)
        if place is None:
            return ()
        key = (place.name, None if place.geometry is None else place.geometry.wkb)
        return (PlaceRole(place=add_record(self.gathering, "places", key, place, ""), role="at"),)


def _made(record_type: type[Any], plain: object) -> Any:  # noqa: ANN401 - a record
    """Make a record, or tell all that is wrong."""
    made, problems = from_plain(record_type, plain)
    if made is None:
        raise InvalidRecord("; ".join(problem.message for problem in problems))
    return made


def _place(name: str, point: list[Any]) -> Place:
    """Make a place of a longitude and a latitude."""
    from shapely import Point

    try:
        longitude, latitude = (float(part) for part in point if not isinstance(part, bool))
    except (TypeError, ValueError, OverflowError) as reason:
        raise InvalidRecord(f"lon and lat are two numbers, found {str(point)[:60]}") from reason
    shown = name if name.strip() else f"{latitude}, {longitude}"
    return Place(id="place", name=shown, geometry=Point(longitude, latitude))


def _said(slide: Mapping[str, Any]) -> _Said:
    """Give the words of a slide without markup."""
    given = slide.get("text")
    text: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    parts = [text.get(name) for name in ("headline", "text")]
    headline, body = (markup.text_of(p).strip() if isinstance(p, str) else "" for p in parts)
    return _Said(" ".join(headline.split()), body)


def _rest(slide: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    """Keep what has no field of ours, and says something."""
    kept = {
        name: v for name, v in slide.items() if name not in known and v not in ("", None, {}, [])
    }
    media = kept.get("media")
    if isinstance(media, Mapping) and not any(media.values()):
        del kept["media"]
    return kept


def _same(ours: str, shown: str) -> bool:
    """Tell whether what is shown begins with words of ours, white space and signs apart."""
    words = _NOT_WORDS.sub("", ours)
    return _NOT_WORDS.sub("", shown).startswith(words)


def _look(path: Path) -> bool:
    """Tell whether a file is a story of StoryMapJS."""
    if path.suffix.lower() != ".json":
        return False
    value = peek.json_value(path)
    story = value.get("storymap") if isinstance(value, Mapping) else None
    return isinstance(story, Mapping) and isinstance(story.get("slides"), list)


READER: Final = Format(
    name=_NAME,
    title="a story of StoryMapJS: slides with text and places",
    suffixes=(".json",),
    look=_look,
    load=_load,
)
