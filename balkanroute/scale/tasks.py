"""What is to be done with every fragment: plain data that travels to whoever does it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import Any, Protocol

from balkanroute.errors import InvalidRecord
from balkanroute.scale.calendars import Span
from balkanroute.scale.columns import Columns
from balkanroute.scale.counting import count
from balkanroute.scale.found import Found, gathered
from balkanroute.scale.fragments import Fragment
from balkanroute.scale.gathering import placed
from balkanroute.scale.pairs import OnBorder, Pairs
from balkanroute.scale.partials import Sum, added
from balkanroute.scale.rows import Rows, rows_of
from balkanroute.scale.tallies import Tally
from balkanroute.scale.targets import Targets

#: The version of what partial results hold; another one is not read again.
FORMAT = 2


class Task(Protocol):
    """
    What is done with a fragment, and how results are put together.

    A task is pickled to other processes; what it computes from its fields it leaves behind.
    """

    @property
    def columns(self) -> Columns:
        """What the events' columns say."""
        ...

    @property
    def targets(self) -> Targets:
        """The places."""
        ...

    @property
    def on_border(self) -> OnBorder:
        """The rule for what lies on a border, which `fold` applies."""
        ...

    @property
    def digest(self) -> str:
        """A hash of all that its results depend on, but for the fragments."""
        ...

    def read(self, fragment: Fragment) -> Iterator[Rows]:
        """Read the rows of a fragment."""
        ...

    def fold(self, batches: Iterable[tuple[Rows, Pairs]]) -> bytes:
        """Make a partial result of batches and where their events lie, no rule applied yet."""
        ...

    def run(self, fragment: Fragment) -> bytes:
        """Make the partial result of a fragment: `read`, locate, `fold`."""
        ...

    def merge(self, parts: Iterable[bytes]) -> bytes:
        """Make one partial result of several, in any order and grouping."""
        ...


@contextmanager
def naming(fragment: Fragment) -> Iterator[None]:
    """
    Let errors name the fragment that is worked on.

    Parameters
    ----------
    fragment
        The fragment.

    Yields
    ------
    None
        To work on it.

    Raises
    ------
    InvalidRecord
        In place of one that does not name the fragment, and of what Arrow says of columns.
    """
    import pyarrow as pa

    try:
        yield
    except InvalidRecord as reason:
        if fragment.path in str(reason):
            raise
        raise type(reason)(f"{fragment.name}: {reason}") from reason
    except pa.ArrowException as reason:
        raise InvalidRecord(
            f"{fragment.name}: a column cannot be read as asked ({reason}); cast it"
        ) from reason


@dataclass(frozen=True)
class Work:
    """
    What all tasks share.

    Parameters
    ----------
    columns
        What the events' columns say.
    targets
        The places; none where events are joined to nothing.
    on_border
        The rule for what lies on a border.
    """

    columns: Columns
    targets: Targets
    on_border: OnBorder

    def __getstate__(self) -> dict[str, Any]:
        """Leave behind what is computed."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @property
    def digest(self) -> str:
        """A hash of all that its results depend on, but for the fragments."""
        told = hashlib.sha256(f"{FORMAT} {self!r}".encode())
        for item in fields(self):
            value = getattr(self, item.name)
            for outline in value.outlines if isinstance(value, Targets) else ():
                told.update(hashlib.sha256(outline).digest())
        return told.hexdigest()

    def read(self, fragment: Fragment) -> Iterator[Rows]:
        """Read the rows of a fragment, batch by batch."""
        return rows_of(fragment, self.columns)

    def _located(self, fragment: Fragment) -> Iterator[tuple[Rows, Pairs]]:
        """Read rows, and find where they lie."""
        for rows in self.read(fragment):
            yield rows, self.targets.locate(rows.x, rows.y)

    def run(self, fragment: Fragment) -> bytes:
        """
        Make the partial result of a fragment.

        Parameters
        ----------
        fragment
            The fragment.

        Returns
        -------
        bytes
            As `fold` gives them.

        Raises
        ------
        InvalidRecord
            When the fragment cannot be read, or holds what it should not; the message names it.
        """
        with naming(fragment):
            return self.fold(self._located(fragment))

    def fold(self, batches: Iterable[tuple[Rows, Pairs]]) -> bytes:
        """Make a partial result of batches."""
        raise NotImplementedError

    def merge(self, parts: Iterable[bytes]) -> bytes:
        """Make one partial result of several."""
        raise NotImplementedError


@dataclass(frozen=True)
class SummaryTask(Work):
    """
    Counts events by place, period, topic and unit.

    Parameters
    ----------
    columns
        What the events' columns say.
    targets
        The places.
    on_border
        The rule for what lies on a border.
    period
        The span of a period.
    """

    period: Span

    def fold(self, batches: Iterable[tuple[Rows, Pairs]]) -> bytes:
        """Count batches of events, located by whoever likes."""
        total = Sum()
        for rows, pairs in batches:
            kept = pairs.ruled(self.on_border)
            tally = placed(rows, kept, self.targets)
            counted = count(rows, kept, self.columns, self.period)
            total.add(replace(counted, tally=Tally.sum([tally, counted.tally])))
        return total.counted().to_bytes()

    def merge(self, parts: Iterable[bytes]) -> bytes:
        """Add counts up."""
        return added(parts)


@dataclass(frozen=True)
class JoinTask(Work):
    """
    Finds which event lies in which place.

    Parameters
    ----------
    columns, targets, on_border
        As for `SummaryTask`.
    """

    def fold(self, batches: Iterable[tuple[Rows, Pairs]]) -> bytes:
        """Keep the pairs of batches of events."""
        return Found.sum(self._found(rows, pairs) for rows, pairs in batches).to_bytes()

    def _found(self, rows: Rows, pairs: Pairs) -> Found:
        """Keep the pairs of a batch."""
        kept = pairs.ruled(self.on_border)
        return Found.of(rows, kept, placed(rows, kept, self.targets))

    def merge(self, parts: Iterable[bytes]) -> bytes:
        """Put pairs together."""
        return gathered(parts)
