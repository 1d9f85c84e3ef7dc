"""What a feature attributes to a time, a work or a degree of certainty, as claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Final

from balkanroute.model import PlaceRole
from balkanroute.periods import Period
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.json_records import listed, text_in
from balkanroute.readers.linked_places.datasets import Dataset
from balkanroute.readers.linked_places.times import periods_in
from balkanroute.readers.markup import is_markup, text_of

_CITED: Final = ("citations", "citation", "src")


@dataclass(frozen=True, slots=True)
class Speech:
    """
    A gazetteer speaking of a place.

    Parameters
    ----------
    gathering
        Where claims are added.
    dataset
        Who speaks.
    title
        What the place is called.
    place
        Its id.
    number
        Of its feature.
    order
        Numbers the claims.
    """

    gathering: Gathering
    dataset: Dataset
    title: str
    place: str
    number: int
    order: Iterator[int] = field(default_factory=count)


def is_attributed(entry: object) -> bool:
    """
    Tell whether an entry says from whom, of when, or how certain it is.

    Parameters
    ----------
    entry
        A name, a type, a geometry or a relation.

    Returns
    -------
    bool
        False too where all that stands there is empty or ``-1``.
    """
    if not isinstance(entry, Mapping):
        return False
    periods, whole = periods_in(entry.get("when"))
    named = isinstance(entry.get("when"), Mapping) and _is_named(entry["when"])
    return bool(periods or not whole or named or _works(entry) or text_in(entry, "certainty"))


def _is_named(when: Mapping[str, Any]) -> bool:
    """Tell whether a time is given by the name of a period, a label or a duration."""
    periods = [text_in(entry, "name", "@id", "uri") for entry in listed(when.get("periods"))]
    return any(periods) or text_in(when, "label", "duration") is not None


def _works(entry: Mapping[str, Any]) -> list[Any]:
    """Give the citations of an entry that name something."""
    cited = [citation for member in _CITED for citation in listed(entry.get(member))]
    return [
        citation
        for citation in cited
        if text_in(citation, "label", "title", "@id", "id", "url")
        or (isinstance(citation, str) and citation.strip())
    ]


def add_statements(
    speech: Speech,
    feature: Mapping[str, Any],
    spots: Sequence[tuple[Mapping[str, Any], str]],
) -> None:
    """
    Add the claims of a feature.

    Parameters
    ----------
    speech
        Who speaks, of what.
    feature
        As the file has it.
    spots
        What is said of each geometry, and the place that lies there.
    """
    title = speech.title
    for statement, place in spots:
        if is_attributed(statement):
            _add(speech, f"{title} lies where it is drawn here.", statement, place)
        elif statement:
            _keep(speech, place, statement)
    for says, entry in _worded(title, feature):
        if is_attributed(entry):
            _add(speech, says, entry, speech.place)
    whole = {"when": feature.get("when")}
    if is_attributed(whole):
        _add(speech, f"The record of {title} holds for this time.", whole, speech.place)
    for entry in listed(feature.get("descriptions")):
        _describe(speech, entry)


def _describe(speech: Speech, entry: object) -> None:
    """Add the claim of a description."""
    words = description_in(entry)
    if words is not None:
        _add(speech, words, entry if isinstance(entry, Mapping) else {}, speech.place)


def description_in(entry: object) -> str | None:
    """
    Give the text of a description.

    Parameters
    ----------
    entry
        As the file has it.

    Returns
    -------
    str or None
        Markup made text; None where there is none.
    """
    value = entry if isinstance(entry, str) else text_in(entry, "value")
    if value is None or not value.strip():
        return None
    return (text_of(value) if is_markup(value) else value) or value


def says_something(value: object) -> bool:
    """
    Tell a member from one that is there for form's sake, with nothing in it.

    Parameters
    ----------
    value
        Plain data.

    Returns
    -------
    bool
        False where all that is in it is empty.
    """
    if isinstance(value, Mapping):
        return any(map(says_something, value.values()))
    if isinstance(value, list):
        return any(map(says_something, value))
    return value not in (None, "")


def _worded(title: str, feature: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Put names, types and relations in words."""
    for member in ("names", "namings"):
        for entry in listed(feature.get(member)):
            yield f"{title} is called {text_in(entry, 'toponym') or 'so'}.", entry
    for entry in listed(feature.get("types")):
        label = text_in(entry, "label", "sourceLabel", "identifier")
        yield f"{title} is of the type {label or 'given'}.", entry
    for entry in listed(feature.get("relations")):
        label = text_in(entry, "label")
        kind = text_in(entry, "relationType") or "related"
        other = text_in(entry, "relationTo") or "another place"
        yield f"{title}: {label}." if label else f"{title} is {kind} to {other}.", entry


def _keep(speech: Speech, place: str, statement: Mapping[str, Any]) -> None:
    """Keep what is said of a geometry without attributing it, with its place."""
    record = speech.gathering.record("places", place)
    inner = {**record.extra.get("linked-places", {}), "geometry": dict(statement)}
    kept = replace(record, extra={**record.extra, "linked-places": inner})
    speech.gathering.put("places", kept)


def _add(speech: Speech, says: str, entry: Mapping[str, Any], place: str) -> None:
    """Add a claim for each work that is cited and each timespan; one where there is neither."""
    gathering, dataset = speech.gathering, speech.dataset
    periods, whole = periods_in(entry.get("when"))
    if not whole:
        told = "a time is before the year 1, or no date; it is kept under extra as it stands"
        gathering.warn(speech.number, told, f"feature {speech.number}")
    about: list[Period | None] = [*periods] or [None]
    works = _works(entry) or ([entry] if text_in(entry, "@id", "source") else [None])
    for work in works:
        source = dataset.cited(gathering, _cited(work))
        for period in about:
            gathering.add(
                "claims",
                (speech.place, next(speech.order)),
                says=says,
                speaker=dataset.agent(gathering),
                source=source,
                stance="asserts",
                about=period,
                where=(PlaceRole(place=place),),
                extra={"linked-places": dict(entry)} if entry else {},
            )


def _cited(work: object) -> object:
    """Give what a description cites: its own address, or its source."""
    if isinstance(work, Mapping) and "value" in work:
        return text_in(work, "@id", "source") or ""
    return work
