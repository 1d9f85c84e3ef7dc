"""
GeoJSON (RFC 7946): a feature for each place and each leg, and the records beside them.

Every record stands as plain data in the foreign member ``balkanroute``, but for geometry, which
only the features hold. A feature has names, counts and the claims' text as properties, and as a
GeoJSON-T member ``when`` the times of which its claims speak
(https://github.com/kgeographer/geojson-t). Rings are turned as the RFC wants them; ``wound``
names those that stand the other way in the atlas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute._files import write_whole
from balkanroute.model import Atlas, Leg, Route, to_plain
from balkanroute.periods import Period
from balkanroute.writers.columns import columns, json_text
from balkanroute.writers.features import (
    Told,
    credit_line,
    drawn_legs,
    legs_of,
    lone_rings,
    told_of,
)
from balkanroute.writers.formats import Format, PlaceLookup
from balkanroute.writers.losses import Carrier, LossReport, every_field

_KINDS: Final = ("sources", "agents", "places", "routes", "claims")
CARRIER: Final = Carrier(
    format="geojson", held={kind: every_field(kind) for kind in ("atlas", *_KINDS)}
)
#: What the foreign member says of its own shape.
VERSION: Final = 1
#: Fields of a record that its feature shows, and that are read from there.
PLACE_SHOWN: Final = ("name", "kind", "precision_m", "basis", "note", "sensitivity")
LEG_SHOWN: Final = ("mode", "basis", "corridor_m", "about", "note")
_ISO: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?", re.ASCII)


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:  # noqa: ARG001 - geometry is written, not its key
    """Write an atlas as one collection."""
    for kind in _KINDS:
        columns(kind, getattr(atlas, kind), without=["geometry", "legs"])
    columns("atlas", [atlas])
    head = {"type": "FeatureCollection"}
    owed = credit_line(atlas)
    if owed:
        head["attribution"] = owed
    told = told_of(atlas)
    wound: dict[object, list[int]] = {}
    features = [*_places(atlas, told, wound), *_legs(atlas, told, wound)]
    text = ",\n".join(features)
    records = json_text(_records(atlas, wound))
    start = json_text(head).removesuffix("}")
    body = f'{start}, "features": [\n{text}\n],\n"balkanroute": {records}}}\n'
    write_whole(path, body.encode())
    return CARRIER.report(atlas, *lone_rings(atlas))


WRITER: Final = Format(
    name="geojson",
    title="GeoJSON: a feature for each place and leg, and all records beside them",
    suffixes=(".geojson",),
    save=_save,
)


def _places(atlas: Atlas, told: Told, wound: dict[object, list[int]]) -> Iterator[str]:
    """Give a feature for each place, also for those that nobody can draw."""
    abouts = {claim.id: claim.about for claim in atlas.claims}
    shapes = _turned([(place.id, place.geometry) for place in atlas.places], wound)
    for place, shape in zip(atlas.places, shapes, strict=True):
        claims = told.by_place.get(place.id, [])
        shown = {name: getattr(place, name) for name in PLACE_SHOWN}
        properties = {"record": "place", "id": place.id, **shown, **told.counts(claims)}
        when = [abouts[claim] for claim in claims]
        yield _feature(f"place:{place.id}", shape, properties, when)


def _legs(atlas: Atlas, told: Told, wound: dict[object, list[int]]) -> Iterator[str]:
    """Give a feature for each leg, with the line that a map shows."""
    legs, drawn = legs_of(atlas), drawn_legs(atlas)
    keys = [(route.id, number) for route, number, _ in legs]
    lines = [line for line, _ in drawn]
    shapes = _turned(list(zip(keys, lines, strict=True)), wound)
    for (route, number, leg), shape, (_, words) in zip(legs, shapes, drawn, strict=True):
        properties = {
            "record": "leg",
            "route": route.id,
            "number": number,
            "name": f"{atlas.place(leg.origin).name} to {atlas.place(leg.destination).name}",
            "route_name": route.name,
            "from": leg.origin,
            "to": leg.destination,
            **{name: getattr(leg, name) for name in LEG_SHOWN},
            "drawn": words,
            **told.counts(list(dict.fromkeys(leg.claims))),
        }
        yield _feature(f"leg:{route.id}:{number}", shape, properties, [leg.about])


def _feature(
    key: str, shape: str | None, properties: dict[str, Any], when: Iterable[Period | None]
) -> str:
    """Write a feature on one line."""
    said = {name: value for name, value in properties.items() if value is not None}
    spans = [timespan(period) for period in dict.fromkeys(when) if period is not None]
    time = f', "when": {json_text({"timespans": spans})}' if spans else ""
    return (
        f'{{"type": "Feature", "id": {json_text(key)}, "geometry": {shape or "null"}, '
        f'"properties": {json_text(said)}{time}}}'
    )


def timespan(period: Period) -> dict[str, Any]:
    """
    Give a period as a timespan of GeoJSON-T.

    Parameters
    ----------
    period
        The period.

    Returns
    -------
    dict
        ``start`` and ``end``, each with ``in`` where it is a plain date, else with the bounds
        ``earliest`` and ``latest``; an open or unknown end is left out. ``label`` gives in words
        what bounds cannot say.
    """
    ends = period.text.split("/")
    span: dict[str, Any] = {}
    for name, text in zip(("start", "end"), (ends[0], ends[-1]), strict=True):
        if text in {"", ".."}:
            continue
        part = Period(text)
        if _ISO.fullmatch(text):
            span[name] = {"in": text}
        else:
            span[name] = {"earliest": str(part.earliest), "latest": str(part.latest)}
    if not all("in" in end for end in span.values()):
        span["label"] = period.words()
    return span


def _turned(
    shapes: list[tuple[object, BaseGeometry | None]], wound: dict[object, list[int]]
) -> list[str | None]:
    """Write geometries with their rings turned as the RFC wants, and name those that were."""
    own = [_unringed(shape) for _, shape in shapes]
    right = [None if shape is None else shapely.orient_polygons(shape) for shape in own]
    for (key, _), old, new in zip(shapes, own, right, strict=True):
        if old is not None and old != new:
            pairs = zip(rings_of(old), rings_of(new or old), strict=True)
            wound[key] = [number for number, (one, other) in enumerate(pairs) if one != other]
    return list(shapely.to_geojson(right)) if right else []


def _unringed(shape: BaseGeometry | None) -> BaseGeometry | None:
    """Give a lone ring as a line, which GeoJSON knows."""
    return shapely.LineString(shape.coords) if isinstance(shape, shapely.LinearRing) else shape


def rings_of(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    """
    Give the rings of all polygons in a geometry.

    Parameters
    ----------
    shape
        Any geometry.

    Yields
    ------
    shapely.LinearRing
        In the order in which GeoJSON writes them.
    """
    if isinstance(shape, shapely.Polygon):
        yield shape.exterior
        yield from shape.interiors
    elif hasattr(shape, "geoms"):
        for part in shape.geoms:
            yield from rings_of(part)


def _records(atlas: Atlas, wound: dict[object, list[int]]) -> dict[str, Any]:
    """Give all records as plain data, without geometry."""
    light = replace(
        atlas,
        places=tuple(_light(place) for place in atlas.places),
        routes=tuple(_light_route(route) for route in atlas.routes),
    )
    plain = to_plain(light)
    for place in plain.get("places", []):
        if place["id"] in wound:
            place["wound"] = wound[place["id"]]
    for route in plain.get("routes", []):
        for number, leg in enumerate(route["legs"]):
            if (route["id"], number) in wound:
                leg["wound"] = wound[route["id"], number]
    return {"version": VERSION, **plain}


def _light(record: Any) -> Any:  # noqa: ANN401 - a place or a leg
    """Give a place or a leg without its geometry."""
    return record if record.geometry is None else replace(record, geometry=None)


def _light_route(route: Route) -> Route:
    """Give a route without the lines of its legs."""
    legs: tuple[Leg, ...] = tuple(_light(leg) for leg in route.legs)
    return replace(route, legs=legs)
