"""Sources as reference managers cite them: their keys, and their dates in parts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from balkanroute.model import Source
from balkanroute.names import fold
from balkanroute.periods import Period

_LONGEST: Final = 60
_MOMENT: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T[^?~%]*)?[?~%]?", re.ASCII)
_SEASONS: Final = {21: 1, 22: 2, 23: 3, 24: 4}
#: What a source cannot be without in a list of references, and that no format has a field for.
LOST: Final = {
    "sources.extra": "reference managers have no fields of an author's own",
    "agents": "a list of references has sources only",
    "places": "a list of references has sources only",
    "routes": "a list of references has sources only",
    "claims": "a list of references has sources only",
}


def keys_of(sources: Iterable[Source]) -> dict[str, str]:
    """
    Make the keys by which sources are cited.

    Parameters
    ----------
    sources
        In their order.

    Returns
    -------
    dict
        Key by id: the id where it is made of Latin letters, figures, ``.``, ``_`` and ``-``,
        else what is left of it in such letters; each once, whatever the case, with a number
        behind it where two would be the same.
    """
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for source in sources:
        plain = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", source.id)
        folded = re.sub(r"[^a-z0-9]+", "-", fold(source.id)).strip("-")[:_LONGEST]
        word = source.id if plain else folded or "source"
        key, number = word, 2
        while key.lower() in taken:
            key, number = f"{word}-{number}", number + 1
        taken.add(key.lower())
        keys[source.id] = key
    return keys


def csl_date(period: Period) -> dict[str, Any]:
    """
    Give a date as CSL has it.

    Parameters
    ----------
    period
        Any period.

    Returns
    -------
    dict
        ``date-parts`` of one date or of the two ends of an interval, with ``season`` and with
        ``circa`` where it is uncertain or approximate; ``literal``, in words, where it has an
        open end or is a decade. ``edtf`` is what was given, where the parts say less.
    """
    made: dict[str, Any] = {}
    ends = [_parts(part) for part in period.text.split("/")]
    season = _season(period.text)
    if season is not None:
        made |= {"date-parts": [[int(period.text[:4])]], "season": season}
    elif all(ends):
        made["date-parts"] = ends
    else:
        made["literal"] = period.words()
    if period.uncertain or period.approximate:
        made["circa"] = True
    if "literal" in made or period.text != "/".join(map(_written, ends)):
        made["edtf"] = period.text
    return made


def _parts(text: str) -> list[int]:
    """Give year, month and day of one date; nothing where it is no such date."""
    match = _MOMENT.fullmatch(text.replace("-XX", ""))
    numbers = [int(part) for part in match.groups() if part] if match else []
    return numbers if len(numbers) < 2 or numbers[1] <= 12 else []  # noqa: PLR2004 - a month


def _written(parts: list[int]) -> str:
    """Write the parts of a date again."""
    return "-".join(f"{part:0{4 if not place else 2}d}" for place, part in enumerate(parts))


def _season(text: str) -> int | None:
    """Give the number of a season, from spring."""
    match = re.fullmatch(r"\d{4}-(2[1-4])[?~%]?", text, re.ASCII)
    return _SEASONS[int(match[1])] if match else None


def first_day(period: Period) -> date | None:
    """
    Give the first day of a period.

    Parameters
    ----------
    period
        Any period.

    Returns
    -------
    datetime.date or None
        The last where the first is not known.
    """
    return period.earliest or period.latest
