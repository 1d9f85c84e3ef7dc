"""Events and places for tests and benchmarks of scale, as many as are asked for."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

#: Where the generated places lie: about the Balkans.
WEST, SOUTH, EAST, NORTH = 13.0, 35.0, 33.0, 49.0
CENTRES = 400
SOURCES = 20_000
FIRST_DAY = np.datetime64("2012-01-01")
DAYS = 12 * 365 + 3
ON_VERTICES = 1_000
CHUNK = 1 << 20


def neighbours(columns=10, rows=5, vertices=1_400, seed=3):
    """Give areas side by side, that share their winding borders vertex for vertex."""
    dice = np.random.default_rng(seed)
    xs, ys = np.linspace(WEST, EAST, columns + 1), np.linspace(SOUTH, NORTH, rows + 1)
    steps = max(vertices // 4, 2)
    flat = {
        (i, j): _winding(dice, (xs[i], ys[j]), (xs[i + 1], ys[j]), steps)
        for i in range(columns)
        for j in range(rows + 1)
    }
    tall = {
        (i, j): _winding(dice, (xs[i], ys[j]), (xs[i], ys[j + 1]), steps)
        for i in range(columns + 1)
        for j in range(rows)
    }
    shapes = {}
    for i in range(columns):
        for j in range(rows):
            ring = [flat[i, j], tall[i + 1, j], flat[i, j + 1][::-1], tall[i, j][::-1]]
            points = np.concatenate([edge[:-1] for edge in ring])
            shapes[f"area-{i}-{j}"] = shapely.Polygon(points)
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"))


def _winding(dice, start, end, steps):
    """Give a line that winds between two corners and crosses no other of the grid."""
    start, end = np.array(start), np.array(end)
    share = np.linspace(0, 1, steps + 1)
    along = end - start
    across = np.array([-along[1], along[0]])
    swing = np.cumsum(dice.normal(size=steps + 1))
    swing -= share * swing[-1]
    swing *= np.minimum(share, 1 - share) / max(np.abs(swing).max(), 1e-9) * 0.4
    line = start + share[:, None] * along + swing[:, None] * across
    line[0], line[-1] = start, end
    return line


def event_batches(rows, places, seed=4, sources=SOURCES):
    """Give events by the million: most around some centres, the first ones on vertices."""
    dice = np.random.default_rng(seed)
    centres = dice.uniform((WEST, SOUTH), (EAST, NORTH), (CENTRES, 2))
    corners = shapely.get_coordinates(places.geometry.array)
    names = pa.array([f"source-{number}" for number in range(sources)])
    for first in range(0, rows, CHUNK):
        count = min(CHUNK, rows - first)
        yield _batch(dice, centres, corners[: ON_VERTICES if first == 0 else 0], names, count)


def _batch(dice, centres, corners, names, count):
    """Give a batch of events."""
    spread = dice.random(count) < 0.3
    points = centres[dice.integers(0, len(centres), count)] + dice.normal(0, 0.3, (count, 2))
    points[spread] = dice.uniform((WEST - 1, SOUTH - 1), (EAST + 1, NORTH + 1), (spread.sum(), 2))
    points[: len(corners)] = dice.permutation(corners)[:count]
    days = FIRST_DAY + dice.integers(0, DAYS, count)
    source = np.floor(len(names) * dice.random(count) ** 3).astype(np.int32)
    return pa.record_batch(
        {
            "longitude": points[:, 0],
            "latitude": points[:, 1],
            "date": pa.array(days.astype("datetime64[D]")),
            "source": pa.DictionaryArray.from_arrays(pa.array(source), names),
            "deaths": pa.array(np.floor(dice.exponential(2.0, count)).astype(np.int32)),
        }
    )


def write_events(path, rows, places, seed=4, sources=SOURCES):
    """Write events to a Parquet file, a row group for each batch."""
    writer = None
    for batch in event_batches(rows, places, seed, sources):
        plain = pa.table(batch).set_column(3, "source", batch["source"].cast(pa.string()))
        writer = writer or pq.ParquetWriter(path, plain.schema, compression="zstd")
        writer.write_table(plain, row_group_size=CHUNK)
    writer.close()
    return path
