"""Events to the places that they lie in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

from balkanroute.scale.columns import Columns
from balkanroute.scale.events import opened
from balkanroute.scale.gathering import in_event_order, named
from balkanroute.scale.pairs import OnBorder, check_rule
from balkanroute.scale.runs import How, Run
from balkanroute.scale.tallies import Tally
from balkanroute.scale.targets import targets_of
from balkanroute.scale.tasks import JoinTask

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    import pyarrow as pa

    from balkanroute.model import Atlas
    from balkanroute.scale.events import Events


@dataclass(frozen=True, slots=True)
class Joined:
    """
    Events and the places that they are in.

    Parameters
    ----------
    table
        A row for each event and place: ``event``, its position among all rows from 0 (int64);
        ``place``, the name of the place (a dictionary of texts); ``on_border`` (bool). Ordered
        by event, then by the order of the places.
    tally
        What became of every row of the events: ``rows`` in all, ``counted`` in some place,
        ``in no place``, and those that could not be used, by reason.
    """

    table: pa.Table
    tally: Tally

    def frame(self) -> pd.DataFrame:
        """Give the table as a data frame."""
        frame: pd.DataFrame = self.table.to_pandas()
        return frame


def join(
    events: Events,
    places: Atlas | gpd.GeoDataFrame,
    *,
    columns: Columns | None = None,
    on_border: OnBorder = "touching",
    within_km: float | None = None,
    **how: Unpack[How],
) -> Joined:
    """
    Find the places that events lie in.

    Parameters
    ----------
    events
        Files of Parquet, GeoParquet or CSV, a frame, or Arrow batches; see
        `balkanroute.scale.events.opened`.
    places
        An atlas, or a frame in EPSG:4326 whose index names its rows; they may overlap. Areas
        hold what lies in them. Lines and points hold what is within a distance; so does any row
        for which a column ``within_km`` of the frame says one, such as `corridors` gives.
    columns
        What the events' columns say.
    on_border
        What happens to an event exactly on the outline of a place: it is in every place that it
        touches (``touching``), in the first in the order of the places of those on whose outline
        it is (``first``), or in none of these (``none``); see
        `balkanroute.scale.pairs.Pairs.ruled`. Where a place is cut at the antimeridian, the cut
        is part of its outline, and an event there is looked for on both sides.
    within_km
        How far from a line or a point an event may be at most, in kilometres; geodesics of
        WGS84, exact within 10 m. Without it, only the areas of an atlas are taken.
    **how
        ``engine``, ``work`` and ``progress``, see `balkanroute.scale.How`.

    Returns
    -------
    Joined
        Pairs of events and places, and what became of every row.

    Raises
    ------
    InvalidRecord
        When places, columns or events are not as expected.
    UnreadableFile
        When a file of the events cannot be read.
    """
    targets = targets_of(places, within_km)
    rule = check_rule(on_border)
    with opened(events, columns, how.get("work")) as (fragments, asked):
        parts = Run(**how).partials(JoinTask(asked.only(), targets, rule), fragments)
        pairs, tally = in_event_order(parts, _schema())
    place = named(pairs["place"], targets.ids)
    return Joined(pairs.set_column(1, "place", place), tally)


def _schema() -> pa.Schema:
    """Give the types of pairs."""
    import pyarrow as pa

    return pa.schema({"event": pa.int64(), "place": pa.int32(), "on_border": pa.bool_()})
