"""Counts as files in a folder, and a run there that goes on where it stopped."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from balkanroute._files import write_whole
from balkanroute.errors import UnwritableFile
from balkanroute.scale.events import opened
from balkanroute.scale.summaries import COUNTED, Summary, summary_over, task_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd

    from balkanroute.model import Atlas
    from balkanroute.scale.columns import Columns
    from balkanroute.scale.events import Events
    from balkanroute.scale.runs import Progress

_WORK: Final = "unfinished"
#: What is read for the totals: an origin behind reports of two months is one origin.
_TOTALS: Final = ("source", "origin")
_OPTIONS: Final = ("period", "on_border", "within_km")


@dataclass(frozen=True, slots=True)
class Counts:
    """
    What was counted into a folder.

    Parameters
    ----------
    by_period
        The counts by place, period, topic and unit.
    totals
        The counts by place alone, with the exact numbers of sources and origins of all periods.
    """

    by_period: Summary
    totals: Summary

    @property
    def mapped(self) -> Summary:
        """
        What a map can be coloured by: each report once in each place.

        The counts by period, unless reports have topics, of which each has a row of its own; then
        the totals.
        """
        topics = self.by_period.table["topic"]
        return self.by_period if topics.null_count == len(topics) else self.totals


def summarise_into(
    folder: str | Path,
    events: Events,
    places: Atlas | gpd.GeoDataFrame,
    *,
    columns: Columns | None = None,
    progress: Progress | None = None,
    **options: Any,  # noqa: ANN401 - as summarise takes them
) -> Counts:
    """
    Count events, and write what was counted to a folder.

    The events are gone through twice: by period, and for the totals, since numbers of origins
    cannot be added.

    Parameters
    ----------
    folder
        Where; it is made if it is missing. While the run lasts, partial results stand in its
        folder ``unfinished``; a second run with the same events, places and options takes those
        that are there and does the rest. They are removed when all is done.
    events, places, columns, **options
        As for `balkanroute.scale.summarise`.
    progress
        Called with the rows done and the rows in all, of both times together.

    Returns
    -------
    Counts
        They are written as ``counts.parquet`` and ``totals.parquet``, and what became of every
        row as ``rows.json``.

    Raises
    ------
    UnwritableFile
        When the folder or a file in it cannot be written.
    BalkanRouteError
        As for `balkanroute.scale.summarise`.
    """
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise UnwritableFile(
            f"{target}: the folder cannot be made ({reason.strerror}); choose another"
        ) from reason
    task = task_of(places, **{own: options.pop(own) for own in _OPTIONS if own in options})
    first, second = _halves(progress)
    once: Any = {**options, "work": target / _WORK, "progress": first}
    again: Any = {**once, "progress": second}
    # Opened once for both times: batches that come from elsewhere come only once.
    with opened(events, columns, target / _WORK) as (fragments, asked):
        by_period = replace(task, columns=asked.only(*COUNTED))
        totals = replace(task, columns=asked.only(*_TOTALS))
        counts = Counts(
            summary_over(fragments, by_period, once),
            summary_over(fragments, totals, again),
        )
    counts.by_period.write(target / "counts.parquet")
    counts.totals.write(target / "totals.parquet")
    told = json.dumps(counts.by_period.tally.plain(), indent=2, ensure_ascii=False)
    write_whole(target / "rows.json", f"{told}\n".encode())
    shutil.rmtree(target / _WORK, ignore_errors=True)
    return counts


def _halves(progress: Progress | None) -> tuple[Progress | None, Progress | None]:
    """Give the progress of either time as a half of the whole."""
    if progress is None:
        return None, None
    told: Callable[[int, int], object] = progress
    return (
        lambda done, everything: told(done, 2 * everything),
        lambda done, everything: told(everything + done, 2 * everything),
    )
