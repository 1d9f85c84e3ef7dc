"""
The entities of a file to an atlas, in three passes over the file.

First our own records, then what others point to (documents, people, addresses), then what points
to them (events, trips, memberships); so no more than the records themselves is held.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from shapely.geometry import Point

from balkanroute.errors import InvalidRecord, UnresolvedPlace
from balkanroute.model import Leg, PlaceRole
from balkanroute.readers.followthemoney.entities import Entity, entities
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.numbered import Numbered, kinds_of, plain_under
from balkanroute.readers.origins import origin_of
from balkanroute.readers.problems import PlaceLookup, Reading, refusal
from balkanroute.readers.protocol import Options, Progress
from balkanroute.readers.restoration import Row
from balkanroute.readers.wishes import Wishes

#: Schemata that are documents, and the kind of source that each is.
_DOCUMENTS: Final = {
    "Article": "news", "Audio": "other", "Document": "other", "Email": "other",
    "Folder": "other", "HyperText": "other", "Image": "other", "Message": "other",
    "Package": "other", "Pages": "other", "PlainText": "other", "Table": "dataset",
    "Video": "other", "Workbook": "dataset",
}  # fmt: skip
#: Schemata that may speak, and the kind of agent that each is.
_AGENTS: Final = {
    "Company": "organisation", "LegalEntity": "organisation", "Organization": "organisation",
    "Person": "person", "PublicBody": "government body",
}  # fmt: skip
_PASSES: Final = 3
_PLACES: Final = frozenset({"Address", "RealEstate"})
#: Schemata of vehicles, and how one travels in them.
_MODES: Final = {"Airplane": "air", "Vehicle": "road", "Vessel": "sea"}


@dataclass(slots=True)
class _Entities:
    """What has been read of a file."""

    gathering: Gathering
    places: PlaceLookup
    ours: Numbered = field(default_factory=Numbered)
    modes: dict[str, str] = field(default_factory=dict)
    wishes: Wishes = field(default_factory=Wishes)

    def take_ours(self, entity: Entity) -> None:
        """Take a record of our own."""
        held = entity.ours
        if held is None:
            return
        with self.gathering.row(entity.line, entity.words):
            if isinstance(held.get("atlas"), dict):
                self.ours.header = held["atlas"]
            for kind in kinds_of(held):
                row = Row(entity.line, entity.words, plain_under(held))
                self.ours.take(kind, held, row)

    def take_target(self, entity: Entity) -> None:
        """Read what others point to."""
        if entity.ours is not None:
            return
        with self.gathering.row(entity.line, entity.words):
            if entity.schema in _DOCUMENTS:
                self._source(entity)
            elif entity.schema in _AGENTS:
                self._agent(entity)
            elif entity.schema in _PLACES:
                self._place(entity)
            elif entity.schema in _MODES:
                self.modes[entity.id] = _MODES[entity.schema]

    def take_pointer(self, entity: Entity) -> None:
        """Read what points to others."""
        readers: Mapping[str, Callable[[Entity], None]] = {
            "Event": self._event,
            "Note": self._event,
            "Trip": self._trip,
            "Membership": self._membership,
            "Documentation": self._documentation,
        }
        known = {*_DOCUMENTS, *_AGENTS, *_PLACES, *_MODES}
        if entity.ours is not None or entity.schema in known:
            return
        with self.gathering.row(entity.line, entity.words):
            reader = readers.get(entity.schema)
            if reader is None:
                raise InvalidRecord(f"an atlas has no record for the schema {entity.schema[:40]!r}")
            reader(entity)

    def _add(self, kind: str, entity: Entity, **fields: Any) -> str:  # noqa: ANN401 - as the record
        """Add a record under the id of its entity, with what was not read of it."""
        word = fields.pop("word", None)
        if self.gathering.known(kind, entity.id) is not None:
            raise InvalidRecord(f"the id {entity.id[:60]!r} stands already in the file")
        made = self.gathering.add(kind, entity.id, id=entity.id, **fields, extra=entity.rest())
        if word is not None:
            record = replace(self.gathering.record(kind, made), kind=word)
            self.gathering.put(kind, record)
        return made

    def _source(self, entity: Entity) -> None:
        """Make a source of a document."""
        self._add(
            "sources",
            entity,
            word=_DOCUMENTS[entity.schema],
            title=entity.take("title", "name", "fileName") or entity.id,
            url=entity.take("sourceUrl"),
            publisher=entity.take("publisher"),
            published=entity.take_period("publishedAt", "date", "authoredAt"),
            retrieved=entity.take_period("retrievedAt"),
            language=entity.take_language(),
            note=entity.take("summary", "description", "notes"),
        )

    def _agent(self, entity: Entity) -> None:
        """Make an agent of a person or a body."""
        self._add(
            "agents",
            entity,
            word=_AGENTS[entity.schema],
            name=entity.take("name") or entity.id,
            role=entity.take("position"),
            note=entity.take("summary", "description", "notes"),
        )

    def _place(self, entity: Entity) -> None:
        """Make a place of an address."""
        place = entity.take_position()
        parts = [entity.take(name) for name in ("street", "city", "region", "state")]
        composed = ", ".join(part for part in parts if part)
        self._add(
            "places",
            entity,
            name=entity.take("full", "name") or composed or entity.id,
            geometry=None if place is None else Point(place),
            note=entity.take("summary", "description", "notes"),
        )

    def _event(self, entity: Entity) -> None:
        """Make a claim of an event or a note."""
        says = entity.take("description", "summary", "name", "notes")
        if not says:
            raise InvalidRecord("it has no name and no description, so nothing is said")
        speaker, source = self._origin(entity)
        self._add(
            "claims",
            entity,
            says=says,
            speaker=speaker,
            source=source,
            about=entity.take_span(),
            where=self._where(entity),
            topics=tuple(entity.take_all("keywords")),
            note=entity.take("notes"),
        )

    def _where(self, entity: Entity) -> tuple[PlaceRole, ...]:
        """Give the places of an event: addresses, else names, else its countries."""
        known = {
            one: self.gathering.known("places", one) for one in entity.take_all("addressEntity")
        }
        for missing in (one for one, key in known.items() if key is None):
            message = f"its address {missing[:60]!r} is not in the file"
            self.gathering.warn(entity.line, message, entity.words)
        found = [PlaceRole(place=key, role="at") for key in known.values() if key is not None]
        if found:
            return tuple(found)
        for name in entity.take_all("location"):
            key = self._named("places", "location", name)
            found.append(PlaceRole(place=key, role="at"))
        if not found:
            found = [self._country(code) for code in entity.take_all("country")]
        return tuple(dict.fromkeys(found))

    def _named(self, kind: str, role: str, name: str) -> str:
        """Give the record of a bare name."""
        known = self.gathering.known(kind, (role, name))
        if known is not None:
            return known
        return self.gathering.add(kind, (role, name), id=self.wishes.wish(name), name=name)

    def _country(self, code: str) -> PlaceRole:
        """Give a country as its area, or by its code alone where no outline is known."""
        key = ("country", code)
        known = self.gathering.known("places", key)
        if known is None:
            known = self.gathering.add("places", key, id=code.upper()[:60], name=code.upper())
            try:
                place = self.places.place(code.upper())
            except UnresolvedPlace:
                pass
            else:
                self.gathering.put("places", replace(place, id=known))
        return PlaceRole(place=known, role="within")

    def _origin(self, entity: Entity) -> tuple[str, str]:
        """Give who speaks, and the document: the entity's own, else the file's."""
        title = entity.datasets[0] if entity.datasets else self.gathering.file.stem
        author = entity.datasets[0] if entity.datasets else None
        speaker, source = origin_of(self.gathering, title, author=author)
        publisher = entity.take("publisher")
        if publisher:
            speaker = self._named("agents", "publisher", publisher)
        proofs = [
            self.gathering.known("sources", one) for one in entity.properties.get("proof", [])
        ]
        named = next((proof for proof in proofs if proof), None)
        return speaker, named or source

    def _trip(self, entity: Entity) -> None:
        """Make a route of one leg of a trip, or a claim where its ends are not known."""
        ends = [entity.properties.get(name, [""])[0] for name in ("startLocation", "endLocation")]
        start, end = (self.gathering.known("places", one) for one in ends)
        if start is None or end is None or start == end:
            self._event(entity)
            return
        name = entity.take("name") or f"Trip {entity.id}"
        vehicle = entity.properties.get("vehicle", [""])[0]
        speaker, source = self._origin(entity)
        leg = Leg(
            origin=start,
            destination=end,
            mode=self.modes.get(vehicle, "unknown"),  # type: ignore[arg-type]
            about=entity.take_span(),
            note=entity.take("description", "summary"),
        )
        claim = self.gathering.add(
            "claims",
            entity.id,
            id=entity.id,
            says=leg.note or name,
            speaker=speaker,
            source=source,
            about=leg.about,
            where=(PlaceRole(place=start, role="from"), PlaceRole(place=end, role="to")),
        )
        self._add(
            "routes",
            entity,
            name=name,
            legs=(replace(leg, claims=(claim,)),),
            note=entity.take("notes"),
        )

    def _membership(self, entity: Entity) -> None:
        """Say of an agent where it belongs."""
        member = self.gathering.known("agents", entity.properties.get("member", [""])[0])
        body = self.gathering.known("agents", entity.properties.get("organization", [""])[0])
        if member is None or body is None:
            raise InvalidRecord("its member or its organization is not in the file")
        agent = self.gathering.record("agents", member)
        if agent.member_of is not None:
            raise InvalidRecord(f"{agent.name!r} belongs to another body already")
        role = agent.role or entity.take("role")
        self.gathering.put("agents", replace(agent, member_of=body, role=role))

    def _documentation(self, entity: Entity) -> None:
        """Say in which document somebody or something stands."""
        source = self.gathering.known("sources", entity.properties.get("document", [""])[0])
        other = entity.properties.get("entity", [""])[0]
        agent, place = (self.gathering.known(kind, other) for kind in ("agents", "places"))
        if source is None or (agent or place) is None:
            raise InvalidRecord("its document or its entity is not in the file")
        record = self.gathering.record("agents" if agent else "places", agent or place or "")
        title = self.gathering.record("sources", source).title
        role = f" as {entity.take('role')}" if "role" in entity.properties else ""
        says = f"{record.name} stands in {title!r}{role}."
        speaker, _ = self._origin(entity)
        where = (PlaceRole(place=place, role="about"),) if place and not agent else ()
        self._add(
            "claims",
            entity,
            says=entity.take("summary", "description") or says,
            speaker=speaker,
            source=source,
            about=entity.take_span(),
            where=where,
        )

    def reading(self) -> Reading:
        """Give the atlas."""
        if self.ours.header is not None:
            return self.ours.reading(self.gathering)
        return self.gathering.reading(
            title=self.gathering.file.name.partition(".")[0] or "Entities"
        )


def load(path: Path, places: PlaceLookup, options: Options) -> Reading:
    """
    Read a file of entities.

    Parameters
    ----------
    path
        One entity a line.
    places
        Gives the outline of a country.
    options
        ``progress`` is told; each of the three passes is a third of the bytes.

    Returns
    -------
    Reading
        The atlas, and what was not read.

    Raises
    ------
    UnreadableFile
        When there is no such file, or too much of it.
    """
    if not path.is_file():
        raise refusal(path, "there is no such file")
    gathering = Gathering(path, "followthemoney")
    found = _Entities(gathering, places)
    for entity in entities(path, gathering, _part(options.progress, 0)):
        found.take_ours(entity)
    found.ours.put_into(gathering)
    for number, take in enumerate((found.take_target, found.take_pointer), 1):
        for entity in entities(path, None, _part(options.progress, number)):
            take(entity)
    return found.reading()


def _part(progress: Progress | None, number: int) -> Progress | None:
    """Tell of one pass as a third of the way."""
    if progress is None:
        return None
    return lambda done, size: progress((number * size + done) // _PASSES, size)
