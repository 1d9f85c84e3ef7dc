"""
How fast names are looked up: run this file; it prints a table and asserts nothing.

Each figure is the best of several runs, and its ratio to reading one row by its key, which is
the least that a look-up can cost.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import time
from collections.abc import Callable

from balkanroute.gazetteer import Gazetteer

EXACT = ("Ásotthalom", "Szabadka", "Београд", "Serbian-Hungarian border", "SVO", "San Jose")
FUZZY = ("Asotthallom", "Subotitsa", "Belgrde", "Thesaloniki", "Sanjose", "Konstantinopel")
RUNS = 20


def best_ms(call: Callable[[], object]) -> float:
    """Time a call: the best of several runs, in milliseconds."""
    best = float("inf")
    for _ in range(RUNS):
        started = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - started)
    return best * 1e3


def main() -> None:
    """Time opening, exact, near and misspelled look-ups."""
    started = time.perf_counter()
    gazetteer = Gazetteer.bundled()
    print(f"opened in {(time.perf_counter() - started) * 1e3:.0f} ms")
    started = time.perf_counter()
    gazetteer.lookup(FUZZY[0])
    print(f"first misspelled name in {(time.perf_counter() - started) * 1e3:.0f} ms")
    floor = best_ms(lambda: gazetteer._shelves[1].entry("geonames:3055835"))
    print(f"{'what':40} {'ms':>8} {'ratio':>8}")
    print(f"{'a row by its key':40} {floor:8.3f} {1:8.1f}")
    for name in EXACT:
        row("exact: " + name, best_ms(lambda name=name: gazetteer.lookup(name)), floor)
        near = best_ms(lambda name=name: gazetteer.lookup(name, near=(20.0, 46.0)))
        row("near: " + name, near, floor)
    for name in FUZZY:
        row("misspelled: " + name, best_ms(lambda name=name: gazetteer.lookup(name)), floor)


def row(what: str, milliseconds: float, floor: float) -> None:
    """Print a line of the table."""
    print(f"{what:40} {milliseconds:8.3f} {milliseconds / floor:8.1f}")


if __name__ == "__main__":
    main()
