"""Mentions as plain data, for the page on which they are reviewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import shapely
from shapely.geometry import Point, mapping

from balkanroute.mentions.records import Mention

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from balkanroute.gazetteer import Candidate

#: Candidates of a mention that are worth reading.
_MOST: Final = 8
#: An outline with more corners is thinned to a part of its extent, as a small map shows it.
_MANY_CORNERS: Final = 400
_PART: Final = 1 / 800


def reviewable(mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    """
    Give mentions as plain data.

    Parameters
    ----------
    mentions
        As `find_places` gives them.

    Returns
    -------
    list of dict
        What `balkanroute.render.review.review_html` takes: of each mention the span, the kind, the
        confidence (0 to 1), why it was left open (or None), the key of the chosen candidate (or
        None), and the first 8 candidates. A candidate has ``key``, ``id`` (of its place), ``name``,
        ``kind``, ``countries`` (ISO 3166-1 alpha-2), ``score`` (0 to 1), ``reasons``, ``lon`` and
        ``lat`` of a spot in it (degrees, None where nobody knows), ``precision_m`` (metres or None)
        and ``geometry`` (GeoJSON in EPSG:4326 or None); ``thinned`` is true where the outline is
        a coarser one than the gazetteer's.
    """
    known: dict[str, dict[str, Any]] = {}
    return [
        {
            "start": mention.start,
            "end": mention.end,
            "surface": mention.surface,
            "kind": mention.kind,
            "confidence": float(mention.confidence),
            "abstained": mention.abstained,
            "chosen": mention.chosen.key if mention.chosen else None,
            "candidates": [_candidate(one, known) for one in mention.candidates[:_MOST]],
        }
        for mention in mentions
    ]


def _candidate(candidate: Candidate, known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Give a candidate as plain data; its place is read once however often it is named."""
    if candidate.key not in known:
        known[candidate.key] = _place(candidate)
    of_mention = {"score": float(candidate.score), "reasons": list(candidate.reasons)}
    return known[candidate.key] | of_mention


def _place(candidate: Candidate) -> dict[str, Any]:
    """Give a candidate's place as plain data."""
    place = candidate.place
    drawn = _thinned(place.geometry) if place.geometry is not None else None
    spot = _spot(drawn) if drawn is not None else None
    told = {
        "key": candidate.key,
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "countries": list(candidate.entry.countries),
        "lon": spot.x if spot else None,
        "lat": spot.y if spot else None,
        "precision_m": place.precision_m,
        "geometry": _plain(mapping(drawn)) if drawn is not None else None,
    }
    return told if drawn is place.geometry else told | {"thinned": True}


def _thinned(geometry: BaseGeometry) -> BaseGeometry:
    """Thin an outline that has more corners than a small map can show."""
    if shapely.get_num_coordinates(geometry) <= _MANY_CORNERS:
        return geometry
    west, south, east, north = geometry.bounds
    return shapely.simplify(geometry, max(east - west, north - south) * _PART)


def _spot(geometry: BaseGeometry) -> Point:
    """Give a spot in a geometry, in its largest part where it has several."""
    parts = shapely.get_parts(geometry)
    largest = max(parts, key=lambda part: (shapely.area(part), shapely.length(part)))
    return Point(shapely.point_on_surface(largest))


def _plain(value: Any) -> Any:  # noqa: ANN401 - GeoJSON nests
    """Turn the tuples of a GeoJSON mapping into lists."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value
