"""Who made a file that names no speakers, and the file itself as a source."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from balkanroute.periods import Period
from balkanroute.readers.gathering import Gathering

_KEY: Final = "whole file"


def origin_of(
    gathering: Gathering,
    title: str,
    *,
    author: str | None = None,
    url: str | None = None,
    published: Period | None = None,
) -> tuple[str, str]:
    """
    Give the ids of who speaks in a file, and of the file as a source; made when first asked for.

    Parameters
    ----------
    gathering
        Takes the two records.
    title
        What the file calls itself.
    author
        Who made it, as the file says; None where it does not, and then an unnamed agent speaks.
    url
        Where it is.
    published
        When it was made.

    Returns
    -------
    speaker, source : str
        Ids of an agent and of a source.
    """
    speaker, source = gathering.known("agents", _KEY), gathering.known("sources", _KEY)
    if speaker is not None and source is not None:
        return speaker, source
    speaker = gathering.add("agents", _KEY, name=author or f"Whoever made {title}")
    source = gathering.add("sources", _KEY, title=title, url=url, published=published)
    if author is None:
        unnamed = replace(gathering.record("agents", speaker), kind="unnamed")
        gathering.put("agents", unnamed)
    gathering.put("sources", replace(gathering.record("sources", source), kind="dataset"))
    return speaker, source
