"""
What the page costs beside other libraries on the same claims: size, build, open and use.

Run this file; it prints two tables, of all figures and of what must hold. `--full` takes longer:
more sizes and more runs, up to a million claims of ours. `--json FILE` keeps the figures, and
`plot_growth.py` draws them. Build is the CPU time of one process, after a first small page of each
library, so that imports and the base map are not in it; runs of the libraries take turns and the
median counts. Memory is the peak RSS of a fresh process over what it held before it drew.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import multiprocessing
import platform
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final, TypeVar

import browsing
import generated
import peers
import verdicts
from rich.console import Console
from rich.table import Table

import balkanroute as br

SIZES: Final = (100, 1_000, 10_000, 100_000)
MILLION: Final = 1_000_000
OPENED: Final = (10_000, 100_000)
MEASURED_MEMORY: Final = 100_000
RUNS: Final = {100: 7, 1_000: 5, 10_000: 3, 100_000: 3}
OPENED_TIMES: Final = 9
#: A library whose runs took longer than this together is not run again at that size.
PATIENCE_S, FULL_PATIENCE_S = 6.0, 45.0
PACKAGES: Final = ("balkanroute", "folium", "geopandas")
FORGET_THE_PEAK: Final = "5"
PARTS: Final = ("build", "memory", "open", "use")

T = TypeVar("T")
Figures = dict[str, float]
say: Callable[..., None] = Console(stderr=True, highlight=False).print


class Bench:
    """
    The figures of one run of all benchmarks.

    Parameters
    ----------
    folder
        Where pages are put.
    full
        Whether everything is measured.
    """

    def __init__(self, folder: Path, *, full: bool) -> None:
        self.folder, self.full = folder, full
        self.found: dict[str, dict[str, dict[int, Figures]]] = {
            part: defaultdict(dict) for part in PARTS
        }
        self.skipped = peers.missing()

    def build(self, runs: Mapping[int, int]) -> None:
        """Draw every size with every library; the pages stay in the folder."""
        for library in self._libraries(100):
            library.build(library.prepare(generated.atlas(100)))
        empty = br.to_html(generated.atlas(0))
        self.found["build"][peers.OURS.name][0] = {"bytes": len(empty.encode())}
        for n in (*SIZES, MILLION) if self.full else SIZES:
            say(f"building {n:,} claims")
            self._build(n, runs.get(n, 1))

    def _build(self, n: int, runs: int) -> None:
        """Draw one size with every library in turn."""
        made = generated.atlas(n)
        libraries = self._libraries(n)
        acts: dict[str, Callable[[], str]] = {
            one.name: partial(one.build, one.prepare(made)) for one in libraries
        }
        del made
        cpu: dict[str, list[float]] = defaultdict(list)
        for name, seconds, page in self._in_turn(runs, acts):
            cpu[name].append(seconds)
            self.path(name, n).write_bytes(page.encode())
        for name, taken in cpu.items():
            self.found["build"][name][n] = {
                "cpu_s": statistics.median(taken),
                "runs": len(taken),
                "bytes": self.path(name, n).stat().st_size,
            }

    def memory(self) -> None:
        """Draw in fresh processes and see how far their memory rises."""
        n = MEASURED_MEMORY
        fresh = multiprocessing.get_context("spawn")
        for library in self._libraries(n):
            say(f"memory of {library.name}, {n:,} claims")
            with ProcessPoolExecutor(1, mp_context=fresh) as pool:
                risen = pool.submit(memory_bytes, library.name, n).result()
            self.found["memory"][library.name][n] = {"bytes_a_claim": risen / n}

    def open(self) -> None:
        """Open the pages in turn."""
        reason = browsing.fetch_files(self.folder)
        if reason:
            self.skipped |= {other.name: reason for other in peers.ALL if other != peers.OURS}
        with browsing.chromium() as browser:
            for n in (*SIZES, MILLION) if self.full else OPENED:
                say(f"opening {n:,} claims")
                self._open(browser, n)

    def _open(self, browser: browsing.Browser, n: int) -> None:
        """Open the pages of one size in turn."""
        acts: dict[str, Callable[[], Figures]] = {
            one.name: partial(self._look, browser, one.name, n) for one in self._libraries(n)
        }
        opened: dict[str, list[Figures]] = defaultdict(list)
        for name, _, figures in self._in_turn(OPENED_TIMES if n < MILLION else 1, acts):
            opened[name].append(figures)
        for name, figures in opened.items():
            self.found["open"][name][n] = _medians(figures)

    def _look(self, browser: browsing.Browser, name: str, n: int) -> Figures:
        """Open a page and give what that took."""
        with browsing.opened(browser, self.path(name, n), self._served(name)) as here:
            return here.figures

    def _served(self, name: str) -> Path | None:
        """Say which folder answers a page's requests: ours is cut from the network."""
        return None if name == peers.OURS.name else self.folder

    def use(self) -> None:
        """Use our page, and with it all move those of the others."""
        n = 100_000
        with browsing.chromium() as browser:
            for library in self._libraries(n) if self.full else [peers.OURS]:
                name = library.name
                say(f"using {name}, {n:,} claims")
                with browsing.opened(browser, self.path(name, n), self._served(name)) as here:
                    ours = library == peers.OURS
                    figures = browsing.use(here, say) if ours else browsing.move(here.page)
                    figures |= {f"after_{k}": v for k, v in browsing.weigh(here).items()}
                self.found["use"][name][n] = figures

    def path(self, name: str, n: int) -> Path:
        """Say where the page of a library is put."""
        return self.folder / f"{name}-{n}.html"

    def _libraries(self, n: int) -> list[peers.Library]:
        """List the libraries that are measured at a size."""
        return [one for one in peers.ALL if n <= one.most and one.name not in self.skipped]

    def _in_turn(
        self, runs: int, acts: Mapping[str, Callable[[], T]]
    ) -> Iterator[tuple[str, float, T]]:
        """Run each act in turn, and again those that are quick; give CPU seconds and results."""
        patience = FULL_PATIENCE_S if self.full else PATIENCE_S
        spent: dict[str, float] = defaultdict(float)
        for _ in range(runs):
            for name, act in acts.items():
                if spent[name] > patience:
                    continue
                gc.collect()
                wall, cpu = time.monotonic(), time.process_time()
                result = act()
                seconds = time.process_time() - cpu
                spent[name] += time.monotonic() - wall
                yield name, seconds, result


def memory_bytes(name: str, n: int) -> int:
    """Tell how many bytes the peak RSS of this process rises when a library draws a page."""
    library = next(one for one in peers.ALL if one.name == name)
    library.build(library.prepare(generated.atlas(100)))
    given = library.prepare(generated.atlas(n))
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what was only used to make the input is given back
    Path("/proc/self/clear_refs").write_text(FORGET_THE_PEAK, encoding="ascii")
    before = _status("VmRSS")
    library.build(given)
    return _status("VmHWM") - before


def _status(key: str) -> int:
    """Read a size of this process."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(key))


def _medians(figures: list[Figures]) -> Figures:
    """Give the median of each figure, and how many there were."""
    keys = figures[0].keys()
    return {key: statistics.median(one[key] for one in figures) for key in keys} | {
        "runs": len(figures)
    }


def _figures_table(bench: Bench) -> Table:
    """Lay out every figure, a row for each library and size."""
    table = Table(title="Figures", caption="median of the runs", title_justify="left")
    heads = ("claims", "library", "build CPU s", "MB", "B a claim", "usable ms", "longest task ms",
             "blocked ms", "heap MB", "buffers MB", "nodes")  # fmt: skip
    for head in heads:
        table.add_column(head, justify="left" if head == "library" else "right")
    for n in (*SIZES, MILLION):
        for name, sizes in bench.found["build"].items():
            if n not in sizes:
                continue
            built, opened = sizes[n], bench.found["open"].get(name, {}).get(n, {})
            keys = ("usable_ms", "longest_task_ms", "blocked_ms", "heap_mb", "buffers_mb", "nodes")
            table.add_row(
                f"{n:,}", name, f"{built['cpu_s']:.3f}", f"{built['bytes'] / 1e6:.2f}",
                f"{built['bytes'] / n:,.0f}",
                *(f"{opened[key]:,.0f}" if key in opened else "" for key in keys),
            )  # fmt: skip
    return table


def _verdicts_table(found: verdicts.Found) -> Table:
    """Lay out what must hold."""
    table = Table(title="What must hold", title_justify="left")
    for head in ("quality", "what", "ours", "theirs", "ratio", "bound", ""):
        table.add_column(head, justify="right" if head in ("ours", "theirs", "ratio") else "left")
    for verdict in verdicts.judge(found):
        table.add_row(*verdict)
    return table


def markdown(found: verdicts.Found) -> str:
    """Write what must hold as a table in Markdown."""
    heads = ("quality", "what", "ours", "theirs", "ratio", "bound", "")
    rows = [heads, ("---",) * len(heads), *verdicts.judge(found)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--full", action="store_true", help="all sizes, all runs, a million claims")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table of bounds")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this; may be repeated")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    options = _options()
    parts = options.part or list(PARTS)
    with tempfile.TemporaryDirectory(prefix="balkanroute-bench-") as folder:
        bench = Bench(Path(folder), full=options.full)
        bench.build(RUNS if "build" in parts else {})
        for part in parts:
            if part != "build":
                getattr(bench, part)()
    ratio = generated.deflate_ratio(generated.atlas(1_000))
    versions = {name: version(name) for name in PACKAGES}
    console = Console(width=None if sys.stdout.isatty() else 140)
    console.print(_figures_table(bench), _verdicts_table(bench.found))
    console.print(f"{versions}, Python {platform.python_version()}; deflate leaves {ratio:.2f}")
    for name, reason in bench.skipped.items():
        console.print(f"{name} is left out: {reason}.")
    if options.markdown:
        options.markdown.write_text(markdown(bench.found), encoding="utf-8")
    if options.json:
        kept = {"versions": versions, "skipped": bench.skipped, **bench.found}
        options.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
