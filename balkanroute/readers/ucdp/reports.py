"""The reports that an event rests on, told apart where the row tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from balkanroute.errors import InvalidRecord
from balkanroute.model import Source
from balkanroute.periods import Period
from balkanroute.readers import event_values
from balkanroute.readers.ucdp.desk import LICENCE, NAME, TITLE, Desk

_ARTICLE: Final = "source_article"
_TRIPLE: Final = ("source_office", "source_date", "source_headline")
_WHOLE: Final = (
    "The dataset names these reports in one text that does not say where one ends and which date "
    "belongs to which; they are kept as one."
)


def add_reports(
    desk: Desk, claim: str, cells: Mapping[str, str], count: int | None
) -> tuple[str, dict[str, str], Source | None]:
    """
    Add the reports of an event.

    Parameters
    ----------
    desk
        Where they are added.
    claim
        Id of the event's claim.
    cells
        Its row.
    count
        ``number_of_sources``; -1 or None where nobody counted.

    Returns
    -------
    source : str
        One report is the source itself; several are what the event's own entry in the dataset
        is derived from; where none is named it is the dataset.
    untold : dict
        Cells that are not in the reports, word for word.
    entry : Source or None
        The event's own entry, to be put among the sources once the row is read.

    Notes
    -----
    Offices, dates and headlines belong together where there are as many of each. Else the
    articles are split if there are as many as ``number_of_sources`` says; else they stay one.
    """
    raw = {name: cells[name] for name in (_ARTICLE, *_TRIPLE) if cells.get(name)}
    if not raw:
        return desk.source, {}, None
    reports, untold = _paired(desk, raw) or _articles(desk, raw, count) or _whole(desk, claim, raw)
    if len(reports) == 1:
        return reports[0], untold, None
    entry = Source(
        id=claim,
        title=f"{TITLE}, event {cells.get('relid', '').strip() or cells['id'].strip()}",
        kind="dataset",
        publisher="Uppsala Conflict Data Program",
        licence=LICENCE,
        derived_from=tuple(reports),
    )
    return claim, untold, entry


_Found = tuple[list[str], dict[str, str]]


def _parts(text: str) -> list[str]:
    """Split a cell at its semicolons; an empty part keeps its place."""
    if ";" not in text:
        return [text.strip().strip('"').strip()] if text.strip() else []
    return [part.strip().strip('"').strip() for part in text.strip().removesuffix(";").split(";")]


def _paired(desk: Desk, raw: dict[str, str]) -> _Found | None:
    """Add the reports where there are as many offices, dates and headlines."""
    offices, dates, headlines = (_parts(raw.get(name, "")) for name in _TRIPLE)
    if not (len(offices) == len(dates) == len(headlines) > 0):
        return None
    articles = _parts(raw.get(_ARTICLE, ""))
    same = len(articles) == len(offices)
    notes = articles if same else [""] * len(offices)
    triples = zip(offices, dates, headlines, notes, strict=True)
    found = [_report(desk, triple) for triple in triples if any(triple)]
    untold = {_ARTICLE: raw[_ARTICLE]} if articles and not same else {}
    return ([*dict.fromkeys(found)], untold) if found else None


def _report(desk: Desk, told: tuple[str, str, str, str]) -> str:
    """Add a report whose office, date and headline are known."""
    known = desk.gathering.known("sources", told)
    if known is not None:
        return known
    office, day, headline, article = told
    published, unread = _published(day)
    return desk.gathering.add(
        "sources",
        told,
        id=desk.numbers.next("report"),
        title=headline or article or office or day,
        publisher=desk.once(office) or None,
        published=published,
        note=article if headline and article not in {"", headline} else None,
        extra={NAME: {"source_date": day}} if unread else {},
    )


@lru_cache(maxsize=16_384)
def _published(day: str) -> tuple[Period | None, bool]:
    """Read the date of a report, and tell whether it could not be read."""
    try:
        text = event_values.day(day, "source_date")
    except InvalidRecord:
        return None, True
    return (event_values.period(text) if text else None), False


def _articles(desk: Desk, raw: dict[str, str], count: int | None) -> _Found | None:
    """Add the reports of which one text each is known, where their number is."""
    articles = [text for text in _parts(raw.get(_ARTICLE, "")) if text]
    if not articles or (len(articles) > 1 and len(articles) != count):
        return None
    made = [
        desk.gathering.add("sources", ("article", text), id=desk.numbers.next("report"), title=text)
        for text in articles
    ]
    return [*dict.fromkeys(made)], {name: text for name, text in raw.items() if name != _ARTICLE}


def _whole(desk: Desk, claim: str, raw: dict[str, str]) -> _Found:
    """Add the reports as one, where nothing tells them apart."""
    rest = {name: text for name, text in raw.items() if name != _ARTICLE}
    title = raw.get(_ARTICLE, "").strip() or "; ".join(filter(str.strip, rest.values()))
    if not title.strip():
        return [desk.source], rest
    made = desk.gathering.add(
        "sources", ("whole", claim), id=f"{claim}-reports", title=title, note=_WHOLE
    )
    return [made], rest
