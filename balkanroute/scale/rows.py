"""Rows of fragments, with coordinates that can be used, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import shapely

from balkanroute.errors import InvalidRecord, UnreadableFile, did_you_mean
from balkanroute.scale.columns import Columns
from balkanroute.scale.fragments import Fragment
from balkanroute.scale.tallies import Tally

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Rows that are read at a time.
BATCH: Final = 1 << 19
_LONGITUDE, _LATITUDE = 180.0, 90.0
#: A point in little-endian WKB: byte order, type 1, two doubles.
_POINT_BYTES: Final = 21
_POINT_HEAD: Final = (1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Rows:
    """
    A run of events that have a place on earth.

    Parameters
    ----------
    number
        The position of each among all events, int64, ascending.
    x, y
        Longitudes and latitudes in degrees, in range.
    table
        The other columns, by name; as many rows.
    tally
        All rows that were read, under ``rows``, and those that are left out, by reason.
    """

    number: NDArray[np.int64]
    x: Floats
    y: Floats
    table: Mapping[str, pa.Array]
    tally: Tally

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.number)


def rows_of(fragment: Fragment, columns: Columns) -> Iterator[Rows]:
    """
    Read a fragment, batch by batch.

    Parameters
    ----------
    fragment
        The fragment.
    columns
        What its columns say.

    Yields
    ------
    Rows
        In the order of the file.

    Raises
    ------
    UnreadableFile
        When the file is absent, broken, or not the one that the fragment was cut from.
    InvalidRecord
        When a column is missing or of another type than expected.
    """
    import pyarrow as pa

    first = fragment.first_row
    try:
        for batch in _batches(fragment, columns):
            yield _checked(batch, columns, first)
            first += len(batch)
    except (OSError, pa.ArrowException) as reason:
        raise UnreadableFile(f"{fragment.name}: cannot be read ({reason})") from reason
    if first - fragment.first_row != fragment.rows:
        raise UnreadableFile(
            f"{fragment.name}: expected {fragment.rows} rows, found {first - fragment.first_row}; "
            f"was the file changed meanwhile?"
        )


def _batches(fragment: Fragment, columns: Columns) -> Iterator[pa.RecordBatch]:
    """Read the columns that are asked for."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(fragment.path, read_dictionary=_coded(columns), pre_buffer=False) as file:
        _check_names(fragment, columns, file.schema_arrow.names)
        yield from file.iter_batches(
            BATCH, row_groups=range(fragment.start, fragment.stop), columns=list(columns.named())
        )


def _coded(columns: Columns) -> list[str]:
    """Name the columns of texts that repeat."""
    coded = (columns.topic, columns.source, columns.origin, columns.unit)
    return [name for name in coded if name is not None]


def _check_names(fragment: Fragment, columns: Columns, found: list[str]) -> None:
    """Refuse a file without a column."""
    for name in columns.named():
        if name not in found:
            raise InvalidRecord(
                f"{fragment.path}: expected a column {name!r}, found {', '.join(found)}"
                f"{did_you_mean(name, found)}; say with Columns what the table calls it"
            )


def _checked(batch: pa.RecordBatch, columns: Columns, first_row: int) -> Rows:
    """Part the rows that have a place on earth from the others."""
    import numpy as np
    import pyarrow as pa

    x, y, reasons = coordinates_of(batch, columns)
    wrong = np.zeros(len(batch), dtype=bool)
    for rows in reasons.values():
        wrong[rows] = True
    tally = Tally.sum([Tally.of(reasons, first_row), Tally({"rows": len(batch)})])
    kept = {name: batch.column(name) for name in columns.named() if name not in columns.coordinates}
    number = np.arange(first_row, first_row + len(batch))
    if not wrong.any():
        return Rows(number, x, y, kept, tally)
    right = ~wrong
    mask = pa.array(right)
    kept = {name: column.filter(mask) for name, column in kept.items()}
    return Rows(number[right], x[right], y[right], kept, tally)


def coordinates_of(batch: pa.RecordBatch, columns: Columns) -> tuple[Floats, Floats, Any]:
    """
    Read where events are, and find those that are nowhere.

    Parameters
    ----------
    batch
        The rows.
    columns
        What its columns say.

    Returns
    -------
    x, y
        Longitudes and latitudes.
    reasons
        Positions of rows without a place on earth, by reason; each row under one.

    Raises
    ------
    InvalidRecord
        When a column is of another type than expected.
    """
    import numpy as np

    if columns.geometry is None:
        x, y = (_numbers(batch.column(name), name) for name in columns.coordinates)
        empty = np.zeros(len(batch), dtype=bool)
    else:
        x, y, empty = _points(batch.column(columns.geometry), columns.geometry)
    with np.errstate(invalid="ignore"):
        fine = (np.abs(x) <= _LONGITUDE) & (np.abs(y) <= _LATITUDE)
    if fine.all():
        return x, y, {}
    bad = np.flatnonzero(~fine)
    return x, y, _reasons(bad, x[bad], y[bad], empty[bad])


def _reasons(bad: Any, x: Floats, y: Floats, empty: Any) -> dict[str, Any]:  # noqa: ANN401
    """Say what is wrong with coordinates."""
    import numpy as np

    missing = np.isnan(x) | np.isnan(y)
    infinite = (np.isinf(x) | np.isinf(y)) & ~missing
    swapped = ~missing & (np.abs(x) <= _LATITUDE) & (np.abs(y) <= _LONGITUDE)
    beyond = ~missing & ~infinite & ~swapped
    return {
        "empty geometry": bad[empty],
        "no coordinates": bad[missing & ~empty],
        "infinite coordinates": bad[infinite],
        "coordinates probably swapped": bad[swapped & ~infinite],
        "coordinates out of range": bad[beyond],
    }


def _numbers(column: pa.Array, name: str) -> Floats:
    """Give numbers, NaN where missing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if not (
        pa.types.is_floating(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_null(kind)
        or pa.types.is_decimal(kind)
    ):
        raise InvalidRecord(
            f"column {name!r}: expected numbers, found {kind}; cast it, or name another column"
        )
    numbers = pc.fill_null(column.cast(pa.float64(), safe=False), float("nan"))
    found: Floats = numbers.to_numpy(zero_copy_only=False)
    return found


def _points(column: pa.Array, name: str) -> tuple[Floats, Floats, Any]:
    """Read points."""
    import numpy as np
    import pyarrow as pa

    column = column.storage if isinstance(column, pa.ExtensionArray) else column
    if pa.types.is_struct(column.type):
        x, y = (_numbers(part, name) for part in column.flatten()[:2])
        return x, y, np.zeros(len(x), dtype=bool)
    if pa.types.is_fixed_size_list(column.type):
        return _interleaved(column, name)
    if not (pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)):
        raise InvalidRecord(
            f"column {name!r}: expected points in WKB or geoarrow coordinates, found {column.type}"
        )
    return _from_wkb(column)


def _interleaved(column: Any, name: str) -> tuple[Floats, Floats, Any]:  # noqa: ANN401
    """Read points whose coordinates stand one after the other."""
    import numpy as np
    import pyarrow.compute as pc

    x, y = (_numbers(pc.list_element(column, index), name) for index in (0, 1))
    return x, y, np.zeros(len(x), dtype=bool)


def _from_wkb(column: Any) -> tuple[Floats, Floats, Any]:  # noqa: ANN401
    """Read points in WKB: all at once where they are all written the usual way."""
    import numpy as np
    import pyarrow as pa

    column = column.cast(pa.large_binary())
    ends = np.frombuffer(column.buffers()[1], dtype=np.int64)[column.offset :][: len(column) + 1]
    if column.null_count == 0 and len(column) and (np.diff(ends) == _POINT_BYTES).all():
        data = np.frombuffer(column.buffers()[2], dtype=np.uint8)[ends[0] : ends[-1]]
        points = data.reshape(-1, _POINT_BYTES)
        if (points[:, :5] == np.array(_POINT_HEAD, dtype=np.uint8)).all():
            flat = np.ascontiguousarray(points[:, 5:]).view("<f8")
            empty = np.isnan(flat).all(axis=1)
            return flat[:, 0].copy(), flat[:, 1].copy(), empty
    shapes = shapely.from_wkb(np.array(column.to_pylist(), dtype=object), on_invalid="ignore")
    shapes = np.array(shapes, dtype=object)
    pointed = shapely.get_type_id(shapes) == 0
    empty = ~shapely.is_missing(shapes) & (shapely.is_empty(shapes) | ~pointed)
    shapes[~pointed] = None
    return shapely.get_x(shapes), shapely.get_y(shapes), empty
