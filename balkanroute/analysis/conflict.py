"""Where two claims about one event put it: too far apart, or at times that do not meet."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING, Final

from balkanroute.analysis.ancestry import claim_roots
from balkanroute.analysis.distances import distance_m
from balkanroute.analysis.planes import shapes_of
from balkanroute.errors import UnknownReference, did_you_mean
from balkanroute.periods import Period

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

Spot = tuple[str, "BaseGeometry | None", float]

#: What stands under ``extra`` of claims about one event, with the event's name.
EVENT: Final = "event"
_PLACES: Final = ("other", "place", "other_place", "distance_m", "allowed_m", "reason")
_PERIODS: Final = ("other", "about", "other_about", "days_apart", "reason")


def place_conflicts(claims: pd.DataFrame, places: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    Find claims that put one event in places farther apart than their precisions allow.

    Claims are about one event where they go back, by ``repeats``, to one claim, or bear the
    same ``event`` under ``extra``: nothing else in an atlas says so.

    Parameters
    ----------
    claims
        As `balkanroute.frames.claims_frame` gives it; its columns ``relations``, ``extra``,
        ``place`` and ``role`` are read. Only places ``at`` which it happened count.
    places
        As `balkanroute.frames.places_frame` gives it; its geometry and ``precision_m`` are read.

    Returns
    -------
    pandas.DataFrame
        A row for two claims that conflict, indexed by the id of the one that stands first.
        ``other`` is the other claim; ``place`` and ``other_place`` are their places that fit
        each other best, ``distance_m`` apart on the WGS 84 ellipsoid, in metres, from
        edge to edge, and ``allowed_m`` is the sum of their precisions; ``reason`` says so. A
        place without a geometry or without a precision may be anywhere, and conflicts with none.

    Raises
    ------
    UnknownReference
        When a place is not among the places, or a repeated claim not among the claims.
    InvalidRecord
        When ``repeats`` goes in a ring, or the places are not in EPSG:4326.
    """
    spots = _spots(claims, places)
    rows = []
    for one, other in _one_event(claims):
        nearest = _nearest(spots[one], spots[other])
        if nearest is not None and nearest[2] > nearest[3]:
            place, other_place, apart, allowed = nearest
            reason = (
                f"{place!r} and {other_place!r} lie {apart / 1000:,.1f} km apart, and their "
                f"precisions allow {allowed / 1000:,.1f} km"
            )
            rows.append((one, other, place, other_place, apart, allowed, reason))
    return _table(rows, _PLACES, claims).astype(dict.fromkeys(_PLACES[3:5], "float64"))


def period_conflicts(claims: pd.DataFrame) -> pd.DataFrame:
    """
    Find claims that put one event in periods that do not overlap.

    Parameters
    ----------
    claims
        As for `place_conflicts`; ``about`` is read, and no place.

    Returns
    -------
    pandas.DataFrame
        A row for two claims that conflict, indexed by the id of the one that stands first.
        ``other`` is the other claim; ``about`` and ``other_about`` are their periods (EDTF
        text), at least ``days_apart`` days from each other; ``reason`` says so. A claim without
        a period conflicts with none. An approximate or uncertain date is taken by its bounds.

    Raises
    ------
    UnknownReference
        When a repeated claim is not among the claims.
    InvalidRecord
        When ``repeats`` goes in a ring.
    """
    about = dict(zip(claims.index.tolist(), claims["about"].tolist(), strict=True))
    periods = {claim: Period(text) for claim, text in about.items() if isinstance(text, str)}
    rows = []
    for one, other in _one_event(claims):
        mine, theirs = periods.get(one), periods.get(other)
        if mine and theirs and not mine.overlaps(theirs):
            days = _days_apart(mine, theirs)
            reason = f"{mine.words()} and {theirs.words()} do not overlap"
            rows.append((one, other, mine.text, theirs.text, days, reason))
    return _table(rows, _PERIODS, claims).astype({"days_apart": "int64"})


def _one_event(claims: pd.DataFrame) -> list[tuple[str, str]]:
    """Give every two claims about one event, in the order of the claims."""
    groups: dict[tuple[str, object], dict[str, None]] = defaultdict(dict)
    for claim, roots in claim_roots(claims).items():
        for root in roots:
            groups["repeats", root][claim] = None
    for claim, extra in zip(claims.index.tolist(), claims["extra"].tolist(), strict=True):
        if EVENT in extra:
            groups[EVENT, str(extra[EVENT])][claim] = None
    order = {claim: place for place, claim in enumerate(dict.fromkeys(claims.index.tolist()))}
    pairs = {
        pair
        for group in groups.values()
        for pair in combinations(sorted(group, key=order.__getitem__), 2)
    }
    return sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]]))


def _spots(claims: pd.DataFrame, places: gpd.GeoDataFrame) -> dict[str, list[Spot]]:
    """Give the places at which each claim has it, with geometry and precision."""
    shapes = dict(zip(places.index.tolist(), shapes_of(places, "places"), strict=True))
    precisions = dict(zip(places.index.tolist(), places["precision_m"].tolist(), strict=True))
    spots: dict[str, list[Spot]] = {claim: [] for claim in claims.index.tolist()}
    columns = [claims[name].tolist() for name in ("place", "role")]
    for claim, place, role in zip(claims.index.tolist(), *columns, strict=True):
        if role != "at":
            continue
        if place not in shapes:
            raise UnknownReference(
                f"claim {claim!r}: place {place!r} is not among the places"
                f"{did_you_mean(str(place), shapes)}; give the frame of all places"
            )
        spots[claim].append((place, shapes[place], precisions[place]))
    return spots


def _nearest(mine: list[Spot], theirs: list[Spot]) -> tuple[str, str, float, float] | None:
    """Give the two places that fit best; None where one may be anywhere, or there is none."""
    found = []
    for (place, shape, precision), (other, other_shape, other_precision) in product(mine, theirs):
        allowed = precision + other_precision
        if place == other or shape is None or other_shape is None or math.isnan(allowed):
            return None
        found.append((place, other, distance_m(shape, other_shape), allowed))
    return min(found, key=lambda pair: pair[2] - pair[3], default=None)


def _days_apart(one: Period, other: Period) -> int:
    """Count the days from the end of the earlier period to the start of the later."""
    gaps = [
        (later.earliest - earlier.latest).days
        for earlier, later in ((one, other), (other, one))
        if earlier.latest and later.earliest
    ]
    return max(gaps)


def _table(
    rows: Sequence[tuple[object, ...]], columns: tuple[str, ...], claims: pd.DataFrame
) -> pd.DataFrame:
    """Give rows as a table indexed by the first of their two claims."""
    import pandas as pd

    index = pd.Index([row[0] for row in rows], dtype=object, name=claims.index.name)
    return pd.DataFrame([row[1:] for row in rows], index=index, columns=list(columns), dtype=object)
