"""How many claims, or sources, fall on a day, a week or a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from balkanroute.errors import InvalidRecord, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

Every = Literal["day", "week", "month"]

#: 1 January 1970 was a Thursday; ISO weeks start on the Monday before.
_MONDAY: Final = 3


def timeline(frame: pd.DataFrame, field: str = "about", *, every: Every = "day") -> pd.Series:
    """
    Count records over time, each spread evenly over the days that it may belong to.

    Parameters
    ----------
    frame
        As `balkanroute.frames.claims_frame` or ``sources_frame`` gives it. Rows that share an
        id are one record.
    field
        The period to count by: ``about`` (when it happened) or ``recorded`` of claims,
        ``published`` or ``retrieved`` of sources; its columns ``<field>_earliest`` and
        ``<field>_latest`` are read.
    every
        ``day``, ``week`` (from Monday, as in ISO 8601) or ``month``.

    Returns
    -------
    pandas.Series
        ``records`` by the first day of each day, week or month (datetime64[s]; the index is
        named as `every`), without gaps from the first to the last. A record counts 1 in all: one
        that may belong to any of 30 days gives a thirtieth to each. What is not dated, or open at
        one end, is counted at the last row, NaT, which is there if there is any. So the sum is
        the number of records, whatever `every` is.

    Raises
    ------
    InvalidRecord
        When `every` is no such step, or the frame has no such period.

    Notes
    -----
    That each day is as likely as the next is an assumption, for want of a better one. A period
    that is marked approximate or uncertain is spread over its written bounds and no further.
    """
    import numpy as np
    import pandas as pd

    _check(frame, field, every)
    once = frame[~frame.index.duplicated()]
    bounds = [once[f"{field}_{end}"] for end in ("earliest", "latest")]
    dated = (bounds[0].notna() & bounds[1].notna()).to_numpy()
    days = [bound.to_numpy()[dated].astype("datetime64[D]").astype("int64") for bound in bounds]
    first, counts = _spread(np.column_stack(days), every)
    starts = _first_days(np.arange(first, first + counts.size), every).astype("datetime64[D]")
    undated = int((~dated).sum())
    if undated:
        starts = np.append(starts, np.datetime64("NaT"))
        counts = np.append(counts, float(undated))
    index = pd.DatetimeIndex(starts.astype("datetime64[s]"), name=every)
    return pd.Series(counts, index=index, name="records", dtype="float64")


def _check(frame: pd.DataFrame, field: str, every: str) -> None:
    """Refuse a step or a period that is not there."""
    if every not in get_args(Every):
        raise InvalidRecord(
            f"timeline: every is one of {', '.join(get_args(Every))}; found {every!r}"
            f"{did_you_mean(every, get_args(Every))}"
        )
    if f"{field}_earliest" in frame and f"{field}_latest" in frame:
        return
    ending = "_earliest"
    known = [str(name).removesuffix(ending) for name in frame if str(name).endswith(ending)]
    raise InvalidRecord(
        f"timeline: the frame has no period {field!r}, only {', '.join(known) or 'none'}"
        f"{did_you_mean(field, known)}; give a frame of balkanroute.frames with its bounds"
    )


def _spread(bounds: Any, every: Every) -> tuple[int, Any]:  # noqa: ANN401 - arrays
    """Give the number of the first step, and how much falls on each from there on."""
    import numpy as np

    if not bounds.size:
        return 0, np.zeros(0)
    spans, weights = np.unique(bounds, axis=0, return_counts=True)
    steps = _step_of(spans, every)
    first = int(steps.min())
    counts = np.zeros(int(steps.max()) - first + 1)
    for (start, end), (low, high), weight in zip(spans, steps, weights, strict=True):
        edges = _first_days(np.arange(low, high + 2), every)
        own = np.diff(np.clip(edges, start, end + 1))
        counts[low - first : high - first + 1] += weight * own / (end + 1 - start)
    return first, counts


def _step_of(days: Any, every: Every) -> Any:  # noqa: ANN401 - arrays
    """Give the numbers of the days, weeks or months that days since 1970 fall in."""
    if every == "week":
        return (days + _MONDAY) // 7
    if every == "month":
        return days.astype("datetime64[D]").astype("datetime64[M]").astype("int64")
    return days


def _first_days(steps: Any, every: Every) -> Any:  # noqa: ANN401 - arrays
    """Give the first days, since 1970, of numbered days, weeks or months."""
    if every == "week":
        return steps * 7 - _MONDAY
    if every == "month":
        return steps.astype("datetime64[M]").astype("datetime64[D]").astype("int64")
    return steps
