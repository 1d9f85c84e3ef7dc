"""A map as a figure of matplotlib: laid out first, then drawn."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from balkanroute.layers import Drawable, spec_of
from balkanroute.render.figure import scale
from balkanroute.render.figure.badges import draw_badge, draw_doubt
from balkanroute.render.figure.base import draw_base, write_names
from balkanroute.render.figure.candidates import SYMBOL
from balkanroute.render.figure.labels import (
    EDGE,
    GAP,
    LINE,
    SWATCH,
    Label,
    badge_width,
)  # fmt: skip
from balkanroute.render.figure.layout import BORDER_MM, PAGE_MM, Plan, planned
from balkanroute.render.figure.legend import draw_disc, draw_swatch
from balkanroute.render.figure.lettering import LEAST, check_matplotlib, leftward, quiet, width_mm
from balkanroute.render.figure.locator import draw_locator
from balkanroute.render.figure.look import INK, PAPER, Look, routed
from balkanroute.render.figure.marks import Mark
from balkanroute.render.figure.sheet import Letters, Pen, Sheet
from balkanroute.render.figure.tallies import Tally

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_INCH: Final = 25.4
#: Of what no claim is about.
_FAINT: Final = 0.45
#: Symbols are smaller where they are many: this part of the side of the square that each has for
#: itself, but no smaller than this, in millimetres.
_PART: Final = 0.25
_LEAST: Final = 0.2


def to_figure(
    atlas_or_spec: Drawable,
    *,
    width_mm: float = PAGE_MM,
    language: str | None = None,
    graticule: bool = False,
    title: str | None = None,
) -> Figure:
    """
    Draw a map for print.

    Parameters
    ----------
    atlas_or_spec
        An atlas, laid out as `layers.overview` does, or a map of your own. Its view is what the
        figure shows.
    width_mm
        Of the figure in millimetres, from 60 to 420; 85 is a column, 180 a page. The height
        follows from what the figure holds. No letter is smaller than 6 points.
    language
        One of `layers.LANGUAGES`; None for the one of the map, or else of the atlas.
    graticule
        Whether meridians and parallels are drawn.
    title
        A title instead of the one of the map.

    Returns
    -------
    matplotlib.figure.Figure
        Its first axes are the page in millimetres, its second the map in metres of the projection,
        whose label is the projection in PROJ's words. Nothing of pyplot is used, and no setting
        of matplotlib is changed.

    Raises
    ------
    InvalidRecord
        When the width is out of range, or there are no words in the language.
    MissingExtra
        When matplotlib is not installed, or is older than 3.11.
    """
    check_matplotlib()
    with plain_settings(), quiet():
        plan = planned(
            spec_of(atlas_or_spec),
            width=width_mm,
            language=language,
            graticule=graticule,
            title=title,
        )
        return figure_of(plan)


@contextmanager
def plain_settings() -> Iterator[None]:
    """Draw with matplotlib's own settings, whatever the user's are, and give these back."""
    import matplotlib as mpl

    ours = ("agg.", "axes", "figure.", "font.", "hatch.", "lines.", "markers.", "mathtext.",
            "patch.", "path.", "pdf.", "savefig.", "svg.", "text.")  # fmt: skip
    settings = {
        key: mpl.rcParamsDefault[key] for key in mpl.rcParamsDefault if key.startswith(ours)
    }
    settings |= {"svg.fonttype": "none", "svg.hashsalt": "balkanroute", "pdf.fonttype": 42}
    with mpl.rc_context(settings):
        yield


def figure_of(plan: Plan) -> Figure:
    """
    Draw a figure that is laid out.

    Parameters
    ----------
    plan
        The figure.

    Returns
    -------
    matplotlib.figure.Figure
        As `to_figure` gives it.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(plan.width / _INCH, plan.height / _INCH), facecolor=PAPER)
    page, window = _page(figure, plan), _window(figure, plan)
    y = 0.0
    for block in plan.above:
        block.draw(page, y)
        y += block.height
    y = plan.top + plan.frame.height_mm + 1.6
    for block in plan.below:
        block.draw(page, y)
        y += block.height
    _draw_map(window, plan)
    return figure


def _page(figure: Figure, plan: Plan) -> Sheet:
    """Make the page: millimetres from its beginning, downward."""
    from matplotlib.transforms import Affine2D

    axes = figure.add_axes((0, 0, 1, 1), label="page")
    axes.set_axis_off()
    axes.set_xlim(0, plan.width)
    axes.set_ylim(0, plan.height)
    leftward = plan.words.leftward
    across = Affine2D().scale(-1 if leftward else 1, -1)
    across.translate(plan.width - BORDER_MM if leftward else BORDER_MM, plan.height)
    return Sheet(axes, across + axes.transData, leftward=leftward, page=True)


def _window(figure: Figure, plan: Plan) -> Sheet:
    """Make the map: millimetres from its lower left corner, upward, over metres."""
    from matplotlib.transforms import Affine2D

    frame = plan.frame
    bottom = plan.height - plan.top - frame.height_mm
    axes = figure.add_axes(
        (
            BORDER_MM / plan.width,
            bottom / plan.height,
            frame.width_mm / plan.width,
            frame.height_mm / plan.height,
        ),
        label=frame.projection.crs.to_string(),
    )
    left, low, right, high = frame.bounds
    axes.set_xlim(left, right)
    axes.set_ylim(low, high)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_gid("map")
    for spine in axes.spines.values():
        spine.set_linewidth(0.6)
        spine.set_edgecolor(INK)
        spine.set_zorder(1e6)
    on_paper = Affine2D().scale(frame.metres).translate(left, low)
    return Sheet(axes, on_paper + axes.transData, leftward=plan.words.leftward)


def _draw_map(sheet: Sheet, plan: Plan) -> None:
    """Draw the map from the ground up."""
    draw_base(sheet, plan.frame)
    scale.draw_graticule(sheet, list(plan.degrees))
    _draw_marks(sheet, plan)
    write_names(sheet, plan.names)
    scale.write_degrees(sheet, list(plan.degrees))
    scale.draw_bar(sheet, plan.bar)
    if plan.locator:
        draw_locator(sheet, plan.locator)
    for label in plan.lettered.labels:
        _draw_label(sheet, label, plan.looks[label.mark.number])


def _draw_marks(sheet: Sheet, plan: Plan) -> None:
    """Draw places and legs, a layer over the other; the spots of a layer on its discs."""
    marks = plan.standing.marks
    spots = sum(mark.kind == "spot" for mark in marks)
    room = math.sqrt(plan.frame.width_mm * plan.frame.height_mm / max(spots, 1))
    size = min(SYMBOL, max(_PART * room, _LEAST))
    for number, group in groupby(marks, key=lambda mark: mark.number):
        look, layer = plan.looks[number], list(group)
        for mark in layer:
            if mark.kind != "spot":
                _draw_shape(sheet, mark, look)
            elif mark.disc is not None and shapely.area(mark.disc) > math.pi * size**2:
                draw_disc(sheet, mark.disc, look)
        for faint, chosen in ((_FAINT, False), (1.0, True)):
            told = [one for one in layer if one.kind == "spot" and bool(one.tally.claims) == chosen]
            found = shapely.get_coordinates([mark.shape for mark in told])
            sheet.symbols([(float(x), float(y)) for x, y in found], look, size=size, faint=faint)


def _draw_shape(sheet: Sheet, mark: Mark, look: Look) -> None:
    """Draw an area or a line."""
    if mark.kind == "area":
        sheet.cover(mark.shape, look, 1.0 if mark.tally.claims or look.solid else _FAINT)
    else:
        look = routed(look) if mark.routed else look
        sheet.draw(mark.shape, Pen(look.colour, look.width, look.dash))


def _draw_label(sheet: Sheet, label: Label, look: Look) -> None:
    """Draw a name with its counts, or the number that stands for it."""
    left, bottom, right, top = label.box
    middle = (bottom + top) / 2
    if label.lead:
        sheet.draw(shapely.LineString(np.array(label.lead)), Pen(INK, 0.4))
    if label.number:
        draw_badge(sheet, label.number, (left + right) / 2, middle, "key")
        return
    tally = label.mark.tally
    round_ends = shapely.box(left + 1, bottom + 1, right - 1, top - 1).buffer(1, quad_segs=6)
    sheet.draw(round_ends, Pen(INK, 0.35, fill=PAPER, opacity=0.92))
    x = left + EDGE
    if label.mark.kind != "spot":
        draw_swatch(sheet, look, x, middle, SWATCH / 6.4)
        x += SWATCH + GAP
    wide = max(width_mm(line, label.size) for line in label.lines)
    from_right = leftward("".join(label.lines))
    letters = Letters(label.size, anchor="end" if from_right else "start")
    for number, line in enumerate(label.lines):
        base = top - 0.4 - (number + 0.76) * LINE
        sheet.write(x + wide if from_right else x, base, line, letters)
    if tally.claims:
        x += wide + GAP
        _draw_counts(sheet, tally, x, middle)


def _draw_counts(sheet: Sheet, tally: Tally, x: float, y: float) -> None:
    """Draw the counts behind a name, and the sign where some are disputed."""
    for count, kind in ((tally.claims, "claims"), (tally.origins, "origins")):
        if count:
            wide = badge_width(count)
            draw_badge(sheet, count, x + wide / 2, y, kind)
            x += wide + 0.3
    if tally.disputed:
        draw_doubt(sheet, x + 0.2 + width_mm("≠", LEAST, bold=True) / 2, y)
