"""Where events are, as they are written, and what is wrong with those that are nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import shapely

from balkanroute.errors import InvalidRecord
from balkanroute.scale.columns import Columns

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_LONGITUDE, _LATITUDE = 180.0, 90.0
#: A point in little-endian WKB: byte order, type 1, two doubles.
_POINT_BYTES: Final = 21
_POINT_HEAD: Final = (1, 1, 0, 0, 0)


def coordinates_of(
    batch: pa.RecordBatch, columns: Columns
) -> tuple[Floats, Floats, dict[str, NDArray[np.int64]]]:
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
        (x, odd), (y, also) = (numbers_of(batch.column(own), own) for own in columns.coordinates)
        told = {"coordinates are not numbers": odd | also}
    else:
        x, y, told = _points(batch.column(columns.geometry), columns.geometry)
    with np.errstate(invalid="ignore"):
        fine = (np.abs(x) <= _LONGITUDE) & (np.abs(y) <= _LATITUDE)
    if fine.all():
        return x, y, {}
    bad = np.flatnonzero(~fine)
    return x, y, _reasons(bad, x[bad], y[bad], {name: own[bad] for name, own in told.items()})


def _reasons(bad: Any, x: Floats, y: Floats, told: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401
    """Say what is wrong with coordinates; the first reason that fits."""
    import numpy as np

    missing = np.isnan(x) | np.isnan(y)
    tests = told | {
        "no coordinates": missing,
        "infinite coordinates": np.isinf(x) | np.isinf(y),
        "coordinates probably swapped": (np.abs(x) <= _LATITUDE) & (np.abs(y) <= _LONGITUDE),
        "coordinates out of range": np.ones(len(bad), dtype=bool),
    }
    left = np.ones(len(bad), dtype=bool)
    reasons = {}
    for reason, test in tests.items():
        reasons[reason] = bad[left & test]
        left &= ~test
    return reasons


def numbers_of(column: pa.Array, name: str) -> tuple[Floats, NDArray[np.bool_]]:
    """
    Read numbers, also where they are written as text.

    Parameters
    ----------
    column
        Numbers or texts.
    name
        What the table calls it.

    Returns
    -------
    numbers
        NaN where missing or not a number.
    odd
        Where something is written that is not a number.

    Raises
    ------
    InvalidRecord
        When the column is of another type.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if is_text(kind):
        return _from_texts(column)
    number = (
        pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind)
    )  # fmt: skip
    if not (number or pa.types.is_null(kind)):
        raise InvalidRecord(
            f"column {name!r}: expected numbers, found {kind}; cast it, or name another column"
        )
    numbers = pc.fill_null(column.cast(pa.float64(), safe=False), float("nan"))
    return numbers.to_numpy(zero_copy_only=False), np.zeros(len(column), dtype=bool)


def is_text(kind: pa.DataType) -> bool:
    """Tell whether a column holds text, also as a dictionary."""
    import pyarrow as pa

    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(
        pa.types.is_string(plain) or pa.types.is_large_string(plain)
        or (hasattr(pa.types, "is_string_view") and pa.types.is_string_view(plain))
    )  # fmt: skip


def texts_of(column: pa.Array) -> list[str | None]:
    """
    Give texts, also where they are not written as they should be.

    Parameters
    ----------
    column
        Texts, or what can be written as such.

    Returns
    -------
    list
        None where missing; what is not UTF-8 has the sign for an unknown character.

    Raises
    ------
    InvalidRecord
        When the column is of a type that has no text.
    """
    import pyarrow as pa

    try:
        told: list[str | None] = column.cast(pa.large_string()).to_pylist()
    except (UnicodeDecodeError, pa.ArrowInvalid):
        raw = column.cast(pa.large_binary()).to_pylist()
        return [None if own is None else own.decode(errors="replace") for own in raw]
    except pa.ArrowException as reason:
        raise InvalidRecord(f"expected a column of texts, found {column.type}; cast it") from reason
    return told


def _from_texts(column: pa.Array) -> tuple[Floats, NDArray[np.bool_]]:
    """Read numbers that are written as text."""
    import numpy as np
    import pandas as pd

    texts = np.array(texts_of(column), dtype=object)
    numbers = pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce").to_numpy("float64")
    odd = np.zeros(len(texts), dtype=bool)
    for at in np.flatnonzero(np.isnan(numbers)).tolist():
        said = (texts[at] or "").strip().lower().lstrip("+-")
        odd[at] = said not in {"", "nan", "na", "n/a", "null", "none"}
    return numbers, odd


def _points(column: pa.Array, name: str) -> tuple[Floats, Floats, dict[str, Any]]:
    """Read points."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_null(column.type):
        nowhere = np.full(len(column), np.nan)
        return nowhere, nowhere, {}
    column = column.storage if isinstance(column, pa.ExtensionArray) else column
    if pa.types.is_struct(column.type):
        parts = [pc.struct_field(column, axis) for axis in ("x", "y")]
        (x, _), (y, _) = (numbers_of(part, name) for part in parts)
        return x, y, {}
    if pa.types.is_fixed_size_list(column.type):
        (x, _), (y, _) = (numbers_of(pc.list_element(column, axis), name) for axis in (0, 1))
        return x, y, {}
    if not (pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)):
        raise InvalidRecord(
            f"column {name!r}: expected points in WKB or geoarrow coordinates, found {column.type}"
        )
    return _from_wkb(column)


def _from_wkb(column: Any) -> tuple[Floats, Floats, dict[str, Any]]:  # noqa: ANN401
    """Read points in WKB: all at once where they are all written the usual way."""
    import numpy as np
    import pyarrow as pa

    column = column.cast(pa.large_binary())
    ends = np.frombuffer(column.buffers()[1], dtype=np.int64)[column.offset :][: len(column) + 1]
    if len(column) and column.null_count == 0 and (np.diff(ends) == _POINT_BYTES).all():
        data = np.frombuffer(column.buffers()[2], dtype=np.uint8)[ends[0] : ends[-1]]
        points = data.reshape(-1, _POINT_BYTES)
        if (points[:, :5] == np.array(_POINT_HEAD, dtype=np.uint8)).all():
            flat = np.ascontiguousarray(points[:, 5:]).view("<f8")
            return flat[:, 0].copy(), flat[:, 1].copy(), {"empty geometry": np.isnan(flat).all(1)}
    return _from_odd_wkb(column)


def _from_odd_wkb(column: Any) -> tuple[Floats, Floats, dict[str, Any]]:  # noqa: ANN401
    """Read shapes in WKB one by one, and find those that are no points."""
    import numpy as np

    texts = column.to_pylist()
    shapes = np.empty(len(texts), dtype=object)
    shapes[:] = shapely.from_wkb(np.array([*texts, None], dtype=object), on_invalid="ignore")[:-1]
    unread = shapely.is_missing(shapes) & np.array([text is not None for text in texts], dtype=bool)
    empty = shapely.is_empty(shapes)
    other = ~shapely.is_missing(shapes) & (shapely.get_type_id(shapes) != 0)
    shapes[other | empty] = None
    told = {
        "geometry cannot be read": unread,
        "empty geometry": empty,
        "geometry is no point": other,
    }
    return shapely.get_x(shapes), shapely.get_y(shapes), told
