"""What the gazetteer knows of a place before its geometry is asked for."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from balkanroute.model import Place
    from balkanroute.model.records import PlaceBasis, PlaceKind

_SCRIPTS: Final = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "CJK": "Hani",
}
#: People to a square kilometre of built-up land, as an order of magnitude for towns.
_DENSITY: Final = 2_500.0
_LEAST_M: Final = 1_000.0
_MOST_M: Final = 10_000.0
_UNKNOWN_M: Final = 2_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    A place as a shelf of the gazetteer keeps it.

    Parameters
    ----------
    key
        What `Gazetteer.place` finds it by.
    id
        A readable id, unique in its shelf.
    kind
        What it is.
    labels
        Its names and the BCP 47 language of each (None where unknown), the shown one first.
    countries
        ISO 3166-1 alpha-2 codes of the countries it lies in or between.
    layer
        The layer of `balkanroute.geodata` that holds it; empty for an entry of the user's own.
    basis
        What its geometry rests on.
    point
        Longitude and latitude in EPSG:4326; None where the geometry is in the layer.
    geometry
        The geometry itself, for an entry whose layer holds none.
    precision_m
        How far the truth may be from the geometry, in metres.
    population
        Inhabitants, None where unknown.
    capital
        Whether it is the capital of its country.
    codes
        Codes that people look it up by, and ids elsewhere, by scheme.
    feature
        What it is more closely: crossing, camp, river, island; None where nothing says.
    within, definition, note
        As for `balkanroute.model.Place`.
    """

    key: str
    id: str
    kind: PlaceKind
    labels: tuple[tuple[str, str | None], ...]
    countries: tuple[str, ...] = ()
    layer: str = ""
    basis: PlaceBasis = "gazetteer"
    point: tuple[float, float] | None = None
    geometry: BaseGeometry | None = None
    precision_m: float | None = None
    population: int | None = None
    capital: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)
    feature: str | None = None
    within: str | None = None
    definition: str | None = None
    note: str | None = None

    @property
    def name(self) -> str:
        """The name shown first."""
        return self.labels[0][0]


def settlement_precision_m(population: int | None) -> float:
    """
    Say how far a spot in a settlement may be from the settlement's point.

    The point stands for the centre; what was reported may be anywhere in the built-up area. That
    is taken for a disc of 2,500 inhabitants a square kilometre, an order of magnitude for European
    towns and an assumption of this project: sqrt(population / 2500 / pi) kilometres, never
    under 1 km nor over 10 km, rounded up to 100 m.

    Parameters
    ----------
    population
        Inhabitants, None where unknown.

    Returns
    -------
    float
        Metres; 2,000 where the population is unknown.
    """
    if not population:
        return _UNKNOWN_M
    radius_m = 1_000.0 * math.sqrt(population / _DENSITY / math.pi)
    return min(_MOST_M, max(_LEAST_M, math.ceil(radius_m / 100.0) * 100.0))


def script_of(text: str) -> str | None:
    """
    Tell the script of a name by its first letter.

    Returns
    -------
    str or None
        ISO 15924 code; None for a script that the gazetteer does not tell.
    """
    letter = next((c for c in text if c.isalpha()), "")
    return _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0]) if letter else None


def to_place(entry: Entry, geometry: BaseGeometry | None, layer: str) -> Place:
    """
    Make the record of an entry.

    Parameters
    ----------
    entry
        What the gazetteer knows.
    geometry
        Its geometry in EPSG:4326, None where nobody knows it.
    layer
        The layer that the geometry comes from; empty for none.
    """
    from balkanroute.model import Name, Place

    return Place(
        id=entry.id,
        name=entry.name,
        names=tuple(
            Name(text=text, language=language, script=script_of(text))
            for text, language in entry.labels
        ),
        kind=entry.kind,
        geometry=geometry,
        precision_m=entry.precision_m if geometry is not None else None,
        basis=entry.basis if geometry is not None else None,
        provenance=f"geodata:{layer}" if layer and geometry is not None else None,
        ids=dict(entry.codes),
        within=entry.within,
        definition=entry.definition,
        gazetteer=entry.key,
        note=entry.note,
    )
