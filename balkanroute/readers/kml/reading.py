"""A KML document to an atlas, element by element."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from balkanroute.readers.elements import Counted, elements, plain_of, words_of
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.kml.archives import opened
from balkanroute.readers.kml.kept import NAME, Kept
from balkanroute.readers.kml.placemarks import Placemark, add_placemark, data_of, placemark_of
from balkanroute.readers.markup import text_of
from balkanroute.readers.origins import origin_of
from balkanroute.readers.problems import PlaceLookup, Reading, refusal
from balkanroute.readers.protocol import Options
from balkanroute.readers.wishes import Wishes

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: The most features that are read of a file.
MOST_FEATURES: Final = 1_000_000
#: Of the files beside the documents of an archive, how many are named.
_MOST_NAMED: Final = 100
_CONTAINERS: Final = frozenset({"kml", "Document", "Folder"})
#: Features that are not read, and why.
_NOT_READ: Final = {
    "NetworkLink": "it points to {}, which is not followed; save what is there, and read that",
    "GroundOverlay": "an image laid on the ground is not read ({})",
    "ScreenOverlay": "an image laid on the screen is not read ({})",
    "PhotoOverlay": "a photograph set in the landscape is not read ({})",
    "Tour": "a flight through the map is not read",
    "NetworkLinkControl": "updates for another file are not applied",
}


@dataclass(slots=True)
class _Container:
    """A Document or a Folder that is being read."""

    tag: str
    name: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Document:
    """What has been read of a file."""

    gathering: Gathering
    kept: Kept = field(default_factory=Kept)
    inside: list[_Container] = field(default_factory=list)
    header: _Container | None = None
    number: int = 0
    wishes: Wishes = field(default_factory=Wishes)
    styles: list[Any] = field(default_factory=list)
    folders: list[Any] = field(default_factory=list)
    waiting: list[Placemark] = field(default_factory=list)
    beside: set[str] = field(default_factory=set)

    def begin(self, element: Element) -> None:
        """Step into a Document or a Folder."""
        made = _Container(str(element.tag))
        self.inside.append(made)
        if made.tag == "Document" and self.header is None:
            self.header = made

    def end(self, element: Element) -> None:
        """Read a child of a container."""
        tag = str(element.tag)
        if tag == "Placemark" or tag in _NOT_READ:
            self._feature(element, tag)
        elif tag in {"Document", "Folder"}:
            self._leave()
        elif tag in {"Style", "StyleMap", "Schema", "CascadingStyle"}:
            self.styles.append({tag: plain_of(element)})
        elif self.inside:
            self._field(element, tag)

    def _feature(self, element: Element, tag: str) -> None:
        """Read a Placemark, or list what is not read."""
        self.number += 1
        if self.number > MOST_FEATURES:
            raise refusal(
                self.gathering.file,
                f"it holds more than {MOST_FEATURES:,} features, the most that are read; cut it "
                f"into several files",
            )
        name = words_of(element, "name")
        words = f"{tag} {self.number}" + (f" ({name[:60]!r})" if name else "")
        if tag in _NOT_READ:
            link = words_of(element.find("Link"), "href") or words_of(element.find("Url"), "href")
            if tag == "NetworkLink" and unquote(link or "").removeprefix("./") in self.beside:
                return  # the archive holds it, and it is read by itself
            picture = words_of(element.find("Icon"), "href")
            reason = _NOT_READ[tag].format((link or picture or "no address")[:200])
            self.gathering.skip(self.number, reason, words)
            return
        if element.find(".//Model") is not None:
            reason = "its model in three dimensions is not read"
            self.gathering.skip(self.number, reason, words)
        with self.gathering.row(self.number, words):
            self._placemark(element, words)

    def _placemark(self, element: Element, words: str) -> None:
        """Read a Placemark: one of ours, or somebody else's."""
        folders = [one.name for one in self.inside if one is not self.header and one.name]
        read = placemark_of(element, self.number, folders)
        if NAME in read.data and self.kept.ours:
            self.kept.take_place(read, words)
        elif self.kept.ours:
            self.waiting.append(read)
        else:
            self._add(read, words)

    def _add(self, read: Placemark, words: str) -> None:
        """Make records of a Placemark that is not ours."""
        speaker, source = self._origin()
        add_placemark(read, self.gathering, self.wishes, speaker=speaker, source=source)
        for message in read.odd:
            self.gathering.warn(read.number, message, words)

    def _origin(self) -> tuple[str, str]:
        """Give the ids of who speaks in the file, and of the file as a source."""
        header = self.header or _Container("Document")
        author, link = header.fields.get("author"), header.fields.get("link")
        name = author.get("name") if isinstance(author, dict) else None
        address = link.get("@href") if isinstance(link, dict) else None
        return origin_of(
            self.gathering,
            header.name or self.gathering.file.stem or "KML",
            author=name if isinstance(name, str) and name else None,
            url=address or None,
        )

    def _field(self, element: Element, tag: str) -> None:
        """Read what a Document or a Folder says of itself."""
        container = self.inside[-1]
        if tag == "name":
            container.name = text_of(element.text or "") or None
        elif tag != "ExtendedData":
            container.fields[tag] = plain_of(element)
        else:
            self._extended(container, element)

    def _extended(self, container: _Container, element: Element) -> None:
        """Read the ExtendedData of a Document or a Folder."""
        from xml.etree.ElementTree import Element as Made

        holder = Made(container.tag)
        holder.append(element)
        data = data_of(holder)
        ours = {name: data.pop(name) for name in [*data] if name.partition(":")[0] == NAME}
        if data:
            container.fields["data"] = data
        if NAME in ours:
            words = f"Folder {(container.name or '')[:60]!r}"
            with self.gathering.row(self.number + 1, words):
                self.kept.take_route(ours.pop(NAME), self.number + 1, words)
        self.kept.take_document(ours, self.gathering)

    def _leave(self) -> None:
        """Step out of a container, and keep what it says of itself."""
        left = self.inside.pop() if self.inside else None
        said = {name: value for name, value in (left.fields if left else {}).items() if value}
        if left is None or left is self.header or not said or self.kept.ours:
            return
        above = [one.name for one in self.inside if one is not self.header and one.name]
        self.folders.append({"folder": [*above, left.name or ""], **said})

    def reading(self) -> Reading:
        """Give the atlas."""
        if self.kept.ours:
            self.kept.put_into(self.gathering)
            for read in self.waiting:
                words = f"Placemark {read.number}"
                with self.gathering.row(read.number, words):
                    self._add(read, words)
            return self.kept.records.reading(self.gathering)
        recorder, _ = self._origin()
        header = self.header or _Container("Document")
        said = {name: value for name, value in header.fields.items() if value}
        summary = text_of(str(said.get("description", ""))) or None
        kept: dict[str, Any] = {**said, "folders": self.folders, "styles": self.styles}
        kept = {name: value for name, value in kept.items() if value}
        return self.gathering.reading(
            title=header.name or self.gathering.file.stem or "KML",
            summary=summary,
            recorder=recorder,
            extra={"kml": kept} if kept else {},
        )


def load(path: Path, places: PlaceLookup, options: Options) -> Reading:  # noqa: ARG001 - no keys in KML
    """
    Read a KML or KMZ file.

    Parameters
    ----------
    path
        The file.
    places
        Of no meaning here.
    options
        ``progress`` is told.

    Returns
    -------
    Reading
        The atlas, and what was not read.

    Raises
    ------
    UnreadableFile
        When it is not XML, not KML, or too much.
    """
    gathering = Gathering(path, "kml")
    found = _Document(gathering)
    with opened(path) as package:
        for name in package.others[:_MOST_NAMED]:
            gathering.skip(1, "a file beside the documents is not read", f"file {name[:100]!r}")
        found.beside.update(package.documents)
        stream = Counted(BytesIO(), path, package.size, progress=options.progress)
        for stream.stream in package.streams():
            found.inside.clear()
            _walk(stream, found)
    return found.reading()


def _walk(stream: Counted, found: _Document) -> None:
    """Read the document, letting go of each element that has been read."""
    for event, element, above in elements(stream):
        if event == "start":
            if not above and element.tag != "kml":
                raise refusal(stream.file, f"expected a kml document, found <{element.tag}>")
            if element.tag in {"Document", "Folder"} and _in_container(above):
                found.begin(element)
        elif _in_container(above):
            found.end(element)
            above[-1].remove(element)


def _in_container(above: list[Element]) -> bool:
    """Tell whether an element stands in the document, a Document or a Folder, all the way up."""
    return bool(above) and all(one.tag in _CONTAINERS for one in above)
