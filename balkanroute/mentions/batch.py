"""
Many articles to their drafts, in parallel processes; one that fails does not stop the rest.

A process opens the gazetteer once and reads many articles; its results are counts and short rows,
so that what is large is written where it was made and never travels between processes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from balkanroute._files import write_whole
from balkanroute.errors import BalkanRouteError, InvalidRecord, UnreadableFile, UnwritableFile
from balkanroute.mentions.articles import MOST_MB, SUFFIXES, read_article
from balkanroute.mentions.drafting import draft_reading
from balkanroute.mentions.reading import Reading, read_text
from balkanroute.mentions.reviewing import reviewable
from balkanroute.mentions.tables import COLUMNS, to_csv, to_geojson, to_lines, to_rows
from balkanroute.model import Atlas, Source
from balkanroute.periods import Period

#: From so many articles on, starting processes takes less time than it saves.
_WORTH_PROCESSES: Final = 8
_COUNTS: Final = ("file", "words", "places", "claims", "speakers", "figures")
_LARGEST_PIECE: Final = 16
_PIECES_EACH: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """
    How articles are read, where they do not say it themselves or are to be overruled.

    Parameters
    ----------
    publisher, published, language
        As for `balkanroute.mentions.drafting.draft`; None leaves it to the article.
    with_quotes
        Whether to copy sentences.
    most_mb
        The largest article, in megabytes.
    """

    publisher: str | None = None
    published: Period | None = None
    language: str | None = None
    with_quotes: bool = False
    most_mb: float = MOST_MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """
    What is written of each article, each file whole or not at all.

    Parameters
    ----------
    write
        Writes an atlas to a path.
    folder
        Where ``<name>.yaml`` and its tables go; None writes none of them.
    geojson, csv
        Whether the mentions go beside it, as ``<name>.mentions.geojson`` and ``.csv``.
    overwrite
        Whether a draft that is there, and may have been corrected by hand, is replaced.
    draw, review
        Makes the page on which a draft is corrected, of the text, its mentions and the atlas as
        plain data, with ``title`` and ``language``; and the file that it goes to. None makes none.
    """

    write: Callable[[Atlas, Path], object]
    folder: Path | None = None
    geojson: bool = False
    csv: bool = False
    overwrite: bool = False
    draw: Callable[..., str] | None = None
    review: Path | None = None

    def refuses(self, name: str) -> str | None:
        """
        Say why no draft of a name may be written.

        Parameters
        ----------
        name
            What its files are called.

        Returns
        -------
        str or None
            The reason where one is there that must not be replaced; else None.
        """
        target = None if self.folder is None else self.folder / f"{name}.yaml"
        if target is None or self.overwrite or not target.exists():
            return None
        return (
            f"{target}: it is there already and may hold corrections; choose another folder, or "
            f"say --overwrite"
        )

    def keep(self, name: str, reading: Reading, atlas: Atlas) -> None:
        """
        Write what is wished of an article.

        Parameters
        ----------
        name
            What its files are called.
        reading, atlas
            What was found in it, and the draft.

        Raises
        ------
        UnwritableFile
            When a file cannot be written.
        """
        rows = to_rows(reading.mentions) if self.geojson or self.csv else []
        if self.folder is not None:
            if self.geojson:
                write_whole(self.folder / f"{name}.mentions.geojson", to_geojson(rows).encode())
            if self.csv:
                write_whole(self.folder / f"{name}.mentions.csv", to_csv(rows).encode())
            # Last, so that a draft that is there has its tables beside it.
            self.write(atlas, self.folder / f"{name}.yaml")
        if self.review is not None and self.draw is not None:
            page = self.draw(
                reading.text,
                reviewable(reading.mentions),
                self._plain(atlas),
                title=atlas.title,
                language=reading.language or "en",
            )
            write_whole(self.review, page.encode())

    def _plain(self, atlas: Atlas) -> dict[str, Any]:
        """Give an atlas as its file holds it: places by their keys, without their outlines."""
        with TemporaryDirectory() as folder:
            written = Path(folder) / "atlas.json"
            self.write(atlas, written)
            plain: dict[str, Any] = json.loads(written.read_bytes())
        return plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    What became of one article.

    Parameters
    ----------
    path
        The article.
    problem
        Why it could not be read or written; None where it was.
    words, places, claims, speakers, figures
        How many: words between white space, different places named and resolved, draft claims, different
        speakers named or described, figures.
    rows
        The mentions as `to_rows` gives them, where nothing is written; else empty.
    """

    path: Path
    problem: str | None = None
    words: int = 0
    places: int = 0
    claims: int = 0
    speakers: int = 0
    figures: int = 0
    rows: tuple[dict[str, Any], ...] = ()


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


def summarise(outcomes: Iterable[Outcome]) -> str:
    """
    Give a table of what was found in articles.

    Parameters
    ----------
    outcomes
        What became of them; those that failed are left out.

    Returns
    -------
    str
        The mentions of each article whose rows were kept, and a line of counts for each article;
        empty where all failed.
    """
    done = [outcome for outcome in outcomes if outcome.problem is None]
    kept = [[tuple(row.values()) for row in outcome.rows] for outcome in done]
    tables = [to_lines(COLUMNS, rows) for rows in kept if rows]
    counts = [(o.path, o.words, o.places, o.claims, o.speakers, o.figures) for o in done]
    return "\n\n".join([*tables, to_lines(_COUNTS, counts)]) if done else ""
