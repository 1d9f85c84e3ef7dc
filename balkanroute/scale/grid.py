"""
A grid of longitude and latitude over areas, which decides most points without geometry.

Every cell knows the areas that hold all of it, and those whose outline may pass through it. A
point's cell is found by two monotone operations (a product, then ``floor``), so that every point
of a segment falls within the cells between those of its two ends: a cell that no segment's box
of cells reaches has no outline in it, whatever is lost to rounding, and lies wholly inside or
wholly outside. Only points in the other cells are tested exactly, by GEOS.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import shapely

from balkanroute.scale.pairs import Pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Cells for each segment of an outline, and the least and the most cells of a grid.
_CELLS_A_SEGMENT: Final = 16
_CELLS: Final = (1 << 10, 1 << 22)
#: Where places overlap, a cell is of many; there are fewer cells then, so that lists stay short.
_ENTRIES: Final = 1 << 24
#: What the table of cells says of a cell: nothing in it; or look at its lists.
_NOTHING: Final = -1
_LISTED: Final = -2
_TURN: Final = 180.0


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the cells of a grid are."""

    west: float
    south: float
    a_degree: tuple[float, float]
    columns: int
    rows: int

    def column(self, x: Floats) -> NDArray[np.int64]:
        """Give the column of longitudes, which must lie within the grid."""
        import numpy as np

        return np.floor((x - self.west) * self.a_degree[0]).astype(np.int64)

    def row(self, y: Floats) -> NDArray[np.int64]:
        """Give the row of latitudes."""
        import numpy as np

        return np.floor((y - self.south) * self.a_degree[1]).astype(np.int64)

    def centres(self, column: Any, row: Any) -> tuple[Any, Any]:  # noqa: ANN401 - arrays
        """Give the middle of cells."""
        return (
            self.west + (column + 0.5) / self.a_degree[0],
            self.south + (row + 0.5) / self.a_degree[1],
        )


@dataclass(slots=True)
class Grid:
    """
    Areas with a grid over them.

    Parameters
    ----------
    shapes
        Polygons and multipolygons of EPSG:4326, in an array; they may overlap.
    """

    shapes: NDArray[np.object_]
    _frame: _Frame = field(init=False, repr=False)
    _table: NDArray[np.int32] = field(init=False, repr=False)
    _lists: _Lists = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Lay the grid."""
        shapely.prepare(self.shapes)
        self._frame = _framed(self.shapes)
        self._table, self._lists = _filled(self.shapes, self._frame)

    def locate(self, x: Floats, y: Floats) -> Pairs:
        """
        Find the areas that points lie in or on the border of.

        Parameters
        ----------
        x, y
            Longitudes and latitudes in degrees, finite. A point on the antimeridian is looked
            for at 180 and at -180 degrees: an area that is cut there has it on its border.

        Returns
        -------
        Pairs
            One for each point and area that have a spot in common, in no order.
        """
        import numpy as np

        found = self._located(x, y, np.arange(len(x)))
        seam = np.flatnonzero(np.abs(x) == _TURN)
        if not len(seam):
            return found
        beyond = self._located(-x[seam], y[seam], seam)
        return _joined(found, beyond)

    def _located(self, x: Floats, y: Floats, number: NDArray[np.int64]) -> Pairs:
        """Find the areas of points as they are written."""
        import numpy as np

        frame = self._frame
        with np.errstate(invalid="ignore"):
            column, row = frame.column(x), frame.row(y)
        within = (column >= 0) & (column < frame.columns) & (row >= 0) & (row < frame.rows)
        cell = np.where(within, row * frame.columns + column, 0)
        said = np.where(within, self._table[cell], _NOTHING)
        sure = np.flatnonzero(said >= 0)
        listed = np.flatnonzero(said == _LISTED)
        entry, place, decided = self._lists.of(cell[listed])
        point = listed[entry]
        inside, edge = self._tested(x, y, point[~decided], place[~decided])
        tested = inside | edge
        rows = [sure, point[decided], point[~decided][tested]]
        places = [said[sure], place[decided], place[~decided][tested]]
        edges = np.zeros(sum(map(len, rows)), dtype=bool)
        edges[len(edges) - len(rows[2]) :] = edge[tested]
        return Pairs(number[np.concatenate(rows)], np.concatenate(places).astype(np.int32), edges)

    def _tested(self, x: Floats, y: Floats, point: Any, place: Any) -> tuple[Any, Any]:  # noqa: ANN401
        """Tell which points lie inside, and which on the border of, the area beside them."""
        import numpy as np

        inside, edge = np.zeros(len(point), dtype=bool), np.zeros(len(point), dtype=bool)
        order = np.argsort(place, kind="stable")
        cuts = np.flatnonzero(np.diff(place[order])) + 1
        for group in np.split(order, cuts) if len(order) else ():
            shape, own = self.shapes[place[group[0]]], point[group]
            touched = shapely.intersects_xy(shape, x[own], y[own])
            held = touched.copy()
            held[touched] = shapely.contains_xy(shape, x[own[touched]], y[own[touched]])
            inside[group], edge[group] = held, touched & ~held
        return inside, edge


@dataclass(frozen=True, slots=True)
class _Lists:
    """The areas of cells that have more than one, or an outline in them."""

    cell: NDArray[np.int64]
    start: NDArray[np.int64]
    place: NDArray[np.int32]
    decided: NDArray[np.bool_]

    def of(self, cells: NDArray[np.int64]) -> tuple[Any, Any, Any]:
        """Give for cells: which of them, an area, and whether it holds all of the cell."""
        import numpy as np

        at = np.searchsorted(self.cell, cells)
        first, count = self.start[at], self.start[at + 1] - self.start[at]
        entry = np.repeat(np.arange(len(cells)), count)
        ends = np.cumsum(count)
        taken = np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - (ends - count), count)
        return entry, self.place[taken], self.decided[taken]


def _framed(shapes: NDArray[np.object_]) -> _Frame:
    """Choose the cells: square in degrees, as many as the outlines are worth."""
    import numpy as np

    bounds = shapely.bounds(shapes)
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    least, most = _CELLS
    count = min(max(int(shapely.get_num_coordinates(shapes).sum()) * _CELLS_A_SEGMENT, least), most)
    width, height = max(east - west, 1e-9), max(north - south, 1e-9)
    boxes = float(((bounds[:, 2:] - bounds[:, :2]) / (width, height)).prod(axis=1).sum())
    count = min(count, max(int(_ENTRIES / max(boxes, 1.0)), least))
    columns = int(np.clip(np.sqrt(count * width / height), 1, count))
    rows = max(count // columns, 1)
    # The eastern and northern edges fall in one more column and row.
    a_degree = (columns / width, rows / height)
    return _Frame(float(west), float(south), a_degree, columns + 1, rows + 1)


def _filled(shapes: NDArray[np.object_], frame: _Frame) -> tuple[Any, _Lists]:
    """Tell for every cell which areas hold it and whose outlines may pass through it."""
    import numpy as np

    cells, places, decided = [], [], []
    for number, shape in enumerate(shapes):
        crossed, held = _cells_of(shape, frame)
        cells += [crossed, held]
        places += [np.full(len(crossed) + len(held), number, dtype=np.int32)]
        decided += [np.zeros(len(crossed), dtype=bool), np.ones(len(held), dtype=bool)]
    cell, place, sure = (np.concatenate(found) for found in (cells, places, decided))
    order = np.argsort(cell, kind="stable")
    cell, place, sure = cell[order], place[order], sure[order]
    first = np.flatnonzero(np.append(True, cell[1:] != cell[:-1]))
    ends = np.append(first[1:], len(cell))
    alone = (ends - first == 1) & sure[first]
    table = np.full(frame.columns * frame.rows, _NOTHING, dtype=np.int32)
    table[cell[first]] = np.where(alone, place[first], _LISTED)
    return table, _Lists(cell[first], np.append(first, len(cell)), place, sure)


def _cells_of(shape: Any, frame: _Frame) -> tuple[Any, Any]:  # noqa: ANN401 - a shape, arrays
    """Give the cells that the outline of an area may pass through, and those it holds."""
    import numpy as np

    west, south, east, north = shapely.bounds(shape)
    left, right = frame.column(np.array([west, east]))
    low, high = frame.row(np.array([south, north]))
    crossed = np.zeros((high - low + 1, right - left + 1), dtype=bool)
    row, column = _reached(shape, frame)
    crossed[row - low, column - left] = True
    # Cells side by side without an outline between them are all inside or all outside.
    starts = ~crossed
    starts[:, 1:] &= crossed[:, :-1]
    at = np.nonzero(starts)
    x, y = frame.centres(at[1] + left, at[0] + low)
    inside = shapely.contains_xy(shape, x, y)
    run = np.cumsum(starts.ravel()) - 1
    held = ~crossed.ravel()
    held[held] = inside[run[held]]
    numbers = (
        (np.arange(low, high + 1) * frame.columns)[:, None] + np.arange(left, right + 1)
    ).ravel()
    return numbers[crossed.ravel()], numbers[held]


def _reached(shape: Any, frame: _Frame) -> tuple[Any, Any]:  # noqa: ANN401 - a shape, arrays
    """Give the row and the column of every cell in the boxes of the segments of an outline."""
    import numpy as np

    points, ring = shapely.get_coordinates(
        shapely.get_parts(shapely.boundary(shape)), return_index=True
    )
    column, row = frame.column(points[:, 0]), frame.row(points[:, 1])
    same = ring[1:] == ring[:-1]
    left, right = (pick(column[1:], column[:-1])[same] for pick in (np.minimum, np.maximum))
    low, high = (pick(row[1:], row[:-1])[same] for pick in (np.minimum, np.maximum))
    wide, tall = right - left + 1, high - low + 1
    count = wide * tall
    segment = np.repeat(np.arange(len(count)), count)
    step = np.arange(len(segment)) - np.repeat(np.cumsum(count) - count, count)
    return low[segment] + step // wide[segment], left[segment] + step % wide[segment]


def _joined(one: Pairs, other: Pairs) -> Pairs:
    """Put pairs together, each once; what is inside by one of them is inside."""
    import numpy as np

    row = np.concatenate([one.row, other.row])
    place = np.concatenate([one.place, other.place])
    edge = np.concatenate([one.on_border, other.on_border])
    order = np.lexsort((edge, place, row))
    row, place, edge = row[order], place[order], edge[order]
    new = np.ones(len(row), dtype=bool)
    new[1:] = (row[1:] != row[:-1]) | (place[1:] != place[:-1])
    return Pairs(row[new], place[new], edge[new])
