"""
ACLED (Armed Conflict Location & Event Data), as CSV that the user exported.

One row is one event: a claim of ACLED. Its terms of use bar passing its rows on, so by default an
atlas takes the facts that the codes hold, in words of its own, and neither ACLED's notes nor its
rows; with ``keep_rows`` both are kept and the atlas says under which terms.

The codes are those of the ACLED Codebook, in its chapters on space and on time:

``geo_precision``
    1 a named town or spot is known; 2 a part of a region, or near a town; 3 a larger region, for
    which a town or a provincial capital stands.
``time_precision``
    1 the day; 2 the week; 3 the month.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from shapely import Point

from balkanroute.errors import InvalidRecord
from balkanroute.gazetteer.entries import settlement_precision_m
from balkanroute.model import PlaceRole, Quantity
from balkanroute.model.records import Role
from balkanroute.periods import MONTHS, Period
from balkanroute.readers import event_rows, event_values, peek
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.outlines import add_outline, country_key, region_key
from balkanroute.readers.problems import PlaceLookup, Reading
from balkanroute.readers.protocol import Format, Options

NAME: Final = "acled"
_TITLE: Final = "Armed Conflict Location & Event Data (ACLED)"
_LOOKED_FOR: Final = frozenset({"event_id_cnty", "event_date", "event_type"})
#: How far an event may be from the point given, in metres, by ``geo_precision``. ACLED gives no
#: figures: 1 is taken as the gazetteer takes a settlement of unknown size, 2 as it takes a
#: second-order division, 20 km, which is an assumption of this project.
PRECISION_M: Final = {1: settlement_precision_m(None), 2: 20_000.0}
_REGION: Final = 3
_ROLES: Final[Mapping[int | None, Role]] = {1: "at", 2: "near", 3: "within"}
_WEEK, _MONTH = 2, 3
_WRITTEN: Final = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})", re.ASCII)
_TERMS: Final = (
    "ACLED's terms of use bar passing its data on in its own form, ask to be named with the day "
    "of access, and may need an agreement with ACLED for other uses; see acleddata.com."
)
_FACTS: Final = (
    "Facts from codes of an ACLED export, in words of this atlas; ACLED's notes and rows are "
    f"left out. {_TERMS}"
)
_ROWS: Final = (
    f"With the notes and rows of an ACLED export, at the wish of whoever read it. {_TERMS}"
)
#: Codes that are kept as figures in any case.
_CODES: Final = ("geo_precision", "time_precision")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What stays the same from row to row."""

    gathering: Gathering
    places: PlaceLookup
    keep_rows: bool
    numbers: event_rows.Numbers = field(default_factory=event_rows.Numbers)


def _look(path: Path) -> bool:
    """Tell whether a file is a table with ACLED's columns."""
    return set(peek.csv_columns(path)) >= _LOOKED_FOR


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:
    """Read the events of a table."""
    gathering = Gathering(path, NAME)
    agent = gathering.add(
        "agents", NAME, id=NAME, name=_TITLE, note="It coded these events from reports."
    )
    desk = _Desk(gathering, places, options.keep_rows)
    with event_rows.uncollected():
        for number, cells in event_rows.rows(gathering, options, known=_LOOKED_FOR.issubset):
            with gathering.row(number):
                _add_event(desk, cells)
        note = _ROWS if options.keep_rows else _FACTS
        licence = "ACLED terms of use" + ("; not to be passed on" if options.keep_rows else "")
        return gathering.reading(recorder=agent, licence=licence, note=note)


READER: Final = Format(
    name=NAME, title=f"{_TITLE}, a CSV export", suffixes=(".csv",), look=_look, load=_load
)


def _add_event(desk: _Desk, cells: Mapping[str, str]) -> None:
    """Add a row's claim, with its place and its source."""
    key = event_values.word(cells.get("event_id_cnty", ""), "event_id_cnty")
    claim = f"acled-{key}"
    if desk.gathering.known("claims", claim):
        raise InvalidRecord(f"event_id_cnty {key[:40]!r} stands already in an earlier row")
    codes = {name: event_values.code(cells, name) for name in _CODES}
    place = _place(desk, cells, codes["geo_precision"])
    fields: dict[str, Any] = {}
    if desk.keep_rows and cells.get("notes", "").strip():
        fields["quote"] = cells["notes"]
    desk.gathering.add(
        "claims",
        claim,
        id=claim,
        says=_words(cells),
        speaker=NAME,
        source=_source(desk, claim, key, cells),
        stance="reports",
        about=_about(cells, codes["time_precision"]),
        where=(_role(place, codes["geo_precision"]),) if place else (),
        quantities=_quantities(cells),
        topics=_topics(*(cells.get(name, "") for name in _TOPICS)),
        extra={NAME: _extra(desk, cells, codes)},
        **fields,
    )


_TOPICS: Final = ("disorder_type", "event_type", "sub_event_type")


def _extra(
    desk: _Desk, cells: Mapping[str, str], codes: Mapping[str, int | None]
) -> dict[str, Any]:
    """Give the codes as figures, and the rest of the row only where it is asked for."""
    found: dict[str, Any] = {}
    if desk.keep_rows:
        found |= event_values.kept(cells, frozenset({"notes", *_CODES}))
    elif codes["geo_precision"] == _REGION:
        # The point and the town that stand for the region, which may be drawn as an outline.
        found |= {name: cells[name] for name in _STAND_IN if cells.get(name)}
    return found | {name: value for name, value in codes.items() if value is not None}


_STAND_IN: Final = ("location", "latitude", "longitude")


@lru_cache(maxsize=16_384)
def _role(place: str, precision: int | None) -> PlaceRole:
    """Say what the place is to the event."""
    return PlaceRole(place=place, role=_ROLES.get(precision, "about"))


@lru_cache(maxsize=4_096)
def _topics(*words: str) -> tuple[str, ...]:
    """Give the kinds of an event, each once."""
    return tuple(dict.fromkeys(word.strip().lower() for word in words if word.strip()))


def _words(cells: Mapping[str, str]) -> str:
    """Say in a plain sentence what the codes of a row say."""
    broad, narrow = cells.get("event_type", "").strip(), cells.get("sub_event_type", "").strip()
    kind = f"{narrow} ({broad.lower()})" if narrow and broad else narrow or broad or "Event"
    sides = [cells.get(name, "").strip() for name in ("actor1", "actor2")]
    named = " and ".join(filter(None, sides))
    spots = [cells.get(name, "").strip() for name in ("location", "admin1", "country")]
    where = ", ".join(dict.fromkeys(filter(None, spots)))
    return f"{kind}{f' involving {named}' if named else ''}{f': {where}' if where else ''}."


def _about(cells: Mapping[str, str], precision: int | None) -> Period | None:
    """
    Give the period of an event, no more precise than ``time_precision`` says.

    For a week it is the calendar week of the coded day, Monday to Sunday, marked as approximate:
    ACLED picks a day of the week that was reported and does not say where that week begins.
    """
    text = cells.get("event_date", "")
    coded = _day(text)
    if coded is None:
        year = cells.get("year", "").strip()
        return event_values.period(year) if year else None
    if precision == _MONTH:
        return event_values.period(coded[:7])
    if precision == _WEEK:
        return event_values.period(_week(coded))
    return event_values.period(coded)


@lru_cache(maxsize=16_384)
def _week(coded: str) -> str:
    """Give the calendar week of a day."""
    middle = date.fromisoformat(coded)
    try:
        monday = middle - timedelta(days=middle.weekday())
        return f"{monday}~/{monday + timedelta(days=6)}~"
    except OverflowError:
        return f"{coded}~"


@lru_cache(maxsize=16_384)
def _day(text: str) -> str | None:
    """Read a day that is written in figures, year first, or with the month's English name."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        return event_values.day(text, "event_date")
    word = match[2].lower()
    found = [number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(word)]
    if len(found) != 1:
        raise InvalidRecord(f"event_date is a day such as 2023-02-16, found {text[:40]!r}")
    return event_values.day(f"{match[3]}-{found[0]:02}-{int(match[1]):02}", "event_date")


def _quantities(cells: Mapping[str, str]) -> tuple[Quantity, ...]:
    """Give the fatalities, where a figure is given; 0 is one."""
    number = event_values.figure(cells, "fatalities")
    if number is None:
        return ()
    return (event_values.amount("reported fatalities", "person", number),)


def _source(desk: _Desk, claim: str, key: str, cells: Mapping[str, str]) -> str:
    """Add the event's entry in ACLED, with the names of the outlets that it was coded from."""
    outlets = [name.strip() for name in cells.get("source", "").split(";")]
    named = ", ".join(filter(None, outlets))
    return desk.gathering.add(
        "sources",
        claim,
        id=claim,
        title=f"ACLED, event {key}",
        kind="dataset",
        publisher="ACLED",
        url="https://acleddata.com/",
        licence="ACLED terms of use",
        note=f"Coded from reports of: {named}." if named else None,
    )


def _place(desk: _Desk, cells: Mapping[str, str], precision: int | None) -> str | None:
    """Add the place of an event as what it is: a spot, an outline, or a name without geometry."""
    spot = event_values.point(cells.get("latitude", ""), cells.get("longitude", ""))
    given = {name: cells.get(name, "").strip() for name in _PLACE_COLUMNS}
    if precision == _REGION:
        country = country_key(given["country"])
        key = region_key(given["admin1"], country) if country else None
        outline = add_outline(desk.gathering, desk.places, key) if key else None
        if outline is not None:
            return outline
    shown = given["admin1"] if precision == _REGION else given["location"]
    shown = shown or next(filter(None, given.values()), "")
    return _named(desk, given, shown, precision, spot) if shown else None


_PLACE_COLUMNS: Final = (
    "location", "admin3", "admin2", "admin1", "country", "latitude", "longitude",
)  # fmt: skip


def _named(
    desk: _Desk, given: dict[str, str], shown: str, precision: int | None, spot: Point | None
) -> str:
    """Add a place of its own."""
    key = (*given.values(), precision)
    known = desk.gathering.known("places", key)
    if known is not None:
        return known
    drawn = spot is not None and precision in PRECISION_M
    left = {name: text for name, text in given.items() if text and text != shown}
    if drawn:
        left = {name: text for name, text in left.items() if not name.endswith("itude")}
    return desk.gathering.add(
        "places",
        key,
        id=desk.numbers.next("spot"),
        name=shown,
        kind="region" if precision == _REGION else "area",
        geometry=spot if drawn else None,
        precision_m=PRECISION_M[precision] if drawn and precision else None,
        provenance=_TITLE if drawn else None,
        note=None if drawn or spot is None else _UNDRAWN,
        extra={NAME: left} if left else {},
    )


_UNDRAWN: Final = (
    "ACLED gives a point that stands for a larger area, or does not say how good it is; it is "
    "kept under extra and not drawn."
)
