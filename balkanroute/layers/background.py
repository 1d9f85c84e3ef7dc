"""What stands behind claims: the origins of each, and the sources that carry what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from balkanroute import analysis
from balkanroute.model import Atlas


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """
    What stands behind the claims of an atlas.

    Parameters
    ----------
    origins
        For each source that repeats another, or that another repeats, its independent origins
        by id. Any other source is its own.
    chains
        For each source that repeats another the sources behind it, itself first.
    echoes
        For each claim that others repeat, or that repeats one, the ids of the origins of them
        all and of the sources that carry them, its own first.
    """

    origins: dict[str, tuple[str, ...]]
    chains: dict[str, tuple[str, ...]]
    echoes: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]


def background(atlas: Atlas) -> Background:
    """
    Ask once what the cards of an atlas share.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    Background
        Origins and chains by source, echoes by claim.
    """
    tied = {key for source in atlas.sources if source.derived_from for key in source.derived_from}
    tied |= {source.id for source in atlas.sources if source.derived_from}
    ids = [source.id for source in atlas.sources if source.id in tied]
    derived = [atlas.source(key).derived_from for key in ids]
    sources = pd.DataFrame({"derived_from": pd.Series(derived, dtype=object)}).set_axis(ids)
    repeating = [key for key in ids if atlas.source(key).derived_from]
    origins = _by_source(analysis.origins(_itself(ids), sources))
    return Background(
        origins=origins,
        chains=_by_source(analysis.chains(_itself(repeating), sources)),
        echoes={key: _behind(atlas, same, origins) for key, same in _echoes(atlas).items()},
    )


def _itself(ids: Sequence[str]) -> pd.DataFrame:
    """Give a frame in which each source stands for a claim of its own."""
    return pd.DataFrame({"source": pd.Series(list(ids), dtype=object)}).set_axis(list(ids))


def _by_source(answers: pd.Series) -> dict[str, tuple[str, ...]]:
    """Give an answer for each source."""
    return {str(key): tuple(answer) for key, answer in answers.items()}


def _echoes(atlas: Atlas) -> dict[str, tuple[str, ...]]:
    """Give for each claim in a `repeats` all claims that are the same by it, itself first."""
    neighbours: dict[str, list[str]] = defaultdict(list)
    for claim in atlas.claims:
        for relation in claim.relations:
            if relation.kind == "repeats":
                neighbours[claim.id].append(relation.claim)
                neighbours[relation.claim].append(claim.id)
    return {key: _reached(key, neighbours) for key in neighbours}


def _reached(key: str, neighbours: dict[str, list[str]]) -> tuple[str, ...]:
    """Give all that can be reached from a claim, itself first."""
    found = {key: None}
    waiting = [key]
    for claim in waiting:
        fresh = [other for other in neighbours[claim] if other not in found]
        found.update(dict.fromkeys(fresh))
        waiting.extend(fresh)
    return tuple(found)


def _behind(
    atlas: Atlas, same: tuple[str, ...], origins: dict[str, tuple[str, ...]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the origins and the carriers of claims that are the same."""
    carriers = tuple(dict.fromkeys(atlas.claim(key).source for key in same))
    roots = dict.fromkeys(root for key in carriers for root in origins.get(key, (key,)))
    return tuple(roots), carriers
