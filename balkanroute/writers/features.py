"""
What a map program shows of an atlas: each place, leg and claim as a row with its counts.

These columns stand beside the records' own, for people who open the file elsewhere. They follow
from the records, so a reader of ours does not read them back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute.analysis import disputes, origins
from balkanroute.frames import sources_frame
from balkanroute.model import Atlas, Claim, Leg, Place, PlaceRole, Route
from balkanroute.writers.columns import Columns
from balkanroute.writers.losses import Loss

if TYPE_CHECKING:
    import pandas as pd

#: Of the claims of a place, how many are spelled out.
MOST_TOLD: Final = 100
_OPEN: Final = frozenset({None, "clear"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """
    What is known of the claims of an atlas.

    Parameters
    ----------
    lines
        Each claim in a line: what it says, who says it, and where it stands.
    origins
        The sources that it goes back to.
    disputed
        The claims that contradict it, or that it contradicts.
    by_place
        The claims of each place, each once, in the order of the atlas.
    """

    lines: Mapping[str, str]
    origins: Mapping[str, tuple[str, ...]]
    disputed: Mapping[str, frozenset[str]]
    by_place: Mapping[str, list[str]]

    def counts(self, claims: Sequence[str]) -> dict[str, Any]:
        """
        Count claims that are told together.

        Parameters
        ----------
        claims
            Their ids, each once.

        Returns
        -------
        dict
            ``n_claims``; ``n_origins``, the sources that they go back to; ``n_disputing``, how
            many of them contradict another claim or are contradicted; and ``claims``, their
            lines, of which the first hundred are given; None where there are none.
        """
        lines = [self.lines[claim] for claim in claims[:MOST_TOLD]]
        if len(claims) > MOST_TOLD:
            lines.append(f"… and {len(claims) - MOST_TOLD:,} more")
        return {
            "n_claims": len(claims),
            "n_origins": len({root for claim in claims for root in self.origins[claim]}),
            "n_disputing": sum(claim in self.disputed for claim in claims),
            "claims": "\n".join(lines) or None,
        }


def told_of(atlas: Atlas) -> Told:
    """
    Find what is known of the claims of an atlas.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    Told
        Origins and contradictions as `balkanroute.analysis` finds them.
    """
    import pandas as pd

    ids = [claim.id for claim in atlas.claims]
    index = pd.Index(ids, dtype=object, name="id")
    parts = {name: [getattr(claim, name) for claim in atlas.claims] for name in _READ}
    frame = pd.DataFrame(
        {name: pd.Series(values, index=index, dtype=object) for name, values in parts.items()}
    )
    by_place: dict[str, dict[str, None]] = defaultdict(dict)
    for claim in atlas.claims:
        for entry in claim.where:
            by_place[entry.place][claim.id] = None
    return Told(
        lines=_lines(atlas),
        origins=dict(zip(ids, origins(frame, sources_frame(atlas)), strict=True)),
        disputed=_disputed(atlas, frame),
        by_place={place: list(claims) for place, claims in by_place.items()},
    )


_READ: Final = ("source", "relations")


def _disputed(atlas: Atlas, frame: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Find the claims that contradict each; only of those that stand in relations, for speed."""
    involved = {
        key
        for claim in atlas.claims
        for relation in claim.relations
        for key in (claim.id, relation.claim)
    }
    found = disputes(frame[frame.index.isin(involved)])
    pairs = (
        (claim, frozenset(other for kind, _, other in stands if kind == "contradicts"))
        for claim, stands in zip(found.index.tolist(), found, strict=True)
    )
    return {claim: others for claim, others in pairs if others}


def _lines(atlas: Atlas) -> dict[str, str]:
    """Give each claim in a line."""
    titles = {source.id: source.title for source in atlas.sources}
    names = {agent.id: agent.name for agent in atlas.agents}
    return {
        claim.id: _line(claim, names[claim.speaker], titles[claim.source]) for claim in atlas.claims
    }


def _line(claim: Claim, name: str, title: str) -> str:
    """Give a claim in a line."""
    when = f", {claim.about}" if claim.about else ""
    marked = "" if claim.sensitivity in _OPEN else f" [TLP:{str(claim.sensitivity).upper()}]"
    return f"{claim.says} ({name} {claim.stance}{when}; {title}){marked}"


def place_columns(places: Iterable[Place], told: Told) -> Columns:
    """
    Give what is shown of places.

    Parameters
    ----------
    places
        Places of the atlas.
    told
        Of the same atlas.

    Returns
    -------
    dict
        The columns of `Told.counts`, a row a place.
    """
    return _turned([told.counts(told.by_place.get(place.id, [])) for place in places], told)


def leg_columns(atlas: Atlas, legs: Sequence[tuple[Route, int, Leg]], told: Told) -> Columns:
    """
    Give what is shown of legs.

    Parameters
    ----------
    atlas
        The atlas.
    legs
        Its legs, each with its route and its number from 0.
    told
        Of the same atlas.

    Returns
    -------
    dict
        The names of the route and of both ends, and the columns of `Told.counts`, a row a leg.
    """
    counts = _turned([told.counts(list(dict.fromkeys(leg.claims))) for _, _, leg in legs], told)
    return {
        "route_name": [route.name for route, _, _ in legs],
        "from_name": [atlas.place(leg.origin).name for _, _, leg in legs],
        "to_name": [atlas.place(leg.destination).name for _, _, leg in legs],
        **counts,
    }


def legs_of(atlas: Atlas) -> list[tuple[Route, int, Leg]]:
    """
    List the legs of an atlas.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    list
        Each leg with its route and its number in it, from 0.
    """
    return [(route, number, leg) for route in atlas.routes for number, leg in enumerate(route.legs)]


def _turned(rows: list[dict[str, Any]], told: Told) -> Columns:
    """Turn rows into columns, which are there without a row as well."""
    return {name: [row[name] for row in rows] for name in told.counts([])}


def claim_rows(atlas: Atlas) -> list[tuple[int, PlaceRole | None]]:
    """
    List claims, each once for every place that it speaks of.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    list
        The number of the claim from 0, and its place and role; None for a claim without places.
    """
    nowhere: tuple[None] = (None,)
    return [
        (number, entry)
        for number, claim in enumerate(atlas.claims)
        for entry in claim.where or nowhere
    ]


def claim_columns(atlas: Atlas, told: Told) -> Columns:
    """
    Give what is shown of claims.

    Parameters
    ----------
    atlas
        The atlas.
    told
        Of the same atlas.

    Returns
    -------
    dict
        Names of speaker and source, the source's publisher, address and date, the first and the
        last day (`datetime.date`) of the period the claim is about, ``n_origins``, and
        ``n_disputing``, the claims that contradict it or that it contradicts; a row a claim.
    """
    sources = [atlas.source(claim.source) for claim in atlas.claims]
    abouts = [claim.about for claim in atlas.claims]
    ids = [claim.id for claim in atlas.claims]
    return {
        "speaker_name": [atlas.agent(claim.speaker).name for claim in atlas.claims],
        "source_title": [source.title for source in sources],
        "publisher": [source.publisher for source in sources],
        "url": [source.url for source in sources],
        "published": [source.published and source.published.text for source in sources],
        "about_earliest": [about and about.earliest for about in abouts],
        "about_latest": [about and about.latest for about in abouts],
        "n_origins": [len(told.origins[claim]) for claim in ids],
        "n_disputing": [len(told.disputed.get(claim, ())) for claim in ids],
    }


def credit_line(atlas: Atlas) -> str | None:
    """
    Give the credits owed for the bundled geometry that an atlas draws on.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    str or None
        In one line; None where none is owed.
    """
    from balkanroute.layers import overview

    return "; ".join(overview(atlas).attributions) or None


def repeated_shapes(atlas: Atlas, rows: Sequence[tuple[int, PlaceRole | None]]) -> frozenset[str]:
    """
    Find the places whose geometry is written with every claim about them.

    Parameters
    ----------
    atlas
        The atlas.
    rows
        As `claim_rows` gives them.

    Returns
    -------
    frozenset of str
        Ids of places with a geometry. Where all of them, repeated, would take more than
        `MOST_REPEATED` bytes, 16 a corner, only those that are no longer than `SHORT_SHAPE`.
    """
    drawn = [place for place in atlas.places if place.geometry is not None]
    corners = shapely.get_num_coordinates([place.geometry for place in drawn]).tolist()
    sizes = {place.id: 16 * count for place, count in zip(drawn, corners, strict=True)}
    total = sum(sizes.get(entry.place, 0) for _, entry in rows if entry is not None)
    most = SHORT_SHAPE if total > MOST_REPEATED else total
    return frozenset(place for place, size in sizes.items() if size <= most)


def type_of(shape: BaseGeometry) -> str:
    """
    Name the type of a geometry as formats know it.

    Parameters
    ----------
    shape
        Any geometry.

    Returns
    -------
    str
        As GeoJSON spells it; a ring on its own is a line.
    """
    return str(shape.geom_type).replace("LinearRing", "LineString")


def lone_rings(atlas: Atlas) -> tuple[Loss, Loss]:
    """
    Count the geometries that are rings on their own, of which formats know none.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    tuple of Loss
        Of places and of routes; without a count where there are none.
    """
    places = sum(_is_ring(place.geometry) for place in atlas.places)
    routes = sum(any(_is_ring(leg.geometry) for leg in route.legs) for route in atlas.routes)
    reason = "a ring on its own is kept as a closed line"
    return (
        Loss(kind="places", field="geometry", count=places, total=len(atlas.places), reason=reason),
        Loss(kind="routes", field="legs", count=routes, total=len(atlas.routes), reason=reason),
    )


def _is_ring(shape: BaseGeometry | None) -> bool:
    """Tell whether a geometry is a ring on its own."""
    return shape is not None and shape.geom_type == "LinearRing"


#: Outlines repeated with every claim take this many bytes at most, or only short ones are.
MOST_REPEATED: Final = 64 * 1024 * 1024
#: A shape that costs no more than this many bytes is repeated all the same.
SHORT_SHAPE: Final = 512


def drawn_legs(atlas: Atlas) -> list[tuple[BaseGeometry | None, str | None]]:
    """
    Give the line of every leg, as a map shows it.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    list
        In the order of `legs_of`: the leg's own geometry and None; or, where it has none, the line
        that a map draws for it and what that line is.
    """
    from balkanroute.layers.drawn import legs_drawn

    own = [leg for _, _, leg in legs_of(atlas)]
    drawn = [leg.geometry for _, _, leg in legs_of(legs_drawn(atlas))]
    return [
        (line, None)
        if leg.geometry is not None or line is None
        else (line, "along the border" if leg.over else "straight between its places")
        for leg, line in zip(own, drawn, strict=True)
    ]
