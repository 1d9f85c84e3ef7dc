"""JSON that can be read back: its bytes, and the names that records have in it."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from balkanroute.model import KINDS, Agent, Atlas, Claim, Place, Source, to_plain
from balkanroute.writers.plain_json import json_line

#: What our own terms and the records' addresses begin with.
NAMESPACE: Final = "urn:balkanroute:"
_LEVELS: Final = ("clear", "green", "amber", "amber+strict", "red")


def iri_of(kind: str, key: str) -> str:
    """
    Give the address of a record, for formats that name things by address.

    Parameters
    ----------
    kind
        What it is in one word: ``place``, ``claim``.
    key
        Its id.

    Returns
    -------
    str
        A URN from which the id can be read back.
    """
    return f"{NAMESPACE}{kind}:{quote(key, safe='')}"


def is_stricter(record: Source | Agent | Place, than: Claim) -> bool:
    """
    Tell whether a record may go fewer ways than a claim.

    Parameters
    ----------
    record
        Whose name or address would be copied beside the claim.
    than
        The claim.

    Returns
    -------
    bool
        True where the copy would stand under a weaker marking than the record.
    """
    return _LEVELS.index(record.sensitivity or "clear") > _LEVELS.index(than.sensitivity or "clear")


def header_of(atlas: Atlas) -> dict[str, Any]:
    """
    Give an atlas' own fields as plain data.

    Parameters
    ----------
    atlas
        Any atlas.

    Returns
    -------
    dict
        Without its records; what is not said is left out.
    """
    own = {
        "title": atlas.title,
        "language": atlas.language,
        "summary": atlas.summary,
        "date": None if atlas.date is None else atlas.date.text,
        "recorder": atlas.recorder,
        "licence": atlas.licence,
        "note": atlas.note,
        "extra": dict(atlas.extra) or None,
    }
    return {name: value for name, value in own.items() if value is not None}


def lists_of(atlas: Atlas, *left_out: str) -> dict[str, list[dict[str, Any]]]:
    """
    Give the records of an atlas as plain data.

    Parameters
    ----------
    atlas
        Any atlas.
    *left_out
        Lists that stand elsewhere.

    Returns
    -------
    dict
        Records by list, in their order; empty lists are left out.
    """
    kept = [kind for kind in KINDS if kind not in left_out and getattr(atlas, kind)]
    return {kind: [to_plain(record) for record in getattr(atlas, kind)] for kind in kept}


def json_bytes(document: dict[str, Any]) -> bytes:
    """
    Write a JSON document, one line a member, and one line an entry of a list.

    Parameters
    ----------
    document
        Plain data.

    Returns
    -------
    bytes
        UTF-8, the same for the same data, with a line break at the end.

    Raises
    ------
    InvalidRecord
        When a value under ``extra`` is not plain data, or no file could give it back.
    """
    members = [f'"{name}": {_lines(name, value)}' for name, value in document.items()]
    return ("{\n" + ",\n".join(members) + "\n}\n").encode()


def _lines(name: str, value: object) -> str:
    """Write a member, a list with one line an entry."""
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return json_line(value, name)
    lines = (json_line(entry, f"{name}[{index}]") for index, entry in enumerate(value))
    return "[\n" + ",\n".join(lines) + "\n]"
