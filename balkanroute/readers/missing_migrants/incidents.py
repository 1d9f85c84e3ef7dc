"""A row of the project's table to a claim."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from shapely import Point

from balkanroute.errors import InvalidRecord
from balkanroute.model import PlaceRole, Quantity, Relation
from balkanroute.model.checks import is_link
from balkanroute.readers import event_rows, event_values, peek
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.missing_migrants.columns import SPELLINGS, is_known, spelled
from balkanroute.readers.missing_migrants.dates import period_of
from balkanroute.readers.outlines import add_outline, country_key
from balkanroute.readers.problems import PlaceLookup, Reading
from balkanroute.readers.protocol import Format, Options

NAME: Final = "missing-migrants"
_AGENT: Final = "missing-migrants-project"
_TITLE: Final = "IOM Missing Migrants Project"
_LICENCE: Final = "CC-BY-4.0"
_NOTE: Final = (
    "Incidents of IOM's Missing Migrants Project. Its figures are lowest estimates, and most of "
    "its locations are approximate. Name IOM's Missing Migrants Project and link to it."
)
#: How far an incident may be from its coordinate, in metres. The project says that most locations
#: are approximate and gives no figure; this is what the gazetteer takes for a second-order
#: division, an assumption of this project.
PRECISION_M: Final = 20_000.0
_LENGTH: Final = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)\s*(km|kilomet(?:re|er)s?|m|met(?:re|er)s?)")
_NOWHERE: Final = re.compile(r"\b(unspecified|unknown|undetermined|not specified)\b", re.IGNORECASE)
_NOWHERE_IN: Final = re.compile(
    r"(?:unspecified|unknown) location in (?:the )?([^,;()]+)", re.IGNORECASE
)
_WKT: Final = re.compile(r"POINT\s*\(\s*(\S+)\s+(\S+)\s*\)", re.IGNORECASE)
_FIGURES: Final = ("dead", "missing", "total", "survivors", "females", "males", "children")
_TAKEN: Final = ("incident", "url")


@dataclass(slots=True)
class _Desk:
    """What stays the same from row to row, and which incidents belong together."""

    gathering: Gathering
    places: PlaceLookup
    columns: dict[str, str] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    mains: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    numbers: event_rows.Numbers = field(default_factory=event_rows.Numbers)


def _look(path: Path) -> bool:
    """Tell whether a file is a table with the project's columns."""
    return is_known(peek.csv_columns(path))


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:
    """Read the incidents of a table."""
    gathering = Gathering(path, NAME)
    gathering.add(
        "agents",
        "project",
        id=_AGENT,
        name=_TITLE,
        note="It recorded these incidents from the sources that each of them names.",
    )
    desk = _Desk(gathering, places)
    with event_rows.uncollected():
        for number, cells in event_rows.rows(gathering, options, known=is_known):
            desk.columns = desk.columns or spelled(cells)
            told = {name: cells.get(desk.columns.get(name, ""), "").strip() for name in SPELLINGS}
            with gathering.row(number):
                _add_incident(desk, number, told, cells)
        _link_parts(desk)
        return gathering.reading(recorder=_AGENT, licence=_LICENCE, note=_NOTE)


READER: Final = Format(
    name=NAME, title=f"{_TITLE}, CSV", suffixes=(".csv",), look=_look, load=_load
)


def _add_incident(
    desk: _Desk, number: int, told: Mapping[str, str], cells: Mapping[str, str]
) -> None:
    """Add a row's claim, with its place and its sources."""
    key = event_values.word(told["incident"] or told["main"], "incident id")
    same = hash(tuple(cells.items()))
    if same in desk.rows:
        raise InvalidRecord(f"the same row of incident {key[:40]!r} stands already above")
    kind = told["type"].lower()
    cumulative = "cumulative" in kind
    place = _place(desk, told)
    wished = _claim_id(desk, key)
    claim = desk.gathering.add(
        "claims",
        (wished, number),
        id=wished,
        says=_words(told),
        speaker=_speaker(desk, told["source"]),
        source=_source(desk, wished, told),
        stance="reports",
        about=period_of(told["date"], told["month"], told["year"], rough=cumulative),
        where=(place,) if place else (),
        quantities=_quantities(desk, number, told),
        topics=tuple(filter(None, (told["cause"], told["route"]))),
        note=_CUMULATIVE if cumulative else None,
        extra={NAME: _extra(desk, cells, cumulative=cumulative, split="split" in kind)},
    )
    desk.rows.add(same)
    if desk.seen.get(key, 0):
        message = f"incident {key[:40]!r} stands already above, with other words; both are kept"
        desk.gathering.warn(number, message)
    desk.seen[key] = desk.seen.get(key, 0) + 1
    if told["main"]:
        desk.mains.setdefault(told["main"], []).append((key, claim))


_CUMULATIVE: Final = "A sum of several incidents, reported together for a time up to its date."


def _claim_id(desk: _Desk, key: str) -> str:
    """Give a row's claim an id: the incident's, with a number where it stands more than once."""
    count = desk.seen.get(key, 0)
    return f"mmp-{key}-{count + 1}" if count else f"mmp-{key}"


def _extra(
    desk: _Desk, cells: Mapping[str, str], *, cumulative: bool, split: bool
) -> dict[str, Any]:
    """Give what the row says beyond our fields, word for word, and what kind of incident it is."""
    taken = frozenset(desk.columns.get(name, "") for name in _TAKEN)
    found: dict[str, Any] = dict(event_values.kept(cells, taken))
    found |= {"cumulative": True} if cumulative else {}
    return found | ({"split": True} if split else {})


def _link_parts(desk: _Desk) -> None:
    """Link each part of an incident that was split to its main incident."""
    for main, parts in desk.mains.items():
        if len(parts) == 1:
            continue
        first = next((claim for key, claim in parts if key == main), parts[0][1])
        for _, claim in parts:
            if claim == first:
                continue
            record = desk.gathering.record("claims", claim)
            link = Relation(kind="narrows", claim=first, note=_PART)
            desk.gathering.put("claims", replace(record, relations=(link,)))


_PART: Final = "A part of the same incident, which the project counts apart."


def _quantities(desk: _Desk, number: int, told: Mapping[str, str]) -> tuple[Quantity, ...]:
    """Give the figures, counts apart from lowest estimates; what is below zero is left as text."""
    found: list[Quantity] = []
    for name in _FIGURES:
        value = event_values.read_figure(told[name], name)
        if value is None:
            continue
        if value < 0:
            desk.gathering.warn(number, f"{name} is {value}, which counts nobody; kept as text")
            continue
        least = name == "missing" or (name == "total" and told["missing"] not in {"", "0"})
        what = "dead and missing" if name == "total" else name
        found.append(_least(what, value) if least else event_values.amount(what, "person", value))
    return tuple(found)


def _least(what: str, value: float) -> Quantity:
    """Make a lowest estimate."""
    return Quantity(what=what, unit="person", low=value)


def _words(told: Mapping[str, str]) -> str:
    """Say in a plain sentence what a row says."""
    parts = []
    for name, form in (("dead", "{} dead"), ("missing", "at least {} missing")):
        if _counts(told[name]):
            parts.append(form.format(told[name]))
    if _counts(told["survivors"]):
        parts.append(f"{told['survivors']} survived")
    counted = ", ".join(parts) or "Migrants dead or missing"
    cause = f" ({told['cause']})" if told["cause"] else ""
    where = told["location"] or told["country"]
    route = f"; route: {told['route']}" if told["route"] else ""
    return f"{counted[0].upper()}{counted[1:]}{cause}{f': {where}' if where else ''}{route}."


def _counts(value: str) -> bool:
    """Tell whether a figure counts somebody; one below zero does not."""
    return value not in {"", "0"} and not value.startswith(("-", "\u2212"))


def _speaker(desk: _Desk, name: str) -> str:
    """Add who told of an incident, where that is one; of several, the project speaks."""
    if not name or re.search(r"[,;/&\n]|\band\b", name):
        return _AGENT
    known = desk.gathering.known("agents", ("source", name))
    if known is not None:
        return known
    return desk.gathering.add(
        "agents", ("source", name), id=desk.numbers.next("informant"), name=name
    )


def _source(desk: _Desk, claim: str, told: Mapping[str, str]) -> str:
    """Give the source of an incident: its one address, or its entry, derived from its addresses."""
    addresses = [word.strip(" ,;") for word in re.split(r"[\s;]+|,(?=\s*https?:)", told["url"])]
    addresses = [*dict.fromkeys(filter(None, addresses))]
    if not all(map(is_link, addresses)):
        # What is no address may be part of one: nothing is cut.
        addresses = [told["url"]]
    if len(addresses) == 1:
        return _address(desk, addresses[0], told["source"])
    parents = tuple(_address(desk, address, told["source"]) for address in addresses)
    return desk.gathering.add(
        "sources",
        ("entry", claim),
        id=claim,
        title=f"{_TITLE}, incident {told['incident'] or told['main']}",
        kind="dataset",
        publisher=_TITLE,
        licence=_LICENCE,
        derived_from=parents,
        note=f"Information source: {told['source']}" if told["source"] else None,
    )


def _address(desk: _Desk, address: str, name: str) -> str:
    """Add the document at an address, once for all incidents that it tells of."""
    known = desk.gathering.known("sources", address)
    if known is not None:
        return known
    return desk.gathering.add(
        "sources",
        address,
        id=desk.numbers.next("report"),
        title=name or address,
        publisher=name or None,
        url=address,
    )


def _place(desk: _Desk, told: Mapping[str, str]) -> PlaceRole | None:
    """Add the place of an incident: a disc, an outline, or a name without geometry."""
    spot = _point(told["coordinates"])
    name, country = told["location"], told["country"]
    nowhere = _NOWHERE_IN.search(name)
    key = country_key(nowhere[1].strip()) if nowhere else None
    outline = add_outline(desk.gathering, desk.places, key) if key else None
    if outline is not None:
        return PlaceRole(place=outline, role="within")
    shown = name or country or told["coordinates"]
    if not shown:
        return None
    known = desk.gathering.known("places", (shown, country, told["coordinates"], told["accuracy"]))
    drawn = spot is not None and not _NOWHERE.search(name)
    made = known or desk.gathering.add(
        "places",
        (shown, country, told["coordinates"], told["accuracy"]),
        id=desk.numbers.next("spot"),
        name=shown,
        geometry=spot if drawn else None,
        precision_m=_precision(told["accuracy"]) if drawn else None,
        provenance=_TITLE if drawn else None,
        note=None if drawn or spot is None else _UNDRAWN,
        extra={} if drawn or spot is None else {NAME: {"coordinates": told["coordinates"]}},
    )
    return PlaceRole(place=made, role="near" if drawn else "about")


_UNDRAWN: Final = (
    "The project says that the location is not known; its coordinate is kept under extra and not "
    "drawn."
)


def _precision(text: str) -> float:
    """Give how near a coordinate is: as the row says, if it says a length."""
    match = _LENGTH.fullmatch(text.lower())
    if match is None:
        return PRECISION_M
    return float(match[1]) * (1_000 if match[2].startswith("k") else 1)


def _point(text: str) -> Point | None:
    """Read a coordinate: latitude and longitude with a comma between, or a point in WKT."""
    if not text:
        return None
    wkt = _WKT.fullmatch(text)
    if wkt is not None:
        return event_values.point(wkt[2], wkt[1])
    parts = text.split(",")
    if len(parts) != 2:  # noqa: PLR2004 - latitude and longitude
        raise InvalidRecord(f"coordinates are 'latitude, longitude', found {text[:40]!r}")
    return event_values.point(*parts)
