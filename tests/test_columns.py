"""Columns as letters: what was written is what is read, by a reader that shares no code."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from blocks import Block, inflated
from hypothesis import given
from hypothesis import strategies as st

from balkanroute.errors import InvalidRecord
from balkanroute.render.columns import Table, letters
from balkanroute.render.payload import FINE

whole = st.integers(-1, 2**31 - 2)
texts = st.text(st.characters(codec="utf-8"), max_size=30)
corners = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
lines = st.lists(st.lists(corners, min_size=1, max_size=12), max_size=4)


def _read(kind, *values):
    """Write one column and read it back."""
    table = Table()
    spec = getattr(table, kind)(*values)
    return getattr(Block(table.pack({"column": spec})), kind)(spec)


@given(st.lists(whole))
def test_whole_numbers_come_back(values):
    assert _read("ints", values) == values


@pytest.mark.parametrize(
    ("highest", "width"),
    [(-1, 1), (254, 1), (255, 2), (65_534, 2), (65_535, 4), (2**31 - 2, 4)],
)
def test_whole_numbers_take_as_many_bytes_as_the_highest_needs(highest, width):
    spec = Table().ints([0, highest])
    assert (spec["n"], spec["w"]) == (2, width)


def test_a_whole_number_that_the_page_cannot_hold_is_refused():
    with pytest.raises(InvalidRecord, match=r"2,147,483,647 is more than a page can hold"):
        Table().ints([0, 2**31 - 1])


def test_whole_numbers_are_written_in_planes_of_one_rank():
    table = Table()
    table.ints([0x0102 - 1, 0x0304 - 1])
    assert Block(table.pack({})).body == b"\x02\x04\x01\x03"


@given(st.lists(st.floats(allow_nan=False)))
def test_numbers_of_any_kind_come_back_to_the_last_bit(values):
    assert [value.hex() for value in _read("floats", values)] == [value.hex() for value in values]


@pytest.mark.parametrize("value", [-0.0, 0.1, 1e300, math.inf, -math.inf, math.nan])
def test_one_number_throughout_comes_back_to_the_last_bit(value):
    assert [found.hex() for found in _read("floats", [value] * 3)] == [value.hex()] * 3


@pytest.mark.parametrize("kind", ["ints", "floats"])
@pytest.mark.parametrize("value", [-1, 0, 7, 70_000])
def test_one_number_throughout_takes_no_room(kind, value):
    table = Table()
    spec = getattr(table, kind)([value] * 1000)
    packed = Block(table.pack({"column": spec, "last": table.ints([1, 2])}))
    assert len(packed.body) == 2
    assert getattr(packed, kind)(spec) == [value] * 1000


def test_a_missing_number_stays_missing():
    first, missing = _read("floats", [0.0, math.nan])
    assert first == 0
    assert math.isnan(missing)


@given(st.lists(texts))
def test_texts_come_back(values):
    assert _read("texts", values) == values


def test_half_a_letter_becomes_a_question_mark():
    assert _read("texts", ["half \ud800 letter", "š"]) == ["half ? letter", "š"]


@given(st.lists(st.none() | texts))
def test_words_come_back_and_an_empty_one_is_missing(values):
    assert _read("words", values) == [value or None for value in values]


def test_a_word_that_comes_often_is_written_once():
    table = Table()
    spec = table.words(["news", None, "book", "news"])
    block = Block(table.pack({}))
    assert block.texts(spec["of"]) == ["news", "book"]
    assert block.ints(spec["codes"]) == [0, -1, 1, 0]


@given(st.lists(st.lists(whole, max_size=5)))
def test_lists_come_back(values):
    assert _read("lists", values) == values


@given(lines, st.sampled_from([FINE, 0.002, 0.01]))
def test_every_corner_of_a_path_comes_back_within_half_a_step(paths, step):
    arrays = [np.array(path) for path in paths]
    for given_path, found in zip(paths, _read("paths", arrays, step), strict=True):
        left = iter(found)
        x, y = next(left)
        for lon, lat in given_path:
            if not _is_near((x, y), (lon, lat), step):
                x, y = next(left)
            assert _is_near((x, y), (lon, lat), step)
        assert list(left) == []


def _is_near(spot, corner, step):
    return all(abs(a * step - b) <= 0.5001 * step for a, b in zip(spot, corner, strict=True))


def test_a_corner_that_falls_on_the_one_before_is_left_out():
    line = np.array([[1.0, 1.0], [1.1, 0.9], [2.0, 1.0], [1.0, 1.0]])
    assert _read("paths", [line], 1.0) == [[(1, 1), (2, 1), (1, 1)]]


def test_a_path_is_written_as_differences_seven_bits_a_byte_the_sign_in_the_lowest_bit():
    table = Table()
    spec = table.paths([np.array([[1.0, 0.0], [-1.0, 300.0]])], 1.0)
    block = Block(table.pack({}))
    assert block.body[spec["at"] : spec["at"] + spec["b"]] == bytes([2, 0, 3, 0xD8, 4])


@given(st.lists(whole), st.lists(texts), st.lists(st.lists(whole, max_size=3)), lines)
def test_columns_of_one_table_leave_each_other_alone(numbers, words, lists, paths):
    table = Table()
    head = {
        "numbers": table.ints(numbers),
        "words": table.texts(words),
        "lists": table.lists(lists),
        "paths": table.paths([np.array(path) for path in paths], 1.0),
        "again": table.ints(numbers),
    }
    block = Block(table.pack(head))
    assert block.head == head
    assert block.ints(block.head["numbers"]) == block.ints(block.head["again"]) == numbers
    assert block.texts(block.head["words"]) == words
    assert block.lists(block.head["lists"]) == lists
    assert [len(path) for path in block.paths(block.head["paths"])] == block.ints(
        block.head["paths"]["len"]
    )


@given(st.text(), st.lists(st.text()))
def test_a_block_has_no_letter_that_a_parser_could_take_for_more(title, says):
    table = Table()
    packed = table.pack({"title": title, "says": table.texts(says)})
    assert re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", packed)


@given(st.lists(texts))
def test_the_same_columns_give_the_same_letters(values):
    first, second = Table(), Table()
    assert first.pack(first.texts(values)) == second.pack(second.texts(values))


def test_a_head_that_is_no_json_is_refused():
    with pytest.raises(ValueError, match="JSON compliant"):
        Table().pack({"missing": math.nan})


@given(st.binary(max_size=200))
def test_letters_are_bytes_that_come_back(raw):
    assert inflated(letters(raw)) == raw
