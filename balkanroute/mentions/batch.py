"""
Many articles to their drafts, in parallel processes; one that fails does not stop the rest.

A process opens the gazetteer once and reads many articles; its results are counts and short rows,
so that what is large is written where it was made and never travels between processes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from balkanroute.errors import BalkanRouteError, InvalidRecord, UnreadableFile, UnwritableFile
from balkanroute.mentions.articles import SUFFIXES, read_article
from balkanroute.mentions.drafting import draft_reading
from balkanroute.mentions.outcomes import Outcome, Output, Wishes
from balkanroute.mentions.reading import Reading, read_text
from balkanroute.mentions.tables import to_rows
from balkanroute.model import Atlas, Source

#: From so many articles on, starting processes takes less time than it saves.
_WORTH_PROCESSES: Final = 8
_LARGEST_PIECE: Final = 16
_PIECES_EACH: Final = 4


def find_articles(paths: Iterable[Path]) -> tuple[Path, ...]:
    """
    Give the articles that paths stand for.

    Parameters
    ----------
    paths
        Files, taken as they are, and folders, of which all files with one of
        `balkanroute.mentions.articles.SUFFIXES` are taken, those in folders below included and
        hidden ones not.

    Returns
    -------
    tuple of pathlib.Path
        In the order of the paths, a folder's sorted by name, each once.

    Raises
    ------
    UnreadableFile
        When there is none.
    """
    given = list(paths)
    found = dict.fromkeys(article for path in given for article in _articles_of(path))
    if not found:
        raise UnreadableFile(
            f"{', '.join(map(str, given))}: no article there; one ends in {', '.join(SUFFIXES)}"
        )
    return tuple(found)


def _articles_of(path: Path) -> Iterator[Path]:
    """Give the articles of a folder, or the file itself."""
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if file.suffix.lower() in SUFFIXES and not hidden and file.is_file():
            yield file


def read_all(
    paths: Sequence[Path], output: Output, wishes: Wishes, *, workers: int | None = None
) -> Iterator[Outcome]:
    """
    Read articles and write their drafts.

    Parameters
    ----------
    paths
        The articles. Two of one name get drafts of different names: ``x``, ``x-2``.
    output
        What is written.
    wishes
        How they are read.
    workers
        How many processes; one for each processor if not given, and none beside this one for
        a few articles.

    Yields
    ------
    Outcome
        As each is done, in any order.

    Raises
    ------
    InvalidRecord
        When a review page is asked for of several articles, or tables without a folder.
    UnwritableFile
        When the folder cannot be made.
    """
    _refuse_unfit(output, paths)
    _make_folder(output.folder)
    jobs = []
    for name, path in _name(paths):
        if reason := output.refuses(name):
            yield Outcome(path=path, problem=f"{path}: {reason}")
        else:
            jobs.append((name, path))
    read = partial(_read_piece, output=output, wishes=wishes)
    few = len(jobs) < _WORTH_PROCESSES and workers is None
    count = min(workers or os.cpu_count() or 1, len(jobs))
    if few or count <= 1:
        for job in jobs:
            yield from read([job])
        return
    yield from _share_out(jobs, read, count)


def _refuse_unfit(output: Output, paths: Sequence[Path]) -> None:
    """Refuse wishes that do not go together."""
    if output.review is not None and len(paths) > 1:
        raise InvalidRecord(
            f"a review page holds one article, found {len(paths)}; read them one by one"
        )
    if output.folder is None and (output.geojson or output.csv):
        raise InvalidRecord(
            "GeoJSON and CSV stand beside a draft, and no folder is given; say --output DIR"
        )


def _make_folder(folder: Path | None) -> None:
    """Make the folder of the drafts."""
    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise UnwritableFile(
            f"{folder}: no folder can be made there ({reason.strerror or reason}); choose another"
        ) from reason


_Job = tuple[str, Path]
_Pieces = Sequence[Sequence[_Job]]
_Read = Callable[[Sequence[_Job]], list[Outcome]]


def _name(paths: Sequence[Path]) -> list[_Job]:
    """Give each article the name of its draft; no two the same, whatever the file system."""
    taken: set[str] = set()
    jobs = []
    for path in paths:
        name, number = path.stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{path.stem}-{number}"
        taken.add(name.casefold())
        jobs.append((name, path))
    return jobs


def _share_out(jobs: Sequence[_Job], read: _Read, workers: int) -> Iterator[Outcome]:
    """Read in processes; where one dies, find the article that it died of, and go on."""
    size = max(1, min(_LARGEST_PIECE, len(jobs) // (workers * _PIECES_EACH)))
    pieces = [jobs[first : first + size] for first in range(0, len(jobs), size)]
    left = yield from _run(pieces, read, workers)
    while left:
        # One process reads them in their order, so it dies of the first that is left.
        left = yield from _run([[job] for piece in left for job in piece], read, 1)
        for _, path in left[0] if left else ():
            why = "the process that read it was ended; was there memory enough?"
            yield Outcome(path=path, problem=f"{path}: {why}")
        left = left[1:]


def _run(pieces: _Pieces, read: _Read, workers: int) -> Generator[Outcome, None, _Pieces]:
    """Read pieces in a pool of processes, and return those that a dead process left undone."""
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    done = set()
    # Started afresh on every system: a copy of this process would copy its threads' locks too.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        running = {}
        with suppress(BrokenProcessPool):
            for number, piece in enumerate(pieces):
                running[pool.submit(read, piece)] = number
        for future in as_completed(running):
            with suppress(BrokenProcessPool):
                yield from future.result()
                done.add(running[future])
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return [piece for number, piece in enumerate(pieces) if number not in done]


def _read_piece(jobs: Sequence[_Job], *, output: Output, wishes: Wishes) -> list[Outcome]:
    """Read some articles, one after the other."""
    return [_read_one(name, path, output, wishes) for name, path in jobs]


def _read_one(name: str, path: Path, output: Output, wishes: Wishes) -> Outcome:
    """Read one article and write its draft, or tell why not."""
    try:
        return _draft(name, path, output, wishes)
    except BalkanRouteError as reason:
        message = str(reason)
        return Outcome(path=path, problem=message if str(path) in message else f"{path}: {message}")
    except Exception as reason:  # noqa: BLE001 - a fault in one article must not stop the rest
        problem = f"{path}: {type(reason).__name__}: {reason}; this is a fault of ours, report it"
        return Outcome(path=path, problem=problem)


def _draft(name: str, path: Path, output: Output, wishes: Wishes) -> Outcome:
    """Read one article, write its draft, and count."""
    article = read_article(path, language=wishes.language, most_mb=wishes.most_mb)
    publisher = wishes.publisher or article.publisher
    published = wishes.published or article.published
    reading = read_text(
        article.text, publisher=publisher, published=published, language=article.language
    )
    source = Source(
        id=f"s-{article.sha256[:12]}",
        title=article.title or path.stem.strip() or "Untitled text",
        publisher=publisher,
        published=published,
        language=article.language,
    )
    atlas = draft_reading(reading, source, with_quotes=wishes.with_quotes)
    output.keep(name, reading, atlas)
    outcome = _count(path, reading, atlas)
    shown = output.folder is None and output.review is None
    return replace(outcome, rows=tuple(to_rows(reading.mentions))) if shown else outcome


def _count(path: Path, reading: Reading, atlas: Atlas) -> Outcome:
    """Count what was found in an article."""
    named = [mention for mention in reading.mentions if mention.kind == "place"]
    return Outcome(
        path=path,
        words=len(reading.text.split()),
        places=len({mention.chosen.key for mention in named if mention.chosen}),
        claims=len(atlas.claims),
        speakers=len({saying.speaker.name for saying in reading.sayings if saying.speaker}),
        figures=len(reading.figures),
    )
