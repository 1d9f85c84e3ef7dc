"""
Claims by the number, made up but deterministic, on which the page and its peers are measured.

The words are invented syllables, strung together so that they compress about as prose does; see
`deflate_ratio`. The same seed gives the same claims on every machine: only `random()` of a named
bit generator is drawn from.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

import balkanroute as br

TITLE_LETTERS: Final = 60
TEXT_LETTERS: Final = 200
SPEAKERS: Final = 200
CLUSTERS: Final = 300
PRECISION_M: Final = 1000
DISPUTED: Final = 0.01
WEST, SOUTH, EAST, NORTH = 13.0, 37.0, 30.0, 49.0
TOPICS: Final = (
    "asylum", "border control", "fares", "reception", "rescue", "routes", "smuggling", "transit",
)  # fmt: skip
STANCES: Final = ("asserts", "reports", "alleges", "estimates", "warns", "predicts", "denies")
_VOCABULARY: Final = 4000
#: Each word is followed by one of its favourites, or by any word.
_FAVOURITES: Final = 12
_FAVOURED: Final = 0.5
_ONSETS: Final = "b d g k l m n p r s t v z č š h dr gr pr st tr".split()  # noqa: SIM905 - legible
_NUCLEI: Final = ("a", "e", "i", "o", "u", "a", "e", "an", "or", "es")
_LONGEST_DAY: Final = 28
_FIRST_YEAR, _YEARS = 2015, 9
_LONGEST_AGO_DAYS: Final = 1500


class Row(NamedTuple):
    """A claim as a flat row, which is how other libraries take it."""

    title: str
    text: str
    speaker: str
    stance: str
    topic: str
    source: str
    url: str
    published: str
    about: str
    place: str
    x: float
    y: float


class Draw:
    """
    Numbers and words drawn one after the other.

    Parameters
    ----------
    seed
        The same seed gives the same draw.
    """

    def __init__(self, seed: int) -> None:
        self._uniform = np.random.Generator(np.random.PCG64(seed)).random
        self.words = self._invent()
        self._share = np.cumsum(1 / (np.arange(_VOCABULARY) + 2.7))
        self._share /= self._share[-1]
        self._next = self._any((_VOCABULARY, _FAVOURITES))

    def numbers(self, count: int, below: int) -> list[int]:
        """Draw whole numbers from 0 to one below the bound."""
        drawn: list[int] = (self._uniform(count) * below).astype(np.int64).tolist()
        return drawn

    def floats(self, count: int) -> NDArray[np.float64]:
        """Draw numbers between 0 and 1."""
        return self._uniform(count)

    def normal(self, count: int) -> NDArray[np.float64]:
        """Draw numbers about 0 with a spread of 1."""
        radius = np.sqrt(-2 * np.log(1 - self._uniform(count)))
        return radius * np.cos(2 * np.pi * self._uniform(count))

    def texts(self, count: int, letters: int) -> list[str]:
        """Write texts of that many letters, or one less where a word would end in a space."""
        steps = letters // 4 + 2
        chain = np.empty((count, steps), np.int16)
        chain[:, 0] = self._any(count)
        for step in range(1, steps):
            favourite = (self._uniform(count) ** 2 * _FAVOURITES).astype(np.int16)
            kept = self._uniform(count) < _FAVOURED
            following = self._next[chain[:, step - 1], favourite]
            chain[:, step] = np.where(kept, following, self._any(count))
        word = self.words.__getitem__
        return [" ".join(map(word, row.tolist()))[:letters].rstrip().capitalize() for row in chain]

    def _any(self, shape: int | tuple[int, int]) -> NDArray[np.int16]:
        """Draw words by their share, the first being the commonest."""
        return np.searchsorted(self._share, self._uniform(shape)).astype(np.int16)

    def _invent(self) -> list[str]:
        """Invent the vocabulary: the commoner, the shorter."""
        words: dict[str, None] = {}
        while len(words) < _VOCABULARY:
            syllables = 1 + self.numbers(1, 2 if len(words) < _VOCABULARY // 20 else 4)[0]
            onsets, nuclei = (self.numbers(syllables, len(part)) for part in (_ONSETS, _NUCLEI))
            parts = (_ONSETS[i] + _NUCLEI[j] for i, j in zip(onsets, nuclei, strict=True))
            words.setdefault("".join(parts))
        return list(words)


def atlas(n: int, places: int | None = None, seed: int = 1) -> br.Atlas:
    """
    Make an atlas of claims, each with words, a speaker, a source, a time and a place.

    Parameters
    ----------
    n
        How many claims.
    places
        How many places they share; None gives each a spot of its own.
    seed
        The same seed gives the same atlas.

    Returns
    -------
    balkanroute.Atlas
        A fifth as many sources as claims; one claim in a hundred contradicts another.
    """
    draw = Draw(seed)
    spots = tuple(_places(draw, n if places is None else places))
    agents = tuple(
        br.Agent(id=f"a{i}", name=name.title())
        for i, name in enumerate(draw.texts(SPEAKERS if n else 0, 20))
    )
    sources = list(_sources(draw, -(-n // 5)))
    claims = tuple(_claims(draw, n, len(spots), sources))
    return br.Atlas(
        title=f"{n:,} generated claims",
        sources=tuple(sources),
        agents=agents,
        places=spots,
        claims=claims,
    )


def rows(made: br.Atlas) -> list[Row]:
    """Give the claims of a generated atlas as flat rows, in the same order."""
    return [_row(made, claim) for claim in made.claims]


def search_word(seed: int = 1) -> str:
    """Give a word that some of the claims hold: neither of the commonest nor of the rarest."""
    return next(word for word in Draw(seed).words[300:] if len(word) > 4 and word.isascii())


def deflate_ratio(made: br.Atlas) -> float:
    """Tell what deflate leaves of the claims' words; English prose keeps 0.3 to 0.4."""
    words = "\n".join(claim.says for claim in made.claims).encode()
    return len(zlib.compress(words, 6)) / len(words)


def _places(draw: Draw, count: int) -> Iterator[br.Place]:
    """Make places about the clusters."""
    across = WEST + draw.floats(CLUSTERS) * (EAST - WEST)
    up = SOUTH + draw.floats(CLUSTERS) * (NORTH - SOUTH)
    near = draw.numbers(count, CLUSTERS)
    x = np.round(across[near] + 0.3 * draw.normal(count), 5)
    y = np.round(up[near] + 0.3 * draw.normal(count), 5)
    names = draw.texts(count, 12)
    for i, (name, point) in enumerate(zip(names, shapely.points(x, y), strict=True)):
        yield br.Place(
            id=f"p{i}",
            name=name.title(),
            kind="settlement",
            geometry=point,
            precision_m=PRECISION_M,
            basis="gazetteer",
        )


def _sources(draw: Draw, count: int) -> Iterator[br.Source]:
    """Make sources with an address and a date."""
    titles, days = draw.texts(count, TITLE_LETTERS), _days(draw, count)
    publishers = [name.title() for name in draw.texts(40, 14)]
    by = draw.numbers(count, len(publishers))
    for i, (title, day) in enumerate(zip(titles, days, strict=True)):
        yield br.Source(
            id=f"s{i}",
            title=title,
            kind="news",
            publisher=publishers[by[i]],
            url=f"https://example.org/{day[:4]}/{i}",
            published=br.Period(day),
        )


def _claims(draw: Draw, count: int, places: int, sources: list[br.Source]) -> Iterator[br.Claim]:
    """Make the claims; the place of each is its own as long as there are enough."""
    titles, texts = draw.texts(count, TITLE_LETTERS), draw.texts(count, TEXT_LETTERS)
    speaker, source = draw.numbers(count, SPEAKERS), draw.numbers(count, len(sources))
    stance, topic = draw.numbers(count, len(STANCES)), draw.numbers(count, len(TOPICS))
    when = _periods(draw, [str(sources[i].published) for i in source])
    other, disputes = draw.numbers(count, count), (draw.floats(count) < DISPUTED).tolist()
    for i in range(count):
        disputed = disputes[i] and other[i] != i
        yield br.Claim(
            id=f"c{i}",
            says=f"{titles[i]}. {texts[i]}",
            speaker=f"a{speaker[i]}",
            source=f"s{source[i]}",
            stance=STANCES[stance[i]],
            topics=(TOPICS[topic[i]],),
            about=when[i],
            where=(br.PlaceRole(place=f"p{i % places}"),),
            relations=(br.Relation(kind="contradicts", claim=f"c{other[i]}"),) if disputed else (),
        )


def _periods(draw: Draw, published: list[str]) -> list[br.Period | None]:
    """Say when, before it was published: a day, a month, a doubtful month, some months, nothing."""
    made: dict[str, br.Period] = {}
    found: list[br.Period | None] = []
    count = len(published)
    back = (draw.floats(count) ** 3 * _LONGEST_AGO_DAYS).astype(np.int64).tolist()
    for kind, days, day in zip(draw.numbers(count, 10), back, published, strict=True):
        written = _written(kind, date.fromisoformat(day) - timedelta(days=days))
        found.append(made.setdefault(written, br.Period(written)) if written else None)
    return found


def _written(kind: int, day: date) -> str:
    """Write a time as reporting gives it; of ten, one is missing and two are vague."""
    month = f"{day:%Y-%m}"
    if kind == 0:
        return ""
    if kind == 1:
        return f"{month}~"
    if kind == 2:
        return f"{day - timedelta(days=100):%Y-%m}/{month}"
    return month if kind < 6 else day.isoformat()


def _days(draw: Draw, count: int) -> list[str]:
    """Draw days as they are written."""
    years, months, days = (draw.numbers(count, k) for k in (_YEARS, 12, _LONGEST_DAY))
    return [
        f"{_FIRST_YEAR + y}-{m + 1:02}-{d + 1:02}"
        for y, m, d in zip(years, months, days, strict=True)
    ]


def _row(made: br.Atlas, claim: br.Claim) -> Row:
    """Give a claim as a flat row."""
    title, _, text = claim.says.partition(". ")
    source, place = made.source(claim.source), made.place(claim.where[0].place)
    return Row(
        title=title,
        text=text,
        speaker=made.agent(claim.speaker).name,
        stance=claim.stance,
        topic=claim.topics[0],
        source=source.title,
        url=str(source.url),
        published=str(source.published),
        about="" if claim.about is None else str(claim.about),
        place=place.name,
        x=place.geometry.x,
        y=place.geometry.y,
    )
