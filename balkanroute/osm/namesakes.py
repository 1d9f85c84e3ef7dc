"""Elements of an extract by name or id, and which of several with one name is meant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from balkanroute.errors import UnresolvedPlace
from balkanroute.osm.extracts import nothing_in, read_extract
from balkanroute.osm.kinds import tags_of
from balkanroute.osm.questions import Answer

if TYPE_CHECKING:
    from balkanroute.osm.recordings import Question

_OTHER_NAMES: Final = frozenset({"name", "int_name", "official_name", "alt_name", "old_name"})
_SHOWN: Final = 5


def find_named(question: Question, extract: str | Path, wanted: str | None) -> Answer[Any]:
    """
    Find the one element of a file that has a name or an id.

    Parameters
    ----------
    question
        The question; its ``query`` is the name.
    extract
        The file.
    wanted
        The id; None looks for the name.

    Returns
    -------
    Answer
        Found is a dict of ``osm_id``, ``tags`` and ``geometry``. Among several with one name,
        those that are places or boundaries come before others, and areas before points.

    Raises
    ------
    UnansweredQuestion
        When none has it.
    UnresolvedPlace
        When several have the name.
    UnreadableFile
        When the file is not what it should be.
    """
    import osmnx

    tags: dict[str, bool | str | list[str]] | None = {"name": True} if wanted is None else None
    answer = read_extract(question, extract, lambda path: osmnx.features_from_xml(path, tags=tags))
    elements = _elements(answer.found)
    if wanted is not None:
        found = [element for element in elements if element["osm_id"] == wanted]
    else:
        name = str(question.about["query"])
        found = _best([element for element in elements if _is_called(element["tags"], name)])
    if not found:
        raise nothing_in(question, extract)
    if len(found) > 1:
        ids = ", ".join(str(element["osm_id"]) for element in found[:_SHOWN])
        raise UnresolvedPlace(
            f"{question.words}: expected one place in {extract}, found {len(found)}: {ids}; "
            f"ask by id"
        )
    return Answer(
        found=found[0], retrieved=answer.retrieved, as_of=answer.as_of, origin=answer.origin
    )


def _elements(frame: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a frame of osmnx
    """Give the rows of a frame as elements."""
    rows = frame.drop(columns="geometry").to_dict("records")
    return [
        {"osm_id": f"{sort}/{number}", "tags": tags_of(row), "geometry": geometry}
        for (sort, number), row, geometry in zip(frame.index, rows, frame.geometry, strict=True)
    ]


def _is_called(tags: dict[str, str], name: str) -> bool:
    """Tell whether an element has a name, in any language, whatever the case."""
    return any(
        name.casefold() in {one.strip().casefold() for one in text.split(";")}
        for key, text in tags.items()
        if key in _OTHER_NAMES or key.startswith("name:")
    )


def _best(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the places and boundaries, of those the areas, where there are any."""
    named = [one for one in found if {"place", "boundary"} & set(one["tags"])] or found
    return [one for one in named if "Polygon" in one["geometry"].geom_type] or named
