"""
The writer of CSV: one claim a row, with its speaker, its source and its places beside it.

What no claim refers to has no row to stand in, and a place that is more than a point stands
without its shape, unless the gazetteer has it by its key.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from shapely import Point

from balkanroute._files import write_whole
from balkanroute.errors import InvalidRecord, UnresolvedPlace
from balkanroute.model import Agent, Atlas, Claim, Place, Selector, Source, columns_of, to_plain
from balkanroute.model.guards import guarded
from balkanroute.writers.formats import Format, PlaceLookup
from balkanroute.writers.losses import Carrier, Loss, LossReport, every_field
from balkanroute.writers.spreadsheet.cells import aligned_cell, list_cells, text_of, whole

R = TypeVar("R", Agent, Source, Place)

_SELECTOR: Final = ("paragraph", "page", "start", "end", "sha256")
_CLAIM: Final = (
    "id", "says", "speaker", "source", "recorder", "stance", "about", "where", "quantities",
    "topics", "relations", *_SELECTOR, "credibility", "likelihood", "quote", "recorded", "note",
    "sensitivity", "extra",
)  # fmt: skip
_PLACE: Final = ("name", "kind", "gazetteer", "sensitivity")
_FLAT_PLACE: Final = (
    "place_name", "place_kind", "longitude", "latitude", "precision_m", "place_gazetteer",
    "place_sensitivity",
)  # fmt: skip
_NUMBERS: Final = frozenset({"longitude", "latitude", "precision_m"})
#: What a strange table would miss most, so that it is always there.
_ALWAYS: Final = frozenset(
    {"id", "says", "speaker", "speaker_name", "source", "source_title", "where", "place_name",
     "place_gazetteer"}
)  # fmt: skip
#: The longest cell that programs which read CSV take for granted, in characters.
LONGEST: Final = 131_072

CARRIER: Final = Carrier(
    format="csv",
    held={
        "claims": every_field("claims") - {"routes"},
        "sources": every_field("sources"),
        "agents": every_field("agents"),
        "places": {"kind", "geometry", "precision_m", "sensitivity", "gazetteer", "names", "basis",
                   "provenance", "ids", "within", "definition", "note", "extra"},
    },
    reasons={
        "atlas": "a row is a claim, and the atlas has none",
        "claims.routes": "a row has no room for legs; write XLSX",
        "routes": "a row has no room for legs; write XLSX",
    },
)  # fmt: skip


def kept(atlas: Atlas, title: str, places: PlaceLookup) -> Atlas:
    """
    Give an atlas as CSV holds it.

    Parameters
    ----------
    atlas
        What is written.
    title
        Of the file, which stands for the atlas' own.
    places
        The gazetteer whose places are written by their key.

    Returns
    -------
    Atlas
        Claims in their order; speakers, sources and places as claims name them first; an agent or
        a source that is only referred to is known by its id alone.
    """
    agents: dict[str, Agent] = {c.speaker: atlas.agent(c.speaker) for c in atlas.claims}
    sources: dict[str, Source] = {c.source: atlas.source(c.source) for c in atlas.claims}
    for agent in [*agents.values()]:
        _only(agents, agent.member_of, lambda key: Agent(id=key, name=key))
    for source in [*sources.values()]:
        for parent in source.derived_from:
            _only(sources, parent, lambda key: Source(id=key, title=key))
    for claim in atlas.claims:
        _only(agents, claim.recorder, lambda key: Agent(id=key, name=key))
    for claim in atlas.claims:
        for relation in claim.relations:
            _only(agents, relation.by, lambda key: Agent(id=key, name=key))
    return Atlas(
        title=title,
        sources=tuple(sources.values()),
        agents=tuple(agents.values()),
        places=tuple(_kept_place(place, places) for place in _named(atlas)),
        claims=tuple(replace(claim, routes=(), at=_said(claim.at)) for claim in atlas.claims),
    )


def _said(at: Selector | None) -> Selector | None:
    """Give a selector that selects something."""
    return None if at == Selector() else at


def _only(records: dict[str, Any], key: str | None, make: Callable[[str], Any]) -> None:
    """Add a record of which only the id is known."""
    if key is not None and key not in records:
        records[key] = make(key)


def _named(atlas: Atlas) -> list[Place]:
    """Give the places that claims name, in the order in which they do."""
    named = {each.place: None for claim in atlas.claims for each in claim.where}
    return [atlas.place(key) for key in named]


def _known(place: Place, places: PlaceLookup) -> bool:
    """Tell whether the gazetteer has just this place."""
    if place.gazetteer is None:
        return False
    try:
        known = places.place(place.gazetteer)
    except UnresolvedPlace:
        return False
    return replace(known, id=place.id, sensitivity=place.sensitivity) == place


def _kept_place(place: Place, places: PlaceLookup) -> Place:
    """Give a place as its cells say it."""
    if _known(place, places):
        return place
    point = place.geometry if isinstance(place.geometry, Point) else None
    return Place(
        id=place.id,
        name=place.name,
        kind=place.kind,
        geometry=point,
        precision_m=None if point is None else place.precision_m,
        sensitivity=place.sensitivity,
    )


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:
    """Write a file."""
    light = {place.id: (place, _known(place, places)) for place in _named(atlas)}
    rows = [_row(atlas, claim, light) for claim in atlas.claims]
    columns = [name for name in _columns() if name in _ALWAYS or any(name in row for row in rows)]
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(columns)
    for row in rows:
        out.writerow([row.get(name, "") for name in columns])
    data = f"\ufeff{text.getvalue()}".encode()
    report = CARRIER.report(atlas, *_losses(atlas, kept(atlas, path.stem or "csv", places)))
    write_whole(path, data)
    return report


def _columns() -> list[str]:
    """Name all columns in their order: what is said, by whom, where it was read, where."""
    agent = [f"speaker_{name}" for name in columns_of("agents") if name not in {"id", "name"}]
    source = [f"source_{name}" for name in columns_of("sources") if name not in {"id", "title"}]
    first = ["id", "says", "speaker", "speaker_name", "stance", "about", "source", "source_title"]
    rest = [name for name in _CLAIM if name not in first]
    return [*first, "where", *_FLAT_PLACE, *source, *agent, *[n for n in rest if n != "where"]]


def _row(atlas: Atlas, claim: Claim, places: Mapping[str, tuple[Place, bool]]) -> dict[str, str]:
    """Write the cells of a claim."""
    plain = to_plain(replace(claim, where=(), routes=(), quantities=(), topics=(), relations=()))
    plain |= plain.pop("at", {})
    if claim.extra:
        plain["extra"] = text_of(claim.extra)
    cells = {name: str(value) for name, value in plain.items()} | list_cells(
        replace(claim, routes=())
    )
    cells |= _beside("speaker", atlas.agent(claim.speaker))
    cells |= _beside("source", atlas.source(claim.source))
    cells |= _places([places[each.place] for each in claim.where])
    for name, cell in cells.items():
        if len(cell) > LONGEST:
            raise InvalidRecord(
                f"claim {claim.id!r}: {name} has more than {LONGEST:,} characters, the most that a "
                f"cell of CSV takes; write XLSX or YAML"
            )
    return {
        n: whole(c if n in _NUMBERS else guarded(c)) for n, c in cells.items() if c or n in plain
    }


def _beside(prefix: str, record: Agent | Source) -> dict[str, str]:
    """Write the cells of a speaker or a source."""
    plain = to_plain(record)
    del plain["id"]
    if "derived_from" in plain:
        plain["derived_from"] = aligned_cell(plain["derived_from"])
    if "extra" in plain:
        plain["extra"] = text_of(plain["extra"])
    return {f"{prefix}_{name}": str(value) for name, value in plain.items()}


def _places(places: Iterable[tuple[Place, bool]]) -> dict[str, str]:
    """Write the cells of the places of a claim."""
    lists: dict[str, list[str]] = {name: [] for name in _FLAT_PLACE}
    for place, known in places:
        point = place.geometry if isinstance(place.geometry, Point) and not known else None
        metres = None if point is None else place.precision_m
        lists["place_name"].append(place.name)
        lists["place_kind"].append(place.kind)
        lists["longitude"].append("" if point is None else repr(point.x))
        lists["latitude"].append("" if point is None else repr(point.y))
        lists["precision_m"].append("" if metres is None else repr(metres))
        lists["place_gazetteer"].append(place.gazetteer or "" if known else "")
        lists["place_sensitivity"].append(place.sensitivity or "")
    return {name: cell for name, entries in lists.items() if (cell := aligned_cell(entries))}


def _losses(atlas: Atlas, kept_atlas: Atlas) -> list[Loss]:
    """Count what is lost of records and of their values."""
    losses = [
        Loss(kind="atlas", field="title", count=int(atlas.title != kept_atlas.title), total=1,
             reason="the name of the file stands for it"),
        Loss(kind="claims", field="at", count=sum(c.at == Selector() for c in atlas.claims),
             total=len(atlas.claims), reason="it selects nothing"),
    ]  # fmt: skip
    for kind, needs in (("sources", "source"), ("agents", "speaker"), ("places", "where")):
        held = {record.id: record for record in getattr(kept_atlas, kind)}
        records = getattr(atlas, kind)
        gone = sum(record.id not in held for record in records)
        reason = f"no claim names them under {needs}"
        losses.append(Loss(kind=kind, count=gone, total=len(records), reason=reason))
        losses += _changed(kind, [r for r in records if r.id in held], held, len(records))
    return losses


def _changed(kind: str, records: list[Any], held: Mapping[str, Any], total: int) -> list[Loss]:
    """Count the fields that are not kept of records that are."""
    reasons = {"places": "a row has room for a point and its precision; write XLSX"}
    losses = []
    for item in fields(records[0]) if records else ():
        count = sum(getattr(r, item.name) != getattr(held[r.id], item.name) for r in records)
        reason = reasons.get(kind, "no claim is theirs, so that only the id is known")
        losses.append(Loss(kind=kind, field=item.name, count=count, total=total, reason=reason))
    return losses


WRITER: Final = Format(
    name="csv",
    title="CSV, one claim a row with its speaker, source and places",
    suffixes=(".csv",),
    save=_save,
)
