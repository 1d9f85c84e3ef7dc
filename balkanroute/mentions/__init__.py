"""Finds the places a text mentions, with offsets, and drafts claims."""

from __future__ import annotations

from balkanroute.mentions.dates import find_dates
from balkanroute.mentions.drafting import draft
from balkanroute.mentions.places import find_places
from balkanroute.mentions.quantities import find_figures
from balkanroute.mentions.records import Dating, Figure, Mention, Saying, Span, Speaker
from balkanroute.mentions.shown import Mentions, mentions_frame
from balkanroute.mentions.speech import find_sayings

__all__ = [
    "Dating",
    "Figure",
    "Mention",
    "Mentions",
    "Saying",
    "Span",
    "Speaker",
    "draft",
    "find_dates",
    "find_figures",
    "find_places",
    "find_sayings",
    "mentions_frame",
]
