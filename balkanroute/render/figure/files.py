"""A figure as a file: SVG, PNG or PDF, the same bytes for the same map."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from balkanroute._files import write_whole
from balkanroute.errors import InvalidRecord
from balkanroute.layers import Drawable, spec_of
from balkanroute.render.figure.drawing import figure_of, plain_settings
from balkanroute.render.figure.layout import PAGE_MM, Plan, planned
from balkanroute.render.figure.lettering import FAMILY, check_matplotlib, inert, leftward, quiet
from balkanroute.render.figure.notes import summary

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: Formats by the ending of a file's name.
FORMATS: Final = ("svg", "png", "pdf")
#: Of pictures, in dots to the inch.
_DPI: Final = 300
_ROOT: Final = re.compile(r"<svg\b[^>]*>")
#: Outlines, whose coordinates need no more than a thousandth of a point.
_PATH: Final = re.compile(r'<path (?:id="\w+" )?d="[^"<]*"')
_DECIMALS: Final = re.compile(r"(\.\d{3})\d+")
_FAMILY: Final = re.compile(rf"(<text style=\"[^\"]*font-family: '{FAMILY}')")


def save_figure(
    atlas_or_spec: Drawable,
    path: str | Path,
    *,
    width_mm: float = PAGE_MM,
    language: str | None = None,
    graticule: bool = False,
    title: str | None = None,
) -> Path:
    """
    Draw a map for print and write it to a file, whole or not at all.

    Parameters
    ----------
    atlas_or_spec
        An atlas or a map.
    path
        The file; its ending, ``.svg``, ``.png`` or ``.pdf``, is the format. One that is there is
        replaced.
    width_mm, language, graticule, title
        As `to_figure` takes them.

    Returns
    -------
    pathlib.Path
        The file. The same map gives the same bytes with the same version of matplotlib. Title and
        description of the map are in it, for those who do not see it: as ``title`` and ``desc`` of
        the SVG, as text of the PNG, as Title and Subject of the PDF. Letters are letters in SVG and
        PDF, but for lines with letters from right to left in a PDF, which are outlines.

    Raises
    ------
    InvalidRecord
        When the ending is none of these, the width is out of range, or there are no words in the
        language.
    UnwritableFile
        When the file cannot be written; one that was there is left as it was.
    MissingExtra
        When matplotlib is not installed, or is older than 3.11.
    """
    target = Path(path)
    ending = target.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise InvalidRecord(
            f"figure: {target.name!r} does not end in .svg, .png or .pdf; "
            "name the file by its format"
        )
    check_matplotlib()
    with plain_settings(), quiet():
        plan = planned(
            spec_of(atlas_or_spec),
            width=width_mm,
            language=language,
            graticule=graticule,
            title=title,
        )
        content = _written(figure_of(plan), plan, ending)
    return write_whole(target, content)


def _written(figure: Figure, plan: Plan, ending: str) -> bytes:
    """Write a figure in a format."""
    heading, told = inert(plan.title), summary(plan.spec, plan.standing, plan.words)
    metadata: dict[str, dict[str, Any]] = {
        "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
        "png": {"Title": heading, "Description": told, "Software": "balkanroute"},
        "pdf": {
            "Title": heading,
            "Subject": told,
            "Creator": "balkanroute",
            "Producer": None,
            "CreationDate": None,
        },
    }
    if ending == "pdf":
        _outline(figure)
    out = BytesIO()
    figure.savefig(out, format=ending, dpi=_DPI, metadata=metadata[ending])
    return _spoken(out.getvalue(), heading, told, plan) if ending == "svg" else out.getvalue()


def _outline(figure: Figure) -> None:
    """Draw lines with letters from right to left as outlines: a PDF would set them unevenly."""
    from matplotlib.patheffects import Normal
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        if leftward(text.get_text()):
            text.set_path_effects([Normal()])


def _spoken(svg: bytes, heading: str, told: str, plan: Plan) -> bytes:
    """Put title and description into an SVG, where those who do not see it find them."""
    text = svg.decode("utf-8")
    mark = hashlib.sha256(svg).hexdigest()[:8]
    spoken = (
        f'<title id="title-{mark}">{escape(heading)}</title>\n'
        f' <desc id="desc-{mark}">{escape(told)}</desc>'
    )
    names = (
        f' role="img" aria-labelledby="title-{mark}" aria-describedby="desc-{mark}"'
        f" xml:lang={quoteattr(plan.words.tag)}>"
    )
    text = _PATH.sub(lambda path: _DECIMALS.sub(r"\1", path[0]), text)
    # Where the family is not at hand, any other without serifs is narrower and does as well.
    text = _FAMILY.sub(r"\1, sans-serif", text)
    return _ROOT.sub(lambda root: f"{root[0][:-1]}{names}\n {spoken}", text, count=1).encode()
