"""Where JSON-LD stands: a file of its own, or the scripts of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from balkanroute.errors import UnreadableFile
from balkanroute.readers import json_text, peek
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.json_records import listed, loaded
from balkanroute.readers.problems import refusal
from balkanroute.readers.texts import DEEPEST, MEBIBYTE

TYPE: Final = "ClaimReview"
JSON: Final = (".json", ".jsonld")
PAGES: Final = (".html", ".htm")
_MOST_PAGE: Final = 32 * MEBIBYTE
_OPENING: Final = re.compile(r"<script\b([^<>]{0,2000})>", re.IGNORECASE)
_LINKED: Final = re.compile(r"\btype\s{0,9}=\s{0,9}[\"']?application/ld\+json\b", re.IGNORECASE)
_CLOSING: Final = re.compile("</script", re.IGNORECASE)
#: Where nodes stand inside others.
_INSIDE: Final = (
    "@graph", "dataFeedElement", "item", "itemListElement", "mainEntity", "hasPart", "review",
)  # fmt: skip


def is_page(path: Path) -> bool:
    """Tell whether a file is named as a page."""
    return path.suffix.lower() in PAGES


def looks_reviewed(path: Path) -> bool:
    """
    Tell whether a file holds a review.

    Parameters
    ----------
    path
        Any path.

    Returns
    -------
    bool
        False also where it cannot be told from the beginning of a page.
    """
    suffix = path.suffix.lower()
    if suffix in JSON:
        return any(is_a(node, TYPE) for node in _nodes(peek.json_value(path)))
    if suffix not in PAGES:
        return False
    start = peek.head(path).decode("utf-8", "replace")
    return any(TYPE in script for script in _scripts(start))


def is_a(node: Mapping[str, Any], name: str) -> bool:
    """
    Tell whether a node is of a type of schema.org.

    Parameters
    ----------
    node
        Any node.
    name
        The type, without a prefix.
    """
    kinds = [kind for kind in listed(node.get("@type")) if isinstance(kind, str)]
    return any(re.split(r"[/:#]", kind)[-1] == name for kind in kinds)


def nodes_of(gathering: Gathering) -> list[Mapping[str, Any]]:
    """
    Give all nodes of a file.

    Parameters
    ----------
    gathering
        Knows the file, and is told of a script in a page that is no JSON.

    Returns
    -------
    list of dict
        In their order, those inside collections after them.

    Raises
    ------
    UnreadableFile
        When the file cannot be opened, is too large, or is neither JSON nor a page with JSON-LD.
    """
    file = gathering.file
    if not is_page(file):
        return [*_nodes(loaded(file))]
    found: list[Mapping[str, Any]] = []
    scripts = [*_scripts(_page(file))]
    for number, script in enumerate(scripts, 1):
        try:
            found += _nodes(json_text.load(script, file))
        except UnreadableFile as reason:
            gathering.skip(number, f"its JSON-LD cannot be read: {reason}", f"script {number}")
    if not scripts:
        raise refusal(file, "the page has no script of the type application/ld+json")
    return found


def _page(file: Path) -> str:
    """Read a page; bytes that are not UTF-8 become half characters, which no script may hold."""
    try:
        if not file.is_file():
            raise refusal(file, "there is no such file")
        with file.open("rb") as stream:
            raw = stream.read(_MOST_PAGE + 1)
    except OSError as reason:
        raise refusal(file, f"the file cannot be opened: {reason.strerror or reason}") from reason
    if len(raw) > _MOST_PAGE:
        most = _MOST_PAGE // MEBIBYTE
        message = f"the page is larger than {most} MiB, the most that is read of one; save its "
        raise refusal(file, f"{message}JSON-LD in a file of its own")
    return raw.decode("utf-8-sig", "surrogateescape")


def _scripts(page: str) -> Iterator[str]:
    """Give the JSON-LD scripts of a page."""
    start = 0
    while (opening := _OPENING.search(page, start)) is not None:
        closing = _CLOSING.search(page, opening.end())
        if closing is None:
            return
        if _LINKED.search(opening[1]):
            yield page[opening.end() : closing.start()].strip()
        start = closing.end()


def _nodes(value: object) -> Iterator[Mapping[str, Any]]:
    """Give nodes, also those inside collections, without recursion."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        found, depth = waiting.pop()
        if depth > DEEPEST:
            continue
        if isinstance(found, list):
            waiting += [(entry, depth + 1) for entry in reversed(found)]
        elif isinstance(found, Mapping):
            yield found
            inside = [found[name] for name in _INSIDE if isinstance(found.get(name), list | dict)]
            waiting += [(entry, depth + 1) for entry in reversed(inside)]
