"""
The libraries that the page is measured against, each drawing the same claims as a page.

Each is given what it draws from at once (rows or a frame), is used as its documentation shows,
without tiles, and shows all fields of a claim when its point is clicked. Where there is a choice
the cheaper one is taken: circles rather than pins, cards made when they are opened.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import generated

import balkanroute as br

Rows = list[generated.Row]
#: A callback of FastMarkerCluster: the card is made when it is opened, and is text only.
_CALLBACK: Final = """
function (row) {
  var marker = L.marker(new L.LatLng(row[0], row[1]));
  marker.bindPopup(function () {
    var card = document.createElement("div");
    row.slice(2).forEach(function (field) {
      card.appendChild(document.createElement("p")).textContent = field;
    });
    return card;
  });
  return marker;
}
"""


_ICON_COLOURS: Final = dict(
    zip(
        generated.STANCES,
        ("blue", "green", "orange", "purple", "red", "darkblue", "gray"),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Library:
    """
    A way of making a page.

    Parameters
    ----------
    name
        As it stands in the tables.
    prepare
        Makes its input of an atlas; not measured.
    build
        Makes the page of its input; measured.
    most
        More claims than this are not asked of it by default.
    """

    name: str
    prepare: Callable[[br.Atlas], Any]
    build: Callable[[Any], str]
    most: int = 1_000_000


def marker(rows: Rows) -> str:
    """Draw each claim as a `folium.Marker` with a `folium.Popup`."""
    import folium

    drawn = _map()
    for row in rows:
        popup = folium.Popup(_card(row), max_width=300)
        folium.Marker((row.y, row.x), popup=popup).add_to(drawn)
    return _page(drawn)


def marker_icon(rows: Rows) -> str:
    """Draw each claim as a `folium.Marker` with popup, tooltip and an icon by stance."""
    import folium

    drawn = _map()
    for row in rows:
        folium.Marker(
            (row.y, row.x),
            popup=folium.Popup(_card(row), max_width=300),
            tooltip=html.escape(row.place),
            icon=folium.Icon(color=_ICON_COLOURS[row.stance]),
        ).add_to(drawn)
    return _page(drawn)


def geojson(rows: Rows) -> str:
    """Draw the claims as one `folium.GeoJson` of circles with a `folium.GeoJsonPopup`."""
    import folium

    fields = [name for name in generated.Row._fields if name not in ("x", "y")]
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": (row.x, row.y)},
            "properties": {name: getattr(row, name) for name in fields},
        }
        for row in rows
    ]
    drawn = _map()
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(radius=5),
        popup=folium.GeoJsonPopup(fields),
    ).add_to(drawn)
    return _page(drawn)


def fast_cluster(rows: Rows) -> str:
    """Draw the claims as one `folium.plugins.FastMarkerCluster` with cards on demand."""
    from folium.plugins import FastMarkerCluster

    drawn = _map()
    data = [(row.y, row.x, *row[:-2]) for row in rows]
    FastMarkerCluster(data, callback=_CALLBACK).add_to(drawn)
    return _page(drawn)


def geopandas_frame(made: br.Atlas) -> Any:
    """Give the claims as the GeoDataFrame that `explore` starts from."""
    import geopandas

    rows = generated.rows(made)
    columns = {name: [getattr(row, name) for row in rows] for name in generated.Row._fields[:-2]}
    points = geopandas.points_from_xy([row.x for row in rows], [row.y for row in rows])
    return geopandas.GeoDataFrame(columns, geometry=points, crs="EPSG:4326")


def geopandas_explore(frame: Any) -> str:
    """Draw the claims with `GeoDataFrame.explore`."""
    drawn = frame.explore(tiles=None, tooltip=False, popup=True)
    return _page(drawn)


def _map() -> Any:
    """Make an empty map that shows where the claims are."""
    import folium

    return folium.Map(location=(43, 21.5), zoom_start=6, tiles=None)


def _page(drawn: Any) -> str:
    """Render a folium map."""
    page: str = drawn.get_root().render()
    return page


def _card(row: generated.Row) -> str:
    """Write a claim as the markup of a popup, escaped as a careful author does."""
    title, text, speaker, stance, topic, source, url, published, about, place = (
        html.escape(field) for field in row[:-2]
    )
    return (
        f"<b>{title}</b><p>{text}</p><p>{speaker} {stance}; {topic}; {about}; {place}</p>"
        f'<p><a href="{url}">{source}</a>, {published}</p>'
    )


OURS: Final = Library("balkanroute", lambda made: made, br.to_html)
MARKER: Final = Library("folium.Marker", generated.rows, marker, 10_000)
#: What our page shows of a claim before it is opened, its place's name and a colour, is here too.
ICON: Final = Library("folium.Marker + icon", generated.rows, marker_icon, 10_000)
GEOJSON: Final = Library("folium.GeoJson", generated.rows, geojson, 100_000)
CLUSTER: Final = Library("FastMarkerCluster", generated.rows, fast_cluster, 100_000)
EXPLORE: Final = Library("geopandas.explore", geopandas_frame, geopandas_explore, 10_000)
ALL: Final = (OURS, MARKER, ICON, GEOJSON, CLUSTER, EXPLORE)


def missing() -> dict[str, str]:
    """Say which libraries cannot be measured here, and why."""
    import importlib.util

    needed = [name for name in ("matplotlib", "mapclassify") if not importlib.util.find_spec(name)]
    return {EXPLORE.name: f"it needs {' and '.join(needed)}"} if needed else {}
