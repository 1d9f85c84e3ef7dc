"""
The writer of TimeMap: each claim an event, its speaker, places and topics as filters.

An event has one point and no shape, so that a place that is more than a point is only named. Its
date is the first day of the period (the last where the first is open), and ``time_display`` has the
period itself. Names of speakers, places and topics become associations of the mode FILTER, with ids
that begin with ``balkanroute:``; points become sites as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from shapely import Point

from balkanroute._files import write_whole
from balkanroute.errors import InvalidRecord
from balkanroute.model import Atlas, Claim, Place, Source
from balkanroute.periods import Period
from balkanroute.writers.formats import Format, PlaceLookup
from balkanroute.writers.losses import Carrier, Loss, LossReport
from balkanroute.writers.spreadsheet.cells import whole
from balkanroute.writers.spreadsheet.package import LONGEST, Cell, packed, units

_OURS: Final = "balkanroute:"
_WORKBOOK: Final = ".xlsx"
#: Claim fields that become an association each, and what the panel of filters calls them.
_FILTERS: Final = {
    "stance": "Stance", "sensitivity": "Sensitivity", "credibility": "Credibility",
    "likelihood": "Likelihood", "recorder": "Recorder",
}  # fmt: skip

CARRIER: Final = Carrier(
    format="timemap",
    held={
        "claims": {"stance", "about", "where", "topics", "note", "sensitivity", "credibility",
                   "likelihood", "recorder"},
        "sources": {"kind", "publisher", "url", "archived_url", "published", "derived_from",
                    "note"},
        "agents": {"kind"},
        "places": {"kind", "geometry", "precision_m"},
    },
    reasons={
        "atlas": "a project of TimeMap has no record of itself",
        "claims.quantities": "an event has no figures; the sentence says them",
        "claims.relations": "events do not refer to each other",
        "claims.routes": "an event has one point",
        "routes": "an event has one point",
        "sources.sensitivity": "a source has no marking",
        "agents.sensitivity": "a filter has no marking",
        "places.sensitivity": "a place has no marking; claims carry theirs as a filter",
    },
)  # fmt: skip


def kept(atlas: Atlas, title: str) -> Atlas:
    """
    Give an atlas as TimeMap holds it.

    Parameters
    ----------
    atlas
        What is written.
    title
        The atlas' own in JSON; that of the file in a workbook.

    Returns
    -------
    Atlas
        Without drafts that have no words; places with a point or nothing; sources whose parent
        stands later among them after it.
    """
    claims = tuple(replace(c, routes=(), relations=()) for c in atlas.claims if c.says)
    held = CARRIER.kept(replace(atlas, title=title, claims=claims, routes=()))
    places = tuple(_as_point(place) for place in held.places)
    sources: dict[str, Source] = {}
    by_id = {source.id: source for source in held.sources}
    for source in held.sources:
        _after_parents(source, by_id, sources)
    return replace(held, places=places, sources=tuple(sources.values()))


def _after_parents(source: Source, by_id: Mapping[str, Source], ordered: dict[str, Source]) -> None:
    """Put a source after those that it repeats."""
    waiting = [(source, iter(source.derived_from))]
    while waiting:
        current, parents = waiting[-1]
        parent = next((p for p in parents if p not in ordered), None)
        if parent is None:
            ordered.setdefault(current.id, current)
            waiting.pop()
        else:
            waiting.append((by_id[parent], iter(by_id[parent].derived_from)))


def _as_point(place: Place) -> Place:
    """Give a place with its point, or without geometry."""
    if isinstance(place.geometry, Point):
        return place
    return replace(place, geometry=None, precision_m=None)


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:  # noqa: ARG001 - names and points are written
    """Write a project."""
    claims = [claim for claim in atlas.claims if claim.says]
    lists: dict[str, list[dict[str, Any]]] = {
        "events": [_event(atlas, claim) for claim in claims],
        "associations": _associations(atlas, claims),
        "sources": [_source(source) for source in atlas.sources],
        "sites": [_site(place) for place in atlas.places if isinstance(place.geometry, Point)],
    }
    if path.suffix.lower() == _WORKBOOK:
        data = _workbook(lists)
    else:
        by_id = {source["id"]: source for source in lists["sources"]}
        text = json.dumps(
            {"title": atlas.title, **lists, "sources": by_id}, ensure_ascii=False, indent=1
        )
        data = f"{whole(text)}\n".encode()
    report = CARRIER.report(atlas, *_losses(atlas, path))
    write_whole(path, data)
    return report


def _event(atlas: Atlas, claim: Claim) -> dict[str, Any]:
    """Write a claim as an event."""
    places = [atlas.place(each.place) for each in claim.where]
    point = next((p for p in places if isinstance(p.geometry, Point)), None)
    geometry: Any = point.geometry if point is not None else None
    shown = point or (places[0] if places else None)
    return {
        "id": claim.id,
        "description": claim.says,
        **_dated(claim.about),
        "location": shown.name if shown is not None else "",
        "latitude": "" if geometry is None else repr(geometry.y),
        "longitude": "" if geometry is None else repr(geometry.x),
        "category": claim.stance,
        "associations": [key for key, *_ in _marks(atlas, claim)],
        "sources": [claim.source],
        "comments": claim.note or "",
    }


def _dated(about: Period | None) -> dict[str, str]:
    """Write a period as a date, a time, and what is shown."""
    day = None if about is None else about.earliest or about.latest
    if about is None or day is None:
        return {"date": "", "time": "", "time_display": ""}
    clock = about.text.partition("T")[2][:5] if "/" not in about.text else ""
    date = f"{day.month:02d}/{day.day:02d}/{day.year:04d}"
    plain = day.isoformat() + (f"T{clock}" if clock else "")
    return {
        "date": date,
        "time": clock,
        "time_display": "" if plain == about.text else about.text,
    }


def _marks(atlas: Atlas, claim: Claim) -> list[tuple[str, str, str, str]]:
    """Give the associations of a claim in order: id, panel, title, type."""
    speaker = atlas.agent(claim.speaker)
    marks: list[tuple[str, str, str, str]] = [
        (f"{_OURS}speaker:{speaker.id}", "Speaker", speaker.name, speaker.kind)
    ]
    for each in claim.where:
        place = atlas.place(each.place)
        marks.append((f"{_OURS}role:{each.role}", "Role of the place", each.role, ""))
        marks.append((f"{_OURS}place:{place.id}", "Place", place.name, place.kind))
    marks += [(f"{_OURS}topic:{topic}", "Topic", topic, "") for topic in claim.topics]
    for name, panel in _FILTERS.items():
        value = getattr(claim, name)
        if value is not None:
            marks.append((f"{_OURS}{name}:{value}", panel, str(value), ""))
    return marks


def _associations(atlas: Atlas, claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """Write all associations, each once: agents and places in order, then what else is used."""
    marks: list[tuple[str, str, str, str]] = []
    marks += [(f"{_OURS}speaker:{a.id}", "Speaker", a.name, a.kind) for a in atlas.agents]
    marks += [(f"{_OURS}place:{p.id}", "Place", p.name, p.kind) for p in atlas.places]
    marks += [mark for claim in claims for mark in _marks(atlas, claim)]
    return [
        {
            "id": key,
            "title": title,
            "desc": "",
            "mode": "FILTER",
            "type": kind,
            "filter_paths": [panel, title],
        }
        for key, panel, title, kind in dict.fromkeys(marks)
    ]


def _source(source: Source) -> dict[str, Any]:
    """Write a source."""
    return {
        "id": source.id,
        "title": source.title,
        "thumbnail": "",
        "paths": [source.url] if source.url else [],
        "type": source.kind,
        "url": source.url or "",
        "description": source.note or "",
        "parent": " ".join(source.derived_from),
        "author": source.publisher or "",
        "date": source.published.text if source.published is not None else "",
        "notes": f"archived: {source.archived_url}" if source.archived_url else "",
    }


def _site(place: Place) -> dict[str, str]:
    """Write a place that is a point."""
    point: Any = place.geometry
    metres = place.precision_m
    return {
        "id": place.id,
        "description": "" if metres is None else f"precise to {metres!r} m",
        "site": place.name,
        "latitude": repr(point.y),
        "longitude": repr(point.x),
        "enabled": "TRUE",
    }


def _workbook(lists: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """Write the sheets that datasheet-server reads."""
    return packed({f"EXPORT_{name.upper()}": _sheet(name, rows) for name, rows in lists.items()})


def _sheet(name: str, rows: Sequence[Mapping[str, Any]]) -> list[list[Cell]]:
    """Lay rows out in columns; a list becomes as many columns as its longest has entries."""
    columns = _COLUMNS[name]
    wide = {
        column: max((len(row[column]) for row in rows), default=1) or 1
        for column in columns
        if column in _DEEP
    }
    header: list[Cell] = []
    for column in columns:
        header += (
            [f"{column[:-1]}{n + 1}" for n in range(wide[column])] if column in wide else [column]
        )
    table = [header]
    for row in rows:
        line: list[Cell] = []
        for column in columns:
            values = list(row[column]) if column in wide else [row[column]]
            line += [_cell(value) for value in values]
            line += [None] * (wide.get(column, 1) - len(values))
        table.append(line)
    return table


_DEEP: Final = frozenset({"associations", "sources", "paths", "filter_paths"})
_COLUMNS: Final = {
    "events": ("id", "description", "date", "time", "time_display", "location", "latitude",
               "longitude", "category", "associations", "sources", "comments"),
    "associations": ("id", "title", "desc", "mode", "type", "filter_paths"),
    "sources": ("id", "title", "thumbnail", "paths", "type", "url", "description", "parent",
                "author", "date", "notes"),
    "sites": ("id", "description", "site", "latitude", "longitude", "enabled"),
}  # fmt: skip


def _cell(value: str) -> Cell:
    """Give a text that fits a cell; datasheet-server knows no way to go on in another."""
    if units(value) > LONGEST:
        raise InvalidRecord(
            f"a text is longer than the {LONGEST:,} characters of a cell: {value[:40]!r}; "
            f"write .timemap.json"
        )
    return whole(value) or None


def _losses(atlas: Atlas, path: Path) -> list[Loss]:
    """Count what is lost of values that TimeMap has a field for."""
    points = {place.id for place in atlas.places if isinstance(place.geometry, Point)}
    shapes = sum(p.geometry is not None and p.id not in points for p in atlas.places)
    metres = sum(p.precision_m is not None and p.id not in points for p in atlas.places)
    drafts = sum(not claim.says for claim in atlas.claims)
    undated = sum(claim.about is None for claim in atlas.claims)
    titled = int(path.suffix.lower() == _WORKBOOK)
    claims, places = len(atlas.claims), len(atlas.places)
    counted = [
        ("atlas", "title", titled, 1, "the name of the file stands for it"),
        ("claims", "", drafts, claims, "they are drafts without words"),
        ("claims", "date", undated, claims, _UNDATED),
        ("places", "geometry", shapes, places, "an event has a point; the place is named"),
        ("places", "precision_m", metres, places, "only a point has one"),
    ]
    return [
        Loss(kind=kind, field=name, count=count, total=total, reason=reason)
        for kind, name, count, total, reason in counted
    ]


_UNDATED: Final = "TimeMap does not draw an event without a date; the event is in the file"

WRITER: Final = Format(
    name="timemap",
    title="a project of TimeMap: events, associations, sources and sites",
    suffixes=(".timemap.json", ".timemap.xlsx"),
    save=_save,
)
