"""Features of a kind, within an area or along a border."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import shapely

from balkanroute.errors import UnknownReference, did_you_mean
from balkanroute.model import Place
from balkanroute.osm.areas import NEAR_M, check_size, describe, shape_area
from balkanroute.osm.extracts import read_extract
from balkanroute.osm.questions import ask
from balkanroute.osm.recordings import Question
from balkanroute.osm.services import ATTRIBUTION, Service

if TYPE_CHECKING:
    import geopandas
    from shapely import MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry

    from balkanroute.osm.questions import Answer

Tags = Mapping[str, bool | str | list[str]]
#: What each kind is in OpenStreetMap: any of the tags. The meanings are those of the wiki's
#: pages ``Tag:barrier=border_control``, ``Tag:railway=border`` and ``Tag:railway=station``.
FEATURE_KINDS: Final[Mapping[str, Tags]] = {
    "border control": {"barrier": "border_control", "government": "border_control"},
    "crossing": {"barrier": "border_control", "railway": "border"},
    "railway station": {"railway": ["station", "halt"]},
    "bus station": {"amenity": "bus_station"},
    "airport": {"aeroway": "aerodrome"},
}
#: What osmnx adds to the tags of a feature.
_NO_TAGS: Final = frozenset({"geometry", "nodes", "members", "visible", "lat", "lon", "refs"})


def features(
    area: BaseGeometry | Place,
    kind: str | Tags,
    *,
    within_m: float = NEAR_M,
    extract: str | Path | None = None,
    service: Service | None = None,
) -> geopandas.GeoDataFrame:
    """
    Find the features of a kind within an area or along a border.

    Parameters
    ----------
    area
        An area, in EPSG:4326 or as a place; or a border, another line or a point, near which
        is looked.
    kind
        A name of `FEATURE_KINDS`, or tags of OpenStreetMap: ``{"railway": "station"}``; True
        stands for any value.
    within_m
        How far from a line or a point is still near, in metres.
    extract
        An ``.osm`` file to look in; no server is then asked.
    service
        Where to ask, and how; None is the public servers, with no cache.

    Returns
    -------
    geopandas.GeoDataFrame
        Never empty. Index ``id``, such as ``node/123``, EPSG:4326; ``name`` (None where there is
        none), ``kind``, ``tags`` (a dict), ``as_of`` (the date of the data, None where nothing
        says), ``retrieved``, ``attribution``, ``geometry``.

    Raises
    ------
    UnansweredQuestion
        When no whole answer came, or nothing of the kind is there.
    UnknownReference
        When the kind has no such name.
    InvalidRecord
        When the area is none, or too large for one question.
    UnreadableFile
        When the extract or a recorded answer is not what it should be.
    """
    named, tags = _tags(kind)
    shape = shape_area(area, within_m)
    question = Question(
        sort="features",
        about={"area": shape.wkt, "tags": tags},
        words=f"features {named!r} in {describe(shape)}",
    )
    if extract is not None:
        answer = read_extract(question, extract, lambda path: _read(path, shape, tags))
    else:
        service = service or Service()
        check_size(shape, service.largest_km2)
        answer = ask(question, service, lambda: _download(shape, tags))
    return _framed(answer, named)


def _read(
    path: Path, shape: Polygon | MultiPolygon, tags: dict[str, bool | str | list[str]]
) -> geopandas.GeoDataFrame:
    """Read features from a file through osmnx."""
    import osmnx

    return osmnx.features_from_xml(path, polygon=shape, tags=tags)


def _download(
    shape: Polygon | MultiPolygon, tags: dict[str, bool | str | list[str]]
) -> geopandas.GeoDataFrame:
    """Ask for features through osmnx, for each part of an area by itself."""
    import osmnx
    import pandas as pd
    from osmnx._errors import InsufficientResponseError

    found = []
    for part in shapely.get_parts(shape):
        # One part may hold nothing; all of them together may not.
        with suppress(InsufficientResponseError):
            found.append(osmnx.features_from_polygon(part, tags))
    if not found:
        raise InsufficientResponseError
    joined = pd.concat(found)
    return joined[~joined.index.duplicated()].sort_index()


def _tags(kind: str | Tags) -> tuple[str, dict[str, bool | str | list[str]]]:
    """Give a kind's name and its tags."""
    if isinstance(kind, Mapping):
        named = ", ".join(f"{key}={_shown(value)}" for key, value in sorted(kind.items()))
        return named, dict(sorted(kind.items()))
    if kind not in FEATURE_KINDS:
        hint = did_you_mean(kind, FEATURE_KINDS)
        raise UnknownReference(
            f"kind {kind!r}: expected one of {', '.join(FEATURE_KINDS)}, "
            f"or tags such as {{'railway': 'station'}}{hint}"
        )
    return kind, dict(FEATURE_KINDS[kind])


def _shown(value: bool | str | list[str]) -> str:  # noqa: FBT001 - a tag's value may be True
    """Write what a tag may be."""
    if isinstance(value, list):
        return "|".join(value)
    return "*" if value is True else str(value)


def _framed(answer: Answer[geopandas.GeoDataFrame], kind: str) -> geopandas.GeoDataFrame:
    """Bring what osmnx found to the columns that are the same for every kind."""
    import geopandas
    import pandas as pd

    found = answer.found
    index = [f"{element}/{number}" for element, number in found.index]
    tags = [tags_of(row) for row in found.drop(columns="geometry").to_dict("records")]
    return geopandas.GeoDataFrame(
        {
            "name": pd.Series([one.get("name") for one in tags], index=index, dtype=object),
            "kind": kind,
            "tags": tags,
            "as_of": answer.as_of,
            "retrieved": answer.retrieved,
            "attribution": ATTRIBUTION,
        },
        geometry=found.geometry.to_numpy(),
        index=index,
        crs="EPSG:4326",
    ).rename_axis("id")


def tags_of(row: Mapping[Any, Any]) -> dict[str, str]:
    """Give the tags of one feature from its row, those that others have left out."""
    return {
        str(key): value
        for key, value in row.items()
        if key not in _NO_TAGS and isinstance(value, str)
    }
