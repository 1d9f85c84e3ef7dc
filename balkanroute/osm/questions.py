"""One question to OpenStreetMap: replayed where it is recorded, asked politely where not."""

from __future__ import annotations

import math
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from balkanroute.osm.failures import UnansweredQuestion, read_failure
from balkanroute.osm.gates import Gate
from balkanroute.osm.isolation import isolated
from balkanroute.osm.recordings import Recording, date_of, find, has_elements, keep, unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from balkanroute.osm.recordings import Question
    from balkanroute.osm.services import Service

_Found = TypeVar("_Found")
#: How often a busy server is asked in all, and how long to wait where it does not say, in seconds.
_TRIES: Final = 4
_WAIT_S: Final = 15.0
_NOTHING: Final = "a whole answer, with nothing of that in it"
_REFERER: Final = "balkanroute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Generic[_Found]):
    """
    What came of a question.

    Parameters
    ----------
    found
        What osmnx made of it.
    retrieved
        When it came from the server, or when an extract was read: ``2023-10-27T12:00:00Z``.
    as_of
        The date of the data; None where nothing says.
    origin
        The server's address, or the file's name.
    """

    found: _Found
    retrieved: str
    as_of: str | None
    origin: str


def ask(question: Question, service: Service, run: Callable[[], _Found]) -> Answer[_Found]:
    """
    Answer a question from the cache, or else from the server.

    Parameters
    ----------
    question
        The question.
    service
        Where and how to ask.
    run
        Asks it through osmnx, whose settings are ours while it runs.

    Returns
    -------
    Answer
        Whole and not empty.

    Raises
    ------
    UnansweredQuestion
        When no whole answer came, or nothing was in it.
    UnreadableFile
        When its recording is damaged.
    UnwritableFile
        When the cache cannot be written.
    """
    recording = find(question, service)
    if recording is not None:
        try:
            return _replayed(question, service, recording, run)
        except UnansweredQuestion as failure:
            # Another version of osmnx may ask otherwise than the one that recorded.
            if service.offline or failure.reason != "not recorded":
                raise
    if service.offline:
        raise UnansweredQuestion(
            "not recorded", question.words, f"offline, and {service.cache} does not hold it"
        )
    return _asked(question, service, run)


def _is_place(question: Question) -> bool:
    """Tell whether Nominatim is asked, and not Overpass."""
    return question.sort == "place"


def now() -> str:
    """Give the time in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _replayed(
    question: Question, service: Service, recording: Recording, run: Callable[[], _Found]
) -> Answer[_Found]:
    """Let osmnx find every answer in a recording, with nothing sent."""
    gate = Gate(question.words, service, of_places=_is_place(question), closed=True)
    return _run_once(question, recording, gate, run)


def _asked(question: Question, service: Service, run: Callable[[], _Found]) -> Answer[_Found]:
    """Ask the server into a folder beside the cache, and keep the answers when all have come."""
    with _stage(service) as stage:
        gate = Gate(question.words, service, of_places=_is_place(question))
        recording = Recording(
            folder=stage,
            retrieved=now(),
            as_of=None,
            nominatim=service.nominatim,
            overpass=service.overpass,
            timeout_s=service.timeout_s,
        )
        answer = _run_patiently(question, recording, gate, run, service.patience_s)
        if service.cache is not None:
            kept = Recording(
                folder=Path(service.cache) / question.key,
                retrieved=answer.retrieved,
                as_of=answer.as_of,
                nominatim=service.nominatim,
                overpass=service.overpass,
                timeout_s=service.timeout_s,
            )
            keep(stage, question, kept)
        return answer


def _run_patiently(
    question: Question,
    recording: Recording,
    gate: Gate,
    run: Callable[[], _Found],
    patience_s: float,
) -> Answer[_Found]:
    """Ask again when the server says that it is busy, a few times and within the patience."""
    waited = 0.0
    for tried in range(1, _TRIES + 1):
        try:
            return _run_once(question, recording, gate, run)
        except UnansweredQuestion as failure:
            wait = _WAIT_S if failure.wait_s is None else failure.wait_s
            if failure.reason != "busy" or tried == _TRIES or waited + wait > patience_s:
                raise
        waited += wait
        time.sleep(wait)
    raise AssertionError  # pragma: no cover - the last try returns or raises


def _run_once(
    question: Question, recording: Recording, gate: Gate, run: Callable[[], _Found]
) -> Answer[_Found]:
    """Run a question through osmnx, and say in words what went wrong."""
    from osmnx._errors import InsufficientResponseError
    from requests.exceptions import RequestException

    try:
        with _configured(recording, gate, str(question.about.get("language", "en"))):
            found = run()
    except RequestException as failure:
        reason, came = read_failure(failure, recording.timeout_s)
        raise UnansweredQuestion(reason, gate.asked, came) from failure
    except (InsufficientResponseError, ValueError, KeyError) as failure:
        if isinstance(failure, InsufficientResponseError) or not has_elements(recording.folder):
            raise UnansweredQuestion("empty", gate.asked, _NOTHING) from failure
        if "no graph nodes" in str(failure):
            raise UnansweredQuestion("empty", gate.asked, _NOTHING) from failure
        raise
    return Answer(
        found=found,
        retrieved=recording.retrieved,
        as_of=recording.as_of or date_of(recording.folder),
        origin=recording.nominatim if _is_place(question) else recording.overpass,
    )


@contextmanager
def _configured(recording: Recording, gate: Gate, language: str) -> Iterator[None]:
    """Set osmnx to keep its answers in a folder and to pass the gate."""
    from osmnx import settings

    with isolated(
        resolving=not gate.closed,
        cache_folder=recording.folder,
        use_cache=True,
        http_accept_language=language,
        http_referer=_REFERER,
        http_user_agent=gate.user_agent,
        nominatim_url=recording.nominatim,
        # Overpass takes whole seconds only.
        overpass_settings=f"[out:json][timeout:{math.ceil(recording.timeout_s)}]{{maxsize}}",
        overpass_url=recording.overpass,
        requests_timeout=recording.timeout_s,
        requests_kwargs={**settings.requests_kwargs, **gate.kwargs()},
    ):
        yield


@contextmanager
def _stage(service: Service) -> Iterator[Path]:
    """Give a folder for answers that are not whole yet; what is still in it then is deleted."""
    cache = None if service.cache is None else Path(service.cache)
    try:
        if cache is not None:
            cache.mkdir(parents=True, exist_ok=True)
        held = tempfile.TemporaryDirectory(dir=cache, prefix=".asking-", ignore_cleanup_errors=True)
    except OSError as reason:
        raise unwritable(cache or Path(tempfile.gettempdir()), reason) from reason
    with held as folder:
        stage = Path(folder) / "answers"
        stage.mkdir()
        yield stage
