"""Claims as cards: who says it, what carried it, where it comes from, who disagrees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from balkanroute import analysis, frames
from balkanroute.layers import words
from balkanroute.layers.spec import ClaimCard, Passage, Related
from balkanroute.model import Atlas, Claim

if TYPE_CHECKING:
    import pandas as pd

_AREAS: Final = frozenset({"Polygon", "MultiPolygon"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Background:
    """What the cards of an atlas share, asked once."""

    atlas: Atlas
    origins: Mapping[str, tuple[str, ...]]
    chains: Mapping[str, tuple[str, ...]]
    disputes: Mapping[str, tuple[tuple[str, str, str], ...]]
    echoes: Mapping[str, tuple[str, ...]]
    drawn: Mapping[str, str]


def claim_cards(atlas: Atlas, drawn: Mapping[str, str]) -> tuple[ClaimCard, ...]:
    """
    Make the card of every claim.

    Parameters
    ----------
    atlas
        The atlas.
    drawn
        The feature that shows each place (``place:<id>``) and route (``route:<id>``).

    Returns
    -------
    tuple of ClaimCard
        In the atlas' order.
    """
    claims = frames.claims_frame(atlas)
    sources = frames.sources_frame(atlas)
    background = _Background(
        atlas=atlas,
        origins=_by_claim(analysis.origins(claims, sources)),
        chains=_by_claim(analysis.chains(claims, sources)),
        disputes=_by_claim(analysis.disputes(claims)),
        echoes=_echoes(atlas),
        drawn=drawn,
    )
    return tuple(_card(claim, background) for claim in atlas.claims)


def _by_claim(answers: pd.Series) -> dict[str, Any]:
    """Give an answer for each claim; rows of one claim have the same."""
    return {str(key): answer for key, answer in answers.items()}


def _echoes(atlas: Atlas) -> dict[str, tuple[str, ...]]:
    """Give for each claim all claims that are the same by `repeats`, itself first."""
    neighbours: dict[str, list[str]] = defaultdict(list)
    for claim in atlas.claims:
        for relation in claim.relations:
            if relation.kind == "repeats":
                neighbours[claim.id].append(relation.claim)
                neighbours[relation.claim].append(claim.id)
    echoes: dict[str, tuple[str, ...]] = {}
    for claim in atlas.claims:
        found = [claim.id]
        seen = {claim.id}
        for key in found:
            fresh = [other for other in neighbours[key] if other not in seen]
            seen.update(fresh)
            found.extend(fresh)
        echoes[claim.id] = tuple(found)
    return echoes


def _card(claim: Claim, background: _Background) -> ClaimCard:
    """Make one card."""
    atlas = background.atlas
    speaker = atlas.agent(claim.speaker)
    recorder = atlas.recorder_of(claim)
    published = atlas.source(claim.source).published
    echoes = background.echoes[claim.id]
    return ClaimCard(
        id=claim.id,
        says=claim.says,
        stance=claim.stance,
        speaker=speaker.name,
        speaker_role=speaker.role,
        recorder=atlas.agent(recorder).name if recorder else None,
        source=claim.source,
        chain=background.chains[claim.id],
        origins=_once(origin for key in echoes for origin in background.origins[key]),
        carriers=_once(atlas.claim(key).source for key in echoes),
        about=claim.about.words() if claim.about else None,
        reported=published.words() if published else None,
        first_reported=published.earliest.isoformat() if published and published.earliest else "",
        quantities=tuple(words.quantity(figure) for figure in claim.quantities),
        topics=claim.topics,
        where=tuple(_passages(claim, background)),
        related=tuple(_related(claim, background)),
        at=words.selector(claim.at),
        likelihood=claim.likelihood,
        credibility=words.credibility(claim),
        quote=claim.quote,
        note=claim.note,
    )


def _once(keys: Iterator[str]) -> tuple[str, ...]:
    """Keep the first of each."""
    return tuple(dict.fromkeys(keys))


def _passages(claim: Claim, background: _Background) -> Iterator[Passage]:
    """Say each place and route of a claim."""
    for entry in claim.where:
        place = background.atlas.place(entry.place)
        wide = place.geometry is not None and place.geometry.geom_type in _AREAS
        said = words.role(place.name, entry.role, wide=wide)
        yield Passage(words=said, feature=background.drawn.get(f"place:{place.id}"))
    for way in claim.routes:
        route = background.atlas.route(way.route)
        said = words.role(route.name, way.role, wide=False)
        yield Passage(words=said, feature=background.drawn.get(f"route:{route.id}"))


def _related(claim: Claim, background: _Background) -> Iterator[Related]:
    """Say how other claims stand to a claim, doubts first."""
    notes = _notes(claim)
    stands = background.disputes[claim.id]
    for kind, direction, other in sorted(stands, key=lambda item: item[0] not in words.DISPUTES):
        incoming = direction == "incoming"
        back = _notes(background.atlas.claim(other))
        yield Related(
            claim=other,
            words=words.relation(kind, incoming=incoming),
            disputes=kind in words.DISPUTES,
            note=back.get((kind, claim.id)) if incoming else notes.get((kind, other)),
        )


def _notes(claim: Claim) -> dict[tuple[str, str], str | None]:
    """Give the notes of a claim's relations, by kind and other claim."""
    return {(relation.kind, relation.claim): relation.note for relation in claim.relations}
