"""
Markup to text: what a description says, without what a browser would do with it.

Formats that carry descriptions in HTML are read through this one door. Nothing is executed or
fetched: scripts and styles are left out, the address of a link stands behind its words, and what
remains is text, however it looks. Python's own parser takes minutes for a few crafted kilobytes,
so tags are found here, in time that grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Final

#: A comment, a tag with its name and its attributes, a declaration, text, or a stray bracket.
_TOKEN: Final = re.compile(
    r"<!--(?:.*?-->|.*)"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*+)"
    r"(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>"
    r"|<[!?][^<>]*>|(?P<text>[^<]+|<)",
    re.DOTALL,
)
#: What a reader takes for markup: a tag, its end, or a comment.
_TAG: Final = re.compile(r"<(?:[a-zA-Z/][^<>]*+>|!--)")
_LINK: Final = re.compile(
    r"\b(?:href|alt)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
)
_BLOCKS: Final = frozenset(
    {
        "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "h1", "h2",
        "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr",
        "ul",
    }
)  # fmt: skip
_CELLS: Final = frozenset({"td", "th"})
_RAW: Final = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}
#: Numbers of characters that Python would take long for, or refuse to read.
_HUGE: Final = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
_BREAK: Final = "\x00"


@dataclass(slots=True)
class _Words:
    """The words of markup as they are gathered."""

    parts: list[str] = field(default_factory=list)
    address: str = ""
    start: int = 0

    def tag(self, name: str, rest: str, *, end: bool) -> None:
        """Break the line at a block, and keep what a link or an image says."""
        if name in _BLOCKS and not (end and name == "br"):
            self.parts.append(_BREAK)
        elif name in _CELLS:
            self.parts.append(" ")
        elif name == "a":
            self._close_link()
            self.address, self.start = ("" if end else _said(rest)), len(self.parts)
        elif name == "img" and not end:
            self.parts.append(_said(rest))

    def _close_link(self) -> None:
        """Give the address of a link behind its words, unless they are the same."""
        if self.address and self.address != "".join(self.parts[self.start :]).strip():
            self.parts.append(f" ({self.address})")

    def text(self) -> str:
        """Give the lines."""
        lines = re.sub(r"\s+", " ", "".join(self.parts)).split(_BREAK)
        kept = (line.strip() for line in lines)
        return "\n".join(line for line in kept if line)


def is_markup(text: str) -> bool:
    """
    Tell whether a text holds tags.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    bool
        True where a browser would see a tag or a comment.
    """
    return _TAG.search(text) is not None


def text_of(text: str) -> str:
    """
    Give what a description says.

    Parameters
    ----------
    text
        HTML, or plain text with or without entities.

    Returns
    -------
    str
        The words. White space in markup counts as one space, blocks and ``br`` break the line;
        text without tags keeps its lines. What looks like a tag after that is text.
    """
    if not is_markup(text):
        return _unescaped(text).strip()
    words, at = _Words(), 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:  # "<" before what is no tag
            words.parts.append("<")
            at += 1
            continue
        at = match.end()
        name = (match["name"] or "").lower()
        if match["text"]:
            words.parts.append(_unescaped(match["text"]).replace(_BREAK, ""))
        elif name in _RAW and not match["end"]:
            closing = _RAW[name].search(text, at)
            at = closing.start() if closing else len(text)
        elif name:
            words.tag(name, match["rest"], end=bool(match["end"]))
    return words.text()


def _said(rest: str) -> str:
    """Give the address of a link, or what stands for an image, from the attributes of a tag."""
    match = _LINK.search(rest)
    return _unescaped(next((said for said in match.groups() if said), "")).strip() if match else ""


def _unescaped(text: str) -> str:
    """Turn entities into letters."""
    return unescape(_HUGE.sub("\ufffd", text)) if "&" in text else text
