"""The parts of a figure above and below its map: title, legend, lists and credits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from balkanroute.render.figure.lettering import LEAST, POINTS, wrapped
from balkanroute.render.figure.look import INK, SOFT
from balkanroute.render.figure.sheet import Letters, Sheet
from balkanroute.render.figure.words import Words

#: Between the base lines of a text, by the size of its letters.
_LEADING: Final = 1.28
#: A list is no longer than this many lines.
_MOST_LINES: Final = 4


class Block(Protocol):
    """A part of a figure that knows its height."""

    @property
    def height(self) -> float:
        """In millimetres."""
        ...

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw it on a sheet whose y runs downward, from some height."""
        ...


@dataclass(frozen=True, slots=True)
class Sizes:
    """
    Sizes of letters in points, none under 6.

    Parameters
    ----------
    title, text, small
        Of the title, of names, and of all else.
    """

    title: float
    text: float
    small: float = LEAST


def line_height(size: float) -> float:
    """
    Give the height of a line.

    Parameters
    ----------
    size
        Of its letters, in points.

    Returns
    -------
    float
        In millimetres.
    """
    return size * _LEADING / POINTS


@dataclass(frozen=True, slots=True)
class Paragraph:
    """
    Lines of text.

    Parameters
    ----------
    lines
        The lines.
    letters
        How they are written.
    x
        Where they begin, in millimetres.
    above
        Room above them, in millimetres.
    """

    lines: tuple[str, ...]
    letters: Letters
    x: float = 0.0
    above: float = 0.8

    @property
    def height(self) -> float:
        """In millimetres."""
        return self.above + len(self.lines) * line_height(self.letters.size) if self.lines else 0.0

    def draw(self, sheet: Sheet, top: float) -> None:
        """Write the lines."""
        step = line_height(self.letters.size)
        for number, line in enumerate(self.lines):
            base = top + self.above + (number + 0.78) * step
            sheet.write(self.x, base, line, self.letters)


def paragraph(text: str, width: float, letters: Letters, *, most: int = 99) -> Paragraph:
    """
    Break a text into a paragraph.

    Parameters
    ----------
    text
        The text.
    width
        Of its lines, in millimetres.
    letters
        How it is written.
    most
        The most lines.

    Returns
    -------
    Paragraph
        Nothing is lost where there are lines enough.
    """
    # Bold letters are about a tenth wider than those that are measured.
    room = width / 1.12 if letters.bold else width
    return Paragraph(tuple(wrapped(text, letters.size, room, most)), letters)


@dataclass(frozen=True, slots=True)
class Columns:
    """
    Blocks side by side, filled one column after another.

    Parameters
    ----------
    columns
        The blocks of each.
    width
        Of a column with the room beside it, in millimetres.
    """

    columns: tuple[tuple[Block, ...], ...]
    width: float

    @property
    def height(self) -> float:
        """In millimetres."""
        return max((sum(one.height for one in column) for column in self.columns), default=0.0)

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw the columns."""
        for number, column in enumerate(self.columns):
            shifted = sheet.shifted(number * self.width)
            y = top
            for block in column:
                block.draw(shifted, y)
                y += block.height


def in_columns(blocks: Sequence[Block], count: int, width: float) -> Columns:
    """
    Set blocks in columns of about one height.

    Parameters
    ----------
    blocks
        In their order.
    count
        How many columns.
    width
        Of all of them, in millimetres.

    Returns
    -------
    Columns
        The blocks, in the columns that are the least high.
    """
    tall = sum(block.height for block in blocks)
    best = _filled(blocks, count, tall)
    for step in range(1, 60):
        filled = _filled(blocks, count, tall * step / 59)
        if len(filled) <= count and _tallest(filled) < _tallest(best):
            best = filled
            break
    return Columns(tuple(best), width / count)


def _filled(blocks: Sequence[Block], count: int, limit: float) -> list[tuple[Block, ...]]:
    """Fill columns up to a height."""
    columns: list[list[Block]] = [[]]
    for block in blocks:
        height = sum(one.height for one in columns[-1]) + block.height
        if columns[-1] and height > limit + 1e-9 and len(columns) <= count:
            columns.append([])
        columns[-1].append(block)
    return [tuple(column) for column in columns]


def _tallest(columns: Iterable[Sequence[Block]]) -> float:
    """Give the height of the highest column."""
    return max((sum(one.height for one in column) for column in columns), default=0.0)


def listed(items: Sequence[str], sentence: str, words: Words, width: float) -> Paragraph:
    """
    Write a list that says how many more there are where it has no room for all.

    Parameters
    ----------
    items
        What is listed.
    sentence
        What is said of the list, which stands where its braces are.
    words
        Of the language of the figure.
    width
        Of a line, in millimetres.

    Returns
    -------
    Paragraph
        Of a few lines.
    """
    letters = Letters(LEAST, colour=INK)
    if not items:
        return Paragraph((), letters)
    for count in range(min(len(items), 60), 0, -1):
        rest = len(items) - count
        shown = [*items[:count], words.say("filters.more", rest) if rest else ""]
        lines = wrapped(sentence.format(words.join(shown)), LEAST, width)
        if len(lines) <= _MOST_LINES:
            return Paragraph(tuple(lines), letters)
    more = words.say("filters.more", len(items) - 1) if len(items) > 1 else ""
    shown = [items[0][:80], more]
    return Paragraph(tuple(wrapped(sentence.format(words.join(shown)), LEAST, width)), letters)


@dataclass(frozen=True, slots=True)
class Space:
    """
    Nothing, and a rule across it where it has one.

    Parameters
    ----------
    height
        In millimetres.
    """

    height: float

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw nothing."""


def heading(text: str, sizes: Sizes) -> Paragraph:
    """
    Make the heading of a list.

    Parameters
    ----------
    text
        What it says.
    sizes
        Of letters.

    Returns
    -------
    Paragraph
        One line.
    """
    return Paragraph((text,), Letters(sizes.small, bold=True, colour=SOFT), above=1.0)
