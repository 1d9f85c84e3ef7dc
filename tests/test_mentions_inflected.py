# ruff: noqa: RUF001 - Cyrillic sentences are meant
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inflected_tables import CYRILLIC, HUNGARIAN, KEYS, LATIN, TABLES

from balkanroute.errors import InvalidRecord
from balkanroute.gazetteer import Gazetteer
from balkanroute.mentions.inflected import find_inflected
from balkanroute.mentions.languages import SUPPORTED
from balkanroute.mentions.lexicon import Lexicon
from balkanroute.mentions.places import find_places
from balkanroute.mentions.tokens import cut

#: Precision, recall, and the share of what was found that was put on the right place: just under
#: what is reached.
FLOORS = {
    "sr-Latn": (0.98, 0.98, 0.96),
    "sr-Cyrl": (0.98, 0.98, 0.96),
    "hu": (0.98, 0.98, 0.96),
    "later sr-Latn": (0.96, 0.96, 0.96),
    "later sr-Cyrl": (0.96, 0.96, 0.93),
    "later hu": (0.96, 0.96, 0.96),
    "last sr-Latn": (0.93, 0.93, 0.93),
    "last sr-Cyrl": (0.94, 0.94, 0.94),
    "last hu": (0.92, 0.92, 0.92),
}
_MARK = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")


@dataclass(frozen=True)
class Score:
    """How a table was read."""

    precision: float
    recall: float
    right: float
    wrong: tuple[str, ...]


def unmarked(line: str) -> tuple[str, dict[tuple[int, int], frozenset[str]]]:
    """Take the marks out of a line; give the text, and the keys of each span."""
    text, gold, last = "", {}, 0
    for mark in _MARK.finditer(line):
        text += line[last : mark.start()]
        gold[len(text), len(text) + len(mark[1])] = KEYS.get(mark[2], frozenset({mark[2]}))
        text += mark[1]
        last = mark.end()
    return text + line[last:], gold


@cache
def score(table: str) -> Score:
    """Read a table line by line."""
    language = table.rpartition(" ")[2]
    found = named = hit = right = 0
    wrong = []
    for line in TABLES[table].strip().splitlines():
        text, gold = unmarked(line)
        spans = {(m.start, m.end): m for m in find_places(text, language=language)}
        found, named, hit = found + len(spans), named + len(gold), hit + len(spans.keys() & gold)
        wrong += [f"missed {text[a:b]}: {text}" for a, b in gold.keys() - spans.keys()]
        wrong += [f"false {text[a:b]}: {text}" for a, b in spans.keys() - gold.keys()]
        for span in spans.keys() & gold.keys():
            chosen = spans[span].chosen
            right += chosen is not None and chosen.key in gold[span]
            if chosen is None or chosen.key not in gold[span]:
                wrong.append(f"{spans[span].surface} on {chosen and chosen.key}: {text}")
    return Score(hit / found, hit / named, right / hit, tuple(wrong))


def named(text: str, language: str) -> list[tuple[str, str | None]]:
    """Give what is found in a text, each with the key of its place."""
    return [
        (mention.surface, mention.chosen.key if mention.chosen else None)
        for mention in find_places(text, language=language)
    ]


@pytest.mark.parametrize("table", ["sr-Latn", "sr-Cyrl", "hu"])
def test_a_table_names_sixty_places_or_more(table: str) -> None:
    lines = TABLES[table].strip().splitlines()
    assert len(lines) == 25
    assert sum(len(unmarked(line)[1]) for line in lines) >= 60


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_read_as_well_as_it_was(table: str) -> None:
    reached = score(table)
    precision, recall, right = FLOORS[table]
    assert reached.precision >= precision, reached.wrong
    assert reached.recall >= recall, reached.wrong
    assert reached.right >= right, reached.wrong


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Danilo Kiš je umro davno.", "sr-Latn"),
        ("Bar pet osoba je čekalo.", "sr-Latn"),
        ("Novi zakon važi od maja.", "sr-Latn"),
        ("Ministarstvo unutrašnjih poslova ćuti.", "sr-Latn"),
        ("Уна Ковач чита књигу.", "sr-Cyrl"),
        ("Влада ћути. Полиција тражи возача.", "sr-Cyrl"),
        ("Vác Péter ügyvéd hallgat.", "hu"),
        ("Pápai Gergő szóvivő nem nyilatkozott.", "hu"),
        ("A pápa májusban beszélt.", "hu"),
        ("A polgári per elhúzódik.", "hu"),
        ("Kiss János torok- és fülgyógyász.", "hu"),
    ],
)
def test_a_person_or_a_common_word_is_no_place(text: str, language: str) -> None:
    assert named(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("na srpsko-mađarskoj granici", "sr-Latn", ("srpsko-mađarskoj granici", "RS-HU")),
        ("kod granice sa Mađarskom", "sr-Latn", ("granice sa Mađarskom", "RS-HU")),
        (
            "granica između Srbije i Bugarske",
            "sr-Latn",
            ("granica između Srbije i Bugarske", "RS-BG"),
        ),
        ("на граници Србије и Хрватске", "sr-Cyrl", ("граници Србије и Хрватске", "RS-HR")),
        ("a szerb-magyar határ", "hu", ("szerb-magyar határ", "RS-HU")),
        ("a magyar–szerb határhoz", "hu", ("magyar–szerb határhoz", "RS-HU")),
        (
            "Szerbia és Magyarország közös határán",
            "hu",
            ("Szerbia és Magyarország közös határán", "RS-HU"),
        ),
        ("na severu Srbije", "sr-Latn", ("severu Srbije", "x-northern-serbia")),
        ("balkanska ruta", "sr-Latn", ("balkanska ruta", "x-western-balkan-route")),
        (
            "a nyugat-balkáni útvonalon",
            "hu",
            ("nyugat-balkáni útvonalon", "x-western-balkan-route"),
        ),
    ],
)
def test_a_border_or_an_area_is_found_as_it_is_described(
    text: str, language: str, found: tuple[str, str]
) -> None:
    assert named(text, language) == [found]


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("grupa avganistanskih dečaka", "sr-Latn", "AF"),
        ("двојица Сиријаца", "sr-Cyrl", "SY"),
        ("az afgánoktól", "hu", "AF"),
        ("a török rendőrök", "hu", "TR"),
    ],
)
def test_a_people_stands_for_its_country(text: str, language: str, country: str) -> None:
    (mention,) = find_places(text, language=language)
    assert mention.kind == "demonym"
    assert mention.chosen is not None
    assert mention.chosen.key == country


def test_horgos_is_never_khorgos() -> None:
    assert named("Pucali su u Horgošu.", "sr-Latn") == [("Horgošu", "horgos")]
    assert named("Lőttek Horgoson.", "hu") == [("Horgoson", "horgos")]


def test_letters_with_diacritics_tell_a_town_from_a_country() -> None:
    assert named("Воз је стао у Инђији.", "sr-Cyrl") == [("Инђији", "geonames:790015")]


def test_a_language_that_is_not_read_is_refused_with_those_that_are() -> None:
    with pytest.raises(InvalidRecord, match="sr-Latn") as refused:
        find_places("U Somboru.", language="sl")
    assert all(language in str(refused.value) for language in SUPPORTED)


_PIECES = st.lists(
    st.sampled_from(
        [
            *(LATIN + CYRILLIC + HUNGARIAN).replace("[", " ").replace("|", " ").split(),
            "granici",
            "határ",
            "–",
            "-",
            ".",
            "\r\n",
            "e\u0301",
            "🙂",
            "A",
            "és",
            "i",
            "İ",
        ]
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(
    pieces=_PIECES,
    other=st.text(max_size=6),
    language=st.sampled_from(["sr-Latn", "sr-Cyrl", "hu"]),
)
def test_offsets_index_the_surface_and_nothing_overlaps(
    pieces: list[str], other: str, language: str
) -> None:
    text = " ".join([*pieces, other, *pieces[:3]])
    mentions = find_places(text, language=language)
    assert all(text[each.start : each.end] == each.surface for each in mentions)
    assert all(one.end <= two.start for one, two in pairwise(mentions))


@settings(max_examples=100, deadline=None)
@given(pieces=_PIECES, language=st.sampled_from(["sr-Latn", "sr-Cyrl", "hu"]))
def test_a_chance_is_one_and_words_are_counted_rightly(pieces: list[str], language: str) -> None:
    words = cut(" ".join(pieces))
    for candidate, chance in find_inflected(words, lexicon_of(language), language):
        assert 0 < chance <= 1
        assert candidate.start == words.starts[candidate.first]
        assert candidate.end == words.ends[candidate.last - 1]
        assert candidate.bearers is not None
        assert len(candidate.bearers.rows)


def lexicon_of(language: str) -> Lexicon:
    """Open the lexicon of a language."""
    return Lexicon.opened(Gazetteer.bundled(), language)
