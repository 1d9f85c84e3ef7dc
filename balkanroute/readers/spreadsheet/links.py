"""What can only be settled when the whole sheet is read: references, and dates in doubt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from balkanroute.errors import InvalidRecord
from balkanroute.model import Claim, Relation
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.spreadsheet.values import Ambiguous, Order, aligned, period_of


@dataclass(slots=True)
class Waiting:
    """
    A cell that waits for the end of the sheet.

    Parameters
    ----------
    row
        Its number.
    kind
        The list of the record that it belongs to.
    name
        The field.
    text
        What it says.
    record
        Id of the record.
    column
        The column, for a date whose order is in doubt; empty for a reference.
    """

    row: int
    kind: str
    name: str
    text: str
    record: str = ""
    column: str = ""


@dataclass(slots=True)
class Links:
    """
    Settles what waited.

    Parameters
    ----------
    gathering
        Where the records are.
    agents_by_id, sources_by_id
        Whether the sheet names them by id; else by name or title.
    """

    gathering: Gathering
    agents_by_id: bool
    sources_by_id: bool
    _waiting: list[Waiting] = field(default_factory=list)
    _orders: dict[str, set[Order]] = field(default_factory=dict)
    _claims: dict[str, str] = field(default_factory=dict)
    _rows: dict[str, int] = field(default_factory=dict)
    _named: dict[tuple[str, str], str] = field(default_factory=dict)

    def wait(self, cells: list[Waiting]) -> None:
        """
        Keep cells until the end.

        Parameters
        ----------
        cells
            Of one row.
        """
        self._waiting += cells

    def note_order(self, column: str, order: Order | None) -> None:
        """
        Note in which order a column has day and month.

        Parameters
        ----------
        column
            Its name.
        order
            As one of its dates says, None where that says nothing.
        """
        if order is not None:
            self._orders.setdefault(column, set()).add(order)

    def name_claim(self, written: str, made: str, row: int) -> None:
        """
        Note the id of a claim.

        Parameters
        ----------
        written
            As the sheet has it.
        made
            As it was read.
        row
            Number of the row.
        """
        self._claims.setdefault(written, made)
        self._rows[made] = row

    def name_record(self, kind: str, name: str, made: str) -> None:
        """
        Note what an agent or a source is called.

        Parameters
        ----------
        kind
            ``agents`` or ``sources``.
        name
            Its name or title.
        made
            Its id.
        """
        self._named.setdefault((kind, name.strip().casefold()), made)

    def settle(self) -> None:
        """Read the dates in doubt, and join what refers to something."""
        for waiting in self._waiting:
            if waiting.column:
                self._date(waiting)
        references = {"agents": self._member, "sources": self._derived, "claims": self._recorder}
        for kind, join in references.items():
            for waiting in self._waiting:
                if waiting.kind == kind and not waiting.column:
                    join(waiting)
        for claim in [self.gathering.record("claims", key) for key in self._rows]:
            if claim.relations:
                self._relations(claim)

    def _date(self, waiting: Waiting) -> None:
        """Read a date as its column has them, if it is of one mind."""
        orders = self._orders.get(waiting.column, set())
        order = next(iter(orders)) if len(orders) == 1 else None
        record = self.gathering.record(waiting.kind, waiting.record)
        try:
            date = period_of(waiting.text, order)
        except (Ambiguous, InvalidRecord):
            both = "its dates are in both orders" if orders else "no date of it tells the order"
            self.gathering.warn(
                waiting.row,
                f"{waiting.column} {waiting.text!r} is ambiguous: day or month may stand first, "
                f"and {both}; write 2023-04-03. It is kept under extra",
            )
            extra = _beside(record, self.gathering.format, waiting.column, waiting.text)
            self.gathering.put(waiting.kind, replace(record, extra=extra))
        else:
            self.gathering.put(waiting.kind, replace(record, **{waiting.name: date}))

    def _member(self, waiting: Waiting) -> None:
        """Join a speaker to what it belongs to."""
        record = self.gathering.record("agents", waiting.record)
        self.gathering.put("agents", replace(record, member_of=self._agent(waiting.text)))

    def _derived(self, waiting: Waiting) -> None:
        """Join a source to those that it repeats."""
        record = self.gathering.record("sources", waiting.record)
        parents = [self._source(each) for each in aligned(waiting.text) if each.strip()]
        others = tuple(parent for parent in parents if parent != waiting.record)
        self.gathering.put("sources", replace(record, derived_from=others))

    def _recorder(self, waiting: Waiting) -> None:
        """Join a claim to who recorded it."""
        record = self.gathering.record("claims", waiting.record)
        self.gathering.put("claims", replace(record, recorder=self._agent(waiting.text)))

    def _agent(self, said: str) -> str | None:
        """Give the id of an agent that a cell names, who need not speak himself."""
        if not said.strip():
            return None
        return self._record("agents", said, by_id=self.agents_by_id, name=said)

    def _source(self, said: str) -> str:
        """Give the id of a source that a cell names, which need not carry a claim."""
        return self._record("sources", said, by_id=self.sources_by_id, title=said)

    def _record(self, kind: str, said: str, *, by_id: bool, **fields: Any) -> str:  # noqa: ANN401 - as records
        """Find a record, or add one of which only this is known."""
        try:
            return str(self.gathering.record(kind, said).id)
        except KeyError:
            pass
        wanted = said.strip().casefold()
        named = None if by_id else self._named.get((kind, wanted))
        made = named or self.gathering.add(kind, ("only", said), id=said, **fields)
        return self._named.setdefault((kind, wanted), made) if not by_id else made

    def _relations(self, claim: Claim) -> None:
        """Point relations at the claims meant; keep beside the claim what points nowhere."""
        kept: list[Relation] = []
        for relation in claim.relations:
            target = self._claims.get(relation.claim)
            if target is None:
                self.gathering.warn(
                    self._rows[claim.id],
                    f"relations: there is no claim {relation.claim[:60]!r}; it is kept under extra",
                )
                continue
            by = None if relation.by is None else self._agent(relation.by)
            kept.append(replace(relation, claim=target, by=by))
        if tuple(kept) != claim.relations:
            lost = [
                f"{each.kind}:{each.claim}"
                for each in claim.relations
                if each.claim not in self._claims
            ]
            extra = _beside(claim, self.gathering.format, "relations", "; ".join(lost))
            self.gathering.put("claims", replace(claim, relations=tuple(kept), extra=extra))


def _beside(record: Any, name: str, column: str, text: str) -> dict[str, Any]:  # noqa: ANN401 - any record
    """Give the further fields of a record with a cell that could not be read."""
    if not text:
        return dict(record.extra)
    return {**record.extra, name: {**record.extra.get(name, {}), column: text}}
