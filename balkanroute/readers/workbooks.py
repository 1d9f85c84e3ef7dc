"""
Workbooks in XLSX, opened with suspicion.

A workbook is an archive of XML. Before openpyxl parses it, the archive is read once as a stream:
how large it unpacks, how many tags it holds, and whether any part declares entities.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from balkanroute._extras import require
from balkanroute.errors import UnreadableFile
from balkanroute.readers.problems import refusal
from balkanroute.readers.texts import MEBIBYTE, content

_MOST_UNPACKED: Final = 256 * MEBIBYTE
#: Tags in all parts together: some three million cells, or a gigabyte while they are parsed.
_MOST_TAGS: Final = 12_000_000
_MOST_PARTS: Final = 2_000
_CHUNK: Final = MEBIBYTE
_DECLARED: Final = (b"<!DOCTYPE", b"<!ENTITY")
_OVERLAP: Final = 32
_HELD: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")

#: What zipfile and openpyxl raise on a damaged, encrypted or made-up workbook.
BROKEN: Final = (
    ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


@contextmanager
def workbook(file: Path, *, most_unpacked: int = _MOST_UNPACKED) -> Iterator[Any]:
    """
    Open a workbook for reading, row by row.

    Parameters
    ----------
    file
        An XLSX file.
    most_unpacked
        What its parts may take together, in bytes.

    Yields
    ------
    openpyxl.Workbook
        Read-only, with values instead of formulas.

    Raises
    ------
    UnreadableFile
        When it is no workbook, is too large, or declares entities; also for what openpyxl raises
        while the workbook is open.
    MissingExtra
        When openpyxl is not installed.
    """
    openpyxl = require("openpyxl", "xlsx")
    raw = content(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _check(file, raw, most_unpacked)
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            yield book
            book.close()
    except UnreadableFile:
        raise
    except BROKEN as reason:
        raise refusal(file, f"this is not an XLSX workbook: {reason}") from reason


def _check(file: Path, raw: bytes, most_unpacked: int) -> None:
    """Refuse an archive that swells, or that declares entities."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        parts = packed.infolist()
        if sum(part.file_size for part in parts) > most_unpacked:
            most = most_unpacked // MEBIBYTE
            raise refusal(file, f"the workbook unpacks to more than {most} MiB; write CSV")
        if len(parts) > _MOST_PARTS:
            raise refusal(file, f"the workbook has more than {_MOST_PARTS} parts; write CSV")
        tags = 0
        for part in parts:
            for piece in _pieces(packed, part):
                tags += piece.count(b"<")
                _refuse_declared(file, part.filename, piece)
                if tags > _MOST_TAGS:
                    most_cells = _MOST_TAGS // 4_000_000
                    message = f"the workbook has more than {most_cells} million cells; write CSV"
                    raise refusal(file, message)


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Give a part of XML in pieces, each with the end of the one before."""
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    before = b""
    with packed.open(part) as stream:
        while piece := stream.read(_CHUNK):
            yield before + piece
            before = piece[-_OVERLAP:]


def _refuse_declared(file: Path, part: str, piece: bytes) -> None:
    """Refuse a document type, in UTF-8 or UTF-16: it can name files and addresses, or swell."""
    plain = piece.replace(b"\x00", b"")
    if any(mark in plain for mark in _DECLARED):
        raise refusal(
            file,
            f"{part[:60]!r} declares a document type or entities, which no workbook needs; "
            f"save it again from a spreadsheet program, or write CSV",
        )


def typed(value: object) -> str:
    """
    Give a cell's value as one would type it.

    Parameters
    ----------
    value
        As openpyxl gives it.

    Returns
    -------
    str
        A date in EDTF, a whole number without a point, text with its characters that XML cannot
        hold put back; empty for an empty cell.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return _HELD.sub(_held, value) if "_x" in value else value
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _held(found: re.Match[str]) -> str:
    """Give the character of ``_x000D_``; half a character stays as it is spelled."""
    letter = chr(int(found[1], 16))
    return found[0] if "\ud800" <= letter <= "\udfff" else letter
