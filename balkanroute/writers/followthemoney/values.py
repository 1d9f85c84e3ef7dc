"""
Values as FollowTheMoney takes them: every property a list of texts.

Dates are prefixes of ISO 8601 in UTC (followthemoney.types.date), languages have three letters,
ids are letters, figures, dots and hyphens (followthemoney.types.entity).
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from balkanroute.model.checks import is_link
from balkanroute.periods import Period

Properties = dict[str, list[str]]
_SAFE_ID: Final = re.compile(r"[0-9a-zA-Z](?:[0-9a-zA-Z.\-]{0,100}[0-9a-zA-Z])?", re.ASCII)
_PREFIX: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T[\d:]+)?)?)?", re.ASCII)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u2028\u2029\ufeff]")
#: The most letters of a name, of a line and of a text.
_NAME, _LINE, _TEXT = 200, 1000, 60_000
#: The years that a date may have.
_FIRST_YEAR, _LAST_YEAR = 1000, 2999
_LANGUAGES: Final = {
    "ar": "ara", "bg": "bul", "bs": "bos", "cs": "ces", "da": "dan", "de": "deu", "el": "ell",
    "en": "eng", "es": "spa", "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "hr": "hrv",
    "hu": "hun", "it": "ita", "lt": "lit", "lv": "lav", "mk": "mkd", "nl": "nld", "no": "nor",
    "pl": "pol", "ps": "pus", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv",
    "sq": "sqi", "sr": "srp", "sv": "swe", "tg": "tgk", "tr": "tur", "uk": "ukr", "ur": "urd",
    "uz": "uzb",
}  # fmt: skip


def entity_id(kind: str, key: str) -> str:
    """
    Give the id of an entity.

    Parameters
    ----------
    kind
        The list of the record, or another word, since ids are shared by all.
    key
        The record's own id.

    Returns
    -------
    str
        Readable where the key is plain, else with a hash of it.
    """
    plain = _SAFE_ID.fullmatch(key)
    hashed = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:20]
    return f"{kind}-{key}" if plain else f"{kind}.{hashed}"


def name(text: str) -> list[str]:
    """
    Give a name: one line, cut where it is long.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    list of str
        Empty where nothing is left.
    """
    shown = _cut(" ".join(_CONTROLS.sub(" ", text).split()), _NAME)
    return [shown] if shown else []


def line(*texts: str | None) -> list[str]:
    """
    Give values of one line each.

    Parameters
    ----------
    *texts
        None and empty ones are left out.

    Returns
    -------
    list of str
        Each once.
    """
    cleaned = (_cut(" ".join(_CONTROLS.sub(" ", text).split()), _LINE) for text in texts if text)
    return list(dict.fromkeys(text for text in cleaned if text))


def text(*texts: str | None) -> list[str]:
    """
    Give values of many lines.

    Parameters
    ----------
    *texts
        None and empty ones are left out.

    Returns
    -------
    list of str
        Each once, without control characters.
    """
    cleaned = (_cut(_CONTROLS.sub(" ", said).strip(), _TEXT) for said in texts if said)
    return list(dict.fromkeys(said for said in cleaned if said))


def _cut(shown: str, most: int) -> str:
    """Cut a text where it is too long."""
    return shown if len(shown) <= most else f"{shown[: most - 1].rstrip()}…"


def link(address: str | None) -> list[str]:
    """
    Give an address on the web.

    Parameters
    ----------
    address
        As it was given.

    Returns
    -------
    list of str
        Empty where it is none.
    """
    if not address or not is_link(address):
        return []
    parts = urlsplit(address)
    return [address] if parts.scheme in {"http", "https"} and parts.hostname else []


def language(tag: str | None) -> list[str]:
    """
    Give a language by its three letters.

    Parameters
    ----------
    tag
        BCP 47.

    Returns
    -------
    list of str
        Empty where it has no such letters here.
    """
    found = _LANGUAGES.get((tag or "").partition("-")[0].lower())
    return [found] if found else []


def moment(period: Period | None) -> list[str]:
    """
    Give a date that is one date.

    Parameters
    ----------
    period
        A period; its doubts are told elsewhere.

    Returns
    -------
    list of str
        The prefix; empty where it is an interval, a season or a decade.
    """
    if period is None or "/" in period.text:
        return []
    bare = period.text.rstrip("?~%").replace("-XX", "")
    if "T" in bare:
        bare = _in_utc(bare)
    whole = _PREFIX.fullmatch(bare) and not bare[5:7] > "12"
    return [bare] if whole and _FIRST_YEAR <= int(bare[:4]) <= _LAST_YEAR else []


def _in_utc(text: str) -> str:
    """Give a moment in universal time; one without a zone stays as it is."""
    try:
        made = datetime.fromisoformat(text)
        utc = made.astimezone(UTC) if made.tzinfo else made
    except (ValueError, OverflowError):
        return text[:10]
    return utc.replace(tzinfo=None).isoformat(timespec="seconds")


def span(period: Period | None) -> Properties:
    """
    Give a period as an interval has it.

    Parameters
    ----------
    period
        A period.

    Returns
    -------
    dict
        ``date`` of one date, else ``startDate`` and ``endDate`` by its first and last day, where
        they are known.
    """
    if period is None:
        return {}
    one = moment(period)
    if one:
        return {"date": one}
    ends = period.text.split("/") if "/" in period.text else [period.text] * 2
    days = (period.earliest, period.latest)
    made: Properties = {}
    for field, part, day in zip(("startDate", "endDate"), ends, days, strict=True):
        if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            continue
        own = moment(Period(part)) if "/" in period.text else []
        made[field] = own or [day.isoformat()]
    return made


def doubts(label: str, period: Period | None) -> str | None:
    """
    Say what the dates of an entity do not.

    Parameters
    ----------
    label
        What the period is: ``Published``.
    period
        A period.

    Returns
    -------
    str or None
        The period in words and in EDTF; None where the date says it all.
    """
    if period is None or moment(period) == [period.text]:
        return None
    return f"{label}: {period.words()} (EDTF {period.text})"
