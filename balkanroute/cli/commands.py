"""What all commands share: how they are registered, how they fail, and how they speak."""

from __future__ import annotations

import functools
import inspect
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, ParamSpec

import typer

from balkanroute.errors import BalkanRouteError

P = ParamSpec("P")

_EPILOG: Final = (
    "Exit status: 0 done, 1 could not be done or an error was found, 2 command not understood."
)

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


def command(name: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Register a command whose errors are one line, unless it is called with --traceback."""

    def register(function: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(function)
        def called(*args: P.args, **options: P.kwargs) -> None:
            whole = options.pop("traceback", False)
            try:
                with _plain_warnings():
                    function(*args, **options)
            except BalkanRouteError as reason:
                if whole:
                    raise
                typer.echo(f"balkanroute: {shown(str(reason))}", err=True)
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


def shown(text: str) -> str:
    """Show text from the world so that it cannot steer the terminal; lines stay lines."""
    return "".join(
        letter if letter.isprintable() or letter == "\n" else ascii(letter)[1:-1] for letter in text
    )


@contextmanager
def _plain_warnings() -> Iterator[None]:
    """Show a warning of ours as a line for people, without the line of code it came from."""
    usual = warnings.formatwarning

    def told(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        line: str | None = None,
    ) -> str:
        if not category.__module__.startswith("balkanroute."):
            return usual(message, category, filename, lineno, line)
        words = shown(str(message).replace("\n", " "))
        return f"balkanroute: warning: {words}; `balkanroute check` lists all\n"

    warnings.formatwarning = told
    try:
        yield
    finally:
        warnings.formatwarning = usual


@contextmanager
def busy(words: str) -> Iterator[None]:
    """Show on a terminal that something is being done."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(words):
        yield


@contextmanager
def counting(words: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give what shows on a terminal how much of a file was read; nothing shows elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn(words), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


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
