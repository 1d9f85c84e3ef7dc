"""
Claims in a spreadsheet: CSV or XLSX, one claim a row.

The first row names the columns, in any order; an empty cell is a field that is not said. Entries
of a list are separated by ``;``, or are a JSON list. See `COLUMNS` for what each may
hold.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec

from balkanroute.errors import did_you_mean
from balkanroute.readers.problems import Mark, Steps, refusal
from balkanroute.readers.texts import EMPTY, MEBIBYTE, decoded
from balkanroute.readers.workbooks import typed, workbook
from balkanroute.readers.yaml_text import scalar

#: What each column may hold.
COLUMNS: Final = {
    "id": "one word, unique among claims; may be left empty",
    "says": "the assertion, in your own words",
    "speaker": "id of the agent who says it",
    "source": "id of the source that carried it",
    "recorder": "id of the agent who wrote it into the atlas",
    "stance": "asserts, reports, alleges, estimates, warns, predicts or denies",
    "about": "the period it is about, in EDTF",
    "where": "places: subotica; horgos:at; rs-hu-border:near",
    "routes": "routes: balkan-route; moscow-belgrade:via",
    "quantities": "what|low|best|high|unit|per, such as attempts|1000||1200|attempt|day",
    "topics": "words: crossing; smuggling",
    "relations": "kind:claim, such as repeats:attempts",
    "paragraph": "number of the paragraph in the source, from 1",
    "page": "number of the page in the source, from 1",
    "start": "first character of the passage, from 0",
    "end": "the character after the passage",
    "sha256": "SHA-256 of the exact passage",
    "credibility": "Admiralty credibility, 1 to 6",
    "likelihood": "an ICD 203 word",
    "quote": "the source's own words",
    "recorded": "when it was written into the atlas, in EDTF",
    "note": "what a reader must know",
    "sensitivity": "a TLP name",
}
#: The columns that together say where in its source a claim stands.
SELECTOR: Final = ("paragraph", "page", "start", "end", "sha256")
_EXTRA: Final = "extra."
_QUANTITY: Final = ("what", "low", "best", "high", "unit", "per")
_MOST_UNPACKED: Final = 256 * MEBIBYTE
_MOST_ROWS: Final = 200_000
_MOST_COLUMNS: Final = 500

Row = tuple[int, list[str]]
Found = tuple[list[Any], Callable[[Collection[Steps]], Mapping[Steps, Mark]]]


def load(file: Path) -> Found:
    """
    Read claims from a spreadsheet.

    Parameters
    ----------
    file
        CSV in UTF-8, separated by comma, semicolon or tab; or XLSX, of which the first sheet is
        read, values and not formulas.

    Returns
    -------
    claims : list of dict
        Plain data, as a YAML file would hold it.
    locate : callable
        Gives row and column of paths in it.

    Raises
    ------
    UnreadableFile
        When it is no such spreadsheet, has no rows, or has a column that is not known.
    MissingExtra
        When an ``.xlsx`` file is read without openpyxl.
    """
    rows = _xlsx_rows(file) if file.suffix.lower() == ".xlsx" else _csv_rows(file)
    number, header = next(rows, (0, []))
    if not header:
        raise refusal(file, EMPTY)
    columns = [cell.strip() for cell in header]
    _check_columns(file, number, columns)
    claims: list[dict[str, Any]] = []
    numbers: list[int] = []
    for number, cells in rows:
        if any(cell.strip() for cell in cells[len(columns) :]):
            message = f"row {number} has more cells than the {len(columns)} columns of the header"
            raise refusal(file, message, Mark(number, len(columns) + 1))
        given = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
        claims.append(plain_claim(given))
        numbers.append(number)
    return claims, partial(_locate, columns, numbers)


def _check_columns(file: Path, row: int, columns: Sequence[str]) -> None:
    """Refuse a column that is not known, or that stands twice."""
    for number, name in enumerate(columns, 1):
        mark = Mark(row, number)
        if name in columns[: number - 1] and name:
            raise refusal(file, f"row {row}: column {name!r} stands twice; keep one", mark)
        if name in COLUMNS or not name or (name.startswith(_EXTRA) and name != _EXTRA):
            continue
        raise refusal(
            file,
            f"row {row}: there is no column {name!r}{did_you_mean(name, COLUMNS)}; columns are "
            f"{', '.join(COLUMNS)}, and extra.<name> for your own",
            mark,
        )


def _csv_rows(file: Path) -> Iterator[Row]:
    """Give the rows of a CSV file that are not blank, and where each ends."""
    text = decoded(file)
    first = text.lstrip().partition("\n")[0]
    separator = max(",;\t", key=lambda mark: len({*first.strip().split(mark)} & {*COLUMNS}))
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                yield lines.line_num, cells
    except csv.Error as reason:
        mark = Mark(lines.line_num)
        raise refusal(file, f"row {lines.line_num} is not CSV: {reason}", mark) from reason


def _xlsx_rows(file: Path) -> Iterator[Row]:
    """Give the rows of the first sheet of a workbook that are not blank."""
    with workbook(file, most_unpacked=_MOST_UNPACKED) as book:
        yield from _sheet_rows(file, book.worksheets[0].iter_rows(values_only=True))


def _sheet_rows(file: Path, rows: Iterable[Sequence[object]]) -> Iterator[Row]:
    """Give the rows of a sheet that are not blank, as text."""
    for number, row in enumerate(rows, 1):
        if number > _MOST_ROWS or len(row) > _MOST_COLUMNS:
            message = f"the sheet has more than {_MOST_ROWS} rows or {_MOST_COLUMNS} columns"
            raise refusal(file, f"{message}; delete the empty ones, or write CSV", Mark(number))
        cells = [typed(value) for value in row]
        if any(cell.strip() for cell in cells):
            yield number, cells


def plain_claim(cells: Mapping[str, str]) -> dict[str, Any]:
    """
    Give a row as a plain claim.

    Parameters
    ----------
    cells
        Text by column of `COLUMNS`, or ``extra.<name>``; an empty one is not said.

    Returns
    -------
    dict
        As a YAML file would hold it; nothing is checked yet.
    """
    given = {name: cell for name, cell in cells.items() if cell}
    claim: dict[str, Any] = {}
    for name, cell in given.items():
        if name.startswith(_EXTRA):
            claim.setdefault("extra", {})[name.removeprefix(_EXTRA)] = cell
        elif name in SELECTOR:
            claim.setdefault("at", {})[name] = cell if name == "sha256" else scalar(cell)
        else:
            claim[name] = _READ.get(name, str)(cell)
    return claim


def json_list(cell: str) -> list[Any] | None:
    """
    Read a cell that holds a JSON list.

    Parameters
    ----------
    cell
        Text.

    Returns
    -------
    list or None
        None where it is something else.
    """
    if not cell.startswith("["):
        return None
    try:
        found = msgspec.json.decode(cell)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def _or_json(read: Callable[[str], list[Any]]) -> Callable[[str], Any]:
    """Read a JSON list as it stands, anything else by the short spelling."""

    def either(cell: str) -> list[Any]:
        found = json_list(cell)
        return read(cell) if found is None else found

    return either


def _entries(cell: str) -> list[str]:
    """Cut a cell into the entries of its list."""
    return [entry.strip() for entry in cell.split(";") if entry.strip()]


def _with_role(kind: str, cell: str) -> list[Any]:
    """Read ``subotica; horgos:at``."""
    found: list[Any] = []
    for entry in _entries(cell):
        key, mark, role = entry.rpartition(":")
        found.append({kind: key.strip(), "role": role.strip()} if mark else entry)
    return found


def _relations(cell: str) -> list[Any]:
    """Read ``repeats:attempts``."""
    found: list[Any] = []
    for entry in _entries(cell):
        kind, _, claim = entry.partition(":")
        found.append({"kind": kind.strip(), "claim": claim.strip()})
    return found


def _quantities(cell: str) -> list[Any]:
    """Read ``what|low|best|high|unit|per``."""
    found: list[Any] = []
    for entry in _entries(cell):
        parts = [part.strip() for part in entry.split("|")]
        named = dict(zip(_QUANTITY, parts, strict=False))
        figures = {name: scalar(named[name]) for name in _QUANTITY[1:4] if named.get(name)}
        found.append({name: part for name, part in named.items() if part} | figures)
        if len(parts) > len(_QUANTITY):
            found[-1]["|".join(parts[len(_QUANTITY) :])] = "more than six parts"
    return found


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "where": _or_json(partial(_with_role, "place")),
    "routes": _or_json(partial(_with_role, "route")),
    "quantities": _or_json(_quantities),
    "topics": _or_json(_entries),
    "relations": _or_json(_relations),
    "credibility": scalar,
}


def _locate(
    columns: Sequence[str], numbers: Sequence[int], wanted: Collection[Steps]
) -> dict[Steps, Mark]:
    """Give row and column of paths."""
    marks = {}
    for path in wanted:
        if not path or not isinstance(path[0], int):
            continue
        row, name = numbers[path[0]], _column(path[1:])
        known = name in columns
        words = f"row {row}, column {name!r}" if known else f"row {row}"
        marks[path] = Mark(row, columns.index(name) + 1 if known else 1, words)
    return marks


def _column(path: Steps) -> str:
    """Give the column that a path inside a claim was read from."""
    names = [step for step in path if isinstance(step, str)]
    if names[:1] == ["at"]:
        return names[1] if len(names) > 1 else SELECTOR[0]
    return ".".join(names[:2]) if names[:1] == ["extra"] else "".join(names[:1])
