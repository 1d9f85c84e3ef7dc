"""A GPX document to an atlas, point by point."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from shapely.geometry import LineString, Point

from balkanroute.errors import InvalidRecord
from balkanroute.model import Leg, PlaceRole, RouteRole
from balkanroute.periods import Period
from balkanroute.readers.elements import Counted, elements
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.gpx.points import Line, Position, fields_of, position_of
from balkanroute.readers.instants import span_of, span_of_many
from balkanroute.readers.origins import origin_of
from balkanroute.readers.problems import PlaceLookup, Reading, refusal
from balkanroute.readers.protocol import Options
from balkanroute.readers.wishes import Wishes

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: The most points that are read of a file.
MOST_POINTS: Final = 5_000_000
_POINTS: Final = frozenset({"wpt", "rtept", "trkpt"})
_WORDS: Final = {"wpt": "waypoint", "rte": "route", "trk": "track"}


@dataclass(slots=True)
class _Document:
    """What has been read of a file."""

    gathering: Gathering
    header: dict[str, Any] = field(default_factory=dict)
    line: Line = field(default_factory=Line)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_WORDS, 0))
    points: int = 0
    spots: int = 0
    wishes: Wishes = field(default_factory=Wishes)

    def end(self, element: Element, above: list[Element]) -> None:
        """Read an element that has ended; what is read is let go."""
        tag, parent = str(element.tag), str(above[-1].tag)
        if tag in _POINTS:
            self._count()
        if (parent, tag) in {("trkseg", "trkpt"), ("rte", "rtept")}:
            self.line.add(element)
            above[-1].remove(element)
        elif tag == "trkseg":
            self.line.cut()
        elif len(above) == 1:
            self._top(element, tag)
            above[-1].remove(element)

    def _count(self) -> None:
        """Refuse to read on where there is too much."""
        self.points += 1
        if self.points > MOST_POINTS:
            raise refusal(
                self.gathering.file,
                f"it holds more than {MOST_POINTS:,} points, the most that are read; thin its "
                f"tracks out, or cut it into several files",
            )

    def _top(self, element: Element, tag: str) -> None:
        """Read a waypoint, a route, a track, or what the file says of itself."""
        said = fields_of(element)
        if tag == "metadata":
            self.header |= said
        elif tag not in _WORDS:
            self.header[tag] = (element.text or "").strip() or said
        else:
            self.counts[tag] += 1
            number = self.counts[tag]
            name = said.pop("name", None)
            name = name if isinstance(name, str) and name else None
            words = f"{_WORDS[tag]} {number}" + (f" ({name[:60]!r})" if name else "")
            shown = name or f"{_WORDS[tag].capitalize()} {number}"
            line, self.line = self.line, Line()
            with self.gathering.row(number, words):
                if tag == "wpt":
                    self._waypoint(element, shown, said)
                else:
                    self._tell(line, number, words)
                    self._route(shown, said, line) if tag == "rte" else self._track(
                        shown, said, line
                    )

    def _tell(self, line: Line, number: int, words: str) -> None:
        """Say which points of a line are left out."""
        if line.bad:
            message = f"{len(line.bad)} of its points are not read; {line.bad[0]}"
            self.gathering.warn(number, message, words)
        if line.undrawn():
            message = f"{line.undrawn()} of its pieces have one position and are not drawn"
            self.gathering.warn(number, message, words)

    def _waypoint(self, element: Element, name: str, said: dict[str, Any]) -> None:
        """Make a place of a waypoint, and a claim where it has a description."""
        place = self._spot(name, position_of(element), said)
        text = _text(said)
        if text:
            self._claim(text, said, where=(PlaceRole(place=place, role="at"),), recorded=True)

    def _track(self, name: str, said: dict[str, Any], line: Line) -> None:
        """Make a place of a track, and a claim where it has a description or times."""
        geometry = line.geometry()
        if geometry is None:
            raise InvalidRecord("it has no points")
        times = [str(time) for time in line.columns.get("time", ()) if time]
        about = span_of_many(times)
        extra = {**said, **({"points": line.said()} if line.said() else {})}
        place = self.gathering.add(
            "places",
            ("trk", self.counts["trk"]),
            id=self.wishes.wish(name, self.counts["trk"]),
            name=name,
            geometry=geometry,
            extra={"gpx": extra} if extra else {},
        )
        text = _text(said)
        if text or about:
            text = text or f"A track called {name} was recorded."
            self._claim(text, said, where=(PlaceRole(place=place, role="at"),), about=about)

    def _route(self, name: str, said: dict[str, Any], line: Line) -> None:
        """Make a route, a leg between every two points that have names."""
        places, names = line.positions(), line.names
        if not places:
            raise InvalidRecord("it has no points")
        stops = [i for i, one in enumerate(names) if one or i in {0, len(names) - 1}]
        shown = {0: f"Start of {name}", len(names) - 1: f"End of {name}"}
        ids = {i: self._spot(names[i] or shown[i], places[i], {}) for i in stops}
        legs = tuple(
            Leg(origin=ids[a], destination=ids[b], geometry=_between(places[a : b + 1]))
            for a, b in pairwise(stops)
            if ids[a] != ids[b]
        )
        if not legs:
            raise InvalidRecord("it joins no two places; a route has two points or more")
        extra = {**said, **({"points": line.said()} if line.said() else {})}
        route = self.gathering.add(
            "routes",
            self.counts["rte"],
            id=self.wishes.wish(name, self.counts["rte"]),
            name=name,
            legs=legs,
            extra={"gpx": extra} if extra else {},
        )
        text = _text(said)
        if text:
            self._claim(text, said, routes=(RouteRole(route=route),))

    def _spot(self, name: str, position: Position, said: dict[str, Any]) -> str:
        """Give the place of a point; one name at one position is one place."""
        self.spots += 1
        return self.gathering.add(
            "places",
            (name, position),
            id=self.wishes.wish(name, self.spots),
            name=name,
            geometry=Point(position),
            extra={"gpx": said} if said else {},
        )

    def _claim(
        self,
        text: str,
        said: dict[str, Any],
        *,
        recorded: bool = False,
        **fields: Any,  # noqa: ANN401 - as the record
    ) -> None:
        """Make a claim of a description."""
        speaker, source = self._origin()
        kind = said.get("type")
        fields["topics"] = (kind,) if isinstance(kind, str) and kind else ()
        fields["recorded"] = _moment(said.get("time")) if recorded else None
        self.gathering.add(
            "claims",
            tuple(self.counts.values()),
            says=text,
            speaker=speaker,
            source=source,
            **fields,
        )

    def _origin(self) -> tuple[str, str]:
        """Give the ids of who speaks in the file, and of the file as a source."""
        author = self.header.get("author")
        name = author.get("name") if isinstance(author, dict) else author
        link = self.header.get("link")
        link = link[0] if isinstance(link, list) and link else link
        address = link.get("@href") if isinstance(link, dict) else self.header.get("url")
        return origin_of(
            self.gathering,
            self._title(),
            author=name if isinstance(name, str) and name else None,
            url=address if isinstance(address, str) and address else None,
            published=_moment(self.header.get("time")),
        )

    def _title(self) -> str:
        """Give what the file is called."""
        name = self.header.get("name")
        return name if isinstance(name, str) and name else self.gathering.file.stem or "GPX"

    def reading(self) -> Reading:
        """Give the atlas."""
        recorder, _ = self._origin()
        summary = self.header.get("desc")
        kept = {name: value for name, value in self.header.items() if name not in {"name", "desc"}}
        return self.gathering.reading(
            title=self._title(),
            summary=summary if isinstance(summary, str) and summary else None,
            recorder=recorder,
            extra={"gpx": kept} if kept else {},
        )


def _text(said: dict[str, Any]) -> str:
    """Give the description of a waypoint, a route or a track, as it stands."""
    found = said.get("desc") or said.get("cmt") or ""
    return found if isinstance(found, str) else ""


def _between(positions: list[Position]) -> LineString | None:
    """Give the line of a leg; two ends alone say nothing of the way between them."""
    known = len(positions) > 2 and len(set(positions)) > 1  # noqa: PLR2004 - more than its ends
    return LineString(positions) if known else None


def _moment(text: object) -> Period | None:
    """Read a time, if it is one; what is none stays under ``extra``."""
    try:
        return span_of(text, text) if isinstance(text, str) else None
    except InvalidRecord:
        return None


def load(path: Path, places: PlaceLookup, options: Options) -> Reading:  # noqa: ARG001 - no keys in GPX
    """
    Read a GPX file.

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
        When it is not XML, not GPX, or too much.
    """
    if not path.is_file():
        raise refusal(path, "there is no such file")
    found = _Document(Gathering(path, "gpx"))
    try:
        with path.open("rb") as file:
            stream = Counted(file, path, path.stat().st_size, progress=options.progress)
            for event, element, above in elements(stream):
                if event == "start" and not above:
                    if element.tag != "gpx":
                        raise refusal(path, f"expected a gpx document, found <{element.tag}>")
                    found.header |= {
                        f"@{key}": element.attrib[key] for key in element.attrib if key == "creator"
                    }
                elif event == "end" and above:
                    found.end(element, above)
    except OSError as reason:
        raise refusal(path, f"it cannot be opened: {reason.strerror or reason}") from reason
    return found.reading()
