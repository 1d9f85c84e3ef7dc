"""
YAML text to plain data, by events, and a path in it to its line.

Scalars are read by the core rules of YAML 1.2, less what surprises: a date, ``no`` and ``on``
stay text, and so do numbers with leading zeros; only ``true``, ``false``, ``null``, ``~`` and
decimal numbers turn into values. Keys are always text. Anchors, tags, merge keys and repeated
keys are refused. Nothing recurses, so nesting cannot exhaust the stack.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from yaml import events

from balkanroute.readers.problems import Mark, Refused, Steps, refusal
from balkanroute.readers.texts import DEEPEST, EMPTY, TOO_DEEP, mark_of

INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
NUMBER: Final = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}
_Loader: Final = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def load(text: str, file: Path) -> Any:  # noqa: ANN401 - plain data has no narrower type
    """
    Read YAML.

    Parameters
    ----------
    text
        The whole text: one document.
    file
        For the error.

    Returns
    -------
    dict, list, str, int, float, bool or None
        What it says.

    Raises
    ------
    UnreadableFile
        When it is not YAML, or uses what is refused here.
    """
    return _Tree(file, text).read()


def locate(text: str, wanted: Collection[Steps]) -> dict[Steps, Mark]:
    """
    Find the lines of some paths.

    Parameters
    ----------
    text
        YAML that `load` accepts.
    wanted
        Paths from the top.

    Returns
    -------
    dict
        The mark of each path that is there: of the key in a mapping, of the entry in a list.
    """
    tree = _Tree(Path(), text, wanted=frozenset(wanted))
    tree.read()
    return tree.marks


@dataclass(slots=True)
class _Open:
    """A list or a mapping that has not ended yet, and the key that waits for its value."""

    holder: list[Any] | dict[str, Any]
    key: str | None = None


@dataclass(slots=True)
class _Tree:
    """Builds plain data from events; keeps marks where asked."""

    file: Path
    text: str
    wanted: frozenset[Steps] = frozenset()
    marks: dict[Steps, Mark] = field(default_factory=dict)
    open: list[_Open] = field(default_factory=list)
    roots: list[Any] = field(default_factory=list)

    def read(self) -> Any:  # noqa: ANN401 - plain data has no narrower type
        """Go through all events."""
        for event in self._events():
            if isinstance(event, events.NodeEvent):
                self._node(event)
            elif isinstance(event, events.CollectionEndEvent):
                self.open.pop()
                if self.open:
                    self.open[-1].key = None
        if not self.roots or self.roots == [None]:
            raise refusal(self.file, EMPTY)
        return self.roots[0]

    def _events(self) -> Iterator[events.Event]:
        """Parse, and turn the parser's complaints into ours."""
        try:
            yield from yaml.parse(self.text, Loader=_Loader)
        except yaml.MarkedYAMLError as reason:
            spot = reason.problem_mark or reason.context_mark
            mark = Mark(spot.line + 1, spot.column + 1) if spot else Mark()
            said = ", ".join(part for part in (reason.context, reason.problem) if part)
            # Some parsers look ahead and give up before the events that we count.
            deep = "nesting depth" in said
            message = TOO_DEEP if deep else f"this is not YAML: {said}"
            raise refusal(self.file, message, mark) from reason
        except yaml.reader.ReaderError as reason:
            mark = mark_of(self.text, reason.position)
            message = f"this is not YAML: character {reason.character!r}: {reason.reason}"
            raise refusal(self.file, message, mark) from reason

    def _node(self, event: events.NodeEvent) -> None:
        """Take a scalar, or the start of a list or a mapping."""
        self._refuse(event)
        if isinstance(event, events.ScalarEvent):
            if self._is_key():
                self._take_key(event)
            else:
                self._put(self._scalar(event), event)
            return
        if self._is_key():
            raise self._wrong(event, "a key is text, found a list or a mapping; quote it")
        if len(self.open) >= DEEPEST:
            raise self._wrong(event, TOO_DEEP)
        holder: list[Any] | dict[str, Any] = (
            {} if isinstance(event, events.MappingStartEvent) else []
        )
        self._put(holder, event)
        self.open.append(_Open(holder))

    def _refuse(self, event: events.NodeEvent) -> None:
        """Refuse anchors, aliases, tags and second documents."""
        anchor = event.anchor
        if anchor is not None:
            mark = "*" if isinstance(event, events.AliasEvent) else "&"
            raise self._wrong(
                event, f"anchors and aliases are not read ({mark}{anchor}); write it out"
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise self._wrong(event, f"tags are not read ({tag}); quote text, leave the tag out")
        if self.roots and not self.open:
            raise self._wrong(event, "a second document starts here; an atlas is one document")

    def _is_key(self) -> bool:
        """Tell whether the next node is a key."""
        top = self.open[-1] if self.open else None
        return top is not None and isinstance(top.holder, dict) and top.key is None

    def _take_key(self, event: events.ScalarEvent) -> None:
        """Keep a key until its value comes."""
        key, top = event.value, self.open[-1]
        if key == "<<" and event.implicit[0]:
            raise self._wrong(event, "merge keys (<<) are not read; write the fields out")
        if key in top.holder:
            raise self._wrong(event, f"key {key!r} stands twice; keep one")
        top.key = key
        self._mark(event)

    def _put(self, value: object, event: events.NodeEvent) -> None:
        """Put a value where it belongs."""
        if not self.open:
            self.roots.append(value)
            self._mark(event)
            return
        top = self.open[-1]
        if isinstance(top.holder, list):
            top.holder.append(value)
            self._mark(event)
        elif top.key is not None:
            top.holder[top.key] = value
            # The frame above a new holder still needs the key for the path.
            if isinstance(event, events.ScalarEvent):
                top.key = None

    def _scalar(self, event: events.ScalarEvent) -> object:
        """Read a scalar by the rules at the top of this file."""
        said = event.value
        if not event.implicit[0]:  # quoted, or a block
            return said
        if said in WORDS:
            return WORDS[said]
        try:
            value = scalar(said)
        except ValueError as reason:
            raise self._wrong(event, f"a number has too many digits ({reason})") from reason
        if isinstance(value, float) and not math.isfinite(value):
            raise self._wrong(event, f"a figure is a finite number, found {said}")
        return value

    def _path(self) -> Steps:
        """Give the path of the node that was put last, or of the key that waits."""
        steps = [
            len(frame.holder) - 1 if isinstance(frame.holder, list) else frame.key
            for frame in self.open
        ]
        return tuple(step for step in steps if step is not None)

    def _mark(self, event: events.Event) -> None:
        """Keep a mark if somebody wants it."""
        if self.wanted:
            path = self._path()
            if path in self.wanted:
                self.marks[path] = _spot(event)

    def _wrong(self, event: events.Event, message: str) -> Refused:
        """Make the error for an event."""
        return refusal(self.file, message, _spot(event), self._path())


def scalar(said: str) -> str | int | float:
    """
    Read a plain scalar that is none of `WORDS`.

    Parameters
    ----------
    said
        As it stands in the file.

    Returns
    -------
    str, int or float
        A number where it is a decimal one without leading zeros, else the text.
    """
    if INTEGER.fullmatch(said):
        return int(said)
    return float(said) if NUMBER.fullmatch(said) else said


def _spot(event: events.Event) -> Mark:
    """Give the mark of an event, counted from 1."""
    start = event.start_mark
    return Mark(start.line + 1, start.column + 1) if start else Mark()
