"""JSON text to plain data, and a path in it to its line."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final, NoReturn

from balkanroute.readers.problems import Mark, Steps, refusal
from balkanroute.readers.texts import TOO_DEEP, mark_of, unfit

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


class _RepeatedKey(Exception):
    """A mapping has a key twice."""


class _NotFinite(Exception):
    """A number that JSON does not have."""


def load(text: str, file: Path) -> Any:  # noqa: ANN401 - plain data has no narrower type
    """
    Read JSON strictly: no repeated key, no NaN, no half characters, no bottomless nesting.

    Parameters
    ----------
    text
        The whole text.
    file
        For the error.

    Returns
    -------
    dict, list, str, int, float, bool or None
        What it says.

    Raises
    ------
    UnreadableFile
        When it is not JSON, or not JSON that two programs would read alike.
    """
    try:
        value = json.loads(text, object_pairs_hook=_mapping, parse_constant=_refuse_constant)
    except json.JSONDecodeError as reason:
        cut = "; is the file cut off?" if reason.pos >= len(text.rstrip()) else ""
        mark = Mark(reason.lineno, reason.colno)
        raise refusal(file, f"this is not JSON: {reason.msg}{cut}", mark) from reason
    except _RepeatedKey as reason:
        path, mark = _first_repeated(text)
        raise refusal(
            file, f"key {reason.args[0]!r} stands twice; keep one", mark, path
        ) from reason
    except _NotFinite as reason:
        offset = text.find(reason.args[0])
        message = f"JSON has no {reason.args[0]}; leave the field out if nobody knows"
        raise refusal(file, message, mark_of(text, offset)) from reason
    except RecursionError as reason:
        raise refusal(file, TOO_DEEP) from reason
    except ValueError as reason:
        raise refusal(file, f"a number has too many digits ({reason})") from reason
    wrong = unfit(value)
    if wrong is not None:
        path, message = wrong
        raise refusal(file, message, locate(text, {path}).get(path), path)
    return value


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make a mapping of its pairs, each key once."""
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _RepeatedKey(next(key for key in made if keys.count(key) > 1))
    return made


def _refuse_constant(word: str) -> NoReturn:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise _NotFinite(word)


def locate(text: str, wanted: Collection[Steps]) -> dict[Steps, Mark]:
    """
    Find the lines of some paths.

    Parameters
    ----------
    text
        Valid JSON.
    wanted
        Paths from the top.

    Returns
    -------
    dict
        The mark of each path that is there: of the key in a mapping, of the entry in a list.
    """
    return {path: mark_of(text, offset) for path, offset in _spots(text) if path in wanted}


def _first_repeated(text: str) -> tuple[Steps, Mark]:
    """Give the path and the mark of the first key that stands twice."""
    seen: set[Steps] = set()
    for path, offset in _spots(text):
        if path in seen:
            return path, mark_of(text, offset)
        seen.add(path)
    return (), Mark()


def _spots(text: str) -> Iterator[tuple[Steps, int]]:
    """Give the path and the offset of every key and of every entry of a list."""
    path: list[str | int] = []
    kinds: list[str] = []
    yield (), len(text) - len(text.lstrip())
    key_next = False
    for match in _TOKEN.finditer(text):
        mark = match[0]
        if mark in "]}":
            kinds.pop()
            path.pop()
        elif mark == ",":
            key_next = kinds[-1] == "{"
        elif mark != ":":
            if key_next:
                path[-1] = json.loads(mark)
                yield tuple(path), match.start()
            elif kinds and kinds[-1] == "[":
                path[-1] = int(path[-1]) + 1
                yield tuple(path), match.start()
            key_next = mark == "{"
            if mark in "[{":
                kinds.append(mark)
                path.append(-1)
