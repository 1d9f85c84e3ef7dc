"""
A map as the blocks of data that travel in its page.

Text from the world never meets markup or script: it travels in compressed columns (see
`balkanroute.render.columns`), and the page puts it on the screen as text and as nothing else.
The numbers of all claims are one block, which is all that the map, the filters and the counts
need. The words of the claims follow in pieces, so that a page of a hundred thousand claims can
be read before all of them are unpacked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from balkanroute.layers import Background, Layer, MapSpec, background, drawn, legs_drawn
from balkanroute.render.columns import Spec, Table

#: Step of the grid that outlines and lines are rounded to, in degrees: about 1 m.
FINE: Final = 1e-5
#: Codes of what is one of few words, in the order that the page knows them by.
STANCES: Final = ("asserts", "reports", "alleges", "estimates", "warns", "predicts", "denies")
ROLES: Final = ("about", "at", "from", "to", "via", "within", "near")
RELATIONS: Final = ("repeats", "supports", "contradicts", "narrows", "supersedes", "retracts")
#: Claims whose words travel in one piece: about a megabyte of prose. The first piece is small,
#: since the list waits for it.
_PIECE: Final = 4000
_FIRST_PIECE: Final = 200
#: An outline is thinned to a quarter of its own precision, and by 20 m at the least, once it has
#: this many corners; no screen shows the difference.
_MANY_CORNERS: Final = 1000
_LEAST_M: Final = 20.0
_METRES_A_DEGREE: Final = 111_320.0
_EPOCH: Final = date(1970, 1, 1).toordinal()
#: Days are counted from this one on, so that none is negative; the year 1 begins here.
_FIRST_DAY: Final = 1


def blocks(spec: MapSpec, facts: Spec) -> Iterator[tuple[str, str]]:
    """
    Write a map as blocks of letters.

    Parameters
    ----------
    spec
        The map.
    facts
        What the page must know beside the map, as plain data.

    Returns
    -------
    iterator of (str, str)
        The id of each block and its letters: ``br-data`` first, then ``br-says-0`` and on.
    """
    yield "br-data", _data(spec, facts)
    claims = spec.atlas.claims
    starts = (0, *range(_FIRST_PIECE, len(claims), _PIECE)) if claims else ()
    for number, start in enumerate(starts):
        end = start + _PIECE if start else _FIRST_PIECE
        table = Table()
        says = table.texts([claim.says for claim in claims[start:end]])
        yield f"br-says-{number}", table.pack({"from": start, "says": says})


def _data(spec: MapSpec, facts: Spec) -> str:
    """Write all but the words of the claims."""
    atlas = spec.atlas
    table = Table()
    numbers = {
        kind: {record.id: number for number, record in enumerate(getattr(atlas, kind))}
        for kind in ("sources", "agents", "places", "routes", "claims")
    }
    periods: dict[str, Any] = {}
    features = drawn(spec)
    behind = background(atlas)
    head = facts | {
        "claims": _claims(spec, table, numbers, periods)
        | {"echoes": _echoes(behind, table, numbers)},
        "sources": _sources(spec, table, periods) | _behind(spec, behind, table, numbers),
        "agents": _agents(spec, table),
        "places": place_columns(spec, table),
        "routes": {
            "id": table.texts([route.id for route in atlas.routes]),
            "name": table.texts([route.name for route in atlas.routes]),
            "note": table.texts([route.note or "" for route in atlas.routes]),
        },
        "features": _features(features, table, numbers),
        "legs": _legs(spec, features, table, numbers),
        "layers": [_layer(layer) for layer in spec.layers],
    }
    return table.pack(head | {"periods": _periods(periods, table)})


Numbers = dict[str, dict[str, int]]


def _claims(spec: MapSpec, table: Table, numbers: Numbers, periods: dict[str, Any]) -> Spec:
    """Add the columns of the claims, all but what they say."""
    atlas = spec.atlas
    claims = atlas.claims
    agents, sources, places = numbers["agents"], numbers["sources"], numbers["places"]
    topics: dict[str, int] = {}
    stances = {word: code for code, word in enumerate(STANCES)}
    roles = {word: code for code, word in enumerate(ROLES)}
    routes = numbers["routes"]
    nobody = agents.get(atlas.recorder or "", -1)
    return {
        "n": len(claims),
        "piece": _PIECE,
        "first": _FIRST_PIECE,
        "id": table.texts([claim.id for claim in claims]),
        "speaker": table.ints([agents[claim.speaker] for claim in claims]),
        "source": table.ints([sources[claim.source] for claim in claims]),
        "stance": table.ints([stances[claim.stance] for claim in claims]),
        "recorder": table.ints(
            [agents[claim.recorder] if claim.recorder else nobody for claim in claims]
        ),
        "about": table.ints([_period(claim.about, periods) for claim in claims]),
        "topics": table.lists(
            [[topics.setdefault(topic, len(topics)) for topic in claim.topics] for claim in claims]
        ),
        "where": table.lists(
            [[8 * places[at.place] + roles[at.role] for at in claim.where] for claim in claims]
        ),
        "routes": table.lists(
            [[8 * routes[way.route] + roles[way.role] for way in claim.routes] for claim in claims]
        ),
        "credibility": table.ints([claim.credibility or -1 for claim in claims]),
        "likelihood": table.words([claim.likelihood for claim in claims]),
        "sensitivity": table.words([claim.sensitivity for claim in claims]),
        "quote": _sparse(table, [claim.quote for claim in claims]),
        "note": _sparse(table, [claim.note for claim in claims]),
        "topic": table.texts(topics),
        "quantities": _quantities(spec, table),
        "at": _selectors(spec, table),
        "relations": _relations(spec, table, numbers),
    }


def _period(period: Any, periods: dict[str, Any]) -> int:  # noqa: ANN401 - a Period, unnamed here
    """Give the number of a period, a new one where it is new."""
    if period is None:
        return -1
    known = periods.setdefault(period.text, (len(periods), period))
    return int(known[0])


def _sparse(table: Table, values: Sequence[str | None]) -> Spec:
    """Add a column of texts that few rows have."""
    rows = [row for row, value in enumerate(values) if value]
    return {"row": table.ints(rows), "of": table.texts([values[row] or "" for row in rows])}


def _quantities(spec: MapSpec, table: Table) -> Spec:
    """Add the figures of the claims."""
    found = [
        (row, figure)
        for row, claim in enumerate(spec.atlas.claims)
        if claim.quantities
        for figure in claim.quantities
    ]
    figures = [figure for _, figure in found]
    return {
        "row": table.ints([row for row, _ in found]),
        "what": table.words([figure.what for figure in figures]),
        "unit": table.words([figure.unit for figure in figures]),
        "per": table.words([figure.per for figure in figures]),
        "note": _sparse(table, [figure.note for figure in figures]),
    } | {
        name: table.floats([_number(getattr(figure, name)) for figure in figures])
        for name in ("low", "high", "best")
    }


def _number(value: float | None) -> float:
    """Give a number, NaN where it is missing."""
    return float("nan") if value is None else float(value)


def _selectors(spec: MapSpec, table: Table) -> Spec:
    """Add where in their sources the claims stand."""
    found = [(row, claim.at) for row, claim in enumerate(spec.atlas.claims) if claim.at]
    return {"row": table.ints([row for row, _ in found])} | {
        name: table.ints([-1 if (value := getattr(at, name)) is None else value for _, at in found])
        for name in ("page", "paragraph", "start", "end")
    }


def _relations(spec: MapSpec, table: Table, numbers: Numbers) -> Spec:
    """Add how claims stand to claims."""
    kinds = {word: code for code, word in enumerate(RELATIONS)}
    found = [
        (row, relation)
        for row, claim in enumerate(spec.atlas.claims)
        if claim.relations
        for relation in claim.relations
    ]
    agents, claims = numbers["agents"], numbers["claims"]
    return {
        "row": table.ints([row for row, _ in found]),
        "claim": table.ints([claims[relation.claim] for _, relation in found]),
        "kind": table.ints([kinds[relation.kind] for _, relation in found]),
        "by": table.ints([agents.get(relation.by or "", -1) for _, relation in found]),
        "note": _sparse(table, [relation.note for _, relation in found]),
    }


def _echoes(behind: Background, table: Table, numbers: Numbers) -> Spec:
    """Add the origins and carriers of claims that repeat one another."""
    sources, claims = numbers["sources"], numbers["claims"]
    rows = sorted((claims[key], told) for key, told in behind.echoes.items())
    return {
        "row": table.ints([row for row, _ in rows]),
        "origins": table.lists([[sources[key] for key in origins] for _, (origins, _) in rows]),
        "carriers": table.lists([[sources[key] for key in found] for _, (_, found) in rows]),
    }


def _sources(spec: MapSpec, table: Table, periods: dict[str, Any]) -> Spec:
    """Add the columns of the sources."""
    sources = spec.atlas.sources
    return {
        "n": len(sources),
        "id": table.texts([source.id for source in sources]),
        "title": table.texts([source.title for source in sources]),
        "publisher": table.words([source.publisher for source in sources]),
        "url": table.texts([source.url or "" for source in sources]),
        "archived": _sparse(table, [source.archived_url for source in sources]),
        "kind": table.words([source.kind for source in sources]),
        "language": table.words([source.language for source in sources]),
        "licence": table.words([source.licence for source in sources]),
        "reliability": table.words([source.reliability for source in sources]),
        "note": _sparse(table, [source.note for source in sources]),
        "published": table.ints([_period(source.published, periods) for source in sources]),
    }


def _behind(spec: MapSpec, behind: Background, table: Table, numbers: Numbers) -> Spec:
    """Add what stands behind the sources that repeat others; any other is its own origin."""
    repeating = [source for source in spec.atlas.sources if source.derived_from]
    known = numbers["sources"]

    def keys(of: Callable[[Any], Iterable[str]]) -> Spec:
        return table.lists([[known[key] for key in of(source)] for source in repeating])

    return {
        "repeating": table.ints([known[source.id] for source in repeating]),
        "derived": keys(lambda source: source.derived_from),
        "origins": keys(lambda source: behind.origins[source.id]),
        "chain": keys(lambda source: behind.chains[source.id]),
    }


def _agents(spec: MapSpec, table: Table) -> Spec:
    """Add the columns of those who speak."""
    agents = spec.atlas.agents
    return {
        "id": table.texts([agent.id for agent in agents]),
        "name": table.texts([agent.name for agent in agents]),
        "kind": table.words([agent.kind for agent in agents]),
        "role": _sparse(table, [agent.role for agent in agents]),
        "note": _sparse(table, [agent.note for agent in agents]),
    }


def place_columns(spec: MapSpec, table: Table) -> Spec:
    """
    Add the columns of the places.

    Parameters
    ----------
    spec
        The map.
    table
        Where to.

    Returns
    -------
    dict
        The columns, by the order of the atlas' places.
    """
    places = spec.atlas.places
    names = [(row, name) for row, place in enumerate(places) for name in place.names]
    return {
        "id": table.texts([place.id for place in places]),
        "name": table.texts([place.name for place in places]),
        "kind": table.words([place.kind for place in places]),
        "basis": table.words([place.basis for place in places]),
        "precision": table.floats([_number(place.precision_m) for place in places]),
        "definition": _sparse(table, [place.definition for place in places]),
        "note": _sparse(table, [place.note for place in places]),
        "names": {
            "row": table.ints([row for row, _ in names]),
            "text": table.texts([name.text for _, name in names]),
            "language": table.words([_tag(name.language, name.script) for _, name in names]),
        },
        "shape": table.ints(_dimensions([place.geometry for place in places])),
    }


def _tag(language: str | None, script: str | None) -> str | None:
    """Give the language of a name with its script, where the tag does not say it already."""
    if language and script and "-" not in language:
        return f"{language}-{script}"
    return language


def _dimensions(geometries: Sequence[BaseGeometry | None]) -> NDArray[np.int64]:
    """Tell points (0), lines (1), areas (2) and what has no geometry (-1)."""
    array = np.empty(len(geometries), dtype=object)
    array[:] = geometries
    return shapely.get_dimensions(array).astype(np.int64)


def _features(features: gpd.GeoDataFrame, table: Table, numbers: Numbers) -> Spec:
    """Add what is drawn: spots as spots, all else as lines and rings."""
    places = numbers["places"]
    geometries = features.geometry.to_numpy()
    spots = shapely.get_type_id(geometries) == shapely.GeometryType.POINT
    shaped = np.flatnonzero(~spots)
    legs = features["leg"].to_numpy()
    return {
        "layer": table.ints(features["layer"].to_numpy()),
        "place": table.ints([places.get(key, -1) for key in features["place"].tolist()]),
        "leg": table.ints(np.where(legs >= 0, np.cumsum(legs >= 0) - 1, -1)),
        "x": table.ints(np.rint((features["x"].to_numpy() + 180) / FINE)),
        "y": table.ints(np.rint((features["y"].to_numpy() + 90) / FINE)),
        "step": FINE,
        "radius": table.floats(features["radius_m"].to_numpy()),
        "shaped": table.ints(shaped),
        "shapes": shapes(table, [thinned(geometries[row]) for row in shaped]),
    }


def shapes(table: Table, geometries: Sequence[BaseGeometry], step: float = FINE) -> Spec:
    """
    Add geometries.

    Parameters
    ----------
    table
        Where to.
    geometries
        In EPSG:4326, longitude first; all parts of one are points, lines or areas.
    step
        Of the grid that corners are rounded to, in degrees.

    Returns
    -------
    dict
        ``kind``, 0 for points, 1 for lines, 2 for areas; ``parts``, for each geometry the number
        of rings or lines of each of its parts; ``paths``, all of these.
    """
    kinds: list[int] = []
    counts: list[list[int]] = []
    paths: list[NDArray[np.float64]] = []
    for geometry in geometries:
        parts = shapely.get_parts(geometry)
        kinds.append(int(max(shapely.get_dimensions(parts))))
        rings = [shapely.get_rings(part) if kinds[-1] == 2 else [part] for part in parts]  # noqa: PLR2004 - an area
        counts.append([len(part) for part in rings])
        paths.extend(shapely.get_coordinates(ring) for part in rings for ring in part)
    return {
        "kind": table.ints(kinds),
        "parts": table.lists(counts),
        "paths": table.paths(paths, step),
    }


def thinned(geometry: BaseGeometry) -> BaseGeometry:
    """
    Thin an outline that has more corners than a screen can show.

    Parameters
    ----------
    geometry
        In EPSG:4326.

    Returns
    -------
    shapely.Geometry
        The same, or one that is nowhere further than 20 m from it.
    """
    if shapely.get_num_coordinates(geometry) <= _MANY_CORNERS:
        return geometry
    return shapely.simplify(geometry, _LEAST_M / _METRES_A_DEGREE)


def _legs(spec: MapSpec, features: gpd.GeoDataFrame, table: Table, numbers: Numbers) -> Spec:
    """Add the legs that are drawn."""
    routes = {route.id: route for route in legs_drawn(spec.atlas).routes}
    rows = features.loc[features["leg"].to_numpy() >= 0, ["route", "leg"]]
    pairs = list(rows.itertuples(index=False, name=None))
    legs = [routes[route].legs[number] for route, number in pairs]
    places, claims = numbers["places"], numbers["claims"]
    return {
        "route": table.ints([numbers["routes"][route] for route, _ in pairs]),
        "number": table.ints([number for _, number in pairs]),
        "origin": table.ints([places[leg.origin] for leg in legs]),
        "destination": table.ints([places[leg.destination] for leg in legs]),
        "over": table.ints([places.get(leg.over or "", -1) for leg in legs]),
        "mode": table.words([leg.mode for leg in legs]),
        "basis": table.words([leg.basis for leg in legs]),
        "corridor": table.floats([_number(leg.corridor_m) for leg in legs]),
        "note": table.texts([leg.note or "" for leg in legs]),
        "claims": table.lists([[claims[key] for key in leg.claims] for leg in legs]),
    }


def _layer(layer: Layer) -> Spec:
    """Give a layer as plain data."""
    style = layer.style
    return {
        "id": layer.id,
        "name": layer.name or "",
        "kind": layer.kind,
        "group": "routes" if layer.routes else "places",
        "note": layer.note or "",
        "visible": layer.visible,
        "style": {
            "colour": style.colour,
            "weight_px": style.weight_px,
            "dash": style.dash,
            "fill_opacity": style.fill_opacity,
            "shape": style.shape,
        },
    }


def _periods(periods: dict[str, Any], table: Table) -> Spec:
    """Add the periods: what was written, and the first and the last day that it allows."""
    known = [period for _, period in periods.values()]
    return {
        "text": table.texts(periods),
        "earliest": table.ints([_day(period.earliest) for period in known]),
        "latest": table.ints([_day(period.latest) for period in known]),
        "soft": table.ints([int(period.uncertain or period.approximate) for period in known]),
        "epoch": _EPOCH,
    }


def _day(day: date | None) -> int:
    """Count the days from the first of the year 1; -1 where the period is open."""
    return -1 if day is None else day.toordinal() - _FIRST_DAY
