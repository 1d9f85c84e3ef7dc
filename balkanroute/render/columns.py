"""
Columns of numbers and texts as one compressed block of letters.

A block is base64 of a deflated table. Base64 has no brace, no backtick and no angle bracket, so
no template engine and no parser can be led astray by what the texts say. ``static/columns.js``
reads what is written here.

The table is: the length of its head (four bytes, little-endian), the head (JSON in UTF-8), then
the columns. The head holds a small record for each column, which says where it starts (counted
from the end of the head), how many values it has and how they are written. Whole numbers are
written in planes: all lowest bytes first, then all second bytes, and so on, since bytes of one
rank are alike and compress well together.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from zlib_ng import zlib_ng

from balkanroute.errors import InvalidRecord

#: Higher levels of zlib-ng cost three times the work for one part in a hundred of the size.
_LEVEL: Final = 6
_BYTE: Final = 256
_SEVEN_BITS: Final = 7
_TOO_LARGE: Final = 2**31

Spec = dict[str, Any]


class Table:
    """Columns that are gathered and written as one block."""

    __slots__ = ("_parts", "_size")

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def ints(self, values: ArrayLike) -> Spec:
        """
        Add a column of whole numbers.

        Parameters
        ----------
        values
            Whole numbers from -1, which stands for a missing one, up to 2**31 - 2.

        Returns
        -------
        dict
            ``at`` in bytes, ``n`` values, ``w`` bytes each. A column of one number throughout has
            no bytes, and the number as ``all``.

        Raises
        ------
        InvalidRecord
            When a number is larger than the page can hold.
        """
        column = np.asarray(values, dtype=np.int64).ravel() + 1
        highest = int(column.max(initial=0))
        if highest >= _TOO_LARGE:
            raise InvalidRecord(
                f"map: {highest - 1:,} is more than a page can hold, which is {_TOO_LARGE - 2:,}"
            )
        if highest == column.min(initial=highest):
            return {"at": self._size, "n": len(column), "w": 0, "all": highest - 1}
        width = 1 if highest < _BYTE else 2 if highest < _BYTE**2 else 4
        planes = column.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :width]
        return {"at": self._add(planes.T.tobytes()), "n": len(column), "w": width}

    def floats(self, values: ArrayLike) -> Spec:
        """
        Add a column of numbers of any kind.

        Parameters
        ----------
        values
            Numbers; NaN stands for a missing one.

        Returns
        -------
        dict
            ``at`` in bytes, ``n`` values, ``w`` (8) bytes each, in planes. A column of one number
            throughout has no bytes, and the number as ``all``: None where it is missing.
        """
        column = np.asarray(values, dtype="<f8").ravel()
        planes = column.view(np.uint8).reshape(-1, 8)
        if len(column) and (planes == planes[0]).all() and not np.isinf(column[0]):
            same = None if np.isnan(column[0]) else float(column[0])
            return {"at": self._size, "n": len(column), "w": 0, "all": same}
        return {"at": self._add(planes.T.tobytes()), "n": len(column), "w": 8}

    def texts(self, values: Iterable[str]) -> Spec:
        """
        Add a column of texts.

        Parameters
        ----------
        values
            Texts; an empty one stands for a missing one. Half a surrogate pair becomes ``?``.

        Returns
        -------
        dict
            ``at`` in bytes, ``n`` texts, ``b`` bytes in all, ``len`` the column of their lengths
            in bytes.
        """
        encoded = [text.encode("utf-8", "replace") for text in values]
        lengths = self.ints(np.fromiter(map(len, encoded), np.int64, len(encoded)))
        joined = b"".join(encoded)
        return {"at": self._add(joined), "n": len(encoded), "b": len(joined), "len": lengths}

    def words(self, values: Sequence[str | None]) -> Spec:
        """
        Add a column of texts of which many are the same.

        Parameters
        ----------
        values
            Texts; None or an empty one stands for a missing one.

        Returns
        -------
        dict
            ``codes``, the column of each one's place in ``of``, and ``of``, the column of the
            different texts in the order in which they come first.
        """
        places: dict[str, int] = {}
        codes = [places.setdefault(value, len(places)) if value else -1 for value in values]
        return {"codes": self.ints(codes), "of": self.texts(places)}

    def lists(self, values: Sequence[Sequence[int]]) -> Spec:
        """
        Add a column of lists of whole numbers.

        Parameters
        ----------
        values
            Lists; each may be empty.

        Returns
        -------
        dict
            ``len``, the column of their lengths, and ``of``, the column of all members.
        """
        lengths = np.fromiter(map(len, values), np.int64, len(values))
        members = np.fromiter(
            (member for value in values for member in value), np.int64, int(lengths.sum())
        )
        return {"len": self.ints(lengths), "of": self.ints(members)}

    def paths(self, lines: Sequence[NDArray[np.float64]], step: float) -> Spec:
        """
        Add lines and rings, each corner as the difference to the one before.

        Parameters
        ----------
        lines
            Arrays of longitude and latitude in degrees, shape (corners, 2).
        step
            Size of the grid in degrees. Corners that fall on the one before are left out.

        Returns
        -------
        dict
            ``at`` and ``b`` in bytes, ``step``, and ``len``, the column of numbers of corners. Each
            difference is zigzag-coded and written seven bits a byte, the lowest first.
        """
        grids = [_on_grid(line, step) for line in lines]
        corners = np.concatenate(grids) if grids else np.zeros((0, 2), np.int64)
        moves = np.diff(corners, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel()
        written = _seven_bits_a_byte(np.where(moves < 0, -2 * moves - 1, 2 * moves))
        return {
            "at": self._add(written),
            "b": len(written),
            "step": step,
            "len": self.ints([len(grid) for grid in grids]),
        }

    def pack(self, head: Spec) -> str:
        """
        Write the table.

        Parameters
        ----------
        head
            What JSON can hold, with the records of the columns in it.

        Returns
        -------
        str
            ASCII letters, digits, ``+``, ``/`` and ``=`` only; the same for the same columns.
        """
        told = json.dumps(head, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode()
        return letters(b"".join((len(told).to_bytes(4, "little"), told, *self._parts)))

    def _add(self, part: bytes) -> int:
        """Keep a column and tell where it starts."""
        at = self._size
        self._parts.append(part)
        self._size += len(part)
        return at


def letters(raw: bytes) -> str:
    """
    Deflate bytes and write them in base64.

    Parameters
    ----------
    raw
        Any bytes.

    Returns
    -------
    str
        ASCII letters, digits, ``+``, ``/`` and ``=`` only.
    """
    return base64.b64encode(zlib_ng.compress(raw, _LEVEL)).decode("ascii")


def _on_grid(line: NDArray[np.float64], step: float) -> NDArray[np.int64]:
    """Round corners to the grid and leave out those that stand still."""
    grid = np.rint(np.asarray(line, dtype=np.float64) / step).astype(np.int64)
    moved = np.ones(len(grid), dtype=bool)
    moved[1:] = (grid[1:] != grid[:-1]).any(axis=1)
    return grid[moved]


def _seven_bits_a_byte(values: NDArray[np.int64]) -> bytes:
    """Write whole numbers from 0, seven bits a byte; the eighth bit says that more follows."""
    groups = [values & 127]
    rest = values >> _SEVEN_BITS
    while rest.any():
        groups.append(rest & 127)
        rest = rest >> _SEVEN_BITS
    planes = np.stack(groups, axis=1)
    # A byte is written when it or a higher one is not zero; the lowest always is.
    written = np.flip(np.maximum.accumulate(np.flip(planes != 0, axis=1), axis=1), axis=1)
    written[:, 0] = True
    follows = np.zeros_like(written)
    follows[:, :-1] = written[:, 1:]
    kept: NDArray[np.uint8] = (planes | (follows << _SEVEN_BITS)).astype(np.uint8)[written]
    return kept.tobytes()
