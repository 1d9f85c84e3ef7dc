"""
How fast UCDP events are read, and in how much memory: run this file; it prints and asserts nothing.

It writes a table with UCDP GED's 49 columns and invented values to a temporary folder, as many
rows as asked for (100,000 if not said), and reads it in a process of its own.
"""

# ruff: noqa: T201, S311 - a benchmark prints, and draws lots
from __future__ import annotations

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COLUMNS = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id
conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a
side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office source_date
source_headline source_original where_prec where_coordinates where_description adm_1 adm_2
latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec
date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob
""".split()  # noqa: SIM905 - the codebook's list
COUNTRIES = ("Serbia", "Bosnia-Herzegovina", "Turkey", "Afghanistan", "Syria", "Ukraine")
#: A place comes again about ten times in 100,000 rows; half of them are known to the spot.
SPOTS = 10_000
PRECISIONS = (1, 1, 1, 1, 1, 2, 2, 3, 4, 6)
MOST_SECONDS, MOST_MB = 10, 1000


def write(path: Path, count: int) -> None:
    """Write a table of invented events."""
    lots = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, COLUMNS)
        table.writeheader()
        table.writerows(event(number, lots) for number in range(1, count + 1))


def event(number: int, lots: random.Random) -> dict[str, object]:
    """Invent an event."""
    year, month, day = lots.randint(1989, 2024), lots.randint(1, 12), lots.randint(1, 28)
    spot = lots.randint(1, SPOTS)
    country = COUNTRIES[spot % len(COUNTRIES)]
    latitude, longitude = 35 + spot % 100 / 10, 20 + spot % 300 / 10
    date = f"{year}-{month:02}-{day:02}"
    best = lots.randint(0, 30)
    reports = lots.choice((1, 1, 1, 2, 3))
    papers = [f"Paper {lots.randint(1, 300)}" for _ in range(reports)]
    heads = [f"Clash number {number} reported, part {part}" for part in range(reports)]
    return {
        "id": number,
        "relid": f"XXX-{year}-1-{spot}-{number}",
        "year": year,
        "active_year": 1,
        "code_status": "Clear",
        "type_of_violence": lots.choice((1, 2, 3)),
        "conflict_dset_id": spot,
        "conflict_new_id": spot,
        "conflict_name": f"{country}: Government {spot % 40}",
        "dyad_dset_id": spot,
        "dyad_new_id": spot,
        "dyad_name": f"Government of {country} - Group {spot % 90}",
        "side_a_dset_id": spot % 90,
        "side_a_new_id": spot % 90,
        "side_a": f"Government of {country}",
        "side_b_dset_id": spot % 90,
        "side_b_new_id": spot % 90,
        "side_b": f"Group {spot % 90}",
        "number_of_sources": lots.choice((reports, reports, -1)),
        "source_article": ";".join(
            f"{paper},{date},{head}" for paper, head in zip(papers, heads, strict=True)
        ),
        "source_office": ";".join(papers),
        "source_date": ";".join([date] * reports),
        "source_headline": ";".join(heads),
        "source_original": lots.choice(("police", "army", "residents", "")),
        "where_prec": PRECISIONS[spot * 7 % len(PRECISIONS)],
        "where_coordinates": f"Place {spot} town",
        "where_description": f"Place {spot}, on the road to the north",
        "adm_1": f"Province {spot % 60} province",
        "adm_2": f"District {spot % 700} district",
        "latitude": latitude,
        "longitude": longitude,
        "geom_wkt": f"POINT ({longitude} {latitude})",
        "priogrid_gid": 180_000 + spot,
        "country": country,
        "country_id": 345,
        "region": "Europe",
        "event_clarity": lots.choice((1, 1, 2)),
        "date_prec": lots.choices((1, 2, 3, 4, 5), (70, 10, 10, 8, 2))[0],
        "date_start": f"{date} 00:00:00.000",
        "date_end": f"{date} 00:00:00.000",
        "deaths_a": best // 3,
        "deaths_b": best - best // 3,
        "deaths_civilians": 0,
        "deaths_unknown": 0,
        "best": best,
        "high": best + 5,
        "low": max(best - 2, 0),
        "gwnoa": 345,
        "gwnob": "",
    }


def measure(path: Path) -> None:
    """Read the table, and print what it took."""
    from balkanroute.readers.protocol import BUNDLED
    from balkanroute.readers.ucdp import READER

    before = resource.getrusage(resource.RUSAGE_SELF)
    started = time.perf_counter()
    reading = READER.read(path, places=BUNDLED)
    took = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if reading.atlas is None:
        sys.exit(f"not read: {reading.problems[:1]}")
    print(f"{len(reading.atlas.claims):>12,} claims, {len(reading.skipped):,} rows not read")
    print(f"{took:>12.1f} s by the clock (at most {MOST_SECONDS})")
    print(f"{cpu:>12.1f} s of processor time")
    print(f"{after.ru_maxrss / 1000:>12.0f} MB at its peak (at most {MOST_MB})")


def main() -> None:
    """Write the table, and read it in a process of its own."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--read", type=Path)
    given = asked.parse_args()
    if given.read is not None:
        measure(given.read)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "GEDEvent.csv"
        write(path, given.rows)
        print(f"{path.stat().st_size / 1e6:>12.0f} MB of {given.rows:,} rows")
        subprocess.run([sys.executable, __file__, "--read", str(path)], check=True)


if __name__ == "__main__":
    main()
