"""From a summary to its map: places, what they are divided by, and a layer for each class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Unpack

import numpy as np
import pandas as pd
import shapely

from balkanroute import analysis
from balkanroute.errors import InvalidRecord, UnknownReference, did_you_mean
from balkanroute.frames import places_frame
from balkanroute.layers.counts import Choice, counts_of
from balkanroute.layers.overview import attributions, padded
from balkanroute.layers.spec import Layer, MapSpec, Style
from balkanroute.layers.tallied import FEW, UNRATED, Per, Shading, Tallied, Telling, tallied_of
from balkanroute.layers.tiles import Tiles
from balkanroute.layers.tiles import tiles as tile_layer
from balkanroute.model import Atlas, Place
from balkanroute.periods import Period

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray
    from xyzservices import TileProvider

    from balkanroute.scale import Summary

_OUTLINE: Final = "#6b7d8f"
_KINDS: Final = frozenset(
    {"country", "region", "settlement", "border", "crossing", "airport", "area"}
)
_WHAT: Final = {"reports": "reports", "sources": "sources", "origins": "independent origins"}


def shade(
    summary: Summary,
    *,
    title: str | None = None,
    language: str | None = None,
    tiles: Sequence[str | TileProvider | Tiles] = (),
    **telling: Unpack[Telling],
) -> MapSpec:
    """
    Lay a summary of events out as a map.

    Parameters
    ----------
    summary
        Counts by place and period, as `balkanroute.scale.summarise` gives them.
    title, language, tiles
        As for `overview`.
    **telling
        Keys of `Telling`; ``places`` is needed.

    Returns
    -------
    MapSpec
        A layer for each class, from little to much, over those of places where too few or none
        was counted. It has places only: events are on it as counts, never as points.

    Raises
    ------
    InvalidRecord
        When the figures cannot be told as asked; the message says how they can.
    UnknownReference
        When the summary has a place that is none of the places, or has not the topic or the unit.
    """
    known = {"period": summary.period, "on_border": summary.on_border}
    choice, shading, places = _asked({**known, **telling})
    atlas = _atlas_of(places, title)
    ids = [place.id for place in atlas.places]
    counts = counts_of(summary, ids, choice)
    denominators = _denominators(atlas, places, shading.per)
    tallied = tallied_of(counts, shading, denominators, choice.topic, summary.tally.counts)
    return MapSpec(
        atlas=atlas,
        layers=tuple(_layers(tallied, ids)),
        title=title,
        language=language,
        tiles=tuple(tile_layer(one) for one in tiles),
        view=_view(atlas, tallied),
        attributions=attributions(atlas),
        tallied=tallied,
    )


def _asked(telling: Mapping[str, Any]) -> tuple[Choice, Shading, Any]:
    """Part what is counted from what colours."""
    known = {one: {item.name for item in fields(one)} for one in (Choice, Shading)}
    names = {"places", *known[Choice], *known[Shading]}
    for name in telling:
        if name not in names:
            raise InvalidRecord(
                f"map: a summary is laid out by {', '.join(sorted(names))}, found {name!r}"
                f"{did_you_mean(name, names)}"
            )
    if telling.get("places") is None:
        raise InvalidRecord("map: give places, the very ones that the summary was made with")
    chosen = (
        {name: value for name, value in telling.items() if name in known[one]}
        for one in (Choice, Shading)
    )
    return Choice(**next(chosen)), Shading(**next(chosen)), telling["places"]


def _atlas_of(places: Atlas | gpd.GeoDataFrame, title: str | None) -> Atlas:
    """Give an atlas of the areas alone; what else an atlas says is not what is mapped."""
    from balkanroute.scale.targets import targets_of

    targets = targets_of(places)
    if targets.within_km:
        raise InvalidRecord(
            "map: places that hold what is within a distance of them cannot be coloured; give "
            "areas, such as those of balkanroute.scale.corridors"
        )
    if isinstance(places, Atlas):
        kept = set(targets.ids)
        own = tuple(place for place in places.places if place.id in kept)
        bare = replace(
            places, claims=(), routes=(), sources=(), agents=(), recorder=None, places=()
        )
        return replace(bare, places=tuple(replace(place, within=None) for place in own))
    rows: list[dict[str, Any]] = places.to_dict("records")  # type: ignore[assignment]
    told = [
        _place(key, shape, row)
        for key, shape, row in zip(targets.ids, targets.shapes, rows, strict=True)
    ]
    return Atlas(title=title or "Reports by place", places=tuple(told))


def _place(key: str, shape: Any, row: Mapping[str, Any]) -> Place:  # noqa: ANN401 - a shape
    """Make a place of a row; what the row does not say stays unsaid."""
    name, kind, origin = (row.get(one) for one in ("name", "kind", "provenance"))
    precision = row.get("precision_m", float("nan"))
    return Place(
        id=key,
        name=name if isinstance(name, str) and name.strip() else key,
        kind=kind if kind in _KINDS else "area",
        geometry=shape,
        precision_m=None if pd.isna(precision) else float(precision),
        provenance=origin if isinstance(origin, str) else None,
    )


def _denominators(
    atlas: Atlas, places: Atlas | gpd.GeoDataFrame, per: str | Per
) -> NDArray[np.float64]:
    """Give what figures are divided by, a number a place."""
    if per == "place":
        return np.ones(len(atlas.places))
    if not isinstance(per, Per):
        return np.asarray(analysis.area_km2(places_frame(atlas)), dtype=np.float64)
    ids = [place.id for place in atlas.places]
    found = np.array([_number(value) for value in _given(per, places, ids)], dtype=np.float64)
    wrong = np.flatnonzero(~(np.isnan(found) | (found > 0) & np.isfinite(found)))
    if len(wrong):
        raise InvalidRecord(
            f"map: per {per.unit!r} of place {ids[wrong[0]]!r} is {found[wrong[0]]:g}; expected a "
            f"number above 0, or none where it is not known"
        )
    return found


def _given(per: Per, places: Atlas | gpd.GeoDataFrame, ids: Sequence[str]) -> list[Any]:
    """Look the denominators up."""
    if not isinstance(per.amounts, str):
        return [per.amounts.get(key) for key in ids]
    columns = [] if isinstance(places, Atlas) else list(map(str, places.columns))
    if per.amounts not in columns:
        raise UnknownReference(
            f"map: the places have no column {per.amounts!r}{did_you_mean(per.amounts, columns)}; "
            f"give a number by id instead"
        )
    return list(places[per.amounts])  # type: ignore[index]


def _number(value: Any) -> float:  # noqa: ANN401 - whatever stands in a table
    """Read a number, NaN where there is none."""
    if value is None or pd.isna(value):
        return float("nan")
    try:
        return float(value)
    except (TypeError, ValueError) as reason:
        raise InvalidRecord(f"map: {value!r} is no number to divide by") from reason


def _layers(tallied: Tallied, ids: Sequence[str]) -> Iterator[Layer]:
    """Give a layer for each class, from none to much."""
    whole = tallied.whole
    codes = dict(zip(whole["place"], whole["code"], strict=True))
    by_code: dict[int | None, list[str]] = {}
    for position, key in enumerate(ids):
        by_code.setdefault(codes.get(position), []).append(key)
    colours = tallied.colours["whole"]
    thin = Style(colour=_OUTLINE, weight_px=1, shape="area")
    looks: list[tuple[int | None, str, str, Style]] = [
        (None, "none", "none counted", thin),
        (UNRATED, "unrated", "nothing to divide by", replace(thin, dash="1 3")),
        (FEW, "few", f"few: under {tallied.few} reports or origins", replace(thin, dash="4 3")),
    ]
    for number, words in enumerate(class_words(tallied), start=1):
        style = Style(colour=colours[number - 1], weight_px=1, fill_opacity=0.85, shape="area")
        looks.append((number, f"class-{number}", words, style))
    for code, key, name, style in looks:
        if by_code.get(code):
            yield Layer(id=f"tallied:{key}", name=name, style=style, places=tuple(by_code[code]))


def class_words(tallied: Tallied) -> list[str]:
    """
    Say in English what each class of all periods together holds.

    Parameters
    ----------
    tallied
        The counts.

    Returns
    -------
    list of str
        From little to much, such as ``20 to under 50 reports per 1,000 km²``.
    """
    breaks = [f"{one:,.10g}" for one in tallied.breaks["whole"]]
    what = figure_words(tallied)
    if not breaks:
        return [what]
    between = [f"{low} to under {high}" for low, high in pairwise(breaks)]
    return [f"{one} {what}" for one in (f"under {breaks[0]}", *between, f"{breaks[-1]} or more")]


def figure_words(tallied: Tallied) -> str:
    """
    Say in English what colours.

    Parameters
    ----------
    tallied
        The counts.

    Returns
    -------
    str
        Such as ``reports per 1,000 km²``.
    """
    what = _WHAT.get(tallied.by) or tallied.unit or "figures without a unit"
    if tallied.per == "place":
        return what
    unit = "km²" if tallied.per == "km2" else tallied.per
    return f"{what} per {unit}" if tallied.each == 1 else f"{what} per {tallied.each:,.10g} {unit}"


def period_words(text: str) -> str:
    """
    Say a period in English.

    Parameters
    ----------
    text
        EDTF, or the empty text.

    Returns
    -------
    str
        Such as ``May 2023``, or that there is no date.
    """
    return Period(text).words() if text else "without a date"


def _view(atlas: Atlas, tallied: Tallied) -> tuple[float, float, float, float]:
    """Give the bounds of the places that have a report, or else of all."""
    told = [atlas.places[position].geometry for position in tallied.whole["place"]]
    shapes = told or [place.geometry for place in atlas.places]
    west, south, east, north = shapely.total_bounds(shapes)
    return padded(float(west), float(south), float(east), float(north), share=0.02)
