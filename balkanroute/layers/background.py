"""What stands behind claims: the origins of each, and the sources that carry what it says."""

from __future__ import annotations

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
    repeats = _repeats(atlas)
    tied = {key for source in atlas.sources if source.derived_from for key in source.derived_from}
    tied |= {source.id for source in atlas.sources if source.derived_from}
    carrying = tied | set(repeats["source"])
    ids = [source.id for source in atlas.sources if source.id in carrying]
    derived = [atlas.source(key).derived_from for key in ids]
    sources = pd.DataFrame({"derived_from": pd.Series(derived, dtype=object)}).set_axis(ids)
    repeating = [key for key in ids if atlas.source(key).derived_from]
    alone = _itself([key for key in ids if key in tied])
    return Background(
        origins=_by_id(analysis.origins(alone, sources)),
        chains=_by_id(analysis.chains(_itself(repeating), sources)),
        echoes=_echoes(repeats, sources),
    )


def _itself(ids: Sequence[str]) -> pd.DataFrame:
    """Give a frame in which each source stands for a claim of its own."""
    return pd.DataFrame({"source": pd.Series(list(ids), dtype=object)}).set_axis(list(ids))


def _by_id(answers: pd.Series) -> dict[str, tuple[str, ...]]:
    """Give an answer for each source, or claim."""
    return {str(key): tuple(answer) for key, answer in answers.items()}


def _repeats(atlas: Atlas) -> pd.DataFrame:
    """Give source and relations of the claims that repeat one, or that one repeats."""
    told: set[str] = set()
    for claim in atlas.claims:
        again = [relation.claim for relation in claim.relations if relation.kind == "repeats"]
        told.update(again, [claim.id] if again else [])
    claims = [claim for claim in atlas.claims if claim.id in told]
    columns = {"source": [c.source for c in claims], "relations": [c.relations for c in claims]}
    return pd.DataFrame(columns, dtype=object).set_axis([claim.id for claim in claims])


def _echoes(
    repeats: pd.DataFrame, sources: pd.DataFrame
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Give the origins and the carriers of each claim that is repeated, or repeats."""
    origins = _by_id(analysis.origins(repeats, sources))
    carriers = _by_id(analysis.carriers(repeats))
    own = repeats["source"]
    return {
        key: (origins[key], tuple(dict.fromkeys((own[key], *carriers[key])))) for key in origins
    }
