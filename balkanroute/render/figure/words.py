"""What the figure says: the page's own words, in the language of the map."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from balkanroute import geodata
from balkanroute.errors import InvalidRecord, did_you_mean
from balkanroute.layers import LANGUAGES
from balkanroute.render.assets import asset
from balkanroute.render.figure.dates import period_in_words
from balkanroute.render.figure.lettering import inert, isolated

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_THOUSANDS: Final = re.compile(r"\B(?=(\d{3})+$)")
#: The script that a language is meant in where its tag names none.
_MEANT: Final = {"sr": "sr-Cyrl"}
_NEAR_M: Final = 999.5
_KILOMETRE_M: Final = 1000.0
_SHORT_KM: Final = 10.0


@dataclass(frozen=True, slots=True)
class Words:
    """
    The words of one language.

    Parameters
    ----------
    tag
        One of `layers.LANGUAGES`.
    """

    tag: str

    @property
    def leftward(self) -> bool:
        """Whether the language is read from right to left."""
        return self.say("language.direction") == "rtl"

    def say(self, key: str, n: float | None = None, /, **values: str) -> str:
        """
        Say something.

        Parameters
        ----------
        key
            Its key in the table of words.
        n
            The number that chooses the plural, and that stands for ``{n}``.
        values
            Texts for the other braces; they may come from the world.

        Returns
        -------
        str
            The words; English where the language has none for the key.
        """
        entry = _table(self.tag).get(key) or _table("en").get(key, key)
        form = entry if isinstance(entry, str) else entry.get(_plural(self.tag, n), entry["other"])
        known = values if n is None else values | {"n": self.number(n)}
        leftward = _table(self.tag).get("language.direction") == "rtl"

        def fill(match: re.Match[str]) -> str:
            name = match[1]
            return isolated(known[name], leftward=leftward) if name in known else match[0]

        return _PLACEHOLDER.sub(fill, form)

    def has(self, key: str) -> bool:
        """Tell whether there are words for a key."""
        return key in _table("en")

    def number(self, value: float) -> str:
        """Write a number with the signs of the language, to a tenth."""
        decimal, group = _table(self.tag).get("number.signs", ".,")
        whole, _, part = f"{abs(value):.1f}".partition(".")
        sign = "-" if value < 0 else ""
        rest = "" if part == "0" else decimal + part
        return sign + _THOUSANDS.sub(group, whole) + rest

    def join(self, items: Iterable[str]) -> str:
        """Write things one after another; those that are empty are left out."""
        return self.say("join").join(filter(None, items))

    def distance(self, metres: float) -> str:
        """Say a length."""
        if metres < _NEAR_M:
            return self.say("distance.m", round(metres))
        kilometres = metres / _KILOMETRE_M
        return self.say("distance.km", round(kilometres, 1 if kilometres < _SHORT_KM else None))

    def period(self, edtf: str) -> str:
        """Say a period that is written in EDTF."""
        return period_in_words(self.say, edtf)

    def name(self, place: Any) -> str:  # noqa: ANN401 - a Place, unnamed here
        """Give the name of a place in the language, or the one that it is shown by."""
        for name in place.names:
            if name.language and _meant(name.language, name.script) == self.tag:
                return inert(name.text)
        return inert(place.name)

    def country(self, iso: str, name: str) -> str:
        """Give the name of a country of the base map."""
        spoken = _countries().get(iso, {})
        tag = "sr" if self.tag == "sr-Cyrl" else self.tag
        return str(spoken.get(tag) or name)


def words_in(language: str | None, otherwise: str) -> Words:
    """
    Give the words of a language.

    Parameters
    ----------
    language
        One of `layers.LANGUAGES`; None for the language of the atlas.
    otherwise
        The language of the atlas, of which there may be no words; English is taken then.

    Returns
    -------
    Words
        The words.

    Raises
    ------
    InvalidRecord
        When there are no words in the language that was asked for.
    """
    if language is None:
        meant = _meant(otherwise, None)
        return Words(meant if meant in LANGUAGES else "en")
    if language not in LANGUAGES:
        raise InvalidRecord(
            f"figure: there are no words in {language!r}{did_you_mean(language, LANGUAGES)}; "
            f"choose one of {', '.join(LANGUAGES)}"
        )
    return Words(language)


@cache
def _table(tag: str) -> dict[str, Any]:
    """Read the words of the page, and those that only a figure needs."""
    own = Path(__file__).parent / "languages" / f"{tag}.json"
    page: dict[str, Any] = json.loads(asset(f"static/languages/{tag}.json"))
    return page | dict(json.loads(own.read_text(encoding="utf-8")))


@cache
def _countries() -> dict[str, dict[str, str]]:
    """Read the names of countries by ISO code and language."""
    names: dict[str, dict[str, str]] = json.loads(
        geodata.path("country_names").read_text(encoding="utf-8")
    )
    return names


def _meant(language: str, script: str | None) -> str:
    """Give the tag of ours that a language and a script mean."""
    if language in LANGUAGES:
        return language
    head = language.partition("-")[0]
    written = f"{head}-{script}" if script else language
    if written in LANGUAGES:
        return written
    return _MEANT.get(head, head) if written in {head, f"{head}-{script}"} else head


def _plural(tag: str, n: float | None) -> str:
    """Choose a plural by the rules of CLDR; texts without a number have one form."""
    if n is None or n != int(n):
        return "other"
    count, language = int(n), tag.partition("-")[0]
    if language == "ar":
        return _arabic(count)
    ends, teen = count % 10, count % 100
    if language in {"sr", "mk"}:
        if ends == 1 and teen != 11:  # noqa: PLR2004 - eleven
            return "one"
        few = language == "sr" and 2 <= ends <= 4 and not 12 <= teen <= 14  # noqa: PLR2004
        return "few" if few else "other"
    return "one" if count == 1 else "other"


def _arabic(count: int) -> str:
    """Choose one of the six forms of Arabic."""
    if count <= 2:  # noqa: PLR2004 - two has a form of its own
        return ("zero", "one", "two")[count]
    rest = count % 100
    if 3 <= rest <= 10:  # noqa: PLR2004 - CLDR
        return "few"
    return "many" if rest > 10 else "other"  # noqa: PLR2004 - CLDR
