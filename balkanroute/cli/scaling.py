"""The command that counts events by the million."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from balkanroute.cli.commands import busy, command, shown

if TYPE_CHECKING:
    from balkanroute.model import Atlas
    from balkanroute.scale import Columns


@contextmanager
def _rows_counted() -> Iterator[Callable[[int, int], None] | None]:
    """Give what shows rows done and the time left on a terminal; nothing shows elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = ("Counting rows", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("rows", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _columns(named: Sequence[str]) -> Columns:
    """Read FIELD=NAME."""
    from balkanroute.scale import Columns

    known = [item.name for item in fields(Columns)]
    given: dict[str, str | None] = {}
    for text in named:
        field, _, name = text.partition("=")
        if field not in known or not name:
            message = f"{text!r} is not FIELD=NAME; fields are {', '.join(known)}"
            raise typer.BadParameter(message)
        given[field] = name
    return Columns(**given)


def _named(places: Atlas, title: str) -> Atlas:
    """Name a page of counts: what the atlas says of its own claims is not true of the events."""
    summary = f"Counts of events by the places of “{places.title}”."
    return replace(places, title=title, summary=summary, date=None)


@command("scale")
def count_events(  # noqa: PLR0913 - a command has the options it has
    events: Annotated[
        Path,
        typer.Argument(
            help="Parquet, GeoParquet or CSV with longitude and latitude: a file or a folder.",
            metavar="EVENTS",
            show_default=False,
        ),
    ],
    atlas: Annotated[
        Path,
        typer.Argument(
            help="The atlas whose places, borders and routes they are counted by.",
            metavar="ATLAS",
            show_default=False,
        ),
    ],
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            help="A folder for counts.parquet, totals.parquet, rows.json and overview.html.",
            metavar="DIR",
            show_default=False,
        ),
    ],
    by: Annotated[str, typer.Option("--by", help="day, week or month.")] = "month",
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            help="What a column holds, such as date=SQLDATE, source=SOURCEURL; may be repeated.",
            metavar="FIELD=NAME",
        ),
    ] = None,
    on_border: Annotated[
        str,
        typer.Option(
            "--on-border",
            help="Where an event exactly on a border counts: touching, first or none.",
        ),
    ] = "touching",
    engine: Annotated[
        str,
        typer.Option(
            "--engine",
            help="local; with their extras sedonadb, dask, or dask@ADDRESS of a scheduler.",
        ),
    ] = "local",
    title: Annotated[
        str | None, typer.Option("--title", help="A title of the page instead of the events' name.")
    ] = None,
) -> None:
    """Count events by the million by place, period and origin; it goes on where it was stopped."""
    from balkanroute.layers import overview
    from balkanroute.readers import read
    from balkanroute.render import save
    from balkanroute.scale import bounded, summarise_into

    columns = _columns(column or ())
    with busy("Reading the atlas"):
        places = bounded(read(atlas))
    with _rows_counted() as progress:
        counts = summarise_into(
            output,
            events,
            places,
            columns=columns,
            period=by,
            on_border=on_border,
            engine=engine,
            progress=progress,
        )
    with busy("Drawing the page"):
        named = _named(places, title or f"{events.resolve().name}, by place and {by}")
        spec = overview(counts.mapped, places=named, totals=counts.totals)
        page = save(spec, output / "overview.html").resolve()
    typer.echo(shown(counts.by_period.tally.frame().to_string()))
    typer.echo(shown(f"{output / 'counts.parquet'}: {len(counts.by_period.table):,} rows"))
    typer.echo(shown(f"{page}\nOpen it in a browser: double-click it, or go to {page.as_uri()}"))
