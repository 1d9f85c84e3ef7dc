"""Plain data to JSON that any reader gives back as it was, and that stands safely in XML."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final

from balkanroute.errors import InvalidRecord

#: How deep lists and mappings may stand inside each other; readers stop a little further.
_DEEPEST: Final = 60
#: What XML 1.0 has no place for, and what its line-end rule would change.
_NOT_IN_XML: Final = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_LONE: Final = re.compile("[\ud800-\udfff]")


def json_line(value: object, record: str) -> str:
    """
    Write JSON on one line.

    Parameters
    ----------
    value
        Mappings with text keys, lists, tuples, text, finite numbers, true, false and None.
    record
        What it is, for the error.

    Returns
    -------
    str
        Letters stay letters; control characters, and what XML cannot hold, are escaped.

    Raises
    ------
    InvalidRecord
        When no reader would give it back.
    """
    wrong = _unfit(value)
    if wrong is not None:
        raise InvalidRecord(f"{record}: {wrong}")
    return _NOT_IN_XML.sub(_code, json.dumps(value, ensure_ascii=False, allow_nan=False))


def _code(match: re.Match[str]) -> str:
    """Give a character as its code."""
    return f"\\u{ord(match[0]):04x}"


def _unfit(value: object) -> str | None:
    """Find the first thing that JSON does not give back."""
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting:
        inner, depth = waiting.pop()
        wrong = _wrong(inner) or ("it is nested too deep" if depth > _DEEPEST else None)
        if wrong is not None:
            return wrong
        if isinstance(inner, dict):
            waiting += [(key if isinstance(key, str) else key_of(key), depth) for key in inner]
            waiting += [(entry, depth + 1) for entry in inner.values()]
        elif isinstance(inner, list | tuple):
            waiting += [(entry, depth + 1) for entry in inner]
    return None


def key_of(key: object) -> object:
    """Give what stands for a key that is no text, which is refused."""
    return {key}


def _wrong(value: object) -> str | None:
    """Say why a value cannot be written."""
    if isinstance(value, float) and not math.isfinite(value):
        return f"a figure is a finite number, found {value}"
    if isinstance(value, str):
        return f"the text holds half a character: {value[:40]!r}" if _LONE.search(value) else None
    if value is None or isinstance(value, int | float | list | tuple | dict):
        return None
    return f"expected plain data with text for keys, found {value!r:.40}"


def xml_text(text: str) -> str:
    """
    Write text into XML.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        Escaped for an element or an attribute in double quotes; a character that XML has no
        place for is U+FFFD.
    """
    if not text.isprintable():
        text = _NOT_IN_XML.sub("\ufffd", text.replace("\r\n", "\n"))
    return re.sub('[&<>"]', lambda match: _MARKS[match[0]], text)
