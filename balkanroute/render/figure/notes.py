"""What stands under the map: what it could not show, its sources, and its credits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from importlib.metadata import version
from typing import Any, Final

from balkanroute import geodata
from balkanroute.layers import Layer, MapSpec
from balkanroute.render.figure import base
from balkanroute.render.figure.blocks import (
    Block,
    Paragraph,
    Sizes,
    heading,
    in_columns,
    listed,
    paragraph,
)
from balkanroute.render.figure.frame import Frame
from balkanroute.render.figure.labels import Lettered
from balkanroute.render.figure.lettering import LEAST, inert, isolated, shortened, width_mm
from balkanroute.render.figure.look import SOFT
from balkanroute.render.figure.marks import Standing
from balkanroute.render.figure.sheet import Letters
from balkanroute.render.figure.tallies import Tally, disputed, unplaced
from balkanroute.render.figure.words import Words

#: Sources that are listed, in one column and in two.
_MOST_SOURCES: Final = (5, 12)
#: Figures from this width on list their sources in two columns, in millimetres.
_TWO_COLUMNS: Final = 130.0


def left_out(
    spec: MapSpec, standing: Standing, lettered: Lettered, words: Words, width: float
) -> list[Block]:
    """
    List what the map does not name or does not show.

    Parameters
    ----------
    spec
        The map.
    standing
        What stands on it, and what does not.
    lettered
        Its labels.
    words
        Of its language.
    width
        Of a line, in millimetres.

    Returns
    -------
    list[Block]
        A paragraph for each reason.
    """
    keyed = sorted((one for one in lettered.labels if one.number), key=lambda one: one.number)
    nowhere = _told_of(standing.nowhere, words)
    count = unplaced(spec)
    if count:
        nowhere.append(f"{words.say('claim.unplaced')} {words.number(count)}")
    lists = {
        "figure.numbered": [
            f"{one.number}\u00a0{told(one.mark.name, one.mark.tally, words)}" for one in keyed
        ],
        "figure.unnamed": _told_of([(one.name, one.tally) for one in lettered.unnamed], words),
        "figure.beyond": _told_of(standing.beyond, words),
        "figure.noPlace": nowhere,
        "figure.hidden": [layer_name(layer, words) for layer in standing.hidden],
    }
    found: list[Block] = []
    if spec.atlas.claims:
        about = words.say("figure.of", standing.claims, all=words.number(len(spec.atlas.claims)))
        shown = f"{words.say('figure.shown')}: {about}."
        found.append(paragraph(shown, width, Letters(LEAST)))
    counts = f" ({words.say('figure.reports.counts' if standing.reports else 'figure.counts')})"
    for key, items in lists.items():
        if items:
            lead = words.say(key) + ("" if key == "figure.hidden" else counts)
            found.append(listed(items, f"{lead}: {{}}.", words, width))
            counts = "" if key != "figure.hidden" else counts
    return found


def _told_of(named: Sequence[tuple[str, Tally]], words: Words) -> list[str]:
    """Write names with their counts, those of most claims first."""
    ranked = sorted(named, key=lambda one: -one[1].claims)
    return [told(name, tally, words) for name, tally in ranked]


def layer_name(layer: Layer, words: Words) -> str:
    """
    Name a layer.

    Parameters
    ----------
    layer
        The layer.
    words
        Of the language of the figure.

    Returns
    -------
    str
        Its own name, or the page's for its kind.
    """
    return inert(layer.name) if layer.name else words.say(f"layer.{layer.kind}")


def told(name: str, tally: Tally, words: Words) -> str:
    """
    Write a name with its counts.

    Parameters
    ----------
    name
        An inert name.
    tally
        What is said about it.
    words
        Of the language of the figure.

    Returns
    -------
    str
        Claims, origins where they are counted, and the sign of a dispute.
    """
    if not tally.claims:
        return name
    known = isolated(name, leftward=words.leftward)
    counts = words.number(tally.claims)
    if tally.origins:
        counts = f"{counts}/{words.number(tally.origins)}"
    doubt = "\u00a0≠" if tally.disputed else ""
    return f"{known}\u00a0{counts}{doubt}"


def sources(
    spec: MapSpec, shown: Collection[str], words: Words, sizes: Sizes, width: float
) -> list[Block]:
    """
    Cite the sources of a map in short lines.

    Parameters
    ----------
    spec
        The map.
    shown
        Ids of the claims about what stands on it.
    words
        Of its language.
    sizes
        Of letters.
    width
        Of all columns, in millimetres.

    Returns
    -------
    list[Block]
        A heading, the sources that carry most of what is on the map, and how many others of
        which kinds there are.
    """
    carried = Counter(claim.source for claim in spec.atlas.claims if not shown or claim.id in shown)
    ranked = sorted(spec.atlas.sources, key=lambda source: -carried[source.id])
    if not ranked:
        return []
    columns = 2 if width >= _TWO_COLUMNS else 1
    most = _MOST_SOURCES[columns - 1]
    cited, rest = ranked[:most], ranked[most:]
    room = width / columns - 2.0
    letters = Letters(LEAST)
    lines: list[Block] = [
        Paragraph((_cited(source, words, room),), letters, above=0.15) for source in cited
    ]
    found: list[Block] = [heading(words.say("tab.sources"), sizes)]
    found.append(in_columns(lines, columns, width))
    if rest:
        kinds = Counter(words.say(f"source.{source.kind}") for source in rest)
        by_kind = words.join(f"{kind} {words.number(n)}" for kind, n in kinds.most_common())
        more = f"{words.say('filters.more', len(rest))}: {by_kind}."
        found.append(paragraph(more, width, Letters(LEAST, colour=SOFT)))
    return found


def _cited(source: Any, words: Words, room: float) -> str:  # noqa: ANN401 - a Source, unnamed here
    """Cite a source in a line: who published it, its title, shortened, and when."""
    leftward = words.leftward
    date = words.period(source.published.text) if source.published else ""
    title, publisher = inert(source.title), inert(source.publisher or "")
    if publisher.partition(" (")[0] in title:
        publisher = ""
    head = f"{shortened(publisher, LEAST, room * 0.35)}: " if publisher else ""
    tail = words.say("join") + date if date else ""
    left = room - width_mm(f"{head}{tail}m", LEAST)
    cited = head + shortened(title, LEAST, max(left, 8.0))
    return isolated(cited, leftward=leftward) + tail


def credit(spec: MapSpec, frame: Frame, words: Words, width: float) -> list[Block]:
    """
    Say whose words and whose map data these are, and how the map is projected.

    Parameters
    ----------
    spec
        The map.
    frame
        Its window.
    words
        Of its language.
    width
        Of a line, in millimetres.

    Returns
    -------
    list[Block]
        One paragraph.
    """
    atlas = spec.atlas
    owed = dict.fromkeys((*spec.attributions, *geodata.attribution(base.LAYERS)))
    sentences = [
        _projected(frame, words),
        words.say("figure.scale"),
        words.say("foot.licence", licence=inert(atlas.licence)) if atlas.licence else "",
        words.say("foot.credits", credits="; ".join(map(inert, owed))),
        f"{words.say('about.made')} balkanroute {version('balkanroute')}.",
    ]
    text = " ".join(filter(None, sentences))
    return [paragraph(text, width, Letters(LEAST, colour=SOFT))]


def _projected(frame: Frame, words: Words) -> str:
    """Name the projection."""
    projection = frame.projection
    if projection.european:
        return words.say("figure.europe")
    north = "figure.north" if projection.latitude >= 0 else "figure.south"
    east = "figure.east" if projection.longitude >= 0 else "figure.west"
    place = words.join(
        [
            words.say(north, degrees=words.number(abs(projection.latitude))),
            words.say(east, degrees=words.number(abs(projection.longitude))),
        ]
    )
    return words.say("figure.laea", place=place)


def head(spec: MapSpec, title: str, words: Words, sizes: Sizes, width: float) -> list[Block]:
    """
    Write the title, and what the map counts.

    Parameters
    ----------
    spec
        The map.
    title
        Its title.
    words
        Of its language.
    sizes
        Of letters.
    width
        Of a line, in millimetres.

    Returns
    -------
    list[Block]
        Two paragraphs.
    """
    counts = paragraph(counted(spec, words), width, Letters(sizes.small, colour=SOFT))
    bold = Letters(sizes.title, bold=True)
    return [paragraph(inert(title), width, bold, most=3), counts]


def counted(spec: MapSpec, words: Words) -> str:
    """
    Count what a map is made of, as the head of the page does.

    Parameters
    ----------
    spec
        The map.
    words
        Of its language.

    Returns
    -------
    str
        Claims, speakers, sources, origins, disputes and the date, in a line.
    """
    atlas = spec.atlas
    counts = {
        "tally.claims": len(atlas.claims),
        "tally.speakers": len({claim.speaker for claim in atlas.claims}),
        "tally.sources": len(atlas.sources),
        "tally.origins": sum(not one.derived_from for one in atlas.sources),
        "tally.disputed": len(disputed(spec)),
    }
    parts = [words.say(key, n) for key, n in counts.items() if n]
    if atlas.date:
        parts.append(words.say("head.asOf", date=words.period(atlas.date.text)))
    return " · ".join(parts)


def summary(spec: MapSpec, standing: Standing, words: Words) -> str:
    """
    Say in words what a map shows, for those who do not see it.

    Parameters
    ----------
    spec
        The map.
    standing
        What stands on it.
    words
        Of its language.

    Returns
    -------
    str
        The sentence of the page, of what the figure shows, and the summary of the atlas.
    """
    told_of = [mark for mark in standing.marks if mark.tally.claims]
    best = sorted(told_of, key=lambda mark: -mark.tally.claims)[:3]
    names = [f"{one.name} ({words.say('tally.claims', one.tally.claims)})" for one in best]
    sentence = words.say(
        "map.summary",
        claims=words.say("tally.claims", len(spec.atlas.claims)),
        places=words.number(len(told_of)),
        list=words.join(names),
    )
    told = sentence if told_of else words.say("map.nothing")
    return " ".join(filter(None, (told, inert(spec.atlas.summary or ""))))
