"""A map for print: the layers, symbols and words of the page, as a figure of matplotlib."""

from __future__ import annotations

from balkanroute.render.figure.drawing import to_figure
from balkanroute.render.figure.files import save_figure
from balkanroute.render.figure.layout import COLUMN_MM, PAGE_MM

__all__ = ["COLUMN_MM", "PAGE_MM", "save_figure", "to_figure"]
