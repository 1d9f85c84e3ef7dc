"""
The parts of an XLSX workbook, written by hand so that the same rows give the same bytes.

Every text is an inline string in a cell typed as text, with a style that marks it as quoted, so
that no program takes it for a formula, not even when the cell is edited. Characters that XML cannot
hold are spelled ``_x0007_`` as Office Open XML has it (ECMA-376 Part 1, 22.9.2.19).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape

Cell = str | int | float | None

#: The longest text of a cell, in UTF-16 units: a limit of the programs that open it.
LONGEST: Final = 32_767
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_HELD: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\r\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: Styles: 0 plain, 1 text that is marked as quoted, 2 the same in bold for a header.
_STYLES: Final = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" '
    'applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" '
    'quotePrefix="1" applyNumberFormat="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def packed(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """
    Write a workbook.

    Parameters
    ----------
    sheets
        Rows by the sheet's title; the first row is a header.

    Returns
    -------
    bytes
        The same for the same rows.
    """
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations({"officeDocument": ["xl/workbook.xml"]}),
        "xl/workbook.xml": _workbook(list(sheets)),
        "xl/_rels/workbook.xml.rels": _relations(
            {
                "worksheet": [f"worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)],
                "styles": ["styles.xml"],
            }
        ),
        "xl/styles.xml": _STYLES,
    }
    for number, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, text.encode(), compresslevel=6)
    return whole.getvalue()


def units(text: str) -> int:
    """
    Count a text as spreadsheet programs do.

    Parameters
    ----------
    text
        A text.

    Returns
    -------
    int
        UTF-16 units of its escaped form, before XML's own escapes.
    """
    return (
        len(text)
        if text.isascii() and not _HELD.search(text)
        else (len(_spelled(text).encode("utf-16-le", "surrogatepass")) // 2)
    )


def pieces(text: str) -> list[str]:
    """
    Cut a text into pieces that each fit a cell.

    Parameters
    ----------
    text
        A text.

    Returns
    -------
    list of str
        One where it fits; together they are the text.
    """
    if units(text) <= LONGEST:
        return [text]
    # A character takes at most seven units, as _x0007_ does; most take one.
    half = len(text) // 2
    return [*pieces(text[:half]), *pieces(text[half:])]


def _spelled(text: str) -> str:
    """Spell what XML cannot hold, and what would be taken for such a spelling."""
    return _HELD.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _content_types(count: int) -> str:
    """Name the types of the parts."""
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
        f'ContentType="{_TYPE}.worksheet+xml"/>'
        for number in range(1, count + 1)
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{sheets}</Types>'
    )


def _relations(targets: Mapping[str, Sequence[str]]) -> str:
    """Name what a part refers to."""
    pairs = [(kind, target) for kind, those in targets.items() for target in those]
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _workbook(titles: Sequence[str]) -> str:
    """Name the sheets."""
    sheets = "".join(
        f'<sheet name="{title}" sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles, 1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'
    )


def _sheet(rows: Sequence[Sequence[Cell]]) -> str:
    """Write a sheet."""
    lines = [f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>']
    for number, row in enumerate(rows, 1):
        style = 2 if number == 1 else 1
        cells = "".join(_cell(number, at, value, style) for at, value in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    lines.append("</sheetData></worksheet>")
    return "".join(lines)


def _cell(row: int, at: int, value: Cell, style: int) -> str:
    """Write a cell; nothing for one that is empty."""
    if value is None:
        return ""
    name = f"{_letters(at)}{row}"
    if isinstance(value, str):
        text = escape(_spelled(value))
        return (
            f'<c r="{name}" s="{style}" t="inlineStr">'
            f'<is><t xml:space="preserve">{text}</t></is></c>'
        )
    return f'<c r="{name}"><v>{value!r}</v></c>'


def _letters(at: int) -> str:
    """Name a column: A, B, ... Z, AA."""
    name, rest = "", at + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(65 + letter) + name
    return name
