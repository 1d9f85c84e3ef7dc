"""
The command line: every command is one call.

Exit status: 0 when it is done; 1 when it could not be done, or when a check found an error;
2 when the command itself was not understood.
"""

from __future__ import annotations

from typing import Final

from balkanroute.cli import answers, files, maps, places, scaling, texts
from balkanroute.cli.commands import app

__all__ = ["answers", "app", "files", "maps", "places", "scaling", "texts"]

#: The order in which the help lists them: first what most come for.
_ORDER: Final = (
    "map", "figure", "check", "new", "schema", "convert", "formats", "read",
    "place", "route", "near", "report", "scale", "geodata",
)  # fmt: skip

app.registered_commands.sort(key=lambda command: _ORDER.index(str(command.name)))
