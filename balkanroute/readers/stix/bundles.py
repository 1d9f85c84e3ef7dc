"""The objects of a bundle, the latest version of each, and who is who among them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from balkanroute.model import is_link
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.json_records import listed, text_in
from balkanroute.readers.problems import PlaceLookup

if TYPE_CHECKING:
    from balkanroute.readers.stix.markings import Markings

_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """
    An object of a bundle.

    Parameters
    ----------
    number
        Where it stands, from 1.
    key
        Its id.
    type
        What it is.
    value
        All of it.
    """

    number: int
    key: str
    type: str
    value: Mapping[str, Any]

    @property
    def words(self) -> str:
        """What to call it in a list of problems."""
        return f"object {self.number} ({self.type[:40]})"


def latest_of(numbered: Sequence[tuple[int, Any]], gathering: Gathering) -> list[Entry]:
    """
    Give the latest version of each object, in the order of their first.

    Parameters
    ----------
    numbered
        Objects and their numbers.
    gathering
        Is told of objects without an id, older versions and revoked objects.

    Returns
    -------
    list of Entry
        One for each id.
    """
    found: dict[str, Entry] = {}
    for number, value in numbered:
        key, kind = text_in(value, "id"), text_in(value, "type")
        if key is None or kind is None:
            gathering.skip(
                number, "it has no id and type, so it is no STIX object", f"object {number}"
            )
            continue
        entry = Entry(number, key, kind, value)
        other = found.setdefault(key, entry)
        if other is entry:
            continue
        older, newer = sorted((other, entry), key=lambda version: _when(version.value))
        found[key] = newer
        told = f"an older version of {key[:80]} ({_moment(older.value)})"
        gathering.skip(older.number, f"{told}; the latest was read", older.words)
    return [entry for entry in found.values() if not _is_revoked(entry, gathering)]


def _when(value: Mapping[str, Any]) -> tuple[str, str]:
    """Give when a version was made, so that it can be compared."""
    match = _TIME.fullmatch(text_in(value, "modified", "created") or "")
    return (match[1], (match[2] or "").ljust(9, "0")) if match else ("", "")


def _moment(value: Mapping[str, Any]) -> str:
    """Say when a version was made."""
    return (text_in(value, "modified") or "undated")[:40]


def _is_revoked(entry: Entry, gathering: Gathering) -> bool:
    """Tell whether an object was withdrawn by whoever made it, and list it if so."""
    if entry.value.get("revoked") is not True:
        return False
    told = f"{entry.key[:80]} was revoked ({_moment(entry.value)})"
    gathering.skip(entry.number, told, entry.words)
    return True


@dataclass(slots=True)
class Bundle:
    """
    A bundle as it is read.

    Parameters
    ----------
    gathering
        Where records are added.
    entries
        The latest version of each object.
    places
        The gazetteer, for countries.
    markings
        What the marking definitions mean.
    others
        Objects that become no record.
    """

    gathering: Gathering
    entries: list[Entry]
    places: PlaceLookup
    markings: Markings
    others: list[Mapping[str, Any]] = field(default_factory=list)
    _by_key: dict[str, Entry] = field(default_factory=dict)
    _carriers: dict[str, str] = field(default_factory=dict)
    _ours: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find objects by their ids, and the report that holds each."""
        for entry in self.entries:
            self._by_key[entry.key] = entry
            if entry.type == "report":
                for ref in listed(entry.value.get("object_refs")):
                    self._carriers.setdefault(str(ref), entry.key)

    def remember(self, ref: str, kind: str, made: str) -> None:
        """Say that an object is a record of ours."""
        self._ours[ref] = (kind, made)

    def known(self, kind: str, ref: object) -> str | None:
        """
        Find the record of an object.

        Parameters
        ----------
        kind
            The list.
        ref
            The object's id.

        Returns
        -------
        str or None
            The record's id.
        """
        ours = self._ours.get(str(ref))
        if ours is not None:
            return self.gathering.known(kind, ours[1]) if ours[0] == kind else None
        return self.gathering.known(kind, ("stix", str(ref)))

    def called(self, ref: object) -> str:
        """Give what an object is called, for a sentence."""
        entry = self._by_key.get(str(ref))
        place = self.known("places", ref)
        if place is not None:
            return str(self.gathering.record("places", place).name)
        if entry is None:
            return str(ref)
        name = text_in(entry.value, "name", "content", "explanation", "value")
        return (name or str(ref))[:80]

    def agent(self, ref: object) -> str:
        """
        Give the agent who made an object.

        Parameters
        ----------
        ref
            Id of an identity, which may not be in the bundle; or nothing.

        Returns
        -------
        str
            Id of the agent: of somebody unnamed where nobody is named.
        """
        known = self.known("agents", ref)
        if known is not None:
            return known
        name = ref if isinstance(ref, str) and ref.strip() else "Whoever made the bundle"
        return self.gathering.add("agents", ("stix", str(ref)), name=name, kind="unnamed")

    def source(self, entry: Entry) -> str:
        """
        Give what carried an object: the report that holds it, else what it refers to, else itself.

        Parameters
        ----------
        entry
            The object.

        Returns
        -------
        str
            Id of the source.
        """
        carrier = self.known("sources", self._carriers.get(entry.key))
        if carrier is not None:
            return carrier
        for reference in listed(entry.value.get("external_references")):
            made = self.cited(reference)
            if made is not None:
                return made
        title = self.gathering.file.name.partition(".")[0] or "bundle"
        return self.gathering.add("sources", ("bundle",), title=title, kind="dataset")

    def cited(self, reference: object) -> str | None:
        """
        Add what an external reference names.

        Parameters
        ----------
        reference
            As the object has it; hashes are of the whole document.

        Returns
        -------
        str or None
            Id of the source; None where it names nothing.
        """
        name, address = text_in(reference, "source_name"), text_in(reference, "url")
        if name is None or not isinstance(reference, Mapping):
            return None
        outside = text_in(reference, "external_id")
        rest = {key: value for key, value in reference.items() if key not in ("source_name", "url")}
        if address and not is_link(address):
            rest["url"] = address
        return self.gathering.add(
            "sources",
            ("cited", name, address, outside),
            title=f"{name} {outside}" if outside else name,
            url=address if address and is_link(address) else None,
            extra={"stix": rest} if rest else {},
        )

    def header(self) -> dict[str, Any]:
        """Give what an atlas of this bundle says of itself."""
        return {"extra": {"stix": {"objects": self.others}}} if self.others else {}
