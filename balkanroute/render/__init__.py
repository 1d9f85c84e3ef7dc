"""Draws a `MapSpec`; the only room that knows folium."""

from __future__ import annotations

from balkanroute.render.page import AtlasMap, Explorer, explore, save, to_folium, to_html

__all__ = ["AtlasMap", "Explorer", "explore", "save", "to_folium", "to_html"]
