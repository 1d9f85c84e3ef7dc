"""Where GDELT puts an event, as what it is: an outline, a point, or a name that nobody drew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from balkanroute.gazetteer.entries import settlement_precision_m
from balkanroute.readers import event_rows, event_values
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.gdelt.codes import CITY, COUNTRY, ISO, PARTS, STATE, US_CITY, US_STATE
from balkanroute.readers.outlines import add_outline, region_key
from balkanroute.readers.problems import PlaceLookup

#: How far an event may be from the point that GDELT gives for a city or landmark, in metres. The
#: codebook calls it a centroid and gives no figure; it stands for whole cities, rivers and
#: districts alike, so it is taken as the largest that the gazetteer takes a city for, an
#: assumption of this project.
PRECISION_M: Final = settlement_precision_m(10**9)
_POINTS: Final = frozenset({US_CITY, CITY})
_STATES: Final = frozenset({US_STATE, STATE})
_UNDRAWN: Final = (
    "GDELT gives a point that stands for a whole country or state, of which no outline is known "
    "here; it is kept under extra and not drawn."
)


def add_place(
    gathering: Gathering, places: PlaceLookup, numbers: event_rows.Numbers, cells: Mapping[str, str]
) -> tuple[str | None, bool]:
    """
    Add the place of an event's action.

    Parameters
    ----------
    gathering
        Where it is added.
    places
        Where outlines come from.
    numbers
        For the ids of places.
    cells
        The event's row.

    Returns
    -------
    place : str or None
        Its id; None where the row names none.
    exact : bool
        Whether it is a city or landmark, and not a whole country or state.

    Raises
    ------
    InvalidRecord
        When the coordinates are not on the earth.
    """
    kind = event_values.code(cells, "ActionGeo_Type") or 0
    latitude, longitude = cells["ActionGeo_Lat"].strip(), cells["ActionGeo_Long"].strip()
    spot = event_values.point(latitude, longitude)
    name, country = cells["ActionGeo_FullName"].strip(), cells["ActionGeo_CountryCode"].strip()
    if not name and not country:
        return None, False
    outline = _outline_key(kind, name, country)
    if outline is not None:
        added = add_outline(gathering, places, outline)
        if added is not None:
            return added, False
    drawn = spot if kind in _POINTS else None
    key = ("spot", kind, name, country, latitude, longitude)
    known = gathering.known("places", key)
    if known is not None:
        return known, kind in _POINTS
    feature = cells["ActionGeo_FeatureID"].strip()
    kept = {"ActionGeo_Lat": latitude, "ActionGeo_Long": longitude} if drawn is None else {}
    made = gathering.add(
        "places",
        key,
        id=numbers.next("spot"),
        name=name or country,
        kind="country" if kind == COUNTRY else "region" if kind in _STATES else "area",
        geometry=drawn,
        precision_m=PRECISION_M if drawn is not None else None,
        provenance="GDELT 2.0" if drawn is not None else None,
        ids={"gdelt": feature} if feature else {},
        note=_UNDRAWN if spot is not None and drawn is None else None,
        extra={"gdelt": kept} if any(kept.values()) else {},
    )
    return made, kind in _POINTS


def _outline_key(kind: int, name: str, country: str) -> str | None:
    """Give the key of the outline of a country or a state."""
    code = ISO.get(country)
    if code is None or country in PARTS:
        return None
    if kind == COUNTRY:
        return code
    if kind in _STATES:
        return region_key(name.partition(",")[0], code)
    return None
