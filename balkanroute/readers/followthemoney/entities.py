"""An entity of FollowTheMoney, and the values of its properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from balkanroute.errors import InvalidRecord
from balkanroute.periods import Period
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.instants import edtf_of, span_of
from balkanroute.readers.problems import refusal
from balkanroute.readers.protocol import Progress
from balkanroute.readers.texts import EMPTY, MEBIBYTE, unfit

#: The longest line, and the most lines, that are read.
LONGEST_LINE: Final = 64 * MEBIBYTE
MOST_LINES: Final = 2_000_000
_EVERY: Final = 1000
_LANGUAGES: Final = {
    "ara": "ar", "bos": "bs", "bul": "bg", "ces": "cs", "dan": "da", "deu": "de", "ell": "el",
    "eng": "en", "est": "et", "fas": "fa", "fin": "fi", "fra": "fr", "hrv": "hr", "hun": "hu",
    "ita": "it", "lav": "lv", "lit": "lt", "mkd": "mk", "nld": "nl", "nor": "no", "pol": "pl",
    "por": "pt", "pus": "ps", "ron": "ro", "rus": "ru", "slk": "sk", "slv": "sl", "spa": "es",
    "sqi": "sq", "srp": "sr", "swe": "sv", "tgk": "tg", "tur": "tr", "ukr": "uk", "urd": "ur",
    "uzb": "uz",
}  # fmt: skip
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)


@dataclass(slots=True)
class Entity:
    """
    An entity.

    Parameters
    ----------
    line
        Its line in the file, from 1.
    id, schema
        As it says.
    properties
        Lists of texts by name; what is read is taken out, the rest is kept.
    ours
        Our data beside it; None where there is none.
    datasets
        Names of the collections that it is in.
    """

    line: int
    id: str
    schema: str
    properties: dict[str, list[str]]
    ours: Mapping[str, Any] | None = None
    datasets: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What to call it in a list of problems."""
        return f"line {self.line}, {self.schema[:40]} {self.id[:60]!r}"

    def take(self, *names: str) -> str | None:
        """
        Take the first value of the first property that has one.

        Parameters
        ----------
        *names
            Properties, the best first.

        Returns
        -------
        str or None
            The value; others of the same property stay.
        """
        for name in names:
            values = self.properties.get(name)
            if values:
                first = values.pop(0)
                if not values:
                    del self.properties[name]
                return first
        return None

    def take_all(self, name: str) -> list[str]:
        """Take all values of a property."""
        return self.properties.pop(name, [])

    def take_period(self, *names: str) -> Period | None:
        """
        Take a date.

        Parameters
        ----------
        *names
            As for `take`.

        Returns
        -------
        Period or None
            As precise as it is given; None where there is none. What EDTF cannot say whole, such
            as an hour without minutes, stays beside it.
        """
        for name in names:
            for text in self.properties.get(name, [])[:1]:
                found = period_of(text)
                if found is not None:
                    if found.text == edtf_of(text):
                        self.take(name)
                    return found
        return None

    def take_span(self) -> Period | None:
        """
        Take when something is said to be.

        Returns
        -------
        Period or None
            Of ``startDate`` and ``endDate``, else of ``date``.

        Raises
        ------
        InvalidRecord
            When it ends before it starts.
        """
        start, end = self.take_period("startDate"), self.take_period("endDate")
        if start is None and end is None:
            return self.take_period("date")
        return span_of(start.text if start else None, end.text if end else None)

    def take_position(self) -> tuple[float, float] | None:
        """
        Take the coordinates.

        Returns
        -------
        tuple of float or None
            Longitude, latitude; None where one is missing.

        Raises
        ------
        InvalidRecord
            When one is no number.
        """
        if not ("longitude" in self.properties and "latitude" in self.properties):
            return None
        read = []
        for name in ("longitude", "latitude"):
            text = (self.take(name) or "").strip()
            if not _NUMBER.fullmatch(text):
                raise InvalidRecord(f"{name} is a number of degrees, found {text[:40]!r}")
            read.append(float(text))
        return read[0], read[1]

    def take_language(self) -> str | None:
        """Take the language: two letters where it has them, as BCP 47 wants it."""
        found = self.take("language")
        return _LANGUAGES.get(found, found) if found else None

    def rest(self) -> dict[str, Any]:
        """Give what was not taken, to be kept under ``extra``."""
        datasets = {"datasets": self.datasets} if self.datasets else {}
        return {"followthemoney": {"schema": self.schema, **datasets, **self.properties}}


def period_of(text: str) -> Period | None:
    """
    Read a date of FollowTheMoney.

    Parameters
    ----------
    text
        A prefix of ISO 8601.

    Returns
    -------
    Period or None
        As precise; an hour without minutes, which EDTF has not, is its day.
    """
    for form in (edtf_of(text), text[:10]):
        try:
            return Period(form)
        except InvalidRecord:
            continue
    return None


def entities(
    file: Path, gathering: Gathering | None, progress: Progress | None
) -> Iterator[Entity]:
    """
    Give the entities of a file.

    Parameters
    ----------
    file
        One entity a line.
    gathering
        Where lines that are no entity are listed; None where they were listed before.
    progress
        Told now and then how far it is.

    Yields
    ------
    Entity
        In the order of the file.

    Raises
    ------
    UnreadableFile
        When the file cannot be opened, is empty, or holds too much.
    """
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            for number in range(1, MOST_LINES + 2):
                line = stream.readline(LONGEST_LINE + 1)
                if progress is not None and (number % _EVERY == 0 or not line):
                    progress(stream.tell(), size)
                if not line and number > 1:
                    return
                _check(file, number, line)
                try:
                    made = _entity(number, line)
                except InvalidRecord as reason:
                    if gathering is not None:
                        gathering.skip(number, str(reason), f"line {number}")
                    continue
                if made is not None:
                    yield made
    except OSError as reason:
        raise refusal(file, f"it cannot be opened: {reason.strerror or reason}") from reason


def _check(file: Path, number: int, line: bytes) -> None:
    """Refuse to read on where there is nothing, or too much."""
    if not line:
        raise refusal(file, EMPTY)
    if number > MOST_LINES:
        raise refusal(file, f"it has more than {MOST_LINES:,} lines; cut it into several files")
    if len(line) > LONGEST_LINE:
        raise refusal(
            file,
            f"line {number} is longer than {LONGEST_LINE // MEBIBYTE} MiB; write one entity a line",
        )


def _entity(number: int, line: bytes) -> Entity | None:
    """Make an entity of a line."""
    line = line.strip().removeprefix(b"\xef\xbb\xbf")
    if not line:
        return None
    try:
        held = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError, ValueError) as reason:
        raise InvalidRecord(f"this is not JSON ({reason}); write one entity a line") from reason
    if not isinstance(held, dict):
        raise InvalidRecord(f"an entity is a mapping, found {type(held).__name__}")
    wrong = unfit(held)
    if wrong is not None:
        raise InvalidRecord(f"it cannot be read: {wrong[1]}")
    key, schema, properties = held.get("id"), held.get("schema"), held.get("properties", {})
    if not (
        isinstance(key, str) and key and isinstance(schema, str) and isinstance(properties, dict)
    ):
        raise InvalidRecord("an entity has an id, a schema and properties")
    ours, datasets = held.get("balkanroute"), held.get("datasets")
    return Entity(
        number,
        key,
        schema,
        {name: texts for name, texts in ((n, _texts(v)) for n, v in properties.items()) if texts},
        ours if isinstance(ours, dict) else None,
        _texts(datasets),
    )


def _texts(value: object) -> list[str]:
    """Give the values of a property as texts, the empty ones left out."""
    values = value if isinstance(value, list) else [value]
    texts = (
        one if isinstance(one, str) else msgspec.json.encode(one).decode()
        for one in values
        if one is not None
    )
    return [one.strip() for one in texts if one.strip()]
