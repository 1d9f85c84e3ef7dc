"""
How events are counted by place and month: run this file; it prints tables and asserts nothing
but that all give the same table.

Events are drawn (70 % around 400 centres, the rest evenly, the first thousand exactly on vertices)
over 50 areas of about 1,400 vertices, twelve years and 20,000 sources, and written to Parquet.
Every contestant is a process of its own, which reads the file and counts reports, different
sources and deaths by area and month. CPU seconds are of all its threads; the peak of memory is
that of the whole process, libraries included.

Options: ``--rows`` (several); ``--sources``, how many different ones; ``--folder`` for the files;
``--without-geopandas``, which is left out beyond ten million rows in any case; ``--others`` also
measures pairs of events and places, distances to the nearest outline, and echoes.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import gettempdir

sys.path.insert(0, str(Path(__file__).parents[1]))

MOST_FOR_GEOPANDAS = 10_000_000
VERTICES = 1_400


def summarised(path, engine="local"):
    """Count with balkanroute."""
    from scaled import neighbours

    from balkanroute.scale import Columns, summarise

    columns = Columns(date="date", source="source", best="deaths")
    places = neighbours(vertices=VERTICES)
    found = summarise(path, places, columns=columns, on_border="none", engine=engine)
    frame = found.frame()[["place", "period", "reports", "sources", "best"]]
    return frame.astype({"reports": "int64", "best": "int64"})


def joined(path):
    """Count with geopandas and pandas."""
    import geopandas as gpd
    import pandas as pd
    from scaled import neighbours

    events = pd.read_parquet(path)
    points = gpd.points_from_xy(events.pop("longitude"), events.pop("latitude"), crs="EPSG:4326")
    places = neighbours(vertices=VERTICES).rename_axis("place").reset_index()
    found = gpd.sjoin(gpd.GeoDataFrame(events, geometry=points), places, predicate="within")
    found["period"] = pd.to_datetime(found["date"]).dt.to_period("M").dt.start_time.dt.date
    counts = found.groupby(["place", "period"], observed=True).agg(
        reports=("source", "size"), sources=("source", "nunique"), best=("deaths", "sum")
    )
    order = dict(zip(places["place"], range(len(places)), strict=True))
    table = counts.reset_index()
    return table.sort_values(
        ["place", "period"], key=lambda own: own.map(order) if own.name == "place" else own
    )


def paired(path):
    """Pair events with places."""
    from scaled import neighbours

    from balkanroute.scale import join

    return join(path, neighbours(vertices=VERTICES)).table


def measured_to(path):
    """Measure events to the nearest outline, up to 20 km."""
    from scaled import neighbours

    from balkanroute.scale import nearest_border_km

    return nearest_border_km(path, neighbours(vertices=VERTICES), within_km=20).table


def marked(path):
    """Mark events of the same source, day and cell."""
    from balkanroute.scale import Columns, deduplicate

    return deduplicate(path, columns=Columns(date="date", origin="source")).table


def summarised_by_sql(path):
    """Count with balkanroute on SedonaDB."""
    return summarised(path, "sedonadb")


CONTESTANTS = {"balkanroute": summarised, "sedonadb": summarised_by_sql, "geopandas": joined}
OTHERS = {"pairs": paired, "nearest": measured_to, "echoes": marked}


def measured(name, path):
    """Run one contestant in this process, and tell what it took."""
    started = time.perf_counter()
    table = (CONTESTANTS | OTHERS)[name](path)
    used = resource.getrusage(resource.RUSAGE_SELF)
    text = table.to_csv(index=False) if name in CONTESTANTS else ""
    return {
        "cpu_s": used.ru_utime + used.ru_stime,
        "wall_s": time.perf_counter() - started,
        "peak_mb": used.ru_maxrss / 1024,
        "groups": len(table),
        "hash": hashlib.sha256(text.encode()).hexdigest()[:12] if text else "",
    }


def in_a_process(name, path):
    """Run one contestant in a process of its own."""
    command = [sys.executable, __file__, "--contestant", name, "--file", str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def events_file(folder, rows, sources):
    """Give the file of so many events, made once."""
    from scaled import neighbours, write_events

    path = folder / f"events-{rows}-{sources}.parquet"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        write_events(unfinished, rows, neighbours(vertices=VERTICES), sources=sources)
        unfinished.rename(path)
    return path


def compare(path, rows, names):
    """Run contestants on so many rows, print what they took, and give it."""
    results = {name: in_a_process(name, path) for name in names}
    for name, result in results.items():
        print(
            f"{rows:>12,} {name:14}{result['cpu_s']:9.1f}{result['wall_s']:9.1f}"
            f"{result['peak_mb']:9.0f}{result['groups']:9,} {result['hash']}",
            flush=True,
        )
    if len({result["hash"] for name, result in results.items() if name in CONTESTANTS}) > 1:
        sys.exit("the tables differ")
    return results


def main():
    """Measure what the options ask for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--rows", nargs="+", type=float, default=[100_000])
    parser.add_argument("--folder", type=Path, default=Path(gettempdir()) / "balkanroute-scale")
    parser.add_argument("--without-geopandas", action="store_true")
    parser.add_argument("--sources", type=float, default=20_000)
    parser.add_argument("--others", action="store_true")
    parser.add_argument("--json", type=Path, help="keep the figures, for plot_scale.py")
    parser.add_argument("--contestant", choices=CONTESTANTS | OTHERS)
    parser.add_argument("--file", type=Path)
    asked = parser.parse_args()
    if asked.contestant:
        print(json.dumps(measured(asked.contestant, asked.file)))
        return
    print(f"{'rows':>12} {'':14}{'CPU s':>9}{'wall s':>9}{'peak MB':>9}{'groups':>9} table")
    found = {}
    for rows in map(int, asked.rows):
        small = rows <= MOST_FOR_GEOPANDAS and not asked.without_geopandas
        names = [name for name in CONTESTANTS if small or name != "geopandas"]
        path = events_file(asked.folder, rows, int(asked.sources))
        found[rows] = compare(path, rows, [*names, *(OTHERS if asked.others else ())])
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
