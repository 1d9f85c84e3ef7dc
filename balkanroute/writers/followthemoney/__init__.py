"""
FollowTheMoney entities of an atlas, one a line, for Aleph and its kin (followthemoney.tech).

Other programs see documents, people and bodies, addresses, trips, events and notes. Our own
record stands beside the properties of its entity, where the library keeps what it does not know,
so that our reader gets it back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from balkanroute._files import write_whole
from balkanroute.model import KINDS, Atlas
from balkanroute.writers.followthemoney.entities import entities
from balkanroute.writers.formats import Format, PlaceLookup
from balkanroute.writers.losses import Carrier, LossReport, every_field
from balkanroute.writers.plain_json import json_line

__all__ = ["CARRIER", "WRITER"]

CARRIER: Final = Carrier(
    format="followthemoney", held={kind: every_field(kind) for kind in ("atlas", *KINDS)}
)


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:  # noqa: ARG001 - records are written whole
    """Write an atlas, one entity a line."""
    lines = [
        json_line({"id": key, "schema": schema, "properties": properties, "balkanroute": held}, key)
        for key, schema, properties, held in entities(atlas)
    ]
    write_whole(path.resolve(), "".join(f"{line}\n" for line in lines).encode())
    return CARRIER.report(atlas)


WRITER: Final = Format(
    name="followthemoney",
    title="FollowTheMoney entities, one a line, for Aleph",
    suffixes=(".ftm.json",),
    save=_save,
)
