"""Mentions as rows, for tables, CSV and GeoJSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from balkanroute.mentions.records import Mention

#: The columns of a mention, in their order.
COLUMNS: Final = (
    "start",
    "end",
    "surface",
    "kind",
    "key",
    "name",
    "confidence",
    "precision_m",
    "lon",
    "lat",
    "abstained",
)
_DIGITS: Final = 6  # of a degree: a tenth of a metre
_PLACES: Final = 4


def to_rows(mentions: Iterable[Mention]) -> list[dict[str, Any]]:
    """
    Give mentions as rows.

    Parameters
    ----------
    mentions
        What was found, in the order of the text.

    Returns
    -------
    list of dict
        One row a mention with the keys `COLUMNS`: start and end in Python characters of the
        text; the gazetteer's key and name of the place chosen; confidence from 0 to 1;
        ``precision_m`` in metres; a point on the place in EPSG:4326, which stands for the whole
        of a line or an area; and why none was chosen. None where there is nothing to say.
    """
    points: dict[str, tuple[float, float] | None] = {}
    return [_row(mention, points) for mention in mentions]


def _row(mention: Mention, points: dict[str, tuple[float, float] | None]) -> dict[str, Any]:
    """Give the row of a mention; a place is asked once for its point."""
    chosen = mention.chosen
    key = chosen.key if chosen else None
    if key is not None and key not in points:
        points[key] = _point(mention)
    point = points[key] if key is not None else None
    return {
        "start": mention.start,
        "end": mention.end,
        "surface": mention.surface,
        "kind": mention.kind,
        "key": key,
        "name": chosen.name if chosen else None,
        "confidence": round(mention.confidence, _PLACES),
        "precision_m": mention.precision_m,
        "lon": point[0] if point else None,
        "lat": point[1] if point else None,
        "abstained": mention.abstained,
    }


def _point(mention: Mention) -> tuple[float, float] | None:
    """Give a point on the place of a mention."""
    geometry = mention.geometry
    if geometry is None:
        return None
    point = geometry.representative_point()
    return round(point.x, _DIGITS), round(point.y, _DIGITS)


def to_csv(rows: Iterable[dict[str, Any]]) -> str:
    """
    Give rows of mentions as CSV.

    Parameters
    ----------
    rows
        As `to_rows` gives them.

    Returns
    -------
    str
        RFC 4180 with a heading; an empty cell where a value is None.
    """
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def to_geojson(rows: Iterable[dict[str, Any]]) -> str:
    """
    Give rows of mentions as GeoJSON.

    Parameters
    ----------
    rows
        As `to_rows` gives them.

    Returns
    -------
    str
        RFC 7946: a feature a mention, a point where a place was chosen and null where not.
    """
    features = [
        {
            "type": "Feature",
            "geometry": None
            if row["lon"] is None
            else {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
            "properties": {name: row[name] for name in COLUMNS if name not in {"lon", "lat"}},
        }
        for row in rows
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False) + "\n"


def to_lines(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """
    Give rows as text, with their columns in line whatever width their letters have.

    Parameters
    ----------
    heading
        The name of each column.
    rows
        A cell a column; None is an empty one.

    Returns
    -------
    str
        A line for the heading and one for each row.
    """
    from rich.cells import cell_len

    cells = [[_cell(value) for value in row] for row in (heading, *rows)]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    lines = (
        "  ".join(
            text + " " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True)
        )
        for row in cells
    )
    return "\n".join(line.rstrip() for line in lines)


def _cell(value: object) -> str:
    """Give a value on one line."""
    return "" if value is None else " ".join(str(value).split())
