"""Numbers and signs that stand beside names."""

from __future__ import annotations

from typing import Final

import shapely

from balkanroute.render.figure.labels import BADGE, badge_width, spaced
from balkanroute.render.figure.lettering import LEAST
from balkanroute.render.figure.look import DOUBT, INK, PAPER
from balkanroute.render.figure.sheet import Letters, Pen, Sheet

#: From the middle of a badge down to the base line of its number.
_BASE: Final = 0.78


def draw_badge(sheet: Sheet, number: int, x: float, y: float, kind: str) -> None:
    """
    Draw a count.

    Parameters
    ----------
    sheet
        Where to.
    number
        The count.
    x, y
        Of its middle, in millimetres.
    kind
        ``claims`` is light on dark, ``origins`` dark on light, ``key`` a number that stands for
        a name.
    """
    half = badge_width(number) / 2
    dark = kind == "claims"
    round_ends = shapely.LineString([(x - half + BADGE / 2, y), (x + half - BADGE / 2 + 1e-6, y)])
    shape = round_ends.buffer(BADGE / 2, quad_segs=10)
    sheet.draw(shape, Pen(INK, 0.5, fill=INK if dark else PAPER))
    letters = Letters(
        LEAST, bold=True, italic=kind == "key", colour=PAPER if dark else INK, anchor="middle"
    )
    sheet.write(x, y + sheet.down * _BASE, spaced(number), letters)


def draw_doubt(sheet: Sheet, x: float, y: float) -> None:
    """
    Draw the sign of a dispute.

    Parameters
    ----------
    sheet
        Where to.
    x, y
        Of its middle, in millimetres.
    """
    letters = Letters(LEAST + 0.5, bold=True, colour=DOUBT, anchor="middle")
    sheet.write(x, y + sheet.down * _BASE, "≠", letters)
