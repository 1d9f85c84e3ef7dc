"""
How the cost of a page grows with its claims, drawn from what `bench_page.py --json` keeps.

    python tests/benchmarks/plot_growth.py figures.json docs/_static/growth.svg
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.figure import Figure

#: What is drawn: part of the figures, key, heading, and what the figure is divided by.
_PANELS: Final = (
    ("build", "bytes", "size, MB", 1e6),
    ("build", "cpu_s", "CPU to build, s", 1),
    ("open", "usable_ms", "usable after, s", 1e3),
)
#: After Okabe and Ito (2008); each line has a mark of its own beside its colour.
_LOOKS: Final = (
    ("#0072b2", "o"), ("#d55e00", "s"), ("#e69f00", "P"),
    ("#009e73", "^"), ("#cc79a7", "D"), ("#6b7d8f", "v"),
)  # fmt: skip


def draw(found: dict[str, dict[str, dict[str, dict[str, float]]]]) -> Figure:
    """
    Draw a panel for each kind of cost.

    Parameters
    ----------
    found
        Figures by part, library, number of claims and name.

    Returns
    -------
    matplotlib.figure.Figure
        Both axes of each panel are logarithmic.
    """
    figure = Figure(figsize=(11, 3.6), layout="constrained")
    names = list(found["build"])
    for place, (part, key, heading, scale) in enumerate(_PANELS, start=1):
        axes = figure.add_subplot(1, len(_PANELS), place)
        for name, (colour, mark) in zip(names, _LOOKS, strict=False):
            sizes = found[part].get(name, {})
            points = sorted((int(n), at[key] / scale) for n, at in sizes.items() if key in at)
            points = [(n, cost) for n, cost in points if n]
            axes.plot(*zip(*points, strict=True), color=colour, marker=mark, label=name)
        axes.set(xscale="log", yscale="log", title=heading, xlabel="claims")
        axes.grid(alpha=0.3)
    figure.axes[0].legend(fontsize=8)
    return figure


def main() -> None:
    """Read the figures and write the drawing."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("figures", type=Path)
    parser.add_argument("drawing", type=Path)
    options = parser.parse_args()
    # The same figures give the same drawing.
    mpl.rcParams["svg.hashsalt"] = "growth"
    drawing = draw(json.loads(options.figures.read_text(encoding="utf-8")))
    drawing.savefig(options.drawing, metadata={"Date": None})


if __name__ == "__main__":
    main()
