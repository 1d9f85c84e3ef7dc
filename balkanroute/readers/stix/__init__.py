"""
STIX 2.1: bundles of threat intelligence.

Identities become agents, locations places, reports sources; notes, opinions, sightings and
relationships to a location become claims. Of several versions of an object the latest is read and
the older are listed; a revoked object is listed. Objects of other types are kept whole under the
atlas' ``extra``. https://docs.oasis-open.org/cti/stix/v2.1/ is the specification.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from balkanroute.readers import peek
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.json_records import counted, header_in, loaded, text_in
from balkanroute.readers.problems import PlaceLookup, Reading, refusal
from balkanroute.readers.protocol import Format, Options
from balkanroute.readers.restoration import Restoration, no_rows
from balkanroute.readers.stix.bundles import Bundle, Entry, latest_of
from balkanroute.readers.stix.markings import Markings
from balkanroute.readers.stix.own import AUTHOR, EXTENSION, header_row, is_ours, row_of
from balkanroute.readers.stix.records import add_identity, add_location, add_report
from balkanroute.readers.stix.statements import add_statement, is_statement, put_relations

NAME: Final = "stix"
_ID: Final = re.compile(
    r"[a-z0-9]+(?:-[a-z0-9]+)*--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE
)
_FIRST: Final = {
    "identity": add_identity,
    "location": add_location,
    "report": add_report,
}


def _look(path: Path) -> bool:
    """Tell by the ids, which are a type and a UUID."""
    value = peek.json_value(path)
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        return False
    found = _ID.fullmatch(str(value.get("id"))[:200])
    return found is not None and found[0].startswith(f"{value['type']}--")


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:
    """Read every object."""
    value = loaded(path)
    objects = _objects(value)
    if objects is None:
        raise refusal(path, "expected a bundle, a list of objects, or one object with its id")
    gathering = Gathering(path, NAME)
    entries = latest_of([*counted(objects, path, options)], gathering)
    bundle = Bundle(gathering, entries, places, Markings.of(entries))
    header = _restore(bundle)
    _read(bundle)
    return gathering.reading(**_joined(header, bundle.header()))


def _joined(header: dict[str, Any], rest: dict[str, Any]) -> dict[str, Any]:
    """Put the objects that became no record beside what the atlas says of itself."""
    if not rest:
        return header
    extra = dict(header.get("extra") or {})
    inner = extra.get(NAME)
    kept = dict(inner) if isinstance(inner, Mapping) else {}
    return header | {"extra": extra | {NAME: kept | rest["extra"][NAME]}}


def _objects(value: object) -> list[Any] | None:
    """Give the objects of a file."""
    if isinstance(value, list):
        return value
    if not isinstance(value, Mapping):
        return None
    if isinstance(value.get("objects"), list):
        return list(value["objects"])
    if value.get("type") == "bundle":
        return []
    return [value] if text_in(value, "id") and text_in(value, "type") else None


def _restore(bundle: Bundle) -> dict[str, Any]:
    """Put the records of ours, and give the header of their atlas."""
    rows = no_rows()
    header: dict[str, Any] = {}
    for entry in bundle.entries:
        if not is_ours(entry):
            continue
        kind = entry.value["extensions"][EXTENSION].get("record")
        if kind == "atlas":
            header = header_row(entry)
        elif isinstance(kind, str) and kind in rows:
            rows[kind].append(row_of(bundle, entry))
    Restoration(bundle.gathering, rows).restore()
    return header_in(header, bundle.gathering)


def _read(bundle: Bundle) -> None:
    """Add what others wrote: first what is spoken of, then what is said."""
    foreign = [entry for entry in bundle.entries if not is_ours(entry)]
    foreign = [entry for entry in foreign if entry.key not in (AUTHOR, EXTENSION)]
    for kind, add in _FIRST.items():
        for entry in foreign:
            if entry.type == kind:
                with bundle.gathering.row(entry.number, entry.words):
                    add(bundle, entry)
    said: list[Entry] = []
    for entry in foreign:
        if is_statement(bundle, entry):
            with bundle.gathering.row(entry.number, entry.words):
                add_statement(bundle, entry)
                said.append(entry)
        elif entry.type not in _FIRST and not bundle.markings.knows(entry.key):
            bundle.others.append(entry.value)
    put_relations(bundle, said)


READER: Final = Format(
    name=NAME,
    title="STIX 2.1, a bundle in JSON",
    suffixes=(".stix.json", ".stix", ".json"),
    look=_look,
    load=_load,
)
