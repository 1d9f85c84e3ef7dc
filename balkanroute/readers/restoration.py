"""
Records of ours from the tables that hold them, also where somebody has edited those since.

What a row says wins; what it points to and is gone is left out and said. A claim or a leg that
cannot stand without what is gone is listed as not read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import msgspec
from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord
from balkanroute.model import KINDS, TABLES, Agent, Claim, Place, Route, Source, columns_of
from balkanroute.model import from_plain as made_of
from balkanroute.readers.gathering import Gathering, id_of

#: Cells that hold JSON.
_JSON: Final = frozenset(
    {
        "derived_from", "extra", "names", "ids", "legs", "where", "routes", "quantities",
        "topics", "relations", "at",
    }
)  # fmt: skip
#: Cells of free text, in which an empty text is said.
_TEXTS: Final = frozenset(
    {
        "title", "name", "publisher", "url", "archived_url", "language", "licence", "note",
        "role", "provenance", "within", "definition", "gazetteer", "says", "quote", "summary",
    }
)  # fmt: skip


@dataclass(slots=True)
class Row:
    """
    A record as a table held it.

    Parameters
    ----------
    number
        Of the row or the feature, from 1.
    words
        What to call it.
    plain
        Its plain data, without geometry.
    geometry
        Of a place.
    shapes
        Of the legs of a route.
    """

    number: int
    words: str
    plain: dict[str, Any]
    geometry: BaseGeometry | None = None
    shapes: Sequence[BaseGeometry | None] = ()


Rows = dict[str, list[Row]]


def no_rows() -> Rows:
    """
    Give lists to be filled.

    Returns
    -------
    dict
        An empty list for each list of an atlas.
    """
    return {kind: [] for kind in KINDS}


def plain_of(
    kind: str, cells: Mapping[str, Any], owner: str, shown: Collection[str] = ()
) -> dict[str, Any]:
    """
    Give the cells of a row as plain data.

    Parameters
    ----------
    kind
        The list it is of, or ``atlas``.
    cells
        By column; None and NaN are not said.
    owner
        Name of the format, under which columns of somebody else's are kept in ``extra``.
    shown
        Columns that follow from others and are not read.

    Returns
    -------
    dict
        As `balkanroute.model.from_plain` takes it.

    Raises
    ------
    InvalidRecord
        When a cell that should hold JSON does not.
    """
    known = _known(kind)
    plain: dict[str, Any] = {}
    foreign: dict[str, Any] = {}
    for name, value in cells.items():
        if value is None or name in shown or (value == "" and name not in _TEXTS):
            continue
        if isinstance(value, float) and not math.isfinite(value):
            continue
        if name not in known:
            foreign[name] = value if isinstance(value, str | int | float | bool) else str(value)
        else:
            plain[name] = _decoded(name, value)
    if foreign:
        plain["extra"] = {**_mapping(plain.get("extra")), owner: foreign}
    return plain


def _known(kind: str) -> frozenset[str]:
    """Name the columns of a list, geometry aside."""
    return frozenset(columns_of(kind)) - {"geometry"}


def _mapping(value: object) -> Mapping[str, Any]:
    """Give a mapping back, and an empty one for all else."""
    return value if isinstance(value, Mapping) else {}


def _decoded(name: str, value: Any) -> Any:  # noqa: ANN401 - a cell
    """Give a cell as plain data."""
    if name in _JSON and isinstance(value, str):
        try:
            return msgspec.json.decode(value)
        except (msgspec.DecodeError, RecursionError) as reason:
            raise InvalidRecord(f"{name}: expected JSON, found {value[:40]!r} ({reason})") from None
    if name == "credibility" and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


@dataclass(slots=True)
class Restoration:
    """
    Makes the records of an atlas of its rows.

    Parameters
    ----------
    gathering
        Where the records go, and what is odd about them.
    rows
        By list.
    """

    gathering: Gathering
    rows: Rows
    _made: dict[str, dict[str, tuple[Row, Any]]] = field(default_factory=dict)

    def restore(self) -> None:
        """
        Put every record that stands into the gathering.

        Notes
        -----
        A reference to what is gone is left out with a warning. A claim without its speaker or
        source, a leg without an end, and a route without legs are listed as not read.
        """
        for kind in KINDS:
            self._made[kind] = self._records(kind)
        self._drop("claims", self._claim_stands)
        self._drop("routes", self._route_stands)
        menders: dict[str, Callable[[Row, Any], Any]] = {
            "sources": self._source,
            "agents": self._agent,
            "places": lambda _, place: place,
            "routes": self._route,
            "claims": self._claim,
        }
        for kind, mend in menders.items():
            for row, record in self._made[kind].values():
                self.gathering.put(kind, mend(row, record))

    def _records(self, kind: str) -> dict[str, tuple[Row, Any]]:
        """Make the records of a list, each with an id of its own."""
        made: dict[str, tuple[Row, Any]] = {}
        for row in self.rows[kind]:
            if not row.plain.get("id") and kind != "claims":
                name = str(row.plain.get("name") or row.plain.get("title") or "")
                row.plain["id"] = _free(id_of(name, KINDS[kind]), made)
            record = self._record(kind, row)
            if record is None:
                continue
            if record.id in made:
                free = _free(record.id, made)
                message = f"the id {record.id!r} stands twice; this one becomes {free!r}"
                self.gathering.warn(row.number, message, row.words)
                record = replace(record, id=free)
            made[record.id] = (row, record)
        return made

    def _record(self, kind: str, row: Row) -> Any:  # noqa: ANN401 - a record of the kind
        """Make a record, or list its row as not read."""
        record, problems = made_of(TABLES[kind], row.plain)
        try:
            if record is not None:
                return _with_shapes(record, row)
        except InvalidRecord as reason:
            # What is said of a place does not hang on how somebody has drawn it.
            self.gathering.warn(row.number, f"{reason}; it is kept without geometry", row.words)
            return record
        reasons = "; ".join(str(problem) for problem in problems)
        self.gathering.skip(row.number, reasons, row.words)
        return None

    def _drop(self, kind: str, stands: Callable[[Any], str | None]) -> None:
        """Leave out the records that cannot stand."""
        for key, (row, record) in list(self._made[kind].items()):
            gone = stands(record)
            if gone:
                del self._made[kind][key]
                self.gathering.skip(row.number, gone, row.words)

    def _claim_stands(self, claim: Claim) -> str | None:
        """Say what a claim lacks to stand."""
        for kind, key in (("agents", claim.speaker), ("sources", claim.source)):
            if key not in self._made[kind]:
                return f"claim {claim.id!r}: its {KINDS[kind]} {key!r} is not in the file"
        return None

    def _route_stands(self, route: Route) -> str | None:
        """Say what a route lacks to stand."""
        places = self._made["places"]
        if any(leg.origin in places and leg.destination in places for leg in route.legs):
            return None
        return f"route {route.id!r}: no leg of it has both its places in the file"

    def _source(self, row: Row, source: Source) -> Source:
        """Leave out the parents that are gone."""
        kept = self._kept(row, "sources", source.derived_from, lambda key: key)
        return replace(source, derived_from=kept) if kept != source.derived_from else source

    def _agent(self, row: Row, agent: Agent) -> Agent:
        """Leave out a body that is gone."""
        kept = self._one(row, "agents", agent.member_of)
        return replace(agent, member_of=kept) if kept != agent.member_of else agent

    def _route(self, row: Row, route: Route) -> Route:
        """Leave out the legs whose ends are gone, and the claims of others."""
        legs = []
        for leg in route.legs:
            gone = [k for k in (leg.origin, leg.destination) if k not in self._made["places"]]
            if gone:
                message = f"a leg of route {route.id!r} is left out: place {gone[0]!r} is gone"
                self.gathering.warn(row.number, message, row.words)
                continue
            over = self._one(row, "places", leg.over)
            claims = self._kept(row, "claims", leg.claims, lambda key: key)
            same = over == leg.over and claims == leg.claims
            legs.append(leg if same else replace(leg, over=over, claims=claims))
        return route if legs == list(route.legs) else replace(route, legs=tuple(legs))

    def _claim(self, row: Row, claim: Claim) -> Claim:
        """Leave out the places, routes, claims and recorder that are gone."""
        new: dict[str, Any] = {
            "recorder": self._one(row, "agents", claim.recorder),
            "where": self._kept(row, "places", claim.where, lambda entry: entry.place),
            "routes": self._kept(row, "routes", claim.routes, lambda entry: entry.route),
            "relations": tuple(
                relation
                if relation.by is None or relation.by in self._made["agents"]
                else replace(relation, by=self._one(row, "agents", relation.by))
                for relation in self._kept(
                    row, "claims", claim.relations, lambda relation: relation.claim
                )
            ),
        }
        changed = {name: value for name, value in new.items() if value != getattr(claim, name)}
        return replace(claim, **changed) if changed else claim

    def _one(self, row: Row, kind: str, key: str | None) -> str | None:
        """Give a reference back unless what it points to is gone."""
        kept = self._kept(row, kind, () if key is None else (key,), lambda one: one)
        return kept[0] if kept else None

    def _kept(
        self, row: Row, kind: str, entries: tuple[Any, ...], key: Callable[[Any], str]
    ) -> tuple[Any, ...]:
        """Give the entries back that point to what is there."""
        known = self._made[kind]
        gone = [key(entry) for entry in entries if key(entry) not in known]
        for missing in gone:
            message = (
                f"{KINDS[kind]} {missing!r} is not in the file; what pointed to it is left out"
            )
            self.gathering.warn(row.number, message, row.words)
        return tuple(entry for entry in entries if key(entry) in known) if gone else entries


def _free(wished: str, taken: Collection[str]) -> str:
    """Give an id that is not taken."""
    number = 2
    found = wished
    while found in taken:
        found, number = f"{wished}-{number}", number + 1
    return found


def _with_shapes(record: Any, row: Row) -> Any:  # noqa: ANN401 - a record
    """Give a place or the legs of a route their geometry."""
    if isinstance(record, Place) and row.geometry is not None:
        return replace(record, geometry=row.geometry)
    if isinstance(record, Route) and any(shape is not None for shape in row.shapes):
        legs = zip(record.legs, row.shapes, strict=True)
        shaped = (leg if shape is None else replace(leg, geometry=shape) for leg, shape in legs)
        return replace(record, legs=tuple(shaped))
    return record


def header_of(gathering: Gathering, plain: Mapping[str, Any]) -> dict[str, Any]:
    """
    Read the atlas' own fields, once its records are gathered.

    Parameters
    ----------
    gathering
        Holds the agents, among which the recorder must be.
    plain
        The fields as plain data.

    Returns
    -------
    dict
        As `Gathering.reading` takes them; what cannot be is left out with a warning.
    """
    given = {name: value for name, value in plain.items() if name not in KINDS}
    recorder = given.pop("recorder", None)
    made, problems = made_of(TABLES["atlas"], {"title": "-", **given})
    if made is None:
        for problem in problems:
            gathering.warn(1, str(problem), "atlas")
        wrong = {str(problem.path[0]) for problem in problems if problem.path}
        left = {name: value for name, value in given.items() if name not in wrong}
        made, _ = made_of(TABLES["atlas"], {"title": "-", **left}) if wrong else (None, [])
    header: dict[str, Any] = {}
    if made is not None:
        header = {name: getattr(made, name) for name in columns_of("atlas") if name in given}
    if recorder is not None and gathering.known("agents", recorder) is not None:
        header["recorder"] = recorder
    elif recorder is not None:
        gathering.warn(1, f"recorder {recorder!r} is not among the agents; left out", "atlas")
    return header


def claims_of(rows: Iterable[tuple[int, dict[str, Any]]], gathering: Gathering) -> list[Row]:
    """
    Put together the rows of each claim, of which there is one for every place.

    Parameters
    ----------
    rows
        The number of each row, and its plain data with ``place`` and ``role``.
    gathering
        Told where rows of one claim differ.

    Returns
    -------
    list of Row
        A row a claim, in the order of the first of each; a row without an id is a claim of its
        own.
    """
    found: dict[object, Row] = {}
    for number, plain in rows:
        place, role = plain.pop("place", None), plain.pop("role", None)
        key = plain.get("id") or number
        row = found.get(key)
        if row is None:
            row = found[key] = Row(number, f"claim {plain.get('id') or number}", plain)
        elif {**row.plain, "where": None} != {**plain, "where": None}:
            message = "another row of the claim says otherwise; the first row is taken"
            gathering.warn(number, message, row.words)
        if place is not None:
            entry = {"place": place} if role is None else {"place": place, "role": role}
            row.plain.setdefault("where", []).append(entry)
    return list(found.values())
