"""A figure before it is drawn: what stands where."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from balkanroute.errors import InvalidRecord
from balkanroute.layers import MapSpec, drawn
from balkanroute.render.figure import notes, scale
from balkanroute.render.figure.base import GroundName, end_names, ground_names
from balkanroute.render.figure.blocks import Block, Sizes
from balkanroute.render.figure.candidates import Box
from balkanroute.render.figure.frame import Frame, frame_of
from balkanroute.render.figure.labels import Lettered, Room, label_marks
from balkanroute.render.figure.legend import legend, legend_columns
from balkanroute.render.figure.locator import Locator, locator_of
from balkanroute.render.figure.look import Look, looks_of
from balkanroute.render.figure.marks import Standing, marks_of
from balkanroute.render.figure.projection import narrowed
from balkanroute.render.figure.words import Words, words_in

#: Widths of a column and of a page of a journal, in millimetres.
COLUMN_MM: Final = 85.0
PAGE_MM: Final = 180.0
#: Paper beside the map, for the line about it.
BORDER_MM: Final = 0.4
#: No figure is narrower or wider, in millimetres.
_WIDTHS: Final = (60.0, 420.0)
#: Figures from this width on have larger letters, in millimetres.
_LARGE: Final = 120.0


@dataclass(frozen=True)
class Window:
    """
    What the map itself carries beside its marks.

    Parameters
    ----------
    bar
        Its scale bar.
    locator
        The small map in a corner; None where there is none.
    degrees
        Its graticule.
    lettered
        Its labels.
    names
        Names of the ends of legs and of the base map.
    """

    bar: scale.Bar
    locator: Locator | None
    degrees: Sequence[scale.Degree]
    lettered: Lettered
    names: Sequence[GroundName]


@dataclass(frozen=True)
class Plan(Window):
    """
    A figure before it is drawn.

    Parameters
    ----------
    bar, locator, degrees, lettered, names
        As for `Window`.
    spec
        The map.
    words
        Of its language.
    title
        Its title.
    frame
        Its window.
    looks
        Of its layers.
    standing
        What stands on it.
    above, below
        Parts above and below the map.
    """

    spec: MapSpec
    words: Words
    title: str
    frame: Frame
    looks: Sequence[Look]
    standing: Standing
    above: Sequence[Block]
    below: Sequence[Block]

    @property
    def width(self) -> float:
        """Of the figure, in millimetres."""
        return self.frame.width_mm + 2 * BORDER_MM

    @property
    def top(self) -> float:
        """Where the map begins, in millimetres from the upper edge."""
        return sum(block.height for block in self.above) + 1.2

    @property
    def height(self) -> float:
        """Of the figure, in millimetres."""
        below = sum(block.height for block in self.below)
        return self.top + self.frame.height_mm + 1.6 + below + 1.0


def planned(
    spec: MapSpec, *, width: float, language: str | None, graticule: bool, title: str | None
) -> Plan:
    """
    Lay a figure out.

    Parameters
    ----------
    spec
        The map.
    width
        Of the figure, in millimetres.
    language, graticule, title
        As `to_figure` takes them.

    Returns
    -------
    Plan
        All that is drawn, and where.
    """
    _check_width(width)
    words = words_in(language or spec.language, spec.atlas.language)
    sizes = Sizes(10.0, 7.0) if width >= _LARGE else Sizes(8.5, 6.5)
    inner = width - 2 * BORDER_MM
    features = drawn(spec)
    frame = frame_of(narrowed(spec.view, features["x"]), inner)
    standing = marks_of(spec, features, frame, words)
    small = locator_of(features, frame, standing.marks)
    window = _window(spec, standing, (frame, sizes), words, small, graticule=graticule)
    looks = looks_of(spec.layers)
    heading = title or spec.title or spec.atlas.title
    return Plan(
        **vars(window),
        spec=spec,
        words=words,
        title=heading,
        frame=frame,
        looks=looks,
        standing=standing,
        above=notes.head(spec, heading, words, sizes, inner),
        below=(
            *legend_columns(legend(spec, looks, standing, words, sizes), inner),
            *notes.left_out(spec, standing, window.lettered, words, inner),
            *notes.sources(spec, standing.about, words, sizes, inner),
            *notes.credit(spec, frame, words, inner),
        ),
    )


def _window(
    spec: MapSpec,
    standing: Standing,
    paper: tuple[Frame, Sizes],
    words: Words,
    small: Locator | None,
    *,
    graticule: bool,
) -> Window:
    """Place what the map carries, each where there is room that the one before has left."""
    frame, sizes = paper
    bar = scale.scale_bar(frame, words)
    fixed = [bar.box, *([small.box] if small else [])]
    degrees = scale.graticule(frame, words, fixed) if graticule else []
    taken = [*fixed, *(degree.box for degree in degrees if degree.box)]
    ends = end_names(spec, standing, frame, words, taken)
    taken += [name.box for name in ends]
    lettered = label_marks(standing.marks, _room(frame, sizes, tuple(taken)))
    named = [*(mark.name for mark in standing.marks), *(name.text for name in ends)]
    names = [*ends, *ground_names(frame, words, lettered.taken, named)]
    return Window(bar, small, degrees, lettered, names)


def _check_width(width: float) -> None:
    """Refuse a width that no paper has."""
    least, most = _WIDTHS
    if not (math.isfinite(width) and least <= width <= most):
        raise InvalidRecord(
            f"figure: width_mm is from {least:.0f} to {most:.0f} millimetres, found {width!r}"
        )


def _room(frame: Frame, sizes: Sizes, taken: tuple[Box, ...]) -> Room:
    """Give labels their room: shorter lines and fewer names where the figure is narrow."""
    wide = frame.width_mm >= _LARGE - 1
    return Room(
        width=frame.width_mm,
        height=frame.height_mm,
        size=sizes.text if wide else sizes.small,
        longest=40.0 if wide else 26.0,
        most=(60, 60) if wide else (24, 30),
        taken=taken,
    )
