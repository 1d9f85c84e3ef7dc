"""The document inside a KMZ archive, found within bounds; nothing is unpacked to the disk."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from balkanroute.readers.elements import MOST_BYTES
from balkanroute.readers.problems import refusal
from balkanroute.readers.texts import MEBIBYTE

#: How many files an archive may hold.
MOST_FILES: Final = 10_000
#: What a document of this size or more may unpack to, for each byte that it is packed in; maps
#: unpack to ten or twenty times their size, bombs to a thousand.
_LARGE: Final = 16 * MEBIBYTE
MOST_FOLD: Final = 200
_ENCRYPTED: Final = 0x1


@contextmanager
def document(path: Path) -> Iterator[tuple[IO[bytes], int, list[str]]]:
    """
    Open the KML document of a file.

    Parameters
    ----------
    path
        A KML file, or a KMZ archive, told by its first bytes.

    Yields
    ------
    stream : io.RawIOBase
        Of its bytes.
    size : int
        How many there are said to be.
    others : list of str
        Names of the other files of the archive.

    Raises
    ------
    UnreadableFile
        When there is no file, no KML in the archive, or too much of it.
    """
    if not path.is_file():
        raise refusal(path, "there is no such file")
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                file.seek(0)
                yield file, path.stat().st_size, []
                return
            with zipfile.ZipFile(file) as packed:
                chosen, others = _chosen(packed, path)
                with packed.open(chosen) as stream:
                    yield stream, chosen.file_size, others
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as reason:
        raise refusal(path, f"the archive cannot be read: {reason}") from reason
    except OSError as reason:
        raise refusal(path, f"it cannot be opened: {reason.strerror or reason}") from reason


def _chosen(packed: zipfile.ZipFile, path: Path) -> tuple[zipfile.ZipInfo, list[str]]:
    """Choose the document of an archive: ``doc.kml``, else the first KML file in it."""
    entries = [entry for entry in packed.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise refusal(
            path,
            f"the archive holds {len(entries)} files, more than the {MOST_FILES} that are read",
        )
    documents = [entry for entry in entries if entry.filename.lower().endswith(".kml")]
    if not documents:
        raise refusal(path, "the archive holds no .kml file, so it is no KMZ")
    chosen = min(documents, key=lambda entry: entry.filename.lower() != "doc.kml")
    if chosen.flag_bits & _ENCRYPTED:
        raise refusal(path, f"{chosen.filename} in it is encrypted; unpack it with its password")
    if chosen.file_size > MOST_BYTES:
        raise refusal(
            path,
            f"{chosen.filename} in it unpacks to more than {MOST_BYTES // MEBIBYTE} MiB, the most "
            f"that is read",
        )
    if chosen.file_size > max(_LARGE, MOST_FOLD * chosen.compress_size):
        raise refusal(
            path,
            f"{chosen.filename} in it unpacks to more than {MOST_FOLD} times its size, as no map "
            f"does; if it is one, unpack it and read the .kml",
        )
    return chosen, [entry.filename for entry in entries if entry is not chosen]
