"""The forms in which a report is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from balkanroute._files import write_whole
from balkanroute.errors import UnwritableFile, did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from balkanroute.reports.facts import ClaimReport, Report

#: A browser that reads this loads nothing and runs nothing.
_POLICY: Final = "default-src 'none'"
_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")

_Facts = list[tuple[str, list[str]]]


def to_text(report: Report) -> str:
    """
    Tell a report as plain text.

    Returns
    -------
    str
        A paragraph for each claim, a line for each fact; ends with a line feed. Words of the
        atlas stand on one line each, and are else as they were.
    """
    lines = [*_head(report)]
    for claim in report.claims:
        lines += ["", f"{claim.id}: {_line(claim.says)}"]
        for name, values in _facts(claim, report):
            lines += [f"  {name}: {value}" for value in values]
    return "\n".join(lines) + "\n"


def to_markdown(report: Report) -> str:
    """
    Tell a report as Markdown.

    Returns
    -------
    str
        CommonMark; a section for each claim. Every ASCII punctuation mark in words of the atlas
        is escaped, so that no text can become markup.
    """
    title, *rest = [_escaped(line) for line in _head(report)]
    lines = [f"# {title}", *(f"\n{line}" for line in rest)]
    for claim in report.claims:
        lines += [f"\n## {_escaped(claim.id)}", f"\n{_escaped(_line(claim.says))}\n"]
        for name, values in _facts(claim, report):
            lines += [f"- **{name}**: {_escaped(value)}" for value in values]
    return "\n".join(lines) + "\n"


def to_html(report: Report) -> str:
    """
    Tell a report as one HTML page.

    Returns
    -------
    str
        A whole page that loads and runs nothing. It is made as a tree, so that words of the atlas
        are text and cannot become markup; there are no links in it.
    """
    title, *rest = _head(report)
    page = Element("html", {"lang": report.language} if report.language else {})
    top = SubElement(page, "head")
    SubElement(top, "meta", {"charset": "utf-8"})
    SubElement(top, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    SubElement(top, "title").text = title
    body = SubElement(page, "body")
    SubElement(body, "h1").text = title
    for line in rest:
        SubElement(body, "p").text = line
    for claim in report.claims:
        _add_section(body, claim, report)
    return f"<!DOCTYPE html>\n{tostring(page, encoding='unicode', method='html')}\n"


def to_json(report: Report) -> str:
    """
    Tell a report as JSON.

    Returns
    -------
    str
        An object with the fields of `Report`, ``claims`` with those of `ClaimReport`.
    """
    return json.dumps(asdict(report), ensure_ascii=False, indent=2) + "\n"


_FORMS: Final[Mapping[str, Callable[[Report], str]]] = {
    ".txt": to_text,
    ".md": to_markdown,
    ".html": to_html,
    ".json": to_json,
}


def save(report: Report, path: Path) -> Path:
    """
    Write a report in the form that the name of a file asks for.

    Parameters
    ----------
    report
        The report.
    path
        Ends with ``.txt``, ``.md``, ``.html`` or ``.json``; a file that is there is replaced.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    UnwritableFile
        When the name ends otherwise, or the file cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in _FORMS:
        raise UnwritableFile(
            f"{path}: a report is written as {', '.join(_FORMS)}, found {ending!r}"
            f"{did_you_mean(ending, _FORMS)}"
        )
    return write_whole(path, _FORMS[ending](report).encode("utf-8", "backslashreplace"))


def _head(report: Report) -> list[str]:
    """Give the lines that stand above the claims."""
    dated = [f"as of {report.date}"] if report.date else []
    return [_line(report.title), *dated, report.total]


def _facts(claim: ClaimReport, report: Report) -> _Facts:
    """Give what is known of a claim, a name and its values, without what is not said."""
    named = {
        "origin": claim.origins,
        "origin that repeats what is not known": claim.unknown_origins,
        "carried by": claim.carriers,
        "first carried by": claim.first_carriers,
    }
    found: _Facts = [
        ("speaker", [_line(claim.speaker)]),
        ("stance", [claim.stance]),
        ("about", [claim.about] if claim.about else []),
        ("sensitivity", [claim.sensitivity] if claim.sensitivity else []),
        ("stands", [", ".join(claim.standing)] if claim.standing else []),
        *((name, [_source(key, report) for key in keys]) for name, keys in named.items()),
        ("others", [_line(_with(d.words, d.note)) for d in claim.disputes]),
        (
            "figure",
            [
                _line(f"{c.figure} beside {c.other_figure} of {c.other}: {c.verdict}: {c.reason}")
                for c in claim.comparisons
            ],
        ),
    ]
    return [(name, values) for name, values in found if values]


def _source(key: str, report: Report) -> str:
    """Name a source by its title and its id."""
    return _line(f"{report.sources.get(key, key)} ({key})")


def _with(words: str, note: str | None) -> str:
    """Add a note, if there is one."""
    return f"{words}. {note}" if note else words


def _line(text: str) -> str:
    """Put a text on one line."""
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """Escape all that Markdown could read as markup."""
    return _PUNCTUATION.sub(r"\\\1", text)


def _add_section(body: Element, claim: ClaimReport, report: Report) -> None:
    """Add a claim to the page."""
    section = SubElement(body, "section")
    SubElement(section, "h2").text = claim.id
    SubElement(section, "p").text = _line(claim.says)
    listed = SubElement(section, "dl")
    for name, values in _facts(claim, report):
        SubElement(listed, "dt").text = name
        for value in values:
            SubElement(listed, "dd").text = value
