"""Ranks what was found, and says why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from balkanroute.gazetteer.entries import Entry

#: How well a name matches, as the part of the score that nothing else can outweigh.
EXACT: Final = 0.975
FOLDED: Final = 0.945
CODE: Final = 0.93
ALTERNATE: Final = 0.9
#: The most that a name which is only spelled alike can get before the rest is added.
ALIKE: Final = 0.85

_KINDS: Final = (
    "country",
    "region",
    "settlement",
    "area",
    "border",
    "crossing",
    "airport",
    "corridor point",
)
_KIND_STEP: Final = 0.0025
_WEIGHT: Final = 0.0024
_CAPITAL: Final = 0.25
#: A hundred million people weigh most; a hundred kilometres halve the weight of being near.
_MOST_DIGITS: Final = 8.0
_HALF_KM: Final = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """
    An entry that a name led to.

    Parameters
    ----------
    entry
        The entry.
    quality
        How well the name matches, 0 to 1.
    reason
        Why, in a few words.
    """

    entry: Entry
    quality: float
    reason: str


def judge(entry: Entry, nth: int, asked: str) -> Match:
    """
    Say how well the name asked for matches an entry that bears it.

    Parameters
    ----------
    entry
        The entry.
    nth
        Which of its labels folds to the name; -1 for a code.
    asked
        The name as it was asked for.
    """
    if nth < 0:
        scheme = next((s for s, code in entry.codes.items() if code == asked.upper()), "code")
        return Match(entry=entry, quality=CODE, reason=f"{scheme.upper()} code")
    if entry.name == asked:
        return Match(entry=entry, quality=EXACT, reason="name matches exactly")
    if nth == 0:
        reason = "name matches but for case, accents or script"
        return Match(entry=entry, quality=FOLDED, reason=reason)
    same = next((label for label in entry.labels if label[0] == asked), None)
    text, language = same or entry.labels[nth]
    reason = f"alternate name in {language}" if language else "alternate name"
    reason += "" if same else f": {text}"
    return Match(entry=entry, quality=ALTERNATE, reason=reason)


def rank(
    matches: Sequence[Match], near: tuple[float, float] | None
) -> list[tuple[float, Match, tuple[str, ...]]]:
    """
    Put matches in order: by name, then kind, then capital, population and nearness.

    Where a near point is given, three quarters of what population and capital would weigh go
    to nearness. Areas and lines have no point, so nearness passes over them.

    Parameters
    ----------
    matches
        The matches, each of another entry.
    near
        Longitude and latitude in EPSG:4326.

    Returns
    -------
    list of (float, Match, tuple of str)
        Score from 0 to 1, the match and the reasons, best first; ties go by key.
    """
    away = _distances_km([match.entry for match in matches], near)
    rows = []
    for match, km in zip(matches, away, strict=True):
        weight = _prominence(match.entry)
        if near is not None:
            weight = 0.25 * weight + (0.75 / (1.0 + km / _HALF_KM) if km is not None else 0.0)
        kind = _KIND_STEP * (len(_KINDS) - 1 - _KINDS.index(match.entry.kind))
        score = min(1.0, match.quality + kind + _WEIGHT * weight)
        rows.append((score, match, _reasons(match, km)))
    return sorted(rows, key=lambda row: (-row[0], row[1].entry.key))


def _prominence(entry: Entry) -> float:
    """Weigh a place by its people and whether it is a capital, 0 to 1."""
    people = math.log10((entry.population or 0) + 1) / _MOST_DIGITS
    return _CAPITAL * entry.capital + (1.0 - _CAPITAL) * min(1.0, people)


def _distances_km(entries: Sequence[Entry], near: tuple[float, float] | None) -> list[float | None]:
    """Measure how far points are from a point, on the WGS 84 ellipsoid; None for no point."""
    points = [(n, entry.point) for n, entry in enumerate(entries) if entry.point is not None]
    away: list[float | None] = [None] * len(entries)
    if near is None or not points:
        return away
    from pyproj import Geod

    lons, lats = zip(*(point for _, point in points), strict=True)
    count = len(points)
    ellipsoid = Geod(ellps="WGS84")
    *_, metres = ellipsoid.inv([near[0]] * count, [near[1]] * count, list(lons), list(lats))
    for (n, _), length in zip(points, metres, strict=True):
        away[n] = length / 1_000.0
    return away


def _reasons(match: Match, km: float | None) -> tuple[str, ...]:
    """Say why a match stands where it stands."""
    entry = match.entry
    reasons = [match.reason]
    if entry.capital:
        reasons.append("capital")
    if entry.population:
        reasons.append(f"population {entry.population:,}")
    if km is not None:
        reasons.append(f"{km:.0f} km from near point" if km >= 1 else "at the near point")
    return tuple(reasons)
