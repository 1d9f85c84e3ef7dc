"""Who speaks in a gazetteer: the project that published it, and the works that it cites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from balkanroute.model import is_link
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.json_records import listed, text_in


@dataclass(frozen=True, slots=True)
class Dataset:
    """
    A gazetteer, as one source by one agent.

    Parameters
    ----------
    title
        Of the collection, else the name of the file.
    publisher
        Who speaks: the host of the places' addresses, else the title.
    url
        Where it is, if it says so.
    rest
        Members of the collection that have no place in an atlas.
    """

    title: str
    publisher: str
    url: str | None
    rest: Mapping[str, Any]

    @classmethod
    def of(cls, value: Mapping[str, Any], file: Path) -> Self:
        """
        Find out who published a file.

        Parameters
        ----------
        value
            The collection, or the one feature.
        file
            Where it stands.

        Returns
        -------
        Dataset
            Named by the file where it does not name itself.
        """
        alone = value.get("type") == "Feature"
        head = {} if alone else value
        features = [value] if alone else listed(value.get("features"))
        citation = head.get("citation")
        title = (
            text_in(head, "title", "label", "name")
            or text_in(head.get("properties"), "title", "name")
            or text_in(citation, "title", "label")
            or file.name.partition(".")[0]
            or "gazetteer"
        )
        known = ("type", "features", "@context", "balkanroute:record")
        rest = {name: inner for name, inner in head.items() if name not in known}
        address = text_in(head, "@id", "id", "url")
        url = address if address and is_link(address) else None
        return cls(title, _host(features) or title, url, rest)

    def agent(self, gathering: Gathering) -> str:
        """Add the agent that speaks, once, and give its id."""
        return gathering.add("agents", ("publisher", self.publisher), name=self.publisher)

    def source(self, gathering: Gathering) -> str:
        """Add the gazetteer as a source, once, and give its id."""
        return gathering.add(
            "sources",
            ("dataset", self.title),
            title=self.title,
            kind="dataset",
            publisher=self.publisher,
            url=self.url,
        )

    def cited(self, gathering: Gathering, citation: object) -> str:
        """
        Add a work that is cited, once, and give its id.

        Parameters
        ----------
        gathering
            Where it is added.
        citation
            A label and an address, or either alone.

        Returns
        -------
        str
            Of the work; of the gazetteer itself where the citation is empty.
        """
        if isinstance(citation, str) and citation.strip():
            citation = {"@id": citation} if is_link(citation) else {"label": citation}
        address = text_in(citation, "@id", "id", "url")
        label = text_in(citation, "label", "title") or address
        if label is None:
            return self.source(gathering)
        link = address if address and is_link(address) else None
        extra = {} if address in (None, link) else {"linked-places": {"@id": address}}
        return gathering.add(
            "sources", ("cited", label, address), title=label, url=link, extra=extra
        )

    def header(self, gathering: Gathering) -> dict[str, Any]:
        """Give what an atlas of this gazetteer says of itself."""
        extra = {"linked-places": dict(self.rest)} if self.rest else {}
        recorder = gathering.known("agents", ("publisher", self.publisher))
        return {"title": self.title, "recorder": recorder, "extra": extra}


def _host(features: list[Any]) -> str | None:
    """Give the host that most readily names the publisher: that of the first place's address."""
    for feature in features[:1]:
        address = text_in(feature, "@id", "id", "uri")
        if address is not None and is_link(address):
            return urlsplit(address).hostname
    return None
