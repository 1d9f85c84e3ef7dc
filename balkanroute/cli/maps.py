"""Commands that draw."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from balkanroute.cli.commands import AtlasPath, busy, command, counting, shown


@command("map")
def draw(
    path: AtlasPath = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="The page; <name of the atlas>.html if left out.", metavar="FILE"
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="A title instead of the atlas' own.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            help="What the page speaks first: en, sr-Latn, sr-Cyrl, hu, sq, mk, de or ar.",
            metavar="TAG",
        ),
    ] = None,
    tiles: Annotated[
        list[str] | None,
        typer.Option(
            "--tiles",
            help="A tile provider of xyzservices that the reader may switch on; may be repeated.",
            metavar="NAME",
        ),
    ] = None,
    show: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in the browser.")
    ] = False,
) -> None:
    """Draw an atlas as one page that needs no network."""
    import webbrowser

    from balkanroute.layers import overview
    from balkanroute.readers import read, shipped
    from balkanroute.render import save

    chosen = path or shipped()
    with counting("Reading the atlas") as progress:
        atlas = read(chosen, progress=progress)
    with busy("Drawing the map"):
        spec = overview(atlas, title=title, language=language, tiles=tiles or ())
        page = save(spec, output or _page_of(chosen)).resolve()
    typer.echo(shown(f"{page}\nOpen it in a browser: double-click it, or go to {page.as_uri()}"))
    if show:
        webbrowser.open(page.as_uri())


@command("figure")
def draw_figure(
    path: AtlasPath = None,
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            help="The file; its ending says the format: .svg, .png or .pdf.",
            metavar="FILE",
            show_default=False,
        ),
    ],
    width_mm: Annotated[
        float, typer.Option("--width", help="Width in millimetres: 85 a column, 180 a page.")
    ] = 180.0,
    title: Annotated[
        str | None, typer.Option("--title", help="A title instead of the atlas' own.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            help="What it is in: en, sr-Latn, sr-Cyrl, hu, sq, mk, de or ar.",
            metavar="TAG",
        ),
    ] = None,
    graticule: Annotated[
        bool, typer.Option("--graticule", help="Draw meridians and parallels.")
    ] = False,
) -> None:
    """Draw an atlas for print: layers, legend, scale, sources and credits in one figure."""
    from balkanroute.readers import read, shipped
    from balkanroute.render import save_figure

    with counting("Reading the atlas") as progress:
        atlas = read(path or shipped(), progress=progress)
    with busy("Drawing the figure"):
        written = save_figure(
            atlas, output, width_mm=width_mm, language=language, graticule=graticule, title=title
        )
    typer.echo(shown(str(written.resolve())))


def _page_of(atlas: Path) -> Path:
    """Name the page of an atlas, in the current folder."""
    return Path(f"{atlas.resolve().stem if atlas.is_file() else atlas.resolve().name}.html")
