"""What of a map stands on paper: each place and each leg, where it is and what is said of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from balkanroute.layers import Layer, MapSpec, legs_drawn
from balkanroute.render.figure.frame import Frame
from balkanroute.render.figure.projection import Floats
from balkanroute.render.figure.tallies import Tally, claims_about, reports, tallies
from balkanroute.render.figure.words import Words

Kind = Literal["spot", "line", "area"]
_KINDS: Final[tuple[Kind, ...]] = ("spot", "line", "area")
_GEOD: Final = Geod(ellps="WGS84")
_CORNERS: Final = 120


@dataclass(frozen=True)
class Mark:
    """
    A place or a leg on paper.

    Parameters
    ----------
    key
        As `layers.drawn` has it.
    name
        In the language of the map, inert.
    layer
        The layer that it is of.
    number
        The place of the layer among the layers.
    kind
        What it is drawn as.
    shape
        Its line, area or spots in millimetres from the lower left corner of the window.
    disc
        The area in which an uncertain spot lies, at its true size; None for all else.
    anchor
        Where its claims are counted, in millimetres.
    tally
        What is said about it.
    routed
        Whether its line was computed along roads.
    """

    key: str
    name: str
    layer: Layer
    number: int
    kind: Kind
    shape: BaseGeometry
    disc: BaseGeometry | None
    anchor: tuple[float, float]
    tally: Tally
    routed: bool = False


@dataclass(frozen=True)
class Standing:
    """
    What stands on the map, and what does not.

    Parameters
    ----------
    marks
        What stands in the window, in the order it is drawn.
    beyond
        Names and tallies of what lies outside the window.
    nowhere
        Names and tallies of the places that have no geometry.
    hidden
        Layers that are switched off.
    about
        Ids of the claims about what stands in the window.
    reports
        Whether reports are counted instead of claims, since the map is one of a summary.
    """

    marks: tuple[Mark, ...]
    beyond: tuple[tuple[str, Tally], ...]
    nowhere: tuple[tuple[str, Tally], ...]
    hidden: tuple[Layer, ...]
    about: frozenset[str] = frozenset()
    reports: bool = False

    @property
    def claims(self) -> int:
        """How many claims are about what stands in the window."""
        return len(self.about)


def marks_of(spec: MapSpec, features: gpd.GeoDataFrame, frame: Frame, words: Words) -> Standing:
    """
    Find what stands on a map.

    Parameters
    ----------
    spec
        The map.
    features
        What of it is drawn, as `layers.drawn` gives it.
    frame
        The window.
    words
        Of the language of the map.

    Returns
    -------
    Standing
        All places and legs of the layers that are on.
    """
    about = claims_about(spec)
    summed = reports(spec)
    counted = defaultdict(Tally, tallies(spec, about) if summed is None else summed)
    visible = [spec.layers[number].visible for number in features["layer"]]
    on = features[np.array(visible, dtype=bool)]
    standing: list[Mark] = []
    beyond: list[tuple[str, Tally]] = []
    for mark in _marks(spec, on, frame, words, counted):
        if shapely.intersects(frame.sheet, mark.shape if mark.disc is None else mark.disc):
            standing.append(mark)
        else:
            beyond.append((mark.name, mark.tally))
    return Standing(
        marks=tuple(standing),
        beyond=tuple(beyond),
        nowhere=_nowhere(spec, words),
        hidden=tuple(layer for layer in spec.layers if not layer.visible),
        about=frozenset(claim for mark in standing for claim in about.get(mark.key, ())),
        reports=summed is not None,
    )


def _marks(
    spec: MapSpec,
    features: gpd.GeoDataFrame,
    frame: Frame,
    words: Words,
    counted: Mapping[str, Tally],
) -> Iterator[Mark]:
    """Bring features onto paper, in the window or beyond it."""
    names, routed = _names(spec, words), _routed(spec)
    spots = frame.spots(features[["x", "y"]].to_numpy(dtype=float).reshape(-1, 2))
    columns = zip(
        features.index, features["layer"], features.geometry, features["radius_m"], strict=True
    )
    for (key, number, geometry, radius_m), spot, shape in zip(
        columns, spots, _shapes(features, frame), strict=True
    ):
        yield Mark(
            key=key,
            name=names[key],
            layer=spec.layers[number],
            number=int(number),
            kind=_KINDS[shapely.get_dimensions(geometry)],
            shape=shape,
            disc=_disc(frame, geometry, float(radius_m)),
            anchor=(float(spot[0]), float(spot[1])),
            tally=counted[key],
            routed=key in routed,
        )


def _names(spec: MapSpec, words: Words) -> dict[str, str]:
    """Name places by their names and legs by their ends."""
    places = {place.id: words.name(place) for place in spec.atlas.places}
    found = {f"place:{key}": name for key, name in places.items()}
    for route in spec.atlas.routes:
        for number, leg in enumerate(route.legs):
            ends = {"from": places[leg.origin], "to": places[leg.destination]}
            found[f"leg:{route.id}:{number}"] = words.say("leg.name", **ends)
    return found


def _routed(spec: MapSpec) -> set[str]:
    """List the legs whose line was computed along roads."""
    return {
        f"leg:{route.id}:{number}"
        for route in legs_drawn(spec.atlas).routes
        for number, leg in enumerate(route.legs)
        if leg.basis == "routed"
    }


def _shapes(features: gpd.GeoDataFrame, frame: Frame) -> list[BaseGeometry]:
    """Draw features on paper; spots stay spots."""
    found: list[BaseGeometry] = []
    for geometry in features.geometry:
        if shapely.get_dimensions(geometry):
            found.extend(frame.shapes([geometry]))
        else:
            spots = frame.spots(shapely.get_coordinates(geometry))
            found.append(shapely.MultiPoint(spots[np.isfinite(spots).all(axis=1)].tolist()))
    return found


def _disc(frame: Frame, spots: BaseGeometry, radius_m: float) -> BaseGeometry | None:
    """Draw the discs in which uncertain spots lie, by geodesics from their middles."""
    if not np.isfinite(radius_m):
        return None
    rings = [_ring(x, y, radius_m) for x, y in shapely.get_coordinates(spots)]
    paper = [frame.spots(ring) for ring in rings]
    whole = [shapely.Polygon(ring) for ring in paper if np.isfinite(ring).all()]
    return shapely.union_all(whole) if whole else None


def _ring(longitude: float, latitude: float, radius_m: float) -> Floats:
    """Give points at a distance from a spot."""
    azimuth = np.linspace(0, 360, _CORNERS, endpoint=False)
    start = np.full(_CORNERS, longitude), np.full(_CORNERS, latitude)
    x, y, _ = _GEOD.fwd(*start, azimuth, np.full(_CORNERS, radius_m))
    return np.column_stack([x, y])


def _nowhere(spec: MapSpec, words: Words) -> tuple[tuple[str, Tally], ...]:
    """List the places that nobody has located, and how many claims are about them."""
    told = Counter(
        key for claim in spec.atlas.claims for key in {entry.place for entry in claim.where}
    )
    return tuple(
        (words.name(place), Tally(told[place.id])) for place in _without_geometry(spec.atlas)
    )


def _without_geometry(atlas: Any) -> Iterable[Any]:  # noqa: ANN401 - an Atlas and its places, unnamed here
    """Give the places without a geometry."""
    return (place for place in atlas.places if place.geometry is None)
