"""
Airports of the world that have an IATA code, from PyPI ``airportsdata``.

Beside an airport's name stand its two codes, the short form of an international one
("Sheremetyevo"), and in the corridor's countries its city with the word airport.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from recipes.fetch import Fetch, Package
from recipes.registry import Entry, write_bytes
from recipes.settlements import CORRIDOR
from recipes.store import Row, write

AIRPORTSDATA: Final = Package(
    client="pip",
    name="airportsdata",
    version="20260905",
    sha256="d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868",
)
_AIRPORT: Final = re.compile(
    r"\s*\b(International\s+)?(Airport|Air\s?port|Airfield)\b.*$", re.IGNORECASE
)


def build(fetch: Fetch, out: Path) -> list[Entry]:
    """
    Write the airports, and the licence of the folder they share with the project's own tables.

    Parameters
    ----------
    fetch
        Hands out packages.
    out
        The folder ``data/geo``.
    """
    data = fetch(AIRPORTSDATA)
    folder = out / "mit"
    folder.mkdir(exist_ok=True)
    chosen = list(rows((data / "airportsdata" / "airports.csv").read_text(encoding="utf-8")))
    write(folder / "airports.sqlite", chosen)
    theirs = next(data.glob("airportsdata-*.dist-info")) / "licenses" / "LICENSE"
    ours = out.parent.parent / "LICENSE"
    text = (
        f"airports.sqlite\n\n{theirs.read_text(encoding='utf-8').strip()}\n\n\n"
        f"Everything else in this folder\n\n{ours.read_text(encoding='utf-8').strip()}\n"
    )
    write_bytes(folder / "LICENSE", text.encode())
    return [
        Entry(
            name="airports",
            file="mit/airports.sqlite",
            description=f"{len(chosen)} airports of the world that have an IATA code.",
            licence="MIT",
            attribution="Airports: airportsdata (MIT)",
            origin="pip airportsdata 20260905",
            version="20260905",
            date="2026-09-05",
        )
    ]


def rows(text: str) -> Iterator[Row]:
    """
    Choose the airports and their names.

    Parameters
    ----------
    text
        ``airports.csv`` of airportsdata.
    """
    listed = (line for line in csv.DictReader(text.splitlines()) if line["iata"])
    for line in sorted(listed, key=lambda line: (line["iata"], line["icao"])):
        yield Row(
            id=_number(line["iata"]),
            names=tuple(_names(line)),
            lon=float(line["lon"]),
            lat=float(line["lat"]),
            country=line["country"],
        )


def _number(iata: str) -> int:
    """Give a code its number: letters and digits read to base 36."""
    return int(iata, 36)


def _names(line: Mapping[str, str]) -> Iterator[str]:
    """Give the names of an airport, the codes last, marked with what they are."""
    name = " ".join(line["name"].split())
    names = [name]
    if line["country"] in CORRIDOR:
        names += [_AIRPORT.sub("", name), *([f"{line['city']} Airport"] if line["city"] else [])]
    elif "International" in name:
        names.append(_AIRPORT.sub("", name))
    yield from dict.fromkeys(n for n in names if n)
    yield f"iata\t{line['iata']}"
    if line["icao"]:
        yield f"icao\t{line['icao']}"
