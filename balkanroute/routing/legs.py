"""The legs of an atlas, each with the line that is known of it and no other."""

from __future__ import annotations

from dataclasses import replace

import shapely

from balkanroute.errors import InvalidRecord
from balkanroute.model import Atlas, Leg, Place
from balkanroute.routing.geodesics import geodesic


def draw(atlas: Atlas) -> Atlas:
    """
    Give every leg of an atlas its line.

    Parameters
    ----------
    atlas
        The atlas; left as it is.

    Returns
    -------
    Atlas
        The same but for its legs. One that has a geometry keeps it. One that goes over a
        border gets that border's geometry, and no track. Any other gets the geodesic between
        its places, where a place that is no point stands by a point inside it, as the leg's
        note then says. A leg that cannot be drawn stays without, and its note says why.
    """
    places = {place.id: place for place in atlas.places}
    return replace(
        atlas,
        routes=tuple(
            replace(route, legs=tuple(_drawn(leg, places) for leg in route.legs))
            for route in atlas.routes
        ),
    )


def _drawn(leg: Leg, places: dict[str, Place]) -> Leg:
    """Give a leg its line."""
    if leg.geometry is not None:
        return leg
    if leg.over is not None:
        border = places[leg.over]
        if border.geometry is None:
            return with_note(leg, f"Not drawn: where {border.name} runs is not known.")
        return replace(leg, geometry=border.geometry)
    ends = places[leg.origin], places[leg.destination]
    unknown = [place.name for place in ends if place.geometry is None]
    if unknown:
        return with_note(leg, f"Not drawn: where {' and '.join(unknown)} is, is not known.")
    return _between(leg, *ends)


def _between(leg: Leg, origin: Place, destination: Place) -> Leg:
    """Give a leg the geodesic between two places."""
    try:
        line = geodesic(spot_of(origin), spot_of(destination))
    except InvalidRecord as reason:
        return with_note(leg, f"Not drawn: {str(reason).removeprefix('geodesic: ')}.")
    drawn = replace(leg, geometry=line)
    wide = [place.name for place in (origin, destination) if not is_point(place)]
    if not wide:
        return drawn
    ends = f"a point inside {' and one inside '.join(wide)}, which was not reported."
    return with_note(drawn, f"The line is drawn from or to {ends}")


def is_point(place: Place) -> bool:
    """
    Tell whether a place is drawn as one point.

    Parameters
    ----------
    place
        With or without a geometry.

    Returns
    -------
    bool
        Whether its geometry is a point; not so where it has none.
    """
    return place.geometry is not None and place.geometry.geom_type == "Point"


def spot_of(place: Place) -> tuple[float, float]:
    """
    Give the point that stands for a place.

    Parameters
    ----------
    place
        With a geometry.

    Returns
    -------
    tuple of float
        Longitude and latitude in degrees: inside its largest part, or half-way along it.
    """
    geometry = place.geometry
    parts = shapely.get_parts(geometry)
    if "Line" in parts[0].geom_type:
        point = shapely.line_interpolate_point(max(parts, key=shapely.length), 0.5, normalized=True)
    else:
        point = shapely.point_on_surface(max(parts, key=shapely.area))
    return float(shapely.get_x(point)), float(shapely.get_y(point))


def with_note(leg: Leg, sentence: str) -> Leg:
    """
    Add a sentence to a leg's note.

    Parameters
    ----------
    leg
        Left as it is.
    sentence
        Left out where the note has it already.

    Returns
    -------
    Leg
        The same but for its note.
    """
    if leg.note is not None and sentence in leg.note:
        return leg
    return replace(leg, note=f"{leg.note} {sentence}" if leg.note else sentence)
