"""The window of a map: what of the earth lies in it, and where on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute.render.figure.projection import Bounds, Floats, Projection, projection_for

#: The height of a map by its width, at the least and at the most.
_FLATTEST: Final = 0.62
_TALLEST: Final = 0.86
#: What is drawn reaches this far beyond the edge, in millimetres, so that its own edge is hidden.
_BEYOND_MM: Final = 4.0
#: No line on paper needs its corners nearer to each other, in millimetres.
_FINE_MM: Final = 0.06
_LATTICE: Final = 41
_MARGIN: Final = 3.0
_TURN: Final = 360.0
_HALF: Final = 180.0
_WIDE: Final = 150.0


@dataclass(frozen=True)
class Frame:
    """
    A window of a projection on paper.

    Parameters
    ----------
    projection
        The projection.
    x, y
        Of its lower left corner, in metres.
    metres
        Metres of the projection in a millimetre of paper.
    width_mm, height_mm
        Its size on paper.
    """

    projection: Projection
    x: float
    y: float
    metres: float
    width_mm: float
    height_mm: float

    @property
    def bounds(self) -> Bounds:
        """Left, bottom, right, top in metres of the projection."""
        return (
            self.x,
            self.y,
            self.x + self.width_mm * self.metres,
            self.y + self.height_mm * self.metres,
        )

    @cached_property
    def sheet(self) -> BaseGeometry:
        """The window itself, in millimetres from its lower left corner."""
        return shapely.box(0, 0, self.width_mm, self.height_mm)

    @cached_property
    def earth(self) -> BaseGeometry:
        """What of the window is earth, in millimetres; beyond its rim there is none."""
        disc = shapely.transform(self.projection.disc, self._on_paper)
        return shapely.intersection(disc, self._drawn)

    @cached_property
    def _drawn(self) -> BaseGeometry:
        return shapely.box(
            -_BEYOND_MM, -_BEYOND_MM, self.width_mm + _BEYOND_MM, self.height_mm + _BEYOND_MM
        )

    @cached_property
    def _boxes(self) -> BaseGeometry | None:
        """The window in degrees, with a margin; None where it holds a pole or half of the earth."""
        left, bottom, right, top = self.bounds
        mesh = np.meshgrid(np.linspace(left, right, _LATTICE), np.linspace(bottom, top, _LATTICE))
        degrees = self.projection.degrees(np.column_stack([part.ravel() for part in mesh]))
        poles = self.projection.points(np.array([[0.0, 90.0], [0.0, -90.0]]))
        within = (poles >= (left, bottom)) & (poles <= (right, top))
        if within.all(axis=1).any() or not np.isfinite(degrees).all():
            return None
        middle = self.projection.longitude
        away = (degrees[:, 0] - middle + _HALF) % _TURN - _HALF
        if away.max() - away.min() > _WIDE:
            return None
        south, north = degrees[:, 1].min() - _MARGIN, degrees[:, 1].max() + _MARGIN
        west, east = middle + away.min() - _MARGIN, middle + away.max() + _MARGIN
        boxes = [
            shapely.box(west + turn, max(south, -90), east + turn, min(north, 90))
            for turn in (-_TURN, 0.0, _TURN)
        ]
        return shapely.intersection(shapely.union_all(boxes), shapely.box(-180, -90, 180, 90))

    def spots(self, degrees: Floats) -> Floats:
        """
        Find points on paper.

        Parameters
        ----------
        degrees
            Of shape (n, 2), EPSG:4326.

        Returns
        -------
        numpy.ndarray
            Of shape (n, 2), millimetres from the lower left corner; they may lie outside.
        """
        return self._on_paper(self.projection.points(degrees))

    def _on_paper(self, metres: Floats) -> Floats:
        """Bring projected coordinates onto paper."""
        return (metres - (self.x, self.y)) / self.metres

    def shapes(self, geometries: Iterable[BaseGeometry]) -> list[BaseGeometry]:
        """
        Draw lines and areas on paper.

        Parameters
        ----------
        geometries
            EPSG:4326.

        Returns
        -------
        list of shapely.Geometry
            In millimetres from the lower left corner, cut a little beyond the edge, thinned to
            what paper shows; empty where nothing of a geometry lies in the window.
        """
        return [self._shape(geometry) for geometry in geometries]

    def _shape(self, geometry: BaseGeometry) -> BaseGeometry:
        """Draw one line or area on paper."""
        if self._boxes is not None:
            if not shapely.intersects(self._boxes, shapely.box(*shapely.bounds(geometry))):
                return shapely.Point()
            geometry = shapely.intersection(geometry, self._boxes)
        if shapely.is_empty(geometry):
            return shapely.Point()
        flat = shapely.get_dimensions(geometry) < 2  # noqa: PLR2004 - an area
        project = self.projection.line if flat else self.projection.area
        paper = shapely.transform(project(geometry), self._on_paper)
        return shapely.intersection(shapely.simplify(paper, _FINE_MM), self._drawn)


def frame_of(view: Bounds, width_mm: float) -> Frame:
    """
    Lay a window about an extent.

    Parameters
    ----------
    view
        West, south, east, north in degrees; a west that is greater than the east means an extent
        across the antimeridian.
    width_mm
        Of the window on paper.

    Returns
    -------
    Frame
        The window holds the whole extent, and more where the extent is too flat or too tall.
    """
    projection = projection_for(view)
    west, south, east, north = view
    east = east + _TURN if east < west else east
    mesh = np.meshgrid(np.linspace(west, east, _LATTICE), np.linspace(south, north, _LATTICE))
    corners = projection.points(np.column_stack([part.ravel() for part in mesh]))
    left, bottom = np.nanmin(corners, axis=0)
    right, top = np.nanmax(corners, axis=0)
    wide, high = max(right - left, 1.0), max(top - bottom, 1.0)
    shape = min(max(high / wide, _FLATTEST), _TALLEST)
    wide = max(wide, high / shape)
    high = wide * shape
    return Frame(
        projection=projection,
        x=float((left + right - wide) / 2),
        y=float((bottom + top - high) / 2),
        metres=float(wide / width_mm),
        width_mm=width_mm,
        height_mm=width_mm * shape,
    )
