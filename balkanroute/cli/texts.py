"""The command that reads articles."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from balkanroute.cli.commands import command, shown

if TYPE_CHECKING:
    from balkanroute.mentions.outcomes import Outcome


def _counting(outcomes: Iterator[Outcome], total: int) -> list[Outcome]:
    """Gather what becomes of articles, with a bar on a terminal if they are several."""
    if total == 1 or not sys.stderr.isatty():
        return list(outcomes)
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return list(track(outcomes, "Reading", total=total, console=console, transient=True))


def _draw_review(*found: Any, **named: Any) -> str:  # noqa: ANN401 - as review_html takes them
    """Draw the page on which a draft is corrected."""
    from balkanroute.render.review import review_html

    return review_html(*found, **named)


@command("read")
def read_articles(  # noqa: PLR0913 - a command has the options it has
    files: Annotated[
        list[Path],
        typer.Argument(help="Articles, or folders of them: .txt, .md, .html.", metavar="FILE"),
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Folder for the drafts, <name>.yaml; the mentions are printed if left out.",
            metavar="DIR",
        ),
    ] = None,
    geojson: Annotated[
        bool, typer.Option("--geojson", help="Also write <name>.mentions.geojson.")
    ] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Also write <name>.mentions.csv.")] = False,
    publisher: Annotated[
        str | None, typer.Option("--publisher", help="Who put them out.", metavar="TEXT")
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            help="When they came out, such as 2023-11-03; 'on Thursday' is reckoned from it.",
            metavar="EDTF",
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            help="What they are in, if it is told wrong: en, sr-Latn, sr-Cyrl or hu.",
            metavar="TAG",
        ),
    ] = None,
    with_quotes: Annotated[
        bool,
        typer.Option(
            "--with-quotes", help="Copy each sentence into its claim, and mark it TLP:AMBER."
        ),
    ] = False,
    review: Annotated[
        Path | None,
        typer.Option("--review", help="Also write a page to correct the draft of one article on."),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace drafts that are there.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option("--workers", help="Processes; one a processor if left out.", min=1),
    ] = None,
    largest: Annotated[
        float, typer.Option("--largest", help="Largest article in megabytes.", metavar="MB")
    ] = 10.0,
) -> None:
    """Read articles: their places, figures and speakers, and a draft atlas of each."""
    from balkanroute.mentions import batch, outcomes
    from balkanroute.periods import Period
    from balkanroute.writers import write

    wishes = outcomes.Wishes(
        publisher=publisher,
        published=Period(date) if date else None,
        language=language,
        with_quotes=with_quotes,
        most_mb=largest,
    )
    kept = outcomes.Output(
        write=write,
        folder=output,
        geojson=geojson,
        csv=csv,
        overwrite=overwrite,
        draw=_draw_review,
        review=review,
    )
    articles = batch.find_articles(files)
    done = _counting(batch.read_all(articles, kept, wishes, workers=workers), len(articles))
    _tell(sorted(done, key=lambda outcome: articles.index(outcome.path)))


def _tell(outcomes: Sequence[Outcome]) -> None:
    """Print what was found in articles, and why the others failed."""
    from balkanroute.mentions.outcomes import summarise

    failed = [outcome for outcome in outcomes if outcome.problem is not None]
    if len(failed) < len(outcomes):
        typer.echo(shown(summarise(outcomes)))
    for outcome in failed:
        typer.echo(f"balkanroute: {shown(str(outcome.problem))}", err=True)
    raise typer.Exit(int(bool(failed)))
