"""Letters on paper: texts made inert, measured and cut to their room."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from balkanroute._extras import require
from balkanroute.errors import MissingExtra

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

#: The family that comes with matplotlib, so that a figure is the same wherever it is drawn. It
#: has Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian and Georgian letters.
FAMILY: Final = "DejaVu Sans"
#: Points of a millimetre.
POINTS: Final = 72 / 25.4
#: The smallest letters, in points.
LEAST: Final = 6.0
_BREAKS: Final = "-/\u2013\u2014"
_END: Final = "\u2069"
_ISOLATES: Final = frozenset("\u2066\u2067\u2068\u2069")
#: Joiners, without which some words of Persian or of signs fall apart.
_JOINERS: Final = frozenset("\u200c\u200d")
_REPLACED: Final = "\ufffd"
#: No text of the world is read further than this.
_LONGEST: Final = 2000
_LEFTWARD: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_RIGHTWARD: Final = re.compile("[A-Za-z\u00aa-\u02b8\u0370-\u058f\u1e00-\u1fff]")


def check_matplotlib() -> None:
    """
    Refuse a matplotlib that is not there, or that cannot write every language.

    Raises
    ------
    MissingExtra
        When it is not installed, or is older than 3.11 and sets Arabic letters one by one from
        left to right.
    """
    mpl = require("matplotlib", "figure")
    if not hasattr(require("matplotlib.ft2font", "figure"), "__libraqm_version__"):
        raise MissingExtra(
            f"matplotlib {mpl.__version__} is installed, which cannot write letters from right to "
            f"left; figures need 3.11 or later: pip install --upgrade 'balkanroute[figure]'"
        )


def inert(text: str) -> str:
    """
    Make a text from the world safe to draw.

    Parameters
    ----------
    text
        Any text; lone surrogates and control characters too.

    Returns
    -------
    str
        One line of letters that every font engine and XML can hold: white space is one space,
        controls of direction are gone, what is no character is U+FFFD, and so is a text of which
        nothing would be left.
    """
    kept = "".join(_letter(letter) for letter in text[:_LONGEST])
    return " ".join(kept.split()) or ("" if not text.strip() else _REPLACED)


def _letter(letter: str) -> str:
    """Give a letter, or what stands for it."""
    kind = unicodedata.category(letter)
    if kind in {"Cs", "Cn", "Co"}:
        return _REPLACED
    if kind == "Cc" or kind.startswith("Z"):
        return " "
    if kind == "Cf" and letter not in _JOINERS:
        return ""
    return letter


def isolated(text: str, *, leftward: bool) -> str:
    """
    Keep a text of the other direction from turning round the words beside it.

    Parameters
    ----------
    text
        A text, perhaps from the world.
    leftward
        Whether the words beside it are read from right to left.

    Returns
    -------
    str
        The text, in isolates (UAX 9) where it has letters of the other direction.
    """
    plain = text if _ISOLATES & set(text) else inert(text)
    other = _RIGHTWARD if leftward else _LEFTWARD
    return f"\u2068{plain}\u2069" if other.search(plain) else plain


def directed(text: str, *, leftward: bool) -> str:
    """
    Give a line the direction of its language, for viewers that would read it from the left.

    Parameters
    ----------
    text
        A line of ours, or a name.
    leftward
        Whether its language is read from right to left.

    Returns
    -------
    str
        The line, in isolates where any of its letters is read from right to left.
    """
    safe = "".join(one if one in _ISOLATES else _letter(one) for one in text)
    if not _LEFTWARD.search(safe):
        return safe
    return ("\u2067" if leftward else "\u2068") + safe + "\u2069"


def leftward(text: str) -> bool:
    """
    Tell whether any letter of a text is read from right to left.

    Parameters
    ----------
    text
        A text.

    Returns
    -------
    bool
        True where one is.
    """
    return bool(_LEFTWARD.search(text))


@lru_cache(maxsize=64)
def font(size: float, *, bold: bool = False, italic: bool = False) -> FontProperties:
    """
    Give the font of a size.

    Parameters
    ----------
    size
        In points.
    bold, italic
        Its cut.

    Returns
    -------
    matplotlib.font_manager.FontProperties
        The font; not to be changed.
    """
    from matplotlib.font_manager import FontProperties

    return FontProperties(
        family=FAMILY,
        size=size,
        weight="bold" if bold else "normal",
        style="italic" if italic else "normal",
    )


@contextmanager
def quiet() -> Iterator[None]:
    """Draw letters that the font lacks as boxes, without a warning for each."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from", category=UserWarning)
        yield


@lru_cache(maxsize=20_000)
def width_mm(text: str, size: float, *, bold: bool = False) -> float:
    """
    Measure a text.

    Parameters
    ----------
    text
        One line of letters.
    size
        In points.
    bold
        Whether it is bold.

    Returns
    -------
    float
        Its width in millimetres.
    """
    from matplotlib.textpath import text_to_path

    if not text.strip():
        return 0.0
    with quiet():
        found = text_to_path.get_text_width_height_descent(
            text, font(size, bold=bold), ismath=False
        )
    return float(found[0]) / POINTS


def wrapped(text: str, size: float, room: float, most: int = 99) -> list[str]:
    """
    Break a text into lines.

    Parameters
    ----------
    text
        Any text.
    size
        Of its letters, in points.
    room
        The width of a line in millimetres.
    most
        The most lines; the last one ends in an ellipsis where the text goes on.

    Returns
    -------
    list[str]
        The lines; a word that is longer than a line is broken.
    """
    return _balanced(_broken(text, size, room, most))


def _broken(text: str, size: float, room: float, most: int) -> list[str]:
    """Break a text into lines."""
    lines: list[str] = []
    words = text.split(" ") if text.strip() else []
    while words:
        count = _fitting(words, size, room)
        line = " ".join(words[:count])
        if len(lines) + 1 == most and (len(words) > count or width_mm(line, size) > room):
            return [*lines, shortened(" ".join(words), size, room, always=len(words) > count)]
        if width_mm(line, size) > room:
            head = _cut(line, size, room)
            # A long word is broken behind a dash or a slash of its own, where it has one.
            head = max((line.rfind(sign, 0, head) + 1 for sign in _BREAKS), default=0) or head
            line, words = line[:head], [line[head:], *words[count:]]
        else:
            words = words[count:]
        lines.append(line)
    return lines


def _balanced(lines: list[str]) -> list[str]:
    """Close the isolates that a line leaves open, and open them again in the next one."""
    open_ones: list[str] = []
    found = []
    for line in lines:
        begun = "".join(open_ones)
        for letter in line:
            if letter == _END:
                open_ones = open_ones[:-1]
            elif letter in _ISOLATES:
                open_ones.append(letter)
        found.append(begun + line + _END * len(open_ones))
    return found


def _fitting(words: list[str], size: float, room: float) -> int:
    """Count the words that fit into a line, one at the least."""
    space = width_mm("a a", size) - width_mm("aa", size)
    left = room - width_mm(words[0], size)
    count = 1
    for word in words[1:]:
        left -= space + width_mm(word, size)
        if left < 0:
            break
        count += 1
    return count


def shortened(text: str, size: float, room: float, *, always: bool = False) -> str:
    """
    Cut a text to its room.

    Parameters
    ----------
    text
        One line.
    size
        In points.
    room
        In millimetres.
    always
        Whether to end in an ellipsis even where all of the line fits.

    Returns
    -------
    str
        The text, or its beginning and an ellipsis.
    """
    if not always and width_mm(text, size) <= room:
        return text
    end = _cut(text, size, room - width_mm("…", size))
    return text[:end].rstrip(" ,;:.\u2013-") + "…"


def _cut(text: str, size: float, room: float) -> int:
    """Find how many letters fit, one at the least; marks stay with their letter."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_mm(text[:middle], size) <= room:
            low = middle
        else:
            high = middle - 1
    while low < len(text) and unicodedata.combining(text[low]) and low > 1:
        low -= 1
    return low
