"""Bytes to text: size, encoding and shape are checked before anything is parsed."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Final

from balkanroute.readers.problems import Mark, Steps, refusal

MEBIBYTE: Final = 1024 * 1024
#: The most that is read of a file, in bytes, by suffix.
LIMITS: Final = {
    ".yaml": 16 * MEBIBYTE,
    ".yml": 16 * MEBIBYTE,
    ".json": 64 * MEBIBYTE,
    ".toml": 8 * MEBIBYTE,
    ".csv": 64 * MEBIBYTE,
    ".xlsx": 16 * MEBIBYTE,
}
_OTHERWISE: Final = 16 * MEBIBYTE
#: How many lists and mappings may stand inside each other.
DEEPEST: Final = 64
TOO_DEEP: Final = (
    f"lists and mappings are nested more than {DEEPEST} deep; an atlas needs fewer than ten"
)
EMPTY: Final = "the file is empty; `balkanroute new DIR` writes an atlas to start from"


def content(file: Path) -> bytes:
    """
    Read a file's bytes, within the limit of its format.

    Parameters
    ----------
    file
        A regular file; one without a suffix of `LIMITS` may have 16 MiB.

    Returns
    -------
    bytes
        All of it.

    Raises
    ------
    UnreadableFile
        When the file is missing, not a file, too large, empty, or may not be read.
    """
    limit = LIMITS.get(file.suffix.lower(), _OTHERWISE)
    try:
        if not file.is_file():
            raise refusal(file, _absent(file))
        with file.open("rb") as stream:
            found = stream.read(limit + 1)
    except OSError as reason:
        raise refusal(file, f"the file cannot be opened: {reason.strerror or reason}") from reason
    if len(found) > limit:
        raise refusal(
            file,
            f"the file is larger than {limit // MEBIBYTE} MiB, the most that is read of a "
            f"{file.suffix} file; split its lists into files of their own, or write JSON "
            f"(up to {LIMITS['.json'] // MEBIBYTE} MiB)",
        )
    if not found:
        raise refusal(file, EMPTY)
    return found


def _absent(file: Path) -> str:
    """Say why a path is no file."""
    if not file.exists():
        return "there is no such file"
    return "this is not a regular file; give a file, or a folder that holds atlas.yaml"


def decoded(file: Path) -> str:
    """
    Read a file's text.

    Parameters
    ----------
    file
        A regular file in UTF-8, with or without a byte order mark.

    Returns
    -------
    str
        All of it, the byte order mark left out.

    Raises
    ------
    UnreadableFile
        As for `content`, and when the bytes are not UTF-8 text.
    """
    raw = content(file)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refusal(
            file,
            f"byte 0x{raw[0]:02X} at the start marks UTF-16; save the file as UTF-8, or run "
            f"`iconv -f UTF-16 -t UTF-8`",
        )
    if b"\x00" in raw:
        at = raw.index(b"\x00")
        raise refusal(
            file,
            f"byte 0x00 at offset {at}: this is a binary file, or UTF-16 text; save it as UTF-8",
            _mark_of_byte(raw, at),
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise refusal(
            file,
            f"byte 0x{raw[reason.start]:02X} at offset {reason.start} is not UTF-8; if the file "
            f"is Latin-1 or Windows-1252, save it as UTF-8, or run `iconv -f WINDOWS-1252 "
            f"-t UTF-8`",
            _mark_of_byte(raw, reason.start),
        ) from reason
    if not text.strip():
        raise refusal(file, EMPTY)
    return text


def _mark_of_byte(raw: bytes, offset: int) -> Mark:
    """Give the line and the column of a byte."""
    before = raw[:offset]
    start = before.rfind(b"\n") + 1
    return Mark(before.count(b"\n") + 1, len(before[start:].decode(errors="replace")) + 1)


def mark_of(text: str, offset: int) -> Mark:
    """
    Give the line and the column of a character.

    Parameters
    ----------
    text
        The whole text.
    offset
        Counted from 0.

    Returns
    -------
    Mark
        Both counted from 1.
    """
    return Mark(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def unfit(value: object) -> tuple[Steps, str] | None:
    """
    Find the first value that no record may hold.

    Parameters
    ----------
    value
        Plain data, however deep: it is walked without recursion.

    Returns
    -------
    tuple or None
        The path and what is wrong there: nesting that is too deep, a lone surrogate, or a
        number that is not finite. None where all is well.
    """
    waiting: list[tuple[Any, Steps]] = [([value], ())]
    while waiting:
        holder, path = waiting.pop()
        entries = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for step, inner in entries:
            wrong = _wrong(step) or _wrong(inner)
            if wrong is None and isinstance(inner, dict | list):
                waiting.append((inner, (*path, step)))
                wrong = TOO_DEEP if len(path) >= DEEPEST else None
            if wrong is not None:
                return (*path, step)[1:], wrong
    return None


def _wrong(value: object) -> str | None:
    """Say why a key or a bare value is unfit."""
    if isinstance(value, float) and not math.isfinite(value):
        return f"a figure is a finite number, found {value}; leave the field out if nobody knows"
    if isinstance(value, str) and not value.isascii():
        lone = next((letter for letter in value if "\ud800" <= letter <= "\udfff"), None)
        if lone is not None:
            return f"the text holds half a character (\\u{ord(lone):04x}); write the whole one"
    return None
