"""
Events of OSINT projects, in the GeoJSON of osint-geo-extractor.

That tool takes in what Bellingcat, Cen4infoRes, DefMon3, GeoConfirmed and Texty.org.ua publish and
writes one collection of points, each with ``title``, ``date``, ``description``, ``place_desc``,
``links`` and ``source``, the last being the project
(https://github.com/conflict-investigations/osint-geo-extractor). It declares no precision, so a
point has none here. Where a project gave no point it writes 0, 0: that is no place.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord
from balkanroute.model import PlaceRole, is_link
from balkanroute.readers import peek
from balkanroute.readers.features import Feature, flat, period_of
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.geojson.collections import features_of, opened
from balkanroute.readers.geojson.events import holds_events
from balkanroute.readers.problems import PlaceLookup, Reading
from balkanroute.readers.protocol import Format, Options

_NAME: Final = "osint-geojson"
#: The projects by the words that the tool has for them.
_PROJECTS: Final = {
    "BELLINGCAT": ("Bellingcat", "https://ukraine.bellingcat.com/"),
    "CENINFORES": (
        "Centre for Information Resilience",
        "https://maphub.net/Cen4infoRes/russian-ukraine-monitor",
    ),
    "DEFMON": ("DefMon3", None),
    "GEOCONFIRMED": ("GeoConfirmed", None),
    "TEXTY": ("Texty.org.ua", "https://texty.org.ua/"),
}
_MOST_LINKS: Final = 1_000


def _look(path: Path) -> bool:
    """Tell by the properties of the first features."""
    value = peek.json_value(path)
    if not isinstance(value, dict) or value.get("type") != "FeatureCollection":
        return False
    features = value.get("features")
    return isinstance(features, list) and "balkanroute" not in value and holds_events(features)


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:  # noqa: ARG001 - points stand in the file
    """Read every event."""
    collection = opened(path)
    gathering = Gathering(path, _NAME)
    for feature in features_of(gathering, collection, options):
        with gathering.row(feature.number, feature.words):
            _event(gathering, feature)
    return gathering.reading()


READER: Final = Format(
    name=_NAME,
    title="OSINT events: GeoJSON of osint-geo-extractor (Bellingcat, GeoConfirmed and others)",
    suffixes=(".geojson", ".json"),
    look=_look,
    load=_load,
)


def _event(gathering: Gathering, feature: Feature) -> None:
    """Take an event: its place, its links, and what the project says happened there."""
    said = dict(feature.properties)
    title, description, area = (
        _words(said.pop(name, None)) for name in ("title", "description", "place_desc")
    )
    project = _words(said.get("source"))
    if project is None:
        raise InvalidRecord("the event names no project under 'source'")
    del said["source"]
    name, address = _PROJECTS.get(project, (project, None))
    links = _links(said)
    about = period_of(said.get("date"))
    if about is not None:
        del said["date"]
    place = _place(gathering, feature, area or title, said)
    speaker = gathering.add("agents", project, name=name)
    says = description or title or f"{name} lists an event{f' at {area}' if area else ''}."
    gathering.add(
        "claims",
        feature.number,
        says=says,
        speaker=speaker,
        recorder=speaker,
        source=_source(gathering, feature, (project, name, address), links, title),
        about=about,
        where=(PlaceRole(place=place),),
        extra={_NAME: {"id": feature.key}} if feature.key else {},
    )


def _words(value: object) -> str | None:
    """Give a text that says something."""
    return value.strip() if isinstance(value, str) and value.strip() else None


def _links(said: dict[str, Any]) -> list[str]:
    """Take the links of an event, each once; what is no link stays."""
    given = said.pop("links", None)
    listed = given if isinstance(given, list) else [given]
    if len(listed) > _MOST_LINKS:
        raise InvalidRecord(
            f"the event has {len(listed):,} links; at most {_MOST_LINKS:,} are read"
        )
    links = dict.fromkeys(link for link in listed if isinstance(link, str) and is_link(link))
    others = [link for link in listed if link is not None and link not in links]
    if others:
        said["links"] = others
    return list(links)


def _place(gathering: Gathering, feature: Feature, name: str | None, said: dict[str, Any]) -> str:
    """Give the place of an event; 0, 0 is where the tool puts what it has no point for."""
    geometry = flat(feature.geometry)
    extra: dict[str, Any] = {key: value for key, value in said.items() if value is not None}
    if _is_nowhere(geometry):
        geometry = None
        extra["coordinates"] = [0.0, 0.0]
        message = "the point 0, 0 stands for no point; the event is kept without a place on the map"
        gathering.warn(feature.number, message, feature.words)
    return gathering.add(
        "places",
        feature.number,
        name=name or feature.key or feature.words,
        geometry=geometry,
        provenance=gathering.file.name,
        extra={_NAME: extra} if extra else {},
    )


def _is_nowhere(geometry: BaseGeometry | None) -> bool:
    """Tell whether a geometry is the point 0, 0."""
    return geometry is not None and geometry.geom_type == "Point" and geometry.bounds[:2] == (0, 0)


def _source(
    gathering: Gathering,
    feature: Feature,
    project: tuple[str, str, str | None],
    links: list[str],
    title: str | None,
) -> str:
    """Give the project's entry as a source, which repeats what its links lead to."""
    key, name, address = project
    parents = tuple(
        gathering.add("sources", link, title=link, url=link, kind="other") for link in links
    )
    words = feature.key or title or feature.words
    return gathering.add(
        "sources",
        (key, feature.number),
        title=f"{name}: {words}",
        kind="dataset",
        publisher=name,
        url=address,
        derived_from=parents,
    )
