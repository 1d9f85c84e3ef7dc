"""Entries of the areas, lines and curated places that the bundled layers hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any, Final

from balkanroute import geodata
from balkanroute.gazetteer.entries import Entry
from balkanroute.names import slug

_Labels = tuple[tuple[str, str | None], ...]
_ENGLISH: Final = "en"
_PROVINCE: Final = "RS-VO"


def area_entries() -> Iterator[Entry]:
    """
    Read countries, regions, borders, derived areas and the curated table, without geometry.

    Raises
    ------
    MissingData
        A bundled file is absent or altered.
    """
    countries = _read("country_names")
    own = _read("area_names")
    yield from _countries(countries, own["countries"])
    yield from _regions(own["regions"])
    names = {code: _english(code, countries, own["countries"]) for code in countries}
    yield from _borders(_features("borders"), names, own["borders"])
    yield from _derived(_features("derived_areas"), own["areas"])
    yield from _curated(_read("curated")["features"])


def _read(layer: str) -> Any:  # noqa: ANN401 - JSON as it comes
    """Read a bundled JSON file."""
    return json.loads(geodata.path(layer).read_text(encoding="utf-8"))


def _features(layer: str) -> Iterator[Mapping[str, Any]]:
    """Give the properties of a layer's features."""
    return (feature["properties"] for feature in _read(layer)["features"])


def _countries(names: Mapping[str, Mapping[str, str]], own: Mapping[str, Any]) -> Iterator[Entry]:
    """Make an entry of every country and territory that CLDR names."""
    for code, by_language in names.items():
        english = by_language[_ENGLISH]
        more = own.get(code, {}).get("names", ())
        others = ((text, lang) for lang, text in by_language.items() if lang != _ENGLISH)
        yield Entry(
            key=code,
            id=slug(english),
            kind="country",
            labels=((english, _ENGLISH), *((text, _ENGLISH) for text in more), *others),
            countries=(code,),
            layer="countries",
            basis="boundary data",
            codes={"iso3166-1": code},
        )


def _regions(own: Mapping[str, Any]) -> Iterator[Entry]:
    """Make an entry of every region."""
    for code, row in own.items():
        country = code.partition("-")[0]
        district = country == "RS" and code != _PROVINCE
        yield Entry(
            key=code,
            id=slug(row["name"]),
            kind="region",
            labels=((row["name"], _ENGLISH), *_by_language(row["names"])),
            countries=(country,),
            layer="regions",
            basis="boundary data",
            codes={"iso3166-2": code},
            within=_PROVINCE if district else country,
        )


def _by_language(names: Mapping[str, Iterable[str]]) -> _Labels:
    """Spread names that are listed by language."""
    return tuple((text, language) for language, texts in names.items() for text in texts)


def _english(
    code: str, countries: Mapping[str, Any], own: Mapping[str, Any]
) -> tuple[list[str], list[str]]:
    """Give a country's English names and adjectives."""
    row = own.get(code, {"names": [], "adjectives": []})
    return [countries[code][_ENGLISH], *row["names"]], row["adjectives"]


def _borders(
    features: Iterable[Mapping[str, Any]],
    names: Mapping[str, tuple[list[str], list[str]]],
    own: Mapping[str, Any],
) -> Iterator[Entry]:
    """Make an entry of every border."""
    for properties in features:
        key = properties["id"]
        a, b = key.split("-")
        more = own.get(key, own.get(f"{b}-{a}", {"names": {}}))["names"]
        yield Entry(
            key=key,
            id=f"{key.lower()}-border",
            kind="border",
            labels=(*_border_labels(names[a], names[b]), *_by_language(more)),
            countries=(a, b),
            layer="borders",
            basis="boundary data",
            precision_m=properties.get("precision_m"),
            note=properties.get("note"),
        )


def _border_labels(a: tuple[list[str], list[str]], b: tuple[list[str], list[str]]) -> _Labels:
    """Name a border in English: by the countries and by their adjectives, in both orders."""
    texts = []
    for (names_1, adjectives_1), (names_2, adjectives_2) in ((a, b), (b, a)):
        texts += [f"{x}–{y} border" for x, y in product(names_1, names_2)]  # noqa: RUF001 - a pair
        texts += [f"{x}-{y} border" for x, y in product(adjectives_1, adjectives_2)]
        texts += [f"{x} border with {names_2[0]}" for x in adjectives_1[:1]]
    return tuple((text, _ENGLISH) for text in texts)


def _derived(
    features: Iterable[Mapping[str, Any]], own: Mapping[str, Mapping[str, Any]]
) -> Iterator[Entry]:
    """Make an entry of every area that reports name but no boundary defines."""
    for properties in features:
        key = properties["id"]
        more = own.get(key, {"names": {}})["names"]
        yield Entry(
            key=key,
            id=key.removeprefix("x-"),
            kind="area",
            labels=((properties["name"], _ENGLISH), *_by_language(more)),
            countries=tuple(dict.fromkeys(member[:2] for member in properties["members"])),
            layer="derived_areas",
            basis="derived",
            precision_m=properties["precision_m"],
            definition=properties["definition"],
        )


def _curated(features: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    """Make an entry of every row of the curated table; of a row without geometry, without layer."""
    for feature in features:
        properties, geometry = feature["properties"], feature["geometry"]
        countries = tuple(properties["countries"])
        point = geometry is not None and geometry["type"] == "Point"
        yield Entry(
            key=properties["id"],
            id=properties["id"],
            kind=properties["kind"],
            labels=((properties["name"], None), *_by_language(properties["names"])),
            countries=countries,
            layer="curated" if geometry is not None else "",
            basis="curated",
            point=tuple(geometry["coordinates"]) if point else None,
            precision_m=properties["precision_m"],
            feature=properties["feature"],
            within=properties["within"] or (countries[0] if len(countries) == 1 else None),
            note=_note(properties, placed=geometry is not None),
        )


def _note(properties: Mapping[str, Any], *, placed: bool) -> str:
    """Say what is known of a curated place, and from whom."""
    status = properties["status"]
    km = properties["precision_m"] / 1_000
    parts = (
        properties["note"],
        None if placed else f"No point of its own: in or near {properties['within']}, {km:g} km.",
        f"Status: {status}." if status else None,
        f"Source: {properties['source']}.",
    )
    return " ".join(part for part in parts if part)
