"""Plain data to an atlas: every record tried, every problem told with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from balkanroute.errors import (
    InvalidAtlas,
    Problem,
    UnresolvedPlace,
    did_you_mean,
)
from balkanroute.model import (
    KINDS,
    Agent,
    Atlas,
    Claim,
    Place,
    Route,
    Source,
    find_problems,
    from_plain,
)
from balkanroute.readers.documents import Document
from balkanroute.readers.problems import FileProblem, Mark, PlaceLookup, Reading, Steps

_TYPES: Final[Mapping[str, type[Any]]] = {
    "sources": Source,
    "agents": Agent,
    "places": Place,
    "routes": Route,
    "claims": Claim,
}
#: What a place never takes from the gazetteer.
OWN: Final = frozenset({"id", "gazetteer"})
#: The field that lists what a place does not take from the gazetteer either.
UNSAID: Final = "unsaid"


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One record, as it stands in a file.

    Parameters
    ----------
    document
        The file.
    at
        Where in its data.
    plain
        The record's plain data.
    """

    document: Document
    at: Steps
    plain: Any


@dataclass(slots=True)
class _Made:
    """The records that could be made, their places in the lists, and what was wrong."""

    records: dict[str, list[Any]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    indices: dict[str, list[int]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    problems: list[Problem] = field(default_factory=list)


def assemble(
    header: Document,
    given: Mapping[str, Any],
    entries: Mapping[str, Sequence[Entry]],
    places: PlaceLookup,
) -> Reading:
    """
    Make an atlas of the plain data of its files.

    Parameters
    ----------
    header
        The file of the atlas' own fields.
    given
        Those fields.
    entries
        The records by list.
    places
        Where places come from that are given by their key.

    Returns
    -------
    Reading
        The atlas if no problem is an error, and every problem.
    """
    made = _make_records(entries, places)
    fields_of_atlas, problems = _header_fields(given)
    atlas = None
    if any(problem.severity == "error" for problem in (*problems, *made.problems)):
        problems += [*made.problems, *_between(made, entries), *_recorder(given, made, entries)]
    else:
        problems = list(made.problems)
        try:
            lists = {kind: tuple(records) for kind, records in made.records.items()}
            atlas = Atlas(**{**fields_of_atlas, **lists})
            problems += atlas.warnings
        except InvalidAtlas as reason:
            problems += reason.problems
    return Reading(atlas=atlas, problems=tuple(_located(problems, header, entries)))


def _make_records(entries: Mapping[str, Sequence[Entry]], places: PlaceLookup) -> _Made:
    """Try each record alone."""
    made = _Made()
    for kind, record_type in _TYPES.items():
        for index, entry in enumerate(entries[kind]):
            if record_type is Place:
                record, wrong = _place(entry.plain, places)
            else:
                record, wrong = from_plain(record_type, entry.plain)
            made.problems += [replace(p, path=(kind, index, *p.path)) for p in wrong]
            if record is not None:
                made.records[kind].append(record)
                made.indices[kind].append(index)
    return made


def _place(plain: object, places: PlaceLookup) -> tuple[Place | None, list[Problem]]:
    """Make a place; what it does not say comes from the gazetteer if it names a key there."""
    if not isinstance(plain, Mapping) or not isinstance(plain.get("gazetteer"), str):
        return from_plain(Place, plain)
    given = {name: value for name, value in plain.items() if name != UNSAID}
    unsaid, problems = _unsaid(plain)
    try:
        known = places.place(plain["gazetteer"])
    except UnresolvedPlace as reason:
        made, wrong = from_plain(Place, {"name": str(plain.get("id")), **given})
        return made, [*problems, *wrong, _unknown_key(plain, unsaid, reason)]
    made, wrong = from_plain(Place, {"name": known.name, **given})
    if made is None or problems:
        return None, [*problems, *wrong]
    said = {"geometry" if name == "point" else name for name in (*given, *unsaid)} | OWN
    taken = {item.name: getattr(made, item.name) for item in fields(Place) if item.name in said}
    return replace(known, **taken), wrong


def _unsaid(plain: Mapping[str, Any]) -> tuple[list[str], list[Problem]]:
    """Read the list of fields that are not taken from the gazetteer."""
    optional = {item.name for item in fields(Place)} - OWN - {"name"}
    given = plain.get(UNSAID, [])
    names = given if isinstance(given, list) else [given]
    record = f"place {plain.get('id')!r}"
    wrong = [
        Problem(
            path=(UNSAID,),
            record=record,
            message=f"{name!r} is no field that can be unsaid{did_you_mean(str(name), optional)}",
        )
        for name in names
        if name not in optional
    ]
    return [] if wrong else names, wrong


def _unknown_key(plain: Mapping[str, Any], unsaid: list[str], reason: Exception) -> Problem:
    """Tell of a key that the gazetteer does not have; mildly if the place stands without it."""
    whole = "name" in plain and bool({"geometry", "point"} & {*plain, *unsaid})
    return Problem(
        path=("gazetteer",),
        record=f"place {plain.get('id')!r}",
        message=str(reason),
        severity="warning" if whole else "error",
    )


def _header_fields(given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Read the atlas' own fields; its recorder is checked with the agents."""
    alone = {name: value for name, value in given.items() if name != "recorder"}
    made, problems = from_plain(Atlas, alone)
    recorder = given.get("recorder")
    if recorder is not None and not isinstance(recorder, str):
        message = f"recorder is the id of an agent, found {type(recorder).__name__}"
        problems.append(Problem(path=("recorder",), record="atlas", message=message))
    if made is None:
        return {}, problems
    values = {item.name: getattr(made, item.name) for item in fields(Atlas) if item.init}
    header = {name: value for name, value in values.items() if name not in KINDS}
    return {**header, "recorder": recorder}, problems


def _between(made: _Made, entries: Mapping[str, Sequence[Entry]]) -> Iterator[Problem]:
    """Find what is wrong between the records that could be made."""
    for problem in find_problems(made.records, also_known=_ids(entries)):
        kind, index, *rest = problem.path
        indices = made.indices[str(kind)]
        # A message may name another record of the list, by its place among those made.
        named = re.search(rf"\b{kind}\[(\d+)\]", problem.message)
        message = problem.message
        if named is not None:
            message = message.replace(named[0], f"{kind}[{indices[int(named[1])]}]")
        yield replace(problem, path=(kind, indices[int(index)], *rest), message=message)


def _ids(entries: Mapping[str, Sequence[Entry]]) -> dict[str, set[str]]:
    """Give every id that the files write down."""
    return {
        kind: {
            entry.plain["id"]
            for entry in entries[kind]
            if isinstance(entry.plain, Mapping) and isinstance(entry.plain.get("id"), str)
        }
        for kind in KINDS
    }


def _recorder(
    given: Mapping[str, Any], made: _Made, entries: Mapping[str, Sequence[Entry]]
) -> Iterator[Problem]:
    """Check the atlas' recorder where no atlas could be made that checks it."""
    recorder = given.get("recorder")
    known = _ids(entries)["agents"] | {agent.id for agent in made.records["agents"]}
    if isinstance(recorder, str) and recorder not in known:
        message = f"recorder {recorder!r} is not among the agents{did_you_mean(recorder, known)}"
        yield Problem(path=("recorder",), record="atlas", message=message)


def _located(
    problems: Iterable[Problem], header: Document, entries: Mapping[str, Sequence[Entry]]
) -> list[FileProblem]:
    """Add file, line and column to problems, each file searched once."""
    spots = [(problem, *_spot(problem.path, header, entries)) for problem in problems]
    wanted: dict[int, set[Steps]] = {}
    for _, document, at in spots:
        wanted.setdefault(id(document), set()).update(at[:end] for end in range(len(at) + 1))
    marks = {
        id(document): document.locate(wanted[id(document)])
        for document in {id(document): document for _, document, _ in spots}.values()
    }
    found = [
        _file_problem(problem, document, _nearest(marks[id(document)], at))
        for problem, document, at in spots
    ]
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(found, key=lambda p: (order.get(str(p.path[0]), -1) if p.path else -1, p.line))


def _spot(
    path: Steps, header: Document, entries: Mapping[str, Sequence[Entry]]
) -> tuple[Document, Steps]:
    """Give the file that a path of the atlas leads into, and the path in it."""
    if len(path) > 1 and path[0] in KINDS:
        entry = entries[str(path[0])][int(path[1])]
        return entry.document, (*entry.at, *path[2:])
    return header, path


def _nearest(marks: Mapping[Steps, Mark], at: Steps) -> Mark:
    """Give the mark of a path, or of what is nearest above it."""
    above = (at[:end] for end in range(len(at), -1, -1))
    return next((marks[path] for path in above if path in marks), Mark())


def _file_problem(problem: Problem, document: Document, mark: Mark) -> FileProblem:
    """Make a problem of a file; its path is said once."""
    inside = problem.path[2:] if problem.path[:1] and problem.path[0] in KINDS else problem.path
    said = f"{'.'.join(map(str, inside))}: "
    words = f"{mark.words}: " if mark.words else ""
    return FileProblem(
        file=document.file,
        line=mark.line,
        column=mark.column,
        path=problem.path,
        record=f"{words}{problem.record}",
        message=problem.message.removeprefix(said),
        severity=problem.severity,
    )
