"""
The command line: every command is one call.

Exit status: 0 when it is done; 1 when it could not be done, or when a check found an error;
2 when the command itself was not understood.
"""

from __future__ import annotations

import functools
import inspect
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, ParamSpec

import typer

from balkanroute.errors import BalkanRouteError, UnresolvedPlace

if TYPE_CHECKING:
    from balkanroute.mentions.outcomes import Outcome
    from balkanroute.model import Place

P = ParamSpec("P")

_EPILOG: Final = (
    "Exit status: 0 done, 1 could not be done or an error was found, 2 command not understood."
)
_COUNTRY_HELP: Final = "Only in this country: ISO 3166-1 alpha-2, such as RS."


class Mode(Enum):
    """How legs are drawn."""

    air = "air"
    road = "road"


AtlasPath = Annotated[
    Path | None,
    typer.Argument(
        help="File or folder of an atlas; the one that ships if left out.",
        metavar="[PATH]",
        show_default=False,
    ),
]

app = typer.Typer(
    name="balkanroute",
    help="Puts reporting on the map without losing who said it.",
    epilog=_EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help comes twice as fast
    pretty_exceptions_enable=False,
)


def _command(name: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Register a command whose errors are one line, unless it is called with --traceback."""

    def register(function: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(function)
        def called(*args: P.args, **options: P.kwargs) -> None:
            shown = options.pop("traceback", False)
            try:
                function(*args, **options)
            except BalkanRouteError as reason:
                if shown:
                    raise
                typer.echo(f"balkanroute: {_shown(str(reason))}", err=True)
                raise typer.Exit(1) from reason

        option = typer.Option("--traceback", help="Show where in the code an error arose.")
        kind = Annotated[bool, option]
        keyword = inspect.Parameter.KEYWORD_ONLY
        parameter = inspect.Parameter("traceback", keyword, default=False, annotation=kind)
        signature = inspect.signature(function, eval_str=True)
        parameters = [*signature.parameters.values(), parameter]
        called.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
        called.__annotations__ = {item.name: item.annotation for item in parameters}
        app.command(name, epilog=_EPILOG)(called)
        return called

    return register


def _shown(text: str) -> str:
    """Show text from the world so that it cannot steer the terminal; lines stay lines."""
    return "".join(
        letter if letter.isprintable() or letter == "\n" else ascii(letter)[1:-1] for letter in text
    )


@contextmanager
def _busy(words: str) -> Iterator[None]:
    """Show on a terminal that something is being done."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(words):
        yield


def _version(*, asked: bool) -> None:
    """Print the version and end."""
    if asked:
        from importlib.metadata import version

        typer.echo(f"balkanroute {version('balkanroute')}")
        raise typer.Exit


@app.callback()
def _main(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda asked: _version(asked=asked),
            is_eager=True,
            help="Print the version.",
        ),
    ] = False,
) -> None:
    """Put reporting on the map without losing who said it."""


@_command("map")
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
    with _busy("Reading the atlas"):
        atlas = read(chosen)
    with _busy("Drawing the map"):
        spec = overview(atlas, title=title, language=language, tiles=tiles or ())
        page = save(spec, output or _page_of(chosen)).resolve()
    typer.echo(_shown(f"{page}\nOpen it in a browser: double-click it, or go to {page.as_uri()}"))
    if show:
        webbrowser.open(page.as_uri())


def _page_of(atlas: Path) -> Path:
    """Name the page of an atlas, in the current folder."""
    return Path(f"{atlas.resolve().stem if atlas.is_file() else atlas.resolve().name}.html")


@_command("check")
def check(path: AtlasPath = None) -> None:
    """Tell everything that is wrong with an atlas, each with its file, line and column."""
    from balkanroute.readers import examine, shipped

    with _busy("Checking the atlas"):
        reading = examine(path or shipped())
    for problem in reading.problems:
        typer.echo(_shown(str(problem).replace("\n", " ")))
    typer.echo(reading.summary())
    raise typer.Exit(int(reading.atlas is None))


@_command("new")
def new(
    folder: Annotated[
        Path,
        typer.Argument(help="Where; made if it is missing.", metavar="DIR", show_default=False),
    ],
) -> None:
    """Write a small, commented, valid atlas to start from."""
    from balkanroute import writers

    written = writers.new(folder)
    typer.echo(_shown(f"{written}\nCheck it: balkanroute check {folder}"))


@_command("schema")
def schema() -> None:
    """Print the JSON Schema of atlas files, for editors that complete and check."""
    from balkanroute import model

    typer.echo(json.dumps(model.schema(), indent=2, ensure_ascii=False))


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


@_command("read")
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
        typer.echo(_shown(summarise(outcomes)))
    for outcome in failed:
        typer.echo(f"balkanroute: {_shown(str(outcome.problem))}", err=True)
    raise typer.Exit(int(bool(failed)))


def _point(text: str) -> tuple[float, float]:
    """Read LON,LAT."""
    try:
        longitude, latitude = map(float, text.split(","))
    except ValueError as reason:
        message = f"{text!r} is not LON,LAT in degrees, such as 19.97,46.15"
        raise typer.BadParameter(message) from reason
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):  # noqa: PLR2004 - the globe
        message = f"{text!r} is not on the globe; longitude comes first"
        raise typer.BadParameter(message)
    return longitude, latitude


@_command("place")
def place(
    name: Annotated[
        str,
        typer.Argument(
            help="A name in any language or script.", metavar="NAME", show_default=False
        ),
    ],
    *,
    near: Annotated[
        str | None,
        typer.Option("--near", help="Prefer what is near this point.", metavar="LON,LAT"),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", help="Only of this kind: settlement, region, border, ..."),
    ] = None,
    country: Annotated[str | None, typer.Option("--country", help=_COUNTRY_HELP)] = None,
) -> None:
    """List the places that a name may mean, best first: key, name, and why."""
    point = _point(near) if near else None
    from balkanroute.gazetteer import Gazetteer

    with _busy("Looking it up"):
        found = Gazetteer.bundled().lookup(name, near=point, kind=kind, country=country)
    if not found:
        raise UnresolvedPlace(f"no place is called {name!r}, or nearly so")
    for candidate in found:
        entry = candidate.entry
        where = f" in {', '.join(entry.countries)}" if entry.countries else ""
        typer.echo(_shown(f"{candidate.key}  {candidate.name}, {entry.kind}{where}"))
        typer.echo(_shown(f"    {candidate.score:.2f}: {'; '.join(candidate.reasons)}"))


def _stop(text: str) -> Place:
    """Give the place that a key or a name means."""
    from balkanroute.gazetteer import Gazetteer

    gazetteer = Gazetteer.bundled()
    with suppress(UnresolvedPlace):
        return gazetteer.place(text)
    for best in gazetteer.lookup(text)[:1]:
        if not best.reasons[0].startswith("spelled alike"):
            return best.place
        raise UnresolvedPlace(
            f"no place is called {text!r}; did you mean {best.name!r} ({best.key})?"
        )
    raise UnresolvedPlace(f"no place is called {text!r}, or nearly so")


@_command("route")
def route(
    stops: Annotated[
        list[str],
        typer.Argument(
            help="Names, or keys of the gazetteer, in their order; two or more.", metavar="STOP"
        ),
    ],
    *,
    mode: Annotated[
        Mode, typer.Option("--mode", help="The shortest line on the globe, or along main roads.")
    ] = Mode.road,
) -> None:
    """Measure legs from stop to stop: the shortest line, not a way that anyone reported."""
    from balkanroute.routing import trace

    with _busy("Finding the way"):
        places = [_stop(text) for text in stops]
        traces = trace(places, mode=mode.value)
    for ends, one in zip(pairwise(places), traces, strict=True):
        told = " to ".join(f"{place.name} ({place.gazetteer or place.id})" for place in ends)
        km = one.length_m / 1000
        typer.echo(_shown(f"{told}: {km:,.0f} km, {one.leg.mode}, {one.leg.basis}"))
        typer.echo(_shown(f"    {one.leg.note}"))
    typer.echo(f"together: {sum(one.length_m for one in traces) / 1000:,.0f} km")


def _pair(text: str) -> tuple[str, str]:
    """Read the two countries of a border."""
    first, _, second = text.replace("\u2013", "-").partition("-")
    if not (first.strip() and second.strip()):
        message = f"{text!r} is not two countries, such as RS-HU or Serbia-Hungary"
        raise typer.BadParameter(message)
    return first.strip(), second.strip()


@_command("near")
def near_border(
    name: Annotated[
        str,
        typer.Argument(
            help="A name, or a key of the gazetteer.", metavar="PLACE", show_default=False
        ),
    ],
    *,
    border: Annotated[
        str,
        typer.Option(
            "--border",
            help="Of two countries, by code or name: RS-HU, Serbia-Hungary.",
            metavar="A-B",
            show_default=False,
        ),
    ],
) -> None:
    """Tell how far a place is from a border, no more exactly than is known where it is."""
    countries = _pair(border)
    from balkanroute.analysis import distance_to_border_km, nearest_on_border
    from balkanroute.frames import places_frame
    from balkanroute.gazetteer import Gazetteer
    from balkanroute.model import Atlas

    with _busy("Looking them up"):
        line = Gazetteer.bundled().border(*countries)
        found = _stop(name)
        places = places_frame(Atlas(title=found.name, places=(found,)))
        far = distance_to_border_km(places, line).iloc[0]
    if found.geometry is None:
        raise UnresolvedPlace(
            f"{found.name} ({found.gazetteer}) has no geometry; ask for a place near or around "
            f"it, such as {found.within or 'a town'}"
        )
    longitude, latitude = nearest_on_border(places, line).iloc[0].coords[0]
    known = "known to" if found.geometry.geom_type == "Point" else "any spot of it, drawn to"
    typer.echo(_shown(f"{found.name} ({found.gazetteer}), {found.kind}, {_km(found, known)}"))
    typer.echo(_shown(f"{line.name} ({line.gazetteer}), {_km(line, 'drawn to')}"))
    typer.echo(f"nearest {far.nearest_km:,.1f} km, farthest {far.farthest_km:,.1f} km")
    typer.echo(f"as drawn {far.drawn_km:,.1f} km, to {longitude:.3f},{latitude:.3f} on the border")


def _km(place: Place, known: str) -> str:
    """Say how precisely it is known where a place is."""
    if place.precision_m is None:
        return "nobody said how precisely"
    return f"{known} {place.precision_m / 1000:,.10g} km"


@_command("report")
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

    with _busy("Reading the atlas"):
        atlas = read(path or shipped())
    with _busy("Asking"):
        found = reports.gather(analysis.as_of(atlas, as_of) if as_of else atlas)
    if output is None:
        typer.echo(_shown(reports.to_text(found)), nl=False)
    else:
        typer.echo(_shown(str(reports.save(found, output))))


@_command("geodata")
def list_geodata(
    *,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare every file with its registered SHA-256.")
    ] = False,
) -> None:
    """List the bundled layers with licence and attribution."""
    from balkanroute import geodata

    for layer in geodata.catalogue():
        typer.echo(f"{layer.name}  {layer.licence}  {layer.attribution}".rstrip())
        typer.echo(f"    {layer.description}")
    if not verify:
        return
    with _busy("Comparing the files"):
        problems = geodata.verify()
    for problem in problems:
        typer.echo(problem)
    typer.echo(f"files that are not as registered: {len(problems)}")
    raise typer.Exit(int(bool(problems)))
