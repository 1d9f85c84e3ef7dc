"""Where events of TimeMap are: points with a name, or a name without a point."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.model import Place, PlaceRole
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.spreadsheet.records import add_record
from balkanroute.readers.spreadsheet.values import number_of

#: What the description of a site of ours says.
_PRECISE: Final = re.compile(r"precise to (\d{1,20}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?) m")


class Spots:
    """
    Gathers the places of events.

    Parameters
    ----------
    gathering
        Where they go.
    sites
        The project's labels on the map.
    named
        Places that associations of ours define, by id.
    """

    def __init__(
        self, gathering: Gathering, sites: Sequence[Any], named: Mapping[str, str]
    ) -> None:
        self.gathering = gathering
        self.misplaced: dict[str, Any] = {}
        for number, site in enumerate(sites, 1):
            with gathering.row(number, f"site {number}"):
                if not isinstance(site, Mapping):
                    raise InvalidRecord(f"a site is an object, found {type(site).__name__}")
                self._site(site, named)

    def _site(self, site: Mapping[str, Any], named: Mapping[str, str]) -> None:
        """Gather a label on the map, or give a place of ours its point."""
        point = _point(site)
        said = site.get("description")
        precise = _PRECISE.fullmatch(said) if isinstance(said, str) else None
        metres = float(precise[1]) if precise else None
        ours = named.get(str(site.get("id")))
        if ours is not None:
            place = self.gathering.record("places", ours)
            self.gathering.put("places", replace(place, geometry=point, precision_m=metres))
            return
        name = _name(site.get("site")) or _name(said) or "site"
        note = said if isinstance(said, str) and said.strip() and not precise else None
        place = Place(id="site", name=name, geometry=point, precision_m=metres, note=note)
        key = ("spot", name, point.x, point.y)
        add_record(self.gathering, "places", key, place, str(site.get("id") or ""))

    def where(self, event: Mapping[str, Any], odd: list[str]) -> list[PlaceRole]:
        """
        Give the place of an event.

        Parameters
        ----------
        event
            With ``latitude``, ``longitude`` and ``location``.
        odd
            Takes what is odd.

        Returns
        -------
        list of PlaceRole
            One place, or none where nothing is said of it.
        """
        self.misplaced = {}
        name = _name(event.get("location"))
        point = None
        given = {n: event[n] for n in ("latitude", "longitude", "lat", "long") if event.get(n)}
        try:
            point = _point(event) if given else None
            where = ("spot", name, point.x, point.y) if point is not None else ("name", name)
            if not name and point is None:
                return []
            shown = name or f"{point.y}, {point.x}" if point is not None else name
            made = Place(id="spot", name=shown, geometry=point)
        except InvalidRecord as reason:
            said = str(reason).removeprefix("place 'spot': ")
            odd.append(f"the place is kept without a geometry: {said}")
            self.misplaced = given
            where, made = ("name", name), Place(id="spot", name=name or "unknown place")
        return [PlaceRole(place=add_record(self.gathering, "places", where, made, ""), role="at")]


def _point(record: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a point
    """Read a latitude and a longitude, which are texts in TimeMap."""
    from shapely import Point

    latitude = str(record.get("latitude", record.get("lat", "")))
    longitude = str(record.get("longitude", record.get("long", "")))
    point = Point(number_of(longitude), number_of(latitude))
    Place(id="spot", name="spot", geometry=point)
    return point


def _name(value: object) -> str:
    """Give a text that says something, else nothing."""
    return value if isinstance(value, str) and value.strip() else ""
