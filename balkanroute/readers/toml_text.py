"""TOML text to plain data, and a path in it to its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from balkanroute.readers.problems import Mark, Steps, refusal
from balkanroute.readers.texts import DEEPEST, TOO_DEEP, unfit

_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([\w.\"'-]+)\s*\]")
_KEY: Final = re.compile(r"\s*([\w.\"'-]+)\s*=")
_AT: Final = re.compile(r"\(at line (\d+), column (\d+)\)")


def load(text: str, file: Path) -> Any:  # noqa: ANN401 - plain data has no narrower type
    """
    Read TOML; its dates become the text that a period is written in.

    Parameters
    ----------
    text
        The whole text.
    file
        For the error.

    Returns
    -------
    dict
        What it says.

    Raises
    ------
    UnreadableFile
        When it is not TOML, or is nested too deeply.
    """
    line = _deep_line(text)
    if line is not None:
        raise refusal(file, TOO_DEEP, Mark(line))
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        at = _AT.search(str(reason))
        last = Mark(text.count("\n") + 1)
        mark = Mark(int(at[1]), int(at[2])) if at else last
        said = _AT.sub("", str(reason)).strip()
        raise refusal(file, f"this is not TOML: {said}", mark) from reason
    except RecursionError as reason:
        raise refusal(file, TOO_DEEP) from reason
    except ValueError as reason:
        raise refusal(file, f"a number or a date cannot be read ({reason})") from reason
    wrong = unfit(value)
    if wrong is not None:
        path, message = wrong
        raise refusal(file, message, locate(text, {path}).get(path), path)
    return _without_dates(value)


def _deep_line(text: str) -> int | None:
    """Find a dotted key with more steps than may be, which would take the parser for ever."""
    for number, line in enumerate(text.splitlines(), 1):
        key = line.partition("=")[0]
        if key.count(".") > DEEPEST and all(
            step.strip(" \t[]\"'").replace("-", "").isalnum() for step in key.split(".")
        ):
            return number
    return None


def _without_dates(value: Any) -> Any:  # noqa: ANN401 - plain data has no narrower type
    """Turn dates and times into text, no deeper than `unfit` has allowed."""
    if isinstance(value, dict):
        return {key: _without_dates(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_dates(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def locate(text: str, wanted: Collection[Steps]) -> dict[Steps, Mark]:
    """
    Find the lines of some paths, by table headers and by keys at the start of a line.

    Parameters
    ----------
    text
        Valid TOML.
    wanted
        Paths from the top.

    Returns
    -------
    dict
        The marks that were found; what stands inside an inline table or an array is not.
    """
    return {path: mark for path, mark in _spots(text) if path in wanted}


def _spots(text: str) -> Iterator[tuple[Steps, Mark]]:
    """Give the path and the mark of headers and keys."""
    table: Steps = ()
    counts: dict[Steps, int] = {}
    quoted = ""
    for number, line in enumerate(text.splitlines(), 1):
        if quoted:
            quoted = "" if quoted in line else quoted
            continue
        header, key = _HEADER.match(line), _KEY.match(line)
        if header is not None:
            table = _table(_steps(header[2]), counts, repeated=header[1] == "[[")
            yield table, Mark(number, header.start(1) + 1)
        elif key is not None:
            yield (*table, *_steps(key[1])), Mark(number, key.start(1) + 1)
            quoted = _left_open(line)


def _left_open(line: str) -> str:
    """Give the quotation mark of a text that goes on below the line."""
    return next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")


def _steps(key: str) -> list[str]:
    """Cut a dotted key."""
    return [step.strip("\"'") for step in key.split(".")]


def _table(names: list[str], counts: dict[Steps, int], *, repeated: bool) -> Steps:
    """Give the path of a table, counting the entries of the lists on the way."""
    path: Steps = ()
    for depth, name in enumerate(names, 1):
        path = (*path, name)
        if repeated and depth == len(names):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
