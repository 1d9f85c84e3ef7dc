"""The columns of a lone spreadsheet: what ours are called, and what others call them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise
from typing import Final

from balkanroute.names import fold
from balkanroute.readers.tables import COLUMNS

#: Columns beyond those of `balkanroute.readers.tables.COLUMNS`, and what each may hold.
FLAT: Final = {
    "speaker_name": "the speaker's name, where `speaker` is an id",
    "speaker_kind": "person, government body, organisation, outlet, group or unnamed",
    "speaker_role": "the speaker's office or profession",
    "speaker_member_of": "the agent that the speaker belongs to",
    "speaker_note": "what a reader must know of the speaker",
    "speaker_sensitivity": "a TLP name, for the speaker",
    "speaker_extra": "JSON: the speaker's further fields",
    "source_title": "the source's title, where `source` is an id",
    "source_kind": "news, report, official statement, ...",
    "source_publisher": "who put the source out",
    "source_url": "where the source is",
    "source_archived_url": "where a copy of the source is kept",
    "source_published": "when the source came out",
    "source_retrieved": "when the source was read",
    "source_language": "BCP 47 tag of the source's text",
    "source_licence": "terms under which the source may be used",
    "source_derived_from": "sources that the source repeats, separated by ;",
    "source_reliability": "Admiralty reliability, A to F",
    "source_note": "what a reader must know of the source",
    "source_sensitivity": "a TLP name, for the source",
    "source_extra": "JSON: the source's further fields",
    "place_name": "names of the places, separated by ;",
    "place_role": "what the places are to the claim: at, from, to, via, within, near, about",
    "place_kind": "country, region, settlement, border, crossing, airport, corridor point, area",
    "place_country": "the country in which the place is looked up",
    "longitude": "degrees east, WGS 84",
    "latitude": "degrees north, WGS 84",
    "precision_m": "how far the truth may be from the point, in metres",
    "place_gazetteer": "key of the place in the gazetteer",
    "place_sensitivity": "a TLP name, for the place",
    "route": "places in the order of travel, separated by > or ->",
    "route_name": "what the route is called",
    "extra": "JSON: the claim's further fields",
}
KNOWN: Final = (*COLUMNS, *FLAT)
_ALIASES: Final = {
    "id": "identifier, claim id, nr, no, case no, kennung, broj, redni broj, sorszám, "
    "azonosító",
    "says": "claim, statement, assertion, allegation, text, description, summary, what was said, "
    "what happened, event description, opis događaja, šta se desilo, šta se dogodilo, aussage, "
    "behauptung, beschreibung, tvrdnja, izjava, tvrđenje, opis, állítás, leírás, déclaration, "
    "affirmation, afirmación, declaración, утверждение, заявление, описание",
    "speaker": "who, who said it, who says it, said by, attributed to, attribution, speaker id, "
    "spokesperson, sprecher, wer, govornik, ko kaže, ko tvrdi, tko kaže, beszélő, ki mondja, "
    "locuteur, qui, hablante, говорящий, кто",
    "speaker_name": "name of speaker",
    "speaker_role": "office, function, funkcija, funktion",
    "source": "source name, source id, reference, quelle, izvor, forrás, fuente, источник, извор",
    "source_title": "title, headline, article, titel, überschrift, naslov, cím, titre, título",
    "source_url": "url, link, source link, web, website, href, poveznica, lien, "
    "enlace, hivatkozás, ссылка",
    "source_archived_url": "archive, archived, archive url, archive link, archived link",
    "source_publisher": "publisher, outlet, medium, newspaper, herausgeber, medij, mediji, "
    "kiadó, éditeur, издатель",
    "source_published": "published, publication date, date published, date of publication, "
    "source date, reported, date reported, veröffentlicht, objavljeno, datum objave, "
    "datum objavljivanja, publié, megjelent",
    "source_retrieved": "retrieved, accessed, date accessed, abgerufen, pristupljeno",
    "source_derived_from": "derived from, based on, original source, repeats",
    "source_language": "language, sprache, jezik, langue, nyelv, idioma",
    "about": "date, event date, date of event, when, incident date, date of incident, datum, "
    "datum događaja, wann, kada, dátum, mikor, date de l'événement, fecha, дата, когда",
    "place_name": "place, location, location name, city, town, village, locality, site, ort, "
    "ortschaft, mesto, mjesto, lokacija, hely, helyszín, helység, lieu, endroit, lugar, "
    "ubicación, место",
    "place_country": "country, land, staat, država, zemlja, ország, pays, país",
    "place_kind": "place type, location type, kind of place, type of place",
    "longitude": "lon, lng, long, x, longitude e, laengengrad, längengrad, länge, "
    "geografska dužina, dužina, hosszúság, földrajzi hosszúság, longitud, долгота",
    "latitude": "lat, y, latitude n, breitengrad, breite, geografska širina, širina, szélesség, "
    "földrajzi szélesség, latitud, широта",
    "precision_m": "precision, accuracy, uncertainty, precision metres, precision meters, "
    "accuracy m, radius m, genauigkeit, preciznost, pontosság",
    "place_gazetteer": "gazetteer, gazetteer key",
    "where": "places, place id, place ids",
    "routes": "route id, route ids",
    "route": "itinerary, ruta, strecke, weg, útvonal, itinéraire, маршрут",
    "topics": "topic, tags, tag, keywords, category, categories, theme, thema, themen, tema, teme, "
    "kategorie, kategorija, téma, mots clés, тема",
    "quote": "quotation, verbatim, zitat, citat, idézet, citation, cita, цитата",
    "note": "notes, comment, comments, remark, remarks, bemerkung, anmerkung, napomena, beleška, "
    "megjegyzés, remarque, nota, примечание",
    "recorder": "recorded by, coder, coded by, entered by",
    "recorded": "date recorded, date entered, entered",
    "stance": "speech act, verb",
    "quantities": "figures, quantity",
    "sensitivity": "tlp, marking",
    "page": "page number, seite, oldal",
    "paragraph": "paragraph number, absatz",
}  # fmt: skip
#: Names of columns with both coordinates in a cell, which may stand in either order.
_PAIRS: Final = frozenset(map(fold, (
    "coordinates", "coordinate", "coords", "gps", "lat lon", "lat long", "latlon", "koordinate",
    "koordinaten", "koordináták", "координате",
)))  # fmt: skip
_CARRIERS: Final = frozenset({"speaker", "speaker_name", "source", "source_title", "source_url",
                              "source_publisher"})  # fmt: skip
_LEAST_FOR_A_HEADER: Final = 2
_LEAST_WITHOUT_WORDS: Final = 3
#: How near a name must be to one that is known, for that to be suggested.
_NEAR: Final = 0.8
_MOST_NEAR: Final = 50
_LONGEST_NAME: Final = 80


def _names() -> dict[str, str]:
    """Give our column by every folded name."""
    found: dict[str, str] = {}
    for column, others in _ALIASES.items():
        found.update({fold(other): column for other in others.split(", ")})
    return found | {fold(column): column for column in KNOWN}


_NAMES: Final = _names()


def column_of(header: str) -> str | None:
    """
    Tell which of our columns a header names.

    Parameters
    ----------
    header
        In any case, script and spelling that is listed.

    Returns
    -------
    str or None
        Our name, or ``extra.<name>`` as it stands; None where it is somebody's own.
    """
    if header in KNOWN or (header.startswith("extra.") and header != "extra."):
        return header
    return _NAMES.get(fold(header)) if len(header) <= _LONGEST_NAME else None


@dataclass(slots=True)
class Header:
    """
    The columns of a sheet.

    Parameters
    ----------
    row
        Number of the row, or of the lower of two, that names the columns.
    columns
        Ours by position; None where a column is somebody's own.
    names
        As they stand in the sheet, by position.
    odd
        What is odd about them, for people.
    """

    row: int
    columns: list[str | None]
    names: list[str]
    odd: list[str] = field(default_factory=list)

    @property
    def known(self) -> set[str]:
        """The columns of ours that it names."""
        return {column for column in self.columns if column is not None}

    @property
    def sources_by_id(self) -> bool:
        """Whether `source` holds an id: it says so, or the title beside it is called as ours."""
        called = {fold(name) for name in self.names}
        return "source_title" in self.known and bool(called & {"source title", "source id"})


def header_of(number: int, cells: Sequence[str]) -> Header:
    """
    Read a row as one that names columns.

    Parameters
    ----------
    number
        Of the row, from 1.
    cells
        Its text.

    Returns
    -------
    Header
        A name that stands twice, or that two columns have in other words, counts where it stands
        first, ours before others; further ones are somebody's own.
    """
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    header = Header(number, [None] * len(names), names)
    taken: set[str] = set()
    ours_first = sorted(range(len(names)), key=lambda at: names[at] not in KNOWN)
    for at in ours_first:
        column = column_of(names[at]) if names[at] else None
        if column in taken:
            header.odd.append(
                f"column {names[at]!r} would be {column!r} too; it is kept under extra"
            )
        elif column is not None:
            header.columns[at] = column
            taken.add(column)
    return header


def nearly_known(header: Header) -> list[str]:
    """
    Say which names are near to ones that would be known.

    Parameters
    ----------
    header
        The columns.

    Returns
    -------
    list of str
        A sentence for each.
    """
    odd = []
    both = zip(header.names, header.columns, strict=True)
    unknown = [name for name, column in both if name and column is None]
    for name in unknown[:_MOST_NEAR]:
        if column_of(name) is not None:
            continue
        if fold(name) in _PAIRS:
            odd.append(
                f"column {name[:60]!r} is not read; put its figures under 'latitude' and "
                f"'longitude'. It is kept under extra"
            )
            continue
        near = get_close_matches(fold(name[:60]), _NAMES, n=1, cutoff=_NEAR)
        if near:
            odd.append(
                f"column {name[:60]!r} is not known; did you mean {_NAMES[near[0]]!r}? "
                f"It is kept under extra"
            )
    return odd


def merged(upper: Sequence[str], number: int, lower: Sequence[str]) -> Header | None:
    """
    Read two rows as one header, the upper one with merged cells over the lower one's.

    Parameters
    ----------
    upper, lower
        Text of the two rows.
    number
        Of the lower row.

    Returns
    -------
    Header or None
        None where the lower row names no columns.
    """
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    names, group = [], ""
    for over, under in zip(above, below, strict=True):
        group = over.strip() or (group if under.strip() else "")
        both = f"{group} {under.strip()}".strip()
        alone = under.strip() or over.strip()
        names.append(both if column_of(both) else alone)
    told = [name for name, under in zip(names, below, strict=True) if under.strip()]
    if not told or not all(column_of(name) for name in told):
        return None
    return header_of(number, names)


def find_header(rows: Sequence[tuple[int, list[str]]]) -> Header:
    """
    Find the row that names the columns, below titles that people write above.

    Parameters
    ----------
    rows
        The first rows that are not blank, with their numbers.

    Returns
    -------
    Header
        The one with the most columns that are known; the first row where none has two.
    """
    found = [header_of(number, cells) for number, cells in rows]
    for (_, upper), (number, lower) in pairwise(rows):
        both = merged(upper, number, lower)
        if both is not None:
            found.append(both)
    best = max(found, key=lambda header: (len(header.known), -header.row))
    return best if len(best.known) >= _LEAST_FOR_A_HEADER else found[0]


def looks_like_claims(columns: set[str]) -> bool:
    """
    Tell whether columns are those of claims.

    Parameters
    ----------
    columns
        Ours.

    Returns
    -------
    bool
        Whether something is said, and by whom, where, when or in what source; or, where only the
        column with the words is missing, whether there are who, or what source, and where or when.
    """
    settings = {"about", "where", "place_name", "longitude"}
    if "says" in columns:
        return bool((_CARRIERS | settings | {"stance", "topics"}) & columns)
    both = bool(_CARRIERS & columns) and bool(settings & columns)
    return both and len(columns) >= _LEAST_WITHOUT_WORDS
