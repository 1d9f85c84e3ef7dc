"""
A first look at a file, to tell what format it is in: cheap, bounded, and never an error.

Each function answers with nothing where the file is missing, too large, or not of that kind.
"""

from __future__ import annotations

import csv
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec

from balkanroute.readers.texts import MEBIBYTE

#: Of a file, what is looked at where its beginning is enough.
_HEAD: Final = 256 * 1024
#: The largest JSON file that is parsed to be recognised.
_MOST_JSON: Final = 64 * MEBIBYTE


def head(path: Path, size: int = _HEAD) -> bytes:
    """
    Give the first bytes of a file.

    Parameters
    ----------
    path
        A file.
    size
        How many bytes at most.

    Returns
    -------
    bytes
        Without a byte order mark of UTF-8; empty where there is no file to read.
    """
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as stream:
            return stream.read(size).removeprefix(b"\xef\xbb\xbf")
    except OSError:
        return b""


def json_value(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    """
    Parse a JSON file.

    Parameters
    ----------
    path
        A file of at most 64 MiB.

    Returns
    -------
    object
        Its value; shared between callers, so not to be changed. None where it is no such file.
    """
    if head(path, 64).lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        status = path.stat()
    except OSError:
        return None
    if status.st_size > _MOST_JSON:
        return None
    return _parsed(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1)
def _parsed(path: Path, changed: int, size: int) -> Any:  # noqa: ANN401, ARG001 - the key of the cache
    """Parse a file once for all who look at it."""
    try:
        return msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except (OSError, ValueError, RecursionError, msgspec.DecodeError):
        return None


def json_keys(path: Path) -> frozenset[str]:
    """
    Give the top keys of a JSON file that holds an object.

    Parameters
    ----------
    path
        A file.

    Returns
    -------
    frozenset of str
        Empty where it is no such file.
    """
    value = json_value(path)
    return frozenset(value) if isinstance(value, dict) else frozenset()


def csv_columns(path: Path) -> tuple[str, ...]:
    """
    Give the column names in the first line of a CSV file.

    Parameters
    ----------
    path
        A file with the suffix ``.csv``, ``.tsv`` or ``.txt``; separated by comma, semicolon or
        tab, whichever cuts the line into most parts.

    Returns
    -------
    tuple of str
        In lower case, without spaces around them; empty where it is no such file.
    """
    if path.suffix.lower() not in {".csv", ".tsv", ".txt"}:
        return ()
    line = head(path).decode("utf-8", "replace").lstrip().partition("\n")[0]
    if "\x00" in line:
        return ()
    try:
        rows = [next(csv.reader([line], delimiter=mark), []) for mark in ",;\t"]
    except csv.Error:
        return ()
    return tuple(cell.strip().lower() for cell in max(rows, key=len))


def xml_root(path: Path) -> str:
    """
    Give the name of the root element of an XML file.

    Parameters
    ----------
    path
        A file.

    Returns
    -------
    str
        In lower case, without a namespace; empty where it is no XML.
    """
    from io import BytesIO
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    start = head(path)
    if not start.lstrip().startswith(b"<"):
        return ""
    try:
        for _, element in iterparse(BytesIO(start), events=("start",)):
            return str(element.tag).rpartition("}")[2].lower()
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return ""
    return ""


def zip_names(path: Path) -> tuple[str, ...]:
    """
    Give the names of the files in a ZIP archive.

    Parameters
    ----------
    path
        A file.

    Returns
    -------
    tuple of str
        Empty where it is no archive.
    """
    if not head(path, 4).startswith(b"PK"):
        return ()
    try:
        with zipfile.ZipFile(path) as packed:
            return tuple(packed.namelist()[:1000])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ()
