"""
Write the scores of the reader as the tables of its model card.

    python tests/reading/tables.py SCORES.json TABLES.md

SCORES.json is what ``train.py --json`` wrote.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

NAMES = {
    "gwn": "GeoWebNews",
    "lgl-a": "LGL, first half",
    "tud": "TUD-Loc-2013",
    "made": "own paragraphs",
}
SCORES = ("precision", "recall", "exact_f1", "end_to_end_f1", "resolution")


def lay_out(heads, rows):
    """Lay rows out as a table of Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def scores(rows):
    """Give a row a corpus and set of weights."""
    heads = ["read", "texts", "fitted on", "precision", "recall", "exact F1", "end to end F1"]
    return lay_out(
        [*heads, "resolution"],
        [
            [
                NAMES[row["corpus"]],
                str(row["documents"]),
                row.get("fitted_on", "all the others"),
                *(f"{row[name]:.3f}" for name in SCORES),
            ]
            for row in rows
        ],
    )


def reliability(rows):
    """Give a row a tenth of the confidence."""
    return lay_out(
        ["confidence given", "mentions", "mean given", "share right"],
        [
            [
                f"{row['from']:.1f} to {row['from'] + 0.1:.1f}",
                f"{row['mentions']:,}",
                f"{row['given']:.3f}",
                f"{row['right']:.3f}",
            ]
            for row in rows
        ],
    )


def main():
    read, written = (Path(each) for each in sys.argv[1:])
    found = json.loads(read.read_text("utf-8"))
    parts = [
        "<!-- Written by tests/reading/tables.py; scores -->",
        scores(found["scores"]),
        "<!-- calibration -->",
        reliability(found["reliability"]),
    ]
    written.write_text("\n\n".join(parts) + "\n", "utf-8")


if __name__ == "__main__":
    main()
