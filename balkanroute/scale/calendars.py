"""The days, weeks and months that events fall in, also where their dates are uncertain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from balkanroute.errors import InvalidRecord, did_you_mean
from balkanroute.periods import Period
from balkanroute.scale.columns import Columns
from balkanroute.scale.coordinates import is_text, texts_of
from balkanroute.scale.keys import as_dictionary

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Days = NDArray[np.int32]

Span = Literal["day", "week", "month"]
SPANS: Final = get_args(Span)
#: The day that stands for no day, and sorts after all others; days count from 1970-01-01.
NO_DAY: Final = 3_000_000
#: A report counts for one in all, in whole parts: spread over periods, they still add up.
PARTS: Final = 1_000_000
#: The first and the last day of the calendar, 0001-01-01 and 9999-12-31; no other has a period.
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896
#: A date with more periods between its bounds than this says too little to be spread.
MOST_PERIODS: Final = 1_000
_FIRST_MONDAY: Final = -3
#: A day of eight digits, or a day with a time that EDTF does not know.
_PLAIN: Final = re.compile(r"(\d{4})(-?)(\d\d)\2(\d\d)(?:[ T]\d.{0,40})?", re.ASCII)
#: How many of a unit of time are a second.
_A_SECOND: Final = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
#: The ordinal of 1970-01-01.
_EPOCH: Final = 719_163


def check_span(span: str) -> Span:
    """Refuse a span that is none of ours."""
    if span not in SPANS:
        raise InvalidRecord(
            f"period: expected one of {', '.join(SPANS)}, found {span!r}"
            f"{did_you_mean(str(span), SPANS)}"
        )
    return span  # type: ignore[return-value]


def bounds_of(
    table: Mapping[str, pa.Array], columns: Columns, rows: int
) -> tuple[Days, Days, NDArray[np.bool_]]:
    """
    Read when events happened.

    Parameters
    ----------
    table
        Columns by name.
    columns
        What they say.
    rows
        How many rows there are.

    Returns
    -------
    earliest, latest
        Days from 1970-01-01, `NO_DAY` where none is given, or the bound is open.
    wrong
        Where a text is no date.

    Raises
    ------
    InvalidRecord
        When a column is of another type than expected.
    """
    import numpy as np

    if columns.date is not None:
        return day_bounds(table[columns.date])
    if columns.earliest is None or columns.latest is None:
        nothing = np.full(rows, NO_DAY, dtype=np.int32)
        return nothing, nothing, np.zeros(rows, dtype=bool)
    earliest, _, wrong = day_bounds(table[columns.earliest])
    _, latest, also = day_bounds(table[columns.latest])
    return earliest, latest, wrong | also


def day_bounds(column: pa.Array) -> tuple[Days, Days, NDArray[np.bool_]]:
    """
    Read the first and the last day of dates.

    Parameters
    ----------
    column
        Dates, timestamps (of which the day in UTC is taken), whole numbers such as 20231025, or
        texts: EDTF, eight digits, or a day and a time, of which the day is taken as written.

    Returns
    -------
    earliest, latest
        Days from 1970-01-01, `NO_DAY` where none is given, or the bound is open.
    wrong
        Where a text is no date, or a date is not of the years 1 to 9999.

    Raises
    ------
    InvalidRecord
        When the column is of another type.
    """
    import numpy as np
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        ends = day_bounds(column.dictionary)
        code = column.indices.cast(pa.int64()).fill_null(len(column.dictionary)).to_numpy()
        padded = (
            np.append(end, fill) for end, fill in zip(ends, (NO_DAY, NO_DAY, False), strict=True)
        )
        earliest, latest, wrong = (end[code] for end in padded)
        return earliest.astype(np.int32), latest.astype(np.int32), wrong.astype(bool)
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        days, missing = _counted_days(column)
        odd = (days < _FIRST_DAY) | (days > _LAST_DAY)
        kept = np.where(odd | missing, NO_DAY, days).astype(np.int32)
        return kept, kept, odd & ~missing
    if pa.types.is_integer(column.type):
        return _from_texts(column.cast(pa.string()))
    if is_text(column.type):
        return _from_texts(column)
    if pa.types.is_null(column.type):
        nothing = np.full(len(column), NO_DAY, dtype=np.int32)
        return nothing, nothing, np.zeros(len(column), dtype=bool)
    raise InvalidRecord(
        f"dates: expected dates, timestamps or EDTF text, found {column.type}; cast the column"
    )


def _counted_days(column: Any) -> tuple[Any, Any]:  # noqa: ANN401 - a column, arrays
    """Count the days since 1970-01-01 of dates and times in UTC, and tell what is missing."""
    import pyarrow as pa

    whole = pa.int32() if pa.types.is_date32(column.type) else pa.int64()
    missing = column.is_null().to_numpy(zero_copy_only=False)
    told = column.cast(whole).fill_null(0).to_numpy(zero_copy_only=False)
    if pa.types.is_date32(column.type):
        return told, missing
    unit = "ms" if pa.types.is_date64(column.type) else column.type.unit
    # An int32 of days, as Arrow has them, would go round once around for times far away.
    return told // (86_400 * _A_SECOND[unit]), missing


def _from_texts(column: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401 - arrays
    """Read EDTF texts, each different one once."""
    import numpy as np

    coded = as_dictionary(column)
    if len(coded.dictionary) < len(column):
        return day_bounds(coded)
    read = [_bounds(text) for text in texts_of(column)]
    ends = np.array([row[:2] for row in read], dtype=np.int32).reshape(-1, 2)
    return ends[:, 0], ends[:, 1], np.array([row[2] for row in read], dtype=bool)


def _bounds(text: str | None) -> tuple[int, int, bool]:
    """Read one text."""
    if text is None or not text.strip():
        return NO_DAY, NO_DAY, False
    match = _PLAIN.fullmatch(text.strip())
    try:
        period = Period("-".join(match.group(1, 3, 4)) if match else text.strip())
    except InvalidRecord:
        return NO_DAY, NO_DAY, True
    first, last = (
        NO_DAY if day is None else day.toordinal() - _EPOCH
        for day in (period.earliest, period.latest)
    )
    return first, last, False


def starts_of(days: Days, span: Span) -> Days:
    """
    Give the first day of the period that each day is in.

    Parameters
    ----------
    days
        Days from 1970-01-01.
    span
        A day; a week from Monday (ISO 8601); or a month.

    Returns
    -------
    numpy.ndarray
        Days from 1970-01-01; `NO_DAY` stays.
    """
    import numpy as np

    if span == "day":
        return days
    if span == "week":
        return np.where(days == NO_DAY, NO_DAY, days - (days - _FIRST_MONDAY) % 7).astype(np.int32)
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]")
    return np.where(days == NO_DAY, NO_DAY, months.astype(np.int32)).astype(np.int32)


def spread(earliest: Days, latest: Days, span: Span) -> tuple[Any, Any, Any]:
    """
    Spread reports over the periods in which they may have happened.

    Parameters
    ----------
    earliest, latest
        Bounds of each report, days from 1970-01-01.
    span
        The period.

    Returns
    -------
    row
        Positions of reports, in order; one that may be of several periods stands several times.
    start
        The first day of the period, `NO_DAY` where a bound is missing, they cross, or there are
        more than `MOST_PERIODS` periods between them.
    parts
        How much of the report falls there, of `PARTS`: as many as there are days of the period
        between the bounds, cut down to whole parts as the days go by, so that they add up.
    """
    import numpy as np

    first, last = starts_of(earliest, span), starts_of(latest, span)
    open_ended = (earliest == NO_DAY) | (latest == NO_DAY) | (earliest > latest)
    first = np.where(open_ended, NO_DAY, first).astype(np.int32)
    wide = np.flatnonzero(~open_ended & (first != last))
    if not len(wide):
        return np.arange(len(first)), first, np.full(len(first), PARTS, dtype=np.int64)
    rows, starts, parts = _spread_wide(earliest[wide], latest[wide], span)
    narrow = np.setdiff1d(np.arange(len(first)), wide, assume_unique=True)
    row = np.concatenate([narrow, wide[rows]])
    start = np.concatenate([first[narrow], starts])
    share = np.concatenate([np.full(len(narrow), PARTS, dtype=np.int64), parts])
    order = np.argsort(row, kind="stable")
    return row[order], start[order], share[order]


def periods_between(earliest: Days, latest: Days, span: Span) -> NDArray[np.int64]:
    """
    Count the periods that `spread` puts each report in.

    Parameters
    ----------
    earliest, latest, span
        As for `spread`.

    Returns
    -------
    numpy.ndarray
        One or more each.
    """
    import numpy as np

    wide = np.flatnonzero((earliest < latest) & (latest != NO_DAY))
    count = np.ones(len(earliest), dtype=np.int64)
    found = _ordinals(latest[wide], span) - _ordinals(earliest[wide], span) + 1
    count[wide] = np.where(found > MOST_PERIODS, 1, found)
    return count


def _spread_wide(earliest: Days, latest: Days, span: Span) -> tuple[Any, Any, Any]:
    """Spread reports that may be of several periods."""
    import numpy as np

    low, high = _ordinals(earliest, span), _ordinals(latest, span)
    vague = high - low >= MOST_PERIODS
    count = np.where(vague, 1, high - low + 1)
    row = np.repeat(np.arange(len(count)), count)
    step = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    ordinal = low[row] + step
    start = _first_days(ordinal, span)
    end = np.minimum(_first_days(ordinal + 1, span), latest[row] + 1)
    begin = np.maximum(start, earliest[row])
    total = (latest - earliest + 1).astype(np.int64)[row]
    before = (begin - earliest[row]).astype(np.int64)
    after = (end - earliest[row]).astype(np.int64)
    parts = after * PARTS // total - before * PARTS // total
    gone = vague[row]
    return row, np.where(gone, NO_DAY, start).astype(np.int32), np.where(gone, PARTS, parts)


def _ordinals(days: Days, span: Span) -> NDArray[np.int64]:
    """Give periods that days are in as numbers that follow each other."""
    import numpy as np

    if span == "month":
        return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return (starts_of(days, span).astype(np.int64) - (_FIRST_MONDAY if span == "week" else 0)) // (
        7 if span == "week" else 1
    )


def _first_days(ordinals: NDArray[np.int64], span: Span) -> NDArray[np.int64]:
    """Give the first day of numbered periods."""
    import numpy as np

    if span == "month":
        return ordinals.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return ordinals * 7 + _FIRST_MONDAY if span == "week" else ordinals
