"""The documents inside a KMZ archive, found within bounds; nothing is unpacked to the disk."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from balkanroute.readers.elements import MOST_BYTES
from balkanroute.readers.problems import refusal
from balkanroute.readers.texts import MEBIBYTE

#: How many files an archive may hold.
MOST_FILES: Final = 10_000
#: What documents of this size or more may unpack to, for each byte that they are packed in; maps
#: unpack to ten or twenty times their size, bombs to a thousand.
_LARGE: Final = 16 * MEBIBYTE
MOST_FOLD: Final = 200
_ENCRYPTED: Final = 0x1


@dataclass(slots=True)
class Package:
    """
    An opened file.

    Parameters
    ----------
    path
        The file.
    size
        How many bytes its documents are said to have.
    documents, others
        Names of the KML files in it, the main one first, and of all other files; both empty
        where the file is no archive.
    """

    path: Path
    size: int
    documents: list[str]
    others: list[str]
    _stream: IO[bytes]
    _packed: zipfile.ZipFile | None = None

    def streams(self) -> Iterator[IO[bytes]]:
        """
        Open the documents one after the other.

        Yields
        ------
        io.RawIOBase
            Of the bytes of each.
        """
        if self._packed is None:
            yield self._stream
            return
        for name in self.documents:
            with self._packed.open(name) as stream:
                yield stream


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """
    Open a file and find its documents.

    Parameters
    ----------
    path
        A KML file, or a KMZ archive, told by its first bytes.

    Yields
    ------
    Package
        With one document or more.

    Raises
    ------
    UnreadableFile
        When there is no file, no KML in the archive, or too much of it.
    """
    if not path.is_file():
        raise refusal(path, "there is no such file")
    try:
        with path.open("rb") as file:
            if file.read(2) == b"PK":
                with zipfile.ZipFile(file) as packed:
                    yield _package(path, file, packed)
            else:
                file.seek(0)
                yield Package(path, path.stat().st_size, [], [], file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as reason:
        raise refusal(path, f"the archive cannot be read: {reason}") from reason
    except OSError as reason:
        raise refusal(path, f"it cannot be opened: {reason.strerror or reason}") from reason


def _package(path: Path, file: IO[bytes], packed: zipfile.ZipFile) -> Package:
    """Sort the files of an archive; ``doc.kml`` is the main document, or else the first."""
    entries = [entry for entry in packed.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise refusal(
            path, f"the archive holds {len(entries)} files; at most {MOST_FILES} are looked at"
        )
    names = list(dict.fromkeys(entry.filename for entry in entries))
    documents = [packed.getinfo(name) for name in names if name.lower().endswith(".kml")]
    if not documents:
        raise refusal(path, "the archive holds no .kml file, so it is no KMZ")
    size = sum(entry.file_size for entry in documents)
    _check(path, documents, size)
    kml = sorted((entry.filename for entry in documents), key=lambda name: name != "doc.kml")
    others = [name for name in names if name not in set(kml)]
    return Package(path, size, kml, others, file, packed)


def _check(path: Path, documents: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse documents that are locked, or far more than they seem."""
    for entry in documents:
        if entry.flag_bits & _ENCRYPTED:
            raise refusal(path, f"{entry.filename} in it is encrypted; unpack it first")
    if size > MOST_BYTES:
        raise refusal(
            path,
            f"the .kml files in it unpack to more than {MOST_BYTES // MEBIBYTE} MiB, the most "
            f"that is read",
        )
    if size > max(_LARGE, MOST_FOLD * sum(entry.compress_size for entry in documents)):
        raise refusal(
            path,
            f"the .kml files in it unpack to more than {MOST_FOLD} times their size, as no map "
            f"does; if it is one, unpack it and read the .kml",
        )
