"""The columns of the project's tables, in every spelling that is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

#: What a column is called here, and in the project's tables, in lower case.
SPELLINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "main": ("main id", "main_id"),
    "incident": ("incident id", "incident_id", "web id", "web_id"),
    "type": ("incident type", "incident_type"),
    "date": (
        "incident date", "incident_date", "date of incident", "reported date", "reported_date",
    ),
    "year": ("incident year", "incident_year", "year of incident", "reported year", "year"),
    "month": ("reported month", "reported_month", "month of incident", "incident month", "month"),
    "dead": ("number of dead", "number dead", "number_dead"),
    "missing": ("minimum estimated number of missing", "number_missing"),
    "total": (
        "total number of dead and missing", "total dead and missing", "total_dead_and_missing",
    ),
    "survivors": ("number of survivors", "number_of_survivors"),
    "females": ("number of females", "number of female", "number_of_female"),
    "males": ("number of males", "number of male", "number_of_male"),
    "children": ("number of children", "number_of_children"),
    "cause": ("cause of death", "cause_death", "cause_of_death"),
    "country": ("country of incident", "country_of_incident"),
    "route": ("migration route", "migration_route"),
    "location": (
        "location of incident", "location of death", "location description",
        "location_description",
    ),
    "coordinates": (
        "coordinates", "location coordinates", "location_coordinates", "location_coodinates",
    ),
    "source": ("information source", "information_source"),
    "url": ("url",),
    "accuracy": ("geolocation accuracy", "geolocation_accuracy"),
}  # fmt: skip


def spelled(columns: Collection[str]) -> dict[str, str]:
    """
    Find the columns of a table.

    Parameters
    ----------
    columns
        Its columns, in lower case.

    Returns
    -------
    dict
        The table's spelling by our name, of those that it has.
    """
    return {
        name: next(word for word in words if word in columns)
        for name, words in SPELLINGS.items()
        if not set(words).isdisjoint(columns)
    }


def is_known(columns: Collection[str]) -> bool:
    """Tell whether columns are the project's: an incident's id, and its dead and missing."""
    return {"incident", "dead", "missing", "location"} <= set(spelled(columns))
