"""The map as data: layers of features, the cards behind them, and what must stand beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord, did_you_mean

Shape = Literal["area", "line", "disc", "circle", "diamond", "triangle", "square"]
Group = Literal["places", "routes"]

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_DASH: Final = re.compile(r"\d+( \d+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """
    How the features of a layer are drawn.

    Parameters
    ----------
    colour
        Stroke and fill, as ``#rrggbb``; chosen to read on a light and on a dark map.
    weight_px
        Width of the stroke in pixels.
    dash
        Lengths of dashes and gaps in pixels, such as ``6 4``; empty for a full line.
    fill_opacity
        From 0 to 1; 0 draws no fill.
    shape
        The symbol of a point, so that colour is never the only cue.

    Raises
    ------
    InvalidRecord
        When a value is not of the form above.
    """

    colour: str
    weight_px: float = 2.0
    dash: str = ""
    fill_opacity: float = 0.0
    shape: Shape = "circle"

    def __post_init__(self) -> None:
        """Refuse what a browser could misread."""
        if not _COLOUR.fullmatch(self.colour):
            raise InvalidRecord(f"style: colour {self.colour!r} is not like '#b35c00'")
        if self.dash and not _DASH.fullmatch(self.dash):
            raise InvalidRecord(f"style: dash {self.dash!r} is not like '6 4'")
        if not (0 <= self.fill_opacity <= 1 and 0 <= self.weight_px <= 50):  # noqa: PLR2004 - pixels
            raise InvalidRecord(
                f"style: fill_opacity is 0 to 1 and weight_px 0 to 50, found "
                f"{self.fill_opacity} and {self.weight_px}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """
    One thing drawn on the map.

    Parameters
    ----------
    id
        Unique on the map: ``place:vojvodina``, ``leg:moscow-belgrade:0``.
    name
        What it is called.
    kind
        What it is, in words.
    geometry
        In EPSG:4326, longitude first.
    anchor
        Longitude and latitude of its count of claims.
    precision
        How well it is known where it is, in words.
    precision_m
        How far the truth may be from what is drawn, in metres; None where nobody said.
    radius_m
        For an uncertain spot, the true radius of the disc in metres; None for all else.
    claims
        Ids of the claims about it.
    other_names
        Other names it goes by.
    note
        What a reader must know of it: a definition, an assumption.
    """

    id: str
    name: str
    kind: str
    geometry: BaseGeometry
    anchor: tuple[float, float]
    precision: str
    precision_m: float | None = None
    radius_m: float | None = None
    claims: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """
    Features that are switched on and off together.

    Parameters
    ----------
    id
        Unique on the map.
    name
        As the layer control shows it.
    group
        The heading it stands under.
    style
        How its features are drawn.
    features
        In the order they are drawn, the last on top.
    note
        What its symbol means, for the legend.
    visible
        Whether it is on when the page opens.
    """

    id: str
    name: str
    group: Group
    style: Style
    features: tuple[Feature, ...]
    note: str | None = None
    visible: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCard:
    """
    A source as a reader meets it.

    Parameters
    ----------
    id, title, publisher, kind, language, note
        As in the record.
    published
        In words; None where unknown.
    link
        Address to follow: http, https or mailto only.
    address
        An address that is shown but not followed.
    derived_from
        Ids of the sources it repeats.
    """

    id: str
    title: str
    kind: str
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    link: str | None = None
    archived_link: str | None = None
    address: str | None = None
    derived_from: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """
    How another claim stands to this one.

    Parameters
    ----------
    claim
        Id of the other claim.
    words
        The relation as seen from this claim: ``contradicted by``.
    disputes
        Whether it puts either claim in doubt.
    note
        In what respect.
    """

    claim: str
    words: str
    disputes: bool
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """
    A place or route that a claim speaks of.

    Parameters
    ----------
    words
        The role and the name: ``somewhere in Vojvodina``.
    feature
        Id of the feature to show; None where nothing is drawn.
    """

    words: str
    feature: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCard:
    """
    A claim as a reader meets it.

    Parameters
    ----------
    id, says, stance, topics, likelihood, credibility, quote, note
        As in the record.
    speaker, speaker_role, recorder
        In words.
    source
        Id of the source that carried it.
    chain
        Ids of the sources behind it, from the carrier to the origins.
    origins
        Ids of the independent origins of this claim and of all that repeat it.
    carriers
        Ids of all sources that carry it, its own first.
    about
        The period it is about, in words; None where not said.
    reported
        When its source came out, in words.
    first_reported
        ISO date by which cards are sorted; empty where unknown.
    quantities
        The figures, in words.
    where
        The places and routes, in words.
    related
        How other claims stand to it.
    at
        Where in the source it stands, in words.
    """

    id: str
    says: str
    stance: str
    speaker: str
    source: str
    speaker_role: str | None = None
    recorder: str | None = None
    chain: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    about: str | None = None
    reported: str | None = None
    first_reported: str = ""
    quantities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    where: tuple[Passage, ...] = ()
    related: tuple[Related, ...] = ()
    at: str | None = None
    likelihood: str | None = None
    credibility: str | None = None
    quote: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """
    A word that claims are grouped by.

    Parameters
    ----------
    name
        The word; empty for claims without one.
    claims
        Ids of its claims.
    """

    name: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSpec:
    """
    A whole map, before it is drawn.

    Parameters
    ----------
    title, language, summary, licence
        As in the atlas.
    date
        The day whose state of knowledge it gives, in words.
    layers
        In the order they are drawn, the last on top.
    topics
        Groups of claims that can be switched on and off.
    claims
        Every claim, in the atlas' order.
    sources
        Every source, in the atlas' order.
    tray
        Ids of the claims that could not be placed.
    view
        West, south, east, north in degrees: what the page shows first.
    attributions
        Credits owed for the layers in use.
    """

    title: str
    language: str
    layers: tuple[Layer, ...]
    claims: tuple[ClaimCard, ...]
    sources: tuple[SourceCard, ...]
    topics: tuple[Topic, ...] = ()
    tray: tuple[str, ...] = ()
    view: tuple[float, float, float, float] = (12.0, 34.0, 30.0, 50.0)
    summary: str | None = None
    date: str | None = None
    licence: str | None = None
    attributions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a feature that points at a claim that is not there, or an id drawn twice."""
        claims = {claim.id for claim in self.claims}
        seen: set[str] = set()
        for layer in self.layers:
            for feature in layer.features:
                if feature.id in seen:
                    raise InvalidRecord(f"map: feature {feature.id!r} is drawn twice")
                seen.add(feature.id)
                for key in feature.claims:
                    if key not in claims:
                        raise InvalidRecord(
                            f"map: feature {feature.id!r} points at claim {key!r}, which is not on "
                            f"the map{did_you_mean(key, claims)}"
                        )
