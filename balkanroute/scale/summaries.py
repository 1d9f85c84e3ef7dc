"""How many reports, sources and origins there are by place, period and topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Unpack

from balkanroute._files import write_whole
from balkanroute.scale.calendars import NO_DAY, PARTS, Span, check_span
from balkanroute.scale.columns import Columns
from balkanroute.scale.events import opened
from balkanroute.scale.pairs import OnBorder, check_rule
from balkanroute.scale.partials import FIGURES, NAMED, SUMS, Counted, Sum
from balkanroute.scale.runs import How, Run
from balkanroute.scale.tallies import Tally
from balkanroute.scale.targets import Targets, targets_of
from balkanroute.scale.tasks import SummaryTask

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

    from balkanroute.model import Atlas
    from balkanroute.scale.events import Events
    from balkanroute.scale.fragments import Fragment

_TRILLION: Final = 1_000_000_000_000
#: What is read of the events.
COUNTED: Final = ("date", "earliest", "latest", "topic", "unit", *NAMED, *FIGURES)


@dataclass(frozen=True, slots=True)
class Summary:
    """
    Counts by place, period, topic and unit.

    Parameters
    ----------
    table
        A row for each group that has a report:

        - ``place`` (string);
        - ``period`` (date32), the first day of the day, week or month, null where nobody knows;
        - ``topic`` (string), null where none is given;
        - ``unit`` (string), the unit of the figures, null where none is given;
        - ``reports`` (double), how many, where a report of an uncertain date counts for its share
          of days;
        - ``certain`` (int64), how many of them fell in the period for certain, 0 where it is null;
        - ``sources``, ``origins`` (int64), how many different ones stand behind the reports that
          fell there or may have; 0 where none is named;
        - ``best``, ``low``, ``high`` (double), sums of the figures in the unit, of uncertain dates
          by the share of days; null where no report gives one.

        Ordered by the order of the places, then period, topic and unit, texts by their code
        points, nulls last.
    tally
        What became of every row of the events: ``rows`` in all, ``counted`` in some place,
        ``in no place``, and those that could not be used, by reason.
    period, on_border
        What a period is, and the rule for what lies on a border; None where nobody said.
    """

    table: pa.Table
    tally: Tally
    period: Span | None = None
    on_border: OnBorder | None = None

    def frame(self) -> pd.DataFrame:
        """Give the table as a data frame."""
        frame: pd.DataFrame = self.table.to_pandas()
        return frame

    def write(self, path: str | Path) -> Path:
        """
        Write the table to a Parquet file; the same table gives the same bytes.

        Parameters
        ----------
        path
            The file; one that is there is replaced whole.

        Returns
        -------
        pathlib.Path
            The file.

        Raises
        ------
        UnwritableFile
            When it cannot be written.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        sink = pa.BufferOutputStream()
        pq.write_table(self.table, sink)
        return write_whole(Path(path), bytes(sink.getvalue().to_pybytes()))


def summarise(
    events: Events,
    places: Atlas | gpd.GeoDataFrame,
    *,
    columns: Columns | None = None,
    period: Span = "month",
    on_border: OnBorder = "touching",
    within_km: float | None = None,
    **how: Unpack[How],
) -> Summary:
    """
    Count reports, sources, origins and figures by place, period and topic.

    Parameters
    ----------
    events, places, columns, on_border, within_km, **how
        As for `balkanroute.scale.join`.
    period
        ``day``, ``week`` (from Monday) or ``month``.

    Returns
    -------
    Summary
        The counts, and what became of every row.

    Raises
    ------
    InvalidRecord
        When places, columns or events are not as expected.
    UnreadableFile
        When a file of the events cannot be read.

    Notes
    -----
    A report whose date is uncertain counts in every period between its bounds, for the share of
    the days between them that the period has: one of 25 October to 5 November is 7/12 of a
    report of October and 5/12 of one of November. So do its figures. Shares are whole
    millionths, cut down as the days go by so that they add up to one. A report without a date,
    with an open bound, with bounds that cross or with more than a thousand periods between them
    stands under no period. All is added in whole numbers, so that the counts do not depend on
    the order of the events, on how they are cut or on who counts them.
    """
    task = task_of(places, period, on_border, within_km)
    with opened(events, columns, how.get("work")) as (fragments, asked):
        return summary_over(fragments, replace(task, columns=asked.only(*COUNTED)), how)


def task_of(
    places: Atlas | gpd.GeoDataFrame,
    period: Span = "month",
    on_border: OnBorder = "touching",
    within_km: float | None = None,
) -> SummaryTask:
    """
    Say what is to be counted, but for what the events' columns say.

    Parameters
    ----------
    places, period, on_border, within_km
        As for `summarise`.

    Returns
    -------
    SummaryTask
        With columns as `Columns` has them by default.

    Raises
    ------
    InvalidRecord
        When these are not as expected.
    """
    targets = targets_of(places, within_km)
    return SummaryTask(Columns(), targets, check_rule(on_border), check_span(period))


def summary_over(fragments: Sequence[Fragment], task: SummaryTask, how: How) -> Summary:
    """
    Count the events of fragments.

    Parameters
    ----------
    fragments
        All of the events.
    task
        What to count.
    how
        How they are gone through.

    Returns
    -------
    Summary
        As `summarise` gives it.
    """
    with closing(Sum(how.get("work") or "")) as total:
        for part in Run(**how).partials(task, fragments):
            total.add(Counted.from_bytes(part))
        found = summary_of(total.counted(names=False), task.targets, total.different())
    return replace(found, period=task.period, on_border=task.on_border)


def summary_of(counted: Counted, targets: Targets, different: Mapping[str, Any]) -> Summary:
    """
    Give counts as a table.

    Parameters
    ----------
    counted
        All counts.
    targets
        The places.
    different
        How many different names every group has, as `balkanroute.scale.partials.Sum.different`
        gives them.

    Returns
    -------
    Summary
        In its order.
    """
    import numpy as np
    import pyarrow as pa

    topics, units = counted.words["topic"], counted.words["unit"]
    order = np.lexsort(
        (_rank(units)[counted.unit], _rank(topics)[counted.topic], counted.day, counted.place)
    )
    day, sums = counted.day[order], dict(zip(SUMS, counted.sums[:, order], strict=True))
    names = {f"{name}s": different[name][order] for name in NAMED}
    columns = {
        "place": _taken(list(targets.ids), counted.place[order]),
        "period": pa.array(day, mask=day == NO_DAY).cast(pa.date32()),
        "topic": _taken(topics, counted.topic[order]),
        "unit": _taken(units, counted.unit[order]),
        "reports": sums["reports"] / PARTS,
        "certain": sums["certain"],
        **names,
        **{name: _figure(sums, name) for name in FIGURES},
    }
    return Summary(pa.table(columns), counted.tally)


def _rank(words: list[str | None]) -> NDArray[np.int64]:
    """Give the rank of words by their code points; what is no word comes last."""
    import numpy as np

    rank = np.empty(len(words) + 1, dtype=np.int64)
    rank[sorted(range(len(words)), key=lambda number: words[number] or "")] = np.arange(len(words))
    rank[-1] = len(words)
    return rank


def _taken(words: list[Any], numbers: Any) -> pa.Array:  # noqa: ANN401 - an array
    """Give words by their numbers, null for -1."""
    import pyarrow as pa

    return pa.array(words, pa.string()).take(pa.array(numbers, mask=numbers < 0))


def _figure(sums: dict[str, Any], name: str) -> pa.Array:
    """Give the sum of a figure, null where no report gave it."""
    import numpy as np
    import pyarrow as pa

    # What was carried from trillionths to whole units depends on how the events were cut.
    carried, rest = np.divmod(sums[f"{name}_rest"], _TRILLION)
    total = (sums[f"{name}_whole"] + carried) + rest / _TRILLION
    return pa.array(total, mask=sums[f"{name}_given"] == 0)
