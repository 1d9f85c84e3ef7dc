"""Where an event was, as what it is: a spot, an outline, or a name that nobody drew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from shapely import Point

from balkanroute.gazetteer.entries import settlement_precision_m
from balkanroute.readers import event_values
from balkanroute.readers.outlines import add_outline, country_key, region_key
from balkanroute.readers.ucdp.desk import NAME, TITLE, Desk

#: How far an event may be from the point given, in metres, by ``where_prec``. For 1 the codebook
#: gives no figure: the point stands for a named place, so it is taken as the gazetteer takes a
#: settlement of unknown size. For 2 it is the codebook's "about 25 km".
PRECISION_M: Final = {1: settlement_precision_m(None), 2: 25_000.0}
_DIVISION_2, _DIVISION_1, _COUNTRY = 3, 4, 6
#: Names that mean today's country, with the year from which they do. Others with a second name in
#: brackets, such as Serbia (Yugoslavia) before 2009, were another territory and have no outline.
_SAME_LAND: Final = {
    "DR Congo (Zaire)": ("CD", 0),
    "Zimbabwe (Rhodesia)": ("ZW", 0),
    "Cambodia (Kampuchea)": ("KH", 0),
    "Madagascar (Malagasy)": ("MG", 0),
    "Macedonia, FYR": ("MK", 0),
    "Kingdom of eSwatini (Swaziland)": ("SZ", 0),
    "Ivory Coast": ("CI", 0),
    "Congo": ("CG", 0),
    "Yemen (North Yemen)": ("YE", 1991),
    "Russia (Soviet Union)": ("RU", 1992),
    "Serbia (Yugoslavia)": ("RS", 2009),
}
#: Columns that a place of its own holds.
HELD: Final = frozenset(
    {"where_coordinates", "latitude", "longitude", "adm_1", "adm_2", "country", "geom_wkt"}
)
_WHERE: Final = (*sorted(HELD), "where_prec")
_UNDRAWN: Final = (
    "UCDP gives a point that stands for a whole area, and no outline of that area is known here; "
    "its point is kept under extra and not drawn."
)


def where_of(cells: Mapping[str, str], precision: int | None) -> tuple[str, ...]:
    """
    Give all that decides which place a row is about.

    Parameters
    ----------
    cells
        The event's row.
    precision
        ``where_prec``.

    Returns
    -------
    tuple of str
        Its cells; with the year only where an outline is looked for, since countries change.
    """
    told = [cells.get(name, "") for name in _WHERE]
    if precision in {_COUNTRY, _DIVISION_1}:
        told.append(cells.get("year", ""))
    return tuple(told)


def add_place(
    desk: Desk, cells: Mapping[str, str], precision: int | None
) -> tuple[str | None, bool]:
    """
    Add the place of an event.

    Parameters
    ----------
    desk
        Where it is added.
    cells
        The event's row.
    precision
        ``where_prec``; None where it is not said.

    Returns
    -------
    place : str or None
        Its id; None where the row names no place.
    own : bool
        Whether the place holds what the row says in the columns of `HELD`; the gazetteer's
        outline does not.

    Raises
    ------
    InvalidRecord
        When the coordinates are not on the earth.
    """
    spot = event_values.point(cells.get("latitude", ""), cells.get("longitude", ""))
    outline = _outline(desk, cells, precision)
    if outline is not None:
        return outline, False
    return _named(desk, cells, precision, spot), _is_wkt_of(cells, spot)


def _is_wkt_of(cells: Mapping[str, str], spot: Point | None) -> bool:
    """Tell whether ``geom_wkt`` says no more than the point does."""
    text = cells.get("geom_wkt", "")
    if not text or spot is None:
        return not text
    if text == f"POINT ({cells['longitude']} {cells['latitude']})":
        return True
    try:
        bare = text.strip().upper().removeprefix("POINT").strip(" ()")
        return [float(part) for part in bare.split()] == [spot.x, spot.y]
    except ValueError:
        return False


def _named(
    desk: Desk, cells: Mapping[str, str], precision: int | None, spot: Point | None
) -> str | None:
    """Add a place of its own: a point where it is known to one, else a name without geometry."""
    given = {name: cells.get(name, "").strip() for name in _TOLD}
    key = (*given.values(), precision)
    known = desk.gathering.known("places", key)
    if known is not None:
        return known
    shown = _shown(given, precision)
    if shown is None:
        return None
    drawn = spot is not None and precision in PRECISION_M
    if drawn:
        given = {name: text for name, text in given.items() if name not in _COORDINATES}
    return desk.gathering.add(
        "places",
        key,
        id=desk.numbers.next("spot"),
        name=shown,
        kind=_kind(shown, precision),
        geometry=spot if drawn else None,
        precision_m=PRECISION_M[precision] if drawn and precision else None,
        provenance=TITLE if drawn else None,
        note=None if drawn or spot is None else _UNDRAWN,
        extra={NAME: {name: desk.once(text) for name, text in given.items() if text}},
    )


_COORDINATES: Final = ("latitude", "longitude")
_NAMES: Final = ("where_coordinates", "adm_2", "adm_1", "country")
_TOLD: Final = (*_NAMES, *_COORDINATES)
_LEVELS: Final = {_DIVISION_2: "adm_2", _DIVISION_1: "adm_1", _COUNTRY: "country"}


def _shown(told: Mapping[str, str], precision: int | None) -> str | None:
    """Give what a place is called, at the level at which it is known."""
    level = told.get(_LEVELS.get(precision or 0, ""), "")
    shown = level or next(filter(None, (told[name] for name in _NAMES)), "")
    if shown or not (told["latitude"] and told["longitude"]):
        return shown or None
    return f"{told['latitude']}, {told['longitude']}"


def _kind(shown: str, precision: int | None) -> str:
    """Say what a place is, where the file says it."""
    if precision == _COUNTRY:
        return "country"
    if precision in {_DIVISION_1, _DIVISION_2}:
        return "region"
    if precision in PRECISION_M and shown.lower().endswith((" town", " village", " city")):
        return "settlement"
    return "area"


def _outline(desk: Desk, cells: Mapping[str, str], precision: int | None) -> str | None:
    """Add the outline of a country or a first-order division, where one is known by its name."""
    country = cells.get("country", "").strip()
    if precision not in {_COUNTRY, _DIVISION_1} or not country:
        return None
    code = _code(country, cells.get("year", "").strip()[:4])
    key = code
    if precision == _DIVISION_1 and code is not None:
        key = _region(cells.get("adm_1", ""), code)
    return add_outline(desk.gathering, desk.places, key) if key else None


_region = lru_cache(maxsize=16_384)(region_key)


@lru_cache(maxsize=4_096)
def _code(country: str, year: str) -> str | None:
    """Give the code of a country of today whose land a name of UCDP's meant in a year."""
    code, since = _SAME_LAND.get(country, (None, 0))
    if code is None:
        return country_key(country)
    return code if (int(year) if year.isdecimal() else 0) >= since else None
