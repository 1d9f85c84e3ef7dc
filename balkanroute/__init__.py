"""
Puts reporting on the map without losing who said it.

The names below load when they are first used, so that ``import balkanroute`` is cheap.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from balkanroute import (
        analysis,
        errors,
        frames,
        gazetteer,
        geodata,
        layers,
        mentions,
        model,
        names,
        osm,
        periods,
        readers,
        render,
        routing,
        scale,
        writers,
    )
    from balkanroute.gazetteer import Gazetteer, border
    from balkanroute.layers.overview import overview
    from balkanroute.layers.spec import Layer, MapSpec, Style
    from balkanroute.mentions import draft, find_places, mentions_frame
    from balkanroute.model import (
        Agent,
        Atlas,
        Claim,
        Leg,
        Name,
        Place,
        PlaceRole,
        Quantity,
        Relation,
        Route,
        RouteRole,
        Selector,
        Source,
    )
    from balkanroute.periods import Period
    from balkanroute.readers import read
    from balkanroute.render import explore, save, to_figure, to_folium, to_html
    from balkanroute.writers import write

    __version__: str

__all__ = [
    "Agent",
    "Atlas",
    "Claim",
    "Gazetteer",
    "Layer",
    "Leg",
    "MapSpec",
    "Name",
    "Period",
    "Place",
    "PlaceRole",
    "Quantity",
    "Relation",
    "Route",
    "RouteRole",
    "Selector",
    "Source",
    "Style",
    "analysis",
    "border",
    "draft",
    "errors",
    "explore",
    "find_places",
    "frames",
    "gazetteer",
    "geodata",
    "layers",
    "mentions",
    "mentions_frame",
    "model",
    "names",
    "osm",
    "overview",
    "periods",
    "read",
    "readers",
    "render",
    "routing",
    "save",
    "scale",
    "to_figure",
    "to_folium",
    "to_html",
    "write",
    "writers",
]

#: The room that each name comes from; a name that is not here is a room.
_ROOM: Final = {
    **dict.fromkeys(("Gazetteer", "border"), "gazetteer"),
    **dict.fromkeys(("Layer", "MapSpec", "Style", "overview"), "layers"),
    **dict.fromkeys(("explore", "save", "to_figure", "to_folium", "to_html"), "render"),
    **dict.fromkeys(
        (
            "Agent",
            "Atlas",
            "Claim",
            "Leg",
            "Name",
            "Place",
            "PlaceRole",
            "Quantity",
            "Relation",
            "Route",
            "RouteRole",
            "Selector",
            "Source",
        ),
        "model",
    ),
    **dict.fromkeys(("draft", "find_places", "mentions_frame"), "mentions"),
    "Period": "periods",
    "read": "readers",
    "write": "writers",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name == "__version__":
        found: object = import_module("importlib.metadata").version(__name__)
    elif name in _ROOM:
        found = getattr(import_module(f"{__name__}.{_ROOM[name]}"), name)
    elif name in __all__:
        found = import_module(f"{__name__}.{name}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names, whether they are loaded or not."""
    return sorted({*globals(), *__all__, "__version__"})
