# ruff: noqa: RUF001 - quotation marks and Cyrillic are the subject
from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balkanroute.mentions.sentences import split

PIECES = st.sampled_from(
    [
        "Mr. Kos", "U.S.", "e.g.", "3.5", "No. 4", "a.m.", "The van", "stopped", ".", "!", "?", "…",
        "...", "“", "”", '"', "‘", "’", "„", "«", "»", "(", ")", "]", ",", ":", "—", "\n", "\r\n",
        "\n\n", "\r", " ", "\t", "\u00a0", "\u2028", "- item", "# Head", "1. One", "A.", "😀",
        "a\u0301", "Ђала", "је", "őr", "\x00",
    ]
)  # fmt: skip
TEXTS = st.text() | st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES).map("".join)


def sentences(text):
    return [span.surface for span in split(text)]


@given(TEXTS)
def test_a_sentence_is_what_stands_at_its_offsets(text):
    assert all(text[span.start : span.end] == span.surface for span in split(text))


@given(TEXTS)
def test_sentences_follow_one_another_without_overlap(text):
    spans = split(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(span.start < span.end for span in spans)


@given(TEXTS)
def test_every_character_that_is_no_space_is_in_a_sentence(text):
    held = {at for span in split(text) for at in range(span.start, span.end)}
    assert all(at in held for at, character in enumerate(text) if not character.isspace())


@given(TEXTS)
def test_no_sentence_begins_or_ends_in_white_space(text):
    assert all(span.surface == span.surface.strip() for span in split(text))


@given(TEXTS)
def test_the_same_text_gives_the_same_sentences(text):
    assert split(text) == split(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Kos met Dr. Ana Vuk in St. Florian.",
        "The U.S. President called Gen. Marko Ilic.",
        "A man named J. R. Horvat drove the van.",
        "The fee rose by 3.5 percent to 1.250 euros.",
        "Route No. 10 was shut, e.g. Monday, i.e. Tuesday too.",
        "They left at 5 a.m. Monday from the camp.",
        "He came on Jan. 5 with Vol. 2 of the file.",
        "Adriatic Co. Ltd. of Rijeka rents the vans.",
        "“Are you mad?” she asked the driver.",
        "He waited … and then he ran.",
        "Az út II. Rákóczi Ferenc szobráig tartott.",
        "A 2015. szeptember 15. óta zárt határ mellett dr. Nagy élt.",
        "Stigli su 15. oktobra 2023. godine, tzv. Zelena grupa, tj. Kosovci.",
        "Дошли су 15. октобра 2023. године, тзв. Зелена група.",
    ],
)
def test_a_stop_inside_a_sentence_ends_none(sentence):
    assert sentences(sentence) == [sentence]


@pytest.mark.parametrize(
    "parts",
    [
        ("The van left.", "It came back."),
        ("He lives in the U.S.", "He came in 2015."),
        ("They left at 5 a.m.", "Nobody saw them."),
        ("Vans, cars, etc.", "The rest walked."),
        ("“We ran.", "They shot.", "Nobody fell.”", "Then it was quiet."),
        ('"We ran."', '"They shot."'),
        ("(The fence was cut.)", "Three got through."),
        ("Who paid?", "Nobody knows!", "Perhaps…", "Somebody did."),
        ("It cost 1,200 in 2015.", "The price doubled."),
        ("He ran. . . .", "The dog stayed."),
        ("The road is shut.", "😀 Walk!"),
        ("Prešli su granicu.", "„Bilo je hladno.“", "Onda su stali."),
        ("Прешли су границу.", "Било је хладно."),
        ("Átlépték a határt.", "„Hideg volt.”", "Aztán megálltak."),
        ("Was it No. 4?", "“No.”", "The other one."),
    ],
)
def test_a_sentence_ends_where_the_next_begins(parts):
    assert sentences(" ".join(parts)) == list(parts)


def test_headings_stand_alone():
    text = "# The fence No. 1. Overview\nIt is long. It is high.\n\nAfter the fence\n\nThey came."
    assert sentences(text) == [
        "# The fence No. 1. Overview",
        "It is long.",
        "It is high.",
        "After the fence",
        "They came.",
    ]


def test_items_of_a_list_stand_alone_with_their_bullets():
    text = "We saw\n- two vans\n* a car\n• nobody\n1. First the road\n2) then the fence"
    assert sentences(text) == text.split("\n")


def test_a_heading_without_marks_is_not_joined_to_its_paragraph():
    assert sentences("Useful for some\nThe report came out.") == [
        "Useful for some",
        "The report came out.",
    ]


def test_a_line_that_goes_on_in_the_next_is_joined_to_it():
    text = "The men crossed the\nSerbian border and\nwent north. Two\nstayed."
    assert sentences(text) == [
        "The men crossed the\nSerbian border and\nwent north.",
        "Two\nstayed.",
    ]


def test_windows_line_breaks_part_paragraphs_as_others_do():
    text = "The van left\r\n\r\nit came back.\r\nNobody saw it."
    assert sentences(text) == ["The van left", "it came back.", "Nobody saw it."]


def test_a_text_without_words_has_no_sentences():
    assert split("") == ()
    assert split(" \r\n\t\u00a0") == ()


@pytest.mark.parametrize(
    "unit", ['"', "“", ".", ". ", "\n", "word ", "A.", "( . ", "? “", "1. ", "a,\n", " ", "\r"]
)
def test_the_time_grows_with_the_length_and_not_with_its_square(unit):
    small, large = (_measure(unit * (size // len(unit))) for size in (15_000, 240_000))
    assert large < 64 * small + 0.05


def _measure(text):
    times = []
    for _ in range(3):
        begun = time.process_time()
        split(text)
        times.append(time.process_time() - begun)
    return min(times)
