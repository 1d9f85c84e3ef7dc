"""An atlas as a map: its places by kind, its routes, and the view that holds most claims."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Unpack

import numpy as np
import shapely

from balkanroute import geodata
from balkanroute.errors import InvalidRecord
from balkanroute.layers.spec import Layer, MapSpec, Style
from balkanroute.layers.tiles import Tiles
from balkanroute.layers.tiles import tiles as tile_layer
from balkanroute.model import Atlas, Place

if TYPE_CHECKING:
    from xyzservices import TileProvider

    from balkanroute.layers.tallied import Telling
    from balkanroute.scale import Summary

# Colours after Okabe and Ito (2008), darkened or lightened until each has a contrast of at
# least 3:1 on the light and on the dark ground of the page.
_BLUE, _ORANGE, _PINK, _GREEN, _VIOLET, _SLATE, _RED = (
    "#2b7bba", "#c4670b", "#cc4c8f", "#1b8a66", "#8a63c9", "#6b7d8f", "#c9503c",
)  # fmt: skip

#: How places of each kind are drawn, from the ground up.
_PLACE_STYLES: Final = {
    "country": Style(colour=_SLATE, weight_px=1.5, fill_opacity=0.10, shape="area"),
    "derived": Style(colour=_ORANGE, weight_px=1, dash="2 5", fill_opacity=0.06, shape="area"),
    "region": Style(colour=_ORANGE, weight_px=2, fill_opacity=0.14, shape="area"),
    "area": Style(colour=_GREEN, weight_px=2, fill_opacity=0.16, shape="area"),
    "border": Style(colour=_PINK, weight_px=4, shape="line"),
    "spot": Style(colour=_RED, weight_px=1.5, dash="5 4", fill_opacity=0.16, shape="disc"),
    "settlement": Style(colour=_BLUE, weight_px=2, fill_opacity=0.10, shape="circle"),
    "corridor point": Style(colour=_VIOLET, weight_px=2, fill_opacity=0.10, shape="square"),
    "crossing": Style(colour=_PINK, weight_px=2, fill_opacity=0.10, shape="diamond"),
    "airport": Style(colour=_BLUE, weight_px=2, fill_opacity=0.10, shape="triangle"),
}
_ROUTE_COLOURS: Final = (_VIOLET, _RED, _GREEN, _BLUE, _ORANGE)
_POINTS: Final = frozenset({"Point", "MultiPoint"})
_SYMBOLS: Final = frozenset({"settlement", "crossing", "airport", "corridor point"})
_AREAS: Final = frozenset({"country", "region", "border"})
#: The page opens on the places that hold this share of the claims, and on those that have as many
#: as the last of them; of more places than this the view is that of the middle ones, since ranking
#: many single claims says nothing.
_VIEW_SHARE: Final = 0.6
_MANY_PLACES: Final = 2000
_WIDE: Final = frozenset({"country", "derived"})
#: What can be drawn: an atlas, or a map that is laid out already.
Drawable = Atlas | MapSpec


def spec_of(atlas_or_spec: Drawable) -> MapSpec:
    """
    Give the map of what can be drawn.

    Parameters
    ----------
    atlas_or_spec
        An atlas, which is laid out by `overview`, or a map, which is given back.

    Returns
    -------
    MapSpec
        The map.
    """
    return atlas_or_spec if isinstance(atlas_or_spec, MapSpec) else overview(atlas_or_spec)


def overview(
    atlas: Atlas | Summary,
    *,
    title: str | None = None,
    language: str | None = None,
    tiles: Sequence[str | TileProvider | Tiles] = (),
    **telling: Unpack[Telling],
) -> MapSpec:
    """
    Lay an atlas, or a summary of events, out as a map.

    Parameters
    ----------
    atlas
        The atlas, or what `balkanroute.scale.summarise` gives; left as it is.
    title
        A title instead of the atlas' own.
    language
        Language in which the page speaks first, one of `layers.LANGUAGES`, such as ``sr-Latn``;
        None for the atlas' own. The reader may choose another.
    tiles
        Tile layers that the reader may switch on: names of xyzservices, providers of it or tiles
        of your own, as `layers.tiles` takes them. None is on when the page opens.
    **telling
        Of a summary only: ``places`` and what colours them, as `layers.shade` takes them.

    Returns
    -------
    MapSpec
        Of a summary, what `layers.shade` gives. Of an atlas, places by kind and a layer for each
        route, areas at the bottom and symbols on top. A place without a geometry is on no layer;
        its claims stand in the tray of the page.

    Raises
    ------
    InvalidRecord
        When tiles are not to be had, or no page speaks the language.
    """
    if not isinstance(atlas, Atlas):
        from balkanroute.layers.shading import shade

        return shade(atlas, title=title, language=language, tiles=tiles, **telling)
    if telling:
        raise InvalidRecord(
            f"map: an atlas is laid out without {', '.join(telling)}; they are for a summary, "
            f"which balkanroute.scale.summarise makes"
        )
    by_kind: dict[str, list[Place]] = defaultdict(list)
    for place in atlas.places:
        if place.geometry is not None:
            by_kind[_layer_kind(place)].append(place)
    layers = (*_place_layers(by_kind), *_route_layers(atlas))
    return MapSpec(
        atlas=atlas,
        layers=tuple(sorted(layers, key=_ground_up)),
        title=title,
        language=language,
        tiles=tuple(tile_layer(one) for one in tiles),
        view=_view(atlas, by_kind),
        attributions=attributions(atlas),
    )


def _layer_kind(place: Place) -> str:
    """Give the kind of layer that a place with a geometry belongs to."""
    if place.geometry is not None and place.geometry.geom_type in _POINTS:
        return place.kind if place.kind in _SYMBOLS else "spot"
    if place.basis == "derived":
        return "derived"
    return place.kind if place.kind in _AREAS else "area"


def _place_layers(by_kind: dict[str, list[Place]]) -> Iterator[Layer]:
    """Give a layer for each kind of place."""
    for kind, style in _PLACE_STYLES.items():
        if by_kind[kind]:
            ids = tuple(place.id for place in by_kind[kind])
            yield Layer(id=f"places:{kind}", kind=kind, style=style, places=ids)


def _route_layers(atlas: Atlas) -> Iterator[Layer]:
    """Give a layer for each route."""
    for index, route in enumerate(atlas.routes):
        wide = any(leg.corridor_m for leg in route.legs)
        style = Style(colour=_ROUTE_COLOURS[index % len(_ROUTE_COLOURS)], weight_px=3, dash="9 7")
        if wide:
            style = replace(style, weight_px=1, dash="", fill_opacity=0.12)
        yield Layer(
            id=f"route:{route.id}",
            kind="corridor" if wide else "route",
            name=route.name,
            style=replace(style, shape="area" if wide else "line"),
            routes=(route.id,),
        )


def _ground_up(layer: Layer) -> tuple[int, int]:
    """Order layers: areas at the bottom, then corridors, lines, routes, and symbols on top."""
    order = {"area": 0, "line": 2, "disc": 3}
    corridor = bool(layer.routes) and layer.style.shape == "area"
    return (1 if corridor else order.get(layer.style.shape, 4)), bool(layer.routes)


def _view(atlas: Atlas, by_kind: dict[str, list[Place]]) -> tuple[float, float, float, float]:
    """Give the bounds of the places that hold most claims; countries and vague areas left aside."""
    counts = Counter(entry.place for claim in atlas.claims for entry in claim.where)
    narrow = [place for kind in by_kind if kind not in _WIDE for place in by_kind[kind]]
    told = (
        [place for place in narrow if counts[place.id]]
        or narrow
        or [place for places in by_kind.values() for place in places]
    )
    if not told:
        return MapSpec(atlas=Atlas(title="-"), layers=()).view
    if len(told) > _MANY_PLACES:
        return _middle_view(told)
    told.sort(key=lambda place: -counts[place.id])
    weights = np.cumsum([counts[place.id] for place in told])
    last = told[int(np.searchsorted(weights, _VIEW_SHARE * weights[-1]))]
    # A place that has as many as the last one is no less worth seeing.
    kept = [place for place in told if counts[place.id] >= counts[last.id]]
    west, south, east, north = shapely.total_bounds([place.geometry for place in kept])
    return padded(float(west), float(south), float(east), float(north))


def _middle_view(places: Sequence[Place]) -> tuple[float, float, float, float]:
    """Give the bounds that leave out the hundredth part on each side."""
    bounds = shapely.bounds([place.geometry for place in places])
    west, south = np.quantile(bounds[:, :2], 0.01, axis=0)
    east, north = np.quantile(bounds[:, 2:], 0.99, axis=0)
    return padded(float(west), float(south), float(east), float(north))


def padded(
    west: float, south: float, east: float, north: float, share: float = 0.1
) -> tuple[float, float, float, float]:
    """
    Widen bounds, and a lone spot to a tenth of a degree.

    Parameters
    ----------
    west, south, east, north
        In degrees.
    share
        How much of their width and height is added on each side.

    Returns
    -------
    tuple of float
        The same four, within what a map can show.
    """
    wide, high = max((east - west) * share, 0.05), max((north - south) * share, 0.05)
    return (
        round(max(west - wide, -180), 4),
        round(max(south - high, -85), 4),
        round(min(east + wide, 180), 4),
        round(min(north + high, 85), 4),
    )


def attributions(atlas: Atlas) -> tuple[str, ...]:
    """
    Give the credits owed for the bundled layers that an atlas draws on.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    tuple of str
        Each line once.
    """
    used = {
        place.provenance.removeprefix("geodata:")
        for place in atlas.places
        if place.provenance and place.provenance.startswith("geodata:")
    }
    known = {layer.name: layer for layer in geodata.catalogue()}
    notes = [
        leg.note or "" for route in atlas.routes for leg in route.legs if leg.basis == "routed"
    ]
    if any(known["roads"].attribution in note for note in notes):
        used.add("roads")
    return geodata.attribution(sorted(used & set(known)))
