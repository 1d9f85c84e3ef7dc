"""The atlas: sources, agents, places, routes and claims, checked together once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from balkanroute.errors import (
    InvalidAtlas,
    InvalidRecord,
    Problem,
    UnknownReference,
    did_you_mean,
)
from balkanroute.model.checks import KINDS, Record, find_problems
from balkanroute.model.records import Agent, Claim, Place, Route, Source
from balkanroute.periods import Period

R = TypeVar("R", bound=Record)
_TYPES: Final[Mapping[str, type]] = {
    "sources": Source,
    "agents": Agent,
    "places": Place,
    "routes": Route,
    "claims": Claim,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """
    What the reporting says, about where, and who says it.

    All references are checked when it is made; after that no room asks whether one exists.

    Parameters
    ----------
    title
        What the atlas is about.
    language
        BCP 47 tag of the claims' wording.
    summary
        A few sentences for the reader.
    date
        The day whose state of knowledge it gives.
    recorder
        Id of the agent who wrote it, for every claim that names no other.
    licence
        Terms under which the atlas may be used.
    sources, agents, places, routes, claims
        The records, in the author's order.
    note, extra
        As for `Source`.

    Attributes
    ----------
    warnings : tuple of Problem
        What is odd but not wrong.

    Raises
    ------
    InvalidAtlas
        When records do not fit together; it holds every problem, not just the first.
    """

    title: str
    language: str = "en"
    summary: str | None = None
    date: Period | None = None
    recorder: str | None = None
    licence: str | None = None
    sources: tuple[Source, ...] = ()
    agents: tuple[Agent, ...] = ()
    places: tuple[Place, ...] = ()
    routes: tuple[Route, ...] = ()
    claims: tuple[Claim, ...] = ()
    note: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = field(init=False, compare=False, repr=False, default=())
    _by_id: dict[str, dict[str, Any]] = field(
        init=False, compare=False, repr=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        """Refuse records that do not fit together, naming all that is wrong."""
        for kind, record_type in _TYPES.items():
            object.__setattr__(self, kind, _all_of(record_type, kind, getattr(self, kind)))
        records = {kind: getattr(self, kind) for kind in KINDS}
        problems = find_problems(records)
        agents = {agent.id for agent in self.agents}
        if not str(self.title or "").strip():
            problems.append(Problem(path=("title",), record="atlas", message="title is empty"))
        if self.recorder is not None and self.recorder not in agents:
            message = (
                f"recorder {self.recorder!r} is not among the agents"
                f"{did_you_mean(self.recorder, agents)}"
            )
            problems.append(Problem(path=("recorder",), record="atlas", message=message))
        if any(problem.severity == "error" for problem in problems):
            raise InvalidAtlas(problems)
        object.__setattr__(self, "warnings", tuple(problems))
        by_id = {kind: {record.id: record for record in records[kind]} for kind in KINDS}
        object.__setattr__(self, "_by_id", by_id)

    def __hash__(self) -> int:
        return hash((Atlas, self.title, self.claims))

    def source(self, key: str) -> Source:
        """
        Give a source by its id.

        Raises
        ------
        UnknownReference
            When the atlas has none such.
        """
        return self._find("sources", key, Source)

    def agent(self, key: str) -> Agent:
        """
        Give an agent by its id.

        Raises
        ------
        UnknownReference
            When the atlas has none such.
        """
        return self._find("agents", key, Agent)

    def place(self, key: str) -> Place:
        """
        Give a place by its id.

        Raises
        ------
        UnknownReference
            When the atlas has none such.
        """
        return self._find("places", key, Place)

    def route(self, key: str) -> Route:
        """
        Give a route by its id.

        Raises
        ------
        UnknownReference
            When the atlas has none such.
        """
        return self._find("routes", key, Route)

    def claim(self, key: str) -> Claim:
        """
        Give a claim by its id.

        Raises
        ------
        UnknownReference
            When the atlas has none such.
        """
        return self._find("claims", key, Claim)

    def recorder_of(self, claim: Claim) -> str | None:
        """
        Give the id of the agent who wrote a claim into the atlas.

        Parameters
        ----------
        claim
            A claim of this atlas.

        Returns
        -------
        str or None
            The claim's own recorder, else the atlas'; None where neither is said.
        """
        return claim.recorder or self.recorder

    def _find(self, kind: str, key: str, record_type: type[R]) -> R:
        """Look a record up."""
        found = self._by_id[kind].get(key)
        if not isinstance(found, record_type):
            raise UnknownReference(
                f"{KINDS[kind]} {key!r} is not in the atlas{did_you_mean(key, self._by_id[kind])}"
            )
        return found


def _all_of(record_type: type, kind: str, records: object) -> tuple[Any, ...]:
    """Make a tuple of a list of records, all of one kind."""
    if not isinstance(records, tuple | list):
        raise InvalidRecord(f"atlas: {kind} is a tuple of records, found {type(records).__name__}")
    for index, record in enumerate(records):
        if not isinstance(record, record_type):
            raise InvalidRecord(
                f"atlas: {kind}[{index}] is of the class {type(record).__name__}, "
                f"expected {record_type.__name__}"
            )
    return tuple(records)
