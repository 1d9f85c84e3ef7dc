"""What is wished of many articles, what is written of each, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from balkanroute._files import write_whole
from balkanroute.mentions.articles import MOST_MB
from balkanroute.mentions.reading import Reading
from balkanroute.mentions.reviewing import reviewable
from balkanroute.mentions.tables import COLUMNS, to_csv, to_geojson, to_lines, to_rows
from balkanroute.model import Atlas
from balkanroute.periods import Period

_COUNTS: Final = ("file", "words", "places", "claims", "speakers", "figures")


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
        plain data, with ``title`` and ``language``; and the file that it goes to. None makes
        none.
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
        How many: words between white space, different places named and resolved, draft claims,
        different speakers named or described, figures.
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
