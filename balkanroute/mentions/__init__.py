"""Finds the places a text mentions, with offsets, and drafts claims."""

from __future__ import annotations

from balkanroute.mentions.places import find_places
from balkanroute.mentions.records import Dating, Figure, Mention, Saying, Span, Speaker

__all__ = ["Dating", "Figure", "Mention", "Saying", "Span", "Speaker", "find_places"]
