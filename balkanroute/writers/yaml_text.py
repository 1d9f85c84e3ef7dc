"""
Plain data to YAML that people like to read, and that reads back as it was.

Blocks where there is much to say, one line where there is little; long text is folded or kept
line by line, letters of every script stay letters. What another program could take for a number,
a date or a yes is in quotation marks, but for plain dates, which our reader keeps as text.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

import yaml

_WIDTH: Final = 84
#: What is no longer than this stands on one line.
_SHORT: Final = 80
#: How deep records lie: in a list of the atlas.
_RECORD: Final = 2
_STR: Final = "tag:yaml.org,2002:str"
#: Dates that nothing reads as a number.
_DATE: Final = re.compile(r"\d{4}-\d\d(?:-\d\d)?[?~%]?(?:/(?:\.\.|\d{4}(?:-\d\d){0,2}[?~%]?))?")
#: What some reader of YAML takes for something else than text.
_AMBIGUOUS: Final = re.compile(
    r"[-+.]*[0-9][-+.0-9_:eExXoOa-fA-F]*|[-+]?\.(?:inf|nan)|~|<<|=|"
    r"y|n|yes|no|on|off|true|false|null|",
    re.IGNORECASE,
)
#: What must be escaped, since a parser would drop, change or refuse it.
_ESCAPED: Final = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


class _Dumper(yaml.SafeDumper):
    """Writes nodes as they are: which scalars need quotes is decided here, not by YAML 1.1."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - the base class' own way

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Indent the entries of a list under their key."""
        super().increase_indent(flow, indentless=False)


def dump(plain: Any) -> str:  # noqa: ANN401 - plain data has no narrower type
    """
    Write YAML.

    Parameters
    ----------
    plain
        Mappings with text keys, lists, text, finite numbers, true, false and None.

    Returns
    -------
    str
        One document, ending in a line break.
    """
    written: str = yaml.serialize(
        _node(plain, 0 if isinstance(plain, dict) else 1),
        Dumper=_Dumper,
        allow_unicode=True,
        width=_WIDTH,
        indent=2,
    )
    return written


def _node(value: Any, depth: int) -> yaml.Node:  # noqa: ANN401 - plain data has no narrower type
    """Give a value as a node of YAML."""
    if isinstance(value, str):
        return yaml.ScalarNode(_STR, value, style=_style(value))
    if isinstance(value, dict):
        pairs = [(_key(key), _node(inner, depth + 1)) for key, inner in value.items()]
        flow = not value or (depth > _RECORD and _is_short(value))
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=flow)
    if isinstance(value, list):
        entries = [_node(inner, depth + 1) for inner in value]
        flow = not value or (depth >= _RECORD and _is_short(value))
        return yaml.SequenceNode("tag:yaml.org,2002:seq", entries, flow_style=flow)
    return yaml.ScalarNode(_STR, json.dumps(value))


def _is_short(value: object) -> bool:
    """Tell whether a list or a mapping fits on a line."""
    written = json.dumps(value, ensure_ascii=False)
    return len(written) <= _SHORT and "\\" not in written


def _key(name: str) -> yaml.ScalarNode:
    """Give a key as a node."""
    style = _style(name)
    return yaml.ScalarNode(_STR, name, style='"' if style == "|" else style)


def _style(text: str) -> str | None:
    """Choose how to write a text; None leaves it without quotes where YAML allows."""
    if _ESCAPED.search(text):
        return '"'
    if "\n" in text:
        clean = not text.startswith((" ", "\n")) and " \n" not in text and not text.endswith(" ")
        return "|" if clean else '"'
    if _AMBIGUOUS.fullmatch(text) and not _DATE.fullmatch(text):
        return "'"
    return None
