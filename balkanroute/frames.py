"""
Records to frames and back; the only room that knows columns.

Every frame is indexed by record id (the index is named ``id``) in the order of the atlas, and
its columns bear the names of the record's fields. Texts and whatever has no dtype of its own
(periods as EDTF text, tuples of names, roles, quantities and relations, selectors, ids, extra)
stand in columns of dtype object, so that pandas 2 and pandas 3 agree; missing is None there,
NaN in numbers, ``<NA>`` in ``credibility``, NaT in dates. Beside each period stand its bounds,
``<field>_earliest`` and ``<field>_latest`` (datetime64[s]), which are not read back. Geometry
is in EPSG:4326, longitude first. Dtypes are the same where a frame is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, Final, TypeVar

from balkanroute.errors import InvalidRecord, did_you_mean
from balkanroute.model import KINDS, Agent, Atlas, Claim, Leg, Place, PlaceRole, Route, Source
from balkanroute.periods import Period

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

T = TypeVar("T")

CRS: Final = "EPSG:4326"
_PERIODS: Final = frozenset({"published", "retrieved", "about", "recorded", "date"})
_METRES: Final = frozenset({"precision_m", "corridor_m"})
_WHOLE: Final = frozenset({"credibility"})
_OWN: Final = frozenset({"ids", "extra"})
_BOUNDS: Final = ("earliest", "latest")
#: How the values of a column are made a record's again.
_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(_PERIODS, Period),
    **dict.fromkeys(_OWN, deepcopy),
    **dict.fromkeys(_WHOLE, int),
}

#: Columns of each frame, but for the index and the bounds of periods.
_SOURCE: Final = tuple(item.name for item in fields(Source) if item.name != "id")
_AGENT: Final = tuple(item.name for item in fields(Agent) if item.name != "id")
_PLACE: Final = tuple(item.name for item in fields(Place) if item.name != "id")
_CLAIM: Final = tuple(item.name for item in fields(Claim) if item.name not in {"id", "where"})
_ROUTE: Final = ("name", "note", "sensitivity", "extra")
_LEG: Final = tuple(item.name for item in fields(Leg) if item.name != "note")
_ATLAS: Final = tuple(item.name for item in fields(Atlas) if item.init and item.name not in KINDS)
#: Fields of a leg whose column bears another name, since the route has one such too.
_LEG_NOTE: Final = "leg_note"


def sources_frame(atlas: Atlas) -> pd.DataFrame:
    """
    Give the sources of an atlas, a row each.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    pandas.DataFrame
        The fields of `Source`; ``derived_from`` holds tuples of ids.
    """
    return _frame([s.id for s in atlas.sources], _columns(atlas.sources, _SOURCE))


def agents_frame(atlas: Atlas) -> pd.DataFrame:
    """
    Give the agents of an atlas, a row each.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    pandas.DataFrame
        The fields of `Agent`.
    """
    return _frame([a.id for a in atlas.agents], _columns(atlas.agents, _AGENT))


def places_frame(atlas: Atlas) -> gpd.GeoDataFrame:
    """
    Give the places of an atlas, a row each.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    geopandas.GeoDataFrame
        The fields of `Place`, EPSG:4326; ``geometry`` is None where nobody knows it,
        ``precision_m`` is in metres.
    """
    return _geo_frame([p.id for p in atlas.places], _columns(atlas.places, _PLACE))


def routes_frame(atlas: Atlas) -> gpd.GeoDataFrame:
    """
    Give the routes of an atlas, a row for each leg.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    geopandas.GeoDataFrame
        Indexed by route id, which repeats; the route's fields, ``leg`` (its number from 0) and
        the fields of `Leg`, whose note is ``leg_note``. EPSG:4326; ``corridor_m`` is in metres.
    """
    pairs = [(route, index) for route in atlas.routes for index in range(len(route.legs))]
    legs = [route.legs[index] for route, index in pairs]
    columns = _columns([route for route, _ in pairs], _ROUTE)
    columns["leg"] = _typed("leg", [index for _, index in pairs])
    columns |= _columns(legs, _LEG)
    columns[_LEG_NOTE] = _typed(_LEG_NOTE, [leg.note for leg in legs])
    return _geo_frame([route.id for route, _ in pairs], columns)


def claims_frame(atlas: Atlas) -> gpd.GeoDataFrame:
    """
    Give the claims of an atlas, a row for each claim and place.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    geopandas.GeoDataFrame
        Indexed by claim id, which repeats for a claim about several places; a claim about no
        place has one row. The fields of `Claim`, then ``place``, ``role`` and the place's
        ``geometry`` (EPSG:4326), which are None where there is no place. ``recorder`` is the
        claim's own; see `Atlas.recorder_of`.
    """
    nowhere: tuple[PlaceRole | None, ...] = (None,)
    pairs = [(claim, entry) for claim in atlas.claims for entry in claim.where or nowhere]
    columns = _columns([claim for claim, _ in pairs], _CLAIM)
    columns["place"] = _typed("place", [entry and entry.place for _, entry in pairs])
    columns["role"] = _typed("role", [entry and entry.role for _, entry in pairs])
    shapes = {place.id: place.geometry for place in atlas.places}
    columns["geometry"] = [entry and shapes[entry.place] for _, entry in pairs]
    return _geo_frame([claim.id for claim, _ in pairs], columns)


def atlas_frame(atlas: Atlas) -> pd.DataFrame:
    """
    Give what an atlas says of itself, in one row.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    pandas.DataFrame
        Title, language, summary, date, recorder, licence, note and extra; the index is 0.
    """
    return _frame([0], _columns([atlas], _ATLAS))


def to_frames(atlas: Atlas) -> dict[str, pd.DataFrame]:
    """
    Give all of an atlas as frames, from which `atlas_from_frames` makes it again.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    dict
        The frames ``atlas``, ``sources``, ``agents``, ``places``, ``routes`` and ``claims``.
    """
    return {
        "atlas": atlas_frame(atlas),
        "sources": sources_frame(atlas),
        "agents": agents_frame(atlas),
        "places": places_frame(atlas),
        "routes": routes_frame(atlas),
        "claims": claims_frame(atlas),
    }


def _columns(records: Sequence[object], names: Iterable[str]) -> dict[str, Any]:
    """Give the fields of records as columns, each period with its bounds beside it."""
    columns: dict[str, Any] = {}
    for name in names:
        values = [getattr(record, name) for record in records]
        if name in _OWN:
            values = [deepcopy(dict(value)) if value else {} for value in values]
        columns[name] = values if name == "geometry" else _typed(name, values)
        if name in _PERIODS:
            for bound in _BOUNDS:
                columns[f"{name}_{bound}"] = _days([p and getattr(p, bound) for p in values])
    return columns


def _typed(name: str, values: list[Any]) -> Any:  # noqa: ANN401 - an array of any dtype
    """Give a column its dtype, which does not depend on what is in it."""
    import numpy as np
    import pandas as pd

    if name in _METRES:
        return np.array([np.nan if v is None else v for v in values], dtype="float64")
    if name in _WHOLE:
        return pd.array(values, dtype="Int64")
    if name == "leg":
        return np.array(values, dtype="int64")
    column = np.empty(len(values), dtype=object)
    for index, value in enumerate(values):
        column[index] = value.text if isinstance(value, Period) else value
    return column


def _days(days: list[Any]) -> Any:  # noqa: ANN401 - an array
    """Give days as dates of a frame; seconds reach from year 1 to year 9999."""
    import numpy as np

    return np.array(days, dtype="datetime64[D]").astype("datetime64[s]")


def _index(ids: Sequence[object]) -> pd.Index:
    """Give the index of a frame."""
    import pandas as pd

    return pd.Index(ids, dtype=object, name="id")


def _frame(ids: Sequence[object], columns: Mapping[str, Any]) -> pd.DataFrame:
    """Make a frame without geometry."""
    import pandas as pd

    index = _index(ids)
    return pd.DataFrame(
        {
            name: pd.Series(values, index=index, dtype=values.dtype)
            for name, values in columns.items()
        },
        index=index,
    )


def _geo_frame(ids: Sequence[object], columns: Mapping[str, Any]) -> gpd.GeoDataFrame:
    """Make a frame with geometry, which stands last."""
    import geopandas as gpd

    plain = _frame(ids, {name: values for name, values in columns.items() if name != "geometry"})
    shapes = gpd.GeoSeries(columns["geometry"], index=plain.index, crs=CRS)
    return gpd.GeoDataFrame(plain, geometry=shapes)


def atlas_from_frames(frames: Mapping[str, pd.DataFrame]) -> Atlas:
    """
    Make an atlas of its frames.

    Parameters
    ----------
    frames
        As `to_frames` gives them; a list that is not among them is empty. A column that is not
        among a frame's is not said; the bounds of periods and the geometry of claims are not
        read, since they follow from other columns. Rows of one claim or route may stand apart;
        the first is read for all that its rows share.

    Returns
    -------
    Atlas
        Equal to the atlas that the frames were made of.

    Raises
    ------
    InvalidRecord
        When a frame or a column is none of ours, so that it would be lost, or a record is wrong.
    InvalidAtlas
        When the records do not fit together.
    """
    _check_names("frame", frames, ("atlas", *KINDS))
    made: dict[str, Any] = {"title": ""}
    if "atlas" in frames:
        _check_columns("atlas", frames["atlas"], _ATLAS)
        made = next((row for _, row in _rows(frames["atlas"], _ATLAS)), made)
    makers: Mapping[str, Callable[[pd.DataFrame], tuple[Any, ...]]] = {
        "sources": lambda frame: _simple(frame, "sources", Source, _SOURCE),
        "agents": lambda frame: _simple(frame, "agents", Agent, _AGENT),
        "places": lambda frame: _simple(frame, "places", Place, _PLACE),
        "routes": _routes,
        "claims": _claims,
    }
    lists: dict[str, Any] = {
        kind: make(frames[kind]) for kind, make in makers.items() if kind in frames
    }
    return Atlas(**made, **lists)


def _simple(
    frame: pd.DataFrame, kind: str, record: type[T], names: tuple[str, ...]
) -> tuple[T, ...]:
    """Make the records of a frame with a row each."""
    _check_columns(kind, frame, names)
    return tuple(_made(record, {"id": key, **row}) for key, row in _rows(frame, names))


def _routes(frame: pd.DataFrame) -> tuple[Route, ...]:
    """Make routes of their legs."""
    _check_columns("routes", frame, (*_ROUTE, "leg", *_LEG, _LEG_NOTE))
    heads = dict(reversed(_rows(frame, _ROUTE)))
    legs: dict[Any, list[tuple[int, Leg]]] = {}
    numbers = frame["leg"].tolist() if "leg" in frame else list(range(len(frame)))
    rows = _rows(frame, (*_LEG, _LEG_NOTE))
    for number, (key, row) in zip(numbers, rows, strict=True):
        note = row.pop(_LEG_NOTE, None)
        legs.setdefault(key, []).append(
            (number, _made(Leg, {**row, "note": note}, f"route {key!r}"))
        )
    return tuple(
        _made(Route, {"id": key, **heads[key], "legs": _in_order(own)}) for key, own in legs.items()
    )


def _in_order(legs: list[tuple[int, Leg]]) -> tuple[Leg, ...]:
    """Order legs by their number."""
    return tuple(leg for _, leg in sorted(legs, key=lambda pair: pair[0]))


def _claims(frame: pd.DataFrame) -> tuple[Claim, ...]:
    """Make claims of their rows."""
    _check_columns("claims", frame, (*_CLAIM, "place", "role", "geometry"))
    where: dict[Any, list[PlaceRole]] = {}
    for key, row in _rows(frame, ("place", "role")):
        places = where.setdefault(key, [])
        if "place" in row:
            places.append(PlaceRole(**row))
    first = frame[~frame.index.duplicated()]
    return tuple(
        _made(Claim, {"id": key, **row, "where": tuple(where[key])})
        for key, row in _rows(first, _CLAIM)
    )


def _made(record: type[T], values: dict[str, Any], within: str = "") -> T:
    """Make a record, or name the field that it lacks."""
    for item in fields(record):  # type: ignore[arg-type]
        needed = item.default is MISSING and item.default_factory is MISSING
        if needed and item.name not in values:
            name = within or f"{record.__name__.lower()} {values.get('id')!r}"
            raise InvalidRecord(f"{name}: {item.name} is missing; fill the column {item.name!r}")
    return record(**values)


def _rows(frame: pd.DataFrame, names: Iterable[str]) -> list[tuple[Any, dict[str, Any]]]:
    """Give the index and, for each row, the values that are said."""
    present = [name for name in names if name in frame.columns]
    columns = [_values(frame, name) for name in present]
    keys = frame.index.tolist()
    rows = zip(*columns, strict=True) if columns else iter([()] * len(keys))
    return [
        (key, {name: value for name, value in zip(present, row, strict=True) if value is not None})
        for key, row in zip(keys, rows, strict=True)
    ]


def _values(frame: pd.DataFrame, name: str) -> list[Any]:
    """Give a column as a record has it, None where it is missing."""
    read = _READ.get(name)
    pairs = zip(frame[name].tolist(), frame[name].isna().tolist(), strict=True)
    return [None if gone else read(value) if read else value for value, gone in pairs]


def _check_columns(kind: str, frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Refuse a frame with a column that would be lost, or without one that a record needs."""
    bounds = [f"{name}_{bound}" for name in names if name in _PERIODS for bound in _BOUNDS]
    _check_names(f"frame {kind!r}: column", map(str, frame.columns), (*names, *bounds))


def _check_names(what: str, found: Iterable[str], known: Sequence[str]) -> None:
    """Refuse a name that is none of ours."""
    for name in found:
        if name not in known:
            raise InvalidRecord(
                f"{what} {name!r} is none of an atlas{did_you_mean(name, known)}; "
                f"drop it, or keep it under 'extra'"
            )
