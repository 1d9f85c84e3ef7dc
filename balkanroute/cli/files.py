"""Commands about the files of an atlas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer

from balkanroute.cli.commands import AtlasPath, busy, command, counting, shown

#: Problems beyond these are counted, not printed, while something else is told.
_MOST_SHOWN: Final = 20


@command("check")
def check(path: AtlasPath = None) -> None:
    """Tell everything that is wrong with an atlas, each with its file, line and column."""
    from balkanroute.readers import examine, shipped

    with counting("Checking the atlas") as progress:
        reading = examine(path or shipped(), progress=progress)
    for problem in (*reading.problems, *reading.skipped):
        typer.echo(shown(str(problem).replace("\n", " ")))
    typer.echo(reading.summary())
    raise typer.Exit(int(reading.atlas is None))


@command("new")
def new(
    folder: Annotated[
        Path,
        typer.Argument(help="Where; made if it is missing.", metavar="DIR", show_default=False),
    ],
) -> None:
    """Write a small, commented, valid atlas to start from."""
    from balkanroute import writers

    written = writers.new(folder)
    typer.echo(shown(f"{written}\nCheck it: balkanroute check {folder}"))


@command("schema")
def schema() -> None:
    """Print the JSON Schema of atlas files, for editors that complete and check."""
    from balkanroute import model

    typer.echo(json.dumps(model.schema(), indent=2, ensure_ascii=False))


def _check_target(path: Path, target: Path, *, overwrite: bool) -> None:
    """Refuse to write over what is read, or over a folder that somebody may have worked in."""
    from balkanroute.errors import UnwritableFile

    if path.exists() and target.exists() and path.samefile(target):
        raise UnwritableFile(f"{target}: this is what is read; write under another name")
    if target.is_dir() and any(target.iterdir()) and not overwrite:
        raise UnwritableFile(
            f"{target}: the folder holds something, perhaps corrected by hand; name another, or "
            f"say --overwrite"
        )


@command("convert")
def convert(  # noqa: PLR0913 - a command has the options it has
    path: Annotated[
        Path,
        typer.Argument(
            help="What to read: an atlas, or a file of any format that `formats` lists.",
            metavar="IN",
            show_default=False,
        ),
    ],
    target: Annotated[
        Path,
        typer.Argument(
            help="What to write; its ending says the format, a folder is the native one.",
            metavar="OUT",
            show_default=False,
        ),
    ],
    *,
    read_as: Annotated[
        str | None,
        typer.Option("--from", help="Format of IN, if it is told wrong.", metavar="FORMAT"),
    ] = None,
    write_as: Annotated[
        str | None,
        typer.Option(
            "--to", help="Format of OUT, if its ending does not say it.", metavar="FORMAT"
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Fail if a row cannot be read, or if OUT cannot hold everything."
        ),
    ] = False,
    keep_rows: Annotated[
        bool,
        typer.Option(
            "--keep-rows",
            help="Keep the wording of a feed whose terms bar redistribution (ACLED).",
        ),
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Write into a folder that holds something.")
    ] = False,
) -> None:
    """Read one format, write another, and tell what was not read and what was lost."""
    from balkanroute.readers import examine
    from balkanroute.writers import installed, write

    _check_target(path, target, overwrite=overwrite)
    with counting("Reading") as progress:
        reading = examine(path, format=read_as, keep_rows=keep_rows, progress=progress)
    if reading.format:
        typer.echo(shown(f"{path}: read as {reading.format}; {reading.summary()}"))
    if reading.atlas and reading.atlas.note and reading.format not in installed():
        # What is only read is a feed, and its note has the terms and what was left out.
        typer.echo(shown(reading.atlas.note.replace("\n", " ")))
    for problem in (*reading.problems, *reading.skipped)[:_MOST_SHOWN]:
        typer.echo(shown(str(problem).replace("\n", " ")), err=True)
    hidden = len(reading.problems) + len(reading.skipped) - _MOST_SHOWN
    if hidden > 0:
        typer.echo(f"and {hidden:,} more; `balkanroute check` lists all", err=True)
    if reading.atlas is None or (strict and reading.skipped):
        raise typer.Exit(1)
    with busy("Writing"):
        report = write(reading.atlas, target, format=write_as, strict=strict)
    typer.echo(shown(f"{target}: written as {report.format}"))
    typer.echo(shown(str(report)))


@command("formats")
def list_formats() -> None:
    """List the formats that can be read and written, and the extra that one needs."""
    from balkanroute import readers, writers

    inward, outward = readers.installed(), writers.installed()
    for name in sorted({*inward, *outward}):
        one = inward.get(name) or outward[name]
        ways = [way for way, there in (("in", name in inward), ("out", name in outward)) if there]
        needs = f"  needs balkanroute[{one.extra}]" if one.extra else ""
        typer.echo(shown(f"{name}  {' and '.join(ways)}{needs}"))
        endings = [*inward[name].suffixes] if name in inward else []
        endings += [*outward[name].suffixes] if name in outward else []
        typer.echo(shown(f"    {one.title} ({', '.join(dict.fromkeys(endings))})"))
