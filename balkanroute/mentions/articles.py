"""
An article to its text: plain text, Markdown and HTML, each kept so that offsets can index it.

Plain text and Markdown are kept as they are, marks included; only a front matter is read and left
out. HTML is reduced to its article by `trafilatura <https://pypi.org/project/trafilatura/>`_
(Apache-2.0), the extra ``html``.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from balkanroute._extras import require
from balkanroute.errors import InvalidRecord, UnreadableFile
from balkanroute.mentions.languages import SUPPORTED, language_of
from balkanroute.periods import Period

#: What a text may weigh, in megabytes of 1,000,000 bytes. A novel is one; what is larger is nearly
#: always an archive, a table or a dump, whose sentences are no claims.
MOST_MB: Final = 10.0

SUFFIXES: Final = (".txt", ".md", ".markdown", ".html", ".htm", ".xhtml")

_HTML: Final = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_CHARSET: Final = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE)
#: Up to 20,000 characters: more than fields need, less than a parser is slow over.
_FRONT: Final = re.compile(r"---[ \t]*\r?\n(.{0,20000}?\r?\n)?---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_HEADING: Final = re.compile(r"\s*#[ \t]+([^\r\n]{1,200}?)[ \t#]*(?:[\r\n]|\Z)")
_HEADLINE: Final = re.compile(r"\s*([^\r\n]{3,150})(?:\r?\n|\r)\s*(?:\r?\n|\r)")
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)[T ]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MARKS: Final = {
    b"%PDF": "a PDF; copy its text into a .txt file",
    b"PK\x03\x04": "a ZIP file, as .docx and .odt are; save it as plain text",
    b"\xd0\xcf\x11\xe0": "an old Office file; save it as plain text",
    b"{\\rtf": "an RTF file; save it as plain text",
    b"\x89PNG": "a picture; type or scan its text",
    b"\xff\xd8\xff": "a picture; type or scan its text",
    b"\x1f\x8b": "a gzip file; unpack it",
}
_BOMS: Final = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
#: Code pages that texts of the region are still met in.
_CODE_PAGES: Final = ("windows-1252", "windows-1250", "windows-1251")
_LOOKED_AT: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """
    A text to be read, with what it says of itself.

    Parameters
    ----------
    text
        The text that all offsets index; line breaks and marks are as they were.
    title, publisher, language
        As the file gives them, None where it does not; the language is a BCP 47 tag, told from
        the text where the file is silent.
    published
        When it came out, None where the file does not say.
    sha256
        SHA-256 of the text in UTF-8, in lower-case hexadecimal.
    """

    text: str
    title: str | None = None
    published: Period | None = None
    publisher: str | None = None
    language: str | None = None
    sha256: str


def read_article(
    path_or_text: Path | str, *, language: str | None = None, most_mb: float = MOST_MB
) -> Article:
    """
    Read an article from a file or a text.

    Parameters
    ----------
    path_or_text
        A `Path` is a file, and so is a single line that ends in a suffix of `SUFFIXES`; any other
        text is the article itself. A file is HTML if its suffix or its beginning says so, else
        plain text or Markdown in UTF-8.
    language
        BCP 47 tag that the reader vouches for, instead of the one the text is taken for.
    most_mb
        Largest size in megabytes.

    Returns
    -------
    Article
        With title, date, publisher and language from the front matter of Markdown (``title``,
        ``date``, ``publisher``, ``language``) or the metadata of HTML. Else the title is the
        first heading, or a first line that stands alone and ends in no stop.

    Raises
    ------
    UnreadableFile
        When the file is missing, empty, binary, not in UTF-8, or too large.
    InvalidRecord
        When a text is empty, holds NUL, or is in a language that is not read.
    MissingExtra
        When it is HTML and the extra ``html`` is not installed.
    """
    path = _path_of(path_or_text)
    if path is None:
        text, name = str(path_or_text), "the text"
        _refuse_large(len(text.encode(errors="surrogatepass")), name, most_mb)
    else:
        text, name = _decode(_bytes_of(path, most_mb), path), str(path)
    markup = _HTML.match(text) or (path and path.suffix.lower() in SUFFIXES[3:])
    text, told = _extract(text, name) if markup else _open_front(text)
    refuse_unfit(text, name)
    return Article(
        text=text,
        title=_words(told.get("title")) or _find_title(text),
        published=_period(told.get("date") or told.get("published")),
        publisher=_words(told.get("publisher") or told.get("sitename")),
        language=tell_language(text, language or _supported(told.get("language")), name),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def refuse_unfit(text: str, name: str = "the text") -> None:
    """
    Refuse what no article is.

    Parameters
    ----------
    text
        The text.
    name
        What to call it in the message.

    Raises
    ------
    InvalidRecord
        When it is empty, or holds NUL or half a character.
    """
    if not text.strip():
        raise InvalidRecord(f"{name}: it has no words; give the text of an article")
    if "\0" in text:
        raise InvalidRecord(
            f"{name}: there is NUL at character {text.index(chr(0))}, which no text has; is it a "
            f"binary file, or UTF-16 read as something else? Save it as UTF-8"
        )
    if half := _SURROGATE.search(text):
        raise InvalidRecord(
            f"{name}: character {half.start()} is half of a surrogate pair, which UTF-8 cannot "
            f"hold; read the text again with its own encoding"
        )


def tell_language(text: str, given: str | None = None, name: str = "the text") -> str | None:
    """
    Tell the language of a text, and refuse one that is not read.

    Parameters
    ----------
    text
        The text.
    given
        BCP 47 tag that somebody vouches for; the text is then not asked.
    name
        What to call the text in the message.

    Returns
    -------
    str or None
        A key of `balkanroute.mentions.languages.SUPPORTED`; None where the text is too short or
        too mixed to tell.

    Raises
    ------
    InvalidRecord
        When the language is not supported.
    """
    found = given or language_of(text)
    if found is None:
        return None
    known = _supported(found, text)
    if known is None:
        supported = ", ".join(SUPPORTED)
        way = "leave the language out" if given else "give the language if that is wrong"
        raise InvalidRecord(
            f"{name}: its language is {found!r}, and read are {supported}; "
            f"{way}, or translate the text first"
        )
    return known


def _supported(tag: object, text: str = "") -> str | None:
    """Give the tag of `SUPPORTED` that a tag falls under, None where it falls under none."""
    head, _, rest = str(tag or "").replace("_", "-").partition("-")
    head = head.lower()
    if head in {"sr", "hr", "bs", "cnr", "sh"}:
        cyrillic = "cyrl" in rest.lower() or ("latn" not in rest.lower() and _is_cyrillic(text))
        return "sr-Cyrl" if cyrillic else "sr-Latn"
    return head if head in SUPPORTED else None


def _is_cyrillic(text: str) -> bool:
    """Tell whether a text is in Cyrillic, by its beginning."""
    beginning = text[:_LOOKED_AT]
    return sum("\u0400" <= letter <= "\u04ff" for letter in beginning) > len(beginning) / 3


# Files


def _path_of(given: Path | str) -> Path | None:
    """Give the path that is meant, None where the text itself is."""
    if isinstance(given, Path):
        return given
    one_line = len(given.splitlines()) == 1 and given.lower().endswith(SUFFIXES)
    return Path(given) if one_line and "\0" not in given else None


def _bytes_of(path: Path, most_mb: float) -> bytes:
    """Read a file that is not too large."""
    try:
        _refuse_large(path.stat().st_size, str(path), most_mb)
        return path.read_bytes()
    except OSError as reason:
        raise UnreadableFile(
            f"{path}: cannot be read ({reason.strerror or reason}); is the path right?"
        ) from reason


def _refuse_large(size: int, name: str, most_mb: float) -> None:
    """Refuse what is larger than an article can be."""
    if size > most_mb * 1_000_000:
        raise UnreadableFile(
            f"{name}: it has {size / 1_000_000:.1f} MB, and an article at most {most_mb:g}; what "
            f"is larger is mostly an archive or a table: cut it into articles, or raise the limit"
        )


def _decode(data: bytes, path: Path) -> str:
    """Decode UTF-8, or an encoding that HTML declares, or say what seems to be there."""
    if not data.strip():
        raise UnreadableFile(f"{path}: it is empty; give the text of an article")
    for mark, found in _MARKS.items():
        if data.startswith(mark):
            raise UnreadableFile(f"{path}: expected a text, found {found}")
    for encoding in ("utf-8-sig", _declared(data)):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile(f"{path}: expected text in UTF-8, found {_guess(data)}; save it as UTF-8")


def _declared(data: bytes) -> str:
    """Give the encoding that HTML declares; UTF-8 where it declares none."""
    found = _CHARSET.search(data, 0, _LOOKED_AT)
    return found[1].decode() if found else "utf-8"


def _guess(data: bytes) -> str:
    """Say in words what bytes seem to be that are no UTF-8."""
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            return encoding
    beginning = data[:_LOOKED_AT]
    if b"\0" in beginning:
        wide = max(beginning[0::2].count(0), beginning[1::2].count(0)) > len(beginning) / 3
        return "UTF-16 without its mark" if wide else "a binary file (it holds NUL bytes)"
    for encoding in _CODE_PAGES:
        text = beginning.decode(encoding, errors="replace")
        if _supported(language_of(text)) and "\ufffd" not in text:
            return f"what may be {encoding}"
    return "an encoding that cannot be told"


# What an article says of itself


def _open_front(text: str) -> tuple[str, Mapping[str, Any]]:
    """Give a text without its front matter, and what stands in that."""
    found = _FRONT.match(text)
    if found is None:
        return text, {}
    import yaml

    try:
        told = yaml.safe_load(found[1] or "")
    except (yaml.YAMLError, ValueError, RecursionError):
        # Two rules at the top of a text look alike; what does not read as fields is text.
        return text, {}
    if not isinstance(told, Mapping):
        return text, {}
    return text[found.end() :], {str(key).lower(): value for key, value in told.items()}


def _extract(markup: str, name: str) -> tuple[str, Mapping[str, Any]]:
    """Give the article of a page of HTML, and what the page says of it."""
    trafilatura = require("trafilatura", "html")
    found = trafilatura.bare_extraction(
        markup, with_metadata=True, include_comments=False, include_tables=False
    )
    if found is None or not found.text:
        raise InvalidRecord(
            f"{name}: no article was found in the page; copy its text into a .txt file"
        )
    return found.text, {
        "title": found.title,
        "date": found.date,
        "sitename": found.sitename,
        "language": found.language,
    }


def _find_title(text: str) -> str | None:
    """Give the first heading, or a first line that stands alone like one."""
    found = _HEADING.match(text) or _HEADLINE.match(text)
    title = found[1].strip() if found else ""
    return title if title and title[-1] not in '.!?…:;,"”»' else None


def _words(value: object) -> str | None:
    """Give a value as words on one line, None where there are none."""
    # A list or a mapping is no words, and written out may be endless: YAML repeats by reference.
    return " ".join(str(value).split()) or None if isinstance(value, str | int) else None


def _period(value: object) -> Period | None:
    """Read a date; one that is not EDTF stays unsaid rather than guessed."""
    if not isinstance(value, str | int | date):
        return None
    given = str(value).strip()
    day = _DAY.match(given)
    try:
        return Period(day[1] if day else given)
    except InvalidRecord:
        return None
