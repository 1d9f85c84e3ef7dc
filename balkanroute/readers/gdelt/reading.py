"""Files of GDELT to an atlas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from balkanroute.errors import InvalidRecord
from balkanroute.model import PlaceRole
from balkanroute.model.checks import is_link
from balkanroute.periods import Period
from balkanroute.readers import event_rows, event_values, peek
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.gdelt.codes import EVENTS, FIGURES, ISO, MENTIONS, ROOTS
from balkanroute.readers.gdelt.spots import add_place
from balkanroute.readers.problems import PlaceLookup, Reading, refusal
from balkanroute.readers.protocol import Format, Options

NAME: Final = "gdelt"
_TERMS: Final = "GDELT: free to use with a citation of the GDELT Project and a link to it"
_SUFFIXES: Final = (".csv", ".tsv")
_MOST_FILES: Final = 2_000
_MACHINE: Final = (
    "Coded by machine from an article and checked by nobody. Numbers of mentions and sources are "
    "counts of copies and confirm nothing."
)
_STAMP: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", re.ASCII)
#: Columns of an event that stand in fields of ours.
_TAKEN: Final = frozenset({"GLOBALEVENTID", "SOURCEURL"})


@dataclass(slots=True)
class _Desk:
    """What stays the same from row to row."""

    gathering: Gathering
    places: PlaceLookup
    mentions: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rows: int = 0
    numbers: event_rows.Numbers = field(default_factory=event_rows.Numbers)


def _look(path: Path) -> bool:
    """Tell whether a path is a table of GDELT, or a folder that holds tables of events."""
    try:
        if path.is_dir():
            names = [entry.name for entry in sorted(path.iterdir())[:_MOST_FILES]]
            ours = any(name.startswith("atlas.") for name in names)
            return not ours and any(_columns_of(path / name) is EVENTS for name in names)
        return _columns_of(path) is not None
    except OSError:
        return False


def _columns_of(path: Path) -> tuple[str, ...] | None:
    """Give the columns of a table by the shape of its first line; None where it is none of ours."""
    if path.suffix.lower() not in _SUFFIXES:
        return None
    line = peek.head(path, 64 * 1024).decode("utf-8", "replace").partition("\n")[0]
    cells = [cell.strip() for cell in line.rstrip("\r").split("\t")]
    for columns, second in ((EVENTS, r"\d{8}"), (MENTIONS, r"\d{14}")):
        told = len(cells) == len(columns) and re.fullmatch(r"\d{1,20}", cells[0], re.ASCII)
        if told and re.fullmatch(second, cells[1], re.ASCII):
            return columns
    return None


def _load(path: Path, places: PlaceLookup, options: Options) -> Reading:
    """Read events, and the mentions of them."""
    gathering = Gathering(path, NAME)
    agent = gathering.add(
        "agents",
        "recorder",
        id=NAME,
        name="GDELT (machine-coded)",
        note="A program of the GDELT Project that codes events from articles.",
    )
    desk = _Desk(gathering, places)
    files = _files(path)
    if not files:
        raise refusal(path, f"it holds no GDELT events ({len(EVENTS)} columns, tabs, no names)")
    with event_rows.uncollected():
        for file, columns, told in _with_progress(files, options):
            gathering.file = file
            _read(desk, columns, told)
        gathering.file = path
        _add_unknown(desk)
        return gathering.reading(recorder=agent, licence=_TERMS, note=_MACHINE)


READER: Final = Format(
    name=NAME,
    title="GDELT 2.0 events, with their mentions: a file, or a folder of files",
    suffixes=_SUFFIXES,
    look=_look,
    load=_load,
)

_File = tuple[Path, tuple[str, ...]]


def _files(path: Path) -> list[_File]:
    """Give the files that belong together, mentions first, so that an event finds its own."""
    if path.is_dir():
        candidates = sorted(path.iterdir())
    else:
        twin = re.sub(r"\.export\.", ".mentions.", path.name, flags=re.IGNORECASE)
        candidates = [path] if twin == path.name else [path, path.with_name(twin)]
    told = [(file, _columns_of(file)) for file in candidates]
    found = [(file, columns) for file, columns in told if columns is not None]
    if not found and path.is_file():
        # The user says that it is one; rows of another shape are then listed.
        found = [(path, EVENTS)]
    if len(found) > _MOST_FILES:
        raise refusal(path, f"it holds more than {_MOST_FILES} files; read them in parts")
    return sorted(found, key=lambda entry: entry[1] is EVENTS)


def _with_progress(
    files: list[_File], options: Options
) -> Iterator[tuple[Path, tuple[str, ...], Options]]:
    """Give each file with options that tell of the progress in all of them."""
    sizes = [file.stat().st_size for file, _ in files]
    for number, (file, columns) in enumerate(files):
        yield file, columns, _within(options, sum(sizes[:number]), sum(sizes))


def _within(options: Options, before: int, size: int) -> Options:
    """Let a file tell of its progress as a part of all files."""
    progress = options.progress
    if progress is None:
        return options

    def told(done: int, _: int) -> None:
        """Tell what was read of all."""
        progress(before + done, size)

    return replace(options, progress=told)


def _read(desk: _Desk, columns: tuple[str, ...], options: Options) -> None:
    """Read one file."""
    add = _add_event if columns is EVENTS else _add_mention
    for number, cells in event_rows.rows(desk.gathering, options, columns=columns, separator="\t"):
        desk.rows += 1
        if desk.rows > event_rows.MOST_ROWS:
            raise event_rows.too_many(desk.gathering.file, number)
        with desk.gathering.row(number):
            add(desk, cells)


def _key(cells: Mapping[str, str]) -> str:
    """Give the number of an event."""
    key = cells["GLOBALEVENTID"].strip()
    if not (key.isascii() and key.isdecimal()):
        raise InvalidRecord(f"GLOBALEVENTID is a number, found {key[:40]!r}")
    return key


def _values(cells: Mapping[str, str], taken: frozenset[str]) -> dict[str, Any]:
    """Give the cells that are not empty, figures as numbers, the rest word for word."""
    found: dict[str, Any] = {}
    for name, cell in event_values.kept(cells, taken).items():
        value = event_values.figure(cells, name) if name in FIGURES else cell
        if value is not None:
            found[name] = value
    return found


def _add_mention(desk: _Desk, cells: Mapping[str, str]) -> None:
    """Add a document that mentions an event, and keep what it says for the event's claim."""
    key = _key(cells)
    said = _values(cells, _IN_SOURCE)
    source = _document(desk, cells["MentionIdentifier"], cells["MentionTimeDate"], cells)
    desk.mentions.setdefault(key, []).append({"source": source, **said})


_IN_SOURCE: Final = frozenset({"GLOBALEVENTID", "MentionIdentifier", "MentionSourceName"})


def _document(
    desk: _Desk, identifier: str, stamp: str, cells: Mapping[str, str] | None = None
) -> str:
    """Add a document, once for all events that it mentions."""
    name = identifier.strip()
    if not name:
        raise InvalidRecord("the address of the article is empty; nobody can tell who said it")
    known = desk.gathering.known("sources", name)
    if known is not None:
        return known
    outlet = (cells or {}).get("MentionSourceName", "").strip() or _outlet(name)
    return desk.gathering.add(
        "sources",
        name,
        id=desk.numbers.next("article"),
        title=name,
        publisher=outlet,
        url=name if is_link(name) else None,
        retrieved=_day(stamp),
    )


def _outlet(identifier: str) -> str:
    """Give the outlet of an article: the host of its address, else what stands there."""
    try:
        host = urlsplit(identifier).hostname
    except ValueError:
        host = None
    return (host or "").removeprefix("www.") or identifier


def _stamp(text: str, name: str) -> str | None:
    """Read a time of GDELT's, in UTC."""
    bare = text.strip()
    if not bare:
        return None
    match = _STAMP.fullmatch(bare)
    if match is None:
        raise InvalidRecord(f"{name} is a time such as 20150218230000, found {text[:40]!r}")
    year, month, day, hour, minute, second = match.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}Z"


def _day(text: str) -> Period | None:
    """Give the day of a time of GDELT's."""
    stamp = _stamp(text, "the time of the update")
    return event_values.period(stamp[:10]) if stamp else None


def _add_event(desk: _Desk, cells: Mapping[str, str]) -> None:
    """Add a row's claim, with its place, its article and its mentions."""
    key = _key(cells)
    claim = f"gdelt-{key}"
    if desk.gathering.known("claims", claim):
        raise InvalidRecord(f"GLOBALEVENTID {key} stands already in an earlier row")
    place, exact = add_place(desk.gathering, desk.places, desk.numbers, cells)
    address = cells["SOURCEURL"].strip()
    source = _document(desk, address, cells["DATEADDED"])
    root = ROOTS.get(cells["EventRootCode"].strip())
    kept = {"machine_coded": True, **_values(cells, _TAKEN)}
    country = ISO.get(cells["ActionGeo_CountryCode"].strip())
    kept |= {"ActionGeo_CountryCode_ISO": country} if country else {}
    mentions = desk.mentions.get(key)
    kept |= {"mentions": mentions} if mentions else {}
    added = _stamp(cells["DATEADDED"], "DATEADDED")
    desk.gathering.add(
        "claims",
        claim,
        id=claim,
        says=_words(cells, root),
        speaker=_speaker(desk, _outlet(address)),
        source=source,
        stance="reports",
        about=_about(cells["SQLDATE"]),
        where=(PlaceRole(place=place, role="near" if exact else "within"),) if place else (),
        topics=(root,) if root else (),
        recorded=event_values.period(added) if added else None,
        note=_MACHINE,
        extra={NAME: kept},
    )
    desk.mentions.pop(key, None)


def _speaker(desk: _Desk, outlet: str) -> str:
    """Add the outlet of an article."""
    known = desk.gathering.known("agents", ("outlet", outlet))
    if known is not None:
        return known
    host = re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", outlet, re.ASCII)
    return desk.gathering.add(
        "agents",
        ("outlet", outlet),
        id=outlet if host else desk.numbers.next("outlet"),
        name=outlet,
        kind="outlet",
    )


def _about(text: str) -> Period | None:
    """Read the day of an event."""
    bare = text.strip()
    if not bare:
        return None
    if not re.fullmatch(r"\d{8}", bare, re.ASCII):
        raise InvalidRecord(f"SQLDATE is a day such as 20150218, found {text[:40]!r}")
    return event_values.period(f"{bare[:4]}-{bare[4:6]}-{bare[6:]}")


def _words(cells: Mapping[str, str], root: str | None) -> str:
    """Say in a plain sentence what the codes of a row say."""
    code = cells["EventCode"].strip()
    kind = f"{root[0].upper()}{root[1:]}" if root else "Event"
    kind += f" (CAMEO {code})" if code else ""
    one, other = cells["Actor1Name"].strip(), cells["Actor2Name"].strip()
    sides = f" by {one}" if one else ""
    sides += f" towards {other}" if other else ""
    where = cells["ActionGeo_FullName"].strip()
    return f"{kind}{sides}{f': {where}' if where else ''}."


def _add_unknown(desk: _Desk) -> None:
    """Add a claim for each event that is mentioned and whose codes are in no file."""
    for key, mentions in desk.mentions.items():
        claim = f"gdelt-{key}"
        if desk.gathering.known("claims", claim):
            continue
        source = mentions[0]["source"]
        outlet = desk.gathering.record("sources", source).publisher or "unknown"
        desk.gathering.add(
            "claims",
            claim,
            id=claim,
            says=f"The event that GDELT numbers {key}; its codes are in none of the files read.",
            speaker=_speaker(desk, outlet),
            source=source,
            stance="reports",
            note=_MACHINE,
            extra={NAME: {"machine_coded": True, "mentions": mentions}},
        )
