"""How many claims are about what is drawn, from how many origins, and what is disputed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from balkanroute.layers import Background, MapSpec, background, legs_drawn

#: How a claim stands to one that it disputes, as the page has it.
DISPUTES: Final = frozenset({"contradicts", "narrows", "retracts"})


@dataclass(frozen=True, slots=True)
class Tally:
    """
    What is said about a feature.

    Parameters
    ----------
    claims
        How many claims are about it.
    origins
        How many independent origins they have.
    disputed
        How many of them another claim disputes, or dispute another.
    """

    claims: int = 0
    origins: int = 0
    disputed: int = 0


def tallies(spec: MapSpec, about: Mapping[str, Mapping[str, None]]) -> dict[str, Tally]:
    """
    Count the claims about each feature, as the page counts them.

    Parameters
    ----------
    spec
        The map.
    about
        The claims about each place and each leg, as `claims_about` gives them.

    Returns
    -------
    dict
        By key of the feature; what no claim is about is left out.
    """
    behind = background(spec.atlas)
    contested = disputed(spec)
    claims = {claim.id: claim for claim in spec.atlas.claims}
    found = {}
    for key, told in about.items():
        origins = {one for claim in told for one in _origins(behind, claims[claim])}
        found[key] = Tally(len(told), len(origins), len(contested & told.keys()))
    return found


def claims_about(spec: MapSpec) -> dict[str, dict[str, None]]:
    """
    List the claims about each place and each leg.

    Parameters
    ----------
    spec
        The map.

    Returns
    -------
    dict
        Ids of claims, each once, by ``place:<id>`` and ``leg:<route>:<number>``.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    legs: dict[str, list[str]] = {}
    for route in legs_drawn(spec.atlas).routes:
        legs[route.id] = [f"leg:{route.id}:{number}" for number in range(len(route.legs))]
        for key, leg in zip(legs[route.id], route.legs, strict=True):
            found[key].update(dict.fromkeys(leg.claims))
    for claim in spec.atlas.claims:
        for at in claim.where:
            found[f"place:{at.place}"][claim.id] = None
        for way in claim.routes:
            for key in legs[way.route]:
                found[key][claim.id] = None
    return found


def reports(spec: MapSpec) -> dict[str, Tally] | None:
    """
    Give the reports about each place of a map of a summary, all periods together.

    Parameters
    ----------
    spec
        The map.

    Returns
    -------
    dict or None
        By key of the feature; None where the map is one of claims.
    """
    summed = getattr(spec, "tallied", None)
    if summed is None:
        return None
    ids = [place.id for place in spec.atlas.places]
    rows = zip(*(summed.whole[name] for name in ("place", "reports", "origins")), strict=True)
    return {
        f"place:{ids[place]}": Tally(int(count), max(int(origins), 0))
        for place, count, origins in rows
    }


def _origins(behind: Background, claim: Any) -> tuple[str, ...]:  # noqa: ANN401 - a Claim, unnamed here
    """Give the independent origins of a claim."""
    if claim.id in behind.echoes:
        return behind.echoes[claim.id][0]
    return behind.origins.get(claim.source, (claim.source,))


def disputed(spec: MapSpec) -> set[str]:
    """
    List the claims that dispute another, or that another disputes.

    Parameters
    ----------
    spec
        The map.

    Returns
    -------
    set of str
        Their ids.
    """
    found = set()
    for claim in spec.atlas.claims:
        for relation in claim.relations:
            if relation.kind in DISPUTES:
                found |= {claim.id, relation.claim}
    return found


def unplaced(spec: MapSpec) -> int:
    """
    Count the claims that name no place and no route.

    Parameters
    ----------
    spec
        The map.

    Returns
    -------
    int
        Of all claims of its atlas.
    """
    of_legs = {key for route in spec.atlas.routes for leg in route.legs for key in leg.claims}
    return sum(
        not (claim.where or claim.routes or claim.id in of_legs) for claim in spec.atlas.claims
    )
