"""Legs from stop to stop, each with its line and its length."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from balkanroute.errors import InvalidRecord
from balkanroute.model import Leg, Place
from balkanroute.routing import networks
from balkanroute.routing.geodesics import ellipsoid, geodesic
from balkanroute.routing.roads import routed, spots_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from networkx import MultiDiGraph  # type: ignore[import-untyped]

    from balkanroute.routing.networks import Roads


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """
    A leg and how long it is.

    Parameters
    ----------
    leg
        The leg, with its geometry.
    length_m
        Its length in metres: of the geodesic by air, by the network's own lengths by road.
    """

    leg: Leg
    length_m: float


def trace(
    stops: Sequence[Place],
    *,
    mode: Literal["air", "road"] = "road",
    network: MultiDiGraph | None = None,
) -> tuple[Trace, ...]:
    """
    Draw and measure the legs from stop to stop.

    Parameters
    ----------
    stops
        Places with a geometry, two or more, in their order.
    mode
        ``air`` for geodesics, ``road`` for ways along roads.
    network
        For roads, as for `along_roads`.

    Returns
    -------
    tuple of Trace
        One for each pair of neighbours. A leg by air has the basis ``inferred``: nobody reported
        it, and nothing was routed.

    Raises
    ------
    InvalidRecord
        When there are fewer than two stops, the mode is another, or a leg cannot be drawn, as
        `geodesic` and `along_roads` say.
    """
    if len(stops) < 2:  # noqa: PLR2004 - a leg has two ends
        raise InvalidRecord(f"trace: expected two stops or more, found {len(stops)}")
    if mode not in {"air", "road"}:
        raise InvalidRecord(f"trace: mode is 'air' or 'road', found {mode!r}")
    if mode == "air":
        return tuple(_by_air(ends) for ends in pairwise(stops))
    roads = networks.from_graph(network) if network is not None else networks.bundled()
    return tuple(_by_road(ends, roads) for ends in pairwise(stops))


def _by_air(ends: tuple[Place, Place]) -> Trace:
    """Trace a leg along the geodesic."""
    origin, destination = spots_of(ends)
    leg = Leg(
        origin=ends[0].id,
        destination=ends[1].id,
        mode="air",
        basis="inferred",
        geometry=geodesic(origin, destination),
        note="The shortest line on the globe, not a track that anyone flew.",
    )
    return Trace(leg=leg, length_m=float(ellipsoid().inv(*origin, *destination)[2]))


def _by_road(ends: tuple[Place, Place], roads: Roads) -> Trace:
    """Trace a leg along roads."""
    leg = Leg(origin=ends[0].id, destination=ends[1].id, mode="road")
    computed, metres = routed(leg, ends, roads)
    return Trace(leg=computed, length_m=metres)
