"""The reader of TimeMap: each event one claim of the project that recorded it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.model import Claim, Source, from_plain
from balkanroute.periods import Period
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.origins import origin_of
from balkanroute.readers.problems import PlaceLookup, Reading, refusal
from balkanroute.readers.protocol import Format, Options
from balkanroute.readers.spreadsheet.records import add_record
from balkanroute.readers.spreadsheet.sheets import not_read
from balkanroute.readers.timemap.dates import Dates
from balkanroute.readers.timemap.marks import Marks
from balkanroute.readers.timemap.project import MOST_EVENTS, Project, look, project_of
from balkanroute.readers.timemap.spots import Spots

_NAME: Final = "timemap"
#: Members of an event that have a field of ours.
_READ: Final = frozenset(
    {"id", "civId", "description", "desc", "date", "time", "time_display", "location", "latitude",
     "longitude", "lat", "long", "category", "associations", "filters", "sources", "source",
     "comments"}
)  # fmt: skip
_OF_SOURCE: Final = frozenset(
    {"id", "title", "paths", "path", "type", "url", "description", "parent", "author", "date"}
)
#: How a source of ours names the copy that is kept of it.
_COPY: Final = re.compile(r"archived: (.+)", re.DOTALL)
_TOLD_EVERY: Final = 1000
#: Ids that no list has beyond these are counted.
_MOST_TOLD: Final = 5


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:  # noqa: ARG001 - places stand in the file
    """Read a project."""
    project = project_of(path)
    if len(project.events) > MOST_EVENTS:
        raise refusal(
            path,
            f"the project has more than {MOST_EVENTS:,} events; split it, or count them with "
            f"`balkanroute scale`",
        )
    events = _Events(Gathering(path, _NAME), project)
    if project.unread:
        events.gathering.warn(1, not_read(project.unread), "workbook")
    whole = path.stat().st_size
    for number, event in enumerate(project.events, 1):
        events.take(number, event)
        if options.progress is not None and number % _TOLD_EVERY == 0:
            options.progress(whole * number // len(project.events), whole)
    events.tell_missing()
    kept = project.rest | ({"associations": events.marks.theirs} if events.marks.theirs else {})
    extra = {"extra": {_NAME: kept}} if kept else {}
    return events.gathering.reading(title=events.title, **extra)


class _Events:
    """Gathers the events of a project."""

    def __init__(self, gathering: Gathering, project: Project) -> None:
        self.gathering = gathering
        self.title = project.title or gathering.file.name.partition(".")[0] or _NAME
        self.marks = Marks(gathering, project.associations)
        self.spots = Spots(gathering, project.sites, self.marks.places)
        self.dates = Dates(event.get("date") for event in project.events if _is_mapping(event))
        self._files = {
            str(source["id"]): source
            for source in project.sources
            if _is_mapping(source) and _text(source.get("id"))
        }
        self._missing: dict[str, dict[str, None]] = {"associations": {}, "sources": {}}
        for number, source in enumerate(self._files.values(), 1):
            with gathering.row(number, f"source {_text(source.get('id'))[:60]!r}"):
                self._source(source)

    def take(self, number: int, event: object) -> None:
        """Gather an event."""
        words = f"event {number}"
        with self.gathering.row(number, words):
            if not isinstance(event, Mapping):
                raise InvalidRecord(f"an event is an object, found {type(event).__name__}")
            self._event(number, event)

    def tell_missing(self) -> None:
        """Say once of each list what events name and it has not, so that a lost file is noticed."""
        ways = {
            "associations": "what TimeMap hides by them is not marked",
            "sources": "each is read by its id alone",
        }
        for name, keys in self._missing.items():
            if keys:
                told = ", ".join(repr(key[:40]) for key in [*keys][:_MOST_TOLD])
                more = f" and {len(keys) - _MOST_TOLD:,} more" if len(keys) > _MOST_TOLD else ""
                message = (
                    f"events name some that no list has: {told}{more}; {ways[name]}. Save the "
                    f"list beside the events, under a name with {name!r} for 'events'"
                )
                self.gathering.warn(1, message, name)

    def _event(self, number: int, event: Mapping[str, Any]) -> None:
        """Make the claim of an event."""
        marked = self.marks.of(event)
        self._missing["associations"].update(dict.fromkeys(marked.unknown))
        odd: list[str] = []
        about = self._about(event, odd)
        where = marked.where or self.spots.where(event, odd)
        sources = self._sources(event)
        speaker, source = marked.speaker, sources[0] if sources else None
        if speaker is None or source is None:
            by_file, file = origin_of(self.gathering, self.title)
            speaker, source = speaker or by_file, source or file
        plain = {
            "says": self._says(event, number),
            "speaker": speaker,
            "source": source,
            "stance": "reports",
            "note": _said(event.get("comments")),
            **marked.fields,
        }
        made, problems = from_plain(Claim, {name: v for name, v in plain.items() if v is not None})
        if made is None:
            raise InvalidRecord("; ".join(problem.message for problem in problems))
        category = _text(event.get("category"))
        others = (
            [category] if category and not marked.ours and category not in marked.topics else []
        )
        taken = {item.name: getattr(made, item.name) for item in fields(Claim)}
        taken |= {
            "id": _text(event.get("civId")) or _text(event.get("id")),
            "about": about,
            "where": tuple(where),
            "topics": (*marked.topics, *others),
            "extra": self._extra(event, marked.unknown, sources, about),
        }
        self.gathering.add("claims", ("event", number), **taken)
        for message in odd:
            self.gathering.warn(number, message, f"event {number}")

    def _says(self, event: Mapping[str, Any], number: int) -> str:
        """Give what an event says, or that it was recorded."""
        said = event.get("description", event.get("desc"))
        if isinstance(said, str) and said.strip():
            return said
        name = _text(event.get("location"))
        return f"The project records an event, number {number}{f', at {name}' if name else ''}."

    def _about(self, event: Mapping[str, Any], odd: list[str]) -> Period | None:
        """Give when an event was."""
        try:
            return self.dates.period(event)
        except InvalidRecord as reason:
            odd.append(f"date: {reason}")
            return None

    def _extra(
        self,
        event: Mapping[str, Any],
        unknown: list[str],
        sources: list[str],
        about: Period | None,
    ) -> dict[str, Any]:
        """Keep what has no field of ours."""
        kept = {
            name: v for name, v in event.items() if name not in _READ and v not in ("", [], None)
        }
        if unknown:
            kept["associations"] = unknown
        if sources[1:]:
            kept["sources"] = sources[1:]
        if about is None and _text(event.get("date")):
            kept |= {name: event[name] for name in ("date", "time") if event.get(name)}
        if "longitude" in event and self.spots.misplaced:
            kept |= self.spots.misplaced
        return {_NAME: kept} if kept else {}

    def _sources(self, event: Mapping[str, Any]) -> list[str]:
        """Gather the sources of an event."""
        given = event.get("sources", event.get("source"))
        listed = given if isinstance(given, list) else [given] if _text(given) else []
        found = []
        for each in listed:
            if _is_mapping(each):
                found.append(self._source(each))
            elif _text(each):
                known = self.gathering.known("sources", _text(each))
                if known is None and "://" not in _text(each):
                    self._missing["sources"][_text(each)] = None
                found.append(known or self._source({"id": _text(each)}))
        return found

    def _source(self, source: Mapping[str, Any]) -> str:
        """Gather a source."""
        paths = source.get("paths", source.get("path"))
        listed = [p for p in (paths if isinstance(paths, list) else [paths]) if _said(p)]
        url = _said(source.get("url")) or (listed[0] if listed else None)
        key = _text(source.get("id")) or url
        known = self.gathering.known("sources", key)
        if known is not None:
            return known
        copy = _COPY.fullmatch(_said(source.get("notes")) or "")
        note = _said(source.get("description"))
        plain = {
            "id": "source",
            "title": _said(source.get("title")) or note or url or key or "a source without a name",
            "kind": _text(source.get("type")) or None,
            "url": url,
            "archived_url": copy and copy[1],
            "publisher": _said(source.get("author")),
            "note": note,
        }
        given = {name: value for name, value in plain.items() if value is not None}
        extra = {n: v for n, v in source.items() if n not in _OF_SOURCE and v not in ("", [], None)}
        given |= self._of_kind(given, extra)
        published = _period(source.get("date"), self.dates, extra)
        if copy:
            extra.pop("notes")
        if others := [path for path in listed if path != url]:
            extra["paths"] = others
        made, problems = from_plain(Source, given)
        if made is None:
            raise InvalidRecord("; ".join(problem.message for problem in problems))
        taken = {item.name: getattr(made, item.name) for item in fields(Source)}
        taken |= {"published": published, "derived_from": self._parents(source)}
        taken["extra"] = {_NAME: extra} if extra else {}
        return add_record(self.gathering, "sources", key, Source(**taken), key or "")

    def _of_kind(self, given: Mapping[str, Any], extra: dict[str, Any]) -> dict[str, Any]:
        """Give the kind of a source, if TimeMap's word for it is one of ours."""
        made, _ = from_plain(Source, {"id": "x", "title": "x", "kind": given.get("kind", "other")})
        if made is None:
            extra["type"] = given["kind"]
        return {"kind": "other" if made is None else made.kind}

    def _parents(self, source: Mapping[str, Any]) -> tuple[str, ...]:
        """Gather what a source repeats."""
        found = []
        for key in _text(source.get("parent")).split():
            parent = self._files.get(key, {"id": key})
            if parent is not source:
                found.append(self._source(parent))
        return tuple(found)


def _period(said: object, dates: Dates, extra: dict[str, Any]) -> Period | None:
    """Read the date of a source."""
    text = _text(said)
    try:
        return dates.read(text) if text else None
    except InvalidRecord:
        extra["date"] = text
        return None


def _said(value: object) -> str | None:
    """Give a text as it is, if it says something."""
    return value if isinstance(value, str) and value.strip() else None


def _is_mapping(value: object) -> bool:
    """Tell whether a value is an object."""
    return isinstance(value, Mapping)


def _text(value: object) -> str:
    """Give a text or a number without spaces around it, else nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


READER: Final = Format(
    name=_NAME,
    title="a project of TimeMap (Forensic Architecture, Bellingcat): JSON or XLSX",
    suffixes=(".json", ".xlsx"),
    look=look,
    load=_load,
)
