"""One file of an atlas, parsed, with a way back from its data to its lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from balkanroute.readers import json_text, tables, toml_text, yaml_text
from balkanroute.readers.problems import Mark, Steps
from balkanroute.readers.texts import decoded

Locate = Callable[[Collection[Steps]], Mapping[Steps, Mark]]

_PARSERS: Final = {
    ".yaml": yaml_text,
    ".yml": yaml_text,
    ".json": json_text,
    ".toml": toml_text,
}
#: Suffixes of the files that may hold a whole atlas.
SUFFIXES: Final = tuple(_PARSERS)
#: Suffixes of spreadsheets, which may hold claims.
TABLES: Final = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Document:
    """
    A parsed file.

    Parameters
    ----------
    file
        As the caller named it.
    value
        Plain data.
    locate
        Gives the marks of paths in ``value``, as far as they can be found.
    """

    file: Path
    value: Any
    locate: Locate


def parsed(file: Path) -> Document:
    """
    Parse a file by its suffix.

    Parameters
    ----------
    file
        A file with a suffix of `SUFFIXES` or `TABLES`.

    Returns
    -------
    Document
        Its data; a spreadsheet gives a list of claims.

    Raises
    ------
    UnreadableFile
        When it is not what its suffix says.
    MissingExtra
        When an ``.xlsx`` file is read without openpyxl.
    """
    suffix = file.suffix.lower()
    if suffix in TABLES:
        claims, locate = tables.load(file)
        return Document(file, claims, locate)
    parser = _PARSERS[suffix]
    text = decoded(file)
    return Document(file, parser.load(text, file), partial(parser.locate, text))
