"""
The KML document of an atlas: a Folder for each layer of its map.

The same layers, in the same order and colours, as on the page; what is on no layer stands in a
Folder of its own. Our records travel as JSON in ExtendedData, beside what people read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from balkanroute.layers import Layer, MapSpec, Style, legs_drawn, overview
from balkanroute.model import KINDS, Atlas, Claim, Leg, Place, Route, to_plain
from balkanroute.writers.kml import descriptions
from balkanroute.writers.kml.geometries import geometry_kml
from balkanroute.writers.plain_json import json_line, xml_text

#: The name of our data in ExtendedData, as the reader knows it.
_NAME: Final = "balkanroute"
_FOLDERS: Final = {
    "country": "Countries",
    "derived": "Derived areas",
    "region": "Regions",
    "area": "Areas",
    "border": "Borders",
    "spot": "Spots",
    "settlement": "Settlements",
    "corridor point": "Corridor points",
    "crossing": "Crossings",
    "airport": "Airports",
}
_REST: Final = "Not on the map"
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
)
_TAIL: Final = "</Document>\n</kml>\n"


@dataclass(slots=True)
class Document:
    """
    A document that is being written.

    Parameters
    ----------
    atlas
        What is written.
    """

    atlas: Atlas
    _spec: MapSpec = field(init=False)
    _drawn: dict[str, Route] = field(init=False)
    _numbers: dict[tuple[str, str], int] = field(init=False)
    _at: dict[str, list[Claim]] = field(init=False)
    _along: dict[str, list[Claim]] = field(init=False)
    _placed: set[str] = field(init=False)

    def __post_init__(self) -> None:
        """Lay the atlas out, and find what is said where."""
        self._spec = overview(self.atlas)
        self._drawn = {route.id: route for route in legs_drawn(self.atlas).routes}
        self._numbers = {
            (kind, record.id): number
            for kind in ("places", "routes")
            for number, record in enumerate(getattr(self.atlas, kind))
        }
        self._at, self._along = defaultdict(list), defaultdict(list)
        for claim in self.atlas.claims:
            for key in dict.fromkeys(entry.place for entry in claim.where):
                self._at[key].append(claim)
            for key in dict.fromkeys(entry.route for entry in claim.routes):
                self._along[key].append(claim)
        self._placed = {place.id for place in self.atlas.places if place.geometry is not None}

    def text(self) -> str:
        """Give the whole document."""
        return "".join(self._parts())

    def _parts(self) -> Iterator[str]:
        """Give the parts of the document in their order."""
        atlas = self.atlas
        yield _HEAD
        yield f"<name>{xml_text(atlas.title)}</name>\n<open>1</open>\n"
        about = [text for text in (atlas.summary, atlas.note, atlas.licence) if text]
        about += self._spec.attributions
        if about:
            paragraphs = "".join(f"<p>{descriptions.html(text)}</p>" for text in about)
            yield f"<description>{xml_text(paragraphs)}</description>\n"
        for number, layer in enumerate(self._spec.layers):
            yield _style(number, layer.style)
        yield from self._records()
        for number, layer in enumerate(self._spec.layers):
            yield from self._layer(number, layer)
        yield from self._rest()
        yield _TAIL

    def _records(self) -> Iterator[str]:
        """Give the atlas and the records that are no features."""
        plain = {k: v for k, v in to_plain(self.atlas_header()).items() if k not in KINDS}
        yield "<ExtendedData>\n"
        yield _data(f"{_NAME}:atlas", json_line(plain, "the atlas"))
        for kind in ("sources", "agents", "claims"):
            for number, record in enumerate(getattr(self.atlas, kind)):
                line = json_line(to_plain(record), f"{KINDS[kind]} {record.id!r}")
                yield _data(f"{_NAME}:{kind}:{number}", line)
        yield "</ExtendedData>\n"

    def atlas_header(self) -> Atlas:
        """Give the atlas without its lists; the agents stay, since one of them recorded it."""
        return replace(self.atlas, sources=(), places=(), routes=(), claims=())

    def _layer(self, number: int, layer: Layer) -> Iterator[str]:
        """Give the Folder of a layer."""
        if layer.places:
            yield f"<Folder><name>{_FOLDERS.get(layer.kind, layer.kind)}</name>\n"
            for key in layer.places:
                yield self._place(self.atlas.place(key), f"#layer-{number}")
            yield "</Folder>\n"
        for key in layer.routes:
            yield from self._route(self.atlas.route(key), f"#layer-{number}")

    def _place(self, place: Place, style: str) -> str:
        """Write the Placemark of a place."""
        held: dict[str, Any] = {"places": self._numbers["places", place.id]}
        if place.geometry is not None:
            held["geometry"] = place.geometry.geom_type
        held["record"] = to_plain(replace(place, geometry=None))
        claims = self._at[place.id]
        facts = {
            "place": place.id,
            "kind": place.kind,
            "precision_m": "" if place.precision_m is None else repr(place.precision_m),
            "claims": str(len(claims)),
            "speakers": str(len({claim.speaker for claim in claims})),
        }
        data = "".join(_data(name, value) for name, value in facts.items() if value)
        data += _data(_NAME, json_line(held, f"place {place.id!r}"))
        said = descriptions.of_place(place, claims, self.atlas)
        shape = "" if place.geometry is None else geometry_kml(place.geometry)
        return _placemark(place.name, said, style, f"{data}", shape)

    def _route(self, route: Route, style: str) -> Iterator[str]:
        """Give the Folder of a route, with a Placemark for each leg."""
        number = self._numbers["routes", route.id]
        bare = replace(route, legs=tuple(replace(leg, geometry=None) for leg in route.legs))
        held = {"routes": number, "record": to_plain(bare)}
        yield f"<Folder><name>{xml_text(route.name)}</name>\n"
        told = {key for leg in route.legs for key in leg.claims}
        rest = [claim for claim in self._along[route.id] if claim.id not in told]
        said = descriptions.of_folder(rest, self.atlas, route.note)
        yield f"<description>{xml_text(said)}</description>\n"
        line = json_line(held, f"route {route.id!r}")
        yield f"<ExtendedData>\n{_data(_NAME, line)}</ExtendedData>\n"
        for place, leg in enumerate(route.legs):
            yield self._leg(route, place, leg, style)
        yield "</Folder>\n"

    def _leg(self, route: Route, place: int, leg: Leg, style: str) -> str:
        """Write the Placemark of a leg; a line that is not known is drawn, and said to be."""
        shown = leg.geometry or self._drawn[route.id].legs[place].geometry
        drawn = leg.geometry is None
        held: dict[str, Any] = {"route": self._numbers["routes", route.id], "leg": place}
        held |= {"drawn": True} if drawn else {"geometry": leg.geometry.geom_type}  # type: ignore[union-attr]
        ends = (self.atlas.place(key).name for key in (leg.origin, leg.destination))
        name = " to ".join(ends)
        facts = {"route": route.id, "leg": str(place), "mode": leg.mode, "basis": leg.basis}
        data = "".join(_data(key, value) for key, value in facts.items())
        data += _data(_NAME, json_line(held, f"route {route.id!r}"))
        said = descriptions.of_leg(route, leg, name, self.atlas, drawn=drawn and bool(shown))
        shape = geometry_kml(shown) if shown is not None else ""
        return _placemark(name, said, style, data, shape, _span(leg))

    def _rest(self) -> Iterator[str]:
        """Give the Folder of what is on no layer: places without geometry, claims without place."""
        places = [place for place in self.atlas.places if place.id not in self._placed]
        claims = [
            claim
            for claim in self.atlas.claims
            if not claim.routes and not any(entry.place in self._placed for entry in claim.where)
        ]
        if not (places or claims):
            return
        said = descriptions.of_folder(claims, self.atlas)
        yield f"<Folder><name>{_REST}</name>\n<description>{xml_text(said)}</description>\n"
        for place in places:
            yield self._place(place, "")
        yield "</Folder>\n"


def _placemark(name: str, said: str, style: str, data: str, shape: str, span: str = "") -> str:
    """Write a Placemark, its parts in the order of the schema."""
    link = f"<styleUrl>{style}</styleUrl>" if style else ""
    return (
        f'<Placemark><name>{xml_text(name)}</name><Snippet maxLines="0"></Snippet>'
        f"<description>{xml_text(said)}</description>\n{span}{link}"
        f"<ExtendedData>\n{data}</ExtendedData>\n{shape}</Placemark>\n"
    )


def _data(name: str, value: str) -> str:
    """Write a value of ExtendedData."""
    return f'<Data name="{xml_text(name)}"><value>{xml_text(value)}</value></Data>\n'


def _span(leg: Leg) -> str:
    """Write when a leg is said to be used, by its first and its last day."""
    if leg.about is None:
        return ""
    days = (("begin", leg.about.earliest), ("end", leg.about.latest))
    return "<TimeSpan>{}</TimeSpan>\n".format(
        "".join(f"<{name}>{day.isoformat()}</{name}>" for name, day in days if day)
    )


def _style(number: int, style: Style) -> str:
    """Write the style of a layer; its balloon shows the description and nothing else."""
    colour = "".join(style.colour[i : i + 2] for i in (5, 3, 1)).lower()
    fill = f"{round(style.fill_opacity * 255):02x}"
    return (
        f'<Style id="layer-{number}"><IconStyle><color>ff{colour}</color></IconStyle>'
        f"<LineStyle><color>ff{colour}</color><width>{style.weight_px:g}</width></LineStyle>"
        f"<PolyStyle><color>{fill}{colour}</color></PolyStyle>"
        f"<BalloonStyle><text>$[description]</text></BalloonStyle></Style>\n"
    )
