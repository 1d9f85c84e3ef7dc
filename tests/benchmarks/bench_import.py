"""Measure what `import balkanroute` costs, as a share of `import geopandas`."""

from __future__ import annotations

import statistics
import subprocess
import sys

ROUNDS = 7
HIGHEST = 0.15
CODE = "import time; start = time.perf_counter(); import {}; print(time.perf_counter() - start)"


def seconds(module: str) -> float:
    """Give the median time of an import, each in a fresh interpreter."""
    command = [sys.executable, "-c", CODE.format(module)]
    times = [
        float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        for _ in range(ROUNDS)
    ]
    return statistics.median(times)


def main() -> int:
    """Print the figures; the exit status says whether the share is low enough."""
    seconds("geopandas")  # fills the disk cache
    ours, theirs = seconds("balkanroute"), seconds("geopandas")
    share = ours / theirs
    sys.stdout.write(
        f"import balkanroute {1000 * ours:.1f} ms, import geopandas {1000 * theirs:.0f} ms "
        f"(medians of {ROUNDS}): {share:.4f}, at most {HIGHEST}\n"
    )
    return int(share >= HIGHEST)


if __name__ == "__main__":
    sys.exit(main())
