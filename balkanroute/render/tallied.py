"""A map of counts as the block of data that travels in its page, and as tables without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from balkanroute.layers import MapSpec, Tallied, drawn
from balkanroute.layers.shading import figure_words, period_words
from balkanroute.layers.tallied import FEW, UNRATED
from balkanroute.render.columns import Spec, Table
from balkanroute.render.payload import place_columns, shapes

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

#: Places that stand in the page as plain HTML too, and cells of a table by period.
_PLAIN_PLACES: Final = 1000
_PLAIN_CELLS: Final = 6000
#: Corners that an outline, and all outlines, may have before they are thinned, by about 100 m and
#: then by twice as much until they are few enough. Corners are rounded to about 10 m.
_MANY, _CORNERS = 300, 60_000
_COARSE, _STEP = 0.001, 1e-4
#: Rates from here on are told as whole numbers.
_WHOLE: Final = 1000
_NONE, _DASH = "none counted", "\N{EN DASH}"


def tallied_blocks(spec: MapSpec, facts: Spec) -> Iterator[tuple[str, str]]:
    """
    Write a map of counts as a block of letters.

    Parameters
    ----------
    spec
        The map, with counts.
    facts
        What the page must know beside the map, as plain data.

    Returns
    -------
    iterator of (str, str)
        ``br-data`` and its letters. It grows with places and periods, and not with the rows that
        were counted.
    """
    tallied = _counts_of(spec)
    table = Table()
    geometries = np.empty(len(spec.atlas.places), dtype=object)
    geometries[:] = [place.geometry for place in spec.atlas.places]
    anchors = drawn(spec).loc[[f"place:{place.id}" for place in spec.atlas.places], ["x", "y"]]
    head = {
        "meta": facts["meta"],
        "tallied": _plain_tallied(tallied),
        "places": place_columns(spec, table),
        "x": table.floats(np.round(anchors["x"].to_numpy(), 5)),
        "y": table.floats(np.round(anchors["y"].to_numpy(), 5)),
        "order": table.ints(np.argsort(-shapely.area(geometries), kind="stable")),
        "over": table.ints(_over(geometries, anchors["x"].to_numpy(), anchors["y"].to_numpy())),
        "shapes": shapes(table, _outlines(geometries), _STEP),
        "divided": table.floats(tallied.denominators),
        "periods": table.texts(tallied.periods),
        "whole": _columns(tallied.whole, tallied, table),
        "parts": _columns(tallied.parts, tallied, table),
    }
    yield "br-data", table.pack(head)


def _counts_of(spec: MapSpec) -> Tallied:
    """Give the counts of a map that has some."""
    assert spec.tallied is not None  # noqa: S101 - page.py asks before
    return spec.tallied


def _plain_tallied(tallied: Tallied) -> Spec:
    """Give what is said once of all counts."""
    names = ("by", "per", "each", "unit", "topic", "others", "few", "rule", "span", "folded")
    told = {name: getattr(tallied, name) for name in names}
    return told | {
        "others": list(tallied.others),
        "breaks": {name: list(found) for name, found in tallied.breaks.items()},
        "colours": {name: list(found) for name, found in tallied.colours.items()},
        "rows": dict(tallied.rows),
        "on_border": tallied.on_border,
    }


def _columns(frame: pd.DataFrame, tallied: Tallied, table: Table) -> Spec:
    """Add counts; figures travel only where there are some."""
    names = ("place", "period", "sources", "origins", "least", "code")
    figures = ("best", "low", "high") if tallied.unit is not None else ()
    return {
        name: table.ints(frame[name].to_numpy().astype(np.int64)) for name in names if name in frame
    } | {
        # There may be more reports than a whole number of the page can hold.
        name: table.floats(frame[name].to_numpy())
        for name in ("reports", "certain", *figures)
    }


def _over(
    geometries: NDArray[np.object_], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Tell which places lie on others, so that no colour shines through another."""
    tree = shapely.STRtree(geometries)
    held, _ = tree.query(shapely.points(x, y), predicate="within")
    return (np.bincount(held, minlength=len(geometries)) > 1).astype(np.int64)


def _outlines(geometries: NDArray[np.object_]) -> list[BaseGeometry]:
    """Thin outlines until all of them have no more corners than a page should carry."""
    found, tolerance = geometries.copy(), _COARSE
    long = shapely.get_num_coordinates(found) > _MANY
    found[long] = shapely.simplify(found[long], tolerance)
    while shapely.get_num_coordinates(found).sum() > _CORNERS and tolerance < 1:
        tolerance *= 2
        found = shapely.simplify(found, tolerance)
    return list(found)


def plain_counts(spec: MapSpec, safe: Callable[[str], Markup]) -> dict[str, Any]:
    """
    Give what stands in the page for readers without scripts.

    Parameters
    ----------
    spec
        The map, with counts.
    safe
        Writes a text so that no parser and no template takes a letter of it for more.

    Returns
    -------
    dict
        What ``templates/counts.html.jinja`` asks for.
    """
    tallied = _counts_of(spec)
    places = spec.atlas.places[:_PLAIN_PLACES]
    by_period = len(tallied.periods) > 1 and len(tallied.periods) * len(places) <= _PLAIN_CELLS
    whole = _told_whole(tallied)
    cells = _told_parts(tallied) if by_period else {}
    rows = {reason: f"{n:,}" for reason, n in tallied.rows.items()}
    return {
        "measure": safe(figure_words(tallied)),
        "counted": rows.pop("counted", "0"),
        "rows": rows.pop("rows", "0"),
        "left": [(safe(reason), n) for reason, n in rows.items()],
        "few": tallied.few,
        "places": [
            {
                "name": safe(place.name),
                "figure": safe(whole.get(number, (_NONE, ""))[0]),
                "told": safe(whole.get(number, ("", _DASH))[1]),
                "cells": [cells.get((number, n), _DASH) for n in range(len(tallied.periods))],
            }
            for number, place in enumerate(places)
        ],
        "more": max(len(spec.atlas.places) - _PLAIN_PLACES, 0),
        "periods": [safe(period_words(text)) for text in tallied.periods] if by_period else [],
    }


def _told_whole(tallied: Tallied) -> dict[int, tuple[str, str]]:
    """Say of each place with a report its figure, and its reports and origins."""
    values = tallied.values(tallied.whole).tolist()
    told = {}
    for row, value in zip(tallied.whole.to_dict("records"), values, strict=True):
        reports = _counted(row["reports"], "report")
        origins = f"{'at least ' * row['least']}{_counted(row['origins'], 'origin')}"
        small = tallied.per != "place" and value < _WHOLE
        figure = f"{value:,.3g}" if small else f"{value:,.10g}"
        if row["code"] == FEW:
            figure = f"few: {reports if row['reports'] < tallied.few else origins}"
        if row["code"] == UNRATED:
            figure = "no figure to tell"
        out_of = f"out of {origins}" if row["origins"] > 0 else "origins not named"
        told[int(row["place"])] = (figure, f"{reports} {out_of}")
    return told


def _told_parts(tallied: Tallied) -> dict[tuple[int, int], str]:
    """Write reports and origins of each place and period."""
    told = {}
    for row in tallied.parts.to_dict("records"):
        origins = f"/{row['origins']:,}{'+' * row['least']}" if row["origins"] > 0 else ""
        told[int(row["place"]), int(row["period"])] = f"{round(row['reports'], 1):,.10g}{origins}"
    return told


def _counted(number: float, what: str) -> str:
    """Say a count with its noun."""
    return f"{round(number, 1):,.10g} {what}{'' if number == 1 else 's'}"
