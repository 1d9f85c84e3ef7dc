"""Commands about places, borders and ways."""

from __future__ import annotations

from contextlib import suppress
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Final

import typer

from balkanroute.cli.commands import busy, command, shown
from balkanroute.errors import UnresolvedPlace

if TYPE_CHECKING:
    from balkanroute.model import Place

_COUNTRY_HELP: Final = "Only in this country: ISO 3166-1 alpha-2, such as RS."


class Mode(Enum):
    """How legs are drawn."""

    air = "air"
    road = "road"


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


@command("place")
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

    with busy("Looking it up"):
        found = Gazetteer.bundled().lookup(name, near=point, kind=kind, country=country)
    if not found:
        raise UnresolvedPlace(f"no place is called {name!r}, or nearly so")
    for candidate in found:
        entry = candidate.entry
        where = f" in {', '.join(entry.countries)}" if entry.countries else ""
        typer.echo(shown(f"{candidate.key}  {candidate.name}, {entry.kind}{where}"))
        typer.echo(shown(f"    {candidate.score:.2f}: {'; '.join(candidate.reasons)}"))


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


@command("route")
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

    with busy("Finding the way"):
        places = [_stop(text) for text in stops]
        traces = trace(places, mode=mode.value)
    for ends, one in zip(pairwise(places), traces, strict=True):
        told = " to ".join(f"{place.name} ({place.gazetteer or place.id})" for place in ends)
        km = one.length_m / 1000
        typer.echo(shown(f"{told}: {km:,.0f} km, {one.leg.mode}, {one.leg.basis}"))
        typer.echo(shown(f"    {one.leg.note}"))
    typer.echo(f"together: {sum(one.length_m for one in traces) / 1000:,.0f} km")


def _pair(text: str) -> tuple[str, str]:
    """Read the two countries of a border."""
    first, _, second = text.replace("\u2013", "-").partition("-")
    if not (first.strip() and second.strip()):
        message = f"{text!r} is not two countries, such as RS-HU or Serbia-Hungary"
        raise typer.BadParameter(message)
    return first.strip(), second.strip()


@command("near")
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

    with busy("Looking them up"):
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
    typer.echo(shown(f"{found.name} ({found.gazetteer}), {found.kind}, {_km(found, known)}"))
    typer.echo(shown(f"{line.name} ({line.gazetteer}), {_km(line, 'drawn to')}"))
    typer.echo(f"nearest {far.nearest_km:,.1f} km, farthest {far.farthest_km:,.1f} km")
    typer.echo(f"as drawn {far.drawn_km:,.1f} km, to {longitude:.3f},{latitude:.3f} on the border")


def _km(place: Place, known: str) -> str:
    """Say how precisely it is known where a place is."""
    if place.precision_m is None:
        return "nobody said how precisely"
    return f"{known} {place.precision_m / 1000:,.10g} km"


@command("geodata")
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
    with busy("Comparing the files"):
        problems = geodata.verify()
    for problem in problems:
        typer.echo(problem)
    typer.echo(f"files that are not as registered: {len(problems)}")
    raise typer.Exit(int(bool(problems)))
