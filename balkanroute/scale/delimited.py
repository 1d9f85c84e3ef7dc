"""CSV cut to pieces at the ends of records, and read piece by piece."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from balkanroute.errors import UnreadableFile
from balkanroute.scale.fragments import ROWS, Fragment, stamp

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

#: Bytes of CSV that are read at a time, and about as many as a fragment has.
_BLOCK: Final = 1 << 24
_BYTES: Final = 1 << 26
_DELIMITERS: Final = ",;\t|"
_QUOTED: Final = re.compile(rb'"[^"]*"')
_NEWLINE, _RETURN = 10, 13


def csv_pieces(path: Path) -> Iterator[Fragment]:
    """
    Cut a CSV file to fragments of whole records.

    Parameters
    ----------
    path
        The file: its first record names the columns; fields are quoted as in RFC 4180, and may
        hold line breaks where they are.

    Yields
    ------
    Fragment
        Records together that have about a million rows or 64 MB.

    Raises
    ------
    UnreadableFile
        When the file is absent, or has no header.
    """
    mark = stamp(path)
    ends = _record_ends(path, _delimiter(path))
    start = next(ends, None)
    if start is None:
        raise UnreadableFile(f"{path}: expected a header and rows of CSV, found an empty file")
    rows, last, stop, size = 0, start, start, path.stat().st_size
    for end in ends:
        last, stop = stop, end
        rows += 1
        if (rows >= ROWS or stop - start >= _BYTES) and stop < size:
            yield _piece(path, start, stop, rows, mark)
            start, rows = stop, 0
    if rows > 1 and _is_open(_content(_piece(path, last, stop, 1, mark)), _delimiter(path)):
        # What swallows the rest of the file stands alone, so that it is told.
        yield _piece(path, start, last, rows - 1, mark)
        start, rows = last, 1
    if rows:
        yield _piece(path, start, stop, rows, mark)


def _piece(path: Path, start: int, stop: int, rows: int, mark: str) -> Fragment:
    """Make a fragment."""
    return Fragment(
        number=0, path=str(path), kind="csv", start=start, stop=stop, first_row=0, rows=rows,
        stamp=mark,
    )  # fmt: skip


def _record_ends(path: Path, delimiter: bytes) -> Iterator[int]:
    """Give where records end, the header's first; the last one may lack its line break."""
    quoted, offset, rest = False, 0, b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            text = rest + block
            if not quoted and b'"' not in text:
                ends = _newlines(text)
                yield from (ends + (offset + 1)).tolist()
                done = int(ends[-1]) + 1 if len(ends) else 0
            else:
                done = 0
                for end in _newlines(text).tolist():
                    quoted = _quoted_after(text[done:end], delimiter, quoted=quoted)
                    done = end + 1
                    if not quoted:
                        yield offset + done
            offset, rest = offset + done, text[done:]
    if rest or quoted:
        yield offset + len(rest)


def _newlines(text: bytes) -> NDArray[np.int64]:
    """Find the line breaks of a text: line feeds, and carriage returns without one."""
    import numpy as np

    told = np.frombuffer(text, dtype=np.uint8)
    ends = told == _NEWLINE
    ends[:-1] |= (told[:-1] == _RETURN) & ~ends[1:]
    return np.flatnonzero(ends)


def _is_open(record: bytes, delimiter: bytes) -> bool:
    """Tell whether a record ends within quotes, which only the last one of a file does."""
    return b'"' in record and _quoted_after(record, delimiter, quoted=False)


def _quoted_after(line: bytes, delimiter: bytes, *, quoted: bool) -> bool:
    """Tell whether a line ends within quotes; these open only where a field starts."""
    place = 0
    while True:
        if not quoted:
            if line[place : place + 1] != b'"':
                place = line.find(delimiter, place) + 1
                if not place:
                    return False
                continue
            place += 1
        place = line.find(b'"', place) + 1
        if not place:
            return True
        quoted = line[place : place + 1] == b'"'
        if quoted:
            place += 1
            continue
        place = line.find(delimiter, place) + 1
        if not place:
            return False


def csv_names(path: Path) -> list[str]:
    """
    Read the names of the columns of a CSV file.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    list of str
        In the order of the columns.

    Raises
    ------
    UnreadableFile
        When there is no header that can be read.
    """
    import csv

    delimiter = _delimiter(path)
    try:
        with path.open("rb") as file:
            head = file.read(next(_record_ends(path, delimiter), 0)).decode("utf-8-sig")
        return next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter.decode()), [])
    except (OSError, UnicodeDecodeError, csv.Error) as reason:
        raise UnreadableFile(
            f"{path}: its header cannot be read ({reason}); write CSV in UTF-8 with a first row of "
            f"column names"
        ) from reason


def _delimiter(path: Path) -> bytes:
    """Find what stands between fields: what the header has most of, but for what it quotes."""
    try:
        with path.open("rb") as file:
            head = _QUOTED.sub(b"", file.readline(1 << 16))
    except OSError as reason:
        raise UnreadableFile(f"{path}: cannot be opened ({reason.strerror})") from reason
    return max(_DELIMITERS, key=lambda mark: head.count(mark.encode())).encode()


def csv_batch(
    fragment: Fragment, names: tuple[str, ...]
) -> tuple[pa.RecordBatch, NDArray[np.int64], NDArray[np.int64]]:
    """
    Read a fragment of a CSV file.

    Parameters
    ----------
    fragment
        The fragment.
    names
        The columns that are asked for, all of which become text.

    Returns
    -------
    batch
        The rows that have as many fields as the header, and close their quotes.
    position
        Their positions in the fragment.
    odd
        The positions of the other rows.

    Raises
    ------
    UnreadableFile
        When what is there is not what was cut.
    """
    import numpy as np
    import pyarrow as pa

    odd: list[int] = []
    content = _content(fragment)
    table = _parsed(fragment, content, names, odd)
    if fragment.rows == len(table) == 1 and _is_open(content, _delimiter(Path(fragment.path))):
        table, odd = table.slice(1), [0]
    position = np.setdiff1d(np.arange(len(table) + len(odd)), odd)
    columns = [_decoded(column) for column in table.columns]
    batch = pa.record_batch(columns, names=list(names))
    return batch, position, np.array(odd, dtype=np.int64)


def _content(fragment: Fragment) -> bytes:
    """Read the bytes of a fragment."""
    with Path(fragment.path).open("rb") as file:
        file.seek(fragment.start)
        content = file.read(fragment.stop - fragment.start)
    if len(content) != fragment.stop - fragment.start:
        raise UnreadableFile(f"{fragment.name}: the file ends early; was it changed meanwhile?")
    return content


def _parsed(fragment: Fragment, content: bytes, names: tuple[str, ...], odd: list[int]) -> pa.Table:
    """Parse a fragment, and list the rows that have too many or too few fields."""
    import pyarrow as pa
    from pyarrow import csv

    path = Path(fragment.path)

    def keep(row: csv.InvalidRow) -> str:
        odd.append(row.number - 1)
        return "skip"

    return csv.read_csv(
        pa.BufferReader(content),
        read_options=csv.ReadOptions(
            column_names=csv_names(path), block_size=max(len(content), 1), use_threads=False
        ),
        parse_options=csv.ParseOptions(
            delimiter=_delimiter(path).decode(), newlines_in_values=True,
            ignore_empty_lines=False, invalid_row_handler=keep,
        ),
        convert_options=csv.ConvertOptions(
            include_columns=list(names), column_types=dict.fromkeys(names, pa.binary()),
            strings_can_be_null=True, null_values=[""],
        ),
    )  # fmt: skip


def _decoded(column: pa.ChunkedArray) -> pa.Array:
    """Make text of bytes; what is not UTF-8 gets the sign for an unknown character."""
    import pyarrow as pa

    whole = column.combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    try:
        return whole.cast(pa.string())
    except pa.ArrowInvalid:
        told = [None if own is None else own.decode(errors="replace") for own in whole.to_pylist()]
        return pa.array(told, pa.string())
