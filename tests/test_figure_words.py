"""What a figure says, in every language, and how it is cut to its room."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import texts

import balkanroute as br
from balkanroute import render
from balkanroute.errors import InvalidRecord
from balkanroute.layers import LANGUAGES, overview
from balkanroute.render.figure import lettering
from balkanroute.render.figure.layout import planned
from balkanroute.render.figure.words import Words, words_in

OWN = Path(render.__file__).parent / "figure" / "languages"
PAGE = Path(render.__file__).parent / "static" / "languages"
ISOLATES = re.compile("[\u2066-\u2069]")


def lines_of(spec, width=180, **changes):
    """Give the lines above and below a map."""
    asked = {"language": None, "graticule": False, "title": None} | changes
    plan = planned(spec, width=width, **asked)
    blocks = [*plan.above, *plan.below]
    inner = [one for block in blocks for column in getattr(block, "columns", ()) for one in column]
    return [
        ISOLATES.sub("", line)
        for block in [*blocks, *inner]
        for line in (*getattr(block, "lines", ()), *getattr(block, "names", ()))
    ]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_the_words_of_a_figure(tag):
    own, english = (json.loads((OWN / f"{one}.json").read_text("utf-8")) for one in (tag, "en"))
    assert list(own) == list(english)
    for key, text in own.items():
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", english[key]))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_figure_has_no_words_where_the_page_has_them(tag):
    page = json.loads((PAGE / f"{tag}.json").read_text("utf-8"))
    own = json.loads((OWN / f"{tag}.json").read_text("utf-8"))
    assert not own.keys() & page.keys()
    assert all(key.startswith("figure.") for key in own)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_legend_speaks_as_the_page_does(tag, atlas):
    page = json.loads((PAGE / f"{tag}.json").read_text("utf-8"))
    told = lines_of(overview(atlas), width=420, language=tag)
    assert page["layer.border"] in told
    assert page["layer.settlement"] in told
    assert page["tab.sources"] in told


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_figure_is_drawn_in_every_language(tag, tmp_path, atlas):
    path = render.save_figure(atlas, tmp_path / "map.svg", language=tag, width_mm=85)
    assert ElementTree.fromstring(path.read_bytes())[1].text


def test_the_language_is_the_one_asked_for_or_of_the_map_or_of_the_atlas(atlas):
    spec = overview(atlas)
    assert "Quellen" in lines_of(spec, language="de")
    assert "Források" in lines_of(replace(spec, language="hu"))
    assert "Sources" in lines_of(spec)
    assert "Извори" in lines_of(overview(replace(atlas, language="sr")))
    assert "Sources" in lines_of(overview(replace(atlas, language="tlh")))


def test_a_language_without_words_is_refused(atlas):
    with pytest.raises(InvalidRecord, match=r"'sr-latn'; did you mean 'sr-Latn'\?"):
        render.to_figure(atlas, language="sr-latn")


def test_a_place_is_named_in_the_language_of_the_figure(atlas):
    marks = planned(
        overview(atlas), width=180, language="hu", graticule=False, title=None
    ).standing.marks
    names = {mark.key: mark.name for mark in marks}
    assert names["place:vojvodina"] == "Vajdaság"
    assert names["place:rs-hu-border"] == "szerb\u2013magyar határ"


@pytest.mark.parametrize(
    ("tag", "forms"),
    [
        ("en", {1: "1 claim", 2: "2 claims", 0: "0 claims", 1234: "1,234 claims"}),
        ("sr-Latn", {1: "1 tvrdnja", 3: "3 tvrdnje", 5: "5 tvrdnji", 11: "11 tvrdnji",
                     13: "13 tvrdnji", 21: "21 tvrdnja", 22: "22 tvrdnje"}),
        ("mk", {1: "1 тврдење", 2: "2 тврдења", 11: "11 тврдења", 21: "21 тврдење"}),
        ("hu", {1: "1 állítás", 2: "2 állítás"}),
        ("ar", {0: "0 ادعاء", 1: "1 ادعاء", 2: "2 ادعاءان", 3: "3 ادعاءات", 11: "11 ادعاءً",
                100: "100 ادعاء", 103: "103 ادعاءات"}),
    ],
)  # fmt: skip
def test_a_number_has_the_form_that_its_language_gives_it(tag, forms):
    assert {n: Words(tag).say("tally.claims", n) for n in forms} == forms


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2023-11-03", "3 November 2023"),
        ("2023-11-03~", "about 3 November 2023"),
        ("2023-11?", "possibly November 2023"),
        ("2023%", "possibly about 2023"),
        ("202X", "the 2020s"),
        ("19XX", "1900 to 1999"),
        ("2023-XX", "2023"),
        ("2023-11-XX", "November 2023"),
        ("2023-22", "summer 2023"),
        ("2023-24", "winter 2023/2024"),
        ("2023-10-25T14:00Z", "25 October 2023, 14:00 UTC"),
        ("2023-10/2023-11", "October 2023 to November 2023"),
        ("2023-10/..", "since October 2023"),
        ("2023-10/", "from October 2023 to an unknown end"),
        ("../2023", "until 2023"),
        ("/2023", "from an unknown start to 2023"),
        ("/", "/"),
        ("some day", "some day"),
    ],
)
def test_a_period_is_said_as_on_the_page(edtf, words):
    assert Words("en").period(edtf) == words


@pytest.mark.parametrize(
    ("metres", "words"),
    [(250, "250 m"), (999.6, "1 km"), (1500, "1.5 km"), (30_000, "30 km"), (2_000_000, "2,000 km")],
)
def test_a_length_is_said_as_on_the_page(metres, words):
    assert Words("en").distance(metres) == words


def test_a_name_of_the_other_direction_turns_no_words_round():
    ends = {"from": "\u0645\u0631\u062d\u0628\u0627", "to": "Moscow"}
    told = Words("en").say("leg.name", **ends)
    assert told == "\u2068\u0645\u0631\u062d\u0628\u0627\u2069 to Moscow"
    assert "\u2068Moscow\u2069" in Words("ar").say("leg.name", **ends)


def test_a_line_in_arabic_is_read_from_the_right():
    assert lettering.directed("خريطة 3", leftward=True) == "\u2067خريطة 3\u2069"
    assert lettering.directed("Horgoš", leftward=True) == "Horgoš"


def test_a_figure_in_arabic_begins_at_the_right(tmp_path, atlas):
    path = render.save_figure(atlas, tmp_path / "map.svg", language="ar")
    texts_found = list(
        ElementTree.fromstring(path.read_bytes()).iter("{http://www.w3.org/2000/svg}text")
    )
    assert "text-anchor: end" in texts_found[0].get("style")
    assert float(texts_found[0].get("x")) > 400


def test_cyrillic_and_arabic_letters_are_in_the_font():
    from matplotlib.font_manager import findfont, get_font

    known = get_font(findfont(lettering.font(7))).get_charmap()
    assert all(ord(letter) in known for letter in "ЂЉЊЋЏђљњћџѓќѕјÁŐŰőűçëČĆŽŠĐ≠…مرحبا")


@given(texts | st.text(max_size=60))
@settings(max_examples=300)
def test_an_inert_text_is_one_line_of_letters(text):
    found = lettering.inert(text)
    assert found.isprintable() or not found
    assert lettering.inert(found) == found
    found.encode("utf-8")


@given(st.text(max_size=300), st.floats(5, 80))
@settings(max_examples=80)
def test_no_line_is_longer_than_its_room_and_nothing_is_lost(text, room):
    kept = lettering.inert(text)
    lines = lettering.wrapped(kept, 6, room)
    assert all(lettering.width_mm(line, 6) <= room + 0.01 or len(line) == 1 for line in lines)
    assert "".join(lines).replace(" ", "") == kept.replace(" ", "")


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=80))
@settings(max_examples=60)
def test_a_text_that_is_cut_ends_in_an_ellipsis(text):
    kept = lettering.inert(text)
    cut = lettering.shortened(kept, 6, 12)
    assert cut == kept or (cut.endswith("…") and kept.startswith(cut[:-1]))
    assert lettering.width_mm(cut, 6) <= 12.01 or len(cut) <= 2


def test_a_long_word_is_broken_behind_its_dash():
    lines = lettering.wrapped("Tajikistan\u2013Moscow\u2013Belgrade link", 6.5, 31)
    assert lines == ["Tajikistan\u2013Moscow\u2013", "Belgrade link"]


def test_isolates_that_a_line_leaves_open_are_closed_and_opened_again():
    lines = lettering.wrapped("a \u2068one two three four five\u2069 b", 6, 12)
    assert len(lines) > 1
    assert all(line.count("\u2068") == line.count("\u2069") for line in lines)


def test_a_layer_of_ones_own_has_its_own_name_and_note(atlas):
    spec = overview(atlas)
    border = next(layer for layer in spec.layers if layer.kind == "border")
    own = replace(border, name="Zelena granica", note="only its line")
    layers = tuple(own if layer is border else layer for layer in spec.layers)
    assert "Zelena granica" in lines_of(replace(spec, layers=layers))


def test_a_publisher_is_not_said_twice(atlas):
    told = lines_of(overview(atlas))
    assert any(line.startswith("Balkan Insight on the declassified") for line in told)
    assert any(line.startswith("Magyar Nemzet: ") for line in told)


def test_a_place_without_words_of_its_own_keeps_its_name():
    place = br.Place(id="p", name="Ásotthalom", geometry=shapely.Point(19.8, 46.2))
    assert Words("sr-Cyrl").name(place) == "Ásotthalom"
    assert words_in(None, "de-AT").tag == "de"
