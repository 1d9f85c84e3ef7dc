"""Rows of a lone spreadsheet to records: each claim with its speaker, its source and its places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, TypeVar

from balkanroute.errors import InvalidRecord, Problem
from balkanroute.model import Agent, Claim, RouteRole, Source, from_plain
from balkanroute.model.guards import unguarded
from balkanroute.periods import Period
from balkanroute.readers.gathering import Gathering, id_of
from balkanroute.readers.spreadsheet.columns import Header
from balkanroute.readers.spreadsheet.links import Links, Waiting
from balkanroute.readers.spreadsheet.places import Finder, Located, Places
from balkanroute.readers.spreadsheet.records import add_record
from balkanroute.readers.spreadsheet.values import Ambiguous, mapping_of, order_of, period_of
from balkanroute.readers.tables import COLUMNS, SELECTOR, plain_claim

T = TypeVar("T", Agent, Claim, Source)

_PARTED: Final = re.compile(r"[\s/\\]")
_NUMBERS: Final = frozenset({"longitude", "latitude", "precision_m"})
#: Where a text of nothing but white space is said all the same.
_MAY_BE_BLANK: Final = frozenset({"says", "quote"})
_LOWER: Final = ("stance", "likelihood", "sensitivity")
_VERBATIM: Final = ("says", "quote", "note")
#: Columns of a claim that are read on their own.
_APART: Final = frozenset({"id", "speaker", "source", "recorder", "where", "routes", "about",
                           "recorded", *_VERBATIM})  # fmt: skip
_SPEAKER: Final = "speaker_"
_SOURCE: Final = "source_"
_DATES: Final = frozenset({"source_published", "source_retrieved"})
_LISTS: Final = frozenset({"source_derived_from", "speaker_member_of"})


@dataclass(slots=True)
class _Row:
    """A row as it is read: its cells, what is odd, and what waits for the end of the sheet."""

    number: int
    given: dict[str, str]
    own: dict[str, str]
    odd: list[str] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)


class Sheet:
    """
    Gathers the rows of a sheet.

    Parameters
    ----------
    gathering
        Where the records go.
    header
        The columns.
    finder
        Finds places by name.
    """

    def __init__(self, gathering: Gathering, header: Header, finder: Finder) -> None:
        self.gathering = gathering
        self.header = header
        known = frozenset(header.known)
        self.places = Places(gathering, finder, known)
        self.links = Links(gathering, agents_by_id="speaker_name" in known,
                           sources_by_id=header.sources_by_id)  # fmt: skip
        self._said: dict[tuple[str, Any], dict[str, str]] = {}

    def take(self, number: int, cells: Sequence[str]) -> None:
        """
        Gather a row.

        Parameters
        ----------
        number
            Of the row, from 1.
        cells
            Its text.
        """
        row = self._row(number, cells)
        with self.gathering.row(number):
            self._gather(row)
            self.links.wait(row.waiting)
            for message in row.odd:
                self.gathering.warn(number, message)

    def _row(self, number: int, cells: Sequence[str]) -> _Row:
        """Sort the cells of a row into ours and the user's own."""
        row = _Row(number, {}, {})
        for at, cell in enumerate(cells):
            if not cell or cell.isspace():
                continue
            column = self.header.columns[at] if at < len(self.header.columns) else None
            if column is None:
                name = self.header.names[at] if at < len(self.header.names) else ""
                row.own[name or f"column {at + 1}"] = unguarded(cell)
                continue
            text = cell if column in _NUMBERS else unguarded(cell)
            if text.strip() or column in _MAY_BE_BLANK or column.startswith("extra."):
                row.given[column] = text
        return row

    def _gather(self, row: _Row) -> None:
        """Make the records of a row."""
        if "says" not in row.given:
            raise InvalidRecord("the column 'says' is empty; say in a sentence what is claimed")
        source = self._source(row)
        speaker = self._speaker(row)
        located = self.places.locate(row.given)
        route = self.places.route(row.given, located)
        row.odd += located.odd
        row.own |= located.kept
        if "routes" in row.given:
            row.own["routes"] = row.given["routes"]
            row.odd.append("a lone spreadsheet has no list of routes; write the way under 'route'")
        self._claim(row, speaker, source, located, route)

    def _claim(
        self, row: _Row, speaker: str, source: str, located: Located, route: str | None
    ) -> None:
        """Make the claim of a row."""
        given = row.given
        plain = plain_claim(
            {n: c.strip() for n, c in given.items() if n in COLUMNS and n not in _APART}
        )
        plain |= {name: plain[name].strip().lower() for name in _LOWER if name in plain}
        plain |= {name: given[name] for name in _VERBATIM if name in given}
        plain |= {"speaker": speaker, "source": source}
        extra = self._extra(row)
        made = self._made(Claim, plain | {"extra": extra}, row, "")
        dates = {name: self._date(row, name, "claims", name) for name in ("about", "recorded")}
        taken: dict[str, Any] = {name: date for name, date in dates.items() if date is not None}
        taken["where"] = tuple(located.where)
        taken["routes"] = () if route is None else (RouteRole(route=route),)
        taken["extra"] = extra | ({self.gathering.format: row.own} if row.own else {})
        wished = given.get("id", "").strip()
        whole = replace(made, **taken, id="")
        taken = _fields(whole) | {"id": self._free_id(whole, wished, row.number)}
        claim = self.gathering.add("claims", ("row", row.number), **taken)
        if wished and claim != wished:
            row.odd.append(
                f"id {wished[:60]!r} is not one word, or stands twice; read as {claim!r}"
            )
        self._leave(row, claim, wished)

    def _free_id(self, claim: Claim, wished: str, row: int) -> str:
        """Give the id that a row wishes, or that of what it says; with its number where taken."""
        word = claim.id if not wished else id_of(wished) if _PARTED.search(wished) else wished
        try:
            self.gathering.record("claims", word)
        except KeyError:
            return word
        return f"{word}-row-{row}"

    def _extra(self, row: _Row) -> dict[str, Any]:
        """Give the further fields of a claim."""
        extra: dict[str, Any] = {}
        if "extra" in row.given:
            extra = self._mapping(row, "extra") or {}
        for name, cell in row.given.items():
            if name.startswith("extra."):
                extra[name.removeprefix("extra.")] = cell
        return extra

    def _mapping(self, row: _Row, column: str) -> dict[str, Any] | None:
        """Read a cell of JSON, or keep it as it is."""
        try:
            return mapping_of(row.given[column])
        except InvalidRecord as reason:
            row.odd.append(f"{column}: {reason}; it is kept as text")
            row.own[column] = row.given[column]
            return None

    def _leave(self, row: _Row, claim: str, wished: str) -> None:
        """Leave for the end of the sheet what may refer to later rows."""
        self.links.name_claim(wished or claim, claim, row.number)
        for waiting in row.waiting:
            if waiting.kind == "claims":
                waiting.record = claim
        if "recorder" in row.given:
            name = row.given["recorder"].strip()
            row.waiting.append(Waiting(row.number, "claims", "recorder", name, claim))

    def _made(self, record_type: type[T], plain: dict[str, Any], row: _Row, prefix: str) -> T:
        """Make a record; a field that cannot be read is kept beside it, with a warning."""
        made, problems = from_plain(record_type, plain)
        if made is not None:
            return made
        wrong = {str(problem.path[0]): problem for problem in problems if problem.path}
        needed = {"says", "speaker", "source", "title", "name", "id"}
        if not wrong or needed & set(wrong):
            raise InvalidRecord("; ".join(_told(problem) for problem in problems))
        for name, problem in wrong.items():
            cells = SELECTOR if name == "at" else (f"{prefix}{name}",)
            row.own |= {cell: row.given[cell] for cell in cells if cell in row.given}
            row.odd.append(f"{_told(problem)}; the cell is kept under extra")
            del plain[name]
        return self._made(record_type, plain, row, prefix)

    def _date(self, row: _Row, column: str, kind: str, name: str) -> Period | None:
        """Read a date, or leave it until its column has said how it writes dates."""
        text = row.given.get(column, "").strip()
        if not text:
            return None
        self.links.note_order(column, order_of(text))
        try:
            return period_of(text)
        except Ambiguous:
            row.waiting.append(Waiting(row.number, kind, name, text, "", column))
        except InvalidRecord as reason:
            row.odd.append(f"{column}: {reason}; it is kept under extra")
            row.own[column] = text
        return None

    def _speaker(self, row: _Row) -> str:
        """Gather who speaks: as the row says, else who published it."""
        given = row.given
        name = given.get("speaker_name") or given.get("speaker") or ""
        if not name.strip():
            return self._without_speaker(row)
        by_id = self.links.agents_by_id and "speaker" in given
        key = ("id", given["speaker"].strip()) if by_id else ("name", name.strip().casefold())
        plain: dict[str, Any] = {
            "id": given["speaker"].strip() if by_id else id_of(name),
            "name": name,
        }
        return self._once("agents", key, plain, row, _SPEAKER)

    def _without_speaker(self, row: _Row) -> str:
        """Gather the outlet that published the row's source, or nobody in particular."""
        publisher = row.given.get("source_publisher", "")
        if publisher.strip():
            key = ("name", publisher.strip().casefold())
            outlet = Agent(id=id_of(publisher), name=publisher, kind="outlet")
            return add_record(self.gathering, "agents", key, outlet)
        note = "The spreadsheet does not say who speaks."
        nobody = Agent(id="not-named", name="not named", kind="unnamed", note=note)
        return add_record(self.gathering, "agents", ("nobody",), nobody)

    def _source(self, row: _Row) -> str:
        """Gather the document that carried the claim: as the row says, else the spreadsheet."""
        given = row.given
        if "source_title" in given and "source" in given and not self.links.sources_by_id:
            self._outlet(row)
        told = {name: cell for name, cell in given.items() if name.startswith(_SOURCE)}
        url = given.get("source_url", "").strip()
        said = given.get("source", "")
        title = given.get("source_title") or said or url or given.get("source_publisher", "")
        if not title.strip():
            file = self.gathering.file
            sheet = Source(id=id_of(file.stem), title=file.name, kind="dataset")
            return add_record(self.gathering, "sources", ("file",), sheet)
        by_id = self.links.sources_by_id and bool(said)
        named = ("name", title.strip().casefold(), url, told.get("source_published", "").strip())
        key = ("id", said.strip()) if by_id else named
        plain: dict[str, Any] = {"id": said.strip() if by_id else id_of(title), "title": title}
        if not by_id and "://" in said and not url:
            plain["url"] = said.strip()
        return self._once("sources", key, plain, row, _SOURCE)

    def _outlet(self, row: _Row) -> None:
        """Take a source that stands beside a title for its address, or for who published it."""
        said = row.given.pop("source")
        column = "source_url" if "://" in said else "source_publisher"
        if row.given.setdefault(column, said) != said:
            row.own["source"] = said

    def _once(
        self, kind: str, key: tuple[Any, ...], plain: dict[str, Any], row: _Row, prefix: str
    ) -> str:
        """Gather a record when it is first met, and compare what later rows say of it."""
        told = {n: c for n, c in row.given.items() if n.startswith(prefix)}
        found = self.gathering.known(kind, key)
        if found is not None:
            self._compare(kind, key, told, found, row)
            return found
        main = "name" if prefix == _SPEAKER else "title"
        for column, cell in told.items():
            name = column.removeprefix(prefix)
            if name == "extra":
                plain["extra"] = self._mapping(row, column) or {}
            elif name != main and column not in _DATES | _LISTS:
                plain[name] = cell
        dates = {c: self._date(row, c, kind, c.removeprefix(prefix)) for c in _DATES & told.keys()}
        wished = plain["id"]
        agent = kind == "agents"
        whole = plain | {"id": "x"}
        record: Agent | Source
        record = (
            self._made(Agent, whole, row, prefix)
            if agent
            else self._made(Source, whole, row, prefix)
        )
        told_on: dict[str, Any] = {
            c.removeprefix(prefix): date for c, date in dates.items() if date is not None
        }
        made = add_record(self.gathering, kind, key, replace(record, **told_on), wished)
        self._said[kind, key] = told
        self.links.name_record(kind, plain[main], made)
        for waiting in row.waiting:
            if waiting.kind == kind:
                waiting.record = waiting.record or made
        for column in sorted(_LISTS & told.keys()):
            name = column.removeprefix(prefix)
            row.waiting.append(Waiting(row.number, kind, name, told[column], made))
        return made

    def _compare(
        self, kind: str, key: tuple[Any, ...], told: Mapping[str, str], found: str, row: _Row
    ) -> None:
        """Say once where a later row tells otherwise of a source or a speaker."""
        first = self._said.get((kind, key), {})
        other = sorted(name for name, cell in told.items() if first.get(name, cell) != cell)
        if other:
            row.odd.append(
                f"{', '.join(other)} of {found!r} differ from an earlier row; that stands"
            )
            row.own |= {name: told[name] for name in other}


def _told(problem: Problem) -> str:
    """Give what is wrong, without the record's name."""
    return problem.message


def _fields(record: Agent | Claim | Source) -> dict[str, Any]:
    """Give the fields of a record."""
    return {item.name: getattr(record, item.name) for item in fields(record)}
