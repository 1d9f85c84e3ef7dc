"""
BibTeX of the sources, for LaTeX and reference managers.

Fields are those of BibTeX and biblatex; letters of every script stay letters, and what LaTeX
would take for a command is spelled out. Dates stand as they are, since biblatex reads EDTF, and
addresses too, but for braces. Fields that no style knows, such as ``sensitivity``, are
passed over by all of them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from balkanroute._files import write_whole
from balkanroute.model import Atlas, Source
from balkanroute.model.checks import is_link
from balkanroute.periods import Period
from balkanroute.writers.citations import LOST, first_day, keys_of
from balkanroute.writers.formats import Format, PlaceLookup
from balkanroute.writers.losses import Carrier, Loss, LossReport, every_field

CARRIER: Final = Carrier(
    format="bibtex", held={"sources": every_field("sources") - {"extra"}}, reasons=LOST
)
#: By kind of source: the entry, and the field of its publisher.
_ENTRIES: Final = {
    "government document": ("techreport", "institution"),
    "report": ("techreport", "institution"),
    "news": ("article", "journal"),
    "book": ("book", "publisher"),
}
_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
#: Braces count in BibTeX even where LaTeX escapes them, so none is written.
_SPELLED: Final = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$",
    "&": r"\&", "#": r"\#", "^": r"\textasciicircum{}", "_": r"\_", "~": r"\textasciitilde{}",
    "%": r"\%",
}  # fmt: skip
_QUOTED: Final = {"\\": "%5C", "{": "%7B", "}": "%7D"}
#: Control characters, and halves of characters, which UTF-8 cannot hold.
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
_ONE_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])(?!\d).*", re.ASCII)


def _save(atlas: Atlas, path: Path, places: PlaceLookup) -> LossReport:  # noqa: ARG001 - sources have no places
    """Write an entry for each source."""
    keys = keys_of(atlas.sources)
    text = "\n".join(_entry(source, keys) for source in atlas.sources)
    write_whole(path.resolve(), text.encode())
    return CARRIER.report(atlas, *_smoothed(atlas))


def _smoothed(atlas: Atlas) -> list[Loss]:
    """Count the texts that were put on one line."""
    losses = []
    for name in ("title", "publisher", "licence", "note"):
        said = [getattr(source, name) or "" for source in atlas.sources]
        count = sum(_one_line(text) != text for text in said)
        reason = "line breaks, control characters and repeated spaces became one space"
        losses.append(Loss(kind="sources", field=name, count=count, total=len(said), reason=reason))
    return losses


def _entry(source: Source, keys: dict[str, str]) -> str:
    """Write a source as an entry."""
    entry, publisher = _ENTRIES.get(source.kind, ("misc", "publisher"))
    fields = {
        "title": f"{{{_text(source.title)}}}",
        publisher: _text(source.publisher),
        "type" if entry == "techreport" else "howpublished": _howpublished(source, entry),
        **_dates(source.published),
        "url": _address(source.url),
        "urldate": source.retrieved.text if source.retrieved else "",
        "language": _text(source.language),
        "note": _note(source),
        "archivedurl": _address(source.archived_url),
        "derivedfrom": ", ".join(keys[key] for key in source.derived_from),
        "licence": _text(source.licence),
        "kind": _text(source.kind),
        "reliability": source.reliability or "",
        "sensitivity": source.sensitivity or "",
        "sourceid": "" if keys[source.id] == source.id else _text(source.id),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    month = _month(source.published)
    lines += [f"  month = {month},\n"] if month else []
    return f"@{entry}{{{keys[source.id]},\n{''.join(lines)}}}\n"


def _text(said: str | None) -> str:
    """Write text for LaTeX, on one line."""
    return "".join(_SPELLED.get(letter, letter) for letter in _one_line(said or ""))


def _one_line(said: str) -> str:
    """Put a text on one line."""
    return " ".join(_CONTROLS.sub(" ", said).split())


def _address(address: str | None) -> str:
    """Write an address, which LaTeX takes as it stands; empty where it is none."""
    if not address or not is_link(address):
        return ""
    return "".join(_QUOTED.get(letter, letter) for letter in address)


def _howpublished(source: Source, entry: str) -> str:
    """Say what sort of document it is, where the entry does not."""
    if entry == "techreport":
        return "" if source.kind == "report" else _text(source.kind.capitalize())
    return _text(source.kind.capitalize()) if entry == "misc" and source.kind != "other" else ""


def _dates(period: Period | None) -> dict[str, str]:
    """Write a date for biblatex, and its year for BibTeX."""
    first = first_day(period) if period else None
    if period is None or first is None:
        return {}
    year = f"{first.year:04d}" if _YEAR.match(period.text.lstrip("./")) else _text(period.words())
    return {"year": year, "date": period.text}


def _month(period: Period | None) -> str:
    """Give the macro of a month, where the date has one."""
    match = _ONE_MONTH.fullmatch(period.text) if period else None
    return _MONTHS[int(match[1]) - 1] if match else ""


def _note(source: Source) -> str:
    """Write the note, the doubts of the date, and addresses that are no links."""
    doubtful = source.published is not None and (
        source.published.uncertain or source.published.approximate
    )
    parts = [
        source.note,
        f"Published {source.published.words()}." if source.published and doubtful else None,
        f"Archived: {source.archived_url}" if source.archived_url else None,
        f"Address: {source.url}" if source.url and not is_link(source.url) else None,
    ]
    return " ".join(_text(part) for part in parts if part)


WRITER: Final = Format(
    name="bibtex",
    title="BibTeX of the sources, for LaTeX and reference managers",
    suffixes=(".bib",),
    save=_save,
)
