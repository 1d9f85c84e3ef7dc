"""Counts as files in a folder, and a run there that goes on where it stopped."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from balkanroute._files import write_whole
from balkanroute.errors import UnwritableFile
from balkanroute.scale.summaries import Summary, summarise

if TYPE_CHECKING:
    import geopandas as gpd

    from balkanroute.model import Atlas

_WORK: Final = "unfinished"


def summarise_into(
    folder: str | Path,
    events: Any,  # noqa: ANN401 - as summarise takes them
    places: Atlas | gpd.GeoDataFrame,
    **options: Any,  # noqa: ANN401 - as summarise takes them
) -> Summary:
    """
    Count events, and write what was counted to a folder.

    Parameters
    ----------
    folder
        Where; it is made if it is missing. While the run lasts, partial results stand in its
        folder ``unfinished``; a second run with the same events, places and options takes those
        that are there and does the rest. They are removed when all is done.
    events, places, **options
        As for `balkanroute.scale.summarise`.

    Returns
    -------
    Summary
        The counts. They are written as ``counts.parquet``, and what became of every row as
        ``rows.json``.

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
    work = target / _WORK
    summary = summarise(events, places, **options, work=work)
    summary.write(target / "counts.parquet")
    told = json.dumps(summary.tally.plain(), indent=2, ensure_ascii=False)
    write_whole(target / "rows.json", f"{told}\n".encode())
    shutil.rmtree(work, ignore_errors=True)
    return summary
