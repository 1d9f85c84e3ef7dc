"""A place of OpenStreetMap, by its name or its id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

import shapely

from balkanroute.errors import InvalidRecord
from balkanroute.model import Name, Place
from balkanroute.model.records import PlaceKind
from balkanroute.osm.namesakes import find_named
from balkanroute.osm.questions import ask
from balkanroute.osm.recordings import Question
from balkanroute.osm.services import ATTRIBUTION, Service

if TYPE_CHECKING:
    import geopandas
    from shapely.geometry.base import BaseGeometry

    from balkanroute.osm.questions import Answer

_ID: Final = re.compile(r"(node|way|relation)/(\d+)|([NWR])(\d+)")
_SORTS: Final = {"N": "node", "W": "way", "R": "relation"}
#: What the words of OpenStreetMap's tags are here.
_KINDS: Final[Mapping[str, PlaceKind]] = {
    "country": "country",
    **dict.fromkeys(
        ("state", "region", "province", "county", "district", "state_district", "municipality"),
        "region",
    ),
    **dict.fromkeys(
        ("city", "town", "village", "hamlet", "suburb", "quarter", "neighbourhood", "borough",
         "city_district", "isolated_dwelling"),
        "settlement",
    ),
    "border_control": "crossing",
    "border": "crossing",
    "aerodrome": "airport",
}  # fmt: skip
_COUNTRY: Final = 2
_LAST_REGION: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class _Element:
    """What is known of one element, wherever it was found."""

    osm_id: str
    name: str
    names: tuple[Name, ...]
    words: tuple[str, ...]
    tag: str
    level: int | None
    geometry: BaseGeometry


def place(
    query: str,
    *,
    id: str | None = None,  # noqa: A002 - it is the record's id
    kind: PlaceKind | None = None,
    language: str = "en",
    extract: str | Path | None = None,
    service: Service | None = None,
) -> Place:
    """
    Get a place of OpenStreetMap, with its boundary or its point.

    Parameters
    ----------
    query
        Its name, the more closely the better (``Subotica, Serbia``), of which the server's first
        choice is taken; or its id: ``relation/123``, ``way/123``, ``node/123``, ``R123``.
    id
        The id of the record; None is such as ``osm-relation-123``.
    kind
        What it is; None reads it from the tags, ``area`` where they do not say.
    language
        BCP 47 tag of the language in which the server is to name it.
    extract
        An ``.osm`` file to look in, for a name exactly as it is written there in any language,
        whatever the case; no server is then asked.
    service
        Where to ask, and how; None is the public servers, with no cache.

    Returns
    -------
    Place
        Its boundary where there is one, else its point, EPSG:4326; ``precision_m`` None, for
        OpenStreetMap does not say. ``ids`` gives the element (``{"osm": "relation/123"}``),
        ``provenance`` where it is from, ``extra`` its ``osm_tag``, ``retrieved``, ``as_of`` (the
        date of the data; left out where nothing says, as with Nominatim) and ``attribution``.

    Raises
    ------
    UnansweredQuestion
        When no whole answer came, or no place has the name or id.
    UnresolvedPlace
        When several places of an extract have the name; their ids are listed.
    UnreadableFile
        When the extract or a recorded answer is not what it should be.
    InvalidRecord
        When the name is empty, or the kind is none.
    """
    _check(query, kind)
    wanted = _wanted_id(query)
    question = Question(
        sort="place",
        about={"query": wanted or query.strip(), "language": language},
        words=f"place {query!r}",
    )
    if extract is not None:
        answer = find_named(question, extract, wanted)
        element = _of_extract(answer.found)
    else:
        answer = ask(question, service or Service(), lambda: _geocode(query, wanted))
        element = _of_nominatim(answer.found.iloc[0].to_dict())
    return _placed(element, answer, id=id, kind=kind)


def _check(query: str, kind: str | None) -> None:
    """Refuse a question that cannot be put."""
    if not query.strip():
        raise InvalidRecord("place: expected a name or an id such as 'relation/123', found none")
    if kind is not None and kind not in get_args(PlaceKind):
        raise InvalidRecord(
            f"place {query!r}: kind {kind!r} is not one of {', '.join(get_args(PlaceKind))}"
        )


def _wanted_id(query: str) -> str | None:
    """Read an id in either way of writing; None where it is a name."""
    found = _ID.fullmatch(query.strip())
    if found is None:
        return None
    return f"{found[1] or _SORTS[found[3]]}/{found[2] or found[4]}"


def _geocode(query: str, wanted: str | None) -> geopandas.GeoDataFrame:
    """Ask for a place through osmnx."""
    import osmnx

    if wanted is None:
        return osmnx.geocode_to_gdf(query.strip(), which_result=1)
    sort, _, number = wanted.partition("/")
    return osmnx.geocode_to_gdf(f"{sort[0].upper()}{number}", by_osmid=True)


def _of_nominatim(row: Mapping[str, Any]) -> _Element:
    """Read Nominatim's answer."""
    shown = str(row.get("display_name") or "").partition(",")[0]
    name = str(row.get("name") or shown or f"{row['osm_type']}/{row['osm_id']}")
    given = ("addresstype", "type", "class")
    return _Element(
        osm_id=f"{row['osm_type']}/{row['osm_id']}",
        name=name,
        names=(Name(text=name),),
        words=tuple(str(row[key]) for key in given if row.get(key)),
        tag=f"{row.get('class') or row.get('category')}={row.get('type')}",
        level=None,
        geometry=row["geometry"],
    )


def _of_extract(row: Mapping[str, Any]) -> _Element:
    """Read an element of a file."""
    tags: Mapping[str, str] = row["tags"]
    given = [key for key in ("place", "boundary", "barrier", "railway", "aeroway") if key in tags]
    level = tags.get("admin_level", "")
    return _Element(
        osm_id=row["osm_id"],
        name=tags.get("name") or row["osm_id"],
        names=tuple(_names(tags)),
        words=tuple(tags[key] for key in given),
        tag=f"{given[0]}={tags[given[0]]}" if given else "",
        level=int(level) if level.isdecimal() else None,
        geometry=row["geometry"],
    )


def _names(tags: Mapping[str, str]) -> list[Name]:
    """Give the names in a feature's tags, each with its language and script."""
    found = [Name(text=tags["name"])] if tags.get("name") else []
    for key, text in sorted(tags.items()):
        match = re.fullmatch(r"name:([a-z]{2,3})(?:-([A-Z][a-z]{3}))?", key)
        if match and text.strip():
            found.append(Name(text=text, language=match[1], script=match[2]))
    return found


def _kind(element: _Element) -> PlaceKind:
    """Tell what a place is from the words of its tags."""
    for word in element.words:
        if word in _KINDS:
            return _KINDS[word]
    if element.level is None:
        return "area"
    if "Line" in element.geometry.geom_type:
        return "border"
    if element.level <= _COUNTRY:
        return "country"
    return "region" if element.level <= _LAST_REGION else "settlement"


def _placed(
    element: _Element,
    answer: Answer[Any],
    *,
    id: str | None,  # noqa: A002 - it is the record's id
    kind: PlaceKind | None,
) -> Place:
    """Make the record of an element."""
    extra = {"retrieved": answer.retrieved, "attribution": ATTRIBUTION}
    extra |= {"osm_tag": element.tag} if element.tag else {}
    extra |= {"as_of": answer.as_of} if answer.as_of else {}
    dated = f"data of {answer.as_of}" if answer.as_of else f"retrieved {answer.retrieved}"
    return Place(
        id=id or f"osm-{element.osm_id.replace('/', '-')}",
        name=element.name,
        names=element.names,
        kind=kind or _kind(element),
        geometry=shapely.make_valid(shapely.force_2d(element.geometry)),
        basis="gazetteer" if element.geometry.geom_type == "Point" else "boundary data",
        provenance=f"OpenStreetMap {element.osm_id} by {answer.origin}, {dated}; {ATTRIBUTION}",
        ids={"osm": element.osm_id},
        extra=extra,
    )
