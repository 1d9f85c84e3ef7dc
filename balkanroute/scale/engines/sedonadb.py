"""In this process, with SedonaDB to find which events lie in which places, by SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from balkanroute._extras import require
from balkanroute.scale.engines import Answer, Fragment, Task
from balkanroute.scale.pairs import Pairs
from balkanroute.scale.tasks import naming

if TYPE_CHECKING:
    from balkanroute.scale.rows import Rows

_TURN: Final = 180.0
_PAIRS: Final = """
    SELECT points.row_number, areas.place
    FROM (SELECT row_number, ST_Point(x, y) AS point FROM balkanroute_points) AS points,
         (SELECT place, ST_GeomFromWKB(outline) AS outline FROM balkanroute_areas) AS areas
    WHERE {}(areas.outline, points.point)
"""


def run(task: Task, fragments: Sequence[Fragment]) -> Iterator[Answer]:
    """
    Run a task here, with SedonaDB.

    Parameters
    ----------
    task
        What to do. Places that hold what is within a distance of them are found without SQL.
    fragments
        With what.

    Yields
    ------
    Answer
        One for each fragment, in order.

    Raises
    ------
    MissingExtra
        When sedonadb is not installed.
    """
    import pyarrow as pa

    context = require("sedonadb", "sedonadb").connect()
    areas = {
        "place": pa.array(range(len(task.targets)), pa.int32()),
        "outline": pa.array(task.targets.outlines, pa.binary()),
    }
    context.create_data_frame(pa.table(areas)).to_view("balkanroute_areas", overwrite=True)
    for fragment in fragments:
        with naming(fragment):
            located = ((rows, _pairs(context, task, rows)) for rows in task.read(fragment))
            partial = task.fold(located)
        yield Answer((fragment,), partial)


def _pairs(context: Any, task: Task, rows: Rows) -> Pairs:  # noqa: ANN401 - sedonadb has no types
    """Find where events lie: those that touch a place and are not inside are on its border."""
    import numpy as np
    import pyarrow as pa

    if any(km is not None for km in task.targets.within_km):
        return task.targets.locate(rows.x, rows.y)
    # What is on the antimeridian is looked for at 180 and at -180 degrees.
    seam = np.flatnonzero(np.abs(rows.x) == _TURN)
    points = {
        "row_number": np.append(np.arange(len(rows)), seam),
        "x": np.append(rows.x, -rows.x[seam]),
        "y": np.append(rows.y, rows.y[seam]),
    }
    context.create_data_frame(pa.table(points)).to_view("balkanroute_points", overwrite=True)
    touching, inside = (_keys(context, name) for name in ("ST_Intersects", "ST_Contains"))
    return Pairs(
        row=touching >> 32,
        place=(touching & 0xFFFFFFFF).astype(np.int32),
        on_border=~np.isin(touching, inside, assume_unique=True),
    )


def _keys(context: Any, predicate: str) -> Any:  # noqa: ANN401 - an array
    """Ask for pairs, each once and as one number: the row, then the place."""
    import numpy as np
    import pyarrow as pa

    found = pa.table(context.sql(_PAIRS.format(predicate)))
    rows, places = (found[name].to_numpy() for name in ("row_number", "place"))
    return np.unique((rows.astype("int64") << 32) | places.astype("int64"))
