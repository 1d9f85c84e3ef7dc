"""Borders: the lines that two outlines have in common, and what two countries both claim."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from shapely import (
    LinearRing,
    LineString,
    MultiLineString,
    Polygon,
    distance,
    line_merge,
    points,
    union_all,
)
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from recipes import corridor, topology
from recipes.fetch import Fetch
from recipes.measure import area_km2, length_km
from recipes.registry import Entry, write_geojson
from recipes.topology import Line, Topology

# A stretch where two outlines run beside each other, this near and this long at most, is still the
# border: the outlines were drawn twice there. Further apart it is a claim, and is left out.
BESIDE = 0.01  # degrees, about a kilometre
LONGEST_KM = 40.0
CLAIMED_TWICE = {"RS", "HR"}  # their stretches apart are claims, not drawing

# How far the truth may be from the line, metres: from the difference between the outlines
# of 2017 and those of 2026 (their 95th percentile, rounded up), at least the simplification.
PRECISION_M = {
    "RS-HU": 25,
    "RS-BG": 50,
    "RS-BA": 50,
    "BG-TR": 50,
    "BG-GR": 50,
    "MK-BG": 50,
    "AL-GR": 50,
    "HU-HR": 100,
    "TJ-AF": 500,
}
OTHER_PRECISION_M = 500
POCKET_KM2 = 0.05  # smaller overlaps are drawing noise


def build(fetch: Fetch, out: Path) -> list[Entry]:
    """
    Write the layers ``borders`` and ``disputed``.

    Parameters
    ----------
    fetch
        Gets the packages.
    out
        The folder ``data/geo``.

    Returns
    -------
    list[Entry]
        What was written.
    """
    common = {
        "licence": "ODbL-1.0",
        "attribution": "© OpenStreetMap contributors",
    }
    origin = "npm @geo-maps/countries-coastline-1m 0.6.0 (OpenStreetMap, November 2017)"
    lines = Entry(
        name="borders",
        file="odbl-1.0/borders.geojson",
        description=(
            "Land borders of the corridor's countries as lines, from the edges that two outlines "
            "share, as fine as the layer countries. Where two outlines run side by side within "
            "about a kilometre, one of them is followed (bridged_km)."
        ),
        origin=(
            f"{origin}; borders of Tajikistan and Afghanistan: pip timezonefinder-data "
            "3.2026.3.post1 (time zone boundaries 2026c)"
        ),
        version="0.6.0; 2026c",
        date="2017-11; 2026-08 for Tajikistan and Afghanistan",
        **common,
    )
    pockets = Entry(
        name="disputed",
        file="odbl-1.0/disputed.geojson",
        description=(
            "Pockets along the Danube that both Serbia's and Croatia's outline hold, "
            "or neither does."
        ),
        origin=origin,
        version="0.6.0",
        date="2017-11",
        **common,
    )
    write_geojson(out / lines.file, _borders(fetch))
    write_geojson(out / pockets.file, _pockets(fetch))
    return [lines, pockets]


def _borders(fetch: Fetch) -> Iterator[dict[str, Any]]:
    order = list(corridor.NAMES)
    for made, of in ((corridor.west(fetch), corridor.WEST), (corridor.east(fetch), corridor.EAST)):
        for one, other in combinations(sorted(made.rings, key=order.index), 2):
            if one in of or other in of:
                yield from _border(made, one, other)


def _border(made: Topology, one: str, other: str) -> Iterator[dict[str, Any]]:
    """Give the border of two countries as a feature, or nothing where they do not meet."""
    shared = _merged(_lines(made, _shared(made, one, other)))
    if shared is None:
        return
    follow, beside = (other, one) if other == "XK" else (one, other)
    bridges = [] if {one, other} == CLAIMED_TWICE else _bridges(made, follow, beside)
    line = _merged(_lines(made, _shared(made, one, other) + bridges))
    key = f"{one}-{other}"
    yield {
        "properties": {
            "id": key,
            "name": f"Border of {corridor.NAMES[one]} and {corridor.NAMES[other]}",
            "kind": "border",
            "countries": [one, other],
            "length_km": round(length_km(line), 2),
            "bridged_km": round(length_km(line) - length_km(shared), 2),
            "precision_m": PRECISION_M.get(key, OTHER_PRECISION_M),
        },
        "geometry": mapping(line),
    }


def _shared(made: Topology, one: str, other: str) -> list[int]:
    return [at for at, arc in enumerate(made.arcs) if {one, other} <= arc.owners]


def _lines(made: Topology, arcs: list[int]) -> list[Line]:
    return [topology.arc_line(made.arcs[at], corridor.tolerance(made.arcs[at])) for at in arcs]


def _merged(lines: list[Line]) -> BaseGeometry | None:
    return line_merge(MultiLineString(list(lines))) if lines else None


def _bridges(made: Topology, follow: str, beside: str) -> list[int]:
    """Find arcs of `follow` between two shared stretches, right beside the other country."""
    found: list[int] = []
    near = _outer_line(made, beside)
    for ring in (ring for polygon in made.rings[follow] for ring in polygon):
        arcs = [at for at, _ in ring]
        shared = [beside in made.arcs[at].owners for at in arcs]
        if not any(shared):
            continue
        first = shared.index(True)
        run: list[int] = []
        for at in [*arcs[first:], *arcs[: first + 1]]:
            if beside not in made.arcs[at].owners:
                run.append(at)
                continue
            if run and _is_beside(made, run, near):
                found += run
            run = []
    return found


def _is_beside(made: Topology, run: list[int], near: BaseGeometry) -> bool:
    if any(len(made.arcs[at].owners) > 1 for at in run):
        return False
    lines = [made.arcs[at].line * topology.MICRO for at in run]
    if sum(length_km(LineString(line)) for line in lines) > LONGEST_KM:
        return False
    return bool((distance(points(np.concatenate(lines)), near) <= BESIDE).all())


def _outer_line(made: Topology, key: str) -> BaseGeometry:
    return MultiLineString(
        [
            made.arcs[at].line * topology.MICRO
            for polygon in made.rings[key]
            for ring in polygon
            for at, _ in ring
        ]
    )


def _pockets(fetch: Fetch) -> Iterator[dict[str, Any]]:
    """Give what Serbia's and Croatia's outlines both hold, and what neither holds."""
    made = corridor.west(fetch)
    serbia, croatia, hungary, bosnia = (
        topology.simplified(made, key, corridor.tolerance) for key in ("RS", "HR", "HU", "BA")
    )
    both = topology.parts(topology.repaired(serbia.intersection(croatia)))
    around = union_all([serbia, croatia, hungary, bosnia], grid_size=topology.MICRO)
    neither = [
        Polygon(hole)
        for part in topology.parts(around)
        for hole in part.interiors
        if max(LinearRing(hole).distance(shape) for shape in (serbia, croatia)) < topology.NEAR
    ]
    claims = [("both", each) for each in both] + [("neither", each) for each in neither]
    claims = [(claim, each) for claim, each in claims if area_km2(each) >= POCKET_KM2]
    claims.sort(key=lambda pair: (pair[0], -pair[1].centroid.y))
    for number, (claim, shape) in enumerate(claims, start=1):
        yield _pocket(number, claim, shape)


def _pocket(number: int, claim: str, shape: Polygon) -> dict[str, Any]:
    notes = {
        "both": "Serbia's and Croatia's outlines in the source both hold this land along the "
        "Danube; the two states have not agreed on the border here.",
        "neither": "Neither Serbia's nor Croatia's outline in the source holds this land along the "
        "Danube; the two states have not agreed on the border here.",
    }
    return {
        "properties": {
            "id": f"RS-HR-{number:02d}",
            "name": f"Danube pocket {number}",
            "kind": "disputed",
            "countries": ["RS", "HR"],
            "in_outline_of": claim,
            "status_note": notes[claim],
            "area_km2": round(area_km2(shape), 2),
            "precision_m": 500,
        },
        "geometry": mapping(shape),
    }
