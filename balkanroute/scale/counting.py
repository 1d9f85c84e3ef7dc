"""Counts of a batch of events: who says what of which place and period, and how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise, starmap
from typing import TYPE_CHECKING, Any, Final

from balkanroute.scale.calendars import (
    NO_DAY,
    PARTS,
    Span,
    bounds_of,
    periods_between,
    spread,
)
from balkanroute.scale.columns import Columns
from balkanroute.scale.coordinates import is_text, numbers_of
from balkanroute.scale.keys import LONGEST_NAME, coded, distinct
from balkanroute.scale.pairs import Pairs
from balkanroute.scale.partials import FIGURES, NAMED, Counted, Sum
from balkanroute.scale.rows import Rows
from balkanroute.scale.tallies import Tally

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Codes = NDArray[np.int32]

#: Numbers are ranked in a table of all that there could be while it has no more cells than this.
_DENSE: Final = 1 << 22
#: Reports by place and period that are counted at a time, about.
_MOST_ENTRIES: Final = 1 << 22
#: Sums of floats are exact up to here.
_EXACT: Final = 1 << 53
#: Larger figures are taken for mistakes; sums of whole numbers hold millions of these.
MOST: Final = 1e12
_LONG: Final = f"of more than {LONGEST_NAME:,} characters"
_TRILLION: Final = 1_000_000_000_000


@dataclass(frozen=True, slots=True)
class _Entries:
    """Reports by place, period and topic: a row for each that one counts in."""

    row: Whole
    place: Whole | Codes
    day: Codes
    parts: Whole | None
    topic: Whole | Codes
    topics: list[str | None]

    def of(self, taken: Whole) -> dict[str, Any]:
        """Take entries, also several times."""
        return {
            "row": self.row[taken],
            "place": self.place[taken],
            "day": self.day[taken],
            "parts": None if self.parts is None else self.parts[taken],
        }


def count(rows: Rows, pairs: Pairs, columns: Columns, span: Span) -> Counted:
    """
    Count a batch of events by place, period, topic and unit.

    Parameters
    ----------
    rows
        The batch.
    pairs
        Which of them count in which place, by positions in the batch.
    columns
        What their columns say.
    span
        The period.

    Returns
    -------
    Counted
        With groups and names of the batch, and the rows in whose dates, names or figures
        something is wrong.

    Raises
    ------
    InvalidRecord
        When a column is of another type than expected.
    """
    bounds = bounds_of(rows.table, columns, len(rows))
    cuts = _cuts(pairs, periods_between(bounds[0], bounds[1], span))
    if len(cuts) == 1:
        return _counted(rows, pairs, columns, span, bounds)
    total = Sum()
    for own in cuts:
        part, bounded = rows.part(own), tuple(bound[own] for bound in bounds)
        total.add(_counted(part, pairs.of_rows(own), columns, span, bounded))
    return total.counted()


def _cuts(pairs: Pairs, periods: Whole) -> list[slice]:
    """Cut rows so that they are not spread to too many entries at a time."""
    import numpy as np

    times = np.maximum(np.bincount(pairs.row, minlength=len(periods)), 1)
    full = np.cumsum(periods * times) // _MOST_ENTRIES
    starts = [0, *(np.flatnonzero(full[1:] != full[:-1]) + 1).tolist(), len(periods)]
    return list(starmap(slice, pairwise(starts)))


def _counted(
    rows: Rows, pairs: Pairs, columns: Columns, span: Span, bounds: tuple[Any, ...]
) -> Counted:
    """Count rows whose dates have been read."""
    import numpy as np

    entries, wrong = _dated(rows, pairs, span, bounds)
    entries, long = _with_topics(entries, rows, columns)
    unit, units, wrong[f"unit {_LONG}"] = _texts(rows, columns.unit)
    unit = unit[entries.row] if len(unit) else np.full(len(entries.row), -1, dtype=np.int32)
    group, keys = _grouped([entries.place, entries.day, entries.topic, unit])
    place, day, topic, unit_of = keys
    sums, figures = _sums(rows, entries, group, len(place), columns)
    names, words = {}, {}
    for name in NAMED:
        code, words[name], wrong[f"{name} {_LONG}"] = _texts(rows, getattr(columns, name))
        names[name] = _named(group, code[entries.row] if len(code) else code, len(words[name]))
        names[name], words[name] = _used(*names[name], words[name])
    return Counted(
        place.astype(np.int32),
        day.astype(np.int32),
        topic.astype(np.int32),
        unit_of.astype(np.int32),
        sums,
        names,
        {"topic": entries.topics, "unit": units, **words},
        _told(rows, {f"topic {_LONG}": long, **wrong, **figures}),
    )


def _told(rows: Rows, wrong: Mapping[str, Any]) -> Tally:
    """Give the rows whose dates, names or figures are not as they should be."""
    return Tally.of({reason: rows.number[at] for reason, at in wrong.items()}, 0)


def _texts(rows: Rows, name: str | None) -> tuple[Any, list[str | None], Any]:
    """Give a column as numbers of texts, and long ones; none where there is no such column."""
    import numpy as np

    if name is None:
        return np.empty(0, dtype=np.int32), [], np.empty(0, dtype=np.int64)
    return coded(rows.table[name])


def _dated(
    rows: Rows, pairs: Pairs, span: Span, bounds: tuple[Any, ...]
) -> tuple[_Entries, dict[str, Any]]:
    """Put every pair in the periods in which it may have happened."""
    import numpy as np

    row, place = pairs.row, pairs.place
    topic = np.full(len(row), -1, dtype=np.int32)
    earliest, latest, wrong = bounds
    own, day, parts = spread(earliest, latest, span)
    lost = own[(day == NO_DAY) & (earliest[own] != NO_DAY) & (latest[own] != NO_DAY)]
    crossed = earliest[lost] > latest[lost]
    reasons = {
        "date cannot be read": np.flatnonzero(wrong),
        "dates cross": lost[crossed],
        "date too vague to be spread": lost[~crossed],
    }
    if len(own) == len(rows):
        whole = None if (parts == PARTS).all() else parts[row]
        return _Entries(row, place, day[row], whole, topic, []), reasons
    start = np.searchsorted(own, np.arange(len(rows) + 1))
    taken, entry = _repeated(start[row], (start[1:] - start[:-1])[row])
    entries = _Entries(row[entry], place[entry], day[taken], parts[taken], topic[entry], [])
    return entries, reasons


def _repeated(first: Whole, times: Whole) -> tuple[Whole, Whole]:
    """Give runs of numbers from a first on, and which run each belongs to."""
    import numpy as np

    entry = np.repeat(np.arange(len(first)), times)
    ends = np.cumsum(times)
    return np.arange(len(entry)) + np.repeat(first - (ends - times), times), entry


def _with_topics(entries: _Entries, rows: Rows, columns: Columns) -> tuple[_Entries, Any]:
    """Put every entry under each of its topics."""
    import numpy as np
    import pyarrow as pa

    if columns.topic is None:
        return entries, np.empty(0, dtype=np.int64)
    column = rows.table[columns.topic]
    if not (pa.types.is_list(column.type) or pa.types.is_large_list(column.type)):
        code, words, long = coded(column)
        own = entries.of(np.arange(len(entries.row)))
        return _Entries(**own, topic=code[entries.row], topics=words), long
    code, words, long = coded(column.flatten())
    lengths = column.value_lengths().fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    owner = np.repeat(np.arange(len(lengths)), lengths)
    long = distinct(owner[long])
    both = distinct(owner[code >= 0] << 32 | code[code >= 0].astype(np.int64))
    owner, code = both >> 32, both & 0xFFFFFFFF
    bare = np.setdiff1d(np.arange(len(lengths)), owner)
    owner, code = np.append(owner, bare), np.append(code, np.full(len(bare), -1))
    order = np.argsort(owner, kind="stable")
    owner, code = owner[order], code[order]
    start = np.searchsorted(owner, np.arange(len(lengths) + 1))
    taken, entry = _repeated(start[entries.row], (start[1:] - start[:-1])[entries.row])
    return _Entries(**entries.of(entry), topic=code[taken], topics=words), long


def _grouped(keys: list[Any]) -> tuple[Whole, list[Any]]:
    """Give each entry the number of those that agree with it in all keys, and their keys."""
    import numpy as np

    group, groups = _ranked(keys[0])
    for key in keys[1:]:
        rank, ranks = _ranked(key)
        if ranks > 1:
            group, groups = _ranked(group * ranks + rank)
    one = np.empty(groups, dtype=np.int64)
    one[group] = np.arange(len(group))
    return group, [key[one] for key in keys]


def _ranked(key: Any) -> tuple[Whole, int]:  # noqa: ANN401 - an array
    """Give the rank of each number among the different ones, and how many these are."""
    import numpy as np

    if not len(key):
        return np.empty(0, dtype=np.int64), 0
    low, high = int(key.min()), int(key.max())
    if low == high:
        return np.zeros(len(key), dtype=np.int64), 1
    if high - low > _DENSE:
        values, rank = np.unique(key, return_inverse=True)
        return rank, len(values)
    offset = key - low
    seen = np.zeros(high - low + 1, dtype=bool)
    seen[offset] = True
    rank = np.cumsum(seen) - 1
    return rank[offset], int(rank[-1]) + 1


def _named(group: Whole, code: Any, words: int) -> tuple[Any, Any]:  # noqa: ANN401 - arrays
    """Give the names that stand in each group, each once."""
    import numpy as np

    if not len(code):
        return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32)
    told = code >= 0
    pairs = distinct(group[told] * words + code[told])
    return (pairs // max(words, 1)).astype(np.int32), (pairs % max(words, 1)).astype(np.int32)


def _used(group: Codes, number: Codes, words: list[str | None]) -> tuple[Any, Any]:
    """Leave out the words that stand in no group, such as those of events in no place."""
    import numpy as np

    used = np.zeros(len(words), dtype=bool)
    used[number] = True
    place = np.cumsum(used, dtype=np.int32) - 1
    told = [words[own] for own in np.flatnonzero(used).tolist()]
    return (group, place[number].astype(np.int32)), told


def _sums(
    rows: Rows, entries: _Entries, group: Whole, groups: int, columns: Columns
) -> tuple[Any, dict[str, Any]]:
    """Add up reports and figures by group."""
    import numpy as np

    parts = entries.parts
    times = np.bincount(group, minlength=groups)
    reports = times * PARTS if parts is None else _summed(group, parts, groups)
    sure = entries.day != NO_DAY
    sure &= True if parts is None else parts == PARTS
    sums = [reports, np.bincount(group[sure], minlength=groups)]
    reasons: dict[str, Any] = {}
    for name in FIGURES:
        column = getattr(columns, name)
        if column is None:
            sums += [np.zeros(groups, dtype=np.int64)] * 3
            continue
        values, wrong = _figures(rows.table[column], column)
        reasons |= {f"{name}: {reason}": at for reason, at in wrong.items()}
        sums += _figure_sums(values[entries.row], parts, group, groups)
    return np.stack(sums).astype(np.int64), reasons


def _figures(column: pa.Array, name: str) -> tuple[Any, dict[str, Any]]:
    """Read figures, NaN where there is none that can be added."""
    import numpy as np

    found, odd = numbers_of(column, name)
    missing = column.is_null().to_numpy(zero_copy_only=False) | odd
    with np.errstate(invalid="ignore"):
        fine = np.abs(found) <= MOST
    if fine.all():
        return found, {}
    empty = np.isnan(found) & (missing | is_text(column.type))
    wrong = ~fine & ~empty
    endless = wrong & ~np.isfinite(found)
    return np.where(fine, found, np.nan), {
        "figure is not a number": np.flatnonzero(odd),
        "figure is not finite": np.flatnonzero(endless),
        "figure is beyond a trillion": np.flatnonzero(wrong & ~endless),
    }


def _figure_sums(values: Any, parts: Whole | None, group: Whole, groups: int) -> list[Any]:  # noqa: ANN401
    """Add up figures exactly: how many, whole units, and trillionths below one."""
    import numpy as np

    told = ~np.isnan(values)
    if not told.all():
        values, group = values[told], group[told]
        parts = None if parts is None else parts[told]
    floor = np.floor(values)
    whole = floor.astype(np.int64)
    rest = np.rint((values - floor) * PARTS).astype(np.int64)
    given = np.bincount(group, minlength=groups)
    if parts is None:
        if not rest.any():
            return [given, _summed(group, whole, groups), np.zeros(groups, dtype=np.int64)]
        rest *= PARTS
    else:
        scaled = whole * parts
        whole, rest = scaled // PARTS, scaled % PARTS * PARTS + rest * parts
    # Trillionths are carried row by row, so that their sum stays small.
    whole += rest // _TRILLION
    fractions = _summed(group, rest % _TRILLION, groups)
    return [given, _summed(group, whole, groups) + fractions // _TRILLION, fractions % _TRILLION]


def _summed(group: Whole, values: Whole, groups: int) -> Whole:
    """Add up whole numbers by group, exactly."""
    import numpy as np

    if not len(values):
        return np.zeros(groups, dtype=np.int64)
    if int(np.abs(values).max()) * len(values) < _EXACT:
        return np.bincount(group, weights=values, minlength=groups).astype(np.int64)
    sums = np.zeros(groups, dtype=np.int64)
    np.add.at(sums, group, values)
    return sums
