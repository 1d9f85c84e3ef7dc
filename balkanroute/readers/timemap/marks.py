"""
Associations of TimeMap: what events are filtered by, and in projects of ours who speaks and where.

A project that this package wrote has associations with ids that begin with ``balkanroute:``. They
stand in an event in a fixed order: the role of a place stands before the place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.model import Agent, Place, PlaceRole, from_plain
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.spreadsheet.records import add_record

_OURS: Final = "balkanroute:"
_HIDDEN: Final = "HIDDEN"
_FIELDS: Final = frozenset({"stance", "likelihood", "sensitivity", "credibility", "recorder"})

_NUMBER: Final = "credibility"
_DIGITS: Final = ("1", "2", "3", "4", "5", "6")


@dataclass(slots=True)
class Marked:
    """
    What the associations of an event say.

    Parameters
    ----------
    speaker
        Id of an agent, in projects of ours.
    where
        Places, in projects of ours.
    topics
        Titles of other associations.
    fields
        Further fields of the claim.
    unknown
        Ids that no association has.
    ours
        Whether any is one of ours.
    """

    speaker: str | None = None
    where: list[PlaceRole] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    ours: bool = False


class Marks:
    """
    Reads associations.

    Parameters
    ----------
    gathering
        Takes the agents and places that associations of ours define.
    associations
        Of the project.
    """

    def __init__(self, gathering: Gathering, associations: Sequence[Any]) -> None:
        self.gathering = gathering
        self.places: dict[str, str] = {}
        self.theirs: list[dict[str, Any]] = []
        self._known: dict[str, Mapping[str, Any]] = {}
        for number, association in enumerate(associations, 1):
            with gathering.row(number, f"association {number}"):
                if not isinstance(association, Mapping):
                    found = type(association).__name__
                    raise InvalidRecord(f"an association is an object, found {found}")
                key = str(association.get("id", ""))
                self._known[key] = association
                if not key.startswith(_OURS):
                    self.theirs.append(dict(association))
                self._define(key, association)

    def _define(self, key: str, association: Mapping[str, Any]) -> None:
        """Gather the agent or the place that an association of ours defines."""
        kind, mark, made = key.removeprefix(_OURS).partition(":")
        types: dict[str, type[Any]] = {"speaker": Agent, "place": Place}
        if not (key.startswith(_OURS) and mark and kind in types):
            return
        plain = {"id": made, "name": association.get("title"), "kind": association.get("type")}
        record, problems = from_plain(types[kind], {n: v for n, v in plain.items() if v})
        if record is None:
            raise InvalidRecord("; ".join(problem.message for problem in problems))
        if kind == "place":
            self.places[made] = add_record(self.gathering, "places", ("id", made), record)
        else:
            add_record(self.gathering, "agents", ("id", made), record)

    def of(self, event: Mapping[str, Any]) -> Marked:
        """
        Read the associations of an event.

        Parameters
        ----------
        event
            With ``associations`` as ids, or ``filters`` as keys and values.

        Returns
        -------
        Marked
            What they say.
        """
        marked, role = Marked(), "about"
        listed = event.get("associations")
        for each in listed if isinstance(listed, list) else ():
            key = str(each.get("id", "")) if isinstance(each, Mapping) else str(each)
            if key.startswith(_OURS):
                role = self._ours(key.removeprefix(_OURS), marked, role)
            else:
                self._theirs(key, marked)
        filters = event.get("filters")
        for each in filters if isinstance(filters, list) else [filters]:
            value = each.get("value", each.get("key")) if isinstance(each, Mapping) else each
            if isinstance(value, str) and value.strip():
                self._add_topic(value, [value, *_strings(each)], marked)
        return marked

    def _ours(self, key: str, marked: Marked, role: str) -> str:
        """Read an association of ours; give the role of the next place."""
        kind, _, value = key.partition(":")
        marked.ours = True
        if kind == "speaker":
            marked.speaker = self.gathering.known("agents", ("id", value)) or marked.speaker
        elif kind == "place":
            place = self.gathering.known("places", ("id", value))
            if place is not None:
                known: Any = role
                marked.where.append(PlaceRole(place=place, role=known))
            return "about"
        elif kind == "topic":
            marked.topics.append(value)
        elif kind in _FIELDS:
            marked.fields[kind] = int(value) if kind == _NUMBER and value in _DIGITS else value
        return value if kind == "role" else role

    def _theirs(self, key: str, marked: Marked) -> None:
        """Read an association of a project of somebody else."""
        association = self._known.get(key)
        if association is None:
            if key.strip():
                marked.unknown.append(key)
            return
        title = association.get("title")
        path = association.get("filter_paths")
        steps = [step for step in path if isinstance(step, str)] if isinstance(path, list) else []
        said = title if isinstance(title, str) and title.strip() else (steps or [key])[-1]
        self._add_topic(said, steps, marked)

    def _add_topic(self, topic: str, path: Sequence[str], marked: Marked) -> None:
        """Keep what an event is filtered by; what is hidden there stays hidden here."""
        if any(step.strip().upper() == _HIDDEN for step in (topic, *path)):
            marked.fields["sensitivity"] = "red"
        if topic not in marked.topics:
            marked.topics.append(topic)


def _strings(value: object) -> list[str]:
    """Give the texts of an object."""
    values = value.values() if isinstance(value, Mapping) else ()
    return [each for each in values if isinstance(each, str)]
