"""
What reading costs: words a second, opening what it reads with, memory, and size in a wheel.

Run this file; it prints a table and asserts nothing. The text is made from a seed, so it needs no
corpora; `--corpora DIR` also times the articles of each JSON Lines file in a folder, a document
with ``text`` a line. Speed is by CPU time, the best of several runs over articles that are read one
by one; the ratio is how much longer that takes than splitting the same text at what is no letter.
What is timed cold runs in a process of its own, imports included; it is the best wall time of
several, beside importing numpy there. Memory is the peak RSS of such a process, where the system
tells it. A size's ratio is to the file as it is unpacked.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from balkanroute import geodata, mentions
from balkanroute.mentions import weights

HERE: Final = Path(__file__).resolve().parent
RUNS: Final = 5
COLD_RUNS: Final = 5
SEED, PARAGRAPHS, PARAGRAPHS_EACH = 11, 240, 6
#: What is read warm.
READERS: Final[dict[str, Callable[[str], object]]] = {
    "find_places": mentions.find_places,
    "find_figures": mentions.find_figures,
    "find_dates": mentions.find_dates,
    "find_sayings": mentions.find_sayings,
    "draft": lambda text: mentions.draft(text, title="An article", language="en"),
}
#: What is run cold, imports first.
COLD: Final = {
    f"first article: {name}": f"from balkanroute.mentions import {name}; {name}(article)"
    for name in READERS
} | {
    "open: store": "from balkanroute.gazetteer.world import World; World.bundled()",
    "open: gazetteer and store": (
        "from balkanroute.gazetteer import Gazetteer; Gazetteer.bundled()"
    ),
    "open: weights": "from balkanroute.mentions.weights import Weights; Weights.bundled()",
}
#: The layers that reading opens, and what is fitted.
LAYERS: Final = ("world_names", "world_places", "settlements", "airports", "curated", "first_names")
_SPLIT: Final = re.compile(r"\W+")
#: Prints the seconds of importing numpy and of what is asked, and the peak RSS in MB.
_CODE: Final = """
import sys, time, pathlib
article = sys.stdin.read()
times = [time.perf_counter()]
import numpy
times.append(time.perf_counter())
{}
times.append(time.perf_counter())
status = pathlib.Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
peaks = [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")]
print(times[1] - times[0], times[2] - times[1], *(peaks or ["nan"]))
"""


def articles_made() -> list[str]:
    """Make articles of a few hundred words."""
    sys.path.insert(0, str(HERE.parent / "reading"))
    from made import paragraphs  # type: ignore[import-not-found]

    texts = [each["text"] for each in paragraphs(SEED, PARAGRAPHS)]
    starts = range(0, len(texts), PARAGRAPHS_EACH)
    return ["\n\n".join(texts[first : first + PARAGRAPHS_EACH]) for first in starts]


def articles_of(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Give the articles of each corpus in a folder."""
    for file in sorted(folder.glob("*.jsonl")):
        documents = (json.loads(line) for line in file.read_text("utf-8").splitlines() if line)
        texts = [document["text"] for document in documents]
        yield file.stem, [text for text in texts if text.strip()]


def best_s(call: Callable[[str], object], articles: Sequence[str], runs: int = RUNS) -> float:
    """Time reading articles one by one: the best of several runs, in seconds of CPU."""
    best = float("inf")
    for _ in range(runs):
        started = time.process_time()
        for article in articles:
            call(article)
        best = min(best, time.process_time() - started)
    return best


def print_speeds(what: str, articles: Sequence[str], runs: int) -> None:
    """Print how many words a second are read, and the ratio of the plain split's time to it."""
    words = sum(len(article.split()) for article in articles)
    floor = best_s(_SPLIT.split, articles, RUNS)
    print_row(f"{what}: plain split", words / floor, "words/s", 1)
    for name, reader in READERS.items():
        reader(articles[0])
        took = best_s(reader, articles, runs)
        print_row(f"{what}: {name}", words / took, "words/s", took / floor)


def print_cold(article: str) -> None:
    """Print what a first article and each opening cost: the best of fresh processes."""
    for what, code in COLD.items():
        runs = [run_afresh(code, article) for _ in range(COLD_RUNS)]
        numpy_s, took, peak_mb = map(min, zip(*runs, strict=True))
        print_row(what, took * 1e3, "ms", took / numpy_s)
        print_row(f"{what}, peak", peak_mb, "MB")


def run_afresh(code: str, article: str) -> list[float]:
    """Run code in a process of its own; give what `_CODE` prints."""
    command = [sys.executable, "-c", _CODE.format(code)]
    done = subprocess.run(command, input=article, capture_output=True, encoding="utf-8", check=True)
    return [float(figure) for figure in done.stdout.split()]


def print_sizes() -> None:
    """Print how large the files are that reading needs, and how large in a wheel."""
    files = [geodata.path(name) for name in LAYERS]
    files.append(Path(weights.__file__).with_name(weights.FILE))
    whole, packed = 0, 0
    for file in files:
        data = file.read_bytes()
        small = len(zlib.compress(data))
        print_row(f"size in a wheel: {file.name}", small / 1e6, "MB", small / len(data))
        whole, packed = whole + len(data), packed + small
    print_row("size in a wheel: together", packed / 1e6, "MB", packed / whole)


def print_row(what: str, figure: float, unit: str, ratio: float | None = None) -> None:
    """Print a line of the table."""
    digits = 0 if unit == "words/s" else 1
    shown = "" if ratio is None else f"{ratio:.2f}"
    print(f"{what:44} {figure:14,.{digits}f} {unit:8} {shown:>9}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What reading costs.")
    parser.add_argument("--corpora", type=Path, metavar="DIR", help="also time its JSON Lines")
    asked = parser.parse_args()
    made = articles_made()
    print(f"{'what':44} {'figure':>14} {'unit':8} {'ratio':>9}")
    print_cold(made[0])
    print_speeds("made", made, RUNS)
    for name, articles in articles_of(asked.corpora) if asked.corpora else ():
        print_speeds(name, articles, runs=1)
    print_sizes()


if __name__ == "__main__":
    main()
