"""Selectors to where in a source a claim stands, as far as the model has a word for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.model import Selector
from balkanroute.readers.json_records import listed, text_in
from balkanroute.readers.web_annotation.types import types_of

#: Our own member of a target: SHA-256 of the passage that it is.
DIGEST: Final = "balkanroute:sha256"
_DEEPEST: Final = 8
#: RFC 8118: a page of a PDF. RFC 5147: characters of a text, counted as our ranges are. The last
#: is our own.
_PAGE: Final = re.compile(r"(?:^|[&#?])page=(\d{1,9})(?=$|[&;])")
_CHARACTERS: Final = re.compile(r"(?:^|[&#])char=(\d{1,12}),(\d{1,12})(?=$|[&;])")
_PARAGRAPH: Final = re.compile(r"^paragraph=(\d{1,9})$")
_QUOTED: Final = frozenset({"type", "@type", "exact", "id", "@id"})
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Spot:
    """
    Where in a source something stands.

    Parameters
    ----------
    parts
        Fields of a `Selector`.
    quote
        The words that stand there.
    rest
        Selectors that say more than that.
    """

    parts: dict[str, Any] = field(default_factory=dict)
    quote: str | None = None
    rest: list[Any] = field(default_factory=list)

    def selector(self) -> Selector | None:
        """
        Make the selector.

        Returns
        -------
        Selector or None
            None where nothing of it is said.

        Raises
        ------
        InvalidRecord
            When no text has such a position.
        """
        return Selector(**self.parts) if self.parts else None


def spot_of(selectors: object, digest: object = None) -> Spot:
    """
    Read the selectors of a target.

    Parameters
    ----------
    selectors
        One or many; where several say the same thing, the first is taken.
    digest
        SHA-256 of the passage, if the target has one.

    Returns
    -------
    Spot
        A selector inside another (``refinedBy``) is taken for its words only: its positions are
        counted from where the outer one begins.
    """
    spot = Spot()
    if isinstance(digest, str) and _SHA256.fullmatch(digest):
        spot.parts["sha256"] = digest
    for entry in listed(selectors):
        if not _take(spot, entry, depth=0):
            spot.rest.append(entry)
    return spot


def take_fragment(spot: Spot, fragment: str) -> bool:
    """
    Read a fragment of an address.

    Parameters
    ----------
    spot
        Is given what it says.
    fragment
        Such as ``page=3`` or ``char=0,10``.

    Returns
    -------
    bool
        Whether all of it was understood.
    """
    if match := _PAGE.search(fragment):
        spot.parts.setdefault("page", int(match[1]))
    elif match := _CHARACTERS.search(fragment):
        return _range(spot, int(match[1]), int(match[2])) and match[0] == fragment
    elif match := _PARAGRAPH.search(fragment):
        spot.parts.setdefault("paragraph", int(match[1]))
    else:
        return False
    return match[0] == fragment


def _range(spot: Spot, start: int, end: int) -> bool:
    """Take a character range, if it holds a character."""
    if not start < end:
        return False
    if "start" not in spot.parts:
        spot.parts |= {"start": start, "end": end}
    return (spot.parts["start"], spot.parts["end"]) == (start, end)


def _take(spot: Spot, entry: object, depth: int) -> bool:
    """Take what a selector says; tell whether that is all that it says."""
    if not isinstance(entry, Mapping) or depth > _DEEPEST:
        return False
    kinds = types_of(entry)
    whole = False
    if "TextQuoteSelector" in kinds:
        whole = _words(spot, entry)
    elif depth:
        whole = False
    elif "TextPositionSelector" in kinds:
        start, end = entry.get("start"), entry.get("end")
        if type(start) is int and type(end) is int and start >= 0:
            whole = _range(spot, start, end)
    elif "FragmentSelector" in kinds:
        whole = take_fragment(spot, text_in(entry, "value") or "")
    inner = [_take(spot, finer, depth + 1) for finer in listed(entry.get("refinedBy"))]
    return whole and all(inner)


def _words(spot: Spot, entry: Mapping[str, Any]) -> bool:
    """Take the words of a quotation."""
    exact = entry.get("exact")
    if not isinstance(exact, str):
        return False
    if spot.quote is None:
        spot.quote = exact
    return spot.quote == exact and set(entry) <= _QUOTED


def checked(spot: Spot) -> tuple[Selector | None, str | None]:
    """
    Make the selector of a spot, or say why there is none.

    Parameters
    ----------
    spot
        As it was read.

    Returns
    -------
    selector : Selector or None
        Where it stands.
    reason : str or None
        What is wrong with it.
    """
    try:
        return spot.selector(), None
    except InvalidRecord as reason:
        return None, str(reason)
