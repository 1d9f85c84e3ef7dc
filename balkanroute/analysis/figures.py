"""The figures of claims, each beside its claim, its places and its period."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balkanroute.model import Quantity
from balkanroute.periods import Period

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """
    A quantity of a claim, with what one must know to set it beside another.

    Parameters
    ----------
    claim
        Id of the claim.
    number
        Which of its quantities, from 0.
    quantity
        The quantity.
    about
        The period of the claim, None where nobody said.
    topics
        The claim's topics.
    places
        Ids of the claim's places.
    """

    claim: str
    number: int
    quantity: Quantity
    about: Period | None
    topics: frozenset[str]
    places: frozenset[str]

    @property
    def bounds(self) -> tuple[float, float]:
        """
        The least and the greatest that the figure allows.

        A best figure alone is both. An end that is not said beside another figure is open.
        """
        quantity = self.quantity
        if quantity.low is None and quantity.high is None and quantity.best is not None:
            return quantity.best, quantity.best
        low = -math.inf if quantity.low is None else quantity.low
        high = math.inf if quantity.high is None else quantity.high
        return low, high

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the period; an end not said reaches as far as dates go."""
        earliest = self.about.earliest if self.about else None
        latest = self.about.latest if self.about else None
        return earliest or date.min, latest or date.max

    @property
    def as_of(self) -> tuple[date, date]:
        """
        The first and the last day that the figure may be of.

        A figure over an interval is as of its end; any other is of some day of its period.
        """
        _, slash, end = (self.about.text if self.about else "").partition("/")
        if not slash or end in {"", ".."}:
            return self.days
        last = Period(end)
        return last.earliest or date.min, last.latest or date.max

    @property
    def kind(self) -> tuple[str, str, str | None]:
        """What is counted, the unit and what it is counted by, without regard to case."""
        quantity = self.quantity
        per = quantity.per.casefold().strip() if quantity.per else None
        return (
            " ".join(quantity.what.casefold().split()),
            quantity.unit.casefold().strip(),
            per,
        )

    @property
    def words(self) -> str:
        """The figure as it would be said: ``1,000 to 1,200 (attempt per day)``."""
        quantity = self.quantity
        low, best, high = (
            None if value is None else f"{value:,}"
            for value in (quantity.low, quantity.best, quantity.high)
        )
        span = f"{low} to {high}" if low and high else None
        ends = span or (low and f"{low} or more") or (high and f"{high} or less")
        said = f"{best}, {ends}" if best and ends else best or ends
        per = f" per {quantity.per}" if quantity.per else ""
        return f"{said} ({quantity.unit}{per})"


def figures(claims: pd.DataFrame) -> tuple[Figure, ...]:
    """
    Take the figures out of claims.

    Parameters
    ----------
    claims
        As `balkanroute.frames.claims_frame` gives it; ``quantities``, ``about``, ``topics`` and
        ``place`` are read. Rows that share an id are one claim.

    Returns
    -------
    tuple of Figure
        In the order of the claims and of their quantities.
    """
    places: dict[str, set[str]] = {}
    for claim, place in zip(claims.index.tolist(), claims["place"].tolist(), strict=True):
        places.setdefault(claim, set()).update({place} if isinstance(place, str) else ())
    first = claims[~claims.index.duplicated()]
    columns = [first[name].tolist() for name in ("quantities", "about", "topics")]
    rows = zip(first.index.tolist(), *columns, strict=True)
    return tuple(
        Figure(
            claim=claim,
            number=number,
            quantity=quantity,
            about=Period(about) if isinstance(about, str) else None,
            topics=frozenset(topics),
            places=frozenset(places[claim]),
        )
        for claim, quantities, about, topics in rows
        for number, quantity in enumerate(quantities)
    )
