"""What a format could not keep, counted field by field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from typing import Any, Final

from balkanroute.model import KINDS, Agent, Atlas, Claim, Place, Route, Source

#: The fields that a format holds, by list; ``atlas`` stands for the atlas' own fields. A list
#: that is not named is lost whole. Ids, and what a record cannot be without, need no naming.
Held = Mapping[str, Collection[str]]

_HEADER: Final = "atlas"
_TYPES: Final[Mapping[str, type]] = {
    "sources": Source,
    "agents": Agent,
    "places": Place,
    "routes": Route,
    "claims": Claim,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """
    One thing that a format could not keep.

    Parameters
    ----------
    kind
        The list: ``sources``, ``agents``, ``places``, ``routes``, ``claims``, or ``atlas``.
    field
        The field of its records; empty where whole records are lost.
    count
        How many records said something there.
    total
        How many records there are.
    reason
        Why, or what is there instead, as the end of a sentence; may be empty.
    """

    kind: str
    field: str = ""
    count: int
    total: int
    reason: str = ""

    def __str__(self) -> str:
        """Say it in a line."""
        name = f"{self.kind}.{self.field}" if self.field else self.kind
        why = f": {self.reason}" if self.reason else ""
        if self.kind == _HEADER:
            return f"{name} is not kept{why}"
        return f"{name}: {self.count:,} of {self.total:,} not kept{why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LossReport:
    """
    What was lost in writing; false where nothing was.

    Parameters
    ----------
    format
        Name of the format that was written.
    losses
        One for each field that the format cannot hold, with how many records said it.
    """

    format: str
    losses: tuple[Loss, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything was lost."""
        return bool(self.losses)

    def __str__(self) -> str:
        """Say it in lines."""
        return "\n".join(map(str, self.losses)) or f"{self.format}: nothing was lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """
    What a format can hold of an atlas.

    Parameters
    ----------
    format
        Its name.
    held
        The fields that it holds, by list.
    reasons
        Why others are lost, or what stands instead: by ``kind.field``, or by ``kind`` for a list
        that is lost whole.
    """

    format: str
    held: Held
    reasons: Mapping[str, str] = field(default_factory=dict)

    def report(self, atlas: Atlas, *more: Loss) -> LossReport:
        """
        Count what is lost of an atlas.

        Parameters
        ----------
        atlas
            What is written.
        *more
            Losses that lie in values, not in fields; one without a count is left out.

        Returns
        -------
        LossReport
            In the order of the lists and of their fields.
        """
        found = [*self._of_records("", _HEADER, [atlas])]
        for kind in KINDS:
            records = list(getattr(atlas, kind))
            if kind not in self.held:
                reason = self.reasons.get(kind, "")
                total = len(records)
                found.append(Loss(kind=kind, count=total, total=total, reason=reason))
            else:
                found += self._of_records(kind, kind, records)
        kept = tuple(loss for loss in (*found, *more) if loss.count)
        return LossReport(format=self.format, losses=kept)

    def _of_records(self, kind: str, shown: str, records: list[Any]) -> list[Loss]:
        """Count what is lost of the records of a list."""
        held = self.held.get(shown, ())
        losses = []
        for item in _optional_fields(_TYPES.get(kind, Atlas)):
            if item.name in held:
                continue
            count = sum(not _is_default(item, getattr(record, item.name)) for record in records)
            reason = self.reasons.get(f"{shown}.{item.name}", "")
            losses.append(
                Loss(kind=shown, field=item.name, count=count, total=len(records), reason=reason)
            )
        return losses

    def kept(self, atlas: Atlas) -> Atlas:
        """
        Give an atlas as this format holds it.

        Parameters
        ----------
        atlas
            What is written.

        Returns
        -------
        Atlas
            With nothing in the fields that are lost.

        Raises
        ------
        InvalidAtlas
            When what is held refers to records that are not.
        """
        header = self._without(self.held.get(_HEADER, ()), Atlas)
        lists: dict[str, Any] = {
            kind: tuple(
                replace(record, **self._without(self.held[kind], _TYPES[kind]))
                for record in getattr(atlas, kind)
            )
            if kind in self.held
            else ()
            for kind in KINDS
        }
        return replace(atlas, **(header | lists))

    @staticmethod
    def _without(held: Collection[str], record_type: type) -> dict[str, Any]:
        """Give the defaults of the fields that are not held."""
        lost = [item for item in _optional_fields(record_type) if item.name not in held]
        return {item.name: _default(item) for item in lost}


def every_field(kind: str) -> frozenset[str]:
    """
    Name all fields of the records of a list.

    Parameters
    ----------
    kind
        The list, or ``atlas`` for the atlas' own fields.

    Returns
    -------
    frozenset of str
        For a format that holds all of them.
    """
    return frozenset(item.name for item in _optional_fields(_TYPES.get(kind, Atlas)))


def _optional_fields(record_type: type) -> list[Field[Any]]:
    """Give the fields that a record may leave out, so that they can be lost."""
    return [
        item
        for item in fields(record_type)
        if item.init
        and item.name != "id"
        and not (record_type is Atlas and item.name in KINDS)
        and (item.default is not MISSING or item.default_factory is not MISSING)
    ]


def _default(item: Field[Any]) -> Any:  # noqa: ANN401 - as the field
    """Give what a field says where nothing was said."""
    if item.default is not MISSING:
        return item.default
    factory: Any = item.default_factory
    return factory()


def _is_default(item: Field[Any], value: object) -> bool:
    """Tell whether a field says no more than its absence would."""
    if isinstance(value, Mapping):
        return not value
    return bool(value == _default(item))
