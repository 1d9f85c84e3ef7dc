"""Paper to draw on: lines, areas, symbols and letters in millimetres."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute.render.figure import look as looks
from balkanroute.render.figure.lettering import POINTS, directed, font
from balkanroute.render.figure.look import INK, OUTLINES, PAPER, Look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path
    from matplotlib.transforms import Transform

Anchor = Literal["start", "middle", "end"]
Side = Literal["left", "center", "right"]
_ALIGNED: Final[dict[Anchor, Side]] = {"start": "left", "middle": "center", "end": "right"}
_MIRRORED: Final[dict[Anchor, Side]] = {"start": "right", "middle": "center", "end": "left"}


@dataclass(frozen=True, slots=True)
class Pen:
    """
    What to draw with.

    Parameters
    ----------
    colour
        Of lines and letters.
    width
        Of lines, in points; 0 draws none.
    dash
        Dashes and gaps, in points.
    fill
        Of areas; empty for none.
    opacity
        Of the fill.
    """

    colour: str = INK
    width: float = 0.5
    dash: tuple[float, ...] = ()
    fill: str = ""
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Letters:
    """
    How to write.

    Parameters
    ----------
    size
        In points.
    bold, italic
        The cut.
    colour
        Of the letters.
    anchor
        Where in the line the point that is given lies.
    """

    size: float
    bold: bool = False
    italic: bool = False
    colour: str = INK
    anchor: Anchor = "start"


class Sheet:
    """
    A part of a figure, drawn on in millimetres.

    Parameters
    ----------
    axes
        What holds the drawing, and cuts it at its edge.
    transform
        From millimetres to the display.
    leftward
        Whether the language of the figure is read from right to left.
    page
        Whether it is the page about the map: its y runs downward, and it begins at the right
        where the language is read from there.
    """

    def __init__(
        self, axes: Axes, transform: Transform, *, leftward: bool = False, page: bool = False
    ) -> None:
        self.axes = axes
        self.transform = transform
        self.leftward = leftward
        self.page = page
        # What is drawn later lies above, and is read later.
        self.order = count(2)

    @property
    def down(self) -> float:
        """What y grows by for a millimetre downward."""
        return 1.0 if self.page else -1.0

    def shifted(self, x: float) -> Sheet:
        """
        Give the sheet with its beginning elsewhere.

        Parameters
        ----------
        x
            How far from its beginning, in millimetres.

        Returns
        -------
        Sheet
            Draws on the same paper.
        """
        from matplotlib.transforms import Affine2D

        moved = Affine2D().translate(x, 0) + self.transform
        other = Sheet(self.axes, moved, leftward=self.leftward, page=self.page)
        other.order = self.order
        return other

    def _add(self, artist: Any) -> None:  # noqa: ANN401 - any artist
        """Put something on top of all that is there."""
        artist.set_zorder(next(self.order))
        self.axes.add_artist(artist)

    def write(self, x: float, y: float, text: str, letters: Letters) -> None:
        """
        Write a line.

        Parameters
        ----------
        x, y
            Of its base line.
        text
            Any text; nothing of it is taken for mathematics.
        letters
            How to write.
        """
        from matplotlib.text import Text

        mirrored = self.page and self.leftward
        aligned = (_MIRRORED if mirrored else _ALIGNED)[letters.anchor]
        self._add(
            Text(
                x,
                y,
                directed(text, leftward=self.leftward),
                color=letters.colour,
                fontproperties=font(letters.size, bold=letters.bold, italic=letters.italic),
                horizontalalignment=aligned,
                verticalalignment="baseline",
                parse_math=False,
                usetex=False,
                transform=self.transform,
                clip_on=False,
            )
        )

    def draw(self, shape: BaseGeometry, pen: Pen) -> None:
        """
        Draw lines, or areas with their outlines.

        Parameters
        ----------
        shape
            In millimetres.
        pen
            What to draw with.
        """
        from matplotlib.colors import to_rgba
        from matplotlib.patches import PathPatch

        path = path_of(shape)
        if path is None:
            return
        width = pen.width
        dash = tuple(part / width for part in pen.dash) if width and pen.dash else ()
        self._add(
            PathPatch(
                path,
                facecolor=to_rgba(pen.fill, pen.opacity) if pen.fill else "none",
                edgecolor=pen.colour if width else "none",
                linewidth=width,
                linestyle=(0, dash) if dash else "solid",
                capstyle="round" if not dash else "butt",
                joinstyle="round",
                transform=self.transform,
            )
        )

    def cover(self, shape: BaseGeometry, look: Look, faint: float = 1.0) -> None:
        """
        Draw an area as its layer has it: fill, hatch and outline.

        Parameters
        ----------
        shape
            In millimetres.
        look
            Of its layer.
        faint
            Opacity of all of it.
        """
        fill = Pen(width=0, fill=look.colour, opacity=look.fill * faint)
        self.draw(shape, fill)
        if look.hatch:
            turned = self.page and not self.leftward
            lines = looks.hatching(shape, look.hatch, turned=turned)
            dots = (0.3, 1.6) if look.hatch.dotted else ()
            width = 0.5 if look.hatch.dotted else 0.3
            self.draw(lines, Pen(_mixed(look.colour, 0.6 * faint), width, dots))
        # Between areas of one class a pale line is seen; their own colour would not be.
        edge = PAPER if look.solid and look.fill else _mixed(look.colour, faint)
        self.draw(shape, Pen(edge, look.width, look.dash))

    def symbols(
        self, spots: Sequence[tuple[float, float]], look: Look, *, size: float, faint: float = 1.0
    ) -> None:
        """
        Draw the symbol of a layer at some spots.

        Parameters
        ----------
        spots
            In millimetres.
        look
            Of the layer.
        size
            Half the width of the symbol in millimetres.
        faint
            Opacity of the outline.
        """
        from matplotlib.lines import Line2D

        if not len(spots):
            return
        x, y = zip(*spots, strict=True)
        self._add(
            Line2D(
                x,
                y,
                linestyle="none",
                marker=_marker(look.shape),
                markersize=2 * size * POINTS * (0.55 if look.shape == "disc" else 1.0),
                markerfacecolor=PAPER,
                markeredgecolor=_mixed(look.colour, faint),
                markeredgewidth=0.9 * math.sqrt(min(size, 1.0)),
                transform=self.transform,
            )
        )


def path_of(shape: BaseGeometry) -> Path | None:
    """
    Make a path of a geometry.

    Parameters
    ----------
    shape
        Lines or areas; spots in it are left out.

    Returns
    -------
    matplotlib.path.Path or None
        Each ring and line of its own; None where there is none.
    """
    from matplotlib.path import Path

    runs = _runs(shape)
    if not runs:
        return None
    codes = []
    for corners, closed in runs:
        code = np.full(len(corners), Path.LINETO, dtype=np.uint8)
        code[0] = Path.MOVETO
        if closed:
            code[-1] = Path.CLOSEPOLY
        codes.append(code)
    return Path(np.concatenate([corners for corners, _ in runs]), np.concatenate(codes))


def _runs(shape: BaseGeometry) -> list[tuple[Any, bool]]:
    """Give the corners of lines, and of the rings of polygons."""
    if hasattr(shape, "geoms"):
        return [run for part in shape.geoms for run in _runs(part)]
    if shape.is_empty or shapely.get_dimensions(shape) == 0:
        return []
    if shapely.get_dimensions(shape) == 1:
        return [(shapely.get_coordinates(shape), False)]
    return [(shapely.get_coordinates(ring), True) for ring in shapely.get_rings(shape)]


def _marker(shape: str) -> Any:  # noqa: ANN401 - what matplotlib takes for a marker
    """Give the outline of a symbol."""
    from matplotlib.path import Path

    outline = OUTLINES.get(shape)
    if outline is None:
        return "o"
    # matplotlib scales an outline so that its widest reach is half of the marker's size.
    return Path([*outline, outline[0]], closed=True)


def _mixed(colour: str, opacity: float) -> str:
    """Give the colour that some opacity leaves on white paper."""
    if opacity >= 1:
        return colour
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - part) * opacity):02x}" for part in parts)


def fainter(pen: Pen, opacity: float) -> Pen:
    """
    Give a pen that presses less.

    Parameters
    ----------
    pen
        A pen.
    opacity
        From 0 to 1.

    Returns
    -------
    Pen
        The pen with paler lines and fill.
    """
    return replace(pen, colour=_mixed(pen.colour, opacity), opacity=pen.opacity * opacity)
