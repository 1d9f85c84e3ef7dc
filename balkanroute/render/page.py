"""
The page: a `folium.Map` in a document of its own, with everything inside the one file.

Our own text and data bypass folium's templates (see `balkanroute.render.payload`): they are
elements that give their text as it is. What a user adds to the map keeps folium's own behaviour.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable, Iterator
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, Final

import folium
from branca.element import Element, Figure
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from balkanroute._files import write_whole
from balkanroute.layers import Drawable, MapSpec, spec_of
from balkanroute.render import assets
from balkanroute.render.columns import Spec
from balkanroute.render.folding import fold_table
from balkanroute.render.ground import ground
from balkanroute.render.payload import blocks
from balkanroute.render.tallied import plain_counts, tallied_blocks

_TEMPLATES: Final = Environment(
    loader=PackageLoader("balkanroute.render"), autoescape=True, keep_trailing_newline=False
)
#: Claims that stand in the page as plain HTML too, for readers without scripts.
_PLAIN_CLAIMS: Final = 200
_RANDOM_ID: Final = re.compile(r"_([0-9a-f]{32})\b")
_INLINE: Final = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)
_LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
#: Letters that some template or parser could take for more than a letter.
_UNSAFE: Final = "&<>\"'{}%$`\\#"
#: A browser holds a page in half the memory while it meets no letter beyond Latin-1. The Latin
#: letters beyond are few in a text; those of other scripts would take three times the room.
_BEYOND: Final = map(chr, range(0x100, 0x250))
_NUMBERED: Final = str.maketrans({c: f"&#{ord(c)};" for c in (*_UNSAFE, *_BEYOND)})


class Verbatim(Element):
    """
    An element that gives its text as it is, past every template.

    Parameters
    ----------
    text
        Markup, style or script of ours; never text from the world.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_: object) -> str:
        """Give the text."""
        return self.text


class Page(Figure):
    """
    The document around the map.

    Parameters
    ----------
    spec
        The map it shows.
    """

    def __init__(self, spec: MapSpec) -> None:
        super().__init__(height="640px", title=spec.title)
        self.spec = spec

    def render(self, **kwargs: object) -> str:
        """
        Give the whole page.

        Returns
        -------
        str
            The same bytes for the same map, however often it is asked for.
        """
        self._lay_out()
        for child in self._children.values():
            child.render(**kwargs)
        self.html.add_child(Verbatim(assets.asset("templates/close.html")), name="br_close")
        numbered = _numbering()
        header, body, script = (
            numbered(part.render(**kwargs)) for part in (self.header, self.html, self.script)
        )
        return _document(self.spec, (header, body, script), guarded=not self._has_guests())

    def _lay_out(self) -> None:
        """Put our own elements in place, afresh, so that rendering twice adds nothing."""
        self.header, self.html, self.script = Element(), Element(), Element()
        for part in (self.header, self.html, self.script):
            part._parent = self  # noqa: SLF001 - branca's own way to say who holds it
        leaflet, leaflet_style = assets.library_texts(assets.LEAFLET)
        runtime = (
            f"<style>{leaflet_style}</style>\n<style>{_kit(self.spec).style}</style>\n"
            f"<script>{leaflet}</script>\n<script>{assets.loader()}</script>\n"
        )
        self.header.add_child(Verbatim(runtime), name="br_runtime")
        self.html.add_child(Verbatim(assets.asset("templates/open.html")), name="br_open")

    def _has_guests(self) -> bool:
        """Tell whether the user added anything to our map."""
        return any(child._children for child in self._children.values())  # noqa: SLF001

    def _repr_html_(self, **_: object) -> str:
        """Show the page in a notebook cell, in a frame that cannot reach the notebook."""
        return _frame(self.render())


class AtlasMap(folium.Map):
    """
    A `folium.Map` that shows an atlas; add to it what you would add to any other.

    Parameters
    ----------
    spec
        The map to show.
    """

    _template = _TEMPLATES.get_template("map.jinja")

    def __init__(self, spec: MapSpec) -> None:
        west, south, east, north = spec.view
        # Leaflet's one line: latitude first.
        super().__init__(
            location=((south + north) / 2, (west + east) / 2), zoom_start=6, tiles=None
        )
        self.spec = spec
        Page(spec).add_child(self)

    def render(self, **kwargs: object) -> str:
        """Render, with folium's own files only where something of folium's was added."""
        guests = bool(self._children)
        self.default_js = [
            link for link in folium.Map.default_js if guests and link[0] != "leaflet"
        ]
        # folium's Leaflet styles say where the pictures of its markers are; ours have none.
        self.default_css = list(folium.Map.default_css) if guests else []
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


class Explorer:
    """
    A page that shows itself as the last line of a notebook cell.

    Parameters
    ----------
    page
        The whole page.
    """

    __slots__ = ("page",)

    def __init__(self, page: str) -> None:
        self.page = page

    def __repr__(self) -> str:
        return f"<balkanroute map, {len(self.page):,} characters; show it in a notebook>"

    def _repr_html_(self) -> str:
        """Show the page in a frame that cannot reach the notebook."""
        return _frame(self.page)


def to_folium(atlas_or_spec: Drawable) -> AtlasMap:
    """
    Draw a map with folium.

    Parameters
    ----------
    atlas_or_spec
        An atlas, laid out as `layers.overview` does, or a map of your own.

    Returns
    -------
    AtlasMap
        A `folium.Map`. What you add to it is folium's: it may ask the network for files and it
        reads text as markup, so give it only text that you trust.
    """
    return AtlasMap(spec_of(atlas_or_spec))


def to_html(atlas_or_spec: Drawable) -> str:
    """
    Write a map as one page that needs nothing else.

    Parameters
    ----------
    atlas_or_spec
        An atlas, laid out as `layers.overview` does, or a map of your own.

    Returns
    -------
    str
        HTML; the same for the same map, in every process and on every day.
    """
    page: str = to_folium(atlas_or_spec).get_root().render()
    return page


def save(atlas_or_spec: Drawable, path: str | Path) -> Path:
    """
    Write a map to a file, whole or not at all.

    Parameters
    ----------
    atlas_or_spec
        An atlas or a map.
    path
        The file, usually ``….html``; one that is there is replaced.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    UnwritableFile
        When the file cannot be written; one that was there is left as it was.
    """
    return write_whole(Path(path), to_html(atlas_or_spec).encode("utf-8"))


def explore(atlas_or_spec: Drawable) -> Explorer:
    """
    Show a map as the last line of a notebook cell.

    Parameters
    ----------
    atlas_or_spec
        An atlas or a map.

    Returns
    -------
    Explorer
        Shows the same page that `save` writes, in a sandboxed frame.
    """
    return Explorer(to_html(atlas_or_spec))


def _document(spec: MapSpec, parts: tuple[str, str, str], *, guarded: bool) -> str:
    """Put the parts into the document, with the policy that lets only them run."""
    header, body, script = parts
    whole = f"{header}{body}<script>\n{script}\n</script>"
    language = spec.atlas.language
    page = _TEMPLATES.get_template("page.html.jinja").render(
        language=language if _LANGUAGE_TAG.fullmatch(language) else "und",
        title=_as_letters(spec.title or spec.atlas.title),
        policy=_policy(whole, spec) if guarded else "",
        header=Markup(header),  # noqa: S704 - ours: runtime only
        html=Markup(body),  # noqa: S704 - ours: fixed markup and the map's container
        script=Markup(script),  # noqa: S704 - ours: folium's script of our own template
        **_plain(spec),
    )
    # The data come in last: no template and no search need run over them.
    before, rest = page.split("<!--blocks-->\n", 1)
    between, after = rest.split("<!--more-->\n", 1)
    data = blocks if spec.tallied is None else tallied_blocks
    written = (_block(key, letters) for key, letters in data(spec, _facts(spec)))
    return "".join((before, *_first_blocks(written, _kit(spec)), between, *written, after))


def _kit(spec: MapSpec) -> assets.Kit:
    """Give what the page of a map travels with."""
    return assets.kit(tallied=spec.tallied is not None)


def _first_blocks(written: Iterator[str], kit: assets.Kit) -> Iterator[str]:
    """Write what the page cannot open without; the words of the later claims follow the map."""
    yield from islice(written, 2)
    yield _block("br-ground", ground().letters)
    yield _block("br-words", kit.words)
    yield _block("br-script", kit.packed)


def _block(key: str, letters: str) -> str:
    """Write an inert block of base64."""
    return f'<script type="application/octet-stream" id="{key}">{letters}</script>\n'


def _facts(spec: MapSpec) -> Spec:
    """Give what the page must know beside its columns."""
    atlas = spec.atlas
    credits_owed = dict.fromkeys((*spec.attributions, *ground().attributions))
    return {
        "meta": {
            "title": spec.title or atlas.title,
            "summary": atlas.summary or "",
            "language": atlas.language,
            "speaks": spec.language or atlas.language,
            "date": atlas.date.text if atlas.date else "",
            "licence": atlas.licence or "",
            "view": spec.view,
            "attributions": list(credits_owed),
            "libraries": [
                {"name": one.name, "version": one.version, "licence": one.licence}
                for one in assets.LIBRARIES
            ],
            "version": version("balkanroute"),
            "tiles": [
                {
                    "name": one.name,
                    "url": one.url,
                    "attribution": one.attribution,
                    "max_zoom": one.max_zoom,
                    "host": one.host,
                }
                for one in spec.tiles
            ],
        },
        "fold": fold_table(),
    }


def _plain(spec: MapSpec) -> dict[str, Any]:
    """Give what stands in the page for readers without scripts."""
    if spec.tallied is not None:
        return {"plain": "counts.html.jinja", **plain_counts(spec, _as_letters)}
    return {
        "plain": "claims.html.jinja",
        "claims": _plain_claims(spec),
        "more": max(len(spec.atlas.claims) - _PLAIN_CLAIMS, 0),
    }


def _plain_claims(spec: MapSpec) -> Iterator[dict[str, Any]]:
    """Give the first claims for readers without scripts."""
    atlas = spec.atlas
    for claim in islice(atlas.claims, _PLAIN_CLAIMS):
        source = atlas.source(claim.source)
        places = [atlas.place(at.place).name for at in claim.where]
        told = (
            atlas.agent(claim.speaker).name,
            claim.stance,
            source.title,
            source.published.words() if source.published else "no date",
            ", ".join(places) or "no place",
        )
        yield {"says": _as_letters(claim.says), "told": [_as_letters(text) for text in told]}


def _policy(markup: str, spec: MapSpec) -> Markup:
    """Give the Content-Security-Policy that names each inline script and style by its hash."""
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for kind, content in (*_INLINE.findall(markup), ("script", _kit(spec).script)):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        hashes[kind].append(f"'sha256-{digest}'")
    rules = (
        "default-src 'none'",
        f"script-src {' '.join(hashes['script'])}",
        f"style-src {' '.join(hashes['style'])}",
        " ".join(("img-src data: blob:", *dict.fromkeys(one.origin for one in spec.tiles))),
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    content = "; ".join(rules)
    return Markup('<meta http-equiv="Content-Security-Policy" content="{}">').format(content)


def _as_letters(text: str) -> Markup:
    """Write text so that no parser and no template takes a letter of it for more."""
    safe = text.encode("utf-8", "replace").decode("utf-8")
    return Markup(safe.translate(_NUMBERED))  # noqa: S704 - encoded here


def _numbering() -> Callable[[str], str]:
    """Make a function that turns folium's random ids into numbers, the same id always the same."""
    numbers: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        return f"_{numbers.setdefault(match[1], len(numbers) + 1)}"

    return lambda text: _RANDOM_ID.sub(number, text)


def _frame(page: str) -> str:
    """Put a page into a sandboxed frame; single quotes hold it, of which it has the fewest."""
    may = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals"
    inside = html.escape(page, quote=False).replace("'", "&#39;")
    return (
        f'<iframe sandbox="{may}" title="balkanroute map" width="100%" height="640" '
        f"style=\"border:0\" srcdoc='{inside}'></iframe>"
    )
