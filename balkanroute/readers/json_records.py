"""Records in somebody's JSON: the file, its lists, and records of ours that stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from balkanroute.errors import InvalidRecord
from balkanroute.model import KINDS
from balkanroute.periods import Period
from balkanroute.readers import json_text
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.problems import refusal
from balkanroute.readers.protocol import Options
from balkanroute.readers.restoration import Row, Rows, no_rows
from balkanroute.readers.texts import MEBIBYTE

#: What our own terms and the records' addresses begin with.
NAMESPACE: Final = "urn:balkanroute:"
#: The most that is read of a file, and the most entries of one.
MOST_BYTES: Final = 64 * MEBIBYTE
MOST_ENTRIES: Final = 200_000
_TOLD_EVERY: Final = 1000
_TEXTS: Final = ("title", "language", "summary", "recorder", "licence", "note")


def loaded(file: Path) -> Any:  # noqa: ANN401 - plain data has no narrower type
    """
    Read a JSON file of any suffix.

    Parameters
    ----------
    file
        UTF-8, with or without a byte order mark; at most 64 MiB.

    Returns
    -------
    object
        What it holds.

    Raises
    ------
    UnreadableFile
        When it is missing, too large, or not JSON that two programs would read alike.
    """
    try:
        if not file.is_file():
            raise refusal(file, "there is no such file")
        with file.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as reason:
        raise refusal(file, f"the file cannot be opened: {reason.strerror or reason}") from reason
    if len(raw) > MOST_BYTES:
        raise refusal(
            file,
            f"the file is larger than {MOST_BYTES // MEBIBYTE} MiB, the most that is read of "
            f"linked JSON; split its list into files of their own",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        message = f"byte 0x{raw[reason.start]:02X} at offset {reason.start} is not UTF-8"
        raise refusal(file, f"{message}; save the file as UTF-8") from reason
    return json_text.load(text, file)


def listed(value: object) -> list[Any]:
    """
    Give one thing or many as many.

    Parameters
    ----------
    value
        A list, one entry of it, or nothing.

    Returns
    -------
    list
        Empty where nothing was said.
    """
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def text_in(value: object, *names: str) -> str | None:
    """
    Give the first text under some names.

    Parameters
    ----------
    value
        A mapping, or anything else.
    *names
        Keys, the wished one first.

    Returns
    -------
    str or None
        None where none is a text with a letter in it.
    """
    if not isinstance(value, Mapping):
        return None
    found = (value.get(name) for name in names)
    return next((text for text in found if isinstance(text, str) and text.strip()), None)


def counted(entries: Sequence[Any], file: Path, options: Options) -> Iterator[tuple[int, Any]]:
    """
    Give entries with their numbers, and tell now and then how far reading is.

    Parameters
    ----------
    entries
        At most 200,000.
    file
        Where they stand.
    options
        Of the user.

    Yields
    ------
    tuple
        The number and the entry.

    Raises
    ------
    UnreadableFile
        When there are too many.
    """
    if len(entries) > MOST_ENTRIES:
        raise refusal(
            file,
            f"the file has {len(entries):,} entries, more than the {MOST_ENTRIES:,} that are read "
            f"of one; split it",
        )
    size = file.stat().st_size
    for number, entry in enumerate(entries, 1):
        if options.progress is not None and number % _TOLD_EVERY == 0:
            options.progress(size * number // len(entries), size)
        yield number, entry
    if options.progress is not None:
        options.progress(size, size)


def key_in(address: object, kind: str) -> str | None:
    """
    Read the id of a record of ours out of its address.

    Parameters
    ----------
    address
        Any value.
    kind
        What the record is: ``place``, ``claim``.

    Returns
    -------
    str or None
        None where the address is none of ours.
    """
    start = f"{NAMESPACE}{kind}:"
    if not (isinstance(address, str) and address.startswith(start)):
        return None
    return unquote(address.removeprefix(start))


def rows_in(block: Mapping[str, Any]) -> Rows:
    """
    Give the records of ours that stand beside what a format has a place for.

    Parameters
    ----------
    block
        Records by list, as a writer of ours left them.

    Returns
    -------
    dict
        Rows by list, to be restored; what is no record at all is a row that fails.
    """
    rows = no_rows()
    for kind in KINDS:
        for number, plain in enumerate(listed(block.get(kind)), 1):
            words = f"{KINDS[kind]} {number} of balkanroute's own"
            fields = dict(plain) if isinstance(plain, Mapping) else {"id": str(plain)}
            rows[kind].append(Row(number=number, words=words, plain=fields))
    return rows


def keep(plain: dict[str, Any], format: str, foreign: Mapping[str, Any]) -> None:  # noqa: A002 - as in `Gathering`
    """
    Keep under a record's ``extra`` what somebody added to it.

    Parameters
    ----------
    plain
        The record, to be restored; an ``extra`` that is no mapping is left for that to refuse.
    format
        Name of the format.
    foreign
        What was added.
    """
    extra = plain.get("extra") or {}
    if isinstance(extra, Mapping):
        inner = extra.get(format)
        kept = inner if isinstance(inner, Mapping) else {}
        plain["extra"] = {**extra, format: {**kept, **foreign}}


def header_in(block: Mapping[str, Any], gathering: Gathering) -> dict[str, Any]:
    """
    Read an atlas' own fields.

    Parameters
    ----------
    block
        As a writer of ours left it.
    gathering
        Has the agents, and is told if the recorder is none of them.

    Returns
    -------
    dict
        As `Atlas` takes them; what is not of the right kind is left out.
    """
    header: dict[str, Any] = {
        name: block[name] for name in _TEXTS if isinstance(block.get(name), str)
    }
    if not header.get("title", "").strip():
        header.pop("title", None)
    if isinstance(block.get("extra"), Mapping):
        header["extra"] = dict(block["extra"])
    recorder = header.get("recorder")
    if recorder is not None and gathering.known("agents", recorder) is None:
        gathering.warn(1, f"recorder {recorder!r} is not in the file and is left out", "atlas")
        del header["recorder"]
    date = period_of(block.get("date"))
    return header if date is None else header | {"date": date}


def period_of(value: object) -> Period | None:
    """
    Read a date, if it is one.

    Parameters
    ----------
    value
        An EDTF date, an XML date or time, or a year as a number.

    Returns
    -------
    Period or None
        As precise as it was given, without parts of a second; None where it is no date.
    """
    from balkanroute.readers.instants import edtf_of

    text = f"{value:04d}" if type(value) is int and value > 0 else value
    if not isinstance(text, str):
        return None
    try:
        return Period(edtf_of(text))
    except InvalidRecord:
        return None
