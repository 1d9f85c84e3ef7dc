"""A file of OpenStreetMap data that the user has: ``.osm`` or ``.osm.xml``, plain or packed."""

from __future__ import annotations

import bz2
import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from balkanroute.errors import UnreadableFile
from balkanroute.osm.failures import UnansweredQuestion
from balkanroute.osm.isolation import isolated
from balkanroute.osm.questions import Answer, now

if TYPE_CHECKING:
    from balkanroute.osm.recordings import Question

_Found = TypeVar("_Found")
_ENDINGS: Final = (".osm", ".osm.xml", ".xml")
_PACKED: Final[dict[str, Callable[..., Any]]] = {".gz": gzip.open, ".bz2": bz2.open}
_HEAD: Final = 4096
#: Where the programs that write such files put the date of the data.
_DATE: Final = re.compile(
    r"""(?:osmosis_replication_timestamp|osm_base|<osm[^>]*\stimestamp)\s*=\s*["']([^"']{10,30})["']"""
)


def read_extract(
    question: Question, extract: str | Path, run: Callable[[Path], _Found]
) -> Answer[_Found]:
    """
    Answer a question from a file, with no network.

    Parameters
    ----------
    question
        The question.
    extract
        The file.
    run
        Reads it through osmnx, whose settings are ours while it runs.

    Returns
    -------
    Answer
        Its date is the one in the head of the file, None where there is none.

    Raises
    ------
    UnreadableFile
        When the file is absent, of another kind, or breaks off.
    UnansweredQuestion
        When the file holds nothing of what was asked.
    """
    from osmnx._errors import InsufficientResponseError

    path = Path(extract)
    _check_ending(path)
    try:
        as_of = _date(path)
        with isolated():
            found = run(path)
    except (OSError, EOFError, UnicodeDecodeError, SyntaxError) as reason:
        # The XML library's errors are syntax errors.
        raise UnreadableFile(
            f"{path}: expected OpenStreetMap XML, found {type(reason).__name__}: {reason}; "
            f"take the file anew, for it may have broken off"
        ) from reason
    except InsufficientResponseError as reason:
        raise nothing_in(question, path) from reason
    return Answer(found=found, retrieved=now(), as_of=as_of, origin=path.name)


def nothing_in(question: Question, extract: str | Path) -> UnansweredQuestion:
    """Say that a file holds nothing of what was asked."""
    asked = f"{question.words} (in {extract})"
    return UnansweredQuestion("empty", asked, "the file holds nothing of that")


def _check_ending(path: Path) -> None:
    """Refuse a file that osmnx does not read."""
    name = path.name.lower()
    for packed in _PACKED:
        name = name.removesuffix(packed)
    if not name.endswith(_ENDINGS):
        raise UnreadableFile(
            f"{path}: expected {', '.join(_ENDINGS)}, plain or with .gz or .bz2, found "
            f"{''.join(path.suffixes) or 'no ending'}; bring a .pbf over with `osmium cat -o x.osm`"
        )


def _date(path: Path) -> str | None:
    """Read the date of the data from the head of a file."""
    unpack = _PACKED.get(path.suffix.lower())
    with unpack(path) if unpack else path.open("rb") as file:
        head = file.read(_HEAD).decode("utf-8", "replace")
    found = _DATE.search(head)
    return found[1].replace("\\", "") if found else None
