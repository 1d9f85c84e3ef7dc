"""
Marking definitions to TLP names.

The four of TLP 1.0 are fixed by STIX 2.1, section 7.2.1.4; those of TLP 2.0 by the extension that
OASIS published. A statement that names a TLP level in so many words counts as that level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from balkanroute.readers.json_records import listed, text_in
from balkanroute.readers.stix.bundles import Entry

_ORDER: Final = ("clear", "green", "amber", "amber+strict", "red")
_TLP_2: Final = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_FIXED: Final = {
    "613f2e26-407d-48c7-9eca-b8e91df99dc9": "clear",
    "34098fce-860f-48ae-8e50-ebd3cc5e41da": "green",
    "f88d31f6-486f-44da-b317-01333bde0b82": "amber",
    "5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "red",
    "94868c89-83c2-464b-929b-a1a8aa3c8487": "clear",
    "bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "green",
    "55d920b0-5e8b-4f79-9ee9-91f868d9b421": "amber",
    "939a9414-2ddd-4d32-a0cd-375ea402b003": "amber+strict",
    "e828b379-4e03-4974-9ac4-e53a884c97c1": "red",
}
_WORDS: Final = re.compile(
    r"\s*TLP[: _-]+(WHITE|CLEAR|GREEN|AMBER\+STRICT|AMBER|RED)\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Markings:
    """
    What markings mean.

    Parameters
    ----------
    levels
        TLP names by the ids of definitions.
    statements
        What other definitions state, by their ids.
    """

    levels: Mapping[str, str]
    statements: Mapping[str, str]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Self:
        """
        Read the definitions of a bundle.

        Parameters
        ----------
        entries
            Its objects.

        Returns
        -------
        Markings
            With those that STIX fixes, which a bundle need not carry.
        """
        levels = {f"marking-definition--{uuid}": level for uuid, level in _FIXED.items()}
        statements = {}
        for entry in entries:
            if entry.type != "marking-definition" or entry.key in levels:
                continue
            level = _level(entry.value)
            if level is not None:
                levels[entry.key] = level
            elif statement := text_in(entry.value.get("definition"), "statement"):
                statements[entry.key] = statement
        return cls(levels, statements)

    def knows(self, ref: str) -> bool:
        """Tell whether a definition is of a TLP level, so that nothing else need be kept of it."""
        return ref in self.levels

    def of_object(self, value: Mapping[str, Any]) -> tuple[str | None, dict[str, Any]]:
        """
        Read the markings of an object.

        Parameters
        ----------
        value
            The object.

        Returns
        -------
        level : str or None
            The strictest TLP level of the object or of any part of it: a record is marked whole.
        rest : dict
            Markings that are of no TLP level, and those of parts, as they stand.
        """
        refs = [ref for ref in listed(value.get("object_marking_refs")) if isinstance(ref, str)]
        parts = [part for part in listed(value.get("granular_markings")) if isinstance(part, dict)]
        found = [self.levels[ref] for ref in [*refs, *_refs(parts)] if ref in self.levels]
        level = max(found, key=_ORDER.index) if found else None
        others = [self.statements.get(ref, ref) for ref in refs if ref not in self.levels]
        rest: dict[str, Any] = {"object_marking_refs": others} if others else {}
        return level, rest | ({"granular_markings": parts} if parts else {})


def _refs(parts: list[dict[str, Any]]) -> Iterator[str]:
    """Give the definitions that parts of an object are marked with."""
    for part in parts:
        ref = part.get("marking_ref")
        if isinstance(ref, str):
            yield ref


def _level(value: Mapping[str, Any]) -> str | None:
    """Tell which level a definition is of."""
    extensions = value.get("extensions")
    inner = extensions.get(_TLP_2) if isinstance(extensions, Mapping) else None
    word = text_in(inner, "tlp_2_0") or text_in(value.get("definition"), "tlp")
    if word is None:
        named = text_in(value, "name") or text_in(value.get("definition"), "statement") or ""
        match = _WORDS.fullmatch(named[:100])
        word = match[1] if match else ""
    level = {"white": "clear"}.get(word.lower(), word.lower())
    return level if level in _ORDER else None
