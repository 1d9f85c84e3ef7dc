"""
The page on which a draft is reviewed: the text, its mentions, and the claims to be put in words.

It is one file that asks for nothing. Texts and records reach it as JSON in a block that does not
run; the page's script, the only one that its policy lets run, puts them where they belong as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from balkanroute.errors import InvalidRecord
from balkanroute.names import fold
from balkanroute.render import assets
from balkanroute.render.ground import ground

_TEMPLATES: Final = Environment(loader=PackageLoader("balkanroute.render"), autoescape=True)
_LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
#: Signs that mean something to a parser of HTML, or end a line in old scripts.
_SIGNS: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
#: What a mention says of a candidate; all else is the place's and travels once.
_OF_MENTION: Final = ("key", "score", "reasons")


def review_html(
    text: str,
    mentions: Sequence[Mapping[str, Any]],
    atlas: Mapping[str, Any],
    *,
    title: str,
    language: str = "en",
) -> str:
    """
    Write the page on which a draft is reviewed.

    Parameters
    ----------
    text
        The article, exactly as its offsets count it.
    mentions
        The places found in it, none over another; `balkanroute.mentions.reviewing.reviewable`
        makes them. Each has ``start`` and ``end`` (characters of the text, the end not included),
        ``surface``, ``kind``, ``confidence`` (0 to 1), ``abstained`` (a sentence or None),
        ``chosen`` (the key of a candidate, or None) and ``candidates``, best first, each with
        ``key``, ``name``, ``kind``, ``countries``, ``score`` (0 to 1), ``reasons``, ``lon`` and
        ``lat`` (degrees, None where nobody knows), ``precision_m`` (metres or None), ``geometry``
        (GeoJSON in EPSG:4326 or None); it may have ``id`` (the id its place gets in the atlas) and
        ``thinned`` (true where the geometry is a coarse one, to be drawn and not to be saved).
    atlas
        The draft as plain data, as its JSON file holds it. A claim is a draft where its ``extra``
        has ``status: draft`` or its ``says`` is empty.
    title
        What the page is called.
    language
        BCP 47 tag of the text; the page itself speaks English.

    Returns
    -------
    str
        HTML, one file that asks for nothing; the same for the same arguments.

    Raises
    ------
    InvalidRecord
        When a mention does not stand in the text where it says, or over another.
    """
    found = sorted(mentions, key=lambda mention: (mention["start"], mention["end"]))
    _check(text, found)
    leaflet, leaflet_style = assets.library_texts(assets.LEAFLET)
    data = {
        "title": title,
        "language": language if _LANGUAGE_TAG.fullmatch(language) else "und",
        "text": text,
        "mentions": [_mention(mention) for mention in found],
        "places": _places(found),
        "atlas": atlas,
        "attributions": list(ground().attributions),
    }
    styles = (leaflet_style, assets.review_style())
    scripts = (leaflet, assets.review_script())
    header = "".join(f"<style>{style}</style>\n" for style in styles)
    return _TEMPLATES.get_template("review.html.jinja").render(
        policy=_policy(scripts, styles),
        header=Markup(f"{header}<script>{leaflet}</script>"),  # noqa: S704 - ours and Leaflet's
        body=Markup(assets.asset("templates/review.html")),  # noqa: S704 - ours
        data=Markup(_inert(data)),  # noqa: S704 - no sign of it means anything
        ground=Markup(ground().letters),  # noqa: S704 - base64
        script=Markup(scripts[1]),  # noqa: S704 - ours
    )


def _check(text: str, mentions: Sequence[Mapping[str, Any]]) -> None:
    """Refuse mentions that could not be marked in the text."""
    passed = 0
    for mention in mentions:
        start, end, surface = mention["start"], mention["end"], mention["surface"]
        name = f"mention {surface!r} at {start} to {end}"
        if not surface or start < 0 or text[start:end] != surface:
            raise InvalidRecord(
                f"{name}: the text has {text[max(start, 0) : max(end, 0)]!r} there; give the text "
                f"that the mentions were found in, unchanged"
            )
        if start < passed:
            raise InvalidRecord(
                f"{name}: it begins before the mention before it ends, at {passed}; keep one"
            )
        passed = end


def _mention(mention: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the page needs of a mention, its candidates by their keys."""
    candidates = [{name: one[name] for name in _OF_MENTION} for one in mention["candidates"]]
    told = {name: value for name, value in mention.items() if name != "candidates"}
    return told | {"folded": fold(mention["surface"]), "candidates": candidates}


def _places(mentions: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the places that are candidates, each once."""
    return {
        one["key"]: {name: value for name, value in one.items() if name not in _OF_MENTION[1:]}
        for mention in mentions
        for one in mention["candidates"]
    }


def _inert(data: object) -> str:
    """Write JSON that no parser of HTML finds anything in."""
    told = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return told.encode("utf-8", "replace").decode("utf-8").translate(_SIGNS)


def _policy(scripts: Iterable[str], styles: Iterable[str]) -> Markup:
    """Give the Content-Security-Policy that names each script and style by its hash."""
    rules = (
        "default-src 'none'",
        f"script-src {_hashes(scripts)}",
        f"style-src {_hashes(styles)}",
        "img-src data:",
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    content = "; ".join(rules)
    return Markup('<meta http-equiv="Content-Security-Policy" content="{}">').format(content)


def _hashes(texts: Iterable[str]) -> str:
    """Name texts by their hashes, as a policy does."""
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
