"""How far events are from the border that is nearest to each."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

from balkanroute.errors import InvalidRecord
from balkanroute.scale.columns import Columns
from balkanroute.scale.events import opened
from balkanroute.scale.gathering import in_event_order, named
from balkanroute.scale.pairs import Pairs
from balkanroute.scale.partials import ipc_bytes
from balkanroute.scale.rows import Rows
from balkanroute.scale.runs import How, Run
from balkanroute.scale.tallies import Tally
from balkanroute.scale.targets import Targets, borders_of, number_of
from balkanroute.scale.tasks import Work

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

    from balkanroute.model import Atlas
    from balkanroute.scale.events import Events


@dataclass(frozen=True, slots=True)
class Nearest:
    """
    Events and the border that is nearest to each.

    Parameters
    ----------
    table
        A row for each event that has a place on earth, in their order: ``event``, its position
        among all rows from 0 (int64); ``border``, the name of the border (a dictionary of
        texts), the first in the order of borders where several are equally far; ``km``, how far
        it is (double). Both are null where none is within reach.
    tally
        What became of every row: ``rows`` in all, and those that could not be used, by reason.
    """

    table: pa.Table
    tally: Tally

    def frame(self) -> pd.DataFrame:
        """Give the table as a data frame."""
        frame: pd.DataFrame = self.table.to_pandas()
        return frame


def nearest_border_km(
    events: Events,
    borders: Atlas | gpd.GeoDataFrame,
    *,
    columns: Columns | None = None,
    within_km: float | None = None,
    **how: Unpack[How],
) -> Nearest:
    """
    Measure how far events are from the nearest of several borders.

    Parameters
    ----------
    events, columns, **how
        As for `balkanroute.scale.join`.
    borders
        An atlas, of which the places that are borders are taken; or a frame in EPSG:4326 whose
        index names its rows: lines, or areas, whose outlines are their borders.
    within_km
        How far to look, in kilometres; None is as far as it takes. It saves much time where many
        events are far away.

    Returns
    -------
    Nearest
        Geodesics of WGS84, exact within 10 m; an event on a border is 0 away. How precise events
        and borders are is not taken into account, see
        `balkanroute.analysis.distance_to_border_km`.

    Raises
    ------
    InvalidRecord
        When borders, columns or events are not as expected.
    UnreadableFile
        When a file of the events cannot be read.
    """
    reach = math.inf if within_km is None else number_of(within_km)
    if not reach > 0:
        raise InvalidRecord(f"within_km: expected kilometres, more than 0, found {within_km!r}")
    lines = borders_of(borders)
    with opened(events, columns, how.get("work")) as (fragments, asked):
        parts = Run(**how).partials(
            NearestTask(asked.only(), Targets((), ()), "touching", lines, reach), fragments
        )
        table, tally = in_event_order(parts, _schema())
    return Nearest(table.set_column(1, "border", named(table["border"], lines.ids)), tally)


def _schema() -> pa.Schema:
    """Give the types of what is measured."""
    import pyarrow as pa

    return pa.schema({"event": pa.int64(), "border": pa.int32(), "km": pa.float64()})


@dataclass(frozen=True)
class NearestTask(Work):
    """
    Measures how far events are from the nearest border; it joins them to nothing.

    Parameters
    ----------
    columns, targets, on_border
        What the events' columns say; no places, and no matter which rule.
    borders
        The borders.
    within_km
        How far to look.
    """

    borders: Targets
    within_km: float

    def fold(self, batches: Iterable[tuple[Rows, Pairs]]) -> bytes:
        """Measure batches of events; pairs are not looked at."""
        return _Measured.sum(self._measured(rows) for rows, _ in batches).to_bytes()

    def merge(self, parts: Iterable[bytes]) -> bytes:
        """Put distances together."""
        return _Measured.sum(map(_Measured.from_bytes, parts)).to_bytes()

    def _measured(self, rows: Rows) -> _Measured:
        """Measure a batch."""
        border, km = self.borders.lines.nearest(rows.x, rows.y, self.within_km)
        return _Measured(rows.number, border, km, rows.tally)


@dataclass(frozen=True, slots=True)
class _Measured:
    """Distances that a part of the events gave."""

    event: NDArray[np.int64]
    border: NDArray[np.int32]
    km: NDArray[np.float64]
    tally: Tally

    @classmethod
    def sum(cls, parts: Iterable[_Measured]) -> _Measured:
        """Put distances of different events together, in the order of events."""
        import numpy as np

        told = list(parts)
        event = np.concatenate([np.empty(0, np.int64), *(part.event for part in told)])
        border = np.concatenate([np.empty(0, np.int32), *(part.border for part in told)])
        km = np.concatenate([np.empty(0), *(part.km for part in told)])
        order = np.argsort(event, kind="stable")
        return cls(event[order], border[order], km[order], Tally.sum(own.tally for own in told))

    def to_bytes(self) -> bytes:
        """Write the distances as an Arrow IPC stream."""
        import pyarrow as pa

        gone = self.border < 0
        border, km = pa.array(self.border, mask=gone), pa.array(self.km, mask=gone)
        batch = pa.record_batch([pa.array(self.event), border, km], _schema())
        return ipc_bytes(batch.replace_schema_metadata({"tally": json.dumps(self.tally.plain())}))

    @classmethod
    def from_bytes(cls, data: bytes) -> _Measured:
        """Read what `to_bytes` gives."""
        import pyarrow as pa

        batch = pa.ipc.open_stream(data).read_next_batch()
        event, km = (batch.column(own).to_numpy(zero_copy_only=False) for own in ("event", "km"))
        border = batch.column("border").fill_null(-1).to_numpy()
        return cls(event, border, km, Tally.from_plain(json.loads(batch.schema.metadata[b"tally"])))
