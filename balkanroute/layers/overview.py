"""An atlas as a map: places by kind, routes, claims by topic, and the tray of what has no place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import shapely
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from balkanroute import geodata, routing
from balkanroute.layers import words
from balkanroute.layers.cards import claim_cards
from balkanroute.layers.spec import ClaimCard, Feature, Layer, MapSpec, Style, Topic
from balkanroute.model import Atlas, Leg, Place, Route

# Colours after Okabe and Ito (2008), darkened or lightened until each has a contrast of at
# least 3:1 on the light and on the dark ground of the page.
_BLUE, _ORANGE, _PINK, _GREEN, _VIOLET, _SLATE, _RED = (
    "#2b7bba", "#c4670b", "#cc4c8f", "#1b8a66", "#8a63c9", "#6b7d8f", "#c9503c",
)  # fmt: skip

#: Layers of places from the ground up: key, name, style, what the symbol means.
_PLACE_LAYERS: Final[tuple[tuple[str, str, Style, str], ...]] = (
    ("country", "Countries", Style(colour=_SLATE, weight_px=1.5, fill_opacity=0.10, shape="area"),
     "the whole country; where in it is not said"),
    ("derived", "Vague areas", Style(
        colour=_ORANGE, weight_px=1, dash="2 5", fill_opacity=0.06, shape="area"),
     "named in reports, but no boundary defines it"),
    ("region", "Regions", Style(colour=_ORANGE, weight_px=2, fill_opacity=0.14, shape="area"),
     "the whole region; where in it is not said"),
    ("area", "Areas", Style(colour=_GREEN, weight_px=2, fill_opacity=0.16, shape="area"),
     "an area as it was drawn"),
    ("border", "Borders", Style(colour=_PINK, weight_px=4, shape="line"),
     "the line itself; where along it is not said"),
    ("spot", "Uncertain spots", Style(
        colour=_RED, weight_px=1.5, dash="5 4", fill_opacity=0.16, shape="disc"),
     "somewhere within the disc, drawn at its true size"),
    ("settlement", "Settlements", Style(
        colour=_BLUE, weight_px=2, fill_opacity=0.10, shape="circle"),
     "a town or village; the faint disc is how far off it may be"),
    ("corridor point", "Points on a corridor", Style(
        colour=_VIOLET, weight_px=2, fill_opacity=0.10, shape="square"), "a stop on a corridor"),
    ("crossing", "Border crossings", Style(
        colour=_PINK, weight_px=2, fill_opacity=0.10, shape="diamond"), "a crossing point"),
    ("airport", "Airports", Style(
        colour=_BLUE, weight_px=2, fill_opacity=0.10, shape="triangle"), "an airport"),
)  # fmt: skip
_ROUTE_COLOURS: Final = (_VIOLET, _RED, _GREEN, _BLUE, _ORANGE)
_POINTS: Final = frozenset({"Point", "MultiPoint"})
_SYMBOLS: Final = frozenset({"settlement", "crossing", "airport", "corridor point"})
#: The page opens on the places that hold this share of the claims.
_VIEW_SHARE: Final = 0.6
_WIDE_LAYERS: Final = frozenset({"places:country", "places:derived"})
_MODES: Final = {
    "air": "by air",
    "road": "by road",
    "rail": "by rail",
    "foot": "on foot",
    "sea": "by sea",
    "unknown": "how is not said",
}


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


def overview(atlas: Atlas, *, title: str | None = None) -> MapSpec:
    """
    Lay an atlas out as a map.

    Parameters
    ----------
    atlas
        The atlas; left as it is. Legs without a line get their geodesic.
    title
        A title instead of the atlas' own.

    Returns
    -------
    MapSpec
        Places by kind, routes, claims by topic, sources, and the tray of claims that have no
        place to be drawn at.
    """
    drawn_atlas = routing.draw(atlas)
    about = _claims_by_subject(drawn_atlas)
    layers = (*_place_layers(drawn_atlas, about), *_route_layers(drawn_atlas, about))
    layers = tuple(sorted(layers, key=_ground_up))
    features = _feature_of_subject(layers)
    cards = claim_cards(drawn_atlas, features)
    return MapSpec(
        title=title or atlas.title,
        language=atlas.language,
        summary=atlas.summary,
        date=atlas.date.words() if atlas.date else None,
        licence=atlas.licence,
        layers=layers,
        claims=cards,
        sources=tuple(words.source_card(source) for source in atlas.sources),
        topics=_topics(cards),
        tray=tuple(card.id for card in cards if not any(p.feature for p in card.where)),
        view=_view(layers),
        attributions=_attributions(drawn_atlas),
    )


def _claims_by_subject(atlas: Atlas) -> dict[str, tuple[str, ...]]:
    """Group the claims by what they are about: ``place:<id>``, ``route:<id>``, ``leg:…``."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for claim in atlas.claims:
        for entry in claim.where:
            grouped[f"place:{entry.place}"].append(claim.id)
        for way in claim.routes:
            grouped[f"route:{way.route}"].append(claim.id)
    return {key: tuple(dict.fromkeys(ids)) for key, ids in grouped.items()}


def _place_layers(atlas: Atlas, about: Mapping[str, tuple[str, ...]]) -> Iterator[Layer]:
    """Give a layer for each kind of place that the atlas holds."""
    grouped: dict[str, list[Feature]] = defaultdict(list)
    for place in atlas.places:
        if place.geometry is not None:
            grouped[_layer_of(place)].append(_place_feature(place, about))
    for key, name, style, note in _PLACE_LAYERS:
        if grouped[key]:
            yield Layer(
                id=f"places:{key}",
                name=name,
                group="places",
                style=style,
                features=tuple(grouped[key]),
                note=note,
            )


def _layer_of(place: Place) -> str:
    """Give the layer that a place belongs to."""
    if place.geometry is not None and place.geometry.geom_type in _POINTS:
        return place.kind if place.kind in _SYMBOLS else "spot"
    if place.basis == "derived":
        return "derived"
    return place.kind if place.kind in {"country", "region", "border"} else "area"


def _place_feature(place: Place, about: Mapping[str, tuple[str, ...]]) -> Feature:
    """Give the feature of a place that has a geometry."""
    geometry = place.geometry
    if geometry is None:  # pragma: no cover - the caller has looked
        raise TypeError(place.id)
    spot = geometry.geom_type in _POINTS and (place.precision_m or 0) > words.POINT_PRECISION_M
    others = dict.fromkeys(name.text for name in place.names if name.text != place.name)
    return Feature(
        id=f"place:{place.id}",
        name=place.name,
        kind=place.kind,
        geometry=geometry,
        anchor=_anchor(geometry),
        precision=words.precision(place),
        precision_m=place.precision_m,
        radius_m=place.precision_m if spot else None,
        claims=about.get(f"place:{place.id}", ()),
        other_names=tuple(others),
        note=" ".join(part for part in (place.definition, place.note) if part) or None,
    )


def _anchor(geometry: BaseGeometry) -> tuple[float, float]:
    """Find the spot for a feature's count: in an area, half-way along a line."""
    if "Line" in geometry.geom_type:
        longest = max(shapely.get_parts(geometry), key=shapely.length)
        point = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    else:
        # The widest part: a count in a panhandle would seem to be about the panhandle.
        largest = max(shapely.get_parts(geometry), key=shapely.area)
        point = shapely.point_on_surface(largest)
    return (round(float(shapely.get_x(point)), 5), round(float(shapely.get_y(point)), 5))


def _route_layers(atlas: Atlas, about: Mapping[str, tuple[str, ...]]) -> Iterator[Layer]:
    """Give a layer for each route."""
    for index, route in enumerate(atlas.routes):
        features = tuple(_leg_features(route, atlas, about))
        if features:
            colour = _ROUTE_COLOURS[index % len(_ROUTE_COLOURS)]
            wide = any(leg.corridor_m for leg in route.legs)
            yield Layer(
                id=f"route:{route.id}",
                name=route.name,
                group="routes",
                style=Style(
                    colour=colour,
                    weight_px=1 if wide else 3,
                    dash="" if wide else "9 7",
                    fill_opacity=0.12 if wide else 0,
                    shape="area" if wide else "line",
                ),
                features=features,
                note="a corridor, known only to this width"
                if wide
                else "reported legs, not tracks",
            )


def _leg_features(
    route: Route, atlas: Atlas, about: Mapping[str, tuple[str, ...]]
) -> Iterator[Feature]:
    """Give the features of a route's legs."""
    for index, leg in enumerate(route.legs):
        if leg.geometry is None:
            continue
        geometry = leg.geometry
        if leg.corridor_m and isinstance(geometry, LineString | MultiLineString):
            geometry = routing.corridor(geometry, leg.corridor_m)
        ids = (*leg.claims, *about.get(f"route:{route.id}", ()))
        yield Feature(
            id=f"leg:{route.id}:{index}",
            name=f"{atlas.place(leg.origin).name} to {atlas.place(leg.destination).name}",
            kind=f"leg of {route.name}, {_MODES[leg.mode]}",
            geometry=geometry,
            anchor=_anchor(leg.geometry),
            precision=_leg_precision(leg, atlas),
            claims=tuple(dict.fromkeys(ids)),
            note=leg.note,
        )


def _leg_precision(leg: Leg, atlas: Atlas) -> str:
    """Say how well the way of a leg is known."""
    if leg.over is not None:
        return f"{leg.basis}: it crosses {atlas.place(leg.over).name}; where is not said"
    if leg.corridor_m:
        width = words.distance(leg.corridor_m)
        return f"{leg.basis}: somewhere in a corridor {width} wide, drawn from end to end"
    if leg.mode == "air":
        return f"{leg.basis}: the shortest line on the globe, not a track that anyone flew"
    return f"{leg.basis}: only the two ends are known; the line between them is not a track"


def _ground_up(layer: Layer) -> tuple[int, int]:
    """Order layers: areas at the bottom, then corridors, lines, routes, and symbols on top."""
    order = {"area": 0, "line": 2, "disc": 3}
    corridor = layer.group == "routes" and layer.style.shape == "area"
    return (1 if corridor else order.get(layer.style.shape, 4)), layer.group == "routes"


def _feature_of_subject(layers: Sequence[Layer]) -> dict[str, str]:
    """Give the feature that shows each place, and for a route its first leg."""
    shown: dict[str, str] = {}
    for layer in layers:
        for feature in layer.features:
            kind, _, rest = feature.id.partition(":")
            key = feature.id if kind == "place" else f"route:{rest.rpartition(':')[0]}"
            shown.setdefault(key, feature.id)
    return shown


def _topics(cards: Sequence[ClaimCard]) -> tuple[Topic, ...]:
    """Group the claims by topic, in the order of the atlas, those without one last."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for card in cards:
        for topic in card.topics or ("",):
            grouped[topic].append(card.id)
    ordered = sorted(grouped.items(), key=lambda item: item[0] == "")
    return tuple(Topic(name=name, claims=tuple(ids)) for name, ids in ordered)


def _view(layers: Sequence[Layer]) -> tuple[float, float, float, float]:
    """Give the bounds of the places that hold most claims; countries and vague areas left aside."""
    features = [f for layer in layers if layer.id.startswith("places:") for f in layer.features]
    wide = {f.id for layer in layers if layer.id in _WIDE_LAYERS for f in layer.features}
    told = [f for f in features if f.claims and f.id not in wide] or features
    if not told:
        return MapSpec(title="-", language="en", layers=(), claims=(), sources=()).view
    told.sort(key=lambda feature: -len(feature.claims))
    wanted = _VIEW_SHARE * sum(len(feature.claims) for feature in told)
    kept: list[Feature] = []
    for feature in told:
        if kept and sum(len(other.claims) for other in kept) >= wanted:
            break
        kept.append(feature)
    west, south, east, north = shapely.total_bounds([feature.geometry for feature in kept])
    return _padded(float(west), float(south), float(east), float(north))


def _padded(
    west: float, south: float, east: float, north: float
) -> tuple[float, float, float, float]:
    """Widen bounds by a tenth, and a lone spot to a tenth of a degree."""
    wide, high = max((east - west) / 10, 0.05), max((north - south) / 10, 0.05)
    return (
        round(max(west - wide, -180), 4),
        round(max(south - high, -85), 4),
        round(min(east + wide, 180), 4),
        round(min(north + high, 85), 4),
    )


def _attributions(atlas: Atlas) -> tuple[str, ...]:
    """Give the credits owed for the bundled layers that the atlas draws on."""
    used = {
        place.provenance.removeprefix("geodata:")
        for place in atlas.places
        if place.provenance and place.provenance.startswith("geodata:")
    }
    known = {layer.name for layer in geodata.catalogue()}
    return geodata.attribution(sorted(used & known))
