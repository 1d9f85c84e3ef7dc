"""A Placemark of somebody else's file: a place, and a claim where it says something about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import shapely

from balkanroute.errors import InvalidRecord
from balkanroute.model import PlaceRole
from balkanroute.periods import Period
from balkanroute.readers.elements import plain_of, words_of
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.instants import edtf_of, span_of, span_of_many
from balkanroute.readers.kml.geometries import Heights, geometry_of
from balkanroute.readers.markup import is_markup, text_of
from balkanroute.readers.wishes import Wishes

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from shapely.geometry.base import BaseGeometry

#: What a Placemark holds that is read by itself; the rest is kept as it stands.
_READ: Final = frozenset(
    {
        "name", "description", "ExtendedData", "TimeSpan", "TimeStamp", "Point", "LineString",
        "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack", "Model",
    }
)  # fmt: skip


@dataclass(slots=True)
class Placemark:
    """
    What a Placemark says.

    Parameters
    ----------
    number
        In the file, from 1.
    name, text
        What it is called and its description, as text.
    geometry
        Flat; None where it has none.
    period
        When it is about.
    data
        Its ExtendedData, values by name.
    extra
        What has no field of ours.
    odd
        What is to be warned of.
    """

    number: int
    name: str | None
    text: str = ""
    geometry: BaseGeometry | None = None
    period: Period | None = None
    data: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)


def placemark_of(element: Element, number: int, folders: list[str]) -> Placemark:
    """
    Read a Placemark.

    Parameters
    ----------
    element
        Its children without namespaces.
    number
        In the file, from 1.
    folders
        The names of the Folders that it stands in, from the top.

    Returns
    -------
    Placemark
        What it says.

    Raises
    ------
    InvalidRecord
        When its geometry cannot be made.
    """
    heights: Heights = []
    raw = words_of(element, "description") or ""
    made = Placemark(
        number=number,
        name=text_of(words_of(element, "name") or "") or None,
        text=text_of(raw),
        geometry=geometry_of(element, heights),
        data=data_of(element),
    )
    made.extra |= {"folder": folders} if folders else {}
    made.extra |= {"description": raw} if is_markup(raw) else {}
    made.extra |= {"heights": heights} if any(heights) else {}
    made.extra |= {f"@{name}": value for name, value in element.attrib.items()}
    made.extra |= {str(child.tag): plain_of(child) for child in element if child.tag not in _READ}
    _read_time(element, made)
    return made


def data_of(element: Element) -> dict[str, Any]:
    """
    Give the ExtendedData of a feature.

    Parameters
    ----------
    element
        A Placemark, Folder or Document.

    Returns
    -------
    dict
        Values of Data and SimpleData by name, and foreign elements as they stand; a name that
        comes again has a number behind it.
    """
    data: dict[str, Any] = {}
    for child in element.iterfind("ExtendedData/*"):
        if child.tag == "Data":
            _put(data, child.get("name", ""), words_of(child, "value") or "")
        elif child.tag == "SchemaData":
            for simple in child:
                _put(data, simple.get("name", str(simple.tag)), _simple(simple))
        else:
            _put(data, str(child.tag), plain_of(child))
    return data


def _simple(element: Element) -> Any:  # noqa: ANN401 - a text, or an array
    """Give the value of SimpleData, or of an array of them."""
    return plain_of(element) if len(element) else (element.text or "").strip()


def _put(data: dict[str, Any], name: str, value: Any) -> None:  # noqa: ANN401 - plain data
    """Put a value under a free name."""
    free = name if name not in data else f"{name} {len(data) + 1}"
    while free in data:
        free += "'"
    data[free] = value


def _read_time(element: Element, made: Placemark) -> None:
    """Read when a Placemark is about; what cannot be read is kept as it stands."""
    found = [child for child in element if child.tag in {"TimeSpan", "TimeStamp"}]
    whens = [(when.text or "").strip() for track in _tracks(element) for when in track]
    if whens:
        made.extra["when"] = whens
        made.period = span_of_many(whens)
    if not found:
        return
    span = found[0]
    begin = words_of(span, "begin") or words_of(span, "when")
    end = words_of(span, "end") or words_of(span, "when")
    try:
        made.period = span_of(begin, end)
    except InvalidRecord as reason:
        made.odd.append(f"its {span.tag} is kept as text: {reason}")
    if made.odd or any(date and edtf_of(date) != date for date in (begin, end)):
        made.extra["time"] = plain_of(span)


def _tracks(element: Element) -> list[list[Element]]:
    """Give the moments of the tracks of a Placemark."""
    return [list(track.iterfind("when")) for track in element.iter("Track")]


def add_placemark(
    placemark: Placemark, gathering: Gathering, wishes: Wishes, *, speaker: str, source: str
) -> None:
    """
    Make a place of a Placemark, and a claim where it has a description or a time.

    Parameters
    ----------
    placemark
        What it says.
    gathering
        Takes the records.
    wishes
        Gives ids.
    speaker, source
        Ids of who speaks, and of the file.

    Raises
    ------
    InvalidRecord
        When it cannot be on the earth.
    """
    name = placemark.name or f"Placemark {placemark.number}"
    kept = placemark.extra | ({"data": placemark.data} if placemark.data else {})
    place = gathering.add(
        "places",
        placemark.number,
        id=wishes.wish(name, placemark.number),
        name=name,
        geometry=_mended(placemark),
        extra={"kml": kept} if kept else {},
    )
    if placemark.text or placemark.period:
        gathering.add(
            "claims",
            placemark.number,
            says=placemark.text or name,
            speaker=speaker,
            source=source,
            about=placemark.period,
            where=(PlaceRole(place=place, role="at"),),
            topics=tuple(placemark.extra.get("folder", ())),
        )


def _mended(placemark: Placemark) -> BaseGeometry | None:
    """Give the geometry, mended where its lines cross."""
    geometry = placemark.geometry
    if geometry is None or geometry.is_valid or not _is_finite(geometry):
        return geometry
    placemark.odd.append(
        f"its outline is not valid ({shapely.is_valid_reason(geometry)}); it was mended"
    )
    return shapely.make_valid(geometry)


def _is_finite(geometry: BaseGeometry) -> bool:
    """Tell whether all positions are on the earth, so that mending makes sense."""
    return bool((abs(shapely.get_coordinates(geometry)) <= (180.0, 90.0)).all())
