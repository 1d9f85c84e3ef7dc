"""The parts of what finds places: words, candidates, names, forests, and which place is meant."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from shapely import Point

from balkanroute.gazetteer import Entry, Gazetteer, MemoryShelf
from balkanroute.gazetteer.world import KINDS, PEOPLE, World, first_names
from balkanroute.mentions.candidates import LONGEST, find_candidates
from balkanroute.mentions.features import FIGURES
from balkanroute.mentions.forest import Forest
from balkanroute.mentions.lexicon import MOST_REFERENTS, UNKNOWN, Lexicon
from balkanroute.mentions.places import find_places
from balkanroute.mentions.recogniser import inside, judge, look, select, settle
from balkanroute.mentions.resolver import REFERENT_FIGURES, Field, lay_out
from balkanroute.mentions.tokens import cut, is_stop, listed
from balkanroute.mentions.weights import Weights
from balkanroute.names import fold

modest = settings(max_examples=60)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
PARIS_TEXAS = "geonames:4717560"
NOVI_SAD = "geonames:3194360"


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon.opened(Gazetteer.bundled(), "en")


@pytest.fixture(scope="module")
def weights():
    return Weights.bundled()


def own_lexicon(*entries):
    """Open the store with a few entries of one's own."""
    return Lexicon(World.bundled(), Gazetteer([MemoryShelf(entries)]))


def entry(key, name, **more):
    """Make an entry in the middle of Serbia."""
    known = {"kind": "settlement", "countries": ("RS",), "point": (20.9, 44.0)} | more
    return Entry(key=key, id=key.replace(":", "-"), labels=((name, None),), **known)


# Forests

small = st.integers(1, 4)


@st.composite
def forests(draw):
    trees, levels, width = draw(small), draw(small), draw(small)
    numbers = st.floats(-9, 9, width=32)
    return (
        Forest(
            features=draw(arrays(np.int64, (trees, levels), elements=st.integers(0, width - 1))),
            borders=draw(arrays(np.float32, (trees, levels), elements=numbers)),
            leaves=draw(arrays(np.float32, (trees, 2**levels), elements=numbers)),
            bias=draw(st.floats(-3, 3)),
        ),
        draw(arrays(np.float32, (draw(small), width), elements=numbers)),
    )


def chance_of(forest, row):
    """Walk down one tree after the other, as slowly as it is defined."""
    total = forest.bias
    for features, borders, leaves in zip(
        forest.features, forest.borders, forest.leaves, strict=True
    ):
        leaf = 0
        for level, (feature, border) in enumerate(zip(features, borders, strict=True)):
            leaf += 2**level * int(row[feature] > border)
        total += float(leaves[leaf])
    return 1 / (1 + math.exp(-total))


@given(forests())
def test_the_chances_of_a_forest_are_those_of_its_trees_one_by_one(made):
    forest, rows = made
    assert forest.chances(rows) == pytest.approx([chance_of(forest, row) for row in rows])


def test_a_figure_on_the_border_does_not_exceed_it():
    forest = Forest(np.array([[0]]), np.array([[2.0]]), np.array([[-1.0, 1.0]]), 0.0)
    low, high = forest.chances(np.array([[2.0], [2.5]]))
    assert low < 0.5 < high


def test_no_rows_have_no_chances(weights):
    assert weights.first.chances(np.empty((0, 99))).shape == (0,)


# Weights


def test_weights_are_opened_once():
    assert Weights.bundled() is Weights.bundled()


def test_every_forest_asks_only_for_columns_that_there_are(weights, lexicon):
    traits = lexicon.traits([-1]).shape[1]
    own = len(FIGURES) + traits + 2
    assert weights.first.features.max() < own
    assert weights.second.features.max() < own + 99
    assert weights.prior.features.max() < len(REFERENT_FIGURES)
    assert weights.final.features.max() < len(REFERENT_FIGURES)


@pytest.mark.parametrize("steps", ["span_steps", "place_steps"])
def test_a_greater_chance_is_never_less_sure(weights, steps):
    chances, shares = getattr(weights, steps)
    assert all(np.diff(chances) >= 0)
    assert all(np.diff(shares) >= 0)
    assert shares.min() >= 0
    assert shares.max() <= 1


# Words


@given(texts)
def test_words_and_what_stands_between_them_are_the_text(text):
    words = cut(text)
    woven = [piece for pair in zip(words.gaps, words.surfaces, strict=False) for piece in pair]
    assert "".join([*woven, words.gaps[-1]]) == text
    assert [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)] == words.surfaces


@given(texts)
def test_words_are_folded_as_names_are(text):
    words = cut(text)
    assert words.folded == [fold(surface) for surface in words.surfaces]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("Serbia's border", ["Serbia", "s", "border"]),
        ("N'Djamena is far", ["N'Djamena", "is", "far"]),
        ("Cox’s Bazar", ["Cox", "s", "Bazar"]),  # noqa: RUF001 - as papers print it
        ("Pres\u030cevo", ["Pres\u030cevo"]),
        ("a_b 1999", ["a", "b", "1999"]),
        ("", []),
    ],
)
def test_a_word_keeps_its_apostrophes_and_marks_but_no_genitive(text, surfaces):
    assert cut(text).surfaces == surfaces


@pytest.mark.parametrize(
    ("gap", "stops"), [(". ", True), ("\n", True), (" ", False), (", ", False)]
)
def test_a_sentence_may_begin_after_a_stop_or_a_line(gap, stops):
    assert is_stop(gap) == stops


def test_a_list_of_words_is_split_at_white_space():
    assert listed("north  south\neast") == ("north", "south", "east")


# Candidates


def surfaces(text, lexicon):
    """Give the texts of what may name a place."""
    return [text[c.start : c.end] for c in find_candidates(cut(text), lexicon)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They left novi sad.", []),
        ("The lorry left Novi Sad.", ["Novi Sad"]),
        ("It crossed northern Serbia.", ["northern Serbia"]),
        ("It earned US$300.", []),
        ("He left the U.S. on foot.", ["U.S."]),
        ("He left the US on foot.", ["US"]),
        ("We saw us all.", []),
        ("They slept in Qwxyz.", ["Qwxyz"]),
        ("They saw Qwxyz.", []),
        ("It stopped on Qwxyz St. today.", ["Qwxyz St."]),
        ("They saw Port Qwxyz.", ["Port Qwxyz", "Port"]),
        ("Qwxyz and Zxqwy Street", ["Qwxyz and Zxqwy Street", "Street"]),
        ("...", []),
    ],
)
def test_a_candidate_is_a_name_or_looks_like_one(lexicon, text, expected):
    assert surfaces(text, lexicon) == expected


@modest
@given(st.lists(st.sampled_from(["New", "York", "in", "of", "Serbia", ",", "the", "Sad", "Novi"])))
def test_names_of_the_store_do_not_overlap(words):
    lexicon = Lexicon.opened(Gazetteer.bundled(), "en")
    found = find_candidates(cut(" ".join(words)), lexicon)
    known = [candidate for candidate in found if candidate.bearers is not None]
    assert all(one.last <= other.first for one, other in pairwise(known))
    assert all(0 < each.last - each.first <= LONGEST for each in known)


# Names


def test_an_own_entry_stands_before_the_towns_that_share_its_name():
    lexicon = own_lexicon(entry("my:sid", "Šid"))
    bearers = lexicon.bearers("sid")
    assert bearers.own
    assert len(bearers.rows) > 1
    assert lexicon.key(int(bearers.rows[0])) == "my:sid"


def test_an_own_entry_stands_after_a_city_that_shares_its_name():
    lexicon = own_lexicon(entry("my:paris", "Paris"))
    keys = [lexicon.key(int(row)) for row in lexicon.bearers("paris").rows]
    assert 0 < keys.index("my:paris") < MOST_REFERENTS


def test_a_hamlet_of_the_name_and_spot_of_an_own_entry_is_that_entry():
    world = World.bundled()
    rows, _ = world.bearers("lipa")
    hamlet = next(row for row in rows if world.people[row] == 0)
    spot = (float(world.lon[hamlet]), float(world.lat[hamlet]))
    lexicon = own_lexicon(entry("my:lipa", "Lipa", point=spot))
    assert hamlet in rows
    assert hamlet not in lexicon.bearers("lipa").rows


def test_a_country_of_ones_own_gazetteer_is_the_stores_country():
    lexicon = own_lexicon(entry("RS", "Srbistan", kind="country"))
    (row,) = lexicon.bearers("srbistan").rows
    assert row < lexicon.first
    assert lexicon.key(int(row)) == "RS"


def test_a_country_is_not_looked_for_under_its_name_in_another_language():
    labels = (("Elsewhere", "en"), ("Drugdestan", "sq"))
    found = Entry(key="RS", id="rs", kind="country", labels=labels, countries=("RS",))
    lexicon = own_lexicon(found)
    assert "elsewhere" in lexicon
    assert "drugdestan" not in lexicon


@pytest.mark.parametrize("countries", [(), ("RS",), ("ZZ",)])
def test_an_own_entry_needs_neither_spot_nor_known_country(countries):
    lexicon = own_lexicon(entry("my:x", "Zelengrm", point=None, countries=countries))
    assert [lexicon.key(int(row)) for row in lexicon.bearers("zelengrm").rows] == ["my:x"]


def test_an_own_entry_may_be_all_that_a_name_means():
    lexicon = own_lexicon(entry("my:x", "Paris"))
    assert [lexicon.key(int(row)) for row in lexicon.only("my:x").rows] == ["my:x"]
    assert lexicon.only("my:x") is lexicon.only("my:x")
    assert lexicon.only("my:y") is None


def test_an_area_without_a_point_lies_where_its_outline_does():
    area = entry("my:x", "Zelengrm", kind="area", point=None, geometry=Point(19.5, 45.5))
    lexicon = own_lexicon(area)
    (row,) = lexicon.bearers("zelengrm").rows
    assert lexicon.kind[row] == KINDS.index("area")


@pytest.mark.parametrize("name", ["", " ", "@", "\x00", "q" * 5000, "a  b", "Суботица"])
def test_an_odd_name_has_no_bearers_and_raises_nothing(lexicon, name):
    assert name not in lexicon
    assert len(lexicon.bearers(name).rows) == 0
    assert lexicon.spelled_from([name]) == []


@modest
@given(st.lists(texts.map(fold), max_size=4))
def test_what_begins_a_run_of_words_is_a_name_of_the_lexicon(words):
    lexicon = Lexicon.opened(Gazetteer.bundled(), "en")
    run = " ".join(words)
    for name in lexicon.spelled_from(words):
        assert name in lexicon
        assert (run + " ").startswith(name + " ")


@pytest.mark.parametrize("name", ["paris", "san jose", "serbian", "us", "subotica"])
def test_bearers_are_few_and_stand_best_known_first(lexicon, name):
    bearers = lexicon.bearers(name)
    assert 0 < len(bearers.rows) <= MOST_REFERENTS
    assert list(bearers.standing) == sorted(bearers.standing, reverse=True)


def test_a_lexicon_gives_traits_before_any_name_was_looked_at():
    assert own_lexicon().traits([-1]).shape[0] == 1


def test_what_is_known_of_names_stays_however_many_are_looked_at():
    lexicon = own_lexicon()
    number = lexicon.bearers("paris").number
    known = lexicon.traits([number]).copy()
    names = [f"qwxyz {each}" for each in range(5000)]
    assert len({lexicon.bearers(name).number for name in names} | {number}) == 5001
    assert (lexicon.traits([number]) == known).all()
    assert (lexicon.traits([-1]) == UNKNOWN).all()


# The store


def test_a_name_that_nothing_bears_has_no_rows():
    rows, how = World.bundled().bearers("qwxyz")
    assert len(rows) == len(how) == 0


@pytest.mark.parametrize("name", ["paris", "subotica", "north macedonia", "danube"])
def test_each_bearer_of_a_name_is_found_again_by_its_key(name):
    world = World.bundled()
    rows, how = world.bearers(name)
    for row in rows[how != PEOPLE]:
        found = world.entry_of(int(row))
        assert found.labels == ((world.label(int(row)), None),)
        assert found.precision_m > 0
        if found.kind != "country":
            assert world.entry(found.key) == found


@pytest.mark.parametrize("key", ["", "geonames:", "geonames:x", "gdelt:1", "RS", "world:-1", "x:1"])
def test_a_key_that_the_store_has_not_gives_no_entry(key):
    assert World.bundled().entry(key) is None


def test_a_people_is_no_place_to_look_up():
    world = World.bundled()
    _, how = world.bearers("serbian")
    assert PEOPLE in how
    assert "RS" not in [found.key for found, _ in world.find("serbian")]


def test_the_shown_name_of_a_place_outranks_its_others():
    ranks = {found.key: nth for found, nth in World.bundled().find("belgrade")}
    assert ranks["geonames:792680"] == 0


def test_the_stores_half_million_names_are_not_searched_for_slips():
    assert list(World.bundled().spellings()) == []


def test_first_names_stand_a_line_each():
    names = first_names().splitlines()
    assert "milan" in {fold(name) for name in names}
    assert all(re.fullmatch(r"\S.*", name) for name in names)


# Which place is meant


def laid(text, lexicon):
    """Lay out what a text may mean, every candidate as likely as the others."""
    words = cut(text)
    candidates = find_candidates(words, lexicon)
    return lay_out(words, candidates, [0.9] * len(candidates), lexicon)


@pytest.mark.parametrize("text", ["He grew up in Paris, Texas.", "He grew up in Paris (Texas)."])
def test_a_place_before_a_comma_lies_in_what_stands_after_it(lexicon, text):
    field = laid(text, lexicon)
    paris = slice(field.starts[0], field.starts[1])
    lies_there = [lexicon.key(int(row)) == PARIS_TEXAS for row in field.rows[paris]]
    assert lies_there.count(True) == 1
    assert field.fixed["comma_in"][paris].tolist() == [float(there) for there in lies_there]
    assert field.fixed["comma_out"][paris].tolist() == [float(not there) for there in lies_there]


def test_the_place_that_lies_in_what_stands_after_the_comma_is_chosen(lexicon, weights):
    reading = look("He grew up in Paris, Texas.", lexicon, weights)
    chances = [0.9] * len(reading.candidates)
    field, likely, _ = settle(reading.words, reading.candidates, chances, lexicon, weights)
    assert lexicon.key(int(field.rows[field.best(likely)["paris"]])) == PARIS_TEXAS


def test_a_place_in_no_such_country_is_not_held(lexicon):
    field = laid("They live in Paris, Mongolia.", lexicon)
    first = slice(field.starts[0], field.starts[1])
    assert field.fixed["comma_in"][first].max() == 0
    assert 0 < field.fixed["comma_out"][first].max() < 1


def test_a_name_is_laid_out_once_however_often_it_stands(lexicon):
    field = laid("Paris is Paris, and San Jose is not Paris.", lexicon)
    assert field.names == ["paris", "san jose"]
    repeats = field.fixed["repeats"]
    assert repeats[0] == 3
    assert repeats[-1] == 1


@pytest.mark.parametrize(
    "text",
    [
        "Paris is cold. She left Paris, Texas, for Austin. In Paris it rained.",
        "Dimitrovgrad was full. The road from Pirot to Dimitrovgrad, in Serbia, was closed.",
    ],
)
def test_a_name_means_one_place_in_a_text(text):
    meant = {}
    for mention in find_places(text):
        if mention.chosen:
            meant.setdefault(fold(mention.surface), set()).add(mention.chosen.key)
    assert {len(found) for found in meant.values()} == {1}


def test_nothing_is_laid_out_where_nothing_is_likely(lexicon):
    words = cut("Paris, Texas.")
    candidates = find_candidates(words, lexicon)
    assert lay_out(words, candidates, [0.0] * len(candidates), lexicon) is None
    assert lay_out(words, [], [], lexicon) is None


def test_nothing_is_settled_where_no_candidate_is_a_name(lexicon, weights):
    assert settle(cut("x"), [], [], lexicon, weights) is None


@pytest.mark.parametrize(
    "text", ["Paris, Texas.", "The river Drina.", "In Edirne province, Greece."]
)
def test_what_speaks_for_places_is_a_row_each_and_all_numbers(lexicon, text):
    field = laid(text, lexicon)
    figures = field.figures(lexicon)
    assert figures.shape == (len(field.rows), len(REFERENT_FIGURES))
    assert np.isfinite(figures).all()


@given(st.lists(st.lists(st.floats(0.01, 1), min_size=1, max_size=5), min_size=1, max_size=5))
def test_the_shares_of_the_places_of_a_name_are_one_together(groups):
    sizes = [len(group) for group in groups]
    field = Field(
        names=[str(number) for number in range(len(groups))],
        starts=np.concatenate(([0], np.cumsum(sizes))),
        owner=np.repeat(np.arange(len(groups)), sizes),
        rows=np.arange(sum(sizes)),
        prior=np.zeros(sum(sizes)),
        weight=np.ones(len(groups)),
        fixed={},
    )
    chances = np.concatenate(groups)
    sums = np.add.reduceat(field.shares(chances), field.starts[:-1])
    assert sums == pytest.approx(1)
    for name, position in field.best(chances).items():
        assert chances[position] == max(groups[int(name)])


# Both steps


def test_a_text_without_candidates_has_nothing_to_judge(lexicon, weights):
    reading = look("nothing here.", lexicon, weights)
    assert reading.candidates == []
    assert len(reading.cues) == 0


def test_a_text_with_unknown_names_alone_is_judged(lexicon, weights):
    reading = look("They slept in Qwxyz.", lexicon, weights)
    counted, alone = judge(reading, lexicon, weights)
    assert len(counted) == len(alone) == len(reading.candidates) == 1


@modest
@given(st.lists(st.sampled_from(["Novi Sad University", "Paris", "in", "New York Street", ". "])))
def test_what_is_selected_does_not_overlap(words):
    lexicon, weights = Lexicon.opened(Gazetteer.bundled(), "en"), Weights.bundled()
    reading = look(" ".join(words), lexicon, weights)
    chosen = select(reading.candidates, np.ones(len(reading.candidates)))
    spans = [(reading.candidates[n].start, reading.candidates[n].end) for n in chosen]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_a_town_is_found_inside_the_name_of_a_body(lexicon):
    words = cut("Novi Sad University")
    whole = next(c for c in find_candidates(words, lexicon) if c.bearers is None)
    found = inside(words, whole, lexicon)
    assert found.name == "novi sad"
    assert (found.start, found.end) == (0, 8)
    assert lexicon.key(int(found.bearers.rows[0])) == NOVI_SAD


def test_no_town_is_found_inside_a_name_of_unknown_words(lexicon):
    words = cut("Qwxyz and Zxqwy Street")
    whole = find_candidates(words, lexicon)[0]
    assert inside(words, whole, lexicon) is None
