"""Records that are made already, added to what is gathered."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields
from typing import Any

from balkanroute.readers.gathering import Gathering


def add_record(
    gathering: Gathering,
    name: str,
    key: Hashable,
    record: Any,  # noqa: ANN401 - any record
    wished: str | None = None,
) -> str:
    """
    Add a record, unless one was added under the same key.

    Parameters
    ----------
    gathering
        Where it goes.
    name
        The list.
    key
        What makes it the same record in this file.
    record
        The record.
    wished
        The id that it should have if that is one word and free; its own if not given. Empty, one
        is made of its name, or of what a claim says.

    Returns
    -------
    str
        Its id.
    """
    taken = {item.name: getattr(record, item.name) for item in fields(record)}
    taken["id"] = record.id if wished is None else wished
    return gathering.add(name, key, **taken)
