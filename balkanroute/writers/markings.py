"""Sensitivity of what is copied from several records into one text."""

from __future__ import annotations

from typing import Final

from balkanroute.model import Agent, Claim, Place, Route, Source

_LEVELS: Final = ("clear", "green", "amber", "amber+strict", "red")


def strictest(*records: Source | Agent | Place | Route | Claim) -> str | None:
    """
    Give the marking under which a text made of some records stands.

    Parameters
    ----------
    *records
        Those whose words are in it.

    Returns
    -------
    str or None
        The strictest of their markings; None where none has one.
    """
    marked = [record.sensitivity for record in records if record.sensitivity is not None]
    return max(marked, key=_LEVELS.index, default=None)
