"""What an editor asks of each claim before it is printed, answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from balkanroute.model import Atlas, Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """
    What another claim does to a claim.

    Parameters
    ----------
    standing
        ``supported``, ``contradicted``, ``narrowed``, ``superseded`` or ``retracted``.
    other
        The id of the claim that does it.
    independent
        Whether that one has an origin that this one has not.
    words
        The same, with who and when.
    note
        What whoever wrote the atlas says of it, None where nothing.
    """

    standing: str
    other: str
    independent: bool
    words: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """
    A figure of a claim beside one of another.

    Parameters
    ----------
    figure, other_figure
        The two, in words.
    other
        The id of the other claim.
    verdict
        ``agree``, ``differ``, ``series`` or ``not comparable``.
    reason
        Why, in words.
    """

    figure: str
    other: str
    other_figure: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReport:
    """
    What is known of one claim.

    Parameters
    ----------
    id, says, stance
        As the claim has them.
    speaker
        The name of who says it.
    about
        The period that it is about, in words, None where none is said.
    sensitivity
        As the claim has it, None where nobody said.
    standing
        How it stands, by `balkanroute.analysis.standing`.
    origins, unknown_origins, carriers, first_carriers
        Ids of sources, by the questions of `balkanroute.analysis` of these names.
    disputes
        What other claims do to it, by `balkanroute.analysis.standings`.
    comparisons
        Its figures beside those of others, by `balkanroute.analysis.comparisons`.
    """

    id: str
    says: str
    stance: str
    speaker: str
    about: str | None
    sensitivity: str | None
    standing: tuple[str, ...]
    origins: tuple[str, ...]
    unknown_origins: tuple[str, ...]
    carriers: tuple[str, ...]
    first_carriers: tuple[str, ...]
    disputes: tuple[Dispute, ...]
    comparisons: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """
    What is known of the claims of an atlas.

    Parameters
    ----------
    title
        The atlas' title.
    language
        The atlas' language, as it says it.
    date
        The day of the atlas, None where none is said.
    total
        How many claims, sources and origins, in a sentence.
    sources
        The title of each source, by id.
    claims
        In the order of the atlas.
    """

    title: str
    language: str | None
    date: str | None
    total: str
    sources: Mapping[str, str]
    claims: tuple[ClaimReport, ...]


def gather(atlas: Atlas) -> Report:
    """
    Ask all that there is to ask of the claims of an atlas.

    Parameters
    ----------
    atlas
        The atlas; see `balkanroute.analysis.as_of` for what it was on a day.

    Returns
    -------
    Report
        With every claim, whatever its sensitivity: a report is for the desk. Quotes are not in it.
    """
    from balkanroute import analysis
    from balkanroute.frames import claims_frame, sources_frame

    claims, sources = claims_frame(atlas), sources_frame(atlas)
    answers = {
        "standing": _by_claim(analysis.standing(claims, sources)),
        "origins": _by_claim(analysis.origins(claims, sources)),
        "unknown_origins": _by_claim(analysis.unknown_origins(claims, sources)),
        "carriers": _by_claim(analysis.carriers(claims)),
        "first_carriers": _by_claim(analysis.first_carriers(claims, sources)),
        "disputes": _disputes(analysis.standings(claims, sources)),
        "comparisons": _comparisons(analysis.comparisons(claims, sources)),
    }
    told = tuple(_told(atlas, claim, answers) for claim in atlas.claims)
    origins = {origin for claim in told for origin in claim.origins}
    return Report(
        title=atlas.title,
        language=atlas.language,
        date=atlas.date.text if atlas.date else None,
        total=f"claims: {len(told)}; sources: {len(atlas.sources)}; origins: {len(origins)}",
        sources={source.id: source.title for source in atlas.sources},
        claims=told,
    )


def _told(atlas: Atlas, claim: Claim, answers: Mapping[str, Mapping[str, Any]]) -> ClaimReport:
    """Put together what is known of one claim."""
    return ClaimReport(
        id=claim.id,
        says=claim.says,
        stance=claim.stance,
        speaker=atlas.agent(claim.speaker).name,
        about=claim.about.words() if claim.about else None,
        sensitivity=claim.sensitivity,
        **{name: tuple(found.get(claim.id, ())) for name, found in answers.items()},
    )


def _by_claim(answer: pd.Series) -> dict[str, Any]:
    """Give an answer by claim, whose rows all say the same."""
    return dict(zip(answer.index.tolist(), answer.tolist(), strict=True))


def _disputes(standings: pd.DataFrame) -> dict[str, list[Dispute]]:
    """Give what is done to each claim."""
    found: dict[str, list[Dispute]] = defaultdict(list)
    columns = ("standing", "other", "independent", "words", "note")
    for claim, row in zip(standings.index.tolist(), _rows(standings, columns), strict=True):
        found[claim].append(Dispute(**{**row, "independent": bool(row["independent"])}))
    return found


def _comparisons(comparisons: pd.DataFrame) -> dict[str, list[Comparison]]:
    """Give what each claim's figures are set against, seen from both sides."""
    found: dict[str, list[Comparison]] = defaultdict(list)
    columns = ("figure", "other", "other_figure", "verdict", "reason")
    for claim, row in zip(comparisons.index.tolist(), _rows(comparisons, columns), strict=True):
        found[claim].append(Comparison(**row))
        mirrored = {"other": claim, "figure": row["other_figure"], "other_figure": row["figure"]}
        found[row["other"]].append(Comparison(**{**row, **mirrored}))
    return found


def _rows(frame: pd.DataFrame, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """Give the rows of a frame, by column."""
    values = zip(*(frame[column].tolist() for column in columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in values]
