"""What is on the map, as data, before it is drawn."""

from __future__ import annotations

from balkanroute.layers.overview import Drawable, overview, spec_of
from balkanroute.layers.spec import (
    ClaimCard,
    Feature,
    Layer,
    MapSpec,
    Passage,
    Related,
    SourceCard,
    Style,
    Topic,
)

__all__ = [
    "ClaimCard",
    "Drawable",
    "Feature",
    "Layer",
    "MapSpec",
    "Passage",
    "Related",
    "SourceCard",
    "Style",
    "Topic",
    "overview",
    "spec_of",
]
