"""Ids and times of objects: made of what the atlas says, never of chance or the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Self
from uuid import NAMESPACE_URL, UUID, uuid5

from balkanroute.model import Atlas, Place, Source
from balkanroute.periods import Period
from balkanroute.writers.json_records import iri_of

#: When an object was made, where the atlas says no day that could be meant: a day that stands
#: for "unknown", and is the same in every bundle.
UNKNOWN: Final = "2000-01-01T00:00:00.000Z"
#: Years before this are of what is told, not of the telling; some programs write them short.
_FIRST_YEAR: Final = 1000


@dataclass(frozen=True, slots=True)
class Names:
    """
    The ids of the objects of an atlas.

    Parameters
    ----------
    atlas
        What is written.
    namespace
        Of the atlas, from its title: two atlases that call different things by one id are not
        mixed up where their bundles meet.
    carried, told
        The claims of each source, and of each place.
    """

    atlas: Atlas
    namespace: UUID
    carried: dict[str, list[str]]
    told: dict[str, list[str]]

    @classmethod
    def of(cls, atlas: Atlas) -> Self:
        """
        Name the objects of an atlas.

        Parameters
        ----------
        atlas
            What is written.

        Returns
        -------
        Names
            The same for the same atlas.
        """
        carried: dict[str, list[str]] = {}
        told: dict[str, list[str]] = {}
        for claim in atlas.claims:
            carried.setdefault(claim.source, []).append(claim.id)
            for place in dict.fromkeys(role.place for role in claim.where):
                told.setdefault(place, []).append(claim.id)
        return cls(atlas, uuid5(NAMESPACE_URL, iri_of("atlas", atlas.title)), carried, told)

    def made(self, type_: str, kind: str, key: str) -> str:
        """
        Make an id.

        Parameters
        ----------
        type_
            Of the object.
        kind, key
            What it is in the atlas, and its id there.

        Returns
        -------
        str
            With a UUID of version 5.
        """
        return f"{type_}--{uuid5(self.namespace, f'{kind}/{key}')}"

    def agent(self, key: str) -> str:
        """Name the identity of an agent."""
        return self.made("identity", "agent", key)

    def claim(self, key: str) -> str:
        """Name the note of a claim."""
        return self.made("note", "claim", key)

    def source(self, source: Source) -> str:
        """Name the report of a source, or the grouping of what it carries where it has no date."""
        dated = day_of(source.published) is not None and source.id in self.carried
        return self.made("report" if dated else "grouping", "source", source.id)

    def place(self, place: Place) -> str:
        """Name the location of a place, or a grouping where nobody knows where it is."""
        known = place.geometry is not None or country_of(place) is not None
        return self.made("location" if known else "grouping", "place", place.id)

    def route(self, key: str) -> str:
        """Name the grouping of a route."""
        return self.made("grouping", "route", key)

    @staticmethod
    def stamps(made: Period | None = None) -> dict[str, str]:
        """
        Give when an object was made.

        Parameters
        ----------
        made
            The day that the atlas says.

        Returns
        -------
        dict
            The properties ``created`` and ``modified``: the start of the first day that may be
            meant, else `UNKNOWN`.
        """
        day = day_of(made) or UNKNOWN
        return {"created": day, "modified": day}

    def author(self, key: str | None) -> dict[str, Any]:
        """
        Give who made an object.

        Parameters
        ----------
        key
            Id of the agent.

        Returns
        -------
        dict
            The property ``created_by_ref``, or nothing.
        """
        return {} if key is None else {"created_by_ref": self.agent(key)}


def ends_of(leg: Any) -> tuple[str, ...]:  # noqa: ANN401 - a leg
    """Give the places of a leg, in the order of travel."""
    return (leg.origin, *((leg.over,) if leg.over else ()), leg.destination)


def day_of(period: Period | None) -> str | None:
    """
    Give the start of the first day of a period.

    Parameters
    ----------
    period
        Of the atlas.

    Returns
    -------
    str or None
        A time as STIX writes it; None where the day is open, or long ago.
    """
    first = period.earliest if period is not None else None
    if first is None or first.year < _FIRST_YEAR:
        return None
    return f"{first.isoformat()}T00:00:00.000Z"


def country_of(place: Place) -> str | None:
    """
    Give the country of a country or a region, where its id says it.

    Parameters
    ----------
    place
        Of the atlas.

    Returns
    -------
    str or None
        ISO 3166-1 alpha-2.
    """
    schemes = {"country": "iso3166-1", "region": "iso3166-2"}
    code = place.ids.get(schemes.get(place.kind, ""), "")[:2]
    return code if code.isascii() and code.isupper() and len(code) == 2 else None  # noqa: PLR2004 - alpha-2
