"""
What GeoJSON, GeoPackage and GeoParquet cost: writing and reading claims by the number.

Run this file, with the number of claims if not 100,000; it prints a table and asserts nothing.
The atlas is made from a seed, each claim at a spot of its own. Every step runs in a process of
its own: seconds are its CPU time with the imports of the format, and memory is what its peak RSS
rose to above that of the atlas alone (Linux only).
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
FORMATS: Final = {"geojson": ".geojson", "geopackage": ".gpkg", "geoparquet": ".parquet"}
MEBIBYTE: Final = 1024 * 1024
CLAIMS: Final = 100_000


def write(name: str, path: Path, claims: int) -> None:
    """Write a generated atlas, and print what that cost."""
    sys.path.insert(0, str(HERE))
    from generated import atlas  # type: ignore[import-not-found]

    from balkanroute.writers.formats import BUNDLED

    made = atlas(claims)
    before = peak_mib()
    start = time.process_time()
    writer = import_module(f"balkanroute.writers.{name}").WRITER
    writer.write(made, path, places=BUNDLED)
    print(time.process_time() - start, peak_mib() - before)


def read(name: str, path: Path, claims: int) -> None:
    """Read it, and print what that cost."""
    from balkanroute.readers.protocol import BUNDLED

    before = peak_mib()
    start = time.process_time()
    reader = import_module(f"balkanroute.readers.{name}").READER
    found = reader.read(path, places=BUNDLED)
    seconds = time.process_time() - start
    if found.atlas is None or len(found.atlas.claims) != claims:
        raise SystemExit(f"{path}: not all claims came back")
    print(seconds, peak_mib() - before)


def peak_mib() -> float:
    """Give the most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(step: str, name: str, path: Path, claims: int) -> tuple[float, float]:
    """Run a step in a process of its own; give its seconds and its memory."""
    command = [sys.executable, __file__, step, name, str(path), str(claims)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def main(claims: int) -> None:
    """Measure every format."""
    print(f"{claims:,} claims, CPU seconds and MiB")
    print(f"{'format':<12}{'write':>8}{'MiB':>8}{'read':>8}{'MiB':>8}{'file MiB':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for name, suffix in FORMATS.items():
            path = Path(folder) / f"atlas{suffix}"
            out = measured("write", name, path, claims)
            back = measured("read", name, path, claims)
            size = path.stat().st_size / MEBIBYTE
            print(
                f"{name:<12}{out[0]:>8.2f}{out[1]:>8.0f}{back[0]:>8.2f}{back[1]:>8.0f}{size:>10.1f}"
            )


STEPS: Final = {"write": write, "read": read}

if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] in STEPS:
        STEPS[sys.argv[1]](sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else CLAIMS)
