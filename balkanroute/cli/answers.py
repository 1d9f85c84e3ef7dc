"""Commands that answer questions in words and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from balkanroute.cli.commands import AtlasPath, busy, command, shown


@command("report")
def report(
    path: AtlasPath = None,
    *,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="As it stood on this day: 2023-11-03.", metavar="DATE"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Write it to .txt, .md, .html or .json; it is printed if left out.",
            metavar="FILE",
        ),
    ] = None,
) -> None:
    """Tell of each claim who says it, out of what, who disputes it, and what its figures mean."""
    from balkanroute import analysis, reports
    from balkanroute.readers import read, shipped

    with busy("Reading the atlas"):
        atlas = read(path or shipped())
    with busy("Asking"):
        found = reports.gather(analysis.as_of(atlas, as_of) if as_of else atlas)
    if output is None:
        typer.echo(shown(reports.to_text(found)), nl=False)
    else:
        typer.echo(shown(str(reports.save(found, output))))
