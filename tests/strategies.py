"""Whole atlases for property tests: valid by construction, strange wherever that is allowed."""

from __future__ import annotations

import shapely
from hypothesis import strategies as st

from balkanroute.model import (
    Agent,
    Atlas,
    Claim,
    Leg,
    Name,
    Place,
    PlaceRole,
    Quantity,
    Relation,
    Route,
    RouteRole,
    Selector,
    Source,
)
from balkanroute.periods import Period

STANCES = ["asserts", "reports", "alleges", "estimates", "warns", "predicts", "denies"]
ROLES = ["about", "at", "from", "to", "via", "within", "near"]
LEVELS = [None, "clear", "green", "amber", "amber+strict", "red"]

#: Text that parsers stumble over.
TRICKY = [
    "no", "On", "yes", "~", "null", "true", "1e3", "0x1F", "1_000", "12:30", "007", "1.", ".5",
    "2023", "2023-10-25", "<<", "=", "- a", "a: b", "a #b", "#", "&a", "*a", "!t", "|", ">", "%",
    "@", "`", "'", '"', "\\", "{a}", "[a]", " a", "a ", "a\nb", "a\n", "\na", "a \n b", "\ta",
    "a\r\nb", "a\u2028b", "a\x85b", "\ufeffa", "\x00", "\x07", "\x7f", "Хоргош", "Ásotthalom",
    "\U0001f600", "<script>alert(1)</script>", "${alert(1)}", "{{ x }}", "---", "...", "? a",
    "long " * 60, "word" * 60, "a\n\n\nb", "a\n  b\n c\n", '"""', "'''", ",", ";", ".inf", "NaN",
]  # fmt: skip

texts = st.one_of(
    st.sampled_from(TRICKY),
    st.text(st.characters(codec="utf-8"), max_size=40),
)
words = texts.filter(str.strip)
ids = st.one_of(
    st.from_regex(r"[a-z][a-z0-9]{0,7}(-[a-z0-9]{1,5})?", fullmatch=True),
    st.sampled_from(["no", "007", "1e3", "~", "<<", "a:b", "a#b", "{a}", "Хоргош", "-", "'", '"']),
    st.text(st.characters(codec="utf-8", exclude_characters="/\\"), min_size=1, max_size=8).filter(
        lambda text: not any(letter.isspace() for letter in text)
    ),
)
days = st.dates().map(lambda day: day.isoformat())
periods = st.one_of(
    days,
    st.builds("{}~".format, days),
    st.sampled_from(
        ["2023", "2023-10", "2023?", "202X", "2023-11-XX", "2023-22", "2023-10/..", "/2023"]
    ),
    st.tuples(days, days).map(lambda pair: "/".join(sorted(pair))),
).map(Period)
maybe_words = st.none() | words
maybe_period = st.none() | periods
levels = st.sampled_from(LEVELS)
numbers = st.one_of(
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
)
plain = st.recursive(
    st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
extras = st.dictionaries(texts, plain, max_size=2)
extras_with_null = st.dictionaries(texts, plain | st.none() | st.lists(st.none()), max_size=2)
metres = st.none() | st.floats(0, 1e7)

longitudes = st.floats(-180, 180)
latitudes = st.floats(-90, 90)
corners = st.tuples(longitudes, latitudes)


def _box(corner, width, height):
    west, south = min(corner[0], 179.0), min(corner[1], 89.0)
    return shapely.box(west, south, west + width, south + height)


points = corners.map(shapely.Point)
lines = st.lists(corners, min_size=2, max_size=5, unique=True).map(shapely.LineString)
boxes = st.builds(_box, corners, st.floats(0.1, 1), st.floats(0.1, 1))
geometries = st.one_of(
    points,
    lines,
    boxes,
    st.lists(points, min_size=1, max_size=3, unique=True).map(shapely.MultiPoint),
    st.lists(lines, min_size=1, max_size=2).map(shapely.MultiLineString),
    boxes.map(lambda box: shapely.MultiPolygon([box])),
    st.tuples(points, lines).map(list).map(shapely.GeometryCollection),
).filter(lambda geometry: geometry.is_valid)

names = st.builds(
    Name,
    text=words,
    language=st.sampled_from([None, "sr", "hu"]),
    script=st.sampled_from([None, "Cyrl"]),
)


@st.composite
def quantities(draw):
    figures = sorted(draw(st.lists(numbers, min_size=1, max_size=3)))
    given = dict(zip(draw(st.permutations(["low", "best", "high"])), figures, strict=False))
    ordered = dict(
        zip([name for name in ("low", "best", "high") if name in given], figures, strict=True)
    )
    return Quantity(
        what=draw(words),
        unit=draw(words),
        per=draw(maybe_words),
        note=draw(maybe_words),
        **ordered,
    )


@st.composite
def selectors(draw):
    start = draw(st.none() | st.integers(0, 1000))
    return Selector(
        paragraph=draw(st.none() | st.integers(1, 99)),
        page=draw(st.none() | st.integers(1, 99)),
        start=start,
        end=None if start is None else start + draw(st.integers(1, 99)),
        sha256=draw(st.none() | st.from_regex("[0-9a-f]{64}", fullmatch=True)),
    )


def _keys(most):
    return st.lists(ids, max_size=most, unique=True)


def _some(keys):
    return st.lists(st.sampled_from(keys), max_size=3) if keys else st.just([])


@st.composite
def _sources(draw, keys):
    return tuple(
        Source(
            id=key,
            title=draw(words),
            kind=draw(st.sampled_from(["other", "news", "government document"])),
            publisher=draw(maybe_words),
            url=draw(st.none() | st.just("https://example.org/ć?a=1#b") | words),
            published=draw(maybe_period),
            retrieved=draw(maybe_period),
            language=draw(st.sampled_from([None, "en", "no"])),
            derived_from=tuple(draw(_some(keys[:index]))),
            reliability=draw(st.sampled_from([None, *"ABCDEF"])),
            note=draw(maybe_words),
            sensitivity=draw(levels),
            extra=draw(extras),
        )
        for index, key in enumerate(keys)
    )


@st.composite
def _agents(draw, keys):
    return tuple(
        Agent(
            id=key,
            name=draw(words),
            kind=draw(st.sampled_from(["person", "organisation", "unnamed"])),
            role=draw(maybe_words),
            member_of=draw(st.none() | st.sampled_from(keys)),
            note=draw(maybe_words),
            sensitivity=draw(levels),
            extra=draw(extras),
        )
        for key in keys
    )


@st.composite
def places(draw, keys):
    return tuple(
        Place(
            id=key,
            name=draw(words),
            names=tuple(draw(st.lists(names, max_size=2))),
            kind=draw(st.sampled_from(["area", "settlement", "border", "country"])),
            geometry=draw(st.none() | geometries),
            precision_m=draw(metres),
            basis=draw(st.sampled_from([None, "gazetteer", "curated", "derived"])),
            provenance=draw(maybe_words),
            ids=draw(st.dictionaries(words, texts, max_size=2)),
            within=draw(maybe_words),
            definition=draw(maybe_words),
            note=draw(maybe_words),
            sensitivity=draw(levels),
            extra=draw(extras),
        )
        for key in keys
    )


@st.composite
def _routes(draw, keys, place_keys, claim_keys):
    if len(place_keys) < 2:
        return ()
    ends = st.lists(st.sampled_from(place_keys), min_size=2, max_size=2, unique=True)
    made = []
    for key in keys:
        legs = []
        for _ in range(draw(st.integers(1, 2))):
            origin, destination = draw(ends)
            legs.append(
                Leg(
                    origin=origin,
                    destination=destination,
                    mode=draw(st.sampled_from(["unknown", "air", "foot"])),
                    basis=draw(st.sampled_from(["reported", "inferred", "routed"])),
                    over=draw(st.none() | st.sampled_from(place_keys)),
                    corridor_m=draw(metres),
                    claims=tuple(draw(_some(claim_keys))),
                    about=draw(maybe_period),
                    geometry=draw(st.none() | lines),
                    note=draw(maybe_words),
                )
            )
        made.append(Route(id=key, name=draw(words), legs=tuple(legs), note=draw(maybe_words)))
    return tuple(made)


@st.composite
def _claims(draw, keys, agents, sources, place_keys, route_keys):
    made = []
    for index, key in enumerate(keys if agents and sources else ()):
        kinds = st.sampled_from(["repeats", "supports", "contradicts", "narrows", "retracts"])
        relations = [
            Relation(kind=draw(kinds), claim=other, by=draw(st.none() | st.sampled_from(agents)))
            for other in draw(_some(keys[:index]))
        ]
        made.append(
            Claim(
                id=key,
                says=draw(words),
                speaker=draw(st.sampled_from(agents)),
                source=draw(st.sampled_from(sources)),
                recorder=draw(st.none() | st.sampled_from(agents)),
                stance=draw(st.sampled_from(STANCES)),
                about=draw(maybe_period),
                where=tuple(
                    PlaceRole(place=place, role=draw(st.sampled_from(ROLES)))
                    for place in draw(_some(place_keys))
                ),
                routes=tuple(
                    RouteRole(route=route, role=draw(st.sampled_from(ROLES)))
                    for route in draw(_some(route_keys))
                ),
                quantities=tuple(draw(st.lists(quantities(), max_size=2))),
                topics=tuple(draw(st.lists(texts, max_size=2))),
                relations=tuple(relations),
                at=draw(st.none() | selectors()),
                credibility=draw(st.sampled_from([None, 1, 2, 3, 4, 5, 6])),
                likelihood=draw(st.sampled_from([None, "likely", "almost certain"])),
                quote=draw(st.none() | texts),
                recorded=draw(maybe_period),
                note=draw(maybe_words),
                sensitivity=draw(levels),
                extra=draw(extras),
            )
        )
    return tuple(made)


@st.composite
def atlases(draw, extra=extras):
    """Valid atlases of a few records; TOML cannot hold those with ``extra=extras_with_null``."""
    keys = {kind: draw(_keys(3)) for kind in ("sources", "agents", "places", "routes", "claims")}
    if not (keys["agents"] and keys["sources"]):
        keys["claims"] = []
    if len(keys["places"]) < 2:
        keys["routes"] = []
    return Atlas(
        title=draw(words),
        language=draw(st.sampled_from(["en", "sr-Latn", "no"])),
        summary=draw(maybe_words),
        date=draw(maybe_period),
        recorder=draw(st.none() | st.sampled_from(keys["agents"])) if keys["agents"] else None,
        licence=draw(maybe_words),
        sources=draw(_sources(keys["sources"])),
        agents=draw(_agents(keys["agents"])),
        places=draw(places(keys["places"])),
        routes=draw(_routes(keys["routes"], keys["places"], keys["claims"])),
        claims=draw(
            _claims(keys["claims"], keys["agents"], keys["sources"], keys["places"], keys["routes"])
        ),
        note=draw(maybe_words),
        extra=draw(extra),
    )
