"""
Markup to text: what a description says, without what a browser would do with it.

Formats that carry descriptions in HTML are read through this one door. Nothing is executed or
fetched: scripts and styles are left out, the address of a link stands behind its words, and what
remains is text, however it looks.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Final

#: What a reader takes for markup: a tag, its end, or a comment.
_TAG: Final = re.compile(r"<(?:[a-zA-Z/][^<>]*|!--)")
_BLOCKS: Final = frozenset(
    {
        "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "h1", "h2",
        "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr",
        "ul",
    }
)  # fmt: skip
_CELLS: Final = frozenset({"td", "th"})
_LEFT_OUT: Final = frozenset({"script", "style"})
_BREAK: Final = "\x00"


class _Text(HTMLParser):
    """Gathers the words of markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break the line at a block, and remember where a link leads."""
        if tag in _LEFT_OUT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.parts.append(_BREAK)
        elif tag in _CELLS:
            self.parts.append(" ")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.parts)))
        elif tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        """Break the line after a block, and give the address of a link behind its words."""
        if tag in _LEFT_OUT:
            self._silent = max(self._silent - 1, 0)
        elif tag in _BLOCKS and tag != "br":
            self.parts.append(_BREAK)
        elif tag == "a" and self._links:
            address, start = self._links.pop()
            words = "".join(self.parts[start:])
            if address and address.strip() != words.strip():
                self.parts.append(f" ({address.strip()})")

    def handle_data(self, data: str) -> None:
        """Keep the words, but not those of a script."""
        if not self._silent:
            self.parts.append(data.replace(_BREAK, ""))


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
        return unescape(text).strip()
    parser = _Text()
    parser.feed(text)
    parser.close()
    lines = re.sub(r"\s+", " ", "".join(parser.parts)).split(_BREAK)
    kept = (line.strip() for line in lines)
    return "\n".join(line for line in kept if line)
