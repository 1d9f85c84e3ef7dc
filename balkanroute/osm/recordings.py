"""
Whole answers, kept in a folder and replayed from it.

Each question has a folder of its own in the cache: the answers of the servers as osmnx keeps them,
and ``question.json``, which says what was asked, of whom and when, and gives the SHA-256 of each
answer. The folder is made beside its place and put there in one step when all of it has come,
so a download that broke off leaves nothing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from balkanroute.errors import UnreadableFile, UnwritableFile

if TYPE_CHECKING:
    from balkanroute.osm.services import Service

_MANIFEST: Final = "question.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    What OpenStreetMap is asked.

    Parameters
    ----------
    sort
        ``place``, ``features`` or ``network``.
    about
        All that the answer depends on, as plain data.
    words
        The question in words, for people.
    """

    sort: str
    about: Mapping[str, Any]
    words: str

    @property
    def key(self) -> str:
        """The name of its folder: the sort, and a hash of all that the answer depends on."""
        canonical = json.dumps(dict(self.about), ensure_ascii=False, sort_keys=True)
        return f"{self.sort}-{hashlib.sha256(canonical.encode()).hexdigest()[:20]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """
    The answers to a question.

    Parameters
    ----------
    folder
        Where they are.
    retrieved
        When they came: ``2023-10-27T12:00:00Z``.
    as_of
        The date of the data in them, the earliest of several; None where the server gave none.
    nominatim, overpass, timeout_s
        As for `Service`: whom osmnx was told to ask, and how.
    """

    folder: Path
    retrieved: str
    as_of: str | None
    nominatim: str
    overpass: str
    timeout_s: float


def find(question: Question, service: Service) -> Recording | None:
    """
    Find the recorded answers to a question.

    Parameters
    ----------
    question
        The question.
    service
        Its cache is looked in.

    Returns
    -------
    Recording or None
        None where the cache does not hold the question, or there is no cache.

    Raises
    ------
    UnreadableFile
        The recording is damaged: a file is absent, altered or no JSON.
    """
    if service.cache is None:
        return None
    folder = Path(service.cache) / question.key
    if not folder.is_dir():
        return None
    try:
        said = json.loads((folder / _MANIFEST).read_text("utf-8"))
        answers = dict(said["answers"])
        for name, expected in answers.items():
            if _sha256(folder / Path(name).name) != expected:
                raise _damage(folder, f"{name} is not what was recorded")
        kept = {key: said[key] for key in ("retrieved", "as_of", "nominatim", "overpass")}
        return Recording(folder=folder, timeout_s=float(said["timeout_s"]), **kept)
    except (OSError, ValueError, KeyError, TypeError) as reason:
        if isinstance(reason, UnreadableFile):
            raise
        raise _damage(folder, f"{type(reason).__name__}: {reason}") from reason


def keep(stage: Path, question: Question, recording: Recording) -> None:
    """
    Put whole answers in their place, in one step.

    Parameters
    ----------
    stage
        The folder of the answers, in the cache.
    question
        The question.
    recording
        What is to be said of the answers; its folder is where they go.

    Raises
    ------
    UnwritableFile
        When the cache cannot be written.
    """
    said = {
        "question": question.words,
        "about": dict(question.about),
        "retrieved": recording.retrieved,
        "as_of": recording.as_of,
        "nominatim": recording.nominatim,
        "overpass": recording.overpass,
        "timeout_s": recording.timeout_s,
        "licence": "ODbL-1.0",
        "answers": {file.name: _sha256(file) for file in sorted(stage.glob("*.json"))},
    }
    try:
        text = json.dumps(said, ensure_ascii=False, indent=1)
        (stage / _MANIFEST).write_text(f"{text}\n", encoding="utf-8")
        if recording.folder.exists():
            shutil.rmtree(recording.folder)
        stage.rename(recording.folder)
    except OSError as reason:
        raise unwritable(recording.folder.parent, reason) from reason


def unwritable(cache: Path, reason: OSError) -> UnwritableFile:
    """Say that a cache cannot be written."""
    return UnwritableFile(
        f"{cache}: the answer cannot be kept ({reason.strerror or reason}); "
        f"choose another folder for Service(cache=...), or make room"
    )


def date_of(folder: Path) -> str | None:
    """Give the date of the data in Overpass' answers, the earliest of several."""
    dates = [
        str(answer["osm3s"]["timestamp_osm_base"])
        for answer in _answers(folder)
        if isinstance(answer, dict) and answer.get("osm3s", {}).get("timestamp_osm_base")
    ]
    return min(dates, default=None)


def has_elements(folder: Path) -> bool:
    """Tell whether any answer holds anything."""
    return any(
        answer.get("elements") if isinstance(answer, dict) else answer
        for answer in _answers(folder)
    )


def _answers(folder: Path) -> list[Any]:
    files = sorted(file for file in folder.glob("*.json") if file.name != _MANIFEST)
    return [json.loads(file.read_text("utf-8")) for file in files]


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _damage(folder: Path, found: str) -> UnreadableFile:
    return UnreadableFile(
        f"{folder}: expected a recorded answer, found a damaged one ({found}); "
        f"delete the folder and ask again, or take it from where the project was shipped"
    )
