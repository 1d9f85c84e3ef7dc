"""What is on the map, as data, before it is drawn."""

from __future__ import annotations

from balkanroute.layers.background import Background, background
from balkanroute.layers.drawn import drawn, legs_drawn
from balkanroute.layers.overview import Drawable, overview, spec_of
from balkanroute.layers.shading import shade
from balkanroute.layers.spec import LANGUAGES, LAYER_KINDS, Layer, MapSpec, Style
from balkanroute.layers.tallied import Per, Tallied, Telling
from balkanroute.layers.tiles import Tiles, tiles

__all__ = [
    "LANGUAGES",
    "LAYER_KINDS",
    "Background",
    "Drawable",
    "Layer",
    "MapSpec",
    "Per",
    "Style",
    "Tallied",
    "Telling",
    "Tiles",
    "background",
    "drawn",
    "legs_drawn",
    "overview",
    "shade",
    "spec_of",
    "tiles",
]
