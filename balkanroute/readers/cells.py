"""Cells of tables that other libraries read, as plain data."""

from __future__ import annotations

import math
from typing import Any


def plain_cell(value: Any) -> Any:  # noqa: ANN401 - whatever a table holds
    """
    Give a cell as plain data.

    Parameters
    ----------
    value
        What pandas or Arrow made of it.

    Returns
    -------
    str, int, float, bool, list, dict or None
        None where it is missing or not finite; days and times as ISO 8601, bytes in hexadecimal,
        all else as its text.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): plain_cell(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain_cell(inner) for inner in value]
    return _odd_cell(value)


def _odd_cell(value: Any) -> Any:  # noqa: ANN401 - whatever a table holds
    """Give what is no plain data: a scalar or an array of numpy, a day, bytes, a missing one."""
    if isinstance(value, bytes):
        return value.hex()
    if hasattr(value, "isoformat"):
        text = value.isoformat()
        return None if text == "NaT" else text.removesuffix("T00:00:00")
    if hasattr(value, "tolist"):
        return plain_cell(value.tolist())
    return None if str(value) in {"<NA>", "NaT"} else str(value)
