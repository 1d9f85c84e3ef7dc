"""The map as data: an atlas, what of it is drawn, and how."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from balkanroute.errors import InvalidRecord, UnknownReference, did_you_mean
from balkanroute.layers.tiles import Tiles
from balkanroute.model import Atlas

if TYPE_CHECKING:
    from balkanroute.layers.tallied import Tallied

Shape = Literal["area", "line", "disc", "circle", "diamond", "triangle", "square"]
#: Kinds of layers that the page has a name and a note for, in every language.
LAYER_KINDS: Final = (
    "country", "derived", "region", "area", "border", "spot", "settlement", "corridor point",
    "crossing", "airport", "route", "corridor",
)  # fmt: skip

#: Languages that the page speaks.
LANGUAGES: Final = ("en", "sr-Latn", "sr-Cyrl", "hu", "sq", "mk", "de", "ar")

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
class Layer:
    """
    Places or routes that are switched on and off together.

    Parameters
    ----------
    id
        Unique on the map.
    style
        How they are drawn.
    places
        Ids of places of the atlas, in the order they are drawn, the last on top.
    routes
        Ids of routes of the atlas; every leg of each is drawn.
    name
        As the layer control shows it; None for the page's own name of its kind, which follows
        the reader's language.
    kind
        What it holds: a word that the page has a name and a note for, such as ``region``,
        ``settlement`` or ``route``; any other needs a name.
    note
        What its symbol means, for the legend; None for the page's own words.
    visible
        Whether it is on when the page opens.
    """

    id: str
    style: Style
    places: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    name: str | None = None
    kind: str = "area"
    note: str | None = None
    visible: bool = True

    def __post_init__(self) -> None:
        """Refuse a layer that would show as nothing in the layer control."""
        if self.name is None and self.kind not in LAYER_KINDS:
            raise InvalidRecord(
                f"layer {self.id!r}: the page has no name for the kind {self.kind!r}"
                f"{did_you_mean(self.kind, LAYER_KINDS)}; give the layer a name"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSpec:
    """
    A whole map, before it is drawn.

    Parameters
    ----------
    atlas
        What was said, about where, and by whom. All its claims and sources are on the page.
    layers
        What is drawn of it, in the order it is drawn, the last on top.
    title
        A title instead of the atlas' own.
    language
        Language in which the page speaks first, one of `LANGUAGES`; None for the atlas' own where
        the page has it, else English. The reader may choose another.
    view
        West, south, east, north in degrees: what the page shows first.
    attributions
        Credits owed for the layers in use.
    tiles
        Tile layers that the reader may switch on; none is on when the page opens, and the page
        names the host that would see the reader's address.
    tallied
        Counts of events by place and period, where the map is one of a summary; its layers are
        then the classes of all periods together.

    Raises
    ------
    InvalidRecord
        When two layers have one id, when a place or route is drawn twice, or when the page does
        not speak the language.
    UnknownReference
        When a layer names a place or a route that the atlas has not.
    """

    atlas: Atlas
    layers: tuple[Layer, ...]
    title: str | None = None
    language: str | None = None
    view: tuple[float, float, float, float] = (12.0, 34.0, 30.0, 50.0)
    attributions: tuple[str, ...] = ()
    tiles: tuple[Tiles, ...] = ()
    tallied: Tallied | None = None

    def __post_init__(self) -> None:
        """Refuse a layer that points at what is not there, or a thing that is drawn twice."""
        if self.language is not None and self.language not in LANGUAGES:
            raise InvalidRecord(
                f"map: the page does not speak {self.language!r}"
                f"{did_you_mean(self.language, LANGUAGES)}; it speaks {', '.join(LANGUAGES)}"
            )
        for kind in ("places", "routes"):
            known = {record.id for record in getattr(self.atlas, kind)}
            drawn = [key for layer in self.layers for key in getattr(layer, kind)]
            for key in drawn:
                if key not in known:
                    raise UnknownReference(
                        f"map: {kind[:-1]} {key!r} is not in the atlas{did_you_mean(key, known)}"
                    )
            _refuse_twice(f"map: {kind[:-1]} {{!r}} is drawn twice", drawn)
        _refuse_twice("map: two layers have the id {!r}", [layer.id for layer in self.layers])


def _refuse_twice(message: str, keys: list[str]) -> None:
    """Refuse a key that comes twice."""
    if len(set(keys)) < len(keys):
        raise InvalidRecord(message.format(next(key for key in keys if keys.count(key) > 1)))
