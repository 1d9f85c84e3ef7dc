"""A row of UCDP's table to a claim."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.model import PlaceRole, Quantity
from balkanroute.model.records import Role
from balkanroute.periods import Period
from balkanroute.readers import event_rows, event_values, peek
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.problems import PlaceLookup, Reading
from balkanroute.readers.protocol import Format, Options
from balkanroute.readers.ucdp.desk import LICENCE, NAME, TITLE, Desk
from balkanroute.readers.ucdp.reports import add_reports
from balkanroute.readers.ucdp.spots import HELD, add_place, where_of

_LOOKED_FOR: Final = frozenset(
    {"id", "type_of_violence", "where_prec", "date_prec", "side_a", "side_b", "best"}
)
_ROLES: Final[Mapping[int | None, Role]] = {1: "at", 2: "near", 5: "about", None: "about"}
_VIOLENCE: Final = {
    1: "state-based violence",
    2: "non-state violence",
    3: "one-sided violence",
}
_ONE_SIDED: Final = 3
_DEATHS: Final = {
    "deaths_a": "deaths, side A",
    "deaths_b": "deaths, side B",
    "deaths_civilians": "deaths, civilians",
    "deaths_unknown": "deaths, side unknown",
}
_CODES: Final = (
    "type_of_violence",
    "number_of_sources",
    "where_prec",
    "date_prec",
    "event_clarity",
)
_ESTIMATES: Final = ("low", "best", "high")
_FIGURES: Final = (*_ESTIMATES, *_DEATHS)
_DATES: Final = ("date_start", "date_end", "year")
_REPORTS: Final = frozenset({"source_article", "source_office", "source_date", "source_headline"})
#: Columns that stand in fields of ours without loss, whatever they say.
_TAKEN: Final = frozenset({"id", "best", "low", "high", *_DEATHS, *_REPORTS, *_CODES})
_TAKEN_WITH_PLACE: Final = _TAKEN | HELD
#: Columns whose cells hardly ever come again.
_UNLIKE: Final = frozenset({"relid", "where_description"})


def _look(path: Path) -> bool:
    """Tell whether a file is a table with UCDP GED's columns."""
    return set(peek.csv_columns(path)) >= _LOOKED_FOR


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:
    """Read the events of a table."""
    gathering = Gathering(path, NAME)
    agent = gathering.add(
        "agents",
        NAME,
        id=NAME,
        name="Uppsala Conflict Data Program (UCDP)",
        note="It coded these events from the reports that each of them names.",
    )
    source = gathering.add(
        "sources",
        NAME,
        id="ucdp-ged",
        title=TITLE,
        kind="dataset",
        publisher="Uppsala Conflict Data Program, Uppsala University",
        url="https://ucdp.uu.se/downloads/",
        licence=LICENCE,
    )
    desk = Desk(gathering, places, agent, source)
    with event_rows.uncollected():
        for number, cells in event_rows.rows(gathering, options, known=_LOOKED_FOR.issubset):
            with gathering.row(number):
                _add_event(desk, cells)
        return gathering.reading(recorder=agent, licence=LICENCE, note=_NOTE)


_NOTE: Final = (
    "Events of the UCDP Georeferenced Event Dataset, coded by UCDP; its figures are its own "
    "estimates. Cite UCDP and the edition of the dataset that was read."
)

READER: Final = Format(name=NAME, title=f"{TITLE}, CSV", suffixes=(".csv",), look=_look, load=_load)


def _add_event(desk: Desk, cells: Mapping[str, str]) -> None:
    """Add a row's claim, with its place and its sources."""
    key = event_values.word(cells.get("id", ""), "id")
    claim = f"ucdp-{key}"
    if desk.gathering.known("claims", claim):
        raise InvalidRecord(f"id {key[:40]!r} stands already in an earlier row")
    codes = _codes(*[cells.get(name, "") for name in _CODES])
    precision, violence = codes["where_prec"], codes["type_of_violence"]
    where = where_of(cells, precision)
    place, own = desk.spots.get(where) or add_place(desk, cells, precision)
    source, untold, entry = add_reports(desk, claim, cells, codes["number_of_sources"])
    taken = _TAKEN_WITH_PLACE if own and place else _TAKEN
    desk.gathering.add(
        "claims",
        claim,
        id=claim,
        says=_words(cells, violence),
        speaker=desk.agent,
        source=source,
        stance="estimates",
        about=_about(*[cells.get(name, "") for name in _DATES], codes["date_prec"]),
        where=(_role(place, precision),) if place else (),
        quantities=_quantities(*[cells.get(name, "") for name in _FIGURES]),
        topics=_topics(violence, desk.once(cells.get("conflict_name", ""))),
        extra={NAME: _extra(desk, cells, codes, taken) | untold},
    )
    # What the row cannot take back is kept when nothing of it can fail any more.
    desk.spots[where] = place, own
    if entry is not None:
        desk.gathering.put("sources", entry)


@lru_cache(maxsize=16_384)
def _codes(*texts: str) -> Mapping[str, int | None]:
    """Read the codes of a row, once for all rows that have the same; not to be changed."""
    cells = dict(zip(_CODES, texts, strict=True))
    return {name: event_values.code(cells, name) for name in _CODES}


def _extra(
    desk: Desk, cells: Mapping[str, str], codes: Mapping[str, int | None], taken: frozenset[str]
) -> dict[str, Any]:
    """Give what the row says beyond our fields: codes as numbers, the rest word for word."""
    once = desk.texts.setdefault
    found: dict[str, Any] = {name: value for name, value in codes.items() if value is not None}
    for name, cell in cells.items():
        if cell and name not in taken:
            found[name] = cell if name in _UNLIKE else once(cell, cell)
    return found


@lru_cache(maxsize=16_384)
def _role(place: str, precision: int | None) -> PlaceRole:
    """Say what the place is to the event."""
    return PlaceRole(place=place, role=_ROLES.get(precision, "within"))


@lru_cache(maxsize=4_096)
def _topics(violence: int | None, conflict: str) -> tuple[str, ...]:
    """Give the kind of violence and the conflict."""
    return tuple(filter(None, (_VIOLENCE.get(violence or 0), conflict.strip())))


def _words(cells: Mapping[str, str], violence: int | None) -> str:
    """Say in a plain sentence what the codes of a row say."""
    kind = _VIOLENCE.get(violence or 0, "organised violence")
    one, other = cells.get("side_a", "").strip(), cells.get("side_b", "").strip()
    where = [cells.get(name, "").strip() for name in ("where_coordinates", "country")]
    spot = ", ".join(dict.fromkeys(filter(None, where)))
    sides = _against(one, other) if violence == _ONE_SIDED else _between(one, other)
    return f"{kind[0].upper()}{kind[1:]}{sides}{f': {spot}' if spot else ''}."


def _against(one: str, other: str) -> str:
    """Say who attacked whom."""
    whom = other.lower() if other == "Civilians" else other
    return f"{f' by {one}' if one else ''}{f' against {whom}' if whom else ''}"


def _between(one: str, other: str) -> str:
    """Say who fought whom."""
    if one and other:
        return f" between {one} and {other}"
    return f" with {one or other}" if one or other else ""


@lru_cache(maxsize=65_536)
def _about(first: str, last: str, year: str, precision: int | None) -> Period | None:
    """
    Give the period of an event, no more precise than ``date_prec`` says.

    The span of ``date_start`` and ``date_end``, which the codebook has as the earliest and the
    latest day: a whole month or year is written as one. Where the day is not known and both are
    the same, it is that day, marked as approximate.
    """
    start = event_values.day(first, "date_start")
    end = event_values.day(last, "date_end") or start
    start = start or end
    if start is None or end is None:
        return event_values.period(year.strip()) if year.strip() else None
    if start == end:
        return event_values.period(start if precision in {1, None} else f"{start}~")
    return event_values.period(event_values.whole(start, end) or f"{start}/{end}")


@lru_cache(maxsize=65_536)
def _quantities(*texts: str) -> tuple[Quantity, ...]:
    """Give the deaths: low, best and high in one figure, and by side; once for equal rows."""
    told = {
        name: event_values.read_figure(text, name)
        for name, text in zip(_FIGURES, texts, strict=True)
    }
    low, best, high = told["low"], told["best"], told["high"]
    given = [number for number in (low, best, high) if number is not None]
    if given == sorted(given):
        found = [_deaths(low, best, high)] if given else []
    else:
        found = [
            event_values.amount(f"deaths, {name} estimate", "person", number)
            for name in _ESTIMATES
            if (number := told[name]) is not None
        ]
    found += [
        event_values.amount(what, "person", number)
        for name, what in _DEATHS.items()
        if (number := told[name]) is not None
    ]
    return tuple(found)


@lru_cache(maxsize=16_384)
def _deaths(low: float | None, best: float | None, high: float | None) -> Quantity:
    """Make the estimate of all deaths, once for all rows that have it."""
    return Quantity(what="deaths", unit="person", low=low, best=best, high=high)
