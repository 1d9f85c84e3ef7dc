"""Small summaries of events, written by hand, and the places that they are of."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import pyarrow as pa
import shapely

from balkanroute.scale import Summary, Tally

SCHEMA = pa.schema(
    [
        ("place", pa.string()),
        ("period", pa.date32()),
        ("topic", pa.string()),
        ("unit", pa.string()),
        ("reports", pa.float64()),
        ("certain", pa.int64()),
        ("sources", pa.int64()),
        ("origins", pa.int64()),
        ("best", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
    ]
)


def row(place, period=None, reports=10.0, **told):
    """Give a row of a summary; what is not said is missing."""
    day = date.fromisoformat(period) if period else None
    base = dict.fromkeys(SCHEMA.names) | {
        "place": place,
        "period": day,
        "reports": float(reports),
        "certain": int(reports) if day else 0,
        "sources": 8,
        "origins": 6,
    }
    return base | told


def summary(*rows, **tally):
    counts = {"rows": 100, "counted": int(sum(one["reports"] for one in rows))} | tally
    return Summary(pa.Table.from_pylist(list(rows), schema=SCHEMA), Tally(counts))


def places(*keys, side=1.0, **columns):
    """Give squares in a row, from 20 degrees east and 44 north on."""
    boxes = [shapely.box(20 + n * side, 44, 20 + (n + 1) * side, 45) for n in range(len(keys))]
    frame = gpd.GeoDataFrame(
        {"name": [f"Place {key}" for key in keys]} | columns,
        geometry=boxes,
        index=list(keys),
        crs="EPSG:4326",
    )
    return frame.rename_axis("id")
