"""
TLP names as marking definitions.

The four of TLP 1.0 are those of STIX 2.1, section 7.2.1.4, which every program knows; ``white`` is
what TLP 2.0 calls ``clear``. ``amber+strict`` is of TLP 2.0 alone, by the extension that OASIS
published for it; an object so marked is ``amber`` too, for programs that do not know it.
"""

from __future__ import annotations

from typing import Any, Final

from balkanroute.model import KINDS, Atlas

_ONE: Final = {
    "clear": ("white", "613f2e26-407d-48c7-9eca-b8e91df99dc9"),
    "green": ("green", "34098fce-860f-48ae-8e50-ebd3cc5e41da"),
    "amber": ("amber", "f88d31f6-486f-44da-b317-01333bde0b82"),
    "red": ("red", "5e57c739-391a-4eb3-b6be-7d15ca92d5ed"),
}
_STRICT: Final = "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"
_TLP_2: Final = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_AS_AMBER: Final = {"amber+strict": ("amber", "amber+strict")}


def marks(*levels: str | None) -> dict[str, Any]:
    """
    Give the markings of an object.

    Parameters
    ----------
    *levels
        TLP names of what stands in it; None where none was given.

    Returns
    -------
    dict
        The property ``object_marking_refs``, or nothing.
    """
    named = [name for level in levels if level for name in _AS_AMBER.get(level, (level,))]
    refs = [_address(name) for name in dict.fromkeys(named)]
    return {"object_marking_refs": refs} if refs else {}


def _address(name: str) -> str:
    """Give the id of a marking definition."""
    return _STRICT if name == "amber+strict" else f"marking-definition--{_ONE[name][1]}"


def definitions_of(atlas: Atlas) -> list[dict[str, Any]]:
    """
    Give the definitions of the markings that an atlas uses.

    Parameters
    ----------
    atlas
        Any atlas.

    Returns
    -------
    list of dict
        Objects of the bundle, from the most open to the strictest.
    """
    used = {
        record.sensitivity
        for kind in KINDS
        for record in getattr(atlas, kind)
        if record.sensitivity is not None
    }
    if "amber+strict" in used:
        used.add("amber")
    order = ("clear", "green", "amber", "amber+strict", "red")
    return [_definition(name) for name in order if name in used]


def _definition(name: str) -> dict[str, Any]:
    """Give a marking definition, as it is published."""
    head = {"type": "marking-definition", "spec_version": "2.1", "id": _address(name)}
    if name == "amber+strict":
        extension = {"extension_type": "property-extension", "tlp_2_0": name}
        return {
            **head,
            "created": "2022-10-01T00:00:00.000Z",
            "name": "TLP:AMBER+STRICT",
            "extensions": {_TLP_2: extension},
        }
    word = _ONE[name][0]
    return {
        **head,
        "created": "2017-01-20T00:00:00.000Z",
        "definition_type": "tlp",
        "name": f"TLP:{word.upper()}",
        "definition": {"tlp": word},
    }
