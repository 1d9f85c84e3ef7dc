"""What is known of each claim, told to people: as text, Markdown, HTML or JSON."""

from __future__ import annotations

from balkanroute.reports.facts import ClaimReport, Comparison, Dispute, Report, gather
from balkanroute.reports.forms import save, to_html, to_json, to_markdown, to_text

__all__ = [
    "ClaimReport",
    "Comparison",
    "Dispute",
    "Report",
    "gather",
    "save",
    "to_html",
    "to_json",
    "to_markdown",
    "to_text",
]
