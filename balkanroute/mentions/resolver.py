"""Which of the places that bear a name a text means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from balkanroute.gazetteer.world import KINDS, NONE, SHOWN
from balkanroute.mentions.candidates import Candidate
from balkanroute.mentions.lexicon import Lexicon, fold_all
from balkanroute.mentions.tokens import Words, listed

Column = npt.NDArray[Any]

_COUNTRY: Final = KINDS.index("country")
_ADM1: Final = KINDS.index("adm1")
_TOWNS: Final = tuple(KINDS.index(kind) for kind in ("adm2", "capital", "seat", "settlement"))
_IS_WIDE: Final = np.array([kind in ("country", "continent", "area") for kind in KINDS])
_IS_ADMIN: Final = np.array([kind in ("adm1", "adm2") for kind in KINDS])
#: Words beside a name that tell whether a province, a town or a water is meant.
_KIND_WORDS: Final = (
    fold_all("county province region state district governorate oblast parish republic"),
    fold_all("city town village municipality capital suburb"),
    fold_all("river lake sea ocean strait canal creek"),
    fold_all("island islands isle isles"),
    fold_all("camp camps crossing crossings centre center checkpoint"),
)
#: What stands between a place and the one that holds it: Paris, Texas; Paris (Texas).
_HOLDING: Final = frozenset({", ", " (", ",", " in ", ", in "})
#: What stands in each column of `Field.figures`.
REFERENT_FIGURES: Final = listed(
    "standing rank margin share others kind how people country_support admin_support near_km "
    "comma_in comma_out is_admin_cue is_city_cue is_water_cue is_island_cue "
    "is_site_cue shown repeats weight top_country is_admin own prior around close"
)
#: Standing by which one place is e times likelier than another, before the text is read.
_SCALE: Final = 12.0
_NO_SECOND: Final = -20.0
_FAR_KM: Final = 20_000.0
_EARTH_KM: Final = 6_371.0
_AROUND_KM: Final = 150.0
_CLOSE_KM: Final = 30.0
#: Chance below which a name is not asked for its places.
_UNLIKELY: Final = 0.05
#: Least weight of a name whose place others can be near.
_LIKELY: Final = 0.2
_LARGE_TOWN: Final = 60.0
_HALF_DEGREE: Final = 0.5
#: As many of the places of a name may hold another.
_HOLDERS: Final = 6
_NOT_HELD: Final = 0.3
_BESIDE_TOWN: Final = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """
    Every place that some name of a text may mean, laid out flat.

    Parameters
    ----------
    names
        The folded names, each once, in the order of the text: a name means the same place
        wherever it stands.
    starts
        Where the places of each name begin, with the end of the last.
    owner
        Which name each place belongs to.
    rows
        Row numbers of the places.
    prior
        The share of each among the places of its name, before the text is read.
    weight
        The chance of each name that it names a place.
    fixed
        What speaks for each place whatever the others are.
    """

    names: list[str]
    starts: Column
    owner: Column
    rows: Column
    prior: Column
    weight: Column
    fixed: dict[str, Column]

    def best(self, chances: Column) -> dict[str, int]:
        """Give the position of the likeliest place of each name."""
        bounds = zip(self.names, self.starts[:-1], self.starts[1:], strict=True)
        return {name: int(a + np.argmax(chances[a:b])) for name, a, b in bounds}

    def shares(self, chances: Column) -> Column:
        """Give the share of each place among those of its name."""
        whole = np.add.reduceat(chances, self.starts[:-1])
        return np.asarray(chances / np.maximum(whole, 1e-6)[self.owner])

    def figures(self, lexicon: Lexicon, likely: Column | None = None) -> Column:
        """
        Say in figures what speaks for each place.

        Parameters
        ----------
        lexicon
            The names.
        likely
            The share of each place as a first look saw it; `prior` where there was none.

        Returns
        -------
        ndarray
            A row a place, a column each of `REFERENT_FIGURES`.
        """
        share = self.prior if likely is None else likely
        mass = share * (self.weight * np.sqrt(self.fixed["repeats_of_name"]))[self.owner]
        country, admin = lexicon.country[self.rows], lexicon.adm1[self.rows]
        in_country, top = _support(country, mass, self.owner, NONE + 1)
        codes, index = np.unique(admin, return_inverse=True)
        in_admin, _ = _support(index, np.where(admin > 0, mass, 0.0), self.owner, len(codes))
        near, around, close = _nearness(self, lexicon, mass)
        columns = self.fixed | {
            "share": share,
            "country_support": in_country,
            "admin_support": in_admin,
            "near_km": near,
            "top_country": top,
            "around": around,
            "close": close,
        }
        return np.column_stack([columns[name] for name in REFERENT_FIGURES])


def lay_out(
    words: Words, candidates: Sequence[Candidate], chances: Sequence[float], lexicon: Lexicon
) -> Field | None:
    """
    Lay out the places that the names of a text may mean.

    Parameters
    ----------
    words
        The words of the text.
    candidates
        What names a place there, or tells where it is from.
    chances
        The chance of each that it does.
    lexicon
        The names.

    Returns
    -------
    Field or None
        None where no candidate is likely, and a name of the lexicon.
    """
    where: dict[str, list[int]] = {}
    for number, candidate in enumerate(candidates):
        if candidate.bearers is not None and chances[number] >= _UNLIKELY:
            where.setdefault(candidate.name, []).append(number)
    if not where:
        return None
    names = list(where)
    bearers = [b for b in (candidates[where[name][0]].bearers for name in names) if b is not None]
    sizes = np.array([len(each.rows) for each in bearers])
    starts = np.concatenate(([0], np.cumsum(sizes)))
    owner = np.repeat(np.arange(len(names)), sizes)
    rows = np.concatenate([each.rows for each in bearers])
    how = np.concatenate([each.how for each in bearers])
    standing = np.concatenate([each.standing for each in bearers]).astype(np.float64)
    rank = np.arange(len(rows)) - starts[owner]
    best = standing[starts[:-1]]
    after = standing[np.minimum(starts[:-1] + 1, len(rows) - 1)]
    second = np.where(sizes > 1, after, _NO_SECOND)
    prior = np.exp((standing - best[owner]) / _SCALE)
    prior /= np.add.reduceat(prior, starts[:-1])[owner]
    weight = np.array([max(chances[n] for n in where[name]) for name in names])
    repeats = np.array([len(where[name]) for name in names], dtype=np.float64)
    kind = lexicon.kind[rows]
    inside, outside = _held(words, candidates, names, (starts, rows), lexicon)
    cues = _kind_cues(words, candidates, where)[:, owner]
    fixed = {
        "standing": standing,
        "rank": rank,
        "margin": np.where(rank == 0, (best - second)[owner], standing - best[owner]),
        "others": np.log1p(sizes)[owner],
        "kind": kind,
        "how": how,
        "people": lexicon.people[rows],
        "comma_in": inside,
        "comma_out": outside,
        "is_admin_cue": cues[0],
        "is_city_cue": cues[1],
        "is_water_cue": cues[2],
        "is_island_cue": cues[3],
        "is_site_cue": cues[4],
        "own": rows >= lexicon.first,
        "shown": how == SHOWN,
        "repeats": repeats[owner],
        "repeats_of_name": repeats,
        "weight": weight[owner],
        "is_admin": _IS_ADMIN[kind],
        "prior": prior,
    }
    return Field(names, starts, owner, rows, prior, weight, fixed)


def _support(group: Column, mass: Column, owner: Column, size: int) -> tuple[Column, Column]:
    """Give the share of the other names that lie in each place's group, and the first group."""
    total = np.bincount(group, weights=mass, minlength=size)
    _, index = np.unique(owner * size + group, return_inverse=True)
    # What the same name gives to the group is no support.
    own = np.bincount(index, weights=mass)[index]
    others = np.maximum(total[group] - own, 0.0)
    top = total[group] >= total.max() - 1e-9
    return others / max(mass.sum(), 1e-9), top.astype(np.float64)


def _nearness(field: Field, lexicon: Lexicon, mass: Column) -> tuple[Column, Column, Column]:
    """Give log1p of the kilometres to the nearest other name's place, and how many are near."""
    rows, owner = field.rows, field.owner
    tops = np.array(list(field.best(mass).values()))
    lon, lat = np.radians(lexicon.lon[rows]), np.radians(lexicon.lat[rows])
    x = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    km = _EARTH_KM * np.arccos(np.clip(x @ x[tops].T, -1.0, 1.0))
    km[:, _IS_WIDE[lexicon.kind[rows[tops]]]] = _FAR_KM
    km[np.arange(len(rows)), owner] = _FAR_KM
    weight = mass[tops]
    around = np.log1p(np.exp(-km / _AROUND_KM) @ weight)
    close = np.log1p(np.exp(-km / _CLOSE_KM) @ weight)
    km[:, weight < _LIKELY] = _FAR_KM
    return np.log1p(km.min(axis=1)), around, close


def _held(
    words: Words,
    candidates: Sequence[Candidate],
    names: Sequence[str],
    places: tuple[Column, Column],
    lexicon: Lexicon,
) -> tuple[Column, Column]:
    """Tell which places lie in what stands after their name and a comma, and which do not."""
    starts, rows = places
    position = {name: number for number, name in enumerate(names)}
    inside, outside = np.zeros(len(rows)), np.zeros(len(rows))
    for one, other in pairwise(candidates):
        if other.bearers is None or one.name not in position:
            continue
        if words.text[one.end : other.start] in _HOLDING:
            number = position[one.name]
            part = slice(starts[number], starts[number + 1])
            held = _in_holder(lexicon, rows[part], other)
            inside[part] = np.maximum(inside[part], held)
            out = 1.0 - held if held.any() else np.full(len(held), _NOT_HELD)
            outside[part] = np.maximum(outside[part], out)
    return inside, outside


def _in_holder(lexicon: Lexicon, rows: Column, holder: Candidate) -> Column:
    """Tell which places lie in a country, province or town that a name may mean."""
    held = np.zeros(len(rows))
    if holder.bearers is None:
        return held
    known = zip(holder.bearers.rows[:_HOLDERS], holder.bearers.standing[:_HOLDERS], strict=True)
    for row, standing in known:
        kind = lexicon.kind[row]
        if kind == _COUNTRY:
            fits = (lexicon.country[rows] == lexicon.country[row]) & (lexicon.kind[rows] != kind)
        elif kind == _ADM1:
            fits = (lexicon.adm1[rows] == row) & (rows != row)
        elif kind in _TOWNS and standing > _LARGE_TOWN:
            east = abs(lexicon.lon[rows] - lexicon.lon[row]) < _HALF_DEGREE
            north = abs(lexicon.lat[rows] - lexicon.lat[row]) < _HALF_DEGREE
            fits = _BESIDE_TOWN * (east & north & (rows != row))
        else:
            continue
        held = np.maximum(held, fits)
    return held


def _kind_cues(
    words: Words, candidates: Sequence[Candidate], where: Mapping[str, Sequence[int]]
) -> Column:
    """Tell which names stand beside a word for a province, a town or a water."""
    folded = words.folded
    cues = np.zeros((len(_KIND_WORDS), len(where)))
    for position, numbers in enumerate(where.values()):
        near: set[str] = set()
        for number in numbers:
            first, last = candidates[number].first, candidates[number].last
            near.update(folded[last : last + 1], folded[max(0, first - 1) : first])
            if folded[max(0, first - 1) : first] == ["of"]:
                near.update(folded[max(0, first - 2) : first - 1])
        for row, kinds in enumerate(_KIND_WORDS):
            cues[row, position] = not near.isdisjoint(kinds)
    return cues
