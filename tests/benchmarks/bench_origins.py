"""
How fast origins are found among 100,000 sources and 100,000 claims: run this file; it prints a
table and asserts nothing.

Three shapes, each with a claim for every source: one paper that all others repeat; a chain in
which each source repeats the one before it; and stories of a hundred sources, of which five
repeat no other and the rest repeat one to three of their story, with a fifth of the claims
repeating an earlier claim of it. Each figure is the best of three runs, with the frames made.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import random
import time
from collections.abc import Callable

import pandas as pd

from balkanroute import analysis
from balkanroute.model import Relation

COUNT = 100_000
STORY = 100
FIRST = 5
RUNS = 3
Frames = tuple[pd.DataFrame, pd.DataFrame]


def paper() -> Frames:
    """Give one paper and the articles on it."""
    return frames([(), *[(0,)] * (COUNT - 1)], [()] * COUNT)


def chain() -> Frames:
    """Give sources that each repeat the one before."""
    parents = [(), *[(number,) for number in range(COUNT - 1)]]
    return frames(parents, parents)


def stories() -> Frames:
    """Give stories of a hundred sources, each with five origins."""
    dice = random.Random(5)  # noqa: S311 - a drawn shape, not a secret
    derived: list[tuple[int, ...]] = []
    repeats: list[tuple[int, ...]] = []
    for number in range(COUNT):
        place = number % STORY
        earlier = range(number - place, number)
        repeated = place >= FIRST
        derived.append(tuple(dice.sample(earlier, dice.randint(1, 3))) if repeated else ())
        again = repeated and dice.random() < 1 / 5
        repeats.append((dice.choice(earlier),) if again else ())
    return frames(derived, repeats)


def frames(derived: list[tuple[int, ...]], repeats: list[tuple[int, ...]]) -> Frames:
    """Make the frames of sources and claims with what they repeat, by number."""
    sources = [f"s{number}" for number in range(COUNT)]
    day = pd.Timestamp("2023-11-03").as_unit("s")
    named = [tuple(sources[parent] for parent in parents) for parents in derived]
    relations = [
        tuple(Relation(kind="repeats", claim=f"c{claim}") for claim in claims) for claims in repeats
    ]
    claims = pd.DataFrame({"source": sources, "relations": relations}, dtype=object)
    return (
        claims.set_axis([f"c{number}" for number in range(COUNT)]),
        pd.DataFrame(
            {
                "derived_from": pd.Series(named, dtype=object),
                "extra": [{}] * COUNT,
                "published_earliest": day,
                "published_latest": day,
            }
        ).set_axis(sources),
    )


def best_s(call: Callable[[], object]) -> float:
    """Time a call: the best of several runs, in seconds."""
    best = float("inf")
    for _ in range(RUNS):
        started = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - started)
    return best


def main() -> None:
    """Time each question on each shape."""
    questions: dict[str, Callable[[pd.DataFrame, pd.DataFrame], object]] = {
        "origins": analysis.origins,
        "first_carriers": analysis.first_carriers,
        "echo": analysis.echo,
        "echo_total": analysis.echo_total,
    }
    print(f"{'seconds':16}" + "".join(f"{name:>16}" for name in questions))
    for shape in (paper, chain, stories):
        claims, sources = shape()
        took = [best_s(lambda ask=ask: ask(claims, sources)) for ask in questions.values()]  # noqa: B023 - called at once
        print(f"{shape.__name__:16}" + "".join(f"{seconds:16.2f}" for seconds in took))


if __name__ == "__main__":
    main()
