"""Which of the places that bear a name a text means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from balkanroute.gazetteer.world import KINDS, NONE
from balkanroute.mentions.candidates import Candidate
from balkanroute.mentions.lexicon import Lexicon, fold_all
from balkanroute.mentions.tokens import Words

Column = npt.NDArray[Any]

_COUNTRY: Final = KINDS.index("country")
_ADM1: Final = KINDS.index("adm1")
_ADM2: Final = KINDS.index("adm2")
#: Words after, or before, a name that tell what kind of place it is.
_ADMIN_WORDS: Final = fold_all(
    "county province region state district governorate oblast parish republic prefecture".split()  # noqa: SIM905
)
_CITY_WORDS: Final = fold_all("city town village municipality capital suburb".split())  # noqa: SIM905
_WATER_WORDS: Final = fold_all("river lake sea ocean strait canal creek".split())  # noqa: SIM905
REFERENT_FIGURES: Final = tuple(
    "standing rank margin share others kind how people country_support admin_support near_km "
    "comma_in comma_out is_admin_cue is_city_cue is_water_cue exact repeats weight top_country "
    "same_admin_next hint prior around close".split()  # noqa: SIM905
)
_FAR_KM: Final = 20_000.0
_EARTH_KM: Final = 6_371.0


@dataclass(frozen=True, slots=True)
class Referents:
    """
    Every place that some name of a text may mean, laid out flat.

    Parameters
    ----------
    names
        The folded names, each once, in the order of the text.
    starts
        Where the places of each name begin, with the end of the last.
    rows
        Row numbers of the places in the store.
    figures
        A row a place, a column each of `REFERENT_FIGURES`.
    """

    names: list[str]
    starts: Column
    rows: Column
    figures: Column


def weigh(
    words: Words,
    candidates: Sequence[Candidate],
    chances: Sequence[float],
    lexicon: Lexicon,
    hints: Sequence[int] = (),
    shares: Column | None = None,
) -> Referents:
    """
    Lay out the places that the names of a text may mean, with what speaks for each.

    Parameters
    ----------
    words
        The words of the text.
    candidates
        What names a place there.
    chances
        The chance of each that it does.
    lexicon
        The names.
    hints
        Rows of places that the text is said to be from or about.

    Returns
    -------
    Referents
        One referent a name: a name means the same place wherever it stands.
    """
    world = lexicon.world
    known: dict[str, list[int]] = {}
    for number, candidate in enumerate(candidates):
        if candidate.bearers is not None:
            known.setdefault(candidate.name, []).append(number)
    names = list(known)
    if not names:
        empty = np.empty(0, dtype=np.int64)
        return Referents([], np.zeros(1, np.int64), empty, np.empty((0, len(REFERENT_FIGURES))))
    bearers = [candidates[known[name][0]].bearers for name in names]
    sizes = np.array([len(each.rows) for each in bearers if each])
    starts = np.concatenate(([0], np.cumsum(sizes)))
    owner = np.repeat(np.arange(len(names)), sizes)
    rows = np.concatenate([each.rows for each in bearers if each]).astype(np.int64)
    how = np.concatenate([each.how for each in bearers if each])
    standing = np.concatenate([each.standing for each in bearers if each]).astype(np.float64)
    weight = np.array([max(chances[n] for n in known[name]) for name in names])
    repeats = np.array([len(known[name]) for name in names], dtype=np.float64)
    country, admin, kind = world.country[rows], world.adm1[rows], world.kind[rows]
    rank = np.arange(len(rows)) - starts[owner]
    best = standing[starts[:-1]]
    second = np.where(sizes > 1, standing[np.minimum(starts[:-1] + 1, len(rows) - 1)], -20.0)
    likely = np.exp((standing - best[owner]) / 12.0)
    likely /= np.add.reduceat(likely, starts[:-1])[owner]
    prior = likely
    if shares is not None:
        likely = shares / np.maximum(np.add.reduceat(shares, starts[:-1]), 1e-6)[owner]
    mass = likely * (weight * np.sqrt(repeats))[owner]
    support_country, top_country = _support(country, mass, owner, starts, NONE + 1)
    codes, index = np.unique(admin, return_inverse=True)
    support_admin, _ = _support(index, np.where(admin > 0, mass, 0.0), owner, starts, len(codes))
    near, around, close = _nearest(world, rows, mass, owner, starts)
    commas = _commas(words, candidates, lexicon)
    inside = np.zeros(len(rows))
    outside = np.zeros(len(rows))
    for position, name in enumerate(names):
        for other in commas.get(name, ()):
            part = slice(starts[position], starts[position + 1])
            held = _held(world, rows[part], other)
            inside[part] = np.maximum(inside[part], held)
            outside[part] = np.maximum(outside[part], 1.0 - held if held.any() else 0.3)
    admin_cue, city_cue, water_cue = _word_cues(words, candidates, known, names)
    surfaces = [words.text[candidates[known[n][0]].start : candidates[known[n][0]].end] for n in names]
    hint = np.isin(country, world.country[list(hints)]) if len(hints) else np.zeros(len(rows))
    figures = np.column_stack([
        standing,
        rank,
        np.where(rank == 0, (best - second)[owner], standing - best[owner]),
        likely,
        np.log1p(sizes)[owner],
        kind,
        how,
        world.people[rows],
        support_country,
        support_admin,
        near,
        inside,
        outside,
        admin_cue[owner],
        city_cue[owner],
        water_cue[owner],
        how == 0,
        repeats[owner],
        weight[owner],
        top_country,
        np.isin(kind, (_ADM1, _ADM2)),
        hint,
        prior,
        around,
        close,
    ])
    del surfaces
    return Referents(names, starts, rows, figures)


def _support(
    group: Column, mass: Column, owner: Column, starts: Column, size: int
) -> tuple[Column, Column]:
    """Give the share of the other names that lie in each place's country or province."""
    total = np.bincount(group, weights=mass, minlength=size)
    # What the same name gives to the group is not support.
    pair = owner * size + group
    own_total = dict(zip(*_summed(pair, mass), strict=True))
    own = np.array([own_total[key] for key in pair.tolist()])
    whole = max(mass.sum(), 1e-9)
    others = np.maximum(total[group] - own, 0.0)
    return others / whole, (total[group] >= total.max() - 1e-9).astype(float)


def _summed(keys: Column, values: Column) -> tuple[list[int], list[float]]:
    """Add up values by key."""
    unique, index = np.unique(keys, return_inverse=True)
    return unique.tolist(), np.bincount(index, weights=values).tolist()


def _nearest(world: Any, rows: Column, mass: Column, owner: Column, starts: Column) -> tuple[Column, Column, Column]:  # noqa: ANN401
    """
    Give log1p of the kilometres to the nearest likely place of another name, and how many are near.
    """
    tops = starts[:-1] + np.array(
        [int(np.argmax(mass[a:b])) for a, b in zip(starts[:-1], starts[1:], strict=True)]
    )
    if len(tops) < 2:  # noqa: PLR2004
        none = np.zeros(len(rows))
        return np.full(len(rows), np.log1p(_FAR_KM)), none, none
    lon, lat = np.radians(world.lon[rows]), np.radians(world.lat[rows])
    small = np.isin(world.kind[rows[tops]], (0, 1, 2))
    x = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    dot = np.clip(x @ x[tops].T, -1.0, 1.0)
    km = _EARTH_KM * np.arccos(dot)
    km[:, small] = _FAR_KM
    km[np.arange(len(rows)), owner] = _FAR_KM
    weight = mass[tops]
    around = np.log1p((np.exp(-km / 150.0) * weight).sum(axis=1))
    close = np.log1p((np.exp(-km / 30.0) * weight).sum(axis=1))
    km[:, weight < 0.2] = _FAR_KM  # noqa: PLR2004
    return np.log1p(km.min(axis=1)), around, close


def _commas(
    words: Words, candidates: Sequence[Candidate], lexicon: Lexicon
) -> dict[str, list[Candidate]]:
    """Give, for each name, what stands after it and a comma (or in brackets) and may hold it."""
    found: dict[str, list[Candidate]] = {}
    for one, other in zip(candidates, candidates[1:], strict=False):
        gap = words.text[one.end : other.start]
        if other.bearers is not None and gap in (", ", " (", ",", " in ", ", in "):
            found.setdefault(one.name, []).append(other)
    return found


def _held(world: Any, rows: Column, other: Candidate) -> Column:  # noqa: ANN401
    """Tell which places lie in a country, province or county that another name may mean."""
    assert other.bearers is not None  # noqa: S101
    held = np.zeros(len(rows))
    for row, standing in zip(other.bearers.rows[:6], other.bearers.standing[:6], strict=True):
        kind = world.kind[row]
        if kind == _COUNTRY:
            fits = (world.country[rows] == world.country[row]) & (world.kind[rows] != _COUNTRY)
        elif kind == _ADM1:
            fits = (world.adm1[rows] == row) & (rows != row)
        elif kind in (_ADM2, 5, 6, 7) and standing > 60:  # noqa: PLR2004
            near = (abs(world.lon[rows] - world.lon[row]) < 0.5) & (abs(world.lat[rows] - world.lat[row]) < 0.5)  # noqa: PLR2004
            fits = near & (rows != row)
        else:
            continue
        held = np.maximum(held, fits.astype(float) * (1.0 if kind in (_COUNTRY, _ADM1) else 0.6))
    return held


def _word_cues(
    words: Words, candidates: Sequence[Candidate], known: dict[str, list[int]], names: list[str]
) -> tuple[Column, Column, Column]:
    """Tell which names stand beside a word for a province, a town or a water."""
    cues = np.zeros((3, len(names)))
    folded = words.folded
    for position, name in enumerate(names):
        for number in known[name]:
            candidate = candidates[number]
            near = folded[candidate.last : candidate.last + 1] + folded[max(0, candidate.first - 1) : candidate.first]
            near += folded[max(0, candidate.first - 2) : candidate.first - 1] if near[-1:] == ["of"] else []
            for row, cue in enumerate((_ADMIN_WORDS, _CITY_WORDS, _WATER_WORDS)):
                if any(word in cue for word in near):
                    cues[row, position] = 1.0
    return cues[0], cues[1], cues[2]
