"""
How the cost of counting grows with the events, drawn from what `bench_scale.py --json` keeps.

    python tests/benchmarks/plot_scale.py figures.json docs/_static/scale-growth.svg
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.figure import Figure

#: What is drawn: key and heading.
_PANELS: Final = (("cpu_s", "CPU, s"), ("peak_mb", "peak of memory, MB"))
#: After Okabe and Ito (2008); each line has a mark of its own beside its colour.
_LOOKS: Final = {
    "balkanroute": ("#0072b2", "o"),
    "sedonadb": ("#009e73", "^"),
    "geopandas": ("#d55e00", "s"),
}


def draw(found: dict[str, dict[str, dict[str, float]]]) -> Figure:
    """
    Draw a panel for each kind of cost.

    Parameters
    ----------
    found
        Figures by number of rows, contestant and name.

    Returns
    -------
    matplotlib.figure.Figure
        Both axes of each panel are logarithmic.
    """
    figure = Figure(figsize=(8, 3.6), layout="constrained")
    for place, (key, heading) in enumerate(_PANELS, start=1):
        axes = figure.add_subplot(1, len(_PANELS), place)
        for name, (colour, mark) in _LOOKS.items():
            points = [(int(rows), by[name][key]) for rows, by in found.items() if name in by]
            axes.plot(*zip(*sorted(points), strict=True), color=colour, marker=mark, label=name)
        axes.set(xscale="log", yscale="log", title=heading, xlabel="rows")
        axes.grid(alpha=0.3)
    figure.axes[0].legend(fontsize=8)
    return figure


def main() -> None:
    """Read the figures and write the drawing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", type=Path)
    parser.add_argument("drawing", type=Path)
    asked = parser.parse_args()
    found = json.loads(asked.figures.read_text(encoding="utf-8"))
    mpl.rcParams.update({"svg.hashsalt": "balkanroute", "svg.fonttype": "none"})
    draw(found).savefig(asked.drawing, metadata={"Date": None})


if __name__ == "__main__":
    main()
