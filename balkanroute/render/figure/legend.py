"""The legend: each symbol that is on the map, with its name and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import shapely

from balkanroute.layers import MapSpec
from balkanroute.render.figure.badges import draw_badge, draw_doubt
from balkanroute.render.figure.blocks import Block, Columns, Sizes, in_columns, line_height
from balkanroute.render.figure.lettering import inert, wrapped
from balkanroute.render.figure.look import SOFT, Look, routed
from balkanroute.render.figure.marks import Standing
from balkanroute.render.figure.sheet import Letters, Pen, Sheet
from balkanroute.render.figure.words import Words

#: Of a symbol in the legend, in millimetres.
_WIDE: Final = 6.4
_HIGH: Final = 3.4
_GAP: Final = 1.4
_BETWEEN: Final = 0.8
_SIZE: Final = 1.15
#: A column of the legend is no narrower than this, in millimetres.
_NARROWEST: Final = 38.0
_MOST_COLUMNS: Final = 4
#: Kinds whose name says it all.
_PLAIN: Final = frozenset({"airport", "crossing", "corridor point", "area"})


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A symbol and its meaning.

    Parameters
    ----------
    look
        Of the layer; None for a sign of the labels.
    sign
        ``claims``, ``origins`` or ``doubt``; empty for a layer.
    names, notes
        Lines of its name and of what it means.
    sizes
        Of letters.
    """

    look: Look | None
    sign: str
    names: tuple[str, ...]
    notes: tuple[str, ...]
    sizes: Sizes

    @property
    def height(self) -> float:
        """In millimetres."""
        lines = len(self.names) * line_height(self.sizes.text)
        notes = len(self.notes) * line_height(self.sizes.small)
        return max(lines + notes, _HIGH) + _BETWEEN

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw the symbol and write what it means."""
        middle = top + _HIGH / 2
        if self.look is not None:
            draw_swatch(sheet, self.look, 0.0, middle)
        elif self.sign == "doubt":
            draw_doubt(sheet, _WIDE / 2, middle)
        else:
            draw_badge(sheet, 7 if self.sign == "claims" else 3, _WIDE / 2, middle, self.sign)
        y = top + (_HIGH - line_height(self.sizes.text)) / 2
        start = _WIDE + _GAP
        for line in self.names:
            y += line_height(self.sizes.text)
            sheet.write(start, y - 0.6, line, Letters(self.sizes.text))
        for line in self.notes:
            y += line_height(self.sizes.small)
            sheet.write(start, y - 0.6, line, Letters(self.sizes.small, colour=SOFT))


def draw_swatch(sheet: Sheet, look: Look, x: float, y: float, part: float = 1.0) -> None:
    """
    Draw the symbol of a layer as it stands on the map.

    Parameters
    ----------
    sheet
        Where to.
    look
        Of the layer.
    x, y
        Of its left edge and its middle, in millimetres.
    part
        Of its size in the legend.
    """
    wide, high = _WIDE * part, _HIGH * part
    if look.shape == "area":
        inner = 0.25 * part
        area = shapely.box(x + inner, y - high / 2 + inner, x + wide - inner, y + high / 2 - inner)
        sheet.cover(area, look)
    elif look.shape == "line":
        line = shapely.LineString([(x, y), (x + wide, y)])
        sheet.draw(line, Pen(look.colour, look.width, look.dash))
    else:
        middle = (x + wide / 2, y)
        if look.shape == "disc":
            draw_disc(sheet, shapely.Point(middle).buffer(high / 2 - 0.1, quad_segs=24), look)
        sheet.symbols([middle], look, size=_SIZE * max(part, 0.8))


def draw_disc(sheet: Sheet, disc: shapely.geometry.base.BaseGeometry, look: Look) -> None:
    """
    Draw the disc in which a spot lies.

    Parameters
    ----------
    sheet
        Where to.
    disc
        In millimetres.
    look
        Of the spot's layer.
    """
    sheet.draw(disc, Pen(look.colour, 0.5, (1.8, 1.4), fill=look.colour, opacity=look.fill))


def legend(
    spec: MapSpec, looks: Sequence[Look], standing: Standing, words: Words, sizes: Sizes
) -> list[Entry]:
    """
    List what the symbols of a map mean.

    Parameters
    ----------
    spec
        The map.
    looks
        Of its layers.
    standing
        What stands on the map; a layer of which nothing does is left out.
    words
        Of the language of the map.
    sizes
        Of letters.

    Returns
    -------
    list[Entry]
        Layers from the top down, then the signs of the labels.
    """
    marks = standing.marks
    present = {mark.number for mark in marks}
    found = []
    for number in sorted(present, reverse=True):
        layer = spec.layers[number]
        name = inert(layer.name) if layer.name else words.say(f"layer.{layer.kind}")
        note = inert(layer.note) if layer.note else ""
        if not note and layer.kind not in _PLAIN and words.has(f"layer.{layer.kind}.note"):
            note = words.say(f"layer.{layer.kind}.note")
        found.append(Entry(looks[number], "", (name,), (note,) if note else (), sizes))
    for mark in marks:
        if mark.routed:
            name = words.say("leg.routed")
            found.append(Entry(routed(looks[mark.number]), "", (name,), (), sizes))
            break
    return [*found, *_signs(standing, words, sizes)]


def _signs(standing: Standing, words: Words, sizes: Sizes) -> list[Entry]:
    """List what the numbers beside the names mean."""
    tallies = [mark.tally for mark in standing.marks if mark.tally.claims]
    counted = "figure.reports" if standing.reports else "sign.count"
    signs = []
    if tallies:
        signs.append(("claims", counted))
    if any(tally.origins for tally in tallies):
        signs.append(("origins", "figure.origins"))
    if any(tally.disputed for tally in tallies):
        signs.append(("doubt", "sign.disputed"))
    return [Entry(None, sign, (words.say(key),), (), sizes) for sign, key in signs]


def legend_columns(entries: Sequence[Entry], width: float) -> list[Columns]:
    """
    Set a legend in columns.

    Parameters
    ----------
    entries
        The legend.
    width
        Of the figure, in millimetres.

    Returns
    -------
    list[Columns]
        The entries, their texts broken to the width of a column; none where there are none.
    """
    if not entries:
        return []
    count = max(min(int(width // _NARROWEST), _MOST_COLUMNS, len(entries)), 1)
    room = width / count - _WIDE - _GAP - 2.0
    broken: list[Block] = [
        Entry(
            entry.look,
            entry.sign,
            tuple(wrapped(" ".join(entry.names), entry.sizes.text, room, most=3)),
            tuple(wrapped(" ".join(entry.notes), entry.sizes.small, room, most=5)),
            entry.sizes,
        )
        for entry in entries
    ]
    return [in_columns(broken, count, width)]
