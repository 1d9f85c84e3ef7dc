"""Draws a `MapSpec`; the only room that knows folium, and matplotlib."""

from __future__ import annotations

from balkanroute.render.figure import save_figure, to_figure
from balkanroute.render.page import AtlasMap, Explorer, explore, save, to_folium, to_html

__all__ = [
    "AtlasMap",
    "Explorer",
    "explore",
    "save",
    "save_figure",
    "to_figure",
    "to_folium",
    "to_html",
]
