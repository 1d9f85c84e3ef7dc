"""
The page's own scripts, styles and words, and the libraries that travel in it.

What is in ``static/`` is what runs. The scripts are modules that import one another by name;
a page from a disk cannot load modules, so each becomes a function that is called once, after those
that it needs, with its imports and exports as plain values and without its comments.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from balkanroute.errors import UnreadableFile
from balkanroute.layers import LANGUAGES
from balkanroute.render.columns import letters

#: The first modules, of the page and of what unpacks it; all others are reached from them.
_START: Final = "start.js"
_LOAD: Final = "load.js"
_STYLES: Final = ("page.css", "cards.css", "list.css", "timeline.css", "print.css")
#: What a map of counts adds to the page's styles, and where its own words and scripts are.
_TALLIED_STYLES: Final = (*_STYLES, "tallied/tallied.css")
_TALLIED: Final = "tallied/start.js"
#: Words of the page that a map of counts says too, by how their keys begin.
_SHARED: Final = (
    "language.", "number.", "join", "progress.", "map.label", "head.", "foot.", "list.p",
    "list.next", "sort.label", "card.back", "card.names", "claim.undated", "legend.names",
    "legend.rivers", "view.", "time.p", "take.", "date.", "period.", "quantity.", "unit.", "per.",
    "about.date", "about.licence", "about.mapData", "about.made", "about.privacy",
)  # fmt: skip
#: The first module and the styles of the page on which a draft is reviewed.
_REVIEW: Final = "review/start.js"
_REVIEW_STYLES: Final = ("page.css", "review/review.css")
_IMPORT: Final = re.compile(r'^import (\{ [^}]+ \}) from "(\.{1,2}/[a-z/]+\.js)";\n', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_COMMENT: Final = re.compile(
    r"(?:^|(?<=[ \n]))/\*.*?\*/[ \t]*|^[ \t]*//[^\n]*\n", re.DOTALL | re.MULTILINE
)
_BLANK: Final = re.compile(r"\n[ \t]*(?=\n)")
_INDENT: Final = re.compile(r"^[ \t]+", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """
    A library of others that travels in every page.

    Parameters
    ----------
    name, version, licence, author
        As its authors say.
    package
        The distribution that brings its files.
    module, script, style
        Where in the package they are.
    hashes
        SHA-256 of the script and of the style, of the text without carriage returns.
    """

    name: str
    version: str
    licence: str
    author: str
    package: str
    module: str
    script: str
    style: str
    hashes: tuple[str, str]


LEAFLET: Final = Library(
    name="Leaflet",
    version="1.9.4",
    licence="BSD-2-Clause",
    author="Volodymyr Agafonkin and contributors",
    package="django-js-lib-leaflet",
    module="js_lib_leaflet",
    script="static/js_lib_leaflet/leaflet.js",
    style="static/js_lib_leaflet/leaflet.css",
    hashes=(
        "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
        "337bfca5cabd03b39815b2700febe2b3b7edf55921c59cd49f88ecb328212303",
    ),
)
LIBRARIES: Final = (LEAFLET,)


@cache
def library_texts(library: Library) -> tuple[str, str]:
    """
    Read the files of a library.

    Parameters
    ----------
    library
        Which.

    Returns
    -------
    script, style : str
        As the package ships them, without carriage returns and the line that names a source map.

    Raises
    ------
    UnreadableFile
        When a file is not the one that was checked.
    """
    texts = []
    for name, expected in zip((library.script, library.style), library.hashes, strict=True):
        text = (files(library.module) / name).read_text("utf-8").replace("\r\n", "\n")
        found = hashlib.sha256(text.encode()).hexdigest()
        if found != expected:
            raise UnreadableFile(
                f"{library.name}: {name} has the SHA-256 {found}, expected {expected} of version "
                f"{library.version}; install {library.package}=={library.version}.*"
            )
        texts.append(re.sub(r"//# sourceMappingURL=\S+", "", text).strip() + "\n")
    return texts[0], texts[1]


@cache
def script() -> str:
    """
    Give the page's own script.

    Returns
    -------
    str
        All modules, each after those that it imports, for ``static/load.js`` to start. It travels
        packed, which a page of few claims would feel, and is inserted as it is here.
    """
    return _bundle(_START, f'Object.assign(globalThis.balkanroute, modules["{_START}"]);\n')


@cache
def packed_script() -> str:
    """
    Give the page's own script as it travels.

    Returns
    -------
    str
        What `letters` makes of it.
    """
    return letters(script().encode())


@cache
def loader() -> str:
    """
    Give the script that unpacks the page's own.

    Returns
    -------
    str
        ``static/load.js``, after what it imports.
    """
    return _bundle(_LOAD)


@cache
def style() -> str:
    """
    Give the page's own styles.

    Returns
    -------
    str
        All style sheets, one behind the other, without their comments.
    """
    return "".join(_lean(asset(f"static/{name}")) for name in _STYLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """
    What a page of one kind travels with.

    Parameters
    ----------
    style
        Its styles.
    script, packed
        Its script as it is inserted, and as it travels.
    words
        Its words in all languages, packed.
    """

    style: str
    script: str
    packed: str
    words: str


@cache
def kit(*, tallied: bool) -> Kit:
    """
    Give what a page travels with.

    Parameters
    ----------
    tallied
        Whether it shows counts by place; else it shows claims.

    Returns
    -------
    Kit
        Neither kind carries what only the other needs.
    """
    if not tallied:
        return Kit(style=style(), script=script(), packed=packed_script(), words=languages())
    own = _bundle(_TALLIED, f'Object.assign(globalThis.balkanroute, modules["{_TALLIED}"]);\n')
    return Kit(
        style="".join(_lean(asset(f"static/{name}")) for name in _TALLIED_STYLES),
        script=own,
        packed=letters(own.encode()),
        words=_packed({tag: tallied_words(tag) for tag in LANGUAGES}),
    )


@cache
def tallied_words(tag: str) -> dict[str, Any]:
    """
    Give the words of a map of counts.

    Parameters
    ----------
    tag
        One of `layers.LANGUAGES`.

    Returns
    -------
    dict
        Those that it shares with the page of claims, then its own.
    """
    shared = json.loads(asset(f"static/languages/{tag}.json"))
    own: dict[str, Any] = json.loads(asset(f"static/tallied/languages/{tag}.json"))
    return {key: words for key, words in shared.items() if key.startswith(_SHARED)} | own


@cache
def review_script() -> str:
    """
    Give the script of the page on which a draft is reviewed.

    Returns
    -------
    str
        All its modules, each after those that it imports; it starts when it runs.
    """
    return _bundle(_REVIEW)


@cache
def review_style() -> str:
    """
    Give the styles of the page on which a draft is reviewed.

    Returns
    -------
    str
        The page's own styles and those of the review, without their comments.
    """
    return "".join(_lean(asset(f"static/{name}")) for name in _REVIEW_STYLES)


@cache
def languages() -> str:
    """
    Give the words of the page in all its languages.

    Returns
    -------
    str
        Packed: a line for each language, its tag and its words as JSON.
    """
    return _packed({tag: json.loads(asset(f"static/languages/{tag}.json")) for tag in LANGUAGES})


def _packed(words: dict[str, Any]) -> str:
    """Pack the dictionaries of some languages."""
    told = (
        f"{tag} {json.dumps(said, ensure_ascii=False, separators=(',', ':'))}\n"
        for tag, said in words.items()
    )
    return letters("".join(told).encode())


@cache
def asset(name: str) -> str:
    """
    Read a file of the page.

    Parameters
    ----------
    name
        Its path in this room.

    Returns
    -------
    str
        Its text, ending in a new line.
    """
    return (files("balkanroute.render") / name).read_text(encoding="utf-8").strip() + "\n"


def _bundle(start: str, then: str = "") -> str:
    """Put a module behind those that it imports, each once, and something behind it."""
    modules = "".join(_called(name) for name in dict.fromkeys(_needed(start)))
    return f'(() => {{\n"use strict";\nconst modules = {{}};\n{modules}{then}}})();\n'


def _needed(name: str) -> Iterator[str]:
    """Give what a module needs, then the module."""
    for _, other in _IMPORT.findall(asset(f"static/{name}")):
        yield from _needed(_beside(name, other))
    yield name


def _beside(name: str, other: str) -> str:
    """Give the path of a module that another one names by where it stands from there."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), other))


def _called(name: str) -> str:
    """Make a module a function that gives what it exports."""
    module = asset(f"static/{name}")
    exported = ", ".join(_EXPORT.findall(module))
    body = _IMPORT.sub(
        lambda found: f'const {found[1]} = modules["{_beside(name, found[2])}"];\n',
        _EXPORT.sub("", module),
    )
    return f'modules["{name}"] = (() => {{\n{_lean(body)}return {{ {exported} }};\n}})();\n'


def _lean(text: str) -> str:
    """Take comments, blank lines and indents out; no text of ours runs over a line."""
    return _INDENT.sub("", _BLANK.sub("", _COMMENT.sub("", text))).strip() + "\n"
