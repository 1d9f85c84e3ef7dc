"""Mentions as people look at them: a table with a map in a notebook, or a frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET  # writes only: a tree is safe as text is not

from shapely import Polygon

from balkanroute.gazetteer import Gazetteer
from balkanroute.mentions.records import Mention
from balkanroute.mentions.tables import COLUMNS, to_rows

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

#: As many mentions are shown in a notebook; the others are counted.
MOST_SHOWN: Final = 100
_HEADS: Final = {
    "surface": "in the text",
    "kind": "kind",
    "name": "place",
    "key": "key",
    "confidence": "confidence",
    "start": "from character",
    "abstained": "why left open",
}
_WIDTH: Final = 480
_MARGIN_DEGREES: Final = 1.5
_LOW: Final = 0.5
#: How much longer a degree of latitude is drawn than one of longitude: 1 / cos 45°.
_STRETCH: Final = 1.4


class Mentions(tuple[Mention, ...]):
    """The mentions of a text, in its order; in a notebook, a table with a map."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """Write the table and the map for a notebook."""
        whole = ET.Element("div")
        rows = to_rows(self[:MOST_SHOWN])
        drawing = _draw(rows)
        if drawing is not None:
            whole.append(drawing)
        whole.append(_tabulate(rows))
        if len(self) > MOST_SHOWN:
            ET.SubElement(whole, "p").text = f"… and {len(self) - MOST_SHOWN:,} more"
        return ET.tostring(whole, encoding="unicode", method="html")


def mentions_frame(mentions: Iterable[Mention]) -> GeoDataFrame:
    """
    Give mentions as a frame.

    Parameters
    ----------
    mentions
        What `find_places` found.

    Returns
    -------
    geopandas.GeoDataFrame
        A row a mention in their order, index ``mention`` from 0; the columns of
        `balkanroute.mentions.tables.to_rows` without ``lon`` and ``lat``, and ``geometry`` in
        EPSG:4326, None where no place is chosen or nobody knows its geometry.
    """
    import geopandas
    import numpy as np
    import pandas as pd

    found = tuple(mentions)
    columns = [name for name in COLUMNS if name not in ("lon", "lat")]
    index = pd.RangeIndex(len(found), name="mention")
    table = pd.DataFrame(to_rows(found), columns=columns, index=index)
    shapes = np.empty(len(found), dtype=object)
    shapes[:] = [mention.geometry for mention in found]
    return geopandas.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")


def _tabulate(rows: Sequence[dict[str, Any]]) -> ET.Element:
    """Lay rows out as a table."""
    table = ET.Element("table")
    head = ET.SubElement(ET.SubElement(table, "thead"), "tr")
    for title in _HEADS.values():
        ET.SubElement(head, "th", scope="col").text = title
    body = ET.SubElement(table, "tbody")
    for row in rows:
        line = ET.SubElement(body, "tr")
        for name in _HEADS:
            ET.SubElement(line, "td").text = _cell(row[name])
    return table


def _cell(value: object) -> str:
    """Write a value for a cell: a share in hundredths, nothing where there is none."""
    if value is None:
        return ""
    return f"{value:.0%}" if isinstance(value, float) else _printable(value)


def _printable(value: object) -> str:
    """Write a value without the characters that no markup may hold."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(value))


def _draw(rows: Sequence[dict[str, Any]]) -> ET.Element | None:
    """Draw the chosen places over the outlines of their countries; None where there is none."""
    placed = [row for row in rows if row["lon"] is not None]
    if not placed:
        return None
    west, east = (f(row["lon"] for row in placed) for f in (min, max))
    south, north = (f(row["lat"] for row in placed) for f in (min, max))
    west, south = west - _MARGIN_DEGREES, south - _MARGIN_DEGREES
    scale = _WIDTH / (east + _MARGIN_DEGREES - west)
    height = round((north + _MARGIN_DEGREES - south) * scale * _STRETCH)
    drawing = ET.Element(
        "svg",
        {
            "viewBox": f"0 0 {_WIDTH} {height}",
            "width": str(_WIDTH),
            "height": str(height),
            "role": "img",
            "style": "display: block; max-width: 100%; border: 1px solid #ccc",
            "aria-label": f"{len(placed)} places on a map",
        },
    )

    def spot(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - west) * scale, 1), round(height - (lat - south) * scale * _STRETCH, 1)

    for outline in _outlines(1.0 / scale):
        for ring in outline:
            if not any(west <= lon <= east + _MARGIN_DEGREES for lon, _ in ring):
                continue
            points = " ".join(f"{x},{y}" for x, y in (spot(*at) for at in ring))
            look = {"fill": "none", "stroke": "#888", "stroke-width": "0.7"}
            ET.SubElement(drawing, "polygon", {"points": points, **look})
    for row in placed:
        x, y = spot(row["lon"], row["lat"])
        sure = row["confidence"] >= _LOW
        look = {"fill": "#0b5fa5" if sure else "#fff", "stroke": "#0b5fa5"}
        dot = ET.SubElement(drawing, "circle", {"cx": str(x), "cy": str(y), "r": "4", **look})
        ET.SubElement(dot, "title").text = _printable(f"{row['surface']}: {row['name']}")
    return drawing


def _outlines(tolerance: float) -> list[list[list[tuple[float, float]]]]:
    """Give the outlines of the gazetteer's countries, as fine as a pixel: degrees."""
    gazetteer = Gazetteer.bundled()
    keys = [entry.key for entry in gazetteer.entries if entry.kind == "country"]
    shapes = [gazetteer.place(key).geometry for key in keys]
    return [
        _rings(shape, tolerance) for shape in shapes if shape is not None and not shape.is_empty
    ]


def _rings(shape: BaseGeometry, tolerance: float) -> list[list[tuple[float, float]]]:
    """Give the outer rings of an area, thinned for a small drawing."""
    thinned = shape.simplify(tolerance)
    parts = getattr(thinned, "geoms", (thinned,))
    rings = [part.exterior.coords for part in parts if isinstance(part, Polygon)]
    return [[(lon, lat) for lon, lat, *_ in ring] for ring in rings]
